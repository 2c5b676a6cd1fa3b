/**
 * `@cora/auth/next/authjs`: Auth.js (`next-auth` 4) for the active OpenID Connect connection.
 *
 * @example
 * ```ts
 * // lib/authjs.ts
 * export const authjs = createAuthjs({
 *   apiUrl: process.env.CORA_API_URL!, origin: "https://app.acme.example", secret: process.env.NEXTAUTH_SECRET!,
 *   clientSecret: (connectionId) => secrets[connectionId],
 * });
 * // app/api/auth/[...nextauth]/route.ts
 * export const { GET, POST } = authjs.handler;
 * ```
 */

import imported from "next-auth";
import type { CookiesOptions, NextAuthOptions } from "next-auth";
import type { JWT } from "next-auth/jwt";
import { getToken } from "next-auth/jwt";
import type { OAuthConfig } from "next-auth/providers/oauth";

import { safeRedirect } from "../session/index.js";
import { activeConnectionAnswer, firstOf, getActiveAuthProviders } from "./active-connection.js";
import type { ActiveConnection, FoundConnection, FoundConnections, OpenIdClient } from "./active-connection.js";
import type { ApiOptions } from "./api.js";
import { clientAuthentication, discoveryDocument } from "./client-authentication.js";
import type { ClientAuthentication } from "./client-authentication.js";
import { cookiesOf } from "./cookies.js";
import { openIdKind } from "./openid-kinds.js";
import { renewed } from "./renewal.js";

export type { ClientAuthentication } from "./client-authentication.js";

// WHY: the default import of a CommonJS module differs. Node and webpack return its exports,
// Turbopack their `default`.
const NextAuth = (imported as unknown as { readonly default?: typeof imported }).default ?? imported;

/** Maximum duration of a login at the provider, in seconds. */
const LOGIN_SECONDS = 15 * 60;
/** The time before its expiry at which a token is renewed, in seconds. */
const RENEW_BEFORE_SECONDS = 90;

/** Maximum duration of fetching a discovery document, in milliseconds. */
const DISCOVERY_MS = 5000;

/** Options of {@link createAuthjs}. */
export interface AuthjsOptions extends ApiOptions {
  /** The public origin of the application, such as `https://app.acme.example`. */
  readonly origin: string;
  /** The secret that encrypts the session cookie: at least 32 random characters. */
  readonly secret: string;
  /**
   * Returns the client secret of the application at a connection's provider; `null` if it is a
   * public client there, which PKCE alone protects (RFC 7636); `undefined` if the secret is not
   * configured, in which case nobody can sign in with that connection. The secret is sent as the
   * provider's discovery document says (`token_endpoint_auth_methods_supported`).
   */
  readonly clientSecret: (connectionId: string) => string | null | undefined;
  /**
   * Maximum duration of a session, in seconds; one hour when absent. If the provider issues refresh
   * tokens (scope `offline_access`), a session outlasts a single token.
   */
  readonly sessionSeconds?: number;
  /**
   * The `prompt` that the provider gets (OpenID Connect Core §3.1.2.1), such as `login` to ask for
   * credentials again or `select_account`. None when absent: a user who is signed in at the
   * provider is not asked again.
   */
  readonly prompt?: string;
  /** The sign-in page, which receives `?error=`; `/` when absent. */
  readonly signInPath?: string;
  /** The prefix of the names of the login cookies; `cora` when absent. */
  readonly cookiePrefix?: string;
}

/** The context that Next.js passes to the Auth.js route. */
interface Context {
  readonly params: Promise<{ readonly nextauth: string[] }>;
}

/** A request as Next.js creates it. */
type NextLikeRequest = Request & { readonly cookies: { has(name: string): boolean } };

type RouteHandler = (request: NextLikeRequest, context: Context) => Promise<Response>;

