import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { loadFailed } from "../../../dist/load/loader.js";
import { createAuthStore } from "../../../dist/react/store.js";
import { ACME, adapter, admitted, page, route, rules, session, settle } from "./fixtures.mjs";

const SIGNED_IN = { status: "signed_in", sessionKey: "ivan" };

/** Creates a store with one subscriber, with everything around it. */
async function subscribed(state = SIGNED_IN, changes = {}) {
  const provider = adapter(state);
  const server = route();
  const tab = page(changes.fetch ?? server.fetch);
  const store = createAuthStore({
    adapter: provider,
    page: tab,
    profileUrl: "/api/profile",
    rules: rules(),
    ...changes,
  });
  let heard = 0;
  const stop = store.subscribe(() => {
    heard += 1;
  });
  await settle();
  return { page: tab, provider, server, store, stop, heard: () => heard };
}

/** Creates a store whose first request was answered. */
async function answered(status, body, changes) {
  const world = await subscribed(SIGNED_IN, changes);
  world.server.requests[0].answer(status, body);
  await settle();
  return world;
}

test("nothing_is_asked_until_somebody_subscribes", async () => {
  const server = route();
  const store = createAuthStore({
    adapter: adapter(SIGNED_IN),
    page: page(server.fetch),
    profileUrl: "/p",
    rules: rules(),
  });
  await settle();
  assert.equal(store.getSnapshot().status, "loading");
  assert.equal(server.requests.length, 0);
});

test("subscribing_twice_as_strict_mode_does_asks_once", async () => {
  const provider = adapter(SIGNED_IN);
  const server = route();
  const store = createAuthStore({
    adapter: provider,
    page: page(server.fetch),
    profileUrl: "/api/profile",
    rules: rules(),
  });
  const stop = store.subscribe(() => {});
  stop();
  store.subscribe(() => {});
  await settle();
  assert.equal(server.requests.length, 1);
  assert.equal(provider.listeners.size, 1);
  server.requests[0].answer(200, admitted());
  await settle();
  assert.equal(store.getSnapshot().status, "authenticated");
});

test("many_components_ask_once", async () => {
  const { server, store } = await subscribed();
  for (let at = 0; at < 5; at += 1) store.subscribe(() => {});
  await settle();
  assert.equal(server.requests.length, 1);
});

test("what_is_not_known_is_undefined_and_what_is_absent_is_null", async () => {
  const { provider, store } = await subscribed({ status: "loading" });
  const { status, isLoading, isSignedIn, userId, session: unknown, organizations } = store.getSnapshot();
  assert.deepEqual(
    { status, isLoading, isSignedIn, userId, unknown, organizations },
    {
      status: "loading",
      isLoading: true,
      isSignedIn: undefined,
      userId: undefined,
      unknown: undefined,
      organizations: undefined,
    },
  );
  provider.become({ status: "signed_out" });
  const absent = store.getSnapshot();
  assert.equal(absent.status, "unauthenticated");
  assert.equal(absent.isSignedIn, false);
  assert.equal(absent.userId, null);
  assert.equal(absent.session, null);
  assert.equal(absent.message, null);
});

test("an_admitted_person_is_authenticated_with_session_and_explanation", async () => {
  const { store } = await answered(200, admitted());
  const auth = store.getSnapshot();
  assert.equal(auth.status, "authenticated");
  assert.equal(auth.isSignedIn, true);
  assert.equal(auth.userId, session().userId);
  assert.equal(auth.fullName, "Ivan Invited");
  assert.deepEqual(auth.organizations, session().organizations);
  assert.equal(auth.explanation.outcome, "provisioned");
});

test("can_is_the_cores_answer_and_false_for_whoever_is_not_authenticated", async () => {
  const { provider, store } = await answered(200, admitted());
  assert.equal(store.getSnapshot().can("org:read", ACME), true);
  assert.equal(store.getSnapshot().can("org:read"), false);
  provider.become({ status: "signed_out" });
  assert.equal(store.getSnapshot().can("org:read", ACME), false);
});

test("401_is_unauthenticated_and_403_is_pending_with_the_servers_words", async () => {
  const out = await answered(401, { success: false, error: "the token has expired", code: "token_expired" });
  assert.equal(out.store.getSnapshot().status, "unauthenticated");
  assert.deepEqual(out.store.getSnapshot().message, { code: "token_expired", text: "the token has expired" });

  const denied = await answered(403, { success: false, error: "You do not have access.", code: "access_denied" });
  const auth = denied.store.getSnapshot();
  assert.equal(auth.status, "pending");
  assert.equal(auth.isSignedIn, false);
  assert.equal(auth.session, null);
  assert.deepEqual(auth.message, { code: "access_denied", text: "You do not have access." });
});

