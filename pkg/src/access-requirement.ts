/** The requirements of `protect()` and `<Show>`, and the core's question that each stands for. */

import type { OrganizationId, OrganizationRole, Permission, PlatformRole, Requirement, Slug } from "./glue/types.js";

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
   *
   * A text that is not a UUID is the slug of one of the session's organizations. SECURITY: a slug
   * can be changed, and another organization can take it then; an identifier is for ever.
   */
  readonly organization?: OrganizationId | Slug | null | undefined;
  /**
   * Set if the permission is asked of the platform and not of an organization. Together with
   * `organization` it permits nothing.
   */
  readonly platform?: boolean;
}

const isPlatformRole = (role: OrganizationRole | PlatformRole): role is PlatformRole => role.startsWith("platform_");

/** The organizations of a session, as far as it knows them. */
type Known = readonly { readonly id: OrganizationId; readonly slug: Slug | null }[];

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Returns the identifier of an organization that is named by it or by its slug. */
function idOf(named: OrganizationId | Slug | null | undefined, known: Known): OrganizationId | null | undefined {
  // WHY a UUID first: an organization may have another's identifier as its slug.
  if (named === null || named === undefined || UUID.test(named)) return named as OrganizationId | null | undefined;
  return known.find(({ slug }) => slug === named)?.id;
}

/**
 * Returns the core's question; `undefined` if it is about an organization and there is none, so
 * that the answer is no. An empty question is met by every signed-in user.
 */
export function questionOf(
  requirement: AccessRequirement,
  current: OrganizationId | null,
  known: Known,
): Requirement | undefined {
  const { permission, platform = false, role } = requirement;
  const isNamed = "organization" in requirement;
  // A contradiction permits nothing.
  if (isNamed && platform) return undefined;
  const organizationId = isNamed ? idOf(requirement.organization, known) : current;
  const ofOrganization =
    isNamed || (permission !== undefined && !platform) || (role !== undefined && !isPlatformRole(role));
  if (ofOrganization && (organizationId === null || organizationId === undefined)) return undefined;
  return {
    ...(permission !== undefined && { capability: permission }),
    ...(role !== undefined && (isPlatformRole(role) ? { platformRole: role } : { organizationRole: role })),
    ...(ofOrganization && !platform && { organizationId: organizationId ?? null }),
  };
}
