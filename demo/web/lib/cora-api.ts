/** The maximum length of a response from Cora, in bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Cora's response, or the reason that none was received. */
export type CoraAnswer =
  | { readonly ok: true; readonly status: number; readonly body: CoraEnvelope; readonly retryAfter: string | null }
  | { readonly ok: false; readonly code: "api_unreachable" | "api_timeout" | "api_invalid_answer" };

/** The envelope of every response. */
export interface CoraEnvelope {
  readonly success: boolean;
  readonly data?: unknown;
}

/** A request to Cora. */
export interface CoraQuestion {
  /** The path below the API's address, without a leading slash. */
  readonly path: string;
  readonly method?: "GET" | "POST" | "PUT";
  /** The session's access token. */
  readonly token: string;
  /** The body, as JSON. */
  readonly body?: string;
  readonly timeoutMs: number;
}

/**
 * Returns the text of a body, or `undefined` if it is longer than allowed, where it stops reading.
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
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
    const isEnvelope =
      typeof body === "object" && body !== null && "success" in body && typeof body.success === "boolean";
    return isEnvelope ? (body as CoraEnvelope) : undefined;
  } catch {
    return undefined;
  }
}

/** Sends a request to Cora, without any cache. Never rejects because of Cora. */
export async function askCora({ body, method = "GET", path, timeoutMs, token }: CoraQuestion): Promise<CoraAnswer> {
  const { CORA_URL: apiUrl = "" } = process.env;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(new URL(path, apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`), {
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body ?? null,
      cache: "no-store",
      // SECURITY: following a redirect would send the token to its target.
      redirect: "manual",
      signal: timeout,
    });
    const text = await readBounded(answer.body, MAX_ANSWER_BYTES);
    const envelope = envelopeIn(text);
    const redirected = answer.status < 200 || (answer.status >= 300 && answer.status < 400);
    // SECURITY: a response that repeats a token is not from Cora, and must not reach a browser.
    const repeats = text?.includes(token);
    if (redirected || envelope === undefined || repeats) {
      return { ok: false, code: "api_invalid_answer" };
    }
    return { ok: true, status: answer.status, body: envelope, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return { ok: false, code: timeout.aborted ? "api_timeout" : "api_unreachable" };
  }
}
