"use client";

import { useState } from "react";

import { ServerError } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { ask } from "../../data/request.js";
import { canonical } from "../../data/three-way.js";
import type { Document } from "../../data/three-way.js";
import { Failure, Notice } from "../../parts/notice.js";
import { StaleMerge } from "../../parts/stale-merge.js";
import { useUnsaved } from "../../parts/unsaved.js";
import { useAdmin } from "../../provider.js";
import { ApplicationFields, draftOf, settingsOf } from "./fields.js";
import type { ApplicationSettings } from "./fields.js";
import type { Application } from "./list.js";

/** Edits the settings of an application. */
export function SettingsPart({ application }: { readonly application: Application }) {
  const { can, client, texts } = useAdmin();
  const { connections, shared } = texts;
  const { error, pending, run } = useCommand();
  const [base, setBase] = useState(application);
  const [draft, setDraft] = useState(() => draftOf(application.settings));
  const [theirs, setTheirs] = useState<Application | null>(null);
  const [saved, setSaved] = useState(false);
  const settings = settingsOf(draft);
  // Compared as the fields write them: the order of addresses is not kept.
  const edited = canonical(settings) !== canonical(settingsOf(draftOf(base.settings)));
  useUnsaved(edited);
  if (!edited && application.version > base.version) {
    setBase(application);
    setDraft(draftOf(application.settings));
  }
  const at = { applicationId: application.id };
  const save = async (next: ApplicationSettings, version: number) => {
    setTheirs(null);
    const done = await run<Application>({
      method: "PUT",
      path: "/admin/applications/{applicationId}",
      at,
      body: { settings: next },
      version,
      said: shared.saved,
      refused: (refusal) => {
        if (refusal instanceof ServerError && refusal.code === "stale_version")
          void ask<Application>(client, "GET", "/admin/applications/{applicationId}", { at }).then(setTheirs);
      },
    });
    if (done === undefined) return;
    setBase(done);
    setDraft(draftOf(done.settings));
    setSaved(true);
  };
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(settings, base.version);
      }}
    >
      <fieldset className="cora-bare" disabled={!can("application:write")}>
        <legend className="cora-hidden">{texts.applications.tabs.settings}</legend>
        <ApplicationFields
          draft={draft}
          change={(next) => {
            setDraft(next);
            setSaved(false);
          }}
        />
      </fieldset>
      {saved && !edited && <Notice tone="good" role="status" title={shared.saved} />}
      {theirs !== null && (
        <StaleMerge
          before={base.settings as unknown as Document}
          theirs={theirs.settings as unknown as Document}
          mine={settings as unknown as Document}
          save={(merged) => void save(merged as unknown as ApplicationSettings, theirs.version)}
        />
      )}
      {error !== null && theirs === null && <Failure error={error} title={shared.refused} />}
      {can("application:write") && (
        <div className="cora-buttons cora-sticky">
          <button type="submit" className="cora-button cora-primary" disabled={!edited || pending}>
            {shared.save}
          </button>
          {edited && (
            <button type="button" className="cora-button cora-quiet" onClick={() => setDraft(draftOf(base.settings))}>
              {connections.discard}
            </button>
          )}
        </div>
      )}
    </form>
  );
}
