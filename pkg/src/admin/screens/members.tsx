"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useList } from "../data/resources.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { SelectField } from "../parts/field.js";
import { List, RowActions, useFilterValues } from "../parts/list.js";
import type { Filter, RowAction } from "../parts/list.js";
import { Badge, Empty } from "../parts/notice.js";
import { nameOf, useRoleOptions } from "../parts/organization.js";
import { Screen } from "../parts/screen.js";
import { Person, When } from "../parts/values.js";
import { useAdmin } from "../provider.js";
import { ApplicationRolesDialog } from "./application-roles.js";

type Member = Schema<"MemberRow">;
type Asked = { readonly member: Member; readonly what: "role" | "remove" | "release" | "applications" };

/** Properties of a screen of one organization. */
export interface OrganizationScreenProps {
  readonly orgId: string;
}

/** Lists the members of an organization, and changes their roles. */
export function MembersScreen({ orgId }: OrganizationScreenProps) {
  const { can, person, texts } = useAdmin();
  const { people, words } = texts;
  const { members } = people;
  const roles = useRoleOptions();
  const filters: readonly Filter[] = [
    { name: "q", label: members.search, kind: "search" },
    { name: "role", label: members.role, kind: "choice", options: roles },
    {
      name: "userStatus",
      label: members.status,
      kind: "choice",
      options: Object.entries(words.userStatus).map(([value, label]) => ({ value, label })),
    },
  ];
  const list = useList<Member>("/orgs/{orgId}/members", { at: { orgId }, query: useFilterValues(filters) });
  const [asked, setAsked] = useState<Asked | null>(null);
  const manage = can("members:manage", orgId);
  const actions = (member: Member): readonly RowAction[] => [
    ...(manage
      ? [{ id: "role", label: members.changeRole, run: () => setAsked({ member, what: "role" as const }) }]
      : []),
    ...(manage
      ? [
          {
            id: "applications",
            label: members.applicationRoles,
            run: () => setAsked({ member, what: "applications" as const }),
          },
        ]
      : []),
    ...(manage && member.roleSource === "manual"
      ? [{ id: "release", label: members.release, run: () => setAsked({ member, what: "release" as const }) }]
      : []),
    ...(manage || member.userId === person.userId
      ? [
          {
            id: "remove",
            label: member.userId === person.userId ? members.leave : members.remove,
            danger: true,
            run: () => setAsked({ member, what: "remove" as const }),
          },
        ]
      : []),
  ];
  return (
    <Screen title={members.title} lead={members.lead} needs="members:read" organizationId={orgId}>
      <List
        caption={members.title}
        list={list}
        filters={filters}
        keyOf={({ userId }) => userId}
        actions={(member) => <RowActions name={nameOf(member)} actions={actions(member)} />}
        empty={
          <Empty title={members.none}>
            <p>{members.noneText}</p>
          </Empty>
        }
        columns={[
          {
            id: "person",
            header: members.person,
            sort: "fullName",
            cell: (member) => (
              <>
                <Person name={member.fullName} email={member.email} />
                {member.userId === person.userId && <Badge tone="info">{texts.shared.you}</Badge>}
              </>
            ),
          },
          {
            id: "role",
            header: members.role,
            cell: ({ role, roleSource }) => (
              <>
                {words.organizationRole[role] ?? role}
                {roleSource === "group" && <span className="cora-soft cora-block">{members.byGroup}</span>}
              </>
            ),
          },
          { id: "how", header: members.how, cell: ({ source }) => words.membershipSource[source] },
          { id: "since", header: members.since, sort: "joinedAt", cell: ({ joinedAt }) => <When at={joinedAt} /> },
          {
            id: "status",
            header: members.status,
            cell: ({ userStatus }) => (
              <Badge tone={userStatus === "active" ? "good" : "warn"}>{words.userStatus[userStatus]}</Badge>
            ),
          },
        ]}
      />
      {asked?.what === "role" && <RoleDialog orgId={orgId} member={asked.member} close={() => setAsked(null)} />}
      {asked?.what === "applications" && (
        <ApplicationRolesDialog
          orgId={orgId}
          userId={asked.member.userId}
          name={nameOf(asked.member)}
          close={() => setAsked(null)}
        />
      )}
      {asked?.what === "remove" && (
        <CommandDialog
          title={members.removeTitle(nameOf(asked.member))}
          confirm={members.removeConfirm(nameOf(asked.member))}
          danger
          close={() => setAsked(null)}
          call={(reason) => ({
            method: "DELETE",
            path: "/orgs/{orgId}/members/{userId}",
            at: { orgId, userId: asked.member.userId },
            body: { reason },
            version: asked.member.version,
          })}
        >
          <p>{members.removeText}</p>
        </CommandDialog>
      )}
      {asked?.what === "release" && (
        <CommandDialog
          title={members.releaseTitle(nameOf(asked.member))}
          confirm={members.release}
          close={() => setAsked(null)}
          call={(reason) => ({
            method: "DELETE",
            path: "/orgs/{orgId}/members/{userId}/manual-role",
            at: { orgId, userId: asked.member.userId },
            body: { reason },
            version: asked.member.version,
          })}
        />
      )}
    </Screen>
  );
}

function RoleDialog({
  close,
  member,
  orgId,
}: {
  readonly orgId: string;
  readonly member: Member;
  readonly close: () => void;
}) {
  const { people, words } = useAdmin().texts;
  const { members } = people;
  const roles = useRoleOptions();
  const [role, setRole] = useState<string>(member.role);
  return (
    <CommandDialog
      title={members.changeRoleTitle(nameOf(member))}
      confirm={members.changeRoleConfirm}
      close={close}
      changes={[
        {
          field: "role",
          label: members.role,
          before: member.role,
          mine: role,
          words: (value) => words.organizationRole[String(value)] ?? String(value),
        },
      ]}
      call={(reason) => ({
        method: "PUT",
        path: "/orgs/{orgId}/members/{userId}",
        at: { orgId, userId: member.userId },
        body: { role, reason },
        version: member.version,
      })}
    >
      <SelectField label={members.role} value={role} options={roles} change={setRole} />
    </CommandDialog>
  );
}
