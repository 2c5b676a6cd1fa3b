"use client";

import { useId, useState } from "react";

import type { Refusal } from "../../lib/connections";
import { Issues } from "./issues";

/**
 * The dangers that safeguards prevent. A user who knows better may override one by stating a
 * reason.
 */
const SAFEGUARDS: Record<string, string> = {
  would_lock_out_admins:
    "No owner or administrator of the platform is known to be able to sign in afterwards. If none can, only an operator at the command line can undo this.",
  not_tested: "Nobody has signed in with these settings yet. If they are wrong, nobody can sign in.",
};

/** Explains why a command was refused, and offers a way on if there is one. */
export function RefusalNote({
  force,
  refusal,
  reload,
}: {
  readonly refusal: Refusal;
  /** Overrides the safeguard; absent if nothing can be forced. */
  readonly force: ((reason: string) => Promise<void>) | undefined;
  readonly reload: () => Promise<void>;
}) {
  const id = useId();
  const [reason, setReason] = useState("");
  const danger = SAFEGUARDS[refusal.code];
  return (
    <div className="refusal" role="alert" data-testid="refusal" data-code={refusal.code}>
      <p>
        <strong>Not done.</strong> {refusal.text}
      </p>
      <p className="soft">
        Code: <code>{refusal.code}</code>
      </p>
      <Issues issues={refusal.issues} />
      {refusal.code === "stale_version" && (
        <p>
          <button type="button" className="quiet" onClick={() => void reload()}>
            Reload the connection
          </button>
        </p>
      )}
      {danger !== undefined && force !== undefined && (
        <details>
          <summary>Override the safeguard</summary>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void force(reason.trim());
            }}
          >
            <p>{danger}</p>
            <label htmlFor={`${id}reason`}>Reason, for the audit log</label>
            <input
              id={`${id}reason`}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              required
              pattern=".*\S.*"
              maxLength={500}
              autoComplete="off"
            />
            <p>
              <button type="submit" className="danger">
                Override the safeguard
              </button>
            </p>
          </form>
        </details>
      )}
    </div>
  );
}
