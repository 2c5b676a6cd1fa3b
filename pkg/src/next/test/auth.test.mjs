import assert from "node:assert/strict";
import { test } from "node:test";

import { clerkToken, createAuth, getActiveAuthProvider, getActiveAuthProviders } from "../../../dist/next/index.js";
import { admitted } from "../../react/test/fixtures.mjs";

const APP = "https://app.acme.example";
const API = "https://cora.acme.example";
const CONNECTION = {
  id: "0198c0de-0000-7000-8000-0000000000c1",
  version: 3,
  kind: "okta",
  displayName: "Okta",
  issuer: "https://acme.okta.com/oauth2/default",
  clientId: "0oa1",
  discoveryUri: "https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
  tokenUse: "access_token",
  scopes: ["openid"],
  audiences: ["api://default"],
};
const active = (connection = CONNECTION) => ({
  success: true,
  data: { connection, verification: { connection: {}, keys: {} } },
});

/**
 * Returns an application over an API that gives these responses, by path, and the requests that the
 * API received.
 */
function app(answers, changes = {}) {
  const asked = [];
  const fetch = async (url, init) => {
    const { pathname } = new URL(url);
    asked.push({ pathname, authorization: init.headers.authorization });
    const answer = answers[pathname];
    if (answer === undefined) throw new TypeError("fetch failed");
    return typeof answer === "function" ? answer() : Response.json(answer);
  };
  return {
    ...createAuth({
      apiUrl: API,
      origin: APP,
      getToken: async () => "a.b.c",
      fetch,
      routes: [{ pattern: "/api/*", access: "public" }],
      ...changes,
    }),
    asked,
  };
}
const page = (path = "/reports") => new Request(APP + path);

test("a_request_of_a_user_has_their_session_and_the_core_answers_what_they_may", async () => {
  const { auth, asked } = app({ "/profiles/me": admitted({ capabilities: ["org:read"] }) });
  const request = page();
  const answer = await auth(request);
  assert.equal(answer.status, "authenticated");
  assert.equal(answer.session.email, "ivan@partner.example");
  assert.equal(answer.can("members:read", answer.session.currentOrganizationId), true);
  assert.equal(answer.can("idp:write"), false);
  assert.equal(answer.has({ organizationRole: "org_owner" }), false);
  // Layout, page and action of one request share one API request.
  assert.equal(await auth(request), answer);
  assert.deepEqual(asked, [{ pathname: "/profiles/me", authorization: "Bearer a.b.c" }]);
  await auth(page());
  assert.equal(asked.length, 2);
});

test("the_access_token_of_the_provider_goes_to_the_api_with_the_id_token", async () => {
  const sent = [];
  const fetch = async (_, { headers }) => {
    sent.push([headers.authorization, headers["x-cora-access-token"]]);
    return Response.json(admitted());
  };
  const { auth, profile } = app({}, { fetch, getProviderAccessToken: async () => "opaque" });
  assert.equal((await auth(page())).providerAccessToken, "opaque");
  assert.equal((await profile.GET(page())).status, 200);
  const without = app({}, { fetch });
  assert.equal((await without.auth(page())).providerAccessToken, null);
  assert.deepEqual(sent, [
    ["Bearer a.b.c", "opaque"],
    ["Bearer a.b.c", "opaque"],
    ["Bearer a.b.c", undefined],
  ]);
  // An answer that repeats it is not the API's, and must not reach a script.
  const repeating = app(
    {},
    {
      fetch: async () => Response.json({ success: false, error: "opaque" }),
      getProviderAccessToken: async () => "opaque",
    },
  );
  assert.deepEqual(
    [(await repeating.auth(page())).code, (await repeating.profile.GET(page())).status],
    ["api_invalid_answer", 502],
  );
});

test("without_a_request_the_headers_of_the_page_count", async () => {
  let asked;
  const given = new Headers({ cookie: "s=1" });
  const { auth } = app(
    {},
    { headers: async () => given, getToken: async (request) => ((asked = request.headers.get("cookie")), null) },
  );
  assert.deepEqual(await auth(), { status: "unauthenticated", code: "token_missing" });
  assert.equal(asked, "s=1");
  await assert.rejects(app({}).auth(), /headers/);
});

