"use client";

import { useId, useImperativeHandle, useRef } from "react";
import type { Ref } from "react";

import { lineOf } from "../lib/json-places";
import type { Place } from "../lib/json-places";

/** The operations of an editor. */
export interface JsonEditorHandle {
  /** Selects a place and brings it into view. */
  readonly show: (place: Place) => void;
}

/** The marks of lines: the greatest severity on each. */
export type LineMarks = ReadonlyMap<number, "error" | "warning">;

interface Props {
  readonly label: string;
  readonly text: string;
  readonly change: (text: string) => void;
  readonly marks: LineMarks;
  readonly faulty: boolean;
  readonly describedBy: string;
  readonly handle: Ref<JsonEditorHandle>;
}

/**
 * Edits a text of several lines, with line numbers. It is a plain text area, so it behaves as
 * people and their tools expect, and Tab leaves it.
 */
export function JsonEditor({ change, describedBy, faulty, handle, label, marks, text }: Props) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const lines = text.split("\n");

  useImperativeHandle(handle, () => ({
    show(place) {
      const field = area.current;
      if (!field || !pane.current) return;
      field.focus({ preventScroll: true });
      field.setSelectionRange(place.start, place.end);
      const height = field.scrollHeight / lines.length;
      pane.current.scrollTop = Math.max(0, (lineOf(text, place) - 3) * height);
      pane.current.scrollIntoView({ block: "nearest" });
    },
  }));

  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div className="editor" ref={pane}>
        <div className="gutter" aria-hidden="true">
          {lines.map((_, index) => (
            // A line has no other identity than its number.
            <span key={index} className={marks.get(index + 1)}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={area}
          value={text}
          rows={lines.length}
          wrap="off"
          onChange={(event) => change(event.target.value)}
          aria-invalid={faulty}
          aria-describedby={describedBy}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </div>
    </>
  );
}
