//! Whether a provider's discovery document and keys are those that a connection needs. Pure: the host fetches both.
//!
//! OpenID Connect Discovery 1.0 §3 and §4.3, RFC 8414 §2 and §3.3, RFC 7517 and 7518 for keys, RFC 8725 for algorithms,
//! RFC 7636 for PKCE; where providers are known to do otherwise, the check says so beside it.

mod document;
mod endpoint;
mod findings;
mod issuer;
mod key;
mod key_set;
mod offer;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use url::Url;

use super::configuration::ConnectionConfiguration;
use super::report::ConnectionIssueCode::{JwksUriMismatch, KeySetForm};
use super::report::{DiscoveryReport, is_ok};
use super::settings::Settings;
use document::Document;
use findings::{Findings, quoted};

/// A provider's documents, and the connection that they are to serve.
#[record]
pub struct CheckDiscoveryInput {
    /// The connection's settings.
    pub configuration: ConnectionConfiguration,
    /// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2), as it was fetched; absent for a connection that is
    /// used without one.
    #[serde(default)]
    pub document: Option<Settings>,
    /// The key set (RFC 7517 §5), as it was fetched; absent when it could not be, or is not needed.
    #[serde(default)]
    pub jwks: Option<Settings>,
    /// Whether addresses of this machine may be named, by plain http too; for trying things out.
    #[serde(default)]
    pub allow_loopback: bool,
}

/// Looks the documents over.
///
/// Total: any documents have a report. The issues are in the order of the checks: form of the document, issuer, endpoints,
/// what the provider offers, keys.
///
/// A host that has the document alone learns from the report where the keys are, fetches them, and asks again.
pub fn check_discovery(input: &CheckDiscoveryInput) -> DiscoveryReport {
    let configuration = &input.configuration;
    let mut findings = Findings::default();
    let document = Document::read(configuration, input.document.as_ref(), &mut findings);
    let known_jwks_uri = configuration.derived().jwks_uri.map(|uri| String::from(uri.as_str()));
    if let Some(document) = document {
        let issuer = configuration.issuer().as_str();
        issuer::check(document, configuration.kind(), issuer, &mut findings);
        endpoint::check_all(document, configuration.kind(), issuer, input.allow_loopback, &mut findings);
        if let (Some(known), Some(found)) = (&known_jwks_uri, document.text("jwks_uri")) {
            check_key_location(known, found, &mut findings);
        }
        offer::check(document, configuration, &mut findings);
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

/// Keys at two addresses are two sets of keys: whoever can answer at one of them decides which tokens count.
fn check_key_location(known: &str, found: &str, findings: &mut Findings) {
    let is_same = known == found || Url::parse(known).is_ok_and(|known| Url::parse(found).ok() == Some(known));
    if !is_same {
        let message =
            alloc::format!("the keys are at {} by the document, at {} by the settings", quoted(found), quoted(known));
        let help = "Leave `jwksUri` out of the settings where it can be, or copy it from the document.";
        findings.error(JwksUriMismatch, "/document/jwks_uri", message, help);
    }
}

fn check_keys(input: &CheckDiscoveryInput, findings: &mut Findings) -> Vec<String> {
    match &input.jwks {
        Some(jwks) => key_set::check(jwks, input.configuration.pinned_algorithms(), findings),
        None if input.configuration.jwt_key().is_some() => Vec::new(),
        None => {
            let help = "Fetch it from where the report says that the keys are; without keys no token can be verified.";
            findings.error(KeySetForm, "/jwks", String::from("there is no key set"), help);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests;
