/**
 * The types of answers under the names that the screens use, and the routes that the server's
 * OpenAPI document does not have.
 */

import type { Schema } from "../../client/index.js";
import type { AuthenticatedSession } from "../../index.js";

/**
 * The routes that are not in the OpenAPI document: those of the console's own pages, and the
 * commands on many rows until the document states them.
 */
export type PendingPath =
  | "/admin/waitlist/bulk"
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

/** A consequence of a command, stated before the command is given. */
export type Consequence = Schema<"Consequence">;

/** An identity of a user at a provider. */
export type UserIdentity = Schema<"UserIdentityRow">;

/** A user with their identities and memberships. */
export type UserDetail = Schema<"UserDetail">;

/** A person who waits for an answer: to join an organization, or on the waitlist. */
export type RequestRow = Schema<"QueuedRequest">;

/** One answer to a command on many rows, by the position of its row. */
export interface BulkOutcome {
  readonly index: number;
  readonly outcome: string;
  readonly code?: string | null;
  readonly message?: string | null;
}

/** A recorded login: a decision or a refused token. */
export type LoginRow = Schema<"LoginRow">;

/** A recorded login with the verdicts of all stages, if they are on record. */
export type LoginDetail = LoginRow & { readonly trace: Schema<"Trace"> | null };

/** A change, or two together, that would let a person in. */
export type ExplainedRemedy = Schema<"ExplainedRemedy">;

/** A change that may let a person in, by its kind, with the objects that it names. */
export type RemedyChange = ExplainedRemedy["steps"][number]["change"];

/** A decision, and what would change it. */
export type ExplainedDecision = Schema<"ExplainedDecision">;

/** The answer to "why". */
export type Explained = Schema<"Explained">;

/** The answer to "why" about a token. */
export type ExplainedToken = Schema<"ExplainedToken">;

/** The configuration that decides logins. */
export type ConfigurationInForce = Schema<"ConfigurationInForce">;

/** Something that ends, or has ended. */
export type EndsSoon = Schema<"EndsSoon">;

/** The state of sign-in. */
export type Overview = Schema<"Overview">;

/** The settings of the service, without any secret. */
export type Service = Schema<"ServiceState">;

/** The health of a connection. */
export type ConnectionHealth = Schema<"ConnectionHealth">;

/** A setting of a kind of connection, described for forms. */
export type KindField = Schema<"ConnectionField">;

/** The settings of a kind of provider. */
export type KindOfProvider = Schema<"ConnectionFields">;

/** The kinds of provider, and the redirect URIs to register at one. */
export type KindsOfProvider = Schema<"ConnectionKinds">;

/** The suggestion for a pasted text. */
export type Suggestion = Schema<"ConnectionSuggestion">;

/** A discovery document that was fetched, and the settings that follow from it. */
export type Discovered = Schema<"ConnectionDiscovered">;

/** A record of one of the audit logs. */
export type AuditRecord = Schema<"AuditRecord">;

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
  /** The kind of the session, if the browser has one. */
  readonly kind?: "person" | "operator" | "setup";
  readonly session?: AuthenticatedSession;
  readonly fullName?: string;
  readonly capabilities?: readonly string[];
  readonly expiresAt?: number;
}
