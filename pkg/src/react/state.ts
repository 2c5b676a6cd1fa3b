/** The return type of `useUnifiedAuth()`. Exported by `@cora/auth/react`. */

import type {
  AuthenticatedSession,
  InvitationId,
  OrganizationId,
  OutcomeKind,
  Permission,
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
import type { AuthMessageCode } from "./errors.js";

/** A message for the user. */
export interface AuthMessage {
  /** A stable code to branch on. */
  readonly code: AuthMessageCode;
  /** The sentence to show: the server's, or the page's own for the browser's codes. */
  readonly text: string;
  /** For `use_sso`: the connection that the user has to sign in with. */
  readonly connectionId?: string;
  /** The identifier of this response in the server's log, for support. */
  readonly requestId?: string;
}

/** The reason that a user was admitted. */
export interface AuthExplanation {
  /** The outcome of the login. */
  readonly outcome: OutcomeKind;
  /** The reason for the outcome. */
  readonly reason: ReasonCode;
  /** An additional message for the user, or `null`. */
  readonly message: UserMessage | null;
  /** The trace, stage by stage; `null` unless the server shows traces to users. */
  readonly trace: Trace | null;
}

/**
 * The actions, available in every state. Each function stays the same for the life of the provider
 * component.
 */
export interface AuthActions {
  /**
   * Returns the provider's token for calls from the browser, or `null` if it stays on the server.
   */
  getToken(): Promise<string | null>;
  /**
   * Returns the access token to send to Cora with the token of {@link AuthActions.getToken}, in the
   * header `x-cora-access-token`, or `null` if there is none.
   */
  getProviderAccessToken(): Promise<string | null>;
  /**
   * Returns the connection of the organization that owns an address's domain, to sign in with, or
   * `null` if there is none, or the adapter cannot ask.
   *
   * @throws {AuthChangeError}
   */
  connectionOf(address: string): Promise<string | null>;
  /** Starts signing in at the provider. */
  signIn(options?: RedirectOptions): Promise<void>;
  /**
   * Signs out: forgets the session here at once, then ends the provider's session. Rejects if that
   * fails.
   */
  signOut(options?: RedirectOptions): Promise<void>;
  /** Requests the state again. Calls made while a response is pending share that response. */
  refresh(): Promise<void>;
  /**
   * Switches to another of the user's organizations, in this tab and the others. The current state
   * stays until then. Rejects and changes nothing if the user is not a member there, or if the
   * switch fails.
   *
   * @throws {AuthChangeError}
   */
  switchOrganization(organizationId: OrganizationId): Promise<void>;
  /**
   * Returns the organizations that the user can switch to. Those of the session, unless the adapter
   * knows more.
   *
   * @throws {AuthChangeError}
   */
  listOrganizations(): Promise<readonly SessionOrganization[]>;
  /**
   * Requests that a code be sent: to the address of the account that this login is to be linked to
   * (`pending` with `confirm_account`), to the login's own (`verify_email`, which
   * `explanation.message` also says of a user who is signed in), or to the invited one
   * (`claim_invitation`, after {@link AuthActions.openInvitation}).
   *
   * @throws {AuthChangeError}
   */
  askLinkConfirmation(): Promise<void>;
  /** Presents that code. The result is the next state. */
  confirmLink(code: string): Promise<void>;
  /**
   * Names the invitation whose link the user opened, until they sign out. The result is the next
   * state. If the invitation is to another address than the user's, and a code that is mailed there
   * lets them accept it, that is `pending` with the message `claim_invitation`, or `authenticated`
   * with the same in `explanation.message`.
   */
  openInvitation(invitationId: InvitationId): Promise<void>;
  /**
   * Presents a bootstrap token, once, to become the first owner of the platform. The result is the
   * next state.
   */
  presentBootstrapToken(token: string): Promise<void>;
}

interface Common extends AuthActions {
  /**
   * Returns `true` if the session has the capability: in the given organization, or on the platform
   * when the argument is left out. `null` and `undefined` are no organization, and `false`. The
   * core decides; `false` unless `status` is `authenticated`. The function is a new one when the
   * session changes.
   */
  can(capability: Permission, ...organization: [organizationId?: OrganizationId | null | undefined]): boolean;
  /**
   * Returns `true` if the session meets every part of the requirement: capability, platform role,
   * organization role and membership. Otherwise like {@link Common.can}.
   */
  has(requirement: Requirement): boolean;
}

/** The state is not known yet: every unknown member is `undefined`. */
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

/** Nobody is signed in: every absent member is `null`. */
export interface UnauthenticatedAuth extends Common {
  readonly status: "unauthenticated";
  readonly isLoading: false;
  readonly isSignedIn: false;
  readonly userId: null;
  readonly fullName: null;
  readonly session: null;
  readonly organizations: null;
  /** The reason that the previous session has ended; otherwise `null`. */
  readonly message: AuthMessage | null;
  readonly explanation: null;
}

/**
 * A user is signed in at the provider but not admitted, or not yet. `isSignedIn` is `false`, so
 * that nothing opens by mistake. Do not redirect to the provider because of it: the user would come
 * back in the same state.
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
  /** The reason that a refresh has failed while the session goes on; otherwise `null`. */
  readonly message: AuthMessage | null;
  readonly explanation: AuthExplanation | null;
}

