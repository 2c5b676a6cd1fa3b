//! The format of a seed file: strict, camelCase, unknown fields refused.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cora_core::connection::settings::Settings;
use cora_core::connection::{ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::email::EmailAddress;
use cora_core::id::{ApplicationId, ConnectionId, OrganizationId, UserId};
use cora_core::issuer::application::ApplicationSettings;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{DomainRuleFacts, MembershipSource, OrganizationStatus, UserStatus};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{DisplayName, Slug, Subject};
use cora_core::time::UnixSeconds;
use serde::de::{self, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

/// A seed file. Every part is optional.
///
/// ```
/// let file = cora_store::seed::SeedFile::parse(br#"{
///   "policy": { "accessMode": "restricted" },
///   "organizations": [
///     { "id": "00000000-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme", "seatLimit": 50 }
///   ],
///   "connections": [
///     { "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "displayName": "Acme sign-in", "status": "active",
///       "settings": { "issuer": "https://login.acme.example", "clientId": "web", "clientSecret": "env:CORA_SECRET_ACME",
///         "audiences": ["https://api.acme.example"], "jwksUri": "https://login.acme.example/keys" } }
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
    /// The policy. The stored policy is kept if this is missing.
    pub policy: Option<ProvisioningPolicy>,
    /// The organizations.
    pub organizations: Vec<SeedOrganization>,
    /// The connections.
    pub connections: Vec<SeedConnection>,
    /// The initial users. Users that are stored already are not changed.
    pub users: Vec<SeedUser>,
    /// The domain rules.
    pub domain_rules: Vec<DomainRuleFacts>,
    /// The invitations. Invitations that are no longer pending are not changed.
    pub invitations: Vec<SeedInvitation>,
    /// The applications of the issuer. Their secrets are not in a file: `cora application secret`
    /// makes them.
    pub applications: Vec<SeedApplication>,
}

/// An application of the issuer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedApplication {
    /// The application's identifier, which is its `client_id`.
    pub id: ApplicationId,
    /// The settings. Absent ones have their defaults.
    pub settings: ApplicationSettings,
}

impl SeedFile {
    /// Parses a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a JSON object of this form.
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        // WHY: parsed twice, because a derived reader also accepts a list of the fields' values, so
        // an empty list would pass for an empty file.
        serde_json::from_slice::<BTreeMap<Cow<'_, str>, IgnoredAny>>(text)?;
        serde_json::from_slice(text)
    }
}

/// An organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOrganization {
    /// The organization's identifier.
    pub id: OrganizationId,
    /// The display name.
    pub name: DisplayName,
    /// The slug.
    pub slug: Slug,
    /// The status. Only an active organization admits people. Default: active.
    #[serde(default = "active_organization")]
    pub status: OrganizationStatus,
    /// The maximum number of members. Unlimited if missing.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The URL of the logo.
    #[serde(default)]
    pub logo_url: Option<String>,
}

/// A connection.
///
/// Its settings are those of its kind under `settings`, with canonical names or those of the legacy
/// CORA toolkit. The settings that connections of any kind once had in common may be given next to
/// the other fields instead: `issuer`, `clientId`, `jwksUri`, `discoveryUri`, `audiences`,
/// `authorizedParties`, `algorithms`, `tokenUse`, `trustEmail`, `allowOutsideDomains`. In that
/// form, tokens are access tokens unless `tokenUse` states otherwise. Under `settings`, the default
/// is that of the kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "ConnectionFields")]
pub struct SeedConnection {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The kind of provider. It cannot change after the connection is created.
    pub kind: ConnectionKind,
    /// The display name.
    pub display_name: DisplayName,
    /// The status, which the operator declares without having to prove it.
    pub status: ConnectionStatus,
    /// The minimum version after the import. Every change raises the version.
    pub version: u32,
    /// The organization that the connection belongs to, or missing for the platform.
    pub organization_id: Option<OrganizationId>,
    /// The settings, without secrets.
    pub settings: Settings,
    /// `true` if the settings are next to the other fields, to report the location of a fault.
    pub(super) flat: bool,
}

const TOKEN_USE: &str = "tokenUse";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConnectionFields {
    id: ConnectionId,
    kind: ConnectionKind,
    display_name: DisplayName,
    status: ConnectionStatus,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    organization_id: Option<OrganizationId>,
    settings: Option<Settings>,
    issuer: Option<Value>,
    client_id: Option<Value>,
    jwks_uri: Option<Value>,
    discovery_uri: Option<Value>,
    audiences: Option<Value>,
    authorized_parties: Option<Value>,
    algorithms: Option<Value>,
    token_use: Option<Value>,
    trust_email: Option<Value>,
    allow_outside_domains: Option<Value>,
    required_groups: Option<Value>,
}

impl TryFrom<ConnectionFields> for SeedConnection {
    type Error = &'static str;

    fn try_from(fields: ConnectionFields) -> Result<Self, Self::Error> {
        // A kind whose tokens have only one use has no such setting.
        let has_access_tokens = fields.kind.token_uses().contains(&TokenUse::AccessToken);
        let access_token = has_access_tokens.then(|| json!(TokenUse::AccessToken));
        let beside = [
            ("issuer", fields.issuer),
            ("clientId", fields.client_id),
            ("jwksUri", fields.jwks_uri),
            ("discoveryUri", fields.discovery_uri),
            ("audiences", fields.audiences),
            ("authorizedParties", fields.authorized_parties),
            ("algorithms", fields.algorithms),
            (TOKEN_USE, fields.token_use),
            ("trustEmail", fields.trust_email),
            ("allowOutsideDomains", fields.allow_outside_domains),
            ("requiredGroups", fields.required_groups),
        ];
        let mut beside: Map<String, Value> =
            beside.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        let flat = fields.settings.is_none();
        if !flat && !beside.is_empty() {
            return Err("the settings belong either under `settings` or next to it, not both");
        }
        Ok(Self {
            id: fields.id,
            kind: fields.kind,
            display_name: fields.display_name,
            status: fields.status,
            version: fields.version,
            organization_id: fields.organization_id,
            settings: fields.settings.unwrap_or_else(|| {
                beside.extend(
                    access_token.filter(|_| !beside.contains_key(TOKEN_USE)).map(|value| (TOKEN_USE.to_owned(), value)),
                );
                Settings::new(beside)
            }),
            flat,
        })
    }
}

/// A user.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedUser {
    /// The user's identifier.
    pub id: UserId,
    /// The email address.
    #[serde(deserialize_with = "address")]
    pub email: EmailAddress,
    /// The full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// `true` if the address was verified.
    #[serde(default)]
    pub email_verified: bool,
    /// The role on the platform.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// The status on the platform. Default: active.
    #[serde(default = "active_user")]
    pub status: UserStatus,
    /// The user's identities at providers.
    #[serde(default)]
    pub identities: Vec<SeedIdentity>,
    /// The user's memberships of organizations.
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
    /// The role in the organization.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The source of the membership. Default: `manual`.
    #[serde(default = "manual")]
    pub source: MembershipSource,
}

/// An invitation. An address has at most one seeded invitation to an organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedInvitation {
    /// The address to invite.
    #[serde(deserialize_with = "address")]
    pub email: EmailAddress,
    /// The organization that the address is invited to.
    pub organization_id: OrganizationId,
    /// The role in the organization.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role on the platform, if it is more than that of a user.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// The user who answers for the invitation.
    pub invited_by: UserId,
    /// The first moment at which the invitation is no longer valid, in seconds since the epoch.
    pub expires_at: UnixSeconds,
    /// The connection that the invitation has to be accepted through, or missing for any.
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
