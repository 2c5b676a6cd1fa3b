/** Authenticates requests to an application's server. Exported by `@cora/auth/next`. */

import { TokenVerifier, can, createRouteMatcher, has, init, safeRedirect } from "../session/index.js";
import type {
  AcceptedToken,
  AuthenticatedSession,
  OrganizationId,
  Permission,
  Requirement,
  RouteRule,
  UnifiedSession,
  WasmSource,
} from "../session/index.js";
import {
  activeConnectionAnswer,
  asSeveral,
  firstOf,
  getActiveAuthProviders,
  isOnThisMachine,
  signInProblemSentence,
} from "./active-connection.js";
import type { ActiveConnection, FoundConnection, FoundConnections } from "./active-connection.js";
import type { SignInState } from "../react/sign-in-state.js";
import type { ServerErrorCode } from "../server-code.js";
import { askApi } from "./api.js";
import type { ApiOptions } from "./api.js";
import { cookiesOf } from "./cookies.js";
import { createProfileHandler } from "./profile.js";
import type { ProfileHandler } from "./profile.js";
import type { ProfileRouteCode } from "./response.js";
import { isUuid } from "./uuid.js";

/** The form of a code. A URL may contain any text, and only text of this form is displayed. */
const CODE = /^\w{1,64}$/;
const SIGN_IN_FAILED = "Sign-in failed. Please try again.";

/** Options of {@link createAuth}. */
export interface AuthOptions extends ApiOptions {
  /** The public origin of the application, such as `https://app.acme.example`. */
  readonly origin: string;
  /**
   * Returns the provider's token of a request's session, or `null` if there is none or it has
   * expired: `clerkToken`, or a function that reads the application's own session.
   */
  readonly getToken: (request: Request) => Promise<string | null>;
  /**
   * Returns the access token that the provider issued with the request's ID token, or `null` if
   * there is none. Cora asks the provider's userinfo endpoint with it, where the connection says so
   * (`userinfo: when_missing`).
   */
  readonly getProviderAccessToken?: (request: Request) => Promise<string | null>;
  /**
   * The `headers` function of `next/headers`, for {@link Auth.auth} without a request: in server
   * components and actions.
   */
  readonly headers?: () => Promise<Headers>;
  /**
   * The access rules of pages; the first match applies. Unmatched pages require a signed-in user.
   * Declare sign-in pages and API routes `public`.
   */
  readonly routes?: readonly RouteRule[];
  /** The sign-in page; `/` when absent. `proxy` treats it as public. */
  readonly signInPath?: string;
  /** The source of the session module, for hosts where it is not loaded automatically. */
  readonly wasm?: WasmSource;
}

/** Every `code` of a {@link ServerAuth}: Cora's, or the profile route's. The list is closed. */
export type ServerAuthCode = ServerErrorCode | ProfileRouteCode;

/** The authentication of a request. */
export type ServerAuth =
  /** Nobody is signed in, or the session is over. `code` is a token error code. */
  | { readonly status: "unauthenticated"; readonly code: ServerAuthCode }
  /** A person who is not admitted, or not yet. `message` is a sentence for them. */
  | { readonly status: "pending"; readonly code: ServerAuthCode; readonly message: string }
  /** A signed-in user. */
  | AuthenticatedRequest
  /** The check failed, so nothing is permitted. */
  | { readonly status: "error"; readonly code: ServerAuthCode; readonly message: string };

/** A request by a signed-in user. */
export interface AuthenticatedRequest {
  readonly status: "authenticated";
  readonly session: AuthenticatedSession;
  /**
   * The token, for calls to Cora's API and the application's own. Do not send it to the browser.
   */
  readonly token: string;
  /**
   * The access token to send with the token to Cora's API, in the header `x-cora-access-token`;
   * `null` if there is none. Do not send it to the browser.
   */
  readonly providerAccessToken: string | null;
  /**
   * Returns `true` if the session has the capability: in the given organization, or on the platform
   * when the argument is left out. `null` and `undefined` are no organization, and `false`.
   */
  can(capability: Permission, ...organization: [organizationId?: OrganizationId | null | undefined]): boolean;
  /**
   * Returns `true` if the session meets every part of the requirement: capability, platform role,
   * organization role and membership.
   */
  has(requirement: Requirement): boolean;
}

