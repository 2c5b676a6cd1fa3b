//! Checks the settings that all providers with a client have, parameterized by the provider's
//! tokens.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{ProviderOrganizations, SignatureAlgorithm, TokenUse, UserinfoUse};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::reader::SettingsReader;
use crate::connection::settings::value::SettingValue;
use crate::evidence::EmailTrust;
use crate::issue::Severity;
use crate::issue::nearest::nearest;
use crate::issue::shown::{quote, quote_shortened};
use crate::json::Code;
use crate::text::{Audience, ClaimPath, EndpointUrl, GroupName, ProviderOrganization, SettingText};
use crate::time::Leeway;

/// The properties of a provider's tokens that settings depend on.
pub(super) struct Tokens {
    /// The kinds of token that the provider supports.
    pub uses: &'static [TokenUse],
    /// The default kind of token; `None` if there is no default.
    pub default_use: Option<TokenUse>,
    /// The algorithms that the provider signs with.
    pub algorithms: &'static [SignatureAlgorithm],
    /// The audience that the provider's access tokens name.
    pub access_audience: AccessAudience,
    /// `true` if access tokens name the client that they were issued to. Then only tokens of the
    /// configured client are accepted by default.
    pub names_client: bool,
    /// The rule for addresses that the provider makes no claim about.
    pub trust_email: TrustEmail,
    /// The extents to which the provider's userinfo endpoint may be asked. Only
    /// [`UserinfoUse::Never`] if it does not take the provider's tokens, or tells nothing that they
    /// do not.
    pub userinfo: &'static [UserinfoUse],
    /// `true` if a client identifier may contain `:` or `/`. If `false`, an audience that contains
    /// one belongs to an API, not to a client.
    pub any_client_id: bool,
}

/// The audience that access tokens name.
pub(super) enum AccessAudience {
    /// An API. Holds the help text on how to find its identifier.
    Api(String),
    /// The client that they were issued to.
    Client,
    /// Access tokens name no audience.
    Nothing,
}

/// The rule for addresses that the provider makes no claim about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TrustEmail {
    /// Such addresses may count as verified, with a warning.
    Warned,
    /// Such addresses may count as verified, with a warning about guests.
    Guests,
    /// Such addresses must not count as verified, because anybody may have an account.
    Refused,
    /// The setting does not exist, because the provider always makes a claim.
    Claimed,
}

/// The checked settings of a client.
pub(super) struct ClientConfiguration {
    pub id: Audience,
    pub secret: Option<SecretReference>,
    pub jwks_uri: Option<EndpointUrl>,
    pub scopes: Vec<SettingText>,
    pub audiences: Vec<Audience>,
    pub authorized_parties: Vec<Audience>,
    pub algorithms: Vec<SignatureAlgorithm>,
    pub token_use: TokenUse,
    pub trust_email: EmailTrust,
    pub email_claim: Option<ClaimPath>,
    pub admits_without_email: bool,
    pub allow_outside_domains: bool,
    pub groups_claim: Vec<ClaimPath>,
    pub leeway_seconds: Leeway,
    pub userinfo: UserinfoUse,
    pub required_groups: Vec<GroupName>,
}

/// All algorithms that a connection can pin.
pub(super) const ASYMMETRIC: &[SignatureAlgorithm] = {
    use SignatureAlgorithm::{ES256, ES384, EdDSA, PS256, PS384, PS512, RS256, RS384, RS512};
    &[RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA]
};

/// The kinds of token that OpenID Connect clients use: the ID token by specification, an access
/// token if it is a JWT.
pub(super) const ID_OR_ACCESS: &[TokenUse] = &[TokenUse::IdToken, TokenUse::AccessToken];

