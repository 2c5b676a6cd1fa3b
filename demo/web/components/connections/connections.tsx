"use client";

import { useUnifiedAuth } from "@cora/auth/react";
import { useCallback, useEffect, useState } from "react";

import { listConnections } from "../../lib/connections";
import type { ConnectionRow, Reply } from "../../lib/connections";
import { Failure } from "../failure";
import { ConnectionCard } from "./connection-card";

/** Shown in place of the list: nobody is signed in, access is denied, or the request failed. */
function Refused({
  code,
  retry,
  status,
  text,
}: {
  readonly code: string;
  readonly status: number;
  readonly text: string;
  readonly retry: () => void;
}) {
  if (status === 401) {
    return (
      <section className="card" role="alert">
        <h2>Your session has ended</h2>
        <p>
          Your connection may be no longer active. Earlier changes are saved. Sign in again with an active connection.
        </p>
        <p>
          {/* WHY not a Next.js link: it leads to Cora. */}
          <a className="button" href="/api/auth/sign-in?return_to=/connections">
            Sign in again
          </a>
        </p>
      </section>
    );
  }
  if (status === 403) {
    return (
      <section className="card denied" role="alert">
        <h2>This page is for administrators</h2>
        <p>{text}</p>
        <p className="soft">
          Code: <code>{code}</code>
        </p>
      </section>
    );
  }
  return <Failure title="The connections could not be loaded" text={text} code={code} retry={retry} />;
}

/** Shows the platform's connections, and the commands for administrators. */
export function Connections() {
  const { refresh } = useUnifiedAuth();
  const [reply, setReply] = useState<Reply<readonly ConnectionRow[]> | null>(null);

  const load = useCallback(async () => {
    const next = await listConnections();
    setReply(next);
    // An administrator who deactivates the connection of their own session is signed out by that.
    // The rest of the page has to be told.
    if (!next.ok && next.refusal.status === 401) await refresh();
  }, [refresh]);

  useEffect(() => {
    void load();
  }, [load]);

  return (
    <>
      <h1>Connections</h1>
      <p>
        A connection is an identity provider together with our client there. Several may be active at once, and people
        choose; the default is offered first. A change takes effect at the next sign-in, without a rebuild or restart.
      </p>
      {reply === null && (
        <section className="card" role="status" aria-busy="true">
          <h2>Loading the connections…</h2>
          <div className="bone" />
          <div className="bone short" />
        </section>
      )}
      {reply && !reply.ok && <Refused {...reply.refusal} retry={() => void load()} />}
      {reply?.ok && reply.data.length === 0 && (
        <section className="card">
          <h2>No connections yet</h2>
          <p>
            Nobody can sign in. An operator can create the first one with <code>cora seed</code>, or an administrator
            with <code>POST /admin/idp-config</code>.
          </p>
        </section>
      )}
      {reply?.ok && reply.data.length > 0 && !reply.data.some(({ status }) => status === "active") && (
        <p className="note" role="alert">
          No connection is active, so nobody can sign in. Your own session ends when you leave this page.
        </p>
      )}
      {reply?.ok && reply.data.map((row) => <ConnectionCard key={row.id} row={row} changed={load} />)}
    </>
  );
}
