"use client";

import type { Schema } from "../../../client/index.js";
import { CheckField, TextAreaField, TextField } from "../../parts/field.js";
import { useAdmin } from "../../provider.js";

/** The settings of an application, as the server states them. */
export type ApplicationSettings = Schema<"ApplicationSettings">;

const DAY = 86_400;

/** Returns the lines of a text that are not empty. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/**
 * Returns the redirect addresses of the lines. One that ends by itself is not in the lines, and
 * stays.
 */
export const withUris = (
  registered: ApplicationSettings["redirectUris"],
  lines: readonly string[],
): ApplicationSettings["redirectUris"] => [
  ...lines.map((uri) => ({ uri, expiresAt: null })),
  ...registered.filter(({ expiresAt }) => expiresAt !== null),
];

const lasting = (uris: ApplicationSettings["redirectUris"]) =>
  uris.filter(({ expiresAt }) => expiresAt === null).map(({ uri }) => uri);

/** The texts of the fields that hold several lines or a number while they are edited. */
export interface ApplicationDraft {
  readonly settings: ApplicationSettings;
  readonly redirects: string;
  readonly logoutRedirects: string;
  readonly origins: string;
  readonly idleDays: string;
  readonly absoluteDays: string;
}

/** Returns the texts of settings. */
export const draftOf = (settings: ApplicationSettings): ApplicationDraft => ({
  settings,
  redirects: lasting(settings.redirectUris).join("\n"),
  logoutRedirects: lasting(settings.postLogoutRedirectUris).join("\n"),
  origins: settings.origins.join("\n"),
  idleDays: String(settings.session.idle / DAY),
  absoluteDays: String(settings.session.absolute / DAY),
});

const seconds = (days: string, stored: number) => {
  const number = Number(days);
  return days.trim() === "" || Number.isNaN(number) ? stored : Math.round(number * DAY);
};

/** Returns the settings of texts. */
export const settingsOf = (draft: ApplicationDraft): ApplicationSettings => {
  const { settings } = draft;
  return {
    ...settings,
    redirectUris: withUris(settings.redirectUris, linesOf(draft.redirects)),
    postLogoutRedirectUris: withUris(settings.postLogoutRedirectUris, linesOf(draft.logoutRedirects)),
    origins: [...linesOf(draft.origins)],
    session: {
      idle: seconds(draft.idleDays, settings.session.idle),
      absolute: seconds(draft.absoluteDays, settings.session.absolute),
    },
  };
};

/** The fields of an application's settings. Its kind is chosen once. */
export function ApplicationFields({
  change,
  draft,
}: {
  readonly draft: ApplicationDraft;
  readonly change: (draft: ApplicationDraft) => void;
}) {
  const { applications } = useAdmin().texts;
  const { settings } = draft;
  const set = (changes: Partial<ApplicationSettings>) => change({ ...draft, settings: { ...settings, ...changes } });
  const ending = settings.redirectUris.filter(({ expiresAt }) => expiresAt !== null).length;
  return (
    <>
      <TextField
        label={applications.name}
        hint={applications.nameHint}
        required
        maxLength={255}
        value={settings.name}
        change={(name) => set({ name })}
      />
      {settings.kind !== "service" && (
        <>
          <TextAreaField
            label={applications.redirects}
            hint={
              ending === 0
                ? applications.redirectsHint
                : `${applications.redirectsHint} ${applications.redirectsTemporary(ending)}`
            }
            code
            rows={3}
            value={draft.redirects}
            change={(redirects) => change({ ...draft, redirects })}
          />
          <TextAreaField
            label={applications.logoutRedirects}
            code
            rows={2}
            value={draft.logoutRedirects}
            change={(logoutRedirects) => change({ ...draft, logoutRedirects })}
          />
          <TextAreaField
            label={applications.origins}
            hint={applications.originsHint}
            code
            rows={2}
            value={draft.origins}
            change={(origins) => change({ ...draft, origins })}
          />
          <TextField
            label={applications.backChannel}
            hint={applications.backChannelHint}
            type="url"
            dir="ltr"
            value={settings.backChannelLogoutUri ?? ""}
            change={(uri) => set({ backChannelLogoutUri: uri.trim() === "" ? null : uri.trim() })}
          />
          <TextField
            label={applications.idle}
            inputMode="decimal"
            value={draft.idleDays}
            change={(idleDays) => change({ ...draft, idleDays })}
          />
          <TextField
            label={applications.absolute}
            inputMode="decimal"
            value={draft.absoluteDays}
            change={(absoluteDays) => change({ ...draft, absoluteDays })}
          />
        </>
      )}
      <CheckField
        label={applications.apiAccess}
        hint={applications.apiAccessHint}
        checked={settings.apiAccess}
        change={(apiAccess) => set({ apiAccess })}
      />
      <CheckField
        label={applications.development}
        hint={applications.developmentHint}
        checked={settings.development}
        change={(development) => set({ development })}
      />
    </>
  );
}
