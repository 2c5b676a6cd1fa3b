"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { ServerError } from "../../../client/index.js";
import { CACHE } from "../../data/cache.js";
import { useCommand } from "../../data/command.js";
import { codeOf } from "../../data/refusal.js";
import type { AdminPath } from "../../data/request.js";
import { ask } from "../../data/request.js";
import { TextField } from "../../parts/field.js";
import { Failure, Notice } from "../../parts/notice.js";
import { Dialog } from "../../parts/screen.js";
import { useAdmin } from "../../provider.js";
import type { ConnectionRow } from "./state.js";

/** The changes of what logins use. */
export type UseChange = "activate" | "disable" | "rollback" | "default";

type Activated = Schema<"ConnectionActivated">;

const PATHS = {
  activate: "/admin/idp-config/{providerType}/activate",
  disable: "/admin/idp-config/{providerType}/disable",
  rollback: "/admin/idp-config/{providerType}/rollback",
  default: "/admin/idp-config/{providerType}/default",
} as const satisfies Record<UseChange, AdminPath>;

/**
 * Asks before a connection is activated, switched off or rolled back. The server states who could
 * not sign in afterwards. A change that would lock out all administrators needs a reason and a
 * word.
 */
export function UseDialog({
  change,
  close,
  number,
  row,
}: {
  readonly row: ConnectionRow;
  readonly change: Exclude<UseChange, "default">;
  readonly number: number | null;
  readonly close: () => void;
}) {
  const { client, texts } = useAdmin();
  const { connections, shared } = texts;
  const { error, pending, run } = useCommand();
  const queries = useQueryClient();
  const [reason, setReason] = useState("");
  const [word, setWord] = useState("");
  const at = { providerType: row.id };
  const path = PATHS[change];
  const body = { version: row.version, ...(change !== "disable" && number !== null && { number }) };
  const preview = useQuery({
    queryKey: ["cora-admin-preview", path, at, body],
    queryFn: () => ask<Activated>(client, "POST", path, { at, body: { ...body, dryRun: true } }),
    retry: false,
    gcTime: 0,
    staleTime: 0,
  });
  const refusal = preview.error instanceof ServerError ? preview.error : null;
  const unsafe = refusal?.code === "would_lock_out_admins" || refusal?.code === "not_tested";
  const forced = unsafe && reason.trim() !== "" && word.trim() === connections.forceWord;
  const ready = !pending && !preview.isPending && (preview.error === null || forced);
  const title = {
    activate: connections.activateTitle(row.displayName),
    disable: connections.disableTitle(row.displayName),
    rollback: connections.rollBackTitle(row.displayName, number ?? 0),
  }[change];
  const confirm = {
    activate: connections.activateNumber(number ?? row.latestNumber),
    disable: connections.disableConfirm(row.displayName),
    rollback: connections.rollBack(number ?? 0),
  }[change];

  async function give() {
    const done = await run<Activated>({
      method: "POST",
      path,
      at,
      body: { ...body, ...(forced && { force: { reason: reason.trim() } }) },
      said: change === "activate" ? connections.activated : shared.done,
    });
    if (done !== undefined) close();
  }

  return (
    <Dialog title={title} close={close}>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void give();
        }}
      >
        <p>{change === "disable" ? connections.disableText : connections.activateText(number ?? row.latestNumber)}</p>
        {preview.isPending && <p role="status">{shared.previewing}</p>}
        {preview.data !== undefined && (
          <Notice tone={preview.data.usersWithoutWayIn === 0 ? "good" : "warn"} title={connections.wouldHappen}>
            {preview.data.usersWithoutWayIn !== null && (
              <p>{connections.usersWithoutWayIn(preview.data.usersWithoutWayIn)}</p>
            )}
          </Notice>
        )}
        {preview.error !== null && !unsafe && <Failure error={preview.error} title={shared.refused} />}
        {[preview.error, error].some((one) => one !== null && codeOf(one) === "stale_version") && (
          <p>
            <button
              type="button"
              className="cora-button"
              onClick={() => void queries.invalidateQueries({ queryKey: [CACHE] }).then(() => preview.refetch())}
            >
              {shared.decideAgain}
            </button>
          </p>
        )}
        {unsafe && (
          <>
            <Notice
              tone="bad"
              role="alert"
              title={refusal.code === "not_tested" ? connections.notTested : connections.lockOut}
            >
              <p>{refusal.code === "not_tested" ? connections.notTestedText : connections.lockOutText}</p>
            </Notice>
            <details className="cora-fold">
              <summary>{connections.force}</summary>
              <p>{connections.forceText}</p>
              <TextField label={shared.reason} hint={shared.reasonHint} value={reason} change={setReason} />
              <TextField
                label={shared.typeToConfirm(connections.forceWord)}
                autoComplete="off"
                value={word}
                change={setWord}
              />
            </details>
          </>
        )}
        {error !== null && <Failure error={error} title={shared.refused} />}
        <div className="cora-buttons">
          <button
            type="submit"
            className={`cora-button ${change === "disable" || unsafe ? "cora-danger" : "cora-primary"}`}
            disabled={!ready}
          >
            {confirm}
          </button>
          <button type="button" className="cora-button" onClick={close}>
            {shared.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** The buttons that change what logins use. */
export function UseButtons({ row }: { readonly row: ConnectionRow }) {
  const { can, texts } = useAdmin();
  const { connections, shared } = texts;
  const { error, pending, run } = useCommand();
  const [asked, setAsked] = useState<Exclude<UseChange, "default"> | null>(null);
  const activate = can("idp:activate");
  const disable = can("idp:write") && row.isActive;
  if (!activate && !disable) return null;
  const newer = activate && (row.activeNumber !== row.latestNumber || !row.isActive);
  return (
    <>
      <div className="cora-buttons">
        {newer && (
          <button
            type="button"
            className="cora-button cora-primary"
            aria-disabled={!row.isConfigured}
            onClick={() => row.isConfigured && setAsked("activate")}
          >
            {connections.activate}
          </button>
        )}
        {activate && row.isActive && !row.isDefault && (
          <button
            type="button"
            className="cora-button"
            disabled={pending}
            onClick={() =>
              void run({
                method: "POST",
                path: PATHS.default,
                at: { providerType: row.id },
                body: { version: row.version },
                said: connections.madeDefault,
              })
            }
          >
            {connections.makeDefault}
          </button>
        )}
        {disable && (
          <button type="button" className="cora-button cora-danger" onClick={() => setAsked("disable")}>
            {connections.disable}
          </button>
        )}
      </div>
      {!row.isConfigured && newer && <p className="cora-soft">{connections.steps.complete}</p>}
      {error !== null && <Failure error={error} title={shared.refused} />}
      {asked !== null && (
        <UseDialog
          row={row}
          change={asked}
          number={asked === "activate" ? row.latestNumber : null}
          close={() => setAsked(null)}
        />
      )}
    </>
  );
}
