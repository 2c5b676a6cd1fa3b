/**
 * The interface between identity providers' browser libraries and `useUnifiedAuth()`. Exported by
 * `@cora/auth/react`.
 *
 * An adapter reports who is signed in at the provider, and nothing about what they may do. That is
 * Cora's answer, which the store requests when an adapter reports a signed-in user.
 */

import type { SessionOrganization } from "../index.js";

/** The session as the provider's library knows it in this browser. */
export type ProviderState =
  /** Not known yet. */
  | { readonly status: "loading" }
  /** Nobody is signed in. */
  | { readonly status: "signed_out" }
  /**
   * A user is signed in. `sessionKey` is any text that stays the same for the same person in the
   * same session, and changes for any other.
   */
  | { readonly status: "signed_in"; readonly sessionKey: string }
  /** The state could not be determined. `message` is a sentence for the user. */
  | { readonly status: "error"; readonly message: string };

/** Options for signing in and out. */
export interface RedirectOptions {
  /**
   * The path of this application to continue at, such as `/reports`. The provider's default when
   * absent.
   */
  readonly redirectTo?: string;
  /**
   * The connection to sign in with, of several that are active; the adapter's own choice when
   * absent. Signing out ignores it.
   */
  readonly connectionId?: string;
  /**
   * The address of the person, for the provider's form. Adapters without such a hint ignore it.
   */
  readonly loginHint?: string;
}

/**
 * Connects one provider's browser library. Create one for the whole application, outside of any
 * component.
 */
export interface AuthAdapter {
  /** The name of the library for error messages and logs, such as `authjs`. */
  readonly provider: string;
  /**
   * Calls `listener` after each change of {@link AuthAdapter.getSnapshot}. Returns a function that
   * unsubscribes. The first subscription starts determining who is signed in; further subscriptions
   * meanwhile start nothing new.
   */
  subscribe(listener: () => void): () => void;
  /** Returns the current state: the same object until it changes. */
  getSnapshot(): ProviderState;
  /** Asks the provider for the state again, now. */
  refresh(): Promise<void>;
  /**
   * Returns the token to send to Cora from the browser, or `null` if there is none: nobody is
   * signed in, or the token stays on the server and the profile route adds it there.
   */
  getToken(): Promise<string | null>;
  /**
   * Returns the access token that the provider issued with the ID token of
   * {@link AuthAdapter.getToken}, or `null` if there is none, or it stays on the server. Cora asks
   * the provider's userinfo endpoint with it, where the connection says so. Absent if the adapter
   * has no such token.
   */
  getProviderAccessToken?(): Promise<string | null>;
  /**
   * Returns the organizations that the user can switch to. Absent if the session has them all.
   */
  organizations?(): Promise<readonly SessionOrganization[]>;
  /**
   * Returns the connection of the organization that owns an address's domain, or `null` if there is
   * none. Absent if the adapter cannot ask.
   */
  connectionOf?(address: string): Promise<string | null>;
  /** Starts signing in. Usually leaves the page. */
  signIn(options?: RedirectOptions): Promise<void>;
  /** Ends the provider's session in this browser. */
  signOut(options?: RedirectOptions): Promise<void>;
}
