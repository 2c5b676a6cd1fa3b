//! The settings of a Keycloak connection.
//!
//! Sources: Keycloak, "Securing applications: OpenID Connect" (endpoints below `/realms/{realm}`;
//! `/auth` before version 17), "Server administration: audience support" (without a mapper, access
//! tokens are for `account`).

use alloc::format;
use alloc::string::{String, ToString};

use super::super::TokenUse;
use super::super::configuration::ConnectionConfiguration;
use super::super::field::{Field, ISSUER};
use super::super::reading::Reading;
use super::super::report::ConnectionIssueCode;
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields};
use super::{Checked, ProviderTexts, conflict, issuer_form, trailing_slash};
use crate::issue::shown::quote;
use crate::text::{EndpointUrl, Issuer, SettingText};

/// Keycloak's settings: server and realm, or the issuer that is derived from them.
pub(super) const FIELDS: &[Field] = client_fields![Field::url("serverUrl"), Field::text("realm"), ISSUER];

/// The texts about Keycloak.
pub(super) const TEXTS: ProviderTexts = ProviderTexts { display_name: "Keycloak" };

pub(super) fn check(reading: &mut Reading<'_>) -> Checked {
    let server = server_url(reading);
    let realm = realm(reading);
    let of_issuer = issuer(reading);
    let tokens = Tokens {
        uses: client::ID_OR_ACCESS,
        default_use: Some(TokenUse::IdToken),
        algorithms: client::ASYMMETRIC,
        access_audience: AccessAudience::Api(
            "Add an audience mapper to the client, and here the audience that it writes.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        any_client_id: true,
    };
    let client = client::check(reading, &tokens);
    let (server, realm) = match (server?, realm?, of_issuer?) {
        (server, realm, Some((of_server, of_realm))) => {
            let differs = if server.is_some_and(|server| server != of_server) {
                Some("serverUrl")
            } else {
                realm.is_some_and(|realm| realm != of_realm).then_some("realm")
            };
            if let Some(name) = differs {
                conflict(reading, name);
                return None;
            }
            (of_server, of_realm)
        }
        (Some(server), Some(realm), None) => (server, realm),
        (server, realm, None) => {
            for (name, is_missing) in [("serverUrl", server.is_none()), ("realm", realm.is_none())] {
                if is_missing {
                    reading.missing(name);
                }
            }
            return None;
        }
    };
    let client = client?;
    let issuer = Issuer::new(&format!("{server}/realms/{realm}"))?;
    Some(ConnectionConfiguration::Keycloak {
        issuer,
        server_url: EndpointUrl::new(&server)?,
        realm: SettingText::new(&realm)?,
        client_id: client.id,
        client_secret: client.secret,
        scopes: client.scopes,
        audiences: client.audiences,
        authorized_parties: client.authorized_parties,
        algorithms: client.algorithms,
        token_use: client.token_use,
        trust_email: client.trust_email,
        allow_outside_domains: client.allow_outside_domains,
    })
}

fn server_url(reading: &mut Reading<'_>) -> Option<Option<String>> {
    if !reading.is_given("serverUrl") {
        return Some(None);
    }
    let address = reading.address("serverUrl", false)?;
    if address.path.ends_with('/') {
        trailing_slash(reading, "serverUrl", address.text);
        return None;
    }
    if address.path.contains("/realms/") {
        let message = "the server's address has a realm in it";
        let help = "Leave out `/realms/` and what follows it, or write all of it into `issuer` instead.";
        reading.error("serverUrl", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(address.text.to_string()))
}

/// Returns the realm. Only unreserved characters are accepted (RFC 3986 §2.3), so the issuer
/// contains it without escaping.
fn realm(reading: &mut Reading<'_>) -> Option<Option<String>> {
    if !reading.is_given("realm") {
        return Some(None);
    }
    let text = reading.text("realm")?;
    if !is_realm(text) {
        let message = format!("{} is no realm's name", quote(text));
        let help = "Use the name as it stands behind `/realms/` in the addresses of the realm.";
        reading.error("realm", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(text.to_string()))
}

fn is_realm(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !text.is_empty() && !matches!(text, "." | "..") && text.bytes().all(plain)
}

/// Returns the server and realm of the issuer, if the issuer is given.
fn issuer(reading: &mut Reading<'_>) -> Option<Option<(String, String)>> {
    if !reading.is_given("issuer") {
        return Some(None);
    }
    let address = reading.address("issuer", false)?;
    let text = address.text;
    const HELP: &str =
        "Use `{server}/realms/{realm}`; before version 17 of Keycloak the server's address ends in `/auth`.";
    let Some((server, realm)) = text.rsplit_once("/realms/") else {
        issuer_form(reading, text, HELP);
        return None;
    };
    if realm.strip_suffix('/').is_some_and(is_realm) {
        trailing_slash(reading, "issuer", text);
        return None;
    }
    if !is_realm(realm) || server.ends_with('/') || !server.contains("://") || server.ends_with("realms") {
        issuer_form(reading, text, HELP);
        return None;
    }
    Some(Some((server.to_string(), realm.to_string())))
}
