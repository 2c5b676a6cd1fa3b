"use client";

import { useState } from "react";
import type { AuthMessage, UnifiedAuth } from "@cora/auth/react";

import { useSetupToken } from "../lib/setup-token";

/** Nobody is signed in. */
export function SignedOut({ ended, signIn, signInError }: {
  readonly ended: AuthMessage | null;
  readonly signIn: UnifiedAuth["signIn"];
  readonly signInError: string | null;
}) {
  const [state, setState] = useState<"ready" | "leaving" | "failed">("ready");
  const invited = useSetupToken() !== "";
  return (
    <section className="card">
      <h1>Who may come in, and why?</h1>
      {invited && <p className="note">Sign in first; then you can use your setup token.</p>}
      {ended && <p className="note">{ended.text}</p>}
      {signInError !== null && (
        <p className="note" role="alert">
          The sign-in did not work. Please try again. <span className="soft">Code: {signInError}</span>
        </p>
      )}
      <p>
        Sign in with the demo’s own OpenID provider. Cora then decides whether you may come in, into which organization and
        as what, and this page shows its reasons.
      </p>
      <p>
        <button
          type="button"
          disabled={state === "leaving"}
          onClick={() => {
            setState("leaving");
            signIn({ redirectTo: "/" }).catch(() => setState("failed"));
          }}
        >
          {state === "leaving" ? "Going to the provider…" : "Sign in"}
        </button>
      </p>
      {state === "failed" && <p role="alert">The sign-in could not be started. Check your connection and try again.</p>}
    </section>
  );
}