/// Checks the settings that all clients have. Returns `None` if a required one is missing or wrong.
pub(super) fn check(reader: &mut SettingsReader<'_>, tokens: &Tokens) -> Option<ClientConfiguration> {
    let jwks_uri = endpoint(reader, "jwksUri");
    let scopes = scopes(reader);
    let algorithms = algorithms(reader, tokens.algorithms);
    let token_use = token_use(reader, tokens.uses, tokens.default_use);
    let trust_email = evidence(reader, tokens.trust_email);
    let reads = claims_read(reader);
    let userinfo = userinfo(reader, tokens.userinfo);
    let allow_outside_domains = outside_domains(reader);
    let required_groups = required_groups(reader);
    let id = reader.text("clientId").and_then(Audience::new);
    let (audiences, authorized_parties) = match token_use {
        Some(token_use) => (
            audiences(reader, tokens, token_use, id.as_ref()),
            authorized_parties(reader, tokens, token_use, id.as_ref()),
        ),
        None => (None, None),
    };
    Some(ClientConfiguration {
        secret: reader.reference("clientSecret"),
        jwks_uri: jwks_uri?,
        scopes: scopes?,
        audiences: audiences?,
        authorized_parties: authorized_parties?,
        algorithms: algorithms?,
        token_use: token_use?,
        trust_email: trust_email?,
        email_claim: reads.email_claim,
        admits_without_email: reads.admits_without_email,
        allow_outside_domains,
        groups_claim: reads.groups_claim,
        leeway_seconds: reads.leeway_seconds,
        userinfo: userinfo?,
        required_groups: required_groups?,
        id: id?,
    })
}

/// Returns the URL of an endpoint, if it is given. Some providers distinguish policies by a query.
pub(super) fn endpoint(reader: &mut SettingsReader<'_>, name: &str) -> Option<Option<EndpointUrl>> {
    if !reader.is_given(name) {
        return Some(None);
    }
    let address = reader.address(name, true)?;
    EndpointUrl::new(&address.text).map(Some)
}

/// Returns the organizations at the provider of which tokens must name one; empty if any is
/// accepted. Identifiers of providers that begin them all in one way must begin so: a name in the
/// place of an identifier would keep everybody out.
pub(super) fn provider_organizations(reader: &mut SettingsReader<'_>, prefix: Option<&str>) -> ProviderOrganizations {
    const NAME: &str = "providerOrganization";
    let organizations = reader.texts(NAME);
    for (at, organization) in organizations.iter().enumerate() {
        if let Some(prefix) = prefix.filter(|prefix| !organization.starts_with(prefix)) {
            let message = format!("{} is not the identifier of an organization", quote_shortened(organization));
            let help = format!("Copy the identifier from the provider's console: it begins with `{prefix}`.");
            reader.add(Severity::Error, NAME, Some(at), ConnectionIssueCode::UnknownValue, message, Some(help));
        }
    }
    organizations.into_iter().filter_map(ProviderOrganization::new).collect()
}

/// The settings that say how claims are read, of every kind.
pub(super) struct ClaimsRead {
    pub email_claim: Option<ClaimPath>,
    pub admits_without_email: bool,
    pub groups_claim: Vec<ClaimPath>,
    pub leeway_seconds: Leeway,
}

/// Checks the settings that say how claims are read.
pub(super) fn claims_read(reader: &mut SettingsReader<'_>) -> ClaimsRead {
    let email = reader.text("emailClaim");
    let email_claim = email.and_then(|path| claim_path(reader, "emailClaim", None, path));
    let groups = reader.texts("groupsClaim");
    let groups_claim = groups.iter().enumerate();
    let groups_claim =
        groups_claim.filter_map(|(at, path)| claim_path(reader, "groupsClaim", Some(at), path)).collect();
    let admits_without_email = reader.flag("admitsWithoutEmail");
    if admits_without_email && reader.input.organization_id.is_none() {
        let message = "a connection of the platform admits nobody by itself";
        let help = "Remove it; it is for connections of organizations.";
        reader.warning("admitsWithoutEmail", ConnectionIssueCode::SettingUnused, message, help);
    }
    let leeway_seconds = reader.number("leewaySeconds").and_then(Leeway::new).unwrap_or_default();
    ClaimsRead { email_claim, admits_without_email, groups_claim, leeway_seconds }
}

