//! Recognizes providers by their addresses and identifiers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::address::Address;
use super::{PasteCode, PasteFinding};
use crate::connection::ConnectionKind;
use crate::connection::provider::{cognito, endpoint_at_end, entra_id, okta, ping};

/// A provider that was recognized, and what the text says of it.
pub(super) struct Recognized {
    pub kind: ConnectionKind,
    pub settings: Map<String, Value>,
    pub issuer: Option<String>,
    pub findings: Vec<PasteFinding>,
}

impl Recognized {
    fn new(kind: ConnectionKind) -> Self {
        Self { kind, settings: Map::new(), issuer: None, findings: Vec::new() }
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    fn issued_by(mut self, issuer: String) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Sets the issuer as the setting.
    fn issuer(self, issuer: String) -> Self {
        self.set("issuer", &issuer).issued_by(issuer)
    }

    fn finding(mut self, code: PasteCode, message: &str, help: Option<&str>) -> Self {
        self.findings.push(PasteFinding { code, message: message.into(), help: help.map(String::from) });
        self
    }

    fn finding_if(self, condition: bool, code: PasteCode, message: &str, help: Option<&str>) -> Self {
        if condition { self.finding(code, message, help) } else { self }
    }

    fn console(self, help: &str) -> Self {
        self.finding(PasteCode::ConsoleAddress, "this is an address of the provider's console", Some(help))
    }

    /// Reports a slash at the end of a path, which was left out.
    fn without_slash(self, address: &Address) -> Self {
        let has_slash = address.path.len() > 1 && address.path.ends_with('/');
        let message = "issuers of this provider do not end with a slash; it was removed";
        self.finding_if(has_slash, PasteCode::SlashRemoved, message, None)
    }

    /// Reports the rest of a path, and a query or fragment, which were left out.
    fn without(self, address: &Address, path_is_issuers: bool) -> Self {
        let has_more = address.query.is_some() || address.fragment.is_some();
        self.finding_if(
            !path_is_issuers,
            PasteCode::PathRemoved,
            "the address is of a page or document below the issuer; the rest of the path was removed",
            None,
        )
        .finding_if(has_more, PasteCode::QueryRemoved, "a query or fragment was removed", None)
    }
}

/// Recognizes the provider of an address. An address that no known provider has is taken for any
/// provider of OpenID Connect.
pub(super) fn address(address: &Address) -> Recognized {
    ConnectionKind::ALL.into_iter().find_map(|kind| of_kind(kind, address)).unwrap_or_else(|| any(address))
}

/// Returns what an address says of a kind of provider, or `None` if it is not that kind's.
fn of_kind(kind: ConnectionKind, address: &Address) -> Option<Recognized> {
    match kind {
        ConnectionKind::Okta => of_okta(address),
        ConnectionKind::Clerk => of_clerk(address),
        ConnectionKind::EntraId => of_entra_id(address),
        ConnectionKind::Google => of_google(address),
        ConnectionKind::Auth0 => of_auth0(address),
        ConnectionKind::Cognito => of_cognito(address),
        ConnectionKind::Keycloak => of_keycloak(address),
        ConnectionKind::Zitadel => of_zitadel(address),
        ConnectionKind::Ping => of_ping(address),
        ConnectionKind::Authentik => of_authentik(address),
        // The others come first.
        ConnectionKind::Oidc => None,
    }
}

fn of_okta(address: &Address) -> Option<Recognized> {
    let (labels, domain) = okta::DOMAINS.iter().find_map(|domain| Some((address.below(domain)?, domain)))?;
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

fn of_clerk(address: &Address) -> Option<Recognized> {
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

fn of_entra_id(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::EntraId);
    const TENANT: &str = "Copy the directory (tenant) ID: Entra admin center, Overview.";
    if ["portal.azure.com", "entra.microsoft.com", "aad.portal.azure.com"].contains(&address.host.as_str()) {
        return Some(found.console(TENANT));
    }
    let segments = address.segments();
    let is_old = address.host == "sts.windows.net";
    let external = address.below("ciamlogin.com").is_some();
    if !is_old && !external && !entra_id::LOGIN_HOSTS.contains(&address.host.as_str()) {
        return None;
    }
    let Some(tenant) = segments.first() else {
        let message = "the address is Microsoft's, and names no tenant";
        return Some(found.finding(PasteCode::TenantMissing, message, Some(TENANT)));
    };
    // The issuer of a shared document has `{tenantid}` there.
    if entra_id::SHARED_TENANTS.contains(tenant) || *tenant == "tenantid" {
        let message = "the tenant stands for many, so that anybody with an account at Microsoft could sign in";
        return Some(found.finding(PasteCode::TenantNotPinned, message, Some(TENANT)));
    }
    let is_issuer = matches!(segments.as_slice(), [_] | [_, "v2.0"]);
    let issuer = if is_old {
        format!("https://login.microsoftonline.com/{tenant}/v2.0")
    } else {
        format!("{}/{tenant}/v2.0", address.origin)
    };
    let found = found
        .finding_if(
            is_old,
            PasteCode::OldIssuer,
            "this is the issuer of version 1 tokens; that of version 2 was taken",
            Some("Set `accessTokenAcceptedVersion` to 2 in the application's manifest."),
        )
        .without(address, is_issuer);
    let is_id = tenant.len() == 36 && uuid::Uuid::try_parse(tenant).is_ok();
    Some(match (is_id, external || address.host != "login.microsoftonline.com" && !is_old) {
        (true, false) => found.set("tenantId", tenant).issued_by(issuer),
        (true, true) => found.issuer(issuer),
        (false, _) => {
            let message = "the tenant is named by a domain; its ID is needed";
            found.finding(PasteCode::TenantMissing, message, Some(TENANT)).issued_by(issuer)
        }
    })
}

fn of_google(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::Google);
    match address.host.as_str() {
        "accounts.google.com" => {
            Some(found.without(address, address.segments().is_empty()).issued_by("https://accounts.google.com".into()))
        }
        "console.cloud.google.com" | "console.developers.google.com" => {
            let segments = address.segments();
            let client = segments.iter().find(|segment| segment.ends_with(CLIENTS_OF_GOOGLE));
            let found = found.issued_by("https://accounts.google.com".into());
            Some(match client {
                Some(client) => found.set("clientId", client),
                None => found.console("Copy the client ID: APIs & Services, Credentials."),
            })
        }
        _ => None,
    }
}

/// The end of Google's client identifiers.
const CLIENTS_OF_GOOGLE: &str = ".apps.googleusercontent.com";

fn of_auth0(address: &Address) -> Option<Recognized> {
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

fn of_cognito(address: &Address) -> Option<Recognized> {
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
    cognito::region_of_host(&address.host)?;
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

fn of_keycloak(address: &Address) -> Option<Recognized> {
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

fn of_zitadel(address: &Address) -> Option<Recognized> {
    let is_cloud = ["zitadel.cloud", "zitadel.app"].iter().any(|domain| address.below(domain).is_some());
    let is_console = address.path.starts_with("/ui/console");
    let is_endpoint = address.path.starts_with("/oauth/v2/");
    if !is_cloud && !is_console && !is_endpoint {
        return None;
    }
    let issuer = address.origin.clone();
    let found = Recognized::new(ConnectionKind::Zitadel).finding_if(
        is_console,
        PasteCode::ConsoleAddress,
        "this is an address of the provider's console; the issuer was made of it",
        None,
    );
    Some(found.without(address, is_console || address.segments().is_empty()).issuer(issuer))
}

fn of_ping(address: &Address) -> Option<Recognized> {
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
    ping::region_of(&address.host)?;
    let segments = address.segments();
    let Some(environment) = segments.first() else {
        let message = "the address names no environment";
        return Some(found.finding(PasteCode::TenantMissing, message, Some(ENVIRONMENT)));
    };
    let issuer = format!("{}/{environment}/as", address.origin);
    let is_issuer = segments.as_slice() == [*environment, "as"];
    Some(found.without_slash(address).without(address, is_issuer).issuer(issuer))
}

fn of_authentik(address: &Address) -> Option<Recognized> {
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

/// Takes an address for the issuer of any provider.
fn any(address: &Address) -> Recognized {
    let end = endpoint_at_end(&address.path);
    let path = end.and_then(|end| address.path.strip_suffix(end)).unwrap_or(&address.path);
    // A host alone is an issuer without a slash; elsewhere the slash may belong to it.
    let path = if path == "/" { "" } else { path };
    Recognized::new(ConnectionKind::Oidc)
        .without(address, end.is_none())
        .finding(
            PasteCode::KindAssumed,
            "no known provider has this address; any provider of OpenID Connect is assumed",
            Some("Choose the kind if you know it: its own rules are stricter."),
        )
        .issuer(format!("{}{path}", address.origin))
}

/// Recognizes an identifier that only one provider writes.
pub(super) fn identifier(text: &str) -> Option<Recognized> {
    let text = text.trim_matches(['"', '\'', '`']);
    if text.contains(char::is_whitespace) || text.contains(['=', '{']) && !text.ends_with('=') {
        return None;
    }
    let of = |kind, name: &str| Some(Recognized::new(kind).set(name, text));
    if text.starts_with("pk_test_") || text.starts_with("pk_live_") {
        return of(ConnectionKind::Clerk, "publishableKey");
    }
    if text.ends_with(CLIENTS_OF_GOOGLE) {
        let found = of(ConnectionKind::Google, "clientId");
        return found.map(|found| found.issued_by("https://accounts.google.com".into()));
    }
    if is_user_pool(text) {
        return of(ConnectionKind::Cognito, "userPoolId");
    }
    None
}
