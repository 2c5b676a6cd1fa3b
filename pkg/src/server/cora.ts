/** `createCora`: the application's side of Cora, on web standards alone. */

import { questionOf } from "../access-requirement.js";
import type { AccessRequirement } from "../access-requirement.js";
import type { SignInState } from "../react/sign-in-state.js";
import { createRouteMatcher, init, safeRedirect } from "../session/index.js";
import type { RouteRule } from "../session/index.js";
import { AccessError, isNavigation } from "./access.js";
import type { AccessErrorCode, StepUp } from "./access.js";
import { AGE_LEEWAY_SECONDS, COOKIE_SECONDS } from "./application.js";
import type { Application } from "./application.js";
import { Cookies, withCookie } from "./cookies.js";
import { createHandler } from "./handler.js";
import { Issuer } from "./issuer.js";
import { originOf, settingsOf } from "./options.js";
import type { CoraOptions, Settings } from "./options.js";
import { PRIVATE } from "./pages.js";
import { Sessions } from "./sessions.js";
import type { OpenedSession } from "./sessions.js";
import { signInState } from "./sign-in-state.js";
import type { SignInParameters } from "./sign-in-state.js";
import { answerOf, authorization, organizationsOf, signedIn } from "./session.js";
import type { CoraSession, SessionAnswer, SignedInSession } from "./session.js";

/** The greatest age of an authentication that counts as fresh with `fresh: true`, in seconds. */
const FRESH_SECONDS = 300;

/** The requirements of {@link Cora.protect}. */
export interface ProtectRequirement extends AccessRequirement {
  /**
   * The greatest age of the authentication at the provider, in seconds; `true` is 300. An older
   * one, or one whose time the provider does not state, leads to a new sign-in of the same user.
   */
  readonly fresh?: number | true;
  /**
   * The class of the authentication at the provider (`acr`), or the classes of which one is enough,
   * as the provider names them: `phr` or `urn:example:mfa`. Another one leads to a new sign-in of
   * the same user, for which the provider is asked for it.
   */
  readonly acr?: string | readonly string[];
}

/** Returns the authentication that a session lacks, or `null` if it lacks none. */
function lacking(
  { acr: has, authTime }: SignedInSession,
  now: number,
  fresh: ProtectRequirement["fresh"],
  acr: ProtectRequirement["acr"],
): StepUp | null {
  const acrValues = typeof acr === "string" ? [acr] : acr;
  const maxAge = fresh === true ? FRESH_SECONDS : fresh;
  const age = authTime === null ? Number.POSITIVE_INFINITY : now - authTime;
  const isFresh = maxAge === undefined || (age >= -AGE_LEEWAY_SECONDS && age <= maxAge + AGE_LEEWAY_SECONDS);
  const isStrong = acrValues === undefined || (has !== null && acrValues.includes(has));
  if (isFresh && isStrong) return null;
  return { ...(!isFresh && { maxAge }), ...(!isStrong && { acrValues }) };
}

/**
 * Returns the access rules for `proxy`. A sign-in page that had to be signed in for would lead to
 * itself.
 */
function routesOf({ routes, signInPath }: CoraOptions): RouteRule[] {
  const rules: readonly RouteRule[] = routes ?? [{ pattern: "/*", access: "public" }];
  return signInPath === undefined ? [...rules] : [{ pattern: signInPath, access: "public" }, ...rules];
}

/** A header to send with the response: `set-cookie`, and `cache-control` with it. */
export type SessionHeader = readonly [name: string, value: string];

/** The session of a request, with the headers to send with its response. */
export interface RequestSession {
  readonly session: CoraSession;
  /** The headers of the response. Empty unless the session was renewed, or has ended. */
  readonly headers: readonly SessionHeader[];
  /** The `cookie` header that the rest of the request is to see; `undefined` if it stays. */
  readonly cookie: string | undefined;
}

