//! The company that tests speak of: one organization with an owner, and one connection of the
//! platform, as constants and as documents that a test changes.

use cora_core::time::UnixSeconds;
use serde_json::{Value, json};

/// The time of the tests: 2026-01-01T00:00:00Z, in seconds since the epoch.
pub const NOW: u64 = 1_767_225_600;
/// The issuer of the connection.
pub const ISSUER: &str = "https://login.acme.example";
/// The URL of the connection's keys.
pub const KEYS: &str = "https://login.acme.example/keys";
/// The audience of the connection's tokens.
pub const AUDIENCE: &str = "https://api.acme.example";

/// The identifier of the organization.
pub const ACME: &str = "00000000-0000-7000-8000-0000000000a1";
/// The identifier of the connection.
pub const CONNECTION: &str = "00000000-0000-7000-8000-0000000000c1";
/// The identifier of the owner, whose subject is `olga`.
pub const OWNER: &str = "00000000-0000-7000-8000-000000000001";
/// The identifier of the domain rule.
pub const DOMAIN: &str = "00000000-0000-7000-8000-0000000000d1";

/// Returns [`NOW`] as the core's type.
pub fn now() -> UnixSeconds {
    UnixSeconds::new(NOW).unwrap_or_default()
}

/// Returns a seed file with the organization, its owner and the connection, which is active.
pub fn base() -> Value {
    json!({
        "organizations": [{ "id": ACME, "name": "Acme", "slug": "acme" }],
        "connections": [{
            "id": CONNECTION, "kind": "oidc", "displayName": "Sign-in", "issuer": ISSUER, "status": "active",
            "clientId": "web", "audiences": [AUDIENCE], "jwksUri": KEYS
        }],
        "users": [{
            "id": OWNER, "email": "Olga@acme.example", "name": "Olga", "emailVerified": true,
            "platformRole": "platform_owner",
            "identities": [{ "connectionId": CONNECTION, "subject": "olga" }],
            "memberships": [{ "organizationId": ACME, "role": "org_owner" }]
        }]
    })
}

/// Returns an invitation to the organization by its owner, as a seed file has it. It is valid for a
/// minute.
pub fn invitation(email: &str) -> Value {
    json!({ "email": email, "organizationId": ACME, "role": "org_admin", "invitedBy": OWNER, "expiresAt": NOW + 60 })
}

/// Returns the verified rule of the organization's own domain, as a seed file has it.
pub fn domain_rule() -> Value {
    json!({
        "id": DOMAIN, "organizationId": ACME, "pattern": "acme.example", "verification": "ownership",
        "state": "verified", "enrollmentMode": "automatic_membership"
    })
}

/// Returns the claims of an access token of the connection, which is valid for five minutes.
pub fn claims(subject: &str, email: &str) -> Value {
    json!({
        "iss": ISSUER, "sub": subject, "aud": AUDIENCE, "scope": "openid", "exp": NOW + 300, "iat": NOW,
        "email": email, "email_verified": true, "name": "Ada King"
    })
}

/// Merges the members of one object into another. Objects within are merged, anything else
/// replaces.
pub fn put(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (name, value) in changes {
                put(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, changes) => *into = changes,
    }
}

/// Returns a document with these members in the place of its own.
pub fn with(mut document: Value, members: Value) -> Value {
    if let (Value::Object(into), Value::Object(members)) = (&mut document, members) {
        into.extend(members);
    }
    document
}
