//! Logout tokens of providers (OpenID Connect Back-Channel Logout 1.0 §2.4 and §2.6, §14.9 of the
//! specification).

use alloc::string::String;
use cora_wire_derive::record;
use serde_json::{Map, Value};

use super::claims::Claims;
use super::{TokenError, TokenErrorCode, about, check_header, off, subject_claim};
use crate::connection::Connection;
use crate::secret::{PresentedToken, TokenHash};
use crate::text::{SessionId, Subject};
use crate::time::UnixSeconds;

/// The member of `events` that makes a token a logout token (OpenID Connect Back-Channel Logout 1.0
/// §2.4).
pub const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Time for which a logout token counts after its issue, in seconds: two minutes, as OpenID Connect
/// Back-Channel Logout 1.0 §4 recommends for its life. A minute is added for clocks.
pub const LOGOUT_TOKEN_SECONDS: u64 = 120;

/// The difference of clocks that is allowed, in seconds (our decision, as for client assertions).
const CLOCKS_SECONDS: u64 = 60;

/// The logout that a provider tells of. At least one of subject and session is there.
#[record]
pub struct ProviderLogout {
    /// The SHA-256 of the token's identifier (`jti`), which counts once.
    pub id_hash: TokenHash,
    /// The subject at the provider.
    pub subject: Option<Subject>,
    /// The session at the provider (`sid`); null if all sessions of the subject have ended.
    pub session_id: Option<SessionId>,
    /// The first moment at which the token no longer counts, whatever it says itself: its
    /// identifier is kept until then.
    pub expires_at: UnixSeconds,
}

/// Checks a logout token whose signature was verified. `connection` is the one for ID tokens, whose
/// audience is Cora's client.
///
/// SECURITY: a token with `nonce` or without the event is none, so that an ID token signs nobody
/// out (pitfall C46). The reverse holds as well: a token with `events` is nothing else.
///
/// # Errors
///
/// The first of: those of [`check_header`], `token_kind_mismatch` for `typ`, `events` or `nonce`,
/// `claim_missing` and `claim_invalid` for `iss`, `aud`, `iat`, `exp`, `jti`, `sub` and `sid`,
/// `issuer_mismatch`, `audience_mismatch`, `token_issued_in_future`, `token_expired`.
pub fn accept_logout(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    connection: &Connection,
    now: UnixSeconds,
) -> Result<ProviderLogout, TokenError> {
    check_header(header, connection)?;
    let claims = Claims(claims);
    check_form(header, &claims)?;
    if claims.required("iss")? != connection.issuer.as_str() {
        return Err(about(TokenErrorCode::IssuerMismatch, "iss"));
    }
    let audiences = claims.texts("aud")?;
    if !connection.audiences.iter().any(|own| audiences.contains(&own.as_str())) {
        return Err(about(TokenErrorCode::AudienceMismatch, "aud"));
    }
    let time = |name: &str| claims.time(name)?.ok_or_else(|| about(TokenErrorCode::ClaimMissing, name));
    let (issued_at, expires_at) = (time("iat")?, time("exp")?);
    if issued_at > now.plus(CLOCKS_SECONDS) {
        return Err(off(TokenErrorCode::TokenIssuedInFuture, "iat", issued_at, now));
    }
    let expires_at = expires_at.plus(CLOCKS_SECONDS).min(issued_at.plus(LOGOUT_TOKEN_SECONDS + CLOCKS_SECONDS));
    if now >= expires_at {
        return Err(off(TokenErrorCode::TokenExpired, "exp", now, expires_at));
    }
    let id = PresentedToken::new(claims.required("jti")?).ok_or_else(|| about(TokenErrorCode::ClaimInvalid, "jti"))?;
    let (subject, session_id) = whose(&claims, connection)?;
    Ok(ProviderLogout { id_hash: TokenHash::of(&id), subject, session_id, expires_at })
}

