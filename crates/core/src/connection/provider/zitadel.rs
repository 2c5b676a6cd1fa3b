//! ZITADEL, in its cloud or hosted by oneself: its settings, documents and tokens.
//!
//! Sources: ZITADEL, "OpenID Connect endpoints" (issuer, keys; an ID token that is issued next to
//! an access token has no profile and address), "Claims" (roles are an object; `jti` is in access
//! tokens alone), "Scopes" (organization, audience of a project), "Web keys" (algorithms), "Service
//! accounts" (tokens of machines name the account as their client).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::host::is_at_or_below;
use super::super::{SignatureAlgorithm, TokenUse, UserinfoUse};
use super::client::{self, AccessAudience, Tokens, TrustEmail, client_fields, usual_client_id, with_client};
use super::{
    Checked, ClaimRules, ConnectionConfiguration, ConnectionKind, FormTexts, IssuerDifference, Issuers, LoginRules,
    OrganizationClaim, ProviderTexts, SettingsRules, issuer_form, texts, trailing_slash,
};
use crate::connection::recognized::{Address, PasteCode, RecognitionRules, Recognized};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::settings::field::{Field, ISSUER};
use crate::connection::settings::reader::SettingsReader;
use crate::issue::shown::quote_shortened;
use crate::text::{Issuer, SettingText};
use crate::token::claims::{Claims, TokenForm};
use crate::token::session::{MAX_ITEMS, membership_text};
use crate::token::{TokenError, TokenErrorCode, about};
use serde_json::{Map, Value};

/// ZITADEL's settings.
pub(in crate::connection) const SETTINGS: SettingsRules = SettingsRules {
    fields: client_fields![ISSUER.required(), Field::text("resourceOwner")],
    token_uses: client::ID_OR_ACCESS,
    algorithms: {
        use SignatureAlgorithm::{ES256, ES384, EdDSA, RS256, RS384, RS512};
        &[RS256, RS384, RS512, ES256, ES384, EdDSA]
    },
    userinfo: &UserinfoUse::ALL,
    check,
    // "OpenID Connect endpoints", `jwks_uri`.
    keys: |issuer| Some(format!("{issuer}/oauth/v2/keys")),
    login: Some(LoginRules {
        prompt: "login",
        // The audience of a project is asked for by a scope.
        audience_parameter: None,
        organization_parameter: None,
        hides_pkce: false,
        hides_public_clients: false,
        hides_verified_claim: false,
    }),
    issuer_difference,
    endpoint_domains: &[],
    any_endpoint_host: false,
    example_word: Some("zitadel"),
    endpoints: &["/oauth/v2/authorize", "/oauth/v2/token", "/oauth/v2/keys"],
};

/// The rules for ZITADEL's tokens.
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
    groups_are_incomplete: None,
    leaves_out_no_groups: false,
    organization: OrganizationClaim::Text(RESOURCE_OWNER),
    preferred_organization: None,
    organization_slug: Some("urn:zitadel:iam:user:resourceowner:name"),
    membership: None,
    roles,
    permissions: None,
    factor_ages: None,
    tells_methods: true,
};

/// The texts about ZITADEL.
pub(in crate::connection) const TEXTS: ProviderTexts = ProviderTexts {
    display_name: "ZITADEL",
    missing_subject: texts::MISSING_SUBJECT,
    missing_audience: texts::MISSING_AUDIENCE,
    missing_party: texts::MISSING_PARTY,
    missing_email_in_id_token: "Ask for the scope `email`, and switch on \"User Info inside ID Token\" in the application's token settings, or set `userinfo` to `when_missing`.",
    missing_email: "Access tokens carry no address: send ID tokens, or have an action add the claim.",
    missing_verified_in_id_token: "Switch on \"User Info inside ID Token\" in the application's token settings, and ask for the scope `email`.",
    missing_verified: "Access tokens do not say it: send ID tokens, or have an action add the claim.",
    unverified: texts::UNVERIFIED,
    missing_groups: Some("To map groups to roles, have an action add the claim `groups`, a list of names."),
    too_many_groups: None,
    missing_organization: Some("Ask for the scope `urn:zitadel:iam:user:resourceowner`, or set `resourceOwner`."),
    no_audience_setting: "List the ID of your project in `audiences`.",
};

/// ZITADEL's settings in forms.
pub(in crate::connection) const FORM: FormTexts = FormTexts {
    examples: &[("issuer", "https://acme-a1b2c3.zitadel.cloud"), ("clientId", "267890123456789012")],
    labels: &[("resourceOwner", "Resource ID of the organization")],
    alternatives: &[],
};

