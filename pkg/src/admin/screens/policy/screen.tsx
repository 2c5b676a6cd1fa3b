"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { ServerError } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { ask } from "../../data/request.js";
import { useList, useResource } from "../../data/resources.js";
import { canonical, differences } from "../../data/three-way.js";
import type { Document } from "../../data/three-way.js";
import { CommandDialog } from "../../parts/command-dialog.js";
import { TextAreaField, TextField } from "../../parts/field.js";
import { Badge, Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Part, Screen, Tabs } from "../../parts/screen.js";
import { DifferenceTable, StaleMerge } from "../../parts/stale-merge.js";
import { fixed } from "../../data/finding-fix.js";
import { sentence } from "../../parts/text.js";
import { useUnsaved } from "../../parts/unsaved.js";
import { Own, When } from "../../parts/values.js";
import { useAdmin, useQueryValues } from "../../provider.js";
import { settingsIn } from "../connections/state.js";
import { ExpectationsPart } from "./expectations.js";
import { PolicyForm } from "./form.js";
import type { Policy } from "./form.js";
import { ImpactBar, TryAChange } from "./try-a-change.js";

type InForce = Schema<"PolicyInForce">;
type Version = Schema<"PolicyVersionRow"> & { readonly createdByName?: string | null; readonly reason?: string | null };

const VIEWS = ["form", "code", "try", "expectations", "history"] as const;
type View = (typeof VIEWS)[number];

const print = (policy: unknown) => JSON.stringify(policy, null, 2);

/** The settings that a link may begin an edit with. */
const LINKED = [
  "accessMode",
  "accountLinking",
  "incompleteGroups",
  "invitationClaim",
  "subaddressing",
  "disposable",
] as const;
const LINKED_STRATEGY = "strategy";

/** Returns the policy with the settings in a link. */
function linked(policy: Policy, values: Readonly<Record<string, string>>): Policy {
  const settings = Object.fromEntries(LINKED.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
  const strategy = values[LINKED_STRATEGY] as Schema<"Strategy"> | undefined;
  const isNew = strategy !== undefined && !policy.strategies.includes(strategy);
  return { ...policy, ...settings, ...(isNew && { strategies: [...policy.strategies, strategy] }) };
}

/** Shows and edits the policy: as a form, as JSON, tried on past logins, and with its history. */
export function PolicyScreen() {
  const { texts } = useAdmin();
  const { policy: words } = texts;
  const inForce = useResource<InForce>("/admin/policy");
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      needs="policy:read"
      actions={inForce.data && <Badge tone="info">{words.version(inForce.data.version)}</Badge>}
    >
      {inForce.loading && <Skeleton lines={10} />}
      {inForce.error && <Failure error={inForce.error} retry={inForce.retry} />}
      {inForce.data !== undefined && <Editor inForce={inForce.data} />}
    </Screen>
  );
}

