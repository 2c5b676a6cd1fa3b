"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import type { ReactNode } from "react";

import type { Schema } from "../../client/index.js";
import { CACHE } from "../data/cache.js";
import { useCommand } from "../data/command.js";
import type { CommandCall, Previewed } from "../data/command.js";
import { canPreview } from "../data/previews.js";
import { currentRow, currentVersion, isUnproven, secondsUntilRetry } from "../data/refusal.js";
import { useAdmin, useTexts } from "../provider.js";
import { TextField } from "./field.js";
import { Failure, Notice } from "./notice.js";
import { Dialog } from "./screen.js";
import { sentence } from "./text.js";

type Consequence = Schema<"Consequence">;

/** A value that a command changes. */
export interface DialogChange {
  /** The member of the row. */
  readonly field: string;
  readonly label: string;
  readonly before: unknown;
  readonly mine: unknown;
  /** Returns a value in words; its text if absent. */
  readonly words?: (value: unknown) => string;
}

/** The properties of {@link CommandDialog}. */
export interface CommandDialogProps {
  readonly title: string;
  /** The text of the button, which repeats the name of the object. */
  readonly confirm: string;
  /** The command, with the reason that the person gave. */
  readonly call: (reason: string | null) => CommandCall;
  readonly close: () => void;
  readonly danger?: boolean;
  /** `false` while fields of the dialog lack a value: nothing is asked or given then. */
  readonly ready?: boolean;
  /** `true` for a command that takes no reason. */
  readonly withoutReason?: boolean;
  /** A text that has to be typed before a command that cannot be undone. */
  readonly typed?: string;
  readonly done?: (answer: unknown) => void;
  /** The values that the command changes, to compare with those of somebody who was faster. */
  readonly changes?: readonly DialogChange[];
  /** Shows the answer that the command would have. */
  readonly explain?: (answer: unknown) => ReactNode;
  readonly children?: ReactNode;
}

const TYPING_MS = 300;
const NO_REFUSAL = new Error();

type Preview = { readonly state: "asking" | "none" } | ({ readonly state: "known" } & Previewed);

