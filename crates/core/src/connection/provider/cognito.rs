//! An Amazon Cognito user pool: its settings, documents and tokens.
//!
//! Sources: AWS, "Verifying JSON web tokens" (issuer, keys, `token_use`), "Understanding the access
//! token" (it names the client in `client_id`, and no audience); pitfall C17.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::claims::no_machine;
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, usual_client_id, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, LoginRules, OrganizationClaim,
    ProviderTexts, SettingsRules, conflict, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote;
use crate::text::{Issuer, SettingText};
use crate::token::claims::TokenForm;
use crate::token::session::standard_roles;

/// Cognito's settings: the user pool, whose ID begins with its region, or the issuer that names it.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::text("userPoolId"), Field::text("region"), ISSUER],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &UserinfoUse::ALL,
    check,
    // "Verifying JSON web tokens".
    keys: |issuer| Some(format!("{issuer}/.well-known/jwks.json")),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: None,
        organization_parameter: None,
        // AWS, "Using PKCE in authorization code grants".
        hides_pkce: true,
        hides_public_clients: true,
        hides_verified_claim: false,
    }),
    issuer_difference: |_| None,
    endpoint_domains: &[],
    // The hosted pages are on a host of Amazon's or on the customer's own, which can be any host.
    // The keys are on the issuer's host.
    any_endpoint_host: true,
    example_word: Some("cognito"),
    endpoints: &[],
};

/// The rules for Amazon Cognito's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine: no_machine,
    access_token_subject: "sub",
    subject: "sub",
    party: "azp",
    verified: "email_verified",
    may_trust_email: true,
    groups: "cognito:groups",
    groups_are_incomplete: None,
    leaves_out_no_groups: true,
    organization: OrganizationClaim::Text("org_id"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about Amazon Cognito.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Amazon Cognito",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: "Cognito's access tokens have none: set the client as an authorized party.",
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Have a pre token generation trigger (version 2) add it to access tokens, or send ID tokens.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: "Have a pre token generation trigger (version 2) add it to access tokens, or send ID tokens.",
    unverified: texts::UNVERIFIED,
    missing_groups: Some("Only users in a group of the pool have it."),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: "List your application's client ID in `authorizedParties`.",
};

/// Cognito's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("userPoolId", "eu-central-1_AbCdEfGhI"),
        ("region", "eu-central-1"),
        ("issuer", "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI"),
        ("clientId", "1a2b3c4d5e6f7g8h9i0j1k2l3m"),
    ],
    labels: &[("userPoolId", "User pool ID"), ("clientId", "App client ID"), ("clientSecret", "App client secret")],
    alternatives: &[&["userPoolId"], &["issuer"]],
};

/// Cognito's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["aws_cognito", "cognito"],
    telling_name: Some("user_pool_id"),
    address: recognize,
    identifier: recognize_identifier,
};

fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken => token.requires("token_use", "access"),
        TokenUse::IdToken if !token.is_access_type => token.requires("token_use", "id"),
        TokenUse::IdToken | TokenUse::SessionToken => Err("typ"),
    }
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let pool = user_pool_id(reader);
    let of_issuer = issuer(reader);
    let region = region(reader);
    let usual = |id: &str| id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    usual_client_id(reader, usual, "26 lowercase letters and digits");
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Nothing,
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let (pool, issuer) = match (pool?, of_issuer?) {
        (Some(pool), Some((other, _))) if pool != other => {
            conflict(reader, "userPoolId");
            return None;
        }
        (_, Some((pool, issuer))) => (pool, Some(issuer)),
        (Some(pool), None) => (pool, None),
        (None, None) => {
            reader.missing("userPoolId");
            return None;
        }
    };
    let of_pool = region_of(&pool)?;
    if region?.is_some_and(|region| region != of_pool) {
        let message = format!("the user pool's identifier names the region `{of_pool}`");
        reader.error(
            "region",
            ConnectionIssueCode::IssuerConflict,
            message,
            "Remove `region`: the user pool names it.",
        );
        return None;
    }
    let client = client?;
    let authorized_parties_missing = client.token_use == TokenUse::AccessToken && client.authorized_parties.is_empty();
    if authorized_parties_missing {
        let message = "access tokens have no audience and no client is listed, so tokens of the pool's other clients cannot be told apart";
        let help = "Remove `authorizedParties`, or list the app clients whose tokens you accept.";
        reader.error("authorizedParties", ConnectionIssueCode::AuthorizedPartiesMissing, message, help);
        return None;
    }
    let issuer = Issuer::new(&issuer.unwrap_or_else(|| issuer_of_pool(of_pool, &pool)))?;
    Some(with_client!(
        Cognito { issuer, region: SettingText::new(of_pool)?, user_pool_id: SettingText::new(&pool)? },
        client
    ))
}

/// The parts of the hosts of issuers around the region: as all user pools began, as they are issued
/// since the form `UPDATED` (AWS, `IssuerConfigurationType`), and both in the clouds of China.
const HOSTS: &[(&str, &str)] = &[
    ("cognito-idp.", ".amazonaws.com"),
    ("issuer-cognito-idp.", ".amazonaws.com"),
    ("cognito-idp.", ".amazonaws.com.cn"),
    ("issuer-cognito-idp.", ".amazonaws.com.cn"),
];

