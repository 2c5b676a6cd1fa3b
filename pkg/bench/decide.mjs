// One decision in Node: ours (strict reading of the input, the whole order of evaluation, plan and trace) beside json-rules-engine deciding two
// rules, on the same person in the same run. Prints one line of JSON for `cargo xtask bench`.

import { readFileSync } from "node:fs";

import { decide } from "@cora/auth";
import rules from "json-rules-engine";

const ROUNDS = 30;
const CALLS = 2_000;

const file = new URL("../../tests/corpus/provisioning/054_an_invited_person_comes_in.json", import.meta.url);
const { input, expect } = JSON.parse(readFileSync(file, "utf8"));

const engine = new rules.Engine([
  {
    conditions: {
      all: [
        { fact: "emailVerified", operator: "equal", value: true },
        { fact: "invitation", path: "$.status", operator: "equal", value: "pending" },
        { fact: "invitation", path: "$.expiresAt", operator: "greaterThan", value: input.now },
      ],
    },
    event: { type: "provisioned", params: { reason: "invitation_accepted" } },
    priority: 2,
  },
  {
    conditions: {
      all: [
        { fact: "emailVerified", operator: "equal", value: true },
        { fact: "domain", operator: "in", value: ["acme.example"] },
      ],
    },
    event: { type: "provisioned", params: { reason: "domain_admits" } },
    priority: 1,
  },
]);
const facts = {
  emailVerified: input.login.emailVerified,
  domain: input.login.email.split("@")[1],
  invitation: input.facts.invitations[0],
};

const ours = () => decide(input).reason;
const peer = async () => (await engine.run(facts)).events[0].params.reason;
for (const reason of [ours(), await peer()]) {
  if (reason !== expect.reason) throw new Error(`expected ${expect.reason}, found ${reason}`);
}

/** Microseconds a call, over one round. */
async function round(work, isAsync) {
  const started = performance.now();
  for (let call = 0; call < CALLS; call += 1) {
    if (isAsync) await work();
    else work();
  }
  return ((performance.now() - started) * 1000) / CALLS;
}

// In turn; the least time of a round counts, which is the one least disturbed.
let [bestOurs, bestPeer] = [Infinity, Infinity];
for (let at = 0; at < ROUNDS; at += 1) {
  bestOurs = Math.min(bestOurs, await round(ours, false));
  bestPeer = Math.min(bestPeer, await round(peer, true));
}
const ratio = bestOurs / bestPeer;
const row = { id: "node_decide", work: "Node: one decision / json-rules-engine, 2 rules", ours: bestOurs, peer: bestPeer, unit: "µs", ratio, goal: 1, met: ratio <= 1 };
console.log(JSON.stringify([row]));
