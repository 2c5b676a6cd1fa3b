/** A change that was not made. The message is a sentence for the person. */
export class AuthChangeError extends Error {
  override readonly name = "AuthChangeError";

  /** `code` is stable: a `UserMessage`, a token error code or one of the profile route. */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A mistake in how the package is used. The remedy is in `help`. */
export class AuthUsageError extends Error {
  override readonly name = "AuthUsageError";

  /** `code` is stable; `help` says what to do. */
  constructor(
    readonly code: "auth_provider_missing",
    message: string,
    readonly help: string,
  ) {
    super(`${message}. ${help}`);
  }
}
