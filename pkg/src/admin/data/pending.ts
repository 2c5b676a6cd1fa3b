/**
 * The types of answers that the server's OpenAPI document does not have yet. An entry is deleted
 * when the document states it.
 */

import type { Schema } from "../../client/index.js";
import type { UnifiedSession } from "../../index.js";
import type { Configuration } from "../../workbench/index.js";

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
  readonly count: number | null;
  readonly names: readonly string[];
  readonly message: string;
}

/** An identity of a user at a provider. */
export interface UserIdentity {
  readonly id: number;
  readonly issuer: string;
  readonly subject: string;
  readonly connectionId: string;
  readonly connectionName: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly emailStatedAt: string | null;
  readonly createdAt: string;
}

/** A membership of a user, also an ended one. */
export interface UserMembership {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly role: Schema<"OrganizationRole">;
  readonly status: Schema<"MembershipStatus">;
  readonly source: Schema<"MembershipSource">;
  readonly joinedAt: string;
  readonly removedAt: string | null;
}

/** A user with their identities and memberships. */
export type UserDetail = Schema<"UserRow"> &
  Versioned & {
    readonly identities: readonly UserIdentity[];
    readonly memberships: readonly UserMembership[];
    readonly lastLoginAt: string | null;
  };

/** A person who waits for an answer: to join an organization, or on the waitlist. */
export type RequestRow =
  | ({ readonly kind: "memberships" } & Schema<"MembershipRequestRow"> & {
        readonly userName?: string | null;
        readonly organizationId?: string;
        readonly organizationName?: string | null;
      })
  | ({ readonly kind: "waitlist" } & Schema<"WaitlistRow">);

/** One answer to a bulk command, by the position of its row. */
export interface BulkOutcome {
  readonly index: number;
  readonly outcome: string;
  readonly code?: string | null;
  readonly message?: string | null;
}

/** A recorded login: a decision or a refused token. */
export interface LoginRow {
  readonly id: string;
  readonly at: string;
  readonly outcome: string;
  readonly reason: string;
  readonly connectionId: string;
  readonly connectionName: string | null;
  readonly connectionVersion: number | null;
  readonly policyVersion: number | null;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly email: string | null;
  readonly requestId: string | null;
  readonly hasTrace: boolean;
  readonly hasSample: boolean;
}

/** A recorded login with the verdicts of all stages, if they are on record. */
export type LoginDetail = LoginRow & { readonly trace: Schema<"Trace"> | null };

/** The number of people whom a change concerns, from the fewest to the most. */
export type Reach = "person" | "organization" | "everybody";

/** A change that may let a person in, by its kind, with the objects that it names. */
export interface RemedyChange {
  readonly kind: string;
  readonly organizationId?: string;
  readonly connectionId?: string;
  readonly userId?: string;
  readonly domainId?: string;
  readonly invitationId?: string;
  readonly group?: string;
  readonly enrollmentMode?: Schema<"EnrollmentMode">;
  readonly seatLimit?: number;
  readonly strategy?: string;
  readonly accessMode?: string;
}

/** One change of a remedy, and who can make it. */
export interface RemedyStep {
  readonly change: RemedyChange;
  readonly actor: "person" | "provider" | "organization" | "platform";
  readonly capability: string | null;
  readonly reach: Reach;
}

/** A change, or two together, that would let a person in. */
export interface ExplainedRemedy {
  readonly steps: readonly RemedyStep[];
  readonly result: {
    readonly outcome: Schema<"Outcome">;
    readonly memberships?: readonly { readonly organizationId: string; readonly role: string }[];
  } | null;
  /** The others whom it would let in too; `null` if it concerns this person alone. */
  readonly alsoAdmits: {
    readonly tried: number;
    readonly admitted: number;
    readonly names: readonly string[];
  } | null;
}

/** The names behind the identifiers of an explanation. */
export interface NamesOfExplanation {
  readonly organizations: Readonly<Record<string, string>>;
  readonly users: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, string>>;
}

/** A decision, and what would change it. */
export interface ExplainedDecision {
  readonly decision: {
    readonly outcome: Schema<"Outcome">;
    readonly reason: Schema<"ReasonCode">;
    readonly userMessage: Schema<"UserMessage"> | null;
  };
  readonly trace: Schema<"Trace">;
  readonly decidedBy: Schema<"Stage">;
  readonly text: string;
  readonly remedies: readonly ExplainedRemedy[];
  readonly connection: { readonly id: string; readonly name: string | null };
  readonly policyVersion: number;
  readonly hypotheticalPolicy: boolean;
  readonly assumptions: readonly string[];
  readonly names: NamesOfExplanation;
}

/** The answer to "why". */
export type Explained = ExplainedDecision & {
  readonly past: (Schema<"ProvisioningAuditRow"> & { readonly differs: boolean }) | null;
};

/** The answer to "why" about a token. */
export interface ExplainedToken {
  readonly steps: readonly { readonly step: string; readonly result: "good" | "bad" | "not_reached" }[];
  readonly objection: { readonly code: string; readonly message: string; readonly help: string } | null;
  readonly expired: boolean;
  readonly expiresAt: number | null;
  readonly explained: ExplainedDecision | null;
}

