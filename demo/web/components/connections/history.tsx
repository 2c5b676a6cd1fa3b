"use client";

import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { history } from "../../lib/connections";
import type { Reply } from "../../lib/connections";

type Rows = readonly { readonly [name: string]: unknown }[];

/** Loads a connection's past, and loads it again after the connection has changed. */
export function History({
  children,
  connectionId,
  of,
  version,
}: {
  readonly connectionId: string;
  readonly of: "versions" | "audit";
  /** The version of the connection. A new one triggers a reload. */
  readonly version: number;
  readonly children: (rows: Rows) => ReactNode;
}) {
  const [reply, setReply] = useState<Reply<Rows> | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let left = false;
    void history(connectionId, of).then((next) => left || setReply(next));
    return () => {
      left = true;
    };
  }, [attempt, connectionId, of, version]);

  if (reply === null) return <p role="status">Loading…</p>;
  if (!reply.ok) {
    return (
      <div className="refusal" role="alert">
        <p>
          {reply.refusal.text} <span className="soft">Code: {reply.refusal.code}</span>
        </p>
        <button type="button" className="quiet" onClick={() => setAttempt(attempt + 1)}>
          Try again
        </button>
      </div>
    );
  }
  return reply.data.length === 0 ? <p>Nothing yet.</p> : children(reply.data);
}
