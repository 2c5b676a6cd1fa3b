//! Views for administrators. Times are UTC in RFC 3339.

use const_format::formatcp;
use cora_core::administration::{AdministrationAction, FieldChange, RequestStatus, WaitlistStatus};
use cora_core::domain::class::DomainClass;
use cora_core::email::CanonicalEmail;
use cora_core::engine::Configuration;
use cora_core::id::{ConnectionId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId};
use cora_core::json::Code;
use cora_core::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::facts::{
    EnrollmentMode, InvitationAcceptance, InvitationStatus, MembershipSource, RoleSource, UserStatus,
    VerificationLevel, VerificationState,
};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::GroupName;
use cora_core::time::UnixSeconds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
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
    /// policy's version, or an audit record's number (for logins, its time).
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

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    )*};
}

rows! {
    /// A member of an organization.
    MemberRow {
        /// The user's identifier.
        user_id: UserId,
        /// The user's email address.
        email: Option<String>,
        /// The user's full name.
        full_name: Option<String>,
        /// The URL of the user's picture.
        avatar_url: Option<String>,
        /// The role in the organization.
        role: OrganizationRole,
        /// The source of the membership.
        source: MembershipSource,
        /// The source of the role: `group` if a group mapping gave it, `manual` if an administrator
        /// did, so that group mappings leave it alone; null if it came with the membership.
        role_source: Option<RoleSource>,
        /// The user's status on the platform.
        user_status: UserStatus,
        /// The time at which the user became a member, UTC in RFC 3339.
        joined_at: String,
    }

    /// An invitation.
    InvitationRow {
        /// The invitation's identifier.
        id: InvitationId,
        /// The invited address, in canonical form.
        email: String,
        /// The organization that the address is invited to.
        organization_id: OrganizationId,
        /// The name of the organization.
        organization_name: String,
        /// The role that the invitation gives in the organization.
        role: OrganizationRole,
        /// The role that the invitation gives on the platform.
        platform_role: PlatformRole,
        /// The status. A pending invitation past its expiry is shown as `expired`, without being
        /// updated.
        status: InvitationStatus,
        /// The act that accepts the invitation.
        acceptance: InvitationAcceptance,
        /// The connection that the invitation has to be accepted through, or null for any.
        connection_id: Option<ConnectionId>,
        /// The user who invited and answers for it, or null if a domain rule created it.
        invited_by: Option<UserId>,
        /// The user who accepted it, or null if nobody has.
        accepted_by: Option<UserId>,
        /// The address of the login that claimed it with a mailed code, redacted:
        /// `a***@acme.example`. Null unless it was accepted under another address than the invited
        /// one.
        claimed_as: Option<String>,
        /// The first moment at which the invitation is no longer valid, UTC in RFC 3339.
        expires_at: String,
        /// The time of creation, UTC in RFC 3339.
        created_at: String,
    }

    /// A domain rule.
    DomainRow {
        /// The rule's identifier.
        id: DomainId,
        /// The organization that the rule belongs to.
        organization_id: OrganizationId,
        /// The pattern: a domain name, or `*.` and a domain name.
        domain: String,
        /// The class of the domain.
        class: DomainClass,
        /// The level of proof that the rule requires.
        verification: VerificationLevel,
        /// The state of the proof.
        state: VerificationState,
        /// The enrollment mode: the effect on a person whose address matches.
        enrollment_mode: EnrollmentMode,
        /// The connection that matching people have to use, or null for any.
        connection_id: Option<ConnectionId>,
        /// The groups of which a person must have one to be enrolled; empty if none is required.
        required_groups: Vec<GroupName>,
        /// The version of the rule, raised by each change.
        version: u32,
        /// The time at which the proof was last found, UTC in RFC 3339.
        verified_at: Option<String>,
        /// The time at which the proof was last checked, UTC in RFC 3339.
        checked_at: Option<String>,
        /// The time of creation, UTC in RFC 3339.
        created_at: String,
    }

    /// A request to join an organization.
    MembershipRequestRow {
        /// The user who asks to join.
        user_id: UserId,
        /// The user's email address.
        email: Option<String>,
        /// The user's full name.
        full_name: Option<String>,
        /// The role that the user would get.
        role: OrganizationRole,
        /// The status of the request.
        status: RequestStatus,
        /// The time of the request, UTC in RFC 3339.
        requested_at: String,
    }

    /// An address on the waitlist.
    WaitlistRow {
        /// The address, in canonical form.
        email: String,
        /// The status of the entry.
        status: WaitlistStatus,
        /// The time at which the address was added, UTC in RFC 3339.
        added_at: String,
    }

    /// A conflict about the owner of an address.
    IdentityConflictRow {
        /// The identifier of the conflict.
        id: IdentityConflictId,
        /// The kind of the conflict.
        kind: IdentityConflictKind,
        /// The issuer of the identity that signed in.
        issuer: String,
        /// The subject of that identity at the issuer.
        subject: String,
        /// The connection of the login.
        connection_id: ConnectionId,
        /// The user who holds the address, or to whom the identity was linked once.
        user_id: UserId,
        /// The returning user who proves the address too, or null.
        claimant_id: Option<UserId>,
        /// The address in canonical form, or null if the login had none.
        email: Option<String>,
        /// The status of the conflict.
        status: IdentityConflictStatus,
        /// The time of the login that opened it, UTC in RFC 3339.
        opened_at: String,
        /// The time of the decision, UTC in RFC 3339, or null while it is open.
        resolved_at: Option<String>,
        /// The administrator who decided, or null while it is open and for the operator.
        resolved_by: Option<UserId>,
        /// The administrator's reason.
        reason: Option<String>,
    }

    /// A user of the platform.
    UserRow {
        /// The user's identifier.
        user_id: UserId,
        /// The email address, as the user wrote it.
        email: Option<String>,
        /// `true` if the address was verified.
        email_verified: bool,
        /// The full name.
        full_name: Option<String>,
        /// The user's status on the platform.
        status: UserStatus,
        /// The role on the platform.
        platform_role: PlatformRole,
        /// The number of organizations that the user is an active member of.
        organizations: u32,
        /// The time at which the user was created, UTC in RFC 3339.
        created_at: String,
    }

    /// A version of the policy that is or was in force.
    PolicyVersionRow {
        /// The version number.
        version: u32,
        /// The policy.
        policy: ProvisioningPolicy,
        /// The user who put the version in force, or null for the operator.
        created_by: Option<UserId>,
        /// The time at which the version came into force, UTC in RFC 3339.
        created_at: String,
    }

    /// An audit record of an administrator's command.
    AdministrationAuditRow {
        /// The number of the record, ascending in the order of writing.
        number: i64,
        /// The record's identifier.
        id: String,
        /// The time of the command, UTC in RFC 3339.
        at: String,
        /// The kind of the actor: `user` or `operator`.
        actor_kind: String,
        /// The user who gave the command, or null for the operator.
        actor_id: Option<UserId>,
        /// The action that was taken.
        action: AdministrationAction,
        /// The organization concerned, if any.
        organization_id: Option<OrganizationId>,
        /// The user concerned, if any.
        user_id: Option<UserId>,
        /// Any other target. An email address is redacted: `a***@acme.example`.
        target: Option<String>,
        /// The changed fields, redacted.
        changes: Vec<FieldChange>,
        /// The reason given for the command.
        reason: Option<String>,
        /// The identifier of the HTTP request.
        request_id: Option<String>,
    }

    /// An audit record of a login decision.
    ProvisioningAuditRow {
        /// The record's identifier.
        id: String,
        /// The time of the decision, UTC in RFC 3339.
        at: String,
        /// The outcome of the decision.
        outcome: OutcomeKind,
        /// The code of the reason.
        reason: String,
        /// The connection of the login.
        connection_id: ConnectionId,
        /// The user, if there was one.
        user_id: Option<UserId>,
        /// The address, redacted: `a***@acme.example`.
        email: Option<String>,
        /// The invitation to another address that the person claimed, or null.
        claimed_invitation_id: Option<InvitationId>,
    }
}

