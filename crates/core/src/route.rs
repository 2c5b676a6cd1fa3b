//! The access to the paths of an application: a list of rules, matched against the decoded path,
//! protected in every unclear case (pitfall C28).
//!
//! It spares people pages full of refusals and does not protect anything by itself: the handler of
//! a path verifies again.

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

/// The access to a path.
#[codes]
pub enum RouteAccess {
    /// The path is open to everybody.
    Public,
    /// The path is open to users who are signed in.
    Protected,
}

/// A rule about paths.
#[record]
pub struct RouteRule {
    /// The pattern: parts between slashes. A text matches itself, `:name` matches any one part, and
    /// `*` at the end matches any rest, including an empty one. Examples: `/`, `/sign-in/*`,
    /// `/teams/:team/join`.
    pub pattern: String,
    /// The access to the paths that match.
    pub access: RouteAccess,
}

/// The input of [`match_route`], as JSON.
#[record]
pub struct RouteInput {
    /// The path as it was requested. Its query is ignored.
    pub path: String,
    /// The rules; the first that matches decides. At most 1000.
    #[serde(deserialize_with = "crate::text::at_most::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub rules: Vec<RouteRule>,
}

/// The reason for the access to a path.
#[codes]
pub enum RouteReason {
    /// A rule matches.
    Rule,
    /// No rule matches, so the path is protected.
    NoRule,
    /// Two readers could interpret the path differently, so it is protected. It is encoded twice,
    /// does not begin with a slash, contains an encoded slash, a backslash, a control character,
    /// `;`, an empty part, `.` or `..`, is not UTF-8, or is longer than 4096 bytes.
    UnclearPath,
    /// A pattern is invalid, so every path is protected until it is corrected.
    InvalidPattern,
}

/// The result for a path.
#[record]
pub struct RouteMatch {
    /// The access to the path.
    pub access: RouteAccess,
    /// The reason for the access.
    pub reason: RouteReason,
    /// The pattern that matched; null if none did.
    pub pattern: Option<String>,
}

/// Maximum length of a path, in bytes.
const MAX_PATH_BYTES: usize = 4096;

/// Returns the access to a path.
pub fn match_route(input: &RouteInput) -> RouteMatch {
    let protected = |reason| RouteMatch { access: RouteAccess::Protected, reason, pattern: None };
    if !input.rules.iter().all(|rule| is_pattern(&rule.pattern)) {
        return protected(RouteReason::InvalidPattern);
    }
    let Some(path) = parts(&input.path) else { return protected(RouteReason::UnclearPath) };
    match input.rules.iter().find(|rule| matches(rule, &path)) {
        Some(rule) => {
            RouteMatch { access: rule.access, reason: RouteReason::Rule, pattern: Some(rule.pattern.clone()) }
        }
        None => protected(RouteReason::NoRule),
    }
}

fn is_pattern(pattern: &str) -> bool {
    let Some(rest) = pattern.strip_prefix('/') else { return false };
    let mut parts = rest.split('/').rev();
    let last = parts.next().unwrap_or_default();
    let plain = |part: &str| {
        let name = part.strip_prefix(':').unwrap_or(part);
        !name.is_empty() && name != "." && name != ".." && !name.contains(['*', '%', '\\', ';', '?', '#', ':'])
    };
    (last == "*" || last.is_empty() && rest.is_empty() || plain(last)) && parts.all(plain)
}

/// Returns the decoded parts of a path, or `None` if they are unclear. One slash at the end makes
/// no difference.
fn parts(path: &str) -> Option<Vec<String>> {
    let path = path.split(['?', '#']).next().filter(|path| path.len() <= MAX_PATH_BYTES)?.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    if path.is_empty() {
        return Some(Vec::new());
    }
    path.split('/').map(decoded).collect()
}

fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => hexadecimal(rest.next()?)?.checked_mul(16)?.checked_add(hexadecimal(rest.next()?)?)?,
            byte => byte,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    let unclear = |c: char| c.is_control() || matches!(c, '/' | '\\' | ';' | '%' | '?' | '#');
    (!text.is_empty() && text != "." && text != ".." && !text.contains(unclear)).then_some(text)
}

const fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        b'A'..=b'F' => Some(digit.wrapping_sub(b'A').wrapping_add(10)),
        _ => None,
    }
}

