"use client";

import type { Schema } from "../../client/index.js";
import { useAdmin } from "../provider.js";
import { Badge } from "./notice.js";
import type { Tone } from "./notice.js";
import { readable } from "./text.js";

const ADMITTED: ReadonlySet<string> = new Set(["returning", "provisioned", "linked"]);
const REFUSED: ReadonlySet<string> = new Set(["denied", "token_refused"]);

/** Returns `true` for an outcome with which a person is signed in. */
export const isAdmitted = (outcome: string) => ADMITTED.has(outcome);

/** Returns the tone of an outcome. */
export const toneOf = (outcome: string): Tone =>
  ADMITTED.has(outcome) ? "good" : REFUSED.has(outcome) ? "bad" : "warn";

/** An outcome of a login, or a refused token, in words. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  const { records, words } = useAdmin().texts;
  const known: Readonly<Record<string, string>> = { ...words.outcome, token_refused: records.logins.tokenRefused };
  return <Badge tone={toneOf(outcome)}>{known[outcome as Schema<"OutcomeKind">] ?? readable(outcome)}</Badge>;
}
