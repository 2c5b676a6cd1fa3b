/**
 * Renews tokens with a refresh token (RFC 6749 §6), which may become invalid when it is used
 * (rotation, RFC 9700 §4.14.2).
 */

import { isAddress } from "./active-connection.js";
import type { OpenIdClient } from "./active-connection.js";
import { isIssuedWith } from "./access-token-hash.js";
import { clientAuthentication, discoveryDocument, readObject } from "./client-authentication.js";

const TIMEOUT_MS = 5000;
/**
 * The time for which the response to a refresh token is kept, in milliseconds, for requests that
 * still carry the old one.
 */
const KEPT_MS = 30_000;

/** The response of the token endpoint (RFC 6749 §5.1). */
export interface RenewedTokens {
  readonly access_token: string;
  /** The lifetime of the access token, in seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly id_token?: string;
}

/** The input of a renewal. */
export interface Renewal {
  readonly issuer: string;
  readonly client: OpenIdClient;
  /** The client secret, or `null` for a public client. */
  readonly clientSecret: string | null;
  readonly refreshToken: string;
  readonly fetch?: typeof fetch;
}

/**
 * The new tokens; `refused` if the provider declares the session over; `try_again` if it gives no
 * clear answer.
 */
export type RenewalOutcome = RenewedTokens | "refused" | "try_again";

/**
 * The renewals in progress or just completed, by refresh token.
 *
 * SECURITY: two requests of a browser carry the same cookie. Using one refresh token twice looks
 * like theft to a provider that rotates them, and it then ends the session. So the second request
 * receives the response to the first.
 */
const asked = new Map<string, Promise<RenewalOutcome>>();

/** Requests new tokens from the provider, once per refresh token. Never rejects. */
export function renewed(renewal: Renewal): Promise<RenewalOutcome> {
  const before = asked.get(renewal.refreshToken);
  if (before !== undefined) return before;
  const outcome = ask(renewal).catch((): RenewalOutcome => "try_again");
  asked.set(renewal.refreshToken, outcome);
  const forget = () => asked.delete(renewal.refreshToken);
  void outcome.then((outcome) => {
    if (outcome === "try_again") return void forget();
    const timer: unknown = setTimeout(forget, KEPT_MS);
    // Does not keep a finished process alive.
    if (typeof timer === "object" && timer !== null && "unref" in timer) (timer as { unref(): void }).unref();
  });
  return outcome;
}

async function ask({
  client,
  clientSecret,
  fetch: call = globalThis.fetch,
  issuer,
  refreshToken,
}: Renewal): Promise<RenewalOutcome> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const document = await discoveryDocument(client, call, signal);
  const { token_endpoint: endpoint } = document;
  // SECURITY: the secret and the refresh token are sent only to the endpoint that the connection's
  // own issuer names.
  if (document.issuer !== issuer || !isAddress(endpoint)) return "try_again";
  const method = clientAuthentication(document, clientSecret);
  if (method === null) return "try_again";
  const basic = [client.clientId, clientSecret ?? ""].map((part) => encodeURIComponent(part)).join(":");
  const response = await call(endpoint, {
    method: "POST",
    headers: {
      accept: "application/json",
      ...(method === "client_secret_basic" && { authorization: `Basic ${btoa(basic)}` }),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      scope: client.scopes.join(" "),
      ...(method !== "client_secret_basic" && { client_id: client.clientId }),
      ...(method === "client_secret_post" && clientSecret !== null && { client_secret: clientSecret }),
    }),
    cache: "no-store",
    redirect: "manual",
    signal,
  });
  if (response.status >= 500 || response.status === 429) return "try_again";
  const answer = await readObject(response);
  if (response.status !== 200) return answer.error === "invalid_grant" ? "refused" : "try_again";
  const { access_token, expires_in, id_token, refresh_token } = answer;
  if (typeof access_token !== "string" || typeof expires_in !== "number") return "try_again";
  // SECURITY: the two belong to one login, or the session ends with its token.
  if (typeof id_token === "string" && !(await isIssuedWith(id_token, access_token))) return "refused";
  return {
    access_token,
    expires_in,
    ...(typeof refresh_token === "string" && { refresh_token }),
    ...(typeof id_token === "string" && { id_token }),
  };
}
