/**
 * `@cora/auth/next`: the server side of `useUnifiedAuth()` in a Next.js application. It uses only
 * the web platform's APIs (`Request`, `Response`, `fetch`), so it runs on any server that provides
 * them.
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
export { clerkToken, createAuth } from "./auth.js";
export type { Auth, AuthenticatedRequest, AuthOptions, ServerAuth, ServerAuthCode } from "./auth.js";
export { createProfileHandler } from "./profile.js";
export type { ProfileHandler, ProfileHandlerOptions } from "./profile.js";
