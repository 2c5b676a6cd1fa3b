"use client";

import { useEffect, useState } from "react";

import type { Schema } from "../../../client/index.js";
import type { Impact } from "../../data/impact.js";
import { canonical } from "../../data/three-way.js";
import { useImpact } from "../../data/use-impact.js";
import { Table } from "../../parts/list.js";
import { Empty, Failure, Notice } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { readable } from "../../parts/text.js";
import { useAdmin } from "../../provider.js";

/** Properties of {@link TryAChange}. */
export interface TryAChangeProps {
  readonly before: Schema<"ProvisioningPolicy">;
  readonly after: Schema<"ProvisioningPolicy">;
}

/** The time after an edit until its effect is worked out, in milliseconds. */
const PAUSE_MS = 800;

/**
 * The effect of an edit on past logins in one sentence, next to the edit. It is worked out again
 * after each edit, and can be stopped.
 */
export function ImpactBar({ after, before }: TryAChangeProps) {
  const { policy, shared } = useAdmin().texts;
  const edit = canonical(after);
  // Each edit is another object, and those that say the same are one.
  const [edited, setEdited] = useState(after);
  const { start, state, stop } = useImpact(before, edited);
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setEdited(JSON.parse(edit) as typeof after), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [edit]);
  const now = `${canonical(before)} ${canonical(edited)}`;
  const isCurrent = canonical(edited) === edit;
  useEffect(() => {
    if (!isCurrent || asked === now) return;
    setAsked(now);
    start();
  }, [asked, isCurrent, now, start]);
  // An edit whose pause has not passed is not tried either.
  const stopAll = () => {
    stop();
    setEdited(JSON.parse(edit) as typeof after);
    setAsked(`${canonical(before)} ${edit}`);
  };
  return (
    <div className="cora-impact">
      {(!isCurrent || state.kind === "running") && (
        <p role="status">
          {state.kind === "running" && state.of > 0 ? policy.tryRunning(state.done, state.of) : shared.previewing}{" "}
          <button type="button" className="cora-button cora-quiet" onClick={stopAll}>
            {policy.tryStop}
          </button>
        </p>
      )}
      {isCurrent && state.kind === "ready" && (
        <p>
          <button type="button" className="cora-button cora-quiet" onClick={start}>
            {policy.tryStart}
          </button>
        </p>
      )}
      {isCurrent && state.kind === "none" && <p className="cora-soft">{policy.tryNone}</p>}
      {isCurrent && state.kind === "failed" && <Failure error={state.error} title={shared.refused} />}
      {isCurrent && state.kind === "done" && <ImpactSummary impact={state.impact} />}
    </div>
  );
}

/** The number of logins that a change concerns: those that it keeps out first. */
function ImpactSummary({ impact }: { readonly impact: Impact }) {
  const { policy } = useAdmin().texts;
  return (
    <Notice
      tone={impact.lost > 0 ? "bad" : impact.changed > 0 ? "warn" : "good"}
      role="status"
      title={policy.tryChanges(impact.changed, impact.logins)}
    >
      {impact.lost > 0 && <p>{policy.tryLost(impact.lost)}</p>}
      {impact.gained > 0 && <p>{policy.tryGained(impact.gained)}</p>}
    </Notice>
  );
}

/**
 * Decides on recorded logins by two policies and shows what changes. It runs in the browser, by the
 * code that the server runs.
 */
export function TryAChange({ after, before }: TryAChangeProps) {
  const { locale, texts } = useAdmin();
  const { policy, shared, words } = texts;
  const { start, state, stop } = useImpact(before, after);
  const same = canonical(before) === canonical(after);
  const number = new Intl.NumberFormat(locale);
  const outcomeName = (outcome: string) => words.outcome[outcome as Schema<"OutcomeKind">] ?? outcome;

  return (
    <Part title={policy.views.try}>
      <p>{policy.tryLead}</p>
      {same && <Notice tone="info" title={policy.tryUnedited} />}
      <div className="cora-form">
        <div className="cora-buttons">
          <button
            type="button"
            className="cora-button cora-primary"
            disabled={same || state.kind === "running"}
            onClick={start}
          >
            {policy.tryStart}
          </button>
          {state.kind === "running" && (
            <button type="button" className="cora-button" onClick={stop}>
              {policy.tryStop}
            </button>
          )}
        </div>
      </div>
      {state.kind === "running" && (
        <p role="status">
          {state.of === 0 ? shared.loading : policy.tryRunning(state.done, state.of)}{" "}
          {state.of > 0 && <progress max={state.of} value={state.done} aria-label={policy.views.try} />}
        </p>
      )}
      {state.kind === "none" && <Empty title={policy.tryNone} />}
      {state.kind === "failed" && <Failure error={state.error} title={shared.refused} />}
      {state.kind === "done" && <Result impact={state.impact} number={number} outcomeName={outcomeName} />}
    </Part>
  );
}

function Result({
  impact,
  number,
  outcomeName,
}: {
  readonly impact: Impact;
  readonly number: Intl.NumberFormat;
  readonly outcomeName: (outcome: string) => string;
}) {
  const { policy } = useAdmin().texts;
  return (
    <>
      <ImpactSummary impact={impact} />
      <Table
        caption={policy.tryChanges(impact.changed, impact.logins)}
        rows={impact.outcomes}
        keyOf={({ outcome }) => outcome}
        columns={[
          { id: "outcome", header: policy.logins, cell: ({ outcome }) => outcomeName(outcome) },
          { id: "before", header: policy.before, cell: ({ before }) => number.format(before) },
          { id: "after", header: policy.after, cell: ({ after }) => number.format(after) },
        ]}
      />
      {impact.groups.length > 0 && (
        <Table
          caption={policy.views.try}
          rows={impact.groups}
          keyOf={({ after, before, reason }) => `${before} ${after} ${reason}`}
          columns={[
            { id: "count", header: policy.logins, cell: ({ count }) => number.format(count) },
            { id: "before", header: policy.before, cell: ({ before }) => outcomeName(before) },
            { id: "after", header: policy.after, cell: ({ after }) => outcomeName(after) },
            { id: "reason", header: policy.reason, cell: ({ reason }) => readable(reason) },
          ]}
        />
      )}
    </>
  );
}
