// The contract that every adapter fulfills, for any library behind it. A stand-in that knows who is
// signed in plays each library.
import assert from "node:assert/strict";
import { test } from "node:test";

import { authjsAdapter } from "../../../dist/react/authjs.js";
import { adapterByConnection } from "../../../dist/react/index.js";
import { clerkAdapter } from "../../../dist/react/clerk.js";
import { settle } from "./fixtures.mjs";

globalThis.window ??= { location: { href: "https://app.acme.example/page", assign() {} } };

/** Auth.js with its session route. */
function authjs() {
  let who = null;
  let broken = false;
  let changed = () => {};
  const done = { asked: 0, signedIn: [], went: [] };
  const host = {
    fetch: async () => {
      done.asked += 1;
      if (broken) throw new TypeError("fetch failed");
      return Response.json(who === null ? {} : { user: { id: who }, expires: "2030-01-01T00:00:00Z" });
    },
    signIn: async (_, options) => void done.signedIn.push(options?.callbackUrl),
    signOut: async () => {
      who = null;
    },
    onPossibleChange(listener) {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
    goTo: (path) => void done.went.push(path),
  };
  const become = (next) => {
    who = next;
    changed();
  };
  return {
    adapter: authjsAdapter({}, host),
    become,
    done,
    stuck: () => (host.signOut = async () => {}),
    fail: () => ((broken = true), changed()),
  };
}

/** Clerk with its listeners, loaded some time after its creation. */
function clerk() {
  const listeners = new Set();
  const done = { asked: 0, signedIn: [], went: [] };
  const object = {
    loaded: false,
    status: "loading",
    session: undefined,
    addListener(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    redirectToSignIn: async (options) =>
      void done.signedIn.push(options.signInForceRedirectUrl?.replace("https://app.acme.example", "")),
    async signOut(callback) {
      become(null);
      await callback();
    },
  };
  const sessionOf = (who) => ({
    id: `sess_${who}`,
    status: "active",
    user: { id: who },
    getToken: async () => `token of ${who}`,
  });
  function become(who) {
    Object.assign(object, { loaded: true, status: "ready", session: who === null ? null : sessionOf(who) });
    for (const listener of [...listeners]) listener();
  }
  let load = async () => {
    done.asked += 1;
    if (!object.loaded && object.status !== "error") become(null);
    return object;
  };
  return {
    adapter: clerkAdapter({ clerk: () => load(), goTo: (path) => void done.went.push(path) }),
    become,
    done,
    stuck: () => (object.signOut = async (callback) => callback()),
    fail() {
      Object.assign(object, { loaded: false, status: "error" });
      for (const listener of [...listeners]) listener();
    },
  };
}

/** Clerk, chosen by the active connection. */
function byConnection() {
  const inner = clerk();
  const adapters = { clerk: async () => inner.adapter };
  const fetch = async () =>
    Response.json({ success: true, data: { connection: { id: "c1", kind: "clerk", displayName: "Clerk" } } });
  return { ...inner, adapter: adapterByConnection({ adapters, fetch }) };
}

for (const [name, make] of Object.entries({ authjs, clerk, byConnection })) {
  const opened = async () => {
    const world = make();
    let heard = 0;
    const stop = world.adapter.subscribe(() => {
      heard += 1;
    });
    for (let turn = 0; turn < 5; turn += 1) await settle();
    return { ...world, stop, heard: () => heard };
  };
  const turns = async () => {
    for (let turn = 0; turn < 5; turn += 1) await settle();
  };

  test(`${name}: nothing_is_known_and_nothing_done_before_somebody_listens`, async () => {
    const { adapter, done } = make();
    await turns();
    assert.equal(adapter.getSnapshot().status, "loading");
    assert.equal(adapter.getSnapshot(), adapter.getSnapshot());
    assert.equal(await adapter.getToken(), null);
    assert.equal(done.asked, 0);
  });

  test(`${name}: a_change_is_heard_once_and_the_state_stays_the_same_object`, async () => {
    const world = await opened();
    assert.equal(world.adapter.getSnapshot().status, "signed_out");
    const before = world.heard();
    world.become("ivan");
    await turns();
    const state = world.adapter.getSnapshot();
    assert.equal(state.status, "signed_in");
    assert.equal(world.heard(), before + 1);
    world.become("ivan");
    await turns();
    assert.equal(world.adapter.getSnapshot(), state);
    assert.equal(world.heard(), before + 1);
  });

  test(`${name}: another_person_is_another_session`, async () => {
    const world = await opened();
    world.become("ivan");
    await turns();
    const { sessionKey } = world.adapter.getSnapshot();
    world.become("olga");
    await turns();
    assert.equal(world.adapter.getSnapshot().status, "signed_in");
    assert.notEqual(world.adapter.getSnapshot().sessionKey, sessionKey);
  });

  test(`${name}: listening_twice_asks_once_and_nobody_is_told_who_stopped`, async () => {
    const { adapter, become, done } = make();
    const heard = [];
    adapter.subscribe(() => heard.push("first"))();
    const stop = adapter.subscribe(() => heard.push("second"));
    await turns();
    assert.equal(done.asked, 1);
    stop();
    heard.length = 0;
    become("ivan");
    await turns();
    assert.deepEqual(heard, []);
  });

  test(`${name}: what_cannot_be_found_out_is_an_error_and_not_nobody`, async () => {
    const world = await opened();
    world.fail();
    await turns();
    const state = world.adapter.getSnapshot();
    assert.equal(state.status, "error");
    assert.match(state.message, /\.$/);
  });

  test(`${name}: signing_in_names_the_way_back`, async () => {
    const world = await opened();
    await world.adapter.signIn({ redirectTo: "/reports" });
    await world.adapter.signIn();
    assert.deepEqual(world.done.signedIn, ["/reports", undefined]);
  });

  test(`${name}: signing_out_ends_the_session_and_then_leaves`, async () => {
    const world = await opened();
    world.become("ivan");
    await turns();
    await world.adapter.signOut({ redirectTo: "/bye" });
    assert.equal(world.adapter.getSnapshot().status, "signed_out");
    assert.deepEqual(world.done.went, ["/bye"]);
  });

  test(`${name}: a_sign_out_that_left_the_session_rejects`, async () => {
    const world = await opened();
    world.become("ivan");
    await turns();
    world.stuck();
    await assert.rejects(world.adapter.signOut({ redirectTo: "/bye" }), /did not end/);
    assert.deepEqual(world.done.went, []);
  });
}

test("clerk: a_session_with_a_task_left_is_nobody_yet", async () => {
  const object = {
    loaded: true,
    session: { id: "s", status: "pending", user: { id: "u" } },
    addListener: () => () => {},
  };
  const adapter = clerkAdapter({ clerk: object });
  adapter.subscribe(() => {});
  await settle();
  assert.equal(adapter.getSnapshot().status, "signed_out");
  assert.equal(await adapter.getToken(), null);
});

test("clerk: the_token_is_that_of_the_template", async () => {
  const asked = [];
  const session = {
    id: "s",
    status: "active",
    user: { id: "u" },
    getToken: async (options) => (asked.push(options), "token"),
  };
  for (const template of [undefined, "cora"]) {
    const adapter = clerkAdapter({
      clerk: { loaded: true, session, addListener: () => () => {} },
      ...(template && { template }),
    });
    assert.equal(await adapter.getToken(), "token");
  }
  assert.deepEqual(asked, [{}, { template: "cora" }]);
});

test("clerk: choosing_another_organization_at_clerk_asks_anew", async () => {
  const object = {
    loaded: true,
    session: { id: "s", status: "active", user: { id: "u" } },
    organization: null,
    addListener: (listener) => ((object.tell = listener), () => {}),
  };
  const adapter = clerkAdapter({ clerk: object });
  adapter.subscribe(() => {});
  await settle();
  const { sessionKey } = adapter.getSnapshot();
  object.organization = { id: "org_1" };
  object.tell();
  assert.notEqual(adapter.getSnapshot().sessionKey, sessionKey);
});

test("by_connection: what_is_not_clear_signs_nobody_in_and_says_why", async () => {
  const connection = (kind) => ({ success: true, data: { connection: { id: "c1", kind, displayName: "Name" } } });
  const broken = { clerk: () => Promise.reject(new Error("chunk")) };
  for (const [answer, adapters, code] of [
    [
      () => Response.json({ success: false, code: "no_active_connection", error: "None." }, { status: 503 }),
      {},
      "no_active_connection",
    ],
    [() => Response.json(connection("saml")), broken, "adapter_missing"],
    [() => Response.json(connection("constructor")), broken, "adapter_missing"],
    [() => Response.json(connection("clerk")), broken, "adapter_unavailable"],
    [() => Response.json({ success: true, data: { connection: { id: 1 } } }), broken, "invalid_answer"],
    [() => new Response("<html>"), broken, "unreachable"],
    [() => Promise.reject(new TypeError()), broken, "unreachable"],
  ]) {
    const adapter = adapterByConnection({ adapters, fetch: async () => await answer() });
    adapter.subscribe(() => {});
    for (let turn = 0; turn < 5; turn += 1) await settle();
    assert.equal(adapter.getSnapshot().status, "error");
    assert.equal(await adapter.getToken(), null);
    await assert.rejects(adapter.signIn(), (error) => error.code === code, code);
  }
});

test("by_connection: the_kind_chooses_and_the_rest_goes_to_the_default", async () => {
  const chosen = [];
  const adapters = {
    clerk: async ({ publishableKey }) => (chosen.push(`clerk ${publishableKey}`), authjs().adapter),
    default: async ({ kind }) => (chosen.push(`default ${kind}`), authjs().adapter),
  };
  for (const kind of ["clerk", "okta"]) {
    const adapter = adapterByConnection({
      adapters,
      fetch: async () =>
        Response.json({
          success: true,
          data: { connection: { id: "c1", kind, displayName: "Name", publishableKey: "pk_test_x" } },
        }),
    });
    await adapter.refresh();
    assert.equal(adapter.provider, "authjs");
  }
  assert.deepEqual(chosen, ["clerk pk_test_x", "default okta"]);
});

test("by_connection: what_failed_is_tried_again", async () => {
  const answers = [
    () => Promise.reject(new TypeError()),
    () => Response.json({ success: true, data: { connection: { id: "c1", kind: "okta", displayName: "Name" } } }),
  ];
  const world = authjs();
  const adapter = adapterByConnection({
    adapters: { default: async () => world.adapter },
    fetch: async () => await answers.shift()(),
  });
  adapter.subscribe(() => {});
  await settle();
  await settle();
  assert.equal(adapter.getSnapshot().status, "error");
  await adapter.refresh();
  assert.equal(adapter.getSnapshot().status, "signed_out");
});

test("by_connection: the_chosen_connection_decides_and_is_remembered", async () => {
  const connections = [
    { id: "c1", kind: "okta", displayName: "Okta" },
    { id: "c2", kind: "clerk", displayName: "Clerk", publishableKey: "pk_test_x" },
    { id: "c3", kind: "entra_id", displayName: "Microsoft" },
  ];
  const begun = [];
  const named = (provider) => ({
    ...authjs().adapter,
    provider,
    signIn: async (redirect) => void begun.push([provider, redirect?.connectionId]),
  });
  let kept = null;
  const choice = { get: () => kept, set: (id) => void (kept = id) };
  const made = () =>
    adapterByConnection({
      adapters: { clerk: async () => named("clerk"), default: async () => named("authjs") },
      choice,
      fetch: async () => Response.json({ success: true, data: { connection: connections[0], connections } }),
    });
  const adapter = made();
  await adapter.signIn();
  await adapter.signIn({ connectionId: "c3" });
  await adapter.signIn({ connectionId: "c2" });
  assert.deepEqual(begun, [
    ["authjs", undefined],
    ["authjs", "c3"],
    ["clerk", "c2"],
  ]);
  assert.equal(adapter.provider, "clerk");
  // The page after the login loads the adapter of the connection that was chosen.
  const next = made();
  await next.refresh();
  assert.equal(next.provider, "clerk");
  // A choice that is not in use any more does not count.
  kept = "c9";
  const later = made();
  await later.refresh();
  assert.equal(later.provider, "authjs");
});
