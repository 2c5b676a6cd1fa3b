/** Who makes a request of an application's server. Exported by `@cora/auth/next`. */

import { TokenVerifier, can, createRouteMatcher, has, init, safeRedirect } from "../session/index.js";
import type { AcceptedToken, AuthenticatedSession, Capability, OrganizationId, Requirement, RouteRule, UnifiedSession, WasmSource } from "../session/index.js";
import { activeConnectionAnswer, getActiveAuthProvider, isOnThisMachine, signInProblemSentence } from "./active-connection.js";
import type { ActiveConnection, FoundConnection } from "./active-connection.js";
import type { SignInState } from "../react/sign-in-page.js";
import { askApi } from "./api.js";
import type { ApiOptions } from "./api.js";
import { cookiesOf } from "./cookies.js";
import { createProfileHandler } from "./profile.js";
import type { ProfileHandler } from "./profile.js";

/** What a code looks like: an address may say anything, and none of it is shown but that. */
const CODE = /^\w{1,64}$/;
const SIGN_IN_FAILED = "The sign-in did not work. Please try again.";

/** Options of {@link createAuth}. */
export interface AuthOptions extends ApiOptions {
  /** The origin that people see, such as `https://app.acme.example`. */
  readonly origin: string;
  /** The token of a request's session, or `null` when there is none or it is over; `authjs.getToken` of `@cora/auth/next/authjs`, or `clerkToken`. */
  readonly getToken: (request: Request) => Promise<string | null>;
  /** `headers` of `next/headers`, for {@link Auth.auth} without a request: in server components and actions. */
  readonly headers?: () => Promise<Headers>;
  /** Who may see which page, first match first; whatever is not named is for who is signed in. Pages of signing in and routes of the API are `public`. */
  readonly routes?: readonly RouteRule[];
  /** The page to sign in at; `/` when absent. It has to be public. */
  readonly signInPath?: string;
  /** Where to have the session module from, where it does not come by itself. */
  readonly wasm?: WasmSource;
}

/** Who makes a request. */
export type ServerAuth =
  /** Nobody, or somebody whose session is over. `code` is a token error code or one of the profile route. */
  | { readonly status: "unauthenticated"; readonly code: string }
  /** Somebody who may not come in, or not yet. `message` is a sentence for them. */
  | { readonly status: "pending"; readonly code: string; readonly message: string }
  /** A user. */
  | AuthenticatedRequest
  /** It could not be found out, so nothing may be done. */
  | { readonly status: "error"; readonly code: string; readonly message: string };

/** A request by a user. */
export interface AuthenticatedRequest {
  readonly status: "authenticated";
  readonly session: AuthenticatedSession;
  /** The token, for calls of Cora's API and the application's own. Nothing to send to the browser. */
  readonly token: string;
  /** Whether the session may do something: on the platform when no organization is named, else in that organization. */
  can(capability: Capability, organizationId?: OrganizationId): boolean;
  /** Capability, role on the platform, role in an organization and membership together: all that are asked for have to be there. */
  has(requirement: Requirement): boolean;
}

/** An application's server side. Make one, in a module of its own. */
export interface Auth {
  /**
   * Who makes this request, as Cora says now; without a request that of the page that is rendered. Asked once for each request.
   *
   * SECURITY: this is the gate. `proxy` spares people pages full of refusals and protects nothing.
   */
  auth(request?: Request): Promise<ServerAuth>;
  /**
   * For `proxy.ts`: sends who is not signed in, or by a connection that is not in use any more, to sign in first; `undefined` lets the request pass.
   * Verifies the token itself, and asks Cora for nothing but the connection in use.
   */
  proxy(request: Request): Promise<Response | undefined>;
  /** What the token of a request says, if it is one of the connection in use and may be believed now; else `null`. */
  verified(request: Request): Promise<AcceptedToken | null>;
  /** The connection that logins use now. */
  getActiveAuthProvider(): Promise<FoundConnection>;
  /** Where somebody may be sent on to after signing in: a place of this application, or `null`. */
  returnPath(wanted: unknown): string | null;
  /**
   * What `<SignInPage>` of `@cora/auth/react/pages` shows: of the `searchParams` of the page, and of the connection in use, which is asked for when it is not
   * given. An adapter knows more of it, such as whether the application has its secret.
   */
  signInState(searchParams: Readonly<Record<string, unknown>>, found?: FoundConnection): Promise<SignInState>;
  /** For `app/api/profile/route.ts`. */
  readonly profile: ProfileHandler;
  /** For `app/api/active-connection/route.ts`. */
  readonly activeConnection: { GET(): Promise<Response> };
}

