//! Okta: its settings, documents and tokens.
//!
//! Sources: Okta, "OpenID Connect & OAuth 2.0 API" (issuers, keys, claims), "Authorization servers"
//! (org and custom); the rules of `@okta/configuration-validation`; pitfall C16.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{
    self, AccessAudience, Tokens, TrustEmail, client_fields, is_alphanumeric, usual_client_id, with_client,
};
use super::{
    COPY_ISSUER, Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers,
    LoginRules, OrganizationClaim, ProviderTexts, SettingsRules, issuer_form, texts, trailing_slash,
};
use crate::connection::configuration::derived_facts::{OktaAuthorizationServer, OktaFacts};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote_shortened;
use crate::text::Issuer;
use crate::token::claims::{TokenForm, has_standard_form};
use crate::token::session::standard_roles;

/// Okta's settings. The file of the legacy CORA toolkit has the org's domain in addition to the
/// issuer; CORA's rows do not.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![ISSUER.required(), Field::text("domain")],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &UserinfoUse::ALL,
    check,
    keys: |issuer| Some(keys(issuer)),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: None,
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: false,
        hides_verified_claim: false,
    }),
    issuer_difference,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("okta"),
    endpoints: &["/v1/keys", "/v1/authorize", "/v1/token"],
};

/// The rules for Okta's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine: |claims, token_use, _| token_use == TokenUse::AccessToken && !claims.has("uid"),
    // The `sub` of an access token is the login name, which can change.
    access_token_subject: "uid",
    subject: "sub",
    party: "cid",
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

/// The texts about Okta.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Okta",
    missing_subject: "A custom authorization server's access tokens identify the user by `uid`: use its issuer, and sign in as a person.",
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: texts::MISSING_EMAIL_IN_ID_TOKEN,
    missing_email: "Add a claim `email` with the value `user.email` to the access tokens of the custom authorization server.",
    missing_verified_in_id_token: texts::MISSING_VERIFIED,
    missing_verified: "Add a claim `email_verified` to the access tokens of the custom authorization server, or set `trustEmail` if your organization assigns the addresses.",
    unverified: texts::UNVERIFIED,
    missing_groups: Some(
        "To map groups to roles, add a claim `groups` with a filter to the authorization server's tokens.",
    ),
    too_many_groups: None,
    missing_organization: None,
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// Okta's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("issuer", "https://acme.okta.com/oauth2/default"),
        ("domain", "acme.okta.com"),
        ("clientId", "0oa1b2c3d4e5f6g7h8i9"),
        ("audiences", "api://default"),
    ],
    labels: &[("issuer", "Issuer URI"), ("domain", "Okta domain")],
    alternatives: &[],
};

/// Okta's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules =
    RecognitionRules { words: &["okta"], telling_name: None, address: recognize, identifier: |_| None };

/// Returns the ID of a custom authorization server, or `None` for the org authorization server
/// (Okta, "Authorization servers").
fn authorization_server(issuer: &str) -> Option<&str> {
    issuer.rsplit_once("/oauth2/").map(|(_, id)| id)
}

/// Returns the facts that an issuer encodes.
pub(in crate::connection) fn facts(issuer: &Issuer) -> OktaFacts {
    let id = authorization_server(issuer.as_str());
    let authorization_server = id.map_or(OktaAuthorizationServer::Org, |_| OktaAuthorizationServer::Custom);
    OktaFacts { authorization_server, authorization_server_id: id.map(String::from) }
}

/// Returns the URL of the keys ("OpenID Connect & OAuth 2.0 API", `/keys`). The org authorization
/// server also has its endpoints below `/oauth2`.
fn keys(issuer: &str) -> String {
    let own = if authorization_server(issuer).is_none() { "/oauth2" } else { "" };
    format!("{issuer}{own}/v1/keys")
}

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    let is_custom = |issuer: &str| authorization_server(issuer).is_some();
    Some(match (issuers.are_on_one_host(), is_custom(issuers.expected), is_custom(issuers.found)) {
        (false, ..) => IssuerDifference::new(
            "it is on another host",
            "Use the domain of the authorization server's issuer: Okta's own or the custom one.",
        ),
        (true, true, false) => IssuerDifference::new(
            "it belongs to the org authorization server, the connection uses a custom one",
            "Fetch the document below the issuer, `/oauth2/{id}` included; the two have different keys.",
        ),
        (true, false, true) => IssuerDifference::new(
            "it belongs to a custom authorization server, the connection uses the org's own",
            "Use the issuer with `/oauth2/{id}` for access tokens, and the one without only for ID tokens.",
        ),
        (true, ..) => IssuerDifference::new("it belongs to another authorization server", COPY_ISSUER),
    })
}

