//! Users of the platform: their roles, lifecycle, identities and erasure.

use super::*;

#[test]
fn the_last_platform_owner_and_ones_own_account_are_protected() {
    let command = |name: &str, id: &str| json!({ "command": name, "userId": id });
    let role = |id: &str, role: &str| json!({ "command": "set_platform_role", "userId": id, "role": role });
    let own = with(facts(None, "platform_owner"), "/user", user(ANA, "platform_owner"));
    assert_eq!(reason(&command("suspend_user", ANA), &own), Reason::OwnAccount);
    assert_eq!(reason(&command("deprovision_user", ANA), &own), Reason::OwnAccount);
    assert_eq!(reason(&role(ANA, "platform_user"), &own), Reason::LastPlatformOwner);
    assert_eq!(reason(&role(ANA, "platform_user"), &with(own, "/platformOwnerCount", json!(2))), Reason::Done);

    let of_owner = with(facts(None, "platform_admin"), "/user", user(BEN, "platform_owner"));
    for command in [command("suspend_user", BEN), command("deprovision_user", BEN), role(BEN, "platform_user")] {
        assert_eq!(reason(&command, &of_owner), Reason::RoleAboveOwn, "{command}");
    }
    let of_user = facts(None, "platform_admin");
    assert_eq!(reason(&role(BEN, "platform_owner"), &of_user), Reason::RoleAboveOwn);
    assert_eq!(reason(&role(BEN, "platform_admin"), &of_user), Reason::Done);
}

#[test]
fn a_user_is_suspended_restored_and_ended() {
    let command = |name: &str| json!({ "command": name, "userId": BEN });
    let active = facts(None, "platform_admin");
    let of = |status: &str| with(active.clone(), "/user/status", json!(status));
    assert_eq!(effects(&command("suspend_user"), &active), ["set_user_status", "raise_role_version", "record_audit"]);
    assert_eq!(reason(&command("suspend_user"), &of("suspended")), Reason::Unchanged);
    assert_eq!(reason(&command("suspend_user"), &of("deprovisioned")), Reason::UserNotActive);
    assert_eq!(reason(&command("restore_user"), &active), Reason::Unchanged);
    assert_eq!(reason(&command("restore_user"), &of("suspended")), Reason::Done);
    assert_eq!(effects(&command("deprovision_user"), &active), ["end_user", "raise_role_version", "record_audit"]);
    assert_eq!(reason(&command("deprovision_user"), &of("deprovisioned")), Reason::Unchanged);
    let alone = with(active, "/held", json!({ "memberships": [membership(BEN, "org_owner")], "soleOwnerOf": [ACME] }));
    assert_eq!(reason(&command("deprovision_user"), &alone), Reason::LastOwner);
}

#[test]
fn a_suspended_user_needs_a_seat_to_be_restored() {
    let restore = json!({ "command": "restore_user", "userId": BEN });
    let suspended = with(facts(None, "platform_admin"), "/user/status", json!("suspended"));
    assert_eq!(reason(&restore, &suspended), Reason::Done);
    let full = with(suspended, "/fullOrganizations", json!([ACME]));
    assert_eq!(reason(&restore, &full), Reason::SeatLimitReached);
    let unlimited = with(full.clone(), "/policy", json!({ "enforceSeats": false }));
    assert_eq!(reason(&restore, &unlimited), Reason::Done);
    // Nothing is to be done, so no seat is needed.
    assert_eq!(run(&restore, &with(full, "/user/status", json!("active"))).reason, Reason::Unchanged);
}

#[test]
fn a_user_is_restored_without_an_address_that_somebody_else_has() {
    let restore = json!({ "command": "restore_user", "userId": BEN });
    let gone = with(facts(None, "platform_admin"), "/user/status", json!("deprovisioned"));
    assert_eq!(effects(&restore, &gone), ["set_user_status", "raise_role_version", "record_audit"]);
    let held = with(gone, "/emailHeldByAnother", json!(true));
    assert_eq!(
        effects(&restore, &held),
        ["set_user_status", "raise_role_version", "release_user_email", "record_audit"]
    );
    let suspended = with(held, "/user/status", json!("suspended"));
    assert_eq!(effects(&restore, &suspended), ["set_user_status", "raise_role_version", "record_audit"]);
}

#[test]
fn only_the_operator_erases_and_issues_recovery_tokens() {
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let operator = json!({ "kind": "operator" });
    for command in [
        json!({ "command": "erase_user", "userId": BEN }),
        json!({ "command": "issue_recovery_token", "tokenHash": hash, "expiresAt": NOW + 60 }),
        json!({ "command": "revoke_bootstrap_token", "tokenHash": hash }),
    ] {
        let facts = facts(None, "platform_owner");
        assert_eq!(reason(&command, &facts), Reason::NotAllowed, "{command}");
        assert_eq!(run_by(operator.clone(), &command, &facts).reason, Reason::Done, "{command}");
    }
}

#[test]
fn an_erasure_ends_the_user_first_and_spares_the_last_owner() {
    let operator = json!({ "kind": "operator" });
    let erase = json!({ "command": "erase_user", "userId": BEN });
    let effects = |facts: &Value| -> Vec<String> {
        let change = run_by(operator.clone(), &erase, facts);
        let names = change.effects.iter().map(|effect| serde_json::to_value(effect).unwrap()["effect"].clone());
        names.map(|name| String::from(name.as_str().unwrap())).collect()
    };
    let active = facts(None, "platform_user");
    assert_eq!(effects(&active), ["end_user", "erase_user", "raise_role_version", "record_audit"]);
    let gone = with(active.clone(), "/user/status", json!("deprovisioned"));
    assert_eq!(effects(&gone), ["erase_user", "raise_role_version", "record_audit"]);
    let owner = with(active.clone(), "/user/platformRole", json!("platform_owner"));
    let owner = with(owner, "/held", json!({ "solePlatformOwner": true }));
    assert_eq!(run_by(operator.clone(), &erase, &owner).reason, Reason::LastPlatformOwner);
    let own = json!({ "memberships": [membership(BEN, "org_owner")], "soleOwnerOf": [ACME] });
    assert_eq!(run_by(operator.clone(), &erase, &with(active, "/held", own)).reason, Reason::LastOwner);
}

#[test]
fn an_identity_is_unlinked_and_its_subject_is_not_recorded() {
    let identity = json!({ "issuer": "https://login.acme.example", "subject": "00u1" });
    let unlink = json!({ "command": "unlink_user_identity", "userId": BEN, "identity": identity });
    let facts = facts(None, "platform_admin");
    assert_eq!(reason(&unlink, &facts), Reason::Unchanged);
    let only = with(facts.clone(), "/held", json!({ "identities": [identity] }));
    assert_eq!(reason(&unlink, &only), Reason::LastIdentity);
    let operator = json!({ "kind": "operator" });
    assert_eq!(run_by(operator, &unlink, &only).reason, Reason::Done);
    let other = json!({ "issuer": "https://login.acme.example", "subject": "00u2" });
    let linked = with(facts, "/held", json!({ "identities": [identity, other] }));
    assert_eq!(effects(&unlink, &linked), ["unlink_identity", "end_sessions", "raise_role_version", "record_audit"]);
    let record = serde_json::to_value(run(&unlink, &linked).effects.last().unwrap()).unwrap();
    assert!(!record.to_string().contains("00u1"), "{record}");
}
