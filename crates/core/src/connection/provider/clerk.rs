//! Clerk: its settings, documents and tokens.
//!
//! Sources: Clerk, "Session tokens", "API keys", "Proxying the Frontend API", "Satellite domains";
//! pitfall C17: session tokens name no audience, so the origins of the application must be listed.

mod key;
mod organization;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{SignatureAlgorithm, TokenUse};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, OrganizationClaim, ProviderTexts,
    SettingsRules, client, texts, trailing_slash,
};
use crate::connection::configuration::derived_facts::{ClerkEnvironment, ClerkFacts};
use crate::connection::host::is_private_name;
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{
    ADMITS_WITHOUT_EMAIL, ALGORITHMS, ALLOW_OUTSIDE_DOMAINS, AUDIENCES, AUTHORIZED_PARTIES, EMAIL_CLAIM, Field,
    GROUPS_CLAIM, ISSUER, LEEWAY_SECONDS, PROVIDER_ORGANIZATION, REQUIRED_GROUPS, TOKEN_USE,
};
use crate::connection::settings::reader::SettingsReader;
use crate::connection::settings::value::SettingValue;
use crate::issue::Severity;
use crate::issue::shown::quote_shortened;
use crate::text::{Audience, EndpointUrl, Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm, has_standard_form};
use crate::token::session::{FactorVerificationAge, standard_roles};
use crate::token::{TokenError, TokenErrorCode, about};
use key::{Instance, check_public_key, instance, secret_key_environment};
use serde_json::Value;

/// Clerk's settings.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: &[
        Field::text("publishableKey").required(),
        ISSUER,
        Field::secret("secretKey"),
        Field::key("jwtKey"),
        Field::url("proxyUrl"),
        Field::text("satelliteDomain").hidden(),
        PROVIDER_ORGANIZATION,
        TOKEN_USE,
        AUDIENCES,
        AUTHORIZED_PARTIES,
        ALGORITHMS,
        ALLOW_OUTSIDE_DOMAINS,
        EMAIL_CLAIM,
        ADMITS_WITHOUT_EMAIL,
        GROUPS_CLAIM,
        LEEWAY_SECONDS,
        REQUIRED_GROUPS,
    ],
    token_uses: &[TokenUse::SessionToken],
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &[],
    check,
    // Clerk, "Manual JWT verification".
    keys: |issuer| Some(format!("{issuer}/.well-known/jwks.json")),
    login: None,
    issuer_difference: |_| None,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("clerk"),
    endpoints: &[],
};

/// The rules for Clerk's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
    session_status: Some("sts"),
    // Clerk leaves `azp` out if a request has no origin, such as one from a phone app. A token that
    // a template made for the connection's audience is accepted all the same. Clerk's own library
    // refuses a token that names neither, too.
    party_or_audience_is_enough: true,
    is_machine,
    access_token_subject: "sub",
    subject: "sub",
    party: "azp",
    verified: "email_verified",
    may_trust_email: true,
    groups: "groups",
    groups_are_incomplete: None,
    leaves_out_no_groups: false,
    organization: OrganizationClaim::Text("org_id"),
    // Version 2 of the session token.
    preferred_organization: Some(OrganizationClaim::ObjectWithId("o")),
    organization_slug: None,
    membership: Some(organization::membership),
    roles: standard_roles,
    permissions: None,
    factor_ages: Some(factor_ages),
    tells_methods: false,
};

/// The texts about Clerk.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Clerk",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: "Add `aud` to the session token's claims, or set authorized parties instead of audiences.",
    missing_party: "Tokens issued without an origin have none; they are still accepted.",
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Customize the session token: `\"email\": \"{{user.primary_email_address}}\"`.",
    missing_verified_in_id_token: "Customize the session token: `\"email_verified\": \"{{user.email_verified}}\"`.",
    missing_verified: "Customize the session token: `\"email_verified\": \"{{user.email_verified}}\"`.",
    unverified: texts::UNVERIFIED,
    missing_groups: None,
    too_many_groups: None,
    missing_organization: None,
    // Session tokens carry no `aud`.
    no_audience_setting: "List the origins of your application in `authorizedParties`.",
};

/// Clerk's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("issuer", "https://clerk.acme.com"),
        ("authorizedParties", "https://app.acme.com"),
        ("proxyUrl", "https://app.acme.com/__clerk"),
    ],
    labels: &[("jwtKey", "JWKS Public Key")],
    alternatives: &[],
};

/// Clerk's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["clerk"],
    telling_name: Some("publishable_key"),
    address: recognize,
    identifier: recognize_identifier,
};

fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken | TokenUse::SessionToken if token.is_access_type => Err("typ"),
        TokenUse::AccessToken | TokenUse::SessionToken if !token.claims.has("sid") => Err("sid"),
        TokenUse::AccessToken | TokenUse::SessionToken => token.is_no_id_token(),
        TokenUse::IdToken => has_standard_form(token, token_use),
    }
}

fn is_machine(_: &Claims<'_>, _: TokenUse, subject: &str) -> bool {
    ["mch_", "mt_", "oat_", "ak_"].iter().any(|prefix| subject.starts_with(prefix))
}