const INVITATION: &str = "SELECT @object('id', user_invites.id, 'email', user_invites.email, 'organizationId', orgs.id,
    'organizationName', orgs.name, 'role', user_invites.role, 'platformRole', user_invites.platform_role,
    'status', CASE WHEN user_invites.status = 'pending' AND user_invites.expires_at <= @time(?1) THEN 'expired'
        ELSE user_invites.status END,
    'acceptance', user_invites.acceptance, 'connectionId', user_invites.connection_id,
    'invitedBy', user_invites.invited_by, 'acceptedBy', user_invites.accepted_by,
    'claimedAs', user_invites.claimed_as, 'expiresAt', @iso(user_invites.expires_at),
    'createdAt', @iso(user_invites.created_at))
    FROM user_invites JOIN orgs ON orgs.id = user_invites.org_id";

const DOMAIN: &str = "SELECT @object('id', id, 'organizationId', org_id,
    'domain', CASE WHEN is_wildcard THEN '*.' ELSE '' END || domain, 'class', class, 'verification', verification,
    'state', state, 'enrollmentMode', enrollment_mode, 'connectionId', connection_id,
    'requiredGroups', @json(required_groups), 'version', version,
    'verifiedAt', @iso(verified_at), 'checkedAt', @iso(checked_at), 'createdAt', @iso(created_at))
    FROM org_email_domains";

const CONFLICT: &str = "SELECT @object('id', id, 'kind', kind, 'issuer', issuer, 'subject', external_id,
    'connectionId', connection_id, 'userId', user_id, 'claimantId', claimant_id, 'email', email, 'status', status,
    'openedAt', @iso(opened_at), 'resolvedAt', @iso(resolved_at), 'resolvedBy', resolved_by, 'reason', reason)
    FROM identity_conflicts";
