//! Auth0: its settings, documents and tokens.
//!
//! Sources: Auth0, "Validate JSON Web Tokens" (the issuer ends in a slash), "Get access tokens"
//! (without an audience, they are opaque), "Signing algorithms"; pitfall C16.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{
    self, AccessAudience, Tokens, TrustEmail, client_fields, is_alphanumeric, usual_client_id, with_client,
};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, LoginRules, OrganizationClaim,
    ProviderTexts, SettingsRules, conflict, issuer_form, texts,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER, PROVIDER_ORGANIZATION};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote_shortened;
use crate::text::{Issuer, SettingText};
use crate::token::claims::{Claims, has_standard_form};
use crate::token::session::standard_roles;

/// Auth0's settings: the domain, or the issuer that is derived from it.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::text("domain"), ISSUER, PROVIDER_ORGANIZATION],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256, SignatureAlgorithm::PS256],
    userinfo: &UserinfoUse::ALL,
    check,
    // "JSON Web Key Sets". Issuers end in a slash.
    keys: |issuer| Some(format!("{issuer}.well-known/jwks.json")),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: Some("audience"),
        // "Authentication API", "Authorize".
        organization_parameter: Some("organization"),
        hides_pkce: false,
        hides_public_clients: true,
        hides_verified_claim: false,
    }),
    issuer_difference: |_| None,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("auth0"),
    endpoints: &[],
};

/// The rules for Auth0's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form: has_standard_form,
    session_status: None,
    party_or_audience_is_enough: false,
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
    preferred_organization: None,
    organization_slug: Some("org_name"),
    membership: None,
    roles: standard_roles,
    permissions: Some("permissions"),
    factor_ages: None,
    tells_methods: true,
};

/// The texts about Auth0.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Auth0",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Have a post-login action call `api.accessToken.setCustomClaim` for `email`, or send ID tokens.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: "Have a post-login action call `api.accessToken.setCustomClaim` for `email_verified`, or send ID tokens.",
    unverified: texts::UNVERIFIED,
    // Auth0 reserves the name.
    missing_groups: None,
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// Auth0's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("domain", "acme.eu.auth0.com"),
        ("issuer", "https://acme.eu.auth0.com/"),
        ("clientId", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6"),
        ("audiences", "https://api.acme.com"),
    ],
    labels: &[("audiences", "API Identifier")],
    alternatives: &[&["domain"], &["issuer"]],
};

/// Auth0's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules =
    RecognitionRules { words: &["auth0"], telling_name: None, address: recognize, identifier: |_| None };

fn is_machine(claims: &Claims<'_>, _: TokenUse, subject: &str) -> bool {
    subject.ends_with("@clients") || claims.is("gty", "client-credentials")
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let domain = if reader.is_given("domain") {
        reader.domain("domain").map(|domain| Some(domain.to_string()))
    } else {
        Some(None)
    };
    let of_issuer = issuer(reader);
    usual_client_id(reader, |id| is_alphanumeric(id, 32), "32 letters and digits");
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add the identifier of your API: without `audience` in the request, access tokens are opaque.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let provider_organization = client::provider_organizations(reader, Some("org_"));
    let (issuer, domain) = match (domain?, of_issuer?) {
        (Some(domain), Some((_, other))) if domain != other => {
            conflict(reader, "domain");
            return None;
        }
        (_, Some((issuer, domain))) => (issuer, domain),
        (Some(domain), None) => (format!("https://{domain}/"), domain),
        (None, None) => {
            reader.missing("domain");
            return None;
        }
    };
    let client = client?;
    let issuer = Issuer::new(&issuer)?;
    Some(with_client!(Auth0 { issuer, domain: SettingText::new(&domain)?, provider_organization }, client))
}

/// Returns the issuer and its host, if the issuer is given: `https://{domain}/`.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, String)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    match address.path.as_str() {
        "/" => return Some(Some((address.text, address.host))),
        "" => {
            let message =
                format!("{} does not end with a slash, but Auth0's issuers do", quote_shortened(&address.text));
            reader.error("issuer", ConnectionIssueCode::MissingTrailingSlash, message, "Add the slash.");
        }
        _ => issuer_form(reader, &address.text, "Use `https://{domain}/`, with nothing after the slash."),
    }
    None
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Auth0);
    if address.host == "manage.auth0.com" {
        return Some(match address.segments().as_slice() {
            ["dashboard", region, tenant, ..] => {
                let domain = format!("{tenant}.{region}.auth0.com");
                found
                    .finding(
                        PasteCode::ConsoleAddress,
                        "this is an address of the provider's console; the domain was made of it",
                        Some("Compare it with the domain in the settings of your application."),
                    )
                    .issued_by(format!("https://{domain}/"))
                    .set("domain", &domain)
            }
            _ => found.console("Copy the domain: Applications, your application, Settings."),
        });
    }
    address.below("auth0.com")?;
    let issuer = format!("https://{}/", address.host);
    Some(found.without(address, address.segments().is_empty()).set("domain", &address.host).issued_by(issuer))
}
