"use client";

import { SignInPage } from "@cora/auth/react/pages";
import type { SignInState } from "@cora/auth/react/pages";
import { useUnifiedAuth } from "@cora/auth/react";
import type { AuthExplanation } from "@cora/auth/react";
import { useRouter } from "next/navigation";

import { Welcome } from "./welcome";

/** Shows the user's state in this application, in every state that it can have. */
export function Home({
  explanation,
  signInState,
}: {
  readonly explanation: AuthExplanation | null;
  readonly signInState: SignInState;
}) {
  const auth = useUnifiedAuth();
  const { refresh } = useRouter();
  const { by } = signInState;
  const choices = "displayName" in by ? (by.choices ?? []) : [];
  return (
    <SignInPage
      state={signInState}
      reload={refresh}
      texts={{ title: "Who may come in, and why?" }}
      intro={
        <p>
          {choices.length > 1 && "Choose a provider of this demo; the first is "}
          {choices.length === 1 && "Sign in with "}
          {choices.length > 0 && (
            <>
              <strong data-testid="provider">{"displayName" in by && by.displayName}</strong>, an OpenID provider of
              this demo.{" "}
            </>
          )}
          {choices.length === 0 && "No sign-in provider is active. "}
          Cora decides whether you are admitted, to which organization and in which role. This page shows the reasons.
        </p>
      }
    >
      {auth.status === "authenticated" && <Welcome auth={auth} explanation={explanation} />}
    </SignInPage>
  );
}
