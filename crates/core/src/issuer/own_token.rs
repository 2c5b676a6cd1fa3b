//! The issuer's own tokens, presented back to it: at its API, at userinfo, for introspection,
//! revocation and logout, and as hints (§14.8, §14.9).
//!
//! The host has verified the signature by the key that the header names.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use serde_json::{Map, Value};

use super::authorization::IdTokenHint;
use super::claims::{ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE};
use super::scope::Scope;
use crate::id::{ApplicationId, ApplicationSessionId, UserId};
use crate::text::Issuer;
use crate::time::UnixSeconds;

/// An access token that the issuer made and that is not over.
#[record]
pub struct AccessToken {
    /// The application that it was issued to (`aud`, `client_id`).
    pub application_id: ApplicationId,
    /// The application session (`sid`).
    pub application_session_id: ApplicationSessionId,
    /// The user (`sub`).
    pub user_id: UserId,
    /// The scopes of the token.
    pub scopes: Vec<Scope>,
    /// The time at which it was issued.
    pub issued_at: UnixSeconds,
    /// The first moment at which it is over.
    pub expires_at: UnixSeconds,
    /// The identifier (`jti`).
    pub token_id: String,
}

/// Reads an access token of this issuer. `None` for any other token: the type is compared exactly,
/// so that an ID token, a logout token and a provider's token are none (pitfall C51).
pub fn read_access_token(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    issuer: &Issuer,
    now: UnixSeconds,
) -> Option<AccessToken> {
    let text = of_issuer(header, ACCESS_TOKEN_TYPE, claims, issuer)?;
    let time = |name: &str| claims.get(name).and_then(Value::as_u64).and_then(UnixSeconds::new);
    let application_id = ApplicationId::parse(text("client_id")?)?;
    let expires_at = time("exp").filter(|end| now < *end)?;
    if ApplicationId::parse(text("aud")?) != Some(application_id) {
        return None;
    }
    Some(AccessToken {
        application_id,
        application_session_id: ApplicationSessionId::parse(text("sid")?)?,
        user_id: UserId::parse(text("sub")?)?,
        scopes: Scope::of_list(text("scope")?),
        issued_at: time("iat")?,
        expires_at,
        token_id: String::from(text("jti")?),
    })
}

/// Reads an ID token of this issuer as a hint, and the application that it was issued to. An
/// expired one is fine.
pub fn read_id_token_hint(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    issuer: &Issuer,
) -> Option<(ApplicationId, IdTokenHint)> {
    let text = of_issuer(header, ID_TOKEN_TYPE, claims, issuer)?;
    let hint = IdTokenHint {
        user_id: UserId::parse(text("sub")?)?,
        application_session_id: ApplicationSessionId::parse(text("sid")?)?,
    };
    Some((ApplicationId::parse(text("aud")?)?, hint))
}

/// Returns the reader of the texts of a token of this type and issuer.
fn of_issuer<'a>(
    header: &Map<String, Value>,
    token_type: &str,
    claims: &'a Map<String, Value>,
    issuer: &Issuer,
) -> Option<impl Fn(&str) -> Option<&'a str>> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let is_typed = header.get("typ").and_then(Value::as_str) == Some(token_type);
    (is_typed && !header.contains_key("crit") && text("iss") == Some(issuer.as_str())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::claims::{access_token_claims, id_token_claims, logout_token_claims};
    use crate::issuer::samples::{at, session_facts};
    use serde_json::json;

    fn typed(name: &str) -> Map<String, Value> {
        Map::from_iter([(String::from("typ"), json!(name))])
    }

    #[test]
    fn an_access_token_is_read_until_its_end() {
        let facts = session_facts();
        let claims = access_token_claims(&facts, &[Scope::Openid], at(1000), "t");
        let read = |now| read_access_token(&typed("at+jwt"), &claims, &facts.issuer, at(now));
        let token = read(1299).unwrap();
        assert_eq!(token.application_session_id, facts.application_session_id);
        assert_eq!((token.application_id, token.user_id), (facts.application_id, facts.user_id));
        assert_eq!((token.token_id.as_str(), token.scopes), ("t", alloc::vec![Scope::Openid]));
        assert_eq!(read(1300), None);
    }

    #[test]
    fn c51_only_an_access_token_is_an_access_token() {
        let facts = session_facts();
        let issuer = &facts.issuer;
        let access = access_token_claims(&facts, &[Scope::Openid], at(1000), "t");
        let id = id_token_claims(&facts, None, None, at(1000));
        let logout = logout_token_claims(
            issuer,
            facts.application_id,
            facts.user_id,
            facts.application_session_id,
            at(1000),
            "t",
        );
        let read =
            |header: &str, claims: &Map<String, Value>| read_access_token(&typed(header), claims, issuer, at(1000));
        for (header, claims) in [("JWT", &id), ("at+jwt", &id), ("logout+jwt", &logout), ("at+jwt", &logout)] {
            assert_eq!(read(header, claims), None, "{header}");
        }
        for header in ["JWT", "AT+JWT", "application/at+jwt", "logout+jwt", ""] {
            assert_eq!(read(header, &access), None, "{header}");
        }
        let other = Issuer::new("https://other.example").unwrap();
        assert_eq!(read_access_token(&typed("at+jwt"), &access, &other, at(1000)), None);
        let mut critical = typed("at+jwt");
        critical.insert(String::from("crit"), json!(["exp"]));
        assert_eq!(read_access_token(&critical, &access, issuer, at(1000)), None);
        for name in ["aud", "client_id", "sid", "sub", "scope", "exp", "iat", "jti", "iss"] {
            let mut changed = access.clone();
            changed.remove(name);
            assert_eq!(read("at+jwt", &changed), None, "{name}");
        }
        let mut several = access.clone();
        several.insert(String::from("aud"), json!([access["aud"]]));
        assert_eq!(read("at+jwt", &several), None);
    }

    #[test]
    fn c45_a_hint_is_an_id_token_of_ours_expired_or_not() {
        let facts = session_facts();
        let id = id_token_claims(&facts, None, None, at(1000));
        let (application_id, hint) = read_id_token_hint(&typed("JWT"), &id, &facts.issuer).unwrap();
        assert_eq!(application_id, facts.application_id);
        assert_eq!(hint.application_session_id, facts.application_session_id);
        let access = access_token_claims(&facts, &[Scope::Openid], at(1000), "t");
        assert_eq!(read_id_token_hint(&typed("at+jwt"), &access, &facts.issuer), None);
        assert_eq!(read_id_token_hint(&typed("JWT"), &id, &Issuer::new("https://other.example").unwrap()), None);
    }
}
