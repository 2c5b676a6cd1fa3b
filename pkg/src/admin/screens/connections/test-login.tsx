"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MouseEvent } from "react";

import type { Schema } from "../../../client/index.js";
import { CACHE } from "../../data/cache.js";
import { useCommand } from "../../data/command.js";
import { useKnownNames } from "../../data/names.js";
import { useResource } from "../../data/resources.js";
import { TextAreaField } from "../../parts/field.js";
import { Table } from "../../parts/list.js";
import { Badge, Failure, Notice, Skeleton } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { sentence } from "../../parts/text.js";
import { TraceTree } from "../../parts/trace.js";
import { When } from "../../parts/values.js";
import { useAdmin, useTexts } from "../../provider.js";
import { outcomeOf } from "./state.js";
import type { ConnectionRow, SeenClaim } from "./state.js";

type Run = Schema<"TestRunRow">;

const STEPS = Object.keys({
  settings: 0,
  discovery: 0,
  secret: 0,
  authorization: 0,
  token_request: 0,
  id_token: 0,
  login_token: 0,
  userinfo: 0,
  decision: 0,
} satisfies Record<Schema<"TestStep">, 0>) as readonly Schema<"TestStep">[];

/** The interval of asking for news, with which a step is shown within two seconds. */
const POLL_MS = 1000;
/** The time in which a closed page of the provider has no result, in milliseconds. */
const CLOSED_MS = 2 * POLL_MS + 500;

/**
 * Opens the provider's page so that its end can be noticed. Returns `null` if the browser opens
 * none.
 */
function openAtProvider(url: string): Window | null {
  const opened = globalThis.open("", "_blank");
  if (opened === null) return null;
  // SECURITY: the provider's page does not reach this one.
  opened.opener = null;
  opened.location.assign(url);
  return opened;
}

/** Returns the entries without those that say the same again. */
const onlyOnce = (entries: readonly Schema<"TestLogEntry">[]) => [
  ...new Map(entries.map((entry) => [`${entry.ok} ${entry.code} ${entry.message}`, entry])).values(),
];

