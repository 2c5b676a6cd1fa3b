//! Views for administrators. Times are UTC in RFC 3339.

use const_format::formatcp;
use cora_core::administration::{RequestStatus, WaitlistStatus};
use cora_core::domain::class::DomainClass;
use cora_core::email::CanonicalEmail;
use cora_core::engine::Configuration;
use cora_core::expectation::PolicyExpectation;
use cora_core::id::{ApplicationId, ConnectionId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId};
use cora_core::identity::IdentityKey;
use cora_core::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use cora_core::permission::ApplicationPermissions;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{
    EnrollmentMode, InvitationAcceptance, InvitationStatus, MembershipSource, MembershipStatus, RoleSource, UserStatus,
    VerificationLevel, VerificationState,
};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::GroupName;
use cora_core::time::UnixSeconds;
use serde::de::DeserializeOwned;

use super::invitation_mail::InvitationDelivery;
use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::row::rows;
use crate::sql::{Sql, seconds, sql};

/// Maximum number of rows on a page.
pub const MAX_PAGE: u32 = 200;

/// Maximum number of domain rules that are linted together with a policy.
const MAX_LINTED_RULES: u32 = 10_000;

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The maximum number of rows. [`MAX_PAGE`] if absent or greater.
    pub limit: Option<u32>,
    /// The key of the last row already seen: a row's identifier, a policy's version, or the `next`
    /// of a page of a list.
    pub after: Option<String>,
}

impl Page {
    /// Returns the maximum number of rows on the page, from 1 to [`MAX_PAGE`].
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE)
    }

    /// Returns the key as a number. Without a valid number, the page begins with the newest row.
    pub(crate) fn number(&self) -> i64 {
        self.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(i64::MAX)
    }

    /// Returns the key as an identifier. Without a valid identifier, the page begins with the first
    /// row.
    pub(crate) fn id(&self) -> String {
        let after = self.after.as_deref().and_then(UserId::parse);
        after.map_or_else(|| uuid::Uuid::nil().to_string(), |id| id.to_string())
    }
}

