"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import type { Schema } from "../../../client/index.js";
import { useKnownNames } from "../../data/names.js";
import type { KnownNames } from "../../data/names.js";
import { useResource } from "../../data/resources.js";
import { CommandDialog } from "../../parts/command-dialog.js";
import { CheckField, SelectField, TextField } from "../../parts/field.js";
import { OrganizationField } from "../../parts/identifier-fields.js";
import { Table } from "../../parts/list.js";
import { Failure, Notice, Skeleton } from "../../parts/notice.js";
import { useRoleOptions } from "../../parts/organization.js";
import { Link, Part } from "../../parts/screen.js";
import { Ltr } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import type { ConnectionRow } from "./state.js";

type InForce = Schema<"PolicyInForce">;
type Policy = InForce["policy"];
type GroupRole = Schema<"GroupRole">;
type IdpOrganization = Schema<"IdpOrganization">;
type Asked =
  | { readonly what: "add-group" | "add-organization" }
  | { readonly what: "remove-group"; readonly row: GroupRole }
  | { readonly what: "remove-organization"; readonly row: IdpOrganization };

/** Returns the rows of the policy that count for a connection. */
export const ofConnection = <Row extends { readonly connectionId: string | null }>(rows: readonly Row[], id: string) =>
  rows.filter(({ connectionId }) => connectionId === null || connectionId === id);

/** Returns the command that saves a policy with some changes. */
const saving = (inForce: InForce, changes: Partial<Policy>) => (reason: string | null) =>
  ({
    method: "PUT",
    path: "/admin/policy",
    body: { policy: { ...inForce.policy, ...changes }, version: inForce.version, ...(reason !== null && { reason }) },
  }) as const;

/** The groups and the organizations of a provider that give people a role here. */
export function GroupsPart({ row }: { readonly row: ConnectionRow }) {
  const { can, texts } = useAdmin();
  const { mapping: groups } = texts.connections;
  const { data, error, loading, retry } = useResource<InForce>("/admin/policy", { enabled: can("policy:read") });
  const names = useKnownNames();
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  if (loading) return <Skeleton lines={6} />;
  if (error) return <Failure error={error} retry={retry} />;
  if (data === undefined) return null;
  const { groupRoles, idpOrganizations, strategies } = data.policy;
  const write = can("policy:write");
  const add = (what: "add-group" | "add-organization") =>
    write && (
      <button type="button" className="cora-button" onClick={() => setAsked({ what })}>
        {groups.add}
      </button>
    );
  const remove = (next: Asked) => (
    <button type="button" className="cora-button cora-quiet" onClick={() => setAsked(next)}>
      {groups.remove}
    </button>
  );
  return (
    <>
      <p>{groups.lead}</p>
      {groupRoles.length > 0 && !strategies.includes("group") && (
        <Notice tone="warn" title={groups.notUsed}>
          <Link to={{ page: "policy" }}>{texts.policy.title}</Link>
        </Notice>
      )}
      <Part title={groups.roles} actions={add("add-group")}>
        <Rows
          caption={groups.roles}
          rows={ofConnection(groupRoles, row.id)}
          none={groups.rolesNone}
          names={names}
          first={{ header: groups.group, of: ({ group }) => group }}
          strength={({ sync }) => groups.sync[sync]}
          remove={write ? (one) => remove({ what: "remove-group", row: one }) : undefined}
        />
      </Part>
      {row.organizationId === null && (
        <Part title={groups.organizations} actions={add("add-organization")}>
          <p className="cora-soft">{groups.organizationsLead}</p>
          <Rows
            caption={groups.organizations}
            rows={ofConnection(idpOrganizations, row.id)}
            none={groups.organizationsNone}
            names={names}
            first={{ header: groups.idpOrganization, of: ({ idpOrganization }) => idpOrganization }}
            remove={write ? (one) => remove({ what: "remove-organization", row: one }) : undefined}
          />
        </Part>
      )}
      {asked?.what === "add-group" && <AddGroup row={row} inForce={data} close={close} />}
      {asked?.what === "add-organization" && <AddOrganization row={row} inForce={data} close={close} />}
      {asked?.what === "remove-group" && (
        <CommandDialog
          title={groups.removeTitle(asked.row.group)}
          confirm={groups.remove}
          danger
          close={close}
          call={saving(data, { groupRoles: groupRoles.filter((one) => one !== asked.row) })}
        />
      )}
      {asked?.what === "remove-organization" && (
        <CommandDialog
          title={groups.removeTitle(asked.row.idpOrganization)}
          confirm={groups.remove}
          danger
          close={close}
          call={saving(data, { idpOrganizations: idpOrganizations.filter((one) => one !== asked.row) })}
        />
      )}
    </>
  );
}

