"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { ask } from "../data/request.js";
import { CACHE } from "../data/cache.js";
import { useList, useResource } from "../data/resources.js";
import { CheckField, SelectField, TextAreaField, TextField } from "../parts/field.js";
import { Failure, Notice, Skeleton } from "../parts/notice.js";
import { isAdmitted, OutcomeBadge, toneOf } from "../parts/outcome.js";
import { Remedies } from "../parts/remedies.js";
import { nameOf } from "../parts/organization.js";
import { Link, Part, Screen, Tabs } from "../parts/screen.js";
import { readable, sentence } from "../parts/text.js";
import { TraceTree } from "../parts/trace.js";
import { Copy, Person, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import { settingsIn } from "./connections/state.js";
import type { ConnectionRow } from "./connections/state.js";
import { linesOf } from "./connections/settings-form.js";

type Explained = Schema<"Explained">;
type ExplainedDecision = Schema<"ExplainedDecision">;
type ExplainedToken = Schema<"ExplainedToken">;

const TABS = ["person", "login", "token", "claims"] as const;
type Tab = (typeof TABS)[number];

/** A question, as `POST /admin/explain` takes it. */
type Question =
  | { readonly userId: string }
  | { readonly auditId: string }
  | { readonly login: Readonly<Record<string, unknown>> };

/**
 * Explains a decision: who would be admitted, by which stage, and which change would lead to
 * another answer.
 */
export function WhyScreen() {
  const { texts } = useAdmin();
  const { why } = texts;
  const [values, setValues] = useQueryValues();
  const tab: Tab = TABS.find((one) => one === values["by"]) ?? (values["auditId"] ? "login" : "person");
  return (
    <Screen title={why.title} lead={why.lead} needs="users:read">
      <Tabs
        label={why.tabsOf}
        current={tab}
        select={(by) => setValues({ by, userId: "", auditId: "" })}
        tabs={TABS.map((id) => ({ id, label: why.tabs[id] }))}
      />
      {tab === "person" && <AskPerson />}
      {tab === "login" && <AskLogin />}
      {tab === "token" && <AskToken />}
      {tab === "claims" && <AskClaims />}
    </Screen>
  );
}

/** Returns the answer to a question, or nothing before there is one. */
function useAnswer(question: Question | null) {
  const { client } = useAdmin();
  const result = useQuery({
    queryKey: [CACHE, "/admin/explain", question],
    queryFn: ({ signal }) => ask<Explained>(client, "POST", "/admin/explain", { body: question, signal }),
    enabled: question !== null,
  });
  return { answer: result.data ?? null, error: result.error, pending: question !== null && result.isPending };
}

function Outcome({
  error,
  pending,
  answer,
}: {
  readonly error: Error | null;
  readonly pending: boolean;
  readonly answer: Explained | null;
}) {
  const { shared } = useAdmin().texts;
  return (
    <>
      {pending && <Skeleton lines={5} />}
      {error !== null && <Failure error={error} title={shared.refused} />}
      {answer !== null && <Answer answer={answer} />}
    </>
  );
}

function AskPerson() {
  const { texts } = useAdmin();
  const { why } = texts;
  const [values, setValues] = useQueryValues();
  const { userId } = values;
  const [claims, setClaims] = useState<Readonly<Record<string, unknown>> | null>(null);
  const { answer, error, pending } = useAnswer(userId ? { userId } : claims === null ? null : { login: claims });
  const [text, setText] = useState(values["q"] ?? "");
  const [connectionId, setConnectionId] = useState("");
  const [verified, setVerified] = useState(true);
  const [groups, setGroups] = useState("");
  const search = values["q"] ?? "";
  const people = useList<Schema<"UserRow">>("/admin/users", { query: { q: search, limit: 5 }, enabled: search !== "" });
  const connections = useResource<readonly ConnectionRow[]>("/admin/idp-config");
  const stranger = () => {
    setValues({ userId: "" });
    setClaims({
      ...(connectionId !== "" && { connectionId }),
      email: search,
      emailVerified: verified,
      ...(linesOf(groups).length > 0 && { groups: linesOf(groups) }),
    });
  };
  return (
    <>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          setClaims(null);
          setValues({ q: text.trim(), userId: "" });
        }}
      >
        <TextField
          label={why.address}
          hint={why.addressHint}
          type="search"
          data-cora-search=""
          autoComplete="off"
          value={text}
          change={setText}
        />
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={text.trim() === ""}>
            {why.find}
          </button>
        </div>
      </form>
      {search !== "" && (
        <Part title={why.found}>
          {people.loading && <Skeleton lines={2} />}
          {people.error && <Failure error={people.error} retry={people.retry} />}
          {!people.loading && people.rows.length === 0 && <p className="cora-soft">{why.nobody}</p>}
          <ul className="cora-choices">
            {people.rows.map((person) => (
              <li key={person.userId}>
                <button
                  type="button"
                  aria-pressed={person.userId === userId}
                  onClick={() => setValues({ userId: person.userId })}
                >
                  <Person name={person.fullName} email={person.email} />
                </button>
              </li>
            ))}
          </ul>
          {search.includes("@") && (
            <details className="cora-fold" open={!people.loading && people.rows.length === 0}>
              <summary>{why.askStranger(search)}</summary>
              <div className="cora-form">
                <SelectField
                  label={why.connection}
                  value={connectionId}
                  options={[
                    { value: "", label: why.connectionDefault },
                    ...(connections.data ?? []).map(({ displayName, id }) => ({ value: id, label: displayName })),
                  ]}
                  change={setConnectionId}
                />
                <CheckField label={why.verified} checked={verified} change={setVerified} />
                <TextAreaField label={why.groups} hint={why.groupsHint} rows={2} value={groups} change={setGroups} />
                <div className="cora-buttons">
                  <button type="button" className="cora-button" disabled={pending} onClick={stranger}>
                    {why.ask}
                  </button>
                </div>
              </div>
            </details>
          )}
        </Part>
      )}
      {userId && <AskedPerson userId={userId} />}
      <Outcome answer={answer} error={error} pending={pending} />
    </>
  );
}

