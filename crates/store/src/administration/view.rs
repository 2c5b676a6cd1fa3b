//! What administrators see, in CORA's names. Times are UTC in RFC 3339.

use cora_core::administration::{AdministrationAction, FieldChange, RequestStatus, WaitlistStatus};
use cora_core::domain::class::DomainClass;
use cora_core::email::CanonicalEmail;
use cora_core::engine::Configuration;
use cora_core::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::provisioning::facts::{
    EnrollmentMode, InvitationAcceptance, InvitationStatus, MembershipSource, OrganizationStatus, UserStatus,
    VerificationLevel, VerificationState,
};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::time::UnixSeconds;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::read;
use crate::apply::seconds;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, sql};

/// How many rows a page has at most.
pub const MAX_PAGE: u32 = 200;

/// How many domain rules are looked over together with a policy.
const MAX_LINTED_RULES: u32 = 10_000;

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// How many at most; [`MAX_PAGE`] when absent or more.
    pub limit: Option<u32>,
    /// The key of the last row that was seen: a row's identifier, a waiting address, an audit record's number.
    pub after: Option<String>,
}

impl Page {
    /// How many rows it has at most.
    pub fn limit(&self) -> u32 {
        self.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE)
    }

    /// The key, where rows are numbered; what is no number is before all.
    fn number(&self) -> i64 {
        self.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(i64::MAX)
    }

    /// The key, where rows have identifiers.
    fn id(&self) -> String {
        let after = self.after.as_deref().and_then(UserId::parse);
        after.map_or_else(|| uuid::Uuid::nil().to_string(), |id| id.to_string())
    }
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* }
    )*};
}

rows! {
    /// An organization.
    OrganizationListRow {
        /// Its identifier.
        id: OrganizationId,
        /// Its name.
        name: String,
        /// Its slug.
        slug: String,
        /// Its logo.
        logo_url: Option<String>,
        /// Whether it takes people in.
        status: OrganizationStatus,
        /// How many members it may have; null for any number.
        seat_limit: Option<u32>,
        /// How many it has.
        seats_used: u32,
        /// When it was founded.
        created_at: String,
    }

    /// A member of an organization.
    MemberRow {
        /// The user.
        user_id: UserId,
        /// Their address.
        email: Option<String>,
        /// Their full name.
        full_name: Option<String>,
        /// Their picture.
        avatar_url: Option<String>,
        /// Their role.
        role: OrganizationRole,
        /// How they came to be one.
        source: MembershipSource,
        /// Whether they may use the platform.
        user_status: UserStatus,
        /// Since when.
        joined_at: String,
    }

    /// An invitation.
    InvitationRow {
        /// Its identifier.
        id: InvitationId,
        /// Whom.
        email: String,
        /// To which organization.
        org_id: OrganizationId,
        /// What that is called.
        org_name: String,
        /// As what.
        role: OrganizationRole,
        /// As what on the platform.
        platform_role: PlatformRole,
        /// What has become of it; one whose time is over is `expired` without anybody's doing.
        status: InvitationStatus,
        /// What it takes to accept it.
        acceptance: InvitationAcceptance,
        /// The connection that it has to be accepted by.
        connection_id: Option<ConnectionId>,
        /// Who answers for it; null when a domain rule made it.
        invited_by: Option<UserId>,
        /// The first moment at which it does not count any more.
        expires_at: String,
        /// When it was made.
        created_at: String,
    }

    /// A domain rule.
    DomainRow {
        /// Its identifier.
        id: DomainId,
        /// The organization.
        org_id: OrganizationId,
        /// What it matches: a name, or `*.` and a name.
        domain: String,
        /// The kind of domain.
        class: DomainClass,
        /// What is to be proven.
        verification: VerificationLevel,
        /// Where the proof stands.
        state: VerificationState,
        /// What it does.
        enrollment_mode: EnrollmentMode,
        /// The connection that people have to come by.
        connection_id: Option<ConnectionId>,
        /// Counts its changes.
        version: u32,
        /// When the proof was found last.
        verified_at: Option<String>,
        /// When it was looked for last.
        checked_at: Option<String>,
        /// When it was made.
        created_at: String,
    }

    /// A request to be taken in.
    MembershipRequestRow {
        /// Who asks.
        user_id: UserId,
        /// Their address.
        email: Option<String>,
        /// Their full name.
        full_name: Option<String>,
        /// The role that they would get.
        role: OrganizationRole,
        /// What has become of it.
        status: RequestStatus,
        /// When they asked.
        requested_at: String,
    }

    /// An address on the waitlist.
    WaitlistRow {
        /// The address.
        email: String,
        /// Where it stands.
        status: WaitlistStatus,
        /// Since when.
        added_at: String,
    }

    /// A user.
    UserRow {
        /// The user.
        user_id: UserId,
        /// Their address.
        email: Option<String>,
        /// Whether it was proven to be theirs.
        email_verified: bool,
        /// Their full name.
        full_name: Option<String>,
        /// Whether they may use the platform.
        status: UserStatus,
        /// Their role on it.
        global_role: PlatformRole,
        /// How many organizations they are in.
        organizations: u32,
        /// Since when they are known.
        created_at: String,
    }

    /// A policy that is or was in force.
    PolicyVersionRow {
        /// The version.
        version: u32,
        /// The policy.
        policy: ProvisioningPolicy,
        /// Who put it in force; null for the operator.
        created_by: Option<UserId>,
        /// When.
        created_at: String,
    }

    /// A record of what an administrator did.
    AdministrationAuditRow {
        /// Counts up in the order of writing.
        number: i64,
        /// Its identifier.
        id: String,
        /// When.
        at: String,
        /// Who.
        actor_id: UserId,
        /// What.
        action: AdministrationAction,
        /// In which organization.
        org_id: Option<OrganizationId>,
        /// To whom.
        user_id: Option<UserId>,
        /// To what else.
        target: Option<String>,
        /// What is different, redacted.
        changes: Vec<FieldChange>,
        /// Why.
        reason: Option<String>,
        /// By which request.
        request_id: Option<String>,
    }

    /// A record of what was decided on a login.
    ProvisioningAuditRow {
        /// Its identifier.
        id: String,
        /// When.
        at: String,
        /// What became of it.
        outcome: OutcomeKind,
        /// Why.
        reason: String,
        /// The connection.
        connection_id: ConnectionId,
        /// The user, if there was one.
        user_id: Option<UserId>,
        /// The address, redacted.
        email: Option<String>,
    }
}

