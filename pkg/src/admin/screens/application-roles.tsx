"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useCommand } from "../data/command.js";
import { useList } from "../data/resources.js";
import { CheckField } from "../parts/field.js";
import { Failure, Skeleton } from "../parts/notice.js";
import { Dialog } from "../parts/screen.js";
import { useAdmin } from "../provider.js";

type Defined = Schema<"ApplicationPermissionsRow">;
type Given = Schema<"MemberApplicationRoleRow">;

/** Gives a member the roles that applications define, and takes them. */
export function ApplicationRolesDialog({
  close,
  name,
  orgId,
  userId,
}: {
  readonly orgId: string;
  readonly userId: string;
  readonly name: string;
  readonly close: () => void;
}) {
  const { people, shared } = useAdmin().texts;
  const { members } = people;
  const defined = useList<Defined>("/orgs/{orgId}/application-roles", { at: { orgId } });
  const given = useList<Given>("/orgs/{orgId}/members/{userId}/application-roles", { at: { orgId, userId } });
  const list = [defined, given];
  const withRoles = defined.rows.filter((row) => row.defined.roles.length > 0);
  const ready = list.every(({ error, loading }) => !loading && error === null);
  return (
    <Dialog title={members.applicationRolesTitle(name)} close={close}>
      {list.some(({ loading }) => loading) && <Skeleton lines={4} />}
      {list.map(({ error, retry }, at) => error !== null && <Failure key={at} error={error} retry={retry} />)}
      {ready && withRoles.length === 0 && <p className="cora-soft">{members.applicationRolesNone}</p>}
      {ready &&
        withRoles.map((row) => (
          <RolesOfApplication
            key={row.applicationId}
            application={row}
            at={{ orgId, userId }}
            given={given.rows.filter(({ applicationId }) => applicationId === row.applicationId)}
          />
        ))}
      <div className="cora-buttons">
        <button type="button" className="cora-button" onClick={close}>
          {shared.close}
        </button>
      </div>
    </Dialog>
  );
}

function RolesOfApplication({
  application,
  at,
  given,
}: {
  readonly application: Defined;
  readonly at: { readonly orgId: string; readonly userId: string };
  readonly given: readonly Given[];
}) {
  const { people, shared } = useAdmin().texts;
  const { error, pending, run } = useCommand();
  const stored = given.map(({ role }) => role);
  // Null until something was ticked: then the stored roles count.
  const [ticked, setTicked] = useState<readonly string[] | null>(null);
  const roles = ticked ?? stored;
  const edited = ticked !== null && (ticked.length !== stored.length || ticked.some((role) => !stored.includes(role)));
  const save = async () => {
    const path = "/orgs/{orgId}/members/{userId}/application-roles/{applicationId}";
    const place = { ...at, applicationId: application.applicationId };
    const done = await run({ method: "PUT", path, at: place, body: { roles }, said: shared.saved });
    if (done !== undefined) setTicked(null);
  };
  return (
    <form
      className="cora-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset className="cora-fieldset">
        <legend>
          <bdi>{application.applicationName}</bdi>
        </legend>
        {application.defined.roles.map(({ describe, id }) => (
          <CheckField
            key={id}
            label={id}
            hint={<bdi>{describe}</bdi>}
            checked={roles.includes(id)}
            change={(on) => setTicked(on ? [...roles, id] : roles.filter((role) => role !== id))}
          />
        ))}
      </fieldset>
      {error !== null && <Failure error={error} title={shared.refused} />}
      <div className="cora-buttons">
        <button type="submit" className="cora-button cora-primary" disabled={!edited || pending}>
          {people.members.applicationRolesSave(application.applicationName)}
        </button>
      </div>
    </form>
  );
}