/** Names the person whom an answer is about. */
function AskedPerson({ userId }: { readonly userId: string }) {
  const { data } = useResource<Schema<"UserRow">>("/admin/users/{userId}", { at: { userId } });
  if (data === undefined) return null;
  return (
    <h2>
      <Link to={{ page: "user", id: userId }}>
        <bdi>{nameOf(data)}</bdi>
      </Link>
    </h2>
  );
}

function AskLogin() {
  const { why } = useAdmin().texts;
  const [values, setValues] = useQueryValues();
  const { auditId = "" } = values;
  const { answer, error, pending } = useAnswer(auditId === "" ? null : { auditId });
  const [id, setId] = useState(auditId);
  return (
    <>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          setValues({ by: "login", auditId: id.trim() });
        }}
      >
        <TextField label={why.loginId} hint={why.loginHint} dir="ltr" value={id} change={setId} />
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={pending || id.trim() === ""}>
            {why.ask}
          </button>
        </div>
      </form>
      <Outcome answer={answer} error={error} pending={pending} />
    </>
  );
}

function AskToken() {
  const { why } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const [answer, setAnswer] = useState<ExplainedToken | null>(null);
  const [token, setToken] = useState("");
  // Not in the cache of queries, which would keep the token.
  const explain = async () => {
    setAnswer(null);
    const body = { token: token.trim() };
    const found = await run<ExplainedToken>({ method: "POST", path: "/admin/explain/token", body, reads: true });
    setToken("");
    if (found !== undefined) setAnswer(found);
  };
  return (
    <>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          void explain();
        }}
      >
        <Notice tone="warn">
          <p>{why.tokenWarning}</p>
        </Notice>
        <TextAreaField label={why.token} code rows={6} value={token} change={setToken} />
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={pending || token.trim() === ""}>
            {why.ask}
          </button>
        </div>
      </form>
      <Outcome answer={null} error={error} pending={pending} />
      {answer !== null && <TokenAnswer answer={answer} />}
    </>
  );
}

/** The checks of a token, the first objection, and the decision that it leads to. */
function TokenAnswer({ answer }: { readonly answer: ExplainedToken }) {
  const { connections, why } = useAdmin().texts;
  const { expired, expiresAt, explained, objection, steps } = answer;
  const states = {
    good: ["good", "✓", connections.stepGood],
    bad: ["bad", "✗", connections.stepBad],
    not_reached: ["waiting", "·", why.tokenNotReached],
  } as const;
  return (
    <>
      <Notice
        tone={objection === null ? (expired ? "warn" : "good") : "bad"}
        role="status"
        title={objection === null ? (expired ? why.tokenExpired : why.tokenGood) : why.tokenBad}
      >
        {objection !== null && (
          <p>
            {sentence(objection.message)} {sentence(objection.help)} <code>{objection.code}</code>
          </p>
        )}
        {expiresAt !== null && (
          <p className="cora-soft">
            <When at={expiresAt} />
          </p>
        )}
      </Notice>
      <Part title={why.tokenSteps}>
        <ol className="cora-stepper">
          {steps.map(({ result, step }) => {
            const [state, mark, word] = states[result];
            return (
              <li key={step} className={`cora-step cora-step-${state}`} data-step={step}>
                <span className="cora-mark" aria-hidden="true">
                  {mark}
                </span>
                <p>
                  <strong>{why.tokenStep[step] ?? step}</strong> <span className="cora-soft">{word}</span>
                </p>
              </li>
            );
          })}
        </ol>
      </Part>
      {explained !== null && <DecisionAnswer answer={explained} />}
    </>
  );
}

const EXAMPLE = JSON.stringify({ email: "ana@partner.example", emailVerified: true, groups: [] }, null, 2);

