/** Responses of the profile route: JSON that no cache stores. */

/** The headers of every response. */
const HEADERS = {
  "cache-control": "no-store",
  "content-type": "application/json; charset=utf-8",
  "x-content-type-options": "nosniff",
  vary: "cookie",
};

/** The codes of the profile route's own responses. Every other code is the API's. */
export type ProfileRouteCode =
  /** 401: the request carries no session, or its token has expired. */
  | "token_missing"
  /** 403: the request was made by a page of another origin. */
  | "cross_origin"
  /**
   * 400: the body is not `{"bootstrapToken": "…"}`, `{"linkProof": "…"}`,
   * `{"askLinkConfirmation": true}`, any of them with or only an `"invitationId"`, or, for a PUT,
   * `{"currentOrganizationId": "…"}`.
   */
  | "invalid_input"
  /** 502: the API could not be reached. */
  | "api_unreachable"
  /** 504: the API did not answer in time. */
  | "api_timeout"
  /** 502: the API's response is not in its own format, or is too long. */
  | "api_invalid_answer"
  /** 500: `getAccessToken` threw. */
  | "session_unreadable";

/** Returns a response with the API's own body. */
export const passOn = (status: number, body: string, retryAfter: string | null): Response =>
  new Response(body, { status, headers: retryAfter === null ? HEADERS : { ...HEADERS, "retry-after": retryAfter } });

/** Returns a response of the route itself, in the API's format. */
export const refuse = (status: number, code: ProfileRouteCode, error: string): Response =>
  passOn(status, JSON.stringify({ success: false, error, code }), null);
