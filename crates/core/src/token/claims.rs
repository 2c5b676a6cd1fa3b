//! Reads claims with strict types, and tells kinds of token apart by their form.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use super::{TokenError, TokenErrorCode, about};
use crate::connection::TokenUse;
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
    /// `true` if the header has the type `at+jwt` (RFC 9068 §2.1).
    pub is_access_type: bool,
    /// `true` if the header has the type `JWT`, or none.
    pub is_plain: bool,
}

impl TokenForm<'_> {
    /// Returns `true` if the token has a claim that only ID tokens have (OpenID Connect Core §2 and
    /// §3.3.2.11).
    pub fn has_id_token_claim(&self) -> bool {
        ["nonce", "at_hash", "c_hash"].iter().any(|name| self.claims.has(name))
    }

    /// Returns `true` if the token names scopes.
    fn has_scopes(&self) -> bool {
        self.claims.has("scope") || self.claims.has("scp")
    }
}

/// Returns `true` if a token has the form that the specifications give to its kind (OpenID Connect
/// Core §2, RFC 9068 §2). There are no session tokens in them.
pub(crate) fn has_standard_form(token: &TokenForm<'_>, token_use: TokenUse) -> bool {
    match token_use {
        TokenUse::AccessToken => {
            token.is_access_type || (token.is_plain && token.has_scopes() && !token.has_id_token_claim())
        }
        TokenUse::IdToken => {
            token.is_plain && !token.has_scopes() && !token.claims.has("cid") && !token.claims.has("client_id")
        }
        TokenUse::SessionToken => false,
    }
}
