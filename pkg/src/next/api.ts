/** Asks Cora's API something. */

import { readBounded } from "./body.js";

/** The longest answer of Cora that is read, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** What Cora answered, or why there is no answer of hers. */
export type ApiAnswer =
  | { readonly ok: true; readonly status: number; readonly body: ApiEnvelope; readonly retryAfter: string | null }
  | { readonly ok: false; readonly code: ApiFailure };

/** Why there is no answer. */
export type ApiFailure = "api_unreachable" | "api_timeout" | "api_invalid_answer";

/** The form of every answer. */
export interface ApiEnvelope {
  readonly success: boolean;
  readonly data?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
}

/** Where Cora is. */
export interface ApiOptions {
  /** Where Cora serves its API, such as `https://cora.acme.example`. A path in it is kept. */
  readonly apiUrl: string | URL;
  /** How to call the API; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
  /** How long the API is waited for, in milliseconds; 5 000 when absent: a person is waiting too. */
  readonly timeoutMs?: number;
}

function envelopeIn(text: string | undefined): ApiEnvelope | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    const isEnvelope = typeof body === "object" && body !== null && "success" in body && typeof body.success === "boolean";
    return isEnvelope ? (body as ApiEnvelope) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The address of something below the API's.
 *
 * @throws {TypeError} when `apiUrl` is not an absolute http(s) URL.
 */
export function apiAddress(apiUrl: string | URL, path: string): URL {
  const base = new URL(apiUrl);
  if (base.protocol !== "https:" && base.protocol !== "http:") throw new TypeError("apiUrl is not an http(s) URL");
  return new URL(path, base.href.endsWith("/") ? base : `${base.href}/`);
}

/** Asks, anew each time. Never rejects because of the API. `token` is for the API alone. */
export async function askApi(options: ApiOptions, path: string, token?: string): Promise<ApiAnswer> {
  const { fetch: call = globalThis.fetch, timeoutMs = 5000 } = options;
  const url = apiAddress(options.apiUrl, path);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await call(url, {
      headers: { accept: "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      cache: "no-store",
      // SECURITY: following a redirect would take the token to wherever it points.
      redirect: "manual",
      signal: timeout,
    });
    const body = envelopeIn(await readBounded(answer.body, MAX_ANSWER_BYTES));
    const redirected = answer.status < 200 || (answer.status >= 300 && answer.status < 400);
    if (redirected || body === undefined) return { ok: false, code: "api_invalid_answer" };
    return { ok: true, status: answer.status, body, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { ok: false, code: timeout.aborted ? "api_timeout" : "api_unreachable" };
  }
}
