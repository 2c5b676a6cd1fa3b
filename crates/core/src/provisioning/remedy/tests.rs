use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use serde_json::{Value, json};

use super::*;
use crate::decide;
use crate::provisioning::explain::explain_remedies;

const ACME: &str = "0198c0de-0000-7000-8000-0000000000a1";
const RULE: &str = "0198c0de-0000-7000-8000-0000000000d1";
const INVITATION: &str = "0198c0de-0000-7000-8000-0000000000e1";
const CONNECTION: &str = "0198c0de-0000-7000-8000-0000000000c1";

fn input(login: &Value, policy: &Value, facts: &Value) -> DecideInput {
    let mut whole = json!({
        "now": 1_767_225_600,
        "connection": { "id": CONNECTION, "kind": "oidc", "issuer": "https://login.acme.example", "status": "active" },
        "login": { "connectionId": CONNECTION, "issuer": "https://login.acme.example", "subject": "00u1",
            "email": "ana@acme.example", "emailVerified": true },
        "policy": policy,
        "facts": facts,
    });
    for (name, value) in login.as_object().unwrap() {
        whole["login"][name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

fn organization() -> Value {
    json!([{ "id": ACME, "status": "active", "name": "Acme", "slug": "acme" }])
}

fn rule(state: &str, mode: &str) -> Value {
    json!([{ "id": RULE, "organizationId": ACME, "pattern": "acme.example", "verification": "ownership",
        "state": state, "enrollmentMode": mode }])
}

/// Returns the kinds of the changes of each remedy.
fn kinds(input: &DecideInput) -> Vec<String> {
    let kind = |step: &RemedyStep| String::from(serde_json::to_value(&step.change).unwrap()["kind"].as_str().unwrap());
    let of = |remedy: &Remedy| remedy.steps.iter().map(kind).collect::<Vec<_>>().join("+");
    remedies(input).iter().map(of).collect()
}

#[test]
fn an_admitted_person_needs_no_remedy() {
    let facts = json!({ "organizations": organization(), "domainRules": rule("verified", "automatic_membership") });
    assert_eq!(kinds(&input(&json!({}), &json!({}), &facts)), [""; 0]);
}

#[test]
fn a_stranger_is_invited_or_access_is_opened() {
    let facts = json!({ "organizations": organization() });
    let input = input(&json!({}), &json!({}), &facts);
    assert_eq!(kinds(&input), ["create_invitation", "change_access_mode"]);
    let first = &remedies(&input)[0];
    assert_eq!(first.steps[0].actor, RemedyActor::Organization);
    assert_eq!(first.steps[0].capability, Some(Capability::InvitationsManage));
    let result = first.result.as_ref().unwrap();
    assert_eq!((result.outcome, result.reason), (OutcomeKind::Provisioned, ReasonCode::InvitationAccepted));
    assert_eq!(result.memberships.len(), 1);
}

#[test]
fn a_domain_that_waits_for_its_proof_is_verified() {
    let facts = json!({ "organizations": organization(), "domainRules": rule("pending", "automatic_membership") });
    assert_eq!(
        kinds(&input(&json!({}), &json!({}), &facts)),
        ["create_invitation", "verify_domain", "change_access_mode"]
    );
}

#[test]
fn an_expired_invitation_is_sent_again() {
    let facts = json!({ "organizations": organization(), "invitations": [{ "id": INVITATION, "status": "pending",
        "email": "ana@acme.example", "organizationId": ACME, "createdAt": 1_767_000_000,
        "expiresAt": 1_767_100_000 }] });
    assert_eq!(kinds(&input(&json!({}), &json!({}), &facts)), ["resend_invitation", "change_access_mode"]);
}

#[test]
fn an_unverified_person_proves_their_address() {
    let facts = json!({ "organizations": organization(), "domainRules": rule("verified", "automatic_membership") });
    let input = input(&json!({ "emailVerified": false }), &json!({}), &facts);
    assert_eq!(kinds(&input), ["enter_code", "verify_email"]);
    assert_eq!(remedies(&input)[0].steps[0].actor, RemedyActor::Person);
}

#[test]
fn two_changes_are_listed_where_one_does_not_suffice() {
    let mut facts = json!({ "organizations": organization(), "domainRules": rule("pending", "automatic_membership") });
    facts["organizations"][0]["seatLimit"] = json!(1);
    facts["organizations"][0]["seatsUsed"] = json!(1);
    let input = input(&json!({ "emailVerified": false }), &json!({ "accessMode": "restricted" }), &facts);
    let kinds = kinds(&input);
    assert!(kinds.iter().all(|kinds| kinds.contains('+')), "{kinds:?}");
    assert!(kinds.contains(&"verify_email+change_access_mode".into()), "{kinds:?}");
}

#[test]
fn a_person_who_has_to_use_single_sign_on_is_sent_there() {
    let mut facts = json!({ "organizations": organization(), "domainRules": rule("verified", "enterprise_sso") });
    let elsewhere = "0198c0de-0000-7000-8000-0000000000c2";
    facts["domainRules"][0]["connectionId"] = json!(elsewhere);
    let input = input(&json!({}), &json!({}), &facts);
    assert_eq!(kinds(&input)[0], "use_connection");
    assert_eq!(remedies(&input)[0].result, None);
}

#[test]
fn a_machine_and_a_deprovisioned_user_have_no_remedy() {
    let machine = json!({ "subjectKind": "machine" });
    assert_eq!(kinds(&input(&machine, &json!({}), &json!({}))), [""; 0]);
    let user = json!({ "linkedUser": { "id": "0198c0de-0000-7000-8000-0000000000b1", "status": "deprovisioned" } });
    assert_eq!(kinds(&input(&json!({}), &json!({ "accessMode": "public" }), &user)), [""; 0]);
    let user = json!({ "linkedUser": { "id": "0198c0de-0000-7000-8000-0000000000b1", "status": "suspended" } });
    assert_eq!(kinds(&input(&json!({}), &json!({ "accessMode": "public" }), &user)), ["restore_user"]);
}

#[test]
fn the_order_of_the_facts_does_not_matter() {
    let other = "0198c0de-0000-7000-8000-0000000000a2";
    let mut facts = json!({ "organizations": organization(), "domainRules": rule("pending", "manual_invitation") });
    let mut more = organization()[0].clone();
    more["id"] = json!(other);
    facts["organizations"].as_array_mut().unwrap().push(more);
    let straight = input(&json!({}), &json!({}), &facts);
    facts["organizations"].as_array_mut().unwrap().reverse();
    assert_eq!(remedies(&straight), remedies(&input(&json!({}), &json!({}), &facts)));
}

#[test]
fn the_list_says_who_does_what_and_what_comes_of_it() {
    let facts = json!({ "organizations": organization() });
    let input = input(&json!({}), &json!({}), &facts);
    let list = format!(
        "1. organization: invite the address to organization {ACME}\n   provisioned: invitation_accepted\n   \
         org_user in organization {ACME}\n2. platform: set accessMode to public in the policy\n   provisioned: \
         public_access\n"
    );
    assert_eq!(explain_remedies(&remedies(&input)), list);
    assert!(decide(&input).outcome.signed_in_user().is_none());
}