/** The server side of an application. Create one, in a module of its own. */
export interface Auth {
  /**
   * Authenticates a request as Cora decides now; without an argument, the request of the page being
   * rendered. Asks Cora once per request.
   *
   * SECURITY: this is the gate. `proxy` spares users pages full of refusals and protects nothing.
   */
  auth(request?: Request): Promise<ServerAuth>;
  /**
   * Handles a request in `proxy.ts`. Redirects a user who is not signed in, or signed in through a
   * connection that is no longer in use, to the sign-in page; returns `undefined` to let the
   * request pass. Verifies the token itself, and requests only the active connection from Cora.
   */
  proxy(request: Request): Promise<Response | undefined>;
  /**
   * Returns the verified content of a request's token, or `null` unless it is a token of an active
   * connection and valid now.
   */
  verified(request: Request): Promise<AcceptedToken | null>;
  /** Returns the connections that logins use now, the default first. */
  getActiveAuthProviders(): Promise<FoundConnections>;
  /** Returns the connection to offer first. */
  getActiveAuthProvider(): Promise<FoundConnection>;
  /**
   * Returns the place in this application to continue at after sign-in, or `null` if `wanted` is
   * not one.
   */
  returnPath(wanted: unknown): string | null;
  /**
   * Returns the state that `<SignInPage>` of `@cora/auth/react/pages` displays, from the page's
   * `searchParams` and the active connections. They are requested when they are not given. An
   * application may know more about them, such as that it cannot sign people in by one.
   */
  signInState(
    searchParams: Readonly<Record<string, unknown>>,
    found?: FoundConnection | FoundConnections,
  ): Promise<SignInState>;
  /** The handlers for `app/api/profile/route.ts`. */
  readonly profile: ProfileHandler;
  /** The handler for `app/api/active-connection/route.ts`. */
  readonly activeConnection: { GET(): Promise<Response> };
}

/**
 * Creates the server side of an application.
 *
 * @example
 * ```ts
 * // lib/auth.ts
 * export const { auth, profile, proxy } = createAuth({
 *   apiUrl: process.env.CORA_API_URL!, origin: "https://app.acme.example", headers,
 *   getToken: clerkToken,
 *   routes: [{ pattern: "/", access: "public" }, { pattern: "/api/*", access: "public" }],
 * });
 * ```
 *
 *
 * @throws {TypeError} If `apiUrl` or `origin` is not an absolute http(s) URL.
 */
