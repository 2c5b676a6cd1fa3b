/** Logins to test decisions with. */

import type { DecideInput } from "../glue/types.js";
import { testId } from "./session.js";

/** A typical situation of a login. */
export type Situation =
  | "stranger"
  | "returning"
  | "invited"
  | "domain"
  | "bootstrap"
  | "link_confirmation"
  | "suspended";

/** 2026-01-01T00:00:00Z, in seconds since the epoch. */
const NOW = 1_767_225_600;
const DAY = 86_400;

/**
 * Returns the input of `decide` for a login of `ana@acme.example` in a situation, with the
 * organization `acme`, at a fixed time; change the parts that a test is about.
 *
 * @example
 * ```ts
 * const { outcome } = decide({ ...situation("invited"), policy: { accessMode: "restricted" } });
 * ```
 */
export function situation(name: Situation): DecideInput {
  const connectionId = testId("connection");
  const acme = { id: testId("organization Acme"), status: "active" as const, name: "Acme", slug: "acme" };
  const user = {
    id: testId("ana@acme.example"),
    status: "active" as const,
    email: "ana@acme.example",
    emailVerified: true,
  };
  const inviter = {
    userId: testId("olga@acme.example"),
    status: "active" as const,
    organizationRole: "org_owner" as const,
  };
  const facts = {
    stranger: {},
    returning: { linkedUser: user },
    suspended: { linkedUser: { ...user, status: "suspended" as const } },
    invited: {
      invitations: [
        {
          id: testId("invitation"),
          status: "pending" as const,
          email: "ana@acme.example",
          organizationId: acme.id,
          role: "org_user" as const,
          createdAt: NOW - DAY,
          expiresAt: NOW + DAY,
          inviter,
        },
      ],
    },
    domain: {
      domainRules: [
        {
          id: testId("domain"),
          organizationId: acme.id,
          pattern: "acme.example",
          verification: "ownership" as const,
          state: "verified" as const,
          enrollmentMode: "automatic_membership" as const,
        },
      ],
    },
    // The hash of the token `abc`.
    bootstrap: {
      bootstrapTokens: [
        { tokenHash: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", expiresAt: NOW + 3600 },
      ],
    },
    link_confirmation: { usersWithEmail: [user] },
  }[name];
  return {
    now: NOW,
    connection: {
      id: connectionId,
      kind: "oidc" as const,
      issuer: "https://login.acme.example",
      status: "active" as const,
    },
    login: {
      connectionId,
      issuer: "https://login.acme.example",
      subject: "00u1",
      email: "ana@acme.example",
      emailVerified: true,
      ...(name === "bootstrap" && { bootstrapToken: "abc" }),
    },
    facts: { organizations: [acme], ...facts },
    // The identifiers of `testId` are not branded, as those of documents are not.
  } as unknown as DecideInput;
}
