import type { Schema } from "../../../client/index.js";

/** A connection, as the server lists it. */
export type ConnectionRow = Schema<"ConnectionRow">;

/** The step that brings a connection closer to use. */
export type NextStep = "complete" | "test" | "activate" | "testNewer" | "nothing";

/** Returns the one step that comes next for a connection. */
export function nextStep({ activeNumber, latestNumber, status }: ConnectionRow): NextStep {
  if (status === "active") return activeNumber === latestNumber ? "nothing" : "testNewer";
  if (status === "draft") return "complete";
  return status === "tested" || status === "disabled" ? "activate" : "test";
}

/**
 * Returns `true` if a connection can be a draft that nobody has used or tried. The server knows of
 * test logins that failed, and refuses then.
 */
export const isDraft = ({ activeNumber, status }: ConnectionRow) =>
  activeNumber === null && (status === "draft" || status === "validated");

/** Orders connections: those in use first, then by name. */
export const byUse = (a: ConnectionRow, b: ConnectionRow) =>
  Number(b.isActive) - Number(a.isActive) ||
  Number(b.isDefault) - Number(a.isDefault) ||
  a.displayName.localeCompare(b.displayName);

/** A claim that a login reads, redacted. */
export interface SeenClaim {
  readonly claim: string;
  readonly present: boolean;
  readonly usable: boolean;
  readonly value: string | null;
  readonly items: readonly string[];
  readonly help: string | null;
}

/** The result of a test login. */
export interface TestOutcome {
  readonly claims: readonly SeenClaim[];
  readonly others: readonly string[];
  readonly decision: {
    readonly outcome: string;
    readonly reason: string;
    readonly trace: Schema<"Trace"> | null;
  } | null;
  readonly log: readonly Schema<"TestLogEntry">[];
}

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Reads the result of a test login, whose documents the server stores as they were at its time. */
export function outcomeOf(run: Schema<"TestRunRow">): TestOutcome {
  const seen = isObject(run.claims) ? run.claims : {};
  const { outcome, reason, trace } = isObject(run.decision) ? run.decision : {};
  return {
    claims: objects(seen.claims).map(({ claim, help, items, present, usable, value }) => ({
      claim: textOrNull(claim) ?? "",
      present: present === true,
      usable: usable === true,
      value: textOrNull(value),
      items: strings(items),
      help: textOrNull(help),
    })),
    others: strings(seen.others),
    decision:
      typeof outcome === "string" && typeof reason === "string"
        ? { outcome, reason, trace: isObject(trace) && Array.isArray(trace.stages) ? (trace as Schema<"Trace">) : null }
        : null,
    log: objects(run.log) as unknown as readonly Schema<"TestLogEntry">[],
  };
}

/** Reads settings from a text: the settings, or why they cannot be read. */
export function settingsIn(
  text: string,
): { readonly settings: JsonObject } | { readonly fault: "not_object" | string } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { settings: value } : { fault: "not_object" };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
