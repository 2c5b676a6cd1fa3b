"use client";

/**
 * `@cora/auth/admin`: the administrators' screens as React components, and the data that they show
 * as hooks. Needs `@tanstack/react-query` and `openapi-fetch`; `papaparse` for CSV files.
 *
 * @example
 * ```tsx
 * import { AdminProvider, MembersScreen } from "@cora/auth/admin";
 * import "@cora/auth/admin.css";
 *
 * <AdminProvider client={client} person={{ userId, name }} can={auth.can}>
 *   <MembersScreen orgId={orgId} />
 * </AdminProvider>
 * ```
 */

export type { AdminPerson, Can } from "./access.js";
export { historyLocation, memoryLocation, routerLocation } from "./location.js";
export type { AdminLocation, RouterLike } from "./location.js";
export { adminPath } from "./paths.js";
export type { AdminPage, OrganizationTab } from "./paths.js";
export { AdminProvider, createAdminQueryClient, useAdmin } from "./provider.js";
export type { Admin, AdminChange, AdminProviderProps } from "./provider.js";
export { ADMIN_TEXTS } from "./texts/index.js";
export type { AdminTexts, AdminTextsInput, PartialTexts } from "./texts/index.js";

export { useCommand } from "./data/command.js";
export type { Command, CommandCall, Previewed } from "./data/command.js";
export type { AdminPath, Method, PathValues, QueryValues } from "./data/request.js";
export { useList, useResource } from "./data/resources.js";
export type { Count, Page, Resource, ResourceOptions, Rows } from "./data/resources.js";

export { TraceTree } from "./parts/trace.js";
export type { KnownNames } from "./data/names.js";
export type { TraceTreeProps } from "./parts/trace.js";
export { ApplicationsScreen } from "./screens/applications/list.js";
export { ApplicationScreen } from "./screens/applications/page.js";
export type { ApplicationScreenProps, ApplicationTab } from "./screens/applications/page.js";
export { AuditScreen } from "./screens/audit.js";
export type { AuditScreenProps } from "./screens/audit.js";
export { ConflictsScreen } from "./screens/conflicts.js";
export { ConnectionsScreen } from "./screens/connections/list.js";
export { ConnectionScreen } from "./screens/connections/page.js";
export type { ConnectionScreenProps, ConnectionTab } from "./screens/connections/page.js";
export { ConnectionWizard } from "./screens/connections/wizard.js";
export type { ConnectionWizardProps } from "./screens/connections/wizard.js";
export { DomainRecord } from "./screens/domain-record.js";
export type { DomainRecordProps } from "./screens/domain-record.js";
export { DomainsScreen } from "./screens/domains.js";
export type { DomainsScreenProps } from "./screens/domains.js";
export { InvitationsScreen } from "./screens/invitations.js";
export { InviteFromCsv } from "./screens/invite-from-csv.js";
export type { InviteFromCsvProps } from "./screens/invite-from-csv.js";
export { LoginScreen, LoginsScreen } from "./screens/logins.js";
export type { LoginScreenProps } from "./screens/logins.js";
export { MembersScreen } from "./screens/members.js";
export type { OrganizationScreenProps } from "./screens/members.js";
export { OrganizationSettingsScreen, OrganizationsScreen } from "./screens/organizations.js";
export { OverviewScreen } from "./screens/overview.js";
export { PolicyScreen } from "./screens/policy/screen.js";
export { TryAChange } from "./screens/policy/try-a-change.js";
export type { TryAChangeProps } from "./screens/policy/try-a-change.js";
export { RequestsScreen } from "./screens/requests.js";
export type { RequestsScreenProps } from "./screens/requests.js";
export { SystemScreen } from "./screens/system.js";
export { UserScreen, UsersScreen } from "./screens/users.js";
export type { UserScreenProps } from "./screens/users.js";
export { Remedies } from "./parts/remedies.js";
export type { RemediesProps } from "./parts/remedies.js";
export { WhyScreen } from "./screens/why.js";
