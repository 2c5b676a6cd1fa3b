/**
 * The adapter to the handler of `@cora/auth/server`, whose session is a cookie of the application.
 */

import type { SessionOrganization } from "../index.js";
import type { AuthAdapter, ProviderState, RedirectOptions } from "./adapter.js";
import { AuthChangeError } from "./errors.js";
import { holdProviderState } from "./provider-state.js";

/** Options of {@link coraAdapter}. */
export interface CoraAdapterOptions {
  /** The path of the handler; `/api/auth` when absent. */
  readonly url?: string;
  /** Set if it is known that nobody is signed in. */
  readonly isSignedOut?: boolean;
  /** Navigates to another page; replaced in tests. */
  readonly goTo?: (url: string) => void;
  /** Returns the path of the page; replaced in tests. */
  readonly here?: () => string;
  /** The function to call the handler with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
}

const UNREACHABLE = "The server cannot be reached. Check your connection and try again.";
/** The handler knows who is signed in, so the store asks it. */
const ASK: ProviderState = { status: "signed_in", sessionKey: "cora" };

/** Creates the adapter to the handler. Create one for the whole application. */
export function coraAdapter({
  fetch: call = (input, init) => globalThis.fetch(input, init),
  goTo = (url) => window.location.assign(url),
  here = () => window.location.pathname + window.location.search,
  isSignedOut = false,
  url = "/api/auth",
}: CoraAdapterOptions = {}): AuthAdapter {
  const state = holdProviderState(isSignedOut ? { status: "signed_out" } : ASK, () => () => {});
  return {
    provider: "cora",
    subscribe: state.subscribe,
    getSnapshot: state.get,
    async refresh() {
      state.become(ASK);
    },
    // The token stays on the server.
    getToken: async () => null,
    async organizations() {
      try {
        const response = await call(`${url}/organization`, {
          headers: { accept: "application/json" },
          cache: "no-store",
        });
        const body = (await response.json()) as { readonly data?: { readonly organizations?: unknown } };
        if (Array.isArray(body.data?.organizations)) return body.data.organizations as SessionOrganization[];
      } catch {
        // The error is thrown below.
      }
      throw new AuthChangeError("unreachable", UNREACHABLE);
    },
    async signIn({ connectionId, redirectTo }: RedirectOptions = {}) {
      const query = new URLSearchParams({ return_to: redirectTo ?? here() });
      if (connectionId !== undefined) query.set("connection", connectionId);
      goTo(`${url}/sign-in?${query}`);
    },
    async signOut() {
      const response = await call(`${url}/sign-out`, {
        method: "POST",
        headers: { accept: "application/json" },
        cache: "no-store",
        credentials: "same-origin",
      });
      const body = (await response.json()) as { readonly data?: { readonly location?: unknown } };
      if (!response.ok || typeof body.data?.location !== "string")
        throw new AuthChangeError("server_error", "You could not be signed out. Please try again.");
      state.become({ status: "signed_out" });
      // Ends the session at Cora too.
      goTo(body.data.location);
    },
  };
}