/// The domains of Okta's cells. An org may also have a custom domain.
const DOMAINS: &[&str] = &["okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil"];

/// An issuer, split into its parts.
struct Server {
    issuer: Issuer,
    host: String,
    /// The ID of a custom authorization server; `None` for the org authorization server.
    id: Option<String>,
}

fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken if !token.claims.has("cid") => Err("cid"),
        TokenUse::AccessToken => token.is_no_id_token(),
        TokenUse::IdToken | TokenUse::SessionToken => {
            has_standard_form(token, token_use)?;
            // "Access token payload": ID tokens have neither.
            token.has_none_of(&["cid", "scp"])
        }
    }
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let server = server(reader);
    let domain = domain(reader, server.as_ref());
    let usual = |id: &str| id.starts_with("0oa") && is_alphanumeric(id, 20);
    usual_client_id(reader, usual, "`0oa` and 17 letters and digits");
    let is_org = server.as_ref().is_some_and(|server| server.id.is_none());
    let id = server.as_ref().and_then(|server| server.id.as_deref());
    let audience = match id {
        Some("default") => "Add the audience of the authorization server: for `default`, it is `api://default`.",
        _ => "Add the audience of the authorization server: Okta shows it next to the issuer.",
    };
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        // Only Okta can verify access tokens of the org authorization server; those of a custom
        // server are made for APIs.
        default_use: server.as_ref().map(|_| if is_org { TokenUse::IdToken } else { TokenUse::AccessToken }),
        // Okta documents "alg: always RS256".
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(audience.to_string()),
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    if is_org && reader.text("tokenUse") == Some("access_token") {
        wrong_server(reader);
    }
    let client = client::check(reader, &tokens);
    let (client, server) = (client?, server?);
    domain?;
    Some(with_client!(Okta { issuer: server.issuer }, client))
}

/// Returns the issuer: `https://{domain}` or `https://{domain}/oauth2/{id}`.
fn server(reader: &mut SettingsReader<'_>) -> Option<Server> {
    let address = reader.address("issuer", false)?;
    let is_org = host(reader, "issuer", &address.host).is_some();
    if is_okta_host(&address.host) && address.port.is_some() {
        issuer_form(reader, &address.text, "Remove the port.");
        return None;
    }
    let path = match address.path.strip_suffix('/') {
        Some(path) => {
            trailing_slash(reader, "issuer", &address.text);
            path
        }
        None => address.path.as_str(),
    };
    let id = match server_id(path) {
        Ok(id) => id,
        Err(help) => {
            issuer_form(reader, &address.text, help);
            return None;
        }
    };
    (is_org && path == address.path).then_some(())?;
    Some(Server { issuer: Issuer::new(&address.text)?, host: address.host, id })
}

/// Returns the ID of the authorization server that a path names, or `None` for the org
/// authorization server. Fails with the help text for any other path.
fn server_id(path: &str) -> Result<Option<String>, &'static str> {
    if path.is_empty() {
        return Ok(None);
    }
    let Some(id) = path.strip_prefix("/oauth2/") else {
        return Err(
            "Use `https://{domain}/oauth2/default`, or the issuer that Okta shows for your authorization server.",
        );
    };
    let is_custom =
        id.strip_prefix("aus").is_some_and(|rest| (1..=64).contains(&rest.len()) && is_alphanumeric(rest, rest.len()));
    if id == "default" || is_custom {
        return Ok(Some(id.to_string()));
    }
    Err("An authorization server ID is `default` or begins with `aus`.")
}

