import type { TestRun } from "./connections";

/** What a test login came to. */
export interface TestOutcome {
  /** The claims of its token, redacted; `null` when it did not come so far. */
  readonly claims: unknown;
  /** The names of claims that a login needs and the token lacks. */
  readonly missing: readonly string[];
  readonly decision: { readonly outcome: string; readonly reason: string; readonly userId: string | null } | null;
  /** What happened, one line after the other. */
  readonly log: readonly string[];
}

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** A line of the log: a text, or the values of an object. */
const lineOf = (entry: unknown): string =>
  typeof entry === "string" ? entry : isObject(entry) ? Object.values(entry).filter((part) => part !== null && typeof part !== "object").join(" · ") : "";

/** Reads the outcome of a run. */
export function outcomeOf({ details }: TestRun): TestOutcome {
  const { claims, decision, log, missing_claims: missing } = details;
  const decided = isObject(decision) && typeof decision.reason === "string" ? decision : null;
  const outcome = isObject(decided?.outcome) ? decided.outcome : { kind: decided?.outcome };
  const userId = decided?.user_id ?? outcome.userId;
  return {
    claims: claims ?? null,
    missing: Array.isArray(missing) ? missing.filter((name) => typeof name === "string") : [],
    decision:
      decided && typeof outcome.kind === "string"
        ? { outcome: outcome.kind, reason: decided.reason as string, userId: typeof userId === "string" ? userId : null }
        : null,
    log: Array.isArray(log) ? log.map(lineOf).filter((line) => line !== "") : [],
  };
}

/** Why a run failed, if it says. */
export function failureOf({ details: { error } }: TestRun): { readonly code: string; readonly text: string } | null {
  if (!isObject(error)) return null;
  const { code, message } = error;
  return { code: typeof code === "string" ? code : "unknown", text: typeof message === "string" ? message : "The login did not work." };
}