function Editor({ inForce }: { readonly inForce: InForce }) {
  const { can, client, texts } = useAdmin();
  const { policy: words, shared } = texts;
  const [values, setValues] = useQueryValues();
  const view: View = VIEWS.find((one) => one === values["view"]) ?? "form";
  const { error, pending, run } = useCommand();
  const [base, setBase] = useState(inForce);
  const [text, setText] = useState(() => print(linked(inForce.policy, values)));
  const forgetLink = () => setValues(Object.fromEntries([...LINKED, LINKED_STRATEGY].map((name) => [name, ""])));
  const [reason, setReason] = useState("");
  const [report, setReport] = useState<Schema<"LintReport">>(inForce.report);
  // The policy of which the report is: the paths of its findings are places in it.
  const [linted, setLinted] = useState<unknown>(inForce.policy);
  const [saved, setSaved] = useState(false);
  const [theirs, setTheirs] = useState<InForce | null>(null);
  const read = settingsIn(text);
  const policy = "settings" in read ? (read.settings as unknown as Policy) : null;
  const edited = policy === null || canonical(policy) !== canonical(base.policy);
  useUnsaved(edited);
  if (!edited && inForce.version > base.version) {
    setBase(inForce);
    setText(print(inForce.policy));
    setReport(inForce.report);
    setLinted(inForce.policy);
  }
  const change = (next: string) => {
    setText(next);
    setSaved(false);
  };
  const write = can("policy:write");
  // Expectations are saved by themselves: an edit of the policy goes on with the new version.
  const adopt = (now: InForce) => {
    setBase(now);
    setReport(now.report);
    setLinted(now.policy);
    setText(print(edited && policy !== null ? { ...policy, version: now.policy.version } : now.policy));
  };

  const lint = async (of: Policy) => {
    const path = "/admin/policy/lint";
    const found = await run<Schema<"LintReport">>({ method: "POST", path, body: { policy: of }, reads: true });
    if (found === undefined) return;
    setReport(found);
    setLinted(of);
  };
  const applyFix = (to: Policy) => {
    change(print(to));
    void lint(to);
  };
  const save = async (of: Policy, version: number) => {
    setTheirs(null);
    const body = { policy: of, version, ...(reason.trim() !== "" && { reason: reason.trim() }) };
    const done = await run<InForce>({
      method: "PUT",
      path: "/admin/policy",
      body,
      said: words.saved,
      refused: (refusal) => {
        if (!(refusal instanceof ServerError)) return;
        if (refusal.code === "stale_version") void ask<InForce>(client, "GET", "/admin/policy").then(setTheirs);
        if (refusal.code === "policy_has_errors") void lint(of);
      },
    });
    if (done === undefined) return;
    setBase({
      expectations: done.expectations,
      policy: done.policy,
      version: done.version,
      report: done.report,
    });
    setText(print(done.policy));
    setReport(done.report);
    setLinted(done.policy);
    setReason("");
    setSaved(true);
    forgetLink();
  };

  return (
    <>
      <Tabs
        label={words.viewsOf}
        current={view}
        select={(id) => setValues({ view: id })}
        tabs={VIEWS.map((id) => ({ id, label: words.views[id] }))}
      />
      {view === "history" ? (
        <PolicyHistory version={base.version} />
      ) : view === "expectations" ? (
        <ExpectationsPart inForce={base} saved={adopt} />
      ) : view === "try" ? (
        <TryAChange before={base.policy} after={policy ?? base.policy} />
      ) : (
        <div className="cora-split">
          <form
            className="cora-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (policy !== null) void save(policy, base.version);
            }}
          >
            <fieldset className="cora-bare" disabled={!write}>
              <legend className="cora-hidden">{words.title}</legend>
              {view === "form" && policy !== null ? (
                <PolicyForm policy={policy} change={(next) => change(print(next))} />
              ) : (
                <TextAreaField
                  label={words.json}
                  code
                  rows={24}
                  value={text}
                  change={change}
                  {...(policy === null && {
                    error:
                      "fault" in read && read.fault !== "not_object"
                        ? texts.connections.notJson(read.fault)
                        : texts.connections.notObject,
                  })}
                />
              )}
              {edited && (
                <TextField
                  label={shared.reason}
                  hint={shared.reasonHint}
                  maxLength={500}
                  value={reason}
                  change={setReason}
                />
              )}
            </fieldset>
            {saved && <Notice tone="good" role="status" title={words.saved} />}
            {theirs !== null && policy !== null && (
              <StaleMerge
                before={base.policy as unknown as Document}
                theirs={theirs.policy as unknown as Document}
                mine={policy as unknown as Document}
                save={(merged) => void save(merged as unknown as Policy, theirs.version)}
              />
            )}
            {error !== null && theirs === null && <Failure error={error} title={shared.refused} />}
            {write && (
              <div className="cora-buttons cora-sticky">
                <button
                  type="submit"
                  className="cora-button cora-primary"
                  disabled={!edited || pending || policy === null}
                >
                  {words.save}
                </button>
                <button
                  type="button"
                  className="cora-button"
                  disabled={pending || policy === null}
                  onClick={() => policy !== null && void lint(policy)}
                >
                  {words.lint}
                </button>
                {edited && (
                  <button
                    type="button"
                    className="cora-button cora-quiet"
                    onClick={() => {
                      change(print(base.policy));
                      forgetLink();
                    }}
                  >
                    {texts.connections.discard}
                  </button>
                )}
              </div>
            )}
          </form>
          <div className="cora-side">
            {edited && policy !== null && can("audit:read") && <ImpactBar before={base.policy} after={policy} />}
            <Findings
              report={report}
              {...(write &&
                !pending &&
                policy !== null &&
                canonical(policy) === canonical(linted) && { policy, applyFix })}
            />
          </div>
        </div>
      )}
    </>
  );
}

