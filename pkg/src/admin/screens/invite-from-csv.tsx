"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

import type { Schema } from "../../client/index.js";
import { CACHE } from "../data/cache.js";
import { addressColumn, chunkKey, chunks, csvText, decodeFile, hasHeader, readCells, rowsOf } from "../data/csv.js";
import type { Cells, CsvChoices, CsvRow, FileFault } from "../data/csv.js";
import { ask } from "../data/request.js";
import { CheckField, Field, SelectField } from "../parts/field.js";
import { Table } from "../parts/list.js";
import { Badge, Failure, Notice } from "../parts/notice.js";
import { useRoleOptions } from "../parts/organization.js";
import { Part } from "../parts/screen.js";
import { Ltr } from "../parts/values.js";
import { useAdmin } from "../provider.js";
import { InviteOutcome } from "./invitations.js";

type BulkOutcome = Schema<"BulkRowResult">;

/** Properties of {@link InviteFromCsv}. */
export interface InviteFromCsvProps {
  readonly orgId: string;
  readonly onDone?: () => void;
}

type Work = { readonly kind: "preview" | "send"; readonly done: number; readonly of: number };

const SHOWN = 200;

/** Invites the people in a CSV file: shows the verdict of each row before anything is sent. */
export function InviteFromCsv({ onDone, orgId }: InviteFromCsvProps) {
  const { changed, client, say, texts } = useAdmin();
  const { people, shared, words } = texts;
  const { csv, ...invitations } = people.invitations;
  const roles = useRoleOptions();
  const queries = useQueryClient();
  const [cells, setCells] = useState<Cells | null>(null);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [choices, setChoices] = useState<CsvChoices>({ header: false, address: 0, role: null, everyone: "org_user" });
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, BulkOutcome>>(new Map());
  const [work, setWork] = useState<Work | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [onlyBad, setOnlyBad] = useState(false);
  const stopped = useRef(false);
  // The same rows again are the same request, until they are checked again.
  const salt = useRef("");
  const rows = cells === null ? [] : rowsOf(cells, choices, words.organizationRole);
  const outcomeOf = (row: CsvRow) => outcomes.get(row.line)?.outcome;
  const isBad = (row: CsvRow) => row.fault !== null || outcomeOf(row) === "refused";
  const candidates = rows.filter((row) => row.fault === null);
  const ready = candidates.filter((row) => outcomeOf(row) === "would_invite");
  const invited = candidates.filter((row) => outcomeOf(row) === "invited");
  const bad = rows.filter(isBad);
  const columns = Math.max(0, ...(cells ?? []).slice(0, 50).map((row) => row.length));
  const nameOfColumn = (at: number) => (choices.header && cells?.[0]?.[at]) || csv.column(at + 1);
  const columnOptions = Array.from({ length: columns }, (_, at) => ({ value: String(at), label: nameOfColumn(at) }));
  const choose = (next: Partial<CsvChoices>) => {
    setChoices({ ...choices, ...next });
    setOutcomes(new Map());
  };

  async function open(file: File | undefined) {
    setCells(null);
    setFault(null);
    setOutcomes(new Map());
    if (file === undefined) return;
    const decoded = decodeFile(new Uint8Array(await file.arrayBuffer()));
    if ("fault" in decoded) return setFault(decoded.fault);
    const read = await readCells(decoded.text);
    if ("fault" in read) return setFault(read.fault);
    const header = hasHeader(read.cells);
    const address = addressColumn(read.cells);
    const role = header ? (read.cells[0]?.findIndex((name) => /^(role|rolle|rôle|rol)$/i.test(name)) ?? -1) : -1;
    setChoices({ header, address, role: role < 0 ? null : role, everyone: "org_user" });
    setCells(read.cells);
  }

  /** Sends rows part by part; a failure or a stop leaves the parts that were answered. */
  async function each(kind: Work["kind"], wanted: readonly CsvRow[]) {
    stopped.current = false;
    if (kind === "preview" || salt.current === "") salt.current = crypto.randomUUID();
    setError(null);
    let done = 0;
    for (const part of chunks(wanted)) {
      if (stopped.current) break;
      setWork({ kind, done, of: wanted.length });
      const body = { rows: part.map(({ email, role }) => ({ email, role })) };
      const dryRun = kind === "preview";
      try {
        const answer = await ask<{ readonly rows: readonly BulkOutcome[] }>(
          client,
          "POST",
          "/orgs/{orgId}/invites/bulk",
          {
            at: { orgId },
            ...(dryRun && { query: { dryRun } }),
            body,
            ...(!dryRun && { headers: { "idempotency-key": await chunkKey(orgId, part, salt.current) } }),
          },
        );
        setOutcomes((now) => {
          const next = new Map(now);
          for (const outcome of answer.rows) {
            const line = part[outcome.index]?.line;
            if (line !== undefined) next.set(line, outcome);
          }
          return next;
        });
      } catch (thrown) {
        setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
        break;
      }
      done += part.length;
    }
    setWork(null);
    if (kind === "send") {
      await queries.invalidateQueries({ queryKey: [CACHE] });
      changed({ path: "/orgs/{orgId}/invites/bulk", at: { orgId } });
    }
    say(stopped.current ? csv.stopped : shared.done);
  }

  function download() {
    const lines = rows.map((row) => {
      const outcome = outcomes.get(row.line);
      return [String(row.line), row.email, row.role, outcome?.outcome ?? row.fault?.code ?? "", outcome?.code ?? ""];
    });
    const blob = new Blob([csvText([["row", "email", "role", "outcome", "code"], ...lines])], { type: "text/csv" });
    const link = Object.assign(document.createElement("a"), {
      href: URL.createObjectURL(blob),
      download: "invitations.csv",
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  const shown = (onlyBad ? bad : rows).slice(0, SHOWN);
  return (
    <Part
      title={csv.title}
      actions={
        onDone && (
          <button type="button" className="cora-button cora-quiet" onClick={onDone}>
            {shared.close}
          </button>
        )
      }
    >
      <div className="cora-form">
        <Field label={csv.file} hint={csv.fileHint} {...(fault !== null && { error: csv[fault] })}>
          {(ids) => (
            <input
              {...ids}
              type="file"
              accept=".csv,text/csv,text/plain"
              onChange={(event) => void open(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
        {cells !== null && (
          <>
            <CheckField label={csv.header} checked={choices.header} change={(header) => choose({ header })} />
            <SelectField
              label={csv.addressColumn}
              value={String(choices.address)}
              options={columnOptions}
              change={(address) => choose({ address: Number(address) })}
            />
            <SelectField
              label={csv.roleColumn}
              value={choices.role === null ? "" : String(choices.role)}
              options={[{ value: "", label: csv.everyone }, ...columnOptions]}
              change={(role) => choose({ role: role === "" ? null : Number(role) })}
            />
            <SelectField
              label={csv.everyone}
              value={choices.everyone}
              options={roles}
              change={(everyone) => choose({ everyone })}
            />
            <div className="cora-buttons">
              <button
                type="button"
                className={`cora-button ${ready.length === 0 ? "cora-primary" : ""}`}
                disabled={work !== null || candidates.length === 0}
                onClick={() =>
                  void each(
                    "preview",
                    candidates.filter((row) => outcomeOf(row) !== "invited"),
                  )
                }
              >
                {csv.preview}
              </button>
              {ready.length > 0 && (
                <button
                  type="button"
                  className="cora-button cora-primary"
                  disabled={work !== null}
                  onClick={() => void each("send", ready)}
                >
                  {csv.send(ready.length)}
                </button>
              )}
              {work !== null && (
                <button type="button" className="cora-button" onClick={() => (stopped.current = true)}>
                  {csv.stop}
                </button>
              )}
              {outcomes.size > 0 && (
                <button type="button" className="cora-button cora-quiet" onClick={download}>
                  {csv.download}
                </button>
              )}
            </div>
            {work !== null && (
              <p role="status">
                {(work.kind === "preview" ? csv.previewing : csv.sending)(work.done, work.of)}{" "}
                <progress max={work.of} value={work.done} aria-label={csv.title} />
              </p>
            )}
            {error !== null && <Failure error={error} title={shared.refused} />}
            {(outcomes.size > 0 || bad.length > 0) && (
              <Notice
                tone={bad.length === 0 ? "good" : "warn"}
                role="status"
                title={
                  invited.length > 0
                    ? invitations.sentSummary(invited.length, bad.length)
                    : invitations.summary(outcomes.size === 0 ? candidates.length : ready.length, bad.length)
                }
              />
            )}
            {bad.length > 0 && <CheckField label={csv.onlyBad} checked={onlyBad} change={setOnlyBad} />}
          </>
        )}
      </div>
      {cells !== null && (
        <>
          <Table
            caption={csv.title}
            rows={shown}
            keyOf={({ line }) => String(line)}
            columns={[
              { id: "row", header: csv.row, cell: ({ line }) => line },
              { id: "address", header: invitations.address, cell: ({ email }) => <Ltr>{email}</Ltr> },
              { id: "role", header: invitations.role, cell: ({ role }) => words.organizationRole[role] ?? role },
              {
                id: "verdict",
                header: csv.verdict,
                cell: (row) => <Verdict row={row} outcome={outcomes.get(row.line)} />,
              },
            ]}
          />
          <p className="cora-soft">{shared.rows(shown.length, rows.length > shown.length)}</p>
        </>
      )}
    </Part>
  );
}

function Verdict({ outcome, row }: { readonly row: CsvRow; readonly outcome: BulkOutcome | undefined }) {
  const { csv } = useAdmin().texts.people.invitations;
  if (row.fault !== null) {
    const text =
      row.fault.code === "twice"
        ? csv.twice(row.fault.of)
        : row.fault.code === "not_address"
          ? csv.notAddress
          : csv.unknownRole;
    return <Badge tone="bad">{text}</Badge>;
  }
  return outcome === undefined ? <>–</> : <InviteOutcome outcome={outcome} />;
}