/** Shows the consequences of a command, which the server works out. */
export function Consequences({ list }: { readonly list: readonly Consequence[] }) {
  const { shared } = useTexts();
  if (list.length === 0) return <p className="cora-soft">{shared.noConsequences}</p>;
  return (
    <Notice tone="warn" title={shared.consequences}>
      <ul>
        {list.map(({ code, message, names }) => (
          <li key={`${code} ${message}`}>
            {sentence(message)}
            {names && names.length > 0 && <> {names.join(", ")}</>}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const inWords = (
  { words = (one) => (one === null || one === undefined ? "–" : String(one)) }: DialogChange,
  of: unknown,
) => words(of);

/** Shows the values that somebody else has set next to those of the person. */
function Faster({
  changes,
  row,
}: {
  readonly changes: readonly DialogChange[];
  readonly row: Readonly<Record<string, unknown>>;
}) {
  const { shared } = useTexts();
  const known = changes.filter(({ field }) => field in row);
  if (known.length === 0) return null;
  return (
    <table className="cora-table cora-faster">
      <caption className="cora-hidden">{shared.staleTitle}</caption>
      <thead>
        <tr>
          {[shared.field, shared.before, shared.theirs, shared.yours].map((header) => (
            <th key={header} scope="col">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {known.map((change) => (
          <tr key={change.field}>
            <th scope="row" data-label={shared.field}>
              <div>{change.label}</div>
            </th>
            {(
              [
                [shared.before, change.before],
                [shared.theirs, row[change.field]],
                [shared.yours, change.mine],
              ] as const
            ).map(([label, value]) => (
              <td key={label} data-label={label}>
                <div>
                  <bdi>{inWords(change, value)}</bdi>
                </div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/**
 * Asks before a command: states its consequences, takes a reason, and shows why it was refused.
 */
export function CommandDialog(props: CommandDialogProps) {
  const { call, children, close, confirm, danger = false, done, explain, ready: complete = true } = props;
  const { title, typed, withoutReason = false } = props;
  const { onProof, texts } = useAdmin();
  const { shared } = texts;
  const { error, forget, pending, preview, run } = useCommand();
  const queries = useQueryClient();
  const id = useId();
  const [reason, setReason] = useState("");
  const [word, setWord] = useState("");
  const [known, setKnown] = useState<Preview>({ state: "asking" });
  const [refusal, setRefusal] = useState<Error | null>(null);
  // Asked again when a field in the dialog changes the command.
  const [version, setVersion] = useState<number | null>(null);
  const [tries, setTries] = useState(0);
  const current = (reasonGiven: string | null): CommandCall => ({
    ...call(reasonGiven),
    ...(version !== null && { version }),
  });
  const asked = JSON.stringify(current(null));
  const [opened] = useState(asked);
  useEffect(() => {
    const first = JSON.parse(asked) as CommandCall;
    setRefusal(null);
    if (!complete || !canPreview(first)) return setKnown({ state: "none" });
    let left = false;
    setKnown({ state: "asking" });
    const ask = () =>
      preview(first).then(
        (previewed) => left || setKnown({ state: "known", ...previewed }),
        (thrown: unknown) => {
          if (left) return;
          setKnown({ state: "none" });
          setRefusal(thrown instanceof Error ? thrown : new Error(String(thrown)));
        },
      );
    // What is typed is asked about when the person stops typing.
    const timer = setTimeout(() => void ask(), asked === opened ? 0 : TYPING_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [asked, complete, opened, preview, tries]);
  // After a new proof, the consequences are asked for again.
  const unproven = refusal !== null && isUnproven(refusal);
  useEffect(() => (unproven ? onProof(() => setTries((before) => before + 1)) : undefined), [onProof, unproven]);
  const ready = complete && !pending && refusal === null && (typed === undefined || word.trim() === typed);
  // The row has changed: what was entered stays, and counts for the row as it is now.
  const newer = currentVersion(error ?? refusal ?? NO_REFUSAL);
  const row = currentRow(error ?? refusal ?? NO_REFUSAL);
  const lookAgain = (now: number) => {
    setVersion(now);
    forget();
    void queries.invalidateQueries({ queryKey: [CACHE] });
  };
  const give = async () => {
    const answer = await run(current(reason.trim() === "" ? null : reason.trim()));
    if (answer === undefined) return;
    close();
    done?.(answer);
  };
  return (
    <Dialog title={title} close={close}>
      <form
        id={id}
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void give();
        }}
      >
        {children}
        {known.state === "asking" && <p role="status">{shared.previewing}</p>}
        {known.state === "known" && (
          <>
            {explain?.(known.answer)}
            <Consequences list={known.consequences} />
          </>
        )}
        {refusal !== null && (
          <Failure
            error={refusal}
            title={shared.refused}
            {...(secondsUntilRetry(refusal) !== null && { retry: () => setTries(tries + 1) })}
          />
        )}
        {(refusal === null || row !== undefined) && !withoutReason && (
          <TextField label={shared.reason} hint={shared.reasonHint} maxLength={500} value={reason} change={setReason} />
        )}
        {typed !== undefined && (
          <TextField label={shared.typeToConfirm(typed)} autoComplete="off" dir="ltr" value={word} change={setWord} />
        )}
        {error !== null && <Failure error={error} title={shared.refused} />}
        {row !== undefined && <Faster changes={props.changes ?? []} row={row} />}
        {newer !== undefined && (
          <button type="button" className="cora-button" onClick={() => lookAgain(newer)}>
            {shared.decideAgain}
          </button>
        )}
        <div className="cora-buttons">
          <button type="submit" className={`cora-button ${danger ? "cora-danger" : "cora-primary"}`} disabled={!ready}>
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
