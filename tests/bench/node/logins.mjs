// The logins that every contestant decides, from tests/bench/logins.json.
import { readFileSync } from "node:fs";

const document = JSON.parse(readFileSync(new URL("../logins.json", import.meta.url), "utf8"));

/** The configuration for all logins. */
export const configuration = document.configuration;

/**
 * The cases with their expected outcome, reason, and organizations in order. The first is the
 * typical login.
 */
export const cases = document.cases.map(({ name, change, expect }) => {
  const login = structuredClone(document.typical);
  for (const [pointer, value] of Object.entries(change)) {
    const names = pointer.split("/").slice(1);
    const last = names.pop();
    names.reduce((node, name) => node[name], login)[last] = value;
  }
  return { name, login, expect };
});

/** The typical login, and one with only the invitation and the domain rule that count. */
export const typical = cases[0].login;
export const small = {
  ...typical,
  facts: {
    ...typical.facts,
    invitations: typical.facts.invitations.slice(0, 1),
    domainRules: typical.facts.domainRules.slice(1, 2),
    organizations: [typical.facts.organizations[0], typical.facts.organizations[6]],
  },
};

/**
 * Prepares a login in the form that is easiest for the peers: every invitation and every rule next
 * to its organization.
 */
export function candidates({ now, login, facts }) {
  const organizations = new Map(facts.organizations.map((organization) => [organization.id, organization]));
  const labels = login.email.split("@")[1].split(".");
  return {
    now,
    email: login.email,
    emailVerified: login.emailVerified,
    domain: labels.join("."),
    parentDomains: labels.slice(1).map((_, at) => labels.slice(at + 1).join(".")),
    invitations: facts.invitations.map((one) => ({ ...one, organization: organizations.get(one.organizationId) })),
    rules: facts.domainRules.map((one) => {
      const wildcard = one.pattern.startsWith("*.");
      const name = wildcard ? one.pattern.slice(2) : one.pattern;
      return { ...one, name, wildcard, organization: organizations.get(one.organizationId) };
    }),
  };
}

/** Returns the answer for the invitations and rules that count. */
export function answer(invitations, rules) {
  const organizations = new Set([...invitations, ...rules].map((one) => one.organizationId));
  const reason =
    invitations.length > 0 ? "invitation_accepted" : rules.length > 0 ? "domain_admits" : "no_matching_strategy";
  return { outcome: organizations.size > 0 ? "provisioned" : "denied", reason, memberships: [...organizations].sort() };
}
