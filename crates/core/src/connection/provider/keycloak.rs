//! Keycloak: its settings, documents and tokens.
//!
//! Sources: Keycloak, "Securing applications: OpenID Connect" (endpoints below `/realms/{realm}`;
//! `/auth` before version 17), "Server administration: audience support" (without a mapper, access
//! tokens are for `account`).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{TokenUse, UserinfoUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers, LoginRules,
    OrganizationClaim, ProviderTexts, SettingsRules, conflict, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER, PROVIDER_ORGANIZATION};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote;
use crate::text::{EndpointUrl, Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm};
use crate::token::session::{MAX_ITEMS, membership_text, names};
use crate::token::{TokenError, TokenErrorCode, about};
use serde_json::Value;

/// Keycloak's settings: server and realm, or the issuer that is derived from them.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::url("serverUrl"), Field::text("realm"), ISSUER, PROVIDER_ORGANIZATION],
    token_uses: client::ID_OR_ACCESS,
    algorithms: client::ASYMMETRIC,
    userinfo: &UserinfoUse::ALL,
    check,
    // "Server endpoints".
    keys: |issuer| Some(format!("{issuer}/protocol/openid-connect/certs")),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: None,
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: true,
        hides_verified_claim: true,
    }),
    issuer_difference,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("keycloak"),
    endpoints: &[
        "/protocol/openid-connect",
        "/protocol/openid-connect/auth",
        "/protocol/openid-connect/token",
        "/protocol/openid-connect/certs",
    ],
};

/// The rules for Keycloak's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
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
    // "Mapping organization claims", `OrganizationMembershipMapper`: the aliases, as a list, as an
    // object with what was added, or as one text.
    organization: OrganizationClaim::Names("organization"),
    // Of a mapper that an administrator has added.
    preferred_organization: Some(OrganizationClaim::Text("org_id")),
    organization_slug: None,
    membership: None,
    roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about Keycloak.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Keycloak",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Give the client the scope `email`, and have its mapper add it to the access token.",
    missing_verified_in_id_token: "Give the client the scope `email`, whose mapper `email verified` adds it.",
    missing_verified: "Give the client the scope `email`, whose mapper `email verified` adds it.",
    unverified: texts::UNVERIFIED,
    missing_groups: Some(
        "To map groups to roles, give the client a `Group Membership` mapper with the claim `groups`.",
    ),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// Keycloak's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("serverUrl", "https://sso.acme.com"),
        ("realm", "acme"),
        ("issuer", "https://sso.acme.com/realms/acme"),
        ("clientId", "web"),
    ],
    labels: &[("realm", "Realm name")],
    alternatives: &[&["serverUrl", "realm"], &["issuer"]],
};

/// Keycloak's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules =
    RecognitionRules { words: &["keycloak"], telling_name: Some("realm"), address: recognize, identifier: |_| None };

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    issuers.are_on_one_host().then_some(IssuerDifference::new(
        "it belongs to another realm",
        "Compare the realm, and for versions before 17 also `/auth` in the path.",
    ))
}

fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken => token.requires("typ", "Bearer"),
        TokenUse::IdToken if !token.is_access_type => token.requires("typ", "ID"),
        TokenUse::IdToken | TokenUse::SessionToken => Err("typ"),
    }
}

fn is_machine(claims: &Claims<'_>, _: TokenUse, _: &str) -> bool {
    let name = claims.raw("preferred_username").and_then(Value::as_str);
    let service = name.is_some_and(|name| name.starts_with("service-account-"));
    service || claims.has("clientHost") || claims.has("clientAddress")
}

/// Reads the realm's roles, and those of clients as `client:role`.
fn roles(claims: &Claims<'_>) -> Result<Vec<String>, TokenError> {
    let mut roles = role_list(claims.raw("realm_access"), "realm_access")?;
    let clients = match claims.raw("resource_access") {
        None | Some(Value::Null) => None,
        Some(Value::Object(clients)) => Some(clients),
        Some(_) => return Err(about(TokenErrorCode::ClaimInvalid, "resource_access")),
    };
    for (client, access) in clients.into_iter().flatten() {
        for role in role_list(Some(access), "resource_access")? {
            roles.push(membership_text(&format!("{client}:{role}"), "resource_access")?);
        }
    }
    if roles.len() > MAX_ITEMS { Err(about(TokenErrorCode::ClaimInvalid, "resource_access")) } else { Ok(roles) }
}

/// Reads `{"roles": […]}`.
fn role_list(access: Option<&Value>, claim: &str) -> Result<Vec<String>, TokenError> {
    match access {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(access)) => {
            let roles = Claims(access).texts("roles").map_err(|_| about(TokenErrorCode::ClaimInvalid, claim))?;
            names(&roles, claim)
        }
        Some(_) => Err(about(TokenErrorCode::ClaimInvalid, claim)),
    }
}

