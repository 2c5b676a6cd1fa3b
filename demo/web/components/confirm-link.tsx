"use client";

import { AuthChangeError } from "@cora/auth/react";
import type { PendingAuth } from "@cora/auth/react";
import { useId, useState } from "react";

/** The way to an account that there is already: a code in its owner's mailbox. */
export function ConfirmLink({ auth }: { readonly auth: PendingAuth }) {
  const id = useId();
  const [code, setCode] = useState("");
  const [state, setState] = useState<{ readonly now: "ready" | "sending" | "sent" } | { readonly now: "failed"; readonly why: string }>({ now: "ready" });

  async function send() {
    setState({ now: "sending" });
    try {
      await auth.askLinkConfirmation();
      setState({ now: "sent" });
    } catch (reason) {
      setState({ now: "failed", why: reason instanceof AuthChangeError ? reason.message : "The mail could not be sent. Please try again later." });
    }
  }
  return (
    <section className="card" aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>Is the account yours?</h2>
      <p>There is an account with your address. A code in its mailbox shows that it is yours; then you can sign in either way.</p>
      <p>
        <button type="button" className="quiet" disabled={state.now === "sending"} onClick={() => void send()}>
          {state.now === "sending" ? "Sending…" : state.now === "sent" ? "Send another code" : "Send me the code"}
        </button>
      </p>
      {state.now === "sent" && <p role="status">The mail is on its way. The code counts for 15 minutes.</p>}
      {state.now === "failed" && <p role="alert">{state.why}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // Whoever is let in does not see this form any more.
          void auth.confirmLink(code.trim()).then(() => setState({ now: "failed", why: "The code did not let you in. It may be mistyped, used or too old; have another sent." }));
        }}
      >
        <label htmlFor={`${id}code`}>Code</label>
        <input id={`${id}code`} value={code} autoComplete="one-time-code" spellCheck={false} onChange={(event) => setCode(event.target.value)} />
        <button type="submit" disabled={code.trim() === ""}>
          Confirm
        </button>
      </form>
    </section>
  );
}
