/**
 * `@cora/auth/browser`: sign-in for pages without a server. A public client with PKCE, whose tokens
 * are in memory alone.
 *
 * It is the second choice. With a server, use `@cora/auth/server`: there no script can read a
 * token, and a reload asks nobody. Here a reload loses the tokens; the session at Cora gives new
 * ones by a redirect of the page, without asking the person (`prompt=none`).
 *
 * @example
 * ```tsx
 * const cora = createBrowserCora({ url: "https://cora.acme.example", clientId: "…" });
 * const App = () => <AuthProvider adapter={cora.adapter} profileUrl={cora.profileUrl}><Page /></AuthProvider>;
 * ```
 */

import * as oauth from "oauth4webapi";

import { askConnections, isAddress } from "../offered-connections.js";
import type { AuthAdapter, ProviderState, RedirectOptions } from "../react/adapter.js";
import { AuthChangeError } from "../react/errors.js";
import { holdProviderState } from "../react/provider-state.js";

/** Options of {@link createBrowserCora}. */
export interface BrowserCoraOptions {
  /** The issuer: the public URL of the Cora service, without a slash at its end. */
  readonly url: string;
  /** The identifier of this application, of the kind `spa`, at Cora. */
  readonly clientId: string;
  /**
   * The path of this page's own to which Cora answers; `/` when absent. Its URL is registered with
   * the application as a redirect URI.
   */
  readonly callbackPath?: string;
  /** The path to return to after signing out; `/` when absent. */
  readonly signedOutPath?: string;
  /** The scopes to ask for; `openid profile email offline_access` when absent. */
  readonly scopes?: readonly string[];
  /**
   * Set to `false` if a load of the page is not to find out by a redirect who is signed in. Then
   * nobody is, until they sign in.
   */
  readonly findsSession?: boolean;
  /** The page; replaced in tests. */
  readonly page?: BrowserPage;
}

/** The parts of a page that are used. */
export interface BrowserPage {
  readonly fetch: typeof fetch;
  /** Keeps a flow during the redirect: the `sessionStorage`. */
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Returns the URL of the page. */
  url(): URL;
  /** Replaces the URL of the page without loading it. */
  replace(url: string): void;
  /** Leaves the page. */
  goTo(url: string): void;
  /** Returns the time in milliseconds. */
  now(): number;
  /** Runs work that no other tab runs at the same time (Web Locks), if the browser can. */
  locked<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** The adapter of {@link createBrowserCora}, which can ask for the connection of an address. */
export type BrowserAdapter = AuthAdapter & Required<Pick<AuthAdapter, "connectionOf">>;

/** Sign-in for pages without a server. */
export interface BrowserCora {
  /** The adapter for `<AuthProvider>`. */
  readonly adapter: BrowserAdapter;
  /** The URL of the user's profile at Cora, for `<AuthProvider>`. */
  readonly profileUrl: string;
  /**
   * Returns a token for calls to Cora's API and the application's own, renewed when that is due;
   * `null` if nobody is signed in.
   */
  getToken(): Promise<string | null>;
  /** The reason that the last sign-in did not succeed, an OAuth error code; `null` if it did. */
  signInError(): string | null;
}

/** The sign-in that has begun, as the storage keeps it. */
interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly isSilent: boolean;
  readonly startedAt: number;
}

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  readonly sub: string;
  /** The end of the access token, in milliseconds. */
  readonly endsAt: number;
}

const RENEW_AHEAD_MS = 60_000;
const FLOW_MS = 600_000;
const TIMEOUT_MS = 10_000;
/** The errors of `prompt=none` which mean that nobody is signed in, or the person has to choose. */
const SILENT = ["login_required", "interaction_required", "account_selection_required", "access_denied"];

const SIGNED_OUT: ProviderState = { status: "signed_out" };
const NOT_REACHED = "The sign-in server cannot be reached. Check your connection and try again.";
const UNREACHABLE: ProviderState = { status: "error", message: NOT_REACHED };

function browserPage(): BrowserPage {
  return {
    fetch: (input, init) => globalThis.fetch(input, init),
    storage: {
      getItem: (key) => sessionStorage.getItem(key),
      setItem: (key, value) => sessionStorage.setItem(key, value),
      removeItem: (key) => sessionStorage.removeItem(key),
    },
    url: () => new URL(window.location.href),
    replace: (url) => window.history.replaceState(window.history.state, "", url),
    goTo: (url) => window.location.assign(url),
    now: () => Date.now(),
    locked: async (name, work) =>
      typeof navigator === "undefined" || navigator.locks === undefined
        ? await work()
        : await navigator.locks.request(name, work),
  };
}

