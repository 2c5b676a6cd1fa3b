import assert from "node:assert/strict";
import { test } from "node:test";

import { CoraError } from "@cora/auth";
import {
  changeConnection,
  checkDiscovery,
  checkDiscoveryJson,
  validateConnection,
  validateConnectionJson,
} from "@cora/auth/workbench";

const ISSUER = "https://acme.okta.com/oauth2/default";
const CLIENT = "0oa1b2c3d4e5f6g7h8i9";
const SOUND = {
  kind: "okta",
  settings: {
    issuer: ISSUER,
    clientId: CLIENT,
    clientSecret: "env:OKTA_CLIENT_SECRET",
    audiences: ["api://default"],
    authorizedParties: [CLIENT],
  },
};
const ID = "0198c0de-0000-7000-8000-0000000000c1";
const USER = "0198c0de-0000-7000-8000-0000000000b1";
const BASE = { now: 1767225600, actor: { kind: "user", userId: USER } };

test("sound_settings_have_a_configuration_and_what_follows_from_them", () => {
  const { configuration, derived, issues, ok, storable } = validateConnection(SOUND);
  assert.ok(ok && storable, JSON.stringify(issues));
  assert.equal(configuration.kind, "okta");
  assert.equal(configuration.issuer, ISSUER);
  assert.deepEqual(derived.okta, { authorizationServer: "custom", authorizationServerId: "default" });
});

test("what_is_wrong_with_settings_is_in_the_report_and_no_error", () => {
  const { configuration, issues, ok } = validateConnection({
    kind: "okta",
    settings: { issuer: "http://acme.okta.com/", clientId: 7 },
  });
  assert.equal(ok, false);
  assert.equal(configuration, null);
  const codes = issues.map(({ code }) => code);
  for (const code of ["not_https", "wrong_type"]) assert.ok(codes.includes(code), `${code} in ${codes}`);
  for (const { message, path, severity } of issues)
    assert.ok(message && path.startsWith("/") && ["error", "warning"].includes(severity), message);
});

test("the_names_of_cora_are_read_and_become_ours", () => {
  const { settings } = validateConnection({
    kind: "okta",
    settings: { issuer: ISSUER, client_id: CLIENT, audiences: ["api://default"] },
  });
  assert.equal(settings.clientId, CLIENT);
  assert.ok(!("client_id" in settings));
});

test("a_providers_documents_are_looked_over", () => {
  const { configuration } = validateConnection(SOUND);
  const document = {
    issuer: "https://acme.okta.com",
    authorization_endpoint: `${ISSUER}/v1/authorize`,
    token_endpoint: `${ISSUER}/v1/token`,
    jwks_uri: `${ISSUER}/v1/keys`,
  };
  const { authorizationEndpoint, issues, ok } = checkDiscovery({ configuration, document });
  assert.equal(ok, false);
  assert.ok(
    issues.some(({ code }) => code === "issuer_mismatch"),
    JSON.stringify(issues),
  );
  assert.equal(authorizationEndpoint, document.authorization_endpoint);
});

test("a_command_is_planned_and_a_refused_one_plans_nothing", () => {
  const create = {
    command: "create",
    connectionId: ID,
    kind: SOUND.kind,
    displayName: "Acme",
    settings: SOUND.settings,
  };
  const created = changeConnection({ ...BASE, command: create, facts: {} });
  assert.deepEqual([created.ok, created.reason, created.status, created.version], [true, "created", "validated", 1]);
  assert.deepEqual(created.plan.guards, [{ guard: "connection_absent", connectionId: ID }]);
  assert.ok(created.plan.effects.some(({ effect }) => effect === "record_audit"));
  const refused = changeConnection({ ...BASE, command: { command: "activate" }, facts: {} });
  assert.deepEqual(
    [refused.ok, refused.reason, refused.plan],
    [false, "connection_not_found", { guards: [], effects: [] }],
  );
});

test("what_cannot_be_read_is_said_with_all_faults", () => {
  const refused = (call, ...places) =>
    assert.throws(
      call,
      (error) => error instanceof CoraError && places.every((place) => error.issues.some(({ path }) => path === place)),
    );
  refused(() => validateConnection({ kind: "github", setings: {} }), "/kind", "/setings", "/settings");
  refused(() => checkDiscovery({ configuration: { kind: "okta" }, jwks: [] }), "/configuration/issuer", "/jwks");
  refused(
    () => changeConnection({ ...BASE, command: { command: "remove" }, facts: { connection: 1 } }),
    "/command/command",
    "/facts/connection",
  );
  assert.throws(
    () => validateConnection(undefined),
    (error) => error.code === "not_json_value",
  );
});

test("what_stands_twice_is_found_in_a_text", () => {
  assert.equal(validateConnectionJson(JSON.stringify(SOUND)), JSON.stringify(validateConnection(SOUND)));
  const twice = (call) => assert.throws(call, (error) => error.code === "duplicate_field");
  twice(() => validateConnectionJson('{ "kind": "okta", "settings": { "issuer": "a", "issuer": "b" } }'));
  const { configuration } = validateConnection(SOUND);
  twice(() =>
    checkDiscoveryJson(`{ "configuration": ${JSON.stringify(configuration)}, "jwks": { "keys": [], "keys": [] } }`),
  );
  assert.throws(
    () => checkDiscoveryJson(undefined),
    (error) => error.code === "wrong_type",
  );
});

test("a_secret_in_the_place_of_its_reference_is_not_quoted", () => {
  const { configuration } = validateConnection(SOUND);
  const clientSecret = "hunter2hunter2";
  assert.throws(
    () => checkDiscovery({ configuration: { ...configuration, clientSecret } }),
    (error) =>
      error.code === "invalid_secret_reference" &&
      error.path === "/configuration/clientSecret" &&
      !`${error.message}${error.help}`.includes(clientSecret),
  );
});
