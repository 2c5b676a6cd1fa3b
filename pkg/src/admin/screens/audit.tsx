"use client";

import { useState } from "react";
import type { ReactNode } from "react";

import type { Schema } from "../../client/index.js";
import { askText } from "../data/text.js";
import { useList } from "../data/resources.js";
import { Filters, useFilterValues } from "../parts/list.js";
import type { Filter } from "../parts/list.js";
import { Empty, Failure, Skeleton } from "../parts/notice.js";
import { OutcomeBadge } from "../parts/outcome.js";
import { Link, Screen } from "../parts/screen.js";
import { readable, templateParts } from "../parts/text.js";
import { Identifier, Own, When } from "../parts/values.js";
import { useAdmin, useQueryValues } from "../provider.js";

type AuditRecord = Schema<"AuditRecord">;

type CommandRecord = Extract<AuditRecord, { readonly log: "commands" }>;
type OtherRecord = Exclude<AuditRecord, CommandRecord>;
/**
 * A record of the timeline, or of an organization, whose records are commands and do not say so.
 */
type ListedRecord = OtherRecord | (Omit<CommandRecord, "log"> & { readonly log?: "commands" });

/** Properties of {@link AuditScreen}. */
export interface AuditScreenProps {
  /** The organization whose records are shown; those of the platform if absent. */
  readonly orgId?: string;
}

/** Shows who did what, as sentences, and exports exactly the records that are filtered. */
export function AuditScreen({ orgId }: AuditScreenProps) {
  const { records, shared } = useAdmin().texts;
  const { audit } = records;
  const [values] = useQueryValues();
  const platform = orgId === undefined;
  const filters: readonly Filter[] = [
    ...(platform
      ? [
          {
            name: "include",
            label: audit.include,
            kind: "choice" as const,
            options: [
              { value: Object.keys(audit.includes).join(","), label: audit.all },
              ...Object.entries(audit.includes).map(([value, label]) => ({ value, label })),
            ],
          },
        ]
      : []),
    { name: "actorId", label: audit.actor, kind: "person" },
    { name: "userId", label: audit.person, kind: "person" },
    { name: "from", label: shared.from, kind: "day" },
    { name: "until", label: shared.until, kind: "day" },
  ];
  const query = useFilterValues(filters);
  const list = useList<ListedRecord>(
    platform ? "/admin/audit" : "/orgs/{orgId}/audit",
    platform ? { query } : { at: { orgId }, query },
  );
  const filtered = filters.some(({ name }) => values[name]);
  return (
    <Screen
      title={platform ? audit.title : audit.activity}
      lead={audit.lead}
      needs="audit:read"
      organizationId={orgId}
      actions={platform ? <Export query={query} /> : undefined}
    >
      <Filters filters={filters} />
      {list.loading && <Skeleton lines={8} />}
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.loading && list.error === null && list.rows.length === 0 && (
        <Empty title={filtered ? shared.nothingMatches : audit.none} />
      )}
      <ol className="cora-timeline" aria-busy={list.refreshing}>
        {list.rows.map((record) => (
          <li key={keyOf(record)}>
            {isOther(record) ? <OtherItem record={record} /> : <CommandItem record={record} />}
          </li>
        ))}
      </ol>
      {list.more !== undefined && (
        <p>
          <button type="button" className="cora-button" disabled={list.loadingMore} onClick={list.more}>
            {list.loadingMore ? shared.loading : shared.more}
          </button>
        </p>
      )}
    </Screen>
  );
}

const isOther = (record: ListedRecord): record is OtherRecord => record.log !== undefined && record.log !== "commands";
const keyOf = (record: ListedRecord) =>
  `${record.log ?? "commands"} ${record.log === "issuer" ? record.number : record.id}`;

