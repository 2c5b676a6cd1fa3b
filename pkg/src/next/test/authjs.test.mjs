// The options that createAuthjs hands to Auth.js. The compiled package is tested, as applications
// import it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { signInProblemSentence } from "../../../dist/next/active-connection.js";
import { createAuthjs } from "../../../dist/next/authjs.js";
import { clientAuthentication } from "../../../dist/next/client-authentication.js";

const connection = {
  id: "0198c0de-0000-7000-8000-0000000000c1",
  kind: "oidc",
  version: 3,
  displayName: "Acme",
  issuer: "https://login.acme.example",
  openId: {
    clientId: "web",
    discoveryUri: "https://login.acme.example/.well-known/openid-configuration",
    scopes: ["openid", "email"],
    audiences: ["web"],
    tokenUse: "id_token",
  },
};

const authjsWith = (options) =>
  createAuthjs({
    apiUrl: "https://api.acme.example",
    origin: "https://app.acme.example",
    secret: "a secret of at least 32 characters",
    clientSecret: () => "secret",
    ...options,
  });

const parametersWith = (options) => authjsWith(options).options(connection).providers[0].authorization.params;

test("a user who is signed in at the provider is not asked again", () => {
  assert.deepEqual(parametersWith({}), { scope: "openid email" });
});

test("the prompt is the application's", () => {
  assert.deepEqual(parametersWith({ prompt: "select_account" }), { scope: "openid email", prompt: "select_account" });
});

const NONE_LISTED = {};
const listing = (...methods) => ({ token_endpoint_auth_methods_supported: methods });

test("the secret goes where the discovery document says, the header first", () => {
  for (const [document, secret, method] of [
    [NONE_LISTED, "secret", "client_secret_basic"],
    [listing("client_secret_post", "client_secret_basic"), "secret", "client_secret_basic"],
    [listing("private_key_jwt", "client_secret_post"), "secret", "client_secret_post"],
    [listing("none"), "secret", "none"],
    [listing("private_key_jwt"), "secret", null],
    // Several providers accept public clients and do not say so.
    [listing("client_secret_basic"), null, "none"],
    [NONE_LISTED, null, "none"],
  ])
    assert.equal(clientAuthentication(document, secret), method, JSON.stringify([document, secret]));
});

test("a public client signs in without a secret, with PKCE", () => {
  const [provider] = authjsWith({ clientSecret: () => null }).options(connection).providers;
  assert.equal(provider.client.token_endpoint_auth_method, "none");
  assert.equal(provider.clientSecret, "");
  assert.ok(provider.checks.includes("pkce"));
});

const json = (value, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { "content-type": "application/json" } });

/** Answers as Cora and the connection's provider, and keeps the requests to the token endpoint. */
function world(document) {
  const asked = [];
  const { openId, ...rest } = connection;
  const choice = { default: true, connection: { ...rest, ...openId }, verification: {} };
  const answer = { success: true, data: { ...choice, connections: [choice] } };
  const tokens = { access_token: "a", token_type: "Bearer", expires_in: 300, id_token: "e30.eyJleHAiOjl9.c2ln" };
  async function fetch(url, init) {
    const { host, pathname } = new URL(url);
    if (host === "api.acme.example") return json(answer);
    if (pathname === "/token") asked.push({ headers: new Headers(init.headers), form: new URLSearchParams(init.body) });
    if (pathname === "/token") return json(tokens);
    return document === null
      ? new Response("", { status: 502 })
      : json({ issuer: connection.issuer, token_endpoint: `${connection.issuer}/token`, ...document });
  }
  return { asked, fetch };
}

