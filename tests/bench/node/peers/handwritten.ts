// The code that a host would write without Cora: a strict schema of the login and its facts, and
// the decision by hand. It decides on a newcomer by invitation, connection and domain, and knows
// nothing of accounts, bootstrap, waitlists, plans and traces.
import { z } from "zod";

const id = z.uuid();
const time = z.int().min(0).max(253_402_300_799);
const email = z.string().max(254);
const organizationRole = z.enum(["org_user", "org_admin", "org_owner"]);
const platformRole = z.enum(["platform_user", "platform_auditor", "platform_admin", "platform_owner"]);
const userStatus = z.enum(["active", "suspended", "deprovisioned"]);

const Login = z.strictObject({
  connectionId: id,
  issuer: z.string().max(2048),
  subject: z.string().min(1).max(255),
  subjectKind: z.enum(["user", "machine"]).default("user"),
  email: email.optional(),
  emailVerified: z.unknown(),
  name: z.string().max(500).optional(),
  givenName: z.string().max(500).optional(),
  familyName: z.string().max(500).optional(),
  picture: z.string().max(2048).optional(),
  groups: z.array(z.string().max(500)).max(1000).default([]),
});

const Invitation = z.strictObject({
  id,
  status: z.enum(["pending", "accepted", "revoked", "expired"]),
  email,
  organizationId: id,
  role: organizationRole.default("org_user"),
  platformRole: platformRole.default("platform_user"),
  createdAt: time.default(0),
  expiresAt: time,
  inviter: z
    .strictObject({
      userId: id,
      status: userStatus,
      organizationRole: organizationRole.optional(),
      platformRole: platformRole.default("platform_user"),
    })
    .optional(),
  connectionId: id.optional(),
  acceptance: z.enum(["on_login", "explicit"]).default("on_login"),
});

const DomainRule = z.strictObject({
  id,
  organizationId: id,
  pattern: z.string().max(255),
  class: z.enum(["company", "public_provider", "disposable", "public_suffix"]).default("company"),
  verification: z.enum(["affiliation", "ownership"]),
  state: z.enum(["pending", "verified", "failed", "expired"]),
  enrollmentMode: z.enum([
    "manual_invitation",
    "automatic_invitation",
    "automatic_suggestion",
    "automatic_membership",
    "enterprise_sso",
  ]),
  role: organizationRole.optional(),
  connectionId: id.optional(),
  version: z.int().min(0).default(0),
});

const Organization = z.strictObject({
  id,
  status: z.enum(["active", "inactive"]),
  name: z.string().max(500),
  slug: z.string().max(100),
  seatLimit: z.int().min(0).optional(),
  seatsUsed: z.int().min(0).default(0),
  ownerCount: z.int().min(0).default(0),
});

const EngineLogin = z.strictObject({
  now: time,
  login: Login,
  facts: z.strictObject({
    invitations: z.array(Invitation).max(1000).default([]),
    domainRules: z.array(DomainRule).max(1000).default([]),
    organizations: z.array(Organization).max(2000).default([]),
    platformOwnerExists: z.boolean().default(false),
  }),
});

type EngineLogin = z.infer<typeof EngineLogin>;
type Facts = EngineLogin["facts"];
type Role = z.infer<typeof organizationRole>;

/** The part of a configuration that the decision needs. */
export interface Configuration {
  connection: Connection;
  strategies: readonly Membership["source"][];
}

interface Connection {
  id: string;
  issuer: string;
  status: string;
  organizationId?: string;
}

export interface Membership {
  organizationId: string;
  role: Role;
  source: "invitation" | "connection" | "domain";
}

export interface Decision {
  outcome: "provisioned" | "denied";
  reason: string;
  memberships: Membership[];
}

const RANK: Record<Role, number> = { org_user: 0, org_admin: 1, org_owner: 2 };

const denied = (reason: string): Decision => ({ outcome: "denied", reason, memberships: [] });

/** Parses a login and decides on it; throws zod's error if it is malformed. */
export const decide = (configuration: Configuration, input: unknown): Decision =>
  decideOn(configuration, EngineLogin.parse(input));

/** Simulates the effect of a configuration change on past logins. */
export function simulate(before: Configuration, after: Configuration, inputs: readonly unknown[]) {
  const outcomes = new Map<string, { outcome: string; before: number; after: number }>();
  const changes: { index: number; before: Decision; after: Decision }[] = [];
  for (const [index, input] of inputs.entries()) {
    const login = EngineLogin.parse(input);
    const decided = { before: decideOn(before, login), after: decideOn(after, login) };
    for (const side of ["before", "after"] as const) {
      const { outcome } = decided[side];
      const count = outcomes.get(outcome) ?? { outcome, before: 0, after: 0 };
      count[side] += 1;
      outcomes.set(outcome, count);
    }
    if (differ(decided.before, decided.after)) changes.push({ index, ...decided });
  }
  return { logins: inputs.length, changed: changes.length, outcomes: [...outcomes.values()], changes };
}

