// The options that createAuthjs hands to Auth.js. The compiled package is tested, as applications
// import it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { createAuthjs } from "../../../dist/next/authjs.js";

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

const parametersWith = (options) =>
  createAuthjs({
    apiUrl: "https://api.acme.example",
    origin: "https://app.acme.example",
    secret: "a secret of at least 32 characters",
    clientSecret: () => "secret",
    ...options,
  }).options(connection).providers[0].authorization.params;

test("a user who is signed in at the provider is not asked again", () => {
  assert.deepEqual(parametersWith({}), { scope: "openid email" });
});

test("the prompt is the application's", () => {
  assert.deepEqual(parametersWith({ prompt: "select_account" }), { scope: "openid email", prompt: "select_account" });
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

/** Auth.js for an application whose Cora has these connections in use, the first of them the default. */
function authjsOf(clientSecret, connections) {
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
