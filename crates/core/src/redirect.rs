//! Redirects after a login: to the application itself, or to an origin that it allows (pitfall
//! C27).
//!
//! A target is accepted only if every URL parser reads it in the same way. Anything that two
//! parsers could read differently is refused.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

/// Maximum length of a target, in bytes.
pub const MAX_TARGET_BYTES: usize = 2048;

/// The input of [`safe_redirect`], as JSON.
#[record]
pub struct RedirectInput {
    /// The requested target: a path, or an absolute URL.
    pub target: String,
    /// The application's own origin: scheme, host and port as browsers write them
    /// (`https://app.acme.example`, RFC 6454 §6.2).
    pub origin: String,
    /// Other origins that are allowed as targets; at most 100.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub allowed_origins: Vec<String>,
}

/// The reason why a target is refused.
#[codes]
#[derive(thiserror::Error)]
pub enum RedirectErrorCode {
    /// The target is empty.
    #[error("the target is empty")]
    TargetMissing,
    /// The target is longer than [`MAX_TARGET_BYTES`].
    #[error("the target is too long")]
    TargetTooLong,
    /// The target contains a character that no URL contains unencoded, or that browsers take for
    /// another: a backslash, a control character, white space.
    #[error("the target has a character that is not valid in a URL")]
    InvalidCharacter,
    /// The path of the target does not begin with exactly one slash, or has an empty part, or an
    /// encoded slash, backslash or control character.
    #[error("browsers disagree on the target's path")]
    UnsafePath,
    /// The target has another origin, or none, such as `javascript:`.
    #[error("the target has another origin")]
    ForeignOrigin,
}

/// The refusal of a target, as JSON.
#[record]
#[derive(thiserror::Error)]
#[error("{code}")]
pub struct RedirectError {
    /// The reason for the refusal.
    pub code: RedirectErrorCode,
}

/// An accepted target.
#[record]
pub struct RedirectTarget {
    /// The target: a path of the application that begins with one slash, or a URL of an allowed
    /// origin.
    pub target: String,
}

/// Returns the target, if redirecting to it is safe.
///
/// # Errors
///
/// Fails with a [`RedirectError`] if the target is empty, too long, ambiguous, or of an origin that
/// is not allowed.
pub fn safe_redirect(input: &RedirectInput) -> Result<RedirectTarget, RedirectError> {
    check(input).map(|target| RedirectTarget { target }).map_err(|code| RedirectError { code })
}

fn check(input: &RedirectInput) -> Result<String, RedirectErrorCode> {
    let target = input.target.as_str();
    if target.is_empty() {
        return Err(RedirectErrorCode::TargetMissing);
    }
    if target.len() > MAX_TARGET_BYTES {
        return Err(RedirectErrorCode::TargetTooLong);
    }
    if !target.bytes().all(stands_in_urls) {
        return Err(RedirectErrorCode::InvalidCharacter);
    }
    if target.starts_with('/') {
        check_path(target)?;
        return Ok(String::from(target));
    }
    let origins = core::iter::once(&input.origin).chain(&input.allowed_origins);
    let rest = origins.filter(|origin| is_origin(origin)).find_map(|origin| target.strip_prefix(origin.as_str()));
    match rest {
        Some("") => Ok(format!("{target}/")),
        Some(rest) if rest.starts_with('/') => check_path(rest).map(|()| String::from(target)),
        // After the host, anything but a path belongs to the host, or to a user name before it.
        _ => Err(RedirectErrorCode::ForeignOrigin),
    }
}

/// Returns `true` for the characters of a URL (RFC 3986 §2), without those that are only ever
/// encoded.
const fn stands_in_urls(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}')
}

/// Returns `true` for a scheme of the web and a host, with nothing after it that a target could
/// continue.
fn is_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte))
    })
}

