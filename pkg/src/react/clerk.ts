"use client";

/**
 * `@cora/auth/react/clerk`: Clerk behind `useUnifiedAuth()`.
 *
 * It imports nothing of Clerk. It takes the object that `useClerk()` of `@clerk/nextjs` or
 * `@clerk/react` returns, or a `Clerk` of `@clerk/clerk-js`.
 *
 * @example
 * ```tsx
 * // below <ClerkProvider>
 * const clerk = useClerk();
 * const [adapter] = useState(() => clerkAdapter({ clerk }));
 * return <AuthProvider adapter={adapter}>{children}</AuthProvider>;
 * ```
 */

import type { AuthAdapter, ProviderState, RedirectOptions } from "./adapter.js";
import { holdProviderState } from "./provider-state.js";

/** The part of a Clerk session that the adapter uses. */
export interface ClerkSession {
  readonly id: string;
  /**
   * The status: `active`, or `pending` while a task remains, such as choosing an organization. In
   * any other status the session is over.
   */
  readonly status: string;
  readonly user: { readonly id: string } | null;
  getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
}

/**
 * The part of Clerk that the adapter uses (`LoadedClerk` of `@clerk/shared/types`, also before it
 * is loaded).
 */
export interface ClerkLike {
  readonly loaded: boolean;
  /** The status: `loading`, `ready`, `degraded` or `error`. */
  readonly status?: string;
  readonly session?: ClerkSession | null | undefined;
  readonly organization?: { readonly id: string } | null | undefined;
  addListener(listener: () => void): () => void;
  on?(event: "status", handler: (status: string) => void, options?: { notify: boolean }): void;
  off?(event: "status", handler: (status: string) => void): void;
  redirectToSignIn(options?: { signInForceRedirectUrl?: string; signUpForceRedirectUrl?: string }): Promise<unknown>;
  signOut(callback: () => void | Promise<void>): Promise<void>;
}

/** Options of {@link clerkAdapter}. */
export interface ClerkAdapterOptions {
  /** Clerk, or a function that loads it, called once when the state is first requested. */
  readonly clerk: ClerkLike | (() => Promise<ClerkLike>);
  /** The JWT template of the tokens to present to Cora; Clerk's session tokens when absent. */
  readonly template?: string;
  /** Navigates to another page of the application; replaced in tests. */
  readonly goTo?: (path: string) => void;
}

const UNREACHABLE: ProviderState = {
  status: "error",
  message: "The sign-in provider cannot be reached. Check your connection and try again.",
};

/**
 * Returns the state of Clerk's session. A session with a remaining task permits nothing, so it
 * counts as signed out.
 */
function stateOf(clerk: ClerkLike): ProviderState {
  if (!clerk.loaded) return clerk.status === "error" ? UNREACHABLE : { status: "loading" };
  const { organization, session } = clerk;
  if (session === undefined) return { status: "loading" };
  if (session === null || session.status !== "active" || session.user === null) return { status: "signed_out" };
  // The tokens contain the organization that is selected at Clerk.
  return { status: "signed_in", sessionKey: JSON.stringify([session.id, session.user.id, organization?.id ?? null]) };
}

/**
 * Creates an adapter for Clerk. Create one for the whole application.
 *
 * If Clerk's script is loaded but its server cannot be reached, clerk-js itself reports that nobody
 * is signed in (unless a session cookie is left), so the adapter does too.
 */
export function clerkAdapter(options: ClerkAdapterOptions): AuthAdapter {
  const { goTo = (path: string) => window.location.assign(path), template } = options;
  let clerk = typeof options.clerk === "function" ? undefined : options.clerk;
  let loading: Promise<ClerkLike> | undefined;
  const state = holdProviderState(clerk === undefined ? { status: "loading" } : stateOf(clerk), () => {
    let stop: (() => void) | null | undefined;
    loaded().then(
      (given) => {
        // `null` means that nobody listens any more.
        if (stop !== null) stop = watch(given);
      },
      () => {},
    );
    return () => {
      stop?.();
      stop = null;
    };
  });
  const { become } = state;

  const look = () => {
    if (clerk !== undefined) become(stateOf(clerk));
  };

  /** Returns Clerk itself. A failed load is retried at the next call. */
  async function loaded(): Promise<ClerkLike> {
    if (clerk !== undefined) return clerk;
    const { clerk: load } = options;
    if (typeof load !== "function") return load;
    loading ??= load();
    try {
      clerk = await loading;
      return clerk;
    } catch (cause) {
      loading = undefined;
      become(UNREACHABLE);
      throw cause;
    }
  }

  function watch(given: ClerkLike): () => void {
    const stopListening = given.addListener(look);
    given.on?.("status", look, { notify: true });
    look();
    return () => {
      stopListening();
      given.off?.("status", look);
    };
  }

  const absolute = (path: string) => new URL(path, window.location.href).href;

  return {
    provider: "clerk",
    subscribe: state.subscribe,
    getSnapshot: state.get,
    async refresh() {
      try {
        const { loaded: isLoaded, session } = await loaded();
        // Requesting a new token shows whether the session goes on.
        if (isLoaded && session) await session.getToken({ skipCache: true });
        look();
      } catch {
        become(UNREACHABLE);
      }
    },
    async getToken() {
      if (state.get().status !== "signed_in") return null;
      return (await clerk?.session?.getToken(template === undefined ? {} : { template })) ?? null;
    },
    async signIn({ redirectTo }: RedirectOptions = {}) {
      const given = await loaded();
      const url = redirectTo === undefined ? undefined : absolute(redirectTo);
      await given.redirectToSignIn(
        url === undefined ? {} : { signInForceRedirectUrl: url, signUpForceRedirectUrl: url },
      );
    },
    async signOut({ redirectTo }: RedirectOptions = {}) {
      const given = await loaded();
      // WHY a callback: without one Clerk leaves the page by itself.
      await given.signOut(() => {});
      look();
      if (given.session) throw new Error("signing out of Clerk did not end its session");
      if (redirectTo !== undefined) goTo(redirectTo);
    },
  };
}
