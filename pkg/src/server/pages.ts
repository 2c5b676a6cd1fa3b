/** The responses of the handler: JSON, redirects, and a page for a sign-in that did not succeed. */

import type { UnavailableCode } from "./session.js";

/** The codes of the handler's responses. The list is closed. */
export type HandlerCode =
  /** 401: nobody is signed in. */
  | "session_missing"
  | "session_invalid"
  | "session_ended"
  /** 404: the handler has no such path. */
  | "not_found"
  /** 405: the path has another method. */
  | "method_not_allowed"
  /** 403: the request was made by a page of another origin. */
  | "cross_origin"
  /** 400: the body is not what the path takes. */
  | "invalid_input"
  /** 403: the user is not a member of the organization. */
  | "not_a_member"
  /**
   * 501: a back-channel logout, and nothing would honor it: `createCora` has no store `revoked`.
   */
  | "revocation_store_missing"
  /** 400: the logout token is not one of Cora's for this application. */
  | "logout_token_invalid"
  /** 502 or 503: it could not be found out. */
  | UnavailableCode;

/**
 * The reasons that a sign-in did not succeed, as `?error=` of the page of errors. The list is
 * closed.
 */
export type SignInErrorCode =
  | "access_denied"
  | "login_required"
  | "interaction_required"
  | "account_selection_required"
  | "unmet_authentication_requirements"
  | "temporarily_unavailable"
  | "sign_in_outdated"
  | "sign_in_failed"
  | "issuer_unreachable"
  | "issuer_invalid_answer"
  | "client_refused"
  | "cookie_too_large";

const SIGN_IN_ERRORS: Readonly<Record<SignInErrorCode, string>> = {
  access_denied: "You were not signed in: the sign-in was canceled, or you do not have access.",
  login_required: "You were not signed in: you have to sign in again.",
  interaction_required: "You were not signed in: the sign-in needs your attention. Please try again.",
  account_selection_required: "You came back as another user. Please sign in as the user that you were.",
  unmet_authentication_requirements: "The sign-in provider did not confirm what this page requires.",
  temporarily_unavailable: "Signing in is not possible at the moment. Please try again.",
  sign_in_outdated: "Your sign-in took too long, or was begun in another browser. Please sign in again.",
  sign_in_failed: "Sign-in failed. Please try again.",
  issuer_unreachable: "The sign-in server cannot be reached. Please try again.",
  issuer_invalid_answer: "The sign-in server sent an invalid response. Please try again later.",
  client_refused: "The sign-in server does not accept this application. An operator has to check its settings.",
  cookie_too_large: "Your session is too large for this browser. An operator has to check the settings.",
};

/** Returns `true` for a code that has a sentence. */
export const isSignInError = (code: string): code is SignInErrorCode => Object.hasOwn(SIGN_IN_ERRORS, code);

/** Returns the sentence for the user about a code of `?error=`; `undefined` if it is not one. */
export const signInErrorSentence = (code: string): string | undefined =>
  isSignInError(code) ? SIGN_IN_ERRORS[code] : undefined;

/** The headers of a response that no cache may store. They come with every cookie. */
export const PRIVATE = { "cache-control": "private, no-store", vary: "cookie" } as const;

/** Returns a JSON response, in the format of Cora's API. */
export function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...PRIVATE,
      "content-type": "application/json; charset=utf-8",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

/** Returns a JSON response for a refusal. */
export const refusal = (status: number, code: string, error: string, headers?: Record<string, string>): Response =>
  json(status, { success: false, code, error }, headers);

/**
 * Returns a redirect that a `GET` follows. The location is absolute, as `proxy.ts` of Next.js needs
 * it.
 */
export function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { ...PRIVATE, location, "referrer-policy": "no-referrer" } });
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Returns the page for a sign-in that did not succeed. It needs no script and names no place but
 * ours.
 */
export function errorPage(status: number, code: SignInErrorCode, again: string): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign-in</title><main><h1>Sign-in</h1><p role="alert">${escaped(SIGN_IN_ERRORS[code])}</p>
<p><a href="${escaped(again)}" rel="nofollow">Try again</a></p></main></html>`;
  return new Response(html, {
    status,
    headers: {
      ...PRIVATE,
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
