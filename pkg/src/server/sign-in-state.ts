/** The state of sign-in for a page of the application's own (§14.4 of the specification). */

import { isUuid } from "../next/uuid.js";
import type { SignInChoice, SignInState } from "../react/sign-in-state.js";
import type { Application } from "./application.js";
import { IssuerError } from "./issuer.js";
import { signInErrorSentence } from "./pages.js";

/** The greatest length of an address (RFC 5321 §4.5.3.1), in characters. */
const MAX_ADDRESS = 320;
/** The greatest number of connections that a page offers. */
const MAX_CHOICES = 50;

/** The query of a sign-in page, as frameworks give it. */
export interface SignInParameters {
  /** The code of a sign-in that did not succeed. */
  readonly error?: unknown;
  /** The place in the application that the visitor wanted. */
  readonly from?: unknown;
}

/** The connections by which people sign in. */
export interface OfferedConnections {
  /** Those of the platform, the default one first. */
  readonly choices: readonly SignInChoice[];
  /** The one of the organization that owns the address's domain; `null` if there is none. */
  readonly ofAddress: string | null;
}

/** Returns `true` for a text that may be an address. */
export const isAddress = (value: unknown): value is string =>
  typeof value === "string" && value.length <= MAX_ADDRESS && /^[^\s@]+@[^\s@]+$/.test(value);

function choiceOf(value: unknown): SignInChoice[] {
  const { id, name } = (value ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  return isUuid(id) && typeof name === "string" && name !== "" ? [{ id, displayName: name.slice(0, 200) }] : [];
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
  const url = new URL(`${settings.issuer}/auth/connections`);
  if (address !== undefined) url.searchParams.set("address", address);
  const request = call(url.href, {
    headers: { accept: "application/json" },
    redirect: "error",
    cache: "no-store",
    signal: AbortSignal.timeout(timeoutMs),
  });
  const response = await request.catch((cause: unknown) => {
    throw new IssuerError("issuer_unreachable", cause);
  });
  if (response.status >= 500 || response.status === 429) throw new IssuerError("issuer_unreachable");
  const body = (response.status === 200 ? await response.json().catch(() => null) : null) as {
    readonly connection?: unknown;
    readonly connections?: unknown;
  } | null;
  if (body === null || !Array.isArray(body.connections)) throw new IssuerError("issuer_invalid_answer");
  const { connection } = body;
  if (connection !== null && !isUuid(connection)) throw new IssuerError("issuer_invalid_answer");
  return { choices: body.connections.slice(0, MAX_CHOICES).flatMap(choiceOf), ofAddress: connection };
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
