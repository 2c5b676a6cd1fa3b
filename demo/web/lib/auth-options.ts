import type { CookiesOptions, NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";

import type { ActiveConnection } from "./active-connection";
import { environment } from "./environment";
import { returnTarget } from "./routes";

/** As long as the providers' tokens: a session that outlives its token could only be refused. */
const SESSION_SECONDS = 60 * 60;
/** How long a login may take at the provider. */
const LOGIN_SECONDS = 15 * 60;

/** The claims of the ID token that the session keeps. */
interface IdTokenClaims {
  readonly iss?: string;
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
}

/**
 * The cookies that a callback is checked with.
 *
 * SECURITY: their names carry connection and version, so that a callback of a login that was begun by another connection, or before this
 * one was changed, finds none and is refused.
 */
export function checkCookieNames({ id, version }: Pick<ActiveConnection, "id" | "version">) {
  const prefix = environment().appOrigin.startsWith("https:") ? "__Secure-" : "";
  const name = (check: string) => `${prefix}cora-demo.${id}.${version}.${check}`;
  return { state: name("state"), nonce: name("nonce"), pkceCodeVerifier: name("pkce") };
}

function checkCookies(connection: ActiveConnection): Partial<CookiesOptions> {
  const secure = environment().appOrigin.startsWith("https:");
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: LOGIN_SECONDS } as const;
  const names = checkCookieNames(connection);
  return {
    state: { name: names.state, options },
    nonce: { name: names.nonce, options },
    pkceCodeVerifier: { name: names.pkceCodeVerifier, options },
  };
}

/** How a provider wants to be told for whom the access token is to be. Okta, Entra ID, Cognito and Keycloak know it by their own settings. */
function audienceParameters({ audiences: [audience], kind, tokenUse }: ActiveConnection): Record<string, string> {
  if (audience === undefined || tokenUse !== "access_token") return {};
  if (kind === "auth0") return { audience };
  // RFC 8707.
  return kind === "oidc" ? { resource: audience } : {};
}

const provider = (connection: ActiveConnection): OAuthConfig<IdTokenClaims> => ({
  id: connection.id,
  name: connection.displayName,
  type: "oauth",
  wellKnown: connection.discoveryUri,
  authorization: { params: { scope: connection.scopes.join(" "), prompt: "login", ...audienceParameters(connection) } },
  idToken: true,
  checks: ["pkce", "state", "nonce"],
  clientId: connection.clientId,
  clientSecret: connection.clientSecret,
  client: { token_endpoint_auth_method: "client_secret_basic" },
  profile: (claims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
});

/** When a token that was verified already ends, in seconds since the epoch. */
function expiryOf(token: string): number | undefined {
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8") || "null");
  const exp = typeof claims === "object" && claims !== null && "exp" in claims ? claims.exp : undefined;
  return typeof exp === "number" ? exp : undefined;
}

/** How Auth.js signs people in by a connection; with `null` it signs nobody in, and still knows who is signed in. */
export function authOptions(connection: ActiveConnection | null): NextAuthOptions {
  return {
    secret: environment().sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/", error: "/" },
    providers: connection === null ? [] : [provider(connection)],
    cookies: connection === null ? {} : checkCookies(connection),
    callbacks: {
      // SECURITY: Auth.js takes the issuer that the discovery document names; it has to be the connection's.
      signIn: ({ profile }) => connection !== null && (profile as IdTokenClaims | undefined)?.iss === connection.issuer,
      // SECURITY: Auth.js would put the origin before whatever begins with a slash.
      redirect: ({ url }) => new URL(returnTarget(url) ?? "/", environment().appOrigin).href,
      /** What the cookie holds. It is encrypted and no script can read it, so the token for Cora may be in it. */
      jwt({ account, token }) {
        if (!account || connection === null) return token;
        const isAccess = connection.tokenUse === "access_token";
        const coraToken = isAccess ? account.access_token : account.id_token;
        const coraTokenExpiresAt = isAccess ? account.expires_at : coraToken && expiryOf(coraToken);
        return { ...token, coraToken, coraTokenExpiresAt, connectionId: connection.id };
      },
      /** What the browser is told: who is signed in, and no token. */
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub, name: token.name, email: token.email },
      }),
    },
  };
}
