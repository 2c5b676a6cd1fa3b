import type { Issue, IssueCode, Report, TokenError, TokenErrorCode } from "./glue/types.js";

/**
 * Errors of the WebAssembly module itself.
 *
 * - `not_initialised`: the module was used in a browser before `init()` was awaited.
 * - `wasm_load_failed`: the module could not be fetched, read or compiled. A later `init()` tries
 *   again.
 * - `wasm_trapped`: the module stopped in the middle of a call, for example because the engine's
 *   stack was full. The call has no effect, and the next one gets a new instance.
 * - `engine_closed`: an engine, simulation or verifier was used after it was freed, or an engine or
 *   simulation after the module stopped in the middle of a call, which destroys its contents.
 *   Create a new one.
 */
export type LoadErrorCode = "not_initialised" | "wasm_load_failed" | "wasm_trapped" | "engine_closed";

/** Every `code` of a {@link CoraError}. The list is closed. */
export type CoraErrorCode = IssueCode | TokenErrorCode | LoadErrorCode;

/** The fields of a {@link CoraError} in addition to its message. */
interface Details {
  readonly path?: string;
  readonly help?: string | null;
  readonly claim?: string | null;
  readonly issues?: readonly Issue[];
  readonly cause?: unknown;
}

/**
 * The only error that this package throws for an invalid input, a rejected token, or a module that
 * cannot be loaded. A login that is not admitted is not an error: it is a `Decision`.
 *
 * The message contains no secret and no complete e-mail address. Exported by `@cora/auth`.
 *
 * @example
 * ```ts
 * try {
 *   decide(input);
 * } catch (error) {
 *   if (!(error instanceof CoraError)) throw error;
 *   for (const { path, message } of error.issues) console.error(path, message);
 * }
 * ```
 */
export class CoraError extends Error {
  override readonly name = "CoraError";
  /** The error code; the code of the first fault if there are several. */
  readonly code: CoraErrorCode;
  /**
   * The location of the fault: a JSON Pointer into the input (RFC 6901). Empty for the whole input,
   * and for errors that are not faults of an input.
   */
  readonly path: string;
  /** The remedy; `null` if none can be given. */
  readonly help: string | null;
  /**
   * For a token error, the name of the header field or claim, never its value; otherwise `null`.
   */
  readonly claim: string | null;
  /** All faults of the input, in document order; empty if the input is not at fault. */
  readonly issues: readonly Issue[];

  constructor(code: CoraErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.path = details.path ?? "";
    this.help = details.help ?? null;
    this.claim = details.claim ?? null;
    this.issues = details.issues ?? [];
  }
}

/** Returns the error for a token that is rejected. */
export function tokenError(code: TokenErrorCode, claim: string | null = null): CoraError {
  const about = claim === null ? "" : ` (${claim})`;
  return new CoraError(code, `the token is not accepted: ${code}${about}`, { claim });
}

/** Returns the error for a failure of the core: the JSON of a report or of a token error. */
export function toCoraError(failure: string): CoraError {
  const value = JSON.parse(failure) as Report | TokenError;
  if (!("issues" in value)) {
    return tokenError(value.code, value.claim);
  }
  const [first, ...others] = value.issues;
  if (first === undefined) throw new TypeError("an error report must contain at least one issue");
  const place = first.path === "" ? "" : ` at ${first.path}`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return new CoraError(first.code, `${first.message}${place}${more}`, {
    path: first.path,
    help: first.help,
    issues: value.issues,
  });
}

/**
 * Returns the error for a value that JavaScript alone can tell is not an input: one fault, located
 * at the whole input.
 */
export function fault(code: IssueCode, message: string, help: string | null = null): CoraError {
  return new CoraError(code, message, { help, issues: [{ code, severity: "error", path: "", message, help }] });
}
