import { failureSentence } from "./sign-in-problem";

/** How long the route is waited for, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** A sign-in that could not be started. The message is a sentence for people. */
export class SignInNotStarted extends Error {
  override readonly name = "SignInNotStarted";
}

/**
 * The provider, as Auth.js calls it, that a sign-in has to begin by now. Asked for when somebody is about to sign in: it may have changed
 * since the page was loaded.
 *
 * @throws {SignInNotStarted} when nobody can sign in.
 */
export async function activeProviderId(): Promise<string> {
  let body: { readonly success?: unknown; readonly code?: unknown; readonly data?: { readonly connection?: { readonly id?: unknown } } };
  try {
    const response = await fetch("/api/active-connection", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    body = (await response.json()) as typeof body;
  } catch {
    throw new SignInNotStarted("The sign-in could not be started. Check your connection and try again.");
  }
  const id = body.success === true ? body.data?.connection?.id : undefined;
  if (typeof id !== "string") throw new SignInNotStarted(failureSentence(String(body.code)));
  return id;
}
