//! Recognizes texts that are certainly secrets, so that they are not stored and shown as public
//! settings.
//!
//! Matches only shapes that nothing else has. A false positive would keep somebody from saving a
//! valid setting.

use alloc::string::String;
use serde_json::Value;

/// Returns the name of the kind of secret that a value is or contains, or `None` unless that is
/// certain.
pub(in crate::connection) fn secret_in(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(text) => secret_in_text(text),
        Value::Array(items) => items.iter().find_map(secret_in),
        Value::Object(members) => {
            // A key with its private part (RFC 7518 §6.2.2, §6.3.2, §6.4).
            let private = ["d", "p", "q", "k"].iter().any(|name| members.contains_key(*name));
            if members.contains_key("kty") && private {
                return Some("the private part of a key");
            }
            members.iter().find_map(|(name, value)| secret_in_text(name).or_else(|| secret_in(value)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Returns the name of the kind of secret that a text is or contains, or `None` unless that is
/// certain.
pub(in crate::connection) fn secret_in_text(text: &str) -> Option<&'static str> {
    let begins = |prefix: &str| {
        let mut places = text.match_indices(prefix);
        places.any(|(at, _)| {
            let rest = text.get(at..).and_then(|rest| rest.strip_prefix(prefix));
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        })
    };
    // Clerk, "API keys"; other providers that adopted the scheme write theirs the same way.
    if begins("sk_live_") || begins("sk_test_") {
        return Some("a secret key");
    }
    // Standard Webhooks, "Signature scheme".
    if begins("whsec_") {
        return Some("a webhook's signing secret");
    }
    if begins("GOCSPX-") {
        return Some("a Google client secret");
    }
    // RFC 7468 §10 and §11, and the older labels (`RSA PRIVATE KEY`).
    if text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    let quoted = |name: &str| text.contains(name);
    if quoted("\"kty\"") && (quoted("\"d\"") || quoted("\"k\"")) {
        return Some("the private part of a key");
    }
    if has_password(text) {
        return Some("a URL with a password");
    }
    let word = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '~'));
    text.split(word).find_map(secret_word)
}

fn secret_word(word: &str) -> Option<&'static str> {
    // AWS, "IAM identifiers": the identifiers of long-term and temporary access keys.
    let is_aws = word.len() == 20
        && (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_aws {
        return Some("an AWS access key");
    }
    // Entra ID: three characters, a digit, `Q~`, and some thirty more.
    let bytes = word.as_bytes();
    let is_entra = (37..=40).contains(&bytes.len())
        && bytes.get(3).is_some_and(u8::is_ascii_digit)
        && bytes.get(4..6) == Some(b"Q~");
    if is_entra {
        return Some("an Entra ID client secret");
    }
    // RFC 7515 §7.1: three parts of base64url. The first is a JSON object, whose text begins with
    // `{"`.
    let mut parts = word.split('.');
    let is_part = |part: Option<&str>| {
        part.is_some_and(|part| {
            part.len() >= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        })
    };
    let is_token = word.starts_with("eyJ") && is_part(parts.next()) && is_part(parts.next()) && is_part(parts.next());
    is_token.then_some("a token")
}

/// Returns `true` if a text is a URL with a password (`https://user:password@host`,
/// RFC 3986 §3.2.1).
fn has_password(text: &str) -> bool {
    let authority = text.split_once("://").and_then(|(_, rest)| rest.split(['/', '?', '#', '\\']).next());
    let user_info = authority.and_then(|authority| authority.rsplit_once('@')).map(|(user_info, _)| user_info);
    user_info.and_then(|user_info| user_info.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
}

/// Returns `true` if a name is that of a secret, so that its value is one regardless of its shape.
pub(in crate::connection) fn is_secret_name(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    ["secret", "password", "passphrase", "privatekey"].iter().any(|part| plain.contains(part))
        || ["apikey", "token", "credential", "credentials"].iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::format;

    #[test]
    fn secrets_are_known_by_their_looks() {
        let token = format!("eyJ{0}.eyJ{0}.{0}", "hbGciOiJI");
        let entra = format!("abc8Q~{}", "x".repeat(34));
        for text in [
            "sk_live_a1",
            "https://acme.example/sk_test_a1",
            "whsec_a1",
            "GOCSPX-a1",
            "-----BEGIN RSA PRIVATE KEY-----\nMII",
            "{\"kty\":\"RSA\",\"d\":\"AQ\"}",
            "https://ana:pass@acme.example/",
            "AKIAIOSFODNN7EXAMPLE",
            &token,
            &format!("Bearer {token}"),
            &entra,
        ] {
            assert!(secret_in_text(text).is_some(), "{text}");
            assert!(secret_in(&json!([{ "a": [text] }])).is_some(), "{text}");
            assert!(secret_in(&json!({ text: 1 })).is_some(), "{text}");
        }
        assert!(secret_in(&json!({ "keys": [{ "kty": "EC", "d": "AQ" }] })).is_some());
        assert!(secret_in(&json!({ "keys": [{ "kty": "oct", "k": "AQ" }] })).is_some());
    }

    #[test]
    fn public_value_has_no_shape_of_a_secret() {
        for text in [
            "",
            "sk_live_",
            "sk_live_...",
            "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA",
            "0oa1b2c3d4e5f6g7h8i9",
            "1234-abc.apps.googleusercontent.com",
            "https://acme.okta.com/oauth2/default",
            "https://ana@acme.example/",
            "https://acme.example:8443/a@b:c",
            "eyJ.eyJ.x",
            "-----BEGIN PUBLIC KEY-----",
        ] {
            assert_eq!(secret_in_text(text), None, "{text}");
        }
        assert_eq!(secret_in(&json!({ "keys": [{ "kty": "RSA", "n": "AQ", "e": "AQAB" }] })), None);
    }

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in ["clientSecret", "client_secret", "API-KEY", "webhookSigningSecret", "apiToken", "db_password"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["tokenUse", "clientId", "publishableKey", "jwtKey", "issuer"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
