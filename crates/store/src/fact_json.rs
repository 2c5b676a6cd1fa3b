//! The JSON documents of rows, in the form of the core's facts. Each form is written once, and used
//! by every statement that loads such facts.

use crate::sql::template::{Template, template};

/// The placeholder for the row in a document.
pub(crate) const ROW: &str = "<row>";

/// The document of [`cora_core::provisioning::facts::UserFacts`], from `profiles`.
pub(crate) const USER: Template = template!(
    "@object(
    'id', <row>.user_id,
    'status', <row>.status,
    'email', <row>.email_canonical,
    'emailVerified', @flag(<row>.email_verified),
    'emailConfirmedAt', @seconds(<row>.email_confirmed_at),
    'platformRole', <row>.global_role,
    'roleVersion', <row>.role_version,
    'currentOrganizationId', <row>.current_org_id,
    'profile', @object('name', <row>.full_name, 'givenName', <row>.given_name, 'familyName', <row>.family_name,
        'picture', <row>.avatar_url, 'phoneNumber', <row>.phone)
)"
);

/// The document of [`cora_core::provisioning::facts::MembershipFacts`], from `org_members`.
pub(crate) const MEMBERSHIP: Template = template!(
    "@object(
    'id', <row>.id,
    'status', <row>.status,
    'organizationId', <row>.org_id,
    'userId', <row>.user_id,
    'role', <row>.role,
    'source', <row>.source,
    'removedAt', @seconds(<row>.removed_at),
    'roleSource', <row>.role_source,
    'baseRole', <row>.base_role,
    'roleAsOf', @seconds(<row>.role_as_of)
)"
);

/// The document of [`cora_core::provisioning::facts::OrganizationFacts`], from `orgs`.
pub(crate) const ORGANIZATION: Template = template!(
    "@object(
    'id', <row>.id,
    'status', <row>.status,
    'name', <row>.name,
    'slug', <row>.slug,
    'seatLimit', <row>.seat_limit,
    'seatsUsed', <row>.seats_used,
    'ownerCount', <row>.owner_count
)"
);

/// The document of [`cora_core::provisioning::facts::DomainRuleFacts`], from `org_email_domains`.
pub(crate) const DOMAIN: Template = template!(
    "@object(
    'id', <row>.id,
    'organizationId', <row>.org_id,
    'pattern', CASE WHEN <row>.is_wildcard THEN '*.' ELSE '' END || <row>.domain,
    'class', <row>.class,
    'verification', <row>.verification,
    'state', <row>.state,
    'enrollmentMode', <row>.enrollment_mode,
    'role', <row>.role,
    'connectionId', <row>.connection_id,
    'requiredGroups', @json(<row>.required_groups),
    'version', <row>.version
)"
);

/// The document of [`cora_core::provisioning::facts::InvitationFacts`], from `user_invites` joined
/// with its `inviter` from `profiles`, if it has one.
pub(crate) const INVITATION: Template = template!(
    "@object(
    'id', <row>.id,
    'status', <row>.status,
    'email', <row>.email,
    'organizationId', <row>.org_id,
    'role', <row>.role,
    'platformRole', <row>.platform_role,
    'createdAt', @seconds(<row>.created_at),
    'expiresAt', @seconds(<row>.expires_at),
    'connectionId', <row>.connection_id,
    'acceptance', <row>.acceptance,
    'inviter', @json(CASE WHEN inviter.user_id IS NULL THEN NULL ELSE @object(
        'userId', inviter.user_id,
        'status', inviter.status,
        'platformRole', inviter.global_role,
        'organizationRole', (SELECT role FROM org_members
            WHERE org_members.org_id = <row>.org_id AND org_members.user_id = inviter.user_id
                AND org_members.status = 'active')
    ) END)
)"
);

/// The document of an [`OrganizationView`](crate::organization::OrganizationView), from `orgs` joined
/// with the role and the time of joining of the user who sees it.
pub(crate) const ORGANIZATION_VIEW: Template = template!(
    "@object(
    'id', <row>.id,
    'name', <row>.name,
    'slug', <row>.slug,
    'logoUrl', <row>.logo_url,
    'status', <row>.status,
    'role', <row>.role,
    'joinedAt', @iso(<row>.joined_at),
    'seatLimit', <row>.seat_limit,
    'seatsUsed', <row>.seats_used,
    'createdAt', @iso(<row>.created_at)
)"
);

/// The placeholder for the user in [`PROFILE`].
pub(crate) const PROFILE_USER: &str = "<user>";

/// The statement that reads a [`ProfileView`](crate::profile::ProfileView).
pub(crate) const PROFILE: Template = template!(
    "
SELECT @object(
    'profile', @object('id', id, 'userId', user_id, 'fullName', full_name, 'email', email, 'phone', phone,
        'avatarUrl', avatar_url, 'currentOrganizationId', current_org_id, 'platformRole', global_role,
        'createdAt', @iso(created_at), 'updatedAt', @iso(updated_at)),
    'organizations', @json((SELECT @array(@view(joined))
        FROM (SELECT orgs.*, org_members.role, org_members.joined_at
            FROM org_members JOIN orgs ON orgs.id = org_members.org_id
            WHERE org_members.user_id = <user> AND org_members.status = 'active' AND orgs.status = 'active'
            ORDER BY orgs.name, orgs.id) AS joined))
) FROM profiles WHERE user_id = <user>"
);
