/**
 * Selects the adapter for the active connection, or for the one of several that a person chose.
 * Exported by `@cora/auth/react`.
 */

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
  /**
   * Keeps the connection that a person chose, so that the next page loads its adapter; the
   * browser's `localStorage` when absent.
   */
  readonly choice?: ConnectionChoice;
}

/** Keeps the identifier of the connection that a person chose to sign in with. */
export interface ConnectionChoice {
  /** Returns the identifier, or `null` if nobody has chosen. */
  get(): string | null;
  /** Keeps an identifier. */
  set(connectionId: string): void;
}

const CHOICE_KEY = "cora.connection";

/** The choice in this browser. Without storage, nothing is kept. */
const browserChoice: ConnectionChoice = {
  get() {
    try {
      return globalThis.localStorage.getItem(CHOICE_KEY);
    } catch {
      return null;
    }
  },
  set(connectionId) {
    try {
      globalThis.localStorage.setItem(CHOICE_KEY, connectionId);
    } catch {
      // The page works without it.
    }
  },
};

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

function readOne(connection: unknown): ActiveAuthProvider {
  const { displayName, id, kind, publishableKey } = (connection ?? {}) as Record<string, unknown>;
  if (!isText(id) || !isText(kind) || !isText(displayName)) {
    throw new NoAuthProviderError("invalid_answer", "The server sent an invalid response.");
  }
  return { id, kind, displayName, ...(isText(publishableKey) && { publishableKey }) };
}

function read(body: unknown): readonly [ActiveAuthProvider, ...ActiveAuthProvider[]] {
  const { code, data, error, success } = (typeof body === "object" && body !== null ? body : {}) as {
    readonly success?: unknown;
    readonly code?: unknown;
    readonly error?: unknown;
    readonly data?: { readonly connection?: unknown; readonly connections?: unknown };
  };
  if (success !== true) {
    throw new NoAuthProviderError(
      isText(code) ? code : "invalid_answer",
      isText(error) ? error : "Sign-in is unavailable. Please try again later.",
    );
  }
  const connections = Array.isArray(data?.connections) ? data.connections.map(readOne) : [];
  // A route of the application's own may state one connection.
  const [first = readOne(data?.connection), ...others] = connections;
  return [first, ...others];
}

/** Options of {@link fetchActiveAuthProviders}. */
export type FetchProvidersOptions = Pick<ByConnectionOptions, "fetch" | "url">;

/**
 * Returns the connections that logins use now, as the application's route reports them, the default
 * first. Call it when a user is about to sign in: they may have changed since the page was loaded.
 *
 * @throws {NoAuthProviderError} If nobody can sign in.
 */
export async function fetchActiveAuthProviders({
  fetch: ask = globalThis.fetch,
  url = "/api/active-connection",
}: FetchProvidersOptions = {}): Promise<readonly [ActiveAuthProvider, ...ActiveAuthProvider[]]> {
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
 * Returns the connection to offer first: the first of {@link fetchActiveAuthProviders}.
 *
 * @throws {NoAuthProviderError} If nobody can sign in.
 */
export async function fetchActiveAuthProvider(options: FetchProvidersOptions = {}): Promise<ActiveAuthProvider> {
  return (await fetchActiveAuthProviders(options))[0];
}

/**
 * Creates an adapter that requests the active connections, loads the adapter of the one that the
 * person last chose in this browser, or else of the default, and delegates to that one from then
 * on. Signing in with another connection changes to its adapter. While the connection cannot be
 * determined, nobody is signed in, and the state is an `error` with the reason.
 */
export function adapterByConnection(options: ByConnectionOptions): AuthAdapter {
  const {
    adapters,
    fetch: ask = (input, init) => globalThis.fetch(input, init),
    url = "/api/active-connection",
    choice = browserChoice,
  } = options;
  const listeners = new Set<() => void>();
  let chosen: AuthAdapter | undefined;
  /** The loader of the adapter, and the key that it was given. */
  let chosenBy: { readonly load: AdapterLoader; readonly key: string | undefined } | undefined;
  let choosing: Promise<AuthAdapter> | undefined;
  let failed: ProviderState = { status: "loading" };
  let stopFollowing: (() => void) | undefined;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  /** Loads the adapter of a connection, or of the remembered one, unless it is in use already. */
  async function find(wanted: string | null): Promise<AuthAdapter> {
    const providers = await fetchActiveAuthProviders({ fetch: ask, url });
    const provider = providers.find(({ id }) => id === wanted) ?? providers[0];
    const of = (kind: string) => (Object.hasOwn(adapters, kind) ? adapters[kind] : undefined);
    const load = of(provider.kind) ?? (provider.kind === "clerk" ? undefined : of("default"));
    if (load === undefined) {
      throw new NoAuthProviderError(
        "adapter_missing",
        "This application does not support the active sign-in provider. An administrator has to choose another.",
      );
    }
    const key = provider.publishableKey;
    if (chosen !== undefined && chosenBy?.load === load && chosenBy.key === key) return chosen;
    try {
      const adapter = await load(provider);
      chosenBy = { load, key };
      return adapter;
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
    choosing ??= find(choice.get());
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

  /** Changes to the adapter of a connection that the person chose. */
  async function changeTo(connectionId: string): Promise<AuthAdapter> {
    const before = chosen;
    const adapter = await find(connectionId);
    choice.set(connectionId);
    if (adapter !== before) {
      stopFollowing?.();
      chosen = adapter;
      stopFollowing = listeners.size > 0 ? adapter.subscribe(tell) : undefined;
      tell();
    }
    return adapter;
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
    async signIn(redirect?: RedirectOptions) {
      const wanted = redirect?.connectionId;
      await (wanted === undefined ? await choose() : await changeTo(wanted)).signIn(redirect);
    },
    signOut: async (redirect?: RedirectOptions) => await (await choose()).signOut(redirect),
  };
}
