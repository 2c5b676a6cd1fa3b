"use client";

/** `@cora/auth/react/authjs`: Auth.js (`next-auth` 4) behind `useUnifiedAuth()`. */

import { signIn, signOut } from "next-auth/react";

import type { AuthAdapter, RedirectOptions } from "./adapter.js";
import { holdProviderState } from "./provider-state.js";

/** Timeout for the session route, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The response of the session route for a signed-in user. */
export interface AuthjsSession {
  readonly user?: { readonly id?: string | null; readonly name?: string | null; readonly email?: string | null };
  /** The expiry of the session, in ISO 8601. */
  readonly expires: string;
  readonly [name: string]: unknown;
}

/** Options of {@link authjsAdapter}. */
export interface AuthjsAdapterOptions {
  /**
   * The provider that `signIn()` uses unless it names a connection, or a function that returns it
   * at each sign-in, if it changes while pages are open. Without it Auth.js shows its list of
   * providers. If the function rejects, `signIn()` rejects with that error.
   */
  readonly providerId?: string | (() => Promise<string>);
  /** The base path of Auth.js's routes; `/api/auth` when absent. */
  readonly basePath?: string;
  /**
   * Returns the token to send from the browser, if the `session` callback puts one into the
   * session. When absent, no token is sent: it stays in the cookie, which no script can read, and
   * the profile route adds it.
   */
  readonly token?: (session: AuthjsSession) => string | null;
}

/** The browser features that the adapter uses; replaced in tests. */
export interface AuthjsHost {
  readonly fetch: typeof fetch;
  readonly signIn: typeof signIn;
  readonly signOut: typeof signOut;
  /**
   * Calls `listener` when the session may have changed outside this adapter. Returns a function
   * that unsubscribes.
   */
  onPossibleChange(listener: () => void): () => void;
  /** Navigates to another page of the application. */
  goTo(path: string): void;
}

const browser: AuthjsHost = {
  fetch: (input, init) => globalThis.fetch(input, init),
  signIn,
  signOut,
  onPossibleChange(listener) {
    const visible = () => {
      if (document.visibilityState === "visible") listener();
    };
    // Auth.js notifies other tabs of a sign-in or sign-out by writing this item.
    const told = (event: StorageEvent) => {
      if (event.key === "nextauth.message") listener();
    };
    document.addEventListener("visibilitychange", visible);
    window.addEventListener("storage", told);
    return () => {
      document.removeEventListener("visibilitychange", visible);
      window.removeEventListener("storage", told);
    };
  },
  goTo: (path) => window.location.assign(path),
};

const keyOf = ({ user }: AuthjsSession) => JSON.stringify([user?.id ?? null, user?.email ?? null, user?.name ?? null]);

/**
 * Creates an adapter for Auth.js. It needs no `SessionProvider`. Create one, outside of any
 * component.
 */
export function authjsAdapter(options: AuthjsAdapterOptions = {}, host: AuthjsHost = browser): AuthAdapter {
  const { basePath = "/api/auth", providerId, token } = options;
  let session: AuthjsSession | null = null;
  let inFlight: Promise<void> | undefined;
  const state = holdProviderState({ status: "loading" }, () => {
    const stop = host.onPossibleChange(() => void refresh());
    void refresh();
    return stop;
  });

  /**
   * Requests the session.
   *
   * WHY not Auth.js's own `getSession()`: it returns `null` both when nobody is signed in and when
   * the route cannot be reached, and a person has to be told which.
   */
  async function look(): Promise<void> {
    try {
      const response = await host.fetch(`${basePath}/session`, {
        cache: "no-store",
        credentials: "same-origin",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!response.ok) throw new Error(`the session route answered ${response.status}`);
      const answer: unknown = await response.json();
      const signedIn = typeof answer === "object" && answer !== null && "expires" in answer;
      session = signedIn ? (answer as AuthjsSession) : null;
      state.become(session ? { status: "signed_in", sessionKey: keyOf(session) } : { status: "signed_out" });
    } catch {
      state.become({ status: "error", message: "The server cannot be reached. Check your connection and try again." });
    }
  }

  const refresh = () =>
    (inFlight ??= look().finally(() => {
      inFlight = undefined;
    }));

  return {
    provider: "authjs",
    subscribe: state.subscribe,
    getSnapshot: state.get,
    refresh,
    getToken: async () => (session && token ? token(session) : null),
    async signIn({ connectionId, redirectTo }: RedirectOptions = {}) {
      const provider = connectionId ?? (typeof providerId === "function" ? await providerId() : providerId);
      await host.signIn(provider, redirectTo === undefined ? undefined : { callbackUrl: redirectTo });
    },
    async signOut({ redirectTo }: RedirectOptions = {}) {
      await host.signOut({ redirect: false });
      // Auth.js does not report whether it succeeded, so the route is asked.
      await inFlight;
      await refresh();
      if (state.get().status !== "signed_out") throw new Error("signing out of Auth.js did not end its session");
      if (redirectTo !== undefined) host.goTo(redirectTo);
    },
  };
}
