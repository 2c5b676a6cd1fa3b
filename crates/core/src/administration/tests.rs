//! Commands of administrators, decided on facts that are written here.

mod conflicts;
mod domains;
mod invitations;
mod members;
mod organizations;
mod policy;
mod rights;
mod users;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::{AdministerInput, AdministrationChange, AdministrationCommand, AdministrationReason as Reason, administer};
use crate::json;

const NOW: u64 = 1_767_225_600;
const ANA: &str = "0198c0de-0000-7000-8000-0000000000a1";
const BEN: &str = "0198c0de-0000-7000-8000-0000000000b1";
const ACME: &str = "0198c0de-0000-7000-8000-0000000000e1";
const BETA: &str = "0198c0de-0000-7000-8000-0000000000e2";
const THING: &str = "0198c0de-0000-7000-8000-0000000000f1";
const OKTA: &str = "0198c0de-0000-7000-8000-0000000000c1";

fn user(id: &str, platform_role: &str) -> Value {
    let name = if id == ANA { "ana" } else { "ben" };
    json!({ "id": id, "status": "active", "email": format!("{name}@acme.example"), "emailVerified": true,
            "platformRole": platform_role, "roleVersion": 0 })
}

fn membership(user: &str, role: &str) -> Value {
    json!({ "id": THING, "status": "active", "organizationId": ACME, "userId": user, "role": role, "source": "invitation" })
}

fn organization() -> Value {
    json!({ "id": ACME, "status": "active", "name": "Acme", "slug": "acme", "seatsUsed": 2, "ownerCount": 1 })
}

/// Facts in which Ana is the actor, with a role in Acme and on the platform, and Ben is the user
/// concerned.
fn facts(role: Option<&str>, platform: &str) -> Value {
    json!({
        "actor": user(ANA, platform), "actorMembership": role.map(|role| membership(ANA, role)),
        "organization": organization(), "user": user(BEN, "platform_user"), "platformOwnerCount": 1
    })
}

fn run(command: &Value, facts: &Value) -> AdministrationChange {
    run_by(json!({ "kind": "user", "userId": ANA }), command, facts)
}

fn run_by(actor: Value, command: &Value, facts: &Value) -> AdministrationChange {
    let input: AdministerInput = serde_json::from_value(json!({
        "now": NOW, "auditId": THING, "actor": actor, "reason": "because", "command": command, "facts": facts
    }))
    .unwrap();
    administer(&input)
}

fn reason(command: &Value, facts: &Value) -> Reason {
    let change = run(command, facts);
    assert_eq!(change.ok, change.reason.is_ok());
    assert_eq!(change.effects.is_empty(), change.reason != Reason::Done, "{:?}", change.effects);
    change.reason
}

fn effects(command: &Value, facts: &Value) -> Vec<String> {
    let change = run(command, facts);
    assert_eq!(change.reason, Reason::Done);
    let Value::Array(effects) = serde_json::to_value(&change.effects).unwrap() else { panic!("a list") };
    effects.iter().map(|effect| String::from(effect["effect"].as_str().unwrap())).collect()
}

fn with(mut facts: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    facts.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(String::from(name), value);
    facts
}

fn member_role(role: &str) -> Value {
    json!({ "command": "change_member_role", "organizationId": ACME, "userId": BEN, "role": role })
}

fn invite() -> Value {
    json!({ "command": "create_invitation", "organizationId": ACME, "invitationId": THING, "email": "eve@acme.example",
            "role": "org_user" })
}

fn accept() -> Value {
    json!({ "command": "accept_invitation", "invitationId": THING, "email": "ana@acme.example" })
}

/// Facts with an invitation of Ana, made by Ben, who owns Acme.
fn invited() -> Value {
    with(
        facts(None, "platform_user"),
        "/invitation",
        json!({
            "id": THING, "status": "pending", "email": "ana@acme.example", "organizationId": ACME, "role": "org_admin",
            "createdAt": NOW - 60, "expiresAt": NOW + 60,
            "inviter": { "userId": BEN, "status": "active", "organizationRole": "org_owner" }
        }),
    )
}

fn domain() -> Value {
    json!({ "command": "add_domain", "organizationId": ACME, "domainId": THING, "pattern": "acme.example",
            "verification": "ownership", "enrollmentMode": "automatic_membership" })
}

fn rule(organization: &str, state: &str) -> Value {
    json!({ "id": THING, "organizationId": organization, "pattern": "acme.example", "verification": "ownership",
            "state": state, "enrollmentMode": "automatic_membership" })
}

/// Facts with a second subject that came with the address of Ben.
fn in_conflict(platform: &str) -> Value {
    let identity = |subject: &str| json!({ "issuer": "https://login.acme.example", "subject": subject });
    let conflict = json!({ "id": THING, "kind": "second_subject", "status": "open", "identity": identity("00u2"),
        "connectionId": OKTA, "email": "ben@acme.example", "otherSubjects": [identity("00u1")] });
    with(facts(None, platform), "/identityConflict", conflict)
}