/**
 * Makes the server side of an application.
 *
 * @example
 * ```ts
 * // lib/auth.ts
 * export const { auth, profile, proxy } = createAuth({
 *   apiUrl: process.env.CORA_API_URL!, origin: "https://app.acme.example", getToken: authjs.getToken, headers,
 *   routes: [{ pattern: "/", access: "public" }, { pattern: "/api/*", access: "public" }],
 * });
 * ```
 *
 * @throws {TypeError} when `apiUrl` or `origin` is not an absolute http(s) URL.
 */
export function createAuth(options: AuthOptions): Auth {
  const { getToken, headers, routes = [], signInPath = "/" } = options;
  const origin = new URL(options.origin).origin;
  const { fetch: call, timeoutMs } = options;
  const profile = createProfileHandler({
    apiUrl: options.apiUrl, publicOrigin: origin, getAccessToken: getToken,
    ...(call !== undefined && { fetch: call }), ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const asked = new WeakMap<object, Promise<ServerAuth>>();
  let ready: Promise<void> | undefined;
  let routeOf: ReturnType<typeof createRouteMatcher> | undefined;
  /** The verifier of the connection that was last in use: it holds its keys. */
  let kept: { readonly verification: string; readonly verifier: TokenVerifier } | undefined;

  const loaded = () =>
    (ready ??= init(options.wasm).catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));

  const find = () => getActiveAuthProvider(options);

  function returnPath(wanted: unknown): string | null {
    if (typeof wanted !== "string") return null;
    const redirect = safeRedirect({ target: wanted, origin });
    return redirect.ok ? redirect.target : null;
  }

  function verifierOf({ verification }: ActiveConnection): TokenVerifier {
    const text = JSON.stringify(verification);
    if (kept?.verification !== text) {
      // What runs on one machine has its provider there too, without TLS.
      const verifier = new TokenVerifier({ connections: [verification], allowLoopback: isOnThisMachine(origin) });
      kept?.verifier.free();
      kept = { verification: text, verifier };
    }
    return kept.verifier;
  }

  async function verified(request: Request): Promise<AcceptedToken | null> {
    try {
      const [token, found] = await Promise.all([getToken(request), find(), loaded()]);
      return token === null || found.status !== "found" ? null : await verifierOf(found.connection).verify(token);
    } catch {
      // What is not clear is no reason to believe anybody.
      return null;
    }
  }

  async function ask(request: Request): Promise<ServerAuth> {
    let token: string | null;
    try {
      [token] = await Promise.all([getToken(request), loaded()]);
    } catch {
      return { status: "error", code: "session_unreadable", message: "Your session could not be read. Please sign in again." };
    }
    if (token === null) return { status: "unauthenticated", code: "token_missing" };
    const answer = await askApi(options, { path: "profiles/me", token });
    if (!answer.ok) return { status: "error", code: answer.code, message: "The server cannot be reached at the moment. Please try again." };
    const { body, status } = answer;
    const code = typeof body.code === "string" ? body.code : "";
    const message = typeof body.error === "string" ? body.error : "Something went wrong. Please try again.";
    if (status === 401) return { status: "unauthenticated", code };
    if (status === 403) return { status: "pending", code, message };
    const unified = (body.data as { readonly session?: UnifiedSession } | undefined)?.session;
    try {
      if (status === 200 && unified?.status === "authenticated") {
        // The core refuses what is no session.
        can(unified, "org:read");
        return {
          status: "authenticated", session: unified.session, token,
          can: (capability, organizationId) => can(unified, capability, organizationId),
          has: (requirement) => has(unified, requirement),
        };
      }
      if (status === 200 && unified?.status === "pending") return { status: "pending", code: unified.message, message };
    } catch {
      // What it refused is said below.
    }
    return { status: "error", code: status === 200 ? "api_invalid_answer" : code, message };
  }

  return {
    async auth(request) {
      const from: object | undefined = request ?? (await headers?.());
      if (from === undefined) throw new TypeError("auth() without a request needs `headers` of next/headers: createAuth({ headers, … })");
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
    getActiveAuthProvider: find,
    returnPath,
    async signInState({ error, from }, given) {
      const [found] = await Promise.all([given ?? find(), loaded()]);
      return {
        by: found.status === "found" ? { displayName: found.connection.displayName } : { problem: found.code, sentence: signInProblemSentence(found.code) ?? SIGN_IN_FAILED },
        error: typeof error === "string" && CODE.test(error) ? { code: error, sentence: signInProblemSentence(error) ?? SIGN_IN_FAILED } : null,
        wanted: returnPath(from),
      };
    },
    profile,
    activeConnection: { GET: async () => activeConnectionAnswer(await find()) },
  };
}

/**
 * The token that Clerk's script keeps in the cookie `__session`, or that a page sends itself. Clerk renews it every minute while a page of the application is
 * open.
 */
export async function clerkToken(request: Request): Promise<string | null> {
  const [scheme, sent] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() === "bearer" && sent) return sent;
  return cookiesOf(request).__session || null;
}
