//! Parsing of tokens in compact form (RFC 7515 §7.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cora_core::json::{Decode, Decoder, Node, object_from_node, read};
use cora_core::token::{MAX_FETCHED_TOKEN_BYTES, MAX_TOKEN_BYTES, TokenErrorCode};
use serde_json::{Map, Value};

use crate::parse::parse;

/// A token split into its three parts, with header and claims read. Nothing in it is verified yet.
#[derive(Debug)]
pub struct CompactToken<'a> {
    /// The header, not verified.
    pub header: Map<String, Value>,
    /// The claims. They must not be trusted before the signature was checked.
    pub claims: Map<String, Value>,
    /// The signing input: header and claims as they were sent.
    pub signed: &'a str,
    /// The signature as it was sent, in base64url.
    pub signature: &'a str,
}

/// An object in which no member name is repeated, at any depth.
struct Object(Map<String, Value>);

impl Decode for Object {
    fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
        Self(object_from_node(node, decoder))
    }
}

/// Reads a JSON object. Returns `None` if the text is not an object, or if a member name is
/// repeated in it or in an object inside it.
pub fn object(text: &[u8]) -> Option<Map<String, Value>> {
    read(&parse(text).ok()?).map(|Object(members)| members)
}

impl<'a> CompactToken<'a> {
    /// Splits a token into its parts.
    ///
    /// # Errors
    ///
    /// `token_malformed` if the token is longer than [`MAX_TOKEN_BYTES`], does not have three
    /// parts, is not base64url without padding, has a header or claims that are not JSON objects,
    /// or repeats a member name.
    pub fn parse(token: &'a str) -> Result<Self, TokenErrorCode> {
        Self::parse_within(token, MAX_TOKEN_BYTES)
    }

    /// Splits a token that the host fetched from the provider itself into its parts.
    ///
    /// # Errors
    ///
    /// Fails as [`Self::parse`] does, but only if the token is longer than
    /// [`MAX_FETCHED_TOKEN_BYTES`].
    pub fn parse_fetched(token: &'a str) -> Result<Self, TokenErrorCode> {
        Self::parse_within(token, MAX_FETCHED_TOKEN_BYTES)
    }

    fn parse_within(token: &'a str, most: usize) -> Result<Self, TokenErrorCode> {
        let malformed = TokenErrorCode::TokenMalformed;
        if token.len() > most {
            return Err(malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(malformed)?;
        if claims.contains('.') || signature.is_empty() || URL_SAFE_NO_PAD.decode(signature).is_err() {
            return Err(malformed);
        }
        let object = |part: &str| URL_SAFE_NO_PAD.decode(part).ok().and_then(|json| object(&json));
        Ok(Self {
            header: object(header).ok_or(malformed)?,
            claims: object(claims).ok_or(malformed)?,
            signed,
            signature,
        })
    }

    /// Returns the issuer that the token names, for choosing the connection to verify it with.
    /// Nothing else may depend on it.
    pub fn claimed_issuer(&self) -> Option<&str> {
        self.claims.get("iss").and_then(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn duplicate_members_are_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"a":[{"b":1,"b":2}]}"#, r#"{"a":1,"\u0061":2}"#] {
            assert!(object(text.as_bytes()).is_none(), "{text}");
        }
        assert_eq!(object(br#"{"a":{"a":[1,-1,1.5,null,true,"x"]}}"#).map(|object| object.len()), Some(1));
    }

    #[test]
    fn value_other_than_object_is_refused() {
        for text in ["", "[]", "1", "null", "{} {}", "{\"a\":1e400}", "{\"a\":NaN}", "\u{feff}{}"] {
            assert!(object(text.as_bytes()).is_none(), "{text}");
        }
        assert!(object("[".repeat(100_000).as_bytes()).is_none());
    }

    fn token(header: &str, claims: &str, signature: &str) -> String {
        format!("{}.{}.{signature}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn c30_a_malformed_token_is_refused() {
        let long = token("{}", &format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_TOKEN_BYTES)), "AA");
        for text in [
            "",
            ".",
            "..",
            "...",
            "a.b",
            "a.b.c",
            "e30.e30.",
            "e30.e30.A",
            "e30=.e30.AA",
            "e30.e30.AA.AA",
            &token("[]", "{}", "AA"),
            &token("{}", "7", "AA"),
            &token(r#"{"alg":"RS256","alg":"none"}"#, "{}", "AA"),
            &token("{}", r#"{"sub":"a","sub":"b"}"#, "AA"),
            &long,
        ] {
            assert_eq!(CompactToken::parse(text).err(), Some(TokenErrorCode::TokenMalformed), "{text:.60}");
        }
        assert!(CompactToken::parse(&token("{}", "{}", "AA")).is_ok());
    }

    proptest! {
        #[test]
        fn c30_no_text_makes_it_panic(text in ".{0,200}") {
            let _ = CompactToken::parse(&text);
        }

        #[test]
        fn c30_no_bytes_in_the_parts_make_it_panic(
            header in proptest::collection::vec(any::<u8>(), 0..80),
            claims in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let text = format!("{}.{}.AA", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
            let _ = CompactToken::parse(&text);
        }
    }
}
