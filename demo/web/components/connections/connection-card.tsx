"use client";

import { useId, useState } from "react";

import { checkConnection, command } from "../../lib/connections";
import type { Action, Checked, ConnectionRow, Refusal } from "../../lib/connections";
import { AuditLog } from "./audit-log";
import { Issues } from "./issues";
import { RefusalNote } from "./refusal-note";
import { SettingsEditor } from "./settings-editor";
import { Steps } from "./steps";
import { TestLogin } from "./test-login";
import { Versions } from "./versions";

/** The description of each status, and its color. */
const STATUSES: Record<ConnectionRow["status"], { readonly words: string; readonly colour: string }> = {
  draft: { words: "has errors", colour: "denied" },
  validated: { words: "has no errors, but is not tested", colour: "" },
  tested: { words: "a test login has succeeded", colour: "" },
  active: { words: "logins use this one", colour: "returning" },
  disabled: { words: "not active, and its tokens are not accepted", colour: "denied" },
};

/** The commands that change which connection is in use. */
type Switch = Extract<Action, "activate" | "rollback" | "disable" | "default">;

const DONE: Record<Switch, string> = {
  activate: "Activated. Logins use it from the next request on.",
  rollback: "Rolled back. Logins use the earlier settings from the next request on.",
  disable: "Disabled. Its tokens are rejected from the next request on.",
  default: "People are offered this one first.",
};

/** The result of the last command. */
type Result =
  | { readonly is: "asking" }
  | { readonly is: "checked"; readonly checked: Checked }
  | { readonly is: "done"; readonly text: string }
  | { readonly is: "refused"; readonly refusal: Refusal; readonly force?: (reason: string) => Promise<void> };

/** Returns a sentence about users whom a command has left without a way in, or nothing. */
function leftOutside(data: unknown): string {
  const { usersWithoutWayIn: users } = (typeof data === "object" && data !== null ? data : {}) as {
    readonly usersWithoutWayIn?: unknown;
  };
  return typeof users === "number" && users > 0 ? ` Users without another way in: ${users}.` : "";
}

const text = (value: unknown) => (typeof value === "string" ? value : "–");

/** Shows one connection: its state, the available commands, and their results. */
export function ConnectionCard({
  changed,
  row,
}: {
  readonly row: ConnectionRow;
  readonly changed: () => Promise<void>;
}) {
  const id = useId();
  const [result, setResult] = useState<Result | null>(null);
  const { colour, words } = STATUSES[row.status];
  const busy = result?.is === "asking";
  const isActive = row.status === "active";
  const isLatestInUse = isActive && row.activeNumber === row.latestNumber;

  async function run(action: Switch, body: Record<string, unknown>): Promise<void> {
    setResult({ is: "asking" });
    const reply = await command(row.id, action, body);
    if (!reply.ok) {
      return setResult({
        is: "refused",
        refusal: reply.refusal,
        force: (reason) => run(action, { ...body, force: { reason } }),
      });
    }
    setResult({ is: "done", text: DONE[action] + leftOutside(reply.data) });
    await changed();
  }

  async function check() {
    setResult({ is: "asking" });
    const reply = await checkConnection(row.id);
    setResult(reply.ok ? { is: "checked", checked: reply.data } : { is: "refused", refusal: reply.refusal });
  }

  return (
    <section
      className="card connection"
      aria-labelledby={`${id}name`}
      data-testid="connection"
      data-connection={row.id}
    >
      <h2 id={`${id}name`}>{row.displayName}</h2>
      <p>
        <span className={`badge ${colour}`} data-testid="status">
          {row.status}
        </span>{" "}
        <span className="soft">{row.isDefault ? "people are offered this one first" : words}</span>
      </p>
      <dl>
        <dt>Kind</dt>
        <dd>
          <code>{row.providerType}</code>
        </dd>
        <dt>Issuer</dt>
        <dd>{text(row.config.issuer)}</dd>
        <dt>Client</dt>
        <dd>{text(row.config.clientId ?? row.config.publishableKey)}</dd>
        <dt>Settings</dt>
        <dd>
          {row.activeNumber === null ? "none in use" : `number ${row.activeNumber} in use`}, latest {row.latestNumber}{" "}
          <span className="soft">(version {row.version})</span>
        </dd>
      </dl>
      <p className="buttons">
        <button type="button" className="quiet" disabled={busy} onClick={() => void check()}>
          Check
        </button>
        {!isLatestInUse && (
          <button type="button" disabled={busy} onClick={() => void run("activate", { version: row.version })}>
            Activate
          </button>
        )}
        {isActive && !row.isDefault && row.organizationId === null && (
          <button
            type="button"
            className="quiet"
            disabled={busy}
            onClick={() => void run("default", { version: row.version })}
          >
            Make default
          </button>
        )}
        {isActive && (
          <button
            type="button"
            className="quiet"
            disabled={busy}
            onClick={() => void run("disable", { version: row.version })}
          >
            Disable
          </button>
        )}
      </p>
      <div aria-live="polite">
        {busy && <p role="status">Working…</p>}
        {result?.is === "done" && (
          <p className="note good" data-testid="done">
            {result.text}
          </p>
        )}
        {result?.is === "checked" && (
          <div data-testid="checked" data-ok={result.checked.ok}>
            <p className={result.checked.ok ? "note good" : "note bad"}>
              {result.checked.ok
                ? "Checked with the provider: no problems found."
                : "Checked with the provider: the connection will not work."}
            </p>
            <Issues issues={result.checked.issues} />
            <Steps steps={result.checked.steps} />
          </div>
        )}
        {result?.is === "refused" && (
          <RefusalNote
            refusal={result.refusal}
            force={result.force}
            reload={async () => {
              setResult(null);
              await changed();
            }}
          />
        )}
      </div>
      <TestLogin connectionId={row.id} changed={changed} />
      <SettingsEditor row={row} changed={changed} />
      <Versions row={row} rollBack={(number) => run("rollback", { number, version: row.version })} busy={busy} />
      <AuditLog row={row} />
    </section>
  );
}
