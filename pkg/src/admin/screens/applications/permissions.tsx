"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { ServerError } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { ask } from "../../data/request.js";
import { useResource } from "../../data/resources.js";
import type { Document } from "../../data/three-way.js";
import { Consequences } from "../../parts/command-dialog.js";
import { TextAreaField } from "../../parts/field.js";
import { Table } from "../../parts/list.js";
import { Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { StaleMerge } from "../../parts/stale-merge.js";
import { useUnsaved } from "../../parts/unsaved.js";
import { useAdmin } from "../../provider.js";
import { settingsIn } from "../connections/state.js";
import type { Application } from "./list.js";

type Defined = Schema<"ApplicationPermissionsRow">;

const PATH = "/admin/applications/{applicationId}/permissions";
const print = (defined: unknown) => JSON.stringify(defined, null, 2);

/** Shows the permissions and roles that an application defines, and edits them. */
export function PermissionsPart({ application }: { readonly application: Application }) {
  const { can, texts } = useAdmin();
  const { applications } = texts;
  const at = { applicationId: application.id };
  const { data, error, loading, retry } = useResource<Defined>(PATH, { at });
  const [editing, setEditing] = useState(false);
  if (loading) return <Skeleton lines={6} />;
  if (error) return <Failure error={error} retry={retry} />;
  if (data === undefined) return null;
  return (
    <Part
      title={applications.tabs.permissions}
      actions={
        !editing &&
        can("application:write") && (
          <button type="button" className="cora-button" onClick={() => setEditing(true)}>
            {applications.permissionsEdit}
          </button>
        )
      }
    >
      <p>{applications.permissionsLead}</p>
      {editing ? <Editor stored={data} close={() => setEditing(false)} /> : <Shown defined={data.defined} />}
    </Part>
  );
}

function Shown({ defined }: { readonly defined: Defined["defined"] }) {
  const { applications, words } = useAdmin().texts;
  const { permissions, roles } = defined;
  const nameOf = (role: string) =>
    words.organizationRole[role] ?? words.platformRole[role] ?? roles.find(({ id }) => id === role)?.id ?? role;
  if (permissions.length === 0) return <p className="cora-soft">{applications.permissionsNone}</p>;
  return (
    <>
      <Table
        caption={applications.tabs.permissions}
        rows={permissions}
        keyOf={({ id }) => id}
        columns={[
          { id: "id", header: applications.permission, cell: ({ id }) => <code dir="ltr">{id}</code> },
          { id: "describe", header: applications.describe, cell: ({ describe }) => <bdi>{describe}</bdi> },
          {
            id: "granted",
            header: applications.grantedTo,
            cell: ({ grantedTo }) => <bdi>{grantedTo.map(nameOf).join(", ")}</bdi>,
          },
        ]}
      />
      {roles.length > 0 && (
        <Table
          caption={applications.roles}
          rows={roles}
          keyOf={({ id }) => id}
          columns={[
            { id: "id", header: applications.role, cell: ({ id }) => <code dir="ltr">{id}</code> },
            { id: "describe", header: applications.describe, cell: ({ describe }) => <bdi>{describe}</bdi> },
          ]}
        />
      )}
    </>
  );
}

/** Edits the definitions as JSON. What they would change is asked for before they are saved. */
function Editor({ close, stored }: { readonly stored: Defined; readonly close: () => void }) {
  const { client, texts } = useAdmin();
  const { applications, connections, shared } = texts;
  const check = useCommand();
  const save = useCommand();
  // The edit began with these definitions, whatever others save in the meantime.
  const [base] = useState(stored);
  const [text, setText] = useState(() => print(stored.defined));
  const [theirs, setTheirs] = useState<Defined | null>(null);
  const [checked, setChecked] = useState<readonly Schema<"Consequence">[] | null>(null);
  const read = settingsIn(text);
  const defined = "settings" in read ? read.settings : null;
  const edited = text !== print(base.defined);
  useUnsaved(edited);
  const call = { method: "PUT", path: PATH, at: { applicationId: stored.applicationId } } as const;
  const lint = async () => {
    setChecked(null);
    const answer = await check.run<{ readonly consequences?: readonly Schema<"Consequence">[] | null }>({
      ...call,
      body: { defined, dryRun: true },
      reads: true,
    });
    if (answer !== undefined) setChecked(answer.consequences ?? []);
  };
  const store = async (next: Document, version: number) => {
    setTheirs(null);
    const done = await save.run({
      ...call,
      body: { defined: next },
      version,
      said: shared.saved,
      refused: (refusal) => {
        if (refusal instanceof ServerError && refusal.code === "stale_version")
          void ask<Defined>(client, "GET", PATH, { at: call.at }).then(setTheirs);
      },
    });
    if (done !== undefined) close();
  };
  const error = save.error ?? check.error;
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (defined !== null) void store(defined, base.version);
      }}
    >
      <TextAreaField
        label={applications.permissionsJson}
        hint={applications.permissionsJsonHint}
        code
        rows={18}
        value={text}
        change={(next) => {
          setText(next);
          setChecked(null);
          check.forget();
        }}
        {...(defined === null && {
          error:
            "fault" in read && read.fault !== "not_object" ? connections.notJson(read.fault) : connections.notObject,
        })}
      />
      {checked !== null && (
        <>
          <Notice tone="good" role="status" title={applications.permissionsGood} />
          {checked.length > 0 && <Consequences list={checked} />}
        </>
      )}
      {theirs !== null && defined !== null && (
        <StaleMerge
          before={base.defined as unknown as Document}
          theirs={theirs.defined as unknown as Document}
          mine={defined}
          save={(merged) => void store(merged, theirs.version)}
        />
      )}
      {error !== null && theirs === null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons cora-sticky">
        <button
          type="submit"
          className="cora-button cora-primary"
          disabled={!edited || defined === null || save.pending}
        >
          {shared.save}
        </button>
        <button
          type="button"
          className="cora-button"
          disabled={defined === null || check.pending}
          onClick={() => void lint()}
        >
          {applications.permissionsCheck}
        </button>
        <button type="button" className="cora-button cora-quiet" onClick={close}>
          {shared.cancel}
        </button>
      </div>
    </form>
  );
}
