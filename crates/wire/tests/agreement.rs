//! The two ways of reading a type agree: from a tree, as `decode` does, and by serde, as hosts do that embed our types.
//!
//! Known differences, all of them forms that nobody writes: serde's derived readers take a list for a record (its fields in
//! their order) and an object of one member for a code (`{"active": null}`); from a tree both are refused, as the schema
//! says.

use std::fmt::Debug;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cora_core::email::EmailAddress;
use cora_core::identity::LoginIdentity;
use cora_core::issue::Report;
use cora_core::json::{self, Decode, Encode, Node};
use cora_core::token::{AcceptTokenInput, TokenError};
use cora_core::{DecideInput, Decision};
use cora_wire::operation::{self, CanInput, Case};
use cora_wire::{Document, decode, encode, faults};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What both ways of reading a type say to a text: the same. What they read, both ways of writing write alike.
fn agree<T: Decode + Encode + DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) -> Option<T> {
    let by_serde: Option<T> = serde_json::from_str(text).ok();
    let node: Node<'_> = serde_json::from_str(text).expect("the text is JSON");
    let from_tree: Option<T> = json::read(&node);
    assert_eq!(from_tree, by_serde, "{text}");
    if let Some(value) = &from_tree {
        assert_eq!(encode(value), serde_json::to_string(value).expect("a wire type can be written"));
    }
    from_tree
}

fn agree_on_document<T: Document + Encode + DeserializeOwned + Serialize + PartialEq + Debug>(text: &str) {
    let read: Option<T> = agree(text);
    assert_eq!(read.is_some(), decode::<T>(text.as_bytes()).is_ok(), "{text}");
    assert_eq!(read.is_some(), faults::<T>(text.as_bytes()).is_empty(), "{text}");
}

/// What is written is what `serde_json` writes, and is read again as what it was.
fn is_kept<T: Decode + Encode + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("a wire type can be written");
    assert_eq!(encode(value), text);
    assert_eq!(agree::<T>(&text).as_ref(), Some(value));
}

/// The inputs of the corpus that are JSON, by operation.
fn corpus(operation: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus").join(operation);
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let cases = files.iter().map(|file| fs::read_to_string(file).expect("a case"));
    let inputs = cases.filter_map(|text| serde_json::from_str::<Value>(&text).expect("JSON").get("input").cloned());
    // The corpus holds the known differences too.
    inputs
        .filter(|input| {
            input.is_object() && !input["connection"].is_array() && !input["connection"]["status"].is_object()
        })
        .collect()
}

fn with_session(role: &str, status: &str) -> Value {
    json!({
        "session": { "status": status, "session": {
            "provider": "okta", "userId": "0198c0de-0000-7000-8000-0000000000f1",
            "identity": { "issuer": "https://login.acme.example", "subject": "00u1" }, "sessionId": null,
            "email": "ana@acme.example", "emailEvidence": "verified", "platformRole": role,
            "organizations": [{ "id": "0198c0de-0000-7000-8000-0000000000a1", "name": "Acme", "slug": "acme", "role": "org_admin" }],
            "currentOrganizationId": "0198c0de-0000-7000-8000-0000000000a1", "capabilities": ["idp:read", "audit:read"],
            "issuedAt": 1767225600, "expiresAt": null, "roleVersion": 3,
            "actor": { "issuer": "https://login.acme.example", "subject": "00u2" }
        } },
        "capability": "members:manage", "organizationId": "0198c0de-0000-7000-8000-0000000000a1"
    })
}

