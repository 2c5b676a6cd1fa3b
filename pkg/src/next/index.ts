/**
 * `@cora/auth/next`: the server side of an application of Next.js. {@link createCora} is for
 * applications whose sign-in and sessions are Cora's; {@link createAuth} for those that bring the
 * tokens of a provider.
 */

export { getActiveAuthProvider, getActiveAuthProviders, signInProblemSentence } from "./active-connection.js";
export type {
  ActiveConnection,
  FoundConnection,
  FoundConnections,
  OpenIdClient,
  SignInProblem,
} from "./active-connection.js";
export type { ProfileRouteCode } from "./response.js";
export type { ApiFailure, ApiOptions } from "./api.js";
export { config } from "./cora.js";
export type { NextCora, NextCoraProviderProps, ProtectedRoute } from "./cora.js";
export { createCora } from "./host.js";
export { AccessError } from "../server/access.js";
export type { AccessErrorCode, StepUp } from "../server/access.js";
export { CoraConfigurationError } from "../server/options.js";
export type { CoraOptions } from "../server/options.js";
export type { SignInParameters } from "../server/sign-in-state.js";
export type { SignInChoice, SignInState } from "../react/sign-in-state.js";
export { signInErrorSentence } from "../server/pages.js";
export type { SignInErrorCode } from "../server/pages.js";
export type { ProtectRequirement } from "../server/cora.js";
export type { CoraSession, SignedInSession } from "../server/session.js";
export type { AccessRequirement } from "../access-requirement.js";
export { clerkToken, createAuth } from "./auth.js";
export type { Auth, AuthenticatedRequest, AuthOptions, ServerAuth, ServerAuthCode } from "./auth.js";
export { createProfileHandler } from "./profile.js";
export type { ProfileHandler, ProfileHandlerOptions } from "./profile.js";