/// Reads `[first, second]` in minutes, with -1 for a factor that was not verified.
fn factor_ages(claims: &Claims<'_>) -> Result<Option<FactorVerificationAge>, TokenError> {
    let invalid = || about(TokenErrorCode::ClaimInvalid, "fva");
    let ages = match claims.raw("fva") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(ages)) => ages,
        Some(_) => return Err(invalid()),
    };
    let [first, second] = ages.as_slice() else { return Err(invalid()) };
    let age = |age: &Value| match age.as_i64() {
        Some(-1) => Ok(None),
        Some(minutes) => u32::try_from(minutes).map(Some).map_err(|_| invalid()),
        None => Err(invalid()),
    };
    Ok(Some(FactorVerificationAge { first: age(first)?, second: age(second)? }))
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let instance = publishable_key(reader);
    secret_key(reader, instance.as_ref());
    let jwt_key = jwt_key(reader);
    let proxy_url = proxy_url(reader);
    let satellite = reader.domain("satelliteDomain");
    let issuer = issuer(reader, instance.as_ref(), proxy_url.as_deref(), satellite);
    let token_use = client::token_use(reader, SETTINGS.token_uses, Some(TokenUse::SessionToken));
    let authorized_parties = origins(reader);
    // Clerk signs session tokens only with RS256.
    let algorithms = client::algorithms(reader, SETTINGS.algorithms);
    let allow_outside_domains = client::outside_domains(reader);
    let provider_organization = client::provider_organizations(reader, Some("org_"));
    let required_groups = client::required_groups(reader);
    let audiences: Option<Vec<Audience>> = reader.texts("audiences").into_iter().map(Audience::new).collect();
    let client::ClaimsRead { email_claim, admits_without_email, groups_claim, leeway_seconds } =
        client::claims_read(reader);
    let issuer = Issuer::new(&issuer?)?;
    instance?;
    token_use?;
    Some(ConnectionConfiguration::Clerk {
        issuer,
        publishable_key: SettingText::new(reader.text("publishableKey")?)?,
        secret_key: reader.reference("secretKey"),
        jwt_key,
        proxy_url: match proxy_url {
            Some(url) => Some(EndpointUrl::new(&url)?),
            None => None,
        },
        provider_organization,
        audiences: audiences?,
        authorized_parties: authorized_parties?,
        algorithms: algorithms?,
        allow_outside_domains,
        email_claim,
        admits_without_email,
        groups_claim,
        leeway_seconds,
        required_groups: required_groups?,
    })
}

/// Returns the facts that a publishable key encodes, or `None` if the text is not such a key.
pub(in crate::connection) fn instance_facts(key: &str) -> Option<ClerkFacts> {
    let Instance { host, environment } = instance(key).ok()?;
    Some(ClerkFacts { frontend_api: host, environment })
}

fn publishable_key(reader: &mut SettingsReader<'_>) -> Option<Instance> {
    const NAME: &str = "publishableKey";
    let found = match instance(reader.text(NAME)?) {
        Ok(found) => found,
        Err(lack) => {
            let help = "Copy the whole key from \"API keys\" in Clerk's dashboard.";
            reader.error(NAME, ConnectionIssueCode::KeyForm, format!("the key {lack}"), help);
            return None;
        }
    };
    if is_private_name(&found.host) {
        let message = "the key encodes a host that is not on the public internet";
        reader.error(NAME, ConnectionIssueCode::PrivateHost, message, "Copy the key from Clerk's dashboard.");
        return None;
    }
    // Clerk serves development instances below `accounts.dev`, and production instances below the
    // customer's domain.
    if found.environment == ClerkEnvironment::Production && found.host.ends_with(".accounts.dev") {
        let message = "the key says `live`, but it encodes the host of a development instance";
        reader.error(
            NAME,
            ConnectionIssueCode::KeyEnvironmentConflict,
            message,
            "Copy the key from Clerk's dashboard.",
        );
        return None;
    }
    if found.environment == ClerkEnvironment::Development && !reader.input.allow_loopback {
        let message = "the key belongs to a development instance, where anyone can sign up";
        reader.warning(
            NAME,
            ConnectionIssueCode::DevelopmentKey,
            message,
            "Use the production instance's key, `pk_live_…`.",
        );
    }
    Some(found)
}

/// Checks a secret key that is being written. The secret behind a reference is not known here.
fn secret_key(reader: &mut SettingsReader<'_>, instance: Option<&Instance>) {
    let Some(SettingValue::Written(key)) = reader.value("secretKey") else { return };
    match (secret_key_environment(key), instance.map(|instance| instance.environment)) {
        (None, _) => {
            let message = "the key does not begin with `sk_test_` or `sk_live_`";
            let help = "Copy the whole key from \"API keys\" in Clerk's dashboard.";
            reader.error("secretKey", ConnectionIssueCode::KeyForm, message, help);
        }
        (Some(own), Some(other)) if own != other => {
            let message = "the secret key and the publishable key belong to different environments";
            let help = "Use `sk_test_` with `pk_test_`, or `sk_live_` with `pk_live_`.";
            reader.error("secretKey", ConnectionIssueCode::KeyEnvironmentConflict, message, help);
        }
        _ => {}
    }
}

