//! Redacts settings and computes how two sets of settings differ, for audit records, lists and
//! logs.
//!
//! Only values that are known to be public are shown, judged by the name of the setting *and* the
//! form of its value. Everything else is `"***"`. WHY: a list of the public settings is safe by
//! default. A list of the secret ones misses the next spelling (`clientSecret`, `CLIENT-SECRET`,
//! `apikey`), the next place (an object within an object), and a secret in the wrong field.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::connection::ConnectionKind;
use crate::connection::provider::fields;
use crate::connection::secret::heuristics::looks_like_secret;
use crate::connection::secret::reference::SecretReference;
use crate::connection::settings::Settings;
use crate::connection::settings::field::Form;
use crate::evidence::EmailTrust;
use crate::secret::hex;

/// The text shown in place of a hidden value.
pub const HIDDEN: &str = "***";

/// Maximum changes listed. If there are more, one change with an empty path stands for the rest.
pub const MAX_CHANGES: usize = 200;

/// Maximum depth to which objects and lists are walked. Settings without errors are one level deep.
const MAX_DEPTH: u8 = 8;
/// Maximum items shown of a list in a public setting (our decision; settings have at most 20).
const MAX_ITEMS: usize = 100;
/// Maximum bytes of a text and of a name that are shown: the longest URL, and twice the longest
/// name of a setting.
const MAX_TEXT_BYTES: usize = 2048;
const MAX_NAME_BYTES: usize = 40;

/// The difference in one setting. Values that are not known to be public are `"***"`.
#[record]
pub struct SettingChange {
    /// A JSON Pointer into the settings, or `/displayName`, `/status`, `/activeNumber`,
    /// `/testOutcome` or `/testedDecision` of the connection, or `/defaultConnection` of the
    /// platform. Empty for the one change that stands
    /// for all that are not listed.
    pub path: String,
    /// The old value; null if there was none.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub old: Value,
    /// The new value; null if there is none.
    #[cfg_attr(feature = "tsify", tsify(type = "unknown"))]
    pub new: Value,
}

/// Two sets of settings to compare.
#[record]
pub struct DiffSettingsInput {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The earlier settings; absent if there are none.
    #[serde(default)]
    pub old: Option<Settings>,
    /// The later settings; absent if there are none.
    #[serde(default)]
    pub new: Option<Settings>,
}

/// Returns the settings with every value hidden that is not known to be public. `null` stays
/// `null`.
pub fn redacted(kind: ConnectionKind, settings: &Settings) -> Settings {
    let shown = settings.members().iter().map(|(name, value)| {
        let value = Form::of(kind, name).and_then(|form| form.show(value)).unwrap_or_else(|| hidden(value, MAX_DEPTH));
        (String::from(shown_name(name)), value)
    });
    Settings::new(shown.collect())
}

/// Returns the differences between two sets of settings, in the order of their names, with every
/// value hidden that is not known to be public.
///
/// A setting that is `null` counts as missing. A list in a public setting is one change. Other
/// objects and lists are walked, so the path shows where they differ even though the value is
/// hidden. Returns at most [`MAX_CHANGES`] changes, plus one that stands for the rest.
pub fn diff_settings(kind: ConnectionKind, old: Option<&Settings>, new: Option<&Settings>) -> Vec<SettingChange> {
    let mut changes = Vec::new();
    let [old, new] = [old, new].map(|settings| settings.map(Settings::members));
    for name in names(old, new) {
        let [old, new] = [old, new].map(|members| member(members, name));
        let path = format!("/{}", shown_name(name));
        match Form::of(kind, name).and_then(|form| Some([shown(form, old)?, shown(form, new)?])) {
            Some([shown_old, shown_new]) if old != new => push(&mut changes, path, shown_old, shown_new),
            Some(_) => {}
            None => walk(&mut changes, &path, old, new, MAX_DEPTH),
        }
    }
    if changes.len() > MAX_CHANGES {
        changes.truncate(MAX_CHANGES);
        changes.push(SettingChange { path: String::new(), old: HIDDEN.into(), new: HIDDEN.into() });
    }
    changes
}

