import { fault } from "./errors.js";

/** The longest document that is read, in bytes of UTF-8, where it is not said to be another. */
export const MAX_INPUT_BYTES = 1024 * 1024;

/** The longest configuration, and the longest part of a simulation's logins, in bytes of UTF-8. */
export const MAX_LARGE_BYTES = 64 * 1024 * 1024;

/**
 * The JSON of a value, as `JSON.stringify` writes it. It is well-formed: half of a surrogate pair is written as an escape, which the
 * core refuses.
 *
 * @throws {CoraError} `not_json_value`: the value is `undefined`, a function or a symbol, has a cycle or a BigInt in it, nests too
 * deep for the engine, or has a getter or `toJSON` that throws. What was thrown is left out: it may quote the input.
 */
export function jsonOf(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    // As for a value that has no JSON.
  }
  if (text !== undefined) return text;
  const help = "Pass plain data: no cycle, no BigInt, no function, no getter that throws.";
  throw fault("not_json_value", "this value cannot be written as JSON", help);
}

/** A unit of UTF-16 that stands alone where two make a character. */
const HALF = /\p{Surrogate}/u;

/**
 * The text that a caller gave.
 *
 * @throws {CoraError} `wrong_type`; `invalid_json` when it holds half of a surrogate pair: that would become U+FFFD on the way, and
 * two different texts the same one.
 */
export function textOf(text: unknown): string {
  if (typeof text !== "string") throw fault("wrong_type", "expected a string");
  const { isWellFormed } = text as { isWellFormed?: () => boolean };
  if (isWellFormed === undefined ? HALF.test(text) : !isWellFormed.call(text)) {
    throw fault("invalid_json", "the text holds half of a surrogate pair, which no UTF-8 document can");
  }
  return text;
}

/** The length of a text in UTF-8, without making a copy of it. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) at += 1;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point <= 0xffff ? 3 : 4;
  }
  return bytes;
}
