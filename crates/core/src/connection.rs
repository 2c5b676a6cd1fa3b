//! Identity provider connections: the data that a decision and a token check need.
//!
//! The submodules, each with one reason to change:
//!
//! - [`settings`]: the form of settings: which fields exist, and how a value is read and checked.
//! - `provider`: the knowledge of each kind of provider, one file each.
//! - `recognized`: the form in which a kind's traces in pasted texts are stated.
//! - [`configuration`]: the typed result, the facts that follow from it, and its public part.
//! - [`secret`]: how secrets are recognized, referenced and kept out of settings.
//! - [`host`]: the hosts and URLs that may be contacted.
//! - [`report`]: the issues that settings and provider documents may have.
//! - [`discovery`]: whether a provider's documents fit a connection.
//! - [`suggestion`]: the kind and the settings that a pasted text means.
//! - [`test_login`]: the log of a test login, and the claims that it read.
//! - [`lifecycle`]: the commands that take a connection into and out of use.

pub mod configuration;
pub mod discovery;
pub mod host;
pub mod lifecycle;
mod pin;
pub(crate) mod provider;
mod recognized;
pub mod report;
#[cfg(test)]
mod samples;
pub mod secret;
pub mod settings;
pub mod suggestion;
pub mod test_login;

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
pub use pin::ConnectionPin;
use provider::multi_tenant::has_many_tenants;
pub use provider::organizations::ProviderOrganizations;
pub use provider::{ConnectionKind, LoginRules};
// The description of settings links to it, which is part of the published schema.
#[cfg(doc)]
use settings::validate;

use crate::evidence::EmailTrust;
use crate::id::{ConnectionId, OrganizationId};
use crate::json::Code;
use crate::text::{Audience, ClaimPath, GroupName, Issuer};
use crate::time::Leeway;

impl ConnectionKind {
    /// Returns the kind with this name, such as `entra_id`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| Code::name(kind) == name)
    }

    /// Returns the provider's name for people, such as `Microsoft Entra ID`.
    pub const fn display_name(self) -> &'static str {
        self.texts().display_name
    }

    /// Returns `true` if tokens of this kind identify people by another claim than `sub`. Then an
    /// identity that a connection of another kind has recorded is not known through one of this
    /// kind, even if the issuer is the same.
    pub fn has_own_subject(self) -> bool {
        let rules = self.claim_rules();
        [rules.access_token_subject, rules.subject] != ["sub", "sub"]
    }

    /// Returns the kinds of token that a connection of this kind may use.
    pub const fn token_uses(self) -> &'static [TokenUse] {
        self.settings_rules().token_uses
    }

    /// Returns the rules for logins by the authorization code flow, or `None` for a provider that
    /// runs its own logins.
    pub const fn login(self) -> Option<&'static LoginRules> {
        self.settings_rules().login.as_ref()
    }

    /// Returns the identifier of the platform's connection that is created by naming its kind
    /// alone. Of two callers that create it at once, only one succeeds.
    pub fn platform_connection_id(self) -> ConnectionId {
        ConnectionId::of_platform(Code::name(&self))
    }
}

/// The lifecycle status of a connection. Only an active connection admits users.
#[codes]
pub enum ConnectionStatus {
    /// The settings are being written and may have errors.
    Draft,
    /// The configuration has no errors.
    Validated,
    /// A login through the connection has succeeded.
    Tested,
    /// Switched off. Its tokens are not trusted anywhere, even if their signatures are valid.
    Disabled,
    /// Logins use the connection.
    Active,
}

/// The kind of token that a connection's clients send.
#[codes]
#[derive(Default)]
pub enum TokenUse {
    /// An access token for the API's audience (RFC 9068, or the provider's own format if it has
    /// one).
    #[default]
    AccessToken,
    /// An ID token (OpenID Connect Core §2).
    IdToken,
    /// A session token (Clerk).
    SessionToken,
}

/// The extent to which a connection's userinfo endpoint is asked (OpenID Connect Core §5.3).
#[codes]
#[derive(Default)]
pub enum UserinfoUse {
    /// Logins are read from the token alone.
    #[default]
    Never,
    /// The endpoint is asked if the token lacks the address, or groups that the connection rests
    /// on.
    WhenMissing,
}