/// Checks that a token is a logout token. A type is recommended, and `JWT` is what libraries write
/// by themselves, so both are taken; the event decides.
fn check_form(header: &Map<String, Value>, claims: &Claims<'_>) -> Result<(), TokenError> {
    let mismatch = |name: &str| Err(about(TokenErrorCode::TokenKindMismatch, name));
    match header.get("typ") {
        None => {}
        Some(Value::String(typ)) => {
            let typ = typ.strip_prefix("application/").unwrap_or(typ);
            if !typ.eq_ignore_ascii_case("logout+jwt") && !typ.eq_ignore_ascii_case("JWT") {
                return mismatch("typ");
            }
        }
        Some(_) => return mismatch("typ"),
    }
    let event = claims.raw("events").and_then(|events| events.as_object()?.get(LOGOUT_EVENT));
    if !event.is_some_and(Value::is_object) {
        return mismatch("events");
    }
    if claims.raw("nonce").is_some() { mismatch("nonce") } else { Ok(()) }
}

/// Reads whose sessions end. The subject is read from the claim that logins are known by; a token
/// that does not have it has to name the session.
fn whose(claims: &Claims<'_>, connection: &Connection) -> Result<(Option<Subject>, Option<SessionId>), TokenError> {
    let name = subject_claim(connection, false);
    let invalid = |name: &str| about(TokenErrorCode::ClaimInvalid, name);
    // An empty text names nobody and no session.
    let named = |name: &str| match claims.text(name)? {
        Some("") => Err(invalid(name)),
        text => Ok(text),
    };
    let subject = named(name)?.map(|text| Subject::new(text).ok_or_else(|| invalid(name)));
    let session = named("sid")?.map(|text| SessionId::new(text).ok_or_else(|| invalid("sid")));
    match (subject.transpose()?, session.transpose()?) {
        (None, None) => Err(about(TokenErrorCode::ClaimMissing, name)),
        whose => Ok(whose),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Code as _;
    use crate::token::accept;
    use alloc::vec;
    use serde_json::json;

    const NOW: u64 = 1_767_225_600;

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(seconds).unwrap()
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    fn connection(changes: Value) -> Connection {
        let mut connection = object(json!({
            "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
            "status": "active", "audiences": ["web"], "tokenUse": "id_token"
        }));
        connection.extend(object(changes));
        serde_json::from_value(Value::Object(connection)).unwrap()
    }

    fn claims(changes: Value) -> Map<String, Value> {
        let mut claims = object(json!({
            "iss": "https://login.acme.example", "aud": "web", "iat": NOW, "exp": NOW + 120, "jti": "1",
            "sub": "b2f1", "sid": "s1", "events": { LOGOUT_EVENT: {} }
        }));
        claims.extend(object(changes));
        claims.retain(|_, value| !value.is_null());
        claims
    }

    fn checked(header: Value, changes: Value, now: u64) -> Result<ProviderLogout, (TokenErrorCode, Option<String>)> {
        let accepted = accept_logout(&object(header), &claims(changes), &connection(json!({})), at(now));
        accepted.map_err(|error| (error.code, error.claim))
    }

    #[test]
    fn c46_a_logout_token_has_each_claim_in_its_form() {
        let rs256 = json!({ "alg": "RS256" });
        let logout = checked(rs256.clone(), json!({}), NOW).unwrap();
        let id = TokenHash::of(&PresentedToken::new("1").unwrap());
        assert_eq!((logout.id_hash, logout.expires_at), (id, at(NOW + 180)));
        assert_eq!(logout.subject.unwrap().as_str(), "b2f1");
        assert_eq!(logout.session_id.unwrap().as_str(), "s1");
        for changes in [json!({ "sub": null }), json!({ "sid": null }), json!({ "aud": ["other", "web"] })] {
            assert!(checked(rs256.clone(), changes, NOW).is_ok());
        }
        for typ in ["logout+jwt", "application/logout+jwt", "Logout+JWT", "JWT"] {
            assert!(checked(json!({ "alg": "RS256", "typ": typ }), json!({}), NOW).is_ok(), "{typ}");
        }
        for (claim, values, code) in [
            ("iss", vec![json!(null), json!("")], "claim_missing"),
            ("iss", vec![json!("https://login.acme.example/")], "issuer_mismatch"),
            ("iss", vec![json!(1)], "claim_invalid"),
            ("aud", vec![json!(null), json!("other"), json!([])], "audience_mismatch"),
            ("aud", vec![json!(1), json!(["web", 1])], "claim_invalid"),
            ("iat", vec![json!(null)], "claim_missing"),
            ("iat", vec![json!("1"), json!(NOW as f64 + 0.5)], "claim_invalid"),
            ("iat", vec![json!(NOW + 61)], "token_issued_in_future"),
            ("exp", vec![json!(null)], "claim_missing"),
            ("exp", vec![json!("1")], "claim_invalid"),
            ("exp", vec![json!(NOW - 60)], "token_expired"),
            ("jti", vec![json!(null), json!("")], "claim_missing"),
            ("jti", vec![json!(1), json!("x".repeat(513))], "claim_invalid"),
            ("sub", vec![json!(1), json!(""), json!("x".repeat(2049))], "claim_invalid"),
            ("sid", vec![json!(1), json!("")], "claim_invalid"),
            ("nonce", vec![json!("n"), json!("")], "token_kind_mismatch"),
            (
                "events",
                vec![json!(null), json!([LOGOUT_EVENT]), json!({}), json!({ LOGOUT_EVENT: true }), json!({ "x": {} })],
                "token_kind_mismatch",
            ),
        ] {
            for value in values {
                let (found, at) = checked(rs256.clone(), json!({ claim: value.clone() }), NOW).unwrap_err();
                assert_eq!((found.name(), at.as_deref()), (code, Some(claim)), "{value}");
            }
        }
        let nobody = checked(rs256.clone(), json!({ "sub": null, "sid": null }), NOW);
        assert_eq!(nobody, Err((TokenErrorCode::ClaimMissing, Some(String::from("sub")))));
        for header in [
            json!({}),
            json!({ "alg": "none" }),
            json!({ "alg": "HS256" }),
            json!({ "alg": "RS256", "typ": "at+jwt" }),
            json!({ "alg": "RS256", "typ": "secevent+jwt" }),
            json!({ "alg": "RS256", "typ": 1 }),
            json!({ "alg": "RS256", "crit": ["x"] }),
        ] {
            assert!(checked(header.clone(), json!({}), NOW).is_err(), "{header}");
        }
        let disabled = connection(json!({ "status": "disabled" }));
        let refused = accept_logout(&object(rs256), &claims(json!({})), &disabled, at(NOW));
        assert_eq!(refused.unwrap_err().code, TokenErrorCode::ConnectionNotActive);
    }

    #[test]
    fn c46_a_logout_token_counts_for_two_minutes_whatever_it_says() {
        let of = |changes: Value, now: u64| checked(json!({ "alg": "RS256" }), changes, now).is_ok();
        assert!(of(json!({ "exp": NOW + 86_400 }), NOW + 179));
        assert!(!of(json!({ "exp": NOW + 86_400 }), NOW + 180));
        assert!(of(json!({ "exp": NOW + 30 }), NOW + 89));
        assert!(!of(json!({ "exp": NOW + 30 }), NOW + 90));
        assert!(of(json!({ "iat": NOW + 60 }), NOW));
    }

    #[test]
    fn c46_a_logout_token_is_no_other_token_and_no_other_is_one() {
        let header = object(json!({ "alg": "RS256" }));
        let logout = accept(&header, &claims(json!({})), &connection(json!({})), at(NOW)).unwrap_err();
        assert_eq!((logout.code, logout.claim.as_deref()), (TokenErrorCode::TokenKindMismatch, Some("events")));
        let id_token = claims(json!({ "events": null, "jti": null, "sid": null, "nonce": "n" }));
        assert!(accept(&header, &id_token, &connection(json!({})), at(NOW)).is_ok());
        assert!(accept_logout(&header, &id_token, &connection(json!({})), at(NOW)).is_err());
    }

    #[test]
    fn c54_a_subject_under_another_claim_is_not_taken_for_the_one_of_logins() {
        let entra = connection(json!({ "kind": "entra_id", "tokenUse": "id_token" }));
        let name = subject_claim(&entra, false);
        let header = object(json!({ "alg": "RS256" }));
        let logout = accept_logout(&header, &claims(json!({})), &entra, at(NOW)).unwrap();
        assert_eq!(logout.subject.is_some(), name == "sub", "by {name}");
        assert!(logout.session_id.is_some());
    }
}
