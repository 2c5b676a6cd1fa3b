/** The token in a page: fetched once, and again before it ends. */

/** The time before the end of a token from which another one is fetched, in seconds. */
const RENEW_AHEAD_SECONDS = 30;

/** The options of {@link supabaseAccessToken}. */
export interface AccessTokenOptions {
  /** The route of `supabaseHandler`, or `/profiles/me/supabase-token` of `cora serve`. */
  readonly url: string | URL;
  /**
   * Returns the access token of the signed-in user, or `null` if nobody is signed in. The route of
   * `cora serve` needs it; that of `supabaseHandler` knows the session by its cookie.
   */
  readonly bearer?: () => string | null | Promise<string | null>;
  readonly fetch?: typeof fetch;
  /** Returns the time in seconds since the epoch; the system's when absent. */
  readonly now?: () => number;
}

interface Held {
  /** The access token for which it was made. */
  readonly bearer: string | null | undefined;
  readonly token: string;
  readonly expiresAt: number;
}

/**
 * Returns the function that supabase-js takes as `accessToken`: it resolves to the token of the
 * signed-in user, or to `null` if nobody is signed in. Calls at the same time share one request.
 *
 * The function rejects if the route cannot be reached, refuses the token of `bearer`, or does not
 * answer as `supabaseHandler` does, so that a request is not made as nobody by mistake.
 */
export function supabaseAccessToken({ url, ...options }: AccessTokenOptions): () => Promise<string | null> {
  const now = options.now ?? (() => Date.now() / 1000);
  const call: typeof fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  let held: Held | undefined;
  let asking: { readonly bearer: string | null | undefined; readonly answer: Promise<string | null> } | undefined;

  async function ask(bearer: string | undefined): Promise<string | null> {
    const headers = { accept: "application/json", ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) };
    // Cora's API reads no cookie.
    const credentials = bearer === undefined ? "same-origin" : "omit";
    const response = await call(url, { credentials, headers });
    if (response.status === 401 && bearer === undefined) {
      held = undefined;
      return null;
    }
    if (!response.ok) throw new Error(`The route of the token answered with ${response.status}.`);
    held = heldIn(await response.json(), bearer);
    return held.token;
  }

  return async () => {
    const bearer = await options.bearer?.();
    if (bearer === null) {
      held = undefined;
      return null;
    }
    if (held?.bearer === bearer && held !== undefined && held.expiresAt - now() > RENEW_AHEAD_SECONDS)
      return held.token;
    if (asking !== undefined && asking.bearer === bearer) return await asking.answer;
    const answer = ask(bearer);
    const mine = { bearer, answer };
    asking = mine;
    try {
      return await answer;
    } finally {
      if (asking === mine) asking = undefined;
    }
  };
}

function heldIn(body: unknown, bearer: string | undefined): Held {
  const data = (body as { readonly data?: Partial<Held> } | null)?.data;
  if (typeof data?.token !== "string" || typeof data.expiresAt !== "number")
    throw new Error("The route of the token did not answer as `supabaseHandler` does.");
  return { bearer, token: data.token, expiresAt: data.expiresAt };
}
