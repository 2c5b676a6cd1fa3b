// A permission that the application defines compiles, a misspelled one does not.
import type { ApplicationPermission, Permission, Requirement } from "@cora/auth";
import { createCora } from "@cora/auth/server";
import type { SignedInSession } from "@cora/auth/server";
import { authorize, can } from "@cora/auth/session";
import type { UnifiedSession } from "@cora/auth/session";
import type { UnifiedAuth } from "@cora/auth/react";

const cora = createCora();
declare const request: Request;
declare const user: SignedInSession;
declare const page: UnifiedAuth & { readonly status: "authenticated" };
declare const session: UnifiedSession;

export const known: readonly ApplicationPermission[] = ["invoices:read", "invoices:approve", "reports:read"];
export const all: readonly Permission[] = [...known, "members:manage"];

export async function right(): Promise<boolean> {
  await cora.protect(request, { permission: "invoices:approve" });
  await cora.protect(request, { permission: "reports:read", platform: true });
  await cora.protect(request, { permission: "members:manage" });
  const requirement: Requirement = { capability: "invoices:read" };
  const onServer = user.can("invoices:approve", user.organization?.id) || user.has({ permission: "invoices:read" });
  const inPage = page.can("invoices:approve", page.session.currentOrganizationId) || page.has(requirement);
  return onServer && inPage && can(session, "reports:read") && authorize(session, "reports:read") === "allowed";
}

// @ts-expect-error a permission that the application does not define
cora.protect(request, { permission: "invoices:aprove" });
// @ts-expect-error the same, of a session on the server
user.can("invoices:aprove");
// @ts-expect-error the same, in a page
page.can("invoices:aprove");
// @ts-expect-error a role is no permission
user.has({ permission: "approver" });
// @ts-expect-error a capability that does not exist
can(session, "members:mange");
// @ts-expect-error the same, in a requirement of the core
export const requirement: Requirement = { capability: "invoices:aprove" };
