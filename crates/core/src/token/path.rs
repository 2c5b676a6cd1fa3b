//! Follows the paths by which an administrator names the claims of addresses and groups.

use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Map, Value};

use crate::text::ClaimPath;

/// Maximum lists within lists that a path is followed through. Claims are at most two deep.
const MAX_DEPTH: u8 = 8;

/// A fault of a path, phrased to follow it.
pub(crate) type PathFault = &'static str;

impl ClaimPath {
    /// Returns the fault of a path that names no claim, or `None` for a sound one. A path with a
    /// fault is followed all the same, and finds nothing.
    pub(crate) fn fault(&self) -> Option<PathFault> {
        let text = self.as_str();
        if text.matches('"').count() % 2 == 1 {
            Some("has a quote that is not closed")
        } else if names(text).iter().any(|name| name.is_empty() || name.contains('"')) {
            Some("has an empty name, or a quote within a name")
        } else if is_of_another_language(text) {
            Some("is a JSON Pointer or a JSONPath, and no names with dots between them")
        } else {
            None
        }
    }
}

/// Returns `true` if a path looks like a JSON Pointer (RFC 6901) or a JSONPath (RFC 9535). Names
/// that hold such characters stand in quotes, or are URLs.
fn is_of_another_language(path: &str) -> bool {
    !path.contains('"') && !is_url(path) && (path.starts_with(['/', '$', '#', '@']) || path.contains(['[', ']', '*']))
}

/// Returns `true` if a path is the one name of a claim that is named by a URL.
fn is_url(path: &str) -> bool {
    // WHY not the library's search: it is made for long texts, and large.
    path.as_bytes().windows(3).any(|part| part == b"://") && !path.contains('"')
}

/// Returns the names of a path, from the outermost.
fn names(path: &str) -> Vec<&str> {
    if is_url(path) {
        return alloc::vec![path];
    }
    let mut is_quoted = false;
    path.split(|c: char| {
        is_quoted ^= c == '"';
        c == '.' && !is_quoted
    })
    .map(|name| name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name))
    .collect()
}

/// Returns the name of the claim that a path begins with.
pub(crate) fn first_name(path: &str) -> &str {
    names(path).first().copied().unwrap_or_default()
}

/// The texts at the end of a path.
#[derive(Default)]
pub(crate) struct Found<'a> {
    /// The texts, in order.
    pub texts: Vec<&'a str>,
    /// `true` if there was something else at the end of the path, or on the way.
    pub is_unreadable: bool,
    /// `true` if the claim that the path begins with is present.
    pub is_present: bool,
}

/// Returns the texts at the end of a path: a text, the texts of a list, and those in a member of
/// each object of a list. A missing member and a null are nothing.
pub(crate) fn texts<'a>(claims: &'a Map<String, Value>, path: &str) -> Found<'a> {
    let mut found = Found::default();
    if let Some((first, rest)) = names(path).split_first()
        && let Some(value) = claims.get(*first).filter(|value| !value.is_null())
    {
        found.is_present = true;
        found.follow(value, rest, MAX_DEPTH);
    }
    found
}

impl<'a> Found<'a> {
    fn follow(&mut self, value: &'a Value, names: &[&str], depth: u8) {
        match (value, names.split_first(), depth.checked_sub(1)) {
            (Value::Null, ..) => {}
            (Value::Array(items), _, Some(below)) => items.iter().for_each(|item| self.follow(item, names, below)),
            (Value::String(text), None, _) => self.texts.push(text),
            (Value::Object(members), Some((name, rest)), _) => {
                if let Some(member) = members.get(*name) {
                    self.follow(member, rest, depth);
                }
            }
            _ => self.is_unreadable = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use serde_json::json;

    fn found(claims: &Value, path: &str) -> (Vec<String>, bool) {
        let found = texts(claims.as_object().unwrap(), path);
        (found.texts.into_iter().map(ToString::to_string).collect(), found.is_unreadable)
    }

    fn list(texts: &[&str]) -> (Vec<String>, bool) {
        (texts.iter().map(ToString::to_string).collect(), false)
    }

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let claims = json!({
            "groups": ["a", "b"], "group": "a", "cognito:groups": ["c"],
            "resource_access": { "web": { "roles": ["r"] }, "my.app": { "roles": ["s"] } },
            "https://acme.example/groups": ["u"], "https://acme.example/app": { "roles": ["v"] },
            "teams": [{ "name": "x", "id": 1 }, { "name": "y", "more": [{ "name": "z" }] }, { "id": 2 }],
        });
        for (path, expected) in [
            ("groups", list(&["a", "b"])),
            ("group", list(&["a"])),
            ("cognito:groups", list(&["c"])),
            ("resource_access.web.roles", list(&["r"])),
            (r#"resource_access."my.app".roles"#, list(&["s"])),
            ("resource_access.my.app.roles", list(&[])),
            ("https://acme.example/groups", list(&["u"])),
            (r#""https://acme.example/groups""#, list(&["u"])),
            (r#""https://acme.example/app".roles"#, list(&["v"])),
            ("teams.name", list(&["x", "y"])),
            ("teams.more.name", list(&["z"])),
            ("missing", list(&[])),
            ("missing.name", list(&[])),
        ] {
            assert_eq!(found(&claims, path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_no_text_is_unreadable_and_spoils_nothing_else() {
        let claims =
            json!({ "groups": ["a", 1, { "name": "b" }, null, ["c"]], "number": 1, "object": {}, "text": "t" });
        assert_eq!(found(&claims, "groups"), (list(&["a", "c"]).0, true));
        assert_eq!(found(&claims, "groups.name"), (list(&["b"]).0, true));
        for path in ["number", "object", "text.name", "number.name"] {
            assert_eq!(found(&claims, path), (Vec::new(), true), "{path}");
        }
        let mut deep = json!("a");
        for _ in 0..100 {
            deep = json!([deep]);
        }
        assert_eq!(found(&json!({ "groups": deep }), "groups"), (Vec::new(), true));
    }

    #[test]
    fn a_path_without_a_name_has_a_fault() {
        let urls = ["https://acme.example/groups", "https://acme.example/groups[0]"];
        let quoted = [r#""a.b".c"#, r#"a."b""#, r#""$.groups""#, r#""groups[0]""#];
        for path in ["groups", "a.b", "cognito:groups", "a-b_c/d"].into_iter().chain(urls).chain(quoted) {
            assert_eq!(ClaimPath::new(path).unwrap().fault(), None, "{path}");
        }
        let pointers = ["/groups", "/realm_access/roles", "#/groups", "$.groups", "$['groups']", "@.groups"];
        let queries = ["groups[0]", "groups[*].name", "*", "teams.*"];
        for path in ["", ".", "a.", ".a", "a..b", r#""a"#, r#"a"b.c"d"#, r#""""#, r#"a"b"c"#]
            .into_iter()
            .chain(pointers)
            .chain(queries)
        {
            assert!(ClaimPath::new(path).unwrap().fault().is_some(), "{path}");
        }
    }
}