fn is_okta_host(host: &str) -> bool {
    DOMAINS.iter().any(|domain| host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// Checks a host. It must be an org's host at Okta, or its custom domain, but neither the
/// administration pages nor a name that only looks like Okta's.
fn host(reader: &mut SettingsReader<'_>, field: &str, host: &str) -> Option<()> {
    let shown = quote_shortened(host);
    if is_okta_host(host) {
        let (org, _) = host.split_once('.').unwrap_or((host, ""));
        if org.ends_with("-admin") {
            let message = format!("{shown} is the administrators' URL, which does not issue tokens");
            reader.error(field, ConnectionIssueCode::AdminDomain, message, "Remove `-admin`.");
            return None;
        }
        if DOMAINS.contains(&host) {
            let message = format!("{shown} is not the URL of an org");
            reader.error(field, ConnectionIssueCode::IssuerForm, message, "Put your org before it: `acme.okta.com`.");
            return None;
        }
    } else if DOMAINS.iter().any(|domain| format!(".{host}.").contains(&format!(".{domain}."))) {
        // Pitfall C16: `acme.okta.com.evil.example` is not Okta's.
        let message = format!("{shown} looks like an Okta domain, but is not one");
        reader.error(field, ConnectionIssueCode::IssuerForm, message, "Use the domain that Okta shows for your org.");
        return None;
    }
    Some(())
}

fn domain(reader: &mut SettingsReader<'_>, server: Option<&Server>) -> Option<()> {
    if !reader.is_given("domain") {
        return Some(());
    }
    let domain = reader.domain("domain")?;
    host(reader, "domain", domain)?;
    if let Some(server) = server.filter(|server| server.host != domain) {
        let message =
            format!("the issuer's host is {}, not {}", quote_shortened(&server.host), quote_shortened(domain));
        reader.error("domain", ConnectionIssueCode::IssuerConflict, message, "Remove `domain`: the issuer names it.");
        return None;
    }
    Some(())
}

fn wrong_server(reader: &mut SettingsReader<'_>) {
    let message = "only Okta can verify access tokens of the org's own authorization server";
    let help = "Use a custom authorization server, such as `https://{domain}/oauth2/default`, or ID tokens.";
    reader.error("issuer", ConnectionIssueCode::WrongAuthorizationServer, message, help);
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let (labels, domain) = DOMAINS.iter().find_map(|domain| Some((address.below(domain)?, domain)))?;
    let tenant = labels.strip_suffix("-admin").unwrap_or(labels);
    let segments = address.segments();
    let base = format!("https://{tenant}.{domain}");
    let server = match segments.as_slice() {
        ["oauth2", id, ..] if *id != "v1" => Some(*id),
        // The console names authorization servers by their ID.
        ["admin", "oauth2", "as", id, ..] => Some(*id),
        _ => None,
    };
    let issuer = server.map_or_else(|| base.clone(), |id| format!("{base}/oauth2/{id}"));
    let is_console = segments.first() == Some(&"admin");
    let length = if server.is_some() { 2 } else { 0 };
    Some(
        Recognized::new(ConnectionKind::Okta)
            .finding_if(
                tenant != labels,
                PasteCode::AdminHost,
                "the address is of the administration pages; `-admin` was removed",
                None,
            )
            .finding_if(
                is_console && server.is_none(),
                PasteCode::ConsoleAddress,
                "this is an address of the provider's console",
                Some("Copy the issuer of your authorization server: Security, API, Authorization Servers."),
            )
            .without_slash(address)
            .without(address, is_console || segments.len() <= length)
            .issuer(issuer),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_which_authorization_server_it_is() {
        assert_eq!(server_id(""), Ok(None));
        assert_eq!(server_id("/oauth2/default"), Ok(Some("default".to_string())));
        assert_eq!(server_id("/oauth2/aus1b2c3d4e5f6g7h8i9"), Ok(Some("aus1b2c3d4e5f6g7h8i9".to_string())));
        for path in [
            "/oauth2",
            "/oauth2/",
            "/oauth2/aus",
            "/oauth2/other",
            "/oauth2/default/x",
            "/OAuth2/default",
            "//oauth2/default",
            "/default",
        ] {
            assert!(server_id(path).is_err(), "{path}");
        }
    }

    #[test]
    fn c16_a_host_is_okta_s_at_the_boundary_of_a_label_only() {
        for host in ["acme.okta.com", "acme.oktapreview.com", "acme.okta-emea.com", "okta.com"] {
            assert!(is_okta_host(host), "{host}");
        }
        for host in ["acme.okta.com.evil.example", "evilokta.com", "login.acme.example"] {
            assert!(!is_okta_host(host), "{host}");
        }
    }
}
