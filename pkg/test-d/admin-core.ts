// The administrators' core: what a page asks while it is filled in.
import {
  connectionFields,
  diffPolicy,
  diffSettings,
  init,
  lint,
  remedies,
  suggestConnection,
} from "@cora/auth/admin/core";
import type {
  ConnectionField,
  ConnectionSuggestion,
  FieldGroup,
  LintReport,
  PasteCode,
  PolicyChange,
  Remedy,
  SettingChange,
} from "@cora/auth/admin/core";
import { least } from "./values.js";

export const loaded: Promise<void> = init();
export const fields: ConnectionField[] = connectionFields({ kind: "okta" }).fields;
export const group: FieldGroup | undefined = fields[0]?.group;
export const suggestion: ConnectionSuggestion = suggestConnection({ text: "https://acme.okta.com" });
export const code: PasteCode | undefined = suggestion.findings[0]?.code;
export const policy: PolicyChange[] = diffPolicy({ old: {}, new: { accessMode: "public" } });
export const settings: SettingChange[] = diffSettings({ kind: "okta", new: {} });
export const report: LintReport = lint({ connections: [least.connection] });
export const helps: Remedy[] = remedies(least);

// @ts-expect-error a kind that does not exist
connectionFields({ kind: "saml" });
// @ts-expect-error the text is missing
suggestConnection({});
