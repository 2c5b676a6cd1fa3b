//! Decides whether a token is accepted. The host verifies the signature, between [`check_header`]
//! and [`accept`]; everything else is decided here.
//!
//! The order is header, signature, claims, so a forged token learns nothing about the claims that
//! would be accepted.

pub(crate) mod claims;
mod logout;
pub(crate) mod path;
mod prepare;
pub(crate) mod session;
pub(crate) mod userinfo;

pub use logout::{LOGOUT_EVENT, LOGOUT_TOKEN_SECONDS, ProviderLogout, accept_logout};
pub use prepare::{Prepared, PreparedToken, VerifierConfiguration, prepare};
pub use session::{AcceptedToken, FactorVerificationAge, MAX_ITEMS, ProviderMembership, ProviderSession};
pub use userinfo::{MAX_USERINFO_BYTES, MAX_USERINFO_DEPTH, UserinfoClaim, UserinfoNeed, check_signed_userinfo};

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};

use crate::connection::provider::{ClaimRules, OrganizationClaim};
use crate::connection::{Connection, ConnectionKind, ConnectionStatus, SignatureAlgorithm, TokenUse};
use crate::evidence::VerifiedClaim;
use crate::identity::{IdentityKey, LoginIdentity, SubjectKind, UnreadClaim};
use crate::json::Code;
use crate::text::{
    AuthenticationContext, AuthenticationMethod, ClaimPath, DisplayName, GroupName, Issuer, KeyId, PhoneNumber,
    PictureUrl, ProviderOrganization, RawEmail, SessionId, Subject,
};
use crate::time::UnixSeconds;
use claims::{Claims, TokenForm};
use path::Found;
use userinfo::Sources;

/// Maximum length of a token, in bytes. Longer tokens are not read.
pub const MAX_TOKEN_BYTES: usize = 16 * 1024;

/// Maximum length of a token that the host fetched from the provider itself, in bytes (our
/// decision: a thousand groups by identifier). No header has to carry it.
pub const MAX_FETCHED_TOKEN_BYTES: usize = 64 * 1024;

/// The reason why a token is rejected. A closed list, which includes the host's own findings (form,
/// key, signature).
#[codes]
#[derive(thiserror::Error)]
pub enum TokenErrorCode {
    /// The token is missing.
    #[error("the token is missing")]
    TokenMissing,
    /// The token is not three parts of base64url, its header or claims are not JSON objects, or it
    /// is too long.
    #[error("the token is malformed")]
    TokenMalformed,
    /// The connection that the token names, or that was requested, is not active.
    #[error("the connection is not active")]
    ConnectionNotActive,
    /// The algorithm is not one that the connection pins.
    #[error("the algorithm is not allowed")]
    AlgorithmNotAllowed,
    /// The header names critical extensions, none of which are supported (RFC 7515 §4.1.11).
    #[error("the header names an unsupported extension")]
    CriticalHeader,
    /// No key of the connection has the token's key ID.
    #[error("the signing key is not known")]
    KeyUnknown,
    /// The keys could not be loaded.
    #[error("the signing keys could not be loaded")]
    KeysUnavailable,
    /// The key does not fit the algorithm, or is not for signatures.
    #[error("the signing key does not match the algorithm")]
    KeyMismatch,
    /// The signature is wrong.
    #[error("the signature is not valid")]
    SignatureInvalid,
    /// A required claim is missing.
    #[error("a claim is missing")]
    ClaimMissing,
    /// A claim has the wrong type or an invalid value.
    #[error("a claim has the wrong type")]
    ClaimInvalid,
    /// The issuer does not exactly match the connection's.
    #[error("the issuer is not the connection's")]
    IssuerMismatch,
    /// The token is for another audience, or the connection does not name the audience that tokens
    /// must have.
    #[error("the token is for another audience")]
    AudienceMismatch,
    /// The token belongs to another organization at the provider than the connection requires.
    #[error("the token belongs to another organization at the provider")]
    OrganizationMismatch,
    /// The token was issued to another party.
    #[error("the token was issued to another party")]
    AuthorizedPartyMismatch,
    /// The session has an outstanding task at the provider and is not valid yet (Clerk
    /// `sts: pending`).
    #[error("the session is pending at the provider")]
    SessionPending,
    /// The token is of another kind, such as an ID token where an access token is required.
    #[error("the token is of the wrong kind")]
    TokenKindMismatch,
    /// The token has expired.
    #[error("the token has expired")]
    TokenExpired,
    /// The token is not valid yet.
    #[error("the token is not valid yet")]
    TokenNotYetValid,
    /// The token was issued in the future.
    #[error("the token was issued in the future")]
    TokenIssuedInFuture,
    /// The access token is not the one that the ID token was issued with (`at_hash`, OpenID Connect
    /// Core §3.1.3.6).
    #[error("the access token is not the one that the ID token was issued with")]
    AtHashMismatch,
    /// The connection rests on what only the userinfo endpoint tells, and no access token came with
    /// the ID token.
    #[error("the access token is missing that the userinfo endpoint is asked with")]
    AccessTokenMissing,
    /// The userinfo endpoint is not named, cannot be reached, or gives no document.
    #[error("the userinfo endpoint gave no answer")]
    UserinfoUnavailable,
    /// The userinfo endpoint does not take the access token: it has expired, or lacks the scope
    /// `openid`.
    #[error("the userinfo endpoint refused the access token")]
    UserinfoRefused,
    /// The answer of the userinfo endpoint is not a JSON object, is too large or too deep, holds a
    /// claim of a wrong form, or is signed and its signature, issuer or audience is wrong.
    #[error("the answer of the userinfo endpoint cannot be used")]
    UserinfoInvalid,
    /// The answer of the userinfo endpoint names no subject, or another than the token
    /// (OpenID Connect Core §5.3.2).
    #[error("the answer of the userinfo endpoint is about another subject")]
    UserinfoSubjectMismatch,
}

