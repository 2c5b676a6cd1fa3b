"use client";

import type { Overview } from "../data/pending.js";
import { useResource } from "../data/resources.js";
import { LoginChart } from "../parts/chart.js";
import { Empty, Failure, Notice, Skeleton } from "../parts/notice.js";
import { Link, Part, Screen } from "../parts/screen.js";
import { sentence } from "../parts/text.js";
import { When } from "../parts/values.js";
import { useAdmin } from "../provider.js";
import type { ConnectionRow } from "./connections/state.js";

const REFRESH_MS = 60_000;

/** Answers whether people can sign in, what will break next, and who waits. */
export function OverviewScreen() {
  const { records } = useAdmin().texts;
  const { overview } = records;
  const state = useResource<Overview>("/admin/overview", { every: REFRESH_MS });
  const connections = useResource<readonly ConnectionRow[]>("/admin/idp-config");
  return (
    <Screen title={overview.title} lead={overview.lead} needs="audit:read">
      {(state.loading || connections.loading) && <Skeleton lines={8} />}
      {state.error && <Failure error={state.error} retry={state.retry} />}
      {connections.error && <Failure error={connections.error} retry={connections.retry} />}
      {state.data !== undefined && connections.data !== undefined && (
        <>
          <Verdict state={state.data} usable={connections.data.some(({ isActive }) => isActive)} />
          {state.data.days.length > 0 && (
            <Part title={overview.logins}>
              <LoginChart days={state.data.days} />
            </Part>
          )}
          <div className="cora-split">
            <Soon state={state.data} />
            <Waiting state={state.data} />
          </div>
        </>
      )}
    </Screen>
  );
}

function Verdict({ state, usable }: { readonly state: Overview; readonly usable: boolean }) {
  const { locale, now, texts } = useAdmin();
  const { overview } = texts.records;
  const admitted = state.days.at(-1)?.admitted ?? 0;
  if (!usable)
    return (
      <Notice tone="bad" role="status" title={overview.noConnection}>
        <p>
          {overview.noConnectionText} <Link to={{ page: "connections" }}>{texts.connections.title}</Link>
        </p>
      </Notice>
    );
  if (state.lastLoginAt === null)
    return (
      <Empty title={overview.nobody}>
        <p>{overview.nobodyText}</p>
        <Link to={{ page: "connections" }}>{texts.connections.title}</Link>
      </Empty>
    );
  const quiet = now() - Date.parse(state.lastLoginAt) > 24 * 60 * REFRESH_MS;
  return (
    <Notice tone={quiet ? "warn" : "good"} role="status" title={quiet ? overview.quiet : overview.good}>
      <p>
        {!quiet && overview.goodText(new Intl.NumberFormat(locale).format(admitted))} {overview.last}{" "}
        <When at={state.lastLoginAt} />.
      </p>
    </Notice>
  );
}

function Soon({ state }: { readonly state: Overview }) {
  const { overview } = useAdmin().texts.records;
  return (
    <Part title={overview.soon}>
      {state.comingUp.length === 0 && <p className="cora-soft">{overview.nothingSoon}</p>}
      <ul className="cora-plain">
        {state.comingUp.map(({ at, code, message }) => (
          <li key={`${code} ${message}`}>
            <Notice tone="warn" title={sentence(message)}>
              <p className="cora-soft">
                {at !== null && <When at={at} />} <code>{code}</code>
              </p>
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
  const { domains, requests, waitlist } = state.waiting;
  const { errors, warnings } = state.findings;
  return (
    <Part title={overview.waitingForYou}>
      {requests + waitlist + domains === 0 && <p className="cora-soft">{overview.nothingWaiting}</p>}
      <ul>
        {requests > 0 && (
          <li>
            <Link to={{ page: "requests" }}>{overview.requests(requests)}</Link>
          </li>
        )}
        {waitlist > 0 && (
          <li>
            <Link to={{ page: "requests" }}>{overview.waitlist(waitlist)}</Link>
          </li>
        )}
        {domains > 0 && (
          <li>
            <Link to={{ page: "domains" }}>{overview.domains(domains)}</Link>
          </li>
        )}
        {errors + warnings > 0 && (
          <li>
            <Link to={{ page: "policy" }}>
              {overview.policy}: {policy.findings(errors, warnings)}
            </Link>
          </li>
        )}
      </ul>
    </Part>
  );
}