test("a token is renewed by the method of the discovery document", async () => {
  for (const [document, secret, expected] of [
    [NONE_LISTED, "s:1", { authorization: `Basic ${btoa("web:s%3A1")}`, client_id: null, client_secret: null }],
    [listing("client_secret_post"), "s:1", { authorization: null, client_id: "web", client_secret: "s:1" }],
    [listing("client_secret_basic"), null, { authorization: null, client_id: "web", client_secret: null }],
  ]) {
    const { asked, fetch } = world(document);
    const { callbacks } = authjsWith({ fetch, clientSecret: () => secret }).options(connection);
    const before = { connectionId: connection.id, coraRefreshToken: `r-${Math.random()}`, coraTokenExpiresAt: 0 };
    const token = await callbacks.jwt({ token: before });
    assert.equal(token.coraToken, "e30.eyJleHAiOjl9.c2ln");
    const [{ headers, form }] = asked;
    assert.equal(form.get("grant_type"), "refresh_token");
    for (const [name, value] of Object.entries(expected))
      assert.equal(name === "authorization" ? headers.get(name) : form.get(name), value, name);
  }
});

test("a callback is refused if the provider accepts no method of the application, or cannot be asked", async () => {
  for (const [document, code] of [
    [listing("private_key_jwt"), "client_authentication_unsupported"],
    [null, "provider_unreachable"],
  ]) {
    const { asked, fetch } = world(document);
    const { handler } = authjsWith({ fetch });
    const request = new Request("https://app.acme.example/api/auth/callback/x?code=c&state=s");
    request.cookies = { has: () => true };
    const response = await handler.GET(request, { params: Promise.resolve({ nextauth: ["callback", connection.id] }) });
    assert.equal(new URL(response.headers.get("location")).searchParams.get("error"), code);
    assert.notEqual(signInProblemSentence(code), undefined);
    assert.equal(asked.length, 0);
  }
});
const other = { ...connection, id: "0198c0de-0000-7000-8000-0000000000c2", displayName: "Beta" };

test("each_connection_in_use_is_a_provider_of_its_own", async () => {
  const authjs = authjsOf(() => "secret", [connection, other]);
  const found = await authjs.getActiveAuthProviders();
  const { cookies, providers } = authjs.options(found.connections[1], found.connections);
  assert.deepEqual(
    providers.map(({ id, name }) => [id, name]),
    [
      [connection.id, "Acme"],
      [other.id, "Beta"],
    ],
  );
  assert.ok(cookies.state.name.includes(other.id), cookies.state.name);
  assert.equal((await authjs.getActiveAuthProvider()).connection.id, connection.id);
});

test("a_connection_without_a_client_secret_is_not_offered", async () => {
  const only = await authjsOf((id) => (id === other.id ? "secret" : undefined), [connection, other]);
  const found = await only.getActiveAuthProviders();
  assert.deepEqual(
    found.connections.map(({ id }) => id),
    [other.id],
  );
  const none = await authjsOf(() => undefined, [connection, other]).getActiveAuthProviders();
  assert.deepEqual(none, { status: "problem", code: "client_secret_missing" });
});

test("a_login_by_a_connection_that_is_not_in_use_is_not_begun", async () => {
  const { handler } = authjsOf(() => "secret", [connection, other]);
  const request = new Request("https://app.acme.example/api/auth/signin/x", { method: "POST" });
  request.cookies = { has: () => true };
  const gone = "0198c0de-0000-7000-8000-0000000000c9";
  const refused = await handler.POST(request, { params: Promise.resolve({ nextauth: ["signin", gone] }) });
  assert.equal(refused.status, 409);
  assert.match((await refused.json()).url, /error=sign_in_outdated/);
});

/** Auth.js for an application whose Cora has these connections in use, the first of them the
default. */ function authjsOf(clientSecret, connections) {
  const choices = connections.map(({ openId, ...rest }, at) => ({
    default: at === 0,
    connection: { ...rest, ...openId },
    verification: { connection: {} },
  }));
  const answer = { success: true, data: { ...choices[0], connections: choices } };
  return createAuthjs({
    apiUrl: "https://api.acme.example",
    origin: "https://app.acme.example",
    secret: "a secret of at least 32 characters",
    clientSecret,
    fetch: async () => Response.json(answer),
  });
}