impl TokenErrorCode {
    /// Returns `true` if the token's signature was valid, so that its claims are the provider's
    /// words.
    pub const fn is_of_signed_token(self) -> bool {
        !matches!(
            self,
            Self::TokenMissing
                | Self::TokenMalformed
                | Self::ConnectionNotActive
                | Self::AlgorithmNotAllowed
                | Self::CriticalHeader
                | Self::KeyUnknown
                | Self::KeysUnavailable
                | Self::KeyMismatch
                | Self::SignatureInvalid
        )
    }

    /// Returns `true` if the provider did not answer, so that nothing was found out about the
    /// token. The same token may be accepted later: a host answers 503 and not 401, because a
    /// client that gets 401 signs its user out (our decision).
    pub const fn is_temporary(self) -> bool {
        matches!(self, Self::KeysUnavailable | Self::UserinfoUnavailable)
    }
}

/// The reason why a token is rejected, and the part of it that is at fault.
#[record]
#[derive(thiserror::Error)]
#[error(
    "{code}{}{}",
    self.claim.as_ref().map(|claim| alloc::format!(" (`{claim}`)")).unwrap_or_default(),
    self.seconds.map(|seconds| alloc::format!(" by {seconds} seconds")).unwrap_or_default()
)]
pub struct TokenError {
    /// The error code.
    pub code: TokenErrorCode,
    /// The name of the header field or claim, never its value; null if no single one is at fault.
    pub claim: Option<String>,
    /// For a refusal by time, the seconds between the time in the token and the host's, leeway
    /// included; otherwise null. A small number is a clock that runs wrong.
    pub seconds: Option<u32>,
}

impl From<TokenErrorCode> for TokenError {
    fn from(code: TokenErrorCode) -> Self {
        Self { code, claim: None, seconds: None }
    }
}

pub(crate) fn about(code: TokenErrorCode, claim: &str) -> TokenError {
    TokenError { code, claim: Some(String::from(claim)), seconds: None }
}

/// Returns the refusal by a time that is off by the difference of these two.
fn off(code: TokenErrorCode, claim: &str, later: UnixSeconds, earlier: UnixSeconds) -> TokenError {
    let seconds = later.seconds().saturating_sub(earlier.seconds());
    TokenError { seconds: Some(u32::try_from(seconds).unwrap_or(u32::MAX)), ..about(code, claim) }
}

