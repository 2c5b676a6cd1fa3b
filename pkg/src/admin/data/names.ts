"use client";

import type { Schema } from "../../client/index.js";
import { useAdmin } from "../provider.js";
import { useList, useResource } from "./resources.js";

/** Names by identifier, of organizations, connections and users. */
export type KnownNames = Readonly<Record<string, string>>;

/**
 * Returns the names of the connections and of the first organizations, for traces, which have
 * identifiers alone.
 */
export function useKnownNames(): KnownNames {
  const { can } = useAdmin();
  const connections = useResource<readonly Schema<"ConnectionRow">[]>("/admin/idp-config", {
    enabled: can("idp:read"),
  });
  const organizations = useList<Schema<"OrganizationView">>("/admin/orgs", {
    query: { limit: 200 },
    enabled: can("organizations:read"),
  });
  return Object.fromEntries([
    ...(connections.data ?? []).map(({ displayName, id }) => [id, displayName]),
    ...organizations.rows.map(({ id, name }) => [id, name]),
  ]);
}
