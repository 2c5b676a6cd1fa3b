"use client";

import { useEffect, useRef, useState } from "react";

import type { Schema } from "../../../client/index.js";
import type { Configuration, EngineLogin, ProvisioningPolicy } from "../../../workbench/index.js";
import { simulateImpact } from "../../data/impact.js";
import type { Impact } from "../../data/impact.js";
import { ask } from "../../data/request.js";
import { askText, ndjson } from "../../data/text.js";
import { canonical } from "../../data/three-way.js";
import { Table } from "../../parts/list.js";
import { Empty, Failure, Notice } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { readable } from "../../parts/text.js";
import { useAdmin } from "../../provider.js";

type ConfigurationInForce = Schema<"ConfigurationInForce">;

/** Properties of {@link TryAChange}. */
export interface TryAChangeProps {
  readonly before: Schema<"ProvisioningPolicy">;
  readonly after: Schema<"ProvisioningPolicy">;
}

type State =
  | { readonly kind: "ready" }
  | { readonly kind: "running"; readonly done: number; readonly of: number }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly error: Error }
  | { readonly kind: "done"; readonly impact: Impact };

/**
 * Decides on recorded logins by two policies and shows what changes. It runs in the browser, by the
 * code that the server runs.
 */
export function TryAChange({ after, before }: TryAChangeProps) {
  const { client, locale, texts } = useAdmin();
  const { policy, shared, words } = texts;
  const [state, setState] = useState<State>({ kind: "ready" });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const same = canonical(before) === canonical(after);
  const number = new Intl.NumberFormat(locale);
  const outcomeName = (outcome: string) => words.outcome[outcome as Schema<"OutcomeKind">] ?? outcome;

  async function start() {
    const controller = new AbortController();
    abort.current = controller;
    setState({ kind: "running", done: 0, of: 0 });
    try {
      const { signal } = controller;
      const [stored, text] = await Promise.all([
        ask<ConfigurationInForce>(client, "GET", "/admin/configuration", { signal }),
        askText(client, "/admin/logins/samples", {}, signal),
      ]);
      const logins = ndjson<EngineLogin>(text);
      if (logins.length === 0) return setState({ kind: "none" });
      const { connections = [], domainRules = [] } = stored.configuration;
      const configuration = (of: TryAChangeProps["before"]): Configuration => ({
        policy: of as unknown as ProvisioningPolicy,
        connections: connections as NonNullable<Configuration["connections"]>,
        domainRules: domainRules as NonNullable<Configuration["domainRules"]>,
      });
      const impact = await simulateImpact(configuration(before), configuration(after), logins, {
        signal,
        onProgress: (done) => setState({ kind: "running", done, of: logins.length }),
      });
      setState({ kind: "done", impact });
    } catch (thrown) {
      if (controller.signal.aborted) return setState({ kind: "ready" });
      setState({ kind: "failed", error: thrown instanceof Error ? thrown : new Error(String(thrown)) });
    }
  }

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
            onClick={() => void start()}
          >
            {policy.tryStart}
          </button>
          {state.kind === "running" && (
            <button type="button" className="cora-button" onClick={() => abort.current?.abort()}>
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
      <Notice
        tone={impact.lost > 0 ? "bad" : impact.changed > 0 ? "warn" : "good"}
        role="status"
        title={policy.tryChanges(impact.changed, impact.logins)}
      >
        {impact.lost > 0 && <p>{policy.tryLost(impact.lost)}</p>}
        {impact.gained > 0 && <p>{policy.tryGained(impact.gained)}</p>}
      </Notice>
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
