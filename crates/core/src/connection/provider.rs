//! The kinds of identity provider: one file each. The list of them is in [`super`].
//!
//! A provider's file holds tables of constants and functions, one for each purpose. They are apart
//! so that a host that needs one of them is not made larger by the others.

pub(super) mod auth0;
mod claims;
pub(super) mod clerk;
mod client;
pub(super) mod cognito;
pub(super) mod entra_id;
pub(super) mod google;
pub(super) mod keycloak;
pub(super) mod oidc;
pub(super) mod okta;
mod settings;
mod texts;

use alloc::format;
use alloc::string::String;

use super::ConnectionKind;
use super::configuration::ConnectionConfiguration;
use super::field::Field;
use super::report::ConnectionIssueCode;
use super::settings_reader::SettingsReader;
use crate::issue::shown::quote_shortened;
pub(crate) use claims::ClaimRules;
pub use settings::LoginRules;
pub(super) use settings::{COPY_ISSUER, IssuerDifference, Issuers, SettingsRules};
pub(crate) use texts::ProviderTexts;

pub(super) use clerk::instance_facts as clerk_facts;
pub(super) use okta::facts as okta_facts;

/// Returns the settings that a kind has.
pub(super) const fn fields(kind: ConnectionKind) -> &'static [Field] {
    kind.settings_rules().fields
}

/// The configuration that a check builds from settings without errors; `None` if there are errors.
pub(super) type Checked = Option<ConnectionConfiguration>;

/// The path of discovery documents below the issuer (OpenID Connect Discovery §4).
pub(super) const DISCOVERY_PATH: &str = "/.well-known/openid-configuration";

/// Returns the path of a document or endpoint at the end of an issuer that was copied from the
/// wrong line.
fn endpoint_at_end(url: &str) -> Option<&'static str> {
    const ENDS: &[&str] = &[
        DISCOVERY_PATH,
        "/.well-known/oauth-authorization-server",
        "/.well-known/jwks.json",
        "/v1/keys",
        "/v1/authorize",
        "/v1/token",
        "/protocol/openid-connect",
        "/protocol/openid-connect/auth",
        "/protocol/openid-connect/token",
        "/protocol/openid-connect/certs",
    ];
    ENDS.iter().copied().find(|end| url.ends_with(end))
}

/// Reports that a text is not an issuer of this provider, and explains the expected form.
fn issuer_form(reader: &mut SettingsReader<'_>, text: &str, help: &str) {
    let shown = quote_shortened(text);
    let help = match endpoint_at_end(text) {
        Some(end) => format!("Remove `{end}`: the issuer is the part before it."),
        None => String::from(help),
    };
    reader.error("issuer", ConnectionIssueCode::IssuerForm, format!("{shown} is not an issuer of this provider"), help);
}

/// Reports a URL that ends in a slash although the provider's do not.
fn trailing_slash(reader: &mut SettingsReader<'_>, name: &str, text: &str) {
    let message = format!("{} ends with a slash, but this provider's issuers do not", quote_shortened(text));
    reader.error(name, ConnectionIssueCode::TrailingSlash, message, "Remove the slash.");
}

/// Reports that a setting and the issuer contradict each other.
fn conflict(reader: &mut SettingsReader<'_>, name: &str) {
    let message = format!("`{name}` and `issuer` contradict each other");
    let help = format!("Remove one: `issuer` follows from `{name}`, and the other way round.");
    reader.error(name, ConnectionIssueCode::IssuerConflict, message, help);
}
