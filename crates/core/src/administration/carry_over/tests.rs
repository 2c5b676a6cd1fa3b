use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use serde_json::{Value, json};

use super::{
    CarryOver, CarryOverConflictKind as Kind, CarryOverInput, CarryOverReason as Reason, carry_over, mapping_faults,
};
use crate::administration::{AdministrationEffect, AuditEffect, IdentityConflictEffect};
use crate::id::UserId;
use crate::identity::SubjectMapping;
use crate::text::{Issuer, Subject};

const ANA: &str = "0198c0de-0000-7000-8000-0000000000a1";
const BEN: &str = "0198c0de-0000-7000-8000-0000000000b1";
const EVE: &str = "0198c0de-0000-7000-8000-0000000000b2";
const ACME: &str = "0198c0de-0000-7000-8000-0000000000e1";
const SIGN_IN: &str = "0198c0de-0000-7000-8000-0000000000c1";
const OLD: &str = "https://auth.acme.example/realms/acme";
const NEW: &str = "https://login.acme.example/realms/acme";

fn identity(subject: &str, user: &str) -> Value {
    json!({ "subject": subject, "kind": "keycloak", "userId": user, "status": "active", "platformRole": "platform_user" })
}

/// A carry-over by the operator: Ben and Eve are known at the former issuer, nobody at the new one.
fn input() -> Value {
    json!({
        "auditId": ANA, "actor": { "kind": "operator" }, "reason": "the host was renamed", "from": OLD,
        "facts": {
            "target": { "connectionId": SIGN_IN, "kind": "keycloak", "issuer": NEW, "inUse": true },
            "identities": [identity("ben-subject", BEN), identity("eve-subject", EVE)], "fromInUse": true
        }
    })
}

fn with(mut input: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = input.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        parent => {
            parent.as_object_mut().unwrap().insert(String::from(name), value);
        }
    }
    input
}

fn by(role: &str, input: Value) -> Value {
    let actor = json!({ "id": ANA, "status": "active", "platformRole": role, "emailVerified": false });
    with(with(input, "/actor", json!({ "kind": "user", "userId": ANA })), "/facts/actor", actor)
}

fn subjects(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect()
}

#[track_caller]
fn run(input: &Value) -> CarryOver {
    let input: CarryOverInput = serde_json::from_value(input.clone()).unwrap();
    let result = carry_over(&input);
    assert_eq!(result.ok, result.reason.is_ok());
    assert_eq!(result.effects.is_empty(), result.reason != Reason::CarriedOver);
    assert_eq!(result.report.moved > 0, result.reason == Reason::CarriedOver);
    assert_eq!(result.report.conflicts.is_empty(), result.reason != Reason::CarryOverConflicts);
    result
}

fn moves(result: &CarryOver) -> Vec<(&str, &str)> {
    let [
        AdministrationEffect::IdentityConflict(IdentityConflictEffect::CarryIdentitiesOver { subjects, .. }),
        AdministrationEffect::Audit(AuditEffect::RecordAudit { .. }),
    ] = result.effects.as_slice()
    else {
        panic!("{:?}", result.effects)
    };
    subjects.iter().map(|mapping| (mapping.from.as_str(), mapping.to.as_str())).collect()
}

#[track_caller]
fn conflict(input: &Value) -> (Kind, u32) {
    let result = run(input);
    assert_eq!(result.reason, Reason::CarryOverConflicts);
    let [conflict] = result.report.conflicts.as_slice() else { panic!("{:?}", result.report) };
    (conflict.kind, conflict.count)
}

#[test]
fn all_identities_move_to_the_same_subjects_or_those_of_the_list_do() {
    let result = run(&input());
    assert_eq!(moves(&result), [("ben-subject", "ben-subject"), ("eve-subject", "eve-subject")]);
    assert_eq!((result.report.moved, result.report.left), (2, 0));

    let listed = with(input(), "/subjects", subjects(&[("eve-subject", "6a1f0c3e")]));
    let result = run(&listed);
    assert_eq!(moves(&result), [("eve-subject", "6a1f0c3e")]);
    assert_eq!((result.report.moved, result.report.left), (1, 1));
    assert_eq!(result.report.left_subjects[0].as_str(), "be***ct");
}