/// Checks a path into the claims.
fn claim_path(reader: &mut SettingsReader<'_>, name: &str, item: Option<usize>, text: &str) -> Option<ClaimPath> {
    let path = ClaimPath::new(text)?;
    let Some(fault) = path.fault() else { return Some(path) };
    let message = format!("as a path, {} {fault}", quote_shortened(text));
    let help = String::from(
        "Write names with dots between them, those that hold a dot in double quotes: `resource_access.\"my.app\".roles`.",
    );
    reader.add(Severity::Error, name, item, ConnectionIssueCode::ClaimPathForm, message, Some(help));
    reader.keep_from_storing();
    None
}

/// Returns the meaning of a text that must be one of a closed list.
fn choice<T: Copy>(reader: &mut SettingsReader<'_>, name: &str, all: &[(&'static str, T)]) -> Option<T> {
    let text = reader.text(name)?;
    if let Some((_, found)) = all.iter().find(|(name, _)| *name == text) {
        return Some(*found);
    }
    let names = || all.iter().map(|(name, _)| *name);
    let help = match nearest(text, names()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => format!("Use {}.", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")),
    };
    let message = format!("{} is no value of `{name}`", quote(text));
    reader.error(name, ConnectionIssueCode::UnknownValue, message, help);
    None
}

/// Returns the extent to which the userinfo endpoint is asked; never if the settings do not say.
fn userinfo(reader: &mut SettingsReader<'_>, supported: &[UserinfoUse]) -> Option<UserinfoUse> {
    const NAME: &str = "userinfo";
    if !reader.is_given(NAME) {
        return Some(UserinfoUse::Never);
    }
    let found = choice(reader, NAME, &UserinfoUse::ALL.map(|one| (one.name(), one)))?;
    if !supported.contains(&found) {
        let message =
            format!("the userinfo endpoint of this provider is not asked, so {} has no use", quote(found.name()));
        let help = "Leave it out, and have the provider write the claims into its tokens.";
        reader.error(NAME, ConnectionIssueCode::UnknownValue, message, help);
        return None;
    }
    Some(found)
}

/// Returns the scopes. `openid` makes it an OpenID Connect request (OpenID Connect Core §3.1.2.1),
/// and `email` requests the address (§5.4).
fn scopes(reader: &mut SettingsReader<'_>) -> Option<Vec<SettingText>> {
    let mut scopes = reader.texts("scopes");
    if scopes.is_empty() {
        scopes = alloc::vec!["openid", "email", "profile"];
    }
    // RFC 6749 §3.3: printable ASCII without `"` and `\`.
    let is_word = |word: &str| word.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    for (at, _) in scopes.iter().enumerate().filter(|(_, scope)| !is_word(scope)) {
        let message = String::from("this is not a scope");
        reader.add(Severity::Error, "scopes", Some(at), ConnectionIssueCode::StrayCharacter, message, None);
    }
    let code = ConnectionIssueCode::ScopeMissing;
    if !scopes.contains(&"openid") {
        let message = "without the scope `openid`, the provider does not return an ID token";
        reader.error("scopes", code, message, "Add `openid`.");
    }
    if !scopes.contains(&"email") {
        let message =
            "without the scope `email`, the provider sends no address, so invitations and domains never match";
        reader.warning("scopes", code, message, "Add `email`.");
    }
    scopes.into_iter().map(SettingText::new).collect()
}

/// Returns the algorithms, all asymmetric and supported by the provider. The default is RS256.
pub(super) fn algorithms(
    reader: &mut SettingsReader<'_>,
    supported: &[SignatureAlgorithm],
) -> Option<Vec<SignatureAlgorithm>> {
    let mut algorithms = Vec::new();
    let names = reader.texts("algorithms");
    for (at, name) in names.iter().enumerate() {
        let find = |list: &[SignatureAlgorithm]| list.iter().copied().find(|algorithm| Code::name(algorithm) == *name);
        let listed = || supported.iter().map(Code::name).collect::<Vec<_>>().join(", ");
        let (code, message, help) = match find(ASYMMETRIC) {
            Some(algorithm) if supported.contains(&algorithm) => {
                algorithms.push(algorithm);
                continue;
            }
            Some(_) => {
                let message = format!("the provider does not sign with {}", quote(name));
                (ConnectionIssueCode::AlgorithmUnsupported, message, format!("Use {}.", listed()))
            }
            // Pitfall C14: with a shared secret, or none, anyone who can verify can also sign
            // (RFC 8725 §3.1 and §3.2).
            None if name.to_ascii_uppercase().starts_with("HS") || name.eq_ignore_ascii_case("none") => {
                let message = format!("with {}, anyone who can verify a token can also forge one", quote(name));
                (ConnectionIssueCode::SymmetricAlgorithm, message, format!("Use {}.", listed()))
            }
            None => {
                let help = match nearest(name, ASYMMETRIC.iter().map(Code::name)) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use {}.", listed()),
                };
                (ConnectionIssueCode::UnknownValue, format!("{} is not a signature algorithm", quote(name)), help)
            }
        };
        reader.add(Severity::Error, "algorithms", Some(at), code, message, Some(help));
    }
    if names.is_empty() {
        return Some(alloc::vec![SignatureAlgorithm::RS256]);
    }
    (algorithms.len() == names.len()).then_some(algorithms)
}

