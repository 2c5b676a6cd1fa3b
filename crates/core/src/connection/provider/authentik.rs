//! authentik: its settings, documents and tokens.
//!
//! Sources: authentik, "OAuth 2.0 provider" (endpoints, reserved slugs, issuer mode,
//! `email_verified` since version 2025.10, signing keys), "Machine-to-machine authentication"
//! (service accounts), and `authentik/providers/oauth2/id_token.py` (access tokens are ID tokens
//! with `azp` and `uid`; the modes of the subject).
//!
//! The subject is the hashed ID of the user by default. In the modes that write the user name, the
//! address or the UPN, it can change and pass on to somebody else; a connection cannot see which
//! mode a provider has, so `docs/providers/authentik.md` warns of them.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers, LoginRules,
    OrganizationClaim, ProviderTexts, SettingsRules, conflict, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::{quote, quote_shortened};
use crate::text::{EndpointUrl, Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm, has_standard_form};
use crate::token::session::standard_roles;
use serde_json::Value;

/// authentik's settings: server and application, or the issuer that is derived from them.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::url("serverUrl"), Field::text("applicationSlug"), ISSUER],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256, SignatureAlgorithm::ES256, SignatureAlgorithm::ES384],
    userinfo: &UserinfoUse::ALL,
    check,
    // "OAuth2 endpoints and bindings". Issuers end in a slash.
    keys: |issuer| Some(format!("{issuer}jwks/")),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: None,
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: true,
        // Earlier versions list only the claims of every token.
        hides_verified_claim: true,
    }),
    issuer_difference,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("authentik"),
    endpoints: &[],
};

/// The rules for authentik's tokens.
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
    organization: OrganizationClaim::Text("org_id"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about authentik.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "authentik",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: "Give the provider the scope mapping `email`, have it include claims in the ID token, and ask for the scope `email`.",
    missing_email: "Give the provider the scope mapping `email`, and ask for the scope `email` at the login.",
    missing_verified_in_id_token: "Have the provider's scope mapping `email` return `email_verified`.",
    missing_verified: "Have the provider's scope mapping `email` return `email_verified`.",
    unverified: "Only `true` counts, and since version 2025.10 authentik says `false` of everybody: give the provider a scope mapping `email` that returns what you know of the user's address.",
    missing_groups: Some("To map groups to roles, ask for the scope `profile`, whose mapping lists them."),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: "List the client ID in `audiences`.",
};

/// authentik's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("serverUrl", "https://auth.acme.com"),
        ("applicationSlug", "web"),
        ("issuer", "https://auth.acme.com/application/o/web/"),
    ],
    labels: &[("applicationSlug", "Slug")],
    alternatives: &[&["serverUrl", "applicationSlug"], &["issuer"]],
};

/// authentik's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["authentik"],
    telling_name: Some("application_slug"),
    address: recognize,
    identifier: |_| None,
};

/// The path between the server and an application's slug.
const APPLICATIONS: &str = "/application/o/";

/// The slugs that applications cannot have, because they are endpoints of all applications.
const RESERVED: &[&str] = &["authorize", "token", "device", "userinfo", "introspect", "revoke"];

/// Access tokens are marked by `uid`, and may have the claims of ID tokens.
fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken if token.is_access_type || token.claims.has("uid") => Ok(()),
        TokenUse::AccessToken => Err("uid"),
        TokenUse::IdToken | TokenUse::SessionToken => {
            token.has_none_of(&["uid"])?;
            has_standard_form(token, token_use)
        }
    }
}

/// Marks the service account that authentik makes for a client: `ak-{provider}-client_credentials`.
/// One that was made by hand has any name, and is told from people only by where it may log in.
fn is_machine(claims: &Claims<'_>, _: TokenUse, _: &str) -> bool {
    let name = claims.raw("preferred_username").and_then(Value::as_str);
    name.is_some_and(|name| name.starts_with("ak-") && name.ends_with("-client_credentials"))
}

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    if !issuers.are_on_one_host() {
        return None;
    }
    Some(if issuers.found.contains(APPLICATIONS) {
        IssuerDifference::new("it is another application's", "Compare the slug of the application.")
    } else {
        IssuerDifference::new("all applications of the server share it", ISSUER_MODE)
    })
}

