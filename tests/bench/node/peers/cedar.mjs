// @cedar-policy/cedar-wasm, with the policies parsed once. One request decides a login;
// tests/bench/policies/login.cedar explains how.
import { readFileSync } from "node:fs";

import { policySetTextToParts, preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";

import { answer, candidates } from "../logins.mjs";

const SET = "login";
const text = readFileSync(new URL("../../policies/login.cedar", import.meta.url), "utf8");
const parts = policySetTextToParts(text);
if (parts.type !== "success") throw new Error(JSON.stringify(parts));
// The policies by the names in their annotations.
const policies = Object.fromEntries(parts.policies.map((policy) => [/@id\("(\w+)"\)/.exec(policy)[1], policy]));
const parsed = preparsePolicySet(SET, { staticPolicies: policies });
if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));

export const cedar = {
  /** Returns a login in the form that Cedar reads. */
  facts(login) {
    const { now, email, emailVerified, domain, parentDomains, invitations, rules } = candidates(login);
    const principal = { type: "Login", id: login.login.subject };
    const organization = ({ id }) => ({ __entity: { type: "Organization", id } });
    const context = { now };
    invitations.forEach((one, index) => {
      context[`invitation${index + 1}`] = {
        status: one.status,
        email: one.email,
        role: one.role,
        expiresAt: one.expiresAt,
        inviterStatus: one.inviter?.status ?? "",
        inviterRole: one.inviter?.organizationRole ?? "",
        organization: organization(one.organization),
      };
    });
    rules.forEach((one, index) => {
      context[`rule${index + 1}`] = {
        name: one.name,
        wildcard: one.wildcard,
        class: one.class,
        verification: one.verification,
        state: one.state,
        enrollmentMode: one.enrollmentMode,
        organization: organization(one.organization),
      };
    });
    const entities = login.facts.organizations.map(({ id, status, seatLimit, seatsUsed }) => ({
      uid: { type: "Organization", id },
      attrs: seatLimit === undefined ? { status, seatsUsed } : { status, seatsUsed, seatLimit },
      parents: [],
    }));
    entities.push({ uid: principal, attrs: { email, emailVerified, domain, parentDomains }, parents: [] });
    const action = { type: "Action", id: "join" };
    return {
      principal,
      action,
      resource: { type: "Platform", id: "here" },
      context,
      entities,
      preparsedPolicySetId: SET,
    };
  },
  decide: (call) => statefulIsAuthorized(call),
  answer(login, decided) {
    if (decided.type !== "success" || decided.response.diagnostics.errors.length > 0)
      throw new Error(JSON.stringify(decided));
    const permits = new Set(decided.response.diagnostics.reason);
    const of = (kind, list) => list.filter((_, index) => permits.has(`${kind}${index + 1}`));
    return answer(of("invitation", login.facts.invitations), of("rule", login.facts.domainRules));
  },
};
