/**
 * A typed client for Cora's server. Its types are generated from the server's OpenAPI document, so
 * a path, body or response that the server does not have does not compile.
 *
 * Built on `openapi-fetch`, a peer dependency that the application installs
 * (`npm install openapi-fetch`). All of its features can be used (middleware, `params`, `parseAs`).
 *
 * @example
 * ```ts
 * const cora = createCoraClient({ baseUrl: "https://cora.acme.example", getToken });
 * const members = await data(cora.GET("/orgs/{orgId}/members", { params: { path: { orgId } } }));
 * const body = { email: "ana@acme.example" };
 * await data(cora.POST("/orgs/{orgId}/invites", { params: { path: { orgId } }, body }));
 * ```
 */
import createClient, { type Client, type ClientOptions } from "openapi-fetch";

import type { ServerErrorCode } from "../server-code.js";
import type { components, operations, paths } from "./schema.js";

export type { components, operations, paths, ServerErrorCode };

/** A type of the server, by its name in the OpenAPI document. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** A fault in the request, with its location. */
export type ServerIssue = NonNullable<Schema<"Error">["issues"]>[number];

/** The client: one function per HTTP method, with typed paths, parameters, bodies and responses. */
export type CoraClient = Client<paths>;

/** Options of {@link createCoraClient}. */
export interface CoraClientOptions extends Omit<ClientOptions, "baseUrl"> {
  /** The server's base URL, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * Returns the caller's token. Called for every request, like `getToken` of `useUnifiedAuth()`.
   * Without a token the request is sent unauthenticated, and the server refuses it.
   */
  readonly getToken?: () => Promise<string | null | undefined> | string | null | undefined;
  /**
   * Returns the access token that the provider issued with the caller's ID token, like
   * `getProviderAccessToken` of `useUnifiedAuth()`. It is sent with the token, for connections that
   * ask the provider's userinfo endpoint.
   */
  readonly getProviderAccessToken?: () => Promise<string | null | undefined> | string | null | undefined;
}

/** Creates a client. */
export function createCoraClient({ getProviderAccessToken, getToken, ...options }: CoraClientOptions): CoraClient {
  const client = createClient<paths>(options);
  if (getToken !== undefined) {
    client.use({
      async onRequest({ request }) {
        const [token, accessToken] = await Promise.all([getToken(), getProviderAccessToken?.()]);
        if (token) request.headers.set("authorization", `Bearer ${token}`);
        if (token && accessToken) request.headers.set("x-cora-access-token", accessToken);
        return request;
      },
    });
  }
  return client;
}

/** The error that {@link data} throws when the server refuses a request. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  /** The HTTP status of the response. */
  readonly status: number;
  /**
   * The reason: a code from the server's closed list, or `no_answer` for a response that is not in
   * the server's format, such as a proxy's.
   */
  readonly code: ServerErrorCode | "no_answer";
  /** The request's identifier in the server's log; `null` if the response has none. */
  readonly requestId: string | null;
  /** The connection that the person has to sign in with; `null` if that is not the reason. */
  readonly connectionId: string | null;
  /** The faults in the request. */
  readonly issues: readonly ServerIssue[];
  /** The time after which to ask again, in seconds; `null` if the server states none. */
  readonly retryAfter: number | null;
  /** The whole refusal; `null` for a response that is not in the server's format. */
  readonly refusal: Schema<"Error"> | null;

  constructor(status: number, body: unknown, retryAfter: string | null = null) {
    const error = isError(body) ? body : undefined;
    super(error?.error ?? `the server answered with status ${status}`);
    this.status = status;
    this.code = (error?.code as ServerErrorCode | undefined) ?? "no_answer";
    this.requestId = error?.requestId ?? null;
    this.connectionId = error?.connectionId ?? null;
    this.issues = error?.issues ?? [];
    this.retryAfter = retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
    this.refusal = error ?? null;
  }
}

function isError(body: unknown): body is Schema<"Error"> {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}

/** The result of the client's functions. */
type Answer<T> = { data: T; error?: never; response: Response } | { data?: never; error: unknown; response: Response };

/** The data in the envelope of a response. */
type DataOf<T> = T extends { data: infer Data } ? Data : never;

/**
 * Returns the data of a response.
 *
 * @throws {ServerError} If the server refuses the request. Network failures reject with the error
 * of `fetch`.
 */
export async function data<T>(asked: Promise<Answer<T>>): Promise<DataOf<T>> {
  const answer = await asked;
  const body: unknown = answer.data;
  if (answer.response.ok && typeof body === "object" && body !== null && "data" in body) return body.data as DataOf<T>;
  throw new ServerError(answer.response.status, answer.error, answer.response.headers.get("retry-after"));
}
