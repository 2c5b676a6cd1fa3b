//! Completes the claims of a token from the answer of the provider's userinfo endpoint
//! (OpenID Connect Core §5.3). The host asks it with the access token of the same login.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::codes;
use serde_json::{Map, Value};

use super::claims::Claims;
use super::{TokenError, TokenErrorCode, about, has_address, has_more_groups, tells_groups};
use crate::connection::{Connection, UserinfoUse};

/// Maximum size of an answer: the bytes of its names and texts, and one for every other value (our
/// decision, as much as the host fetches).
pub const MAX_USERINFO_BYTES: usize = 256 * 1024;

/// Maximum lists and objects within each other in an answer. Claims are at most two deep.
pub const MAX_USERINFO_DEPTH: u8 = 8;

/// The need of a login for the answer of the userinfo endpoint.
#[codes]
#[derive(Default)]
pub enum UserinfoNeed {
    /// The token holds all that the login needs, the connection never asks, or the answer was
    /// given.
    #[default]
    NotNeeded,
    /// The token lacks the address, groups that the connection names, or groups that it says are
    /// left out. The endpoint is asked if an access token is at hand; without one, the login says
    /// nothing about what is missing.
    Wanted,
    /// As [`Self::Wanted`], but the connection admits people because they have no address, or only
    /// those with a group. Without an access token the login is refused, because leaving it out
    /// must not be a way around the rules about addresses and groups.
    Required,
}

/// A part of a login that the answer of the userinfo endpoint can complete.
#[codes]
pub enum UserinfoClaim {
    /// The address, with the provider's claim that it is verified.
    Email,
    /// The groups.
    Groups,
    /// The full name (`name`).
    Name,
    /// The given name (`given_name`).
    GivenName,
    /// The family name (`family_name`).
    FamilyName,
    /// The URL of a picture (`picture`).
    Picture,
    /// The phone number (`phone_number`).
    PhoneNumber,
}

/// Returns the need of a person's token for the answer.
pub(super) fn need(claims: &Claims<'_>, connection: &Connection) -> UserinfoNeed {
    if connection.userinfo == UserinfoUse::Never {
        return UserinfoNeed::NotNeeded;
    }
    let requires_groups = !connection.required_groups.is_empty();
    let names_groups = requires_groups || !connection.groups_claim.is_empty();
    let rests_on_groups = names_groups || has_more_groups(claims, connection);
    let lacks_address = !has_address(claims, connection);
    let lacks_groups = rests_on_groups && !tells_groups(claims, connection);
    if (lacks_address && connection.admits_without_email) || (lacks_groups && requires_groups) {
        UserinfoNeed::Required
    } else if lacks_address || lacks_groups {
        UserinfoNeed::Wanted
    } else {
        UserinfoNeed::NotNeeded
    }
}

/// Checks an answer before anything is read from it: its bounds, and that it is about this subject.
/// The endpoint may answer with the claims of somebody else whose access token was put in place of
/// the person's (OpenID Connect Core §5.3.2 and §16.11).
///
/// # Errors
///
/// `userinfo_invalid`, `userinfo_subject_mismatch`.
pub(super) fn check(userinfo: &Claims<'_>, subject: &str) -> Result<(), TokenError> {
    let size = members(userinfo.0, MAX_USERINFO_DEPTH);
    if size.is_none_or(|size| size > MAX_USERINFO_BYTES) {
        return Err(TokenErrorCode::UserinfoInvalid.into());
    }
    if userinfo.is("sub", subject) { Ok(()) } else { Err(about(TokenErrorCode::UserinfoSubjectMismatch, "sub")) }
}

/// Returns the size of an object, or `None` if it is deeper than this.
fn members(members: &Map<String, Value>, depth: u8) -> Option<usize> {
    let below = depth.checked_sub(1)?;
    members.iter().try_fold(0_usize, |sum, (name, value)| {
        Some(sum.saturating_add(name.len()).saturating_add(size(value, below)?))
    })
}