/// The parts of an accepted header that a verifier needs.
#[record]
pub struct TokenHeader {
    /// The algorithm, which is one that the connection pins.
    pub algorithm: SignatureAlgorithm,
    /// The ID of the signing key that the header names; null if it names none.
    pub key_id: Option<KeyId>,
    /// The SHA-1 thumbprint of the signing key's certificate (`x5t`, RFC 7515 §4.1.7), if the
    /// header names no key ID; null if it names none.
    pub certificate_thumbprint: Option<KeyId>,
    /// The SHA-256 thumbprint of the signing key's certificate (`x5t#S256`, RFC 7515 §4.1.8), if
    /// the header names no key ID; null if it names none.
    pub certificate_thumbprint_s256: Option<KeyId>,
}

/// A token's header and claims, and the connection to check them against.
#[record]
pub struct AcceptTokenInput {
    /// The time of the check, in seconds since the epoch, UTC.
    pub now: UnixSeconds,
    /// The connection that is to accept the token.
    pub connection: Connection,
    /// The header, as decoded from the token.
    #[serde(deserialize_with = "crate::json::object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown>"))]
    pub header: Map<String, Value>,
    /// The claims, as decoded from the token. Its signature must have been verified.
    #[serde(deserialize_with = "crate::json::object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown>"))]
    pub claims: Map<String, Value>,
    /// The answer of the userinfo endpoint, fetched with the access token of the same login; null
    /// if it was not asked. It is read only where [`AcceptedToken::userinfo`] says without it that
    /// it is wanted or required.
    #[serde(default, deserialize_with = "crate::json::optional_object")]
    #[cfg_attr(feature = "tsify", tsify(type = "Record<string, unknown> | null"))]
    pub userinfo: Option<Map<String, Value>>,
}

/// Returns the algorithms that a connection pins; RS256 if it names none.
fn pinned(connection: &Connection) -> &[SignatureAlgorithm] {
    if connection.algorithms.is_empty() { &[SignatureAlgorithm::RS256] } else { &connection.algorithms }
}

/// Checks the header before any key is looked up. Key material in a header (`jwk`, `jku`, `x5c`,
/// `x5u`) is ignored, so a token cannot bring its own key (RFC 8725 §3.10).
///
/// # Errors
///
/// `connection_not_active`, `critical_header`, `algorithm_not_allowed`, `claim_invalid` (for
/// `kid`).
pub fn check_header(header: &Map<String, Value>, connection: &Connection) -> Result<TokenHeader, TokenError> {
    if connection.status != ConnectionStatus::Active {
        return Err(TokenErrorCode::ConnectionNotActive.into());
    }
    if header.contains_key("crit") {
        return Err(about(TokenErrorCode::CriticalHeader, "crit"));
    }
    let algorithm = header
        .get("alg")
        .and_then(Value::as_str)
        .and_then(|name| pinned(connection).iter().copied().find(|algorithm| Code::name(algorithm) == name))
        .ok_or_else(|| about(TokenErrorCode::AlgorithmNotAllowed, "alg"))?;
    let key_id = match header.get("kid") {
        None => None,
        Some(Value::String(text)) => Some(KeyId::new(text).ok_or_else(|| about(TokenErrorCode::ClaimInvalid, "kid"))?),
        Some(_) => return Err(about(TokenErrorCode::ClaimInvalid, "kid")),
    };
    // It is only a name of a key, so one that cannot be read is none.
    let thumbprint = |name: &str| KeyId::new(header.get(name).filter(|_| key_id.is_none())?.as_str()?);
    let (certificate_thumbprint, certificate_thumbprint_s256) = (thumbprint("x5t"), thumbprint("x5t#S256"));
    Ok(TokenHeader { algorithm, key_id, certificate_thumbprint, certificate_thumbprint_s256 })
}

/// Checks the claims of a token whose signature was verified, and maps them to a login and the
/// provider's session data.
///
/// # Errors
///
/// Returns the first [`TokenError`] in this order: connection and header, types of the claims,
/// issuer, kind, party, audience, times, organization, then the claims that the result is read
/// from.
pub fn accept(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    connection: &Connection,
    now: UnixSeconds,
) -> Result<AcceptedToken, TokenError> {
    accept_completed(header, claims, None, connection, now)
}

