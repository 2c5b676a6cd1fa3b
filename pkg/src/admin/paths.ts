/** The paths of the console's pages, below its base. */

/** A page of the console, with the identifiers in its path. */
export type AdminPage =
  | { readonly page: "overview" | "connections" | "policy" | "why" | "domains" | "requests" | "organizations" }
  | { readonly page: "users" | "logins" | "audit" | "system" | "new-connection" }
  | { readonly page: "applications" | "conflicts" | "sessions" }
  | { readonly page: "application"; readonly id: string; readonly tab?: "secrets" | "permissions" }
  | {
      readonly page: "connection";
      readonly id: string;
      readonly tab?: "settings" | "groups" | "test" | "history" | "audit";
    }
  | { readonly page: "user" | "login"; readonly id: string }
  | { readonly page: "organization"; readonly id: string; readonly tab?: OrganizationTab };

/** A page of one organization. */
export type OrganizationTab = "members" | "invitations" | "requests" | "domains" | "activity" | "settings";

const segment = encodeURIComponent;

/** Returns the path of a page below the console's base. */
export function adminPath(to: AdminPage): string {
  switch (to.page) {
    case "overview":
      return "/";
    case "new-connection":
      return "/connections/new";
    case "connection":
      return `/connections/${segment(to.id)}${to.tab === undefined ? "" : `/${to.tab}`}`;
    case "application":
      return `/applications/${segment(to.id)}${to.tab === undefined ? "" : `/${to.tab}`}`;
    case "user":
      return `/users/${segment(to.id)}`;
    case "login":
      return `/logins/${segment(to.id)}`;
    case "organization":
      return `/orgs/${segment(to.id)}/${to.tab ?? "members"}`;
    default:
      return `/${to.page}`;
  }
}
