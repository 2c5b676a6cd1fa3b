/** The texts of the ready-made page. Exported by `@cora/auth/react/pages`. */

/** The texts of {@link SignInPage} that the server does not provide. */
export interface SignInTexts {
  /** Shown while the user's state is being determined. */
  readonly loading: string;
  /** The heading for a visitor who is not signed in. */
  readonly title: string;
  /** Names the connection that people sign in with. */
  readonly by: (displayName: string) => string;
  readonly signIn: string;
  /** The button's label until the provider's page is loaded. */
  readonly leaving: string;
  readonly signInFailed: string;
  /** Shown to a visitor who was redirected here from another page. */
  readonly wanted: string;
  /** The heading when the active connection is not the one that the user was signed in with. */
  readonly changed: string;
  readonly changedWhy: (displayName: string) => string;
  /** The heading when no connection can be used to sign in. */
  readonly nobodyCan: string;
  /** The heading when the user's state could not be determined. */
  readonly failed: string;
  readonly tryAgain: string;
  /** The heading for a user who is signed in but not admitted, or not yet. */
  readonly pending: string;
  readonly checkAgain: string;
  readonly signOut: string;
  /** Precedes the code of the result. */
  readonly code: string;
  /** Precedes the identifier of the request. */
  readonly request: string;
  /** The heading of the form for the code that confirms an account. */
  readonly confirm: string;
  readonly confirmWhy: string;
  readonly codeSend: string;
  readonly codeSendAnother: string;
  readonly codeSending: string;
  readonly codeSent: string;
  readonly codeNotSent: string;
  readonly codeLabel: string;
  readonly codeConfirm: string;
  readonly codeWrong: string;
}

/** The texts in English. */
export const SIGN_IN_TEXTS: SignInTexts = {
  loading: "Finding out who you are…",
  title: "Sign in",
  by: (displayName) => `You sign in by ${displayName}.`,
  signIn: "Sign in",
  leaving: "Going to the provider…",
  signInFailed: "The sign-in did not work. Please try again.",
  wanted: "Sign in first; then the page that you wanted is shown.",
  changed: "Sign-in has changed",
  changedWhy: (displayName) =>
    `You were signed in by a provider that is not used any more, so your session has ended. Sign in again: now by ${displayName}.`,
  nobodyCan: "Nobody can sign in at the moment",
  failed: "We could not find out who you are",
  tryAgain: "Try again",
  pending: "You are signed in, but not let in",
  checkAgain: "Check again",
  signOut: "Sign out",
  code: "Code:",
  request: "request",
  confirm: "Is the account yours?",
  confirmWhy:
    "There is an account with your address. A code in its mailbox shows that it is yours; then you can sign in either way.",
  codeSend: "Send me the code",
  codeSendAnother: "Send another code",
  codeSending: "Sending…",
  codeSent: "The mail is on its way. The code counts for 15 minutes.",
  codeNotSent: "The mail could not be sent. Please try again later.",
  codeLabel: "Code",
  codeConfirm: "Confirm",
  codeWrong: "The code did not let you in. It may be mistyped, used or too old; have another sent.",
};
