//! Organizations.

use super::*;

#[test]
fn an_organization_is_founded_under_a_slug_that_nobody_has() {
    let command = |slug: Value| json!({ "command": "create_organization", "organizationId": ACME, "name": "Acme, Inc.", "slug": slug });
    let facts = json!({ "actor": user(ANA, "platform_admin"), "takenSlugs": ["acme-inc", "acme"] });
    assert_eq!(reason(&command(json!("acme")), &facts), Reason::SlugTaken);
    assert_eq!(reason(&command(json!("Acme")), &facts), Reason::SlugInvalid);
    assert_eq!(reason(&with(command(json!(null)), "/name", json!(" - ")), &facts), Reason::NameMissing);
    let change = run(&command(json!(null)), &facts);
    assert_eq!(serde_json::to_value(&change.effects[0]).unwrap()["slug"], json!("acme-inc-2"));
    assert_eq!(
        reason(&command(json!(null)), &with(facts, "/actor/platformRole", json!("platform_user"))),
        Reason::NotAllowed
    );
}

#[test]
fn a_closed_organization_leaves_no_way_in() {
    let close = json!({ "command": "close_organization", "organizationId": ACME });
    assert_eq!(reason(&close, &facts(Some("org_admin"), "platform_user")), Reason::NotAllowed);
    assert_eq!(
        effects(&close, &facts(Some("org_owner"), "platform_user")),
        ["set_organization_status", "revoke_invitations", "delete_domains", "raise_role_versions", "record_audit"]
    );
    let seats = json!({ "command": "set_seat_limit", "organizationId": ACME, "seatLimit": 1 });
    assert_eq!(reason(&seats, &facts(None, "platform_admin")), Reason::SeatsInUse);
}

#[test]
fn the_platform_appoints_an_owner_only_where_none_is_active() {
    let appoint = json!({ "command": "appoint_owner", "organizationId": ACME, "userId": BEN });
    let member = with(facts(None, "platform_admin"), "/userMembership", membership(BEN, "org_user"));
    // Nobody has counted the owners, so one may be active.
    assert_eq!(reason(&appoint, &member), Reason::OwnerActive);
    let of = |owners: u32| with(member.clone(), "/activeOwnerCount", json!(owners));
    assert_eq!(reason(&appoint, &of(1)), Reason::OwnerActive);
    assert_eq!(effects(&appoint, &of(0)), ["change_membership_role", "raise_role_version", "record_audit"]);
    assert_eq!(reason(&appoint, &with(of(0), "/actor/platformRole", json!("platform_auditor"))), Reason::NotAllowed);
    assert_eq!(reason(&appoint, &with(of(0), "/user/status", json!("suspended"))), Reason::UserNotActive);
    assert_eq!(reason(&appoint, &with(of(0), "/userMembership/status", json!("removed"))), Reason::MemberNotFound);
    let own = json!({ "command": "appoint_owner", "organizationId": ACME, "userId": ANA });
    assert_eq!(reason(&own, &of(0)), Reason::OwnAccount);
    let close = json!({ "command": "close_any_organization", "organizationId": ACME });
    for command in [&appoint, &close] {
        let mut input = json!({ "now": NOW, "auditId": THING, "actor": { "kind": "user", "userId": ANA },
            "command": command, "facts": of(0) });
        let decided = |input: &Value| administer(&serde_json::from_value(input.clone()).unwrap()).reason;
        assert_eq!(decided(&input), Reason::ReasonMissing);
        input["reason"] = json!("their owner left");
        assert_eq!(decided(&input), Reason::Done);
    }
}
