import assert from "node:assert/strict";
import { test } from "node:test";

import { CoraError, decide, decideJson, Engine, explain } from "@cora/auth";

import { inputs, split } from "./fixtures.mjs";

const INPUT = inputs["invitation/invited_person_comes_in.json"];
const { configuration, login } = split(INPUT);
const closed = (error) => error instanceof CoraError && error.code === "engine_closed" && /Create a new/.test(error.help);

/** Returns the code of the error thrown, or the value returned. */
function outcomeOf(work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CoraError)) throw error;
    return error.code;
  }
}

test("an_engine_decides_as_the_one_shot_function_on_the_whole_corpus", () => {
  let compared = 0;
  for (const [name, input] of Object.entries(inputs)) {
    // A login by a connection other than the input's is a different case here: the configuration
    // may also contain that connection.
    if (input.login?.connectionId !== input.connection?.id) continue;
    for (const rulesConfigured of [false, true]) {
      const { configuration, login } = split(input, rulesConfigured);
      const expected = outcomeOf(() => decideJson(JSON.stringify(input)));
      const actual = outcomeOf(() => {
        const engine = new Engine(configuration);
        try {
          const text = engine.decideJson(JSON.stringify(login));
          assert.equal(JSON.stringify(engine.decide(login)), text, name);
          const { plan: _, trace: __, ...summary } = JSON.parse(text);
          assert.deepEqual(engine.summarize(login), summary, name);
          assert.equal(engine.explain(login), explain(input), name);
          return text;
        } finally {
          engine.free();
        }
      });
      // The order of several faults depends on the document they are in.
      if (expected.startsWith("{")) assert.equal(actual, expected, name);
      else assert.ok(!actual.startsWith("{"), name);
      compared += 1;
    }
  }
  assert.ok(compared > 300, `${compared}`);
});

for (const [name, decision, whole] of [
  ["an_engines", () => new Engine(configuration).decide(login), () => JSON.parse(decideJson(JSON.stringify(INPUT)))],
  ["a_one_shot", () => decide(INPUT), () => JSON.parse(decideJson(JSON.stringify(INPUT)))],
]) {
  test(`${name}_decision_is_plain_data_like_the_cores`, () => {
    assert.deepEqual(Object.keys(decision()), Object.keys(whole()), "names and their order");
    assert.equal(JSON.stringify(decision()), JSON.stringify(whole()));
    assert.deepEqual(decision(), whole());
    assert.deepEqual({ ...decision() }, whole());
    assert.deepEqual(structuredClone(decision()), whole());
  });

  test(`${name}_plan_and_trace_are_worked_out_once`, () => {
    const one = decision();
    assert.equal(typeof Object.getOwnPropertyDescriptor(one, "plan").get, "function");
    const { plan } = one;
    assert.ok(plan.effects.length > 0);
    assert.equal(one.plan, plan);
    for (const name of ["plan", "trace"]) {
      const { enumerable, configurable, writable } = Object.getOwnPropertyDescriptor(one, name);
      assert.deepEqual(
        { enumerable, configurable, writable },
        { enumerable: true, configurable: true, writable: true },
      );
    }
  });
}

test("a_decision_does_not_change_with_the_login_it_was_made_on", () => {
  const mine = structuredClone(login);
  const decision = new Engine(configuration).decide(mine);
  mine.login.email = "somebody@else.example";
  mine.facts.invitations = [];
  assert.deepEqual(decision, decide(INPUT));
});

test("an_engine_does_not_change_with_the_configuration_it_was_made_from", () => {
  const mine = structuredClone(configuration);
  const engine = new Engine(mine);
  mine.connections[0].status = "disabled";
  assert.equal(engine.summarize(login).reason, "invitation_accepted");
});

test("engines_do_not_disturb_each_other", () => {
  const disabled = { ...configuration, connections: [{ ...INPUT.connection, status: "disabled" }] };
  const [one, other] = [new Engine(configuration), new Engine(disabled)];
  assert.equal(one.summarize(login).reason, "invitation_accepted");
  assert.equal(other.summarize(login).reason, "connection_not_active");
  one.free();
  const third = new Engine(configuration);
  assert.equal(other.summarize(login).reason, "connection_not_active");
  assert.equal(third.summarize(login).reason, "invitation_accepted");
  assert.throws(() => one.summarize(login), closed);
});