/// Checks the claims of a token as [`accept`] does, and completes them from the answer of the
/// userinfo endpoint, where the connection asks it and the token lacks them.
///
/// SECURITY: the answer completes the address, groups, names, picture and phone number. The address
/// and its evidence come from one source. What identifies, times or grants comes from the token
/// alone: issuer, subject, audience, organization, times, authentication, session and actor.
///
/// # Errors
///
/// Those of [`accept`], then `userinfo_subject_mismatch` and `userinfo_invalid`.
pub fn accept_completed(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    userinfo: Option<&Map<String, Value>>,
    connection: &Connection,
    now: UnixSeconds,
) -> Result<AcceptedToken, TokenError> {
    check_header(header, connection)?;
    let claims = Claims(claims);
    let issuer = claims.required("iss")?;
    let subject = claims.required("sub")?;
    let expires_at = claims.time("exp")?.ok_or_else(|| about(TokenErrorCode::ClaimMissing, "exp"))?;
    let issued_at = claims.time("iat")?.ok_or_else(|| about(TokenErrorCode::ClaimMissing, "iat"))?;
    let not_before = claims.time("nbf")?;
    if issuer != connection.issuer.as_str() {
        return Err(about(TokenErrorCode::IssuerMismatch, "iss"));
    }
    check_kind(header, &claims, connection)?;
    let party = check_audience(&claims, connection)?;
    if expires_at <= issued_at {
        return Err(about(TokenErrorCode::ClaimInvalid, "exp"));
    }
    let leeway = connection.leeway_seconds.seconds();
    if now >= expires_at.plus(leeway) {
        return Err(off(TokenErrorCode::TokenExpired, "exp", now, expires_at));
    }
    if let Some(not_before) = not_before.filter(|not_before| *not_before > now.plus(leeway)) {
        return Err(off(TokenErrorCode::TokenNotYetValid, "nbf", not_before, now));
    }
    if issued_at > now.plus(leeway) {
        return Err(off(TokenErrorCode::TokenIssuedInFuture, "iat", issued_at, now));
    }
    if !is_of_pinned_organization(&claims, connection)? {
        let claim = organization_claim(&claims, connection.kind.claim_rules());
        return Err(about(TokenErrorCode::OrganizationMismatch, claim.name()));
    }
    let mut unread = Vec::new();
    let session = session::provider_session(&claims, connection, &mut unread)?;
    let machine = is_machine(&claims, connection, subject, party);
    let need = if machine { UserinfoNeed::NotNeeded } else { userinfo::need(&claims, connection) };
    let answer = userinfo.filter(|_| need != UserinfoNeed::NotNeeded).map(Claims);
    let subject_claim = subject_claim(connection, machine);
    let subject = if subject_claim == "sub" { subject } else { claims.required(subject_claim)? };
    let subject = Subject::new(subject).ok_or_else(|| about(TokenErrorCode::ClaimInvalid, subject_claim))?;
    if let Some(answer) = &answer {
        userinfo::check(answer, subject.as_str())?;
    }
    let mut sources = Sources::new(&claims, answer.as_ref());
    let login = login(&mut sources, connection, (subject, machine), (issued_at, expires_at), unread)?;
    let login = LoginIdentity { auth_time: session.authenticated_at, ..login };
    let session = ProviderSession { groups_incomplete: login.groups_incomplete, ..session };
    let userinfo = if answer.is_some() { UserinfoNeed::NotNeeded } else { need };
    Ok(AcceptedToken { login, session, userinfo, from_userinfo: sources.used })
}