impl Form {
    /// Returns the form of a setting, or `None` if the setting is not known to be public. Settings
    /// of other kinds are public too, except for their keys and secrets.
    fn of(kind: ConnectionKind, name: &str) -> Option<Self> {
        let others = ConnectionKind::ALL.into_iter().flat_map(fields);
        let others = others.filter(|field| !matches!(field.form, Some(Self::PublicKey | Self::Reference)));
        fields(kind).iter().chain(others).find(|field| is_spelling(name, field.name))?.form
    }

    /// Returns the value as it may be shown, or `None` if it does not have this form.
    fn show(self, value: &Value) -> Option<Value> {
        Some(match (self, value) {
            (_, Value::Null) => Value::Null,
            (Self::Text | Self::OneOrMore, Value::String(text)) => Value::from(shown_text(text)),
            (Self::Url, Value::String(text)) => shown_url(text),
            (Self::Texts | Self::OneOrMore, Value::Array(items)) => shown_list(items),
            (Self::Boolean | Self::EmailTrust, Value::Bool(_)) | (Self::Number, Value::Number(_)) => value.clone(),
            (Self::EmailTrust, Value::String(text)) if EmailTrust::from_name(text).is_some() => value.clone(),
            (Self::PublicKey, Value::String(text)) => {
                public_key_hash(text).map_or_else(|| HIDDEN.into(), |hash| format!("public key, SHA-256 {hash}").into())
            }
            (Self::Reference, Value::String(text)) => {
                let is_reference = SecretReference::parse(text).is_some();
                Value::from(if is_reference { shown_text(text) } else { HIDDEN })
            }
            _ => return None,
        })
    }
}

/// Returns `true` if a name is that of the setting, in camelCase or in the snake_case of the legacy
/// CORA toolkit.
fn is_spelling(name: &str, setting: &str) -> bool {
    if !name.contains('_') {
        return name == setting;
    }
    let mut snake = String::new();
    for c in setting.chars() {
        if c.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    name == snake
}

fn shown(form: Form, value: Option<&Value>) -> Option<Value> {
    value.map_or(Some(Value::Null), |value| form.show(value))
}

/// Returns the text, or [`HIDDEN`] if it looks like a secret, is too long, or holds an address such
/// as user information in a URL.
pub(in crate::connection) fn shown_text(text: &str) -> &str {
    let hides = text.len() > MAX_TEXT_BYTES || text.contains(['@', '\u{FF20}', '\u{FE6B}']) || looks_like_secret(text);
    if hides { HIDDEN } else { text }
}

fn shown_url(text: &str) -> Value {
    match text.find(['?', '#']).and_then(|at| text.split_at_checked(at.saturating_add(1))) {
        // The text before an `@` may be a password, wherever the `@` is.
        Some((shown, rest)) if !rest.contains('@') && shown_text(shown) == shown => format!("{shown}{HIDDEN}").into(),
        Some(_) => HIDDEN.into(),
        None => shown_text(text).into(),
    }
}

fn shown_list(items: &[Value]) -> Value {
    let texts = items.iter().take(MAX_ITEMS).map(|item| item.as_str().map_or(HIDDEN, shown_text));
    let rest = (items.len() > MAX_ITEMS).then_some(HIDDEN);
    texts.chain(rest).map(Value::from).collect()
}

/// Returns the first 16 hex digits of the SHA-256 of a public key in PEM. Returns `None` for
/// anything else, above all for a private key.
fn public_key_hash(pem: &str) -> Option<String> {
    let body = pem.trim().strip_prefix("-----BEGIN PUBLIC KEY-----")?.strip_suffix("-----END PUBLIC KEY-----")?;
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte) || byte.is_ascii_whitespace();
    if !body.bytes().all(is_base64) {
        return None;
    }
    let plain: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    hex(&Sha256::digest(&plain)).get(..16).map(String::from)
}

