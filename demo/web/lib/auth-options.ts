import type { NextAuthOptions } from "next-auth";

import { environment } from "./environment";

/** The provider's name in the routes of Auth.js. */
export const PROVIDER_ID = "demo";

/** As long as the provider's access tokens: a session that outlives its token could only be refused. */
const SESSION_SECONDS = 60 * 60;

/** The claims of the ID token that the session keeps. */
interface IdTokenClaims {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
}

/** How Auth.js signs people in. */
export function authOptions(): NextAuthOptions {
  const { clientId, clientSecret, issuer, providerUrl, sessionSecret } = environment();
  return {
    secret: sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/", error: "/" },
    providers: [
      {
        id: PROVIDER_ID,
        name: "Demo provider",
        type: "oauth",
        // WHY endpoints one by one and no discovery: the issuer stays the same when the provider's port changes.
        issuer,
        authorization: { url: `${providerUrl}/auth`, params: { scope: "openid email profile", prompt: "login" } },
        token: `${providerUrl}/token`,
        jwks_endpoint: `${providerUrl}/jwks`,
        idToken: true,
        checks: ["pkce", "state", "nonce"],
        clientId,
        clientSecret,
        profile: (claims: IdTokenClaims) => ({ id: claims.sub, name: claims.name ?? null, email: claims.email ?? null }),
      },
    ],
    callbacks: {
      /** What the cookie holds. It is encrypted and no script can read it, so the access token may be in it. */
      jwt({ account, token }) {
        if (!account) return token;
        return { ...token, accessToken: account.access_token, accessTokenExpiresAt: account.expires_at };
      },
      /** What the browser is told: who is signed in, and no token. */
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { id: token.sub, name: token.name, email: token.email },
      }),
    },
  };
}
