/** The connections by which people sign in, as Cora states them (§14.4 of the specification). */

import { isUuid } from "./next/uuid.js";
import type { SignInChoice } from "./react/sign-in-state.js";

/** The greatest length of an address (RFC 5321 §4.5.3.1), in characters. */
const MAX_ADDRESS = 320;
/** The greatest number of connections that a page offers. */
const MAX_CHOICES = 50;

/** The connections by which people sign in. */
export interface OfferedConnections {
  /** Those of the platform, the default one first. */
  readonly choices: readonly SignInChoice[];
  /** The one of the organization that owns the address's domain; `null` if there is none. */
  readonly ofAddress: string | null;
}

/** The reason that the connections are not known. */
export interface ConnectionsUnknown {
  readonly problem: "issuer_unreachable" | "issuer_invalid_answer";
  readonly cause?: unknown;
}

/** The question, and the means to ask it. */
interface ConnectionsQuestion {
  /** The URL of Cora, without a slash at its end. */
  readonly issuer: string;
  /** The address that may lead to its organization's connection. */
  readonly address: string | undefined;
  readonly call: typeof fetch;
  readonly timeoutMs: number;
}

/** Returns `true` for a text that may be an address. */
export const isAddress = (value: unknown): value is string =>
  typeof value === "string" && value.length <= MAX_ADDRESS && /^[^\s@]+@[^\s@]+$/.test(value);

function choiceOf(value: unknown): SignInChoice[] {
  const { id, name } = (value ?? {}) as { readonly id?: unknown; readonly name?: unknown };
  return isUuid(id) && typeof name === "string" && name !== "" ? [{ id, displayName: name.slice(0, 200) }] : [];
}

/** Asks Cora for the connections. Nothing is cached, and nothing is thrown. */
export async function askConnections({
  address,
  call,
  issuer,
  timeoutMs,
}: ConnectionsQuestion): Promise<OfferedConnections | ConnectionsUnknown> {
  const url = new URL(`${issuer}/auth/connections`);
  if (address !== undefined) url.searchParams.set("address", address);
  let response: Response;
  try {
    response = await call(url.href, {
      headers: { accept: "application/json" },
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    return { problem: "issuer_unreachable", cause };
  }
  if (response.status >= 500 || response.status === 429) return { problem: "issuer_unreachable" };
  const body = (response.status === 200 ? await response.json().catch(() => null) : null) as {
    readonly connection?: unknown;
    readonly connections?: unknown;
  } | null;
  if (body === null || !Array.isArray(body.connections)) return { problem: "issuer_invalid_answer" };
  const { connection } = body;
  if (connection !== null && !isUuid(connection)) return { problem: "issuer_invalid_answer" };
  return { choices: body.connections.slice(0, MAX_CHOICES).flatMap(choiceOf), ofAddress: connection };
}