#[test]
fn a_second_time_there_is_nothing_to_carry_over() {
    let nobody = with(input(), "/facts/identities", json!([]));
    assert_eq!(run(&nobody).reason, Reason::Unchanged);
    // Who signed in at the new issuer meanwhile and was linked is known there already.
    let both = json!([identity("ben-subject", BEN), identity("eve-subject", EVE)]);
    let result = run(&with(input(), "/facts/present", both));
    assert_eq!((result.reason, result.report.already_linked), (Reason::Unchanged, 2));
}

#[test]
fn p17_no_carry_over_joins_two_accounts() {
    let cases = [
        ("taken", with(input(), "/facts/present", json!([identity("ben-subject", ANA)])), (Kind::SubjectTaken, 1)),
        ("second", with(input(), "/facts/present", json!([identity("other", BEN)])), (Kind::SecondSubject, 1)),
        (
            "duplicate",
            with(input(), "/subjects", subjects(&[("ben-subject", "one"), ("eve-subject", "one")])),
            (Kind::SubjectDuplicate, 2),
        ),
        ("unknown", with(input(), "/subjects", subjects(&[("nobody", "one")])), (Kind::SubjectUnknown, 1)),
    ];
    for (name, input, expected) in cases {
        assert_eq!(conflict(&input), expected, "{name}");
    }
    // The new identity derives an account whose link was removed: it is not Ben's.
    let (issuer, subject) = (Issuer::new(NEW).unwrap(), Subject::new("ben-subject").unwrap());
    let derived = with(input(), "/facts/derivedUsers", json!([UserId::of_identity(&issuer, &subject)]));
    assert_eq!(conflict(&derived), (Kind::SubjectTaken, 1));
}

#[test]
fn people_who_are_kept_out_are_carried_over_too() {
    let gone = with(input(), "/facts/identities/0/status", json!("deprovisioned"));
    assert_eq!(run(&gone).report.moved, 2);
}

#[test]
fn p4_only_an_owner_or_the_operator_carries_over_and_others_learn_nothing() {
    for actor in [
        by("platform_user", input()),
        by("platform_admin", input()),
        with(by("platform_owner", input()), "/facts/actor", Value::Null),
    ] {
        let result = run(&actor);
        assert_eq!(result.reason, Reason::NotAllowed);
        assert_eq!((result.report.from, result.report.to, result.report.left), (None, None, 0));
    }
    let another = with(by("platform_owner", input()), "/facts/actor/id", json!(BEN));
    assert_eq!(run(&another).reason, Reason::NotAllowed, "facts of another user");
    let suspended = with(by("platform_owner", input()), "/facts/actor/status", json!("suspended"));
    assert_eq!(run(&suspended).reason, Reason::NotAllowed);

    let owner = with(input(), "/facts/identities/0/platformRole", json!("platform_owner"));
    assert_eq!(run(&by("platform_owner", owner.clone())).report.moved, 2);
    assert_eq!(run(&owner).report.moved, 2);
}

#[test]
fn no_organization_gets_the_people_of_others() {
    let acmes = with(input(), "/facts/target/organizationId", json!(ACME));
    assert_eq!(conflict(&acmes), (Kind::OtherOrganization, 2));
    let own = with(acmes, "/facts/identities/0/organizationId", json!(ACME));
    assert_eq!(conflict(&own), (Kind::OtherOrganization, 1));
    assert_eq!(run(&with(own, "/facts/identities/1/organizationId", json!(ACME))).report.moved, 2);
}