fn size(value: &Value, depth: u8) -> Option<usize> {
    match value {
        Value::Object(object) => members(object, depth),
        Value::Array(items) => {
            let below = depth.checked_sub(1)?;
            items.iter().try_fold(1_usize, |sum, item| Some(sum.saturating_add(size(item, below)?)))
        }
        Value::String(text) => Some(text.len().saturating_add(1)),
        _ => Some(1),
    }
}

/// Checks the claims of a signed answer whose signature was verified with a key of the connection:
/// its issuer is the connection's, and it is for one of the connection's audiences or parties
/// (OpenID Connect Core §5.3.2).
///
/// # Errors
///
/// `userinfo_invalid` for `iss` or `aud`.
pub fn check_signed_userinfo(claims: &Map<String, Value>, connection: &Connection) -> Result<(), TokenError> {
    let claims = Claims(claims);
    let invalid = |name: &str| about(TokenErrorCode::UserinfoInvalid, name);
    if !claims.is("iss", connection.issuer.as_str()) {
        return Err(invalid("iss"));
    }
    let audiences = claims.texts("aud").map_err(|_| invalid("aud"))?;
    let mut own = connection.audiences.iter().chain(&connection.authorized_parties);
    if own.any(|own| audiences.contains(&own.as_str())) { Ok(()) } else { Err(invalid("aud")) }
}

/// The claims of a token and of the answer that completes them. Each part of a login is read from
/// one of them as a whole.
pub(super) struct Sources<'a> {
    token: &'a Claims<'a>,
    userinfo: Option<&'a Claims<'a>>,
    /// The parts that were read from the answer, in order.
    pub used: Vec<UserinfoClaim>,
}

impl<'a> Sources<'a> {
    pub const fn new(token: &'a Claims<'a>, userinfo: Option<&'a Claims<'a>>) -> Self {
        Self { token, userinfo, used: Vec::new() }
    }

    /// Returns the claims of the token, which alone identify, time and grant.
    pub const fn token(&self) -> &'a Claims<'a> {
        self.token
    }

