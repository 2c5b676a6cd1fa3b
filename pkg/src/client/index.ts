/**
 * A typed client of Cora's server. Its types are made from the server's OpenAPI document, so a path, a body or an answer that is not
 * the server's does not compile.
 *
 * Made on `openapi-fetch`, a peer that whoever uses the client installs (`npm install openapi-fetch`); everything of it can be used (middleware, `params`, `parseAs`).
 *
 * @example
 * ```ts
 * const cora = createCoraClient({ baseUrl: "https://cora.acme.example", getToken });
 * const members = await data(cora.GET("/orgs/{orgId}/members", { params: { path: { orgId } } }));
 * await data(cora.POST("/orgs/{orgId}/invites", { params: { path: { orgId } }, body: { email: "ana@acme.example" } }));
 * ```
 */
import createClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { components, operations, paths } from "./schema.js";

export type { components, operations, paths };

/** A type of the server's, by its name in the OpenAPI document. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** A fault of what was sent, with its place. */
export type ServerIssue = NonNullable<Schema<"Error">["issues"]>[number];

/** The client: a function for each method, whose paths, parameters, bodies and answers are typed. */
export type CoraClient = Client<paths>;

/** How the server is reached. */
export interface CoraClientOptions extends Omit<ClientOptions, "baseUrl"> {
  /** Where the server is, without a slash at the end. */
  readonly baseUrl: string;
  /**
   * The token of whoever asks; asked for anew for every request, as `getToken` of `useUnifiedAuth()` is. Without a token the request goes out
   * without one, and the server says so.
   */
  readonly getToken?: () => Promise<string | null | undefined> | string | null | undefined;
}

/** Makes a client. */
export function createCoraClient({ getToken, ...options }: CoraClientOptions): CoraClient {
  const client = createClient<paths>(options);
  if (getToken !== undefined) {
    client.use({
      async onRequest({ request }) {
        const token = await getToken();
        if (token) request.headers.set("authorization", `Bearer ${token}`);
        return request;
      },
    });
  }
  return client;
}

/** The server has refused a request. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  /** The status of the answer. */
  readonly status: number;
  /** Why: a code of the server's closed lists; `no_answer` for an answer that is not of its form, as a proxy's. */
  readonly code: string;
  /** The request's identifier, for whoever reads the server's log; `null` where there is none. */
  readonly requestId: string | null;
  /** The connection that the person has to come by; `null` where that is not why. */
  readonly connectionId: string | null;
  /** The faults of what was sent. */
  readonly issues: readonly ServerIssue[];

  constructor(status: number, body: unknown) {
    const error = isError(body) ? body : undefined;
    super(error?.error ?? `the server answered with status ${status}`);
    this.status = status;
    this.code = error?.code ?? "no_answer";
    this.requestId = error?.requestId ?? null;
    this.connectionId = error?.connectionId ?? null;
    this.issues = error?.issues ?? [];
  }
}

function isError(body: unknown): body is Schema<"Error"> {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}

/** What the client's functions answer with. */
type Answer<T> = { data: T; error?: never; response: Response } | { data?: never; error: unknown; response: Response };

/** The data in the envelope of an answer. */
type DataOf<T> = T extends { data: infer Data } ? Data : never;

/**
 * The data of an answer.
 *
 * @throws {ServerError} When the server has refused; what the network refuses is the error of `fetch`.
 */
export async function data<T>(asked: Promise<Answer<T>>): Promise<DataOf<T>> {
  const answer = await asked;
  const body: unknown = answer.data;
  if (answer.response.ok && typeof body === "object" && body !== null && "data" in body) return body.data as DataOf<T>;
  throw new ServerError(answer.response.status, answer.error);
}
