"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { CommandDialog } from "../../parts/command-dialog.js";
import { DialogForm } from "../../parts/dialog-form.js";
import { SelectField } from "../../parts/field.js";
import { Table } from "../../parts/list.js";
import { Empty, Notice } from "../../parts/notice.js";
import { Dialog, Part } from "../../parts/screen.js";
import { Copy, Identifier, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import type { Application } from "./list.js";

type Secret = Schema<"ApplicationSecretRow">;

/** The most secrets that are valid at once. */
const MOST = 2;

/** Lists the secrets of an application, adds one and removes one. */
export function SecretsPart({ application }: { readonly application: Application }) {
  const { can, texts } = useAdmin();
  const { applications } = texts;
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Secret | null>(null);
  const { id, secrets, settings } = application;
  if (settings.authentication !== "secret") return <p className="cora-soft">{applications.secretsUnneeded}</p>;
  const write = can("application:write");
  const add = write && secrets.length < MOST && (
    <button type="button" className="cora-button cora-primary" onClick={() => setAdding(true)}>
      {applications.secretAdd}
    </button>
  );
  return (
    <Part title={applications.tabs.secrets} actions={secrets.length > 0 && add}>
      <p>{applications.secretsLead}</p>
      {secrets.length === 0 ? (
        <Empty title={applications.secretsNone}>
          <p>{applications.secretsNoneText}</p>
          {add}
        </Empty>
      ) : (
        <Table
          caption={applications.tabs.secrets}
          rows={secrets}
          keyOf={({ id: secret }) => secret}
          actions={
            write
              ? (secret) => (
                  <button type="button" className="cora-button cora-quiet" onClick={() => setRemoving(secret)}>
                    {applications.secretRemove}
                  </button>
                )
              : undefined
          }
          columns={[
            {
              id: "secret",
              header: applications.secret,
              cell: ({ id: secret }) => <Identifier value={secret} what={applications.secret} />,
            },
            { id: "created", header: applications.secretCreated, cell: ({ createdAt }) => <When at={createdAt} /> },
            { id: "ends", header: applications.secretEnds, cell: ({ expiresAt }) => <When at={expiresAt} /> },
          ]}
        />
      )}
      {adding && <AddDialog application={application} close={() => setAdding(false)} />}
      {removing !== null && (
        <CommandDialog
          title={applications.secretRemoveTitle}
          confirm={applications.secretRemove}
          danger
          close={() => setRemoving(null)}
          call={(reason) => ({
            method: "DELETE",
            path: "/admin/applications/{applicationId}/secrets/{secretId}",
            at: { applicationId: id, secretId: removing.id },
            body: { reason },
            version: application.version,
          })}
        >
          <p>{applications.secretRemoveText}</p>
        </CommandDialog>
      )}
    </Part>
  );
}

const DAYS = [90, 180, 365];
const DAY = 86_400;

function AddDialog({ application, close }: { readonly application: Application; readonly close: () => void }) {
  const { applications, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const [days, setDays] = useState("180");
  // SECURITY: the secret lives in this dialog alone.
  const [secret, setSecret] = useState<string | null>(null);
  const add = async () => {
    const answer = await run<{ readonly secret: string | null }>({
      method: "POST",
      path: "/admin/applications/{applicationId}/secrets",
      at: { applicationId: application.id },
      body: days === "" ? {} : { lifetime: Number(days) * DAY },
      version: application.version,
      said: shared.saved,
    });
    if (answer !== undefined) setSecret(answer.secret ?? "");
  };
  return (
    <Dialog title={applications.secretAdd} close={close}>
      {secret !== null ? (
        <>
          <Notice tone="warn" role="status" title={applications.secretOnce}>
            <p className="cora-record">
              <code dir="ltr">{secret}</code> <Copy value={secret} what={applications.secret} />
            </p>
          </Notice>
          <div className="cora-buttons">
            <button type="button" className="cora-button" onClick={close}>
              {shared.close}
            </button>
          </div>
        </>
      ) : (
        <DialogForm submit={add} label={applications.secretAddConfirm} disabled={pending} error={error} close={close}>
          <SelectField
            label={applications.secretLifetime}
            value={days}
            options={[
              ...DAYS.map((one) => ({ value: String(one), label: applications.secretDays(one) })),
              { value: "", label: applications.secretForever },
            ]}
            change={setDays}
          />
        </DialogForm>
      )}
    </Dialog>
  );
}
