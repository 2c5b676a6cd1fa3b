import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { CoraError, Engine } from "@cora/auth";
import * as workbench from "@cora/auth/workbench";

import { inputs, split } from "./fixtures.mjs";

const { lint, lintJson, remedies, simulateInWorker, Simulation } = workbench;

const sound = Object.values(inputs).filter((input) => {
  try {
    new Engine(split(input).configuration).summarize(split(input).login);
    return true;
  } catch {
    return false;
  }
});
const connections = [...new Map(sound.map(({ connection }) => [connection.id, connection])).values()];
const BEFORE = { connections };
const AFTER = { connections, policy: { strategies: ["invitation"], accessMode: "waitlist" } };
const LOGINS = sound.map((input) => split(input).login);
const MANY = Array.from({ length: 5000 }, (_, at) => LOGINS[at % LOGINS.length]);

/** Computes the expected result of a simulation with two engines and nothing else. */
function byHand(logins, before = BEFORE, after = AFTER) {
  const [one, other] = [new Engine(before), new Engine(after)];
  const told = ({ memberships, outcome, platformRole }) =>
    JSON.stringify([outcome, platformRole, memberships.map(({ organizationId, role }) => [organizationId, role])]);
  const counts = {};
  const changed = [];
  logins.forEach((login, index) => {
    const [a, b] = [one.summarize(login), other.summarize(login)];
    (counts[a.outcome.kind] ??= [0, 0])[0] += 1;
    (counts[b.outcome.kind] ??= [0, 0])[1] += 1;
    if (told(a) !== told(b)) changed.push({ index, before: a, after: b });
  });
  return { counts, changed };
}

function check(report, { changed, counts }, logins) {
  assert.equal(report.logins, logins.length);
  assert.equal(report.changed, changed.length);
  assert.deepEqual(
    Object.fromEntries(report.outcomes.map(({ after, before, outcome }) => [outcome, [before, after]])),
    counts,
  );
  assert.deepEqual(
    report.changes.map(({ traces: _, ...change }) => change),
    changed,
  );
}

test("findings_have_place_code_message_and_fix", () => {
  const { errors, findings, warnings } = lint({
    ...BEFORE,
    policy: { strategies: [], bootstrap: { mode: "first_user" } },
    domainRules: [
      {
        id: inputs["domain/colleague_comes_in_by_domain.json"].facts.domainRules[0].id,
        organizationId: "0198c0de-0000-7000-8000-0000000000a1",
        pattern: "gmail.com",
        verification: "ownership",
        state: "verified",
        enrollmentMode: "automatic_membership",
      },
    ],
  });
  const codes = findings.map(({ code }) => code);
  for (const code of ["bootstrap_first_user", "public_domain"]) assert.ok(codes.includes(code), `${code} in ${codes}`);
  assert.equal(errors + warnings, findings.length);
  for (const { fix, message, path, severity } of findings) {
    assert.ok(
      fix && message && ["error", "warning"].includes(severity) && (path === "" || path.startsWith("/")),
      message,
    );
  }
  assert.ok(findings.some(({ path }) => path.startsWith("/domainRules/0")));
});

test("a_configuration_that_cannot_be_read_is_said_so_with_all_faults", () => {
  const faulty = { policy: { acessMode: "public" }, connections: [{}] };
  assert.throws(
    () => lint(faulty),
    (error) => error instanceof CoraError && error.issues.length > 2 && error.path === "/policy/acessMode",
  );
  assert.throws(
    () => lintJson('{"policy": {'),
    (error) => error.code === "invalid_json",
  );
  assert.throws(
    () => lintJson('{"policy": {}, "policy": {}}'),
    (error) => error.code === "duplicate_field",
  );
  assert.throws(
    () => lintJson(undefined),
    (error) => error.code === "wrong_type",
  );
});

test("a_simulation_says_what_two_engines_say", async () => {
  const simulation = new Simulation(BEFORE, AFTER, { traced: 3 });
  assert.equal(simulation.add(MANY), MANY.length);
  const report = await simulation.run();
  const expected = byHand(MANY);
  assert.ok(expected.changed.length > 100);
  check(report, expected, MANY);
  assert.deepEqual(report.changes.map(({ traces }) => traces !== null).slice(0, 5), [true, true, true, false, false]);
  const { index, traces } = report.changes[1];
  assert.deepEqual(simulation.traces(index), traces);
  assert.deepEqual(traces.after, new Engine(AFTER).decide(MANY[index]).trace);
  assert.throws(
    () => simulation.traces(MANY.length),
    (error) => error.code === "out_of_bounds",
  );
  simulation.retry(BEFORE);
  assert.equal((await simulation.run()).changed, 0);
  simulation.retry(AFTER);
  check(await simulation.run({ slice: 77 }), expected, MANY);
  simulation.free();
  assert.throws(
    () => simulation.report(),
    (error) => error.code === "engine_closed" && /simulation/.test(error.message),
  );
});

