"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useCommand } from "../../data/command.js";
import { useKnownNames } from "../../data/names.js";
import { useResource } from "../../data/resources.js";
import { CheckField, SelectField, TextAreaField, TextField } from "../../parts/field.js";
import { OrganizationField } from "../../parts/identifier-fields.js";
import { Table } from "../../parts/list.js";
import { Empty, Failure, Notice } from "../../parts/notice.js";
import { useRoleOptions } from "../../parts/organization.js";
import { OutcomeBadge } from "../../parts/outcome.js";
import { Dialog, Part } from "../../parts/screen.js";
import { Ltr, Own } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";

type InForce = Schema<"PolicyInForce">;
type Expectation = Schema<"PolicyExpectation">;
type ExpectationInput = Schema<"PolicyExpectationInput">;
type Connection = Schema<"ConnectionRow">;

/** The logins that every policy has to decide as they say. */
export function ExpectationsPart({
  inForce,
  saved,
}: {
  readonly inForce: InForce;
  readonly saved: (now: InForce) => void;
}) {
  const { can, texts } = useAdmin();
  const { policy: words, shared } = texts;
  const { expectations: own } = words;
  const names = useKnownNames();
  const { error, pending, run } = useCommand();
  const [adding, setAdding] = useState(false);
  const write = can("policy:write");
  const store = async (expectations: readonly (Expectation | ExpectationInput)[]) => {
    const { policy, version } = inForce;
    const body = { policy, version, expectations };
    const done = await run<InForce>({ method: "PUT", path: "/admin/policy", body, said: shared.saved });
    if (done !== undefined) saved(done);
    return done !== undefined;
  };
  const add = write && (
    <button type="button" className="cora-button" onClick={() => setAdding(true)}>
      {own.add}
    </button>
  );
  return (
    <Part title={words.views.expectations} actions={inForce.expectations.length > 0 && add}>
      <p>{own.lead}</p>
      {error !== null && !adding && <Failure error={error} title={shared.refused} />}
      {inForce.expectations.length === 0 ? (
        <Empty title={own.none}>
          <p>{own.noneText}</p>
          {add}
        </Empty>
      ) : (
        <Table
          caption={words.views.expectations}
          rows={inForce.expectations}
          keyOf={({ name }) => name}
          actions={
            write
              ? (row) => (
                  <button
                    type="button"
                    className="cora-button cora-quiet"
                    disabled={pending}
                    onClick={() => void store(inForce.expectations.filter((one) => one !== row))}
                  >
                    {own.remove}
                    <span className="cora-hidden"> {row.name}</span>
                  </button>
                )
              : undefined
          }
          columns={[
            { id: "name", header: own.name, cell: ({ name }) => <Own>{name}</Own> },
            { id: "who", header: own.login, cell: ({ login }) => <Login login={login.login} names={names} /> },
            {
              id: "outcome",
              header: own.outcome,
              cell: ({ organization, outcome, role }) => (
                <>
                  <OutcomeBadge outcome={outcome} />
                  {organization !== null && (
                    <span className="cora-soft cora-block">
                      <bdi>{names[organization] ?? organization}</bdi>
                      {role !== null && <> · {texts.words.organizationRole[role] ?? role}</>}
                    </span>
                  )}
                </>
              ),
            },
          ]}
        />
      )}
      {adding && (
        <AddDialog
          taken={inForce.expectations.map(({ name }) => name)}
          add={(made) => store([...inForce.expectations, made])}
          error={error}
          pending={pending}
          close={() => setAdding(false)}
        />
      )}
    </Part>
  );
}

function Login({
  login,
  names,
}: {
  readonly login: Expectation["login"]["login"];
  readonly names: Readonly<Record<string, string>>;
}) {
  const { expectations: own } = useAdmin().texts.policy;
  const { connectionId, email, emailVerified, groups } = login;
  return (
    <span className="cora-person">
      {email === null ? <span>{own.noAddress}</span> : <Ltr>{email}</Ltr>}
      <span className="cora-soft">
        {emailVerified === true ? own.verified : own.unverified} · <bdi>{names[connectionId] ?? connectionId}</bdi>
        {groups !== null && groups.length > 0 && <> · {groups.join(", ")}</>}
      </span>
    </span>
  );
}

