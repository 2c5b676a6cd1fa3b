/** The token in a page: fetched once, and again before it ends. */

/** The time before the end of a token from which another one is fetched, in seconds. */
const RENEW_AHEAD_SECONDS = 30;

/** The options of {@link supabaseAccessToken}. */
export interface AccessTokenOptions {
  /** The route of `supabaseHandler`. */
  readonly url: string | URL;
  readonly fetch?: typeof fetch;
  /** Returns the time in seconds since the epoch; the system's when absent. */
  readonly now?: () => number;
}

interface Held {
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * Returns the function that supabase-js takes as `accessToken`: it resolves to the token of the
 * signed-in user, or to `null` if nobody is signed in. Calls at the same time share one request.
 *
 * The function rejects if the route cannot be reached, or does not answer as `supabaseHandler`
 * does, so that a request is not made as nobody by mistake.
 */
export function supabaseAccessToken({ url, ...options }: AccessTokenOptions): () => Promise<string | null> {
  const now = options.now ?? (() => Date.now() / 1000);
  const call: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  let held: Held | undefined;
  let asking: Promise<string | null> | undefined;

  async function ask(): Promise<string | null> {
    const response = await call(url, { credentials: "same-origin", headers: { accept: "application/json" } });
    if (response.status === 401) {
      held = undefined;
      return null;
    }
    if (!response.ok) throw new Error(`The route of the token answered with ${response.status}.`);
    held = heldIn(await response.json());
    return held.token;
  }

  return async () => {
    if (held !== undefined && held.expiresAt - now() > RENEW_AHEAD_SECONDS) return held.token;
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return await asking;
  };
}

function heldIn(body: unknown): Held {
  const data = (body as { readonly data?: Partial<Held> } | null)?.data;
  if (typeof data?.token !== "string" || typeof data.expiresAt !== "number")
    throw new Error("The route of the token did not answer as `supabaseHandler` does.");
  return { token: data.token, expiresAt: data.expiresAt };
}
