/** Asks Cora's API something. */

import { readBounded } from "./body.js";

/** The longest answer of Cora that is read, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** What is asked. */
export interface ApiQuestion {
  /** Below the API's address, without a slash at its beginning. */
  readonly path: string;
  /** For the API alone. */
  readonly token?: string;
  /** `GET` when absent. */
  readonly method?: "GET" | "POST" | "PUT";
  /** Headers besides. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

/** What Cora answered, or why there is no answer of hers. */
export type ApiAnswer =
  | { readonly ok: true; readonly status: number; readonly body: ApiEnvelope; readonly text: string; readonly retryAfter: string | null }
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

/** Asks, anew each time. Never rejects because of the API. */
export async function askApi(options: ApiOptions, question: ApiQuestion): Promise<ApiAnswer> {
  const { fetch: call = globalThis.fetch, timeoutMs = 5000 } = options;
  const { body: sent, headers, method, path, token } = question;
  const url = apiAddress(options.apiUrl, path);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await call(url, {
      ...(method !== undefined && { method }),
      headers: {
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(sent !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
      cache: "no-store",
      // SECURITY: following a redirect would take the token to wherever it points.
      redirect: "manual",
      signal: timeout,
    });
    const text = await readBounded(answer.body, MAX_ANSWER_BYTES);
    const body = envelopeIn(text);
    const redirected = answer.status < 200 || (answer.status >= 300 && answer.status < 400);
    // SECURITY: an answer that repeats the token is no answer of the API, and must not reach a script.
    if (redirected || text === undefined || body === undefined || (token !== undefined && text.includes(token))) return { ok: false, code: "api_invalid_answer" };
    return { ok: true, status: answer.status, body, text, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { ok: false, code: timeout.aborted ? "api_timeout" : "api_unreachable" };
  }
}