/** Options of a sign-in. Hints go to Cora. */
export interface SignInOptions {
  /** The place in the application to continue at; the one of the request when absent. */
  readonly returnTo?: string;
  readonly connection?: string;
  readonly organization?: string;
  readonly loginHint?: string;
  readonly prompt?: string;
  /** The greatest age of the authentication, in seconds. */
  readonly maxAge?: number;
  /** The classes of authentication of which one is needed (`acr_values`). */
  readonly acrValues?: readonly string[];
}

/** The application's side of Cora. Create one, in a module of its own. */
export interface Cora {
  /** Returns who makes a request. Verifies offline, and renews the session when that is due. */
  auth(request: Request): Promise<CoraSession>;
  /**
   * Returns the signed-in user if the requirements are met.
   *
   * @throws {AccessError} With the response to send.
   */
  protect(request: Request, requirement?: ProtectRequirement): Promise<SignedInSession>;
  /**
   * Answers the paths below `/api/auth`: `sign-in`, `callback`, `sign-out`,
   * `signed-out`, `session`, `organization`, `connections`, `back-channel-logout`.
   */
  handler(request: Request): Promise<Response>;
  /**
   * Handles a request before the application does: answers the handler's paths, and leads a person
   * who is not signed in from a protected page to the sign-in. Returns `undefined` to let the
   * request pass.
   *
   * SECURITY: it spares people pages full of refusals and protects nothing.
   */
  proxy(request: Request): Promise<Response | undefined>;
  /** Returns the headers that the response to a request needs, once its session was opened. */
  changes(request: Request): readonly SessionHeader[];
  /** Returns the response with the cookie of the request's session, if that has changed. */
  commit(request: Request, response: Response): Response;
  /** Returns the session with the headers to send; for adapters to frameworks. */
  open(request: Request): Promise<RequestSession>;
  /** Returns the state for the first paint of a page; it has no token. */
  initial(request: Request): Promise<SessionAnswer | null>;
  /**
   * Returns the state for `<SignInPage>` of `@cora/auth/react/pages`: the connections to choose
   * from, or the reason that nobody can sign in, and the query's error and place to go on at.
   */
  signInState(request: Request, parameters?: SignInParameters): Promise<SignInState>;
  /** Returns the URL at which a person signs in and comes back. */
  signInUrl(request: Request, options?: SignInOptions): string;
  /**
   * Ends the session of a request here, and returns the response that also ends it at Cora: a
   * redirect. For a form of one's own; pages post to the handler's `sign-out`.
   *
   * SECURITY: the caller makes sure that one of the application's own pages asks, as server actions
   * of Next.js do.
   */
  signOut(request: Request): Promise<Response>;
  /** The settings; reads the environment at the first call. */
  settings(): Settings;
  /** Returns `true` for a path that the handler answers. */
  isHandled(pathname: string): boolean;
}

/**
 * Creates the application's side of Cora. Nothing is read and nobody is asked until the first
 * request, so that a build needs no environment.
 *
 * @example
 * ```ts
 * const cora = createCora(); // CORA_URL, CORA_CLIENT_ID, CORA_CLIENT_SECRET, CORA_COOKIE_SECRET
 * export default { async fetch(request: Request) {
 *   if (cora.isHandled(new URL(request.url).pathname)) return await cora.handler(request);
 *   const { fullName } = await cora.protect(request);
 *   return cora.commit(request, new Response(`Hello, ${fullName}`));
 * } };
 * ```
 */
