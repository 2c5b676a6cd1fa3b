//! Rows in the shape of the legacy CORA toolkit's, for its front end. They have the columns of
//! CORA's tables, and what its functions added to a row.

use const_format::formatcp;
use cora_core::id::{DomainId, InvitationId, OrganizationId, UserId};
use cora_core::provisioning::facts::{
    EnrollmentMode, InvitationStatus, OrganizationStatus, UserStatus, VerificationState,
};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;

use crate::administration::view::MAX_PAGE;
use crate::database::Store;
use crate::error::StoreError;
use crate::row::rows;
use crate::sql::{seconds, sql};

/// A part of a list, by its position, as CORA's lists are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// The maximum number of rows; [`MAX_PAGE`] if greater.
    pub limit: u32,
    /// The number of rows that are left out.
    pub offset: u32,
}

impl Default for Slice {
    fn default() -> Self {
        Self { limit: MAX_PAGE, offset: 0 }
    }
}

rows! {
    /// A row of `profiles`. Times are UTC in RFC 3339.
    LegacyProfileRow {
        /// The number of the row.
        id: i64 = "profiles.id",
        /// The user's identifier.
        user_id: UserId = "profiles.user_id",
        /// The full name.
        full_name: Option<String> = "profiles.full_name",
        /// The given name.
        given_name: Option<String> = "profiles.given_name",
        /// The family name.
        family_name: Option<String> = "profiles.family_name",
        /// The email address, as the user wrote it.
        email: Option<String> = "profiles.email",
        /// The phone number.
        phone: Option<String> = "profiles.phone",
        /// The URL of the picture.
        avatar_url: Option<String> = "profiles.avatar_url",
        /// The organization that the user works in, or null for none.
        current_org_id: Option<OrganizationId> = "profiles.current_org_id",
        /// The role on the platform.
        global_role: PlatformRole = "profiles.platform_role",
        /// The user who created the profile, or null.
        created_by: Option<UserId> = "profiles.created_by",
        /// The user who changed the profile last, or null.
        updated_by: Option<UserId> = "profiles.updated_by",
        /// The time of creation.
        created_at: String = "@iso(profiles.created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(profiles.updated_at)",
    }

    /// A user of the platform, as CORA's administrators see them. Times are UTC in RFC 3339.
    LegacyUserRow {
        /// The number of the row.
        id: i64 = "profiles.id",
        /// The user's identifier.
        user_id: UserId = "profiles.user_id",
        /// The full name.
        full_name: Option<String> = "profiles.full_name",
        /// The email address, as the user wrote it.
        email: Option<String> = "profiles.email",
        /// The phone number.
        phone: Option<String> = "profiles.phone",
        /// The URL of the picture.
        avatar_url: Option<String> = "profiles.avatar_url",
        /// The status on the platform.
        status: UserStatus = "profiles.status",
        /// The organization that the user works in, or null for none.
        current_org_id: Option<OrganizationId> = "profiles.current_org_id",
        /// The role on the platform.
        global_role: PlatformRole = "profiles.platform_role",
        /// The time of creation.
        created_at: String = "@iso(profiles.created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(profiles.updated_at)",
        /// The time of the last login that is on record, or null.
        last_signin_at: Option<String> = "@iso(nullif(@greatest(@greatest(
            coalesce((SELECT max(began_at) FROM browser_sessions WHERE browser_sessions.user_id = profiles.user_id), @time(0)),
            coalesce((SELECT max(at) FROM provisioning_audit_log WHERE provisioning_audit_log.user_id = profiles.user_id
                AND outcome IN ('returning', 'provisioned', 'linked', 'approval_required')), @time(0))),
            coalesce((SELECT max(email_stated_at) FROM external_identities
                WHERE external_identities.auth_user_id = profiles.user_id), @time(0))), @time(0)))",
        /// The active organizations that the user is an active member of.
        memberships: Vec<LegacyMembershipRow> = "@json((SELECT @array(@object(
                'orgId', orgs.id, 'orgName', orgs.name, 'orgSlug', orgs.slug, 'role', org_members.role,
                'joinedAt', @iso(org_members.joined_at), 'logoUrl', orgs.logo_url, 'appName', orgs.app_name,
                'appIcon', orgs.app_icon))
            FROM org_members JOIN orgs ON orgs.id = org_members.org_id AND orgs.status = 'active'
            WHERE org_members.user_id = profiles.user_id AND org_members.status = 'active'))",
    }

    /// An organization of a user, as CORA adds it to a profile. Times are UTC in RFC 3339.
    LegacyMembershipRow {
        /// The organization's identifier.
        org_id: OrganizationId = "orgs.id",
        /// The organization's name.
        org_name: String = "orgs.name",
        /// The organization's slug.
        org_slug: String = "orgs.slug",
        /// The user's role in the organization.
        role: OrganizationRole = "org_members.role",
        /// The time at which the user joined.
        joined_at: String = "@iso(org_members.joined_at)",
        /// The URL of the logo.
        logo_url: Option<String> = "orgs.logo_url",
        /// The name under which the application is shown to the members.
        app_name: Option<String> = "orgs.app_name",
        /// The icon with which the application is shown to the members.
        app_icon: Option<String> = "orgs.app_icon",
    }

    /// A row of `orgs`, and the role of the user who sees it. Times are UTC in RFC 3339.
    LegacyOrganizationRow {
        /// The organization's identifier.
        id: OrganizationId = "orgs.id",
        /// The name.
        name: String = "orgs.name",
        /// The slug.
        slug: String = "orgs.slug",
        /// The user who founded it, or null.
        owner_id: Option<UserId> = "orgs.owner_id",
        /// The description.
        description: Option<String> = "orgs.description",
        /// The URL of the website.
        website_url: Option<String> = "orgs.website_url",
        /// The URL of the logo.
        logo_url: Option<String> = "orgs.logo_url",
        /// The name under which the application is shown to the members.
        app_name: Option<String> = "orgs.app_name",
        /// The icon with which the application is shown to the members.
        app_icon: Option<String> = "orgs.app_icon",
        /// The status. Only an active organization admits people.
        status: OrganizationStatus = "orgs.status",
        /// The maximum number of members, or null for no limit.
        seat_limit: Option<u32> = "orgs.seat_limit",
        /// The number of active members.
        member_count: u32 = "orgs.seats_used",
        /// The role of the user who sees it, or null if they are not an active member.
        user_role: Option<OrganizationRole> = "org_members.role",
        /// The time at which that user joined, or null.
        joined_at: Option<String> = "@iso(org_members.joined_at)",
        /// The user who created it, or null.
        created_by: Option<UserId> = "orgs.created_by",
        /// The user who changed it last, or null.
        updated_by: Option<UserId> = "orgs.updated_by",
        /// The time of creation.
        created_at: String = "@iso(orgs.created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(orgs.updated_at)",
    }

    /// A row of `org_members`, with the member's profile. Times are UTC in RFC 3339.
    LegacyMemberRow {
        /// The membership's identifier.
        id: String = "org_members.id",
        /// The organization.
        org_id: OrganizationId = "org_members.org_id",
        /// The user.
        user_id: UserId = "org_members.user_id",
        /// The role in the organization.
        role: OrganizationRole = "org_members.role",
        /// The user who added the member, or null.
        added_by: Option<UserId> = "org_members.added_by",
        /// The time at which the user became a member.
        joined_at: String = "@iso(org_members.joined_at)",
        /// The time of creation.
        created_at: String = "@iso(org_members.created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(org_members.updated_at)",
        /// The member's profile.
        profile: LegacyMemberProfile = "@object('id', profiles.id, 'userId', profiles.user_id,
            'fullName', profiles.full_name, 'email', profiles.email, 'phone', profiles.phone,
            'avatarUrl', profiles.avatar_url, 'status', profiles.status, 'globalRole', profiles.platform_role)",
    }

    /// A row of `user_invites`, with the inviter. Times are UTC in RFC 3339.
    LegacyInvitationRow {
        /// The invitation's identifier.
        id: InvitationId = "user_invites.id",
        /// The invited address, in canonical form.
        email: String = "user_invites.email",
        /// The organization.
        org_id: OrganizationId = "orgs.id",
        /// The organization's name.
        org_name: String = "orgs.name",
        /// The role that the invitation gives in the organization.
        role: OrganizationRole = "user_invites.role",
        /// The user who invited, or null if a domain rule did.
        invited_by: Option<UserId> = "user_invites.invited_by",
        /// The inviter's full name, or null.
        inviter_name: Option<String> = "inviter.full_name",
        /// The inviter's email address, or null.
        inviter_email: Option<String> = "inviter.email",
        /// The status. A pending invitation past its expiry is shown as `expired`.
        status: InvitationStatus = "CASE WHEN user_invites.status = 'pending' AND user_invites.expires_at <= @time(?1)
            THEN 'expired' ELSE user_invites.status END",
        /// The first moment at which the invitation is no longer valid.
        expires_at: String = "@iso(user_invites.expires_at)",
        /// The time of creation.
        created_at: String = "@iso(user_invites.created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(user_invites.updated_at)",
    }

    /// A row of `org_email_domains`. Times are UTC in RFC 3339.
    LegacyDomainRow {
        /// The rule's identifier.
        id: DomainId = "id",
        /// The organization.
        org_id: OrganizationId = "org_id",
        /// The domain name; one for the names below it begins with `*.`.
        domain: String = "CASE WHEN is_wildcard THEN '*.' ELSE '' END || domain",
        /// The state of the proof.
        state: VerificationState = "state",
        /// The effect on a person whose address matches.
        enrollment_mode: EnrollmentMode = "enrollment_mode",
        /// The role that people get by the rule.
        default_role: OrganizationRole = "coalesce(role, 'org_user')",
        /// The user who created the rule, or null.
        created_by: Option<UserId> = "created_by",
        /// The user who changed the rule last, or null.
        updated_by: Option<UserId> = "updated_by",
        /// The time of creation.
        created_at: String = "@iso(created_at)",
        /// The time of the last change.
        updated_at: String = "@iso(updated_at)",
    }
}

