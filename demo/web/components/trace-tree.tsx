"use client";

import type { Trace } from "@cora/auth";
import { useRef, useState } from "react";
import type { KeyboardEvent } from "react";

import { VERDICT_MARKS, readable, stageName } from "../lib/words";
import { EvidenceLine } from "./trace";
import type { Names } from "./trace";

/** The keyboard commands of the tree, by the tree pattern of the ARIA Authoring Practices. */
type Move = "next" | "previous" | "first" | "last" | "in" | "out" | "toggle";

const KEYS: Readonly<Record<string, Move>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  ArrowRight: "in",
  ArrowLeft: "out",
  Home: "first",
  End: "last",
  Enter: "toggle",
  " ": "toggle",
};

/** Shows a trace as a tree: the stages, and below each its evidence. */
export function TraceTree({
  label,
  names,
  trace,
}: {
  readonly label: string;
  readonly names: Names;
  readonly trace: Trace;
}) {
  const tree = useRef<HTMLUListElement>(null);
  const withEvidence = trace.stages.filter(({ evidence }) => evidence.length > 0).map(({ stage }) => stage as string);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string>(trace.stages[0]?.stage ?? "");
  const isOpen = (stage: string) => withEvidence.includes(stage) && !closed.has(stage);
  const shown = trace.stages.flatMap(({ evidence, stage }) => [
    stage as string,
    ...(isOpen(stage) ? evidence.map((_, at) => `${stage} ${at}`) : []),
  ]);
  // Another trace may not contain the item that was selected in this one.
  const current = shown.includes(chosen) ? chosen : shown[0];

  function choose(name: string | undefined) {
    if (name === undefined) return;
    setChosen(name);
    tree.current?.querySelector<HTMLElement>(`[data-node="${name}"]`)?.focus();
  }
  function toggle(stage: string, open: boolean) {
    setClosed(new Set(open ? [...closed].filter((one) => one !== stage) : [...closed, stage]));
  }
  function press(event: KeyboardEvent) {
    const move = KEYS[event.key];
    if (move === undefined || current === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const at = shown.indexOf(current);
    const [stage = "", leaf] = current.split(" ");
    const expandable = leaf === undefined && withEvidence.includes(stage);
    if (move === "next") choose(shown[at + 1]);
    else if (move === "previous") choose(shown[at - 1]);
    else if (move === "first") choose(shown[0]);
    else if (move === "last") choose(shown.at(-1));
    else if (move === "toggle" && expandable) toggle(stage, !isOpen(stage));
    else if (move === "in" && expandable) isOpen(stage) ? choose(shown[at + 1]) : toggle(stage, true);
    else if (move === "out") leaf === undefined ? isOpen(stage) && toggle(stage, false) : choose(stage);
  }

  const node = (name: string) => ({
    role: "treeitem",
    "data-node": name,
    tabIndex: name === current ? 0 : -1,
    onFocus: () => setChosen(name),
  });
  return (
    <ul className="tree" role="tree" aria-label={label} ref={tree} onKeyDown={press}>
      {trace.stages.map(({ code, evidence, stage, verdict }) => (
        <li key={stage} role="none" className={verdict} data-stage={stage} data-verdict={verdict}>
          <div
            {...node(stage)}
            className="row"
            aria-level={1}
            aria-selected={stage === current}
            aria-expanded={evidence.length > 0 ? isOpen(stage) : undefined}
            onClick={() => evidence.length > 0 && toggle(stage, !isOpen(stage))}
          >
            <span className="twist" aria-hidden="true">
              {evidence.length > 0 ? (isOpen(stage) ? "▾" : "▸") : ""}
            </span>
            <span className="mark" aria-hidden="true">
              {VERDICT_MARKS[verdict]}
            </span>
            <span>
              <strong>{stageName(stage)}</strong> <span className="soft">{readable(verdict)}</span>{" "}
              {code !== "ok" && code !== verdict && <code>{code}</code>}
              {stage === trace.decidedBy && <span className="decides">decides</span>}
            </span>
          </div>
          {isOpen(stage) && (
            <ul role="group">
              {evidence.map((item, at) => (
                <li
                  key={JSON.stringify(item)}
                  {...node(`${stage} ${at}`)}
                  aria-level={2}
                  aria-selected={`${stage} ${at}` === current}
                >
                  <EvidenceLine evidence={item} names={names} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}
