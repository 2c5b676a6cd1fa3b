"use client";

import type { Schema } from "../../client/index.js";
import { useResource } from "../data/resources.js";
import { Badge, Failure, Notice, Skeleton } from "../parts/notice.js";
import { Facts, Part, Screen } from "../parts/screen.js";
import { readable } from "../parts/text.js";
import { Ltr } from "../parts/values.js";
import { useAdmin } from "../provider.js";
import { TestDns, TestMail } from "./system-tests.js";

type Service = Schema<"ServiceState">;

/** Shows the version of the service and how it is set up. */
export function SystemScreen() {
  const { can, texts } = useAdmin();
  const { records, shared } = texts;
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
              [system.database, data.database],
              [system.schema, String(data.schemaVersion)],
              [system.publicUrl, data.publicUrl === null ? system.noPublicUrl : <Ltr key="url">{data.publicUrl}</Ltr>],
              [system.signInUrl, data.signInUrl === null ? shared.none : <Ltr key="sign-in">{data.signInUrl}</Ltr>],
              [system.mail, data.hasMail ? shared.yes : system.noMail],
              [system.nameServers, data.hasNameServers ? shared.yes : shared.no],
            ]}
          />
          {can("idp:write") && (
            <>
              <TestMail />
              <TestDns />
            </>
          )}
          {data.issuerNeeds !== null && <Notice tone="warn" title={system.issuerNeeds(data.issuerNeeds)} />}
          <Part title={system.keys}>
            {data.secretKeys.length === 0 && <Notice tone="warn" title={system.noKeys} />}
            <ul>
              {data.secretKeys.map((key, at) => (
                <li key={key}>
                  <code dir="ltr">{key}</code> {at === 0 && <Badge tone="good">{system.seals}</Badge>}
                </li>
              ))}
            </ul>
            {data.sealedByOtherKeys > 0 && <Notice tone="warn" title={system.sealedByOthers(data.sealedByOtherKeys)} />}
          </Part>
          <Part title={system.limits}>
            <Facts
              facts={Object.entries(data.limits).map(([name, value]) => [
                readable(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
                value === null ? shared.none : String(value),
              ])}
            />
          </Part>
        </>
      )}
    </Screen>
  );
}
