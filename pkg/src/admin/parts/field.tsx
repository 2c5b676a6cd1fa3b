"use client";

import { useEffect, useId, useState } from "react";
import type { InputHTMLAttributes, ReactNode } from "react";

/** The properties that all fields share. */
export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
}

/** Places a label, a hint and an error around a control, and connects them by identifiers. */
export function Field({
  children,
  error,
  hint,
  label,
}: FieldProps & {
  readonly children: (ids: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean;
  }) => ReactNode;
}) {
  const id = useId();
  const described = [hint !== undefined && `${id}hint`, error !== undefined && `${id}error`].filter(Boolean).join(" ");
  return (
    <div className="cora-field">
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <div id={`${id}hint`} className="cora-hint">
          {hint}
        </div>
      )}
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error !== undefined })}
      {error !== undefined && (
        <div id={`${id}error`} className="cora-error">
          <span aria-hidden="true">✗</span> {error}
        </div>
      )}
    </div>
  );
}

/** A field for one line of text. */
export function TextField({
  change,
  error,
  hint,
  label,
  value,
  ...rest
}: FieldProps & { readonly value: string; readonly change: (value: string) => void } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    "onChange" | "value"
  >) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => <input {...rest} {...ids} value={value} onChange={(event) => change(event.currentTarget.value)} />}
    </Field>
  );
}

/** A field for several lines of text. */
export function TextAreaField({
  change,
  code = false,
  error,
  hint,
  label,
  rows = 4,
  value,
}: FieldProps & {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly rows?: number;
  /** `true` for JSON and other texts that are written from left to right. */
  readonly code?: boolean;
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <textarea
          {...ids}
          rows={rows}
          className={code ? "cora-code-area" : undefined}
          dir={code ? "ltr" : "auto"}
          spellCheck={!code}
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** One option of a choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A choice from a list. */
export function SelectField({
  change,
  error,
  hint,
  label,
  options,
  value,
}: FieldProps & {
  readonly value: string;
  readonly change: (value: string) => void;
  readonly options: readonly Option[];
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <select {...ids} value={value} onChange={(event) => change(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A box to tick. */
export function CheckField({
  change,
  checked,
  hint,
  label,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="cora-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}hint`}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <div id={`${id}hint`} className="cora-hint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** A choice of a few, each with its consequence. */
export function RadioCards({
  change,
  legend,
  options,
  value,
}: {
  readonly legend: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  const id = useId();
  return (
    <fieldset className="cora-cards">
      <legend>{legend}</legend>
      {options.map((option) => (
        <div key={option.value} className="cora-card-choice">
          <input
            id={`${id}${option.value}`}
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            aria-describedby={option.hint === undefined ? undefined : `${id}${option.value}hint`}
            onChange={() => change(option.value)}
          />
          <label htmlFor={`${id}${option.value}`}>{option.label}</label>
          {option.hint !== undefined && (
            <div id={`${id}${option.value}hint`} className="cora-hint">
              {option.hint}
            </div>
          )}
        </div>
      ))}
    </fieldset>
  );
}

const TYPING_MS = 300;

/** A search field that reports its value when the person stops typing. */
export function SearchField({
  hint,
  label,
  search,
  value,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly search: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  const [reported, setReported] = useState(value);
  // The value also changes from outside, such as by "clear filters".
  if (value !== reported) {
    setReported(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => search(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [search, typed, value]);
  return (
    <TextField
      label={label}
      {...(hint !== undefined && { hint })}
      type="search"
      data-cora-search=""
      autoComplete="off"
      value={typed}
      change={setTyped}
    />
  );
}