/// Checks the kind of token. An ID token is never accepted as an access token, or the reverse.
fn check_kind(header: &Map<String, Value>, claims: &Claims<'_>, connection: &Connection) -> Result<(), TokenError> {
    let typ = match header.get("typ") {
        None => "JWT",
        Some(Value::String(typ)) => typ.strip_prefix("application/").unwrap_or(typ),
        Some(_) => return Err(about(TokenErrorCode::TokenKindMismatch, "typ")),
    };
    let is_access_type = typ.eq_ignore_ascii_case("at+jwt");
    if !is_access_type && !typ.eq_ignore_ascii_case("JWT") {
        return Err(about(TokenErrorCode::TokenKindMismatch, "typ"));
    }
    // Security event tokens and logout tokens (RFC 8417, OpenID Connect Back-Channel Logout §2.4)
    // are signed with the same keys.
    if claims.has("events") {
        return Err(about(TokenErrorCode::TokenKindMismatch, "events"));
    }
    let rules = connection.kind.claim_rules();
    if let Some(name) = rules.session_status.filter(|name| claims.is(name, "pending")) {
        return Err(about(TokenErrorCode::SessionPending, name));
    }
    (rules.has_form)(&TokenForm { claims, connection, is_access_type }, connection.token_use)
        .map_err(|claim| about(TokenErrorCode::TokenKindMismatch, claim))
}

/// Checks the audience of the token and the party that it was issued to, and returns the party.
fn check_audience<'a>(claims: &Claims<'a>, connection: &Connection) -> Result<Option<&'a str>, TokenError> {
    let audiences = claims.texts("aud")?;
    let mut party = None;
    let meant = |text: &str| connection.audiences.iter().any(|audience| audience.as_str() == text);
    let trusted = |text: &str| connection.authorized_parties.iter().any(|party| party.as_str() == text);
    let is_id_token = connection.token_use == TokenUse::IdToken;
    for name in PARTY_CLAIMS {
        let Some(found) = claims.text(name)? else { continue };
        // OpenID Connect Core §3.1.3.7: the party of an ID token is the client that it is for.
        let for_itself = is_id_token && meant(found);
        if (is_id_token || !connection.authorized_parties.is_empty()) && !trusted(found) && !for_itself {
            return Err(about(TokenErrorCode::AuthorizedPartyMismatch, name));
        }
        party = party.or(Some(found));
    }
    let is_enough = connection.kind.claim_rules().party_or_audience_is_enough;
    let for_us = if connection.audiences.is_empty() {
        // SECURITY: if the connection names no audience, the token must name none either and must
        // have been issued to one of the connection's parties. A connection that names neither
        // would accept tokens meant for anyone.
        let client = is_id_token && audiences.iter().any(|audience| trusted(audience));
        !connection.authorized_parties.is_empty() && (audiences.is_empty() || client || is_enough)
    } else {
        audiences.iter().any(|audience| meant(audience))
    };
    if !for_us {
        return Err(about(TokenErrorCode::AudienceMismatch, "aud"));
    }
    let needs_party = !connection.authorized_parties.is_empty() || (is_id_token && audiences.len() > 1);
    let is_only_audience = is_id_token && audiences.len() == 1;
    // A token that names neither could belong to anyone at that provider.
    let is_for_our_audience = is_enough && !connection.audiences.is_empty();
    if needs_party && party.is_none() && !is_only_audience && !is_for_our_audience {
        return Err(about(TokenErrorCode::AuthorizedPartyMismatch, "azp"));
    }
    Ok(party)
}

/// Returns `true` if the subject is a machine: the client itself, or marked as one by the provider.
fn is_machine(claims: &Claims<'_>, connection: &Connection, subject: &str, party: Option<&str>) -> bool {
    (connection.kind.claim_rules().is_machine)(claims, connection.token_use, subject) || party == Some(subject)
}

/// Reads the actor who acts on the user's behalf: an object with a subject, and with the issuer if
/// it is a different one (RFC 8693 §4.1).
fn actor(act: &Value, connection: &Connection) -> Option<IdentityKey> {
    let issuer = match act.get("iss") {
        None => connection.issuer.clone(),
        Some(issuer) => Issuer::new(issuer.as_str()?)?,
    };
    let subject = act.get("sub")?.as_str().filter(|subject| !subject.is_empty())?;
    Some(IdentityKey { issuer, subject: Subject::new(subject)? })
}

/// Returns the claim that identifies the subject.
const fn subject_claim(connection: &Connection, machine: bool) -> &'static str {
    let rules = connection.kind.claim_rules();
    match connection.token_use {
        _ if machine => "sub",
        TokenUse::AccessToken => rules.access_token_subject,
        TokenUse::IdToken | TokenUse::SessionToken => rules.subject,
    }
}

