"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import type { WasmSource } from "../load/loader.js";
import type { AuthAdapter } from "./adapter.js";
import { adapterByConnection } from "./by-connection.js";
import type { AdapterLoaders } from "./by-connection.js";
import { StoreContext } from "./context.js";
import { browserPage } from "./page.js";
import { sessionRules } from "./rules.js";
import { createAuthStore } from "./store.js";

/**
 * The properties of {@link AuthProvider}: either one adapter, or one for each kind of provider, of
 * which the active connection's is loaded.
 */
export type AuthProviderProps = CommonProps & (AdapterProps | AdaptersProps);

interface AdapterProps {
  /**
   * The adapter to the identity provider. The first value is kept; give the component another `key`
   * to change it.
   */
  readonly adapter: AuthAdapter;
  readonly adapters?: never;
  readonly activeConnectionUrl?: never;
}

interface AdaptersProps {
  /**
   * The adapters to each kind of identity provider. The active connection is requested at run time,
   * so switching it requires no new build.
   */
  readonly adapters: AdapterLoaders;
  /** The route that returns the active connection; `/api/active-connection` when absent. */
  readonly activeConnectionUrl?: string;
  readonly adapter?: never;
}

interface CommonProps {
  /** The route that returns the user's profile; `/api/profile` when absent. */
  readonly profileUrl?: string;
  /**
   * The location or contents of `@cora/auth/cora-page.wasm`, for bundlers that do not copy the file
   * themselves, such as esbuild. The first value is kept.
   */
  readonly module?: WasmSource;
  readonly children: ReactNode;
}

/**
 * Provides `useUnifiedAuth()` to the components below. Use one for the whole application. Exported
 * by `@cora/auth/react`.
 */
export function AuthProvider({ children, profileUrl = "/api/profile", module, ...given }: AuthProviderProps) {
  const [store] = useState(() => {
    const { activeConnectionUrl: url } = given;
    const adapter =
      given.adapter ?? adapterByConnection({ adapters: given.adapters, ...(url !== undefined && { url }) });
    return createAuthStore({ adapter, profileUrl, rules: sessionRules(module), page: browserPage(profileUrl) });
  });
  return <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
}
