/** Reading email addresses out of texts that people paste. */

/** The addresses of a text, and the parts that are none. */
export interface ReadAddresses {
  readonly addresses: readonly string[];
  readonly bad: readonly string[];
  /** The addresses that occur more than once. */
  readonly twice: readonly string[];
}

/**
 * The shape of an address, to find typing mistakes before anything is sent. The server decides what
 * an address is.
 */
const SHAPE = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]+\.[^\s@<>,;".]+$/u;

/** Returns `true` if a text has the shape of an address. */
export const isAddress = (text: string) => text.length <= 254 && SHAPE.test(text);

/**
 * Reads addresses that are separated by commas, semicolons or lines, each alone or as
 * `Ana Ito <ana@example.com>`.
 */
export function readAddresses(text: string): ReadAddresses {
  const found = new Map<string, string>();
  const bad: string[] = [];
  const twice = new Set<string>();
  for (const part of splitOutsideQuotes(text)) {
    const address = (/<([^<>]*)>\s*$/.exec(part)?.[1] ?? part).trim();
    if (!isAddress(address)) bad.push(part);
    else if (found.has(address.toLowerCase())) twice.add(address);
    else found.set(address.toLowerCase(), address);
  }
  return { addresses: [...found.values()], bad, twice: [...twice] };
}

/** Splits at commas, semicolons and line ends that are not in double quotes. */
function splitOutsideQuotes(text: string): readonly string[] {
  const parts: string[] = [""];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    // A quotation mark that is never closed ends with its line.
    if (character === "\n") quoted = false;
    if (!quoted && /[,;\n\r]/.test(character)) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
