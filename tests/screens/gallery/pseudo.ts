/** A pseudo-language: accents and 40 % more length show texts that are not in the catalogue. */

const ACCENTS: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ó",
  u: "ú",
  y: "ý",
  n: "ñ",
  c: "ç",
  s: "š",
  z: "ž",
  A: "Á",
  E: "É",
  I: "Í",
  O: "Ó",
  U: "Ú",
  N: "Ñ",
  C: "Ç",
  S: "Š",
};

const accented = (text: string) =>
  text
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith("{") ? part : part.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter)))
    .join("");

const longer = (text: string) => `⟦${accented(text)}${" ẋ".repeat(Math.ceil((text.length * 0.4) / 2))}⟧`;

/** Returns the texts in the pseudo-language. */
export function pseudo<T>(texts: T): T {
  if (typeof texts === "string") return (texts.length < 2 ? texts : longer(texts)) as T;
  if (typeof texts === "function")
    return ((...given: unknown[]) => longer(String((texts as (...all: unknown[]) => string)(...given)))) as T;
  if (Array.isArray(texts)) return texts.map((text) => pseudo(text)) as T;
  if (typeof texts === "object" && texts !== null)
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, pseudo(text)])) as T;
  return texts;
}
