// The states of a session, and the requirements, as an application writes them.
import { AccessError, createCora } from "@cora/auth/server";
import type { AccessRequirement, CoraSession, SignedInSession } from "@cora/auth/server";
import { createBrowserCora } from "@cora/auth/browser";
import { createCora as createHonoCora } from "@cora/auth/hono";
import type { OrganizationId } from "@cora/auth";

const cora = createCora({ cookieSecret: ["new", "old"], origins: ["https://app.acme.example"] });
declare const request: Request;
declare const organizationId: OrganizationId;

export function shown(session: CoraSession): string {
  switch (session.status) {
    case "unauthenticated":
      return session.code satisfies "session_missing" | "session_invalid" | "session_ended";
    case "error":
      return session.message;
    case "authenticated":
      return session.organization?.name ?? session.userId;
    default:
      return session satisfies never;
  }
}

export async function page(): Promise<string | null> {
  const user: SignedInSession = await cora.protect(request, { permission: "members:manage", fresh: 300 });
  const inOrganization: boolean = user.can("members:manage", user.organization?.id);
  const onPlatform: boolean = user.can("users:manage") || user.has({ permission: "users:manage", platform: true });
  await cora.protect(request, { role: "org_admin", organization: organizationId, fresh: true });
  await cora.protect(request, { organization: user.organization?.id });
  await cora.protect(request, { fresh: true, acr: ["phr", "phrh"] });
  await cora.protect(request, { acr: "phr" });
  return inOrganization && onPlatform ? user.fullName : null;
}

export const response = (error: unknown): Response | undefined =>
  error instanceof AccessError ? error.response : undefined;

// @ts-expect-error a permission that does not exist
export const misspelled: AccessRequirement = { permission: "members:mange" };
// @ts-expect-error a role that does not exist
export const role: AccessRequirement = { role: "admin" };
declare const session: CoraSession;
// @ts-expect-error there is no user before the status says so
export const user: string = session.userId;

export const hono = createHonoCora();
export const token: Promise<string | null> = createBrowserCora({
  url: "https://cora.acme.example",
  clientId: "a",
}).getToken();
// @ts-expect-error a page without a server has no secret
createBrowserCora({ url: "https://cora.acme.example", clientId: "a", clientSecret: "b" });
