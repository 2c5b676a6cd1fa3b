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