/** Auth.js, configured for the active connections at each request. */
export interface Authjs {
  /** The handlers for `app/api/auth/[...nextauth]/route.ts`. */
  readonly handler: { readonly GET: RouteHandler; readonly POST: RouteHandler };
  /**
   * Returns the token of a request's session, to present to Cora; `null` if there is none or it has
   * expired.
   */
  getToken(request: Request): Promise<string | null>;
  /**
   * Returns the active connections that this application can sign people in with through Auth.js,
   * the default first.
   */
  getActiveAuthProviders(): Promise<FoundConnections>;
  /** Returns the first of {@link Authjs.getActiveAuthProviders}. */
  getActiveAuthProvider(): Promise<FoundConnection>;
  /**
   * The handler for `app/api/active-connection/route.ts`, for an application that signs people in
   * through Auth.js alone.
   */
  readonly activeConnection: { GET(): Promise<Response> };
  /**
   * Returns the options for Auth.js, for a login with this connection: one provider for each of the
   * `offered` connections, which are this one alone when absent. With `null` it signs nobody in,
   * but still reads existing sessions. `authentication` is how the application authenticates to
   * this connection's token endpoint; when absent, `client_secret_basic`, or `none` for a public
   * client.
   */
  options(
    connection: ActiveConnection | null,
    offered?: readonly ActiveConnection[],
    authentication?: ClientAuthentication,
  ): NextAuthOptions;
}

/** The claims of the ID token that the session keeps. */
interface IdTokenClaims {
  readonly iss?: string;
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
}

/** The Auth.js actions that involve a provider; the others concern the session alone. */
const BY_CONNECTION: ReadonlySet<string | undefined> = new Set(["signin", "callback", "providers"]);

/** Returns the parameter by which a provider is told the access token's audience, if it has one. */
function audienceParameters(kind: string, { audiences: [audience], tokenUse }: OpenIdClient): Record<string, string> {
  const name = openIdKind(kind)?.audienceParameter ?? null;
  return name === null || audience === undefined || tokenUse !== "access_token" ? {} : { [name]: audience };
}

/** Returns the expiry of a verified token, in seconds since the epoch. */
function expiryOf(token: string): number | undefined {
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8") || "null");
  const exp = typeof claims === "object" && claims !== null && "exp" in claims ? claims.exp : undefined;
  return typeof exp === "number" ? exp : undefined;
}

const now = () => Math.floor(Date.now() / 1000);

/**
 * Creates the routes of Auth.js: the authorization code flow with PKCE, `state` and `nonce`, for
 * the connections that are active in Cora, one provider each. Tokens stay in the cookie, which is
 * encrypted and which no script can read.
 *
 * @throws {TypeError} If the secret is too short, or `origin` is not an absolute URL.
 */