rows! {
    /// A member of an organization.
    MemberRow {
        /// The user's identifier.
        user_id: UserId = "profiles.user_id",
        /// The user's full name, else the address; null after an erasure.
        user_name: Option<String> = "coalesce(nullif(profiles.full_name, ''), profiles.email)",
        /// The user's email address.
        email: Option<String> = "profiles.email",
        /// The user's full name.
        full_name: Option<String> = "profiles.full_name",
        /// The URL of the user's picture.
        avatar_url: Option<String> = "profiles.avatar_url",
        /// The role in the organization.
        role: OrganizationRole = "org_members.role",
        /// The source of the membership.
        source: MembershipSource = "org_members.source",
        /// The source of the role: `group` if a group mapping gave it, `manual` if an administrator
        /// did, so that group mappings leave it alone; null if it came with the membership.
        role_source: Option<RoleSource> = "org_members.role_source",
        /// The user's status on the platform.
        user_status: UserStatus = "profiles.status",
        /// The time at which the user became a member, UTC in RFC 3339.
        joined_at: String = "@iso(org_members.joined_at)",
        /// The version of the row, raised by each change.
        version: u32 = "org_members.version",
    }

    /// A role of an application that a member of an organization has there.
    MemberApplicationRoleRow {
        /// The application.
        application_id: ApplicationId = "member_application_roles.application_id",
        /// The name of the application.
        application_name: String = "applications.name",
        /// The role.
        role: String = "member_application_roles.role",
        /// The user who gave it.
        given_by: Option<UserId> = "member_application_roles.given_by",
        /// The time at which it was given, UTC in RFC 3339.
        given_at: String = "@iso(member_application_roles.given_at)",
    }

    /// The permissions and roles that an application defines.
    ApplicationPermissionsRow {
        /// The application.
        application_id: ApplicationId = "applications.id",
        /// The name of the application.
        application_name: String = "applications.name",
        /// The version, raised by each change; 0 if none were ever defined.
        version: u32 = "applications.permissions_version",
        /// The permissions and roles.
        defined: ApplicationPermissions = "@json(applications.permissions)",
    }

    /// An invitation.
    InvitationRow {
        /// The invitation's identifier.
        id: InvitationId = "user_invites.id",
        /// The invited address, in canonical form.
        email: String = "user_invites.email",
        /// The organization that the address is invited to.
        organization_id: OrganizationId = "orgs.id",
        /// The name of the organization.
        organization_name: String = "orgs.name",
        /// The role that the invitation gives in the organization.
        role: OrganizationRole = "user_invites.role",
        /// The role that the invitation gives on the platform.
        platform_role: PlatformRole = "user_invites.platform_role",
        /// The status. A pending invitation past its expiry is shown as `expired`, without being
        /// updated.
        status: InvitationStatus = "CASE WHEN user_invites.status = 'pending' AND user_invites.expires_at <= @time(?1)
            THEN 'expired' ELSE user_invites.status END",
        /// The act that accepts the invitation.
        acceptance: InvitationAcceptance = "user_invites.acceptance",
        /// The connection that the invitation has to be accepted through, or null for any.
        connection_id: Option<ConnectionId> = "user_invites.connection_id",
        /// The name of that connection.
        connection_name: Option<String> = "@connection_name(user_invites.connection_id)",
        /// The user who invited and answers for it, or null if a domain rule created it.
        invited_by: Option<UserId> = "user_invites.invited_by",
        /// The full name of that user, else the address; null after an erasure.
        invited_by_name: Option<String> = "@person_name(user_invites.invited_by)",
        /// The user who accepted it, or null if nobody has.
        accepted_by: Option<UserId> = "user_invites.accepted_by",
        /// The address of the login that claimed it with a mailed code, redacted:
        /// `a***@acme.example`. Null unless it was accepted under another address than the invited
        /// one.
        claimed_as: Option<String> = "user_invites.claimed_as",
        /// The first moment at which the invitation is no longer valid, UTC in RFC 3339.
        expires_at: String = "@iso(user_invites.expires_at)",
        /// The time of creation, UTC in RFC 3339.
        created_at: String = "@iso(user_invites.created_at)",
        /// The version of the row, raised by each change.
        version: u32 = "user_invites.version",
        /// The delivery of its mail, or null if none was to be sent.
        delivery: Option<InvitationDelivery> =
            "(SELECT invitation_mails.status FROM invitation_mails WHERE invitation_mails.invitation_id = user_invites.id)",
    }

    /// A domain rule.
    DomainRow {
        /// The rule's identifier.
        id: DomainId = "id",
        /// The organization that the rule belongs to.
        organization_id: OrganizationId = "org_id",
        /// The name of that organization.
        organization_name: Option<String> = "@organization_name(org_email_domains.org_id)",
        /// The pattern: a domain name, or `*.` and a domain name.
        domain: String = "CASE WHEN is_wildcard THEN '*.' ELSE '' END || domain",
        /// The class of the domain.
        class: DomainClass = "class",
        /// The level of proof that the rule requires.
        verification: VerificationLevel = "verification",
        /// The state of the proof.
        state: VerificationState = "state",
        /// The enrollment mode: the effect on a person whose address matches.
        enrollment_mode: EnrollmentMode = "enrollment_mode",
        /// The connection that matching people have to use, or null for any.
        connection_id: Option<ConnectionId> = "connection_id",
        /// The name of that connection.
        connection_name: Option<String> = "@connection_name(org_email_domains.connection_id)",
        /// The groups of which a person must have one to be enrolled; empty if none is required.
        required_groups: Vec<GroupName> = "@json(required_groups)",
        /// The version of the rule, raised by each change.
        version: u32 = "version",
        /// The time at which the proof was last found, UTC in RFC 3339.
        verified_at: Option<String> = "@iso(verified_at)",
        /// The time at which the proof was last checked, UTC in RFC 3339.
        checked_at: Option<String> = "@iso(checked_at)",
        /// The time of creation, UTC in RFC 3339.
        created_at: String = "@iso(created_at)",
    }

    /// A request to join an organization.
    MembershipRequestRow {
        /// The user who asks to join.
        user_id: UserId = "profiles.user_id",
        /// The user's full name, else the address; null after an erasure.
        user_name: Option<String> = "coalesce(nullif(profiles.full_name, ''), profiles.email)",
        /// The user's email address.
        email: Option<String> = "profiles.email",
        /// The user's full name.
        full_name: Option<String> = "profiles.full_name",
        /// The organization that the user asks to join.
        organization_id: OrganizationId = "membership_requests.org_id",
        /// The name of that organization.
        organization_name: Option<String> = "@organization_name(membership_requests.org_id)",
        /// The role that the user would get.
        role: OrganizationRole = "membership_requests.role",
        /// The status of the request.
        status: RequestStatus = "membership_requests.status",
        /// The time of the request, UTC in RFC 3339.
        requested_at: String = "@iso(membership_requests.requested_at)",
    }

    /// An address on the waitlist.
    WaitlistRow {
        /// The address, in canonical form.
        email: String = "email",
        /// The status of the entry.
        status: WaitlistStatus = "status",
        /// The time at which the address was added, UTC in RFC 3339.
        added_at: String = "@iso(added_at)",
    }

    /// A conflict about the owner of an address.
    IdentityConflictRow {
        /// The identifier of the conflict.
        id: IdentityConflictId = "id",
        /// The kind of the conflict.
        kind: IdentityConflictKind = "kind",
        /// The issuer of the identity that signed in.
        issuer: String = "issuer",
        /// The subject of that identity at the issuer.
        subject: String = "external_id",
        /// The connection of the login.
        connection_id: ConnectionId = "connection_id",
        /// The name of that connection.
        connection_name: Option<String> = "@connection_name(identity_conflicts.connection_id)",
        /// The user who holds the address, or to whom the identity was linked once.
        user_id: UserId = "user_id",
        /// The full name of that user, else the address; null after an erasure.
        user_name: Option<String> = "@person_name(identity_conflicts.user_id)",
        /// The returning user who proves the address too, or null.
        claimant_id: Option<UserId> = "claimant_id",
        /// The full name of that user, else the address; null after an erasure.
        claimant_name: Option<String> = "@person_name(identity_conflicts.claimant_id)",
        /// The address in canonical form, or null if the login had none.
        email: Option<String> = "email",
        /// The status of the conflict.
        status: IdentityConflictStatus = "status",
        /// The time of the login that opened it, UTC in RFC 3339.
        opened_at: String = "@iso(opened_at)",
        /// The time of the decision, UTC in RFC 3339, or null while it is open.
        resolved_at: Option<String> = "@iso(resolved_at)",
        /// The administrator who decided, or null while it is open and for the operator.
        resolved_by: Option<UserId> = "resolved_by",
        /// The administrator's reason.
        reason: Option<String> = "reason",
    }

    /// A user of the platform.
    UserRow {
        /// The user's identifier.
        user_id: UserId = "user_id",
        /// The full name, else the address; null after an erasure.
        user_name: Option<String> = "coalesce(nullif(profiles.full_name, ''), profiles.email)",
        /// The email address, as the user wrote it.
        email: Option<String> = "email",
        /// `true` if the address was verified.
        email_verified: bool = "@flag(email_verified)",
        /// The full name.
        full_name: Option<String> = "full_name",
        /// The user's status on the platform.
        status: UserStatus = "status",
        /// The role on the platform.
        platform_role: PlatformRole = "profiles.platform_role",
        /// The number of organizations that the user is an active member of.
        organizations: u32 = "(SELECT count(*) FROM org_members
            WHERE org_members.user_id = profiles.user_id AND org_members.status = 'active')",
        /// The time at which the user was created, UTC in RFC 3339.
        created_at: String = "@iso(created_at)",
        /// The version of the row, raised by each change.
        version: u32 = "version",
    }

    /// An identity that is linked to a user.
    UserIdentityRow {
        /// The number of the identity.
        id: i64 = "external_identities.id",
        /// The issuer.
        issuer: String = "issuer",
        /// The subject at the issuer.
        subject: String = "external_id",
        /// The connection of the identity.
        connection_id: ConnectionId = "connection_id",
        /// The name of that connection.
        connection_name: Option<String> = "@connection_name(external_identities.connection_id)",
        /// The canonical address of the last login, or null if it had none.
        email: Option<String> = "email",
        /// `true` if the provider vouched for the address.
        email_verified: bool = "@flag(email_verified)",
        /// The time of the token that stated the address, UTC in RFC 3339, or null if unknown.
        email_stated_at: Option<String> = "@iso(email_stated_at)",
        /// The time of the link, UTC in RFC 3339.
        created_at: String = "@iso(created_at)",
    }

    /// A membership of a user, also an ended one.
    UserMembershipRow {
        /// The organization.
        organization_id: OrganizationId = "orgs.id",
        /// The name of the organization.
        organization_name: String = "orgs.name",
        /// The role in the organization.
        role: OrganizationRole = "org_members.role",
        /// The status of the membership.
        status: MembershipStatus = "org_members.status",
        /// The source of the membership.
        source: MembershipSource = "org_members.source",
        /// The time at which the user became a member, UTC in RFC 3339.
        joined_at: String = "@iso(org_members.joined_at)",
        /// The time at which the membership ended, UTC in RFC 3339, or null.
        removed_at: Option<String> = "@iso(org_members.removed_at)",
    }

    /// A token that makes an owner of the platform.
    BootstrapTokenRow {
        /// The SHA-256 of the token, 64 lower-case hexadecimal digits.
        token_hash: String = "token_hash",
        /// `true` if it counts although the platform has an owner.
        recovery: bool = "@flag(recovery)",
        /// The time of issue, UTC in RFC 3339.
        created_at: String = "@iso(created_at)",
        /// The first moment at which it no longer counts, UTC in RFC 3339.
        expires_at: String = "@iso(expires_at)",
        /// The time of its use, UTC in RFC 3339, or null.
        used_at: Option<String> = "@iso(used_at)",
        /// The user who used it, or null.
        used_by: Option<UserId> = "used_by",
    }

    /// A version of the policy that is or was in force.
    PolicyVersionRow {
        /// The version number.
        version: u32 = "version",
        /// The policy.
        policy: ProvisioningPolicy = "@json(@versioned(document, version))",
        /// The user who put the version in force, or null for the operator.
        created_by: Option<UserId> = "created_by",
        /// The time at which the version came into force, UTC in RFC 3339.
        created_at: String = "@iso(created_at)",
    }
}

