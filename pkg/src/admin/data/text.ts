import { ServerError } from "../../client/index.js";
import type { CoraClient } from "../../client/index.js";
import type { AdminPath, QueryValues } from "./request.js";

type Answer = Promise<{ readonly data?: string; readonly error?: unknown; readonly response: Response }>;
type Loose = { readonly GET: (path: AdminPath, init: object) => Answer };

/**
 * Reads an answer that is a text instead of the server's JSON, such as NDJSON or CSV.
 *
 * @throws {ServerError} If the server refuses the request.
 */
export async function askText(
  client: CoraClient,
  path: AdminPath,
  query: QueryValues,
  signal?: AbortSignal,
): Promise<string> {
  const kept = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""));
  const answer = await (client as unknown as Loose).GET(path, {
    params: { query: kept },
    parseAs: "text",
    ...(signal !== undefined && { signal }),
  });
  if (answer.response.ok && typeof answer.data === "string") return answer.data;
  throw new ServerError(answer.response.status, answer.error, answer.response.headers.get("retry-after"));
}
