//! Checks that a document is the issuer's own: its `issuer` must equal the connection's exactly
//! (OpenID Connect Discovery §4.3, RFC 8414 §3.3). If not, reports what differs (pitfall C16).

use alloc::format;
use alloc::string::String;

use super::document::DiscoveryDocument;
use super::findings::{Findings, quoted};
use crate::connection::ConnectionKind;
use crate::connection::provider::{COPY_ISSUER, IssuerDifference, Issuers};
use crate::connection::report::issue::ConnectionIssueCode::IssuerMismatch;

/// Compares the document's issuer with the expected one.
pub(super) fn check(document: DiscoveryDocument<'_>, kind: ConnectionKind, expected: &str, findings: &mut Findings) {
    let Some(found) = document.text("issuer").filter(|found| *found != expected) else { return };
    let (what, help) = difference(kind, expected, found);
    let message = format!("the document belongs to the issuer {}: {what}", quoted(found));
    findings.error(IssuerMismatch, "/document/issuer", message, help);
}

fn difference(kind: ConnectionKind, expected: &str, found: &str) -> (String, &'static str) {
    let plain = |text: &'static str, help: &'static str| (String::from(text), help);
    let without_slash = |text: &str| String::from(text.strip_suffix('/').unwrap_or(text));
    let without_scheme = |text: &str| String::from(text.split_once("://").map_or(text, |(_, rest)| rest));
    if without_slash(expected) == without_slash(found) {
        return match found.ends_with('/') {
            true => plain("it ends with a slash, the connection's does not", COPY_ISSUER),
            false => plain("it does not end with a slash, the connection's does", COPY_ISSUER),
        };
    }
    if expected.eq_ignore_ascii_case(found) {
        return plain("it differs in upper and lower case", COPY_ISSUER);
    }
    if without_scheme(expected) == without_scheme(found) {
        return plain(
            "it differs in the scheme",
            "Use the https issuer; if the document names another, ask the provider's operator.",
        );
    }
    let issuers = Issuers { expected, found };
    match (kind.settings_rules().issuer_difference)(&issuers) {
        Some(IssuerDifference { what, help }) => plain(what, help),
        None if issuers.are_on_one_host() => plain("it differs in the path", COPY_ISSUER),
        None => plain("it is on another host", "Make sure that the document was fetched from the issuer itself."),
    }
}