test("whatever_is_not_a_user_is_told_apart_and_may_do_nothing", async () => {
  const refused = (status, code) => () => Response.json({ success: false, code, error: "A sentence." }, { status });
  for (const [answers, changes, expected] of [
    [{}, { getToken: async () => null }, { status: "unauthenticated", code: "token_missing" }],
    [{}, { getToken: async () => Promise.reject(new Error("x")) }, { status: "error", code: "session_unreadable" }],
    [{}, {}, { status: "error", code: "api_unreachable" }],
    [{ "/profiles/me": refused(401, "token_expired") }, {}, { status: "unauthenticated", code: "token_expired" }],
    [
      { "/profiles/me": refused(403, "access_denied") },
      {},
      { status: "pending", code: "access_denied", message: "A sentence." },
    ],
    [{ "/profiles/me": refused(503, "try_again") }, {}, { status: "error", code: "try_again" }],
    [
      { "/profiles/me": { success: true, data: { session: { status: "authenticated", session: { userId: 1 } } } } },
      {},
      { status: "error", code: "api_invalid_answer" },
    ],
    [{ "/profiles/me": { ...admitted(), echoed: "a.b.c" } }, {}, { status: "error", code: "api_invalid_answer" }],
    [{ "/profiles/me": () => new Response("<html>") }, {}, { status: "error", code: "api_invalid_answer" }],
    [
      { "/profiles/me": () => Response.redirect("https://elsewhere.example") },
      {},
      { status: "error", code: "api_invalid_answer" },
    ],
  ]) {
    const answer = await app(answers, changes).auth(page());
    for (const [name, value] of Object.entries(expected)) assert.equal(answer[name], value, JSON.stringify(expected));
    assert.equal("can" in answer, false);
  }
});

test("the_proxy_lets_public_pages_pass_and_sends_others_to_sign_in", async () => {
  const { proxy } = app({ "/auth/active-connection": active() });
  for (const path of ["/", "/api/profile"]) assert.equal(await proxy(page(path)), undefined, path);
  for (const path of ["/reports?x=1", "//evil.example/", "/api/../reports"]) {
    const answer = await proxy(page(path));
    assert.equal(answer.status, 303, path);
    assert.ok(answer.headers.get("location").startsWith(`${APP}/?from=%2F`), answer.headers.get("location"));
    assert.equal(answer.headers.get("cache-control"), "no-store");
  }
});

test("ways_back_stay_in_the_application", () => {
  const { returnPath } = app({});
  assert.equal(returnPath("/reports?x=1"), "/reports?x=1");
  for (const wanted of ["//evil.example", "https://evil.example/", "/\\evil.example", ["/reports"], undefined])
    assert.equal(returnPath(wanted), null);
});

test("a_sign_in_page_is_told_by_what_to_sign_in_why_it_failed_and_where_to_go_on_and_nothing_that_an_address_makes_up", async () => {
  const { signInState } = app({ "/auth/active-connection": active() });
  const state = await signInState({ error: "api_timeout", from: "/reports?x=1" });
  assert.equal(typeof state.by.displayName, "string");
  assert.deepEqual([state.error.code, state.wanted], ["api_timeout", "/reports?x=1"]);
  assert.match(state.error.sentence, /taking too long/);
  const unknown = await signInState({ error: "SomeCode", from: "https://evil.example/" });
  assert.deepEqual([unknown.error.sentence, unknown.wanted], ["Sign-in failed. Please try again.", null]);
  const invitation = "00000000-0000-7000-8000-0000000000e1";
  assert.equal((await signInState({ invitation })).invitation, invitation);
  for (const other of ["e1", `${invitation}"`, [invitation], undefined])
    assert.equal((await signInState({ invitation: other })).invitation, null);
  for (const error of ["Call 555 and say your password", "<b>", "x".repeat(65), ["a", "b"], undefined])
    assert.equal((await signInState({ error })).error, null);
  const none = await app({ "/auth/active-connection": { success: true, data: { connection: null } } }).signInState({});
  assert.equal(none.by.problem, "no_active_connection");
  assert.match(none.by.sentence, /No sign-in provider/);
  // An application's more specific knowledge takes precedence.
  const found = { status: "problem", code: "connection_unsupported" };
  assert.equal((await signInState({}, found)).by.problem, "connection_unsupported");
});

