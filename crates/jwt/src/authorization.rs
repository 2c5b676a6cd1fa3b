//! Parses the bearer token of an `Authorization` header.

use cora_core::token::{MAX_TOKEN_BYTES, TokenErrorCode};

/// Parses the token of `Authorization: Bearer <token>` (RFC 6750 §2.1). Accepts any bytes without
/// panicking.
///
/// Shape of the token: one or more of `A-Z a-z 0-9 - . _ ~ + /`, then any number of `=` (RFC 7235
/// §2.1 `token68`).
///
/// # Errors
///
/// Returns `token_missing` if there is no header, another scheme or no token. Returns
/// `token_malformed` if the text after the scheme is not a token or is longer than
/// [`MAX_TOKEN_BYTES`].
pub fn bearer(header: Option<&[u8]>) -> Result<&str, TokenErrorCode> {
    let header = header.unwrap_or_default().trim_ascii();
    let scheme_end = header.iter().position(|byte| *byte == b' ').unwrap_or(header.len());
    let (scheme, rest) = header.split_at(scheme_end);
    let token = rest.trim_ascii();
    if !scheme.eq_ignore_ascii_case(b"bearer") || token.is_empty() {
        return Err(TokenErrorCode::TokenMissing);
    }
    let body = token.iter().rposition(|byte| *byte != b'=').map_or(&token[..0], |last| &token[..=last]);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(byte);
    if token.len() > MAX_TOKEN_BYTES || body.is_empty() || !body.iter().all(plain) {
        return Err(TokenErrorCode::TokenMalformed);
    }
    std::str::from_utf8(token).map_err(|_| TokenErrorCode::TokenMalformed)
}

/// Parses the token of a request's only `Authorization` header. See [`bearer`].
///
/// SECURITY: with two headers, a proxy and this program could read different ones, so a second
/// header is refused.
///
/// # Errors
///
/// Fails as [`bearer`] does, and returns `token_malformed` if there is more than one header.
pub fn only_bearer<'a>(mut headers: impl Iterator<Item = &'a [u8]>) -> Result<&'a str, TokenErrorCode> {
    let first = headers.next();
    if headers.next().is_some() { Err(TokenErrorCode::TokenMalformed) } else { bearer(first) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn c30_a_malformed_authorization_header_is_refused() {
        use TokenErrorCode::{TokenMalformed, TokenMissing};
        for (header, expected) in [
            (None, TokenMissing),
            (Some(&b""[..]), TokenMissing),
            (Some(b"Bearer"), TokenMissing),
            (Some(b"Bearer   "), TokenMissing),
            (Some(b"Basic YTpi"), TokenMissing),
            (Some(b"Bearera.b.c"), TokenMissing),
            (Some(b"Bearer a b"), TokenMalformed),
            (Some(b"Bearer a,b"), TokenMalformed),
            (Some(b"Bearer ="), TokenMalformed),
            (Some(b"Bearer a=b"), TokenMalformed),
            (Some(b"Bearer \xff\xfe"), TokenMalformed),
            (Some("Bearer töken".as_bytes()), TokenMalformed),
        ] {
            assert_eq!(bearer(header), Err(expected), "{header:?}");
        }
        assert_eq!(bearer(Some(b"bearer  a.b-c_d.e=")), Ok("a.b-c_d.e="));
    }

    #[test]
    fn two_headers_are_refused() {
        let token = &b"Bearer a.b.c"[..];
        assert_eq!(only_bearer([token].into_iter()), Ok("a.b.c"));
        assert_eq!(only_bearer([token, token].into_iter()), Err(TokenErrorCode::TokenMalformed));
        assert_eq!(only_bearer(std::iter::empty()), Err(TokenErrorCode::TokenMissing));
    }

    proptest! {
        #[test]
        fn c30_no_header_makes_it_panic(header in proptest::collection::vec(any::<u8>(), 0..200), prefix in any::<bool>()) {
            let header = if prefix { [b"Bearer ".as_slice(), &header].concat() } else { header };
            let _ = bearer(Some(&header));
        }
    }
}
