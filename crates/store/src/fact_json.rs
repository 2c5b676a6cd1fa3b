//! The JSON documents of rows, in the form of the core's facts. Each form is written once, and used
//! by every statement that loads such facts. A field of the core that is missing here does not
//! compile.

use const_format::formatcp;
use cora_core::provisioning::facts::{DomainRuleFacts, InvitationFacts, MembershipFacts, OrganizationFacts, UserFacts};

use crate::profile::view::ProfileRow;
use crate::row::facts_template;
use crate::sql::template::{Template, template};

/// The placeholder for the row in a document.
pub(crate) const ROW: &str = "<row>";

facts_template! {
    /// The document of [`UserFacts`], from `profiles`.
    USER: UserFacts {
        id = "<row>.user_id",
        status = "<row>.status",
        email = "<row>.email_canonical",
        email_verified = "@flag(<row>.email_verified)",
        email_confirmed_at = "@seconds(<row>.email_confirmed_at)",
        platform_role = "<row>.platform_role",
        role_version = "<row>.role_version",
        current_organization_id = "<row>.current_org_id",
        profile = "@object('name', <row>.full_name, 'givenName', <row>.given_name, 'familyName', <row>.family_name,
            'picture', <row>.avatar_url, 'phoneNumber', <row>.phone)",
    }
}

facts_template! {
    /// The document of [`MembershipFacts`], from `org_members`.
    MEMBERSHIP: MembershipFacts {
        id = "<row>.id",
        status = "<row>.status",
        organization_id = "<row>.org_id",
        user_id = "<row>.user_id",
        role = "<row>.role",
        source = "<row>.source",
        removed_at = "@seconds(<row>.removed_at)",
        role_source = "<row>.role_source",
        base_role = "<row>.base_role",
        role_as_of = "@seconds(<row>.role_as_of)",
    }
}

facts_template! {
    /// The document of [`OrganizationFacts`], from `orgs`.
    ORGANIZATION: OrganizationFacts {
        id = "<row>.id",
        status = "<row>.status",
        name = "<row>.name",
        slug = "<row>.slug",
        seat_limit = "<row>.seat_limit",
        seats_used = "<row>.seats_used",
        owner_count = "<row>.owner_count",
    }
}

facts_template! {
    /// The document of [`DomainRuleFacts`], from `org_email_domains`.
    DOMAIN: DomainRuleFacts {
        id = "<row>.id",
        organization_id = "<row>.org_id",
        pattern = "CASE WHEN <row>.is_wildcard THEN '*.' ELSE '' END || <row>.domain",
        class = "<row>.class",
        verification = "<row>.verification",
        state = "<row>.state",
        enrollment_mode = "<row>.enrollment_mode",
        role = "<row>.role",
        connection_id = "<row>.connection_id",
        required_groups = "@json(<row>.required_groups)",
        version = "<row>.version",
    }
}

facts_template! {
    /// The document of [`InvitationFacts`], from `user_invites` joined
    /// with its `inviter` from `profiles`, if it has one.
    INVITATION: InvitationFacts {
        id = "<row>.id",
        status = "<row>.status",
        email = "<row>.email",
        organization_id = "<row>.org_id",
        role = "<row>.role",
        platform_role = "<row>.platform_role",
        created_at = "@seconds(<row>.created_at)",
        expires_at = "@seconds(<row>.expires_at)",
        connection_id = "<row>.connection_id",
        acceptance = "<row>.acceptance",
        inviter = "@json(CASE WHEN inviter.user_id IS NULL THEN NULL ELSE @object(
            'userId', inviter.user_id,
            'status', inviter.status,
            'platformRole', inviter.platform_role,
            'organizationRole', (SELECT role FROM org_members
                WHERE org_members.org_id = <row>.org_id AND org_members.user_id = inviter.user_id
                    AND org_members.status = 'active')
        ) END)",
    }
}

/// The placeholder for the user in [`PROFILE`].
pub(crate) const PROFILE_USER: &str = "<user>";

/// The statement that reads a [`ProfileView`](crate::profile::ProfileView).
pub(crate) const PROFILE: Template = template!(formatcp!(
    "
SELECT @object(
    'profile', {row},
    'organizations', @json((SELECT @array(@view(joined))
        FROM (SELECT orgs.*, org_members.role, org_members.joined_at
            FROM org_members JOIN orgs ON orgs.id = org_members.org_id
            WHERE org_members.user_id = <user> AND org_members.status = 'active' AND orgs.status = 'active'
            ORDER BY orgs.name, orgs.id) AS joined))
) FROM profiles WHERE user_id = <user>",
    row = ProfileRow::OBJECT
));
