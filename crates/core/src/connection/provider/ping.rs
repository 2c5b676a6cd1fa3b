//! PingOne: its settings, documents and tokens. A PingFederate server is a generic provider
//! (`oidc`): its issuer is any URL, its keys are at `/pf/JWKS`, and its administrators name the
//! claims of its access tokens, so no rule here would hold for it.
//!
//! Sources: Ping Identity, "PingOne API domains" (regions), "Custom domains" (the environment
//! leaves the path), "Token claims" (RS256; tokens of client credentials have no `sub`), "OpenID
//! Connect scopes", "Resource attributes" and "Application attribute mapping" (groups are mapped by
//! hand), "Editing an OIDC resource" (at most 25 values of an attribute); PingFederate, "Adding
//! virtual issuers for OpenID Connect" and "Access token attribute contract".

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::host::is_at_or_below;
use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, is_uuid, usual_client_id, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers, LoginRules,
    OrganizationClaim, ProviderTexts, SettingsRules, conflict, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::nearest::nearest;
use crate::issue::shown::{quote, quote_shortened};
use crate::text::{Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm, has_standard_form};
use crate::token::session::standard_roles;

/// PingOne's settings: environment and region, or the issuer that is derived from them.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::text("environmentId"), Field::text("region"), ISSUER],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &UserinfoUse::ALL,
    check,
    // "OpenID Connect/OAuth 2", `/{envID}/as/jwks`.
    keys: |issuer| Some(format!("{issuer}/jwks")),
    login: Some(LoginRules {
        prompt: "login",
        // The scopes of a custom resource name the audience.
        audience_parameter: None,
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: true,
        hides_verified_claim: true,
    }),
    issuer_difference,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("environment"),
    endpoints: &[],
};

/// The rules for PingOne's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine,
    access_token_subject: "sub",
    subject: "sub",
    party: "client_id",
    verified: "email_verified",
    may_trust_email: true,
    groups: "groups",
    groups_are_incomplete: Some(groups_were_too_many),
    leaves_out_no_groups: false,
    organization: OrganizationClaim::Text("org"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about PingOne.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "PingOne",
    missing_subject: "Tokens of client credentials have none: log a person in.",
    missing_audience: "Have the application ask for a scope of your custom resource, whose audience tokens then name.",
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Add an attribute `email` to the custom resource, or send ID tokens.",
    missing_verified_in_id_token: "Ask for the scope `email`, and keep the attribute `email_verified` of the resource `openid`.",
    missing_verified: "Add an attribute `email_verified` to the custom resource, or send ID tokens.",
    unverified: texts::UNVERIFIED,
    missing_groups: Some("To map groups to roles, map the attribute `groups` of the application to Group Names."),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: "List the audience of your custom resource in `audiences`.",
};

/// PingOne's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("environmentId", "6c5d4e3f-2a1b-4c0d-99e8-f7a6b5c4d3e2"),
        ("region", "EU"),
        ("issuer", "https://auth.pingone.eu/6c5d4e3f-2a1b-4c0d-99e8-f7a6b5c4d3e2/as"),
        ("clientId", "7d6e5f4a-3b2c-4d1e-aaf9-a8b7c6d5e4f3"),
    ],
    labels: &[("environmentId", "Environment ID")],
    alternatives: &[&["environmentId"], &["issuer"]],
};

/// PingOne's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["pingone", "ping"],
    telling_name: Some("environment_id"),
    address: recognize,
    identifier: |_| None,
};

/// The regions by their codes, with their top level domains ("PingOne API domains").
const REGIONS: &[(&str, &str)] =
    &[("NA", "com"), ("CA", "ca"), ("EU", "eu"), ("AU", "com.au"), ("SG", "sg"), ("AP", "asia")];

/// The path of issuers, behind the environment.
const PATH: &str = "/as";

/// The part of a token's issuer that PingOne's own hosts have.
struct Place {
    /// The code of the region.
    region: &'static str,
    /// The ID of the environment.
    environment: String,
}

/// Access tokens name their `scope`; the ID tokens of PingOne do not, so none with one counts as
/// one.
fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    if token_use == TokenUse::IdToken {
        token.has_none_of(&["scope"])?;
    }
    has_standard_form(token, token_use)
}

/// Tokens of client credentials name neither a session nor the time of a login ("Token claims").
/// They have a subject only if the custom resource maps one.
fn is_machine(claims: &Claims<'_>, token_use: TokenUse, _: &str) -> bool {
    token_use == TokenUse::AccessToken && !claims.has("sid") && !claims.has("auth_time")
}

