"use client";

import { useState } from "react";

import { settled, threeWay } from "../data/three-way.js";
import type { Difference, Document } from "../data/three-way.js";
import { useTexts } from "../provider.js";
import { Notice } from "./notice.js";

const shown = (value: unknown) =>
  value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);

/**
 * Shows two edits of the same settings next to each other, and lets the person choose where both
 * changed the same setting. What only one of them changed is taken over.
 */
export function StaleMerge({
  before,
  mine,
  save,
  theirs,
}: {
  readonly before: Document;
  readonly theirs: Document;
  readonly mine: Document;
  readonly save: (merged: Document) => void;
}) {
  const { shared } = useTexts();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const merge = threeWay(before, theirs, mine);
  const take = (field: string, theirs: boolean) =>
    setTaken((now) => new Set(theirs ? [...now, field] : [...now].filter((one) => one !== field)));
  return (
    <Notice tone="warn" role="alert" title={shared.staleTitle}>
      <p>{shared.staleText}</p>
      {merge.conflicts.length > 0 && (
        <table className="cora-table">
          <caption className="cora-hidden">{shared.staleTitle}</caption>
          <thead>
            <tr>
              <th scope="col">{shared.field}</th>
              <th scope="col">{shared.before}</th>
              <th scope="col">{shared.theirs}</th>
              <th scope="col">{shared.yours}</th>
            </tr>
          </thead>
          <tbody>
            {merge.conflicts.map(({ before: was, field, mine: own, theirs: their }) => (
              <tr key={field}>
                <th scope="row" data-label={shared.field}>
                  <div>
                    <code dir="ltr">{field}</code>
                  </div>
                </th>
                <td data-label={shared.before}>
                  <div>
                    <code dir="ltr">{shown(was)}</code>
                  </div>
                </td>
                <td data-label={shared.theirs}>
                  <label className="cora-pick">
                    <input type="radio" name={field} checked={taken.has(field)} onChange={() => take(field, true)} />
                    <span>
                      {shared.takeTheirs}: <code dir="ltr">{shown(their)}</code>
                    </span>
                  </label>
                </td>
                <td data-label={shared.yours}>
                  <label className="cora-pick">
                    <input type="radio" name={field} checked={!taken.has(field)} onChange={() => take(field, false)} />
                    <span>
                      {shared.keepMine}: <code dir="ltr">{shown(own)}</code>
                    </span>
                  </label>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <button type="button" className="cora-button cora-primary" onClick={() => save(settled(merge, taken))}>
          {shared.staleSave}
        </button>
      </p>
    </Notice>
  );
}

/** Shows which settings differ between two documents. */
export function DifferenceTable({ list }: { readonly list: readonly Difference[] }) {
  const { connections: texts, shared } = useTexts();
  if (list.length === 0) return <p className="cora-soft">{texts.same}</p>;
  return (
    <ul className="cora-differences">
      {list.map(({ after, before, field, kind }) => (
        <li key={field}>
          <code dir="ltr">{field}</code> <span className="cora-soft">{texts[kind]}</span>
          {kind !== "added" && (
            <del dir="ltr">
              <span className="cora-hidden">{shared.before}: </span>
              {shown(before)}
            </del>
          )}
          {kind !== "removed" && (
            <ins dir="ltr">
              <span className="cora-hidden">{shared.theirs}: </span>
              {shown(after)}
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
}