    /// Returns the claims that a part is read from: the token's, unless only the answer has it.
    pub fn of(&mut self, part: UserinfoClaim, has: impl Fn(&Claims<'a>) -> bool) -> &'a Claims<'a> {
        match self.userinfo {
            Some(userinfo) if !has(self.token) && has(userinfo) => {
                self.used.push(part);
                userinfo
            }
            _ => self.token,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::UnixSeconds;
    use crate::token::{AcceptedToken, accept, accept_completed};
    use proptest::prelude::*;
    use serde_json::json;
    use std::format;

    const NOW: u64 = 1_767_225_600;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    fn connection(changes: Value) -> Connection {
        let mut connection = object(json!({
            "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
            "status": "active", "audiences": ["web"], "tokenUse": "id_token", "userinfo": "when_missing"
        }));
        connection.extend(object(changes));
        serde_json::from_value(Value::Object(connection)).unwrap()
    }

    fn claims() -> Map<String, Value> {
        object(json!({
            "iss": "https://login.acme.example", "sub": "b2f1", "aud": "web", "nonce": "n", "iat": NOW - 60,
            "exp": NOW + 600
        }))
    }

    fn completed(userinfo: &Map<String, Value>) -> Result<AcceptedToken, TokenError> {
        let header = object(json!({ "alg": "RS256" }));
        let now = UnixSeconds::new(NOW).unwrap();
        accept_completed(&header, &claims(), Some(userinfo), &connection(json!({})), now)
    }

    #[test]
    fn an_answer_has_its_greatest_size_and_depth_and_no_more() {
        let fits = |answer: Value| check(&Claims(&object(answer)), "b2f1").is_ok();
        let rest = "sub".len() + "b2f1".len() + 1 + "a".len() + 1;
        assert!(fits(json!({ "sub": "b2f1", "a": "x".repeat(MAX_USERINFO_BYTES - rest) })));
        assert!(!fits(json!({ "sub": "b2f1", "a": "x".repeat(MAX_USERINFO_BYTES - rest + 1) })));
        assert!(!fits(json!({ "sub": "b2f1", "a": std::vec![1; MAX_USERINFO_BYTES] })));
        for (kind, nest) in
            [("lists", (|value| json!([value])) as fn(Value) -> Value), ("objects", |value| json!({ "a": value }))]
        {
            let within = |depth: u8| (0..depth).fold(json!("x"), |value, _| nest(value));
            assert!(fits(json!({ "sub": "b2f1", "a": within(MAX_USERINFO_DEPTH - 1) })), "{kind}");
            assert!(!fits(json!({ "sub": "b2f1", "a": within(MAX_USERINFO_DEPTH) })), "{kind}");
        }
    }

    #[test]
    fn a_signed_answer_names_the_issuer_and_the_client() {
        let both = connection(json!({ "audiences": ["api"], "authorizedParties": ["web"] }));
        let checked = |claims: Value| check_signed_userinfo(&object(claims), &both).map_err(|error| error.claim);
        let issuer = "https://login.acme.example";
        for audience in [json!("web"), json!("api"), json!(["other", "web"])] {
            assert_eq!(checked(json!({ "iss": issuer, "aud": audience })), Ok(()));
        }
        for audience in [Value::Null, json!("other"), json!([]), json!(1), json!(["web", 1])] {
            assert_eq!(checked(json!({ "iss": issuer, "aud": audience })), Err(Some("aud".into())), "{audience}");
        }
        for issuer in [Value::Null, json!("https://login.acme.example/"), json!([issuer])] {
            assert_eq!(checked(json!({ "iss": issuer, "aud": "web" })), Err(Some("iss".into())), "{issuer}");
        }
    }

    /// The names of claims that the login, the session or the checks of a token read.
    const NAMES: [&str; 24] = [
        "iss",
        "sub",
        "aud",
        "azp",
        "client_id",
        "exp",
        "iat",
        "nbf",
        "auth_time",
        "acr",
        "amr",
        "nonce",
        "sid",
        "org_id",
        "roles",
        "scope",
        "act",
        "events",
        "email",
        "email_verified",
        "name",
        "picture",
        "groups",
        "phone_number",
    ];

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u32>().prop_map(Value::from),
            "[a-z@. ]{0,12}".prop_map(Value::from),
            Just(json!("ana@acme.example")),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::btree_map("[a-z]{1,4}", inner, 0..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_answer_changes_who_logs_in_when_or_in_what_session(
            members in proptest::collection::btree_map(proptest::sample::select(&NAMES[..]), value(), 0..12),
        ) {
            let mut userinfo: Map<String, Value> =
                members.into_iter().map(|(name, value)| (name.into(), value)).collect();
            userinfo.insert("sub".into(), json!("b2f1"));
            let header = object(json!({ "alg": "RS256" }));
            let plain = accept(&header, &claims(), &connection(json!({})), UnixSeconds::new(NOW).unwrap()).unwrap();
            match completed(&userinfo) {
                Ok(AcceptedToken { login, session, from_userinfo, .. }) => {
                    let mut told = login.clone();
                    told.email = plain.login.email.clone();
                    told.email_verified = plain.login.email_verified;
                    (told.name, told.picture, told.phone_number) = (None, None, None);
                    (told.groups, told.groups_incomplete, told.unread_claims) = (None, false, alloc::vec![]);
                    prop_assert_eq!(&told, &plain.login);
                    prop_assert_eq!(crate::token::ProviderSession { groups_incomplete: false, ..session }, plain.session);
                    prop_assert_eq!(login.email.is_some(), from_userinfo.contains(&UserinfoClaim::Email));
                }
                Err(error) => prop_assert_eq!(error.code, TokenErrorCode::UserinfoInvalid, "{}", format!("{userinfo:?}")),
            }
        }
    }
}
