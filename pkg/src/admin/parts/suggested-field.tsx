"use client";

import { useEffect, useId, useState } from "react";

import { Field } from "./field.js";

const TYPING_MS = 300;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A row that a field suggests. */
export interface Suggested {
  readonly id: string;
  readonly label: string;
}

/**
 * A field whose value is an identifier. It suggests the rows that begin with what is typed.
 */
export function SuggestedField({
  change,
  hint,
  label,
  search,
  suggested,
  value,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly change: (id: string) => void;
  /** Called with what was typed, when the person stops typing; with "" for an identifier. */
  readonly search: (text: string) => void;
  readonly suggested: readonly Suggested[];
}) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [reported, setReported] = useState(value);
  if (value !== reported) {
    setReported(value);
    setTyped(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => search(UUID.test(typed) ? "" : typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [search, typed]);
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <>
          <input
            {...ids}
            list={`${id}suggested`}
            autoComplete="off"
            value={typed}
            onChange={(event) => {
              const next = event.currentTarget.value.trim();
              setTyped(event.currentTarget.value);
              if (next === "" || UUID.test(next)) change(next);
            }}
          />
          <datalist id={`${id}suggested`}>
            {suggested.map((row) => (
              <option key={row.id} value={row.id} label={row.label} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
