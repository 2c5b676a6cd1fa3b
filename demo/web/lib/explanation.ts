import type { AuthExplanation } from "@cora/auth/react";

import { askCora } from "./cora-api";

/** Timeout for Cora, in milliseconds. */
const TIMEOUT_MS = 5000;

/**
 * Returns the reason that Cora admits the user of a token now, or `null` if it gives none. Each
 * request with a token is decided again, so this is the decision of the moment.
 */
export async function explanationOf(token: string): Promise<AuthExplanation | null> {
  const answer = await askCora({ path: "profiles/me", token, timeoutMs: TIMEOUT_MS });
  if (!answer.ok || answer.status !== 200) return null;
  const data = answer.body.data as { readonly explanation?: AuthExplanation | null } | undefined;
  return data?.explanation ?? null;
}