/// The scope by which clients ask for organizations: alone, or with an alias or `*` after a colon
/// ("Managing organizations", "Authenticating members").
const ORGANIZATION_SCOPE: &str = "organization";

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let server = server_url(reader);
    let realm = realm(reader);
    let of_issuer = issuer(reader);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add an audience mapper to the client, and list its audience here.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: true,
    };
    let client = client::check(reader, &tokens);
    let provider_organization = client::provider_organizations(reader, None);
    let (server, realm) = match (server?, realm?, of_issuer?) {
        (server, realm, Some((of_server, of_realm))) => {
            let differs = if server.is_some_and(|server| server != of_server) {
                Some("serverUrl")
            } else {
                realm.is_some_and(|realm| realm != of_realm).then_some("realm")
            };
            if let Some(name) = differs {
                conflict(reader, name);
                return None;
            }
            (of_server, of_realm)
        }
        (Some(server), Some(realm), None) => (server, realm),
        (server, realm, None) => {
            for (name, is_missing) in [("serverUrl", server.is_none()), ("realm", realm.is_none())] {
                if is_missing {
                    reader.missing(name);
                }
            }
            return None;
        }
    };
    let mut client = client?;
    let is_organization = |scope: &SettingText| scope.as_str().split(':').next() == Some(ORGANIZATION_SCOPE);
    if !provider_organization.is_empty() && !client.scopes.iter().any(is_organization) {
        // Tokens name organizations only if the scope asks for them.
        let asked = match provider_organization.as_slice() {
            [only] => only.as_str(),
            _ => "*",
        };
        client.scopes.push(SettingText::new(&format!("{ORGANIZATION_SCOPE}:{asked}"))?);
    }
    let issuer = Issuer::new(&format!("{server}/realms/{realm}"))?;
    Some(with_client!(
        Keycloak {
            issuer,
            server_url: EndpointUrl::new(&server)?,
            realm: SettingText::new(&realm)?,
            provider_organization
        },
        client
    ))
}

fn server_url(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("serverUrl") {
        return Some(None);
    }
    let address = reader.address("serverUrl", false)?;
    if address.path.ends_with('/') {
        trailing_slash(reader, "serverUrl", &address.text);
        return None;
    }
    if address.path.contains("/realms/") {
        let message = "the server's URL contains a realm";
        let help = "Remove `/realms/` and the rest, or set the whole URL as `issuer` instead.";
        reader.error("serverUrl", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(address.text))
}

/// Returns the realm. Only unreserved characters are accepted (RFC 3986 §2.3), so the issuer
/// contains it without escaping.
fn realm(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("realm") {
        return Some(None);
    }
    let text = reader.text("realm")?;
    if !is_realm(text) {
        let message = format!("{} is not a realm name", quote(text));
        let help = "Use the name that follows `/realms/` in the realm's URLs.";
        reader.error("realm", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(text.to_string()))
}

fn is_realm(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !text.is_empty() && !matches!(text, "." | "..") && text.bytes().all(plain)
}

/// Returns the server and realm of the issuer, if the issuer is given.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, String)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    let text = address.text.as_str();
    const HELP: &str = "Use `{server}/realms/{realm}`; before Keycloak 17, the server's URL ends in `/auth`.";
    let Some((server, realm)) = text.rsplit_once("/realms/") else {
        issuer_form(reader, text, HELP);
        return None;
    };
    if realm.strip_suffix('/').is_some_and(is_realm) {
        trailing_slash(reader, "issuer", text);
        return None;
    }
    if !is_realm(realm) || server.ends_with('/') || !server.contains("://") || server.ends_with("realms") {
        issuer_form(reader, text, HELP);
        return None;
    }
    Some(Some((server.to_string(), realm.to_string())))
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Keycloak);
    let of = |before: &str, realm: &str| {
        let server = format!("{}{}", address.origin, before.trim_end_matches('/'));
        let issuer = format!("{server}/realms/{realm}");
        (server, issuer)
    };
    if let Some((before, rest)) = address.path.split_once("/realms/") {
        let realm = rest.split('/').next().filter(|realm| !realm.is_empty())?;
        // The console of earlier versions has the realm behind `/admin`.
        let before = before.strip_suffix("/admin").unwrap_or(before);
        let (server, issuer) = of(before, realm);
        let is_issuer = rest == realm;
        return Some(
            found
                .without_slash(address)
                .without(address, is_issuer || rest.strip_suffix('/') == Some(realm))
                .set("serverUrl", &server)
                .set("realm", realm)
                .issued_by(issuer),
        );
    }
    let (before, console) = address.path.split_once("/admin/")?;
    let has_console = console.split('/').nth(1).is_some_and(|part| part == "console") || console.contains("console");
    let fragment = address.fragment.as_deref().filter(|_| has_console)?;
    let parts: Vec<&str> = fragment.split('/').filter(|part| !part.is_empty()).collect();
    let realm = match parts.as_slice() {
        ["realms", realm, ..] | [realm, ..] => *realm,
        [] => return Some(found.console("Open your realm, and copy its address.")),
    };
    let (server, issuer) = of(before, realm);
    Some(
        found
            .finding(
                PasteCode::ConsoleAddress,
                "this is an address of the provider's console; server and realm were made of it",
                None,
            )
            .set("serverUrl", &server)
            .set("realm", realm)
            .issued_by(issuer),
    )
}
