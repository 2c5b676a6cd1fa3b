"use client";

import { useId, useState } from "react";

import { useSetupToken } from "../lib/setup-token";

/**
 * The form for the person who sets the platform up; expanded for visitors who followed the printed
 * link.
 */
export function SetUp({ present }: { readonly present: (token: string) => Promise<void> }) {
  const offered = useSetupToken();
  const [opened, setOpened] = useState(false);
  return (
    <details className="card" open={opened || offered !== ""} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Have a setup token?</summary>
      <SetupToken key={offered} offered={offered} present={present} />
    </details>
  );
}

/** Presents the token that the operator received when the platform was set up. */
function SetupToken({
  offered,
  present,
}: {
  readonly offered: string;
  readonly present: (token: string) => Promise<void>;
}) {
  const id = useId();
  const [token, setToken] = useState(offered);
  const [state, setState] = useState<"ready" | "asking" | "refused">("ready");

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setState("asking");
        // A user who is admitted does not see this form any more.
        void present(token.trim()).then(() => setState("refused"));
      }}
    >
      <p>
        To become the first owner of the platform, enter the token that <code>cora init</code> printed. It works once.
      </p>
      <label htmlFor={id}>Setup token</label>
      <input
        id={id}
        name="token"
        value={token}
        onChange={(event) => setToken(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <p>
        <button type="submit" disabled={state === "asking"}>
          {state === "asking" ? "Working…" : "Become the owner"}
        </button>
      </p>
      {state === "refused" && (
        <p role="alert">
          The token is not valid. It may be mistyped, used or expired, or the platform already has an owner.
        </p>
      )}
    </form>
  );
}