/** The state could not be determined, so nothing is known; `refresh()` tries again. */
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

/** The state of authentication, discriminated by `status`. */
export type UnifiedAuth = LoadingAuth | UnauthenticatedAuth | PendingAuth | AuthenticatedAuth | FailedAuth;

/** The known state, before the functions are added. */
export type Knowledge =
  | { readonly status: "loading" }
  | { readonly status: "unauthenticated"; readonly message: AuthMessage | null }
  | { readonly status: "pending"; readonly message: AuthMessage }
  | {
      readonly status: "authenticated";
      readonly session: AuthenticatedSession;
      readonly fullName: string | null;
      readonly explanation: AuthExplanation | null;
      /**
       * The server's time of the response, in seconds since the epoch; `null` if the response has
       * none.
       */
      readonly serverTime: number | null;
      readonly message: AuthMessage | null;
    }
  | { readonly status: "error"; readonly message: AuthMessage };

/**
 * The core's part in the store: the permissions and duration of a session, and loading the core.
 */
export interface SessionRules {
  /**
   * Resolves when {@link SessionRules.can} may be called. Rejects if the core cannot be loaded; may
   * be retried.
   */
  ready(): Promise<void>;
  /** The core's `can`. Throws if `session` is not a session. */
  can(session: UnifiedSession, capability: Permission, organizationId?: OrganizationId): boolean;
  /** The core's `has`. Throws if `session` is not a session. */
  has(session: UnifiedSession, requirement: Requirement): boolean;
  /** The core's `reduceSession`. */
  reduce(input: ReduceSessionInput): SessionState;
  /** Takes the core's answers about a session from the server's answer, if it carries them. */
  carry?(session: UnifiedSession, answers: unknown): void;
}

const unknown = { isSignedIn: undefined, userId: undefined, fullName: undefined, session: undefined } as const;
const absent = { isSignedIn: false, userId: null, fullName: null, session: null } as const;
const never = () => false;
const nothing = { can: never, has: never } as const;

/**
 * Returns the object that `useUnifiedAuth()` returns for a state. `isOver` returns `true` if the
 * session has ended since.
 */
export function present(
  known: Knowledge,
  actions: AuthActions,
  rules: SessionRules,
  isOver: () => boolean,
): UnifiedAuth {
  switch (known.status) {
    case "loading":
      return {
        ...actions,
        ...unknown,
        status: "loading",
        isLoading: true,
        organizations: undefined,
        message: null,
        explanation: undefined,
        ...nothing,
      };
    case "unauthenticated":
      return {
        ...actions,
        ...absent,
        status: "unauthenticated",
        isLoading: false,
        organizations: null,
        message: known.message,
        explanation: null,
        ...nothing,
      };
    case "pending":
      return {
        ...actions,
        ...absent,
        status: "pending",
        isLoading: false,
        organizations: null,
        message: known.message,
        explanation: null,
        ...nothing,
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
        // SECURITY: a timer may be late, so the expiry is checked here too.
        can(capability, ...organization) {
          if (isOver()) return false;
          if (organization.length === 0) return rules.can(unified, capability);
          const [id] = organization;
          return id !== null && id !== undefined && rules.can(unified, capability, id);
        },
        has: (requirement) => !isOver() && rules.has(unified, requirement),
      };
    }
    case "error":
      return {
        ...actions,
        ...unknown,
        status: "error",
        isLoading: false,
        organizations: undefined,
        message: known.message,
        explanation: undefined,
        ...nothing,
      };
  }
}
