//! Recognizes texts that may be secrets. Used for values that are shown, where a false positive is
//! harmless.
//!
//! This is a second line of defense behind the lists of public settings, for a secret pasted into
//! the wrong field. It knows the formats that providers use for their secrets. It cannot tell a
//! password that looks like a word from a word.

/// Prefixes of self-identifying secrets: Clerk and Stripe, webhooks (Standard Webhooks), Google,
/// GitHub, GitLab, Slack, HashiCorp Vault, SendGrid, Okta (`SSWS`).
const BEGINNINGS: [&str; 17] = [
    "sk_test_",
    "sk_live_",
    "rk_test_",
    "rk_live_",
    "whsec_",
    "GOCSPX-",
    "AIza",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "hvs.",
    "SG.",
    "SSWS ",
];

/// The length from which letters and digits together count as a random text. Client secrets of
/// Okta, Auth0, Entra ID and Cognito have 40 to 64 characters, their client identifiers at most 36.
const RANDOM_LENGTH: usize = 40;

/// Returns `true` if a text has the form of a secret, or contains a word that has: a known prefix,
/// a private key, a JWT, or a long run of letters and digits.
///
/// Publishable keys (`pk_…`) and Google's client identifiers are public by their form, regardless
/// of their length.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    if text.contains("PRIVATE KEY") {
        return true;
    }
    let parts_of_url = text.contains("://");
    let splits = |c: char| match c {
        '/' => parts_of_url,
        '.' | '+' | '~' | '-' | '_' => false,
        c => !c.is_ascii_alphanumeric(),
    };
    text.starts_with("SSWS ") || text.split(splits).any(is_secret_word)
}

fn is_secret_word(word: &str) -> bool {
    if ["pk_test_", "pk_live_"].iter().any(|beginning| word.starts_with(beginning))
        || word.ends_with(".apps.googleusercontent.com")
    {
        return false;
    }
    // RFC 7519 §3.1: the header of a JWT is an object, `{"…`, which is `eyJ` in base64url.
    let is_jwt = word.starts_with("eyJ") && word.contains('.');
    // Entra ID's secrets have `Q~` after three characters and a digit.
    let is_entra = word.len() >= 30 && word.contains("Q~");
    is_jwt
        || is_entra
        || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
        || word.split('.').any(|part| part.len() >= RANDOM_LENGTH && is_random(part))
}

fn is_random(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit()) && part.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_form() {
        for text in [
            "sk_live_abcdefgh",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "GOCSPX-abc",
            "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "abc8Q~abcdefghijklmnopqrstuvwxyz1234567",
            "0123456789abcdefghijklmnopqrstuvwxyzABCD",
            "https://login.acme.example/0123456789abcdefghijklmnopqrstuvwxyzABCD/keys",
            "q0a+b/cdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN=",
            "env:sk_live_abcdefgh",
            "Bearer sk_live_abcdefgh",
            "https://login.acme.example/keys?key=sk_live_abcdefgh",
            "SSWS 00abc",
        ] {
            assert!(looks_like_secret(text), "{text}");
        }
    }

    #[test]
    fn public_setting_is_not_suspected() {
        for text in [
            "",
            "0oa1b2c3d4e5f6g7h8i9",
            "abcdefghijklmnopqrstuvwxyz012345",
            "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com",
            "pk_live_Y2xlcmsuYS12ZXJ5LXZlcnktbG9uZy1uYW1lLm9mLmEtZG9tYWluLmFjbWUuZXhhbXBsZSQ",
            "https://login.microsoftonline.com/0198c0de-0000-7000-8000-0000000000c1/v2.0",
            "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI",
            "https://id.acme.example/a/very/long/path/of/2/and/of/3/parts",
            "api://0198c0de-0000-7000-8000-0000000000c1",
            "openid email profile offline_access",
            "env:OKTA_CLIENT_SECRET",
            "aws-secretsmanager:prod/okta",
        ] {
            assert!(!looks_like_secret(text), "{text}");
        }
    }
}
