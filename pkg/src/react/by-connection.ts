/** One adapter for whichever connection is in use. Exported by `@cora/auth/react`. */

import type { AuthAdapter, ProviderState, RedirectOptions } from "./adapter.js";

/** How long the route is waited for, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** The connection that logins use, as far as a browser has to know it. */
export interface ActiveAuthProvider {
  /** Its identifier. */
  readonly id: string;
  /** The kind of provider: `clerk`, `okta`, `oidc`, … */
  readonly kind: string;
  /** Its name for people. */
  readonly displayName: string;
  /** For Clerk: the publishable key. */
  readonly publishableKey?: string;
}

/** Makes the adapter of a kind of provider. Import what it needs inside, so that only the provider in use is loaded. */
export type AdapterLoader = (provider: ActiveAuthProvider) => Promise<AuthAdapter>;

/** The adapters that an application has, by kind of provider. `default` is for every kind that is not named, but for Clerk: those that speak OpenID Connect. */
export type AdapterLoaders = { readonly [kind: string]: AdapterLoader };

/** Options of {@link adapterByConnection}. */
export interface ByConnectionOptions {
  readonly adapters: AdapterLoaders;
  /** The route that says which connection is in use; `/api/active-connection` when absent. */
  readonly url?: string;
  /** How to ask it; the global `fetch` when absent. */
  readonly fetch?: typeof fetch;
}

/** A connection that nobody can sign in by. The message is a sentence for people. */
export class NoAuthProviderError extends Error {
  override readonly name = "NoAuthProviderError";

  /** `code` is stable: one of the route's, `adapter_missing` when the application has none for the kind, `unreachable`. */
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
    readonly success?: unknown; readonly code?: unknown; readonly error?: unknown; readonly data?: { readonly connection?: unknown };
  };
  if (success !== true) {
    throw new NoAuthProviderError(isText(code) ? code : "invalid_answer", isText(error) ? error : "Nobody can sign in at the moment. Please try again later.");
  }
  const { displayName, id, kind, publishableKey } = (data?.connection ?? {}) as Record<string, unknown>;
  if (!isText(id) || !isText(kind) || !isText(displayName)) {
    throw new NoAuthProviderError("invalid_answer", "The server gave an answer that this page does not understand.");
  }
  return { id, kind, displayName, ...(isText(publishableKey) && { publishableKey }) };
}

/**
 * The connection that logins use now, as the application's route says. Ask when somebody is about to sign in: it may have changed since the page was loaded.
 *
 * @throws {NoAuthProviderError} when nobody can sign in.
 */
export async function fetchActiveAuthProvider({ fetch: ask = globalThis.fetch, url = "/api/active-connection" }: Omit<ByConnectionOptions, "adapters"> = {}): Promise<ActiveAuthProvider> {
  let body: unknown;
  try {
    const response = await ask(url, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(TIMEOUT_MS) });
    body = await response.json();
  } catch {
    throw new NoAuthProviderError("unreachable", "The server cannot be reached. Check your connection and try again.");
  }
  return read(body);
}

/**
 * An adapter that asks which connection is in use, loads the adapter of its kind, and is that one from then on. Where that is not clear nobody is signed in,
 * and `error` says why.
 */
export function adapterByConnection(options: ByConnectionOptions): AuthAdapter {
  const { adapters, fetch: ask = (input, init) => globalThis.fetch(input, init), url = "/api/active-connection" } = options;
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
      throw new NoAuthProviderError("adapter_missing", "This application cannot sign in by the provider that is in use. An administrator has to choose another.");
    }
    try {
      return await load(provider);
    } catch {
      throw new NoAuthProviderError("adapter_unavailable", "A part of this page could not be loaded. Check your connection and try again.");
    }
  }

  /** The adapter; what could not be found out is tried again at the next call. */
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
