import type { ProfileRouteCode } from "../next/response.js";
import type { ServerErrorCode } from "../server-code.js";
import type { HandlerCode } from "../server/pages.js";

/** The browser's own codes. */
type BrowserCode =
  /** The profile route could not be reached, or did not answer in time. */
  | "unreachable"
  /** The route's response cannot be understood. */
  | "invalid_answer"
  /** The route failed and named no code. */
  | "server_error"
  /** The session module could not be loaded. */
  | "core_unavailable"
  /** The adapter could not return the token. */
  | "token_unavailable"
  /** The provider's library reported an error. */
  | "provider_unavailable"
  /** The code that confirms a link was not sent. */
  | "not_sent"
  /** The organization was not switched. */
  | "not_switched";

/**
 * Every code of a message for the user: the server's (a `UserMessage` or a token error code, for
 * example), that of the profile route or of the handler of `@cora/auth/server`, or the browser's
 * own. The list is closed.
 */
export type AuthMessageCode = ServerErrorCode | ProfileRouteCode | HandlerCode | BrowserCode;

/** The error for a change that was not made. The message is a sentence for the user. */
export class AuthChangeError extends Error {
  override readonly name = "AuthChangeError";

  /** Creates the error. `code` is stable. */
  constructor(
    readonly code: AuthMessageCode,
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
