"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { useResource } from "../../data/resources.js";
import { Badge, Failure, Skeleton } from "../../parts/notice.js";
import { Facts, Link, Screen, Tabs } from "../../parts/screen.js";
import { Identifier, Ltr, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { UseButtons } from "./activation.js";
import { CheckPart } from "./check.js";
import { GroupsPart } from "./groups.js";
import { ConnectionAuditPart, HistoryPart } from "./history.js";
import { DeletePart } from "./delete-draft.js";
import { useKind } from "./kind.js";
import { SecretPart } from "./secret-end.js";
import { SettingsEditor } from "./settings-editor.js";
import { nextStep } from "./state.js";
import type { ConnectionRow } from "./state.js";
import { TestLogin } from "./test-login.js";

type ConnectionHealth = Schema<"ConnectionHealth">;

/** A part of a connection's page. */
export type ConnectionTab = "overview" | "settings" | "groups" | "test" | "history" | "audit";

const TABS = ["overview", "settings", "groups", "test", "history", "audit"] as const satisfies readonly ConnectionTab[];

/** The capabilities that parts need next to that of the page. */
const NEEDS: Readonly<Partial<Record<ConnectionTab, string>>> = { groups: "policy:read" };

/** Properties of {@link ConnectionScreen}. */
export interface ConnectionScreenProps {
  readonly id: string;
  /** The part that is shown; the screen keeps it itself if absent. */
  readonly tab?: ConnectionTab;
}

/** One connection: its state, settings, test logins, history and records. */
export function ConnectionScreen({ id, tab }: ConnectionScreenProps) {
  const { can, texts } = useAdmin();
  const { connections, words } = texts;
  const [own, setOwn] = useState<ConnectionTab>("overview");
  const current = tab ?? own;
  const {
    data: row,
    error,
    loading,
    retry,
  } = useResource<ConnectionRow>("/admin/idp-config/{providerType}", {
    at: { providerType: id },
  });
  return (
    <Screen
      title={row === undefined ? connections.title : <bdi>{row.displayName}</bdi>}
      needs="idp:read"
      lead={
        row !== undefined && (
          <span className="cora-badges">
            <Badge tone={row.isActive ? "good" : "plain"}>{words.connectionStatus[row.status] ?? row.status}</Badge>
            {row.isDefault && <Badge tone="info">{connections.isDefault}</Badge>}
          </span>
        )
      }
    >
      {loading && <Skeleton lines={8} />}
      {error && <Failure error={error} retry={retry} />}
      {row !== undefined && (
        <>
          <Tabs
            label={connections.tabsOf(row.displayName)}
            current={current}
            select={(next) => setOwn(next as ConnectionTab)}
            tabs={TABS.filter((one) => (NEEDS[one] === undefined ? true : can(NEEDS[one]))).map((one) => ({
              id: one,
              label: connections.tabs[one],
              to: { page: "connection", id, ...(one !== "overview" && { tab: one }) },
            }))}
          />
          {current === "overview" && <OverviewPart row={row} />}
          {current === "settings" && (
            <>
              <SettingsEditor row={row} />
              <CheckPart row={row} />
            </>
          )}
          {current === "groups" && <GroupsPart row={row} />}
          {current === "test" && <TestLogin row={row} />}
          {current === "history" && <HistoryPart row={row} />}
          {current === "audit" && <ConnectionAuditPart row={row} />}
        </>
      )}
    </Screen>
  );
}

function OverviewPart({ row }: { readonly row: ConnectionRow }) {
  const { can, texts } = useAdmin();
  const { connections, shared } = texts;
  const step = nextStep(row);
  const { kind } = useKind(row.providerType);
  const health = useResource<ConnectionHealth>("/admin/idp-config/{providerType}/health", {
    at: { providerType: row.id },
  });
  return (
    <>
      <Facts
        facts={[
          [connections.kind, kind?.displayName ?? row.providerType],
          [connections.issuer, row.issuer === null ? shared.none : <Ltr key="issuer">{row.issuer}</Ltr>],
          [
            connections.organization,
            row.organizationId === null ? (
              connections.platform
            ) : (
              <Link key="organization" to={{ page: "organization", id: row.organizationId }}>
                <Identifier value={row.organizationId} what={connections.organization} />
              </Link>
            ),
          ],
          [connections.usedNumber, row.activeNumber === null ? shared.none : connections.number(row.activeNumber)],
          [connections.latestNumber, connections.number(row.latestNumber)],
          [connections.updated, <When key="updated" at={row.updatedAt} />],
        ]}
      />
      {step !== "nothing" && can("idp:write") && (
        <p>
          <strong>{connections.nextStep}:</strong>{" "}
          <Link to={{ page: "connection", id: row.id, tab: step === "complete" ? "settings" : "test" }}>
            {connections.steps[step]}
          </Link>
        </p>
      )}
      {health.data !== undefined && (
        <Facts
          facts={[
            [connections.lastSuccess, <When key="success" at={health.data.lastSignedIn} />],
            [connections.loginsDay, String(health.data.day.signedIn)],
            [connections.failuresDay, String(health.data.day.refused + health.data.day.tokensRefused)],
            [connections.lastFailure, <When key="failure" at={health.data.lastRefused} />],
            [
              connections.keys,
              health.data.keys === null ? shared.none : (connections.keysStates[health.data.keys] ?? health.data.keys),
            ],
            [connections.keysFetched, <When key="fetched" at={health.data.keysFetchedAt} />],
          ]}
        />
      )}
      {health.error && <Failure error={health.error} retry={health.retry} />}
      <UseButtons row={row} />
      <SecretPart row={row} />
      <DeletePart row={row} />
    </>
  );
}