/// ZITADEL's traces in pasted texts.
pub(in crate::connection) const RECOGNITION: RecognitionRules =
    RecognitionRules { words: &["zitadel"], telling_name: None, address: recognize, identifier: |_| None };

/// The claim that names the organization that the user belongs to.
const RESOURCE_OWNER: &str = "urn:zitadel:iam:user:resourceowner:id";

/// The scope that asks for the claims about the organization.
const RESOURCE_OWNER_SCOPE: &str = "urn:zitadel:iam:user:resourceowner";

/// The scope that admits users of one organization only, and asks for the claims about it. The ID
/// of the organization follows.
const ORGANIZATION_SCOPE: &str = "urn:zitadel:iam:org:id:";

/// The claim that lists the roles in the client's own project.
const ROLES: &str = "urn:zitadel:iam:org:project:roles";

/// The domain of the cloud. An instance may also have a custom domain.
const CLOUD: &str = "zitadel.cloud";

/// The path of the console and of the login pages.
const PAGES: &str = "/ui/";

/// `jti` is in access tokens alone; ID tokens carry `client_id` too, so it shows nothing.
fn has_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken if !token.claims.has("jti") => Err("jti"),
        TokenUse::AccessToken => token.is_no_id_token(),
        TokenUse::IdToken if token.is_access_type => Err("typ"),
        TokenUse::IdToken => token.has_none_of(&["jti"]),
        TokenUse::SessionToken => Err("typ"),
    }
}

/// A machine that logs in with its secret names itself as the client, by its user name. The ID of
/// an application is a number.
fn is_machine(claims: &Claims<'_>, token_use: TokenUse, _: &str) -> bool {
    let client = claims.raw("client_id").and_then(Value::as_str);
    token_use == TokenUse::AccessToken && client.is_some_and(|client| !is_client_id(client))
}

/// Returns `true` if a text has the form of an application's client ID: a number, in instances of
/// earlier versions followed by `@` and the name of the project.
fn is_client_id(text: &str) -> bool {
    let (number, project) = text.split_once('@').unwrap_or((text, "project"));
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && !project.is_empty()
}

/// Reads the roles in the client's project: an object of roles, each with the organizations in
/// which the user has it. A role in the user's own organization is listed by its name.
///
/// SECURITY: one in another organization is listed as `organization:role`, because the managers of
/// that organization give it. So is every role while the token does not name the user's own.
fn roles(claims: &Claims<'_>) -> Result<Vec<String>, TokenError> {
    let invalid = || about(TokenErrorCode::ClaimInvalid, ROLES);
    let own = claims.text(RESOURCE_OWNER)?;
    let objects: Vec<&Map<String, Value>> = match claims.raw(ROLES) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(roles)) => alloc::vec![roles],
        // The form that "Claims" shows.
        Some(Value::Array(items)) => items.iter().map(Value::as_object).collect::<Option<_>>().ok_or_else(invalid)?,
        Some(_) => return Err(invalid()),
    };
    let mut roles = Vec::new();
    for (role, organizations) in objects.into_iter().flatten() {
        for organization in organizations.as_object().ok_or_else(invalid)?.keys() {
            let is_own = Some(organization.as_str()) == own;
            let name = if is_own { role.clone() } else { format!("{organization}:{role}") };
            roles.push(membership_text(&name, ROLES)?);
        }
    }
    // Sorted, so the result does not depend on the order that maps keep.
    roles.sort_unstable();
    roles.dedup();
    if roles.len() > MAX_ITEMS { Err(invalid()) } else { Ok(roles) }
}

fn issuer_difference(issuers: &Issuers<'_>) -> Option<IssuerDifference> {
    let without_port = |url: &str| {
        let host = url.split('/').nth(2).unwrap_or("");
        String::from(host.rsplit_once(':').map_or(host, |(name, _)| name))
    };
    (without_port(issuers.expected) == without_port(issuers.found) && !issuers.are_on_one_host()).then_some(
        IssuerDifference::new(
            "it names another port",
            "Set `ExternalDomain`, `ExternalPort` and `ExternalSecure` of the server to its public address.",
        ),
    )
}

