//! Valid documents about connections, with every field set.

use cora_core::connection::ConnectionKind;
use cora_core::json::Code as _;
use serde_json::{Value, json};

/// Settings as a person writes them.
pub fn settings() -> Value {
    json!({ "kind": "okta", "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "allowLoopback": false,
        "settings": { "issuer": "https://acme.okta.com/oauth2/default", "client_id": "0oa1b2c3d4e5f6g7h8i9",
            "audiences": ["api://default"], "nested": { "a": [1, -2, 1.5, null, true] } } })
}

/// A configuration of each kind: those of `tests/providers`, which all crates share.
pub fn configurations() -> Vec<Value> {
    let whole = |kind: ConnectionKind| {
        let place = format!("{}/../../tests/providers/{}.json", env!("CARGO_MANIFEST_DIR"), kind.name());
        let text = std::fs::read_to_string(&place).unwrap_or_else(|error| panic!("{place}: {error}"));
        let sample: Value = serde_json::from_str(&text).expect("JSON");
        let mut configuration = sample["configuration"].clone();
        configuration["kind"] = json!(kind);
        configuration
    };
    ConnectionKind::ALL.into_iter().map(whole).collect()
}

/// A provider's documents for a configuration.
pub fn discovery(configuration: Value) -> Value {
    json!({ "configuration": configuration, "allowLoopback": true,
        "document": { "issuer": "https://login.acme.example", "jwks_uri": "https://login.acme.example/keys" },
        "jwks": { "keys": [{ "kty": "RSA", "kid": "one", "n": "AQAB", "e": "AQAB" }] } })
}

/// Each command, with every field set.
pub fn commands() -> Vec<Value> {
    let settings = &settings()["settings"];
    let force = json!({ "reason": "the provider is down" });
    vec![
        json!({ "command": "create", "connectionId": "0198c0de-0000-7000-8000-0000000000c1", "kind": "okta", "displayName": "Acme",
            "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "settings": settings }),
        json!({ "command": "save", "displayName": "Acme", "settings": settings, "expectedVersion": 3 }),
        json!({ "command": "record_test", "number": 1, "outcome": "success", "decision": { "outcome": "returning",
            "reason": "returning_user", "userId": "0198c0de-0000-7000-8000-0000000000b1" } }),
        json!({ "command": "activate", "number": 1, "force": force, "expectedVersion": 3 }),
        json!({ "command": "rollback", "number": 1, "force": force, "expectedVersion": 3 }),
        json!({ "command": "disable", "force": force, "expectedVersion": 3 }),
    ]
}

/// A command together with the stored facts.
pub fn change(command: Value) -> Value {
    json!({ "now": 1_767_225_600, "allowLoopback": false, "command": command,
        "actor": { "kind": "user", "userId": "0198c0de-0000-7000-8000-0000000000b1" },
        "facts": {
            "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "okta", "displayName": "Acme",
                "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "version": 3, "status": "active", "activeNumber": 1,
                "activeIssuer": "https://acme.okta.com/oauth2/default", "latestNumber": 1,
                "configurations": [{ "number": 1, "settings": settings()["settings"], "stage": "tested", "testOutcome": "failed",
                    "testedDecision": { "outcome": "linked", "reason": "account_linked", "userId": null } }] },
            "activeConnections": [{ "id": "0198c0de-0000-7000-8000-0000000000c2", "version": 4_294_967_295_u32, "activeNumber": 2,
                "issuer": "https://login.acme.example", "organizationId": null }],
            "administrators": [{ "userId": "0198c0de-0000-7000-8000-0000000000b1", "issuers": ["https://login.acme.example"] }]
        } })
}
