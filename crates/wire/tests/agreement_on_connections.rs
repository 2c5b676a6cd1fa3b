//! Both ways of reading agree on documents about connections. See `agreement.rs`.

#[path = "support/connections.rs"]
mod connections;
mod support;

use std::fmt::Debug;
use std::sync::LazyLock;

use cora_core::connection::discovery::CheckDiscoveryInput;
use cora_core::connection::lifecycle::{ChangeConnectionInput, ConnectionChange};
use cora_core::connection::report::{ConnectionReport, DiscoveryReport};
use cora_core::connection::settings::ConnectionSettings;
use cora_core::json::{Decode, Encode};
use cora_wire::operation::{change_connection, check_discovery, validate_connection};
use cora_wire::{Document, decode};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use support::{Change, agree, agree_on_document, change, changed, corpus, is_kept};

/// The documents of each type: those of the corpus, and valid ones with every field.
static SETTINGS: LazyLock<Vec<Value>> =
    LazyLock::new(|| corpus("connection").into_iter().chain([connections::settings()]).collect());
static DISCOVERIES: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let sound = connections::configurations().into_iter().map(connections::discovery);
    corpus("discovery").into_iter().chain(sound).collect()
});
static COMMANDS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    corpus("life_cycle").into_iter().chain(connections::commands().into_iter().map(connections::change)).collect()
});

/// Asserts that an answer is read back as the same value, and that both ways read it alike after
/// the changes.
fn is_answer<T: Decode + Encode + Serialize + DeserializeOwned + PartialEq + Debug>(
    answer: Result<String, cora_core::issue::Report>,
    changes: &[Change],
) {
    let Ok(text) = answer else { return };
    let value: T = agree(&text).unwrap_or_else(|| panic!("the answer cannot be read: {text}"));
    is_kept(&value);
    let tree: Value = serde_json::from_str(&text).expect("an answer is JSON");
    agree::<T>(&changed(&tree, changes));
}

fn read<T: Document + Encode + DeserializeOwned + Serialize + PartialEq + Debug>(document: &Value) {
    let text = document.to_string();
    agree_on_document::<T>(&text);
    if let Ok(value) = decode::<T>(text.as_bytes()) {
        is_kept(&value);
    }
}

#[test]
fn both_ways_read_the_whole_corpus_and_every_answer() {
    for document in &*SETTINGS {
        read::<ConnectionSettings>(document);
        is_answer::<ConnectionReport>(validate_connection(document.to_string().as_bytes()), &[]);
    }
    for document in &*DISCOVERIES {
        read::<CheckDiscoveryInput>(document);
        is_answer::<DiscoveryReport>(check_discovery(document.to_string().as_bytes()), &[]);
    }
    for document in &*COMMANDS {
        read::<ChangeConnectionInput>(document);
        is_answer::<ConnectionChange>(change_connection(document.to_string().as_bytes()), &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn both_ways_read_the_same_settings(at in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 0..4)) {
        let text = changed(at.get(&SETTINGS), &changes);
        agree_on_document::<ConnectionSettings>(&text);
        is_answer::<ConnectionReport>(validate_connection(text.as_bytes()), &changes);
    }

    #[test]
    fn both_ways_read_the_same_documents_of_providers(at in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 0..4)) {
        let text = changed(at.get(&DISCOVERIES), &changes);
        agree_on_document::<CheckDiscoveryInput>(&text);
        is_answer::<DiscoveryReport>(check_discovery(text.as_bytes()), &changes);
    }

    #[test]
    fn both_ways_read_the_same_commands(at in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 0..4)) {
        let text = changed(at.get(&COMMANDS), &changes);
        agree_on_document::<ChangeConnectionInput>(&text);
        is_answer::<ConnectionChange>(change_connection(text.as_bytes()), &changes);
    }
}
