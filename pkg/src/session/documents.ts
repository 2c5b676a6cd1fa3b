/** Fetches what issuers publish, within limits. */

/** How long one document is waited for, in milliseconds. */
const TIMEOUT_MS = 5000;
/** The longest document, in bytes. */
const MAX_BYTES = 256 * 1024;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

type JsonObject = { readonly [name: string]: unknown };

/** How documents are fetched. */
export interface FetchOptions {
  readonly fetch: typeof fetch;
  readonly allowLoopback: boolean;
}

/**
 * A JSON object from a URL: https, or http on this machine where that is allowed; no redirect, no cookie, no cache in between.
 *
 * @throws whatever is wrong; nobody is told but that there are no keys.
 */
export async function fetchObject(address: string, { allowLoopback, fetch }: FetchOptions): Promise<JsonObject> {
  const url = new URL(address);
  const isHere = allowLoopback && url.protocol === "http:" && LOOPBACK.has(url.hostname);
  if (url.protocol !== "https:" && !isHere) throw new TypeError("documents are fetched by https");
  const response = await fetch(url, {
    headers: { accept: "application/json" },
    redirect: "error",
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.status !== 200) throw new TypeError(`the answer has status ${response.status}`);
  const value: unknown = JSON.parse(await readText(response));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError("this is no JSON object");
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
      // Whether the other side takes note is of no interest.
      reader.cancel().catch(() => {});
      throw new TypeError("the document is too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}
