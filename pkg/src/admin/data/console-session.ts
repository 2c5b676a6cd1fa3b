/** The routes of the console's own pages, which no document of the API has, and their answers. */

import type { AuthenticatedSession } from "../../index.js";

/** A route of the console's own pages. */
export type ConsolePath =
  | "/console/api/session"
  | "/console/api/sessions"
  | "/console/api/sessions/{sessionId}"
  | "/console/api/setup"
  | "/console/api/operator";

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
  /** The identifier of the session, if the browser has one. */
  readonly id?: string;
  /** The kind of the session, if the browser has one. */
  readonly kind?: "person" | "operator" | "setup";
  readonly session?: AuthenticatedSession;
  readonly fullName?: string;
  readonly capabilities?: readonly string[];
  readonly expiresAt?: number;
  /** The first moment at which a sensitive command needs a new proof. */
  readonly provenUntil?: number;
}

/** A session of the console. */
export interface ConsoleSessionRow {
  readonly id: string;
  readonly kind: "person" | "operator" | "setup";
  readonly userId: string | null;
  /** The user's full name, else their address; `null` without a person. */
  readonly userName: string | null;
  /** A coarse name of the device; `null` if it is not known. */
  readonly device: string | null;
  readonly beganAt: string;
  readonly usedAt: string;
  readonly idleEndsAt: string;
  readonly endsAt: string;
}

/** The sessions that a person sees: their own, or all for an owner of the platform. */
export interface ConsoleSessions {
  readonly items: readonly ConsoleSessionRow[];
  /** The session that asks. */
  readonly current: string;
}
