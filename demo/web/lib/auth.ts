import { createAuth } from "@cora/auth/next";
import type { Auth } from "@cora/auth/next";
import { createAuthjs } from "@cora/auth/next/authjs";
import type { Authjs } from "@cora/auth/next/authjs";
import { headers } from "next/headers";

import { environment } from "./environment";

/** Tokens last an hour and are renewed meanwhile; after a working day users sign in again. */
const SESSION_SECONDS = 8 * 60 * 60;

let made: { readonly authjs: Authjs; readonly auth: Auth } | undefined;

/**
 * Returns the server side of signing in. Created at the first request, because the environment is
 * not available when the application is built.
 */
export function server() {
  if (made === undefined) {
    const { apiUrl, appOrigin: origin, clientSecrets, sessionSecret: secret } = environment();
    const authjs = createAuthjs({
      apiUrl,
      origin,
      secret,
      clientSecret: (connectionId) => clientSecrets.get(connectionId),
      sessionSeconds: SESSION_SECONDS,
      cookiePrefix: "cora-demo",
      // Several people try the demo in one browser.
      prompt: "login",
    });
    const auth = createAuth({
      apiUrl,
      origin,
      headers,
      getToken: authjs.getToken,
      getProviderAccessToken: authjs.getProviderAccessToken,
      // Paths that are not listed require a signed-in user.
      routes: [
        { pattern: "/what-if", access: "public" },
        { pattern: "/playground", access: "public" },
        // Each route verifies requests itself, and responds with JSON instead of a page.
        { pattern: "/api/*", access: "public" },
      ],
    });
    made = { authjs, auth };
  }
  return made;
}