/// Checks the path of a target, before its query.
fn check_path(target: &str) -> Result<(), RedirectErrorCode> {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let escapes =
        path.split('%').skip(1).map(|escape| escape.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()));
    let mut escapes = escapes.map(|byte| byte.is_some_and(|byte| !matches!(byte, b'/' | b'\\' | 0..=0x1f | 0x7f)));
    if path.contains("//") || !escapes.all(|fine| fine) { Err(RedirectErrorCode::UnsafePath) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use url::Url;

    const ORIGIN: &str = "https://app.acme.example";

    fn ask(target: &str) -> Result<String, RedirectErrorCode> {
        check(&RedirectInput {
            target: String::from(target),
            origin: String::from(ORIGIN),
            allowed_origins: alloc::vec![String::from("https://docs.acme.example:8443")],
        })
    }

    #[test]
    fn c27_paths_of_the_application_and_allowed_origins_are_gone_to() {
        for target in ["/", "/reports?from=a//b&to=%2F#x", "/a%20b", "https://docs.acme.example:8443/start"] {
            assert_eq!(ask(target).as_deref(), Ok(target));
        }
        assert_eq!(ask(ORIGIN).as_deref(), Ok("https://app.acme.example/"));
    }

    #[test]
    fn c27_target_elsewhere_is_refused() {
        use RedirectErrorCode::{ForeignOrigin, InvalidCharacter, TargetMissing, UnsafePath};
        for (target, expected) in [
            ("", TargetMissing),
            ("//evil.example", UnsafePath),
            ("///evil.example", UnsafePath),
            ("/\\evil.example", InvalidCharacter),
            ("\\\\evil.example", InvalidCharacter),
            ("/%2fevil.example", UnsafePath),
            ("/%2Fevil.example", UnsafePath),
            ("/%5cevil.example", UnsafePath),
            ("/.//evil.example", UnsafePath),
            ("/a/%00", UnsafePath),
            ("/%zz", UnsafePath),
            ("/%2", UnsafePath),
            ("https:evil.example", ForeignOrigin),
            ("https:/evil.example", ForeignOrigin),
            ("\t//evil.example", InvalidCharacter),
            ("/\t/evil.example", InvalidCharacter),
            ("/ evil", InvalidCharacter),
            ("javascript:alert(1)", ForeignOrigin),
            ("data:text/html,x", ForeignOrigin),
            ("https://app.acme.example@evil.example/", ForeignOrigin),
            ("https://app.acme.example.evil.example/", ForeignOrigin),
            ("https://app.acme.example:8443/", ForeignOrigin),
            ("https://app.acme.example?x", ForeignOrigin),
            ("http://app.acme.example/", ForeignOrigin),
            ("HTTPS://app.acme.example/", ForeignOrigin),
            ("https://app.acme.example//evil.example", UnsafePath),
            ("reports", ForeignOrigin),
            ("?next", ForeignOrigin),
            ("/\u{2215}evil.example", InvalidCharacter),
        ] {
            assert_eq!(ask(target), Err(expected), "{target}");
        }
    }

    #[test]
    fn an_origin_that_is_none_allows_nothing() {
        for origin in ["", "https://", "https://app.acme.example/", "https://a@b", "app.acme.example", "https://*"] {
            let input = RedirectInput {
                target: format!("{origin}/x"),
                origin: String::from(origin),
                allowed_origins: Vec::new(),
            };
            let refused = check(&input).err();
            assert!(refused.is_some() || input.target.starts_with('/'), "{origin}");
        }
    }

    proptest! {
        #[test]
        fn c27_accepted_target_stays_at_an_allowed_origin_for_every_parser(
            target in prop_oneof![
                "[/\\\\:@%.?#a-z0-9 \t-]{0,24}",
                "(/|//|https:|https://|https://app.acme.example|https://docs.acme.example:8443)[/\\\\:@%.?#a-z0-9\t]{0,12}",
            ],
        ) {
            if let Ok(accepted) = ask(&target) {
                let base = Url::parse(ORIGIN).unwrap();
                let there = base.join(&accepted).unwrap().origin().ascii_serialization();
                prop_assert!([ORIGIN, "https://docs.acme.example:8443"].contains(&there.as_str()), "{} {}", accepted, there);
                if accepted.starts_with('/') {
                    let pasted = Url::parse(&format!("{ORIGIN}{accepted}")).unwrap();
                    prop_assert_eq!(pasted.origin().ascii_serialization(), ORIGIN);
                    // The path that the server derives from it must not begin with two slashes
                    // either.
                    prop_assert!(!pasted.path().starts_with("//"));
                }
            }
        }
    }
}