function differ(one: Decision, other: Decision): boolean {
  return (
    one.outcome !== other.outcome ||
    one.memberships.length !== other.memberships.length ||
    one.memberships.some((membership, at) => {
      const counterpart = other.memberships[at];
      return membership.organizationId !== counterpart?.organizationId || membership.role !== counterpart.role;
    })
  );
}

function decideOn({ connection, strategies }: Configuration, { now, login, facts }: EngineLogin): Decision {
  if (login.connectionId !== connection.id || login.issuer !== connection.issuer) return denied("identity_invalid");
  if (login.subjectKind === "machine") return denied("machine_subject");
  if (connection.status !== "active") return denied("connection_not_active");

  const address = canonical(login.email);
  const claimed = login.emailVerified === true || login.emailVerified === "true";
  const rules = address === undefined ? [] : applying(facts, address.domain);
  const owner = rules.find((rule) => rule.verification === "ownership")?.organizationId;
  if (connection.organizationId !== undefined && owner !== undefined && owner !== connection.organizationId) {
    return denied("domain_not_owned_by_connection");
  }
  const owned = connection.organizationId !== undefined && owner === connection.organizationId;
  const verified = claimed && (connection.organizationId === undefined || owned);

  const memberships = new Map<string, Membership>();
  let reason: string | undefined;
  if (address !== undefined && verified) {
    for (const invitation of strategies.includes("invitation") ? facts.invitations : []) {
      if (!isUsable(invitation, address.email, connection.id, now) || !takesIn(facts, invitation.organizationId))
        continue;
      const held = memberships.get(invitation.organizationId);
      if (held === undefined || RANK[held.role] < RANK[invitation.role]) {
        memberships.set(invitation.organizationId, {
          organizationId: invitation.organizationId,
          role: invitation.role,
          source: "invitation",
        });
      }
      reason = "invitation_accepted";
    }
    const bound = connection.organizationId;
    if (
      strategies.includes("connection") &&
      bound !== undefined &&
      owned &&
      !memberships.has(bound) &&
      takesIn(facts, bound)
    ) {
      memberships.set(bound, { organizationId: bound, role: "org_user", source: "connection" });
      reason ??= "connection_admits";
    }
    const rule = rules[0];
    if (
      strategies.includes("domain") &&
      rule?.enrollmentMode === "automatic_membership" &&
      rule.verification === "ownership" &&
      !memberships.has(rule.organizationId) &&
      takesIn(facts, rule.organizationId)
    ) {
      memberships.set(rule.organizationId, { organizationId: rule.organizationId, role: "org_user", source: "domain" });
      reason ??= "domain_admits";
    }
  }
  if (reason === undefined) return denied("no_matching_strategy");
  const sorted = [...memberships.values()].sort((a, b) => (a.organizationId < b.organizationId ? -1 : 1));
  return { outcome: "provisioned", reason, memberships: sorted };
}

function isUsable(invitation: Facts["invitations"][number], email: string, connection: string, now: number): boolean {
  const { inviter, role } = invitation;
  return (
    invitation.status === "pending" &&
    now < invitation.expiresAt &&
    invitation.email === email &&
    invitation.acceptance === "on_login" &&
    (invitation.connectionId === undefined || invitation.connectionId === connection) &&
    inviter?.status === "active" &&
    inviter.organizationRole !== undefined &&
    RANK[inviter.organizationRole] >= RANK.org_admin &&
    RANK[inviter.organizationRole] >= RANK[role]
  );
}

function takesIn(facts: Facts, id: string): boolean {
  const organization = facts.organizations.find((one) => one.id === id);
  if (organization?.status !== "active") return false;
  return organization.seatLimit === undefined || organization.seatsUsed < organization.seatLimit;
}

/** Returns the verified rules that match a domain, the most specific first. */
function applying(facts: Facts, domain: string): Facts["domainRules"] {
  const matching = facts.domainRules.filter(
    ({ pattern, state, class: kind }) =>
      state === "verified" &&
      kind === "company" &&
      (pattern.startsWith("*.") ? domain.endsWith(pattern.slice(1)) : domain === pattern),
  );
  return matching.length < 2 ? matching : matching.sort((a, b) => specificity(b.pattern) - specificity(a.pattern));
}

/** Ranks a pattern: more labels win; on a tie, the exact name. */
function specificity(pattern: string): number {
  const labels = pattern.split(".").length;
  return pattern.startsWith("*.") ? 2 * (labels - 1) : 2 * labels + 1;
}

const ADDRESS = /^[a-z0-9.#$&'*+/=?^_`{|}~-]{1,64}@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63})$/;

/** Returns the address in lower case, if it is a plain one. */
function canonical(text: string | undefined): { email: string; domain: string } | undefined {
  const email = text?.normalize("NFKC").toLowerCase();
  const domain = email === undefined ? undefined : ADDRESS.exec(email)?.[1];
  return email === undefined || domain === undefined ? undefined : { email, domain };
}