export function createAuthjs(options: AuthjsOptions): Authjs {
  const { clientSecret, cookiePrefix = "cora", secret, sessionSeconds = 60 * 60, signInPath = "/" } = options;
  if (secret.length < 32) throw new TypeError("secret has fewer than 32 characters");
  const origin = new URL(options.origin).origin;
  const isSecure = origin.startsWith("https:");
  // WHY: Auth.js reads its own address from nowhere else.
  process.env.NEXTAUTH_URL ??= origin;

  /**
   * Returns the names of the cookies that a callback is checked against.
   *
   * SECURITY: the names contain the connection and its version. A callback of a login that began
   * with another connection, or before this one was changed, finds no cookie and is refused.
   */
  function checkCookieNames({ id, version }: ActiveConnection) {
    const name = (check: string) => `${isSecure ? "__Secure-" : ""}${cookiePrefix}.${id}.${version}.${check}`;
    return { state: name("state"), nonce: name("nonce"), pkceCodeVerifier: name("pkce") };
  }

  function checkCookies(connection: ActiveConnection): Partial<CookiesOptions> {
    const settings = { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure, maxAge: LOGIN_SECONDS } as const;
    const names = checkCookieNames(connection);
    return {
      state: { name: names.state, options: settings },
      nonce: { name: names.nonce, options: settings },
      pkceCodeVerifier: { name: names.pkceCodeVerifier, options: settings },
    };
  }

  /** Returns the client secret; `null` for a public client, `undefined` if it is not configured. */
  function secretOf({ id }: ActiveConnection): string | null | undefined {
    const found = clientSecret(id);
    return found === "" ? undefined : found;
  }

  const provider = (
    connection: ActiveConnection,
    client: OpenIdClient,
    authentication: ClientAuthentication = secretOf(connection) === null ? "none" : "client_secret_basic",
  ): OAuthConfig<IdTokenClaims> => ({
    id: connection.id,
    name: connection.displayName,
    type: "oauth",
    wellKnown: client.discoveryUri,
    authorization: {
      params: {
        scope: client.scopes.join(" "),
        ...(options.prompt !== undefined && { prompt: options.prompt }),
        ...audienceParameters(connection.kind, client),
      },
    },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId: client.clientId,
    clientSecret: secretOf(connection) ?? "",
    client: { token_endpoint_auth_method: authentication },
    profile: (claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
  });

  /** Returns the connections that this application can sign people in with. */
  async function find(): Promise<FoundConnections> {
    const found = await getActiveAuthProviders(options);
    if (found.status === "problem") return found;
    const supported = found.connections.filter(({ openId }) => openId !== undefined);
    const [first, ...others] = supported.filter((one) => secretOf(one) !== undefined);
    if (first !== undefined) return { status: "found", connections: [first, ...others] };
    return { status: "problem", code: supported.length > 0 ? "client_secret_missing" : "connection_unsupported" };
  }

  /**
   * Returns the cookie's new content, renewed by the refresh token if one exists and the token
   * expires soon.
   */
  async function kept(token: JWT): Promise<JWT> {
    const { connectionId, coraRefreshToken, coraTokenExpiresAt } = token;
    if (
      typeof coraRefreshToken !== "string" ||
      typeof coraTokenExpiresAt !== "number" ||
      coraTokenExpiresAt - now() > RENEW_BEFORE_SECONDS
    )
      return token;
    const found = await find();
    // SECURITY: a session of a connection that is no longer in use ends with its token.
    const connection = found.status === "found" ? found.connections.find(({ id }) => id === connectionId) : undefined;
    if (connection?.openId === undefined) return token;
    const { issuer, openId } = connection;
    const fresh = await renewed({
      issuer,
      client: openId,
      clientSecret: secretOf(connection) ?? null,
      refreshToken: coraRefreshToken,
      ...(options.fetch && { fetch: options.fetch }),
    });
    if (fresh === "try_again") return token;
    // The provider ended the session. This session ends too, when the current token expires.
    if (fresh === "refused") return { ...token, coraRefreshToken: undefined };
    const isAccess = openId.tokenUse === "access_token";
    const coraToken = isAccess ? fresh.access_token : fresh.id_token;
    if (coraToken === undefined) return { ...token, coraRefreshToken: undefined };
    const expiresAt = isAccess ? now() + fresh.expires_in : expiryOf(coraToken);
    return {
      ...token,
      coraToken,
      coraTokenExpiresAt: expiresAt,
      coraRefreshToken: fresh.refresh_token ?? coraRefreshToken,
    };
  }

  const optionsFor = (
    connection: ActiveConnection | null,
    offered: readonly ActiveConnection[] = connection === null ? [] : [connection],
    authentication?: ClientAuthentication,
  ): NextAuthOptions => ({
    secret,
    useSecureCookies: isSecure,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: signInPath, error: signInPath },
    providers: offered.flatMap((one) =>
      one.openId === undefined
        ? []
        : [provider(one, one.openId, one.id === connection?.id ? authentication : undefined)],
    ),
    cookies: connection === null ? {} : checkCookies(connection),
    callbacks: {
      // SECURITY: Auth.js accepts the issuer that the discovery document names. It has to be the
      // connection's.
      signIn: ({ profile }) => connection !== null && (profile as IdTokenClaims | undefined)?.iss === connection.issuer,
      // SECURITY: Auth.js would prepend the origin to any text that begins with a slash.
      redirect: ({ url }) => {
        const redirect = safeRedirect({ target: url, origin });
        return new URL(redirect.ok ? redirect.target : "/", origin).href;
      },
      /** Returns the content of the cookie. */
      async jwt({ account, token }) {
        if (!account || connection?.openId === undefined) return await kept(token);
        const isAccess = connection.openId.tokenUse === "access_token";
        const coraToken = isAccess ? account.access_token : account.id_token;
        const coraTokenExpiresAt = isAccess ? account.expires_at : coraToken && expiryOf(coraToken);
        return {
          ...token,
          coraToken,
          coraTokenExpiresAt,
          coraRefreshToken: account.refresh_token,
          connectionId: connection.id,
        };
      },
      /** Returns what the browser may know: the signed-in person, and no token. */
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub, name: token.name ?? null, email: token.email ?? null },
      }),
    },
  });

  /**
   * Redirects to the sign-in page with a code. The page's own `signIn()` sends a POST and receives
   * the location as JSON.
   */
  function refuse(request: Request, code: string): Response {
    const url = new URL(signInPath, origin);
    url.searchParams.set("error", code);
    const headers = { "cache-control": "no-store" };
    return request.method === "POST"
      ? Response.json({ url: url.href }, { status: 409, headers })
      : new Response(null, { status: 303, headers: { ...headers, location: url.href } });
  }

  const run = (
    request: NextLikeRequest,
    context: Context,
    connection: ActiveConnection | null,
    offered?: readonly ActiveConnection[],
    authentication?: ClientAuthentication,
  ): Promise<Response> =>
    NextAuth(request as never, context as never, optionsFor(connection, offered, authentication)) as Promise<Response>;

  /** Exchanges the code of a callback, authenticated as the provider's discovery document says. */
  async function complete(
    request: NextLikeRequest,
    context: Context,
    connection: ActiveConnection,
    offered: readonly ActiveConnection[],
  ): Promise<Response> {
    const { openId } = connection;
    if (openId === undefined) return await run(request, context, connection, offered);
    const call = options.fetch ?? globalThis.fetch;
    const document = await discoveryDocument(openId, call, AbortSignal.timeout(DISCOVERY_MS)).catch(() => null);
    if (document === null) return refuse(request, "provider_unreachable");
    const authentication = clientAuthentication(document, secretOf(connection) ?? null);
    return authentication === null
      ? refuse(request, "client_authentication_unsupported")
      : await run(request, context, connection, offered, authentication);
  }

  async function handler(request: NextLikeRequest, context: Context): Promise<Response> {
    const [action, connectionId] = (await context.params).nextauth;
    if (!BY_CONNECTION.has(action)) return await run(request, context, null);
    const found = await find();
    if (found.status === "problem") return refuse(request, found.code);
    const { connections } = found;
    const connection = connectionId === undefined ? connections[0] : connections.find(({ id }) => id === connectionId);
    // SECURITY: a login that began with a connection that is not in use any more, or under another
    // version of it, is not completed (the check cookies would be missing anyway).
    const isOutdated =
      connection !== undefined && action === "callback" && !request.cookies.has(checkCookieNames(connection).state);
    if (connection === undefined || isOutdated) return refuse(request, "sign_in_outdated");
    return await (action === "callback" ? complete : run)(request, context, connection, connections);
  }

  return {
    handler: { GET: handler, POST: handler },
    async getToken(request) {
      const req = { cookies: cookiesOf(request), headers: Object.fromEntries(request.headers) };
      const session = await getToken({ req: req as never, secret, secureCookie: isSecure });
      const { coraToken, coraTokenExpiresAt } = session ?? {};
      if (typeof coraToken !== "string" || typeof coraTokenExpiresAt !== "number") return null;
      return coraTokenExpiresAt > now() ? coraToken : null;
    },
    getActiveAuthProviders: find,
    getActiveAuthProvider: async () => firstOf(await find()),
    activeConnection: { GET: async () => activeConnectionAnswer(await find()) },
    options: optionsFor,
  };
}