/// Returns the claim that names the organization at the provider.
pub(crate) fn organization_claim(claims: &Claims<'_>, rules: &ClaimRules) -> OrganizationClaim {
    rules.preferred_organization.filter(|claim| claims.has(claim.name())).unwrap_or(rules.organization)
}

/// Returns the organization at the provider. A token that names several names none: which of them
/// the person means is not in it.
fn organization_of(claims: &Claims<'_>, kind: ConnectionKind) -> Result<Option<ProviderOrganization>, TokenError> {
    let claim = organization_claim(claims, kind.claim_rules());
    let Some(value) = claims.raw(claim.name()) else { return Ok(None) };
    let invalid = || about(TokenErrorCode::ClaimInvalid, claim.name());
    match claim.read(value).ok_or_else(invalid)?.as_slice() {
        [organization] => ProviderOrganization::new(organization).map(Some).ok_or_else(invalid),
        _ => Ok(None),
    }
}

/// Returns `true` if the token names an organization that the connection pins, or if it pins none.
fn is_of_pinned_organization(claims: &Claims<'_>, connection: &Connection) -> Result<bool, TokenError> {
    let pinned = &connection.provider_organization;
    Ok(pinned.is_empty()
        || organization_of(claims, connection.kind)?.is_some_and(|organization| pinned.has(organization.as_str())))
}

/// Returns the party that the token was issued to, and the claim that names it.
fn party<'a>(claims: &Claims<'a>) -> Result<Option<(&'static str, &'a str)>, TokenError> {
    for name in PARTY_CLAIMS {
        if let Some(party) = claims.text(name)? {
            return Ok(Some((name, party)));
        }
    }
    Ok(None)
}

/// The claims that name a party, in order of precedence.
pub(crate) const PARTY_CLAIMS: [&str; 4] = ["azp", "cid", "client_id", "appid"];

/// Returns the claims from which a login reads the subject and the organization, regardless of
/// whether the token would be accepted.
pub(crate) fn subject_and_organization_claims(
    claims: &Map<String, Value>,
    connection: &Connection,
) -> (&'static str, &'static str) {
    let claims = Claims(claims);
    let text = |name: &str| claims.raw(name).and_then(Value::as_str);
    let party = PARTY_CLAIMS.iter().find_map(|name| text(name));
    let machine = is_machine(&claims, connection, text("sub").unwrap_or_default(), party);
    (subject_claim(connection, machine), organization_claim(&claims, connection.kind.claim_rules()).name())
}

/// Returns the path of the claim that holds the address.
pub(crate) fn email_path(connection: &Connection) -> &str {
    connection.email_claim.as_ref().map_or(EMAIL, ClaimPath::as_str)
}

const EMAIL: &str = "email";

/// Returns `true` if the claims say something about the address. A blank text says nothing.
fn has_address(claims: &Claims<'_>, connection: &Connection) -> bool {
    let Found { texts, is_unreadable, .. } = path::texts(claims.0, email_path(connection));
    is_unreadable || texts.iter().any(|text| !text.trim().is_empty())
}

/// Returns the address, which may be absent, or `None` if it cannot be told. A list of one address
/// counts as the address.
fn email<'a>(claims: &Claims<'a>, connection: &Connection) -> Option<Option<&'a str>> {
    let Found { texts, is_unreadable, .. } = path::texts(claims.0, email_path(connection));
    match texts.as_slice() {
        [] if !is_unreadable => Some(None),
        [email] if !is_unreadable => Some(Some(email)),
        // Two addresses are none: nothing says which of them is the person's.
        _ => None,
    }
}

/// Returns the provider's claim that an address is verified.
///
/// SECURITY: the claim speaks of the claim `email`. Of an address from elsewhere it says nothing,
/// unless it is the same.
fn verified(claims: &Claims<'_>, connection: &Connection, email: Option<&str>) -> VerifiedClaim {
    let is_meant = email_path(connection) == EMAIL || email.is_some_and(|email| claims.is(EMAIL, email));
    let name = connection.kind.claim_rules().verified;
    claims.raw(name).filter(|_| is_meant).map_or(VerifiedClaim::Absent, |claim| VerifiedClaim::of(name, claim))
}

