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
  /** Shown above the buttons if people may sign in with several connections. */
  readonly choose: string;
  /** The label of a button if there are several. */
  readonly signInWith: (displayName: string) => string;
  /** The label of the field for an address that leads to its organization's connection. */
  readonly address: string;
  /** The label of its button. */
  readonly addressContinue: string;
  /** Shown if no connection of an organization belongs to the address. */
  readonly addressUnknown: string;
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
  /** The heading of the form for the code that proves the user's own address. */
  readonly verify: string;
  readonly verifyWhy: string;
  /** The heading of the form for the code that claims an invitation to another address. */
  readonly claim: string;
  /** `address` is the user's own, redacted; `null` if it is not known. */
  readonly claimWhy: (address: string | null) => string;
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
  loading: "Loading…",
  title: "Sign in",
  by: (displayName) => `Continue with ${displayName}.`,
  signIn: "Sign in",
  choose: "Choose how to sign in.",
  signInWith: (displayName) => `Sign in with ${displayName}`,
  address: "Email address at your organization",
  addressContinue: "Continue",
  addressUnknown: "No organization signs in with this address here.",
  leaving: "Redirecting…",
  signInFailed: "Sign-in failed. Please try again.",
  wanted: "Sign in to continue to the page you requested.",
  changed: "Sign-in has changed",
  changedWhy: (displayName) =>
    `The sign-in provider has changed, so your session has ended. Sign in again with ${displayName}.`,
  nobodyCan: "Sign-in is unavailable",
  failed: "We could not load your account",
  tryAgain: "Try again",
  pending: "You do not have access yet",
  checkAgain: "Check again",
  signOut: "Sign out",
  code: "Code:",
  request: "request",
  confirm: "Is this your account?",
  confirmWhy:
    "An account with your email address already exists. Confirm with the code we email you that it is yours; then you can sign in either way.",
  verify: "Confirm your email address",
  verifyWhy:
    "Your sign-in provider does not say that your email address is verified. Confirm with the code we email you that you read its mail.",
  claim: "Were you invited?",
  claimWhy: (address) =>
    `You are signed in${address === null ? "" : ` as ${address}`}, and were invited under another email address. Confirm with the code we email there that the invitation is yours.`,
  codeSend: "Send code",
  codeSendAnother: "Send another code",
  codeSending: "Sending…",
  codeSent: "We sent you an email. The code expires in 15 minutes.",
  codeNotSent: "The email could not be sent. Please try again later.",
  codeLabel: "Code",
  codeConfirm: "Confirm",
  codeWrong: "The code is not valid. It may be mistyped, used or expired. Request another code.",
};
