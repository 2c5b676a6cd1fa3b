/** What `useUnifiedAuth()` returns. Exported by `@cora/auth/react`. */

import type {
  AuthenticatedSession,
  Capability,
  OrganizationId,
  OutcomeKind,
  ReasonCode,
  ReduceSessionInput,
  Requirement,
  SessionOrganization,
  SessionState,
  Trace,
  UnifiedSession,
  UserId,
  UserMessage,
} from "../index.js";
import type { RedirectOptions } from "./adapter.js";

/** Something the person is told. */
export interface AuthMessage {
  /** A stable code to branch on: a `UserMessage`, a token error code or one of the profile route. */
  readonly code: string;
  /** The sentence to show, as the server wrote it. */
  readonly text: string;
  /** For `use_sso`: the connection that the person has to come by. */
  readonly connectionId?: string;
  /** Names this answer in the server's log, for support. */
  readonly requestId?: string;
}

/** Why a person who was let in was let in. */
export interface AuthExplanation {
  /** What became of the login. */
  readonly outcome: OutcomeKind;
  /** Why. */
  readonly reason: ReasonCode;
  /** What the person is told besides, or `null`. */
  readonly message: UserMessage | null;
  /** Stage by stage; `null` unless the server shows traces to users. */
  readonly trace: Trace | null;
}

/** What can be done, whatever the state. Each function is the same one for the life of the provider component. */
export interface AuthActions {
  /** The provider's token for calls from the browser, or `null` where it stays on the server. */
  getToken(): Promise<string | null>;
  /** Starts signing in at the provider. */
  signIn(options?: RedirectOptions): Promise<void>;
  /** Signs out: forgets everything here at once, then ends the provider's session. Rejects when that fails. */
  signOut(options?: RedirectOptions): Promise<void>;
  /** Asks again who this is. Calls made while an answer is awaited share that answer. */
  refresh(): Promise<void>;
  /**
   * Works in another of the user's organizations from now on, in this tab and the others. What was known stays meanwhile. Rejects, and changes nothing, when
   * the user is no member there, or when it could not be done.
   *
   * @throws {AuthChangeError}
   */
  switchOrganization(organizationId: OrganizationId): Promise<void>;
  /**
   * Has a code sent to the address of the account that this login is to be linked to (`pending` with `confirm_account`).
   *
   * @throws {AuthChangeError}
   */
  askLinkConfirmation(): Promise<void>;
  /** Presents that code. What comes of it is the next state. */
  confirmLink(code: string): Promise<void>;
  /** Presents a bootstrap token, once, to become the first owner of the platform. */
  presentBootstrapToken(token: string): Promise<void>;
}

interface Common extends AuthActions {
  /**
   * Whether the session may do something: on the platform when no organization is named, else in that organization.
   * The answer is the core's; `false` unless `status` is `authenticated`. A new function when the session changes.
   */
  can(capability: Capability, organizationId?: OrganizationId): boolean;
  /** As {@link Common.can}, for capability, role on the platform, role in an organization and membership together: all that are asked for have to be there. */
  has(requirement: Requirement): boolean;
}

/** Not known yet: everything that is not known is `undefined`. */
export interface LoadingAuth extends Common {
  readonly status: "loading";
  readonly isLoading: true;
  readonly isSignedIn: undefined;
  readonly userId: undefined;
  readonly fullName: undefined;
  readonly session: undefined;
  readonly organizations: undefined;
  readonly message: null;
  readonly explanation: undefined;
}

/** Nobody is signed in: everything is known to be absent, so `null`. */
export interface UnauthenticatedAuth extends Common {
  readonly status: "unauthenticated";
  readonly isLoading: false;
  readonly isSignedIn: false;
  readonly userId: null;
  readonly fullName: null;
  readonly session: null;
  readonly organizations: null;
  /** Why a session that there was has ended, else `null`. */
  readonly message: AuthMessage | null;
  readonly explanation: null;
}

/**
 * Somebody is signed in at the provider and may not come in, or not yet. `isSignedIn` is `false`, so that nothing opens by
 * mistake; send nobody to the provider because of it, they would come back the same.
 */
export interface PendingAuth extends Common {
  readonly status: "pending";
  readonly isLoading: false;
  readonly isSignedIn: false;
  readonly userId: null;
  readonly fullName: null;
  readonly session: null;
  readonly organizations: null;
  readonly message: AuthMessage;
  readonly explanation: null;
}

