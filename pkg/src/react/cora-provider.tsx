"use client";

import { Fragment, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import type { SessionAnswer } from "../server/session.js";
import { carriedRules } from "./carried.js";
import { StoreContext } from "./context.js";
import { coraAdapter } from "./cora.js";
import { browserPage } from "./page.js";
import type { Knowledge, SessionRules, UnifiedAuth } from "./state.js";
import { createAuthStore } from "./store.js";

/** The properties of {@link CoraProvider}. */
export interface CoraProviderProps {
  /**
   * The state that the server has rendered the page with, so that the first paint knows who is
   * signed in: `await cora.initial(request)`. The page asks when it is absent or `null`. The first
   * value is kept.
   */
  readonly initial?: SessionAnswer | null;
  /** The path of the handler; `/api/auth` when absent. */
  readonly url?: string;
  /**
   * Called when another user is signed in than before, nobody any more, or in another organization.
   */
  readonly onChange?: (auth: UnifiedAuth) => void;
  readonly children: ReactNode;
}

/** Returns the state of an initial answer; `undefined` if it says nothing. */
function knowledgeOf(initial: SessionAnswer | null | undefined, rules: SessionRules): Knowledge | undefined {
  const session = initial?.session;
  if (session?.status === "unauthenticated") return { status: "unauthenticated", message: null };
  if (initial === null || initial === undefined || session?.status !== "authenticated") return undefined;
  rules.carry?.(session, initial.answers);
  return {
    status: "authenticated",
    session: session.session,
    fullName: initial.fullName,
    explanation: null,
    serverTime: initial.serverTime,
    message: null,
  };
}

/**
 * Returns the text that changes with the user and their organization; `null` if nobody is signed
 * in.
 */
const whoOf = (auth: UnifiedAuth): string | null | undefined =>
  auth.status === "authenticated"
    ? `${auth.userId} ${auth.session.currentOrganizationId ?? ""}`
    : auth.status === "unauthenticated"
      ? null
      : undefined;

/**
 * Provides `useUnifiedAuth()` for an application whose server has `@cora/auth/server`. It loads no
 * WebAssembly: the server's answer carries the core's. Exported by `@cora/auth/react`.
 */
export function CoraProvider({ children, initial, onChange, url = "/api/auth" }: CoraProviderProps) {
  const [store] = useState(() => {
    const rules = carriedRules();
    const known = knowledgeOf(initial, rules);
    const profileUrl = `${url}/session`;
    return createAuthStore({
      adapter: coraAdapter({ url, isSignedOut: known?.status === "unauthenticated" }),
      page: browserPage(profileUrl),
      profileUrl,
      rules,
      ...(known !== undefined && { initial: known }),
    });
  });
  const auth = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
  const who = whoOf(auth);
  const [shown, setShown] = useState({ who, leaves: 0 });
  // A user who is replaced takes the content with them: below another key, everything is made
  // again.
  if (who !== undefined && who !== shown.who)
    setShown({ who, leaves: shown.leaves + (typeof shown.who === "string" ? 1 : 0) });
  const last = useRef(who);
  useEffect(() => {
    if (who === undefined || who === last.current) return;
    const isFirst = last.current === undefined;
    last.current = who;
    if (!isFirst) onChange?.(auth);
  }, [who, auth, onChange]);
  return (
    <StoreContext.Provider value={store}>
      <Fragment key={shown.leaves}>{children}</Fragment>
    </StoreContext.Provider>
  );
}