test("an_engine_that_was_freed_is_closed", () => {
  const engine = new Engine(configuration);
  const decision = engine.decide(login);
  engine.free();
  engine.free();
  engine[Symbol.dispose]();
  for (const use of [
    () => engine.decide(login),
    () => engine.summarize(login),
    () => engine.decideJson("{}"),
    () => engine.explain(login),
  ]) {
    assert.throws(use, closed);
  }
  assert.throws(() => decision.plan, closed);
  assert.equal(decision.reason, "invitation_accepted");
});

test("after_the_core_stopped_in_a_call_engines_are_closed_and_new_ones_work", async () => {
  const { core } = await import("../dist/instance.js");
  const before = new Engine(configuration);
  const unread = decide(INPUT);
  // More room than a module can have.
  assert.throws(
    () => core.call((exports) => exports.allocInput(0xffff_ffff)),
    (error) => error.code === "wasm_trapped",
  );
  assert.throws(() => before.decide(login), closed);
  before.free();
  const after = new Engine(configuration);
  assert.throws(() => before.decide(login), closed, "its number means another engine now");
  assert.deepEqual(after.decide(login), decide(INPUT));
  assert.ok(unread.plan.effects.length > 0, "a one-shot decision needs no engine");
});

test("faults_are_those_of_the_configuration_and_of_the_login", () => {
  const faulty = { ...configuration, policy: { acessMode: "public" }, domainRules: [{}] };
  assert.throws(
    () => new Engine(faulty),
    (error) => error.code === "unknown_field" && error.path === "/policy/acessMode" && error.issues.length > 1,
  );
  assert.throws(
    () => new Engine(undefined),
    (error) => error.code === "not_json_value",
  );
  const engine = new Engine(configuration);
  assert.throws(
    () => engine.decide({ ...login, connection: INPUT.connection }),
    (error) => error.code === "unknown_field" && error.path === "/connection",
  );
  assert.throws(
    () => engine.decide({ now: 1n }),
    (error) => error.code === "not_json_value",
  );
  assert.throws(
    () => engine.decideJson(7),
    (error) => error.code === "wrong_type",
  );
  assert.throws(
    () => engine.decideJson('"\ud800"'),
    (error) => error.code === "invalid_json",
  );
  assert.throws(
    () => engine.decideJson("x".repeat(1_100_000)),
    (error) => error.code === "input_too_large" && /1100000 bytes/.test(error.message),
  );
  assert.throws(
    () => engine.decideJson("ü".repeat(600_000)),
    (error) => error.code === "input_too_large" && /1200000 bytes/.test(error.message),
  );
});

test("a_text_that_is_not_ascii_arrives_whole", () => {
  const engine = new Engine(configuration);
  for (const name of ["Zoë", "ü".repeat(190), "猫".repeat(150), `x${"😀".repeat(100)}`]) {
    const input = { ...INPUT, login: { ...INPUT.login, name } };
    const text = engine.decideJson(JSON.stringify(split(input).login));
    assert.equal(text, decideJson(JSON.stringify(input)));
    assert.ok(text.includes(name), name);
  }
});

test("a_login_by_a_connection_that_is_not_configured_is_refused", () => {
  assert.equal(new Engine({}).summarize(login).reason, "identity_invalid");
});

test("what_nobody_holds_any_more_is_given_back", {
  skip: globalThis.gc === undefined && "needs --expose-gc",
}, async () => {
  const rules = Array.from({ length: 2000 }, (_, at) => ({
    id: `0198c0de-0000-7000-8000-${String(at).padStart(12, "0")}`,
    organizationId: "0198c0de-0000-7000-8000-0000000000a1",
    pattern: `acme${at}.example`,
    verification: "ownership",
    state: "verified",
    enrollmentMode: "automatic_membership",
  }));
  const made = async (count) => {
    for (let at = 0; at < count; at += 1) {
      new Engine({ domainRules: rules });
      if (at % 10 === 0) {
        gc();
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  };
  await made(60);
  const { core } = await import("../dist/instance.js");
  const { byteLength } = core.ready().memory.buffer;
  await made(200);
  assert.ok(core.ready().memory.buffer.byteLength <= byteLength * 1.5);
});
