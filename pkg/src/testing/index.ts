/**
 * `@cora/auth/testing`: replacements for an identity provider and a server in an application's
 * tests.
 *
 * @example
 * ```tsx
 * const organizations = [{ name: "Acme", role: "org_admin" }] as const;
 * render(
 *   <TestAuthProvider auth={{ status: "authenticated", organizations }}>
 *     <Members />
 *   </TestAuthProvider>,
 * );
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