/// Returns the kind of token that the application sends; the provider's default if the settings do
/// not say.
pub(super) fn token_use(
    reader: &mut SettingsReader<'_>,
    supported: &[TokenUse],
    default: Option<TokenUse>,
) -> Option<TokenUse> {
    const ALL: [TokenUse; 3] = [TokenUse::AccessToken, TokenUse::IdToken, TokenUse::SessionToken];
    if !reader.is_given("tokenUse") {
        return default;
    }
    let name = reader.text("tokenUse")?;
    let listed = || supported.iter().map(|one| format!("`{}`", Code::name(one))).collect::<Vec<_>>().join(" or ");
    let Some(found) = ALL.into_iter().find(|one| Code::name(one) == name) else {
        let help = match nearest(name, ALL.iter().map(Code::name)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Use {}.", listed()),
        };
        let message = format!("{} is not a token use", quote(name));
        reader.error("tokenUse", ConnectionIssueCode::UnknownValue, message, help);
        return None;
    };
    if !supported.contains(&found) {
        let message = format!("this provider does not issue tokens for the use {}", quote(name));
        reader.error("tokenUse", ConnectionIssueCode::TokenUseUnsupported, message, format!("Use {}.", listed()));
        return None;
    }
    Some(found)
}

/// Returns the extent to which addresses count as verified, and warns unless the provider's claim
/// decides.
fn evidence(reader: &mut SettingsReader<'_>, rule: TrustEmail) -> Option<EmailTrust> {
    const NAME: &str = "trustEmail";
    let trust = match reader.value(NAME) {
        None if reader.is_given(NAME) => return None,
        None => EmailTrust::Claim,
        // Earlier versions wrote booleans.
        Some(SettingValue::Flag(trusts)) => EmailTrust::from(*trusts),
        Some(_) => choice(reader, NAME, &EmailTrust::NAMES.map(|name| (name, EmailTrust::from_name(name))))??,
    };
    if rule == TrustEmail::Claimed || trust == EmailTrust::Claim {
        return Some(trust);
    }
    let code = ConnectionIssueCode::EmailTrusted;
    match (rule, trust) {
        (TrustEmail::Refused, _) => {
            let message = "anybody may have an account at this issuer, so that its word alone proves an address";
            reader.error(NAME, code, message, "Leave it out: only the provider's own claim counts.");
        }
        // Microsoft, "Migrate away from using email claims for user identification or
        // authorization" (pitfall C01).
        (TrustEmail::Guests, _) => {
            let message = "addresses of guests count as verified too, and their own tenants' administrators write them";
            let help = "Keep guests out of the application, or leave it out and have tokens carry `xms_edov`.";
            reader.warning(NAME, code, message, help);
        }
        (_, EmailTrust::Always) => {
            let message = "every address counts as verified, even where the provider says that it is not";
            let help = "Keep it only where the provider itself gives out all addresses, and people cannot change them.";
            reader.warning(NAME, code, message, help);
        }
        _ => {
            let message = "addresses count as verified, although the provider does not state this";
            reader.warning(NAME, code, message, "Remove it if the provider sends `email_verified`.");
        }
    }
    Some(trust)
}

