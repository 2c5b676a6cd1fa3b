/** Fetches the documents that issuers publish, within limits. */

/** Timeout for one document, in milliseconds. */
const TIMEOUT_MS = 5000;
/** The maximum length of a document, in bytes. */
const MAX_BYTES = 256 * 1024;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

type JsonObject = { readonly [name: string]: unknown };

/** Options for fetching documents. */
export interface FetchOptions {
  readonly fetch: typeof fetch;
  readonly allowLoopback: boolean;
}

/**
 * Fetches a JSON object from a URL: https, or http on this machine if that is allowed. It follows
 * no redirect, and uses no cookie and no HTTP cache.
 *
 * @throws any error about the document. Callers report only that no keys are available.
 */
export async function fetchObject(address: string, { allowLoopback, fetch }: FetchOptions): Promise<JsonObject> {
  const url = new URL(address);
  const isHere = allowLoopback && url.protocol === "http:" && LOOPBACK.has(url.hostname);
  if (url.protocol !== "https:" && !isHere) throw new TypeError("documents can only be fetched over https");
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new TypeError(`the answer has status ${response.status}`);
  const value: unknown = JSON.parse(await readText(response));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("this is not a JSON object");
  return value as JsonObject;
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, bytes] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > MAX_BYTES) {
      // The outcome of the cancellation does not matter.
      reader.cancel().catch(() => {});
      throw new TypeError("the document is too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}
