"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import type { Context } from "react";

import { AuthUsageError } from "./errors.js";
import type { UnifiedAuth } from "./state.js";
import type { AuthStore } from "./store.js";

/** The contexts, by the React that made them, shared by all copies of this package in a page. */
const CONTEXTS = Symbol.for("@cora/auth/react context");
const shared = globalThis as { [CONTEXTS]?: WeakMap<typeof createContext, Context<AuthStore | null>> };

function sharedContext(): Context<AuthStore | null> {
  const contexts = (shared[CONTEXTS] ??= new WeakMap());
  const context = contexts.get(createContext) ?? createContext<AuthStore | null>(null);
  contexts.set(createContext, context);
  return context;
}

/** The context in which `useUnifiedAuth()` finds its store. */
export const StoreContext = sharedContext();

/**
 * Returns who is signed in, what they may do, and the functions to sign in and out, for any
 * identity provider.
 *
 * A member is `undefined` while it is not known, and `null` if it is known to be absent.
 *
 * @throws {AuthUsageError} `auth_provider_missing` if no `<CoraProvider>` or `<AuthProvider>` is
 * above.
 */
export function useUnifiedAuth(): UnifiedAuth {
  const store = useContext(StoreContext);
  if (store === null) {
    throw new AuthUsageError(
      "auth_provider_missing",
      "useUnifiedAuth() was called without a <CoraProvider> or an <AuthProvider> above it",
      'Wrap the application in <CoraProvider> of "@cora/auth/react", or in <AuthProvider adapter={…}>.',
    );
  }
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
}