/// Returns the `allowOutsideDomains` setting and warns if it is set. It has no effect on
/// connections of the platform.
pub(super) fn outside_domains(reader: &mut SettingsReader<'_>) -> bool {
    let allowed = reader.flag("allowOutsideDomains");
    if allowed && reader.input.organization_id.is_some() {
        let message = "the organization's provider admits people with addresses in any unowned domain";
        let help = "Remove it, and have the organization verify its domains.";
        reader.warning("allowOutsideDomains", ConnectionIssueCode::OutsideDomainsAdmitted, message, help);
    } else if allowed {
        let message = "a connection of the platform is not limited to domains";
        let help = "Remove it; it is for connections of organizations.";
        reader.warning("allowOutsideDomains", ConnectionIssueCode::SettingUnused, message, help);
    }
    allowed
}

/// Returns the required groups. Nobody has a group of a provider that sends none.
pub(super) fn required_groups(reader: &mut SettingsReader<'_>) -> Option<Vec<GroupName>> {
    let names = reader.texts("requiredGroups");
    if reader.is_given("requiredGroups") && reader.value("requiredGroups").is_none() {
        return None;
    }
    if !names.is_empty() && reader.input.kind.texts().missing_groups.is_none() && reader.texts("groupsClaim").is_empty()
    {
        let message = "this provider's tokens carry no groups, so that nobody could come in";
        let help = "Leave it out.";
        reader.error("requiredGroups", ConnectionIssueCode::ClaimUnsupported, message, help);
        return None;
    }
    let mut groups = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match GroupName::new(name) {
            Some(group) => groups.push(group),
            None => {
                let message = String::from("the name of a group has at most 512 bytes");
                let code = ConnectionIssueCode::OutOfBounds;
                reader.add(Severity::Error, "requiredGroups", Some(at), code, message, None);
            }
        }
    }
    (groups.len() == names.len()).then_some(groups)
}

/// Returns the audiences that tokens may be for. An ID token is for the client, and for any other
/// clients that are named (such as a phone app).
fn audiences(
    reader: &mut SettingsReader<'_>,
    tokens: &Tokens,
    token_use: TokenUse,
    client: Option<&Audience>,
) -> Option<Vec<Audience>> {
    let named = reader.texts("audiences");
    if reader.is_given("audiences") && reader.value("audiences").is_none() {
        return None;
    }
    if token_use == TokenUse::IdToken {
        let mut audiences: Vec<Audience> = client.cloned().into_iter().collect();
        let client = client.map(Audience::as_str);
        for (at, audience) in named.iter().enumerate().filter(|(_, audience)| Some(**audience) != client) {
            if !tokens.any_client_id && audience.contains([':', '/']) {
                let message = String::from("the audience of an ID token is a client, and this is not a client");
                let help = String::from("Remove it, or set `tokenUse` to `access_token`.");
                let code = ConnectionIssueCode::SettingUnused;
                reader.add(Severity::Warning, "audiences", Some(at), code, message, Some(help));
            } else {
                audiences.push(Audience::new(audience)?);
            }
        }
        return Some(audiences);
    }
    match &tokens.access_audience {
        AccessAudience::Nothing => {
            if !named.is_empty() {
                let message = "this provider's access tokens have no audience";
                let help = "Remove it; `authorizedParties` lists the clients that tokens may be issued to.";
                reader.warning("audiences", ConnectionIssueCode::SettingUnused, message, help);
            }
            Some(Vec::new())
        }
        AccessAudience::Api(help) if named.is_empty() => {
            let message = "no audience is set, so access tokens for other APIs cannot be told apart";
            reader.error("audiences", ConnectionIssueCode::AudienceMissing, message, help.clone());
            None
        }
        AccessAudience::Client if named.is_empty() => client.map(|client| alloc::vec![client.clone()]),
        AccessAudience::Api(_) | AccessAudience::Client => named.into_iter().map(Audience::new).collect(),
    }
}

