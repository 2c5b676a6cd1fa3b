//! Parses any text as a reference to a secret: it is refused, or kept unchanged with the location
//! of the secret.
#![no_main]

use cora_core::connection::secret::reference::{SecretLocation, SecretReference};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let json = serde_json::to_string(text).expect("a text");
    let read: Option<SecretReference> = serde_json::from_str(&json).ok();
    let reference = SecretReference::parse(text);
    assert_eq!(reference, read);
    let Some(reference) = reference else { return };
    assert!(text.len() <= 512 && !text.chars().any(char::is_control));
    assert_eq!(reference.as_str(), text);
    assert_eq!(cora_wire::encode(&reference), json);
    let (scheme, rest) = text.split_once(':').expect("a scheme");
    let (known, place) = match reference.location().expect("a reference says where the secret is") {
        SecretLocation::Environment(name) => ("env", name),
        SecretLocation::File(path) => {
            assert!(path.starts_with('/') && path.split('/').all(|part| part != ".."));
            ("file", path)
        }
        SecretLocation::AwsSecretsManager(name) => ("aws-secretsmanager", name),
        SecretLocation::Stored(id) => {
            assert_eq!(SecretReference::stored(id).as_ref(), Some(&reference));
            ("stored", id)
        }
    };
    assert!((scheme, rest) == (known, place) && !place.is_empty());
});