fn check(reader: &mut SettingsReader<'_>) -> Checked {
    let issuer = issuer(reader);
    usual_client_id(reader, is_client_id, "a number");
    let tokens = Tokens {
        uses: SETTINGS.token_uses,
        // Access tokens are opaque unless the application has them as JWT.
        default_use: Some(TokenUse::IdToken),
        algorithms: SETTINGS.algorithms,
        access_audience: AccessAudience::Api(
            "Add the ID of your project; for the project of another application, have the login ask for `urn:zitadel:iam:org:project:id:{project}:aud`."
                .to_string(),
        ),
        names_client: true,
        trust_email: TrustEmail::Warned,
        userinfo: SETTINGS.userinfo,
        any_client_id: false,
    };
    let client = client::check(reader, &tokens);
    let resource_owner = reader.text("resourceOwner");
    if reader.is_given("resourceOwner") && resource_owner.is_none() {
        return None;
    }
    let (issuer, mut client) = (issuer?, client?);
    if let Some(organization) = resource_owner {
        // Tokens name the organization only if one of these scopes asks for it.
        let scope = format!("{ORGANIZATION_SCOPE}{organization}");
        let asks = |found: &SettingText| [RESOURCE_OWNER_SCOPE, scope.as_str()].contains(&found.as_str());
        if !client.scopes.iter().any(asks) {
            client.scopes.push(SettingText::new(&scope)?);
        }
    }
    let resource_owner = resource_owner.and_then(SettingText::new);
    Some(with_client!(Zitadel { issuer, resource_owner }, client))
}

/// Returns the issuer: `https://{domain}`, of the cloud or of the instance's own.
fn issuer(reader: &mut SettingsReader<'_>) -> Option<Issuer> {
    let address = reader.address("issuer", false)?;
    let (text, host) = (address.text.as_str(), address.host.as_str());
    const HELP: &str = "Use `https://` and the domain of your instance, such as `https://acme-a1b2c3.zitadel.cloud`.";
    let is_cloud = is_at_or_below(host, CLOUD);
    let looks_like_cloud = !is_cloud && format!(".{host}.").contains(&format!(".{CLOUD}."));
    if looks_like_cloud || host == CLOUD || is_at_or_below(host, "zitadel.com") {
        // Pitfall C16: `acme.zitadel.cloud.evil.example` is not ZITADEL's.
        let message = format!("{} is the address of no instance", quote_shortened(host));
        reader.error("issuer", ConnectionIssueCode::IssuerForm, message, HELP);
        return None;
    }
    if address.path.starts_with(PAGES) {
        let message = format!("{} is the address of the console or the login pages", quote_shortened(text));
        reader.error("issuer", ConnectionIssueCode::AdminDomain, message, "Leave out `/ui/` and what follows it.");
        return None;
    }
    if is_cloud && address.port.is_some() {
        issuer_form(reader, text, "Remove the port.");
        return None;
    }
    match address.path.as_str() {
        "" => Issuer::new(text),
        "/" => {
            trailing_slash(reader, "issuer", text);
            None
        }
        _ => {
            issuer_form(reader, text, HELP);
            None
        }
    }
}

/// Recognizes an address of the provider.
fn recognize(address: &Address) -> Option<Recognized> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_application_is_a_number() {
        for id in ["301234567890123456", "301234567890123456@portal"] {
            assert!(is_client_id(id), "{id}");
        }
        for id in ["", "reporting", "@portal", "301@", "301-2", "reporting@301"] {
            assert!(!is_client_id(id), "{id}");
        }
    }

    #[test]
    fn a_role_of_another_organization_is_not_one_of_the_user_s_own() {
        let read = |claims: Value| roles(&Claims(claims.as_object().unwrap()));
        let granted = json!({ "admin": { "o2": "b.example" }, "user": { "o1": "a.example", "o2": "b.example" } });
        let own = json!({ (RESOURCE_OWNER): "o1", (ROLES): granted });
        assert_eq!(read(own).unwrap(), ["o2:admin", "o2:user", "user"]);
        assert_eq!(read(json!({ (ROLES): granted })).unwrap(), ["o1:user", "o2:admin", "o2:user"]);
        assert_eq!(read(json!({ (ROLES): [{ "user": { "o1": "a.example" } }] })).unwrap(), ["o1:user"]);
        assert_eq!(read(json!({ (ROLES): { "user": {} } })).unwrap(), Vec::<String>::new());
        for bad in [json!("admin"), json!(["admin"]), json!({ "admin": true }), json!({ "admin": ["o1"] })] {
            assert!(read(json!({ (ROLES): bad })).is_err(), "{bad}");
        }
        let many: Map<String, Value> = (0..=MAX_ITEMS).map(|at| (format!("r{at}"), json!({ "o": "a" }))).collect();
        assert!(read(json!({ (ROLES): many })).is_err());
    }
}