/// An input with every list and every optional record in it.
fn full() -> Value {
    let user = json!({ "id": "0198c0de-0000-7000-8000-0000000000f1", "status": "active", "email": "ana@acme.example",
        "emailVerified": true, "platformRole": "sys_admin", "roleVersion": 2,
        "currentOrganizationId": "0198c0de-0000-7000-8000-0000000000a1",
        "profile": { "name": "Ana", "givenName": "Ana", "familyName": null, "picture": "https://a.example/p", "phoneNumber": "1" } });
    json!({
        "now": 1767225600,
        "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
            "status": "active", "version": 2, "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "trustEmail": true,
            "allowOutsideDomains": false, "audiences": ["api"], "authorizedParties": ["web"], "algorithms": ["RS256", "EdDSA"],
            "tokenUse": "id_token" },
        "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1", "issuer": "https://login.acme.example",
            "subject": "00u1", "subjectKind": "user", "email": "ana@acme.example", "emailVerified": "true", "name": "Ana",
            "groups": ["staff", "admins"], "idpOrganization": "org_1", "sessionId": "s", "issuedAt": 1, "expiresAt": 2,
            "actor": { "issuer": "https://login.acme.example", "subject": "00u2" }, "bootstrapToken": "secret" },
        "policy": { "version": 1, "accessMode": "public", "strategies": ["domain", "invitation"],
            "requireVerifiedEmail": false, "accountLinking": "never", "multipleInvitations": "newest",
            "reconcileOnLogin": true, "bootstrap": { "mode": "allow_list", "emails": ["ana@acme.example", "Bo@Acme.example"] },
            "groupRoles": [{ "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "group": "staff", "role": "org_admin" }],
            "defaultRoles": [{ "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "role": "org_user" }],
            "subaddressing": "refuse", "enforceSeats": false, "personalOrganization": true },
        "facts": {
            "linkedUser": user, "derivedUser": null, "usersWithEmail": [user],
            "invitations": [{ "id": "0198c0de-0000-7000-8000-0000000000e1", "status": "pending", "email": "ana@acme.example",
                "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "role": "org_owner", "platformRole": null,
                "createdAt": 7, "expiresAt": 1767225601, "acceptance": "explicit",
                "connectionId": "0198c0de-0000-7000-8000-0000000000c1", "inviter": {
                    "userId": "0198c0de-0000-7000-8000-0000000000f2", "status": "suspended", "organizationRole": "org_owner",
                    "platformRole": "super_admin" } }],
            "domainRules": [{ "id": "0198c0de-0000-7000-8000-0000000000d1",
                "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "pattern": "*.acme.example", "class": "company",
                "verification": "ownership", "state": "verified", "enrollmentMode": "enterprise_sso", "role": "org_user",
                "connectionId": null, "version": 4294967295_u32 }],
            "organizations": [{ "id": "0198c0de-0000-7000-8000-0000000000a1", "status": "active", "name": "Acme",
                "slug": "acme", "seatLimit": 9, "seatsUsed": 1, "ownerCount": 1 }],
            "memberships": [{ "id": "0198c0de-0000-7000-8000-0000000000b1", "status": "removed",
                "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "userId": "0198c0de-0000-7000-8000-0000000000f1",
                "role": "org_user", "source": "scim", "removedAt": 5 }],
            "pendingMembershipRequests": ["0198c0de-0000-7000-8000-0000000000a1"], "waitlisted": true,
            "platformOwnerExists": true, "takenSlugs": ["acme"],
            "bootstrapTokens": [{ "tokenHash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "expiresAt": 1, "used": true }]
        }
    })
}

/// One change of a document.
#[derive(Debug, Clone)]
enum Change {
    Replace(usize, Value),
    Remove(usize),
    Rename(usize, &'static str),
    Repeat(usize),
}

fn change() -> impl Strategy<Value = Change> {
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
        ])
        .prop_map(Value::from),
        prop::sample::select(vec![64_usize, 65, 255, 512, 513, 2048, 2049])
            .prop_map(|length| json!("x".repeat(length))),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    prop_oneof![
        6 => (any::<usize>(), value).prop_map(|(at, value)| Change::Replace(at, value)),
        2 => any::<usize>().prop_map(Change::Remove),
        1 => (any::<usize>(), prop::sample::select(vec!["", "id", "role", "status", "Now", "emails"]))
            .prop_map(|(at, name)| Change::Rename(at, name)),
        1 => any::<usize>().prop_map(Change::Repeat),
    ]
}

/// The places of a document, as pointers.
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

/// The text of the document after the changes. The first of the known differences is left out: no list stands where the
/// sound document has a record, or might have one.
fn changed(sound: &Value, changes: &[Change]) -> String {
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
        // A member of that name twice, the first of them null.
        Some(name) => {
            let name = format!("{}:", Value::from(name));
            text.replacen(&name, &format!("{name}null,{name}"), 1)
        }
        None => text,
    }
}

#[test]
fn both_ways_read_the_whole_corpus() {
    for input in corpus("provisioning") {
        // A list in the place of a record is what only serde reads; see below.
        if input["facts"].is_array() {
            assert!(cora_wire::decode::<DecideInput>(input.to_string().as_bytes()).is_err());
            continue;
        }
        agree_on_document::<DecideInput>(&input.to_string());
        agree_on_document::<Case>(&json!({ "name": "a", "why": "b", "input": input, "expect": [1.5, -1] }).to_string());
    }
    for input in corpus("token") {
        agree_on_document::<AcceptTokenInput>(&input.to_string());
    }
    for input in corpus("session") {
        agree_on_document::<CanInput>(&input.to_string());
    }
}

#[test]
fn the_sound_documents_are_read() {
    assert!(agree::<DecideInput>(&full().to_string()).is_some());
    assert!(agree::<CanInput>(&with_session("sys_owner", "authenticated").to_string()).is_some());
    assert!(agree::<CanInput>(&with_session("sys_owner", "pending").to_string()).is_none());
}

#[test]
fn every_answer_is_written_as_serde_json_does_and_read_again() {
    for input in corpus("provisioning").into_iter().chain([full()]) {
        let text = input.to_string();
        let Ok(read) = decode::<DecideInput>(text.as_bytes()) else { continue };
        let decision: Decision = cora_core::decide(&read);
        is_kept(&decision);
    }
    for input in corpus("token") {
        let text = input.to_string();
        match operation::accept_token(text.as_bytes()) {
            Ok(login) => assert!(agree::<LoginIdentity>(&login).is_some()),
            Err(operation::AcceptTokenError::Token(error)) => is_kept::<TokenError>(&error),
            Err(operation::AcceptTokenError::Input(report)) => is_kept::<Report>(&report),
        }
    }
    is_kept(&EmailAddress::parse("Ana+news@Bücher.example").expect("an address"));
}

#[test]
fn what_only_serde_reads_is_refused() {
    let lists =
        json!({ "now": 1, "login": full()["login"], "connection": full()["connection"], "facts": [], "policy": [] });
    assert!(serde_json::from_value::<DecideInput>(lists.clone()).is_ok());
    assert!(decode::<DecideInput>(lists.to_string().as_bytes()).is_err());
    let mut object = full();
    object["connection"]["kind"] = json!({ "oidc": null });
    assert!(serde_json::from_value::<DecideInput>(object.clone()).is_ok());
    assert!(decode::<DecideInput>(object.to_string().as_bytes()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn both_ways_read_the_same_inputs(changes in prop::collection::vec(change(), 0..4)) {
        let text = changed(&full(), &changes);
        agree_on_document::<DecideInput>(&text);
        if let Ok(input) = decode::<DecideInput>(text.as_bytes()) {
            is_kept(&cora_core::decide(&input));
        }
    }

    #[test]
    fn both_ways_read_the_same_sessions(changes in prop::collection::vec(change(), 0..4)) {
        agree_on_document::<CanInput>(&changed(&with_session("platform_user", "authenticated"), &changes));
    }

    #[test]
    fn both_ways_read_the_same_tokens(at in any::<usize>(), changes in prop::collection::vec(change(), 0..4)) {
        static INPUTS: LazyLock<Vec<Value>> = LazyLock::new(|| corpus("token"));
        let inputs = &*INPUTS;
        agree_on_document::<AcceptTokenInput>(&changed(&inputs[at % inputs.len()], &changes));
    }

    #[test]
    fn both_ways_read_the_same_decisions(changes in prop::collection::vec(change(), 0..4), at in any::<usize>()) {
        static INPUTS: LazyLock<Vec<Value>> = LazyLock::new(|| corpus("provisioning"));
        let inputs = &*INPUTS;
        if let Ok(read) = decode::<DecideInput>(inputs[at % inputs.len()].to_string().as_bytes()) {
            let decision = serde_json::to_value(cora_core::decide(&read)).expect("a wire type can be written");
            agree::<Decision>(&changed(&decision, &changes));
        }
    }
}
