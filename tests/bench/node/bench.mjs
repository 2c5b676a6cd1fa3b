// Measures one decision in Node: Cora, json-rules-engine, Cedar in WebAssembly, and what a host
// would write by hand with zod, on the same logins in the same run. Every contestant first decides
// all cases and has to answer as expected. Cora and the handwritten one start from the data as the
// store delivers it; the other two from a form that is cheap for them, prepared outside the
// measured time.
//
// Prints one line of JSON for `cargo xtask bench`.
import { deepStrictEqual } from "node:assert/strict";

import * as cora from "../../../pkg/dist/index.js";
import { Simulation } from "../../../pkg/dist/workbench/index.js";
import { decide as decideByHand, simulate as simulateByHand } from "./dist/handwritten.js";
import { cases, configuration, small, typical } from "./logins.mjs";
import { cedar } from "./peers/cedar.mjs";
import { jsonRulesEngine } from "./peers/json-rules-engine.mjs";
import { race } from "./race.mjs";

/** The number of logins in a simulation. */
const LOGINS = 1_500;

const [connection] = configuration.connections;
const { policy } = configuration;
const byHand = { connection, strategies: ["invitation", "connection", "domain"] };
const whole = (login) => ({ ...login, connection, policy });
const rules = jsonRulesEngine(5, 3);
const engine = new cora.Engine(configuration);

/** Returns the parts of a decision that a caller reads. */
const read = ({ outcome, reason, memberships }) => [
  outcome.kind ?? outcome,
  reason,
  memberships.map((one) => one.organizationId),
];

for (const { name, login, expect } of cases) {
  const expected = [expect.outcome, expect.reason, expect.memberships];
  const answers = {
    decide: read(cora.decide(whole(login))),
    engine: read(engine.decide(login)),
    handwritten: read(decideByHand(byHand, login)),
  };
  for (const [peer, found] of Object.entries(answers)) deepStrictEqual(found, expected, `${peer}: ${name}`);
  deepStrictEqual(rules.answer(login, await rules.decide(rules.facts(login))), expect, `json-rules-engine: ${name}`);
  deepStrictEqual(cedar.answer(login, cedar.decide(cedar.facts(login))), expect, `cedar-wasm: ${name}`);
}

const rows = [];
const row = (id, work, ours, peer, goal) => {
  const ratio = ours / peer;
  rows.push({ id, work, ours, peer, unit: "µs", ratio, goal, met: goal === null ? null : ratio <= goal });
};

for (const [size, login] of Object.entries({ typical, small })) {
  const { invitations, domainRules } = login.facts;
  const [input, call, sized] = [
    whole(login),
    cedar.facts(login),
    jsonRulesEngine(invitations.length, domainRules.length),
  ];
  const facts = sized.facts(login);
  const times = await race({
    decide: () => read(cora.decide(input)),
    engine: () => read(engine.decide(login)),
    rules: () => sized.decide(facts),
    cedar: () => cedar.decide(call),
    handwritten: () => read(decideByHand(byHand, login)),
  });
  const of = size === "typical" ? "" : ", small login";
  row(`node_engine_rules_${size}`, `Node: engine / json-rules-engine${of}`, times.engine, times.rules, 0.2);
  row(`node_engine_cedar_${size}`, `Node: engine / cedar-wasm${of}`, times.engine, times.cedar, 0.1);
  row(`node_engine_handwritten_${size}`, `Node: engine / zod + TypeScript${of}`, times.engine, times.handwritten, 1.5);
  row(`node_decide_rules_${size}`, `Node: one-shot decide / json-rules-engine${of}`, times.decide, times.rules, null);
  row(
    `node_decide_handwritten_${size}`,
    `Node: one-shot decide / zod + TypeScript${of}`,
    times.decide,
    times.handwritten,
    null,
  );
}

// A batch: the cases repeated, with other people, under the configuration and under one that admits
// nobody by domain. Both contestants return the counts of outcomes and every change.
const logins = Array.from({ length: LOGINS }, (_, index) => {
  const { login } = cases[index % cases.length];
  return { ...login, login: { ...login.login, subject: `00u${index}` } };
});
const strategies = ["invitation", "connection"];
const simulate = async () => {
  const simulation = new Simulation(configuration, { ...configuration, policy: { ...policy, strategies } });
  simulation.add(logins);
  const report = await simulation.run();
  simulation.free();
  return report;
};
const tally = ({ changes, outcomes }) => [
  changes.map((change) => change.index),
  outcomes
    .map(({ outcome, before, after }) => ({ outcome, before, after }))
    .sort((a, b) => (a.outcome < b.outcome ? -1 : 1)),
];
const simulateHere = () => simulateByHand(byHand, { connection, strategies }, logins);
deepStrictEqual(tally(await simulate()), tally(simulateHere()), "the simulations differ");
const batch = await race({ ours: simulate, byHand: simulateHere });
const perLogin = (time) => time / LOGINS;
row("node_simulate", "Node: simulate, a login / zod + TypeScript", perLogin(batch.ours), perLogin(batch.byHand), 1);

console.log(JSON.stringify(rows));
