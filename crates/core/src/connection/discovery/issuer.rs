//! Checks that a document is the issuer's own: its `issuer` must equal the connection's exactly
//! (OpenID Connect Discovery §4.3, RFC 8414 §3.3). If not, reports what differs (pitfall C16).

use alloc::format;
use alloc::string::String;

use super::document::Document;
use super::findings::{Findings, quoted};
use crate::connection::ConnectionKind;
use crate::connection::report::ConnectionIssueCode::IssuerMismatch;

/// Compares the document's issuer with the expected one.
pub(super) fn check(document: Document<'_>, kind: ConnectionKind, expected: &str, findings: &mut Findings) {
    let Some(found) = document.text("issuer").filter(|found| *found != expected) else { return };
    let (what, help) = difference(kind, expected, found);
    let message = format!("the document is of the issuer {}: {what}", quoted(found));
    findings.error(IssuerMismatch, "/document/issuer", message, help);
}

fn difference(kind: ConnectionKind, expected: &str, found: &str) -> (String, &'static str) {
    let plain = |text: &'static str, help: &'static str| (String::from(text), help);
    let without_slash = |text: &str| String::from(text.strip_suffix('/').unwrap_or(text));
    let without_scheme = |text: &str| String::from(text.split_once("://").map_or(text, |(_, rest)| rest));
    const COPY: &str = "Copy the issuer from the document; tokens name it exactly like that.";
    if without_slash(expected) == without_slash(found) {
        return match found.ends_with('/') {
            true => plain("it ends in a slash, the connection's does not", COPY),
            false => plain("it does not end in a slash, the connection's does", COPY),
        };
    }
    if expected.eq_ignore_ascii_case(found) {
        return plain("it differs in upper and lower case", COPY);
    }
    if without_scheme(expected) == without_scheme(found) {
        return plain(
            "it differs in the scheme",
            "Use the https issuer; ask whoever runs the provider if it says another.",
        );
    }
    match kind {
        ConnectionKind::EntraId if found.contains("{tenantid}") => plain(
            "it is the document of all tenants",
            "Use the document of your tenant, with its identifier in the place of `common`, `organizations` or `consumers`.",
        ),
        ConnectionKind::EntraId if found.starts_with("https://sts.windows.net/") => plain(
            "it is the document of version 1.0",
            "Use the document below `/v2.0`, and have the application's tokens be of version 2 (`requestedAccessTokenVersion`).",
        ),
        ConnectionKind::EntraId if host(expected) == host(found) => {
            plain("it is another tenant's", "Compare the tenant identifier with that of your directory.")
        }
        ConnectionKind::Okta if host(expected) == host(found) => match (is_custom(expected), is_custom(found)) {
            (true, false) => plain(
                "it is the org authorization server's, the connection's is a custom one",
                "Fetch the document below the issuer, `/oauth2/{id}` included; the two have different keys.",
            ),
            (false, true) => plain(
                "it is a custom authorization server's, the connection's is the org's own",
                "Use the issuer with `/oauth2/{id}` where access tokens are sent, the one without for ID tokens alone.",
            ),
            _ => plain("it is another authorization server's", COPY),
        },
        ConnectionKind::Okta => plain(
            "it is on another host",
            "Use the domain that the authorization server has as its issuer: Okta's own or the custom one.",
        ),
        ConnectionKind::Keycloak if host(expected) == host(found) => {
            plain("it is another realm's", "Compare the realm, and `/auth` in the path before version 17.")
        }
        _ if host(expected) == host(found) => plain("it differs in the path", COPY),
        _ => plain("it is on another host", "Make sure that the document was fetched from the issuer itself."),
    }
}

fn host(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).split('/').next().unwrap_or("")
}

/// Returns `true` if an Okta issuer is a custom authorization server,
/// `https://{domain}/oauth2/{id}`.
fn is_custom(issuer: &str) -> bool {
    issuer.contains("/oauth2/")
}
