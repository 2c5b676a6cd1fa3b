//! Identity provider connections: what a decision and a token check need to know of one, and, below, how its settings are
//! read and checked ([`validate`], [`discovery`]) and how it comes into use and out of it ([`life_cycle`]).

mod address;
pub mod claims;
pub mod configuration;
mod derived;
pub mod difference;
pub mod discovery;
mod field;
pub mod host;
pub mod life_cycle;
mod placeholder;
mod provider;
pub mod public;
mod reading;
pub mod report;
#[cfg(test)]
mod samples;
pub mod secret_reference;
mod secret_shape;
mod secret_suspicion;
pub mod secrets;
pub mod settings;
pub mod spelling;
pub mod test_run;
pub mod validate;
mod value;

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::id::{ConnectionId, OrganizationId};
use crate::text::{Audience, Issuer, ProviderOrganization};

/// The kind of identity provider, which decides how its claims are read.
#[codes]
pub enum ConnectionKind {
    /// Okta.
    Okta,
    /// Clerk.
    Clerk,
    /// Any OpenID Connect provider without rules of its own.
    Oidc,
    /// Microsoft Entra ID.
    EntraId,
    /// Google.
    Google,
    /// Auth0.
    Auth0,
    /// Amazon Cognito.
    Cognito,
    /// Keycloak.
    Keycloak,
}

impl ConnectionKind {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Okta, Self::Clerk, Self::Oidc, Self::EntraId, Self::Google, Self::Auth0, Self::Cognito, Self::Keycloak];
}

/// Where a connection stands in its life. Only an active one lets anybody in.
#[codes]
pub enum ConnectionStatus {
    /// Being written.
    Draft,
    /// Its configuration has no fault.
    Validated,
    /// A login through it has succeeded.
    Tested,
    /// Switched off; it mints no trust anywhere, whatever its tokens' signatures say.
    Disabled,
    /// In use.
    Active,
}

/// Which kind of token a connection's clients send.
#[codes]
#[derive(Default)]
pub enum TokenUse {
    /// An access token for the audience of our API (RFC 9068; provider's own form where it has one).
    #[default]
    AccessToken,
    /// An ID token (OpenID Connect Core §2).
    IdToken,
    /// A session token (Clerk).
    SessionToken,
}

/// The signature algorithms that a connection may pin: asymmetric ones only, so that no key of ours can sign
/// (RFC 8725 §3.1 and §3.2).
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

/// A connection, as far as a login through it is concerned.
#[record]
pub struct Connection {
    /// Its identifier.
    pub id: ConnectionId,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The issuer that its tokens must name, exactly.
    pub issuer: Issuer,
    /// Where it stands in its life.
    pub status: ConnectionStatus,
    /// Counts its changes; a plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
    /// The organization whose connection it is; absent for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// Whether an address counts as verified although the provider makes no claim about it. An explicit claim that it is
    /// not verified always stands. For Entra ID only right with a single pinned tenant.
    #[serde(default)]
    pub trust_email: bool,
    /// Whether an organization's connection may bring in people whose address lies outside the domains it owns.
    #[serde(default)]
    pub allow_outside_domains: bool,
    /// The audiences that its tokens may be for; at most 20.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub audiences: Vec<Audience>,
    /// The parties (`azp`, `cid`, `client_id`) that its tokens may have been issued to; at most 20. Required where tokens
    /// carry no audience.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub authorized_parties: Vec<Audience>,
    /// The organization at the provider that tokens have to name (Google `hd`, Entra ID `tid`, Clerk and Auth0 `org_id`); any when absent.
    /// Google's documentation on `hd`: the parameter of a login is a hint, the claim is what counts.
    #[serde(default)]
    pub provider_organization: Option<ProviderOrganization>,
    /// The algorithms its keys may sign with; at most 9. Empty means RS256 only.
    #[serde(default, deserialize_with = "crate::text::at_most::<9, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 9)))]
    pub algorithms: Vec<SignatureAlgorithm>,
    /// Which kind of token its clients send.
    #[serde(default)]
    pub token_use: TokenUse,
}
