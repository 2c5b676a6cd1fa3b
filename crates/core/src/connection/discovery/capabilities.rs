//! Checks that a provider supports the features that a connection's logins need: algorithms, PKCE,
//! the code flow, client authentication, scopes and claims.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::document::DiscoveryDocument;
use super::findings::{Findings, quoted};
use crate::connection::configuration::ConnectionConfiguration;
use crate::connection::report::issue::ConnectionIssueCode::{
    ClaimUnsupported, ClientAuthenticationUnsupported, CodeFlowUnsupported, OnlySymmetricAlgorithms, PkceUnsupported,
    ScopeUnsupported, SigningAlgorithmMismatch,
};
use crate::connection::{LoginRules, SignatureAlgorithm};
use crate::evidence::EmailTrust;
use crate::issue::Severity;
use crate::json::Code;
use crate::text::SettingText;

/// Compares the features that the document lists with those that the connection needs.
pub(super) fn check(document: DiscoveryDocument<'_>, configuration: &ConnectionConfiguration, findings: &mut Findings) {
    check_algorithms(document, configuration.pinned_algorithms(), findings);
    // The checks below concern logins that are sent to the authorization endpoint.
    if let Some(rules) = configuration.kind().login() {
        check_pkce(document, rules, findings);
        check_code_flow(document, findings);
        check_client_authentication(document, configuration, rules, findings);
        check_scopes(document, configuration.scopes(), findings);
        check_claims(document, configuration, rules, findings);
    }
}

/// Checks the signature algorithms. Algorithms with a shared secret, and `none`, are never accepted
/// (RFC 8725 §3.1 and §3.2, pitfall C14).
fn check_algorithms(document: DiscoveryDocument<'_>, pinned: &[SignatureAlgorithm], findings: &mut Findings) {
    let name = "id_token_signing_alg_values_supported";
    let path = format!("/document/{name}");
    let Some(offered) = document.texts(name) else { return };
    if !offered.is_empty() && offered.iter().all(|name| name.starts_with("HS") || *name == "none") {
        let message = String::from("the provider signs with a shared secret, or not at all");
        let help = "Have the provider sign with RS256 or ES256; a shared secret that verifies can also sign.";
        findings.error(OnlySymmetricAlgorithms, path, message, help);
        return;
    }
    let missing: Vec<&str> = pinned.iter().map(Code::name).filter(|name| !offered.contains(name)).collect();
    let severity = if missing.len() == pinned.len() { Severity::Error } else { Severity::Warning };
    for name in missing {
        let message = format!("the provider does not sign with `{name}`, which the connection accepts");
        let help = "Accept only algorithms that the provider signs with.";
        findings.add(severity, SigningAlgorithmMismatch, path.as_str(), message, help);
    }
}

/// Checks PKCE. Without S256, anyone who intercepts a code can use it (RFC 7636 and RFC 8414 §2).
fn check_pkce(document: DiscoveryDocument<'_>, rules: &LoginRules, findings: &mut Findings) {
    let name = "code_challenge_methods_supported";
    let path = format!("/document/{name}");
    match document.texts(name) {
        None if document.has(name) || rules.hides_pkce => {}
        None => {
            let message = String::from("the provider does not state that it supports PKCE");
            let help = "Make sure that it supports S256 (RFC 7636); other providers silently ignore PKCE.";
            findings.warning(PkceUnsupported, path, message, help);
        }
        Some(methods) if methods.contains(&"S256") => {}
        Some(_) => {
            let message = String::from("the provider supports PKCE, but not with S256");
            findings.error(PkceUnsupported, path, message, "Enable S256 at the provider (RFC 7636 §4.2).");
        }
    }
}

fn check_code_flow(document: DiscoveryDocument<'_>, findings: &mut Findings) {
    for (name, needed, help) in [
        ("response_types_supported", "code", "Enable the authorization code flow at the provider."),
        // OpenID Connect Discovery §3: if the two members are absent, their defaults include
        // `authorization_code` and `query`.
        ("grant_types_supported", "authorization_code", "Enable the authorization code grant at the provider."),
        ("response_modes_supported", "query", "Have the provider return codes in the query."),
    ] {
        if document.texts(name).is_some_and(|offered| !offered.contains(&needed)) {
            let message = format!("`{name}` has no `{needed}`");
            findings.error(CodeFlowUnsupported, format!("/document/{name}"), message, help);
        }
    }
}

fn check_client_authentication(
    document: DiscoveryDocument<'_>,
    configuration: &ConnectionConfiguration,
    rules: &LoginRules,
    findings: &mut Findings,
) {
    let name = "token_endpoint_auth_methods_supported";
    let path = format!("/document/{name}");
    if document.has(name) && document.texts(name).is_none() {
        return;
    }
    // OpenID Connect Discovery §3: the default.
    let offered = document.texts(name).unwrap_or_else(|| alloc::vec!["client_secret_basic"]);
    if configuration.secret().is_some() {
        if !["client_secret_basic", "client_secret_post"].iter().any(|method| offered.contains(method)) {
            let message = String::from("the provider's token endpoint does not accept client secrets");
            let help = "Have it accept `client_secret_basic` or `client_secret_post` for this client.";
            findings.error(ClientAuthenticationUnsupported, path, message, help);
        }
        return;
    }
    if !rules.hides_public_clients && !offered.contains(&"none") {
        let message = String::from("the provider does not state that it accepts clients without a secret");
        let help = "Set the client's secret, or make sure that the provider knows the client as public.";
        findings.warning(ClientAuthenticationUnsupported, path, message, help);
    }
}

/// Checks the scopes. A provider may leave scopes out of its document (OpenID Connect Discovery
/// §3), so a missing one is only a warning.
fn check_scopes(document: DiscoveryDocument<'_>, asked: &[SettingText], findings: &mut Findings) {
    let Some(offered) = document.texts("scopes_supported") else { return };
    for (at, scope) in asked.iter().enumerate() {
        // A scope that contains a slash or a colon belongs to an API, or has a parameter, such as
        // ZITADEL's `urn:zitadel:iam:org:id:{id}`.
        if !scope.as_str().contains(['/', ':']) && !offered.contains(&scope.as_str()) {
            let message = format!("the provider does not offer the scope {}", quoted(scope.as_str()));
            let help = "Remove it, or have the provider offer it; the provider may refuse logins otherwise.";
            findings.warning(ScopeUnsupported, format!("/configuration/scopes/{at}"), message, help);
        }
    }
}

/// Checks the claims. A provider may leave claims out of its document (OpenID Connect Discovery
/// §3), so a missing one is only a warning.
fn check_claims(
    document: DiscoveryDocument<'_>,
    configuration: &ConnectionConfiguration,
    rules: &LoginRules,
    findings: &mut Findings,
) {
    let Some(offered) = document.texts("claims_supported") else { return };
    let needs_verified = !rules.hides_verified_claim && configuration.trust_email() == EmailTrust::Claim;
    let needed = [("sub", true), ("email", true), ("email_verified", needs_verified)];
    for (claim, _) in needed.iter().filter(|(claim, is_needed)| *is_needed && !offered.contains(claim)) {
        let message = format!("the provider does not offer the claim `{claim}`");
        let help = match *claim {
            "sub" => "Ask the provider's operator; users cannot be told apart without it.",
            "email" => "Have the provider send it; without an address, only known users can sign in.",
            _ => "Have the provider send it; without it, addresses are unverified and new users are not admitted.",
        };
        findings.warning(ClaimUnsupported, "/document/claims_supported", message, help);
    }
}
