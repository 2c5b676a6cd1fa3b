import type { Capability, OrganizationId, Permission } from "../index.js";

/** The person who uses the screens. */
export interface AdminPerson {
  readonly userId: string;
  readonly name: string;
}

/**
 * Returns `true` if the session has the capability, in the organization if one is named, else on
 * the platform: `can` of `useUnifiedAuth()`.
 */
export type Can = (
  capability: Capability | Permission,
  ...organization: [organizationId?: OrganizationId | null | undefined]
) => boolean;
