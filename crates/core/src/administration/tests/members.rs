//! Members of an organization, and people who ask to be one.

use super::*;

#[test]
fn the_last_owner_stays() {
    let facts = with(facts(Some("org_owner"), "platform_user"), "/userMembership", membership(ANA, "org_owner"));
    let leave = json!({ "command": "remove_member", "organizationId": ACME, "userId": ANA });
    let step_down =
        json!({ "command": "change_member_role", "organizationId": ACME, "userId": ANA, "role": "org_user" });
    assert_eq!(reason(&leave, &facts), Reason::LastOwner);
    assert_eq!(reason(&step_down, &facts), Reason::LastOwner);
    let two = with(facts, "/organization/ownerCount", json!(2));
    assert_eq!(reason(&leave, &two), Reason::Done);
    assert_eq!(reason(&step_down, &two), Reason::Done);
}

#[test]
fn a_member_may_leave_and_remove_nobody_else() {
    let own = with(facts(Some("org_user"), "platform_user"), "/userMembership", membership(ANA, "org_user"));
    let leave = json!({ "command": "remove_member", "organizationId": ACME, "userId": ANA });
    assert_eq!(effects(&leave, &own), ["remove_membership", "raise_role_version", "record_audit"]);
    let other = json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN });
    assert_eq!(reason(&other, &own), Reason::NotAllowed);
}

#[test]
fn nobody_is_made_a_member_who_has_not_been_one() {
    let command = json!({ "command": "add_member", "organizationId": ACME, "userId": BEN, "role": "org_user" });
    let never = facts(Some("org_admin"), "platform_user");
    assert_eq!(reason(&command, &never), Reason::InvitationNeeded);
    let former = with(never, "/userMembership", with(membership(BEN, "org_user"), "/status", json!("removed")));
    assert_eq!(reason(&command, &former), Reason::Done);
    let full = with(former, "/organization/seatLimit", json!(2));
    assert_eq!(reason(&command, &full), Reason::SeatLimitReached);
    assert_eq!(reason(&command, &with(full, "/policy", json!({ "enforceSeats": false }))), Reason::Done);
}

#[test]
fn a_request_is_answered_once() {
    let approve = json!({ "command": "approve_membership_request", "organizationId": ACME, "userId": BEN });
    let deny = json!({ "command": "deny_membership_request", "organizationId": ACME, "userId": BEN });
    let facts = facts(Some("org_admin"), "platform_user");
    assert_eq!(reason(&approve, &facts), Reason::RequestNotFound);
    let asked =
        |status: &str| with(facts.clone(), "/membershipRequest", json!({ "status": status, "role": "org_user" }));
    assert_eq!(
        effects(&approve, &asked("pending")),
        [
            "put_membership",
            "set_current_organization",
            "raise_role_version",
            "settle_membership_request",
            "record_audit"
        ]
    );
    assert_eq!(effects(&deny, &asked("pending")), ["settle_membership_request", "record_audit"]);
    assert_eq!(reason(&approve, &asked("rejected")), Reason::RequestNotPending);
    assert_eq!(reason(&approve, &with(asked("pending"), "/user/status", json!("suspended"))), Reason::UserNotActive);
    assert_eq!(
        reason(&approve, &with(asked("pending"), "/organization/seatLimit", json!(2))),
        Reason::SeatLimitReached
    );
}

#[test]
fn a_role_that_was_changed_by_hand_is_given_back_to_the_groups() {
    let release = json!({ "command": "follow_provider", "organizationId": ACME, "userId": BEN });
    let of = |memory: Value| {
        let mut ben = membership(BEN, "org_admin");
        ben.as_object_mut().unwrap().extend(memory.as_object().unwrap().clone());
        with(facts(Some("org_owner"), "platform_user"), "/userMembership", ben)
    };
    assert_eq!(reason(&release, &of(json!({}))), Reason::Unchanged);
    assert_eq!(reason(&release, &of(json!({ "roleSource": "group" }))), Reason::Unchanged);
    let after = |memory: Value| {
        let effects = serde_json::to_value(run(&release, &of(memory)).effects).unwrap();
        assert_eq!(effects[1]["action"], "member_role_released");
        effects[0]["roleSource"].clone()
    };
    assert_eq!(after(json!({ "roleSource": "manual", "baseRole": "org_admin" })), Value::Null);
    assert_eq!(after(json!({ "roleSource": "manual", "baseRole": "org_user" })), "group");
    assert_eq!(after(json!({ "roleSource": "manual", "source": "group" })), "group");
    assert_eq!(after(json!({ "roleSource": "manual" })), Value::Null);
    let manual = of(json!({ "roleSource": "manual" }));
    let by_admin = with(manual, "/actorMembership", membership(ANA, "org_user"));
    assert_eq!(reason(&release, &by_admin), Reason::NotAllowed);
}

#[test]
fn an_address_on_the_waitlist_is_approved_or_denied() {
    let command = |name: &str| json!({ "command": name, "email": "eve@acme.example" });
    let none = facts(None, "platform_admin");
    assert_eq!(reason(&command("approve_waitlisted"), &none), Reason::NotWaitlisted);
    let waiting = with(none, "/waitlist", json!("pending"));
    assert_eq!(effects(&command("approve_waitlisted"), &waiting), ["set_waitlist_status", "record_audit"]);
    assert_eq!(effects(&command("deny_waitlisted"), &waiting), ["set_waitlist_status", "record_audit"]);
    for (name, status, answer) in [
        ("approve_waitlisted", "approved", Reason::Unchanged),
        ("approve_waitlisted", "denied", Reason::Done),
        ("deny_waitlisted", "denied", Reason::Unchanged),
        ("deny_waitlisted", "approved", Reason::Done),
    ] {
        let answered = with(waiting.clone(), "/waitlist", json!(status));
        assert_eq!(reason(&command(name), &answered), answer, "{name} {status}");
    }
}
