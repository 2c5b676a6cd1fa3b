"use client";

import { useUnifiedAuth } from "@cora/auth/react";

import { Denied } from "./denied";
import { Failure } from "./failure";
import { SignedOut } from "./signed-out";
import type { SignInState } from "./signed-out";
import { Welcome } from "./welcome";

/** Who you are here, in each of the states that can have. */
export function Home({ signInState }: { readonly signInState: SignInState }) {
  const auth = useUnifiedAuth();
  switch (auth.status) {
    case "loading":
      return (
        <section className="card" role="status" aria-busy="true">
          <h1>Finding out who you are…</h1>
          <div className="bone" />
          <div className="bone short" />
        </section>
      );
    case "unauthenticated":
      return <SignedOut ended={auth.message} signInState={signInState} signIn={auth.signIn} refresh={auth.refresh} />;
    case "pending":
      return <Denied auth={auth} />;
    case "authenticated":
      return <Welcome auth={auth} />;
    case "error":
      // Whoever cannot sign in anyway is told that first.
      if ("problem" in signInState.by) return <SignedOut ended={null} signInState={signInState} signIn={auth.signIn} refresh={auth.refresh} />;
      return (
        <Failure
          title="We could not find out who you are"
          text={auth.message.text}
          code={auth.message.code}
          retry={() => void auth.refresh()}
        />
      );
  }
}
