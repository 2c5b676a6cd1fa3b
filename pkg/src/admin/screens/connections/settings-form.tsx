"use client";

import { useId } from "react";

import type { Schema } from "../../../client/index.js";
import { CheckField, SelectField, TextAreaField, TextField } from "../../parts/field.js";
import { sentence } from "../../parts/text.js";
import { useTexts } from "../../provider.js";

type KindField = Schema<"ConnectionField">;

/** Settings of a connection, as the server stores them. */
export type Settings = Readonly<Record<string, unknown>>;

const GROUPS = ["provider", "client", "tokens", "trust"] as const;

/** Returns the lines of a text that are not empty. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Returns settings with one value changed; an empty value is removed. */
export function withSetting(settings: Settings, name: string, value: unknown): Settings {
  const { [name]: _, ...rest } = settings;
  const empty = value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  return empty ? rest : { ...rest, [name]: value };
}

/** Returns the issues of one setting: those whose JSON Pointer begins with its name. */
export const issuesAt = (issues: readonly Schema<"ConnectionIssue">[], name: string) =>
  issues.filter(({ path }) => path === `/${name}` || path.startsWith(`/${name}/`) || path === name);

/**
 * The fields of a kind of connection, as the server describes them. Settings without a field stay
 * as they are.
 */
export function SettingsForm({
  change,
  fields,
  issues,
  settings,
}: {
  readonly fields: readonly KindField[];
  readonly settings: Settings;
  readonly issues: readonly Schema<"ConnectionIssue">[];
  readonly change: (settings: Settings) => void;
}) {
  const { connections } = useTexts();
  const id = useId();
  return (
    <>
      {GROUPS.map((group) => {
        const own = fields.filter((field) => field.group === group);
        if (own.length === 0) return null;
        return (
          <fieldset key={`${id}${group}`} className="cora-fieldset">
            <legend>{connections.groups[group]}</legend>
            {own.map((field) => (
              <SettingField
                key={field.name}
                field={field}
                value={settings[field.name]}
                issues={issuesAt(issues, field.name)}
                change={(value) => change(withSetting(settings, field.name, value))}
              />
            ))}
          </fieldset>
        );
      })}
    </>
  );
}

function SettingField({
  change,
  field,
  issues,
  value,
}: {
  readonly field: KindField;
  readonly value: unknown;
  readonly issues: readonly Schema<"ConnectionIssue">[];
  readonly change: (value: unknown) => void;
}) {
  const { connections } = useTexts();
  const { label } = field;
  const found = issues.map(({ help, message }) => `${sentence(message)}${help ? ` ${sentence(help)}` : ""}`).join(" ");
  const shared = {
    label,
    hint: [field.description, ...(field.providerLabel ? [connections.atProvider(field.providerLabel)] : [])]
      .map(sentence)
      .join(" "),
    ...(found !== "" && { error: found }),
  };
  const example = field.example === null ? {} : { placeholder: field.example };
  switch (field.shape) {
    case "flag":
      return (
        <CheckField
          label={label}
          hint={[found || shared.hint, field.danger ?? ""].join(" ").trim()}
          checked={value === true}
          change={(on) => change(on ? true : undefined)}
        />
      );
    case "list":
    case "text_or_list":
    case "words":
    case "choices":
      return (
        <TextAreaField
          {...shared}
          hint={`${shared.hint} ${connections.listHint}`}
          code
          rows={2}
          value={Array.isArray(value) ? value.join("\n") : typeof value === "string" ? value : ""}
          change={(text) => change(text.split("\n"))}
        />
      );
    case "number":
      return (
        <TextField
          {...shared}
          {...example}
          inputMode="numeric"
          value={typeof value === "number" ? String(value) : typeof value === "string" ? value : ""}
          change={(text) => change(/^\d+$/.test(text) ? Number(text) : text)}
        />
      );
    case "choice":
      return (
        <SelectField
          {...shared}
          value={typeof value === "string" ? value : ""}
          options={[{ value: "", label: "–" }, ...field.values.map((choice) => ({ value: choice, label: choice }))]}
          change={change}
        />
      );
    case "lines":
      return <TextAreaField {...shared} code rows={4} value={typeof value === "string" ? value : ""} change={change} />;
    default:
      return (
        <TextField
          {...shared}
          {...example}
          hint={field.shape === "secret" ? `${shared.hint} ${connections.secretHint}` : shared.hint}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          required={field.required}
          value={typeof value === "string" ? value : ""}
          change={change}
        />
      );
  }
}
