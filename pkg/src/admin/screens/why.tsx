"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import type { Explained, LoginRow, Remedy } from "../data/pending.js";
import { useKnownNames } from "../data/names.js";
import { ask } from "../data/request.js";
import { CACHE, useList, useResource } from "../data/resources.js";
import { CheckField, SelectField, TextAreaField, TextField } from "../parts/field.js";
import { Badge, Failure, Notice, Skeleton } from "../parts/notice.js";
import type { Tone } from "../parts/notice.js";
import { nameOf } from "../parts/organization.js";
import { Link, Part, Screen, Tabs } from "../parts/screen.js";
import { readable, sentence } from "../parts/text.js";
import { TraceTree } from "../parts/trace.js";
import { Copy, Person, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";
import { settingsIn } from "./connections/state.js";
import type { ConnectionRow } from "./connections/state.js";
import { linesOf } from "./connections/settings-form.js";
import type { AdminPage } from "../paths.js";

const TABS = ["person", "login", "token", "claims"] as const;
type Tab = (typeof TABS)[number];

const ADMITTED: ReadonlySet<string> = new Set(["returning", "provisioned", "linked"]);
const toneOf = (outcome: string): Tone => (ADMITTED.has(outcome) ? "good" : outcome === "denied" ? "bad" : "warn");

/** A question, as `POST /admin/explain` takes it. */
type Question =
  | { readonly userId: string }
  | { readonly auditId: string }
  | { readonly login: Readonly<Record<string, unknown>> };

/**
 * Explains a decision: who would be admitted, by which stage, and which change would lead to another
 * answer.
 */
export function WhyScreen() {
  const { texts } = useAdmin();
  const { why } = texts;
  const [values, setValues] = useQueryValues();
  const tab: Tab = TABS.find((one) => one === values["by"]) ?? (values["auditId"] ? "login" : "person");
  return (
    <Screen title={why.title} lead={why.lead} needs="audit:read">
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
  const used =
    connections.data?.find(({ id }) => id === connectionId) ?? connections.data?.find(({ isDefault }) => isDefault);
  const stranger = () => {
    setValues({ userId: "" });
    setClaims({
      connectionId: used?.id,
      issuer: used?.issuer,
      subject: "stranger",
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
                  <button
                    type="button"
                    className="cora-button"
                    disabled={pending || used === undefined}
                    onClick={stranger}
                  >
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
  const [answer, setAnswer] = useState<Explained | null>(null);
  const [token, setToken] = useState("");
  // Not in the cache of queries, which would keep the token.
  const explain = async () => {
    setAnswer(null);
    const body = { token: token.trim() };
    const found = await run<Explained>({ method: "POST", path: "/admin/explain/token", body, reads: true });
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
      <Outcome answer={answer} error={error} pending={pending} />
    </>
  );
}

const EXAMPLE = JSON.stringify(
  { connectionId: "", issuer: "https://", subject: "", email: "", emailVerified: true, groups: [] },
  null,
  2,
);

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

/** The answer: the outcome, what would change it, and the stages. */
export function Answer({ answer }: { readonly answer: Explained }) {
  const { why, words } = useAdmin().texts;
  const { decision, remedies, trace } = answer;
  const names = useKnownNames();
  const { kind } = decision.outcome;
  return (
    <div className="cora-answer" data-outcome={kind}>
      <Notice tone={toneOf(kind)} role="status" title={words.outcomeSentence[kind]}>
        <p>
          <Badge tone={toneOf(kind)}>{words.outcome[kind]}</Badge> <code>{decision.reason}</code>
        </p>
        {decision.userMessage !== null && (
          <p>
            {why.told} {sentence(readable(decision.userMessage))}
          </p>
        )}
      </Notice>
      <Part title={why.remedies}>
        <Remedies remedies={remedies} admitted={ADMITTED.has(kind)} />
      </Part>
      <Part title={why.trace}>
        <TraceTree trace={trace} names={names} />
        {answer.then && <ThenAndNow then={answer.then} now={decision} />}
        <p className="cora-soft">
          {why.decidedBy(why.decidedHere)}
          {answer.policyVersion !== null && <> · {why.policyVersion(answer.policyVersion)}</>}
        </p>
        <details className="cora-fold">
          <summary>{why.asJson}</summary>
          <Copy value={JSON.stringify(answer, null, 2)} what={why.asJson} />
          <pre className="cora-code" dir="ltr" tabIndex={0}>
            {JSON.stringify({ decision: { ...decision, plan: undefined }, trace }, null, 2)}
          </pre>
        </details>
      </Part>
    </div>
  );
}

function ThenAndNow({ now, then }: { readonly then: LoginRow; readonly now: Schema<"Decision"> }) {
  const { why, words } = useAdmin().texts;
  const same = then.outcome === now.outcome.kind && then.reason === now.reason;
  return (
    <Notice tone={same ? "info" : "warn"} title={same ? why.same : why.differs}>
      <p>
        {why.then} (<When at={then.at} />
        {then.policyVersion != null && <>, {why.policyVersion(then.policyVersion)}</>}):{" "}
        {words.outcome[then.outcome as Schema<"OutcomeKind">] ?? readable(then.outcome)} <code>{then.reason}</code>
      </p>
      <p>
        {why.now}: {words.outcome[now.outcome.kind]} <code>{now.reason}</code>
      </p>
    </Notice>
  );
}

/** Returns the page on which a remedy is done. */
export function pageOf({ code, organizationId, targetId }: Remedy): AdminPage | null {
  if (/invit/.test(code) && organizationId) return { page: "organization", id: organizationId, tab: "invitations" };
  if (/domain/.test(code) && organizationId) return { page: "organization", id: organizationId, tab: "domains" };
  if (/seat|organization/.test(code) && organizationId)
    return { page: "organization", id: organizationId, tab: "settings" };
  if (/request|approve|waitlist/.test(code)) return { page: "requests" };
  if (/user|account|identity|link/.test(code) && targetId) return { page: "user", id: targetId };
  if (/connection/.test(code)) return targetId ? { page: "connection", id: targetId } : { page: "connections" };
  if (/policy|strategy|access|group|linking/.test(code)) return { page: "policy" };
  return null;
}

/** Properties of {@link Remedies}. */
export interface RemediesProps {
  readonly remedies: readonly Remedy[];
  /** `true` if the person is admitted already. */
  readonly admitted?: boolean;
}

/** The changes that would lead to another answer, the narrowest first. */
export function Remedies({ admitted = false, remedies }: RemediesProps) {
  const { why, words } = useAdmin().texts;
  if (remedies.length === 0) return <p className="cora-soft">{admitted ? why.same : why.noRemedy}</p>;
  const order = ["person", "organization", "everybody"];
  const sorted = [...remedies].sort(
    (a, b) =>
      Number(Boolean(a.finding)) - Number(Boolean(b.finding)) || order.indexOf(a.scope) - order.indexOf(b.scope),
  );
  return (
    <ol className="cora-remedies">
      {sorted.map((remedy) => {
        const page = pageOf(remedy);
        return (
          <li key={`${remedy.code} ${remedy.message}`} data-remedy={remedy.code}>
            <p>
              <strong>{sentence(remedy.message)}</strong>
            </p>
            <p className="cora-soft">
              {why.scopes[remedy.scope] ?? remedy.scope} · {why.gives(words.outcome[remedy.outcome])}
              {remedy.role && <> · {words.organizationRole[remedy.role] ?? remedy.role}</>}
            </p>
            {typeof remedy.alsoAdmits === "number" && (
              <p className="cora-soft">{why.also(remedy.alsoAdmits, remedy.ofLogins ?? 0)}</p>
            )}
            {remedy.finding ? (
              <p>
                <Badge tone="warn">{why.unsafe}</Badge> {sentence(remedy.finding)}
              </p>
            ) : (
              page !== null && (
                <p>
                  <Link to={page}>{why.go}</Link>
                </p>
              )
            )}
          </li>
        );
      })}
    </ol>
  );
}
