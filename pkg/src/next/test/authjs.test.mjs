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
