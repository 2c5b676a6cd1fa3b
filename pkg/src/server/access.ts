/** The refusals of `protect()`. */

import { redirect, refusal } from "./pages.js";

/** The reason that `protect()` refuses a request. The list is closed. */
export type AccessErrorCode =
  /** Nobody is signed in. */
  | "sign_in_required"
  /** The user has to sign in again, because the page asks for a fresh authentication. */
  | "fresh_sign_in_required"
  /** The user has to sign in again in a stronger way, such as with a second factor. */
  | "stronger_sign_in_required"
  /** The user may not do this. */
  | "permission_denied"
  /** It could not be found out. */
  | "session_unavailable";

const SENTENCES: Readonly<Record<AccessErrorCode, readonly [status: number, sentence: string]>> = {
  sign_in_required: [401, "You are not signed in, or your session has ended. Please sign in."],
  fresh_sign_in_required: [401, "Please sign in again to go on."],
  stronger_sign_in_required: [401, "Please sign in again with a stronger method to go on."],
  permission_denied: [403, "You do not have access."],
  session_unavailable: [503, "The server cannot be reached at the moment. Please try again."],
};

/** The authentication that a request lacks (RFC 9470 §3). */
export interface StepUp {
  /** The greatest age of the authentication, in seconds; absent if it is young enough. */
  readonly maxAge?: number;
  /** The classes of authentication of which one is needed; absent if the session has one. */
  readonly acrValues?: readonly string[];
}

/** Returns the header by which an API tells what authentication it needs (RFC 9470 §3). */
function challenge({ maxAge, acrValues }: StepUp): string {
  const parameters = [`Bearer error="insufficient_user_authentication"`];
  if (acrValues !== undefined) parameters.push(`acr_values="${acrValues.join(" ")}"`);
  if (maxAge !== undefined) parameters.push(`max_age="${maxAge}"`);
  return parameters.join(", ");
}

/**
 * The error that `protect()` throws. Frameworks that send a thrown `Response` are given
 * {@link AccessError.response}.
 */
export class AccessError extends Error {
  override readonly name = "AccessError";
  /** The HTTP status: 401, 403 or 503. */
  readonly status: number;

  constructor(
    readonly code: AccessErrorCode,
    /** The URL at which the user signs in and comes back; `null` if that does not help. */
    readonly signInUrl: string | null,
    private readonly isNavigation: boolean,
    /** The authentication that the request lacks; `null` for another refusal. */
    readonly stepUp: StepUp | null = null,
  ) {
    super(SENTENCES[code][1]);
    this.status = SENTENCES[code][0];
  }

  /** Returns {@link AccessError.response}, as Hono and its like ask an error for it. */
  getResponse(): Response {
    return this.response;
  }

  /** The response to send: a redirect to the sign-in for a page, else JSON. */
  get response(): Response {
    if (this.signInUrl !== null && this.isNavigation) return redirect(this.signInUrl);
    const headers: Record<string, string> = this.status === 503 ? { "retry-after": "5" } : {};
    if (this.stepUp !== null) headers["www-authenticate"] = challenge(this.stepUp);
    return refusal(this.status, this.code, this.message, headers);
  }
}

/** Returns `true` if a browser asks for a page to show. */
export function isNavigation(request: Request): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const mode = request.headers.get("sec-fetch-mode");
  if (mode !== null) return mode === "navigate";
  return (request.headers.get("accept") ?? "").includes("text/html");
}

/**
 * Returns `true` if a request was made ahead of a person's wish, by a browser or a router. A router
 * prefetches by `fetch`, which is no navigation; Next.js hides its own headers from `proxy.ts`.
 */
export function isPrefetch({ headers }: Request): boolean {
  const mode = headers.get("sec-fetch-mode");
  if (mode !== null && mode !== "navigate") return true;
  const purpose = `${headers.get("sec-purpose") ?? ""} ${headers.get("purpose") ?? ""}`;
  return /\bprefetch\b|\bprerender\b/.test(purpose) || headers.has("next-router-prefetch") || headers.has("rsc");
}

/**
 * Returns `true` if a request was made by a page of one of these origins.
 *
 * SECURITY: browsers set `Sec-Fetch-Site` and `Origin`, and no page can. `Origin` is `null` where
 * the page sends no referrer.
 */
export function isOwn({ headers }: Request, origins: readonly string[]): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  if (origin === null || origin === "null") return site === "same-origin";
  return origins.includes(origin);
}