/// Returns the paths of the claims that hold the groups.
pub(crate) fn group_paths(connection: &Connection) -> impl Iterator<Item = &str> {
    let default = connection.groups_claim.is_empty().then(|| connection.kind.claim_rules().groups);
    connection.groups_claim.iter().map(ClaimPath::as_str).chain(default)
}

/// Returns `true` if a path of groups finds them in the claims, or finds by their absence that the
/// person is in none.
fn tells_groups_at(claims: &Claims<'_>, connection: &Connection, path: &str) -> bool {
    let rules = connection.kind.claim_rules();
    path::texts(claims.0, path).is_present || (rules.leaves_out_no_groups && path == rules.groups)
}

/// Returns `true` if the claims say themselves that there are more groups than a claim lists that
/// the connection reads.
fn has_more_groups(claims: &Claims<'_>, connection: &Connection) -> bool {
    let Some(are_incomplete) = connection.kind.claim_rules().groups_are_incomplete else { return false };
    group_paths(connection).any(|path| are_incomplete(claims, path, &path::texts(claims.0, path).texts))
}

/// Returns `true` if the claims say which groups the person has, and do not leave some out.
fn tells_groups(claims: &Claims<'_>, connection: &Connection) -> bool {
    !has_more_groups(claims, connection)
        && group_paths(connection).any(|path| tells_groups_at(claims, connection, path))
}

/// Maximum groups of a login.
pub(crate) const MAX_GROUPS: usize = 1000;

/// Returns the groups, each once, and `true` if there may be more of them. They are `None` if the
/// token says nothing about groups; an empty list says that the person is in none. One of several
/// claims is enough, because providers leave out empty ones.
fn groups(
    claims: &Claims<'_>,
    connection: &Connection,
    unread: &mut Vec<UnreadClaim>,
) -> (Option<Vec<GroupName>>, bool) {
    let mut groups = Vec::new();
    let (mut is_told, mut is_incomplete, mut is_unreadable) = (false, false, false);
    let (rules, several) = (connection.kind.claim_rules(), connection.groups_claim.len() > 1);
    for path in group_paths(connection) {
        let found = path::texts(claims.0, path);
        is_told |= tells_groups_at(claims, connection, path);
        is_unreadable |= found.is_unreadable;
        is_incomplete |= rules.groups_are_incomplete.is_some_and(|are| are(claims, path, &found.texts));
        for text in found.texts {
            match GroupName::new(text) {
                None => is_unreadable = true,
                Some(_) if groups.len() == MAX_GROUPS => {
                    is_incomplete = true;
                    break;
                }
                Some(group) if several && groups.contains(&group) => {}
                Some(group) => groups.push(group),
            }
        }
    }
    unread.extend(is_unreadable.then_some(UnreadClaim::Groups));
    (is_told.then_some(groups), is_incomplete || is_unreadable)
}

/// Maximum methods of an authentication.
const MAX_METHODS: usize = 20;

/// Returns the class and the methods of the authentication (OpenID Connect Core §2). What cannot be
/// read is left out, and proves nothing.
fn authentication(
    claims: &Claims<'_>,
    unread: &mut Vec<UnreadClaim>,
) -> (Option<AuthenticationContext>, Vec<AuthenticationMethod>) {
    let given = |name: &str| claims.raw(name).filter(|value| !value.is_null());
    let acr = given("acr").map(|value| value.as_str().and_then(AuthenticationContext::new));
    unread.extend((acr == Some(None)).then_some(UnreadClaim::Acr));
    let (mut amr, mut is_unreadable) = (Vec::new(), false);
    if let Some(value) = given("amr") {
        let items = value.as_array();
        is_unreadable = items.is_none_or(|items| items.len() > MAX_METHODS);
        for item in items.into_iter().flatten().take(MAX_METHODS) {
            match item.as_str().and_then(AuthenticationMethod::new) {
                Some(method) => amr.push(method),
                None => is_unreadable = true,
            }
        }
    }
    unread.extend(is_unreadable.then_some(UnreadClaim::Amr));
    (acr.flatten(), amr)
}

/// The claims that describe a person and decide nothing.
struct Decorations {
    name: Option<DisplayName>,
    given_name: Option<DisplayName>,
    family_name: Option<DisplayName>,
    picture: Option<PictureUrl>,
    phone_number: Option<PhoneNumber>,
}