/**
 * The findings of the lint: errors before warnings, each with what to do. A finding that one value
 * settles has a button that sets it.
 */
export function Findings({
  applyFix,
  policy,
  report,
}: {
  readonly report: Schema<"LintReport">;
  /** The policy that the report is of, if it can be edited now. */
  readonly policy?: Policy;
  readonly applyFix?: (to: Policy) => void;
}) {
  const { policy: words, words: names } = useAdmin().texts;
  const findings = [...report.findings].sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  return (
    <aside className="cora-findings" aria-label={words.lint}>
      <h2>{words.findings(report.errors, report.warnings)}</h2>
      <ul className="cora-plain">
        {findings.map((finding) => {
          const { code, fix, message, path, severity } = finding;
          const better = policy === undefined ? null : fixed(policy, finding);
          return (
            <li key={`${code} ${path}`}>
              <Notice
                tone={severity === "error" ? "bad" : "warn"}
                title={`${names.severity[severity]}: ${sentence(message)}`}
              >
                <p>
                  {words.fix} {sentence(fix)}
                </p>
                {better !== null && applyFix !== undefined && (
                  <p>
                    <button type="button" className="cora-button" onClick={() => applyFix(better)}>
                      {words.applyFix}
                      <span className="cora-hidden">: {sentence(message)}</span>
                    </button>
                  </p>
                )}
                <p className="cora-soft">
                  <code>{code}</code> <code dir="ltr">{path}</code>
                </p>
              </Notice>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

function PolicyHistory({ version }: { readonly version: number }) {
  const { can, texts } = useAdmin();
  const { connections, policy: words, shared } = texts;
  const list = useList<Version>("/admin/policy/versions");
  const [asked, setAsked] = useState<number | null>(null);
  return (
    <Part title={words.views.history}>
      <p>{words.history}</p>
      {list.loading && <Skeleton lines={5} />}
      {list.error && <Failure error={list.error} retry={list.retry} />}
      <ol className="cora-history">
        {list.rows.map((row, at) => {
          const before = list.rows[at + 1];
          return (
            <li key={row.version}>
              <div className="cora-part-head">
                <h3>{words.version(row.version)}</h3>
                {row.version === version && <Badge tone="good">{words.inForce}</Badge>}
                {row.version !== version && can("policy:write") && (
                  <button type="button" className="cora-button" onClick={() => setAsked(row.version)}>
                    {words.rollBack(row.version)}
                  </button>
                )}
              </div>
              <p className="cora-soft">
                <When at={row.createdAt} /> · <Own>{row.createdByName ?? row.createdBy ?? shared.system}</Own>
              </p>
              {before !== undefined && (
                <details className="cora-fold">
                  <summary>{connections.compare}</summary>
                  <DifferenceTable
                    list={differences(before.policy as unknown as Document, row.policy as unknown as Document).filter(
                      ({ field }) => field !== "version",
                    )}
                  />
                </details>
              )}
            </li>
          );
        })}
      </ol>
      {list.more !== undefined && (
        <button type="button" className="cora-button" onClick={list.more}>
          {shared.more}
        </button>
      )}
      {asked !== null && (
        <CommandDialog
          title={words.rollBackTitle(asked)}
          confirm={words.rollBack(asked)}
          close={() => setAsked(null)}
          call={(reason) => ({
            method: "POST",
            path: "/admin/policy/rollback",
            body: { to: asked, version, reason },
          })}
        />
      )}
    </Part>
  );
}
