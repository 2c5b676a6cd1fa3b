/** The requirements of `protect()` and `<Show>`, and the core's question that each stands for. */

import type { OrganizationId, OrganizationRole, Permission, PlatformRole, Requirement } from "./glue/types.js";

/**
 * The requirements for a session. Each one that is given has to hold. Without any, a signed-in user
 * is enough.
 */
export interface AccessRequirement {
  /** A capability of Cora, or a permission that the application defines, in the organization. */
  readonly permission?: Permission;
  /** The least role: in the organization, or on the platform. */
  readonly role?: OrganizationRole | PlatformRole;
  /**
   * The organization, of which the user has to be a member; the current one when absent. `null` is
   * no organization, so that nothing is permitted: it never means the platform.
   */
  readonly organization?: OrganizationId | null | undefined;
  /**
   * Set if the permission is asked of the platform and not of an organization. Together with
   * `organization` it permits nothing.
   */
  readonly platform?: boolean;
}

const isPlatformRole = (role: OrganizationRole | PlatformRole): role is PlatformRole => role.startsWith("platform_");

/**
 * Returns the core's question; `undefined` if it is about an organization and there is none, so
 * that the answer is no. An empty question is met by every signed-in user.
 */
export function questionOf(requirement: AccessRequirement, current: OrganizationId | null): Requirement | undefined {
  const { permission, platform = false, role } = requirement;
  const isNamed = "organization" in requirement;
  // A contradiction permits nothing.
  if (isNamed && platform) return undefined;
  const organizationId = isNamed ? requirement.organization : current;
  const ofOrganization =
    isNamed || (permission !== undefined && !platform) || (role !== undefined && !isPlatformRole(role));
  if (ofOrganization && (organizationId === null || organizationId === undefined)) return undefined;
  return {
    ...(permission !== undefined && { capability: permission }),
    ...(role !== undefined && (isPlatformRole(role) ? { platformRole: role } : { organizationRole: role })),
    ...(ofOrganization && !platform && { organizationId: organizationId ?? null }),
  };
}