/** Creates the sign-in of a page. Create one for the whole application. */
export function createBrowserCora(options: BrowserCoraOptions): BrowserCora {
  const { callbackPath = "/", clientId, findsSession = true, signedOutPath = "/" } = options;
  const { scopes = ["openid", "profile", "email", "offline_access"] } = options;
  const issuer = options.url.replace(/\/+$/, "");
  const page = options.page ?? browserPage();
  const client: oauth.Client = { client_id: clientId };
  const [flowKey, lookedKey] = [`cora ${clientId} flow`, `cora ${clientId} looked`];
  const http = {
    [oauth.customFetch]: (url: string, init: object) => page.fetch(url, init as RequestInit),
    [oauth.allowInsecureRequests]: new URL(issuer).protocol === "http:",
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  };
  let server: Promise<oauth.AuthorizationServer> | undefined;
  let tokens: Tokens | undefined;
  let renewing: Promise<Tokens | undefined> | undefined;
  let started: Promise<void> | undefined;
  let error: string | null = null;
  const state = holdProviderState({ status: "loading" }, () => {
    void start();
    return () => {};
  });

  const discovered = () =>
    (server ??= oauth
      .discoveryRequest(new URL(issuer), { algorithm: "oidc", ...http })
      .then((response) => oauth.processDiscoveryResponse(new URL(issuer), response))
      .catch((cause: unknown) => {
        server = undefined;
        throw cause;
      }));

  const redirectUri = () => new URL(callbackPath, page.url()).href;
  const here = () => page.url().pathname + page.url().search + page.url().hash;

  function become(next: Tokens | undefined) {
    tokens = next;
    state.become(next === undefined ? SIGNED_OUT : { status: "signed_in", sessionKey: next.sub });
  }

  /** Finds out once who is signed in: by the answer in the address, or by a silent redirect. */
  function start(): Promise<void> {
    return (started ??= begin().catch(() => {
      started = undefined;
      state.become(UNREACHABLE);
    }));
  }

  async function begin(): Promise<void> {
    const flow = takeFlow();
    const answer = page.url();
    if (flow !== undefined && answer.searchParams.get("state") === flow.state) return await finish(flow, answer);
    const mayLook = findsSession && page.storage.getItem(lookedKey) === null;
    if (!mayLook) {
      page.storage.removeItem(lookedKey);
      return become(undefined);
    }
    // One look at a time: the page that comes back does not look again.
    page.storage.setItem(lookedKey, "1");
    await leave({ redirectTo: here() }, true);
  }

  function takeFlow(): Flow | undefined {
    const text = page.storage.getItem(flowKey);
    page.storage.removeItem(flowKey);
    try {
      const flow = JSON.parse(text ?? "null") as Flow | null;
      return flow !== null && page.now() - flow.startedAt < FLOW_MS ? flow : undefined;
    } catch {
      return undefined;
    }
  }

  async function leave({ connectionId, loginHint, redirectTo }: RedirectOptions, isSilent: boolean): Promise<void> {
    const { authorization_endpoint } = await discovered();
    const flow: Flow = {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      verifier: oauth.generateRandomCodeVerifier(),
      returnTo: redirectTo ?? here(),
      isSilent,
      startedAt: page.now(),
    };
    const url = new URL(authorization_endpoint ?? "");
    const parameters = {
      client_id: clientId,
      redirect_uri: redirectUri(),
      response_type: "code",
      scope: scopes.join(" "),
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: "S256",
      ...(isSilent && { prompt: "none" }),
      ...(connectionId !== undefined && { connection: connectionId }),
      ...(loginHint !== undefined && { login_hint: loginHint }),
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    page.storage.setItem(flowKey, JSON.stringify(flow));
    page.goTo(url.href);
  }

  /** Returns a place of this origin. SECURITY: the flow is in a storage that scripts can write. */
  function placeOf(target: string): string {
    const origin = page.url().origin;
    return URL.canParse(target, origin) && new URL(target, origin).origin === origin
      ? new URL(target, origin).href
      : origin;
  }

  async function finish(flow: Flow, answer: URL): Promise<void> {
    page.storage.removeItem(lookedKey);
    // The code leaves the address before anything else can see it.
    page.replace(placeOf(flow.returnTo));
    const found = { ...(await discovered()), authorization_response_iss_parameter_supported: true };
    let parameters: URLSearchParams;
    try {
      parameters = oauth.validateAuthResponse(found, client, answer, flow.state);
    } catch (cause) {
      const code = cause instanceof oauth.AuthorizationResponseError ? cause.error : "server_error";
      error = flow.isSilent && SILENT.includes(code) ? null : code;
      return become(undefined);
    }
    const { nonce, verifier } = flow;
    const response = await oauth.authorizationCodeGrantRequest(
      found,
      client,
      oauth.None(),
      parameters,
      redirectUri(),
      verifier,
      http,
    );
    const given = await oauth.processAuthorizationCodeResponse(found, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
      maxAge: oauth.skipAuthTimeCheck,
    });
    error = null;
    become(read(given, undefined));
  }

  function read(given: oauth.TokenEndpointResponse, before: Tokens | undefined): Tokens {
    const sub = oauth.getValidatedIdTokenClaims(given)?.sub ?? before?.sub ?? "";
    return {
      accessToken: given.access_token,
      refreshToken: given.refresh_token ?? before?.refreshToken ?? null,
      idToken: given.id_token ?? before?.idToken ?? null,
      sub,
      endsAt: page.now() + (given.expires_in ?? 300) * 1000,
    };
  }

  /** Renews the tokens, once at a time in this tab and in all of them. */
  function renew(): Promise<Tokens | undefined> {
    return (renewing ??= page
      .locked(`cora ${clientId}`, async () => {
        const before = tokens;
        if (before === undefined || before.refreshToken === null) return undefined;
        const found = await discovered();
        const response = await oauth.refreshTokenGrantRequest(found, client, oauth.None(), before.refreshToken, http);
        const given = await oauth.processRefreshTokenResponse(found, client, response);
        const next = read(given, before);
        // Somebody else's tokens are not this session's.
        return next.sub === before.sub ? next : undefined;
      })
      .then((next) => {
        become(next);
        return next;
      })
      .catch((cause: unknown) => {
        if (cause instanceof oauth.ResponseBodyError && cause.error === "invalid_grant") {
          become(undefined);
          return undefined;
        }
        // The network failed: the token is used until its end.
        return tokens !== undefined && tokens.endsAt > page.now() ? tokens : undefined;
      })
      .finally(() => {
        renewing = undefined;
      }));
  }

  async function getToken(): Promise<string | null> {
    await start();
    if (tokens === undefined) return null;
    if (tokens.endsAt - page.now() > RENEW_AHEAD_MS) return tokens.accessToken;
    return (await renew())?.accessToken ?? null;
  }

  return {
    profileUrl: `${issuer}/profiles/me`,
    getToken,
    signInError: () => error,
    adapter: {
      provider: "cora",
      subscribe: state.subscribe,
      getSnapshot: state.get,
      getToken,
      async refresh() {
        if (state.get().status === "error") state.become({ status: "loading" });
        await start();
        if (tokens !== undefined) await renew();
      },
      async connectionOf(address) {
        if (!isAddress(address)) throw new AuthChangeError("invalid_input", "This is not an email address.");
        const call: typeof fetch = (input, init) => page.fetch(input, init);
        const offered = await askConnections({ issuer, address, call, timeoutMs: TIMEOUT_MS });
        if ("problem" in offered) throw new AuthChangeError("unreachable", NOT_REACHED);
        return offered.ofAddress;
      },
      signIn: (asked = {}) => leave(asked, false),
      async signOut() {
        const ended = tokens;
        become(undefined);
        const found = await discovered();
        const url = new URL(found.end_session_endpoint ?? issuer);
        url.searchParams.set("client_id", clientId);
        url.searchParams.set("post_logout_redirect_uri", new URL(signedOutPath, page.url()).href);
        if (ended?.idToken) url.searchParams.set("id_token_hint", ended.idToken);
        // The page that comes back is not to look for a session that has just ended.
        page.storage.setItem(lookedKey, "1");
        page.goTo(url.href);
      },
    },
  };
}
