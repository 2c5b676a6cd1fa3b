/**
 * Who is signed in, as a store without a framework: `useUnifiedAuth()` only subscribes to it.
 *
 * It follows the adapter, and asks the profile route once for each session the adapter reports. What a session may do is
 * the core's to say.
 */

import type { AuthAdapter, RedirectOptions } from "./adapter.js";
import { ask, failure } from "./profile.js";
import { present } from "./state.js";
import type { AuthActions, Knowledge, SessionRules, UnifiedAuth } from "./state.js";

/** The longest time that `setTimeout` takes, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a store needs. */
export interface AuthStoreOptions {
  readonly adapter: AuthAdapter;
  /** The core's rules about sessions. */
  readonly rules: SessionRules;
  /** The route that answers who this is; see `createProfileHandler` of `@cora/auth/next`. */
  readonly profileUrl: string;
  /** How to ask it. */
  readonly fetch: typeof fetch;
}

/** What `useSyncExternalStore` needs. */
export interface AuthStore {
  subscribe(listener: () => void): () => void;
  /** The present state; the same object until it changes. */
  getSnapshot(): UnifiedAuth;
  /** The state while a page is rendered on the server, and first in the browser: not known yet. */
  getServerSnapshot(): UnifiedAuth;
}

/** Makes a store. It does nothing until somebody subscribes. */
export function createAuthStore({ adapter, fetch, profileUrl, rules }: AuthStoreOptions): AuthStore {
  const listeners = new Set<() => void>();
  let stopFollowing: (() => void) | undefined;
  /** Grows whenever answers that are still awaited have become worthless. */
  let epoch = 0;
  /** The adapter's session that the present state, or the answer awaited, is about. */
  let sessionKey: string | undefined;
  let inFlight: Promise<void> | undefined;
  let signingOut = false;
  let expiry: ReturnType<typeof setTimeout> | undefined;

  const actions: AuthActions = {
    getToken: () => adapter.getToken(),
    signIn: (options) => adapter.signIn(options),
    signOut,
    refresh,
    presentBootstrapToken,
  };
  const loading = present({ status: "loading" }, actions, rules);
  let snapshot = loading;

  function become(known: Knowledge) {
    clearTimeout(expiry);
    snapshot = known.status === "loading" ? loading : present(known, actions, rules);
    if (known.status === "authenticated") refreshAt(known.session.expiresAt);
    for (const listener of [...listeners]) listener();
  }

  /** Asks again when the session is over. The server decides whether it is; clocks differ. */
  function refreshAt(expiresAt: number | null) {
    const wait = expiresAt === null ? 0 : expiresAt * 1000 - Date.now();
    if (wait > 0 && listeners.size > 0) expiry = setTimeout(() => void refresh(), Math.min(wait, LONGEST_TIMER_MS));
  }

  function forget() {
    epoch += 1;
    sessionKey = undefined;
    inFlight = undefined;
  }

  /** Asks the profile route; its answer counts unless something else has become true meanwhile. */
  function load(bootstrapToken?: string): Promise<void> {
    epoch += 1;
    const asked = epoch;
    const loaded = adapter
      .getToken()
      .then(
        (token) => ask({ url: profileUrl, fetch, rules, token, ...(bootstrapToken !== undefined && { bootstrapToken }) }),
        () => failure("token_unavailable", "Your sign-in could not be read. Please try again."),
      )
      .then((known) => {
        if (asked !== epoch) return;
        inFlight = undefined;
        become(known);
      });
    inFlight = loaded;
    return loaded;
  }

  /** Brings the state in line with the adapter's. */
  function follow() {
    const provider = adapter.getSnapshot();
    switch (provider.status) {
      case "loading":
        return;
      case "signed_out":
        if (sessionKey === undefined && snapshot.status === "unauthenticated") return;
        forget();
        return become({ status: "unauthenticated", message: null });
      case "error":
        // A session that is known stays known while the provider's library has trouble asking again.
        if (snapshot.status === "authenticated" || snapshot.status === "pending") return;
        forget();
        return become(failure("provider_unavailable", provider.message));
      case "signed_in":
        if (signingOut || provider.sessionKey === sessionKey) return;
        forget();
        sessionKey = provider.sessionKey;
        if (snapshot.status !== "loading") become({ status: "loading" });
        void load();
    }
  }

  async function refresh(): Promise<void> {
    if (inFlight) return inFlight;
    if (snapshot.status === "error") become({ status: "loading" });
    if (adapter.getSnapshot().status !== "signed_in") {
      await adapter.refresh();
      follow();
      return inFlight;
    }
    return load();
  }

  async function presentBootstrapToken(token: string): Promise<void> {
    return load(token);
  }

  async function signOut(options?: RedirectOptions): Promise<void> {
    signingOut = true;
    forget();
    become({ status: "unauthenticated", message: null });
    try {
      await adapter.signOut(options);
    } finally {
      signingOut = false;
      follow();
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopFollowing = adapter.subscribe(follow);
        follow();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(expiry);
        stopFollowing?.();
        stopFollowing = undefined;
      };
    },
    getSnapshot: () => snapshot,
    getServerSnapshot: () => loading,
  };
}
