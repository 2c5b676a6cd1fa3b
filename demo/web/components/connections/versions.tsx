"use client";

import { useState } from "react";

import type { ConnectionRow } from "../../lib/connections";
import { History } from "./history";
import { Time } from "./time";

const word = (value: unknown) => (typeof value === "string" ? value : "");

/** Lists the earlier settings of a connection, with a rollback to each. */
export function Versions({
  busy,
  rollBack,
  row,
}: {
  readonly row: ConnectionRow;
  readonly busy: boolean;
  readonly rollBack: (number: number) => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Earlier settings</summary>
      {open && (
        <History connectionId={row.id} of="versions" version={row.version}>
          {(rows) => (
            <ul className="changes" data-testid="versions">
              {rows.map((entry) => {
                const number = Number(entry.number);
                const inUse = row.activeNumber === number;
                return (
                  <li key={number}>
                    <details>
                      <summary>
                        Number {number}
                        {inUse ? ", in use" : ""}
                        {number === row.latestNumber ? ", the latest" : ""}
                        <span className="turn soft">
                          {word(entry.stage)} <Time at={entry.createdAt} />
                        </span>
                      </summary>
                      <pre>{JSON.stringify(entry.config, null, 2)}</pre>
                    </details>
                    {!inUse && (row.status === "active" || row.status === "disabled") && (
                      <button type="button" className="quiet" disabled={busy} onClick={() => void rollBack(number)}>
                        Roll back to number {number}
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          )}
        </History>
      )}
    </details>
  );
}