/// Returns the name of a member, or [`HIDDEN`] if it may itself be a secret or an email address.
fn shown_name(name: &str) -> &str {
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:$".contains(&byte));
    if is_name && name.len() <= MAX_NAME_BYTES && !looks_like_secret(name) { name } else { HIDDEN }
}

/// Returns the value with every text, number and boolean hidden.
fn hidden(value: &Value, depth: u8) -> Value {
    let Some(below) = depth.checked_sub(1) else { return HIDDEN.into() };
    match value {
        Value::Null => Value::Null,
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| (String::from(shown_name(name)), hidden(value, below));
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => items.iter().map(|item| hidden(item, below)).collect(),
        _ => HIDDEN.into(),
    }
}

/// Lists the paths at which hidden values differ.
fn walk(changes: &mut Vec<SettingChange>, path: &str, old: Option<&Value>, new: Option<&Value>, depth: u8) {
    if old == new || changes.len() > MAX_CHANGES {
        return;
    }
    let before = changes.len();
    if let Some(below) = depth.checked_sub(1) {
        match (old, new) {
            (Some(Value::Object(_)) | None, Some(Value::Object(_)) | None) => {
                let [old, new] = [old, new].map(|value| value.and_then(Value::as_object));
                for name in names(old, new) {
                    let path = format!("{path}/{}", shown_name(name));
                    walk(changes, &path, member(old, name), member(new, name), below);
                }
            }
            (Some(Value::Array(_)) | None, Some(Value::Array(_)) | None) => {
                let [old, new] = [old, new].map(|value| value.and_then(Value::as_array));
                let length = |items: Option<&Vec<Value>>| items.map_or(0, Vec::len);
                for at in 0..length(old).max(length(new)) {
                    walk(changes, &format!("{path}/{at}"), item(old, at), item(new, at), below);
                }
            }
            _ => {}
        }
    }
    // A plain value, a value that is nested too deep, an empty object or list, or members that
    // differ only by `null`.
    if changes.len() == before {
        let stands_for = |value: Option<&Value>| value.map_or(Value::Null, |_| HIDDEN.into());
        push(changes, String::from(path), stands_for(old), stands_for(new));
    }
}

fn push(changes: &mut Vec<SettingChange>, path: String, old: Value, new: Value) {
    if changes.len() <= MAX_CHANGES {
        changes.push(SettingChange { path, old, new });
    }
}

fn member<'a>(members: Option<&'a Map<String, Value>>, name: &str) -> Option<&'a Value> {
    members.and_then(|members| members.get(name)).filter(|value| !value.is_null())
}

fn item(items: Option<&Vec<Value>>, at: usize) -> Option<&Value> {
    items.and_then(|items| items.get(at)).filter(|value| !value.is_null())
}