/** A record of a login, of the issuer or of a connection. */
function OtherItem({ record }: { readonly record: OtherRecord }) {
  const { records, shared } = useAdmin().texts;
  const { audit } = records;
  const at = record.log === "connections" ? record.performedAt : record.at;
  return (
    <article>
      <p>
        {record.log === "logins" && (
          <>
            <OutcomeBadge outcome={record.outcome} /> <bdi>{record.userName ?? record.email ?? shared.unnamed}</bdi>{" "}
            {readable(record.reason)}
          </>
        )}
        {record.log === "issuer" && (
          <>
            {readable(record.event)}: {readable(record.reason)} <bdi>{record.applicationName ?? ""}</bdi>{" "}
            <bdi>{record.userName ?? ""}</bdi>
          </>
        )}
        {record.log === "connections" && (
          <>
            <bdi>{record.performedByName ?? shared.system}</bdi>: {readable(record.action)}{" "}
            <Link to={{ page: "connection", id: record.connectionId }}>
              <bdi>{record.connectionName ?? record.connectionId}</bdi>
            </Link>
            {record.reason !== null && (
              <>
                {" – “"}
                <Own>{record.reason}</Own>”
              </>
            )}
          </>
        )}
      </p>
      <p className="cora-soft">
        <When at={at} /> · {audit.includes[record.log]}
      </p>
    </article>
  );
}

function Export({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const { client, texts } = useAdmin();
  const { audit } = texts.records;
  const [state, setState] = useState<Error | "ready" | "running">("ready");
  const save = async (format: "csv" | "ndjson") => {
    setState("running");
    try {
      const text = await askText(client, "/admin/audit/export", { ...query, format });
      const href = URL.createObjectURL(
        new Blob([text], { type: format === "csv" ? "text/csv" : "application/x-ndjson" }),
      );
      Object.assign(document.createElement("a"), { href, download: `audit.${format}` }).click();
      URL.revokeObjectURL(href);
      setState("ready");
    } catch (thrown) {
      setState(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  };
  return (
    <>
      {(["csv", "ndjson"] as const).map((format) => (
        <button
          key={format}
          type="button"
          className="cora-button"
          disabled={state === "running"}
          onClick={() => void save(format)}
        >
          {audit.exportAs(format.toUpperCase())}
        </button>
      ))}
      {state instanceof Error && <Failure error={state} />}
    </>
  );
}

/** Fills the names into the sentence of an action. */
function Sentence({ record }: { readonly record: Omit<CommandRecord, "log"> }) {
  const { records, shared } = useAdmin().texts;
  const { audit } = records;
  const { action, actorId, actorKind, actorName, organizationId, organizationName, target, userId, userName } = record;
  const names: Readonly<Record<string, ReactNode>> = {
    actor:
      actorId === null ? (
        readable(actorKind)
      ) : (
        <Link to={{ page: "user", id: actorId }}>
          <bdi>{actorName ?? shared.formerUser}</bdi>
        </Link>
      ),
    person:
      userId === null ? (
        shared.formerUser
      ) : (
        <Link to={{ page: "user", id: userId }}>
          <bdi>{userName ?? shared.formerUser}</bdi>
        </Link>
      ),
    organization:
      organizationId === null ? (
        "–"
      ) : (
        <Link to={{ page: "organization", id: organizationId }}>
          <bdi>{organizationName ?? organizationId}</bdi>
        </Link>
      ),
    target: <bdi>{target ?? userName ?? "–"}</bdi>,
    action: readable(action),
  };
  return (
    <>
      {templateParts(audit.actions[action] ?? audit.other).map(({ name, text }, at) => (
        <span key={at}>{name ? names[text] : text}</span>
      ))}
    </>
  );
}

function CommandItem({ record }: { readonly record: Omit<CommandRecord, "log"> }) {
  const { audit } = useAdmin().texts.records;
  return (
    <article id={record.id}>
      <p>
        <Sentence record={record} />
        {record.reason !== null && (
          <>
            {" – “"}
            <Own>{record.reason}</Own>”
          </>
        )}
      </p>
      <p className="cora-soft">
        <When at={record.at} /> · <code>{record.action}</code>
        {record.requestId !== null && (
          <>
            {" · "}
            <Identifier value={record.requestId} what={audit.requestId} />
          </>
        )}
      </p>
      {record.changes.length > 0 && (
        <details className="cora-fold">
          <summary>
            {audit.changes} ({record.changes.length})
          </summary>
          <ul className="cora-differences">
            {record.changes.map(({ after, before, field }) => (
              <li key={field}>
                <code dir="ltr">{field}</code> {before !== null && <del>{before}</del>}{" "}
                {after !== null && <ins>{after}</ins>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}
