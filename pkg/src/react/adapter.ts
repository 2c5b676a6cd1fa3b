/**
 * The seam between identity providers' browser libraries and `useUnifiedAuth()`. Exported by `@cora/auth/react`.
 *
 * An adapter says who is signed in at the provider and nothing about what they may do: that is Cora's answer, which the
 * store asks for when an adapter says that somebody is signed in.
 */

/** What a provider's library knows about the browser's session. */
export type ProviderState =
  /** Not known yet. */
  | { readonly status: "loading" }
  /** Nobody is signed in. */
  | { readonly status: "signed_out" }
  /**
   * Somebody is. `sessionKey` is any text that stays the same while it is the same person in the same session, and
   * changes when it is another.
   */
  | { readonly status: "signed_in"; readonly sessionKey: string }
  /** It could not be found out. `message` is a sentence for the person. */
  | { readonly status: "error"; readonly message: string };

/** Where to go after signing in or out. */
export interface RedirectOptions {
  /** A path of this application, such as `/reports`. The provider's default when absent. */
  readonly redirectTo?: string;
}

/** Connects one provider's browser library. Make one for the whole application, outside of any component. */
export interface AuthAdapter {
  /** The name of the library, for error messages and logs, such as `authjs`. */
  readonly provider: string;
  /**
   * Calls `listener` after each change of {@link AuthAdapter.getSnapshot}; returns how to stop. The first subscription
   * starts finding out who is signed in; subscribing again while that goes on starts nothing new.
   */
  subscribe(listener: () => void): () => void;
  /** The present state. Returns the same object until it changes. */
  getSnapshot(): ProviderState;
  /** Asks the provider again, now. */
  refresh(): Promise<void>;
  /**
   * The token to send to Cora from the browser, or `null` where there is none: nobody is signed in, or the token stays on
   * the server and the profile route adds it there.
   */
  getToken(): Promise<string | null>;
  /** Starts signing in. Usually leaves the page. */
  signIn(options?: RedirectOptions): Promise<void>;
  /** Ends the provider's session in this browser. */
  signOut(options?: RedirectOptions): Promise<void>;
}
