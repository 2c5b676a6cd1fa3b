//! Views for administrators. Times are UTC in RFC 3339.

use const_format::formatcp;
use cora_core::administration::{AdministrationAction, FieldChange, RequestStatus, WaitlistStatus};
use cora_core::domain::class::DomainClass;
use cora_core::email::CanonicalEmail;
use cora_core::engine::Configuration;
use cora_core::expectation::PolicyExpectation;
use cora_core::id::{
    ApplicationId, AuditId, ConnectionId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId,
};
use cora_core::json::Code;
use cora_core::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use cora_core::permission::ApplicationPermissions;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::decision::OutcomeKind;
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
    /// The key of the last row already seen: a row's identifier, an address on the waitlist, a
    /// policy's version, or an audit record's number (for logins, its identifier).
    pub after: Option<String>,
}

/// The audit records that are wanted. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only records from this time on.
    pub from: Option<UnixSeconds>,
    /// Only records from before this time.
    pub until: Option<UnixSeconds>,
    /// Only records of commands that this user gave. The other logs have no actor.
    pub actor_id: Option<UserId>,
    /// Only records about this user.
    pub user_id: Option<UserId>,
    /// Only records of the request with this identifier.
    pub request_id: Option<String>,
}

/// The condition for an audit record that is wanted, for all but the actor.
pub(crate) const WANTED: &str = "at >= @time(?3) AND at < @time(?4)
    AND (@text(?5) IS NULL OR user_id = @id(?5)) AND (@text(?6) IS NULL OR request_id = @text(?6))";

impl AuditFilter {
    /// Binds the parameters of [`WANTED`].
    pub(crate) fn bind_to(&self, list: Sql) -> Sql {
        // The end of the year 9999, the limit for PostgreSQL's times.
        let within = |time: UnixSeconds| seconds(time).min(253_402_300_799);
        let list = list.bind(self.from.map_or(0, within)).bind(self.until.map_or(253_402_300_799, within));
        list.bind(self.user_id.map(|id| id.to_string())).bind(self.request_id.clone())
    }
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
        /// The user who invited and answers for it, or null if a domain rule created it.
        invited_by: Option<UserId> = "user_invites.invited_by",
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
        /// The user's email address.
        email: Option<String> = "profiles.email",
        /// The user's full name.
        full_name: Option<String> = "profiles.full_name",
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
        /// The user who holds the address, or to whom the identity was linked once.
        user_id: UserId = "user_id",
        /// The returning user who proves the address too, or null.
        claimant_id: Option<UserId> = "claimant_id",
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
        /// The email address, as the user wrote it.
        email: Option<String> = "email",
        /// `true` if the address was verified.
        email_verified: bool = "@flag(email_verified)",
        /// The full name.
        full_name: Option<String> = "full_name",
        /// The user's status on the platform.
        status: UserStatus = "status",
        /// The role on the platform.
        platform_role: PlatformRole = "global_role",
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
        /// The issuer.
        issuer: String = "issuer",
        /// The subject at the issuer.
        subject: String = "external_id",
        /// The connection of the identity.
        connection_id: ConnectionId = "connection_id",
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

    /// An audit record of an administrator's command.
    AdministrationAuditRow {
        /// The number of the record, ascending in the order of writing.
        number: i64 = "number",
        /// The record's identifier.
        id: String = "id",
        /// The time of the command, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The kind of the actor: `user` or `operator`.
        actor_kind: String = "actor_kind",
        /// The user who gave the command, or null for the operator.
        actor_id: Option<UserId> = "actor_id",
        /// The action that was taken.
        action: AdministrationAction = "action",
        /// The organization concerned, if any.
        organization_id: Option<OrganizationId> = "org_id",
        /// The user concerned, if any.
        user_id: Option<UserId> = "user_id",
        /// Any other target. An email address is redacted: `a***@acme.example`.
        target: Option<String> = "target",
        /// The changed fields, redacted.
        changes: Vec<FieldChange> = "@json(changes)",
        /// The reason given for the command.
        reason: Option<String> = "reason",
        /// The identifier of the HTTP request.
        request_id: Option<String> = "request_id",
    }

