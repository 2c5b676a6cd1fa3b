import { environment } from "./environment";

/** The longest answer of Cora that is read, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** What Cora answered, or why there is no answer of hers. */
export type CoraAnswer =
  | { readonly ok: true; readonly status: number; readonly body: CoraEnvelope; readonly retryAfter: string | null }
  | { readonly ok: false; readonly code: "api_unreachable" | "api_timeout" | "api_invalid_answer" };

/** The form of every answer. */
export interface CoraEnvelope {
  readonly success: boolean;
  readonly data?: unknown;
}

/** What is asked. */
export interface CoraQuestion {
  /** Below the API's address, without a slash at its beginning. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "PUT";
  /** An access token, or none for what everybody may ask. */
  readonly token?: string;
  /** JSON. */
  readonly body?: string;
  readonly timeoutMs: number;
}

/** The text of a body, or `undefined` when it is longer than allowed. Stops reading there. */
export async function readBounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string | undefined> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function envelopeIn(text: string | undefined): CoraEnvelope | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    const isEnvelope = typeof body === "object" && body !== null && "success" in body && typeof body.success === "boolean";
    return isEnvelope ? (body as CoraEnvelope) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks Cora something, anew each time. Never rejects because of her. */
export async function askCora({ body, method = "GET", path, timeoutMs, token }: CoraQuestion): Promise<CoraAnswer> {
  const { apiUrl } = environment();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(new URL(path, apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`), {
      method,
      headers: {
        accept: "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body ?? null,
      cache: "no-store",
      // SECURITY: following a redirect would take the token to wherever it points.
      redirect: "manual",
      signal: timeout,
    });
    const text = await readBounded(answer.body, MAX_ANSWER_BYTES);
    const envelope = envelopeIn(text);
    const redirected = answer.status < 200 || (answer.status >= 300 && answer.status < 400);
    // SECURITY: an answer that repeats the token is none of Cora's, and must not go on to a browser.
    if (redirected || envelope === undefined || (token !== undefined && text?.includes(token))) {
      return { ok: false, code: "api_invalid_answer" };
    }
    return { ok: true, status: answer.status, body: envelope, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { ok: false, code: timeout.aborted ? "api_timeout" : "api_unreachable" };
  }
}
