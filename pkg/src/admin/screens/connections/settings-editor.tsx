"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import type { Schema } from "../../../client/index.js";
import { ServerError } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { ask } from "../../data/request.js";
import { useList } from "../../data/resources.js";
import type { Page } from "../../data/resources.js";
import { TextAreaField, TextField } from "../../parts/field.js";
import { Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Tabs } from "../../parts/screen.js";
import { StaleMerge } from "../../parts/stale-merge.js";
import { sentence } from "../../parts/text.js";
import { useUnsaved } from "../../parts/unsaved.js";
import { useAdmin } from "../../provider.js";
import { useKind } from "./kind.js";
import { SettingsForm } from "./settings-form.js";
import type { Settings } from "./settings-form.js";
import { settingsIn } from "./state.js";
import type { ConnectionRow } from "./state.js";

const print = (settings: Settings) => JSON.stringify(settings, null, 2);

/** The issues of settings: errors and warnings, each with its place. */
export function IssueList({ issues }: { readonly issues: readonly Schema<"ConnectionIssue">[] }) {
  const { connections, words } = useAdmin().texts;
  if (issues.length === 0) return null;
  const errors = issues.some(({ severity }) => severity === "error");
  return (
    <Notice tone={errors ? "bad" : "warn"} title={connections.findings}>
      <ul>
        {issues.map(({ code, help, message, path, severity }) => (
          <li key={`${path} ${code} ${message}`}>
            <strong>{words.severity[severity]}</strong>{" "}
            {path !== "" && (
              <>
                <code dir="ltr">{path}</code>{" "}
              </>
            )}
            {sentence(message)} {help !== null && sentence(help)} <code className="cora-soft">{code}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** Edits the latest settings of a connection. Those in use stay in use. */
export function SettingsEditor({ row }: { readonly row: ConnectionRow }) {
  const versions = useList<Schema<"ConfigurationRow">>("/admin/idp-config/{providerType}/versions", {
    at: { providerType: row.id },
    query: { sort: "-number" },
  });
  if (versions.loading) return <Skeleton lines={8} />;
  if (versions.error) return <Failure error={versions.error} retry={versions.retry} />;
  const latest = versions.rows.find(({ number }) => number === row.latestNumber);
  return <Editor key={row.id} row={row} stored={(latest?.config ?? row.config) as Settings} />;
}

/** Fields that a person without the capability reads, and does not edit. */
function Editable({ children, write }: { readonly write: boolean; readonly children: ReactNode }) {
  return write ? (
    children
  ) : (
    <fieldset className="cora-bare" disabled>
      {children}
    </fieldset>
  );
}

/** The name and the settings that an edit began with, and the connection's version then. */
interface Base {
  readonly name: string;
  readonly settings: Settings;
  readonly version: number;
}

/** The member of a merged document that is the connection's name. No setting has it. */
const NAME = "displayName";

/** One document of what an edit may change. */
const documentOf = ({ name, settings }: Pick<Base, "name" | "settings">) => ({ ...settings, [NAME]: name });

function Editor({ row, stored }: { readonly row: ConnectionRow; readonly stored: Settings }) {
  const { can, client, texts } = useAdmin();
  const { connections } = texts;
  const write = can("idp:write");
  const { error, forget, pending, run } = useCommand();
  const { kind } = useKind(row.providerType);
  const [base, setBase] = useState<Base>({ name: row.displayName, settings: stored, version: row.version });
  const [name, setName] = useState(row.displayName);
  const [text, setText] = useState(print(stored));
  const [view, setView] = useState<"form" | "code">("form");
  const [issues, setIssues] = useState<readonly Schema<"ConnectionIssue">[]>([]);
  const [outcome, setOutcome] = useState<"valid" | "saved" | null>(null);
  const [theirs, setTheirs] = useState<Base | null>(null);
  const read = settingsIn(text);
  const settings = "settings" in read ? read.settings : null;
  const edited = text !== print(base.settings) || name !== base.name;
  useUnsaved(edited && outcome !== "saved");
  // Text that was not edited follows the stored settings; edited text is never replaced.
  if (!edited && row.version > base.version) {
    setBase({ name: row.displayName, settings: stored, version: row.version });
    setName(row.displayName);
    setText(print(stored));
  }
  const change = (next: string) => {
    setText(next);
    setOutcome(null);
    forget();
  };
  const at = { providerType: row.id };

  async function validate() {
    if (settings === null) return;
    const path = "/admin/idp-config/{providerType}/validate";
    const report = await run<Schema<"ConnectionReport">>({
      method: "POST",
      path,
      at,
      body: { config: settings },
      reads: true,
    });
    if (report === undefined) return;
    setIssues(report.issues);
    setOutcome(report.ok ? "valid" : null);
  }

  async function save(config: Settings, named: string, from: Pick<Base, "name" | "version">) {
    setTheirs(null);
    const saved = await run<Schema<"ConnectionChanged">>({
      method: "PUT",
      path: "/admin/idp-config/{providerType}",
      at,
      body: { config, version: from.version, ...(named !== from.name && { displayName: named }) },
      said: texts.shared.saved,
      refused: (refusal) => {
        if (!(refusal instanceof ServerError)) return;
        setIssues(refusal.issues as readonly Schema<"ConnectionIssue">[]);
        if (refusal.code === "stale_version") void readTheirs();
      },
    });
    if (saved === undefined) return;
    setBase({ name: named, settings: config, version: saved.version });
    setName(named);
    setText(print(config));
    setIssues(saved.issues);
    setOutcome("saved");
  }

  async function readTheirs() {
    const [now, versions] = await Promise.all([
      ask<ConnectionRow>(client, "GET", "/admin/idp-config/{providerType}", { at }),
      ask<Page<Schema<"ConfigurationRow">>>(client, "GET", "/admin/idp-config/{providerType}/versions", {
        at,
        query: { sort: "-number", limit: 1 },
      }),
    ]);
    // The row has the settings in use; the latest ones are edited.
    const latest = versions.items.find(({ number }) => number === now.latestNumber);
    setTheirs({ name: now.displayName, settings: (latest?.config ?? now.config) as Settings, version: now.version });
  }

  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (settings !== null) void save(settings, name, base);
      }}
    >
      <Editable write={write}>
        <TextField label={connections.name} hint={connections.nameHint} value={name} change={setName} required />
      </Editable>
      {kind !== undefined && (
        <Tabs
          label={connections.tabs.settings}
          current={view}
          select={(id) => setView(id === "code" ? "code" : "form")}
          tabs={[
            { id: "form", label: connections.asForm },
            { id: "code", label: connections.asCode },
          ]}
        />
      )}
      <Editable write={write}>
        {kind !== undefined && view === "form" && settings !== null ? (
          <SettingsForm
            fields={kind.fields}
            settings={settings}
            issues={issues}
            change={(next) => change(print(next))}
          />
        ) : (
          <TextAreaField
            label={connections.settingsJson}
            code
            rows={16}
            value={text}
            change={change}
            {...(settings === null && {
              error:
                "fault" in read && read.fault !== "not_object"
                  ? connections.notJson(read.fault)
                  : connections.notObject,
            })}
          />
        )}
      </Editable>
      <IssueList issues={issues} />
      {outcome === "valid" && <Notice tone="good" role="status" title={connections.valid} />}
      {outcome === "saved" && (
        <Notice
          tone="good"
          role="status"
          title={
            row.activeNumber === null || row.activeNumber === row.latestNumber
              ? connections.saved(row.latestNumber)
              : connections.savedNotUsed(row.latestNumber, row.activeNumber)
          }
        />
      )}
      {theirs !== null && settings !== null && (
        <StaleMerge
          before={documentOf(base)}
          theirs={documentOf(theirs)}
          mine={documentOf({ name, settings })}
          save={({ [NAME]: merged, ...config }) => void save(config as Settings, String(merged), theirs)}
        />
      )}
      {error !== null && theirs === null && <Failure error={error} title={texts.shared.refused} />}
      <div className="cora-buttons cora-sticky">
        {write && (
          <button type="submit" className="cora-button cora-primary" disabled={!edited || pending || settings === null}>
            {texts.shared.save}
          </button>
        )}
        <button
          type="button"
          className="cora-button"
          disabled={pending || settings === null}
          onClick={() => void validate()}
        >
          {connections.validate}
        </button>
        {edited && (
          <button
            type="button"
            className="cora-button cora-quiet"
            onClick={() => {
              change(print(base.settings));
              setName(base.name);
              setIssues([]);
              setTheirs(null);
            }}
          >
            {connections.discard}
          </button>
        )}
      </div>
    </form>
  );
}
