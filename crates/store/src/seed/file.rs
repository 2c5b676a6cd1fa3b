//! The form of a seed file: strict, camelCase, unknown fields refused.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, SignatureAlgorithm, TokenUse};
use cora_core::email::EmailAddress;
use cora_core::id::{ConnectionId, OrganizationId, UserId};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{DomainRuleFacts, MembershipSource, OrganizationStatus, UserStatus};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{Audience, DisplayName, Issuer, Slug, Subject};
use cora_core::time::UnixSeconds;
use serde::de::{self, IgnoredAny};
use serde::{Deserialize, Deserializer};

/// A seed file. Every part may be missing.
///
/// ```
/// let file = cora_store::seed::SeedFile::parse(br#"{
///   "policy": { "accessMode": "restricted" },
///   "organizations": [
///     { "id": "00000000-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme", "seatLimit": 50 }
///   ],
///   "connections": [
///     { "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "displayName": "Acme sign-in",
///       "issuer": "https://login.acme.example", "status": "active", "clientId": "web",
///       "audiences": ["https://api.acme.example"], "jwksUri": "https://login.acme.example/keys" }
///   ],
///   "users": [
///     { "id": "00000000-0000-7000-8000-000000000001", "email": "olga@acme.example", "name": "Olga",
///       "emailVerified": true, "platformRole": "platform_owner",
///       "identities": [ { "connectionId": "00000000-0000-7000-8000-0000000000c1", "subject": "00u1" } ],
///       "memberships": [ { "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_owner" } ] }
///   ],
///   "domainRules": [
///     { "id": "00000000-0000-7000-8000-0000000000d1", "organizationId": "00000000-0000-7000-8000-0000000000a1",
///       "pattern": "acme.example", "verification": "ownership", "state": "verified",
///       "enrollmentMode": "automatic_membership" }
///   ],
///   "invitations": [
///     { "email": "ivan@partner.example", "organizationId": "00000000-0000-7000-8000-0000000000a1", "role": "org_admin",
///       "invitedBy": "00000000-0000-7000-8000-000000000001", "expiresAt": 1893456000 }
///   ]
/// }"#)?;
/// assert_eq!(file.users.len(), 1);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SeedFile {
    /// The policy; the stored one stays when it is missing.
    pub policy: Option<ProvisioningPolicy>,
    /// Organizations.
    pub organizations: Vec<SeedOrganization>,
    /// Connections.
    pub connections: Vec<SeedConnection>,
    /// Users to begin with. Those that are stored already stay as they are.
    pub users: Vec<SeedUser>,
    /// Domain rules.
    pub domain_rules: Vec<DomainRuleFacts>,
    /// Invitations. Those that are not pending any more stay as they are.
    pub invitations: Vec<SeedInvitation>,
}

impl SeedFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it is not a JSON object of this form.
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        // WHY twice: a derived reader also takes a list of the fields' values, and then an empty list for an empty file.
        serde_json::from_slice::<BTreeMap<Cow<'_, str>, IgnoredAny>>(text)?;
        serde_json::from_slice(text)
    }
}

/// An organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOrganization {
    /// The organization.
    pub id: OrganizationId,
    /// Its name.
    pub name: DisplayName,
    /// Its slug.
    pub slug: Slug,
    /// Whether it takes people in; it does unless said otherwise.
    #[serde(default = "active_organization")]
    pub status: OrganizationStatus,
    /// How many members it may have; unlimited when missing.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// Its logo.
    #[serde(default)]
    pub logo_url: Option<String>,
}

/// A connection: the core's [`Connection`] and what a host needs beside it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedConnection {
    /// The connection.
    pub id: ConnectionId,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// The issuer that its tokens must name, exactly.
    pub issuer: Issuer,
    /// Where it stands in its life.
    pub status: ConnectionStatus,
    /// The least version that it has afterwards; every change raises it.
    #[serde(default)]
    pub version: u32,
    /// The organization whose connection it is; missing for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// As [`Connection::trust_email`].
    #[serde(default)]
    pub trust_email: bool,
    /// As [`Connection::allow_outside_domains`].
    #[serde(default)]
    pub allow_outside_domains: bool,
    /// As [`Connection::audiences`].
    #[serde(default)]
    pub audiences: Vec<Audience>,
    /// As [`Connection::authorized_parties`].
    #[serde(default)]
    pub authorized_parties: Vec<Audience>,
    /// As [`Connection::algorithms`].
    #[serde(default)]
    pub algorithms: Vec<SignatureAlgorithm>,
    /// As [`Connection::token_use`].
    #[serde(default)]
    pub token_use: TokenUse,
    /// The identifier of our client at the provider; public.
    #[serde(default)]
    pub client_id: Option<String>,
    /// Where the provider's keys are; missing to ask its discovery document.
    #[serde(default)]
    pub jwks_uri: Option<String>,
    /// Where the discovery document is; missing when it is under the issuer.
    #[serde(default)]
    pub discovery_uri: Option<String>,
}

impl SeedConnection {
    /// What the core reads.
    pub fn connection(&self) -> Connection {
        Connection {
            id: self.id,
            kind: self.kind,
            issuer: self.issuer.clone(),
            status: self.status,
            version: self.version,
            organization_id: self.organization_id,
            trust_email: self.trust_email,
            allow_outside_domains: self.allow_outside_domains,
            audiences: self.audiences.clone(),
            authorized_parties: self.authorized_parties.clone(),
            algorithms: self.algorithms.clone(),
            token_use: self.token_use,
        }
    }
}

/// A user.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedUser {
    /// The user.
    pub id: UserId,
    /// Their address.
    #[serde(deserialize_with = "address")]
    pub email: EmailAddress,
    /// Their name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// Whether the address was proven to be theirs.
    #[serde(default)]
    pub email_verified: bool,
    /// Their role on the platform.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// Whether they may use the platform; they may unless said otherwise.
    #[serde(default = "active_user")]
    pub status: UserStatus,
    /// Their identities at providers.
    #[serde(default)]
    pub identities: Vec<SeedIdentity>,
    /// The organizations that they are members of.
    #[serde(default)]
    pub memberships: Vec<SeedMembership>,
}

/// An identity of a user at a connection's issuer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedIdentity {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The subject, exactly as the provider writes it.
    pub subject: Subject,
}

/// A membership of a user.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedMembership {
    /// The organization.
    pub organization_id: OrganizationId,
    /// The role there.
    #[serde(default)]
    pub role: OrganizationRole,
    /// How it came to be; by an administrator unless said otherwise.
    #[serde(default = "manual")]
    pub source: MembershipSource,
}

/// An invitation. One address has one seeded invitation into one organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedInvitation {
    /// The address that it invites.
    #[serde(deserialize_with = "address")]
    pub email: EmailAddress,
    /// The organization that it invites to.
    pub organization_id: OrganizationId,
    /// The role there.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role on the platform, if more than a user's.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// Who answers for it.
    pub invited_by: UserId,
    /// The first moment at which it does not count any more.
    pub expires_at: UnixSeconds,
    /// The connection that it must be accepted by, if one is named.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
}

const fn active_organization() -> OrganizationStatus {
    OrganizationStatus::Active
}

const fn active_user() -> UserStatus {
    UserStatus::Active
}

const fn manual() -> MembershipSource {
    MembershipSource::Manual
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EmailAddress, D::Error> {
    EmailAddress::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
}
