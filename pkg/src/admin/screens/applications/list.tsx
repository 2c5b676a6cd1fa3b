"use client";

import { useState } from "react";

import type { Schema } from "../../../client/index.js";
import { ListScreen } from "../../parts/list-screen.js";
import { Badge } from "../../parts/notice.js";
import { Link } from "../../parts/screen.js";
import { Identifier, When } from "../../parts/values.js";
import { useAdmin } from "../../provider.js";
import { RegisterDialog } from "./register.js";

/** An application, as the server lists it. */
export type Application = Schema<"ApplicationRow">;

/** Lists the applications of the platform, service accounts among them. */
export function ApplicationsScreen() {
  const { can, texts } = useAdmin();
  const { applications, shared } = texts;
  const [registering, setRegistering] = useState(false);
  return (
    <ListScreen<Application>
      title={applications.title}
      lead={applications.lead}
      needs="application:read"
      path="/admin/applications"
      keyOf={({ id }) => id}
      none={applications.none}
      noneText={applications.noneText}
      first={can("application:write") ? { label: applications.register, run: () => setRegistering(true) } : undefined}
      columns={[
        {
          id: "name",
          header: applications.name,
          cell: ({ id, settings }) => (
            <span className="cora-person">
              <Link to={{ page: "application", id }}>
                <bdi>{settings.name}</bdi>
              </Link>
              <Identifier value={id} what={applications.clientId} />
            </span>
          ),
        },
        { id: "kind", header: applications.kind, cell: ({ settings }) => applications.kinds[settings.kind] },
        {
          id: "state",
          header: applications.state,
          cell: ({ settings }) => (
            <Badge tone={settings.enabled ? "good" : "plain"}>
              {settings.enabled ? applications.on : applications.off}
            </Badge>
          ),
        },
        {
          id: "secrets",
          header: applications.secrets,
          cell: ({ secrets, settings }) => (settings.authentication === "secret" ? secrets.length : shared.none),
        },
        { id: "updated", header: applications.updated, cell: ({ updatedAt }) => <When at={updatedAt} /> },
      ]}
    >
      {() => registering && <RegisterDialog close={() => setRegistering(false)} />}
    </ListScreen>
  );
}
