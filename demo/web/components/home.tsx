"use client";

import { SignInPage } from "@cora/auth/react/pages";
import type { SignInState } from "@cora/auth/react/pages";
import { useUnifiedAuth } from "@cora/auth/react";
import { useRouter } from "next/navigation";

import { useSetupToken } from "../lib/setup-token";
import { SetUp } from "./setup-token";
import { Welcome } from "./welcome";

/** Shows the user's state in this application, in every state that it can have. */
export function Home({ signInState }: { readonly signInState: SignInState }) {
  const auth = useUnifiedAuth();
  const { refresh } = useRouter();
  const invited = useSetupToken() !== "";
  const { by } = signInState;
  const several = "displayName" in by && (by.choices ?? []).length > 1;
  return (
    <SignInPage
      state={signInState}
      reload={refresh}
      texts={{ title: "Who may come in, and why?" }}
      intro={
        <>
          {invited && <p className="cora-note">Sign in to use your setup token.</p>}
          <p>
            {several && "Choose a provider of this demo; the first is "}
            {!several && "Sign in with "}
            <strong data-testid="provider">{"displayName" in by && by.displayName}</strong>, an OpenID provider of this
            demo. Cora then decides whether you are admitted, to which organization and in which role, and this page
            shows the reasons.
          </p>
        </>
      }
      pending={({ presentBootstrapToken }) => <SetUp present={presentBootstrapToken} />}
    >
      {auth.status === "authenticated" && <Welcome auth={auth} />}
    </SignInPage>
  );
}
