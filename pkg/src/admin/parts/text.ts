/** Pure functions that shape texts for display. */

/** Returns a message of Cora, in lower case without a full stop, as a sentence. */
export function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return begun === "" || /[.!?…:]$/.test(begun) ? begun : `${begun}.`;
}

/** Returns a code as words: `owned_domain` becomes "owned domain". */
export const readable = (code: string) => code.replaceAll("_", " ");

/** Shortens an identifier in the middle, so that both of its ends can be compared. */
export const shortened = (value: string, most = 20) =>
  value.length <= most ? value : `${value.slice(0, Math.ceil(most / 2))}…${value.slice(-Math.floor(most / 2 - 1))}`;

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Returns a time relative to now, such as "3 hours ago", in the units of a language. */
export function relativeTime(at: number, now: number, locale: string | undefined): string {
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
  return step === undefined ? format.format(0, "second") : format.format(Math.round(seconds / step[1]), step[0]);
}

/**
 * Splits a template such as "{actor} suspended {person}" into its texts and its names in braces.
 */
export function templateParts(template: string): readonly { readonly text: string; readonly name: boolean }[] {
  return template
    .split(/(\{\w+\})/)
    .filter((part) => part !== "")
    .map((part) => (/^\{\w+\}$/.test(part) ? { text: part.slice(1, -1), name: true } : { text: part, name: false }));
}