/// Returns the region that the host of an issuer names.
fn region_of_host(host: &str) -> Option<&str> {
    let mut regions = HOSTS.iter().filter_map(|(before, after)| host.strip_prefix(before)?.strip_suffix(after));
    regions.find(|region| is_region(region))
}

/// Returns the issuer of a user pool, as it is without the setting `issuer`.
fn issuer_of_pool(region: &str, pool: &str) -> String {
    let cloud = if region.starts_with("cn-") { ".amazonaws.com.cn" } else { ".amazonaws.com" };
    format!("https://cognito-idp.{region}{cloud}/{pool}")
}

/// Returns the region at the start of a user pool ID, or `None` unless the text has the form
/// `{region}_{letters and digits}`.
fn region_of(pool: &str) -> Option<&str> {
    let (region, id) = pool.split_once('_')?;
    let is_id = (1..=55).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_region(region) && is_id).then_some(region)
}

/// Returns `true` if a text has the form of a region: `eu-central-1`, `us-gov-west-1`.
fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let number = parts.next_back().unwrap_or("");
    let words: alloc::vec::Vec<&str> = parts.collect();
    let is_number = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && (2..=4).contains(&words.len()) && words.iter().all(|word| is_word(word))
}

fn user_pool_id(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("userPoolId") {
        return Some(None);
    }
    let text = reader.text("userPoolId")?;
    if region_of(text).is_none() {
        let message = format!("{} is not a user pool ID", quote(text));
        let help = "Use the region, `_`, and letters and digits: `eu-central-1_AbCdEfGhI`.";
        reader.error("userPoolId", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(text.to_string()))
}

fn region<'a>(reader: &mut SettingsReader<'a>) -> Option<Option<&'a str>> {
    if !reader.is_given("region") {
        return Some(None);
    }
    let text = reader.text("region")?;
    if !is_region(text) {
        let message = format!("{} is not a region", quote(text));
        reader.error("region", ConnectionIssueCode::IssuerForm, message, "Use a region such as `eu-central-1`.");
        return None;
    }
    Some(Some(text))
}

/// Returns the user pool of the issuer and the issuer, if the issuer is given:
/// `https://cognito-idp.{region}.amazonaws.com/{user pool}`, or with another of [`HOSTS`].
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, String)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    let region = region_of_host(&address.host);
    let pool = address.path.strip_prefix('/').unwrap_or("");
    if region.is_some() && region_of(pool.strip_suffix('/').unwrap_or(pool)) == region && address.port.is_none() {
        if pool.ends_with('/') {
            trailing_slash(reader, "issuer", &address.text);
            return None;
        }
        return Some(Some((pool.to_string(), address.text.clone())));
    }
    let help = if address.host.ends_with(".amazoncognito.com") {
        "This is the URL of the login pages; the issuer is `https://cognito-idp.{region}.amazonaws.com/{user pool}`."
    } else {
        "Use `https://cognito-idp.{region}.amazonaws.com/{user pool}`, or remove it and set `userPoolId`."
    };
    issuer_form(reader, &address.text, help);
    None
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Cognito);
    const POOL: &str = "Copy the user pool ID: Cognito, User pools, your pool.";
    if address.below("amazoncognito.com").is_some() {
        let message = "this is an address of the login pages, which is not the issuer";
        return Some(found.finding(PasteCode::LoginPageAddress, message, Some(POOL)));
    }
    if address.below("console.aws.amazon.com").is_some() || address.host == "console.aws.amazon.com" {
        let is_cognito = address.segments().first() == Some(&"cognito");
        let pool = address.segments().into_iter().find(|segment| is_user_pool(segment));
        return is_cognito.then(|| match pool {
            Some(pool) => found.set("userPoolId", pool),
            None => found.console(POOL),
        });
    }
    region_of_host(&address.host)?;
    let segments = address.segments();
    Some(match segments.first().filter(|pool| is_user_pool(pool)) {
        Some(pool) => found
            .without(address, segments.len() == 1)
            .set("userPoolId", pool)
            .issued_by(format!("{}/{pool}", address.origin)),
        None => found.finding(PasteCode::TenantMissing, "the address names no user pool", Some(POOL)),
    })
}

/// Returns `true` for the identifier of a user pool: a region, `_`, and letters and digits.
fn is_user_pool(text: &str) -> bool {
    text.split_once('_').is_some_and(|(region, id)| {
        let parts: Vec<&str> = region.split('-').collect();
        parts.len() >= 3
            && parts.last().is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
            && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && id.len() >= 5
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// Recognizes the ID of a user pool.
fn recognize_identifier(text: &str) -> Option<Recognized> {
    is_user_pool(text).then(|| Recognized::new(ConnectionKind::Cognito).set("userPoolId", text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_pool_says_its_region() {
        assert_eq!(region_of("eu-central-1_AbCdEfGhI"), Some("eu-central-1"));
        assert_eq!(region_of("us-gov-west-1_a1"), Some("us-gov-west-1"));
        for pool in [
            "",
            "_",
            "eu-central-1_",
            "eu-central-1",
            "eu_central_1_AbC",
            "eu-central_AbC",
            "EU-central-1_AbC",
            "eu-central-1_Ab-C",
        ] {
            assert_eq!(region_of(pool), None, "{pool}");
        }
    }
}
