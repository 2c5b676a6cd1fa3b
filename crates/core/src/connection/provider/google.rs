//! Google: its settings, documents and tokens.
//!
//! Sources: Google, "OpenID Connect" (issuer, `hd`, keys), "Verify the Google ID token on your
//! server side"; pitfall C13: the Workspace domain requested at a login is only a hint.

use alloc::string::ToString;

use super::super::{ProviderOrganizations, SignatureAlgorithm, TokenUse, UserinfoUse};
use super::claims::no_machine;
use super::client::{self, AccessAudience, Tokens, TrustEmail, usual_client_id};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, LoginRules, OrganizationClaim,
    ProviderTexts, SettingsRules, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{
    ALGORITHMS, ALLOW_OUTSIDE_DOMAINS, AUDIENCES, AUTHORIZED_PARTIES, CLIENT_ID, CLIENT_SECRET, Field, ISSUER,
    JWKS_URI, LEEWAY_SECONDS, REQUIRED_GROUPS, SCOPES, TOKEN_USE,
};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote_shortened;
use crate::text::{Issuer, ProviderOrganization};
use crate::token::claims::has_standard_form;
use crate::token::session::standard_roles;

/// Google's settings.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: &[
        ISSUER,
        JWKS_URI,
        CLIENT_ID,
        CLIENT_SECRET,
        Field::one_or_more("hostedDomain"),
        SCOPES,
        TOKEN_USE,
        AUDIENCES,
        AUTHORIZED_PARTIES,
        ALGORITHMS,
        ALLOW_OUTSIDE_DOMAINS,
        LEEWAY_SECONDS,
        REQUIRED_GROUPS,
    ],
    // Access tokens are opaque to everyone but Google.
    token_uses: &[TokenUse::IdToken],
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &[UserinfoUse::Never],
    check,
    // "OpenID Connect", "Validating an ID token".
    keys: |_| Some("https://www.googleapis.com/oauth2/v3/certs".to_string()),
    login: Some(LoginRules {
        // Google does not support `login`, so people select their account.
        prompt: "select_account",
        audience_parameter: None,
        // "OpenID Connect", "Authentication URI parameters".
        organization_parameter: Some("hd"),
        hides_pkce: false,
        hides_public_clients: false,
        hides_verified_claim: false,
    }),
    issuer_difference: |_| None,
    endpoint_domains: &["googleapis.com", "google.com"],
    any_endpoint_host: false,
    example_word: None,
    endpoints: &[],
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
    organization: OrganizationClaim::Text("hd"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    // Its tokens have the time alone.
    tells_methods: false,
};

/// The texts about Google.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Google",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Request the scope `email` at login.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: texts::MISSING_VERIFIED,
    unverified: texts::UNVERIFIED,
    missing_groups: None,
    too_many_groups: None,
    missing_organization: Some("Only Google Workspace accounts have it; this is a personal account."),
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// Google's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("issuer", "https://accounts.google.com"),
        ("clientId", "123456789012-a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.apps.googleusercontent.com"),
    ],
    labels: &[],
    alternatives: &[],
};

/// Google's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["google"],
    telling_name: Some("hosted_domain"),
    address: recognize,
    identifier: recognize_identifier,
};

/// The issuer, as current tokens name it.
const ISSUER_URL: &str = "https://accounts.google.com";

/// The suffix of client identifiers.
const CLIENT_SUFFIX: &str = ".apps.googleusercontent.com";

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    issuer(reader);
    client_id(reader);
    if !reader.is_given("clientSecret") {
        let message = "Google's token endpoint requires the client secret of a web application, even with PKCE";
        reader.warning("clientSecret", ConnectionIssueCode::SecretMissing, message, "Add a reference to it.");
    }
    let hosted_domain = hosted_domain(reader);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Nothing,
        names_client: true,
        trust_email: TrustEmail::Claimed,
        // "OpenID Connect": the ID token holds all claims of the granted scopes.
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens)?;
    let issuer = Issuer::new(ISSUER_URL)?;
    Some(ConnectionConfiguration::Google {
        issuer,
        client_id: client.id,
        client_secret: client.secret,
        jwks_uri: client.jwks_uri,
        hosted_domain,
        scopes: client.scopes,
        audiences: client.audiences,
        authorized_parties: client.authorized_parties,
        algorithms: client.algorithms,
        allow_outside_domains: client.allow_outside_domains,
        leeway_seconds: client.leeway_seconds,
        required_groups: client.required_groups,
    })
}

/// Returns the Workspace domains; empty if any account is accepted.
fn hosted_domain(reader: &mut SettingsReader<'_>) -> ProviderOrganizations {
    let domains = reader.texts("hostedDomain");
    let domains = domains.into_iter().enumerate();
    domains
        .filter_map(|(at, domain)| reader.domain_at("hostedDomain", Some(at), domain))
        .filter_map(ProviderOrganization::new)
        .collect()
}

/// Checks the issuer, if it is given. There is only one; Google's older tokens name it without the
/// scheme.
fn issuer(reader: &mut SettingsReader<'_>) {
    match reader.text("issuer") {
        None | Some("accounts.google.com") => return,
        Some(text @ "accounts.google.com/") => return trailing_slash(reader, "issuer", text),
        Some(_) => {}
    }
    let Some(address) = reader.address("issuer", false) else { return };
    match address.text.as_str() {
        ISSUER_URL => {}
        text @ "https://accounts.google.com/" => trailing_slash(reader, "issuer", text),
        text => issuer_form(reader, text, "Remove it: Google's only issuer is `https://accounts.google.com`."),
    }
}

fn client_id(reader: &mut SettingsReader<'_>) {
    let Some(id) = reader.text("clientId") else { return };
    let Some(name) = id.strip_suffix(CLIENT_SUFFIX).filter(|name| !name.is_empty()) else {
        let message = alloc::format!("{} is not a client ID", quote_shortened(id));
        let help = "Copy the whole ID: it ends in `.apps.googleusercontent.com`.".to_string();
        return reader.error("clientId", ConnectionIssueCode::ClientIdForm, message, help);
    };
    let is_usual = name.split_once('-').is_some_and(|(project, rest)| {
        let digits = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit());
        digits && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    usual_client_id(reader, |_| is_usual, "a number, a hyphen, letters and digits before the suffix");
}

/// The end of client identifiers.
const CLIENTS: &str = ".apps.googleusercontent.com";

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Google);
    match address.host.as_str() {
        "accounts.google.com" => {
            Some(found.without(address, address.segments().is_empty()).issued_by(ISSUER_URL.into()))
        }
        "console.cloud.google.com" | "console.developers.google.com" => {
            let segments = address.segments();
            let client = segments.iter().find(|segment| segment.ends_with(CLIENTS));
            let found = found.issued_by(ISSUER_URL.into());
            Some(match client {
                Some(client) => found.set("clientId", client),
                None => found.console("Copy the client ID: APIs & Services, Credentials."),
            })
        }
        _ => None,
    }
}

/// Recognizes a client ID.
fn recognize_identifier(text: &str) -> Option<Recognized> {
    let is_client = text.ends_with(CLIENTS);
    is_client.then(|| {
        let found = Recognized::new(ConnectionKind::Google).set("clientId", text);
        found.issued_by(ISSUER_URL.into())
    })
}
