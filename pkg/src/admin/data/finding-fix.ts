import type { Schema } from "../../client/index.js";

type Policy = Schema<"ProvisioningPolicy">;
type Finding = Schema<"Finding">;
type Role = Schema<"OrganizationRole">;
type Strategy = Schema<"Strategy">;

/** The lifetimes of invitations between which the lint has no finding, in seconds. */
const LIFETIMES = { shortest: 3_600, longest: 30 * 86_400 };

/** Returns the list in a member of the policy, and the place in it, which a path names. */
function place(path: string): { readonly member: string; readonly at: number } | null {
  const [, member, at] = /^\/policy\/(\w+)\/(\d+)(?:\/\w+)?$/.exec(path) ?? [];
  return member === undefined || at === undefined ? null : { member, at: Number(at) };
}

const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

/** Returns the policy with an entry of a list replaced. */
function withRole(policy: Policy, path: string, role: Role): Policy | null {
  const { at, member } = place(path) ?? { at: -1, member: "" };
  const change = <T extends { role: Role | null }>(list: readonly T[]) =>
    list.map((entry, index) => (index === at ? { ...entry, role } : entry));
  if (member === "groupRoles") return { ...policy, groupRoles: change(policy.groupRoles) };
  if (member === "defaultRoles") return { ...policy, defaultRoles: change(policy.defaultRoles) };
  if (member === "idpOrganizations") return { ...policy, idpOrganizations: change(policy.idpOrganizations) };
  return null;
}

const withStrategy = (policy: Policy, strategy: Strategy): Policy =>
  policy.strategies.includes(strategy) ? policy : { ...policy, strategies: [...policy.strategies, strategy] };

/**
 * Returns the policy in which a finding is gone, if one value settles it; `null` if a person has to
 * choose, or if the cause is outside of the policy. No fix admits anybody whom the policy keeps
 * out, except those for whom a strategy is missing.
 */
export function fixed(policy: Policy, { code, fix, path }: Finding): Policy | null {
  const { at, member } = place(path) ?? { at: -1, member: "" };
  const [, missing] = /^Add the strategy `(\w+)`[.,]/.exec(fix) ?? [];
  if (missing !== undefined) return withStrategy(policy, missing as Strategy);
  switch (code) {
    case "unverified_email_accepted":
      return { ...policy, requireVerifiedEmail: true };
    case "second_subject_unasked":
      return { ...policy, secondSubject: "ask_administrator" };
    case "bootstrap_first_user":
    case "bootstrap_list_empty":
      return { ...policy, bootstrap: { mode: "token" } };
    case "seats_not_enforced":
      return { ...policy, enforceSeats: true };
    case "invitation_lifetime_too_long":
      return { ...policy, invitationLifetimeSeconds: LIFETIMES.longest };
    case "invitation_lifetime_too_short":
      return { ...policy, invitationLifetimeSeconds: LIFETIMES.shortest };
    case "personal_organization_unused":
      return { ...policy, personalOrganization: false };
    case "entry_closed":
    case "neither_creates_nor_links":
      return withStrategy(policy, "invitation");
    case "unreachable_strategy":
      return member === "strategies" ? { ...policy, strategies: without(policy.strategies, at) } : null;
    case "reserved_role":
      return withRole(policy, path, member === "defaultRoles" ? "org_user" : "org_admin");
    case "role_capped":
      return withRole(policy, path, "org_user");
    case "shadowed_entry":
      if (member === "groupRoles") return { ...policy, groupRoles: without(policy.groupRoles, at) };
      if (member === "defaultRoles") return { ...policy, defaultRoles: without(policy.defaultRoles, at) };
      if (member === "idpOrganizations") return { ...policy, idpOrganizations: without(policy.idpOrganizations, at) };
      return null;
    default:
      return null;
  }
}