    /// An audit record of a login decision.
    ProvisioningAuditRow {
        /// The record's identifier.
        id: String = "id",
        /// The time of the decision, UTC in RFC 3339.
        at: String = "@iso(at)",
        /// The outcome of the decision.
        outcome: OutcomeKind = "outcome",
        /// The code of the reason.
        reason: String = "reason",
        /// The connection of the login.
        connection_id: ConnectionId = "connection_id",
        /// The user, if there was one.
        user_id: Option<UserId> = "user_id",
        /// The address, redacted: `a***@acme.example`.
        email: Option<String> = "email",
        /// The invitation to another address that the person claimed, or null.
        claimed_invitation_id: Option<InvitationId> = "claimed_invitation_id",
        /// The identifier of the request that was the first with this decision, as in its log line
        /// and in `x-request-id` of its answer; null for a decision of an earlier version.
        request_id: Option<String> = "request_id",
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
const AUDIT: &str = formatcp!("SELECT {row} FROM administration_audit_log", row = AdministrationAuditRow::OBJECT);

/// The condition for a command of the actor that is wanted.
const BY_ACTOR: &str = "(@text(?7) IS NULL OR actor_id = @id(?7))";

/// The condition for an audit record of a login decision that comes after the one with an
/// identifier in a list of the newest first.
const BEFORE: &str = "(@text(?1) IS NULL OR (at, id) <
    (SELECT seen.at, seen.id FROM provisioning_audit_log AS seen WHERE seen.id = @id(?1)))";

/// Builds the statement that reads audit records of login decisions, oldest first, after the one
/// with an identifier.
pub(crate) fn oldest_logins(after: Option<&str>, filter: &AuditFilter, limit: u32) -> Sql {
    let list = sql!(formatcp!(
        "SELECT {row}
         FROM provisioning_audit_log
         WHERE (@text(?1) IS NULL OR (at, id) >
                (SELECT seen.at, seen.id FROM provisioning_audit_log AS seen WHERE seen.id = @id(?1)))
            AND {WANTED}
         ORDER BY at, id LIMIT ?2",
        row = ProvisioningAuditRow::OBJECT
    ));
    filter.bind_to(list.bind(after).bind(limit))
}

/// Builds the statement that reads audit records of administrators' commands, oldest first, after
/// the one with a number.
pub(crate) fn oldest_commands(after: i64, filter: &AuditFilter, limit: u32) -> Sql {
    let list = sql!(formatcp!("{AUDIT} WHERE number > ?1 AND {WANTED} AND {BY_ACTOR} ORDER BY number LIMIT ?2"));
    filter.bind_to(list.bind(after).bind(limit)).bind(filter.actor_id.map(|id| id.to_string()))
}

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
    /// Lists the active members of an organization, by the users' identifiers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn members(&self, organization: OrganizationId, page: &Page) -> Result<Vec<MemberRow>, StoreError> {
        let list = sql!(formatcp!(
            "{MEMBER} WHERE org_members.org_id = @id(?1) AND org_members.status = 'active' AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3"
        ));
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

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

    /// Lists the invitations to an organization, by identifier.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn invitations(
        &self,
        organization: OrganizationId,
        now: UnixSeconds,
        page: &Page,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let list = sql!(formatcp!(
            "{INVITATION} WHERE user_invites.org_id = @id(?2) AND user_invites.id > @id(?3) ORDER BY user_invites.id LIMIT ?4"
        ));
        let list = list.bind(seconds(now)).bind(organization.to_string());
        self.rows(list.bind(page.id()).bind(page.limit())).await
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

