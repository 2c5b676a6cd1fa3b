"use client";

import { CoraError, init } from "@cora/auth";
import type { Configuration } from "@cora/auth";
import { init as initWorkbench, lintJson } from "@cora/auth/workbench";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";

import { jsonPlaces, lineOf, placeInMessage, placeOf } from "../lib/json-places";
import { FIRST_CONFIGURATION } from "../lib/playground";
import { Failure } from "./failure";
import { Findings } from "./findings";
import type { Remark } from "./findings";
import { JsonEditor } from "./json-editor";
import type { JsonEditorHandle, LineMarks } from "./json-editor";
import { OneLogin } from "./one-login";
import { SimulationPanel } from "./simulation";

const FIRST_TEXT = JSON.stringify(FIRST_CONFIGURATION, null, 2);

/** A parsed text: the remarks about it, and its configuration, or `null` if it is not one. */
interface Reading {
  readonly configuration: Configuration | null;
  readonly remarks: readonly Remark[];
}

function read(text: string): Reading {
  const places = jsonPlaces(text);
  const remark = (found: Omit<Remark, "place" | "line">): Remark => {
    const place = placeInMessage(text, found.message) ?? placeOf(places, found.path);
    return { ...found, place, line: place && lineOf(text, place) };
  };
  try {
    const { findings } = lintJson(text);
    return { configuration: JSON.parse(text) as Configuration, remarks: findings.map(remark) };
  } catch (error) {
    if (!(error instanceof CoraError)) throw error;
    const faults =
      error.issues.length > 0
        ? error.issues
        : [{ code: error.code, help: error.help, message: error.message, path: "", severity: "error" as const }];
    return { configuration: null, remarks: faults.map(({ help, ...fault }) => remark({ ...fault, fix: help })) };
  }
}

function marksOf(remarks: readonly Remark[]): LineMarks {
  const marks = new Map<number, Remark["severity"]>();
  for (const { line, severity } of remarks)
    if (line !== undefined && marks.get(line) !== "error") marks.set(line, severity);
  return marks;
}

function Workbench() {
  const id = useId();
  const editor = useRef<JsonEditorHandle>(null);
  const [text, setText] = useState(FIRST_TEXT);
  const [saved, setSaved] = useState(FIRST_TEXT);
  // Typing has priority over linting the text.
  const settled = useDeferredValue(text);
  const { configuration, remarks } = useMemo(() => read(settled), [settled]);
  const before = useMemo(() => JSON.parse(saved) as Configuration, [saved]);
  const edited = text !== saved;
  return (
    <>
      <div className="columns even">
        <section className="card" aria-labelledby={`${id}title`}>
          <h2 id={`${id}title`}>Configuration</h2>
          <JsonEditor
            label="Policy, connections and domain rules, as JSON"
            text={text}
            change={setText}
            marks={marksOf(remarks)}
            faulty={configuration === null}
            describedBy={`${id}findings`}
            handle={editor}
          />
          <p className="buttons">
            <button type="button" disabled={!edited || configuration === null} onClick={() => setSaved(text)}>
              {edited ? "Save as the starting point" : "Saved"}
            </button>
            {edited && (
              <button type="button" className="quiet" onClick={() => setText(saved)}>
                Revert to saved
              </button>
            )}
          </p>
          <Findings
            id={`${id}findings`}
            remarks={remarks}
            unreadable={configuration === null}
            show={(place) => editor.current?.show(place)}
          />
        </section>
        <OneLogin configuration={configuration} />
      </div>
      <SimulationPanel before={before} after={configuration} />
    </>
  );
}

/**
 * Edits a configuration, lints it as the user types, and tries it on one login and on many. No
 * server is involved.
 */
export function Playground() {
  const [core, setCore] = useState<"loading" | "ready" | "failed">("loading");
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let left = false;
    Promise.all([init(), initWorkbench()]).then(
      () => left || setCore("ready"),
      () => left || setCore("failed"),
    );
    return () => {
      left = true;
    };
  }, [attempt]);

  const retry = () => {
    setCore("loading");
    setAttempt(attempt + 1);
  };
  return (
    <>
      <h1>Playground</h1>
      <p>
        Edit a configuration and immediately see its errors, the decision on one login, and the changes for many. Everything runs in your browser, with the same code as on the server. Saved text is lost when you leave the page.
      </p>
      {core === "loading" && (
        <section className="card" role="status" aria-busy="true">
          <h2>Loading the workbench…</h2>
          <div className="bone" />
          <div className="bone short" />
        </section>
      )}
      {core === "failed" && (
        <Failure
          title="The workbench could not be loaded"
          text="Check your connection and try again."
          code="core_unavailable"
          retry={retry}
        />
      )}
      {core === "ready" && <Workbench />}
    </>
  );
}
