/** Sends requests to Cora's API. */

import { readBounded } from "./body.js";

/** The maximum length of a response from Cora, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The header for the access token that the provider issued with the ID token. */
const ACCESS_TOKEN_HEADER = "x-cora-access-token";

/** A request to the API. */
export interface ApiQuestion {
  /** The path below the API's address, without a leading slash. */
  readonly path: string;
  /** The bearer token. Sent to the API only. */
  readonly token?: string;
  /** The access token that the provider issued with an ID token. Sent to the API only. */
  readonly accessToken?: string;
  /** The method; `GET` when absent. */
  readonly method?: "GET" | "POST" | "PUT";
  /** Additional headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, as JSON. */
  readonly body?: string;
}

/** Cora's response, or the reason that none was received. */
export type ApiAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly body: ApiEnvelope;
      readonly text: string;
      readonly retryAfter: string | null;
    }
  | { readonly ok: false; readonly code: ApiFailure };

/** The reason that no response was received. */
export type ApiFailure = "api_unreachable" | "api_timeout" | "api_invalid_answer";

/** The envelope of every response. */
export interface ApiEnvelope {
  readonly success: boolean;
  readonly data?: unknown;
  readonly code?: unknown;
  readonly error?: unknown;
}

/** The location of Cora's API, and how to reach it. */
export interface ApiOptions {
  /** The base URL of Cora's API, such as `https://cora.acme.example`. A path in it is kept. */
  readonly apiUrl: string | URL;
  /** The function to call the API with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
  /** Timeout for the API, in milliseconds; 5,000 when absent, because a person is waiting too. */
  readonly timeoutMs?: number;
}

function envelopeIn(text: string | undefined): ApiEnvelope | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    const isEnvelope =
      typeof body === "object" && body !== null && "success" in body && typeof body.success === "boolean";
    return isEnvelope ? (body as ApiEnvelope) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the address of a path below the API's.
 *
 * @throws {TypeError} If `apiUrl` is not an absolute http(s) URL.
 */
export function apiAddress(apiUrl: string | URL, path: string): URL {
  const base = new URL(apiUrl);
  if (base.protocol !== "https:" && base.protocol !== "http:") throw new TypeError("apiUrl is not an http(s) URL");
  return new URL(path, base.href.endsWith("/") ? base : `${base.href}/`);
}

/** Sends a request, without any cache. Never rejects because of the API. */
export async function askApi(options: ApiOptions, question: ApiQuestion): Promise<ApiAnswer> {
  const { fetch: call = globalThis.fetch, timeoutMs = 5000 } = options;
  const { accessToken, body: sent, headers, method, path, token } = question;
  const url = apiAddress(options.apiUrl, path);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await call(url, {
      ...(method !== undefined && { method }),
      headers: {
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(accessToken !== undefined && { [ACCESS_TOKEN_HEADER]: accessToken }),
        ...(sent !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
      cache: "no-store",
      // SECURITY: following a redirect would send the token to its target.
      redirect: "manual",
      signal: timeout,
    });
    const text = await readBounded(answer.body, MAX_ANSWER_BYTES);
    const body = envelopeIn(text);
    const redirected = answer.status < 200 || (answer.status >= 300 && answer.status < 400);
    // SECURITY: a response that repeats a token is not from the API, and must not reach a script.
    const repeats = (secret: string | undefined) => secret !== undefined && text?.includes(secret) === true;
    if (redirected || text === undefined || body === undefined || repeats(token) || repeats(accessToken))
      return { ok: false, code: "api_invalid_answer" };
    return { ok: true, status: answer.status, body, text, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { ok: false, code: timeout.aborted ? "api_timeout" : "api_unreachable" };
  }
}
