import type { Issue, IssueCode, Report, TokenError, TokenErrorCode } from "./glue/types.js";

/**
 * What can go wrong with the WebAssembly module itself.
 *
 * - `not_initialised`: used in a browser before `init()` was awaited.
 * - `wasm_load_failed`: the module could not be fetched, read or compiled. A later `init()` tries again.
 * - `wasm_trapped`: the module stopped in the middle of a call, as when the engine's stack is full. The call has no effect, and
 *   the next one gets a new instance.
 * - `engine_closed`: an engine or a simulation was used after it was freed, or after the module stopped in the middle of a call:
 *   what it held is gone. Make a new one.
 */
export type LoadErrorCode = "not_initialised" | "wasm_load_failed" | "wasm_trapped" | "engine_closed";

/** Every `code` of a {@link CoraError}; a closed list. */
export type CoraErrorCode = IssueCode | TokenErrorCode | LoadErrorCode;

/** What a {@link CoraError} says beside its message. */
interface Details {
  readonly path?: string;
  readonly help?: string | null;
  readonly claim?: string | null;
  readonly issues?: readonly Issue[];
  readonly cause?: unknown;
}

/**
 * The only error that this package throws for a bad input, a token that is not believed, or a module that cannot be loaded.
 * A login that is not let in is no error: it is a `Decision`.
 *
 * The message holds no secret and no whole e-mail address. Exported by `@cora/auth`.
 *
 * @example
 * ```ts
 * try {
 *   decide(input);
 * } catch (error) {
 *   if (error instanceof CoraError) for (const issue of error.issues) console.error(issue.path, issue.message);
 *   else throw error;
 * }
 * ```
 */
export class CoraError extends Error {
  override readonly name = "CoraError";
  /** What is wrong; the code of the first fault where there are several. */
  readonly code: CoraErrorCode;
  /** Where: a JSON Pointer into the input (RFC 6901); empty for the whole, and for what is no fault of an input. */
  readonly path: string;
  /** What to do about it; `null` where that cannot be said. */
  readonly help: string | null;
  /** For a token error, the header field or claim that it is about; else `null`. Never its value. */
  readonly claim: string | null;
  /** All faults of the input, in its order; empty when the input is not at fault. */
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

/** The error of a token that is not believed. */
export function ofToken(code: TokenErrorCode, claim: string | null = null): CoraError {
  const about = claim === null ? "" : ` (${claim})`;
  return new CoraError(code, `the token is not accepted: ${code}${about}`, { claim });
}

/** The error that a failure of the core stands for: the JSON of a report, or of a token error. */
export function errorOf(failure: string): CoraError {
  const value = JSON.parse(failure) as Report | TokenError;
  if (!("issues" in value)) {
    return ofToken(value.code, value.claim);
  }
  const [first, ...others] = value.issues;
  if (first === undefined) throw new TypeError("a report of errors names at least one fault");
  const place = first.path === "" ? "" : ` at ${first.path}`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return new CoraError(first.code, `${first.message}${place}${more}`, {
    path: first.path,
    help: first.help,
    issues: value.issues,
  });
}

/** The error of a value that JavaScript alone can see is no input: one fault, of the whole. */
export function fault(code: IssueCode, message: string, help: string | null = null): CoraError {
  return new CoraError(code, message, { help, issues: [{ code, severity: "error", path: "", message, help }] });
}