const ORGANIZATION: &str =
    "SELECT @object('id', id, 'name', name, 'slug', slug, 'logo_url', logo_url, 'status', status,
    'seat_limit', seat_limit, 'seats_used', seats_used, 'created_at', @iso(created_at)) FROM orgs";

const INVITATION: &str = "SELECT @object('id', user_invites.id, 'email', user_invites.email, 'org_id', orgs.id,
    'org_name', orgs.name, 'role', user_invites.role, 'platform_role', user_invites.platform_role,
    'status', CASE WHEN user_invites.status = 'pending' AND user_invites.expires_at <= @time(?1) THEN 'expired'
        ELSE user_invites.status END,
    'acceptance', user_invites.acceptance, 'connection_id', user_invites.connection_id,
    'invited_by', user_invites.invited_by, 'expires_at', @iso(user_invites.expires_at),
    'created_at', @iso(user_invites.created_at))
    FROM user_invites JOIN orgs ON orgs.id = user_invites.org_id";

const DOMAIN: &str = "SELECT @object('id', id, 'org_id', org_id,
    'domain', CASE WHEN is_wildcard THEN '*.' ELSE '' END || domain, 'class', class, 'verification', verification,
    'state', state, 'enrollment_mode', enrollment_mode, 'connection_id', connection_id, 'version', version,
    'verified_at', @iso(verified_at), 'checked_at', @iso(checked_at), 'created_at', @iso(created_at))
    FROM org_email_domains";

const USER: &str = "SELECT @object('user_id', user_id, 'email', email, 'email_verified', @flag(email_verified),
    'full_name', full_name, 'status', status, 'global_role', global_role,
    'organizations', (SELECT count(*) FROM org_members
        WHERE org_members.user_id = profiles.user_id AND org_members.status = 'active'),
    'created_at', @iso(created_at)) FROM profiles";

