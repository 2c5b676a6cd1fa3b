//! The rules by which a connection's settings and its provider's documents are checked.

use alloc::string::String;

use super::Checked;
use crate::connection::settings::field::Field;
use crate::connection::settings::reader::SettingsReader;
use crate::connection::{SignatureAlgorithm, TokenUse, UserinfoUse};

/// The rules for the settings of a kind of provider, and for the documents that it publishes.
pub(in crate::connection) struct SettingsRules {
    /// The settings that it has.
    pub fields: &'static [Field],
    /// The kinds of token that its connections may use.
    pub token_uses: &'static [TokenUse],
    /// The algorithms that the provider signs with.
    pub algorithms: &'static [SignatureAlgorithm],
    /// The extents to which its userinfo endpoint may be asked; empty if it has no such setting.
    pub userinfo: &'static [UserinfoUse],
    /// Finds faults in values that are each well formed, and builds the typed configuration if
    /// there are none.
    pub check: fn(&mut SettingsReader<'_>) -> Checked,
    /// Returns the URL of the keys of an issuer, as the provider documents it; `None` if only the
    /// discovery document names it.
    pub keys: fn(&str) -> Option<String>,
    /// The rules for logins by the authorization code flow; `None` if the provider runs its own
    /// logins, and is used without a discovery document.
    pub login: Option<LoginRules>,
    /// Says how another issuer on a provider of this kind differs from the expected one.
    pub issuer_difference: fn(&Issuers<'_>) -> Option<IssuerDifference>,
    /// The domains of the provider's endpoints, in addition to the issuer's.
    pub endpoint_domains: &'static [&'static str],
    /// `true` if endpoints, except for the one of the keys, may be on any host, because customers
    /// choose it.
    pub any_endpoint_host: bool,
    /// The provider's name as it follows "your" in examples (`yourOktaDomain`); `None` if it is in
    /// none.
    pub example_word: Option<&'static str>,
    /// The ends of the provider's own addresses that people copy instead of the issuer, in addition
    /// to the usual ones; none is the end of another.
    pub endpoints: &'static [&'static str],
}

/// The rules for logins by the authorization code flow (OpenID Connect Core §3.1).
pub struct LoginRules {
    /// The value of `prompt` that makes people log in although they are logged in already.
    pub prompt: &'static str,
    /// The parameter by which the provider is told the audience of an access token; `None` if it
    /// takes the audience from its own settings, or from scopes.
    pub audience_parameter: Option<&'static str>,
    /// The parameter by which the provider is told the organization to log in to; `None` if it has
    /// none, or takes it from a scope.
    pub organization_parameter: Option<&'static str>,
    /// `true` if the provider does PKCE without saying so in its document.
    pub(crate) hides_pkce: bool,
    /// `true` if the provider takes public clients without saying so in its document.
    pub(crate) hides_public_clients: bool,
    /// `true` if the provider says whether addresses are verified without listing the claim in its
    /// document.
    pub(crate) hides_verified_claim: bool,
}

/// Two issuers that differ.
pub(in crate::connection) struct Issuers<'a> {
    /// The connection's issuer.
    pub expected: &'a str,
    /// The document's issuer.
    pub found: &'a str,
}

impl Issuers<'_> {
    /// Returns `true` if both are on one host.
    pub fn are_on_one_host(&self) -> bool {
        host(self.expected) == host(self.found)
    }
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or("")
}

/// The difference of a document's issuer from the connection's.
#[derive(Clone, Copy)]
pub(in crate::connection) struct IssuerDifference {
    /// The difference, phrased to follow the issuer.
    pub what: &'static str,
    /// The remedy.
    pub help: &'static str,
}

impl IssuerDifference {
    /// Describes a difference and its remedy.
    pub const fn new(what: &'static str, help: &'static str) -> Self {
        Self { what, help }
    }
}

/// The remedy for an issuer that was written differently.
pub(in crate::connection) const COPY_ISSUER: &str = "Copy the issuer from the document; tokens use exactly this value.";
