//! Checks the settings that all providers with a client have, parameterized by the provider's
//! tokens.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::reading::Reading;
use super::super::report::ConnectionIssueCode;
use super::super::secret_reference::SecretReference;
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
pub(super) fn check(reading: &mut Reading<'_>, tokens: &Tokens) -> Option<ClientConfiguration> {
    let scopes = scopes(reading);
    let algorithms = algorithms(reading, tokens.algorithms);
    let token_use = token_use(reading, tokens.uses, tokens.default_use);
    evidence(reading, tokens.trust_email);
    let allow_outside_domains = outside_domains(reading);
    let required_groups = required_groups(reading);
    let id = reading.text("clientId").and_then(Audience::new);
    let (audiences, authorized_parties) = match token_use {
        Some(token_use) => (
            audiences(reading, tokens, token_use, id.as_ref()),
            authorized_parties(reading, tokens, token_use, id.as_ref()),
        ),
        None => (None, None),
    };
    Some(ClientConfiguration {
        secret: reading.reference("clientSecret"),
        scopes: scopes?,
        audiences: audiences?,
        authorized_parties: authorized_parties?,
        algorithms: algorithms?,
        token_use: token_use?,
        trust_email: reading.flag("trustEmail"),
        allow_outside_domains,
        required_groups: required_groups?,
        id: id?,
    })
}

/// Returns the scopes. `openid` makes it an OpenID Connect request (OpenID Connect Core §3.1.2.1),
/// and `email` requests the address (§5.4).
fn scopes(reading: &mut Reading<'_>) -> Option<Vec<SettingText>> {
    let mut scopes = reading.texts("scopes");
    if scopes.is_empty() {
        scopes = alloc::vec!["openid", "email", "profile"];
    }
    // RFC 6749 §3.3: printable ASCII without `"` and `\`.
    let is_word = |word: &str| word.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    for (at, _) in scopes.iter().enumerate().filter(|(_, scope)| !is_word(scope)) {
        let message = String::from("this is no scope");
        reading.add(Severity::Error, "scopes", Some(at), ConnectionIssueCode::StrayCharacter, message, None);
    }
    let code = ConnectionIssueCode::ScopeMissing;
    if !scopes.contains(&"openid") {
        let message = "without the scope `openid` the provider answers with no ID token";
        reading.error("scopes", code, message, "Add `openid`.");
    }
    if !scopes.contains(&"email") {
        let message =
            "without the scope `email` the provider tells no address, and invitations and domains match nobody";
        reading.warning("scopes", code, message, "Add `email`.");
    }
    scopes.into_iter().map(SettingText::new).collect()
}

/// Returns the algorithms, all asymmetric and supported by the provider. The default is RS256.
pub(super) fn algorithms(
    reading: &mut Reading<'_>,
    supported: &[SignatureAlgorithm],
) -> Option<Vec<SignatureAlgorithm>> {
    let mut algorithms = Vec::new();
    let names = reading.texts("algorithms");
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
                let message = format!("with {} whoever verifies a token can also make one", quote(name));
                (ConnectionIssueCode::SymmetricAlgorithm, message, format!("Use {}.", listed()))
            }
            None => {
                let help = match nearest(name, ASYMMETRIC.iter().map(Code::name)) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Use {}.", listed()),
                };
                (ConnectionIssueCode::UnknownValue, format!("{} is no signature algorithm", quote(name)), help)
            }
        };
        reading.add(Severity::Error, "algorithms", Some(at), code, message, Some(help));
    }
    if names.is_empty() {
        return Some(alloc::vec![SignatureAlgorithm::RS256]);
    }
    (algorithms.len() == names.len()).then_some(algorithms)
}

/// Returns the kind of token that the application sends; the provider's default if the settings do
/// not say.
pub(super) fn token_use(
    reading: &mut Reading<'_>,
    supported: &[TokenUse],
    default: Option<TokenUse>,
) -> Option<TokenUse> {
    const ALL: [TokenUse; 3] = [TokenUse::AccessToken, TokenUse::IdToken, TokenUse::SessionToken];
    if !reading.is_given("tokenUse") {
        return default;
    }
    let name = reading.text("tokenUse")?;
    let listed = || supported.iter().map(|one| format!("`{}`", Code::name(one))).collect::<Vec<_>>().join(" or ");
    let Some(found) = ALL.into_iter().find(|one| Code::name(one) == name) else {
        let help = match nearest(name, ALL.iter().map(Code::name)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => format!("Use {}.", listed()),
        };
        let message = format!("{} is no use of tokens", quote(name));
        reading.error("tokenUse", ConnectionIssueCode::UnknownValue, message, help);
        return None;
    };
    if !supported.contains(&found) {
        let message = format!("this provider has no tokens of the use {}", quote(name));
        reading.error("tokenUse", ConnectionIssueCode::TokenUseUnsupported, message, format!("Use {}.", listed()));
        return None;
    }
    Some(found)
}

fn evidence(reading: &mut Reading<'_>, rule: TrustEmail) {
    if rule == TrustEmail::Claimed || !reading.flag("trustEmail") {
        return;
    }
    let code = ConnectionIssueCode::EmailTrusted;
    if rule == TrustEmail::Refused {
        // Microsoft, "Migrate away from using email claims for user identification or
        // authorization" (pitfall C01).
        let message = "in Entra ID the administrator of any tenant writes any address into tokens";
        reading.error("trustEmail", code, message, "Leave it out and have tokens carry `xms_edov`.");
    } else {
        let message = "addresses count as verified although the provider does not say so";
        reading.warning("trustEmail", code, message, "Leave it out where the provider sends `email_verified`.");
    }
}

