import type { Trace } from "@cora/auth";

import type { TestRun } from "./connections";

/** One step of a test login or a check. */
export interface Step {
  readonly step: string;
  readonly ok: boolean;
  readonly code: string | null;
  /** The message, in lower case, without a full stop. */
  readonly message: string;
  readonly help: string | null;
}

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
  /** The claims that a login reads; empty if the login did not get that far. */
  readonly claims: readonly SeenClaim[];
  /** The names of the other claims. */
  readonly others: readonly string[];
  readonly decision: { readonly outcome: string; readonly reason: string; readonly trace: Trace | null } | null;
  readonly steps: readonly Step[];
}

type JsonObject = { readonly [name: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown) => (typeof value === "string" ? value : null);
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Parses the steps of a log. */
export const stepsIn = (log: unknown): readonly Step[] =>
  objects(log).map(({ code, help, message, ok, step }) => ({
    step: textOrNull(step) ?? "",
    ok: ok === true,
    code: textOrNull(code),
    message: textOrNull(message) ?? "",
    help: textOrNull(help),
  }));

/** Parses the result of a run. */
export function outcomeOf({ details: { claims, decision, log } }: TestRun): TestOutcome {
  const inspected = isObject(claims) ? claims : {};
  const decided = isObject(decision) ? decision : {};
  const { outcome, reason, trace } = decided;
  return {
    claims: objects(inspected.claims).map(({ claim, help, items, present, usable, value }) => ({
      claim: textOrNull(claim) ?? "",
      present: present === true,
      usable: usable === true,
      value: textOrNull(value),
      items: texts(items),
      help: textOrNull(help),
    })),
    others: texts(inspected.others),
    decision:
      typeof outcome === "string" && typeof reason === "string"
        ? {
            outcome,
            reason,
            trace: isObject(trace) && Array.isArray(trace.stages) ? (trace as unknown as Trace) : null,
          }
        : null,
    steps: stepsIn(log),
  };
}
