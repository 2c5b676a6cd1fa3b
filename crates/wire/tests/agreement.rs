//! Both ways of reading a type agree: from a tree, as `decode` does, and through serde, as hosts do
//! that embed the types.
//!
//! The known differences are forms that nobody writes. Serde's derived readers take a list for a
//! record (its fields in their order) and an object of one member for a code (`{"active": null}`).
//! Both are refused when read from a tree, as the schema says.

mod support;

use std::sync::LazyLock;

use cora_core::email::EmailAddress;
use cora_core::issue::Report;
use cora_core::token::{AcceptTokenInput, AcceptedToken, TokenError};
use cora_core::{DecideInput, Decision};
use cora_wire::decode;
use cora_wire::operation::{self, CanInput, Case};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{agree, agree_on_document, change, changed, corpus, is_kept};

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

/// An input with every list and every optional record set.
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
            "subaddressing": "refuse", "disposable": "allow",
            "blockedDomains": ["*.Beta.example", "beta.example"], "enforceSeats": false, "personalOrganization": true },
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

#[test]
fn both_ways_read_the_whole_corpus() {
    for input in corpus("provisioning") {
        // Only serde reads a list in the place of a record; see below.
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
            Ok(login) => assert!(agree::<AcceptedToken>(&login).is_some()),
            Err(operation::AcceptTokenError::Token(error)) => is_kept::<TokenError>(&error),
            Err(operation::AcceptTokenError::Input(report)) => is_kept::<Report>(&report),
        }
    }
    is_kept(&EmailAddress::parse("Ana+news@Bücher.example").expect("an address"));
}

#[test]
fn form_that_only_serde_reads_is_refused() {
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
