"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { Failure, Notice } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { useAdmin } from "../../provider.js";
import { IssueList } from "./settings-editor.js";
import type { ConnectionRow } from "./state.js";
import { TestRunStepper } from "./test-login.js";

/** The result of a check: its steps, and what does not agree. */
export function CheckResult({ checked }: { readonly checked: Schema<"ConnectionChecked"> }) {
  const { connections } = useAdmin().texts;
  return (
    <>
      <Notice
        tone={checked.ok ? "good" : "bad"}
        role="status"
        title={checked.ok ? connections.checkGood : connections.checkBad}
      />
      <TestRunStepper log={checked.log} />
      <IssueList issues={checked.report?.issues ?? []} />
    </>
  );
}

/** Compares the settings with the provider's document and keys, which the server reads. */
export function CheckPart({ row }: { readonly row: ConnectionRow }) {
  const { connections, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const [checked, setChecked] = useState<Schema<"ConnectionChecked"> | null>(null);
  const check = async () => {
    setChecked(null);
    const path = "/admin/idp-config/{providerType}/check";
    const answer = await run<Schema<"ConnectionChecked">>({
      method: "POST",
      path,
      at: { providerType: row.id },
      reads: true,
    });
    if (answer !== undefined) setChecked(answer);
  };
  return (
    <Part title={connections.check}>
      <p>{connections.checkLead}</p>
      <div className="cora-buttons">
        <button type="button" className="cora-button" disabled={pending} onClick={() => void check()}>
          {pending ? connections.checking : connections.check}
        </button>
      </div>
      {error !== null && <Failure error={error} title={shared.refused} />}
      {checked !== null && <CheckResult checked={checked} />}
    </Part>
  );
}
