/**
 * `@cora/auth/admin/server`: the application's route behind the administrators' screens. It adds
 * the session's token on the server, so that no script of the page has it.
 *
 * @example
 * ```ts
 * // app/api/cora/[...path]/route.ts, with createCora of @cora/auth/next in proxy.ts
 * import { adminHandler } from "@cora/auth/admin/server";
 * import { auth } from "../../../../proxy";
 *
 * export const { DELETE, GET, POST, PUT } = adminHandler({ auth, path: "/api/cora" });
 * ```
 */

import { readBounded } from "../../next/body.js";
import { isSameOrigin } from "../../next/origin.js";
import { pathOf } from "./path.js";

/** The session of a request, as far as the route needs it. */
export type AdminSession =
  | { readonly status: "authenticated"; readonly token: string }
  | { readonly status: "unauthenticated" }
  | { readonly status: "error"; readonly message: string };

/** Options of {@link adminHandler}. */
export interface AdminHandlerOptions {
  /** Returns who makes a request: `auth` of `createCora`. */
  readonly auth: (request: Request) => Promise<AdminSession>;
  /** Adds the cookie of a renewed session: `commit` of `createCora`, where the adapter has one. */
  readonly commit?: (request: Request, response: Response) => Response;
  /** The path of the route in the application, such as `/api/cora`. */
  readonly path: string;
  /** The address of Cora's API; `CORA_URL` of the environment when absent. */
  readonly apiUrl?: string;
  /**
   * The public origins of the application, for a proxy that rewrites `Host`; the request's host when
   * absent.
   */
  readonly origins?: readonly string[];
  /** The timeout of a request to Cora, in milliseconds; 20 000 when absent. */
  readonly timeoutMs?: number;
  /** The function to call Cora with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
}

/** A route of the application. */
export type AdminRoute = (request: Request) => Promise<Response>;

/** The routes by method, as Next.js exports them and other frameworks register them. */
export type AdminHandler = Readonly<Record<"GET" | "POST" | "PUT" | "DELETE", AdminRoute>>;

/** The maximum length of a request's body, in bytes. */
const MOST_BYTES = 1024 * 1024;
/** The headers of a request that Cora sees. */
const PASSED = ["content-type", "idempotency-key"];
/** The headers of an answer that the page sees. */
const ANSWERED = ["content-type", "retry-after", "x-request-id"];
const SAFE = {
  "cache-control": "no-store",
  vary: "cookie",
  "x-content-type-options": "nosniff",
  // Nothing that Cora answers is a page.
  "content-security-policy": "default-src 'none'; sandbox",
};

const refuse = (status: number, code: string, error: string) =>
  Response.json({ success: false, code, error, requestId: "" }, { status, headers: SAFE });

/**
 * Returns `true` if a page of the application makes the request. Reading needs no `Origin`, which
 * browsers leave out then.
 */
function isOwnPage(request: Request, origins: readonly string[] | undefined): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return request.method === "GET";
  return origins === undefined ? isSameOrigin(request, undefined) : origins.includes(origin);
}

/**
 * Makes the route that passes the requests of the administrators' screens to Cora. It passes what
 * the screens can ask for and nothing else, and decides nothing: Cora does.
 */
export function adminHandler(options: AdminHandlerOptions): AdminHandler {
  const { auth, commit, origins, timeoutMs = 20_000 } = options;
  const route = async (request: Request): Promise<Response> => {
    const { method } = request;
    const url = new URL(request.url);
    if (!isOwnPage(request, origins))
      return refuse(403, "cross_site_request", "This is done from a page of the application alone.");
    const path = pathOf(method, url.pathname, options.path);
    if (path === undefined) return refuse(404, "not_found", "This route does not exist.");
    const session = await auth(request);
    if (session.status === "unauthenticated")
      return refuse(401, "token_missing", "You are not signed in, or your session has ended.");
    if (session.status === "error") return refuse(503, "session_unavailable", session.message);
    const body = method === "GET" ? undefined : await readBounded(request.body, MOST_BYTES).catch(() => undefined);
    if (method !== "GET" && body === undefined)
      return refuse(413, "body_too_large", "The request is longer than 1 MiB, or it was cut off.");
    const answer = await ask(`${path}${url.search}`, request, session.token, body);
    return commit === undefined ? answer : commit(request, answer);
  };
  async function ask(path: string, request: Request, token: string, body: string | undefined): Promise<Response> {
    const { fetch: call = globalThis.fetch } = options;
    const headers = new Headers({ authorization: `Bearer ${token}` });
    for (const name of PASSED) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await call(apiAddress(options.apiUrl) + path, {
        method: request.method,
        headers,
        ...(body !== undefined && body !== "" && { body }),
        cache: "no-store",
        // SECURITY: following a redirect would send the token to its target.
        redirect: "manual",
        signal: timeout,
      });
      if (answer.status < 200 || (answer.status >= 300 && answer.status < 400))
        return refuse(502, "api_invalid_answer", "The server answered with a redirect.");
      const shown = new Headers(SAFE);
      for (const name of ANSWERED) {
        const value = answer.headers.get(name);
        if (value !== null) shown.set(name, value);
      }
      return new Response(answer.body, { status: answer.status, headers: shown });
    } catch {
      return timeout.aborted
        ? refuse(504, "api_timeout", "The server takes too long to answer. Please try again.")
        : refuse(502, "api_unreachable", "The server cannot be reached. Please try again.");
    }
  }
  return { GET: route, POST: route, PUT: route, DELETE: route };
}

/** Returns the address of Cora's API, without a slash at its end. */
function apiAddress(given: string | undefined): string {
  const address = given ?? (typeof process === "undefined" ? undefined : process.env["CORA_URL"]);
  if (address === undefined) throw new TypeError("apiUrl is missing: pass it, or set CORA_URL");
  return address.replace(/\/+$/, "");
}
