"use client";

import type { Service } from "../data/pending.js";
import { useResource } from "../data/resources.js";
import { Table } from "../parts/list.js";
import { Badge, Failure, Notice, Skeleton } from "../parts/notice.js";
import { Facts, Part, Screen } from "../parts/screen.js";
import { readable } from "../parts/text.js";
import { Ltr } from "../parts/values.js";
import { useAdmin } from "../provider.js";

/** Shows the version of the service and how it is set up. */
export function SystemScreen() {
  const { records, shared } = useAdmin().texts;
  const { system } = records;
  const { data, error, loading, retry } = useResource<Service>("/admin/service");
  return (
    <Screen title={system.title} lead={system.lead} needs="idp:read">
      {loading && <Skeleton lines={6} />}
      {error && <Failure error={error} retry={retry} />}
      {data !== undefined && (
        <>
          <Facts
            facts={[
              [system.version, data.version],
              [system.database, data.database.kind],
              [system.schema, String(data.database.schemaVersion)],
              [system.publicUrl, data.publicUrl === null ? system.noPublicUrl : <Ltr key="url">{data.publicUrl}</Ltr>],
              [system.mail, readable(data.mail)],
            ]}
          />
          <Part title={system.keys}>
            {data.secretKeys.length === 0 && <Notice tone="warn" title={system.noKeys} />}
            {data.secretKeys.length > 0 && (
              <Table
                caption={system.keys}
                rows={data.secretKeys}
                keyOf={({ id }) => id}
                columns={[
                  { id: "key", header: system.key, cell: ({ id }) => <code dir="ltr">{id}</code> },
                  {
                    id: "seals",
                    header: system.seals,
                    cell: ({ seals }) => (seals ? <Badge tone="good">{shared.yes}</Badge> : shared.no),
                  },
                  { id: "secrets", header: system.secrets, cell: ({ secrets }) => String(secrets) },
                ]}
              />
            )}
          </Part>
          <Part title={system.limits}>
            <Facts
              facts={Object.entries(data.limits).map(([name, value]) => [
                readable(name),
                value === null ? shared.none : String(value),
              ])}
            />
          </Part>
        </>
      )}
    </Screen>
  );
}
