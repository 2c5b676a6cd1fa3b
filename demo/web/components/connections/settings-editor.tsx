"use client";

import { useEffect, useId, useRef, useState } from "react";

import { command, issuesIn, latestSettings, readConnection, saveSettings } from "../../lib/connections";
import type { ConnectionIssue, ConnectionRow, Refusal, Reply, Settings } from "../../lib/connections";
import { remarksOn } from "../../lib/settings-remarks";
import { Findings } from "../findings";
import { JsonEditor } from "../json-editor";
import type { JsonEditorHandle } from "../json-editor";

const print = (settings: Settings) => JSON.stringify(settings, null, 2);

/** Returns the settings in a text, or the issue if it is not a JSON object. */
function settingsIn(text: string): Settings | ConnectionIssue {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Settings;
    return notSettings("settings must be a JSON object");
  } catch (error) {
    return notSettings(`this is not JSON: ${(error as Error).message}`);
  }
}

const notSettings = (message: string): ConnectionIssue => ({
  code: "invalid_json",
  severity: "error",
  path: "",
  message,
  help: null,
});
const isIssue = (value: Settings | ConnectionIssue): value is ConnectionIssue =>
  value.code === "invalid_json" && "severity" in value;

/**
 * The origin of an editor's text: the settings, and the connection's version when they were read.
 */
interface Base {
  readonly text: string;
  readonly version: number;
}

async function readBase(row: ConnectionRow): Promise<Reply<Base>> {
  const reply = await latestSettings(row);
  return reply.ok ? { ok: true, data: { text: print(reply.data), version: row.version } } : reply;
}

/** Edits the settings of a connection, which are loaded when the user opens the section. */
export function SettingsEditor({
  changed,
  row,
}: {
  readonly row: ConnectionRow;
  readonly changed: () => Promise<void>;
}) {
  const [open, setOpen] = useState(false);
  const [base, setBase] = useState<Reply<Base> | null>(null);
  useEffect(() => {
    if (!open) return;
    let left = false;
    void readBase(row).then((read) => left || setBase(read));
    return () => {
      left = true;
    };
  }, [open, row]);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Settings</summary>
      {open && base === null && <p role="status">Loading…</p>}
      {base && !base.ok && (
        <p className="refusal" role="alert">
          {base.refusal.text} <span className="soft">Code: {base.refusal.code}</span>
        </p>
      )}
      {base?.ok && <Editor row={row} stored={base.data} changed={changed} />}
    </details>
  );
}

/** Edits settings. The active settings remain in use until the new ones are activated. */
function Editor({
  changed,
  row,
  stored,
}: {
  readonly row: ConnectionRow;
  readonly stored: Base;
  readonly changed: () => Promise<void>;
}) {
  const id = useId();
  const editor = useRef<JsonEditorHandle>(null);
  const [base, setBase] = useState(stored);
  const [text, setText] = useState(base.text);
  const [issues, setIssues] = useState<readonly ConnectionIssue[] | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [state, setState] = useState<"ready" | "asking" | "saved">("ready");
  const [theirs, setTheirs] = useState<Base | null>(null);
  const edited = text !== base.text;

  // An unedited editor shows the stored settings. Edited text is never replaced.
  if (!edited && stored.version > base.version) {
    setBase(stored);
    setText(stored.text);
  }

  const settings = settingsIn(text);
  const remarks = remarksOn(text, isIssue(settings) ? [settings] : (issues ?? []));

  async function validate() {
    if (isIssue(settings)) return;
    setState("asking");
    setRefusal(null);
    const reply = await command(row.id, "validate", { config: settings });
    setState("ready");
    if (reply.ok) setIssues(issuesIn(reply.data));
    else refuse(reply.refusal);
  }

  function refuse(why: Refusal) {
    setRefusal(why);
    setIssues(why.issues.length > 0 ? why.issues : null);
  }

  async function save(version: number) {
    if (isIssue(settings)) return;
    setState("asking");
    setRefusal(null);
    setTheirs(null);
    const reply = await saveSettings(row.id, version, settings);
    if (reply.ok) {
      setState("saved");
      setIssues(issuesIn(reply.data));
      // The text is now the stored one; reloading the list provides its version.
      setBase((before) => ({ ...before, text }));
      await changed();
      return;
    }
    setState("ready");
    refuse(reply.refusal);
    if (reply.refusal.code !== "stale_version") return;
    const now = await readConnection(row.id);
    const read = now.ok ? await readBase(now.data) : now;
    if (read.ok) setTheirs(read.data);
  }

  return (
    <>
      <JsonEditor
        label={`Settings of ${row.display_name}, as JSON`}
        text={text}
        change={(next) => {
          setText(next);
          setState("ready");
          setIssues(null);
        }}
        marks={
          new Map(remarks.flatMap(({ line, severity }) => (line === undefined ? [] : [[line, severity] as const])))
        }
        faulty={remarks.some(({ severity }) => severity === "error")}
        describedBy={`${id}findings`}
        handle={editor}
      />
      <p className="buttons">
        <button
          type="button"
          className="quiet"
          disabled={state === "asking" || isIssue(settings)}
          onClick={() => void validate()}
        >
          Validate
        </button>
        <button
          type="button"
          disabled={!edited || state === "asking" || isIssue(settings)}
          onClick={() => void save(base.version)}
        >
          Save
        </button>
        {edited && (
          <button
            type="button"
            className="quiet"
            onClick={() => {
              setText(base.text);
              setIssues(null);
              setRefusal(null);
              setTheirs(null);
            }}
          >
            Discard changes
          </button>
        )}
      </p>
      <div aria-live="polite">
        {state === "saved" && (
          <p className="note good" data-testid="saved">
            Saved as settings number {row.latest_number}.{" "}
            {row.status === "active" && "The active settings stay in use until you activate the new ones."}
          </p>
        )}
        {refusal && (
          <div className="refusal" role="alert" data-testid="save-refusal" data-code={refusal.code}>
            <p>
              <strong>Not saved.</strong>{" "}
              {refusal.code === "stale_version"
                ? "Someone has changed this connection since you started editing. Your text is still here."
                : refusal.text}{" "}
              <span className="soft">Code: {refusal.code}</span>
            </p>
            {theirs && (
              <>
                <p>The stored settings after that change:</p>
                <pre data-testid="theirs">{theirs.text}</pre>
                <p className="buttons">
                  <button type="button" className="danger" onClick={() => void save(theirs.version)}>
                    Overwrite with mine
                  </button>
                  <button
                    type="button"
                    className="quiet"
                    onClick={() => {
                      setBase(theirs);
                      setText(theirs.text);
                      setRefusal(null);
                      setTheirs(null);
                    }}
                  >
                    Discard mine and use theirs
                  </button>
                </p>
              </>
            )}
          </div>
        )}
      </div>
      {(issues !== null || isIssue(settings)) && (
        <Findings
          id={`${id}findings`}
          remarks={remarks}
          unreadable={isIssue(settings)}
          show={(place) => editor.current?.show(place)}
        />
      )}
    </>
  );
}