test("a_person_who_has_to_use_sso_is_told_the_connection", async () => {
  const body = { success: false, error: "Use SSO.", code: "use_sso", connectionId: "c1", requestId: "r1" };
  const { store } = await answered(403, body);
  assert.deepEqual(store.getSnapshot().message, {
    code: "use_sso",
    text: "Use SSO.",
    connectionId: "c1",
    requestId: "r1",
  });
});

test("500_503_and_a_body_that_is_no_json_are_errors", async () => {
  for (const status of [500, 502, 503, 404]) {
    const { store } = await answered(status, { success: false, error: "Try again.", code: "try_again" });
    assert.equal(store.getSnapshot().status, "error");
    assert.equal(store.getSnapshot().userId, undefined);
    assert.equal(store.getSnapshot().message.text, "Try again.");
  }
  const { server, store } = await subscribed(SIGNED_IN, { fetch: async () => new Response("<html>", { status: 500 }) });
  await settle();
  assert.equal(server.requests.length, 0);
  assert.equal(store.getSnapshot().message.code, "server_error");
});

test("an_answer_that_holds_no_session_is_an_error", async () => {
  for (const body of [null, [], {}, { success: true, data: {} }, { success: true, data: { session: "yes" } }]) {
    const { store } = await answered(200, body);
    assert.equal(store.getSnapshot().message.code, "invalid_answer", JSON.stringify(body));
  }
});

test("a_failed_request_can_be_retried", async () => {
  const { server, store } = await subscribed();
  server.requests[0].fail(new TypeError("fetch failed"));
  await settle();
  assert.equal(store.getSnapshot().status, "error");
  assert.equal(store.getSnapshot().message.code, "unreachable");
  const retried = store.getSnapshot().refresh();
  assert.equal(store.getSnapshot().status, "loading");
  await settle();
  server.requests[1].answer(200, admitted());
  await retried;
  assert.equal(store.getSnapshot().status, "authenticated");
});

test("w22_a_core_that_cannot_be_loaded_is_an_error_says_why_on_the_console_and_can_be_retried", async (t) => {
  let broken = true;
  const said = t.mock.method(console, "error", () => {});
  const cause = loadFailed("CompileError");
  const ready = async () => {
    if (broken) throw cause;
  };
  const { server, store } = await answered(200, admitted(), { rules: rules({ ready }) });
  assert.equal(store.getSnapshot().message.code, "core_unavailable");
  assert.deepEqual(
    said.mock.calls.map(({ arguments: [error] }) => error),
    [cause],
  );
  assert.match(cause.help, /'wasm-unsafe-eval'/);
  broken = false;
  const retried = store.getSnapshot().refresh();
  await settle();
  server.requests[1].answer(200, admitted());
  await retried;
  assert.equal(store.getSnapshot().status, "authenticated");
});

test("refreshing_twice_at_once_asks_once", async () => {
  const { server, store } = await answered(200, admitted());
  const both = [store.getSnapshot().refresh(), store.getSnapshot().refresh()];
  await settle();
  assert.equal(server.requests.length, 2);
  assert.equal(store.getSnapshot().status, "authenticated", "what is known stays while it is asked again");
  server.requests[1].answer(403, { success: false, error: "No.", code: "access_denied" });
  await Promise.all(both);
  assert.equal(store.getSnapshot().status, "pending");
});

test("signing_out_clears_at_once_and_an_awaited_answer_does_not_bring_the_session_back", async () => {
  const { provider, server, store } = await answered(200, admitted());
  void store.getSnapshot().refresh();
  await settle();
  const out = store.getSnapshot().signOut();
  assert.equal(store.getSnapshot().status, "unauthenticated");
  assert.equal(store.getSnapshot().session, null);
  server.requests[1].answer(200, admitted());
  await out;
  await settle();
  assert.equal(provider.calls.signOut, 1);
  assert.equal(store.getSnapshot().status, "unauthenticated");
});

test("a_sign_out_that_fails_says_so_and_the_session_is_asked_for_again", async () => {
  const { provider, server, store } = await answered(200, admitted());
  provider.signOut = async () => {
    throw new Error("no network");
  };
  await assert.rejects(store.getSnapshot().signOut(), /no network/);
  await settle();
  assert.equal(server.requests.length, 2);
});