#[test]
fn subjects_of_different_claims_have_to_be_listed() {
    let entra = with(input(), "/facts/target/kind", json!("entra_id"));
    assert_eq!(conflict(&entra), (Kind::SubjectClaimDiffers, 2));
    assert_eq!(run(&with(entra, "/subjects", subjects(&[("ben-subject", "oid")]))).report.moved, 1);
    assert_eq!(run(&with(input(), "/facts/target/kind", json!("oidc"))).report.moved, 2);
}

#[test]
fn no_administrator_is_locked_out_unless_it_is_forced_with_a_reason() {
    let admin = with(input(), "/facts/identities/0/platformRole", json!("platform_admin"));
    let unused = with(admin, "/facts/target/inUse", json!(false));
    assert_eq!(run(&unused).reason, Reason::WouldLockOutAdmins);
    for (pointer, value) in [
        ("/facts/fromInUse", json!(false)),
        ("/facts/administratorElsewhere", json!(true)),
        ("/facts/target/inUse", json!(true)),
        ("/facts/identities/0/status", json!("suspended")),
        ("/subjects", subjects(&[("eve-subject", "eve")])),
        ("/force", json!(true)),
    ] {
        assert_eq!(run(&with(unused.clone(), pointer, value)).reason, Reason::CarriedOver, "{pointer}");
    }
    let blank = with(with(unused.clone(), "/force", json!(true)), "/reason", json!("  "));
    assert_eq!(run(&blank).reason, Reason::ReasonMissing);
    let forced = run(&with(unused, "/force", json!(true)));
    let Some(AdministrationEffect::Audit(AuditEffect::RecordAudit { changes, .. })) = forced.effects.last() else {
        panic!("a record")
    };
    assert_eq!(changes.last().unwrap().field, "forced");
}

#[test]
fn what_cannot_be_carried_over_at_all_is_said_first() {
    for (pointer, value, reason) in [
        ("/facts/target", Value::Null, Reason::ConnectionNotFound),
        ("/from", Value::Null, Reason::ConnectionNotFound),
        ("/facts/target/issuer", Value::Null, Reason::IssuerMissing),
        ("/facts/target/issuer", json!(OLD), Reason::SameIssuer),
        ("/subjects", subjects(&[("ben-subject", "")]), Reason::MappingInvalid),
    ] {
        assert_eq!(run(&with(input(), pointer, value)).reason, reason, "{pointer}");
    }
    assert_eq!(
        run(&with(with(input(), "/facts/identities", json!([])), "/reason", Value::Null)).reason,
        Reason::Unchanged
    );
}

#[test]
fn a_list_of_subjects_is_refused_at_the_place_of_its_fault() {
    let pair =
        |from: &str, to: &str| SubjectMapping { from: Subject::new(from).unwrap(), to: Subject::new(to).unwrap() };
    let long = "x".repeat(256);
    let faults = mapping_faults(&[pair("a", "b"), pair("a", "c"), pair("d", ""), pair("e", "f\n"), pair("g", &long)]);
    let found: Vec<String> = faults.iter().map(|fault| format!("{:?} {}", fault.code, fault.path)).collect();
    assert_eq!(
        found,
        [
            "DuplicateItem /subjects/1/from",
            "InvalidValue /subjects/2/to",
            "InvalidValue /subjects/3/to",
            "InvalidValue /subjects/4/to"
        ]
    );
    assert!(faults.iter().all(|fault| fault.help.is_some()));
    assert_eq!(mapping_faults(&vec![pair("a", "b"); 500]).len(), 100);
}

#[test]
fn the_order_of_the_facts_does_not_matter_and_subjects_are_redacted() {
    let turned = json!([identity("eve-subject", EVE), identity("ben-subject", BEN)]);
    assert_eq!(run(&with(input(), "/facts/identities", turned)), run(&input()));
    let address = with(input(), "/subjects", subjects(&[("ben@acme.example", "x"), ("0198c0de-0000-7000", "y")]));
    let shown: Vec<String> =
        run(&address).report.conflicts[0].subjects.iter().map(|subject| String::from(subject.as_str())).collect();
    assert_eq!(shown, ["0198***7000", "b***"]);
}
