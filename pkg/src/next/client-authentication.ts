/**
 * Chooses how this application authenticates to a provider's token endpoint, by the provider's
 * discovery document.
 */

import { readBounded } from "./body.js";
import type { OpenIdClient } from "./active-connection.js";

const MAX_ANSWER_BYTES = 256 * 1024;

/** A method of client authentication (OpenID Connect Core §9). `none` is a public client's. */
export type ClientAuthentication = "client_secret_basic" | "client_secret_post" | "none";

/** The methods that this application has, in the order of preference. */
const METHODS: readonly ClientAuthentication[] = ["client_secret_basic", "client_secret_post", "none"];

/** Reads a JSON object from a response; an empty one if the body is not an object. */
export async function readObject(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = JSON.parse((await readBounded(response.body, MAX_ANSWER_BYTES)) ?? "");
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Fetches the discovery document of a connection's provider. Rejects if it cannot be fetched. */
export async function discoveryDocument(
  { discoveryUri }: OpenIdClient,
  call: typeof fetch,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  return await readObject(await call(discoveryUri, { cache: "no-store", redirect: "manual", signal }));
}

/**
 * Returns the method for a client: its secret in the header, else in the form, else none. A client
 * without a secret (`null`) is public; several providers accept those and do not list `none`.
 * Returns `null` if the provider accepts none of them.
 */
export function clientAuthentication(
  document: Readonly<Record<string, unknown>>,
  clientSecret: string | null,
): ClientAuthentication | null {
  if (clientSecret === null) return "none";
  const listed = document.token_endpoint_auth_methods_supported;
  // RFC 8414 §2: a document without a list means `client_secret_basic`.
  const accepted: readonly unknown[] = Array.isArray(listed) ? listed : ["client_secret_basic"];
  return METHODS.find((method) => accepted.includes(method)) ?? null;
}
