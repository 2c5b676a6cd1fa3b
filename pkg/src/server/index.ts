/**
 * `@cora/auth/server`: sign-in and sessions for an application with a server, whatever its
 * framework. It takes a `Request` and gives a `Response`, and keeps the session in one encrypted
 * cookie.
 *
 * @example
 * ```ts
 * export const { auth, protect, handler, proxy } = createCora();
 * ```
 */

export { AccessError } from "./access.js";
export type { AccessErrorCode, StepUp } from "./access.js";
export { CookieTooLargeError } from "./cookies.js";
export { createCora } from "./cora.js";
export type { Cora, ProtectRequirement, RequestSession, SessionHeader, SignInOptions } from "./cora.js";
export { CoraConfigurationError } from "./options.js";
export type { ConfigurationIssue, CoraOptions, Settings } from "./options.js";
export type { SignInParameters } from "./sign-in-state.js";
export type { SignInChoice, SignInState } from "../react/sign-in-state.js";
export { signInErrorSentence } from "./pages.js";
export type { HandlerCode, SignInErrorCode } from "./pages.js";
export type { RevocationStore } from "./revocation.js";
export type { AccessRequirement } from "../access-requirement.js";
export type {
  CoraSession,
  CurrentOrganization,
  SessionAnswer,
  SignedInSession,
  SignedOutCode,
  UnavailableCode,
} from "./session.js";
export type { IssuerErrorCode } from "./issuer.js";
export type { Answers } from "../react/carried.js";
