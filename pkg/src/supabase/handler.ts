/** The route at which pages of the application get their token. */

import type { CoraSession } from "../server/session.js";
import { mintSupabaseToken } from "./token.js";
import type { SupabaseKey } from "./token.js";

/** The code of a refusal. The list is closed. */
export type SupabaseHandlerCode =
  /** 401: nobody is signed in. */
  | Extract<CoraSession, { readonly status: "unauthenticated" }>["code"]
  /** 405: the route is for GET. */
  | "method_not_allowed"
  /** 503: it could not be found out. */
  | Extract<CoraSession, { readonly status: "error" }>["code"];

/** The part of `createCora()` of `@cora/auth/server` that is needed. */
export interface SessionSource {
  auth(request: Request): Promise<CoraSession>;
  commit(request: Request, response: Response): Response;
}

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}

function refusal(status: number, code: SupabaseHandlerCode, error: string, headers?: Readonly<Record<string, string>>) {
  return answer(status, { success: false, error, code }, headers);
}

/**
 * Returns the handler of a route, such as `/api/supabase-token`. It answers the token of the
 * signed-in user: `{success, data: {token, expiresAt}}`.
 *
 * SECURITY: the answer has no header for other origins, so only pages of the application read it.
 *
 * @throws {SupabaseConfigurationError} The returned handler, if the key cannot be used.
 */
export function supabaseHandler(cora: SessionSource, key: SupabaseKey): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET")
      return refusal(405, "method_not_allowed", "The path has another method.", { allow: "GET" });
    const session = await cora.auth(request);
    switch (session.status) {
      case "unauthenticated":
        return cora.commit(request, refusal(401, session.code, "You are not signed in."));
      case "error":
        return cora.commit(request, refusal(503, session.code, session.message, { "retry-after": "5" }));
      case "authenticated":
        return cora.commit(request, answer(200, { success: true, data: await mintSupabaseToken(session, key) }));
    }
  };
}
