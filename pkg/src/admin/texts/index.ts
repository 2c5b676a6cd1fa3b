import { applicationsTexts } from "./applications.js";
import { conflictsTexts } from "./conflicts.js";
import { connectionsTexts } from "./connections.js";
import { consoleTexts } from "./console.js";
import { peopleTexts } from "./people.js";
import { policyTexts } from "./policy.js";
import { recordsTexts } from "./records.js";
import { sharedTexts } from "./shared.js";
import { whyTexts } from "./why.js";
import { wordsTexts } from "./words.js";

/** The texts of all screens in English. */
export const ADMIN_TEXTS = {
  shared: sharedTexts,
  words: wordsTexts,
  applications: applicationsTexts,
  conflicts: conflictsTexts,
  connections: connectionsTexts,
  people: peopleTexts,
  policy: policyTexts,
  why: whyTexts,
  records: recordsTexts,
  console: consoleTexts,
};

/** The texts of all screens: one typed catalogue of strings and functions. */
export type AdminTexts = typeof ADMIN_TEXTS;

/** Some texts in other words; the rest stays English. */
export type PartialTexts<T> = T extends (...given: never[]) => unknown
  ? T
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { readonly [Name in keyof T]?: PartialTexts<T[Name]> }
      : T extends string
        ? string
        : T;

/** Texts of an application, which replace the English ones of the same names. */
export type AdminTextsInput = PartialTexts<AdminTexts>;

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merged(base: Readonly<Record<string, unknown>>, given: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(base).map(([name, text]) => {
      const other = given[name];
      if (other === undefined) return [name, text];
      return [name, isSection(text) && isSection(other) ? merged(text, other) : other];
    }),
  );
}

/** Returns the texts with those of an application in the place of the English ones. */
export const withTexts = (given: AdminTextsInput | undefined): AdminTexts =>
  given === undefined ? ADMIN_TEXTS : (merged(ADMIN_TEXTS, given) as AdminTexts);