export function createAuth(options: AuthOptions): Auth {
  const { getProviderAccessToken = async () => null, getToken, headers, routes = [], signInPath = "/" } = options;
  const origin = new URL(options.origin).origin;
  const { fetch: call, timeoutMs } = options;
  const profile = createProfileHandler({
    apiUrl: options.apiUrl,
    publicOrigin: origin,
    getAccessToken: getToken,
    getProviderAccessToken,
    ...(call !== undefined && { fetch: call }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const asked = new WeakMap<object, Promise<ServerAuth>>();
  let ready: Promise<void> | undefined;
  let routeOf: ReturnType<typeof createRouteMatcher> | undefined;
  /** The verifier of the connections that were last in use; it holds their keys. */
  let kept: { readonly verifications: string; readonly verifier: TokenVerifier } | undefined;

  const loaded = () =>
    (ready ??= init(options.wasm).catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));

  const find = () => getActiveAuthProviders(options);

  function returnPath(wanted: unknown): string | null {
    if (typeof wanted !== "string") return null;
    const redirect = safeRedirect({ target: wanted, origin });
    return redirect.ok ? redirect.target : null;
  }

  function verifierOf(active: readonly ActiveConnection[]): TokenVerifier {
    const connections = active.map(({ verification }) => verification);
    const text = JSON.stringify(connections);
    if (kept?.verifications !== text) {
      // An application that runs on this machine may have its provider there too, without TLS.
      const verifier = new TokenVerifier({ connections, allowLoopback: isOnThisMachine(origin) });
      kept?.verifier.free();
      kept = { verifications: text, verifier };
    }
    return kept.verifier;
  }

  async function verified(request: Request): Promise<AcceptedToken | null> {
    try {
      const [token, found] = await Promise.all([getToken(request), find(), loaded()]);
      return token === null || found.status !== "found" ? null : await verifierOf(found.connections).verify(token);
    } catch {
      // Any uncertainty means that nobody is verified.
      return null;
    }
  }

  async function ask(request: Request): Promise<ServerAuth> {
    let token: string | null;
    let providerAccessToken: string | null;
    try {
      [token, providerAccessToken] = await Promise.all([getToken(request), getProviderAccessToken(request), loaded()]);
    } catch {
      return {
        status: "error",
        code: "session_unreadable",
        message: "Your session could not be read. Please sign in again.",
      };
    }
    if (token === null) return { status: "unauthenticated", code: "token_missing" };
    const accessToken = providerAccessToken === null ? {} : { accessToken: providerAccessToken };
    const answer = await askApi(options, { path: "profiles/me", token, ...accessToken });
    if (!answer.ok)
      return {
        status: "error",
        code: answer.code,
        message: "The server cannot be reached at the moment. Please try again.",
      };
    const { body, status } = answer;
    const code = typeof body.code === "string" ? (body.code as ServerErrorCode) : "api_invalid_answer";
    const message = typeof body.error === "string" ? body.error : "Something went wrong. Please try again.";
    if (status === 401) return { status: "unauthenticated", code };
    if (status === 403) return { status: "pending", code, message };
    const unified = (body.data as { readonly session?: UnifiedSession } | undefined)?.session;
    try {
      if (status === 200 && unified?.status === "authenticated") {
        // The core throws if the value is not a session.
        can(unified, "org:read");
        return {
          status: "authenticated",
          session: unified.session,
          token,
          providerAccessToken,
          can(capability, ...organization) {
            if (organization.length === 0) return can(unified, capability);
            const [id] = organization;
            return id !== null && id !== undefined && can(unified, capability, id);
          },
          has: (requirement) => has(unified, requirement),
        };
      }
      if (status === 200 && unified?.status === "pending") return { status: "pending", code: unified.message, message };
    } catch {
      // The core refused the value; the error is returned below.
    }
    return { status: "error", code: status === 200 ? "api_invalid_answer" : code, message };
  }

  return {
    async auth(request) {
      const from: object | undefined = request ?? (await headers?.());
      if (from === undefined)
        throw new TypeError(
          "auth() without a request requires `headers` from next/headers: createAuth({ headers, … })",
        );
      let answer = asked.get(from);
      if (answer === undefined) {
        answer = ask(request ?? new Request(origin, { headers: from as Headers }));
        asked.set(from, answer);
      }
      return await answer;
    },
    async proxy(request) {
      const { pathname, search } = new URL(request.url);
      await loaded();
      routeOf ??= createRouteMatcher([{ pattern: signInPath, access: "public" }, ...routes]);
      if (routeOf(pathname).access === "public" || (await verified(request)) !== null) return undefined;
      const signIn = new URL(signInPath, origin);
      signIn.searchParams.set("from", pathname + search);
      return new Response(null, { status: 303, headers: { location: signIn.href, "cache-control": "no-store" } });
    },
    verified,
    getActiveAuthProviders: find,
    getActiveAuthProvider: async () => firstOf(await find()),
    returnPath,
    async signInState({ error, from, invitation }, given) {
      const [found] = await Promise.all([given === undefined ? find() : asSeveral(given), loaded()]);
      return {
        by:
          found.status === "found"
            ? {
                displayName: found.connections[0].displayName,
                choices: found.connections.map(({ displayName, id }) => ({ id, displayName })),
              }
            : { problem: found.code, sentence: signInProblemSentence(found.code) ?? SIGN_IN_FAILED },
        error:
          typeof error === "string" && CODE.test(error)
            ? { code: error, sentence: signInProblemSentence(error) ?? SIGN_IN_FAILED }
            : null,
        wanted: returnPath(from),
        invitation: isUuid(invitation) ? invitation : null,
      };
    },
    profile,
    activeConnection: { GET: async () => activeConnectionAnswer(await find()) },
  };
}

/**
 * Returns the token from Clerk's cookie `__session`, or from the `Authorization` header that a page
 * sends itself. Clerk renews the token every minute while a page of the application is open.
 */
export async function clerkToken(request: Request): Promise<string | null> {
  const [scheme, sent] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() === "bearer" && sent) return sent;
  return cookiesOf(request).__session || null;
}
