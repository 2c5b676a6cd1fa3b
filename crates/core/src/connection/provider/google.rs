//! Google: its settings, documents and tokens.
//!
//! Sources: Google, "OpenID Connect" (issuer, `hd`, keys), "Verify the Google ID token on your
//! server side"; pitfall C13: the Workspace domain requested at a login is only a hint.

use alloc::string::ToString;

use super::super::configuration::ConnectionConfiguration;
use super::super::field::{
    ALGORITHMS, ALLOW_OUTSIDE_DOMAINS, AUDIENCES, AUTHORIZED_PARTIES, CLIENT_ID, CLIENT_SECRET, Field, ISSUER,
    REQUIRED_GROUPS, SCOPES, TOKEN_USE,
};
use super::super::reading::Reading;
use super::super::report::ConnectionIssueCode;
use super::super::{SignatureAlgorithm, TokenUse};
use super::claims::no_machine;
use super::client::{self, AccessAudience, Tokens, TrustEmail, usual_client_id};
use super::{Checked, ClaimRules, LoginRules, ProviderTexts, SettingsRules, issuer_form, texts, trailing_slash};
use crate::issue::shown::quote_shortened;
use crate::text::{Issuer, SettingText};
use crate::token::claims::has_standard_form;
use crate::token::session::standard_roles;

/// Google's settings.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: &[
        ISSUER,
        CLIENT_ID,
        CLIENT_SECRET,
        Field::text("hostedDomain"),
        SCOPES,
        TOKEN_USE,
        AUDIENCES,
        AUTHORIZED_PARTIES,
        ALGORITHMS,
        ALLOW_OUTSIDE_DOMAINS,
        REQUIRED_GROUPS,
    ],
    // Access tokens are opaque to everyone but Google.
    token_uses: &[TokenUse::IdToken],
    check,
    // "OpenID Connect", "Validating an ID token".
    keys: |_| Some("https://www.googleapis.com/oauth2/v3/certs".to_string()),
    login: Some(LoginRules {
        // Google does not support `login`, so people select their account.
        prompt: "select_account",
        audience_parameter: None,
        hides_pkce: false,
        hides_public_clients: false,
        hides_verified_claim: false,
    }),
    issuer_difference: |_| None,
    endpoint_domains: &["googleapis.com", "google.com"],
    any_endpoint_host: false,
    example_word: None,
};

/// The rules for Google's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form: has_standard_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine: no_machine,
    access_token_subject: "sub",
    subject: "sub",
    party: "azp",
    verified: "email_verified",
    may_trust_email: true,
    groups: "groups",
    groups_are_incomplete: None,
    leaves_out_no_groups: false,
    organization: "hd",
    organization_object: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
};

/// The texts about Google.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Google",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Ask for the scope `email` at the login.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: texts::MISSING_VERIFIED,
    unverified: texts::UNVERIFIED,
    missing_groups: None,
    too_many_groups: None,
    missing_organization: Some("It is there for accounts of Google Workspace alone; this one is a personal account."),
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// The issuer, as current tokens name it.
const ISSUER_URL: &str = "https://accounts.google.com";

/// The suffix of client identifiers.
const CLIENT_SUFFIX: &str = ".apps.googleusercontent.com";

fn check(reading: &mut Reading<'_>) -> Checked {
    issuer(reading);
    client_id(reading);
    if !reading.is_given("clientSecret") {
        let message = "Google's token endpoint asks a web application for its client secret, PKCE or not";
        reading.warning("clientSecret", ConnectionIssueCode::SecretMissing, message, "Add it, as a reference.");
    }
    let hosted_domain = reading.domain("hostedDomain").and_then(SettingText::new);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: &[SignatureAlgorithm::RS256],
        access_audience: AccessAudience::Nothing,
        names_client: true,
        trust_email: TrustEmail::Claimed,
        any_client_id: false,
    };
    let client = client::check(reading, &tokens)?;
    let issuer = Issuer::new(ISSUER_URL)?;
    Some(ConnectionConfiguration::Google {
        issuer,
        client_id: client.id,
        client_secret: client.secret,
        hosted_domain,
        scopes: client.scopes,
        audiences: client.audiences,
        authorized_parties: client.authorized_parties,
        algorithms: client.algorithms,
        allow_outside_domains: client.allow_outside_domains,
        required_groups: client.required_groups,
    })
}

/// Checks the issuer, if it is given. There is only one; Google's older tokens name it without the
/// scheme.
fn issuer(reading: &mut Reading<'_>) {
    match reading.text("issuer") {
        None | Some(ISSUER_URL | "accounts.google.com") => {}
        Some(text @ ("https://accounts.google.com/" | "accounts.google.com/")) => {
            trailing_slash(reading, "issuer", text)
        }
        Some(text) => {
            if reading.address("issuer", false).is_some() {
                issuer_form(reading, text, "Leave it out: Google has one issuer, `https://accounts.google.com`.");
            }
        }
    }
}

fn client_id(reading: &mut Reading<'_>) {
    let Some(id) = reading.text("clientId") else { return };
    let Some(name) = id.strip_suffix(CLIENT_SUFFIX).filter(|name| !name.is_empty()) else {
        let message = alloc::format!("{} is not the identifier of a client", quote_shortened(id));
        let help = "Copy it whole: it ends in `.apps.googleusercontent.com`.".to_string();
        return reading.error("clientId", ConnectionIssueCode::ClientIdForm, message, help);
    };
    let is_usual = name.split_once('-').is_some_and(|(project, rest)| {
        let digits = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit());
        digits && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    usual_client_id(reading, |_| is_usual, "a number, a hyphen, letters and digits before the suffix");
}
