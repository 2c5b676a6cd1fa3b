/** The state of sign-in that a server gives `<SignInPage>`. */

/**
 * The state of sign-in on the server when the page is requested. Created by `signInState()` of
 * `createCora()`, or of `createAuth()` for applications that bring a provider's tokens.
 */
export interface SignInState {
  /**
   * The name of the connection to offer first and all the connections to choose from, or the reason
   * that nobody can sign in. Without `choices`, the adapter's own choice is used.
   */
  readonly by:
    | { readonly displayName: string; readonly choices?: readonly SignInChoice[] }
    | { readonly problem: string; readonly sentence: string };
  /** The error of the last sign-in, if it failed. */
  readonly error: { readonly code: string; readonly sentence: string } | null;
  /** The path in the application that the visitor wanted when they were redirected here. */
  readonly wanted: string | null;
  /** The invitation whose link the visitor opened, from the parameter `invitation`. */
  readonly invitation?: string | null;
  /**
   * Set if a visitor may also enter an address, which leads to the connection of the organization
   * that owns its domain.
   */
  readonly byAddress?: boolean;
}

/** A connection that a visitor may sign in with. */
export interface SignInChoice {
  /** The connection's identifier. */
  readonly id: string;
  /** The connection's display name. */
  readonly displayName: string;
}