/// The profile of a member, as CORA adds it to a row of `org_members`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LegacyMemberProfile {
    /// The number of the row.
    pub id: i64,
    /// The user's identifier.
    pub user_id: UserId,
    /// The full name.
    pub full_name: Option<String>,
    /// The email address, as the user wrote it.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The URL of the picture.
    pub avatar_url: Option<String>,
    /// The status on the platform.
    pub status: UserStatus,
    /// The role on the platform.
    pub global_role: PlatformRole,
}

const ORGANIZATION: &str = formatcp!(
    "SELECT {row} FROM orgs LEFT JOIN org_members ON org_members.org_id = orgs.id AND org_members.user_id = @id(?1)
        AND org_members.status = 'active'",
    row = LegacyOrganizationRow::OBJECT
);
const MEMBER: &str = formatcp!(
    "SELECT {row} FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id
     WHERE org_members.status = 'active' AND org_members.org_id = @id(?1)",
    row = LegacyMemberRow::OBJECT
);
const INVITATION: &str = formatcp!(
    "SELECT {row} FROM user_invites JOIN orgs ON orgs.id = user_invites.org_id
        LEFT JOIN profiles AS inviter ON inviter.user_id = user_invites.invited_by",
    row = LegacyInvitationRow::OBJECT
);
const DOMAIN: &str = formatcp!("SELECT {row} FROM org_email_domains", row = LegacyDomainRow::OBJECT);