test("another_person_at_the_provider_is_never_shown_the_first_ones_session", async () => {
  const { provider, server, store } = await answered(200, admitted());
  provider.become({ status: "signed_in", sessionKey: "dora" });
  assert.equal(store.getSnapshot().status, "loading");
  await settle();
  assert.equal(server.requests.length, 2);
});

test("a_slow_answer_about_the_first_person_is_dropped", async () => {
  const { provider, server, store } = await subscribed();
  provider.become({ status: "signed_in", sessionKey: "dora" });
  await settle();
  server.requests[1].answer(403, { success: false, error: "No.", code: "access_denied" });
  await settle();
  server.requests[0].answer(200, admitted());
  await settle();
  assert.equal(store.getSnapshot().status, "pending");
});

test("a_bootstrap_token_is_posted_and_its_answer_becomes_the_state", async () => {
  const { server, store } = await answered(403, { success: false, error: "No.", code: "access_denied" });
  const presented = store.getSnapshot().presentBootstrapToken("cbt_token");
  await settle();
  const { init, url, answer } = server.requests[1];
  assert.equal(url, "/api/profile");
  assert.equal(init.method, "POST");
  assert.equal(init.body, JSON.stringify({ bootstrapToken: "cbt_token" }));
  answer(200, admitted({ platformRole: "platform_owner" }));
  await presented;
  assert.equal(store.getSnapshot().session.platformRole, "platform_owner");
});

test("a_code_is_asked_for_without_changing_the_state_and_presented_to_change_it", async () => {
  const { server, store } = await answered(403, { success: false, error: "Confirm.", code: "confirm_account" });
  const before = store.getSnapshot();
  const asking = before.askLinkConfirmation();
  await settle();
  assert.equal(server.requests[1].init.body, JSON.stringify({ askLinkConfirmation: true }));
  server.requests[1].answer(200, { success: true, data: { delivery: "sent" } });
  await asking;
  assert.equal(store.getSnapshot(), before);
  for (const [status, body, code] of [
    [429, { success: false, code: "too_many_requests", error: "Wait." }, "too_many_requests"],
    [200, { success: true, data: { delivery: "failed" } }, "not_sent"],
    [200, "?", "not_sent"],
  ]) {
    const refused = before.askLinkConfirmation();
    const rejection = assert.rejects(refused, { name: "AuthChangeError", code });
    await settle();
    server.requests.at(-1).answer(status, body);
    await rejection;
  }
  const presented = store.getSnapshot().confirmLink("the-code");
  await settle();
  const { answer, init } = server.requests.at(-1);
  assert.equal(init.body, JSON.stringify({ linkProof: "the-code" }));
  answer(200, admitted());
  await presented;
  assert.equal(store.getSnapshot().status, "authenticated");
});

test("an_opened_invitation_is_named_by_every_later_request_until_the_person_signs_out", async () => {
  const { provider, server, store } = await answered(200, admitted());
  const id = "00000000-0000-7000-8000-0000000000e1";
  const body = () => JSON.parse(server.requests.at(-1).init.body);
  const opened = store.getSnapshot().openInvitation(id);
  await settle();
  assert.equal(server.requests.at(-1).init.method, "POST");
  assert.deepEqual(body(), { invitationId: id });
  server.requests.at(-1).answer(200, admitted());
  await opened;
  const asking = store.getSnapshot().askLinkConfirmation();
  await settle();
  assert.deepEqual(body(), { askLinkConfirmation: true, invitationId: id });
  server.requests.at(-1).answer(200, { success: true, data: { delivery: "sent" } });
  await asking;
  for (const [act, sent] of [
    [() => store.getSnapshot().confirmLink("the-code"), { linkProof: "the-code", invitationId: id }],
    [() => store.getSnapshot().refresh(), { invitationId: id }],
  ]) {
    const acted = act();
    await settle();
    assert.deepEqual(body(), sent);
    server.requests.at(-1).answer(200, admitted());
    await acted;
  }
  provider.become({ status: "signed_out" });
  provider.become(SIGNED_IN);
  await settle();
  assert.equal(server.requests.at(-1).init.method, "GET");
});

