//! The key of the hashes that stand for addresses, subjects and groups.

use std::sync::Arc;

use cora_core::email::CanonicalEmail;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::provisioning::pseudonym::{HashedText, KeyedHash, restore_names};
use cora_core::text::Subject;
use cora_secrets::{HashKey, KeyRing};

use crate::hex::hex;

/// Length of a stored hash, in bytes.
const HASH_BYTES: usize = 16;
/// The use of the key, so that it is another than those for other uses.
const PURPOSE: &str = "cora record of logins 1";

/// The key of the hashes that stand for people in the record of logins. It is derived from the
/// host's keys for secrets. The first of them hashes; the others still find what was hashed with
/// them.
#[derive(Debug, Clone)]
pub struct LoginKey(Arc<[HashKey]>);

impl LoginKey {
    /// Derives the key. Returns `None` if there are no keys.
    pub fn of(keys: &KeyRing) -> Option<Self> {
        let keys = keys.hash_keys(PURPOSE);
        (!keys.is_empty()).then(|| Self(keys.into()))
    }

    /// Returns the hashes by which logins with an address are found, the current one first.
    pub fn of_address(&self, email: &CanonicalEmail) -> Vec<String> {
        let hash = |key| hex(&digits(key, HashedText::Address, email.as_str()));
        self.0.iter().map(hash).collect()
    }

    /// Returns the hash by which an identity is recognized.
    pub(crate) fn of_subject(&self, subject: &Subject) -> String {
        hex(&self.hash(HashedText::Subject, subject.as_str()))
    }

    /// Returns the hash of a list of groups, in any order.
    pub(crate) fn of_groups(&self, mut groups: Vec<&str>) -> String {
        groups.sort_unstable();
        groups.dedup();
        hex(&self.hash(HashedText::Group, &serde_json::Value::from(groups).to_string()))
    }

    /// Puts the names that a configuration names back into a sample.
    pub fn restore_names(&self, login: &mut EngineLogin, configuration: &Configuration) {
        for key in self.0.iter() {
            restore_names(login, configuration, &|kind, text: &str| digits(key, kind, text));
        }
    }
}

impl KeyedHash for LoginKey {
    fn hash(&self, kind: HashedText, text: &str) -> [u8; HASH_BYTES] {
        self.0.first().map(|key| digits(key, kind, text)).unwrap_or_default()
    }
}

fn digits(key: &HashKey, kind: HashedText, text: &str) -> [u8; HASH_BYTES] {
    let mut short = [0; HASH_BYTES];
    short.copy_from_slice(&key.hash(kind.name(), text)[..HASH_BYTES]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> LoginKey {
        LoginKey::of(&KeyRing::parse(text).unwrap()).unwrap()
    }

    const ONE: &str = "one:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    const OTHER: &str = "two:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_former_key_still_finds_an_address_and_a_removed_one_does_not() {
        let email = CanonicalEmail::parse("ana@acme.example").unwrap();
        let before = key(ONE).of_address(&email).remove(0);
        let rotated = key(&format!("{OTHER},{ONE}"));
        assert!(rotated.of_address(&email).contains(&before));
        assert_ne!(rotated.of_address(&email)[0], before);
        assert!(!key(OTHER).of_address(&email).contains(&before));
    }

    #[test]
    fn kinds_of_texts_have_different_hashes() {
        let key = key(ONE);
        assert_ne!(key.hash(HashedText::Subject, "ana"), key.hash(HashedText::Group, "ana"));
        assert_eq!(key.of_groups(vec!["b", "a"]), key.of_groups(vec!["a", "b", "a"]));
    }
}
