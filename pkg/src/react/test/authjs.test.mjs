import assert from "node:assert/strict";
import { test } from "node:test";

import { authjsAdapter } from "../../../dist/react/authjs.js";
import { settle } from "./fixtures.mjs";

const SESSION = { user: { name: "Ivan", email: "ivan@partner.example" }, expires: "2030-01-01T00:00:00Z" };

/** A browser played by a test: the responses of the session route, and the calls that were made. */
function host(answers) {
  const done = { asked: [], signIn: [], signOut: [], went: [] };
  let changed;
  return {
    done,
    answers,
    change: () => changed(),
    watching: () => changed !== undefined,
    fetch: async (url) => {
      done.asked.push(url);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer.ok === false ? new Response("", { status: 500 }) : Response.json(answer);
    },
    signIn: async (...given) => void done.signIn.push(given),
    signOut: async (...given) => void done.signOut.push(given),
    onPossibleChange(listener) {
      changed = listener;
      return () => {
        changed = undefined;
      };
    },
    goTo: (path) => void done.went.push(path),
  };
}

test("somebody_signed_in_is_told_from_nobody", async () => {
  for (const [answer, status] of [
    [SESSION, "signed_in"],
    [{}, "signed_out"],
  ]) {
    const adapter = authjsAdapter({}, host([answer]));
    assert.equal(adapter.getSnapshot().status, "loading");
    adapter.subscribe(() => {});
    await settle();
    assert.equal(adapter.getSnapshot().status, status);
  }
});

test("a_route_that_fails_is_an_error_and_not_nobody", async () => {
  for (const answer of [new TypeError("fetch failed"), { ok: false }]) {
    const adapter = authjsAdapter({}, host([answer]));
    adapter.subscribe(() => {});
    await settle();
    assert.equal(adapter.getSnapshot().status, "error");
  }
});

test("subscribing_twice_asks_once", async () => {
  const world = host([SESSION]);
  const adapter = authjsAdapter({}, world);
  adapter.subscribe(() => {})();
  adapter.subscribe(() => {});
  await settle();
  assert.deepEqual(world.done.asked, ["/api/auth/session"]);
});

test("a_change_in_another_tab_is_noticed_while_somebody_listens", async () => {
  const world = host([SESSION, {}]);
  const adapter = authjsAdapter({}, world);
  const stop = adapter.subscribe(() => {});
  await settle();
  world.change();
  await settle();
  assert.equal(adapter.getSnapshot().status, "signed_out");
  stop();
  assert.equal(world.watching(), false);
});

test("the_same_person_is_the_same_state_although_the_session_is_renewed", async () => {
  const world = host([SESSION, { ...SESSION, expires: "2031-01-01T00:00:00Z" }]);
  const adapter = authjsAdapter({}, world);
  let heard = 0;
  adapter.subscribe(() => {
    heard += 1;
  });
  await settle();
  const before = adapter.getSnapshot();
  await adapter.refresh();
  assert.equal(adapter.getSnapshot(), before);
  assert.equal(heard, 1);
});

test("no_token_is_handed_out_unless_the_application_says_which", async () => {
  const world = host([{ ...SESSION, accessToken: "tok" }]);
  const silent = authjsAdapter({}, world);
  await silent.refresh();
  assert.equal(await silent.getToken(), null);
  const open = authjsAdapter({ token: (session) => session.accessToken }, world);
  assert.equal(await open.getToken(), null);
  await open.refresh();
  assert.equal(await open.getToken(), "tok");
});

test("signing_out_is_over_when_the_route_says_so", async () => {
  const world = host([SESSION, {}]);
  const adapter = authjsAdapter({}, world);
  await adapter.refresh();
  await adapter.signOut({ redirectTo: "/bye" });
  assert.deepEqual(world.done.signOut, [[{ redirect: false }]]);
  assert.deepEqual(world.done.went, ["/bye"]);
  assert.equal(adapter.getSnapshot().status, "signed_out");
});

test("a_sign_out_that_left_the_session_is_an_error", async () => {
  const adapter = authjsAdapter({}, host([SESSION]));
  await adapter.refresh();
  await assert.rejects(adapter.signOut(), /did not end/);
});

test("signing_in_goes_to_the_provider_that_is_named", async () => {
  const world = host([{}]);
  await authjsAdapter({ providerId: "acme" }, world).signIn({ redirectTo: "/reports" });
  assert.deepEqual(world.done.signIn, [["acme", { callbackUrl: "/reports" }]]);
});

test("the_provider_is_asked_for_anew_at_each_sign_in", async () => {
  const world = host([{}]);
  const inUse = ["first", "second"];
  const adapter = authjsAdapter({ providerId: async () => inUse.shift() }, world);
  await adapter.signIn();
  await adapter.signIn();
  assert.deepEqual(
    world.done.signIn.map(([provider]) => provider),
    ["first", "second"],
  );
});

test("a_provider_that_cannot_be_asked_for_starts_no_sign_in", async () => {
  const world = host([{}]);
  const adapter = authjsAdapter({ providerId: () => Promise.reject(new Error("nobody knows")) }, world);
  await assert.rejects(adapter.signIn(), /nobody knows/);
  assert.deepEqual(world.done.signIn, []);
});