/// The remedy for an issuer that all applications of a server share. Two providers that write the
/// subject in different modes would have different people under one name.
const ISSUER_MODE: &str =
    "Set the provider's issuer mode to \"Each provider has a different issuer, based on the application slug\".";

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let server = server_url(reader);
    let slug = slug(reader);
    let of_issuer = issuer(reader);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        // By the provider's signing key. Without one, tokens are signed with the client's secret.
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Client,
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let (server, slug) = match (server?, slug?, of_issuer?) {
        (server, slug, Some((of_server, of_slug))) => {
            let differs = if server.is_some_and(|server| server != of_server) {
                Some("serverUrl")
            } else {
                slug.is_some_and(|slug| slug != of_slug).then_some("applicationSlug")
            };
            if let Some(name) = differs {
                conflict(reader, name);
                return None;
            }
            (of_server, of_slug)
        }
        (Some(server), Some(slug), None) => (server, slug),
        (server, slug, None) => {
            for (name, is_missing) in [("serverUrl", server.is_none()), ("applicationSlug", slug.is_none())] {
                if is_missing {
                    reader.missing(name);
                }
            }
            return None;
        }
    };
    let client = client?;
    let issuer = Issuer::new(&format!("{server}{APPLICATIONS}{slug}/"))?;
    let (server_url, application_slug) = (EndpointUrl::new(&server)?, SettingText::new(&slug)?);
    Some(with_client!(Authentik { issuer, server_url, application_slug }, client))
}

fn server_url(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("serverUrl") {
        return Some(None);
    }
    let address = reader.address("serverUrl", false)?;
    let text = address.text.as_str();
    if is_page(reader, "serverUrl", text, &address.path) {
        return None;
    }
    if address.path.contains("/application/") {
        let message = "the server's address has an application in it";
        let help = "Leave out `/application/` and what follows it, or write all of it into `issuer` instead.";
        reader.error("serverUrl", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    if address.path.ends_with('/') {
        trailing_slash(reader, "serverUrl", text);
        return None;
    }
    Some(Some(text.to_string()))
}

/// Reports the address of the pages for administrators and users, `/if/…`.
fn is_page(reader: &mut SettingsReader<'_>, name: &str, text: &str, path: &str) -> bool {
    let is_page = path.contains("/if/") || path.ends_with("/if");
    if is_page {
        let message = format!("{} is the address of pages for people, which issues no tokens", quote_shortened(text));
        reader.error(name, ConnectionIssueCode::AdminDomain, message, "Leave out `/if/` and what follows it.");
    }
    is_page
}

/// Returns `true` if a text is the slug of an application: letters, digits, `-` and `_`.
fn is_slug(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !text.is_empty() && text.bytes().all(plain) && !RESERVED.contains(&text)
}

fn slug(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("applicationSlug") {
        return Some(None);
    }
    let text = reader.text("applicationSlug")?;
    if !is_slug(text) {
        let message = format!("{} is no slug of an application", quote(text));
        let help = "Use the slug as it stands behind `/application/o/` in the addresses of the application.";
        reader.error("applicationSlug", ConnectionIssueCode::IssuerForm, message, help);
        return None;
    }
    Some(Some(text.to_string()))
}

/// Returns the server and the slug of the issuer, if the issuer is given.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, String)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    let text = address.text.as_str();
    const HELP: &str = "Use `{server}/application/o/{slug}/`, with nothing behind the slash.";
    if is_page(reader, "issuer", text, &address.path) {
        return None;
    }
    let Some((server, rest)) = text.rsplit_once(APPLICATIONS) else {
        let is_shared = matches!(address.path.as_str(), "" | "/");
        issuer_form(reader, text, if is_shared { ISSUER_MODE } else { HELP });
        return None;
    };
    if is_slug(rest) && server.contains("://") {
        let message = format!("{} does not end in a slash, and authentik's issuers do", quote_shortened(text));
        reader.error("issuer", ConnectionIssueCode::MissingTrailingSlash, message, "Add the slash.");
        return None;
    }
    let slug = rest.strip_suffix('/').unwrap_or("");
    if !is_slug(slug) || server.ends_with('/') || !server.contains("://") {
        issuer_form(reader, text, HELP);
        return None;
    }
    Some(Some((server.to_string(), slug.to_string())))
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let (before, rest) = address.path.split_once("/application/o/")?;
    let slug = rest.split('/').next().filter(|slug| !slug.is_empty())?;
    // Endpoints that all applications share stand in its place.
    if ["authorize", "token", "userinfo", "introspect", "revoke", "device"].contains(&slug) {
        return None;
    }
    let server = format!("{}{before}", address.origin);
    let issuer = format!("{server}/application/o/{slug}/");
    let lacks_slash = rest == slug;
    let is_issuer = lacks_slash || rest.strip_suffix('/') == Some(slug);
    Some(
        Recognized::new(ConnectionKind::Authentik)
            .finding_if(
                lacks_slash,
                PasteCode::SlashAdded,
                "issuers of this provider end with a slash; it was added",
                None,
            )
            .without(address, is_issuer)
            .set("serverUrl", &server)
            .set("applicationSlug", slug)
            .issued_by(issuer),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_of_all_applications_is_no_slug() {
        for slug in ["cora", "Cora_2", "cora-beta", "0"] {
            assert!(is_slug(slug), "{slug}");
        }
        for slug in ["", "authorize", "token", "userinfo", "a/b", "a b", "a.b", "ä"] {
            assert!(!is_slug(slug), "{slug}");
        }
    }
}
