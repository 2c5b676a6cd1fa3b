"use client";

import type { Schema } from "../../client/index.js";
import { useAdmin } from "../provider.js";

/** The roles in an organization, from the lowest to the highest. */
export const ORGANIZATION_ROLES = [
  "org_user",
  "org_admin",
  "org_owner",
] as const satisfies readonly Schema<"OrganizationRole">[];

/** The roles on the platform, from the lowest to the highest. */
export const PLATFORM_ROLES = ["platform_user", "platform_auditor", "platform_admin", "platform_owner"] as const;

/** Returns the roles in an organization as options. */
export function useRoleOptions() {
  const { words } = useAdmin().texts;
  return ORGANIZATION_ROLES.map((role) => ({ value: role as string, label: words.organizationRole[role] ?? role }));
}

/** Returns a person's name for titles: the full name, else the address, else the identifier. */
export const nameOf = (person: {
  readonly fullName?: string | null | undefined;
  readonly email?: string | null | undefined;
  readonly userId?: string | null | undefined;
}) => person.fullName || person.email || person.userId || "–";