/// Returns the names in either object, sorted.
fn names<'a>(old: Option<&'a Map<String, Value>>, new: Option<&'a Map<String, Value>>) -> BTreeSet<&'a str> {
    [old, new].into_iter().flatten().flat_map(Map::keys).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::samples;
    use crate::connection::settings::field::Field;
    use alloc::collections::BTreeMap;
    use proptest::prelude::*;
    use serde_json::json;
    use std::string::ToString;

    fn settings(value: Value) -> Settings {
        Settings::new(value.as_object().cloned().unwrap_or_default())
    }

    fn changes(kind: ConnectionKind, old: Value, new: Value) -> Value {
        serde_json::to_value(diff_settings(kind, Some(&settings(old)), Some(&settings(new)))).unwrap()
    }

    const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMIIBIjAN\n-----END PUBLIC KEY-----\n";

    #[test]
    fn what_is_known_to_be_public_is_shown() {
        let found = changes(
            ConnectionKind::Okta,
            json!({ "issuer": "https://acme.okta.com", "scopes": ["openid"], "trustEmail": false, "region": "x" }),
            json!({
                "issuer": "https://acme.okta.com/oauth2/default", "scopes": ["openid", "email"], "trustEmail": true,
                "region": "x", "clientSecret": "env:OKTA_CLIENT_SECRET", "client_id": "0oa1b2c3d4e5f6g7h8i9"
            }),
        );
        assert_eq!(
            found,
            json!([
                { "path": "/clientSecret", "old": null, "new": "env:OKTA_CLIENT_SECRET" },
                { "path": "/client_id", "old": null, "new": "0oa1b2c3d4e5f6g7h8i9" },
                { "path": "/issuer", "old": "https://acme.okta.com", "new": "https://acme.okta.com/oauth2/default" },
                { "path": "/scopes", "old": ["openid"], "new": ["openid", "email"] },
                { "path": "/trustEmail", "old": false, "new": true },
            ])
        );
    }

    #[test]
    fn every_setting_of_every_kind_is_shown_or_a_reference() {
        for (kind, configuration) in samples::whole_configurations() {
            let mut written = serde_json::to_value(&configuration).unwrap();
            written.as_object_mut().unwrap().remove("kind");
            for name in written.as_object().unwrap().keys() {
                assert!(Form::of(kind, name).is_some(), "{kind:?} {name}");
            }
            let shown = redacted(kind, &settings(written.clone()));
            assert!(!serde_json::to_string(&shown).unwrap().contains(HIDDEN), "{shown:?}");
        }
    }

    #[test]
    fn every_setting_not_known_to_be_public_is_redacted() {
        let old = json!({
            "client_secret": "a", "CLIENT-SECRET": "a", "apiKey": "a", "secretKey": "env:A", "password": 1, "clientId": {"a": "a"},
            "okta": { "clientId": "a", "list": [{ "token": "a" }, null, true] }, "jwtKey": PEM
        });
        let shown = redacted(ConnectionKind::Okta, &settings(old.clone()));
        assert_eq!(
            serde_json::to_value(shown).unwrap(),
            json!({
                "client_secret": "***", "CLIENT-SECRET": "***", "apiKey": "***", "secretKey": "***", "password": "***",
                "clientId": {"a": "***"}, "okta": { "clientId": "***", "list": [{ "token": "***" }, null, "***"] },
                "jwtKey": "***"
            })
        );
        let mut new = old.clone();
        new["okta"]["list"][0]["token"] = "b".into();
        new["clientId"] = "0oa".into();
        new["CLIENT-SECRET"] = Value::Null;
        assert_eq!(
            changes(ConnectionKind::Okta, old, new),
            json!([
                { "path": "/CLIENT-SECRET", "old": "***", "new": null },
                { "path": "/clientId", "old": "***", "new": "***" },
                { "path": "/okta/list/0/token", "old": "***", "new": "***" },
            ])
        );
    }

    #[test]
    fn a_secret_under_a_public_name_is_hidden() {
        let given = json!({
            "clientId": "sk_live_abcdefgh", "issuer": "https://user:hunter2@login.acme.example",
            "jwksUri": "https://login.acme.example/keys?key=hunter2", "audiences": ["api", "ana@acme.example", 3],
            "proxyUrl": "https://login.acme.example?u:hunter2@x", "trustEmail": "hunter2", "domain": ["a"],
            "secretKey": "sk_test_abcdefgh", "jwtKey": "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
        });
        let shown = redacted(ConnectionKind::Clerk, &settings(given));
        assert_eq!(
            serde_json::to_value(shown).unwrap(),
            json!({
                "clientId": "***", "issuer": "***", "jwksUri": "https://login.acme.example/keys?***",
                "audiences": ["api", "***", "***"], "proxyUrl": "***", "trustEmail": "***", "domain": ["***"],
                "secretKey": "***", "jwtKey": "***",
            })
        );
    }

    #[test]
    fn a_public_key_is_shown_by_its_hash() {
        let hash = |pem: &str| {
            let shown = redacted(ConnectionKind::Clerk, &settings(json!({ "jwtKey": pem })));
            shown.members()["jwtKey"].as_str().unwrap().to_string()
        };
        // printf MIIBIjAN | sha256sum
        assert_eq!(hash(PEM), "public key, SHA-256 b5e6e01248876daf");
        assert_eq!(hash(&PEM.replace("MIIBIjAN", "MIIB\r\nIjAN")), hash(PEM));
        assert_eq!(hash(&PEM.replace("MIIBIjAN", "hunter2 -----END PUBLIC KEY-----")), HIDDEN);
    }

    #[test]
    fn names_that_may_be_secrets_are_hidden_too() {
        let given = json!({ "sk_live_abcdefgh": 1, "ana@acme.example": { "a/b": 2 } });
        let found = changes(ConnectionKind::Okta, json!({}), given.clone());
        assert_eq!(
            found,
            json!([{ "path": "/***/***", "old": null, "new": "***" }, { "path": "/***", "old": null, "new": "***" }])
        );
        let text = serde_json::to_string(&redacted(ConnectionKind::Okta, &settings(given))).unwrap();
        assert!(!text.contains("sk_live") && !text.contains("ana@"), "{text}");
    }

    #[test]
    fn null_is_not_there_and_what_is_equal_is_no_change() {
        assert_eq!(
            changes(ConnectionKind::Okta, json!({ "clientId": null, "x": [1] }), json!({ "x": [1] })),
            json!([])
        );
        assert_eq!(diff_settings(ConnectionKind::Okta, None, None), []);
        let new = settings(json!({ "x": {}, "y": [null] }));
        let found = diff_settings(ConnectionKind::Okta, None, Some(&new));
        assert_eq!(found.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(), ["/x", "/y"]);
    }

    #[test]
    fn changes_are_bounded_and_the_last_says_that_there_are_more() {
        let many = |count: usize| Value::Object((0..count).map(|at| (format!("x{at:04}"), json!(at))).collect());
        let exactly = changes(ConnectionKind::Okta, json!({}), many(MAX_CHANGES));
        assert_eq!(exactly.as_array().unwrap().len(), MAX_CHANGES);
        let more = changes(ConnectionKind::Okta, json!({}), json!({ "a": many(5000), "b": many(5000) }));
        assert_eq!(more.as_array().unwrap().len(), MAX_CHANGES + 1);
        assert_eq!(more[MAX_CHANGES], json!({ "path": "", "old": "***", "new": "***" }));
        let deep = (0..100).fold(json!("hunter2"), |inner, _| json!({ "a": inner }));
        let found = changes(ConnectionKind::Okta, json!({}), deep);
        assert_eq!(found, json!([{ "path": "/a/a/a/a/a/a/a/a/a", "old": null, "new": "***" }]));
    }

    /// Generates a secret's name in some spelling.
    fn spelling() -> impl Strategy<Value = String> {
        let words = prop::sample::select(std::vec![
            "client secret",
            "secret key",
            "api key",
            "private key",
            "password",
            "token",
            "jwt key",
            "pass phrase",
        ]);
        (words, prop::sample::select(std::vec!["", "_", "-", ".", " "]), 0..4).prop_map(|(words, between, case)| {
            let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
            let word = |(at, word): (usize, &str)| match (case, at) {
                (0, _) | (2, 0) => word.to_string(),
                (1, _) => word.to_uppercase(),
                _ => capital(word),
            };
            words.split(' ').enumerate().map(word).collect::<Vec<_>>().join(between)
        })
    }

    /// Generates a value that holds the secret somewhere.
    fn holding(secret: String) -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            4 => Just(Value::from(secret.clone())),
            1 => Just(Value::from(format!("Bearer {secret}"))),
            1 => Just(Value::from(format!("https://user:{secret}@login.acme.example"))),
            1 => Just(Value::from(format!("https://login.acme.example/a?b={secret}"))),
            1 => Just(json!(true)),
        ];
        leaf.prop_recursive(12, 40, 4, |inner| {
            let name = prop_oneof![
                spelling(),
                Just(String::from("clientId")),
                Just(String::from("scopes")),
                "x[a-zA-Z/~]{0,6}"
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Value::from),
                prop::collection::btree_map(name, inner, 1..4).prop_map(|members| json!(members)),
            ]
        })
    }

    fn secret_by_form() -> impl Strategy<Value = String> {
        prop_oneof!["sk_live_[A-Za-z0-9]{24}", "GOCSPX-[A-Za-z0-9_-]{28}", "[a-z]{20}[0-9A-Z]{20,44}[0-9]"]
    }

    /// Returns the names of the settings that are public for every kind.
    fn public_names() -> Vec<&'static str> {
        let of_all = ConnectionKind::ALL.into_iter().flat_map(fields);
        let is_public = |field: &&Field| !matches!(field.form, None | Some(Form::PublicKey | Form::Reference));
        of_all.filter(is_public).map(|field| field.name).collect()
    }

    #[test]
    fn a_setting_has_the_same_form_for_every_kind() {
        let mut forms = BTreeMap::new();
        for field in ConnectionKind::ALL.into_iter().flat_map(fields) {
            assert_eq!(*forms.entry(field.name).or_insert(field.form), field.form, "{}", field.name);
        }
        let hidden: Vec<&str> = forms.iter().filter(|(_, form)| form.is_none()).map(|(name, _)| *name).collect();
        assert_eq!(hidden, ["satelliteDomain"]);
    }

    /// Generates settings with a secret of no known form under names that are not public, and one
    /// of a known form under any name.
    fn with_secrets() -> impl Strategy<Value = (String, String, Settings)> {
        ("[a-z]{5}ZQ[0-9]{4}", secret_by_form()).prop_flat_map(|(plain, formed)| {
            let hidden = prop::collection::btree_map(
                prop_oneof![spelling(), "x[a-zA-Z]{0,6}"],
                prop_oneof![holding(plain.clone()), holding(formed.clone())],
                0..6,
            );
            let public = prop::sample::select(public_names()).prop_map(String::from);
            let public = prop::collection::btree_map(public, holding(formed.clone()), 0..6);
            (Just(plain), Just(formed), hidden, public).prop_map(|(plain, formed, hidden, public)| {
                (plain, formed, Settings::new(hidden.into_iter().chain(public).collect()))
            })
        })
    }

    fn any_kind() -> impl Strategy<Value = ConnectionKind> {
        prop::sample::select(&ConnectionKind::ALL)
    }

    proptest! {
        #[test]
        fn p16_no_secret_is_in_what_is_shown(
            kind in any_kind(), (plain, formed, old) in with_secrets(), (other_plain, other_formed, new) in with_secrets()
        ) {
            let shown = [
                serde_json::to_string(&redacted(kind, &old)).unwrap(),
                serde_json::to_string(&diff_settings(kind, Some(&old), Some(&new))).unwrap(),
                serde_json::to_string(&diff_settings(kind, None, Some(&new))).unwrap(),
                serde_json::to_string(&diff_settings(kind, Some(&old), None)).unwrap(),
            ];
            for text in shown {
                for secret in [&plain, &formed, &other_plain, &other_formed] {
                    prop_assert!(!text.contains(secret.as_str()), "{secret} in {text}");
                }
            }
        }

        #[test]
        fn equal_settings_have_no_difference_and_others_have_one((_, _, old) in with_secrets(), (_, _, new) in with_secrets()) {
            prop_assert_eq!(diff_settings(ConnectionKind::Okta, Some(&old), Some(&old)), []);
            let found = diff_settings(ConnectionKind::Okta, Some(&old), Some(&new));
            prop_assert_eq!(found.is_empty(), old == new);
            prop_assert!(found.len() <= MAX_CHANGES + 1);
        }
    }
}
