/** The state of sign-in for a page of the application's own (§14.4 of the specification). */

import { askConnections } from "../offered-connections.js";
import type { OfferedConnections } from "../offered-connections.js";
import type { SignInState } from "../react/sign-in-state.js";
import type { Application } from "./application.js";
import { IssuerError } from "./issuer.js";
import { signInErrorSentence } from "./pages.js";

/** The query of a sign-in page, as frameworks give it. */
export interface SignInParameters {
  /** The code of a sign-in that did not succeed. */
  readonly error?: unknown;
  /** The place in the application that the visitor wanted. */
  readonly from?: unknown;
}

/**
 * Returns the connections that Cora offers now. Nothing is cached: an administrator may change them
 * at any time.
 *
 * @throws {IssuerError} `issuer_unreachable`, `issuer_invalid_answer`.
 */
export async function offeredConnections(
  { options, settings }: Application,
  address?: string,
): Promise<OfferedConnections> {
  const { fetch: call = globalThis.fetch, timeoutMs = 5000 } = options;
  const offered = await askConnections({ issuer: settings.issuer, call, timeoutMs, address });
  if ("problem" in offered) throw new IssuerError(offered.problem, offered.cause);
  return offered;
}

/** Returns the state of sign-in for a page. Never rejects because of Cora. */
export async function signInState(
  app: Application,
  origin: string,
  { error, from }: SignInParameters,
): Promise<SignInState> {
  const wanted = app.returnPath(from, origin) ?? null;
  const sentence = typeof error === "string" ? signInErrorSentence(error) : undefined;
  return {
    by: await offered(app),
    // SECURITY: a text that is not one of the codes is not shown.
    error: typeof error === "string" && sentence !== undefined ? { code: error, sentence } : null,
    // The first page is where a sign-in leads anyway.
    wanted: wanted === `${app.settings.basePath}/` ? null : wanted,
    invitation: null,
    byAddress: true,
  };
}

async function offered(app: Application): Promise<SignInState["by"]> {
  try {
    const { choices } = await offeredConnections(app);
    return { displayName: choices[0]?.displayName ?? "", choices };
  } catch (error) {
    if (!(error instanceof IssuerError)) throw error;
    const problem = error.code === "issuer_unreachable" ? error.code : "issuer_invalid_answer";
    return { problem, sentence: signInErrorSentence(problem) ?? "" };
  }
}