/// The single value of an attribute that has too many for an ID token ("Editing an OIDC resource").
const TOO_MANY_VALUES: &str = "[SIZE_LIMIT_EXCEEDED]";

/// Returns `true` if PingOne left the values of the attribute that the groups are read from out of
/// a token.
fn groups_were_too_many(_: &Claims<'_>, _: &str, texts: &[&str]) -> bool {
    texts.contains(&TOO_MANY_VALUES)
}

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    let is_own = |url: &str| url.split('/').nth(2).and_then(region_of).is_some();
    if issuers.are_on_one_host() {
        Some(IssuerDifference::new("it is another environment's", "Compare the ID of the environment."))
    } else {
        (is_own(issuers.expected) && is_own(issuers.found))
            .then_some(IssuerDifference::new("it is another region's", "Compare the region of the environment."))
    }
}

/// Returns the region whose tokens a host issues: `auth.pingone.{top level domain}`.
fn region_of(host: &str) -> Option<&'static str> {
    let domain = host.strip_prefix("auth.pingone.")?;
    REGIONS.iter().find(|(_, tld)| *tld == domain).map(|(code, _)| *code)
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let environment = environment_id(reader);
    let region = region(reader);
    let of_issuer = issuer(reader);
    client_id(reader, environment.as_ref().and_then(Option::as_deref), of_issuer.as_ref());
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        // "Token claims": every token is signed with it.
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add the audience of your custom resource: tokens for PingOne's own API are not for you.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let (environment, region) = (environment?, region?);
    let (issuer, environment) = match of_issuer? {
        Some((issuer, Some(place))) => {
            let differs = if environment.is_some_and(|environment| environment != place.environment) {
                Some("environmentId")
            } else {
                region.is_some_and(|region| region != place.region).then_some("region")
            };
            if let Some(name) = differs {
                conflict(reader, name);
                return None;
            }
            (issuer, Some(place.environment))
        }
        Some((issuer, None)) => {
            if region.is_some() {
                let message = "an issuer on a custom domain is in no region's domain";
                reader.error("region", ConnectionIssueCode::IssuerConflict, message, "Leave `region` out.");
                return None;
            }
            (issuer, environment)
        }
        None => {
            let tld = region.and_then(|region| REGIONS.iter().find(|(code, _)| *code == region)).map(|(_, tld)| *tld);
            let (Some(environment), Some(tld)) = (&environment, tld) else {
                for (name, is_missing) in [("environmentId", environment.is_none()), ("region", region.is_none())] {
                    if is_missing {
                        reader.missing(name);
                    }
                }
                return None;
            };
            (format!("https://auth.pingone.{tld}/{environment}{PATH}"), Some(environment.clone()))
        }
    };
    let client = client?;
    let environment_id = environment.and_then(|environment| SettingText::new(&environment));
    Some(with_client!(Ping { issuer: Issuer::new(&issuer)?, environment_id }, client))
}