const INVITATION: &str =
    formatcp!("SELECT {row} FROM user_invites JOIN orgs ON orgs.id = user_invites.org_id", row = InvitationRow::OBJECT);
const DOMAIN: &str = formatcp!("SELECT {row} FROM org_email_domains", row = DomainRow::OBJECT);
const CONFLICT: &str = formatcp!("SELECT {row} FROM identity_conflicts", row = IdentityConflictRow::OBJECT);
const MEMBER: &str = formatcp!(
    "SELECT {row} FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id",
    row = MemberRow::OBJECT
);
const USER: &str = formatcp!("SELECT {row} FROM profiles", row = UserRow::OBJECT);

/// Builds the statement that reads a membership, also an ended one.
pub(super) fn member_row(organization: OrganizationId, user: UserId) -> Sql {
    sql!(formatcp!("{MEMBER} WHERE org_members.org_id = @id(?1) AND org_members.user_id = @id(?2)"))
        .bind(organization.to_string())
        .bind(user.to_string())
}

/// Builds the statement that reads an invitation.
pub(super) fn invitation_row(id: InvitationId, now: UnixSeconds) -> Sql {
    sql!(formatcp!("{INVITATION} WHERE user_invites.id = @id(?2)")).bind(seconds(now)).bind(id.to_string())
}

