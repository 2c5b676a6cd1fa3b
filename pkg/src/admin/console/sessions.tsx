"use client";

import { useState } from "react";

import type { ConsoleSessionRow, ConsoleSessions } from "../data/console-session.js";
import { useResource } from "../data/resources.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { Table } from "../parts/list.js";
import { Badge, Failure, Skeleton } from "../parts/notice.js";
import { Own, When } from "../parts/values.js";
import { useAdmin } from "../provider.js";

/** Lists sessions of the console, and ends them: one's own, or all for an owner of the platform. */
export function ConsoleSessionsScreen() {
  const { texts } = useAdmin();
  const { console: words, people, shared } = texts;
  const { data, error, loading, retry } = useResource<ConsoleSessions>("/console/api/sessions");
  const [ending, setEnding] = useState<ConsoleSessionRow | null>(null);
  return (
    <section className="cora-screen">
      <header className="cora-screen-head">
        <div className="cora-screen-title">
          <h1 tabIndex={-1}>{words.sessions}</h1>
          <p className="cora-lead">{words.sessionsLead}</p>
        </div>
      </header>
      {loading && <Skeleton lines={4} />}
      {error && <Failure error={error} retry={retry} />}
      {data !== undefined && (
        <Table
          caption={words.sessions}
          rows={data.items}
          keyOf={({ id }) => id}
          actions={(session) =>
            session.id === data.current ? null : (
              <button type="button" className="cora-button cora-quiet" onClick={() => setEnding(session)}>
                {people.users.endSession}
              </button>
            )
          }
          columns={[
            {
              id: "person",
              header: words.sessionPerson,
              cell: ({ id, kind, userName }) => (
                <>
                  <Own>{userName ?? words.sessionKinds[kind]}</Own>{" "}
                  {id === data.current && <Badge tone="info">{words.sessionThis}</Badge>}
                </>
              ),
            },
            { id: "device", header: people.users.device, cell: ({ device }) => <bdi>{device ?? "–"}</bdi> },
            { id: "began", header: people.users.began, cell: ({ beganAt }) => <When at={beganAt} /> },
            { id: "used", header: people.users.used, cell: ({ usedAt }) => <When at={usedAt} /> },
            {
              id: "ends",
              header: people.users.ends,
              cell: ({ endsAt, idleEndsAt }) => <When at={idleEndsAt < endsAt ? idleEndsAt : endsAt} />,
            },
          ]}
        />
      )}
      {ending !== null && (
        <CommandDialog
          close={() => setEnding(null)}
          title={people.users.endSessionTitle}
          confirm={people.users.endSession}
          danger
          withoutReason
          call={() => ({
            method: "DELETE",
            path: "/console/api/sessions/{sessionId}",
            at: { sessionId: ending.id },
          })}
        >
          <p>
            <Own>{ending.userName ?? words.sessionKinds[ending.kind]}</Own>
            {ending.device !== null && <> · {ending.device}</>}
          </p>
          <p>{shared.nextRequest}</p>
        </CommandDialog>
      )}
    </section>
  );
}
