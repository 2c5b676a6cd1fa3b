//! Checks the settings that all providers with a client have, parameterized by the provider's
//! tokens.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::report::ConnectionIssueCode;
use super::super::secret_reference::SecretReference;
use super::super::settings_reader::SettingsReader;
use super::super::{SignatureAlgorithm, TokenUse};
use crate::issue::Severity;
use crate::issue::nearest::nearest;
use crate::issue::shown::quote;
use crate::json::Code;
use crate::text::{Audience, GroupName, SettingText};

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
    /// `true` if a client identifier may contain `:` or `/`. If `false`, an audience that contains
    /// one belongs to an API, not to a client.
    pub any_client_id: bool,
}

/// The audience that access tokens name.
pub(super) enum AccessAudience {
    /// An API. Holds the help text on how to find its identifier.
    Api(String),
    /// Access tokens name no audience.
    Nothing,
}

/// The rule for addresses that the provider makes no claim about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TrustEmail {
    /// Such addresses may count as verified, with a warning.
    Warned,
    /// Such addresses must not count as verified.
    Refused,
    /// The setting does not exist, because the provider always makes a claim.
    Claimed,
}

/// The checked settings of a client.
pub(super) struct ClientConfiguration {
    pub id: Audience,
    pub secret: Option<SecretReference>,
    pub scopes: Vec<SettingText>,
    pub audiences: Vec<Audience>,
    pub authorized_parties: Vec<Audience>,
    pub algorithms: Vec<SignatureAlgorithm>,
    pub token_use: TokenUse,
    pub trust_email: bool,
    pub allow_outside_domains: bool,
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
    let scopes = scopes(reader);
    let algorithms = algorithms(reader, tokens.algorithms);
    let token_use = token_use(reader, tokens.uses, tokens.default_use);
    evidence(reader, tokens.trust_email);
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
        scopes: scopes?,
        audiences: audiences?,
        authorized_parties: authorized_parties?,
        algorithms: algorithms?,
        token_use: token_use?,
        trust_email: reader.flag("trustEmail"),
        allow_outside_domains,
        required_groups: required_groups?,
        id: id?,
    })
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

fn evidence(reader: &mut SettingsReader<'_>, rule: TrustEmail) {
    if rule == TrustEmail::Claimed || !reader.flag("trustEmail") {
        return;
    }
    let code = ConnectionIssueCode::EmailTrusted;
    if rule == TrustEmail::Refused {
        // Microsoft, "Migrate away from using email claims for user identification or
        // authorization" (pitfall C01).
        let message = "in Entra ID, any tenant's administrator can put any address into tokens";
        reader.error("trustEmail", code, message, "Remove it and have tokens carry `xms_edov`.");
    } else {
        let message = "addresses count as verified, although the provider does not state this";
        reader.warning("trustEmail", code, message, "Remove it if the provider sends `email_verified`.");
    }
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
    if !names.is_empty() && reader.input.kind.texts().missing_groups.is_none() {
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
        AccessAudience::Api(_) => named.into_iter().map(Audience::new).collect(),
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
            scopes: client.scopes,
            audiences: client.audiences,
            authorized_parties: client.authorized_parties,
            algorithms: client.algorithms,
            token_use: client.token_use,
            trust_email: client.trust_email,
            allow_outside_domains: client.allow_outside_domains,
            required_groups: client.required_groups,
        }
    }};
}
pub(super) use with_client;

/// Builds a table of settings: the provider's own, followed by those of every client.
macro_rules! client_fields {
    ($($own:expr),* $(,)?) => {{
        use crate::connection::field::{
            ALGORITHMS, ALLOW_OUTSIDE_DOMAINS, AUDIENCES, AUTHORIZED_PARTIES, CLIENT_ID, CLIENT_SECRET, REQUIRED_GROUPS,
            SCOPES, TOKEN_USE, TRUST_EMAIL,
        };
        &[
            $($own,)*
            CLIENT_ID, CLIENT_SECRET, SCOPES, TOKEN_USE, AUDIENCES, AUTHORIZED_PARTIES, ALGORITHMS, TRUST_EMAIL,
            ALLOW_OUTSIDE_DOMAINS, REQUIRED_GROUPS,
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

/// Returns `true` if a text has exactly this many characters, all ASCII letters or digits.
pub(super) fn is_alphanumeric(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
