"use client";

import type { Schema } from "../../client/index.js";
import { useKnownNames } from "../data/names.js";
import { useList, useResource } from "../data/resources.js";
import { List, useFilterValues } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { Empty, Failure, Notice, Skeleton } from "../parts/notice.js";
import { OutcomeBadge } from "../parts/outcome.js";
import { Facts, Link, Part, Screen } from "../parts/screen.js";
import { readable } from "../parts/text.js";
import { TraceTree } from "../parts/trace.js";
import { Identifier, Person, When } from "../parts/values.js";
import { useAdmin } from "../provider.js";

type LoginDetail = LoginRow & { readonly trace: Schema<"Trace"> | null };
type LoginRow = Schema<"LoginRow">;

/** Lists decided logins and refused tokens, newest first. */
export function LoginsScreen() {
  const { records, shared, words } = useAdmin().texts;
  const { logins } = records;
  const filters: readonly Filter[] = [
    {
      name: "outcome",
      label: logins.outcome,
      kind: "choice",
      options: Object.entries({ ...words.outcome, token_refused: logins.tokenRefused }).map(([value, label]) => ({
        value,
        label,
      })),
    },
    { name: "reason", label: logins.reason, kind: "search" },
    { name: "address", label: logins.address, kind: "search", hint: logins.addressHint },
    { name: "from", label: shared.from, kind: "day" },
    { name: "until", label: shared.until, kind: "day" },
  ];
  const list = useList<LoginRow>("/admin/logins", { query: useFilterValues(filters) });
  return (
    <Screen title={logins.title} lead={logins.lead} needs="audit:read">
      <List
        caption={logins.title}
        list={list}
        filters={filters}
        keyOf={({ id }) => id}
        empty={
          <Empty title={logins.none}>
            <p>{logins.noneText}</p>
          </Empty>
        }
        columns={[
          {
            id: "at",
            header: logins.at,
            cell: ({ at, id }) => (
              <Link to={{ page: "login", id }}>
                <When at={at} />
              </Link>
            ),
          },
          {
            id: "person",
            header: logins.person,
            cell: ({ email, userName }) => <Person name={userName} email={email} />,
          },
          { id: "outcome", header: logins.outcome, cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          { id: "reason", header: logins.reason, cell: ({ reason }) => readable(reason) },
          {
            id: "connection",
            header: logins.connection,
            cell: ({ connectionId, connectionName }) => (
              <Link to={{ page: "connection", id: connectionId }}>
                <bdi>{connectionName ?? connectionId}</bdi>
              </Link>
            ),
          },
        ]}
      />
    </Screen>
  );
}

/** Properties of {@link LoginScreen}. */
export interface LoginScreenProps {
  readonly id: string;
}

/** Shows one recorded login with the trace of its decision. */
export function LoginScreen({ id }: LoginScreenProps) {
  const { records, shared } = useAdmin().texts;
  const { logins } = records;
  const names = useKnownNames();
  const { data, error, loading, retry } = useResource<LoginDetail>("/admin/logins/{loginId}", { at: { loginId: id } });
  return (
    <Screen title={logins.one} needs="audit:read">
      {loading && <Skeleton lines={6} />}
      {error && <Failure error={error} retry={retry} />}
      {data !== undefined && (
        <>
          <Facts
            facts={[
              [logins.at, <When key="at" at={data.at} />],
              [logins.person, <Person key="person" name={data.userName} email={data.email} />],
              [logins.outcome, <OutcomeBadge key="outcome" outcome={data.outcome} />],
              [logins.reason, <code key="reason">{data.reason}</code>],
              [logins.connection, data.connectionName ?? data.connectionId],
              [logins.policyVersion, data.policyVersion ?? "–"],
              [logins.connectionVersion, data.connectionVersion ?? "–"],
              [
                logins.request,
                data.requestId === null ? (
                  shared.none
                ) : (
                  <Identifier key="request" value={data.requestId} what={logins.request} most={36} />
                ),
              ],
            ]}
          />
          <p>
            <Link to={{ page: "why" }} query={{ by: "login", auditId: data.id }}>
              {logins.whyNow}
            </Link>
          </p>
          <Part title={logins.trace}>
            {data.trace ? (
              <TraceTree trace={data.trace} names={names} />
            ) : (
              <Notice tone="info" title={logins.noTrace} />
            )}
          </Part>
        </>
      )}
    </Screen>
  );
}
