// A snippet of pkg/README.md, literally, with what it leaves out.
import { type AuthOptions, clerkToken, createAuth } from "@cora/auth/next";
import type { OrganizationId } from "@cora/auth/session";
import { headers } from "next/headers";

declare const apiUrl: string, origin: string;
declare const organizationId: OrganizationId;
declare const routes: NonNullable<AuthOptions["routes"]>;
declare function invite(): Promise<void>;

export const { activeConnection, auth, profile, proxy } = createAuth({ apiUrl, origin, headers, routes, getToken: clerkToken });

const who = await auth(); // in a server component, an action or a route handler
if (who.status === "authenticated" && who.can("members:manage", organizationId)) await invite();
