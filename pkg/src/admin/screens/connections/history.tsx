"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { differences } from "../../data/three-way.js";
import type { Document } from "../../data/three-way.js";
import { useList } from "../../data/resources.js";
import { More } from "../../parts/list.js";
import { Badge, Failure, Skeleton } from "../../parts/notice.js";
import { Part } from "../../parts/screen.js";
import { DifferenceTable } from "../../parts/stale-merge.js";
import { readable } from "../../parts/text.js";
import { Own, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { UseDialog } from "./activation.js";
import { useKind } from "./kind.js";
import { SecretEnd, SecretEndDialog, hasSecret } from "./secret-end.js";
import type { ConnectionRow } from "./state.js";

type Numbered = Schema<"ConfigurationRow">;
type Recorded = Schema<"ConnectionAuditRow">;

/** All settings that were saved, with what changed from one to the next. */
export function HistoryPart({ row }: { readonly row: ConnectionRow }) {
  const { can, texts } = useAdmin();
  const { connections } = texts;
  const [asked, setAsked] = useState<number | null>(null);
  const [ending, setEnding] = useState<Numbered | null>(null);
  const { kind } = useKind(row.providerType);
  const list = useList<Numbered>("/admin/idp-config/{providerType}/versions", {
    at: { providerType: row.id },
    query: { sort: "-number" },
  });
  const newest = list.rows;
  return (
    <Part title={connections.tabs.history}>
      <p>{connections.history}</p>
      {list.loading && <Skeleton lines={5} />}
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.loading && list.error === null && newest.length === 0 && (
        <p className="cora-soft">{connections.noHistory}</p>
      )}
      <ol className="cora-history">
        {newest.map((one, at) => {
          const before = newest[at + 1];
          return (
            <li key={one.number}>
              <div className="cora-part-head">
                <h3>{connections.number(one.number)}</h3>
                {one.isActive && <Badge tone="good">{connections.inUse}</Badge>}
                {!one.isActive && row.isActive && can("idp:activate") && (
                  <button type="button" className="cora-button" onClick={() => setAsked(one.number)}>
                    {connections.rollBack(one.number)}
                  </button>
                )}
              </div>
              <p className="cora-soft">
                {connections.savedBy} <When at={one.createdAt} />
                {one.createdByName && (
                  <>
                    {" · "}
                    <Own>{one.createdByName}</Own>
                  </>
                )}
                {" · "}
                {one.testedAt === null ? (
                  connections.notTestedYet
                ) : (
                  <>
                    {connections.tested} <When at={one.testedAt} />
                    {one.testOutcome !== null && <> ({readable(one.testOutcome)})</>}
                  </>
                )}
              </p>
              {kind !== undefined && hasSecret(kind.fields, one.config) && (
                <p className="cora-soft">
                  {connections.secretEnds} <SecretEnd end={one.secretExpiresAt} />{" "}
                  {can("idp:write") && (
                    <button type="button" className="cora-button cora-quiet" onClick={() => setEnding(one)}>
                      {connections.secretState}
                      <span className="cora-hidden">: {connections.number(one.number)}</span>
                    </button>
                  )}
                </p>
              )}
              {before !== undefined && (
                <details className="cora-fold">
                  <summary>
                    {connections.compare} · {connections.compareTo(before.number)}
                  </summary>
                  <DifferenceTable list={differences(before.config as Document, one.config as Document)} />
                </details>
              )}
            </li>
          );
        })}
      </ol>
      <More list={list} />
      {ending !== null && (
        <SecretEndDialog row={row} number={ending.number} end={ending.secretExpiresAt} close={() => setEnding(null)} />
      )}
      {asked !== null && <UseDialog row={row} change="rollback" number={asked} close={() => setAsked(null)} />}
    </Part>
  );
}

/** The records of the commands on a connection. */
export function ConnectionAuditPart({ row }: { readonly row: ConnectionRow }) {
  const { connections, shared } = useAdmin().texts;
  const list = useList<Recorded>("/admin/idp-config/{providerType}/audit", { at: { providerType: row.id } });
  return (
    <Part title={connections.tabs.audit}>
      {list.loading && <Skeleton lines={5} />}
      {list.error && <Failure error={list.error} retry={list.retry} />}
      <ol className="cora-timeline">
        {list.rows.map((one) => (
          <li key={one.id}>
            <p>
              <strong>{readable(one.action)}</strong> {one.number !== null && connections.number(one.number)}{" "}
              {one.forced && <Badge tone="warn">{connections.force}</Badge>}
            </p>
            <p className="cora-soft">
              <When at={one.performedAt} /> · <Own>{one.performedByName ?? shared.system}</Own>
              {one.reason !== null && (
                <>
                  {" · "}“<Own>{one.reason}</Own>”
                </>
              )}
            </p>
          </li>
        ))}
      </ol>
      <More list={list} />
    </Part>
  );
}