/** The steps of a log in their order, each with its state. */
export function TestRunStepper({
  log,
  pending = false,
  steps,
}: {
  readonly log: readonly Schema<"TestLogEntry">[];
  readonly pending?: boolean;
  /** The steps that are shown even if the log does not have them. */
  readonly steps?: readonly Schema<"TestStep">[];
}) {
  const { connections, words } = useTexts();
  const shown = STEPS.filter((step) => steps?.includes(step) === true || log.some((entry) => entry.step === step));
  const running = shown.find((step) => !log.some((entry) => entry.step === step));
  return (
    <ol className="cora-stepper">
      {shown.map((step) => {
        const entries = log.filter((entry) => entry.step === step);
        const bad = entries.some(({ ok }) => !ok);
        const state = bad ? "bad" : entries.length > 0 ? "good" : pending && step === running ? "running" : "waiting";
        const word = {
          bad: connections.stepBad,
          good: connections.stepGood,
          running: connections.stepRunning,
          waiting: connections.stepWaiting,
        }[state];
        return (
          <li key={step} className={`cora-step cora-step-${state}`} data-step={step} data-state={state}>
            <span className="cora-mark" aria-hidden="true">
              {{ bad: "✗", good: "✓", running: "…", waiting: "·" }[state]}
            </span>
            <div>
              <p>
                <strong>{words.testStep[step]}</strong> <span className="cora-soft">{word}</span>
              </p>
              {onlyOnce(entries).map(({ at, code, help, message }) => {
                const todo = help ?? (code === null ? undefined : connections.testTodo[code]);
                return (
                  <p key={`${at} ${message}`}>
                    {sentence(message)} {todo !== undefined && sentence(todo)} {code !== null && <code>{code}</code>}
                  </p>
                );
              })}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Claims({ claims, others }: { readonly claims: readonly SeenClaim[]; readonly others: readonly string[] }) {
  const { connections } = useTexts();
  return (
    <>
      <Table
        caption={connections.claims}
        rows={claims}
        keyOf={({ claim }) => claim}
        columns={[
          { id: "claim", header: connections.claim, cell: ({ claim }) => <code dir="ltr">{claim}</code> },
          {
            id: "seen",
            header: connections.seen,
            cell: ({ help, items, present, usable, value }) => (
              <>
                {present ? (
                  <bdi>{items.length > 0 ? items.join(", ") : value}</bdi>
                ) : (
                  <Badge tone="warn">{connections.missing}</Badge>
                )}{" "}
                {present && !usable && <Badge tone="warn">{connections.unusable}</Badge>}
                {help !== null && <p className="cora-soft">{sentence(help)}</p>}
              </>
            ),
          },
        ]}
      />
      {others.length > 0 && <p className="cora-soft">{connections.otherClaims(others.join(", "))}</p>}
    </>
  );
}

/** The result of a test login: its steps, the claims of the token and the decision. */
export function TestRunResult({ run }: { readonly run: Run }) {
  const { connections, words } = useTexts();
  const { claims, decision, log, others } = outcomeOf(run);
  const names = useKnownNames();
  const good = run.status === "success";
  const denied = good && decision?.outcome === "denied";
  const address = claims.find(({ claim }) => claim === "email");
  const title = good ? connections.testGood : connections.testBad;
  return (
    <div className="cora-result" data-status={run.status}>
      <Notice tone={denied ? "warn" : good ? "good" : "bad"} role="status" title={title}>
        {denied && <p>{connections.testDenied}</p>}
        {address?.present === false && (
          <p>
            {connections.noAddress} {address.help !== null && sentence(address.help)}
          </p>
        )}
        {decision !== null && (
          <p>
            {connections.wouldBe(words.outcome[decision.outcome as Schema<"OutcomeKind">] ?? decision.outcome)}{" "}
            <code>{decision.reason}</code>
          </p>
        )}
      </Notice>
      <TestRunStepper log={log} />
      {claims.length > 0 && (
        <details className="cora-fold" open={claims.some(({ present }) => !present)}>
          <summary>{connections.claims}</summary>
          <Claims claims={claims} others={others} />
        </details>
      )}
      {decision?.trace && <TraceTree trace={decision.trace} names={names} />}
    </div>
  );
}

/** Starts a test login, follows it, and shows its result. */
export function TestLogin({ row }: { readonly row: ConnectionRow }) {
  const { can, now, texts } = useAdmin();
  const { connections, shared } = texts;
  const { error, pending: starting, run: give } = useCommand();
  const queries = useQueryClient();
  const [begun, setBegun] = useState<Schema<"TestLoginBegun"> | null>(null);
  const [waiting, setWaiting] = useState(false);
  const [token, setToken] = useState("");
  const [opened, setOpened] = useState<Window | null>(null);
  const [closed, setClosed] = useState(false);
  const at = { providerType: row.id };
  const followed = useResource<Run>("/admin/idp-config/{providerType}/tests/{testRun}", {
    at: { ...at, testRun: begun?.testRunId ?? "" },
    enabled: begun !== null && waiting,
    every: waiting ? POLL_MS : false,
  });
  const run = followed.data ?? begun;
  const expired = begun !== null && run?.status === "pending" && now() > Date.parse(begun.expiresAt);
  if (waiting && (expired || (run !== null && run.status !== "pending"))) setWaiting(false);

  // A test that has ended is a new state of the connection.
  const ended = begun !== null && run !== null && run.status !== "pending";
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: [CACHE] });
  }, [ended, queries]);

  // A provider may cut its page off from this one, which looks the same as closing it. So the login
  // is waited for nevertheless.
  useEffect(() => {
    if (opened === null || !waiting) return;
    let since: number | null = null;
    const timer = setInterval(() => {
      if (!opened.closed) return;
      since ??= now();
      if (now() - since >= CLOSED_MS) setClosed(true);
    }, POLL_MS / 2);
    return () => clearInterval(timer);
  }, [now, opened, waiting]);

  function open(event: MouseEvent, url: string) {
    const page = openAtProvider(url);
    // Otherwise the browser follows the link itself.
    if (page !== null) event.preventDefault();
    setOpened(page);
    setClosed(false);
  }

  async function start() {
    const started = await give<Schema<"TestLoginBegun">>({
      method: "POST",
      path: "/admin/idp-config/{providerType}/test",
      at,
      said: connections.waiting,
    });
    if (started === undefined) return;
    setBegun(started);
    setOpened(null);
    setClosed(false);
    setWaiting(started.status === "pending");
  }

  async function sendToken() {
    if (begun === null) return;
    const path = "/admin/idp-config/{providerType}/tests/{testRun}/token";
    const done = await give<Run>({ method: "POST", path, at: { ...at, testRun: begun.testRunId }, body: { token } });
    if (done === undefined) return;
    setToken("");
    setBegun({ ...begun, ...done });
    setWaiting(false);
  }

  async function stop() {
    if (begun === null) return;
    setWaiting(false);
    const path = "/admin/idp-config/{providerType}/tests/{testRun}";
    await give({ method: "DELETE", path, at: { ...at, testRun: begun.testRunId } });
    setBegun(null);
  }

  return (
    <Part title={connections.tabs.test}>
      {can("idp:write") && (
        <>
          <p>{connections.testLead}</p>
          <div className="cora-buttons">
            <button type="button" className="cora-button cora-primary" disabled={starting} onClick={() => void start()}>
              {begun === null ? connections.start : connections.startAgain}
            </button>
            {waiting && begun?.authorizationUrl && (
              <a
                className="cora-button"
                href={begun.authorizationUrl}
                target="_blank"
                rel="noopener noreferrer"
                onClick={(event) => open(event, begun.authorizationUrl ?? "")}
              >
                {connections.goToProvider} <span className="cora-hidden">({connections.newTab})</span>
              </a>
            )}
            {waiting && (
              <button type="button" className="cora-button cora-quiet" onClick={() => void stop()}>
                {connections.stop}
              </button>
            )}
          </div>
        </>
      )}
      {error !== null && <Failure error={error} title={shared.refused} />}
      {waiting && run !== null && (
        <>
          <p role="status">{connections.waiting}</p>
          <p className="cora-soft">{connections.otherPerson}</p>
          {closed && (
            <Notice tone="warn" role="status" title={connections.providerClosed}>
              <p>{connections.providerClosedText}</p>
            </Notice>
          )}
          <TestRunStepper
            log={outcomeOf(run).log}
            pending
            steps={["settings", "discovery", "authorization", "decision"]}
          />
        </>
      )}
      {waiting && begun !== null && begun.authorizationUrl === null && (
        <form
          className="cora-form"
          onSubmit={(event) => {
            event.preventDefault();
            void sendToken();
          }}
        >
          <TextAreaField label={connections.token} hint={connections.tokenHint} code value={token} change={setToken} />
          <div className="cora-buttons">
            <button type="submit" className="cora-button" disabled={token.trim() === ""}>
              {connections.sendToken}
            </button>
          </div>
        </form>
      )}
      {expired && (
        <Notice tone="warn" role="status" title={connections.testExpired}>
          <p>{connections.testExpiredText}</p>
        </Notice>
      )}
      {!waiting && run !== null && run.status !== "pending" && <TestRunResult run={run} />}
      <TestRuns row={row} />
    </Part>
  );
}

/** The test logins so far, newest first. */
function TestRuns({ row }: { readonly row: ConnectionRow }) {
  const { connections, words } = useTexts();
  const runs = useResource<readonly Run[]>("/admin/idp-config/{providerType}/tests", {
    at: { providerType: row.id },
  });
  return (
    <>
      <h3>{connections.runs}</h3>
      {runs.loading && <Skeleton lines={3} />}
      {runs.error && <Failure error={runs.error} retry={runs.retry} />}
      {runs.data?.length === 0 && <p className="cora-soft">{connections.noRuns}</p>}
      {runs.data !== undefined && runs.data.length > 0 && (
        <ul className="cora-runs">
          {runs.data.map((run) => (
            <li key={run.id}>
              <details className="cora-fold">
                <summary>
                  <Badge tone={run.status === "success" ? "good" : run.status === "failed" ? "bad" : "plain"}>
                    {words.testStatus[run.status] ?? run.status}
                  </Badge>{" "}
                  {connections.number(run.number)} · <When at={run.createdAt} />
                </summary>
                {run.status !== "pending" && <TestRunResult run={run} />}
              </details>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
