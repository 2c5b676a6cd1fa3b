//! Checks that a key set (RFC 7517 §5) has keys that can verify a connection's tokens, and no key
//! that must not be published.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::Value;

use super::findings::Findings;
use super::key::{Key, Standing};
use crate::connection::SignatureAlgorithm;
use crate::connection::report::issue::ConnectionIssueCode::{
    KeyIdMissing, KeyIdRepeated, KeySetForm, KeyUnusable, NoUsableKey, PrivateKeyPublished,
};
use crate::connection::settings::Settings;
use crate::issue::Severity;
use crate::json::Code;
use crate::jwks::MAX_TRIED_KEYS;

/// Maximum keys in a set. A verifier accepts no key of a longer set.
pub(super) const MAX_KEYS: usize = 100;

const KEYS: &str = "/jwks/keys";

/// Checks a set and returns the identifiers of the keys that can verify the connection's tokens.
pub(super) fn check(jwks: &Settings, pinned: &[SignatureAlgorithm], findings: &mut Findings) -> Vec<String> {
    let Some(items) = items(jwks, findings) else { return Vec::new() };
    let keys: Vec<(usize, Key<'_>)> = items.into_iter().map(|item| Key::read(item, pinned)).enumerate().collect();
    for (at, key) in &keys {
        if let Standing::Unusable { member, why } = &key.standing {
            let message = format!("the key cannot be used: {why}");
            let help = "Cora ignores the key; if it signs tokens, ask the provider's operator.";
            findings.warning(KeyUnusable, format!("{KEYS}/{at}/{member}"), message, help);
        }
        if let Some(member) = key.private_member {
            let message = format!("the key is published with its private part `{member}`, so anyone can sign with it");
            let help = "Have the provider replace the key at once and publish only public keys.";
            findings.error(PrivateKeyPublished, format!("{KEYS}/{at}/{member}"), message, help);
        }
    }
    let fitting: Vec<&(usize, Key<'_>)> = keys.iter().filter(|(_, key)| key.fits()).collect();
    report_missing_ids(&fitting, findings);
    let ambiguous = report_repeated_ids(&fitting, findings);
    // A key that anyone can sign with proves nothing.
    let usable = fitting.iter().filter(|(at, key)| key.private_member.is_none() && !ambiguous.contains(at));
    if usable.clone().next().is_none() {
        report_none(&keys, pinned, findings);
    }
    let mut ids: Vec<String> = Vec::new();
    for (_, key) in usable {
        ids.extend(key.id.filter(|id| !ids.iter().any(|known| known == id)).map(String::from));
    }
    ids
}

/// Returns the keys as objects, or `None` if a verifier would accept nothing from the set.
fn items<'a>(jwks: &'a Settings, findings: &mut Findings) -> Option<Vec<&'a serde_json::Map<String, Value>>> {
    let help = "Fetch the set from the provider's `jwks_uri`; it is an object with a list `keys` (RFC 7517 §5).";
    let Some(Value::Array(items)) = jwks.members().get("keys") else {
        let message = String::from("the key set has no list `keys`");
        findings.error(KeySetForm, "/jwks", message, help);
        return None;
    };
    if items.len() > MAX_KEYS {
        findings.error(KeySetForm, KEYS, format!("the set has more than {MAX_KEYS} keys"), help);
        return None;
    }
    let mut objects = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.as_object() {
            Some(object) => objects.push(object),
            None => {
                let message = String::from("the key is not an object");
                findings.error(KeySetForm, format!("{KEYS}/{at}"), message, help);
            }
        }
    }
    (objects.len() == items.len()).then_some(objects)
}

/// Reports keys without an identifier. In a set of several, a key is found by its identifier
/// (RFC 7517 §4.5). If none has one, a token's key is found by trying them, which has a bound.
fn report_missing_ids(fitting: &[&(usize, Key<'_>)], findings: &mut Findings) {
    if fitting.len() < 2 {
        return;
    }
    let all = fitting.iter().all(|(_, key)| key.id.is_none());
    let severity = if all && fitting.len() > MAX_TRIED_KEYS { Severity::Error } else { Severity::Warning };
    for (at, _) in fitting.iter().filter(|(_, key)| key.id.is_none()) {
        let message = String::from("the key has no `kid` beside others, so that tokens cannot name it");
        findings.add(
            severity,
            KeyIdMissing,
            format!("{KEYS}/{at}"),
            message,
            "Have the provider give every key a `kid`.",
        );
    }
}

/// Reports identifiers that occur twice. Returns the positions of the keys that a verifier cannot
/// tell apart: for each of their algorithms, another key with the same identifier fits too.
fn report_repeated_ids(fitting: &[&(usize, Key<'_>)], findings: &mut Findings) -> BTreeSet<usize> {
    let mut ambiguous = BTreeSet::new();
    for (at, key) in fitting {
        let same =
            || fitting.iter().filter(|(other_at, other)| other_at != at && key.id.is_some() && other.id == key.id);
        let shared =
            key.algorithms().iter().filter(|algorithm| same().any(|(_, other)| other.algorithms().contains(algorithm)));
        let shared = shared.count();
        if shared == key.algorithms().len() {
            ambiguous.insert(*at);
        }
        if let Some((first, _)) = same().next().filter(|(first, _)| first < at) {
            let severity = if shared > 0 { Severity::Error } else { Severity::Warning };
            let message = format!("the key has the same `kid` as key {first}");
            let help = "Have the provider give every key a unique `kid`; tokens that name this one are rejected.";
            findings.add(severity, KeyIdRepeated, format!("{KEYS}/{at}/kid"), message, help);
        }
    }
    ambiguous
}

fn report_none(keys: &[(usize, Key<'_>)], pinned: &[SignatureAlgorithm], findings: &mut Findings) {
    let listed = |names: Vec<&str>| names.join("`, `");
    let pinned = listed(pinned.iter().map(Code::name).collect());
    let others: BTreeSet<&str> = keys.iter().flat_map(|(_, key)| key.algorithms()).map(Code::name).collect();
    let (message, help) = match keys.is_empty() {
        true => (
            String::from("the key set is empty"),
            String::from("Have the provider create a signing key; tokens cannot be verified without one."),
        ),
        false if others.is_empty() => (
            String::from("none of the keys can be used to verify tokens"),
            String::from(
                "Have the provider publish an RSA key of 2048 bits or more, or one on P-256, P-384 or Ed25519.",
            ),
        ),
        false => (
            format!("no key fits `{pinned}`"),
            format!(
                "The keys are for `{}`; accept the algorithm that the provider signs with.",
                listed(others.into_iter().collect())
            ),
        ),
    };
    findings.error(NoUsableKey, KEYS, message, &help);
}