function Rows<
  Row extends {
    readonly connectionId: string | null;
    readonly organizationId: string;
    readonly role: Schema<"OrganizationRole"> | null;
  },
>({
  caption,
  first,
  names,
  none,
  remove,
  rows,
  strength,
}: {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly none: string;
  readonly names: KnownNames;
  readonly first: { readonly header: string; readonly of: (row: Row) => string };
  readonly strength?: (row: Row) => string;
  readonly remove: ((row: Row) => ReactNode) | undefined;
}) {
  const { connections, words } = useAdmin().texts;
  const { mapping: groups } = connections;
  if (rows.length === 0) return <p className="cora-soft">{none}</p>;
  return (
    <Table
      caption={caption}
      rows={rows}
      keyOf={(row) => `${first.of(row)} ${row.organizationId} ${row.connectionId}`}
      actions={remove}
      columns={[
        { id: "first", header: first.header, cell: (row) => <Ltr>{first.of(row)}</Ltr> },
        {
          id: "organization",
          header: groups.organization,
          cell: ({ organizationId }) => (
            <Link to={{ page: "organization", id: organizationId }}>
              <bdi>{names[organizationId] ?? organizationId}</bdi>
            </Link>
          ),
        },
        {
          id: "role",
          header: groups.role,
          cell: ({ role }) => (role === null ? groups.usualRole : (words.organizationRole[role] ?? role)),
        },
        ...(strength === undefined ? [] : [{ id: "sync", header: groups.strength, cell: strength }]),
        {
          id: "where",
          header: groups.where,
          cell: ({ connectionId }) => (connectionId === null ? groups.everywhere : groups.here),
        },
      ]}
    />
  );
}

type AddProps = { readonly row: ConnectionRow; readonly inForce: InForce; readonly close: () => void };

function AddGroup({ close, inForce, row }: AddProps) {
  const { mapping: groups } = useAdmin().texts.connections;
  const roles = useRoleOptions();
  const [group, setGroup] = useState("");
  const [organizationId, setOrganization] = useState(row.organizationId ?? "");
  const [role, setRole] = useState("org_user");
  const [follow, setFollow] = useState(false);
  const added: GroupRole = {
    connectionId: row.id,
    group: group.trim(),
    organizationId,
    role: role as GroupRole["role"],
    sync: follow ? "authoritative" : "add",
  };
  return (
    <CommandDialog
      title={groups.addGroup}
      confirm={groups.add}
      ready={added.group !== "" && organizationId !== ""}
      close={close}
      call={saving(inForce, { groupRoles: [...inForce.policy.groupRoles, added] })}
    >
      <TextField
        label={groups.group}
        hint={groups.groupHint}
        dir="ltr"
        autoComplete="off"
        required
        value={group}
        change={setGroup}
      />
      <OrganizationField label={groups.organization} value={organizationId} change={setOrganization} />
      <SelectField
        label={groups.role}
        value={role}
        options={roles.filter(({ value }) => value !== "org_owner")}
        change={setRole}
      />
      <CheckField label={groups.follow} hint={groups.followHint} checked={follow} change={setFollow} />
    </CommandDialog>
  );
}

function AddOrganization({ close, inForce, row }: AddProps) {
  const { mapping: groups } = useAdmin().texts.connections;
  const roles = useRoleOptions();
  const [idpOrganization, setIdpOrganization] = useState("");
  const [organizationId, setOrganization] = useState("");
  const [role, setRole] = useState("");
  const added: IdpOrganization = {
    connectionId: row.id,
    idpOrganization: idpOrganization.trim(),
    organizationId,
    role: role === "" ? null : (role as NonNullable<IdpOrganization["role"]>),
  };
  return (
    <CommandDialog
      title={groups.addOrganization}
      confirm={groups.add}
      ready={added.idpOrganization !== "" && organizationId !== ""}
      close={close}
      call={saving(inForce, { idpOrganizations: [...inForce.policy.idpOrganizations, added] })}
    >
      <TextField
        label={groups.idpOrganization}
        hint={groups.idpOrganizationHint}
        dir="ltr"
        autoComplete="off"
        required
        value={idpOrganization}
        change={setIdpOrganization}
      />
      <OrganizationField label={groups.organization} value={organizationId} change={setOrganization} />
      <SelectField
        label={groups.role}
        value={role}
        options={[{ value: "", label: groups.usualRole }, ...roles.filter(({ value }) => value !== "org_owner")]}
        change={setRole}
      />
    </CommandDialog>
  );
}