test("the_connection_in_use_is_read_strictly_and_shown_without_what_is_the_servers", async () => {
  const found = async (answer) =>
    await getActiveAuthProvider({
      apiUrl: API,
      fetch: async () => (answer === undefined ? Promise.reject(new TypeError()) : Response.json(answer)),
    });
  const okta = await found(active());
  assert.equal(okta.connection.openId.clientId, "0oa1");
  const clerk = await found(
    active({
      id: CONNECTION.id,
      version: 1,
      kind: "clerk",
      displayName: "Clerk",
      issuer: "https://clerk.acme.example",
      publishableKey: "pk_live_x",
    }),
  );
  assert.equal(clerk.connection.publishableKey, "pk_live_x");
  for (const [answer, code] of [
    [undefined, "api_unreachable"],
    [{ success: true, data: { connection: null } }, "no_active_connection"],
    [active({ ...CONNECTION, kind: "saml" }), "connection_unsupported"],
    [active({ ...CONNECTION, id: "x" }), "api_invalid_answer"],
    [active({ ...CONNECTION, issuer: "http://acme.okta.com" }), "api_invalid_answer"],
    [{ success: false }, "api_invalid_answer"],
  ]) {
    assert.deepEqual(await found(answer), { status: "problem", code });
  }
  const shown = await app({ "/auth/active-connection": active() }).activeConnection.GET();
  assert.deepEqual(await shown.json(), {
    success: true,
    data: {
      connection: { id: CONNECTION.id, kind: "okta", displayName: "Okta" },
      connections: [{ id: CONNECTION.id, kind: "okta", displayName: "Okta" }],
    },
  });
  const none = await app({}).activeConnection.GET();
  assert.equal(none.status, 503);
  assert.equal((await none.json()).code, "api_unreachable");
});

const OTHER = { ...CONNECTION, id: "0198c0de-0000-7000-8000-0000000000c2", displayName: "Microsoft" };

/** An answer with these connections in use, the first of them the default. */
function several(...connections) {
  const verification = { connection: {}, keys: {} };
  const choices = connections.map((connection, at) => ({ default: at === 0, connection, verification }));
  return { success: true, data: { ...choices[0], connections: choices } };
}

test("of_several_connections_in_use_the_default_comes_first_and_a_person_is_shown_all", async () => {
  const found = async (answer) =>
    await getActiveAuthProviders({ apiUrl: API, fetch: async () => Response.json(answer) });
  const both = await found(several(CONNECTION, OTHER));
  assert.deepEqual(
    both.connections.map(({ displayName }) => displayName),
    ["Okta", "Microsoft"],
  );
  // A connection that this package does not support is left out, and nobody is told about it.
  const supported = await found(several({ ...CONNECTION, kind: "saml" }, OTHER));
  assert.deepEqual(
    supported.connections.map(({ displayName }) => displayName),
    ["Microsoft"],
  );
  const none = await found(several({ ...CONNECTION, kind: "saml" }, { ...OTHER, id: "x" }));
  assert.deepEqual(none, { status: "problem", code: "connection_unsupported" });
  // A server of an earlier version states one.
  assert.equal((await found(active())).connections.length, 1);

  const {
    activeConnection,
    getActiveAuthProvider: first,
    signInState,
  } = app({
    "/auth/active-connection": several(CONNECTION, OTHER),
  });
  assert.equal((await first()).connection.displayName, "Okta");
  assert.deepEqual((await signInState({})).by, {
    displayName: "Okta",
    choices: [
      { id: CONNECTION.id, displayName: "Okta" },
      { id: OTHER.id, displayName: "Microsoft" },
    ],
  });
  const { data } = await (await activeConnection.GET()).json();
  assert.deepEqual(
    data.connections.map(({ id }) => id),
    [CONNECTION.id, OTHER.id],
  );
  assert.equal(data.connection.id, CONNECTION.id);
});

test("clerks_token_is_the_cookies_or_the_pages_own", async () => {
  const token = (headers) => clerkToken(new Request(APP, { headers }));
  assert.equal(await token({ cookie: "a=1; __session=x.y.z; b=2" }), "x.y.z");
  assert.equal(await token({ authorization: "Bearer t", cookie: "__session=x" }), "t");
  assert.equal(await token({ cookie: "x__session=1" }), null);
});
