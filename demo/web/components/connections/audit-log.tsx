"use client";

import { useState } from "react";

import type { ConnectionRow } from "../../lib/connections";
import { History } from "./history";
import { Time } from "./time";

const word = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** Lists the changes of a connection, with their authors. */
export function AuditLog({ row }: { readonly row: ConnectionRow }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Audit log</summary>
      {open && (
        <History connectionId={row.id} of="audit" version={row.version}>
          {(rows) => (
            <ul className="changes" data-testid="audit">
              {rows.map((entry, at) => (
                // Rows have identifiers, but nothing here depends on their identity.
                <li key={at} data-action={word(entry.action)}>
                  <strong>{word(entry.action).replaceAll("_", " ")}</strong> <Time at={entry.performed_at} />
                  {word(entry.reason) && <p>Overridden: {word(entry.reason)}</p>}
                  <details>
                    <summary>All of it</summary>
                    <pre>{JSON.stringify(entry, null, 2)}</pre>
                  </details>
                </li>
              ))}
            </ul>
          )}
        </History>
      )}
    </details>
  );
}