const AUDIT: &str = "SELECT @object('number', number, 'id', id, 'at', @iso(at), 'actor_id', actor_id, 'action', action,
    'org_id', org_id, 'user_id', user_id, 'target', target, 'changes', @json(changes), 'reason', reason,
    'request_id', request_id) FROM administration_audit_log";

impl Store {
    /// The organizations of the platform, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn organizations(&self, page: &Page) -> Result<Vec<OrganizationListRow>, StoreError> {
        let list = format!("{ORGANIZATION} WHERE id > @id(?1) ORDER BY id LIMIT ?2");
        self.rows(sql(list).bind(page.id()).bind(page.limit())).await
    }

    /// An organization, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn organization(&self, id: OrganizationId) -> Result<Option<OrganizationListRow>, StoreError> {
        self.row(sql(format!("{ORGANIZATION} WHERE id = @id(?1)")).bind(id.to_string())).await
    }

    /// The active members of an organization, by the users' identifiers.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn members(&self, organization: OrganizationId, page: &Page) -> Result<Vec<MemberRow>, StoreError> {
        let list =
            sql("SELECT @object('user_id', profiles.user_id, 'email', profiles.email, 'full_name', profiles.full_name,
                'avatar_url', profiles.avatar_url, 'role', org_members.role, 'source', org_members.source,
                'user_status', profiles.status, 'joined_at', @iso(org_members.joined_at))
             FROM org_members JOIN profiles ON profiles.user_id = org_members.user_id
             WHERE org_members.org_id = @id(?1) AND org_members.status = 'active' AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3");
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// The invitations to an organization, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn invitations(
        &self,
        organization: OrganizationId,
        now: UnixSeconds,
        page: &Page,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let list = format!(
            "{INVITATION} WHERE user_invites.org_id = @id(?2) AND user_invites.id > @id(?3) ORDER BY user_invites.id LIMIT ?4"
        );
        let list = sql(list).bind(seconds(now)).bind(organization.to_string());
        self.rows(list.bind(page.id()).bind(page.limit())).await
    }

    /// An invitation, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn invitation(&self, id: InvitationId, now: UnixSeconds) -> Result<Option<InvitationRow>, StoreError> {
        let one = sql(format!("{INVITATION} WHERE user_invites.id = @id(?2)"));
        self.row(one.bind(seconds(now)).bind(id.to_string())).await
    }

    /// The open invitations to an address, the newest first; at most [`MAX_PAGE`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn invitations_to(
        &self,
        email: &CanonicalEmail,
        now: UnixSeconds,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let list = format!(
            "{INVITATION} WHERE user_invites.email = ?2 AND user_invites.status = 'pending'
                AND user_invites.expires_at > @time(?1) ORDER BY user_invites.created_at DESC, user_invites.id LIMIT ?3"
        );
        self.rows(sql(list).bind(seconds(now)).bind(email.as_str()).bind(MAX_PAGE)).await
    }

    /// The domain rules of an organization, by identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn domains(&self, organization: OrganizationId, page: &Page) -> Result<Vec<DomainRow>, StoreError> {
        let list = sql(format!("{DOMAIN} WHERE org_id = @id(?1) AND id > @id(?2) ORDER BY id LIMIT ?3"));
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// A domain rule of an organization, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn domain(&self, organization: OrganizationId, id: DomainId) -> Result<Option<DomainRow>, StoreError> {
        let one = sql(format!("{DOMAIN} WHERE org_id = @id(?1) AND id = @id(?2)"));
        self.row(one.bind(organization.to_string()).bind(id.to_string())).await
    }

    /// The open requests to be taken in, by the users' identifiers.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn membership_requests(
        &self,
        organization: OrganizationId,
        page: &Page,
    ) -> Result<Vec<MembershipRequestRow>, StoreError> {
        let list =
            sql("SELECT @object('user_id', profiles.user_id, 'email', profiles.email, 'full_name', profiles.full_name,
                'role', membership_requests.role, 'status', membership_requests.status,
                'requested_at', @iso(membership_requests.requested_at))
             FROM membership_requests JOIN profiles ON profiles.user_id = membership_requests.user_id
             WHERE membership_requests.org_id = @id(?1) AND membership_requests.status = 'pending'
                AND profiles.user_id > @id(?2)
             ORDER BY profiles.user_id LIMIT ?3");
        self.rows(list.bind(organization.to_string()).bind(page.id()).bind(page.limit())).await
    }

    /// The addresses on the waitlist, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn waitlist(&self, page: &Page) -> Result<Vec<WaitlistRow>, StoreError> {
        let list = sql("SELECT @object('email', email, 'status', status, 'added_at', @iso(added_at)) FROM waitlist
             WHERE email > ?1 ORDER BY email LIMIT ?2");
        self.rows(list.bind(page.after.clone().unwrap_or_default()).bind(page.limit())).await
    }

    /// The users of the platform, by identifier; with an address, those that have it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn users(&self, email: Option<&CanonicalEmail>, page: &Page) -> Result<Vec<UserRow>, StoreError> {
        let list = match email {
            Some(email) => {
                sql(format!("{USER} WHERE email_canonical = ?3 AND user_id > @id(?1) ORDER BY user_id LIMIT ?2"))
                    .bind(page.id())
                    .bind(page.limit())
                    .bind(email.as_str())
            }
            None => sql(format!("{USER} WHERE user_id > @id(?1) ORDER BY user_id LIMIT ?2"))
                .bind(page.id())
                .bind(page.limit()),
        };
        self.rows(list).await
    }

    /// A user, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn user(&self, id: UserId) -> Result<Option<UserRow>, StoreError> {
        self.row(sql(format!("{USER} WHERE user_id = @id(?1)")).bind(id.to_string())).await
    }

    /// The policy in force; the default policy when none is stored.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn policy(&self) -> Result<ProvisioningPolicy, StoreError> {
        let policy =
            self.row(sql("SELECT @versioned(document, version) FROM provisioning_policy WHERE id = 1")).await?;
        Ok(policy.unwrap_or_default())
    }

    /// A policy with the connections there are and the domain rules, for [`cora_core::lint::lint`]: of the rules the verified ones
    /// first, and no more than 10 000.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn configuration(&self, policy: ProvisioningPolicy) -> Result<Configuration, StoreError> {
        let lists = sql(
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

    /// The policies that are or were in force, the newest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn policy_versions(&self, page: &Page) -> Result<Vec<PolicyVersionRow>, StoreError> {
        let list = sql(
            "SELECT @object('version', version, 'policy', @json(@versioned(document, version)), 'created_by', created_by,
                'created_at', @iso(created_at))
             FROM provisioning_policy_versions WHERE version < ?1 ORDER BY version DESC LIMIT ?2",
        );
        self.rows(list.bind(page.number()).bind(page.limit())).await
    }

    /// What administrators did, the newest first: in an organization, or everywhere.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn administration_audit(
        &self,
        organization: Option<OrganizationId>,
        page: &Page,
    ) -> Result<Vec<AdministrationAuditRow>, StoreError> {
        let list = match organization {
            Some(id) => sql(format!("{AUDIT} WHERE org_id = @id(?3) AND number < ?1 ORDER BY number DESC LIMIT ?2"))
                .bind(page.number())
                .bind(page.limit())
                .bind(id.to_string()),
            None => sql(format!("{AUDIT} WHERE number < ?1 ORDER BY number DESC LIMIT ?2"))
                .bind(page.number())
                .bind(page.limit()),
        };
        self.rows(list).await
    }

    /// What was decided on logins, the newest first; `page.after` is a time, in seconds since the epoch: only what is older.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn provisioning_audit(&self, page: &Page) -> Result<Vec<ProvisioningAuditRow>, StoreError> {
        // The end of the year 9999, as far as PostgreSQL's times are concerned.
        let before = page.number().min(253_402_300_799);
        let list = sql(
            "SELECT @object('id', id, 'at', @iso(at), 'outcome', outcome, 'reason', reason, 'connection_id', connection_id,
                'user_id', user_id, 'email', email)
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
