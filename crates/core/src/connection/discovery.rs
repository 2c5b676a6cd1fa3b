//! Checks whether a provider's discovery document and keys fit a connection. Pure: the host fetches
//! both.
//!
//! The rules are those of OpenID Connect Discovery 1.0 §3 and §4.3, RFC 8414 §2 and §3.3, RFC 7517
//! and 7518 for keys, RFC 8725 for algorithms, and RFC 7636 for PKCE. A comment next to a check
//! names the providers that are known to deviate.

mod capabilities;
mod document;
mod endpoint;
mod findings;
mod issuer;
mod key;
mod key_set;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use url::Url;

use super::configuration::ConnectionConfiguration;
use super::report::{DiscoveryReport, is_ok};
use super::settings::Settings;
use crate::connection::host::allowed::AllowedHost;
use crate::connection::report::issue::ConnectionIssueCode::{JwksUriMismatch, KeySetForm};
use document::DiscoveryDocument;
use findings::{Findings, quoted};

/// The provider's documents, and the connection to check them for.
#[record]
pub struct CheckDiscoveryInput {
    /// The connection's settings.
    pub configuration: ConnectionConfiguration,
    /// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2) as fetched; absent for a
    /// connection that is used without one.
    #[serde(default)]
    pub document: Option<Settings>,
    /// The key set (RFC 7517 §5) as fetched; absent if it could not be fetched or is not needed.
    #[serde(default)]
    pub jwks: Option<Settings>,
    /// `true` to allow addresses of this machine, over plain http too. For local testing.
    #[serde(default)]
    pub allow_loopback: bool,
    /// The networks and hosts at which the operator allows providers although they are not public;
    /// empty for none.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
}

/// Checks the documents and reports every issue.
///
/// Never fails: any documents have a report. The issues are in the order of the checks: form of the
/// document, issuer, endpoints, the provider's capabilities, keys.
///
/// A host that has only the document reads the URL of the keys from the report, fetches them, and
/// calls this again.
pub fn check_discovery(input: &CheckDiscoveryInput) -> DiscoveryReport {
    let configuration = &input.configuration;
    let mut findings = Findings::default();
    let document = DiscoveryDocument::read(configuration, input.document.as_ref(), &mut findings);
    let known_jwks_uri = configuration.derived().jwks_uri.map(|uri| String::from(uri.as_str()));
    if let Some(document) = document {
        let issuer = configuration.issuer().as_str();
        issuer::check(document, configuration.kind(), issuer, &mut findings);
        endpoint::check_all(document, configuration.kind(), issuer, input.into(), &mut findings);
        if let (Some(known), Some(found)) = (&known_jwks_uri, document.text("jwks_uri")) {
            check_key_location(known, found, pins_keys(configuration), &mut findings);
        }
        capabilities::check(document, configuration, &mut findings);
    }
    let usable_key_ids = check_keys(input, &mut findings);
    let sound = |name| endpoint::sound(document, name, &findings);
    let without_document = configuration.jwt_key().is_some();
    DiscoveryReport {
        authorization_endpoint: sound("authorization_endpoint"),
        token_endpoint: sound("token_endpoint"),
        jwks_uri: known_jwks_uri.or_else(|| sound("jwks_uri").filter(|_| !without_document)),
        usable_key_ids,
        ok: is_ok(&findings.0),
        issues: findings.0,
    }
}

/// Returns `true` if the settings name another URL of the keys than follows from the issuer.
fn pins_keys(configuration: &ConnectionConfiguration) -> bool {
    let follows = (configuration.kind().settings_rules().keys)(configuration.issuer().as_str());
    configuration.view().jwks_uri.is_some_and(|uri| follows.as_deref() != Some(uri.as_str()))
}

/// Compares the two URLs of the keys. Two URLs mean two sets of keys, and anyone who can answer at
/// one of them decides which tokens are valid. It is a warning if the settings name the URL: a
/// provider may be reached by another name from inside a network than its documents say.
fn check_key_location(known: &str, found: &str, is_pinned: bool, findings: &mut Findings) {
    let is_same = known == found || Url::parse(known).is_ok_and(|known| Url::parse(found).ok() == Some(known));
    if !is_same {
        let message = alloc::format!(
            "the document says that the keys are at {}, the settings say {}",
            quoted(found),
            quoted(known)
        );
        const PATH: &str = "/document/jwks_uri";
        if is_pinned {
            let help =
                "Make sure that the provider publishes the same keys there, or remove `jwksUri` from the settings.";
            findings.warning(JwksUriMismatch, PATH, message, help);
        } else {
            let help = "Compare the settings with the provider's console: the document is not this connection's.";
            findings.error(JwksUriMismatch, PATH, message, help);
        }
    }
}

fn check_keys(input: &CheckDiscoveryInput, findings: &mut Findings) -> Vec<String> {
    match &input.jwks {
        Some(jwks) => key_set::check(jwks, input.configuration.pinned_algorithms(), findings),
        None if input.configuration.jwt_key().is_some() => Vec::new(),
        None => {
            let help = "Fetch it from the URL in the report; tokens cannot be verified without keys.";
            findings.error(KeySetForm, "/jwks", String::from("the key set is missing"), help);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests;