test("a_provider_that_cannot_be_asked_is_an_error_until_it_can", async () => {
  const { provider, store } = await subscribed({ status: "error", message: "Offline." });
  assert.equal(store.getSnapshot().status, "error");
  assert.equal(store.getSnapshot().message.text, "Offline.");
  await store.getSnapshot().refresh();
  assert.equal(provider.calls.refresh, 1);
  provider.become({ status: "signed_out" });
  assert.equal(store.getSnapshot().status, "unauthenticated");
});

/**
 * Creates a store like {@link answered}, with the test in control of time. The first response
 * contains a session of `seconds`, at second 1000.
 */
async function timed(seconds, work) {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  const world = await answered(200, { ...admitted({ expiresAt: 1000 + seconds }) });
  const pass = async (milliseconds) => {
    mock.timers.tick(milliseconds);
    await settle();
  };
  try {
    await work({ ...world, pass });
  } finally {
    world.stop();
    mock.timers.reset();
  }
}

test("a_session_is_asked_for_again_before_it_ends", () =>
  timed(60, async ({ pass, server, store }) => {
    await pass(49_999);
    assert.equal(server.requests.length, 1);
    await pass(1);
    assert.equal(server.requests.length, 2);
    assert.equal(store.getSnapshot().status, "authenticated", "what is known stays while it is asked again");
    server.requests[1].answer(200, admitted({ expiresAt: 1110 }));
    await settle();
    await pass(49_000);
    assert.equal(server.requests.length, 2, "the new session has a time of its own");
    await pass(1000);
    assert.equal(server.requests.length, 3);
  }));

test("a_session_that_cannot_be_asked_for_again_goes_on_until_its_end_and_says_so", () =>
  timed(60, async ({ pass, server, store }) => {
    await pass(50_000);
    server.requests[1].fail(new TypeError("fetch failed"));
    await settle();
    assert.equal(store.getSnapshot().status, "authenticated");
    assert.equal(store.getSnapshot().message.code, "unreachable");
    assert.equal(store.getSnapshot().can("org:read", ACME), true);
    await pass(9_000);
    assert.equal(server.requests.length, 2, "not at once");
    await pass(1000);
    assert.equal(store.getSnapshot().status, "loading", "it is over, and is not shown while it is asked for");
    assert.equal(server.requests.length, 3);
    server.requests[2].answer(401, { success: false, error: "The token has expired.", code: "token_expired" });
    await settle();
    assert.equal(store.getSnapshot().status, "unauthenticated");
    assert.equal(store.getSnapshot().message.code, "token_expired");
  }));

test("c33_a_page_that_slept_shows_nothing_past_the_end", () =>
  timed(600, async ({ page, server, store }) => {
    const { can, has } = store.getSnapshot();
    assert.equal(can("org:read", ACME), true);
    assert.equal(has({ organizationRole: "org_user", organizationId: ACME }), true);
    mock.timers.setTime(2_000_000);
    assert.equal(can("org:read", ACME), false, "although no timer has run");
    assert.equal(has({ organizationRole: "org_user", organizationId: ACME }), false);
    page.comeBack();
    assert.equal(store.getSnapshot().status, "loading");
    assert.equal(server.requests.length, 1);
    await settle();
    assert.equal(server.requests.length, 2);
  }));

test("a_session_lasts_as_long_as_the_server_says_whatever_the_pages_clock_says", async () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 9_000_000 });
  const body = admitted({ expiresAt: 1060 });
  body.data.serverTime = 1000;
  const { server, stop, store } = await answered(200, body);
  try {
    assert.equal(store.getSnapshot().status, "authenticated");
    mock.timers.tick(50_000);
    await settle();
    assert.equal(server.requests.length, 2);
  } finally {
    stop();
    mock.timers.reset();
  }
});

test("a_session_that_is_over_when_it_is_answered_is_not_shown_nor_asked_for_again", async () => {
  const body = admitted({ expiresAt: 1000 });
  body.data.serverTime = 1010;
  const { server, store } = await answered(200, body);
  assert.equal(store.getSnapshot().status, "unauthenticated");
  assert.equal(store.getSnapshot().message.code, "token_expired");
  await settle();
  assert.equal(server.requests.length, 1);
});

test("signing_out_is_told_to_the_other_tabs_and_heard_from_them", async () => {
  const { page, provider, server, store } = await answered(200, admitted());
  await store.getSnapshot().signOut();
  assert.deepEqual(page.told, ["signed_out"]);

  const other = await answered(200, admitted());
  other.page.hear("signed_out");
  assert.equal(other.store.getSnapshot().status, "unauthenticated");
  await settle();
  assert.equal(other.provider.calls.refresh, 1, "the provider's library says what is true");
  assert.equal(other.page.told.length, 0, "what was heard is not told again");
  // The library still knows the user: the other tab could not end the session.
  assert.equal(other.server.requests.length, 2);
  assert.equal(provider.calls.signOut, 1);
  assert.equal(server.requests.length, 1);
});