fn environment_id(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("environmentId") {
        return Some(None);
    }
    let text = reader.text("environmentId")?;
    if !is_uuid(text) {
        let message = format!("{} is not the identifier of an environment", quote(text));
        let help = "Use the UUID that PingOne shows as \"Environment ID\".";
        reader.error("environmentId", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(text.to_ascii_lowercase()))
}

fn region(reader: &mut SettingsReader<'_>) -> Option<Option<&'static str>> {
    if !reader.is_given("region") {
        return Some(None);
    }
    let text = reader.text("region")?;
    let found = REGIONS.iter().map(|(code, _)| *code).find(|code| *code == text);
    if found.is_none() {
        let help = match nearest(text, REGIONS.iter().map(|(code, _)| *code)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => {
                let codes: Vec<&str> = REGIONS.iter().map(|(code, _)| *code).collect();
                format!("Use the code of the region: {}.", codes.join(", "))
            }
        };
        let message = format!("{} is no region of PingOne", quote(text));
        reader.error("region", ConnectionIssueCode::UnknownValue, message, help);
    }
    found.map(Some)
}

/// Returns the issuer, if it is given, and the place that it names unless it is on a custom domain.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, Option<Place>)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    let (text, host) = (address.text.as_str(), address.host.as_str());
    let domain = REGIONS.iter().map(|(_, tld)| format!("pingone.{tld}")).find(|domain| {
        // Pitfall C16: `auth.pingone.eu.evil.example` is not PingOne's.
        format!(".{host}.").contains(&format!(".{domain}."))
    });
    let Some(domain) = domain else { return custom(reader, text, &address.path).map(Some) };
    let help = format!("Use `https://auth.{domain}/{{environment}}/as`.");
    let help = help.as_str();
    if is_at_or_below(host, &format!("console.{domain}")) || is_at_or_below(host, &format!("apps.{domain}")) {
        let message = format!("{} is the address of pages for people, which issues no tokens", quote_shortened(host));
        reader.error("issuer", ConnectionIssueCode::AdminDomain, message, help);
        return None;
    }
    let Some(region) = region_of(host).filter(|_| address.port.is_none()) else {
        issuer_form(reader, text, help);
        return None;
    };
    let environment = address.path.split('/').nth(1).unwrap_or("");
    let is_environment = is_uuid(environment) && environment.to_ascii_lowercase() == environment;
    match address.path.strip_prefix('/').and_then(|path| path.strip_prefix(environment)).unwrap_or("") {
        PATH if is_environment => {
            return Some(Some((text.to_string(), Some(Place { region, environment: environment.to_string() }))));
        }
        "/as/" if is_environment => trailing_slash(reader, "issuer", text),
        rest => match endpoint(rest) {
            Some(end) if is_environment => issuer_form(reader, text, &leave_out(end)),
            _ => issuer_form(reader, text, help),
        },
    }
    None
}

/// Checks an issuer on a custom domain: `https://{custom domain}/as`.
fn custom(reader: &mut SettingsReader<'_>, text: &str, path: &str) -> Option<(String, Option<Place>)> {
    match path {
        PATH => return Some((text.to_string(), None)),
        "/as/" => trailing_slash(reader, "issuer", text),
        "" | "/" => {
            let help = "PingOne's issuer on a custom domain is `https://{custom domain}/as`; a PingFederate server is a connection of the kind `oidc`.";
            issuer_form(reader, text, help);
        }
        _ => {
            let help = endpoint(path).map_or_else(
                || {
                    "PingOne's issuer on a custom domain is `https://{custom domain}/as`, without the environment."
                        .to_string()
                },
                leave_out,
            );
            issuer_form(reader, text, &help);
        }
    }
    None
}

/// Returns the name of an endpoint below an issuer's path.
fn endpoint(path: &str) -> Option<&str> {
    let rest = path.strip_prefix(PATH)?;
    ["/authorize", "/token", "/jwks", "/userinfo", "/par", "/signoff"].contains(&rest).then_some(rest)
}

fn leave_out(end: &str) -> String {
    format!("Remove `{end}`: the issuer is the part before it.")
}

/// Checks the client's ID, which people mistake for the environment's: both are UUIDs.
fn client_id(
    reader: &mut SettingsReader<'_>,
    environment: Option<&str>,
    issuer: Option<&Option<(String, Option<Place>)>>,
) {
    let of_issuer = issuer.and_then(Option::as_ref).and_then(|(_, place)| place.as_ref());
    let environment = environment.or(of_issuer.map(|place| place.environment.as_str()));
    if let Some(id) =
        reader.text("clientId").filter(|id| environment.is_some_and(|other| id.eq_ignore_ascii_case(other)))
    {
        let message = format!("{} is the identifier of the environment", quote(id));
        let help = "Use the UUID that PingOne shows as \"Client ID\" of the application.";
        reader.error("clientId", ConnectionIssueCode::ClientIdForm, message, help);
        return;
    }
    usual_client_id(reader, is_uuid, "UUIDs");
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Ping);
    const ENVIRONMENT: &str = "Copy the environment ID: Settings, Environment Properties.";
    if address.host.starts_with("console.pingone.") || address.host.starts_with("apps.pingone.") {
        let environment = address.parameter("env").or_else(|| address.segments().first().copied());
        let environment = environment.filter(|id| uuid::Uuid::try_parse(id).is_ok());
        return Some(match environment {
            Some(id) => found
                .finding(
                    PasteCode::ConsoleAddress,
                    "this is an address of the provider's console; the environment was made of it",
                    Some("State the region too, if it is not North America."),
                )
                .set("environmentId", id),
            None => found.console(ENVIRONMENT),
        });
    }
    region_of(&address.host)?;
    let segments = address.segments();
    let Some(environment) = segments.first() else {
        let message = "the address names no environment";
        return Some(found.finding(PasteCode::TenantMissing, message, Some(ENVIRONMENT)));
    };
    let issuer = format!("{}/{environment}/as", address.origin);
    let is_issuer = segments.as_slice() == [*environment, "as"];
    Some(found.without_slash(address).without(address, is_issuer).issuer(issuer))
}
