"use client";

import { useResource } from "../../data/resources.js";
import { Badge, Empty, Failure, Skeleton } from "../../parts/notice.js";
import { Link, Screen } from "../../parts/screen.js";
import { Ltr, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { useKind } from "./kind.js";
import { byUse, nextStep } from "./state.js";
import type { ConnectionRow } from "./state.js";

/** Lists the connections, each with its state and the one step that comes next. */
export function ConnectionsScreen() {
  const { can, texts } = useAdmin();
  const { connections, shared } = texts;
  const list = useResource<readonly ConnectionRow[]>("/admin/idp-config");
  const add = can("idp:write") && (
    <Link to={{ page: "new-connection" }} className="cora-button cora-primary">
      {connections.add}
    </Link>
  );
  const none = list.data?.length === 0;
  return (
    <Screen title={connections.title} lead={connections.lead} needs="idp:read" actions={none ? undefined : add}>
      {list.loading && <Skeleton lines={6} />}
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {none && (
        <Empty title={connections.none}>
          <p>{connections.noneText}</p>
          {add}
        </Empty>
      )}
      <ul className="cora-grid" aria-label={shared.rows(list.data?.length ?? 0, false)}>
        {[...(list.data ?? [])].sort(byUse).map((row) => (
          <li key={row.id}>
            <ConnectionCard row={row} />
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function ConnectionCard({ row }: { readonly row: ConnectionRow }) {
  const { can, texts } = useAdmin();
  const { connections, words } = texts;
  const step = nextStep(row);
  const { kind, loading } = useKind(row.providerType);
  return (
    <article className={`cora-card${row.isActive ? " cora-card-active" : ""}`} data-connection={row.id}>
      <h2>
        <Link to={{ page: "connection", id: row.id }}>
          <bdi>{row.displayName}</bdi>
        </Link>
      </h2>
      <p className="cora-badges">
        <Badge tone={row.isActive ? "good" : row.status === "draft" ? "warn" : "plain"}>
          {words.connectionStatus[row.status] ?? row.status}
        </Badge>
        {row.isDefault && <Badge tone="info">{connections.isDefault}</Badge>}
      </p>
      <p className="cora-soft">
        {/* The provider's name, once it is read; its code if the server does not know it. */}
        {kind?.displayName ?? (loading ? "…" : row.providerType)}
        {row.issuer !== null && (
          <>
            {" · "}
            <Ltr>{row.issuer}</Ltr>
          </>
        )}
      </p>
      <p className="cora-soft">
        {connections.updated} <When at={row.updatedAt} />
      </p>
      {step !== "nothing" && can("idp:write") && (
        <p>
          <Link to={{ page: "connection", id: row.id, tab: step === "complete" ? "settings" : "test" }}>
            {connections.nextStep}: {connections.steps[step]}
          </Link>
        </p>
      )}
    </article>
  );
}