/// Returns the parties that tokens may have been issued to. The party of an ID token is the client
/// that it is for (OpenID Connect Core §3.1.3.7), or one that is named.
fn authorized_parties(
    reader: &SettingsReader<'_>,
    tokens: &Tokens,
    token_use: TokenUse,
    client: Option<&Audience>,
) -> Option<Vec<Audience>> {
    match reader.value("authorizedParties") {
        None if reader.is_given("authorizedParties") => None,
        None if token_use == TokenUse::AccessToken && tokens.names_client => {
            client.map(|client| alloc::vec![client.clone()])
        }
        _ => reader.texts("authorizedParties").into_iter().map(Audience::new).collect(),
    }
}

/// Builds the configuration of a kind that has the settings of a client: its own settings, and
/// those of the client.
macro_rules! with_client {
    ($kind:ident { $($own:ident $(: $value:expr)?),* $(,)? }, $client:expr) => {{
        let client: client::ClientConfiguration = $client;
        ConnectionConfiguration::$kind {
            $($own $(: $value)?,)*
            client_id: client.id,
            client_secret: client.secret,
            jwks_uri: client.jwks_uri,
            scopes: client.scopes,
            audiences: client.audiences,
            authorized_parties: client.authorized_parties,
            algorithms: client.algorithms,
            token_use: client.token_use,
            trust_email: client.trust_email,
            email_claim: client.email_claim,
            admits_without_email: client.admits_without_email,
            allow_outside_domains: client.allow_outside_domains,
            groups_claim: client.groups_claim,
            leeway_seconds: client.leeway_seconds,
            userinfo: client.userinfo,
            required_groups: client.required_groups,
        }
    }};
}
pub(super) use with_client;

/// Builds a table of settings: the provider's own, followed by those of every client.
macro_rules! client_fields {
    ($($own:expr),* $(,)?) => {{
        use crate::connection::settings::field::{
            ADMITS_WITHOUT_EMAIL, ALGORITHMS, ALLOW_OUTSIDE_DOMAINS, AUDIENCES, AUTHORIZED_PARTIES, CLIENT_ID,
            CLIENT_SECRET, EMAIL_CLAIM, GROUPS_CLAIM, JWKS_URI, LEEWAY_SECONDS, REQUIRED_GROUPS, SCOPES, TOKEN_USE,
            TRUST_EMAIL, USERINFO,
        };
        &[
            $($own,)*
            JWKS_URI, CLIENT_ID, CLIENT_SECRET, SCOPES, TOKEN_USE, AUDIENCES, AUTHORIZED_PARTIES, ALGORITHMS, TRUST_EMAIL,
            EMAIL_CLAIM, ADMITS_WITHOUT_EMAIL, ALLOW_OUTSIDE_DOMAINS, GROUPS_CLAIM, LEEWAY_SECONDS, USERINFO,
            REQUIRED_GROUPS,
        ]
    }};
}
pub(super) use client_fields;

/// Warns about a client identifier that does not have the usual form. It is only a warning, because
/// providers do not guarantee the form.
pub(super) fn usual_client_id(reader: &mut SettingsReader<'_>, is_usual: impl Fn(&str) -> bool, usual: &str) {
    if let Some(id) = reader.text("clientId").filter(|id| !is_usual(id)) {
        let message = format!("{} does not look like a client identifier of this provider", quote(id));
        let help = format!("Compare it with the provider's console: the usual form is {usual}.");
        reader.warning("clientId", ConnectionIssueCode::UnusualClientId, message, help);
    }
}

/// Returns `true` if a text is a UUID with hyphens, in either case.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Returns `true` if a text has exactly this many characters, all ASCII letters or digits.
pub(super) fn is_alphanumeric(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
