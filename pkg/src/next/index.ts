/**
 * `@cora/auth/next`: the server's side of `useUnifiedAuth()` in a Next.js application. Uses only what the web platform
 * has (`Request`, `Response`, `fetch`), so it runs in any server that has that.
 */

export { createProfileHandler } from "./profile.js";
export type { ProfileHandler, ProfileHandlerOptions } from "./profile.js";
export type { ProfileRouteCode } from "./answer.js";
