import { CoraError, parseEmail } from "@cora/auth";
import type { AccessMode, AccountLinking, DecideInput, EnrollmentMode, OrganizationRole } from "@cora/auth";

/** The fields of the form on `/what-if`. */
export interface WhatIfQuestion {
  readonly email: string;
  readonly emailVerified: "yes" | "no" | "unsaid";
  readonly account: "none" | "active" | "suspended" | "same_email";
  readonly connection: "active" | "disabled";
  readonly invitation: "none" | "pending" | "expired" | "revoked";
  readonly invitationRole: OrganizationRole;
  readonly domainRule: "none" | EnrollmentMode;
  readonly domainPattern: string;
  readonly domainProof: "ownership" | "affiliation" | "pending";
  readonly full: boolean;
  readonly accessMode: AccessMode;
  readonly accountLinking: AccountLinking;
  readonly requireVerifiedEmail: boolean;
  readonly ownerExists: boolean;
  readonly bootstrap: "token" | "first_user" | "closed";
}

/** The initial question of the page. */
export const FIRST_QUESTION: WhatIfQuestion = {
  email: "ivan@partner.example",
  emailVerified: "yes",
  account: "none",
  connection: "active",
  invitation: "pending",
  invitationRole: "org_user",
  domainRule: "automatic_membership",
  domainPattern: "acme.example",
  domainProof: "ownership",
  full: false,
  accessMode: "restricted",
  accountLinking: "confirm",
  requireVerifiedEmail: true,
  ownerExists: true,
  bootstrap: "token",
};

/**
 * 2026-01-01T00:00:00Z. The time is part of the question, so that the same question always has the
 * same answer.
 */
const NOW = 1_767_225_600;
const DAY = 24 * 60 * 60;

const id = (last: string) => `0198c0de-0000-7000-8000-0000000000${last}`;
const CONNECTION = id("c1");
const ACME = id("0a");
const OLGA = id("01");
const PERSON = id("02");
const ISSUER = "https://login.acme.example";

/** The names of the organizations in the facts. */
export const NAMES = { [ACME]: "Acme" };

const DOMAIN_PROOFS = {
  ownership: { verification: "ownership", state: "verified" },
  affiliation: { verification: "affiliation", state: "verified" },
  pending: { verification: "ownership", state: "pending" },
} as const;

/**
 * Returns the login's address as a store writes it: canonical, by the core's own rule. `null` if it
 * is not an address.
 */
function canonical(email: string): string | null {
  try {
    return parseEmail(email).canonical;
  } catch (error) {
    if (error instanceof CoraError) return null;
    throw error;
  }
}

/**
 * Returns the stored facts about this login. Accounts and invitations are found by address, so
 * without one there are none.
 */
function facts(question: WhatIfQuestion) {
  const { account, domainProof, domainRule, invitation } = question;
  const email = canonical(question.email.trim());
  const user = { id: PERSON, status: account === "suspended" ? "suspended" : "active", email, emailVerified: true };
  const linked = account === "active" || account === "suspended";
  return {
    platformOwnerExists: question.ownerExists,
    linkedUser: linked ? user : null,
    usersWithEmail: account === "none" || email === null ? [] : [user],
    organizations: [
      {
        id: ACME,
        status: "active",
        name: "Acme",
        slug: "acme",
        ownerCount: 1,
        seatsUsed: 5,
        seatLimit: question.full ? 5 : null,
      },
    ],
    invitations:
      invitation === "none" || email === null
        ? []
        : [
            {
              id: id("11"),
              status: invitation === "revoked" ? "revoked" : "pending",
              email,
              organizationId: ACME,
              role: question.invitationRole,
              createdAt: NOW - 8 * DAY,
              // An invitation is valid until the moment it expires; an expired one expired a second
              // ago.
              expiresAt: invitation === "expired" ? NOW - 1 : NOW + DAY,
              inviter: { userId: OLGA, status: "active", organizationRole: "org_owner" },
            },
          ],
    domainRules:
      domainRule === "none"
        ? []
        : [
            {
              id: id("21"),
              organizationId: ACME,
              pattern: question.domainPattern.trim(),
              ...DOMAIN_PROOFS[domainProof],
              enrollmentMode: domainRule,
              ...(domainRule === "enterprise_sso" && { connectionId: id("c2") }),
            },
          ],
  };
}

/**
 * Returns the input of the core for the question. It decides and validates nothing: the core
 * reports what is wrong with the input.
 */
export function decideInput(question: WhatIfQuestion): DecideInput {
  const { emailVerified } = question;
  const input = {
    now: NOW,
    connection: { id: CONNECTION, kind: "oidc", issuer: ISSUER, status: question.connection },
    login: {
      connectionId: CONNECTION,
      issuer: ISSUER,
      subject: "usr_what_if",
      email: question.email.trim(),
      ...(emailVerified !== "unsaid" && { emailVerified: emailVerified === "yes" }),
      name: "Wanda What-if",
    },
    policy: {
      accessMode: question.accessMode,
      accountLinking: question.accountLinking,
      requireVerifiedEmail: question.requireVerifiedEmail,
      bootstrap: { mode: question.bootstrap },
    },
    facts: facts(question),
  };
  // WHY a cast: identifiers are branded, and only the core reads these; it parses each of them.
  return input as unknown as DecideInput;
}
