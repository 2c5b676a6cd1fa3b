// A snippet of pkg/README.md, literally, with what it leaves out.
import { type AuthOptions, createAuth } from "@cora/auth/next";
import { createAuthjs } from "@cora/auth/next/authjs";
import type { OrganizationId } from "@cora/auth/session";
import { headers } from "next/headers";

declare const apiUrl: string, origin: string, secret: string;
declare const organizationId: OrganizationId;
declare const secrets: Record<string, string>;
declare const routes: NonNullable<AuthOptions["routes"]>;
declare function invite(): Promise<void>;

export const authjs = createAuthjs({ apiUrl, origin, secret, clientSecret: (connectionId) => secrets[connectionId] });
export const { activeConnection, auth, profile, proxy } = createAuth({ apiUrl, origin, headers, routes,
  getToken: authjs.getToken, getProviderAccessToken: authjs.getProviderAccessToken });

const who = await auth(); // in a server component, an action or a route handler
if (who.status === "authenticated" && who.can("members:manage", organizationId)) await invite();