/// Reads the claims that describe a person. Those that cannot be read are left out.
fn decorations(sources: &mut Sources<'_>, unread: &mut Vec<UnreadClaim>) -> Decorations {
    let mut text = |claim: UnreadClaim, part: UserinfoClaim| {
        let name = Code::name(&claim);
        match sources.of(part, |claims| claims.has(name)).raw(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.as_str()),
            Some(_) => {
                unread.push(claim);
                None
            }
        }
    };
    let mut name = |claim: UnreadClaim, part: UserinfoClaim| text(claim, part).map(DisplayName::cleaned);
    let (name, given_name, family_name) = (
        name(UnreadClaim::Name, UserinfoClaim::Name),
        name(UnreadClaim::GivenName, UserinfoClaim::GivenName),
        name(UnreadClaim::FamilyName, UserinfoClaim::FamilyName),
    );
    let picture = text(UnreadClaim::Picture, UserinfoClaim::Picture).map(PictureUrl::new);
    // A page would show it, so it is left out as one that cannot be read.
    let picture = picture.map(|url| url.filter(PictureUrl::is_of_web));
    let phone_number = text(UnreadClaim::PhoneNumber, UserinfoClaim::PhoneNumber).map(PhoneNumber::new);
    // A text that is too long is left out as well.
    unread.extend((picture == Some(None)).then_some(UnreadClaim::Picture));
    unread.extend((phone_number == Some(None)).then_some(UnreadClaim::PhoneNumber));
    Decorations { name, given_name, family_name, picture: picture.flatten(), phone_number: phone_number.flatten() }
}

/// Maps accepted claims to a login. Each part is read from the token, or completed from the answer
/// of the userinfo endpoint.
fn login(
    sources: &mut Sources<'_>,
    connection: &Connection,
    (subject, machine): (Subject, bool),
    (issued_at, expires_at): (UnixSeconds, UnixSeconds),
    mut unread: Vec<UnreadClaim>,
) -> Result<LoginIdentity, TokenError> {
    let claims = sources.token();
    let invalid = |name: &str| about(TokenErrorCode::ClaimInvalid, name);
    // An organization that the connection pins was read before.
    let organization = organization_of(claims, connection.kind);
    unread.extend(organization.is_err().then_some(UnreadClaim::Organization));
    let actor = match claims.raw("act") {
        None | Some(Value::Null) => None,
        Some(act) => Some(actor(act, connection).ok_or_else(|| invalid("act"))?),
    };
    // SECURITY: the address and its evidence are of one source. The provider's word in one place is
    // about the address in that place.
    let source = sources.of(UserinfoClaim::Email, |claims| has_address(claims, connection));
    let is_completed = sources.used.contains(&UserinfoClaim::Email);
    let code = if is_completed { TokenErrorCode::UserinfoInvalid } else { TokenErrorCode::ClaimInvalid };
    let unreadable = || about(code, email_path(connection));
    let address = email(source, connection).ok_or_else(unreadable)?;
    let email_verified = verified(source, connection, address);
    let email = address.map(|text| RawEmail::new(text).ok_or_else(unreadable)).transpose()?;
    let source = sources.of(UserinfoClaim::Groups, |claims| tells_groups(claims, connection));
    let (groups, groups_incomplete) = groups(source, connection, &mut unread);
    let (acr, amr) = authentication(claims, &mut unread);
    let Decorations { name, given_name, family_name, picture, phone_number } = decorations(sources, &mut unread);
    Ok(LoginIdentity {
        connection_id: connection.id,
        issuer: connection.issuer.clone(),
        subject,
        subject_kind: if machine { SubjectKind::Machine } else { SubjectKind::User },
        email_verified,
        email,
        name,
        given_name,
        family_name,
        picture,
        phone_number,
        groups,
        groups_incomplete,
        unread_claims: unread,
        idp_organization: organization.ok().flatten(),
        session_id: claims.text("sid")?.and_then(SessionId::new),
        acr,
        amr,
        auth_time: None,
        actor,
        issued_at: Some(issued_at),
        expires_at: Some(expires_at),
        bootstrap_token: None,
        link_proof: None,
        invitation_id: None,
    })
}
