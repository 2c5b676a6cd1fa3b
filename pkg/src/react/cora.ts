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
    async connectionOf(address) {
      const refused = (message: unknown) =>
        new AuthChangeError("unreachable", typeof message === "string" ? message : UNREACHABLE);
      let body: {
        readonly success?: unknown;
        readonly error?: unknown;
        readonly data?: { readonly connectionId?: unknown };
      };
      try {
        const response = await call(`${url}/connections`, {
          method: "POST",
          headers: { accept: "application/json", "content-type": "application/json" },
          body: JSON.stringify({ address }),
          cache: "no-store",
          credentials: "same-origin",
        });
        body = await response.json();
      } catch {
        throw refused(undefined);
      }
      if (body.success !== true) throw refused(body.error);
      const id = body.data?.connectionId;
      return typeof id === "string" ? id : null;
    },
    async signIn({ connectionId, loginHint, redirectTo }: RedirectOptions = {}) {
      const query = new URLSearchParams({ return_to: redirectTo ?? here() });
      if (connectionId !== undefined) query.set("connection", connectionId);
      if (loginHint !== undefined) query.set("login_hint", loginHint);
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