fn matches(rule: &RouteRule, path: &[String]) -> bool {
    let pattern = rule.pattern.strip_prefix('/').unwrap_or_default();
    let mut path = path.iter();
    for part in pattern.split('/').filter(|part| !part.is_empty()) {
        if part == "*" {
            return true;
        }
        let Some(found) = path.next() else { return false };
        // SECURITY: some servers ignore the case of ASCII letters. A protected pattern matches in
        // any case, a public one only as written.
        let same = match rule.access {
            RouteAccess::Public => found == part,
            RouteAccess::Protected => found.eq_ignore_ascii_case(part),
        };
        if !part.starts_with(':') && !same {
            return false;
        }
    }
    path.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rules(rules: &[(&str, RouteAccess)]) -> Vec<RouteRule> {
        rules.iter().map(|(pattern, access)| RouteRule { pattern: String::from(*pattern), access: *access }).collect()
    }

    fn ask(path: &str) -> (RouteAccess, RouteReason) {
        let rules = rules(&[
            ("/admin/*", RouteAccess::Protected),
            ("/", RouteAccess::Public),
            ("/sign-in/*", RouteAccess::Public),
            ("/teams/:team/join", RouteAccess::Public),
            ("/docs/*", RouteAccess::Public),
        ]);
        let found = match_route(&RouteInput { path: String::from(path), rules });
        (found.access, found.reason)
    }

    #[test]
    fn c28_rules_match_whole_parts() {
        use RouteAccess::{Protected, Public};
        use RouteReason::{NoRule, Rule};
        for (path, expected) in [
            ("/", (Public, Rule)),
            ("/?next=/admin", (Public, Rule)),
            ("/sign-in", (Public, Rule)),
            ("/sign-in/", (Public, Rule)),
            ("/sign-in/factor-two", (Public, Rule)),
            ("/sign%2din", (Public, Rule)),
            ("/sign-in-elsewhere", (Protected, NoRule)),
            ("/Sign-in", (Protected, NoRule)),
            ("/teams/acme/join", (Public, Rule)),
            ("/teams/join", (Protected, NoRule)),
            ("/teams/acme/join/x", (Protected, NoRule)),
            ("/admin", (Protected, Rule)),
            ("/ADMIN/users", (Protected, Rule)),
            ("/%61dmin", (Protected, Rule)),
            ("/reports", (Protected, NoRule)),
        ] {
            assert_eq!(ask(path), expected, "{path}");
        }
    }

    #[test]
    fn c28_unclear_path_is_protected() {
        for path in [
            "",
            "docs",
            "//docs",
            "/docs//a",
            "/docs/../admin",
            "/docs/%2e%2e/admin",
            "/docs/.",
            "/docs%2fadmin",
            "/docs/%252e%252e/admin",
            "/docs\\admin",
            "/docs/%5cadmin",
            "/docs;x=/admin",
            "/docs/%00",
            "/docs/\n",
            "/docs/%",
            "/docs/%zz",
            "/docs/%ff",
            "/docs/%3fx",
        ] {
            assert_eq!(ask(path), (RouteAccess::Protected, RouteReason::UnclearPath), "{path:?}");
        }
    }

    #[test]
    fn a_pattern_that_is_none_closes_everything() {
        for pattern in ["", "docs", "/*/docs", "/docs*", "/a//b", "/a/../b", "/a/:", "/%61", "/docs/", "/a:b", "/a?b"] {
            let rules = rules(&[("/", RouteAccess::Public), (pattern, RouteAccess::Protected)]);
            let found = match_route(&RouteInput { path: String::from("/"), rules });
            assert_eq!(
                (found.access, found.reason),
                (RouteAccess::Protected, RouteReason::InvalidPattern),
                "{pattern}"
            );
        }
    }

    proptest! {
        #[test]
        fn c28_a_path_matches_however_it_is_encoded(parts in proptest::collection::vec("[a-zäöü0-9_~!-]{1,6}", 0..4), encode: u64) {
            let plain: Vec<u8> = parts.iter().flat_map(|part| [b"/", part.as_bytes()].concat()).collect();
            let mut encoded = String::new();
            for (at, byte) in plain.iter().enumerate() {
                if *byte == b'/' || encode >> (at % 64) & 1 == 0 && byte.is_ascii() {
                    encoded.push(char::from(*byte));
                } else {
                    encoded.push_str(&alloc::format!("%{byte:02x}"));
                }
            }
            let rules = rules(&[("/a/*", RouteAccess::Public), ("/:one", RouteAccess::Protected), ("/*", RouteAccess::Public)]);
            let of = |path: String| match_route(&RouteInput { path, rules: rules.clone() });
            let plain = String::from_utf8(plain).unwrap();
            if !plain.is_empty() {
                prop_assert_eq!(of(encoded), of(plain));
            }
        }

        #[test]
        fn c28_nothing_below_a_protected_pattern_is_ever_open(below in "[/a-z%.;\\\\0-9]{0,16}") {
            let rules = rules(&[("/admin/*", RouteAccess::Protected), ("/*", RouteAccess::Public)]);
            let found = match_route(&RouteInput { path: alloc::format!("/admin/{below}"), rules });
            prop_assert_eq!(found.access, RouteAccess::Protected);
        }
    }
}