/// Returns the `allowOutsideDomains` setting and warns if it is set. It has no effect on
/// connections of the platform.
pub(super) fn outside_domains(reading: &mut Reading<'_>) -> bool {
    let allowed = reading.flag("allowOutsideDomains");
    if allowed && reading.input.organization_id.is_some() {
        let message = "the organization's provider brings in people with addresses in any domain that nobody owns";
        let help = "Leave it out, and have the organization verify its domains.";
        reading.warning("allowOutsideDomains", ConnectionIssueCode::OutsideDomainsAdmitted, message, help);
    } else if allowed {
        let message = "a connection of the platform is not bound to any domains";
        let help = "Leave it out; it is for connections of organizations.";
        reading.warning("allowOutsideDomains", ConnectionIssueCode::SettingUnused, message, help);
    }
    allowed
}

/// Returns the required groups. Nobody has a group of a provider that sends none.
pub(super) fn required_groups(reading: &mut Reading<'_>) -> Option<Vec<GroupName>> {
    let names = reading.texts("requiredGroups");
    if reading.is_given("requiredGroups") && reading.value("requiredGroups").is_none() {
        return None;
    }
    if !names.is_empty() && reading.input.kind.texts().missing_groups.is_none() {
        let message = "this provider's tokens carry no groups, so that nobody could come in";
        let help = "Leave it out.";
        reading.error("requiredGroups", ConnectionIssueCode::ClaimUnsupported, message, help);
        return None;
    }
    let mut groups = Vec::new();
    for (at, name) in names.iter().enumerate() {
        match GroupName::new(name) {
            Some(group) => groups.push(group),
            None => {
                let message = String::from("the name of a group has at most 512 bytes");
                let code = ConnectionIssueCode::OutOfBounds;
                reading.add(Severity::Error, "requiredGroups", Some(at), code, message, None);
            }
        }
    }
    (groups.len() == names.len()).then_some(groups)
}

/// Returns the audiences that tokens may be for. An ID token is for the client, and for any other
/// clients that are named (such as a phone app).
fn audiences(
    reading: &mut Reading<'_>,
    tokens: &Tokens,
    token_use: TokenUse,
    client: Option<&Audience>,
) -> Option<Vec<Audience>> {
    let named = reading.texts("audiences");
    if reading.is_given("audiences") && reading.value("audiences").is_none() {
        return None;
    }
    if token_use == TokenUse::IdToken {
        let mut audiences: Vec<Audience> = client.cloned().into_iter().collect();
        let client = client.map(Audience::as_str);
        for (at, audience) in named.iter().enumerate().filter(|(_, audience)| Some(**audience) != client) {
            if !tokens.any_client_id && audience.contains([':', '/']) {
                let message = String::from("ID tokens are for a client, and this is none");
                let help = String::from("Leave it out, or set `tokenUse` to `access_token`.");
                let code = ConnectionIssueCode::SettingUnused;
                reading.add(Severity::Warning, "audiences", Some(at), code, message, Some(help));
            } else {
                audiences.push(Audience::new(audience)?);
            }
        }
        return Some(audiences);
    }
    match &tokens.access_audience {
        AccessAudience::Nothing => {
            if !named.is_empty() {
                let message = "this provider's access tokens name no audience";
                let help = "Leave it out; `authorizedParties` says to whom tokens may have been issued.";
                reading.warning("audiences", ConnectionIssueCode::SettingUnused, message, help);
            }
            Some(Vec::new())
        }
        AccessAudience::Api(help) if named.is_empty() => {
            let message = "no audience is named, so that access tokens for any other API would be taken";
            reading.error("audiences", ConnectionIssueCode::AudienceMissing, message, help.clone());
            None
        }
        AccessAudience::Api(_) => named.into_iter().map(Audience::new).collect(),
    }
}

/// Returns the parties that tokens may have been issued to. The party of an ID token is the client
/// that it is for (OpenID Connect Core §3.1.3.7), or one that is named.
fn authorized_parties(
    reading: &Reading<'_>,
    tokens: &Tokens,
    token_use: TokenUse,
    client: Option<&Audience>,
) -> Option<Vec<Audience>> {
    match reading.value("authorizedParties") {
        None if reading.is_given("authorizedParties") => None,
        None if token_use == TokenUse::AccessToken && tokens.names_client => {
            client.map(|client| alloc::vec![client.clone()])
        }
        _ => reading.texts("authorizedParties").into_iter().map(Audience::new).collect(),
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
pub(super) fn usual_client_id(reading: &mut Reading<'_>, is_usual: impl Fn(&str) -> bool, usual: &str) {
    if let Some(id) = reading.text("clientId").filter(|id| !is_usual(id)) {
        let message = format!("{} is not of the form of this provider's client identifiers", quote(id));
        let help = format!("Compare it with the provider's administration: they are {usual} as a rule.");
        reading.warning("clientId", ConnectionIssueCode::UnusualClientId, message, help);
    }
}

/// Returns `true` if a text has exactly this many characters, all ASCII letters or digits.
pub(super) fn is_alphanumeric(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
