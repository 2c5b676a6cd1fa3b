//! One Microsoft Entra ID tenant: its settings, documents and tokens.
//!
//! Sources: Microsoft, "OpenID Connect on the Microsoft identity platform" (issuers, tenants),
//! "Access token claims reference" (versions, `azp`), "Migrate away from using email claims";
//! pitfalls C01 and C16.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, is_uuid, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers, LoginRules,
    OrganizationClaim, ProviderTexts, SettingsRules, conflict, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote;
use crate::text::{Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm, has_standard_form};
use crate::token::path::first_name;
use crate::token::session::standard_roles;
use serde_json::Value;

/// Entra ID's settings: the tenant, or the issuer that names it.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![Field::text("tenantId"), ISSUER],
    token_uses: client::ID_OR_ACCESS,
    algorithms: &[SignatureAlgorithm::RS256],
    userinfo: &[UserinfoUse::Never],
    check,
    // "Access tokens", "Validate the signature".
    keys: |issuer| Some(format!("{}/discovery/v2.0/keys", issuer.strip_suffix("/v2.0").unwrap_or(issuer))),
    login: Some(LoginRules {
        prompt: "login",
        audience_parameter: None,
        organization_parameter: None,
        // Microsoft, "OAuth 2.0 authorization code flow".
        hides_pkce: true,
        hides_public_clients: true,
        // Entra ID sends `xms_edov` instead, which its document never lists.
        hides_verified_claim: true,
    }),
    issuer_difference,
    endpoint_domains: &[
        "microsoftonline.com",
        "microsoft.com",
        "microsoftonline.us",
        "microsoft.us",
        "microsoftonline.cn",
        "chinacloudapi.cn",
        "ciamlogin.com",
    ],
    any_endpoint_host: false,
    example_word: None,
    endpoints: &[],
};

/// The rules for Entra ID's tokens.
pub(in crate::connection) const CLAIMS: ClaimRules = ClaimRules {
    has_form,
    session_status: None,
    party_or_audience_is_enough: false,
    is_machine,
    // `sub` differs between applications; `oid` is the user, and the issuer names the tenant.
    access_token_subject: "oid",
    subject: "oid",
    party: "azp",
    verified: "xms_edov",
    // Microsoft, "Migrate away from using email claims for user identification or authorization".
    may_trust_email: false,
    groups: "groups",
    groups_are_incomplete: Some(groups_are_elsewhere),
    leaves_out_no_groups: false,
    organization: OrganizationClaim::Text("tid"),
    preferred_organization: None,
    organization_slug: None,
    membership: None,
    roles: standard_roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about Microsoft Entra ID.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "Microsoft Entra ID",
    missing_subject: "Entra ID identifies the user by `oid`: request the scope `profile` too.",
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: "Add the optional claim `email` to the ID token, and fill in the address of the user.",
    missing_email: "Add the optional claim `email` to the access token of the API's application.",
    missing_verified_in_id_token: "Add the optional claim `xms_edov` in the application's manifest; it requires `email`.",
    missing_verified: "Add the optional claim `xms_edov` in the application's manifest; it requires `email`.",
    unverified: "Only `true` counts: the tenant has not verified the domain of the address.",
    missing_groups: Some("To map groups to roles, add the groups claim to the token."),
    too_many_groups: Some(
        "The user has too many groups for a token: limit the claim to groups assigned to the application.",
    ),
    missing_organization: None,
    no_audience_setting: texts::NO_AUDIENCE_SETTING,
};

/// Entra ID's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[
        ("tenantId", "4a3b2c1d-0e9f-4a8b-b7c6-d5e4f3a2b1c0"),
        ("issuer", "https://login.microsoftonline.com/4a3b2c1d-0e9f-4a8b-b7c6-d5e4f3a2b1c0/v2.0"),
        ("clientId", "5b4c3d2e-1f0a-4b9c-88d7-e6f5a4b3c2d1"),
    ],
    labels: &[
        ("tenantId", "Directory (tenant) ID"),
        ("clientId", "Application (client) ID"),
        ("clientSecret", "Client secret, Value"),
    ],
    alternatives: &[&["tenantId"], &["issuer"]],
};

