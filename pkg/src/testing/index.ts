/**
 * `@cora/auth/testing`: what an application's tests need instead of an identity provider and a server.
 *
 * @example
 * ```tsx
 * render(<TestAuthProvider auth={{ status: "authenticated", organizations: [{ name: "Acme", role: "org_admin" }] }}><Members /></TestAuthProvider>);
 * ```
 */

export { testAdapter } from "./adapter.js";
export type { TestAdapter } from "./adapter.js";
export { testAuth, TestAuthProvider } from "./provider.js";
export type { TestAuth, TestAuthProviderProps } from "./provider.js";
export { profileAnswer, testId, testSession } from "./session.js";
export type { TestOrganization, TestSession } from "./session.js";
export { situation } from "./situation.js";
export type { Situation } from "./situation.js";
