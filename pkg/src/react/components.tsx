"use client";

import { useEffect, useId, useState } from "react";
import type { ReactNode } from "react";

import { questionOf } from "../access-requirement.js";
import type { AccessRequirement } from "../access-requirement.js";
import type { OrganizationId, SessionOrganization } from "../index.js";
import type { RedirectOptions } from "./adapter.js";
import { useUnifiedAuth } from "./context.js";
import type { UnifiedAuth } from "./state.js";

/** The condition of {@link Show}: requirements for a signed-in user, or nobody being signed in. */
export type ShowCondition = (AccessRequirement & { readonly signedOut?: never }) | { readonly signedOut: true };

/** The properties of {@link Show}. */
export interface ShowProps {
  readonly when: ShowCondition;
  readonly children: ReactNode;
  /** Shown if the condition is not met; nothing when absent. */
  readonly fallback?: ReactNode;
  /** Shown while it is not known; nothing when absent. */
  readonly loading?: ReactNode;
}

function isMet(auth: UnifiedAuth, when: ShowCondition): boolean {
  if ("signedOut" in when && when.signedOut) return auth.status === "unauthenticated";
  if (auth.status !== "authenticated") return false;
  const question = questionOf(when as AccessRequirement, auth.session.currentOrganizationId, auth.organizations);
  return question !== undefined && (Object.keys(question).length === 0 || auth.has(question));
}

/**
 * Shows its content to users who meet the condition.
 *
 * SECURITY: it decides what is seen. The server protects what is behind it.
 *
 * @example
 * ```tsx
 * <Show when={{ role: "org_admin" }} fallback={<p>Ask an administrator.</p>}><Members /></Show>
 * <Show when={{ signedOut: true }}><SignInButton /></Show>
 * ```
 */
export function Show({ children, fallback = null, loading = null, when }: ShowProps) {
  const auth = useUnifiedAuth();
  if (auth.status === "loading") return <>{loading}</>;
  return <>{isMet(auth, when) ? children : fallback}</>;
}

/** Leads to the sign-in, and back to this page, if nobody is signed in. Shows nothing. */
export function RedirectToSignIn(options: RedirectOptions) {
  const { signIn, status } = useUnifiedAuth();
  const { connectionId, redirectTo } = options;
  useEffect(() => {
    if (status !== "unauthenticated") return;
    void signIn({
      ...(connectionId !== undefined && { connectionId }),
      ...(redirectTo !== undefined && { redirectTo }),
    });
  }, [status, signIn, connectionId, redirectTo]);
  return null;
}

/** The properties of {@link OrganizationSwitcher}. */
export interface OrganizationSwitcherProps {
  /** The label of the choice; `Organization` when absent. */
  readonly label?: string;
}

/** Lets the user choose the organization to work in: a labeled `<select>` without styles. */
export function OrganizationSwitcher({ label = "Organization" }: OrganizationSwitcherProps) {
  const auth = useUnifiedAuth();
  const id = useId();
  const [listed, setListed] = useState<readonly SessionOrganization[]>();
  const [problem, setProblem] = useState<string>();
  const { listOrganizations, userId } = auth;
  useEffect(() => {
    let isCurrent = true;
    setListed(undefined);
    if (typeof userId !== "string") return;
    listOrganizations().then(
      (found) => isCurrent && setListed(found),
      // The session's own organization can be shown.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [listOrganizations, userId]);
  if (auth.status !== "authenticated") return null;
  const organizations = listed === undefined || listed.length === 0 ? auth.organizations : listed;
  const choose = async (organizationId: string) => {
    setProblem(undefined);
    try {
      await auth.switchOrganization(organizationId as OrganizationId);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div className="cora-organization-switcher">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={auth.session.currentOrganizationId ?? ""}
        onChange={(event) => void choose(event.currentTarget.value)}
      >
        {auth.session.currentOrganizationId === null && <option value="" disabled />}
        {organizations.map((organization) => (
          <option key={organization.id} value={organization.id}>
            {organization.name}
          </option>
        ))}
      </select>
      {problem !== undefined && <p role="alert">{problem}</p>}
    </div>
  );
}

/** The properties of {@link UserButton}. */
export interface UserButtonProps {
  /** Further content of the menu. */
  readonly children?: ReactNode;
  /** The text of the button that signs in; `Sign in` when absent. */
  readonly signIn?: string;
  /** The text of the button that signs out; `Sign out` when absent. */
  readonly signOut?: string;
}

/** Shows who is signed in, with a way to sign out, or a way to sign in: HTML without styles. */
export function UserButton({ children, signIn = "Sign in", signOut = "Sign out" }: UserButtonProps) {
  const auth = useUnifiedAuth();
  const [problem, setProblem] = useState<string>();
  switch (auth.status) {
    case "loading":
      return null;
    case "authenticated":
      return (
        <details className="cora-user-button">
          <summary>{auth.fullName ?? auth.session.email ?? auth.userId}</summary>
          {auth.fullName !== null && auth.session.email !== null && <p>{auth.session.email}</p>}
          {children}
          <button
            type="button"
            onClick={() => {
              auth
                .signOut()
                .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
            }}
          >
            {signOut}
          </button>
          {problem !== undefined && <p role="alert">{problem}</p>}
        </details>
      );
    case "error":
      return (
        <button type="button" className="cora-user-button" onClick={() => void auth.refresh()}>
          {auth.message.text}
        </button>
      );
    default:
      return (
        <button type="button" className="cora-user-button" onClick={() => void auth.signIn()}>
          {signIn}
        </button>
      );
  }
}
