/** The error for a change that was not made. The message is a sentence for the user. */
export class AuthChangeError extends Error {
  override readonly name = "AuthChangeError";

  /**
   * Creates the error. `code` is stable: a `UserMessage`, a token error code, a code of the profile
   * route, or one of the browser's own, such as `unreachable`.
   */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The error for incorrect use of the package. `help` contains the remedy. */
export class AuthUsageError extends Error {
  override readonly name = "AuthUsageError";

  /** Creates the error. `code` is stable; `help` contains the remedy. */
  constructor(
    readonly code: "auth_provider_missing",
    message: string,
    readonly help: string,
  ) {
    super(`${message}. ${help}`);
  }
}
