/** Invitations out of a CSV file: reading, checking before anything is sent, and the result. */

import { isAddress } from "./addresses.js";

/** The most bytes of a file. */
export const MAX_BYTES = 1024 * 1024;
/** The most rows of a file. */
export const MAX_ROWS = 5000;
/** The most rows that the server takes at once. */
export const CHUNK = 200;

/** A reason that a file is not read. */
export type FileFault = "tooLarge" | "tooMany" | "empty" | "unreadable";

/** The cells of a file, row by row. */
export type Cells = readonly (readonly string[])[];

/** Decodes a file as UTF-8, with or without a byte order mark. */
export function decodeFile(bytes: Uint8Array): { readonly text: string } | { readonly fault: FileFault } {
  if (bytes.length > MAX_BYTES) return { fault: "tooLarge" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { fault: "unreadable" };
  }
}

/** Reads the cells of a CSV text. The separator is found by itself. */
export async function readCells(text: string): Promise<{ readonly cells: Cells } | { readonly fault: FileFault }> {
  const { default: Papa } = await import("papaparse");
  const { data } = Papa.parse<string[]>(text.trim(), { skipEmptyLines: "greedy", delimiter: separatorOf(text) });
  const cells = data.map((row) => row.map((cell) => cell.trim()));
  if (cells.length === 0) return { fault: "empty" };
  return cells.length > MAX_ROWS + 1 ? { fault: "tooMany" } : { cells };
}

/** Returns the separator that the first line has most of. A file with one column has none. */
export function separatorOf(text: string): string {
  const [first = ""] = text.trimStart().split(/\r?\n/, 1);
  const counts = [";", "\t", ",", "|"].map((separator) => [separator, first.split(separator).length - 1] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best), [",", 0] as readonly [string, number])[0];
}

/** Returns `true` if the first row names the columns: it has no address, and a later one has. */
export function hasHeader(cells: Cells): boolean {
  return !cells[0]?.some(isAddress) && cells.slice(1).some((row) => row.some(isAddress));
}

/** Returns the column with the most addresses. */
export function addressColumn(cells: Cells): number {
  const columns = Math.max(0, ...cells.slice(0, 50).map((row) => row.length));
  const counts = Array.from({ length: columns }, (_, at) => cells.filter((row) => isAddress(row[at] ?? "")).length);
  return Math.max(0, counts.indexOf(Math.max(...counts)));
}

/** A row of the file that is to be invited, or the reason that it cannot be. */
export interface CsvRow {
  /** The row's number in the file, from 1. */
  readonly line: number;
  readonly email: string;
  readonly role: string;
  readonly fault:
    | null
    | { readonly code: "not_address" | "unknown_role" }
    | { readonly code: "twice"; readonly of: number };
}

/** The choices that make invitations of cells. */
export interface CsvChoices {
  readonly header: boolean;
  readonly address: number;
  /** The column of the role; `null` if everybody gets the same. */
  readonly role: number | null;
  readonly everyone: string;
}

/** Returns the role that a cell names: by its code, or by its word in the person's language. */
export function roleOf(cell: string, words: Readonly<Record<string, string>>): string | null {
  const wanted = cell.trim().toLowerCase();
  const found = Object.entries(words).find(
    ([code, word]) => code === wanted || code === `org_${wanted}` || word.toLowerCase() === wanted,
  );
  return found?.[0] ?? null;
}

/** Returns the rows of a file, each with its fault. */
export function rowsOf(cells: Cells, choices: CsvChoices, words: Readonly<Record<string, string>>): readonly CsvRow[] {
  const seen = new Map<string, number>();
  return cells.slice(choices.header ? 1 : 0).map((row, at) => {
    const line = at + (choices.header ? 2 : 1);
    const email = row[choices.address] ?? "";
    const cell = choices.role === null ? "" : (row[choices.role] ?? "");
    const role = cell === "" ? choices.everyone : roleOf(cell, words);
    const first = seen.get(email.toLowerCase());
    if (first === undefined) seen.set(email.toLowerCase(), line);
    const fault: CsvRow["fault"] = !isAddress(email)
      ? { code: "not_address" }
      : role === null
        ? { code: "unknown_role" }
        : first !== undefined
          ? { code: "twice", of: first }
          : null;
    return { line, email, role: role ?? choices.everyone, fault };
  });
}

/** Splits rows into the parts that the server takes at once. */
export function chunks<T>(rows: readonly T[], size = CHUNK): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}

/**
 * Returns a key that is the same for the same rows, so that a repeated request sends no second
 * mail.
 */
export async function chunkKey(
  orgId: string,
  rows: readonly { readonly email: string; readonly role: string }[],
  salt: string,
) {
  const text = JSON.stringify([salt, orgId, rows.map(({ email, role }) => [email, role])]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Returns a text as a cell of a CSV file. A cell that a spreadsheet would take for a formula begins
 * with an apostrophe.
 */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns rows as the text of a CSV file. */
export const csvText = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