/** A user is signed in. */
export interface AuthenticatedAuth extends Common {
  readonly status: "authenticated";
  readonly isLoading: false;
  readonly isSignedIn: true;
  readonly userId: UserId;
  readonly fullName: string | null;
  readonly session: AuthenticatedSession;
  readonly organizations: readonly SessionOrganization[];
  /** Why asking again has failed, while the session goes on; else `null`. */
  readonly message: AuthMessage | null;
  readonly explanation: AuthExplanation | null;
}

/** It could not be found out, so nothing is known; `refresh()` tries again. */
export interface FailedAuth extends Common {
  readonly status: "error";
  readonly isLoading: false;
  readonly isSignedIn: undefined;
  readonly userId: undefined;
  readonly fullName: undefined;
  readonly session: undefined;
  readonly organizations: undefined;
  readonly message: AuthMessage;
  readonly explanation: undefined;
}

/** The state of authentication, told apart by `status`. */
export type UnifiedAuth = LoadingAuth | UnauthenticatedAuth | PendingAuth | AuthenticatedAuth | FailedAuth;

/** What is known, before it is given the functions. */
export type Knowledge =
  | { readonly status: "loading" }
  | { readonly status: "unauthenticated"; readonly message: AuthMessage | null }
  | { readonly status: "pending"; readonly message: AuthMessage }
  | {
      readonly status: "authenticated";
      readonly session: AuthenticatedSession;
      readonly fullName: string | null;
      readonly explanation: AuthExplanation | null;
      /** The server's time when it answered, in seconds since the epoch; `null` where it does not say. */
      readonly serverTime: number | null;
      readonly message: AuthMessage | null;
    }
  | { readonly status: "error"; readonly message: AuthMessage };

/** The core's part in the store: what a session may do, how long it lasts, and making the core ready. */
export interface SessionRules {
  /** Resolves when {@link SessionRules.can} may be called. Rejects when the core cannot be loaded; may be tried again. */
  ready(): Promise<void>;
  /** The core's `can`. Throws when `session` is not a session. */
  can(session: UnifiedSession, capability: Capability, organizationId?: OrganizationId): boolean;
  /** The core's `has`. Throws when `session` is not a session. */
  has(session: UnifiedSession, requirement: Requirement): boolean;
  /** The core's `reduceSession`. */
  reduce(input: ReduceSessionInput): SessionState;
}

const unknown = { isSignedIn: undefined, userId: undefined, fullName: undefined, session: undefined } as const;
const absent = { isSignedIn: false, userId: null, fullName: null, session: null } as const;
const never = () => false;
const nothing = { can: never, has: never } as const;

/** The object that `useUnifiedAuth()` returns for what is known. `isOver` says whether the session has ended since. */
export function present(known: Knowledge, actions: AuthActions, rules: SessionRules, isOver: () => boolean): UnifiedAuth {
  switch (known.status) {
    case "loading":
      return {
        ...actions, ...unknown, status: "loading", isLoading: true, organizations: undefined, message: null,
        explanation: undefined, ...nothing,
      };
    case "unauthenticated":
      return {
        ...actions, ...absent, status: "unauthenticated", isLoading: false, organizations: null, message: known.message,
        explanation: null, ...nothing,
      };
    case "pending":
      return {
        ...actions, ...absent, status: "pending", isLoading: false, organizations: null, message: known.message,
        explanation: null, ...nothing,
      };
    case "authenticated": {
      const { session } = known;
      const unified: UnifiedSession = { status: "authenticated", session };
      return {
        ...actions,
        status: "authenticated",
        isLoading: false,
        isSignedIn: true,
        userId: session.userId,
        fullName: known.fullName,
        session,
        organizations: session.organizations,
        message: known.message,
        explanation: known.explanation,
        // SECURITY: a timer may be late, so the end is looked at here too.
        can: (capability, organizationId) => !isOver() && rules.can(unified, capability, organizationId),
        has: (requirement) => !isOver() && rules.has(unified, requirement),
      };
    }
    case "error":
      return {
        ...actions, ...unknown, status: "error", isLoading: false, organizations: undefined, message: known.message,
        explanation: undefined, ...nothing,
      };
  }
}
