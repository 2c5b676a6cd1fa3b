"use client";

import { useState } from "react";

import { useResource } from "../../data/resources.js";
import { CommandDialog } from "../../parts/command-dialog.js";
import { Badge, Failure, Skeleton } from "../../parts/notice.js";
import { Facts, Screen, Tabs } from "../../parts/screen.js";
import { Identifier, Ltr, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import type { Schema } from "../../../client/index.js";
import type { Application } from "./list.js";
import { PermissionsPart } from "./permissions.js";
import { SecretsPart } from "./secrets.js";
import { SettingsPart } from "./settings.js";

/** A part of an application's page. */
export type ApplicationTab = "settings" | "secrets" | "permissions";

const TABS = ["settings", "secrets", "permissions"] as const satisfies readonly ApplicationTab[];

/** Properties of {@link ApplicationScreen}. */
export interface ApplicationScreenProps {
  readonly id: string;
  /** The part that is shown; the screen keeps it itself if absent. */
  readonly tab?: ApplicationTab;
}

/** One application: its settings, secrets and permissions. */
export function ApplicationScreen({ id, tab }: ApplicationScreenProps) {
  const { can, texts } = useAdmin();
  const { applications } = texts;
  const [own, setOwn] = useState<ApplicationTab>("settings");
  const current = tab ?? own;
  const at = { applicationId: id };
  const allowed = can("application:read");
  const { data, error, loading, retry } = useResource<Application>("/admin/applications/{applicationId}", {
    at,
    enabled: allowed,
  });
  const service = useResource<Schema<"ServiceState">>("/admin/service", { enabled: can("idp:read") });
  const publicUrl = service.data?.publicUrl ?? null;
  return (
    <Screen
      title={data === undefined ? applications.title : <bdi>{data.settings.name}</bdi>}
      needs="application:read"
      lead={
        data !== undefined && (
          <span className="cora-badges">
            <Badge tone={data.settings.enabled ? "good" : "plain"}>
              {data.settings.enabled ? applications.on : applications.off}
            </Badge>
            <Badge>{applications.kinds[data.settings.kind]}</Badge>
          </span>
        )
      }
    >
      {loading && <Skeleton lines={8} />}
      {error && <Failure error={error} retry={retry} />}
      {data !== undefined && (
        <>
          <Facts
            facts={[
              [applications.clientId, <Identifier key="id" value={data.id} what={applications.clientId} most={36} />],
              ...(publicUrl === null
                ? []
                : [
                    [
                      applications.discovery,
                      <Ltr key="discovery">{`${publicUrl}/.well-known/openid-configuration`}</Ltr>,
                    ] as const,
                  ]),
              ...(data.settings.authentication === null
                ? []
                : [[applications.authentication, applications.authentications[data.settings.authentication]] as const]),
              [applications.updated, <When key="updated" at={data.updatedAt} />],
            ]}
          />
          <Tabs
            label={applications.tabsOf(data.settings.name)}
            current={current}
            select={(next) => setOwn(next as ApplicationTab)}
            tabs={TABS.map((one) => ({
              id: one,
              label: applications.tabs[one],
              to: { page: "application", id, ...(one !== "settings" && { tab: one }) },
            }))}
          />
          {current === "settings" && (
            <>
              <SettingsPart application={data} />
              {can("application:write") && <UseButton application={data} />}
            </>
          )}
          {current === "secrets" && <SecretsPart application={data} />}
          {current === "permissions" && <PermissionsPart application={data} />}
        </>
      )}
    </Screen>
  );
}

/** Switches an application on or off. */
function UseButton({ application }: { readonly application: Application }) {
  const { applications } = useAdmin().texts;
  const [asked, setAsked] = useState(false);
  const { enabled, name } = application.settings;
  return (
    <>
      <p>
        <button type="button" className={`cora-button${enabled ? " cora-danger" : ""}`} onClick={() => setAsked(true)}>
          {enabled ? applications.switchOff : applications.switchOn}
        </button>
      </p>
      {asked && (
        <CommandDialog
          title={enabled ? applications.switchOffTitle(name) : applications.switchOnTitle(name)}
          confirm={enabled ? applications.switchOffConfirm(name) : applications.switchOn}
          danger={enabled}
          close={() => setAsked(false)}
          call={(reason) => ({
            method: "POST",
            path: enabled
              ? "/admin/applications/{applicationId}/disable"
              : "/admin/applications/{applicationId}/enable",
            at: { applicationId: application.id },
            body: { reason },
            version: application.version,
          })}
        >
          {enabled && <p>{applications.switchOffText}</p>}
        </CommandDialog>
      )}
    </>
  );
}