/// Builds the statement that reads a domain rule of an organization.
pub(super) fn domain_row(organization: OrganizationId, id: DomainId) -> Sql {
    sql!(formatcp!("{DOMAIN} WHERE org_id = @id(?1) AND id = @id(?2)"))
        .bind(organization.to_string())
        .bind(id.to_string())
}

/// Builds the statement that reads a conflict.
pub(super) fn conflict_row(id: IdentityConflictId) -> Sql {
    sql!(formatcp!("{CONFLICT} WHERE id = @id(?1)")).bind(id.to_string())
}

/// Builds the statement that reads a user.
pub(super) fn user_row(id: UserId) -> Sql {
    sql!(formatcp!("{USER} WHERE user_id = @id(?1)")).bind(id.to_string())
}

/// Builds the statement that reads the permissions and roles of an application.
pub(super) fn permissions_row(id: ApplicationId) -> Sql {
    sql!(formatcp!("SELECT {row} FROM applications WHERE id = @id(?1)", row = ApplicationPermissionsRow::OBJECT))
        .bind(id.to_string())
}

/// Builds the statement that reads the policy in force.
pub(super) fn policy_row() -> Sql {
    sql!("SELECT @versioned(document, version) FROM provisioning_policy WHERE id = 1")
}

impl Store {
    /// Lists the roles of applications that a member has in an organization, by application and
    /// role.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn member_application_roles(
        &self,
        organization: OrganizationId,
        user: UserId,
    ) -> Result<Vec<MemberApplicationRoleRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row}
             FROM member_application_roles JOIN applications ON applications.id = member_application_roles.application_id
             WHERE org_id = @id(?1) AND user_id = @id(?2) ORDER BY applications.id, role",
            row = MemberApplicationRoleRow::OBJECT
        ));
        self.rows(list.bind(organization.to_string()).bind(user.to_string())).await
    }

    /// Lists the applications that define roles, by identifier.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn application_roles(&self, page: &Page) -> Result<Vec<ApplicationPermissionsRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM applications
             WHERE enabled AND id > @id(?1)
                AND EXISTS (SELECT 1 FROM @each(permissions -> 'roles', role) WHERE role.value IS NOT NULL)
             ORDER BY id LIMIT ?2",
            row = ApplicationPermissionsRow::OBJECT
        ));
        self.rows(list.bind(page.id()).bind(page.limit())).await
    }

    /// Returns the permissions and roles that an application defines, or `None` if there is no such
    /// application.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn application_permissions(
        &self,
        id: ApplicationId,
    ) -> Result<Option<ApplicationPermissionsRow>, StoreError> {
        self.row(permissions_row(id)).await
    }

    /// Returns an invitation, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn invitation(&self, id: InvitationId, now: UnixSeconds) -> Result<Option<InvitationRow>, StoreError> {
        self.row(invitation_row(id, now)).await
    }

    /// Lists the open invitations to any of the addresses, newest first, at most [`MAX_PAGE`].
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn invitations_to(
        &self,
        emails: &[CanonicalEmail],
        now: UnixSeconds,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let list = sql!(formatcp!(
            "{INVITATION} WHERE user_invites.email IN (SELECT address.value FROM @each(?2, address))
                AND user_invites.status = 'pending'
                AND user_invites.expires_at > @time(?1) ORDER BY user_invites.created_at DESC, user_invites.id LIMIT ?3"
        ));
        let emails: Vec<&str> = emails.iter().map(CanonicalEmail::as_str).collect();
        let emails = serde_json::Value::from(emails).to_string();
        self.rows(list.bind(seconds(now)).bind(emails).bind(MAX_PAGE)).await
    }

    /// Returns a domain rule of an organization, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn domain(&self, organization: OrganizationId, id: DomainId) -> Result<Option<DomainRow>, StoreError> {
        self.row(domain_row(organization, id)).await
    }

    /// Returns a conflict, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn identity_conflict(&self, id: IdentityConflictId) -> Result<Option<IdentityConflictRow>, StoreError> {
        self.row(conflict_row(id)).await
    }

    /// Returns a user, or `None` if they do not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn user(&self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        self.row(user_row(id)).await
    }

    /// Lists the identities of a user, oldest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn identities_of_user(&self, id: UserId) -> Result<Vec<UserIdentityRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM external_identities WHERE auth_user_id = @id(?1) ORDER BY external_identities.id",
            row = UserIdentityRow::OBJECT
        ));
        self.rows(list.bind(id.to_string())).await
    }

    /// Returns an identity of a user by its number, or `None` if the user has none with it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn identity_of_user(&self, user: UserId, id: i64) -> Result<Option<IdentityKey>, StoreError> {
        let one = sql!(
            "SELECT @object('issuer', issuer, 'subject', external_id) FROM external_identities
             WHERE auth_user_id = @id(?1) AND id = ?2"
        );
        self.row(one.bind(user.to_string()).bind(id)).await
    }

    /// Lists the memberships of a user, ended ones too, by the organizations' identifiers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn memberships_of_user(&self, id: UserId) -> Result<Vec<UserMembershipRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM org_members JOIN orgs ON orgs.id = org_members.org_id
             WHERE org_members.user_id = @id(?1) ORDER BY orgs.id",
            row = UserMembershipRow::OBJECT
        ));
        self.rows(list.bind(id.to_string())).await
    }

    /// Returns the time of the last login of a user that is on record, UTC in RFC 3339: the sign-in
    /// of a session, a decision that changed something, or the token that stated an address. A
    /// login that changed nothing is recorded only by its session. `None` if none is.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn last_login_of_user(&self, id: UserId) -> Result<Option<String>, StoreError> {
        let last = sql!(
            "SELECT @iso(max(logins.at)) FROM (
                SELECT began_at AS at FROM browser_sessions WHERE user_id = @id(?1)
                UNION ALL SELECT at FROM provisioning_audit_log
                    WHERE user_id = @id(?1) AND outcome IN ('returning', 'provisioned', 'linked', 'approval_required')
                UNION ALL SELECT email_stated_at FROM external_identities WHERE auth_user_id = @id(?1)) AS logins"
        );
        self.read_text(last.bind(id.to_string())).await
    }

    /// Lists the bootstrap and recovery tokens, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn bootstrap_tokens(&self) -> Result<Vec<BootstrapTokenRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM bootstrap_tokens ORDER BY created_at DESC, token_hash LIMIT ?1",
            row = BootstrapTokenRow::OBJECT
        ));
        self.rows(list.bind(MAX_PAGE)).await
    }

    /// Returns the policy in force, or the default policy if none is stored.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn policy(&self) -> Result<ProvisioningPolicy, StoreError> {
        Ok(self.row(policy_row()).await?.unwrap_or_default())
    }

    /// Returns the expectations of the policy, in their order.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn policy_expectations(&self) -> Result<Vec<PolicyExpectation>, StoreError> {
        self.rows(sql!("SELECT @text(document) FROM policy_expectations ORDER BY position")).await
    }

    /// Returns a version of the policy, or `None` if there is none.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn policy_version(&self, version: u32) -> Result<Option<ProvisioningPolicy>, StoreError> {
        let one = sql!("SELECT @versioned(document, version) FROM provisioning_policy_versions WHERE version = ?1");
        self.row(one.bind(version)).await
    }

    /// Returns a policy together with the existing connections and domain rules, for
    /// [`cora_core::lint::lint`]. At most 1,000 connections and 10,000 rules are returned, verified
    /// rules first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn configuration(&self, policy: ProvisioningPolicy) -> Result<Configuration, StoreError> {
        let lists = sql!(
            "SELECT @object(
                'connections', @json((SELECT @array(@json(document)) FROM
                    (SELECT @text(document -> 'connection') AS document FROM connection_documents ORDER BY id LIMIT 1000)
                    AS connections)),
                'domainRules', @json((SELECT @array(@domain(rules)) FROM
                    (SELECT * FROM org_email_domains ORDER BY state = 'verified' DESC, id LIMIT ?1) AS rules)))",
        );
        let configuration: Option<Configuration> = self.row(lists.bind(MAX_LINTED_RULES)).await?;
        Ok(Configuration { policy, ..configuration.unwrap_or_default() })
    }

    /// Lists the policies that are or were in force, newest first.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn policy_versions(&self, page: &Page) -> Result<Vec<PolicyVersionRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row}
             FROM provisioning_policy_versions WHERE version < ?1 ORDER BY version DESC LIMIT ?2",
            row = PolicyVersionRow::OBJECT
        ));
        self.rows(list.bind(page.number()).bind(page.limit())).await
    }

    pub(crate) async fn rows<T: DeserializeOwned>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        self.read_texts(sql).await?.iter().map(|document| read(document)).collect()
    }

    pub(crate) async fn row<T: DeserializeOwned>(&self, sql: Sql) -> Result<Option<T>, StoreError> {
        self.read_text(sql).await?.as_deref().map(read).transpose()
    }
}
