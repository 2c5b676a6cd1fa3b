//! Helpers shared by the tests of both ways of reading.
#![allow(dead_code)]

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use cora_core::json::{self, Decode, Encode, Node};
use cora_wire::{Document, decode, encode, faults};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Asserts that both ways of reading a type agree on a text, and that both ways of writing give the
/// same result. Returns the value if there is one.
pub fn agree<T: Decode + Encode + DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) -> Option<T> {
    let by_serde: Option<T> = serde_json::from_str(text).ok();
    let node: Node<'_> = serde_json::from_str(text).expect("the text is JSON");
    let from_tree: Option<T> = json::read(&node);
    if from_tree.is_none() && by_serde.is_some() && tag_is_a_number(&node) {
        // A known difference: where a member tags a union, serde takes the number of a variant for
        // its name.
        return None;
    }
    assert_eq!(from_tree, by_serde, "{text}");
    if let Some(value) = &from_tree {
        assert_eq!(encode(value), serde_json::to_string(value).expect("a wire type can be written"));
    }
    from_tree
}

/// The members that tag a union.
const TAGS: [&str; 9] = ["command", "effect", "event", "guard", "item", "kind", "mode", "status", "step"];

fn tag_is_a_number(node: &Node<'_>) -> bool {
    let is_number = |(name, value): &(_, Node<'_>)| {
        let name: &std::borrow::Cow<'_, str> = name;
        TAGS.contains(&&**name) && matches!(value, Node::Natural(_))
    };
    match node {
        Node::Object(members) => members.iter().any(|member| is_number(member) || tag_is_a_number(&member.1)),
        Node::List(items) => items.iter().any(tag_is_a_number),
        _ => false,
    }
}

/// Asserts what [`agree`] does, and that the document either is read or has faults.
pub fn agree_on_document<T: Document + Encode + DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    let read: Option<T> = agree(text);
    assert_eq!(read.is_some(), decode::<T>(text.as_bytes()).is_ok(), "{text}");
    assert_eq!(read.is_some(), faults::<T>(text.as_bytes()).is_empty(), "{text}");
}

/// Asserts that a value is written as `serde_json` writes it, and is read back as the same value.
pub fn is_kept<T: Decode + Encode + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("a wire type can be written");
    assert_eq!(encode(value), text);
    assert_eq!(agree::<T>(&text).as_ref(), Some(value));
}

/// The corpus inputs of an operation that are JSON.
pub fn corpus(operation: &str) -> Vec<Value> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus").join(operation)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    let cases = files.iter().map(|file| fs::read_to_string(file).expect("a case"));
    let inputs = cases.filter_map(|text| serde_json::from_str::<Value>(&text).expect("JSON").get("input").cloned());
    // The corpus holds the known differences too.
    let records = ["actor", "command", "configuration", "connection"];
    inputs
        .filter(|input| {
            input.is_object()
                && !records.iter().any(|name| input[name].is_array())
                && !input["connection"]["status"].is_object()
        })
        .collect()
}

