//! Identity provider connections: the data that a decision and a token check need. The submodules
//! read and check a connection's settings ([`validate`], [`discovery`]) and take it into and out of
//! use ([`lifecycle`]).

pub mod claim_inspection;
pub mod configuration;
mod derived;
pub mod discovery;
mod field;
pub mod host;
pub mod lifecycle;
mod placeholder;
pub(crate) mod provider;
pub mod public_view;
pub mod report;
#[cfg(test)]
mod samples;
mod secret_detection;
mod secret_heuristics;
pub mod secret_reference;
pub mod secrets;
pub mod settings;
pub mod settings_diff;
mod settings_reader;
pub mod spelling;
pub mod test_run;
mod url_check;
pub mod validate;
mod value;

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
pub use provider::LoginRules;

use crate::id::{ConnectionId, OrganizationId};
use crate::json::Code;
use crate::text::{Audience, GroupName, Issuer, ProviderOrganization};

/// Declares the kinds of provider, and the lookups of their tables. A kind is followed by its
/// module in `provider`.
macro_rules! providers {
    (
        $(#[$($doc:tt)*])*
        pub enum $name:ident {
            $($(#[$($kind_doc:tt)*])* $kind:ident = $module:ident,)*
        }
    ) => {
        $(#[$($doc)*])*
        #[codes]
        pub enum $name {
            $($(#[$($kind_doc)*])* $kind,)*
        }

        impl $name {
            /// All kinds, in declaration order.
            pub const ALL: [Self; [$(stringify!($kind)),*].len()] = [$(Self::$kind),*];

            /// Returns the rules by which the provider's tokens are read.
            pub(crate) const fn claim_rules(self) -> &'static provider::ClaimRules {
                match self {
                    $(Self::$kind => &provider::$module::CLAIMS,)*
                }
            }

            /// Returns the rules for the provider's settings and documents.
            const fn settings_rules(self) -> &'static provider::SettingsRules {
                match self {
                    $(Self::$kind => &provider::$module::SETTINGS,)*
                }
            }

            /// Returns the texts about the provider.
            pub(crate) const fn texts(self) -> &'static provider::ProviderTexts {
                match self {
                    $(Self::$kind => &provider::$module::TEXTS,)*
                }
            }
        }
    };
}

providers! {
/// The kind of identity provider. It decides how claims are read.
pub enum ConnectionKind {
    /// Okta.
    Okta = okta,
    /// Clerk.
    Clerk = clerk,
    /// Any OpenID Connect provider without provider-specific rules.
    Oidc = oidc,
    /// Microsoft Entra ID.
    EntraId = entra_id,
    /// Google.
    Google = google,
    /// Auth0.
    Auth0 = auth0,
    /// Amazon Cognito.
    Cognito = cognito,
    /// Keycloak.
    Keycloak = keycloak,
}
}

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
    /// `true` if an address counts as verified when the provider makes no claim about it. An
    /// explicit claim that the address is not verified always wins. For Entra ID, this is only safe
    /// with a single pinned tenant.
    #[serde(default)]
    pub trust_email: bool,
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
    /// The organization at the provider that tokens must name (Google `hd`, Entra ID `tid`, Clerk
    /// and Auth0 `org_id`); absent if any is accepted. Google's documentation on `hd`: the login
    /// parameter is a hint, the claim is what counts.
    #[serde(default)]
    pub provider_organization: Option<ProviderOrganization>,
    /// The algorithms that the connection's keys may sign with; at most 9. Empty means RS256 only.
    #[serde(default, deserialize_with = "crate::text::at_most::<9, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 9)))]
    pub algorithms: Vec<SignatureAlgorithm>,
    /// The kind of token that clients send.
    #[serde(default)]
    pub token_use: TokenUse,
}
