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