impl UserinfoUse {
    /// All values, in declaration order.
    pub const ALL: [Self; 2] = [Self::Never, Self::WhenMissing];
}

/// The signature algorithms that a connection may pin. All are asymmetric, so a verification key
/// can never be used to sign (RFC 8725 §3.1 and §3.2).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    cora_wire_derive::Decode,
    cora_wire_derive::Encode,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
pub enum SignatureAlgorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RS384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RS512,
    /// RSASSA-PSS with SHA-256.
    PS256,
    /// RSASSA-PSS with SHA-384.
    PS384,
    /// RSASSA-PSS with SHA-512.
    PS512,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// ECDSA on P-384 with SHA-384.
    ES384,
    /// Ed25519 (RFC 8037).
    EdDSA,
}

/// The part of a connection that a login through it depends on.
#[record]
pub struct Connection {
    /// The connection's identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The issuer that tokens must name. Compared exactly.
    pub issuer: Issuer,
    /// The lifecycle status.
    pub status: ConnectionStatus,
    /// The number of changes so far. A plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
    /// The organization that owns the connection; absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The extent to which addresses count as verified. For Entra ID, anything but the claim is
    /// safe only with a single pinned tenant.
    #[serde(default)]
    pub trust_email: EmailTrust,
    /// The path of the claim that holds the address; `email` when absent. Another claim than
    /// `email` is not what the provider's `email_verified` speaks of.
    #[serde(default)]
    pub email_claim: Option<ClaimPath>,
    /// `true` if an organization's connection admits people who have no address at all.
    #[serde(default)]
    pub admits_without_email: bool,
    /// `true` if an organization's connection may admit users whose address is outside the domains
    /// that the organization owns.
    #[serde(default)]
    pub allow_outside_domains: bool,
    /// The groups of which every person who uses the connection must have one; at most 100. Empty
    /// if none is required.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub required_groups: Vec<GroupName>,
    /// The audiences that tokens may be for; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub audiences: Vec<Audience>,
    /// The parties that tokens may have been issued to (`azp`, `cid`, `client_id`, `appid`); at
    /// most 20. Required if tokens carry no audience.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub authorized_parties: Vec<Audience>,
    /// The organizations at the provider of which tokens must name one (Google `hd`, Entra ID
    /// `tid`, Clerk and Auth0 `org_id`, ZITADEL `urn:zitadel:iam:user:resourceowner:id`): one text,
    /// or a list of at most 20; absent if any is accepted. Google's documentation on `hd`: the
    /// login parameter is a hint, the claim is what counts.
    #[serde(default)]
    pub provider_organization: ProviderOrganizations,
    /// The algorithms that the connection's keys may sign with; at most 9. Empty means RS256 only.
    #[serde(default, deserialize_with = "crate::text::at_most::<9, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 9)))]
    pub algorithms: Vec<SignatureAlgorithm>,
    /// The kind of token that clients send.
    #[serde(default)]
    pub token_use: TokenUse,
    /// The paths of the claims that hold the groups; at most 20. Empty for the claim that the kind
    /// of provider has.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub groups_claim: Vec<ClaimPath>,
    /// The tolerated difference between the provider's clock and this one.
    #[serde(default)]
    pub leeway_seconds: Leeway,
    /// The extent to which the userinfo endpoint completes the claims of tokens.
    #[serde(default)]
    pub userinfo: UserinfoUse,
}

impl Connection {
    /// Returns the connection set up to accept the ID token of a login by this client, whichever
    /// token applications send (OpenID Connect Core §3.1.3.7).
    #[must_use]
    pub fn for_id_token(&self, client_id: Option<&Audience>) -> Self {
        Self {
            token_use: TokenUse::IdToken,
            audiences: client_id.into_iter().cloned().collect(),
            authorized_parties: client_id.into_iter().cloned().collect(),
            ..self.clone()
        }
    }

    /// Returns the extent to which addresses count as verified. Not more than the claim is believed
    /// of an issuer at which anybody may have an account.
    pub(crate) fn email_trust(&self) -> EmailTrust {
        // The issuer is read only where it can take something away.
        let is_limited = self.trust_email != EmailTrust::Claim && has_many_tenants(self.issuer.as_str());
        if is_limited { EmailTrust::Claim } else { self.trust_email }
    }
}
