"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { NoAuthProviderError } from "@cora/auth/react";
import type { AuthMessage, UnifiedAuth } from "@cora/auth/react";

import { useSetupToken } from "../lib/setup-token";

/** What the server knew of signing in when the page was asked for. */
export interface SignInState {
  /** The name of the provider in use, or why nobody can sign in. */
  readonly by: { readonly displayName: string } | { readonly problem: string; readonly sentence: string };
  /** What a sign-in came back with, if it failed. */
  readonly error: { readonly code: string; readonly sentence: string } | null;
  /** Where in the application somebody wanted to go when they were sent here. */
  readonly wanted: string | null;
}

/** The code by which Cora refuses a token of a connection that is not in use any more. */
const CHANGED = "connection_not_active";

/** Nobody is signed in, or nobody that counts any more. */
export function SignedOut({ ended, refresh, signIn, signInState }: {
  readonly ended: AuthMessage | null;
  readonly refresh: UnifiedAuth["refresh"];
  readonly signIn: UnifiedAuth["signIn"];
  readonly signInState: SignInState;
}) {
  const { by, error, wanted } = signInState;
  const router = useRouter();
  const [state, setState] = useState<{ readonly now: "ready" | "leaving" } | { readonly now: "failed"; readonly why: string }>({ now: "ready" });
  const invited = useSetupToken() !== "";
  const changed = ended?.code === CHANGED;
  // What the page knows of the provider in use is as old as the page; that the session ended by a switch says that it is too old.
  useEffect(() => {
    if (changed) router.refresh();
  }, [changed, router]);

  if ("problem" in by) {
    return (
      <section className="card failure" role="alert">
        <h1>Nobody can sign in at the moment</h1>
        <p>{by.sentence}</p>
        <p>
          <button
            type="button"
            onClick={() => {
              router.refresh();
              void refresh();
            }}
          >
            Try again
          </button>
        </p>
        <p className="soft">
          Code: <code>{by.problem}</code>
        </p>
      </section>
    );
  }
  return (
    <section className="card">
      <h1>{changed ? "Sign-in has changed" : "Who may come in, and why?"}</h1>
      {invited && <p className="note">Sign in first; then you can use your setup token.</p>}
      {wanted !== null && <p className="note">Sign in first; then the page that you wanted is shown.</p>}
      {changed && (
        <p className="note" data-testid="sign-in-changed">
          You were signed in by a provider that is not used any more, so your session has ended. Sign in again: now by {by.displayName}.
        </p>
      )}
      {ended && !changed && <p className="note">{ended.text}</p>}
      {error !== null && (
        <p className="note" role="alert">
          {error.sentence} <span className="soft">Code: {error.code}</span>
        </p>
      )}
      <p>
        Sign in by <strong data-testid="provider">{by.displayName}</strong>, an OpenID provider of this demo. Cora then decides whether you may
        come in, into which organization and as what, and this page shows its reasons.
      </p>
      <p>
        <button
          type="button"
          disabled={state.now === "leaving"}
          onClick={() => {
            setState({ now: "leaving" });
            signIn({ redirectTo: wanted ?? "/" }).catch((reason: unknown) => {
              const why = reason instanceof NoAuthProviderError ? reason.message : "The sign-in did not work. Please try again.";
              setState({ now: "failed", why });
            });
          }}
        >
          {state.now === "leaving" ? "Going to the provider…" : "Sign in"}
        </button>
      </p>
      {state.now === "failed" && <p role="alert">{state.why}</p>}
    </section>
  );
}