    /// Lists the domain rules of an organization, by identifier.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn domains(&self, organization: OrganizationId, page: &Page) -> Result<Vec<DomainRow>, StoreError> {
        let list = sql!(formatcp!("{DOMAIN} WHERE org_id = @id(?1) AND id > @id(?2) ORDER BY id LIMIT ?3"));
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// Returns a domain rule of an organization, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn domain(&self, organization: OrganizationId, id: DomainId) -> Result<Option<DomainRow>, StoreError> {
        self.row(domain_row(organization, id)).await
    }

    /// Lists the open requests to join an organization, by the users' identifiers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn membership_requests(
        &self,
        organization: OrganizationId,
        page: &Page,
    ) -> Result<Vec<MembershipRequestRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row}
             FROM membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id
             WHERE membership_requests.org_id = @id(?1) AND membership_requests.status = 'pending'
                AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3",
            row = MembershipRequestRow::OBJECT
        ));
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// Lists the addresses on the waitlist, in their order.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn waitlist(&self, page: &Page) -> Result<Vec<WaitlistRow>, StoreError> {
        let list = sql!(formatcp!(
            "SELECT {row} FROM waitlist
             WHERE email > ?1 ORDER BY email LIMIT ?2",
            row = WaitlistRow::OBJECT
        ));
        self.rows(list.bind(page.after.clone().unwrap_or_default()).bind(page.limit())).await
    }

    /// Lists the conflicts about addresses and identities, by identifier: those with the status, or
    /// all of them.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn identity_conflicts(
        &self,
        status: Option<IdentityConflictStatus>,
        page: &Page,
    ) -> Result<Vec<IdentityConflictRow>, StoreError> {
        let list = match status {
            Some(status) => sql!(formatcp!("{CONFLICT} WHERE status = ?3 AND id > @id(?1) ORDER BY id LIMIT ?2"))
                .bind(page.id())
                .bind(page.limit())
                .bind(status.name()),
            None => {
                sql!(formatcp!("{CONFLICT} WHERE id > @id(?1) ORDER BY id LIMIT ?2")).bind(page.id()).bind(page.limit())
            }
        };
        self.rows(list).await
    }

    /// Returns a conflict, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn identity_conflict(&self, id: IdentityConflictId) -> Result<Option<IdentityConflictRow>, StoreError> {
        self.row(conflict_row(id)).await
    }

    /// Lists the users of the platform, by identifier. With an address, lists only the users who
    /// have it.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn users(&self, email: Option<&CanonicalEmail>, page: &Page) -> Result<Vec<UserRow>, StoreError> {
        let list = match email {
            Some(email) => {
                sql!(formatcp!("{USER} WHERE email_canonical = ?3 AND user_id > @id(?1) ORDER BY user_id LIMIT ?2"))
                    .bind(page.id())
                    .bind(page.limit())
                    .bind(email.as_str())
            }
            None => sql!(formatcp!("{USER} WHERE user_id > @id(?1) ORDER BY user_id LIMIT ?2"))
                .bind(page.id())
                .bind(page.limit()),
        };
        self.rows(list).await
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

    /// Lists the audit records of administrators' commands, newest first: those of an organization,
    /// or all.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn administration_audit(
        &self,
        organization: Option<OrganizationId>,
        filter: &AuditFilter,
        page: &Page,
    ) -> Result<Vec<AdministrationAuditRow>, StoreError> {
        let list = match organization {
            Some(_) => sql!(formatcp!(
                "{AUDIT} WHERE number < ?1 AND {WANTED} AND {BY_ACTOR} AND org_id = @id(?8) ORDER BY number DESC LIMIT ?2"
            )),
            None => {
                sql!(formatcp!("{AUDIT} WHERE number < ?1 AND {WANTED} AND {BY_ACTOR} ORDER BY number DESC LIMIT ?2"))
            }
        };
        let list = filter.bind_to(list.bind(page.number()).bind(page.limit()));
        let list = list.bind(filter.actor_id.map(|id| id.to_string()));
        let list = match organization {
            Some(id) => list.bind(id.to_string()),
            None => list,
        };
        self.rows(list).await
    }

    /// Lists the audit records of login decisions, newest first. `page.after` is the identifier of
    /// the last record already seen.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn provisioning_audit(
        &self,
        filter: &AuditFilter,
        page: &Page,
    ) -> Result<Vec<ProvisioningAuditRow>, StoreError> {
        // WHY two statements: with the comparison alone in it, the request's index is used.
        let list = match filter.request_id {
            Some(_) => sql!(formatcp!(
                "SELECT {row} FROM provisioning_audit_log
                 WHERE request_id = @text(?6) AND {BEFORE} AND {WANTED} ORDER BY at DESC, id DESC LIMIT ?2",
                row = ProvisioningAuditRow::OBJECT
            )),
            None => sql!(formatcp!(
                "SELECT {row} FROM provisioning_audit_log
                 WHERE {BEFORE} AND {WANTED} ORDER BY at DESC, id DESC LIMIT ?2",
                row = ProvisioningAuditRow::OBJECT
            )),
        };
        let after = page.after.as_deref().and_then(AuditId::parse).map(|id| id.to_string());
        self.rows(filter.bind_to(list.bind(after).bind(page.limit()))).await
    }

    async fn rows<T: DeserializeOwned>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        self.read_texts(sql).await?.iter().map(|document| read(document)).collect()
    }

    async fn row<T: DeserializeOwned>(&self, sql: Sql) -> Result<Option<T>, StoreError> {
        self.read_text(sql).await?.as_deref().map(read).transpose()
    }
}
