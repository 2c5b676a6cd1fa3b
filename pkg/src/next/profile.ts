/** The route between the browser and `GET /profiles/me`. It adds the access token on the server. */

import { passOn, refuse } from "./response.js";
import { apiAddress, askApi } from "./api.js";
import type { ApiFailure, ApiOptions, ApiQuestion } from "./api.js";
import { readBounded } from "./body.js";
import { isSameOrigin } from "./origin.js";
import { isUuid } from "./uuid.js";

const DEFAULT_TIMEOUT_MS = 10_000;
/** The maximum length of a request body, in bytes: a token and its braces. */
const MAX_QUESTION_BYTES = 4096;
/** The maximum length of a presented token or code, in characters. */
const MAX_PRESENTED = 1024;
/** The characters allowed in a header value: printable ASCII without spaces. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** Options of {@link createProfileHandler}. */
export interface ProfileHandlerOptions {
  /** The base URL of Cora's API, such as `https://cora.acme.example`. A path in it is kept. */
  readonly apiUrl: string | URL;
  /**
   * Returns the access token of the request's session, or `null` if there is none or it has
   * expired. The token is never sent to the browser.
   */
  readonly getAccessToken: (request: Request) => Promise<string | null>;
  /**
   * Returns the access token that the provider issued with an ID token that `getAccessToken`
   * returns, or `null` if there is none. Cora asks the provider's userinfo endpoint with it, where
   * the connection says so. The token is never sent to the browser.
   */
  readonly getProviderAccessToken?: (request: Request) => Promise<string | null>;
  /** The public origin, such as `https://app.acme.example`, if a proxy rewrites `Host`. */
  readonly publicOrigin?: string;
  /** Timeout for the API, in milliseconds; 10,000 when absent. */
  readonly timeoutMs?: number;
  /** The function to call the API with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
}

/** The handlers to export from a Next.js `route.ts`. */
export interface ProfileHandler {
  /** Returns the profile of the session's user. */
  GET(request: Request): Promise<Response>;
  /**
   * Returns the profile, presenting a token or code that the user was given:
   * `{"bootstrapToken": "…"}`, or `{"linkProof": "…"}` from the mail that
   * `{"askLinkConfirmation": true}` has sent. Any of them, or nothing else, may have the
   * `"invitationId"` of the invitation whose link the user opened. Accepts same-origin requests
   * only.
   */
  POST(request: Request): Promise<Response>;
  /**
   * Changes what users may change about themselves: `{"currentOrganizationId": "…"}`, the
   * organization to work in. Responds like `GET`. Accepts same-origin requests only.
   */
  PUT(request: Request): Promise<Response>;
}

/**
 * A token or code that a user presents, or the request for a code to be sent, and the invitation
 * whose link the user opened.
 */
interface Presented {
  readonly bootstrapToken?: string;
  readonly linkProof?: string;
  readonly askLinkConfirmation?: true;
  readonly invitationId?: string;
}

/** Returns the presentation in a body, or `undefined` if the body is not exactly one. */
function presentedIn(text: string | undefined): Presented | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    if (typeof body !== "object" || body === null) return undefined;
    const { invitationId, ...rest } = body as Record<string, unknown>;
    if (invitationId !== undefined && !isUuid(invitationId)) return undefined;
    const named = invitationId === undefined ? {} : { invitationId };
    const [[name, value] = [], ...others] = Object.entries(rest);
    if (others.length > 0) return undefined;
    if (name === undefined) return invitationId === undefined ? undefined : named;
    if (name === "askLinkConfirmation") return value === true ? { askLinkConfirmation: true, ...named } : undefined;
    const usable = typeof value === "string" && value.length <= MAX_PRESENTED && HEADER_VALUE.test(value);
    if (!usable) return undefined;
    if (name === "bootstrapToken") return { bootstrapToken: value, ...named };
    return name === "linkProof" ? { linkProof: value, ...named } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Returns the organization in a body, or `undefined` if the body is not exactly one. The API
 * decides whether the user may work there.
 */
function organizationIn(text: string | undefined): string | undefined {
  try {
    const body: unknown = JSON.parse(text ?? "");
    if (typeof body !== "object" || body === null || Object.keys(body).join() !== "currentOrganizationId")
      return undefined;
    const { currentOrganizationId } = body as { currentOrganizationId: unknown };
    return isUuid(currentOrganizationId) ? currentOrganizationId : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the part of the API request that carries the presentation or the change. */
function questionOf(presented: Presented | undefined, change: object | undefined): Partial<ApiQuestion> {
  if (change !== undefined) return { method: "PUT", body: JSON.stringify(change) };
  if (presented === undefined) return {};
  const { askLinkConfirmation, bootstrapToken, invitationId, linkProof } = presented;
  const headers = {
    ...(bootstrapToken !== undefined && { "x-cora-bootstrap-token": bootstrapToken }),
    ...(linkProof !== undefined && { "x-cora-link-proof": linkProof }),
    ...(invitationId !== undefined && { "x-cora-invitation": invitationId }),
  };
  return askLinkConfirmation ? { path: "profiles/me/link-confirmation", method: "POST", headers } : { headers };
}

/** The response for a session whose tokens cannot be read. */
const UNREADABLE = [500, "session_unreadable", "Your session could not be read. Please sign in again."] as const;

/** The responses for an API that gave no answer. */
const REFUSALS: Readonly<Record<ApiFailure, readonly [status: number, code: ApiFailure, error: string]>> = {
  api_invalid_answer: [502, "api_invalid_answer", "The server sent an invalid response."],
  api_timeout: [504, "api_timeout", "The server is taking too long to respond. Please try again."],
  api_unreachable: [502, "api_unreachable", "The server cannot be reached at the moment. Please try again."],
};

/**
 * Creates the profile route. It decides nothing: it passes on the API's status, body and
 * `retry-after` header to the browser, but neither its other headers nor the token.
 *
 * @example
 * ```ts
 * // app/api/profile/route.ts
 * export const { GET, POST, PUT } = createProfileHandler({
 *   apiUrl: process.env.CORA_API_URL!,
 *   getAccessToken: async (request) => (await readSession(request))?.accessToken ?? null,
 * });
 * ```
 *
 * @throws {TypeError} If `apiUrl` is not an absolute http(s) URL.
 */
export function createProfileHandler(options: ProfileHandlerOptions): ProfileHandler {
  const { apiUrl, fetch, getAccessToken, publicOrigin, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const { getProviderAccessToken = async () => null } = options;
  const api: ApiOptions = { apiUrl, timeoutMs, ...(fetch !== undefined && { fetch }) };
  // An invalid address is reported now, not to the first visitor.
  apiAddress(apiUrl, "");

  async function ask(
    request: Request,
    { change, presented }: { presented?: Presented; change?: object } = {},
  ): Promise<Response> {
    let token: string | null;
    let providerAccessToken: string | null;
    try {
      [token, providerAccessToken] = await Promise.all([getAccessToken(request), getProviderAccessToken(request)]);
    } catch {
      return refuse(...UNREADABLE);
    }
    if (providerAccessToken !== null && !HEADER_VALUE.test(providerAccessToken)) return refuse(...UNREADABLE);
    if (token === null || !HEADER_VALUE.test(token)) {
      return refuse(401, "token_missing", "You are not signed in, or your session has ended. Please sign in.");
    }
    const accessToken = providerAccessToken === null ? {} : { accessToken: providerAccessToken };
    const answer = await askApi(api, { path: "profiles/me", token, ...accessToken, ...questionOf(presented, change) });
    return answer.ok ? passOn(answer.status, answer.text, answer.retryAfter) : refuse(...REFUSALS[answer.code]);
  }

  /** Reads the body of a request, which must come from a page of the application itself. */
  async function asked<T>(
    request: Request,
    read: (text: string | undefined) => T | undefined,
    fault: string,
  ): Promise<T | Response> {
    if (!isSameOrigin(request, publicOrigin)) {
      return refuse(403, "cross_origin", "This can only be done from a page of the application itself.");
    }
    const text = await readBounded(request.body, MAX_QUESTION_BYTES).catch(() => undefined);
    return read(text) ?? refuse(400, "invalid_input", fault);
  }

  return {
    GET: (request) => ask(request),
    async POST(request) {
      const fault = "This is not a valid token or code. Copy all of it, without spaces.";
      const presented = await asked(request, presentedIn, fault);
      return presented instanceof Response ? presented : ask(request, { presented });
    },
    async PUT(request) {
      const organization = await asked(request, organizationIn, "The organization to switch to is not valid.");
      return typeof organization === "string"
        ? ask(request, { change: { currentOrganizationId: organization } })
        : organization;
    },
  };
}
