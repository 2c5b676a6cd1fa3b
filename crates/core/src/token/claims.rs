//! Reads claims with strict types, and tells kinds of token apart by their form.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::{TokenError, TokenErrorCode, about};
use crate::connection::{Connection, TokenUse};
use crate::time::UnixSeconds;

/// Claims, read with strict types.
pub(crate) struct Claims<'a>(pub &'a Map<String, Value>);

impl<'a> Claims<'a> {
    /// Returns `true` if a claim is present and not null.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// Returns the value of a claim.
    pub fn raw(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    /// Returns `true` if a claim is exactly this text.
    pub fn is(&self, name: &str, text: &str) -> bool {
        self.raw(name).and_then(Value::as_str) == Some(text)
    }

    /// Returns a claim that must be a string if present. Null counts as absent.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>, TokenError> {
        match self.raw(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(about(TokenErrorCode::ClaimInvalid, name)),
        }
    }

    /// Returns a claim that must be a non-empty string.
    pub fn required(&self, name: &str) -> Result<&'a str, TokenError> {
        self.text(name)?.filter(|text| !text.is_empty()).ok_or_else(|| about(TokenErrorCode::ClaimMissing, name))
    }

    /// Returns a `NumericDate` claim. WHY: only integers are accepted. A string, a fraction, a
    /// negative or a huge number is a fault of the issuer or an attack, and verifiers that skip
    /// values they cannot read let it pass (pitfall C15).
    pub fn time(&self, name: &str) -> Result<Option<UnixSeconds>, TokenError> {
        match self.raw(name) {
            None => Ok(None),
            Some(value) => value
                .as_u64()
                .and_then(UnixSeconds::new)
                .map(Some)
                .ok_or_else(|| about(TokenErrorCode::ClaimInvalid, name)),
        }
    }

    /// Returns a claim that is a string or a list of strings; empty if it is absent.
    pub fn texts(&self, name: &str) -> Result<Vec<&'a str>, TokenError> {
        match self.raw(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(alloc::vec![text.as_str()]),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| item.as_str().ok_or_else(|| about(TokenErrorCode::ClaimInvalid, name)))
                .collect(),
            Some(_) => Err(about(TokenErrorCode::ClaimInvalid, name)),
        }
    }
}

/// The form of a token, which shows of what kind it is.
pub(crate) struct TokenForm<'a> {
    /// The claims.
    pub claims: &'a Claims<'a>,
    /// The connection that is to accept the token.
    pub connection: &'a Connection,
    /// `true` if the header has the type `at+jwt` (RFC 9068 §2.1).
    pub is_access_type: bool,
}

/// The claims that only ID tokens have (OpenID Connect Core §2 and §3.3.2.11).
const ID_TOKEN_CLAIMS: [&str; 3] = ["nonce", "at_hash", "c_hash"];

/// The claims that access tokens have (RFC 9068 §2.2, Okta, Entra ID). Some providers write them
/// into ID tokens too, so they count only where nothing says that the token is an ID token.
const ACCESS_TOKEN_CLAIMS: [&str; 4] = ["scope", "scp", "cid", "client_id"];

impl TokenForm<'_> {
    /// Returns the first of these claims that the token has.
    fn first_of(&self, names: &'static [&'static str]) -> Option<&'static str> {
        names.iter().copied().find(|name| self.claims.has(name))
    }

    /// Fails with the claim that only ID tokens have, if the token has one.
    pub fn is_no_id_token(&self) -> Result<(), &'static str> {
        self.first_of(&ID_TOKEN_CLAIMS).map_or(Ok(()), Err)
    }

    /// Fails with the first of these claims that the token has.
    pub fn has_none_of(&self, names: &'static [&'static str]) -> Result<(), &'static str> {
        self.first_of(names).map_or(Ok(()), Err)
    }

    /// Fails with `name` unless that claim is exactly this text.
    pub fn requires(&self, name: &'static str, text: &str) -> Result<(), &'static str> {
        if self.claims.is(name, text) { Ok(()) } else { Err(name) }
    }

    /// Returns `true` if the token is for one of the connection's audiences.
    fn is_for_connection(&self) -> bool {
        let audiences = self.claims.texts("aud").unwrap_or_default();
        self.connection.audiences.iter().any(|own| audiences.contains(&own.as_str()))
    }
}

/// Checks that a token has the form that the specifications give to its kind (OpenID Connect Core
/// §2, RFC 9068 §2). There are no session tokens in them.
///
/// WHY positive signs: providers write more into tokens than the specifications say. An ID token is
/// one because it is for the client, or answers its request (`nonce`, `at_hash`); a `scope` or a
/// `client_id` in it proves nothing.
///
/// Fails with the claim or header field that shows another kind.
pub(crate) fn has_standard_form(token: &TokenForm<'_>, token_use: TokenUse) -> Result<(), &'static str> {
    match token_use {
        TokenUse::AccessToken if token.is_access_type => Ok(()),
        TokenUse::AccessToken => {
            token.is_no_id_token()?;
            token.first_of(&["scope", "scp"]).map_or(Err("scope"), |_| Ok(()))
        }
        TokenUse::IdToken if token.is_access_type => Err("typ"),
        TokenUse::IdToken if token.is_for_connection() || token.is_no_id_token().is_err() => Ok(()),
        TokenUse::IdToken => token.has_none_of(&ACCESS_TOKEN_CLAIMS),
        TokenUse::SessionToken => Err("typ"),
    }
}
