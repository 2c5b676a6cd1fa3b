import assert from "node:assert/strict";
import { test } from "node:test";

import * as admin from "../dist/admin-core/index.js";
import * as lib from "../dist/index.js";
import * as workbench from "../dist/workbench/index.js";

const CONNECTION = "0198c0de-0000-7000-8000-0000000000c1";
const input = {
  now: 1_767_225_600,
  connection: { id: CONNECTION, kind: "oidc", issuer: "https://login.acme.example", status: "active" },
  login: {
    connectionId: CONNECTION,
    issuer: "https://login.acme.example",
    subject: "00u1",
    email: "ana@acme.example",
    emailVerified: true,
  },
};

test("a_pasted_text_becomes_settings_that_can_be_validated", async () => {
  await admin.init();
  const { findings, kind, settings } = admin.suggestConnection({ text: "https://acme-admin.okta.com/oauth2/default/" });
  assert.equal(kind, "okta");
  assert.deepEqual(settings, { issuer: "https://acme.okta.com/oauth2/default" });
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["admin_host", "slash_removed"],
  );
  const { issues } = admin.validateConnection({ kind, settings });
  assert.ok(issues.every(({ path }) => path !== "/settings/issuer"));
});

test("a_field_of_a_form_is_a_setting_that_validation_knows", () => {
  for (const kind of ["okta", "clerk", "entra_id", "google", "keycloak"]) {
    for (const { name } of admin.connectionFields({ kind }).fields) {
      const { issues } = admin.validateConnection({ kind, settings: { [name]: null } });
      assert.ok(!issues.some(({ code }) => code === "unknown_field"), `${kind} ${name}`);
    }
  }
});

test("the_administrators_core_decides_explains_and_helps_as_the_others_do", () => {
  assert.deepEqual(admin.decide(input), lib.decide(input));
  assert.equal(admin.explain(input), lib.explain(input));
  assert.deepEqual(admin.remedies(input), workbench.remedies(input));
  assert.deepEqual(admin.parseEmail("Ana@Acme.Example"), lib.parseEmail("Ana@Acme.Example"));
  const { code } = admin.lint({ connections: [] }).findings[0] ?? {};
  assert.equal(code, workbench.lint({ connections: [] }).findings[0]?.code);
});

test("a_fault_names_its_place", () => {
  assert.throws(
    () => admin.diffPolicy({ old: {}, new: { accesMode: "public" } }),
    (error) => error instanceof admin.CoraError && error.issues[0].path === "/new/accesMode",
  );
  assert.deepEqual(admin.diffSettings({ kind: "okta", old: { clientSecret: "a" }, new: { clientSecret: "b" } }), [
    { path: "/clientSecret", old: "***", new: "***" },
  ]);
});
