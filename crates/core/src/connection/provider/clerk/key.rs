//! Parses Clerk's keys: the publishable key, which encodes the instance's host and environment, and
//! the public key that verifies tokens.
//!
//! Sources: Clerk, "API keys" and `parsePublishableKey`; "Manual JWT verification" (PEM);
//! RFC 7468 §13, RFC 8017 appendix A.1.

use alloc::string::String;
use alloc::vec::Vec;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::GeneralPurposeConfig;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose};

use crate::connection::configuration::derived_facts::ClerkEnvironment;
use crate::domain::name::DomainName;

/// Base64 with the standard alphabet, with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The facts that a publishable key encodes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Instance {
    /// The host of the Frontend API, in lower case.
    pub host: String,
    /// The environment of the instance.
    pub environment: ClerkEnvironment,
}

/// Parses a publishable key: `pk_test_` or `pk_live_`, followed by the host and a `$` in base64.
///
/// # Errors
///
/// Returns the fault, phrased to follow "the key".
pub(super) fn instance(key: &str) -> Result<Instance, &'static str> {
    let (environment, encoded) = match (key.strip_prefix("pk_test_"), key.strip_prefix("pk_live_")) {
        (Some(rest), _) => (ClerkEnvironment::Development, rest),
        (_, Some(rest)) => (ClerkEnvironment::Production, rest),
        _ => return Err("does not begin with `pk_test_` or `pk_live_`"),
    };
    let text = BASE64.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or("is truncated or altered: its last part is not base64")?;
    let host = text.strip_suffix('$').ok_or("is truncated or altered: the decoded text does not end with `$`")?;
    match DomainName::parse(host) {
        Ok(name) if name.as_str() == host => Ok(Instance { host: String::from(host), environment }),
        _ => Err("is altered: it does not encode a host"),
    }
}

/// Returns the environment of a secret key, or `None` if it is not a Clerk secret key.
pub(super) fn secret_key_environment(key: &str) -> Option<ClerkEnvironment> {
    let is = |prefix: &str| key.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty());
    match (is("sk_test_"), is("sk_live_")) {
        (true, _) => Some(ClerkEnvironment::Development),
        (_, true) => Some(ClerkEnvironment::Production),
        _ => None,
    }
}

/// Checks that a text is a public RSA key in PEM with at least 2048 bits (RFC 7518 §3.3).
///
/// # Errors
///
/// Returns the fault, phrased to follow "the key".
pub(super) fn check_public_key(pem: &str) -> Result<(), &'static str> {
    const BEGIN: &str = "-----BEGIN PUBLIC KEY-----";
    const END: &str = "-----END PUBLIC KEY-----";
    if pem.contains("\\n") {
        return Err("contains `\\n` instead of line breaks");
    }
    let Some(body) = pem.trim_end().strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)) else {
        return Err("does not begin with `-----BEGIN PUBLIC KEY-----` and end with `-----END PUBLIC KEY-----`");
    };
    let body: Vec<u8> = body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let der = BASE64.decode(body).map_err(|_| "is truncated or altered: its body is not base64")?;
    // SubjectPublicKeyInfo (RFC 5280 §4.1): a sequence that holds the identifier `rsaEncryption`.
    const RSA: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    if der.first() != Some(&0x30) || !der.windows(RSA.len()).take(16).any(|window| window == RSA) {
        return Err("is not an RSA key");
    }
    // A modulus of 2048 bits has 256 bytes; the encoding around it takes at least 34.
    if der.len() < 290 { Err("is shorter than 2048 bits, or truncated") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    fn key(prefix: &str, text: &str) -> String {
        format!("{prefix}{}", BASE64.encode(text))
    }

    #[test]
    fn a_publishable_key_says_host_and_environment() {
        for key in [key("pk_live_", "clerk.acme.example$"), "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA".into()] {
            let found = instance(&key).unwrap();
            assert_eq!((found.host.as_str(), found.environment), ("clerk.acme.example", ClerkEnvironment::Production));
        }
        let found = instance(&key("pk_test_", "happy-cat-12.clerk.accounts.dev$")).unwrap();
        assert_eq!(found.environment, ClerkEnvironment::Development);
    }

    #[test]
    fn what_is_no_publishable_key_is_refused() {
        for key in [
            "".into(),
            "pk_live_".into(),
            "pk_prod_Y2xlcmsuYWNtZS5leGFtcGxlJA".into(),
            "pk_live_Y2xlcmsuYWNtZS5leGFtcGxl".into(),
            "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJ".into(),
            "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA_x".into(),
            key("pk_live_", "clerk$"),
            key("pk_live_", "clerk.acme.example$$"),
            key("pk_live_", "clerk.acme.example/a$"),
            key("pk_live_", "Clerk.acme.example$"),
            key("live_", "clerk.acme.example$"),
        ] {
            assert!(instance(&key).is_err(), "{key}");
        }
    }

    #[test]
    fn a_secret_key_says_its_environment() {
        assert_eq!(secret_key_environment("sk_test_a1"), Some(ClerkEnvironment::Development));
        assert_eq!(secret_key_environment("sk_live_a1"), Some(ClerkEnvironment::Production));
        assert_eq!(secret_key_environment("sk_live_"), None);
        assert_eq!(secret_key_environment("pk_live_a1"), None);
    }

    /// Builds the PEM of a key-like structure, padded to the given number of bytes.
    fn pem(label: &str, bytes: usize) -> String {
        let mut der: Vec<u8> = [0x30, 0x82, 0x01, 0x22, 0x30, 0x0D].into();
        der.extend([0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]);
        der.resize(bytes, 1);
        let body = BASE64.encode(der);
        let lines: Vec<&str> = body.as_bytes().chunks(64).map(|line| core::str::from_utf8(line).unwrap()).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
    }

    #[test]
    fn a_public_key_is_an_rsa_key_of_2048_bits_at_least() {
        assert_eq!(check_public_key(&pem("PUBLIC KEY", 294)), Ok(()));
        assert_eq!(check_public_key(pem("PUBLIC KEY", 294).trim_end()), Ok(()));
        assert!(check_public_key(&pem("PUBLIC KEY", 162)).is_err());
        assert!(check_public_key(&pem("RSA PUBLIC KEY", 294)).is_err());
        assert!(check_public_key(&pem("CERTIFICATE", 294)).is_err());
        assert!(check_public_key(&pem("PUBLIC KEY", 294).replace('\n', "\\n")).is_err());
        assert!(check_public_key(&pem("PUBLIC KEY", 294).replacen("MIIB", "MI!B", 1)).is_err());
        assert!(
            check_public_key(&format!(
                "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----",
                BASE64.encode([0x30; 300])
            ))
            .is_err()
        );
    }
}
