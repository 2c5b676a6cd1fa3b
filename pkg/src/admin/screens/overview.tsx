"use client";

import type { Schema } from "../../client/index.js";
import { useResource } from "../data/resources.js";
import { LoginChart, timesOf } from "../parts/chart.js";
import { SelectField } from "../parts/field.js";
import { Table } from "../parts/list.js";
import { Failure, Notice, Skeleton } from "../parts/notice.js";
import type { Tone } from "../parts/notice.js";
import { Link, Part, Screen } from "../parts/screen.js";
import { readable } from "../parts/text.js";
import { When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import type { AdminTexts } from "../texts/index.js";

type EndsSoon = Schema<"EndsSoon">;
type Overview = Schema<"Overview">;

const REFRESH_MS = 60_000;
const MOST_REASONS = 8;

const TONES: Readonly<Record<Overview["verdict"], Tone>> = {
  ok: "good",
  no_active_connection: "bad",
  keys_missing: "bad",
  most_are_refused: "bad",
  keys_old: "warn",
  nothing_counted: "warn",
};

/** Answers whether people can sign in, what will break next, and who waits. */
export function OverviewScreen() {
  const { now, texts } = useAdmin();
  const { overview } = texts.records;
  const [values, setValues] = useQueryValues();
  const { days = "7" } = values;
  const state = useResource<Overview>("/admin/overview", { query: { days }, every: REFRESH_MS });
  return (
    <Screen title={overview.title} lead={overview.lead} needs="audit:read">
      {state.loading && <Skeleton lines={8} />}
      {state.error && <Failure error={state.error} retry={state.retry} />}
      {state.data !== undefined && (
        <>
          <Verdict state={state.data} days={Number(days)} />
          <Part
            title={overview.logins}
            actions={
              <SelectField
                label={overview.times}
                value={days}
                options={Object.entries(overview.timeOptions).map(([value, label]) => ({ value, label }))}
                change={(next) => setValues({ days: next })}
              />
            }
          >
            <LoginChart times={timesOf(state.data, now() / 1000)} />
          </Part>
          <div className="cora-split">
            <Soon state={state.data} />
            <Waiting state={state.data} />
          </div>
          <Reasons state={state.data} />
        </>
      )}
    </Screen>
  );
}

function Verdict({ days, state }: { readonly state: Overview; readonly days: number }) {
  const { locale, now, texts } = useAdmin();
  const { overview } = texts.records;
  const [title, text] = overview.verdicts[state.verdict] ?? [state.verdict, ""];
  const admitted = timesOf(state, now() / 1000).reduce((sum, time) => sum + time.admitted, 0);
  return (
    <Notice tone={TONES[state.verdict]} role="status" title={title}>
      <p>
        {text} {overview.inTime(new Intl.NumberFormat(locale).format(admitted), days)}{" "}
        {state.verdict !== "ok" && <Link to={{ page: "connections" }}>{texts.connections.title}</Link>}
      </p>
    </Notice>
  );
}

/** Returns what ends, as a sentence. */
function endsSentence(end: EndsSoon, { overview }: AdminTexts["records"]): string {
  switch (end.code) {
    case "application_secret":
      return overview.secretEnds(end.applicationName);
    case "connection_secret":
      return overview.connectionSecretEnds(end.connectionName);
    case "invitations":
      return overview.invitationsEnd(end.count);
    case "domain_proofs":
      return overview.proofsEnded(end.count);
  }
}

/** Returns what tells one end from another. */
function endsKey(end: EndsSoon): string {
  if (end.code === "application_secret") return end.secretId;
  return end.code === "connection_secret" ? end.connectionId : end.code;
}

function Soon({ state }: { readonly state: Overview }) {
  const { records } = useAdmin().texts;
  const { overview } = records;
  return (
    <Part title={overview.soon}>
      {state.endsSoon.length === 0 && <p className="cora-soft">{overview.nothingSoon}</p>}
      <ul className="cora-plain">
        {state.endsSoon.map((end) => (
          <li key={endsKey(end)}>
            <Notice tone="warn" title={endsSentence(end, records)}>
              {"endsAt" in end && (
                <p className="cora-soft">
                  <When at={end.endsAt} />
                </p>
              )}
            </Notice>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Waiting({ state }: { readonly state: Overview }) {
  const { policy, records } = useAdmin().texts;
  const { overview } = records;
  const { domainsLost, domainsPending, identityConflicts, membershipRequests, waitlisted } = state.waiting;
  const domains = domainsPending + domainsLost;
  const { policyErrors, policyWarnings } = state;
  return (
    <Part title={overview.waitingForYou}>
      {membershipRequests + waitlisted + domains + identityConflicts === 0 && (
        <p className="cora-soft">{overview.nothingWaiting}</p>
      )}
      <ul>
        {membershipRequests > 0 && (
          <li>
            <Link to={{ page: "requests" }}>{overview.requests(membershipRequests)}</Link>
          </li>
        )}
        {waitlisted > 0 && (
          <li>
            <Link to={{ page: "requests" }}>{overview.waitlist(waitlisted)}</Link>
          </li>
        )}
        {domains > 0 && (
          <li>
            <Link to={{ page: "domains" }}>{overview.domains(domains)}</Link>
          </li>
        )}
        {identityConflicts > 0 && (
          <li>
            <Link to={{ page: "conflicts" }}>{overview.conflicts(identityConflicts)}</Link>
          </li>
        )}
        {policyErrors + policyWarnings > 0 && (
          <li>
            <Link to={{ page: "policy" }}>
              {overview.policy}: {policy.findings(policyErrors, policyWarnings)}
            </Link>
          </li>
        )}
      </ul>
    </Part>
  );
}

function Reasons({ state }: { readonly state: Overview }) {
  const { locale, texts } = useAdmin();
  const { records, words } = texts;
  const { logins, overview } = records;
  if (state.reasons.length === 0) return null;
  const number = new Intl.NumberFormat(locale);
  const outcomes: Readonly<Record<string, string>> = { ...words.outcome, token_refused: logins.tokenRefused };
  return (
    <Part title={overview.reasons}>
      <Table
        caption={overview.reasons}
        rows={state.reasons.slice(0, MOST_REASONS)}
        keyOf={({ outcome, reason }) => `${outcome} ${reason}`}
        columns={[
          {
            id: "reason",
            header: overview.reason,
            cell: ({ outcome, reason }) => (
              <Link to={{ page: "logins" }} query={{ outcome, reason }}>
                {readable(reason)}
              </Link>
            ),
          },
          { id: "outcome", header: overview.outcome, cell: ({ outcome }) => outcomes[outcome] ?? readable(outcome) },
          { id: "total", header: overview.total, cell: ({ logins: count }) => number.format(count) },
        ]}
      />
    </Part>
  );
}
