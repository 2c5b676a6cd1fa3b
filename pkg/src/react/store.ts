/**
 * The authentication state as a store without a framework; `useUnifiedAuth()` only subscribes to
 * it.
 *
 * The store follows the adapter, and queries the profile route once for each session that the
 * adapter reports. The core decides what a session may do, how long it lasts and when to query
 * again.
 */

import type { InvitationId, OrganizationId, SessionEvent, SessionState } from "../index.js";
import type { AuthAdapter, RedirectOptions } from "./adapter.js";
import { AuthChangeError } from "./errors.js";
import type { AuthPage, TabEvent } from "./page.js";
import { ask, askLinkConfirmation, failure } from "./profile.js";
import type { PresentedTokens, Presenting } from "./profile.js";
import { present } from "./state.js";
import type { AuthActions, Knowledge, SessionRules, UnifiedAuth } from "./state.js";

/** The maximum delay of `setTimeout`, in milliseconds. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/**
 * The delay after a failure before a session that goes on is requested again, in seconds (our
 * decision).
 */
const RETRY_SECONDS = 10;

/**
 * The delays after failures while nothing is known, in seconds: from the first to the longest (our
 * decision). A part of each is drawn at random, so that pages do not return all at once.
 */
const [FIRST_ATTEMPT_SECONDS, LONGEST_ATTEMPT_SECONDS] = [2, 60];

/** Options of {@link createAuthStore}. */
export interface AuthStoreOptions {
  readonly adapter: AuthAdapter;
  /** The core's rules about sessions. */
  readonly rules: SessionRules;
  /** The route that returns the user's profile; see `createProfileHandler` of `@cora/auth/next`. */
  readonly profileUrl: string;
  /** The page, and the application's other tabs. */
  readonly page: AuthPage;
  /** The state that the server has rendered the page with; not known when absent. */
  readonly initial?: Knowledge;
}

/** The interface that `useSyncExternalStore` needs. */
export interface AuthStore {
  subscribe(listener: () => void): () => void;
  /** Returns the current state: the same object until it changes. */
  getSnapshot(): UnifiedAuth;
  /**
   * Returns the state while a page is rendered on the server, and first in the browser: the initial
   * one, or not known yet.
   */
  getServerSnapshot(): UnifiedAuth;
}