/// Entra ID's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules = RecognitionRules {
    words: &["azure_ad", "azure", "entra_id", "entra", "microsoft_entra_id", "microsoft"],
    telling_name: Some("tenant_id"),
    address: recognize,
    identifier: |_| None,
};

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    if issuers.found.contains("{tenantid}") {
        Some(IssuerDifference::new(
            "the document is for all tenants",
            "Use your tenant's document: replace `common`, `organizations` or `consumers` with the tenant ID.",
        ))
    } else if issuers.found.starts_with("https://sts.windows.net/") {
        Some(IssuerDifference::new(
            "the document is for version 1.0",
            "Use the document below `/v2.0`, and set the application's `requestedAccessTokenVersion` to 2.",
        ))
    } else {
        issuers.are_on_one_host().then_some(IssuerDifference::new(
            "it belongs to another tenant",
            "Compare the tenant ID with your directory's.",
        ))
    }
}

/// The login hosts of the global cloud and of the national clouds.
const LOGIN_HOSTS: &[&str] =
    &["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];

/// The names that stand for many tenants, and the ID of the tenant that holds all personal
/// accounts.
const SHARED_TENANTS: &[&str] = &["common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"];

fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    has_standard_form(token, token_use)?;
    // "ID token claims reference": they have no scopes.
    if token_use == TokenUse::IdToken { token.has_none_of(&["scp"]) } else { Ok(()) }
}

fn is_machine(claims: &Claims<'_>, token_use: TokenUse, _: &str) -> bool {
    claims.is("idtyp", "app") || (token_use == TokenUse::AccessToken && !claims.has("scp"))
}

/// Returns `true` if Entra ID left the claim of the path out of a token that would become too long,
/// and names the place to query it instead ("Groups overage claim"). `hasgroups` stands for
/// `groups`. Application roles are never left out for too many groups.
fn groups_are_elsewhere(claims: &Claims<'_>, path: &str, _: &[&str]) -> bool {
    let claim = first_name(path);
    let named = claims.raw("_claim_names").is_some_and(|names| names.get(claim).is_some());
    let is_true = |has: &Value| has.as_bool() == Some(true) || has.as_str() == Some("true");
    named || (claim == CLAIMS.groups && claims.raw("hasgroups").is_some_and(is_true))
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let tenant = tenant_id(reader);
    let of_issuer = issuer(reader);
    client_id(reader);
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add the ID of your API's application, as in the `aud` of its version 2 tokens.".to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Guests,
        // "UserInfo endpoint": it is Microsoft Graph's, which takes no tokens for another API, and
        // the ID token holds all that it tells.
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let asks_for =
        |scope: &str| client.as_ref().is_some_and(|client| client.scopes.iter().any(|asked| asked.as_str() == scope));
    let is_id_token = client.as_ref().is_some_and(|client| client.token_use == TokenUse::IdToken);
    if is_id_token && !asks_for("profile") {
        // Microsoft, "ID token claims reference": `oid` requires the scope `profile`.
        let message = "without the scope `profile` ID tokens have no `oid`, so that nobody can be told apart";
        reader.error("scopes", ConnectionIssueCode::ScopeMissing, message, "Add `profile`.");
    }
    let (host, tenant) = match (tenant?, of_issuer?) {
        (Some(tenant), Some((_, other))) if tenant != other => {
            conflict(reader, "tenantId");
            return None;
        }
        (_, Some(found)) => found,
        (Some(tenant), None) => (LOGIN_HOSTS.first().copied().unwrap_or_default().to_string(), tenant),
        (None, None) => {
            reader.missing("tenantId");
            return None;
        }
    };
    let client = client?;
    let issuer = Issuer::new(&format!("https://{host}/{tenant}/v2.0"))?;
    Some(with_client!(EntraId { issuer, tenant_id: SettingText::new(&tenant)? }, client))
}

/// The domain of the login hosts of Entra External ID, one below it for each tenant (Microsoft,
/// "External tenant features").
const EXTERNAL_ID: &str = ".ciamlogin.com";

/// Returns `true` if Entra ID publishes its documents on this host.
pub(super) fn is_login_host(host: &str) -> bool {
    LOGIN_HOSTS.contains(&host)
        || host.strip_suffix(EXTERNAL_ID).is_some_and(|name| !name.is_empty() && !name.contains('.'))
}

/// Returns `true` if a tenant stands for many.
pub(super) fn shared_tenant(tenant: &str) -> bool {
    SHARED_TENANTS.iter().any(|shared| shared.eq_ignore_ascii_case(tenant))
}

/// Returns `true` if an issuer is that of a tenant that stands for many.
pub(in crate::connection) fn stands_for_many(issuer: &str) -> bool {
    let mut parts = issuer.split('/').skip(2);
    let (host, tenant) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    is_login_host(host) && (shared_tenant(tenant) || tenant == "{tenantid}")
}

