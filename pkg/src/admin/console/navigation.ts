import type { AdminPage } from "../paths.js";
import type { AdminTexts } from "../texts/index.js";

/** An entry of the console's navigation. */
export interface NavigationEntry {
  readonly to: AdminPage;
  readonly label: string;
  /** The key that, after `g`, goes to the page. */
  readonly key?: string;
}

type Allowed = (capability: string, organizationId?: string) => boolean;

/** Returns the pages of the platform that a person may see. */
export function platformEntries(can: Allowed, texts: AdminTexts): readonly NavigationEntry[] {
  const { applications, conflicts, connections, people, policy, records, why } = texts;
  const all: readonly (readonly [needs: string, entry: NavigationEntry])[] = [
    ["audit:read", { to: { page: "overview" }, label: records.overview.title, key: "o" }],
    ["users:read", { to: { page: "why" }, label: why.title, key: "w" }],
    ["idp:read", { to: { page: "connections" }, label: connections.title, key: "c" }],
    ["policy:read", { to: { page: "policy" }, label: policy.title, key: "p" }],
    ["organizations:read", { to: { page: "domains" }, label: people.domains.title, key: "d" }],
    ["users:read", { to: { page: "users" }, label: people.users.title, key: "u" }],
    ["users:read", { to: { page: "requests" }, label: people.requests.title, key: "r" }],
    ["users:read", { to: { page: "conflicts" }, label: conflicts.title, key: "f" }],
    ["organizations:read", { to: { page: "organizations" }, label: people.organizations.title, key: "n" }],
    ["application:read", { to: { page: "applications" }, label: applications.title, key: "i" }],
    ["audit:read", { to: { page: "logins" }, label: records.logins.title, key: "l" }],
    ["audit:read", { to: { page: "audit" }, label: records.audit.title, key: "a" }],
    ["idp:read", { to: { page: "system" }, label: records.system.title, key: "s" }],
  ];
  return all.filter(([needs]) => can(needs)).map(([, entry]) => entry);
}

/** Returns the pages of an organization that a person may see. */
export function organizationEntries(id: string, can: Allowed, texts: AdminTexts): readonly NavigationEntry[] {
  const { tabs } = texts.people.organizations;
  const all = [
    ["members:read", "members"],
    ["invitations:manage", "invitations"],
    ["members:manage", "requests"],
    ["domains:manage", "domains"],
    ["audit:read", "activity"],
    ["org:read", "settings"],
  ] as const;
  return all
    .filter(([needs]) => can(needs, id))
    .map(([, tab]) => ({ to: { page: "organization", id, tab }, label: tabs[tab] }));
}