test("a_run_tells_how_far_it_is_and_lets_others_have_their_turn", async () => {
  const simulation = new Simulation(BEFORE, AFTER);
  simulation.add(MANY);
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const seen = [];
  await simulation.run({ slice: 250, onProgress: (progress) => seen.push(progress) });
  clearInterval(timer);
  assert.deepEqual(
    seen.map(({ done }) => done),
    Array.from({ length: 21 }, (_, at) => at * 250),
  );
  assert.ok(seen.every(({ total }) => total === MANY.length));
  assert.ok(turns > 5, `${turns} turns`);
});

test("a_run_that_is_aborted_stops_and_can_go_on", async () => {
  const simulation = new Simulation(BEFORE, AFTER);
  simulation.add(MANY);
  const controller = new AbortController();
  const onProgress = ({ done }) => done >= 1000 && controller.abort();
  await assert.rejects(simulation.run({ signal: controller.signal, onProgress }), { name: "AbortError" });
  assert.ok(simulation.report().logins < MANY.length);
  check(await simulation.run(), byHand(MANY), MANY);
  await assert.rejects(simulation.run({ signal: AbortSignal.abort(new Error("mine")) }), { message: "mine" });
});

test("without_workers_a_simulation_goes_in_slices", async () => {
  const seen = [];
  async function* asked() {
    yield* MANY;
  }
  const expected = byHand(MANY);
  for (const [logins, total] of [
    [MANY, MANY.length],
    [new Set(MANY).values(), null],
    [asked(), null],
  ]) {
    const report = await simulateInWorker(BEFORE, AFTER, logins, {
      traced: 2,
      onProgress: (progress) => seen.push(progress),
    });
    if (logins !== MANY && report.logins !== MANY.length) check(report, byHand(LOGINS), LOGINS);
    else check(report, expected, MANY);
    assert.equal(seen.at(-1).total, total);
    assert.equal(seen.at(-1).done, report.logins);
  }
  const controller = new AbortController();
  const run = simulateInWorker(BEFORE, AFTER, MANY, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await assert.rejects(run, { name: "AbortError" });
});

test("what_a_simulation_cannot_read_is_said_with_its_place", async () => {
  assert.throws(
    () => new Simulation({ policy: 1 }, AFTER),
    (error) => error.path === "/before/policy" && error.issues[0].path === "/before/policy",
  );
  assert.throws(
    () => new Simulation(BEFORE, { polici: 1 }),
    (error) => error.path === "/after/polici" && /^after: /.test(error.message),
  );
  assert.throws(
    () => new Simulation(BEFORE, AFTER, { traced: -1 }),
    (error) => error.code === "wrong_type",
  );
  const simulation = new Simulation(BEFORE, AFTER);
  assert.throws(
    () => simulation.add([LOGINS[0], {}]),
    (error) => error.path.startsWith("/logins/1"),
  );
  assert.equal(simulation.report().logins, 0);
  assert.throws(
    () => simulation.retry({ polici: 1 }),
    (error) => error.path === "/after/polici",
  );
  simulation.add(LOGINS);
  check(await simulation.run(), byHand(LOGINS), LOGINS);
  await assert.rejects(simulateInWorker(BEFORE, AFTER, [{}]), (error) => error.path.startsWith("/logins/0"));
});

test("require_has_the_workbench_too", async () => {
  const required = createRequire(import.meta.url)("@cora/auth/workbench");
  assert.deepEqual(Object.keys(required).sort(), Object.keys(workbench).sort());
  assert.equal((await required.simulateInWorker(BEFORE, AFTER, LOGINS)).changed, byHand(LOGINS).changed.length);
});

test("what_would_let_a_refused_person_in_is_listed_with_the_decision_after_it", () => {
  const refused = Object.values(inputs).find((input) => {
    const outcome = sound.includes(input) && new Engine(split(input).configuration).summarize(split(input).login);
    return outcome && outcome.outcome.kind === "denied" && outcome.reason === "no_matching_strategy";
  });
  const listed = remedies({ ...refused, policy: { ...refused.policy, accessMode: "restricted" } });
  const opened = listed.find(({ steps }) => steps.some(({ change }) => change.kind === "change_access_mode"));
  assert.equal(opened.result.outcome, "provisioned");
  assert.equal(opened.steps.at(-1).capability, "policy:write");
  assert.throws(() => remedies({ now: -1 }), CoraError);
});