impl Store {
    /// Returns a user's profile, or `None` if they do not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_profile(&self, user: UserId) -> Result<Option<LegacyProfileRow>, StoreError> {
        let one = sql!(formatcp!(
            "SELECT {row} FROM profiles WHERE profiles.user_id = @id(?1)",
            row = LegacyProfileRow::OBJECT
        ));
        self.row(one.bind(user.to_string())).await
    }

    /// Lists the active organizations that a user is an active member of, by name.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_memberships(&self, user: UserId) -> Result<Vec<LegacyMembershipRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM org_members JOIN orgs ON orgs.id = org_members.org_id AND orgs.status = 'active'
             WHERE org_members.user_id = @id(?1) AND org_members.status = 'active' ORDER BY orgs.name, orgs.id",
            row = LegacyMembershipRow::OBJECT
        ));
        self.rows(list.bind(user.to_string())).await
    }

    /// Lists the users of the platform, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_users(&self, slice: Slice) -> Result<Vec<LegacyUserRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM profiles WHERE profiles.status <> 'deprovisioned'
             ORDER BY profiles.created_at DESC, profiles.id DESC LIMIT ?1 OFFSET ?2",
            row = LegacyUserRow::OBJECT
        ));
        self.rows(list.bind(slice.limit.min(MAX_PAGE)).bind(slice.offset)).await
    }

    /// Lists the active organizations, by name, as a user sees them: all of the platform, or those
    /// that the user is an active member of.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_organizations(
        &self,
        reader: UserId,
        all: bool,
        slice: Slice,
    ) -> Result<Vec<LegacyOrganizationRow>, StoreError> {
        let list = sql!(formatcp!(
            "{ORGANIZATION} WHERE orgs.status = 'active' AND (?2 OR org_members.role IS NOT NULL)
             ORDER BY orgs.name, orgs.id LIMIT ?3 OFFSET ?4"
        ));
        let list = list.bind(reader.to_string()).bind(all);
        self.rows(list.bind(slice.limit.min(MAX_PAGE)).bind(slice.offset)).await
    }

    /// Returns an organization as a user sees it, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_organization(
        &self,
        reader: UserId,
        id: OrganizationId,
    ) -> Result<Option<LegacyOrganizationRow>, StoreError> {
        let one = sql!(formatcp!("{ORGANIZATION} WHERE orgs.id = @id(?2)"));
        self.row(one.bind(reader.to_string()).bind(id.to_string())).await
    }

    /// Lists the active members of an organization, those with a role or all, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_members(
        &self,
        organization: OrganizationId,
        role: Option<OrganizationRole>,
        slice: Slice,
    ) -> Result<Vec<LegacyMemberRow>, StoreError> {
        let list = sql!(formatcp!(
            "{MEMBER} AND (@text(?2) IS NULL OR org_members.role = ?2)
             ORDER BY org_members.joined_at, profiles.id LIMIT ?3 OFFSET ?4"
        ));
        let role = role.map(|role| cora_core::json::Code::name(&role).to_owned());
        let list = list.bind(organization.to_string()).bind(role);
        self.rows(list.bind(slice.limit.min(MAX_PAGE)).bind(slice.offset)).await
    }

    /// Returns an active member of an organization by the identifier of the membership or of the
    /// user, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_member(
        &self,
        organization: OrganizationId,
        id: UserId,
    ) -> Result<Option<LegacyMemberRow>, StoreError> {
        let one = sql!(formatcp!(
            "{MEMBER} AND (org_members.id = @id(?2) OR org_members.user_id = @id(?2))
             ORDER BY org_members.id = @id(?2) DESC LIMIT 1"
        ));
        self.row(one.bind(organization.to_string()).bind(id.to_string())).await
    }

    /// Lists the invitations to an organization, newest first: all, or only the open ones.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_invitations(
        &self,
        organization: OrganizationId,
        all: bool,
        now: UnixSeconds,
        slice: Slice,
    ) -> Result<Vec<LegacyInvitationRow>, StoreError> {
        let list = sql!(formatcp!(
            "{INVITATION} WHERE user_invites.org_id = @id(?2)
                AND (?3 OR user_invites.status = 'pending' AND user_invites.expires_at > @time(?1))
             ORDER BY user_invites.created_at DESC, user_invites.id LIMIT ?4 OFFSET ?5"
        ));
        let list = list.bind(seconds(now)).bind(organization.to_string()).bind(all);
        self.rows(list.bind(slice.limit.min(MAX_PAGE)).bind(slice.offset)).await
    }

    /// Returns an invitation, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_invitation(
        &self,
        id: InvitationId,
        now: UnixSeconds,
    ) -> Result<Option<LegacyInvitationRow>, StoreError> {
        let one = sql!(formatcp!("{INVITATION} WHERE user_invites.id = @id(?2)"));
        self.row(one.bind(seconds(now)).bind(id.to_string())).await
    }

    /// Lists the domain rules of an organization, by domain.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_domains(
        &self,
        organization: OrganizationId,
        slice: Slice,
    ) -> Result<Vec<LegacyDomainRow>, StoreError> {
        let list = sql!(formatcp!("{DOMAIN} WHERE org_id = @id(?1) ORDER BY domain, id LIMIT ?2 OFFSET ?3"));
        let list = list.bind(organization.to_string());
        self.rows(list.bind(slice.limit.min(MAX_PAGE)).bind(slice.offset)).await
    }

    /// Returns a domain rule of an organization, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn legacy_domain(
        &self,
        organization: OrganizationId,
        id: DomainId,
    ) -> Result<Option<LegacyDomainRow>, StoreError> {
        let one = sql!(formatcp!("{DOMAIN} WHERE org_id = @id(?1) AND id = @id(?2)"));
        self.row(one.bind(organization.to_string()).bind(id.to_string())).await
    }
}