const USER: &str = "SELECT @object('userId', user_id, 'email', email, 'emailVerified', @flag(email_verified),
    'fullName', full_name, 'status', status, 'platformRole', global_role,
    'organizations', (SELECT count(*) FROM org_members
        WHERE org_members.user_id = profiles.user_id AND org_members.status = 'active'),
    'createdAt', @iso(created_at)) FROM profiles";

const AUDIT: &str = "SELECT @object('number', number, 'id', id, 'at', @iso(at), 'actorKind', actor_kind,
    'actorId', actor_id, 'action', action, 'organizationId', org_id, 'userId', user_id, 'target', target,
    'changes', @json(changes), 'reason', reason, 'requestId', request_id) FROM administration_audit_log";

impl Store {
    /// Lists the active members of an organization, by the users' identifiers.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn members(&self, organization: OrganizationId, page: &Page) -> Result<Vec<MemberRow>, StoreError> {
        let list = sql!(
            "SELECT @object('userId', profiles.user_id, 'email', profiles.email, 'fullName', profiles.full_name,
                'avatarUrl', profiles.avatar_url, 'role', org_members.role, 'source', org_members.source,
                'roleSource', org_members.role_source,
                'userStatus', profiles.status, 'joinedAt', @iso(org_members.joined_at))
             FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id
             WHERE org_members.org_id = @id(?1) AND org_members.status = 'active' AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3"
        );
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
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
        let one = sql!(formatcp!("{INVITATION} WHERE user_invites.id = @id(?2)"));
        self.row(one.bind(seconds(now)).bind(id.to_string())).await
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
        let one = sql!(formatcp!("{DOMAIN} WHERE org_id = @id(?1) AND id = @id(?2)"));
        self.row(one.bind(organization.to_string()).bind(id.to_string())).await
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
        let list = sql!(
            "SELECT @object('userId', profiles.user_id, 'email', profiles.email, 'fullName', profiles.full_name,
                'role', membership_requests.role, 'status', membership_requests.status,
                'requestedAt', @iso(membership_requests.requested_at))
             FROM membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id
             WHERE membership_requests.org_id = @id(?1) AND membership_requests.status = 'pending'
                AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3"
        );
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// Lists the addresses on the waitlist, in their order.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn waitlist(&self, page: &Page) -> Result<Vec<WaitlistRow>, StoreError> {
        let list = sql!(
            "SELECT @object('email', email, 'status', status, 'addedAt', @iso(added_at)) FROM waitlist
             WHERE email > ?1 ORDER BY email LIMIT ?2"
        );
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
        self.row(sql!(formatcp!("{CONFLICT} WHERE id = @id(?1)")).bind(id.to_string())).await
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
        self.row(sql!(formatcp!("{USER} WHERE user_id = @id(?1)")).bind(id.to_string())).await
    }

    /// Returns the policy in force, or the default policy if none is stored.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn policy(&self) -> Result<ProvisioningPolicy, StoreError> {
        let policy =
            self.row(sql!("SELECT @versioned(document, version) FROM provisioning_policy WHERE id = 1")).await?;
        Ok(policy.unwrap_or_default())
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
        let list = sql!(
            "SELECT @object('version', version, 'policy', @json(@versioned(document, version)), 'createdBy', created_by,
                'createdAt', @iso(created_at))
             FROM provisioning_policy_versions WHERE version < ?1 ORDER BY version DESC LIMIT ?2",
        );
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
        page: &Page,
    ) -> Result<Vec<AdministrationAuditRow>, StoreError> {
        let list = match organization {
            Some(id) => sql!(formatcp!("{AUDIT} WHERE org_id = @id(?3) AND number < ?1 ORDER BY number DESC LIMIT ?2"))
                .bind(page.number())
                .bind(page.limit())
                .bind(id.to_string()),
            None => sql!(formatcp!("{AUDIT} WHERE number < ?1 ORDER BY number DESC LIMIT ?2"))
                .bind(page.number())
                .bind(page.limit()),
        };
        self.rows(list).await
    }

    /// Lists the audit records of login decisions, newest first. `page.after` is a time in seconds
    /// since the epoch: only older records are returned.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn provisioning_audit(&self, page: &Page) -> Result<Vec<ProvisioningAuditRow>, StoreError> {
        // The end of the year 9999, the limit for PostgreSQL's times.
        let before = page.number().min(253_402_300_799);
        let list = sql!(
            "SELECT @object('id', id, 'at', @iso(at), 'outcome', outcome, 'reason', reason, 'connectionId', connection_id,
                'userId', user_id, 'email', email, 'claimedInvitationId', claimed_invitation_id)
             FROM provisioning_audit_log WHERE at < @time(?1) ORDER BY at DESC, id LIMIT ?2",
        );
        self.rows(list.bind(before).bind(page.limit())).await
    }

    async fn rows<T: DeserializeOwned>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        self.read_texts(sql).await?.iter().map(|document| read(document)).collect()
    }

    async fn row<T: DeserializeOwned>(&self, sql: Sql) -> Result<Option<T>, StoreError> {
        self.read_text(sql).await?.as_deref().map(read).transpose()
    }
}