/// Reports a tenant that stands for many.
pub(super) fn tenant_not_pinned(reader: &mut SettingsReader<'_>, name: &str, shown: &str) {
    let message = format!("{shown} stands for many tenants, so people of any tenant would be admitted");
    let help = "Use your own tenant ID; Entra ID shows it under \"Overview\".";
    reader.error(name, ConnectionIssueCode::TenantNotPinned, message, help);
}

/// Returns a tenant's ID in lower case, as issuers have it, or `None` if it is not a UUID.
fn tenant(text: &str) -> Option<String> {
    is_uuid(text).then(|| text.to_ascii_lowercase())
}

fn tenant_id(reader: &mut SettingsReader<'_>) -> Option<Option<String>> {
    if !reader.is_given("tenantId") {
        return Some(None);
    }
    let text = reader.text("tenantId")?;
    if shared_tenant(text) {
        tenant_not_pinned(reader, "tenantId", &quote(text));
        return None;
    }
    let found = tenant(text);
    if found.is_none() {
        // Tokens name the tenant by its ID, regardless of the name it was looked up under.
        let message = format!("{} is not a tenant ID", quote(text));
        let help = "Use the UUID that Entra ID shows under \"Overview\", not a domain of the tenant.";
        reader.error("tenantId", ConnectionIssueCode::IssuerForm, message, help);
    }
    found.map(Some)
}

/// Returns the host and tenant of the issuer, if the issuer is given.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Option<(String, String)>> {
    if !reader.is_given("issuer") {
        return Some(None);
    }
    let address = reader.address("issuer", false)?;
    let text = address.text.as_str();
    const HELP: &str = "Use `https://login.microsoftonline.com/{tenant}/v2.0`, for External ID `https://{tenant}.ciamlogin.com/{tenant}/v2.0`, or remove it and set `tenantId`.";
    if address.host == "sts.windows.net" {
        let help = "This is the issuer of version 1 tokens; set `accessTokenAcceptedVersion` to 2 in the application's manifest, and use `https://login.microsoftonline.com/{tenant}/v2.0`.";
        issuer_form(reader, text, help);
        return None;
    }
    if !is_login_host(&address.host) || address.port.is_some() {
        issuer_form(reader, text, HELP);
        return None;
    }
    let path = address.path.strip_suffix('/').unwrap_or(&address.path);
    let mut parts = path.split('/').skip(1);
    let found = parts.next().unwrap_or("");
    let is_version_2 = (parts.next(), parts.next()) == (Some("v2.0"), None);
    let is_shared = shared_tenant(found);
    if is_shared {
        tenant_not_pinned(reader, "issuer", &quote(found));
    }
    if is_version_2 && path != address.path {
        trailing_slash(reader, "issuer", text);
    } else if is_version_2 && !is_shared && tenant(found).as_deref() == Some(found) {
        return Some(Some((address.host, found.to_string())));
    } else if !is_shared {
        issuer_form(reader, text, HELP);
    }
    None
}

fn client_id(reader: &mut SettingsReader<'_>) {
    if let Some(id) = reader.text("clientId").filter(|id| !is_uuid(id)) {
        let message = format!("{} is not an application ID", quote(id));
        let help = "Use the UUID that Entra ID shows as \"Application (client) ID\".";
        reader.error("clientId", ConnectionIssueCode::ClientIdForm, message, help);
    }
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
    let found = Recognized::new(ConnectionKind::EntraId);
    const TENANT: &str = "Copy the directory (tenant) ID: Entra admin center, Overview.";
    if ["portal.azure.com", "entra.microsoft.com", "aad.portal.azure.com"].contains(&address.host.as_str()) {
        return Some(found.console(TENANT));
    }
    let segments = address.segments();
    let is_old = address.host == "sts.windows.net";
    let external = address.below("ciamlogin.com").is_some();
    if !is_old && !external && !LOGIN_HOSTS.contains(&address.host.as_str()) {
        return None;
    }
    let Some(tenant) = segments.first() else {
        let message = "the address is Microsoft's, and names no tenant";
        return Some(found.finding(PasteCode::TenantMissing, message, Some(TENANT)));
    };
    // The issuer of a shared document has `{tenantid}` there.
    if SHARED_TENANTS.contains(tenant) || *tenant == "tenantid" {
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