function AskClaims() {
  const { why } = useAdmin().texts;
  const [claims, setClaims] = useState<Readonly<Record<string, unknown>> | null>(null);
  const { answer, error, pending } = useAnswer(claims === null ? null : { login: claims });
  const [text, setText] = useState(EXAMPLE);
  const read = settingsIn(text);
  return (
    <>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          if ("settings" in read) setClaims(read.settings);
        }}
      >
        <TextAreaField
          label={why.claims}
          hint={why.claimsHint}
          code
          rows={10}
          value={text}
          change={setText}
          {...("fault" in read && { error: why.claimsBad })}
        />
        <div className="cora-buttons">
          <button type="submit" className="cora-button cora-primary" disabled={pending || "fault" in read}>
            {why.ask}
          </button>
        </div>
      </form>
      <Outcome answer={answer} error={error} pending={pending} />
    </>
  );
}

/** The answer to a question, next to that of the past login if one was asked about. */
function Answer({ answer }: { readonly answer: Explained }) {
  return (
    <>
      {answer.past !== null && <ThenAndNow past={answer.past} now={answer.decision} />}
      <DecisionAnswer answer={answer} />
    </>
  );
}

/** The most organizations to which an invitation is offered. */
const MOST_INVITING = 5;

/**
 * Returns the administrator's own organizations with a free seat, if an invitation to one of them
 * would let the person in: no strategy has an objection but that nothing matches.
 */
function useInviting({ decision, input }: ExplainedDecision) {
  const { can } = useAdmin();
  const { login, policy } = input;
  const { kind } = decision.outcome;
  const helps =
    (decision.reason === "no_matching_strategy" || kind === "waitlisted") &&
    login.email !== null &&
    policy.strategies.includes("invitation");
  const own = useResource<{ readonly items: readonly Schema<"OrganizationView">[] }>("/orgs", { enabled: helps });
  const hasSeat = ({ seatLimit, seatsUsed }: Schema<"OrganizationView">) =>
    !policy.enforceSeats || seatLimit === null || seatsUsed < seatLimit;
  return helps
    ? (own.data?.items ?? [])
        .filter((one) => one.status === "active" && hasSeat(one) && can("invitations:manage", one.id))
        .slice(0, MOST_INVITING)
    : [];
}

/** A decision: the outcome, what would change it, and the stages. */
function DecisionAnswer({ answer }: { readonly answer: ExplainedDecision }) {
  const { why, words } = useAdmin().texts;
  const { assumptions, connection, decision, names, policyVersion, remedies, trace } = answer;
  const { kind } = decision.outcome;
  const offered = new Set(
    remedies.flatMap(({ steps }) =>
      steps.flatMap(({ change }) => ("organizationId" in change ? [change.organizationId] : [])),
    ),
  );
  const inviting = useInviting(answer).filter(({ id }) => !offered.has(id));
  const known = { ...names.organizations, ...names.users, ...names.connections };
  return (
    <div className="cora-answer" data-outcome={kind}>
      <Notice tone={toneOf(kind)} role="status" title={words.outcomeSentence[kind]}>
        <p>
          <OutcomeBadge outcome={kind} /> <code>{decision.reason}</code>
        </p>
        {decision.userMessage !== null && (
          <p>
            {why.told} {sentence(readable(decision.userMessage))}
          </p>
        )}
        {assumptions.length > 0 && (
          <p className="cora-soft">
            {why.assumptions}: {assumptions.map((one) => why.assumption[one] ?? readable(one)).join(" · ")}
          </p>
        )}
      </Notice>
      <Part title={why.remedies}>
        <Remedies
          remedies={remedies}
          names={known}
          admitted={isAdmitted(kind)}
          address={answer.input.login.email}
          inviting={inviting}
        />
      </Part>
      <Part title={why.trace}>
        <TraceTree trace={trace} names={known} />
        <p className="cora-soft">
          {why.decidedBy} · {why.policyVersion(policyVersion)} · <bdi>{connection.name ?? connection.id}</bdi>
        </p>
        <details className="cora-fold">
          <summary>{why.asText}</summary>
          <Copy value={answer.text} what={why.asText} />
          <pre className="cora-code" dir="ltr" tabIndex={0} role="region" aria-label={why.asText}>
            {answer.text}
          </pre>
        </details>
      </Part>
    </div>
  );
}

function ThenAndNow({
  now,
  past,
}: {
  readonly past: NonNullable<Explained["past"]>;
  readonly now: ExplainedDecision["decision"];
}) {
  const { why, words } = useAdmin().texts;
  return (
    <Notice tone={past.differs ? "warn" : "info"} title={past.differs ? why.differs : why.same}>
      <p>
        {why.then} (<When at={past.at} />
        ): {words.outcome[past.outcome]} <code>{past.reason}</code>
      </p>
      <p>
        {why.now}: {words.outcome[now.outcome.kind]} <code>{now.reason}</code>
      </p>
    </Notice>
  );
}
