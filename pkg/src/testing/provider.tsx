"use client";

import { useMemo } from "react";
import type { ReactNode } from "react";

import { StoreContext } from "../react/context.js";
import { present } from "../react/state.js";
import type { AuthActions, AuthExplanation, AuthMessage, Knowledge, UnifiedAuth } from "../react/state.js";
import { can, has, init, reduceSession } from "../session/index.js";
import { testSession } from "./session.js";
import type { TestSession } from "./session.js";

/** The state that `useUnifiedAuth()` is to return in a test. */
export type TestAuth =
  | { readonly status: "loading" }
  | { readonly status: "unauthenticated"; readonly message?: AuthMessage }
  | { readonly status: "pending" | "error"; readonly message: AuthMessage }
  | ({
      readonly status: "authenticated";
      readonly fullName?: string;
      readonly explanation?: AuthExplanation;
    } & TestSession);

/** The properties of {@link TestAuthProvider}. */
export interface TestAuthProviderProps {
  readonly auth: TestAuth;
  /** The functions of `useUnifiedAuth()`; those that are absent do nothing. */
  readonly actions?: Partial<AuthActions>;
  readonly children: ReactNode;
}

const rules = { ready: () => init(), can, has, reduce: reduceSession };

const nothing: Omit<AuthActions, "listOrganizations"> = {
  getToken: async () => null,
  getProviderAccessToken: async () => null,
  connectionOf: async () => null,
  signIn: async () => {},
  signOut: async () => {},
  refresh: async () => {},
  switchOrganization: async () => {},
  presentBootstrapToken: async () => {},
  askLinkConfirmation: async () => {},
  confirmLink: async () => {},
  openInvitation: async () => {},
};

function knowledgeOf(auth: TestAuth): Knowledge {
  switch (auth.status) {
    case "loading":
      return auth;
    case "unauthenticated":
      return { status: "unauthenticated", message: auth.message ?? null };
    case "pending":
    case "error":
      return { status: auth.status, message: auth.message };
    case "authenticated":
      return {
        status: "authenticated",
        session: testSession(auth),
        fullName: auth.fullName ?? "Ivan",
        explanation: auth.explanation ?? null,
        serverTime: null,
        message: null,
      };
  }
}

function presented(known: Knowledge, actions: Partial<AuthActions>): UnifiedAuth {
  const listOrganizations = async () => (known.status === "authenticated" ? known.session.organizations : []);
  return present(known, { ...nothing, listOrganizations, ...actions }, rules, () => false);
}

/**
 * Returns what `useUnifiedAuth()` returns in a state, without React: for hooks and functions that
 * take it as an argument.
 */
export const testAuth = (auth: TestAuth, actions: Partial<AuthActions> = {}): UnifiedAuth =>
  presented(knowledgeOf(auth), actions);

/**
 * Makes `useUnifiedAuth()` return the given state in the components below: no identity provider, no
 * server and no waiting. The core decides what the session may do.
 */
export function TestAuthProvider({ actions, auth, children }: TestAuthProviderProps) {
  const store = useMemo(() => {
    const snapshot = testAuth(auth, actions);
    return { subscribe: () => () => {}, getSnapshot: () => snapshot, getServerSnapshot: () => snapshot };
  }, [actions, auth]);
  return <StoreContext.Provider value={store}>{children}</StoreContext.Provider>;
}
