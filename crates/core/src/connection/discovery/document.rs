//! Checks the form of a discovery document: the required members, and the types of the members that
//! are read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::findings::Findings;
use crate::connection::UserinfoUse;
use crate::connection::configuration::ConnectionConfiguration;
use crate::connection::report::issue::ConnectionIssueCode::{DocumentForm, DocumentIncomplete};
use crate::connection::settings::Settings;
use crate::issue::Severity;

/// A discovery document. Members of the wrong type are not read.
#[derive(Clone, Copy)]
pub(super) struct DiscoveryDocument<'a>(&'a Map<String, Value>);

/// The members that are texts. `true` marks those that every document must have (OpenID Connect
/// Discovery §3).
const TEXTS: [(&str, bool); 11] = [
    ("issuer", true),
    ("authorization_endpoint", true),
    ("token_endpoint", true),
    ("jwks_uri", true),
    ("userinfo_endpoint", false),
    ("end_session_endpoint", false),
    ("introspection_endpoint", false),
    ("revocation_endpoint", false),
    ("registration_endpoint", false),
    ("pushed_authorization_request_endpoint", false),
    ("device_authorization_endpoint", false),
];

/// The members that are lists of texts. `true` marks those that every document must have.
const LISTS: [(&str, bool); 9] = [
    ("response_types_supported", true),
    ("subject_types_supported", true),
    ("id_token_signing_alg_values_supported", true),
    ("response_modes_supported", false),
    ("grant_types_supported", false),
    ("token_endpoint_auth_methods_supported", false),
    ("code_challenge_methods_supported", false),
    ("scopes_supported", false),
    ("claims_supported", false),
];

/// Returns the names of the endpoint members.
pub(super) fn endpoint_names() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(name, _)| *name).filter(|name| *name != "issuer")
}

impl<'a> DiscoveryDocument<'a> {
    /// Reads the document and checks its form. Returns `None` if there is no document to check.
    pub(super) fn read(
        configuration: &ConnectionConfiguration,
        given: Option<&'a Settings>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let Some(given) = given else {
            report_absence(configuration, findings);
            return None;
        };
        let document = Self(given.members());
        let required = TEXTS.iter().chain(&LISTS).filter(|(_, required)| *required);
        if !required.clone().any(|(name, _)| document.has(name)) {
            let message =
                String::from("this is not a discovery document: it has no `issuer`, no endpoint and no `jwks_uri`");
            findings.error(
                DocumentForm,
                "/document",
                message,
                "Fetch `/.well-known/openid-configuration` below the issuer.",
            );
            return None;
        }
        for (name, _) in required.filter(|(name, _)| !document.has(name)) {
            // Nothing depends on whether a provider's subjects are pairwise.
            let severity = if *name == "subject_types_supported" { Severity::Warning } else { Severity::Error };
            let help = "OpenID Connect Discovery §3 requires it; ask the provider's operator.";
            let message = format!("the discovery document has no `{name}`");
            findings.add(severity, DocumentIncomplete, format!("/document/{name}"), message, help);
        }
        if configuration.view().userinfo == Some(&UserinfoUse::WhenMissing) && !document.has("userinfo_endpoint") {
            let message = String::from("the discovery document has no `userinfo_endpoint`, which the connection asks");
            let help = "Remove `userinfo` from the settings, and have the provider write the claims into its tokens.";
            findings.error(DocumentIncomplete, "/document/userinfo_endpoint", message, help);
        }
        document.check_types(findings);
        Some(document)
    }

    fn check_types(self, findings: &mut Findings) {
        let help = "Ask the provider's operator to follow OpenID Connect Discovery §3.";
        for (name, _) in TEXTS.iter().filter(|(name, _)| self.has(name) && self.text(name).is_none()) {
            let message = format!("`{name}` is not a string");
            findings.error(DocumentForm, format!("/document/{name}"), message, help);
        }
        for (name, _) in LISTS.iter().filter(|(name, _)| self.has(name) && self.texts(name).is_none()) {
            let message = format!("`{name}` is not a list of strings");
            findings.error(DocumentForm, format!("/document/{name}"), message, help);
        }
    }

    /// Returns `true` if the document has the member. `null` counts as missing.
    pub(super) fn has(self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// Returns a member that is a text.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// Returns a member that is a list of texts.
    pub(super) fn texts(self, name: &str) -> Option<Vec<&'a str>> {
        self.0.get(name)?.as_array()?.iter().map(Value::as_str).collect()
    }
}

/// Reports a missing document. A provider that runs its own logins needs none. A connection whose
/// settings name the URL of the keys can verify tokens without one.
fn report_absence(configuration: &ConnectionConfiguration, findings: &mut Findings) {
    if configuration.kind().login().is_none() {
        return;
    }
    let severity = if configuration.view().jwks_uri.is_some() { Severity::Warning } else { Severity::Error };
    let message = String::from("the discovery document is missing, so users cannot be sent to log in");
    let help = "Fetch `/.well-known/openid-configuration` below the issuer.";
    findings.add(severity, DocumentForm, "/document", message, help);
}
