//! Invitations.

use super::*;

#[test]
fn an_invitation_is_created_once_with_a_valid_lifetime_and_connection() {
    let facts = facts(Some("org_admin"), "platform_user");
    assert_eq!(effects(&invite(), &facts), ["create_invitation", "record_audit"]);
    assert_eq!(reason(&invite(), &with(facts.clone(), "/alreadyInvited", json!(true))), Reason::AlreadyInvited);
    assert_eq!(reason(&invite(), &with(facts.clone(), "/alreadyMember", json!(true))), Reason::AlreadyMember);
    for seconds in [0, 3_599, 90 * 86_400 + 1] {
        let command = with(invite(), "/lifetimeSeconds", json!(seconds));
        assert_eq!(reason(&command, &facts), Reason::LifetimeOutOfRange, "{seconds}");
    }
    let by_okta = with(invite(), "/connectionId", json!(OKTA));
    assert_eq!(reason(&by_okta, &facts), Reason::ConnectionNotFound);
    for (owner, expected) in
        [(json!(null), Reason::Done), (json!(ACME), Reason::Done), (json!(BETA), Reason::ConnectionNotFound)]
    {
        let facts = with(facts.clone(), "/connection", json!({ "id": OKTA, "organizationId": owner }));
        assert_eq!(reason(&by_okta, &facts), expected, "{owner}");
    }
}

#[test]
fn an_address_is_redacted_in_the_record() {
    let change = run(&invite(), &facts(Some("org_admin"), "platform_user"));
    let record = serde_json::to_string(change.effects.last().unwrap()).unwrap();
    assert!(record.contains("e***@acme.example") && !record.contains("eve@"), "{record}");
    assert!(record.contains("because"), "{record}");
}

#[test]
fn an_open_invitation_is_accepted_by_its_recipient_only() {
    assert_eq!(
        effects(&accept(), &invited()),
        ["put_membership", "set_current_organization", "raise_role_version", "set_invitation_status", "record_audit"]
    );
    for (pointer, value, expected) in [
        ("/invitation/email", json!("eve@acme.example"), Reason::InvitationNotFound),
        ("/invitation/status", json!("revoked"), Reason::InvitationNotPending),
        ("/invitation/status", json!("accepted"), Reason::InvitationNotPending),
        ("/invitation/status", json!("expired"), Reason::InvitationExpired),
        ("/invitation/expiresAt", json!(NOW), Reason::InvitationExpired),
        ("/invitation/connectionId", json!(OKTA), Reason::ConnectionNotFound),
        ("/invitation/inviter/organizationRole", json!("org_user"), Reason::InviterNotAuthorized),
        ("/invitation/inviter/status", json!("suspended"), Reason::InviterNotAuthorized),
        ("/invitation/inviter/userId", json!(ANA), Reason::InviterNotAuthorized),
        ("/invitation/inviter", json!(null), Reason::InviterNotAuthorized),
        ("/invitation/platformRole", json!("platform_admin"), Reason::InviterNotAuthorized),
        ("/organization/status", json!("inactive"), Reason::OrganizationInactive),
        ("/organization/seatLimit", json!(2), Reason::SeatLimitReached),
    ] {
        assert_eq!(reason(&accept(), &with(invited(), pointer, value.clone())), expected, "{pointer} {value}");
    }
    // A repetition changes nothing, as long as the membership is theirs.
    let accepted = with(invited(), "/invitation/status", json!("accepted"));
    let held = with(accepted, "/actorMembership", membership(ANA, "org_owner"));
    assert_eq!(reason(&accept(), &held), Reason::Unchanged);
    let ended = with(held, "/actorMembership/status", json!("removed"));
    assert_eq!(reason(&accept(), &ended), Reason::InvitationNotPending);
    // The address that the login has proven counts, and not the stored one.
    let by = |email: Value| with(accept(), "/email", email);
    assert_eq!(reason(&by(json!(null)), &invited()), Reason::EmailUnverified);
    assert_eq!(reason(&by(json!("eve@acme.example")), &invited()), Reason::InvitationNotFound);
    let moved = with(invited(), "/actor/email", json!("ana.lopez@acme.example"));
    assert_eq!(reason(&accept(), &moved), Reason::Done);
    assert_eq!(reason(&by(json!(null)), &moved), Reason::InvitationNotFound);
}

#[test]
fn an_old_invitation_does_not_undo_a_removal() {
    let removed = |at: u64| {
        let membership = with(with(membership(ANA, "org_user"), "/status", json!("removed")), "/removedAt", json!(at));
        with(invited(), "/actorMembership", membership)
    };
    assert_eq!(reason(&accept(), &removed(NOW - 30)), Reason::InvitationNeeded);
    assert_eq!(reason(&accept(), &removed(NOW - 90)), Reason::Done);
}

#[test]
fn a_domain_rules_invitation_is_accepted_for_the_least_role_only() {
    let of_rule = |role: &str| {
        let facts =
            with(with(invited(), "/invitation/inviter", json!(null)), "/invitation/acceptance", json!("explicit"));
        with(facts, "/invitation/role", json!(role))
    };
    assert_eq!(reason(&accept(), &of_rule("org_user")), Reason::Done);
    assert_eq!(reason(&accept(), &of_rule("org_admin")), Reason::InviterNotAuthorized);
}

#[test]
fn a_resent_invitation_is_answered_for_by_who_sends_it() {
    let command = json!({ "command": "resend_invitation", "organizationId": ACME, "invitationId": THING });
    let of = |role: &str| {
        let invitation = with(invited()["invitation"].clone(), "/role", json!(role));
        with(facts(Some("org_admin"), "platform_user"), "/invitation", invitation)
    };
    assert_eq!(reason(&command, &of("org_owner")), Reason::RoleAboveOwn);
    assert_eq!(effects(&command, &of("org_admin")), ["renew_invitation", "record_audit"]);
    assert_eq!(
        reason(&command, &with(of("org_user"), "/invitation/organizationId", json!(BETA))),
        Reason::InvitationNotFound
    );
    assert_eq!(
        reason(&command, &with(of("org_user"), "/invitation/status", json!("revoked"))),
        Reason::InvitationNotPending
    );
}

#[test]
fn nobody_is_invited_as_an_auditor() {
    let mut invitation = invite();
    invitation["platformRole"] = json!("platform_auditor");
    assert_eq!(reason(&invitation, &facts(Some("org_owner"), "platform_owner")), Reason::RoleNotInvitable);
}