/** The configuration that decides logins. */
export interface ConfigurationInForce {
  readonly policyVersion: number;
  readonly configuration: Configuration;
  readonly complete: boolean;
  readonly names: NamesOfExplanation;
}

/** Something that ends, or has ended. */
export type EndsSoon =
  | {
      readonly code: "application_secret";
      readonly applicationId: string;
      readonly applicationName: string;
      readonly secretId: string;
      readonly endsAt: number;
    }
  | { readonly code: "invitations" | "domain_proofs"; readonly count: number };

/** The state of sign-in. */
export interface Overview {
  readonly verdict:
    | "no_active_connection"
    | "keys_missing"
    | "most_are_refused"
    | "keys_old"
    | "nothing_counted"
    | "ok";
  readonly from: number;
  readonly step: number;
  readonly counts: readonly { readonly begin: number; readonly outcome: string; readonly logins: number }[];
  readonly reasons: readonly { readonly outcome: string; readonly reason: string; readonly logins: number }[];
  readonly connections: readonly {
    readonly connectionId: string;
    readonly connectionName: string;
    readonly status: string;
    readonly signedIn: number;
    readonly refused: number;
    readonly tokensRefused: number;
  }[];
  readonly endsSoon: readonly EndsSoon[];
  readonly waiting: {
    readonly membershipRequests: number;
    readonly waitlisted: number;
    readonly identityConflicts: number;
    readonly domainsPending: number;
    readonly domainsLost: number;
    readonly invitationsEnding: number;
  };
  readonly policyErrors: number;
  readonly policyWarnings: number;
}

/** The settings of the service, without any secret. */
export interface Service {
  readonly version: string;
  readonly database: string;
  readonly schemaVersion: number;
  readonly publicUrl: string | null;
  readonly signInUrl: string | null;
  readonly hasMail: boolean;
  readonly hasNameServers: boolean;
  readonly secretKeys: readonly string[];
  readonly sealedByOtherKeys: number;
  readonly issuerNeeds: string | null;
  readonly limits: Readonly<Record<string, number | null>>;
}

/** The numbers of logins in a time. */
export interface LoginNumbers {
  readonly signedIn: number;
  readonly refused: number;
  readonly tokensRefused: number;
}

/** The health of a connection. */
export interface ConnectionHealth {
  readonly lastSignedIn: number | null;
  readonly lastRefused: number | null;
  readonly day: LoginNumbers;
  readonly week: LoginNumbers;
  readonly keys: "given" | "not_needed" | "fetched" | "old" | "missing" | null;
  readonly keysFetchedAt: number | null;
  readonly testOutcome: string | null;
  readonly testedAt: string | null;
}

/** A setting of a kind of connection, described for forms. */
export interface KindField {
  readonly name: string;
  readonly group: "provider" | "client" | "tokens" | "trust";
  readonly shape:
    | "text"
    | "url"
    | "lines"
    | "list"
    | "text_or_list"
    | "words"
    | "flag"
    | "choice"
    | "choices"
    | "number"
    | "secret";
  readonly required: boolean;
  readonly label: string;
  readonly providerLabel: string | null;
  readonly description: string;
  readonly example: string | null;
  readonly values: readonly string[];
  /** The people who could sign in by a careless value, as a sentence. */
  readonly danger: string | null;
}

/** The settings of a kind of provider. */
export interface KindOfProvider {
  readonly kind: Schema<"ConnectionKind">;
  readonly displayName: string;
  readonly fields: readonly KindField[];
}

/** The kinds of provider, and the redirect URIs to register at one. */
export interface KindsOfProvider {
  readonly kinds: readonly KindOfProvider[];
  readonly redirectUris: readonly {
    readonly uri: string;
    readonly purpose: "test_login" | "sign_in" | "application";
  }[];
}

/** A finding about a pasted text. */
export interface PasteFinding {
  readonly code: string;
  readonly message: string;
  readonly help: string | null;
}

/** The suggestion for a pasted text. */
export interface Suggestion {
  readonly kind: Schema<"ConnectionKind"> | null;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly discoveryUri: string | null;
  readonly findings: readonly PasteFinding[];
}

/** A discovery document that was fetched, and the settings that follow from it. */
export interface Discovered {
  readonly suggestion: Suggestion;
  readonly log: readonly Schema<"TestLogEntry">[];
}

/** The console as a browser meets it. A stranger learns the first members alone. */
export interface ConsoleSession {
  readonly state: "setup" | "signed_out" | "signed_in" | "operator";
  readonly needsSetup: boolean;
  readonly signIn: {
    readonly kind: "redirect" | "application_only" | "no_connection" | "unavailable";
    readonly missing?: string;
  };
  /** The code of the reason why a session does not go on. */
  readonly reason?: string;
  readonly session?: UnifiedSession;
  readonly capabilities?: readonly string[];
  readonly expiresAt?: number;
}
