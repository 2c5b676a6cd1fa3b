"use client";

import { createContext, useContext, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import type { WasmSource } from "../load/loader.js";
import type { AuthAdapter } from "./adapter.js";
import { adapterByConnection } from "./by-connection.js";
import type { AdapterLoaders } from "./by-connection.js";
import { AuthUsageError } from "./errors.js";
import { browserPage } from "./page.js";
import { sessionRules } from "./rules.js";
import type { UnifiedAuth } from "./state.js";
import { createAuthStore } from "./store.js";
import type { AuthStore } from "./store.js";

/** Where `useUnifiedAuth()` finds its store. */
export const StoreContext = createContext<AuthStore | null>(null);

/** The properties of {@link AuthProvider}: one adapter, or one for each kind of provider, of which that of the connection in use is loaded. */
export type AuthProviderProps = CommonProps & (AdapterProps | AdaptersProps);

interface AdapterProps {
  /** How to reach the identity provider. The first one is kept; give the component another `key` to change it. */
  readonly adapter: AuthAdapter;
  readonly adapters?: never;
  readonly activeConnectionUrl?: never;
}

interface AdaptersProps {
  /** How to reach each kind of identity provider. Which one is in use is asked for when the page is there, so that switching it needs no new build. */
  readonly adapters: AdapterLoaders;
  /** The route that says which connection is in use; `/api/active-connection` when absent. */
  readonly activeConnectionUrl?: string;
  readonly adapter?: never;
}

interface CommonProps {
  /** The route that answers who this is; `/api/profile` when absent. */
  readonly profileUrl?: string;
  /** Where `@cora/auth/cora-page.wasm` is, or what is in it. For bundlers that do not copy the file by themselves, as esbuild; the first one is kept. */
  readonly module?: WasmSource;
  readonly children: ReactNode;
}

/** Makes `useUnifiedAuth()` work below it. One for the whole application. Exported by `@cora/auth/react`. */
export function AuthProvider({ children, profileUrl = "/api/profile", module, ...given }: AuthProviderProps) {
  const [store] = useState(() => {
    const { activeConnectionUrl: url } = given;
    const adapter = given.adapter ?? adapterByConnection({ adapters: given.adapters, ...(url !== undefined && { url }) });
    return createAuthStore({ adapter, profileUrl, rules: sessionRules(module), page: browserPage() });
  });
  return <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
}

/**
 * Who is signed in, what they may do, and how to sign in and out, whichever identity provider is used.
 *
 * `undefined` means that something is not known, `null` that it is known to be absent.
 *
 * @throws {AuthUsageError} `auth_provider_missing` when there is no `<AuthProvider>` above.
 */
export function useUnifiedAuth(): UnifiedAuth {
  const store = useContext(StoreContext);
  if (store === null) {
    throw new AuthUsageError(
      "auth_provider_missing",
      "useUnifiedAuth() was called without an <AuthProvider> above it",
      'Wrap the application in <AuthProvider adapter={…}> from "@cora/auth/react".',
    );
  }
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
}