test("a_switch_of_the_organization_is_asked_for_and_told_to_the_other_tabs", async () => {
  const { page, server, store } = await answered(200, admitted());
  const switched = store.getSnapshot().switchOrganization(ACME);
  await settle();
  assert.equal(store.getSnapshot().status, "authenticated", "what is known stays meanwhile");
  const { answer, init } = server.requests[1];
  assert.deepEqual([init.method, init.body], ["PUT", JSON.stringify({ currentOrganizationId: ACME })]);
  answer(200, admitted({ currentOrganizationId: null }));
  await switched;
  assert.equal(store.getSnapshot().session.currentOrganizationId, null);
  assert.deepEqual(page.told, ["changed"]);
});

test("a_switch_that_is_refused_rejects_and_changes_nothing", async () => {
  const { page, server, store } = await answered(200, admitted());
  const before = store.getSnapshot();
  const switched = before.switchOrganization(ACME);
  await settle();
  server.requests[1].answer(403, { success: false, error: "You do not have access.", code: "access_denied" });
  await assert.rejects(
    switched,
    (error) =>
      error.name === "AuthChangeError" && error.code === "access_denied" && error.message === "You do not have access.",
  );
  assert.equal(store.getSnapshot(), before);
  assert.deepEqual(page.told, []);
});

test("who_signs_out_during_a_switch_is_not_brought_back", async () => {
  const { server, store } = await answered(200, admitted());
  const switched = store.getSnapshot().switchOrganization(ACME);
  await settle();
  await store.getSnapshot().signOut();
  server.requests[1].answer(200, admitted());
  await switched;
  await settle();
  assert.equal(store.getSnapshot().status, "unauthenticated");
});

test("a_change_that_another_tab_made_is_asked_for", async () => {
  const { page, server } = await answered(200, admitted());
  page.hear("changed");
  await settle();
  assert.equal(server.requests.length, 2);
});

test("who_stops_listening_leaves_nothing_behind", async () => {
  const { page, provider, stop } = await answered(200, admitted({ expiresAt: 4_000_000_000 }));
  stop();
  assert.equal(page.listeners() + provider.listeners.size, 0);
});

test("the_snapshot_and_its_functions_stay_the_same_until_something_changes", async () => {
  const { provider, store } = await answered(200, admitted());
  const before = store.getSnapshot();
  provider.become({ ...SIGNED_IN });
  assert.equal(store.getSnapshot(), before);
  provider.become({ status: "signed_out" });
  const after = store.getSnapshot();
  for (const name of [
    "getToken",
    "signIn",
    "signOut",
    "refresh",
    "switchOrganization",
    "presentBootstrapToken",
    "askLinkConfirmation",
    "confirmLink",
    "openInvitation",
  ]) {
    assert.equal(after[name], before[name], name);
  }
});

test("a_server_knows_nothing_yet", async () => {
  const { store } = await answered(200, admitted());
  assert.equal(store.getServerSnapshot().status, "loading");
});

test("a_token_that_the_adapter_has_is_sent_and_none_otherwise", async () => {
  const { server } = await subscribed();
  assert.equal(server.requests[0].init.headers.authorization, undefined);
  const provider = adapter(SIGNED_IN);
  provider.getToken = async () => "tok";
  const other = await subscribed(SIGNED_IN, { adapter: provider });
  assert.equal(other.server.requests[0].init.headers.authorization, "Bearer tok");
  assert.equal(other.server.requests[0].init.headers["x-cora-access-token"], undefined);
  provider.getProviderAccessToken = async () => "opaque";
  const third = await subscribed(SIGNED_IN, { adapter: provider });
  assert.equal(third.server.requests[0].init.headers["x-cora-access-token"], "opaque");
  assert.equal(await third.store.getSnapshot().getProviderAccessToken(), "opaque");
  // Without a token of its own, the page leaves both to the route.
  provider.getToken = async () => null;
  const fourth = await subscribed(SIGNED_IN, { adapter: provider });
  assert.equal(fourth.server.requests[0].init.headers["x-cora-access-token"], undefined);
});
