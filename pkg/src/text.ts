import { fault } from "./errors.js";

/** The maximum length of a document, in bytes of UTF-8, unless stated otherwise. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/**
 * The maximum length of a configuration, and of one part of a simulation's logins, in bytes of
 * UTF-8.
 */
export const MAX_LARGE_BYTES = 64 * 1024 * 1024;

/**
 * Returns the JSON of a value, as `JSON.stringify` writes it. It is well-formed: half of a
 * surrogate pair is written as an escape, which the core refuses.
 *
 * @throws {CoraError} `not_json_value` if the value is `undefined`, a function or a symbol,
 * contains a cycle or a BigInt, nests too deep for the JavaScript engine, or has a getter or
 * `toJSON` that throws. The thrown value is dropped, because it may quote the input.
 */
export function toJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // Handled like a value that has no JSON.
  }
  if (text !== undefined) return text;
  const help = "Pass plain data: no cycles, BigInts, functions or getters that throw.";
  throw fault("not_json_value", "this value cannot be written as JSON", help);
}

/** A UTF-16 surrogate without its other half. */
const HALF = /\p{Surrogate}/u;

/**
 * Returns the text that a caller passed.
 *
 * @throws {CoraError} `wrong_type` if it is not a string; `invalid_json` if it contains half of a
 * surrogate pair. The half would become U+FFFD in UTF-8, so that two different texts would become
 * equal.
 */
export function toText(text: unknown): string {
  if (typeof text !== "string") throw fault("wrong_type", "expected a string");
  const { isWellFormed } = text as { isWellFormed?: () => boolean };
  if (isWellFormed === undefined ? HALF.test(text) : !isWellFormed.call(text)) {
    throw fault("invalid_json", "the text contains an unpaired surrogate, which UTF-8 cannot represent");
  }
  return text;
}

/** Returns the length of a text in UTF-8, without copying it. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point <= 0xffff ? 3 : 4;
  }
  return bytes;
}
