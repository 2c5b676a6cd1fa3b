import assert from "node:assert/strict";
import { test } from "node:test";

import { carriedRules } from "../../../dist/react/carried.js";
import { AccessError } from "../../../dist/server/index.js";
import { signedIn } from "./application.mjs";
import { ACME, APP, OTHER } from "./issuer.mjs";

const GRANTED = { permissions: ["invoices:read", "invoices:approve"], permissions_version: 4 };
/** The claims of a token that had no room for the permissions. */
const TOO_MANY = { permissions_version: 4 };
const asked = (issuer) => issuer.count("/oauth2/userinfo");

/** Returns the code of the refusal of `protect`. */
const refusal = (promise) =>
  promise.then(
    () => "allowed",
    (error) => {
      assert.ok(error instanceof AccessError, error.stack);
      return error.code;
    },
  );

/** Signs somebody in whose tokens have these claims. */
async function granted(claims, issuer = {}) {
  const made = await signedIn({ issuer: { claims, ...issuer } });
  const request = () => made.browser.request(`${APP}/`);
  const may = (requirement) => refusal(made.cora.protect(request(), requirement));
  return { ...made, request, may };
}

test("a_permission_of_the_token_counts_in_the_current_organization_alone", async () => {
  const { cora, issuer, may, request } = await granted({ ...GRANTED, platform_permissions: ["reports:read"] });
  const user = await cora.auth(request());
  assert.equal(user.can("invoices:approve", ACME.id), true);
  assert.equal(user.can("invoices:approve", OTHER.id), false);
  assert.equal(user.can("invoices:approve", null), false);
  assert.equal(user.can("invoices:approve"), false, "the platform is asked");
  assert.equal(user.can("reports:read"), true);
  assert.equal(user.has({ permission: "invoices:read", role: "org_admin" }), true);
  assert.equal(await may({ permission: "invoices:approve" }), "allowed");
  assert.equal(await may({ permission: "invoices:delete" }), "permission_denied");
  assert.equal(await may({ permission: "reports:read" }), "permission_denied");
  assert.equal(await may({ permission: "reports:read", platform: true }), "allowed");
  assert.equal(asked(issuer), 0);
});

test("a_token_without_permissions_permits_none", async () => {
  const { issuer, may } = await granted({});
  assert.equal(await may({ permission: "invoices:read" }), "permission_denied");
  assert.equal(await may({ permission: "members:manage" }), "allowed", "a capability needs no definition");
  assert.equal(asked(issuer), 0);
});

test("permissions_that_do_not_fit_are_asked_for_once_a_role_version", async () => {
  const { clock, issuer, may } = await granted(TOO_MANY, { userinfo: GRANTED });
  assert.equal(await may({ permission: "invoices:approve" }), "allowed");
  assert.equal(await may({ permission: "invoices:read" }), "allowed");
  assert.equal(asked(issuer), 1);
  clock.at += 280;
  assert.equal(await may({ permission: "invoices:read" }), "allowed", "renewed, with the same versions");
  assert.equal(asked(issuer), 1);
  clock.at += 280;
  issuer.claims = { ...TOO_MANY, role_version: 9 };
  issuer.userinfo = { ...GRANTED, permissions: ["invoices:read"] };
  assert.equal(await may({ permission: "invoices:approve" }), "permission_denied", "the roles have changed");
  assert.equal(asked(issuer), 2);
});

test("permissions_that_cannot_be_asked_for_are_unknown_and_permit_nothing", async () => {
  for (const userinfo of [
    500,
    { ...GRANTED, sub: "another" },
    {},
    { permissions_version: 4 },
    { ...GRANTED, org_id: OTHER.id },
  ]) {
    const { cora, may, request } = await granted(TOO_MANY, { userinfo });
    assert.equal((await cora.auth(request())).can("invoices:read", ACME.id), false);
    const code = await may({ permission: "invoices:read" });
    assert.ok(["session_unavailable", "permission_denied"].includes(code), `${JSON.stringify(userinfo)}: ${code}`);
    assert.equal(await may({ role: "org_admin" }), "allowed", "the rest of the session is known");
  }
});

test("permissions_of_another_form_are_no_token_of_cora_s", async () => {
  for (const claims of [
    { ...GRANTED, permissions: "all" },
    { ...GRANTED, permissions: [1] },
    { permissions_version: "4" },
  ]) {
    const { may } = await granted(claims);
    assert.notEqual(await may({ permission: "invoices:read" }), "allowed", JSON.stringify(claims));
  }
});

test("a_page_is_told_the_permissions_and_needs_no_webassembly_for_them", async () => {
  const { cora, request } = await granted({ ...GRANTED, platform_permissions: ["reports:read"] });
  const { answers, session } = await cora.initial(request());
  assert.deepEqual(session.session.permissions, GRANTED.permissions);
  const rules = carriedRules();
  rules.carry(session, answers);
  assert.equal(rules.can(session, "invoices:approve", ACME.id), true);
  assert.equal(rules.can(session, "invoices:approve"), false);
  assert.equal(rules.can(session, "invoices:delete", ACME.id), false);
  assert.equal(rules.can(session, "reports:read"), true);
  assert.equal(rules.has(session, { capability: "invoices:read", organizationId: ACME.id }), true);
});