const OUTCOMES = ["denied", "waitlisted", "approval_required", "provisioned", "sso_required"] as const;

function AddDialog({
  add,
  close,
  error,
  pending,
  taken,
}: {
  readonly taken: readonly string[];
  readonly add: (made: ExpectationInput) => Promise<boolean>;
  readonly error: Error | null;
  readonly pending: boolean;
  readonly close: () => void;
}) {
  const { now, texts } = useAdmin();
  const { policy: words, shared } = texts;
  const { expectations: own } = words;
  const connections = useResource<readonly Connection[]>("/admin/idp-config");
  const usable = (connections.data ?? []).filter(({ issuer }) => issuer !== null);
  const roles = useRoleOptions();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState("");
  const [email, setEmail] = useState("");
  const [emailVerified, setVerified] = useState(true);
  const [groups, setGroups] = useState("");
  const [outcome, setOutcome] = useState<Schema<"OutcomeKind">>("denied");
  const [organization, setOrganization] = useState("");
  const [role, setRole] = useState("");
  const [tried, setTried] = useState(false);
  const connection = usable.find(({ id }) => id === chosen) ?? usable.find(({ isActive }) => isActive) ?? usable[0];
  const twice = taken.includes(name.trim());
  const give = async () => {
    if (connection === undefined) return;
    setTried(true);
    const groupList = groups
      .split(/[\n,]/)
      .map((group) => group.trim())
      .filter((group) => group !== "");
    const done = await add({
      name: name.trim(),
      outcome,
      ...(organization !== "" && { organization }),
      ...(organization !== "" && role !== "" && { role: role as Schema<"OrganizationRole"> }),
      login: {
        now: Math.floor(now() / 1000),
        login: {
          connectionId: connection.id,
          issuer: connection.issuer ?? "",
          subject: `expected-${crypto.randomUUID()}`,
          ...(email.trim() !== "" && { email: email.trim() }),
          emailVerified,
          ...(groupList.length > 0 && { groups: groupList }),
        },
      },
    } as ExpectationInput);
    if (done) close();
  };
  return (
    <Dialog title={own.add} close={close}>
      <form
        className="cora-form"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <p>{own.addText}</p>
        <TextField
          label={own.name}
          hint={own.nameHint}
          required
          maxLength={255}
          value={name}
          change={setName}
          {...(twice && { error: own.twice })}
        />
        {connections.error && <Failure error={connections.error} retry={connections.retry} />}
        {!connections.loading && usable.length === 0 && <Notice tone="warn" title={own.noConnection} />}
        {usable.length > 0 && (
          <SelectField
            label={own.connection}
            value={connection?.id ?? ""}
            options={usable.map(({ displayName, id }) => ({ value: id, label: displayName }))}
            change={setChosen}
          />
        )}
        <TextField
          label={own.address}
          hint={own.addressHint}
          type="email"
          dir="ltr"
          autoComplete="off"
          value={email}
          change={setEmail}
        />
        <CheckField label={own.verified} checked={emailVerified} change={setVerified} />
        <TextAreaField label={own.groups} hint={own.groupsHint} rows={2} value={groups} change={setGroups} />
        <SelectField
          label={own.outcome}
          value={outcome}
          options={OUTCOMES.map((value) => ({ value, label: texts.words.outcome[value] }))}
          change={(value) => setOutcome(value as Schema<"OutcomeKind">)}
        />
        {outcome === "provisioned" && (
          <>
            <OrganizationField label={own.organization} value={organization} change={setOrganization} />
            <SelectField
              label={own.role}
              value={role}
              options={[{ value: "", label: shared.any }, ...roles]}
              change={setRole}
            />
          </>
        )}
        {tried && error !== null && <Failure error={error} title={shared.refused} />}
        <div className="cora-buttons">
          <button
            type="submit"
            className="cora-button cora-primary"
            disabled={pending || name.trim() === "" || twice || connection === undefined}
          >
            {own.add}
          </button>
          <button type="button" className="cora-button" onClick={close}>
            {shared.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