fn jwt_key(reader: &mut SettingsReader<'_>) -> Option<SettingText> {
    let pem = match reader.value("jwtKey") {
        Some(SettingValue::Text(pem)) => *pem,
        _ => return None,
    };
    if let Err(lack) = check_public_key(pem) {
        let help = "Copy the PEM with its line breaks from \"API keys\" in Clerk's dashboard.";
        reader.error("jwtKey", ConnectionIssueCode::KeyForm, format!("the key {lack}"), help);
    }
    SettingText::new(pem)
}

/// Returns the URL of the proxy for the Frontend API (`https://{application}/__clerk`).
fn proxy_url(reader: &mut SettingsReader<'_>) -> Option<String> {
    let address = reader.address("proxyUrl", false)?;
    if address.path.ends_with('/') {
        trailing_slash(reader, "proxyUrl", &address.text);
        return None;
    }
    Some(address.text)
}

/// Returns the issuer: the Frontend API that the key names, the proxy for it, or the Frontend API
/// of the satellite domain.
fn issuer(
    reader: &mut SettingsReader<'_>,
    instance: Option<&Instance>,
    proxy_url: Option<&str>,
    satellite: Option<&str>,
) -> Option<String> {
    let of_key = instance.map(|instance| format!("https://{}", instance.host));
    // Clerk, `parsePublishableKey`: the domain of a satellite counts for production instances only.
    let is_development = instance.is_some_and(|instance| instance.environment == ClerkEnvironment::Development);
    if is_development && satellite.is_some() {
        let message = "a development instance has no satellite domains, so its tokens name the host of the key";
        let help = "Leave it out, or use the production instance's key.";
        reader.warning("satelliteDomain", ConnectionIssueCode::SettingUnused, message, help);
    }
    let of_satellite = satellite.filter(|_| !is_development).map(|domain| format!("https://clerk.{domain}"));
    if !reader.is_given("issuer") {
        return proxy_url.map(String::from).or(of_satellite).or(of_key);
    }
    let address = reader.address("issuer", false)?;
    if address.path.ends_with('/') {
        trailing_slash(reader, "issuer", &address.text);
        return None;
    }
    let text = address.text.as_str();
    let is_one = [of_key.as_deref(), of_satellite.as_deref(), proxy_url].contains(&Some(text));
    if instance.is_some() && !is_one {
        let message = format!("the publishable key does not belong to the instance of {}", quote_shortened(text));
        let help = "Remove the issuer: it follows from the key, `proxyUrl` or `satelliteDomain`.";
        reader.error("issuer", ConnectionIssueCode::KeyHostConflict, message, help);
        return None;
    }
    Some(String::from(text))
}

/// Returns the origins of the application (RFC 6454 §6.2): scheme, host, and a port that is not the
/// scheme's default.
fn origins(reader: &mut SettingsReader<'_>) -> Option<Vec<Audience>> {
    const NAME: &str = "authorizedParties";
    let origins = reader.texts(NAME);
    if origins.is_empty() {
        if !reader.is_given(NAME) || reader.value(NAME).is_some() {
            let message = "no origin is set, so tokens of the instance's other applications cannot be told apart";
            let help = "List the origins of your application, `https://app.acme.example`.";
            reader.error(NAME, ConnectionIssueCode::AuthorizedPartiesMissing, message, help);
        }
        return None;
    }
    let mut found = Vec::new();
    for (at, origin) in origins.iter().enumerate() {
        let Some(address) = reader.address_at(NAME, Some(at), origin, false) else { continue };
        let (code, message, help) = match address.path.as_str() {
            "" => {
                found.push(Audience::new(origin)?);
                continue;
            }
            "/" => (ConnectionIssueCode::TrailingSlash, "ends with a slash, but origins do not", "Remove the slash."),
            _ => (ConnectionIssueCode::UnexpectedUrlPart, "has a path, but origins do not", "Remove the path."),
        };
        let message = format!("{} {message}", quote_shortened(origin));
        reader.add(Severity::Error, NAME, Some(at), code, message, Some(String::from(help)));
    }
    (found.len() == origins.len()).then_some(found)
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Clerk);
    const KEY: &str = "Paste the publishable key of the instance: API keys, `pk_…`.";
    if address.host == "dashboard.clerk.com" {
        return Some(found.console(KEY));
    }
    address.below("accounts.dev").or_else(|| address.host.strip_prefix("clerk."))?;
    let issuer = address.origin.clone();
    Some(
        found
            .without(address, address.segments().is_empty())
            .finding(
                PasteCode::TenantMissing,
                "the address is of a Clerk instance, which its key identifies",
                Some(KEY),
            )
            .issuer(issuer),
    )
}

/// Recognizes a publishable key.
fn recognize_identifier(text: &str) -> Option<Recognized> {
    let is_key = text.starts_with("pk_test_") || text.starts_with("pk_live_");
    is_key.then(|| Recognized::new(ConnectionKind::Clerk).set("publishableKey", text))
}