/// A change to a document.
#[derive(Debug, Clone)]
pub enum Change {
    Replace(usize, Value),
    Remove(usize),
    Rename(usize, &'static str),
    Repeat(usize),
}

/// Generates any change.
pub fn change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        Just(json!(0)),
        Just(json!(-7)),
        Just(json!(1.5)),
        Just(json!(u32::MAX)),
        Just(json!(u64::from(u32::MAX) + 1)),
        Just(json!(253_402_300_799_u64)),
        Just(json!(253_402_300_800_u64)),
        Just(json!(u64::MAX)),
        Just(json!({})),
        Just(json!([])),
        Just(json!([1])),
        Just(json!(["domain", "domain"])),
        Just(json!(vec!["ana@acme.example"; 101])),
        Just(json!(vec!["x"; 1001])),
        Just(json!({ "mode": "closed" })),
        Just(json!({ "mode": "token", "emails": [] })),
        Just(json!({ "mode": "allow_list" })),
        Just(json!({ "mode": ["allow_list"] })),
        Just(json!({ "status": "loading" })),
        Just(json!({ "status": "error", "message": "use_sso" })),
        Just(json!({ "status": "pending", "message": null })),
        Just(json!({ "sub": "a" })),
        Just(json!({ "kind": "operator" })),
        Just(json!({ "command": "disable" })),
        prop::sample::select(vec![
            "",
            "active",
            "pending",
            "removed",
            "true",
            "org_admin",
            "platform_owner",
            "sys_user",
            "global_owner",
            "domain",
            "ana@acme.example",
            "ana@@acme.example",
            "acme.example",
            "*.acme.example",
            "*.com",
            "idp:read",
            "ES256",
            "company",
            "0198c0de-0000-7000-8000-0000000000c1",
            "0198C0DE-0000-7000-8000-0000000000C1",
            "0198c0de0000700080000000000000c1",
            "{0198c0de-0000-7000-8000-0000000000c1}",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "okta",
            "entra_id",
            "activate",
            "operator",
            "validated",
            "env:OKTA_CLIENT_SECRET",
            "stored:0198c0de-0000-7000-8000-0000000000c1",
            "env:1",
        ])
        .prop_map(Value::from),
        prop::sample::select(vec![64_usize, 65, 255, 500, 501, 512, 513, 2048, 2049, 8192, 8193])
            .prop_map(|length| json!("x".repeat(length))),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    prop_oneof![
        6 => (any::<usize>(), value).prop_map(|(at, value)| Change::Replace(at, value)),
        2 => any::<usize>().prop_map(Change::Remove),
        1 => (any::<usize>(), prop::sample::select(vec!["", "id", "role", "status", "Now", "emails", "number", "settings"]))
            .prop_map(|(at, name)| Change::Rename(at, name)),
        1 => any::<usize>().prop_map(Change::Repeat),
    ]
}

/// Collects the JSON pointers to every place in a document.
fn places(value: &Value, path: &str, into: &mut Vec<String>) {
    into.push(path.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| places(value, &format!("{path}/{name}"), into))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| places(value, &format!("{path}/{at}"), into))
        }
        _ => {}
    }
}

/// Returns the text of the document after the changes. Leaves out the first known difference: no
/// list is put where the valid document has a record or might have one.
pub fn changed(sound: &Value, changes: &[Change]) -> String {
    let mut document = sound.clone();
    let mut repeated = None;
    for change in changes {
        let mut all = Vec::new();
        places(&document, "", &mut all);
        let (Change::Replace(at, _) | Change::Remove(at) | Change::Rename(at, _) | Change::Repeat(at)) = change;
        let path = &all[at % all.len()];
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", ""));
        let name = name.to_owned();
        match change {
            Change::Replace(_, value) => {
                let holds_no_record = sound.pointer(path).is_some_and(|was| !was.is_object() && !was.is_null());
                if let (true, Some(place)) = (holds_no_record || !value.is_array(), document.pointer_mut(path)) {
                    *place = value.clone();
                }
            }
            Change::Remove(_) => {
                if let Some(Value::Object(members)) = document.pointer_mut(parent) {
                    members.remove(&name);
                }
            }
            Change::Rename(_, to) => {
                if let Some(Value::Object(members)) = document.pointer_mut(parent)
                    && let Some(value) = members.remove(&name)
                    && !value.is_array()
                {
                    members.insert((*to).to_owned(), value);
                }
            }
            Change::Repeat(_) => repeated = Some(name),
        }
    }
    let text = document.to_string();
    match repeated.filter(|name| !name.is_empty() && name.parse::<usize>().is_err()) {
        // The member is repeated, with null as the value of the first.
        Some(name) => {
            let name = format!("{}:", Value::from(name));
            text.replacen(&name, &format!("{name}null,{name}"), 1)
        }
        None => text,
    }
}
