"use client";

import { useState } from "react";

import type { Schema } from "../../client/index.js";
import { useList, useResource } from "../data/resources.js";
import { CommandDialog } from "../parts/command-dialog.js";
import { SelectField } from "../parts/field.js";
import { List, Table, useFilterValues } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { Badge, Empty, Failure, Notice, Skeleton } from "../parts/notice.js";
import { nameOf, PLATFORM_ROLES } from "../parts/organization.js";
import { Facts, Link, Part, Screen } from "../parts/screen.js";
import { Identifier, Ltr, Own, Person, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";

type UserDetail = Schema<"UserDetail">;
type UserIdentity = Schema<"UserIdentityRow">;

type User = Schema<"UserRow">;
type Session = Schema<"BrowserSessionRow">;

/** Lists everybody who has an account. */
export function UsersScreen() {
  const { people, shared, words } = useAdmin().texts;
  const { users } = people;
  const filters: readonly Filter[] = [
    { name: "q", label: users.search, kind: "search" },
    {
      name: "status",
      label: users.status,
      kind: "choice",
      options: Object.entries(words.userStatus).map(([value, label]) => ({ value, label })),
    },
    {
      name: "platformRole",
      label: users.role,
      kind: "choice",
      options: PLATFORM_ROLES.map((role) => ({ value: role, label: words.platformRole[role] ?? role })),
    },
  ];
  const list = useList<User>("/admin/users", { query: { ...useFilterValues(filters), count: true } });
  return (
    <Screen title={users.title} lead={users.lead} needs="users:read">
      <List
        caption={users.title}
        list={list}
        filters={filters}
        keyOf={({ userId }) => userId}
        empty={<Empty title={users.none} />}
        columns={[
          {
            id: "person",
            header: users.person,
            sort: "fullName",
            cell: (user) => (
              <Link to={{ page: "user", id: user.userId }}>
                <Person name={user.fullName} email={user.email} />
              </Link>
            ),
          },
          {
            id: "status",
            header: users.status,
            cell: ({ status }) => (
              <Badge tone={status === "active" ? "good" : status === "suspended" ? "warn" : "plain"}>
                {words.userStatus[status]}
              </Badge>
            ),
          },
          {
            id: "role",
            header: users.role,
            cell: ({ platformRole }) => words.platformRole[platformRole] ?? platformRole,
          },
          {
            id: "organizations",
            header: users.organizations,
            cell: ({ organizations }) => organizations || shared.none,
          },
          { id: "created", header: users.created, sort: "createdAt", cell: ({ createdAt }) => <When at={createdAt} /> },
        ]}
      />
    </Screen>
  );
}

type Asked =
  | { readonly what: "suspend" | "restore" | "end" | "role" | "signOut" }
  | { readonly what: "unlink"; readonly identity: UserIdentity };

/** Properties of {@link UserScreen}. */
export interface UserScreenProps {
  readonly id: string;
}

/** Shows one account: its ways to sign in, its organizations and its sessions. */
export function UserScreen({ id }: UserScreenProps) {
  const { can, person, texts } = useAdmin();
  const { people, shared, words } = texts;
  const { users } = people;
  const {
    data: user,
    error,
    loading,
    retry,
  } = useResource<UserDetail>("/admin/users/{userId}", { at: { userId: id } });
  const [chosen, setAsked] = useState<Asked | null>(null);
  const manage = can("users:manage");
  // A link may lead to the restoration.
  const [values, setValues] = useQueryValues();
  const asked: Asked | null =
    chosen ?? (manage && values["restore"] === id && user?.status === "suspended" ? { what: "restore" } : null);
  const own = id === person.userId;
  return (
    <Screen
      title={user === undefined ? users.title : <bdi>{nameOf(user)}</bdi>}
      needs="users:read"
      lead={user?.email && user.fullName ? <Ltr>{user.email}</Ltr> : undefined}
    >
      {loading && <Skeleton lines={8} />}
      {error && <Failure error={error} retry={retry} />}
      {user !== undefined && (
        <>
          {own && <Notice tone="info" title={users.you} />}
          <Facts
            facts={[
              [
                users.status,
                <Badge key="status" tone={user.status === "active" ? "good" : "warn"}>
                  {words.userStatus[user.status]}
                </Badge>,
              ],
              [users.role, words.platformRole[user.platformRole] ?? user.platformRole],
              [users.lastLogin, <When key="login" at={user.lastLoginAt} />],
              [users.created, <When key="created" at={user.createdAt} />],
              [shared.code, <Identifier key="id" value={user.userId} what={users.person} most={36} />],
            ]}
          />
          <p className="cora-soft">{user.emailVerified ? users.verified : users.unverified}</p>
          <p>
            <Link to={{ page: "why" }} query={{ userId: user.userId }}>
              {users.why}
            </Link>
          </p>
          {manage && (
            <div className="cora-buttons">
              {user.status === "active" && !own && (
                <button type="button" className="cora-button" onClick={() => setAsked({ what: "suspend" })}>
                  {users.suspend}
                </button>
              )}
              {user.status === "suspended" && (
                <button type="button" className="cora-button" onClick={() => setAsked({ what: "restore" })}>
                  {users.restore}
                </button>
              )}
              {user.status !== "deprovisioned" && !own && (
                <button type="button" className="cora-button" onClick={() => setAsked({ what: "role" })}>
                  {users.changeRole}
                </button>
              )}
              <button type="button" className="cora-button" onClick={() => setAsked({ what: "signOut" })}>
                {users.signOut}
              </button>
              {user.status !== "deprovisioned" && !own && (
                <button type="button" className="cora-button cora-danger" onClick={() => setAsked({ what: "end" })}>
                  {users.end}
                </button>
              )}
            </div>
          )}
          <Identities user={user} unlink={manage ? (identity) => setAsked({ what: "unlink", identity }) : undefined} />
          <Memberships user={user} />
          <Sessions userId={id} manage={manage} />
          {asked !== null && (
            <UserDialog
              user={user}
              asked={asked}
              close={() => {
                setAsked(null);
                setValues({ restore: "" });
              }}
            />
          )}
        </>
      )}
    </Screen>
  );
}

function Identities({
  unlink,
  user,
}: {
  readonly user: UserDetail;
  /** Asks whether to unlink an identity; `undefined` for a person who may not. */
  readonly unlink: ((identity: UserIdentity) => void) | undefined;
}) {
  const { users } = useAdmin().texts.people;
  const { identities } = user;
  return (
    <Part title={users.identities}>
      {identities.length === 0 && <p className="cora-soft">{users.noIdentities}</p>}
      {identities.length > 0 && (
        <Table
          caption={users.identities}
          rows={identities}
          keyOf={({ id }) => String(id)}
          actions={
            unlink &&
            ((identity) => (
              <button type="button" className="cora-button cora-quiet" onClick={() => unlink(identity)}>
                {users.unlink}
              </button>
            ))
          }
          columns={[
            {
              id: "identity",
              header: users.identity,
              cell: ({ connectionName, issuer, subject }) => (
                <span className="cora-person">
                  {connectionName ? <Own>{connectionName}</Own> : <Ltr>{issuer}</Ltr>}
                  <Identifier value={subject} what={users.identity} />
                </span>
              ),
            },
            { id: "created", header: users.created, cell: ({ createdAt }) => <When at={createdAt} /> },
            { id: "login", header: users.lastLogin, cell: ({ emailStatedAt }) => <When at={emailStatedAt} /> },
          ]}
        />
      )}
    </Part>
  );
}

function Memberships({ user }: { readonly user: UserDetail }) {
  const { people, words } = useAdmin().texts;
  const { members, users } = people;
  const memberships = user.memberships.filter(({ status }) => status === "active");
  return (
    <Part title={users.memberships}>
      {memberships.length === 0 && <p className="cora-soft">{users.noMemberships}</p>}
      {memberships.length > 0 && (
        <Table
          caption={users.memberships}
          rows={memberships}
          keyOf={({ organizationId }) => organizationId}
          columns={[
            {
              id: "organization",
              header: users.memberships,
              cell: ({ organizationId, organizationName }) => (
                <Link to={{ page: "organization", id: organizationId }}>
                  <bdi>{organizationName ?? organizationId}</bdi>
                </Link>
              ),
            },
            { id: "role", header: members.role, cell: ({ role }) => words.organizationRole[role] ?? role },
            { id: "how", header: members.how, cell: ({ source }) => words.membershipSource[source] },
            { id: "since", header: members.since, cell: ({ joinedAt }) => <When at={joinedAt} /> },
          ]}
        />
      )}
    </Part>
  );
}

function Sessions({ manage, userId }: { readonly userId: string; readonly manage: boolean }) {
  const { users } = useAdmin().texts.people;
  const list = useList<Session>("/admin/users/{userId}/sessions", { at: { userId } });
  const [ending, setEnding] = useState<Session | null>(null);
  return (
    <Part title={users.sessions}>
      <List
        caption={users.sessions}
        list={list}
        keyOf={({ id }) => id}
        empty={<p className="cora-soft">{users.noSessions}</p>}
        actions={
          manage
            ? (session) => (
                <button type="button" className="cora-button cora-quiet" onClick={() => setEnding(session)}>
                  {users.endSession}
                </button>
              )
            : undefined
        }
        columns={[
          { id: "device", header: users.device, cell: ({ device }) => <bdi>{device ?? "–"}</bdi> },
          {
            id: "applications",
            header: users.sessionApplications,
            cell: ({ applications }) => (
              <ul className="cora-plain">
                {applications.map(({ applicationId, applicationName, id, usedAt }) => (
                  <li key={id}>
                    <Link to={{ page: "application", id: applicationId }}>
                      <bdi>{applicationName}</bdi>
                    </Link>{" "}
                    <span className="cora-soft">
                      <When at={usedAt} />
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
          { id: "began", header: users.began, cell: ({ beganAt }) => <When at={beganAt} /> },
          { id: "used", header: users.used, cell: ({ usedAt }) => <When at={usedAt} /> },
          { id: "ends", header: users.ends, cell: ({ endsAt }) => <When at={endsAt} /> },
        ]}
      />
      {ending !== null && (
        <CommandDialog
          close={() => setEnding(null)}
          title={users.endSessionTitle}
          confirm={users.endSession}
          danger
          call={(reason) => ({
            method: "POST",
            path: "/admin/users/{userId}/sessions/{sessionId}/end",
            at: { userId, sessionId: ending.id },
            body: { reason },
          })}
        >
          <p>{users.endSessionText}</p>
        </CommandDialog>
      )}
    </Part>
  );
}

function UserDialog({
  asked,
  close,
  user,
}: {
  readonly user: UserDetail;
  readonly asked: Asked;
  readonly close: () => void;
}) {
  const { people, words } = useAdmin().texts;
  const { users } = people;
  const [role, setRole] = useState<string>(user.platformRole);
  const name = nameOf(user);
  const at = { userId: user.userId };
  const { version } = user;
  switch (asked.what) {
    case "suspend":
      return (
        <CommandDialog
          close={close}
          title={users.suspendTitle(name)}
          confirm={users.suspendConfirm(name)}
          danger
          call={(reason) => ({ method: "POST", path: "/admin/users/{userId}/suspend", at, body: { reason }, version })}
        >
          <p>{users.suspendText}</p>
        </CommandDialog>
      );
    case "restore":
      return (
        <CommandDialog
          close={close}
          title={users.restoreTitle(name)}
          confirm={users.restore}
          call={(reason) => ({ method: "POST", path: "/admin/users/{userId}/restore", at, body: { reason }, version })}
        />
      );
    case "signOut":
      return (
        <CommandDialog
          close={close}
          title={users.signOutTitle(name)}
          confirm={users.signOut}
          call={(reason) => ({ method: "POST", path: "/admin/users/{userId}/sessions/end", at, body: { reason } })}
        >
          <p>{users.signOutText}</p>
        </CommandDialog>
      );
    case "end":
      return (
        <CommandDialog
          close={close}
          title={users.endTitle(name)}
          confirm={users.endConfirm}
          danger
          typed={user.email ?? user.userId}
          call={(reason) => ({
            method: "POST",
            path: "/admin/users/{userId}/deprovision",
            at,
            body: { reason },
            version,
          })}
        >
          <p>{users.endText}</p>
        </CommandDialog>
      );
    case "role":
      return (
        <CommandDialog
          close={close}
          title={users.changeRoleTitle(name)}
          confirm={users.changeRole}
          changes={[
            {
              field: "platformRole",
              label: users.role,
              before: user.platformRole,
              mine: role,
              words: (value) => words.platformRole[String(value)] ?? String(value),
            },
          ]}
          call={(reason) => ({
            method: "PUT",
            path: "/admin/users/{userId}/role",
            at,
            body: { role, reason },
            version,
          })}
        >
          <SelectField
            label={users.role}
            value={role}
            options={PLATFORM_ROLES.map((one) => ({ value: one, label: words.platformRole[one] ?? one }))}
            change={setRole}
          />
        </CommandDialog>
      );
    case "unlink":
      return (
        <CommandDialog
          close={close}
          title={users.unlinkTitle}
          confirm={users.unlink}
          danger
          call={(reason) => ({
            method: "DELETE",
            path: "/admin/users/{userId}/identities/{identityId}",
            at: { ...at, identityId: String(asked.identity.id) },
            body: { reason },
            version,
          })}
        >
          <p>
            <Ltr>{asked.identity.issuer}</Ltr>
          </p>
        </CommandDialog>
      );
  }
}
