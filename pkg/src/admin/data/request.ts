import { data } from "../../client/index.js";
import type { CoraClient, paths } from "../../client/index.js";
import type { ConsolePath } from "./console-session.js";

/** A route of the server, as the OpenAPI document writes it. */
export type AdminPath = keyof paths | ConsolePath;

/** The HTTP methods that the screens use. */
export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** The values for the names in braces in a path. */
export type PathValues = Readonly<Record<string, string>>;

/** The parameters of a query; the empty ones are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The parts of a request. */
export interface RequestParts {
  readonly at?: PathValues | undefined;
  readonly query?: QueryValues | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The client by method, without the types of single routes. */
type Loose = Readonly<
  Record<Method, (path: AdminPath, init: object) => Promise<{ data: { data: unknown }; response: Response }>>
>;

/**
 * Sends a request and returns the data of the answer.
 *
 * @throws {ServerError} If the server refuses the request.
 */
export async function ask<T>(
  client: CoraClient,
  method: Method,
  path: AdminPath,
  parts: RequestParts = {},
): Promise<T> {
  const query = Object.fromEntries(
    Object.entries(parts.query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== ""),
  );
  const asked = (client as unknown as Loose)[method](path, {
    params: { path: parts.at ?? {}, query },
    ...(parts.body !== undefined && { body: parts.body }),
    ...(parts.headers !== undefined && { headers: parts.headers }),
    ...(parts.signal !== undefined && { signal: parts.signal }),
  });
  return (await data(asked)) as T;
}
