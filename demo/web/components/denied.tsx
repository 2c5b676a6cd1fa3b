"use client";

import { useState } from "react";
import type { PendingAuth } from "@cora/auth/react";

import { useSetupToken } from "../lib/setup-token";
import { ConfirmLink } from "./confirm-link";
import { SetupToken } from "./setup-token";

/** Somebody who may not come in: the server's words, and the way in for whoever sets the platform up. */
export function Denied({ auth }: { readonly auth: PendingAuth }) {
  const offered = useSetupToken();
  const [opened, setOpened] = useState(false);

  return (
    <>
      <section className="card denied" role="alert">
        <h1>You are signed in, but not let in</h1>
        <p className="lead">{auth.message.text}</p>
        <p>
          <button type="button" onClick={() => void auth.refresh()}>
            Check again
          </button>
        </p>
        <p className="soft">
          Code: <code>{auth.message.code}</code>
          {auth.message.requestId && (
            <>
              , request <code>{auth.message.requestId}</code>
            </>
          )}
        </p>
      </section>
      {auth.message.code === "confirm_account" && <ConfirmLink auth={auth} />}
      <details className="card" open={opened || offered !== ""} onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>Have a setup token?</summary>
        <SetupToken key={offered} offered={offered} present={auth.presentBootstrapToken} />
      </details>
    </>
  );
}
