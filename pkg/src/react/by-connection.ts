/** Selects the adapter for the active connection. Exported by `@cora/auth/react`. */

import type { AuthAdapter, ProviderState, RedirectOptions } from "./adapter.js";

/** Timeout for the route, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The connection that logins use, as far as a browser has to know it. */
export interface ActiveAuthProvider {
  /** The connection's identifier. */
  readonly id: string;
  /** The kind of provider: `clerk`, `okta`, `oidc`, … */
  readonly kind: string;
  /** The connection's display name. */
  readonly displayName: string;
  /** The publishable key; Clerk only. */
  readonly publishableKey?: string;
}

/**
 * Creates the adapter for a kind of provider. Import its dependencies inside, so that only the
 * active provider's code is loaded.
 */
export type AdapterLoader = (provider: ActiveAuthProvider) => Promise<AuthAdapter>;

/**
 * The application's adapters, by kind of provider. `default` is for every kind that is not listed,
 * except Clerk: the kinds that speak OpenID Connect.
 */
export type AdapterLoaders = { readonly [kind: string]: AdapterLoader };

/** Options of {@link adapterByConnection}. */
export interface ByConnectionOptions {
  readonly adapters: AdapterLoaders;
  /** The route that returns the active connection; `/api/active-connection` when absent. */
  readonly url?: string;
  /** The function to request it with; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
}

/**
 * The error for a connection that nobody can sign in with. The message is a sentence for the user.
 */
export class NoAuthProviderError extends Error {
  override readonly name = "NoAuthProviderError";

  /**
   * Creates the error. `code` is stable: one of the route's, `invalid_answer`, `unreachable`,
   * `adapter_missing` if the application has no adapter for the kind, or `adapter_unavailable` if
   * the adapter cannot be loaded.
   */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function read(body: unknown): ActiveAuthProvider {
  const { code, data, error, success } = (typeof body === "object" && body !== null ? body : {}) as {
    readonly success?: unknown;
    readonly code?: unknown;
    readonly error?: unknown;
    readonly data?: { readonly connection?: unknown };
  };
  if (success !== true) {
    throw new NoAuthProviderError(
      isText(code) ? code : "invalid_answer",
      isText(error) ? error : "Sign-in is unavailable. Please try again later.",
    );
  }
  const { displayName, id, kind, publishableKey } = (data?.connection ?? {}) as Record<string, unknown>;
  if (!isText(id) || !isText(kind) || !isText(displayName)) {
    throw new NoAuthProviderError("invalid_answer", "The server sent an invalid response.");
  }
  return { id, kind, displayName, ...(isText(publishableKey) && { publishableKey }) };
}

/**
 * Returns the connection that logins use now, as the application's route reports it. Call it when a
 * user is about to sign in: the connection may have changed since the page was loaded.
 *
 * @throws {NoAuthProviderError} If nobody can sign in.
 */
export async function fetchActiveAuthProvider({
  fetch: ask = globalThis.fetch,
  url = "/api/active-connection",
}: Omit<ByConnectionOptions, "adapters"> = {}): Promise<ActiveAuthProvider> {
  let body: unknown;
  try {
    const response = await ask(url, {
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    body = await response.json();
  } catch {
    throw new NoAuthProviderError("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  return read(body);
}

/**
 * Creates an adapter that requests the active connection, loads the adapter of its kind, and
 * delegates to that one from then on. While the connection cannot be determined, nobody is signed
 * in, and the state is an `error` with the reason.
 */
export function adapterByConnection(options: ByConnectionOptions): AuthAdapter {
  const {
    adapters,
    fetch: ask = (input, init) => globalThis.fetch(input, init),
    url = "/api/active-connection",
  } = options;
  const listeners = new Set<() => void>();
  let chosen: AuthAdapter | undefined;
  let choosing: Promise<AuthAdapter> | undefined;
  let failed: ProviderState = { status: "loading" };
  let stopFollowing: (() => void) | undefined;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  async function find(): Promise<AuthAdapter> {
    const provider = await fetchActiveAuthProvider({ fetch: ask, url });
    const of = (kind: string) => (Object.hasOwn(adapters, kind) ? adapters[kind] : undefined);
    const load = of(provider.kind) ?? (provider.kind === "clerk" ? undefined : of("default"));
    if (load === undefined) {
      throw new NoAuthProviderError(
        "adapter_missing",
        "This application does not support the active sign-in provider. An administrator has to choose another.",
      );
    }
    try {
      return await load(provider);
    } catch {
      throw new NoAuthProviderError(
        "adapter_unavailable",
        "A part of this page could not be loaded. Check your connection and try again.",
      );
    }
  }

  /** Returns the adapter. A failure is retried at the next call. */
  async function choose(): Promise<AuthAdapter> {
    if (chosen !== undefined) return chosen;
    choosing ??= find();
    try {
      chosen = await choosing;
      if (listeners.size > 0) stopFollowing ??= chosen.subscribe(tell);
      return chosen;
    } catch (error) {
      choosing = undefined;
      failed = { status: "error", message: (error as Error).message };
      tell();
      throw error;
    }
  }

  return {
    get provider() {
      return chosen?.provider ?? "none";
    },
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        if (chosen === undefined) choose().then(tell, () => {});
        else stopFollowing ??= chosen.subscribe(tell);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stopFollowing?.();
        stopFollowing = undefined;
      };
    },
    getSnapshot: () => chosen?.getSnapshot() ?? failed,
    async refresh() {
      const before = chosen;
      const adapter = await choose().catch(() => undefined);
      if (adapter === undefined) return;
      if (before === undefined) tell();
      await adapter.refresh();
    },
    getToken: async () => (chosen === undefined ? null : await chosen.getToken()),
    signIn: async (redirect?: RedirectOptions) => await (await choose()).signIn(redirect),
    signOut: async (redirect?: RedirectOptions) => await (await choose()).signOut(redirect),
  };
}
