"use client";

/**
 * `@cora/auth/react`: authentication state for React.
 *
 * @example
 * ```tsx
 * const adapter = authjsAdapter();
 * const App = () => <AuthProvider adapter={adapter}><Page /></AuthProvider>;
 * function Page() {
 *   const auth = useUnifiedAuth();
 *   if (auth.status === "authenticated") return <p>{auth.session.email}</p>;
 *   return <button onClick={() => auth.signIn()}>Sign in</button>;
 * }
 * ```
 */

export type { AuthAdapter, ProviderState, RedirectOptions } from "./adapter.js";
export {
  adapterByConnection,
  fetchActiveAuthProvider,
  fetchActiveAuthProviders,
  NoAuthProviderError,
} from "./by-connection.js";
export type {
  ActiveAuthProvider,
  AdapterLoader,
  AdapterLoaders,
  ByConnectionOptions,
  ConnectionChoice,
  FetchProvidersOptions,
} from "./by-connection.js";
export { AuthChangeError, AuthUsageError } from "./errors.js";
export type { AuthMessageCode } from "./errors.js";
export type { AccessRequirement } from "../access-requirement.js";
export type { SessionAnswer } from "../server/session.js";
export type { Answers } from "./carried.js";
export { OrganizationSwitcher, RedirectToSignIn, Show, UserButton } from "./components.js";
export type { OrganizationSwitcherProps, ShowCondition, ShowProps, UserButtonProps } from "./components.js";
export { useUnifiedAuth } from "./context.js";
export { coraAdapter } from "./cora.js";
export type { CoraAdapterOptions } from "./cora.js";
export { CoraProvider } from "./cora-provider.js";
export type { CoraProviderProps } from "./cora-provider.js";
export { AuthProvider } from "./provider.js";
export type { AuthProviderProps } from "./provider.js";
export type {
  AuthActions,
  AuthenticatedAuth,
  AuthExplanation,
  AuthMessage,
  FailedAuth,
  LoadingAuth,
  PendingAuth,
  UnauthenticatedAuth,
  UnifiedAuth,
} from "./state.js";
