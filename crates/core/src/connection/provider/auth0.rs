//! The settings of an Auth0 connection.
//!
//! Sources: Auth0, "Validate JSON Web Tokens" (the issuer ends in a slash), "Get access tokens"
//! (without an audience, they are opaque), "Signing algorithms"; pitfall C16.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::configuration::ConnectionConfiguration;
use super::super::field::{Field, ISSUER};
use super::super::reading::Reading;
use super::super::report::ConnectionIssueCode;
use super::super::{SignatureAlgorithm, TokenUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, is_alphanumeric, usual_client_id};
use super::{Checked, ProviderTexts, conflict, issuer_form};
use crate::issue::shown::quote_shortened;
use crate::text::{Issuer, SettingText};

/// Auth0's settings: the domain, or the issuer that is derived from it.
pub(super) const FIELDS: &[Field] = client_fields![Field::text("domain"), ISSUER];

/// The texts about Auth0.
pub(super) const TEXTS: ProviderTexts = ProviderTexts { display_name: "Auth0" };

pub(super) fn check(reading: &mut Reading<'_>) -> Checked {
    let domain = if reading.is_given("domain") {
        reading.domain("domain").map(|domain| Some(domain.to_string()))
    } else {
        Some(None)
    };
    let of_issuer = issuer(reading);
    usual_client_id(reading, |id| is_alphanumeric(id, 32), "32 letters and digits");
    let tokens = Tokens {
        uses: client::ID_OR_ACCESS,
        default_use: Some(TokenUse::IdToken),
        algorithms: &[SignatureAlgorithm::RS256, SignatureAlgorithm::PS256],
        access_audience: AccessAudience::Api(
            "Add the identifier of your API: without `audience` in the request, access tokens are opaque.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        any_client_id: false,
    };
    let client = client::check(reading, &tokens);
    let (issuer, domain) = match (domain?, of_issuer?) {
        (Some(domain), Some((_, other))) if domain != other => {
            conflict(reading, "domain");
            return None;
        }
        (_, Some((issuer, domain))) => (issuer, domain),
        (Some(domain), None) => (format!("https://{domain}/"), domain),
        (None, None) => {
            reading.missing("domain");
            return None;
        }
    };
    let client = client?;
    let issuer = Issuer::new(&issuer)?;
    Some(ConnectionConfiguration::Auth0 {
        issuer,
        domain: SettingText::new(&domain)?,
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

/// Returns the issuer and its host, if the issuer is given: `https://{domain}/`.
fn issuer(reading: &mut Reading<'_>) -> Option<Option<(String, String)>> {
    if !reading.is_given("issuer") {
        return Some(None);
    }
    let address = reading.address("issuer", false)?;
    match address.path {
        "/" => return Some(Some((address.text.to_string(), address.host))),
        "" => {
            let message = format!("{} does not end in a slash, and Auth0's issuers do", quote_shortened(address.text));
            reading.error("issuer", ConnectionIssueCode::MissingTrailingSlash, message, "Add the slash.");
        }
        _ => issuer_form(reading, address.text, "Use `https://{domain}/`, with nothing behind the slash."),
    }
    None
}
