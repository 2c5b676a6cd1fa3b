/**
 * The types of answers that the server's OpenAPI document does not have yet. An entry is deleted
 * when the document states it.
 */

import type { Schema } from "../../client/index.js";

/** The routes that the OpenAPI document does not have yet. */
export type PendingPath =
  | "/admin/domains"
  | "/admin/requests"
  | "/admin/users/{userId}/identities/{identityId}"
  | "/admin/logins"
  | "/admin/logins/{loginId}"
  | "/admin/logins/samples"
  | "/admin/overview"
  | "/admin/service"
  | "/admin/explain"
  | "/admin/explain/token"
  | "/admin/configuration"
  | "/admin/idp-kinds"
  | "/admin/idp-config/discover"
  | "/admin/idp-config/suggest"
  | "/admin/idp-config/check"
  | "/admin/idp-config/{providerType}/health"
  | "/admin/idp-config/{providerType}/tests"
  | "/admin/waitlist/bulk"
  | "/admin/audit/export"
  | "/orgs/{orgId}/invites/bulk"
  | "/orgs/{orgId}/membership-requests/bulk"
  | "/console/api/session"
  | "/console/api/setup"
  | "/console/api/operator";

/** One page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** The cursor of the next page; `null` on the last one. */
  readonly next: string | null;
  readonly count?: Count | null;
}

/** The number of rows of a list, counted up to 1000. */
export interface Count {
  readonly rows: number;
  readonly more: boolean;
}

/** The names that rows have next to their identifiers; `null` if the object is gone. */
export interface Names {
  readonly actorName?: string | null;
  readonly userName?: string | null;
  readonly organizationName?: string | null;
  readonly connectionName?: string | null;
  readonly applicationName?: string | null;
}

/** The version of a row, which rises with each change. */
export interface Versioned {
  readonly version?: number;
}

/** A consequence of a command, stated before the command is given. */
export interface Consequence {
  readonly code: string;
  readonly count?: number | null;
  readonly names?: readonly string[] | null;
  readonly message: string;
}

/** An identity of a user at a provider. */
export interface UserIdentity {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly linkedAt: string;
  readonly lastLoginAt: string | null;
  readonly connectionId?: string | null;
  readonly connectionName?: string | null;
}

/** A membership of a user. */
export interface UserMembership {
  readonly organizationId: string;
  readonly organizationName: string | null;
  readonly role: Schema<"OrganizationRole">;
  readonly source: Schema<"MembershipSource">;
  readonly joinedAt: string;
}

/** A user with their identities and memberships. */
export type UserDetail = Schema<"UserRow"> &
  Versioned & {
    readonly identities?: readonly UserIdentity[];
    readonly memberships?: readonly UserMembership[];
    readonly lastLoginAt?: string | null;
  };

/** A person who waits for an answer: to join an organization, or on the waitlist. */
export interface RequestRow extends Names {
  readonly kind: "membership" | "waitlist";
  readonly email: string | null;
  readonly fullName?: string | null;
  readonly userId?: string | null;
  readonly organizationId?: string | null;
  readonly role?: Schema<"OrganizationRole"> | null;
  readonly requestedAt: string;
}

/** One answer to a bulk command, by the position of its row. */
export interface BulkOutcome {
  readonly index: number;
  readonly outcome: string;
  readonly code?: string | null;
  readonly message?: string | null;
}

/** A recorded login: a decision or a refused token. */
export interface LoginRow extends Names {
  readonly id: string;
  readonly at: string;
  readonly outcome: string;
  readonly reason: string;
  readonly connectionId: string | null;
  readonly userId: string | null;
  readonly email: string | null;
  readonly requestId: string | null;
  readonly policyVersion?: number | null;
  readonly connectionVersion?: number | null;
  readonly trace?: Schema<"Trace"> | null;
}

/** A change that would lead to another outcome. */
export interface Remedy {
  readonly code: string;
  readonly scope: "person" | "organization" | "everybody";
  readonly message: string;
  readonly outcome: Schema<"OutcomeKind">;
  readonly role?: string | null;
  readonly organizationId?: string | null;
  readonly organizationName?: string | null;
  readonly targetId?: string | null;
  /** The number of other recorded logins that the change would admit. */
  readonly alsoAdmits?: number | null;
  readonly ofLogins?: number | null;
  /** The lint finding that the change would cause; such a change is not offered. */
  readonly finding?: string | null;
}

/** The answer to "why". */
export interface Explained {
  readonly decision: Schema<"Decision">;
  readonly trace: Schema<"Trace">;
  readonly remedies: readonly Remedy[];
  readonly decidedBy: string;
  readonly connection: { readonly id: string; readonly displayName?: string | null } | null;
  readonly policyVersion: number | null;
  /** The record of the past login, if one was asked about. */
  readonly then?: LoginRow | null;
}

/** The counts of logins of one day. */
export interface DayOfLogins {
  readonly day: string;
  readonly admitted: number;
  readonly waiting: number;
  readonly denied: number;
  readonly refused: number;
}

/** Something that will stop working. */
export interface ComingUp {
  readonly code: string;
  readonly at: string | null;
  readonly message: string;
  readonly targetId?: string | null;
}

/** The state of the platform. */
export interface Overview {
  readonly days: readonly DayOfLogins[];
  readonly lastLoginAt: string | null;
  readonly comingUp: readonly ComingUp[];
  readonly waiting: { readonly requests: number; readonly waitlist: number; readonly domains: number };
  readonly findings: { readonly errors: number; readonly warnings: number };
}

/** The state of the service. */
export interface Service {
  readonly version: string;
  readonly database: { readonly kind: string; readonly schemaVersion: number };
  readonly publicUrl: string | null;
  readonly mail: string;
  readonly secretKeys: readonly { readonly id: string; readonly seals: boolean; readonly secrets: number }[];
  readonly limits: Readonly<Record<string, string | number | null>>;
}

/** The health of a connection. */
export interface ConnectionHealth {
  readonly lastSuccessAt: string | null;
  readonly lastFailureAt: string | null;
  readonly lastFailureCode: string | null;
  readonly loginsLastDay: number;
  readonly failuresLastDay: number;
  readonly keys: number | null;
  readonly keysFetchedAt: string | null;
}

/** A field of the settings of a kind of connection. */
export interface KindField {
  readonly name: string;
  readonly group: "provider" | "client" | "tokens" | "trust";
  readonly shape: "text" | "secret" | "flag" | "list" | "number" | "choice" | "json";
  readonly required: boolean;
  readonly label?: string | null;
  readonly help?: string | null;
  readonly example?: string | null;
  readonly choices?: readonly string[] | null;
}

/** A kind of identity provider. */
export interface KindOfProvider {
  readonly kind: Schema<"ConnectionKind">;
  readonly displayName: string;
  readonly fields: readonly KindField[];
  readonly redirectUris: readonly string[];
  readonly claims?: readonly { readonly claim: string; readonly use: string; readonly required: boolean }[];
}

/** Settings that were found in a pasted text. */
export interface Suggestion {
  readonly kind: Schema<"ConnectionKind"> | null;
  readonly config: Readonly<Record<string, unknown>>;
  readonly displayName?: string | null;
  readonly issues: readonly Schema<"ConnectionIssue">[];
}

/** The state of the console, which anybody may ask for. */
export interface ConsoleSession {
  readonly state: "setup" | "signed_out" | "signed_in" | "operator";
  readonly signIn: { readonly kind: "redirect" | "application_only" | "none"; readonly displayName?: string | null };
  readonly session?: Schema<"AuthenticatedSession"> | null;
  readonly fullName?: string | null;
  readonly expiresAt?: string | null;
}