/** Creates a store. It does nothing until the first subscription. */
export function createAuthStore({ adapter, initial, page, profileUrl, rules }: AuthStoreOptions): AuthStore {
  const listeners = new Set<() => void>();
  let unsubscribe: readonly (() => void)[] = [];
  /** Grows whenever pending responses become obsolete. */
  let epoch = 0;
  /** The adapter's session that the current state, or the pending response, is about. */
  let sessionKey: string | undefined;
  let inFlight: Promise<void> | undefined;
  let signingOut = false;
  /** The invitation whose link the user opened. Every later request of the session names it. */
  let invitationId: InvitationId | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: Knowledge = { status: "loading" };
  /** The duration of the known session; `null` unless a user is authenticated. */
  let sessionTimer: SessionState | null = null;
  /** The time of the next request after a failure, in seconds since the epoch. */
  let retryAt = 0;
  /** The number of failures since something was known. */
  let failures = 0;

  const actions: AuthActions = {
    getToken: () => adapter.getToken(),
    getProviderAccessToken,
    connectionOf: async (address) => (await adapter.connectionOf?.(address)) ?? null,
    signIn: (options) => adapter.signIn(options),
    signOut,
    refresh,
    switchOrganization,
    listOrganizations,
    askLinkConfirmation: askForLinkConfirmation,
    confirmLink,
    openInvitation,
    presentBootstrapToken,
  };
  const loading = present({ status: "loading" }, actions, rules, () => true);
  let snapshot = loading;

  function setState(next: Knowledge) {
    known = next;
    if (next.status !== "authenticated") sessionTimer = null;
    const { endsAt } = sessionTimer ?? { endsAt: null };
    snapshot =
      next.status === "loading" ? loading : present(next, actions, rules, () => endsAt != null && page.now() >= endsAt);
    scheduleTimer();
    for (const listener of [...listeners]) listener();
  }

  const reduce = (event: SessionEvent) => rules.reduce({ state: sessionTimer, event, now: page.now() });

  /** Applies a response of the server. */
  function answered(next: Knowledge) {
    retryAt = 0;
    failures = next.status === "error" ? failures + 1 : 0;
    if (next.status === "authenticated") {
      const { serverTime, session } = next;
      const state = reduce({ event: "answered", session: { status: "authenticated", session }, serverTime });
      if (state.session.status !== "authenticated") {
        // The server tolerates a clock difference of some seconds; a page does not show an expired
        // session.
        return setState({
          status: "unauthenticated",
          message: { code: "token_expired", text: "Your session has ended. Please sign in again." },
        });
      }
      sessionTimer = state;
      return setState(next);
    }
    if (next.status === "error" && known.status === "authenticated" && stillLasts()) {
      // The known session stays until it ends; the message reports that the refresh failed.
      retryAt = page.now() + RETRY_SECONDS;
      return setState({ ...known, message: next.message });
    }
    setState(next);
  }

  function stillLasts(): boolean {
    sessionTimer = sessionTimer && reduce({ event: "time_passed" });
    return sessionTimer?.session.status === "authenticated";
  }

  function scheduleTimer() {
    clearTimeout(timer);
    if (known.status === "error" && listeners.size > 0) {
      const wait = Math.min(FIRST_ATTEMPT_SECONDS * 2 ** failures, LONGEST_ATTEMPT_SECONDS);
      timer = setTimeout(() => void refresh(), wait * 1000 * (0.5 + Math.random() / 2));
      // In Node, where tests run, it does not keep a finished process alive.
      (timer as { unref?: () => void }).unref?.();
      return;
    }
    const { endsAt, refreshAt } = sessionTimer ?? {};
    if (refreshAt == null || endsAt == null || listeners.size === 0) return;
    const wait = Math.min(Math.max(refreshAt, retryAt), endsAt) * 1000 - page.now() * 1000;
    timer = setTimeout(onTimer, Math.min(Math.max(wait, 0), LONGEST_TIMER_MS));
  }

  /** Handles the passing of time: the session has ended, or is due for a refresh. */
  function onTimer() {
    if (known.status !== "authenticated" || sessionTimer === null) return;
    if (!stillLasts()) {
      setState({ status: "loading" });
      return void refresh();
    }
    const { refreshAt } = sessionTimer;
    if (refreshAt != null && page.now() >= Math.max(refreshAt, retryAt)) return void refresh();
    scheduleTimer();
  }

  /** Handles a page that is used again: what has failed is tried again at once. */
  function onReturn(isRestored = false) {
    const hasFailed = known.status === "error" || (known.status === "authenticated" && known.message !== null);
    if (isRestored || hasFailed) void refresh();
    else onTimer();
  }

  function onTabEvent(event: TabEvent) {
    if (event === "changed") return void refresh();
    forget();
    setState({ status: "unauthenticated", message: null });
    // The provider's library knows the actual state.
    void adapter.refresh().then(syncWithAdapter, syncWithAdapter);
  }

  function forget() {
    epoch += 1;
    sessionKey = undefined;
    inFlight = undefined;
    invitationId = undefined;
  }

  async function getProviderAccessToken(): Promise<string | null> {
    return (await adapter.getProviderAccessToken?.()) ?? null;
  }

  async function tokens(): Promise<PresentedTokens> {
    const [token, providerAccessToken] = await Promise.all([adapter.getToken(), getProviderAccessToken()]);
    return { token, providerAccessToken };
  }

  /** Queries the profile route. Its response counts unless the state has changed meanwhile. */
  function load(presented?: Presenting): Promise<void> {
    epoch += 1;
    const asked = epoch;
    const presenting = invitationId === undefined ? presented : { ...presented, invitationId };
    const loaded = tokens()
      .then(
        (tokens) =>
          ask({
            url: profileUrl,
            fetch: page.fetch,
            rules,
            ...tokens,
            ...(presenting !== undefined && { presenting }),
          }),
        () => failure("token_unavailable", "Your sign-in could not be read. Please try again."),
      )
      .then((next) => {
        if (asked !== epoch) return;
        inFlight = undefined;
        answered(next);
        if (presented !== undefined && next.status === "authenticated") page.tell("changed");
      });
    inFlight = loaded;
    return loaded;
  }

  /** Synchronizes the state with the adapter's. */
  function syncWithAdapter() {
    const provider = adapter.getSnapshot();
    switch (provider.status) {
      case "loading":
        return;
      case "signed_out":
        if (sessionKey === undefined && snapshot.status === "unauthenticated") return;
        forget();
        return setState({ status: "unauthenticated", message: null });
      case "error":
        // A known session stays known while the provider's library has trouble asking again.
        if (snapshot.status === "authenticated" || snapshot.status === "pending") return;
        forget();
        return setState(failure("provider_unavailable", provider.message));
      case "signed_in":
        if (signingOut || provider.sessionKey === sessionKey) return;
        forget();
        sessionKey = provider.sessionKey;
        if (snapshot.status !== "loading") setState({ status: "loading" });
        void load();
    }
  }

  async function refresh(): Promise<void> {
    if (inFlight) return inFlight;
    if (snapshot.status === "error") setState({ status: "loading" });
    if (adapter.getSnapshot().status !== "signed_in") {
      await adapter.refresh();
      syncWithAdapter();
      return inFlight;
    }
    return load();
  }

  async function switchOrganization(currentOrganizationId: OrganizationId): Promise<void> {
    const asked = epoch;
    const presenting = { currentOrganizationId };
    const next = await ask({ url: profileUrl, fetch: page.fetch, rules, ...(await tokens()), presenting });
    if (next.status !== "authenticated") {
      const { code, text } = ("message" in next && next.message) || {
        code: "not_switched" as const,
        text: "The change failed. Please try again.",
      };
      throw new AuthChangeError(code, text);
    }
    page.tell("changed");
    // A user who has meanwhile signed out, or in as somebody else, is not brought back.
    if (asked === epoch) answered(next);
    else void refresh();
  }

  async function listOrganizations() {
    return (await adapter.organizations?.()) ?? (known.status === "authenticated" ? known.session.organizations : []);
  }

  async function presentBootstrapToken(token: string): Promise<void> {
    return load({ bootstrapToken: token });
  }

  async function confirmLink(code: string): Promise<void> {
    return load({ linkProof: code });
  }

  async function askForLinkConfirmation(): Promise<void> {
    await askLinkConfirmation({ url: profileUrl, fetch: page.fetch, ...(await tokens()) }, invitationId);
  }

  async function openInvitation(opened: InvitationId): Promise<void> {
    invitationId = opened;
    return load();
  }

  async function signOut(options?: RedirectOptions): Promise<void> {
    signingOut = true;
    forget();
    setState({ status: "unauthenticated", message: null });
    try {
      await adapter.signOut(options);
      page.tell("signed_out");
    } finally {
      signingOut = false;
      syncWithAdapter();
    }
  }

  if (initial !== undefined) {
    const provider = adapter.getSnapshot();
    if (provider.status === "signed_in") sessionKey = provider.sessionKey;
    answered(initial);
  }
  const first = snapshot;

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        unsubscribe = [adapter.subscribe(syncWithAdapter), page.onReturn(onReturn), page.onTold(onTabEvent)];
        syncWithAdapter();
        scheduleTimer();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        for (const stop of unsubscribe) stop();
        unsubscribe = [];
      };
    },
    getSnapshot: () => snapshot,
    getServerSnapshot: () => first,
  };
}
