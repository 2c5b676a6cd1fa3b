import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fixed } from "../../../dist/admin/data/finding-fix.js";
import { lint } from "../../../dist/workbench/index.js";

const ACME = "0198c0de-0000-7000-8000-00000000a001";
const example = JSON.parse(
  readFileSync(new URL("../../../../tests/examples/cora.policy.json", import.meta.url), "utf8"),
);
const role = (more) => ({ organizationId: ACME, role: "org_owner", ...more });
const group = (more) => ({ connectionId: null, group: "staff", organizationId: ACME, role: "org_user", ...more });
const rule = {
  id: "0198c0de-0000-7000-8000-00000000d001",
  organizationId: ACME,
  pattern: "acme.example",
  verification: "ownership",
  state: "verified",
  enrollmentMode: "automatic_membership",
};

/** Policies that have a finding of a code, with what else the configuration has. */
const CASES = {
  unverified_email_accepted: [{ requireVerifiedEmail: false }],
  second_subject_unasked: [{ secondSubject: "new_user" }],
  bootstrap_first_user: [{ bootstrap: { mode: "first_user", acknowledged: false } }],
  bootstrap_list_empty: [{ bootstrap: { mode: "allow_list", emails: [] } }],
  seats_not_enforced: [{ enforceSeats: false }],
  invitation_lifetime_too_long: [{ invitationLifetimeSeconds: 100 * 86_400 }],
  invitation_lifetime_too_short: [{ invitationLifetimeSeconds: 60 }],
  personal_organization_unused: [{ personalOrganization: true, accessMode: "restricted" }],
  entry_closed: [{ strategies: [], accessMode: "restricted", bootstrap: { mode: "closed" } }],
  neither_creates_nor_links: [{ strategies: [], accessMode: "restricted", accountLinking: "never" }],
  unreachable_strategy: [{ strategies: ["domain", "invitation"] }, { domainRules: [{ ...rule, state: "pending" }] }],
  strategy_missing: [{ strategies: ["invitation"] }, { domainRules: [rule] }],
  reserved_role: [
    {
      groupRoles: [group({ role: "org_owner" })],
      defaultRoles: [role()],
      idpOrganizations: [{ connectionId: null, idpOrganization: "org_1", organizationId: ACME, role: "org_owner" }],
    },
  ],
  role_capped: [{ defaultRoles: [role({ role: "org_admin" })] }],
  shadowed_entry: [
    {
      groupRoles: [group(), group({ role: "org_admin" }), group()],
      defaultRoles: [role({ role: "org_user" }), role({ role: "org_user" })],
    },
  ],
  group_mapping_unreachable: [{ strategies: ["invitation"], groupRoles: [group()] }],
};

const CODES = Object.keys(CASES);

test("the fix of a finding leaves no finding of its code", () => {
  for (const code of CODES) {
    const [policy, rest = {}] = CASES[code];
    const configuration = { connections: [], domainRules: [], ...rest };
    let now = {
      ...example.policy,
      groupRoles: [],
      defaultRoles: [],
      idpOrganizations: [],
      requiredGroups: [],
      ...policy,
    };
    const found = (of) => lint({ ...configuration, policy: of }).findings.filter((one) => one.code === code);
    let left = found(now);
    assert.ok(left.length > 0, `${code} is found`);
    for (let step = 0; left.length > 0; step += 1) {
      assert.ok(step < 6, `${code} stays`);
      const next = fixed(now, left[0]);
      assert.ok(next !== null, `${code} has a fix: ${left[0].fix}`);
      now = next;
      left = found(now);
    }
  }
});

test("what a person has to choose has no fix", () => {
  const finding = {
    code: "domain_not_verified",
    path: "/domainRules/0",
    fix: "Verify the domain.",
    severity: "warning",
  };
  assert.equal(fixed(example.policy, finding), null);
  const connection = { code: "unreachable_strategy", path: "/connections/0", fix: "Bind it.", severity: "warning" };
  assert.equal(fixed(example.policy, connection), null);
});