export function createCora(options: CoraOptions = {}): Cora {
  let made: Application | undefined;
  let ready: Promise<void> | undefined;
  let handle: ReturnType<typeof createHandler> | undefined;
  let routeOf: ReturnType<typeof createRouteMatcher> | undefined;
  /** The sessions that were opened, by request. */
  const opened = new WeakMap<Request, Promise<OpenedSession>>();
  /** The headers that the response to a request needs. */
  const changes = new WeakMap<Request, readonly SessionHeader[]>();

  function application(): Application {
    if (made !== undefined) return made;
    const settings = settingsOf(options);
    const now = options.now ?? (() => Date.now() / 1000);
    const call: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    const issuer = new Issuer(settings, { fetch: call, now, timeoutMs: options.timeoutMs ?? 5000 });
    const cookies = new Cookies(settings);
    made = {
      options,
      settings,
      cookies,
      issuer,
      now,
      sessions: new Sessions(settings, { cookies, issuer, now, revoked: options.revoked }),
      returnPath(target, origin) {
        if (typeof target !== "string") return undefined;
        const allowed = settings.origins.filter((one) => one !== origin);
        const found = safeRedirect({ target, origin, ...(allowed.length > 0 && { allowedOrigins: allowed }) });
        return found.ok ? found.target : undefined;
      },
    };
    return made;
  }

  const loaded = () =>
    (ready ??= init(options.wasm).catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));

  /** Returns the headers that write a change of the session's cookie. */
  function headersOf({ cookies, options }: Application, { cookie }: OpenedSession, origin: string): SessionHeader[] {
    if (cookie === undefined) return [];
    const name = cookies.name("session", origin);
    const value = cookies.header(name, cookie, options.cookieMaxAge ?? COOKIE_SECONDS, origin);
    return [["set-cookie", value], ...Object.entries(PRIVATE)];
  }

  function find(request: Request, renew = false): Promise<OpenedSession> {
    const before = renew ? undefined : opened.get(request);
    if (before !== undefined) return before;
    const found = (async () => {
      const app = application();
      await loaded();
      const origin = originOf(app.settings, request);
      const session = await app.sessions.open(request, origin, { renew });
      changes.set(request, headersOf(app, session, origin));
      return session;
    })();
    opened.set(request, found);
    return found;
  }

  function shown(session: OpenedSession): CoraSession {
    switch (session.status) {
      case "unauthenticated":
        return { status: "unauthenticated", code: session.code };
      case "error": {
        const message = "The server cannot be reached at the moment. Please try again.";
        return { status: "error", code: session.code, message };
      }
      case "authenticated": {
        const { accessToken, profile } = session.content;
        return signedIn(session.claims, profile, application().settings.issuer, accessToken);
      }
    }
  }

  function signInUrl(request: Request, asked: SignInOptions = {}): string {
    const { settings } = application();
    const here = new URL(request.url);
    const url = new URL(`${settings.basePath}${settings.authPath}/sign-in`, originOf(settings, request));
    const set = (name: string, value: string | number | undefined) => {
      if (value !== undefined) url.searchParams.set(name, String(value));
    };
    set("return_to", asked.returnTo ?? here.pathname + here.search);
    set("connection", asked.connection);
    set("organization", asked.organization);
    set("login_hint", asked.loginHint);
    set("prompt", asked.prompt);
    set("max_age", asked.maxAge);
    set("acr_values", asked.acrValues?.join(" "));
    return url.href;
  }

  /** Returns the URL that a visitor is led to who is not signed in. */
  function visitorUrl(request: Request): string {
    const { signInPath } = options;
    if (signInPath === undefined) return signInUrl(request);
    const { settings } = application();
    const here = new URL(request.url);
    const url = new URL(`${settings.basePath}${signInPath}`, originOf(settings, request));
    url.searchParams.set("from", here.pathname + here.search);
    return url.href;
  }

  async function protect(request: Request, required: ProtectRequirement = {}): Promise<SignedInSession> {
    const { acr, fresh, ...access } = required;
    const refuse = (code: AccessErrorCode, stepUp?: StepUp): never => {
      const isVisitor = code === "sign_in_required";
      const url = isVisitor ? visitorUrl(request) : stepUp === undefined ? null : signInUrl(request, stepUp);
      throw new AccessError(code, url, isNavigation(request), stepUp);
    };
    let session = await find(request);
    const { now, settings } = application();
    if (session.status === "unauthenticated") return refuse("sign_in_required");
    if (session.status === "error") return refuse("session_unavailable");
    const { claims, content } = session;
    const requirement = questionOf(access, claims.organization?.id ?? null, organizationsOf(claims, content.profile));
    if (requirement === undefined) return refuse("permission_denied");
    const decide = (found: OpenedSession & { status: "authenticated" }) =>
      authorization(found.claims, found.content.profile, settings.issuer, {
        requirement,
        isPresent: found.isPresent,
      });
    if (decide(session) === "stale") {
      // A sensitive capability needs the roles of now: Cora decides, in a renewal.
      session = await find(request, true);
      if (session.status === "unauthenticated") return refuse("sign_in_required");
      if (session.status === "error") return refuse("session_unavailable");
      if (decide(session) !== "allowed") return refuse("permission_denied");
    }
    const user = shown(session) as SignedInSession;
    if (!user.has(access)) {
      // Permissions that the token had no room for and that could not be asked for are not known.
      const isUnknown = session.claims.permissions?.lists === null && access.permission !== undefined;
      return refuse(isUnknown ? "session_unavailable" : "permission_denied");
    }
    const stepUp = lacking(user, now(), fresh, acr);
    if (stepUp !== null) {
      const code = stepUp.acrValues === undefined ? "fresh_sign_in_required" : "stronger_sign_in_required";
      return refuse(code, stepUp);
    }
    return user;
  }

  async function handler(request: Request): Promise<Response> {
    await loaded();
    handle ??= createHandler(application());
    return await handle(request);
  }

  const isHandled = (pathname: string): boolean => {
    const { authPath, basePath } = application().settings;
    return pathname.startsWith(`${basePath}${authPath}/`) || pathname.startsWith(`${authPath}/`);
  };

  async function open(request: Request): Promise<RequestSession> {
    const session = await find(request);
    const headers = changes.get(request) ?? [];
    if (session.cookie === undefined) return { session: shown(session), headers, cookie: undefined };
    const { cookies, settings } = application();
    const name = cookies.name("session", originOf(settings, request));
    return {
      session: shown(session),
      headers,
      cookie: withCookie(request.headers.get("cookie"), name, session.cookie),
    };
  }

  return {
    auth: async (request) => shown(await find(request)),
    protect,
    handler,
    open,
    signInUrl,
    isHandled,
    settings: () => application().settings,
    async proxy(request) {
      const { pathname } = new URL(request.url);
      if (isHandled(pathname)) return await handler(request);
      await loaded();
      routeOf ??= createRouteMatcher(routesOf(options));
      if (!isNavigation(request) || routeOf(pathname).access === "public") return undefined;
      const session = await find(request);
      return session.status === "unauthenticated"
        ? commit(request, new AccessError("sign_in_required", visitorUrl(request), true).response)
        : undefined;
    },
    commit,
    changes: (request) => changes.get(request) ?? [],
    async initial(request) {
      const session = await find(request);
      const { now, settings } = application();
      if (session.status === "error") return null;
      if (session.status === "unauthenticated")
        return { session: { status: "unauthenticated" }, fullName: null, serverTime: Math.floor(now()), answers: null };
      return answerOf(session.claims, session.content.profile, settings.issuer, Math.floor(now()));
    },
    async signInState(request, parameters = {}) {
      const app = application();
      await loaded();
      return await signInState(app, originOf(app.settings, request), parameters);
    },
    async signOut(request) {
      const app = application();
      await loaded();
      handle ??= createHandler(app);
      return await handle.signOut(request);
    },
  };

  function commit(request: Request, response: Response): Response {
    const headers = changes.get(request) ?? [];
    if (headers.length === 0) return response;
    const own = new Headers(response.headers);
    for (const [name, value] of headers) {
      if (name === "set-cookie") own.append(name, value);
      else own.set(name, value);
    }
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers: own });
  }
}
