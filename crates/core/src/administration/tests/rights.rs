//! The actor's rights: over organizations, roles and people.

use super::*;

#[test]
fn who_may_not_command_learns_nothing_of_what_is_there() {
    let nobody = json!({});
    let nothing_there = json!({ "actor": user(ANA, "platform_user") });
    for command in [member_role("org_user"), invite(), domain(), json!({ "command": "suspend_user", "userId": BEN })] {
        assert_eq!(reason(&command, &nobody), Reason::NotAllowed, "{command}");
        assert_eq!(reason(&command, &nothing_there), Reason::NotAllowed, "{command}");
        assert_eq!(reason(&command, &facts(Some("org_user"), "platform_user")), Reason::NotAllowed, "{command}");
    }
}

#[test]
fn a_platform_role_commands_in_no_organization() {
    for command in [member_role("org_user"), invite(), domain()] {
        assert_eq!(reason(&command, &facts(None, "platform_owner")), Reason::NotAllowed, "{command}");
    }
}

#[test]
fn who_is_switched_off_commands_nothing() {
    for status in ["suspended", "deprovisioned"] {
        let facts = with(facts(Some("org_owner"), "platform_owner"), "/actor/status", json!(status));
        assert_eq!(reason(&invite(), &facts), Reason::NotAllowed);
        let leave = json!({ "command": "remove_member", "organizationId": ACME, "userId": ANA });
        assert_eq!(reason(&leave, &facts), Reason::NotAllowed);
    }
    let ended = with(facts(Some("org_owner"), "platform_user"), "/actorMembership/status", json!("removed"));
    assert_eq!(reason(&invite(), &ended), Reason::NotAllowed);
    let closed = with(facts(Some("org_owner"), "platform_user"), "/organization/status", json!("inactive"));
    assert_eq!(reason(&invite(), &closed), Reason::NotAllowed);
}

#[test]
fn nobody_gives_a_role_above_their_own_or_touches_who_has_one() {
    let by_admin = facts(Some("org_admin"), "platform_user");
    let of_user = with(by_admin.clone(), "/userMembership", membership(BEN, "org_user"));
    let of_owner = with(by_admin, "/userMembership", membership(BEN, "org_owner"));
    let remove = json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN });
    assert_eq!(reason(&member_role("org_owner"), &of_user), Reason::RoleAboveOwn);
    assert_eq!(reason(&member_role("org_user"), &of_owner), Reason::RoleAboveOwn);
    assert_eq!(reason(&remove, &of_owner), Reason::RoleAboveOwn);
    assert_eq!(reason(&with(invite(), "/role", json!("org_owner")), &of_user), Reason::RoleAboveOwn);
    assert_eq!(reason(&with(invite(), "/platformRole", json!("platform_admin")), &of_user), Reason::RoleAboveOwn);
    assert_eq!(
        effects(&member_role("org_admin"), &of_user),
        ["change_membership_role", "raise_role_version", "record_audit"]
    );
}

#[test]
fn the_operator_decides_about_anybody_and_cares_for_users_alone() {
    let operator = json!({ "kind": "operator" });
    let conflict = with(in_conflict("platform_owner"), "/user/platformRole", json!("platform_owner"));
    // Ana's facts are not the operator's, so they give the operator nothing.
    for facts in [conflict.clone(), with(conflict.clone(), "/actor", Value::Null)] {
        for name in ["resolve_same_person", "resolve_another_person", "dismiss_identity_conflict"] {
            let command = json!({ "command": name, "conflictId": THING });
            assert_eq!(run_by(operator.clone(), &command, &facts).reason, Reason::Done, "{name}");
        }
        for command in [
            member_role("org_user"),
            invite(),
            accept(),
            domain(),
            json!({ "command": "remove_member", "organizationId": ACME, "userId": BEN }),
            json!({ "command": "create_organization", "organizationId": BETA, "name": "Beta" }),
            json!({ "command": "approve_waitlisted", "email": "eve@acme.example" }),
            json!({ "command": "roll_back_policy", "to": 1 }),
        ] {
            assert_eq!(run_by(operator.clone(), &command, &facts).reason, Reason::NotAllowed, "{command}");
        }
        // The platform has another owner.
        let facts = with(facts, "/platformOwnerCount", json!(2));
        for command in [
            json!({ "command": "suspend_user", "userId": BEN }),
            json!({ "command": "deprovision_user", "userId": BEN }),
            json!({ "command": "erase_user", "userId": BEN }),
            json!({ "command": "end_user_sessions", "userId": BEN }),
            json!({ "command": "set_platform_role", "userId": BEN, "role": "platform_user" }),
        ] {
            assert_eq!(run_by(operator.clone(), &command, &facts).reason, Reason::Done, "{command}");
        }
        let user = with(facts, "/user/platformRole", json!("platform_user"));
        let grant = json!({ "command": "set_platform_role", "userId": BEN, "role": "platform_owner" });
        assert_eq!(run_by(operator.clone(), &grant, &user).reason, Reason::Done);
    }
    let absent = json!({ "now": NOW, "auditId": THING, "command": member_role("org_user"), "facts": {} });
    assert!(serde_json::from_value::<AdministerInput>(absent).is_err(), "nobody is the operator by default");
}

/// Facts in which the actor's own owner's rights in Acme would suffice for the command.
fn proof() -> (Value, Value) {
    let command = json!({ "command": "record_domain_proof", "organizationId": ACME, "domainId": THING,
                          "proof": "dns_record", "found": true });
    let facts = with(facts(Some("org_owner"), "platform_user"), "/domain", rule(ACME, "pending"));
    (command, with(facts, "/domainRules", json!([])))
}

#[test]
fn facts_of_somebody_else_and_of_another_organization_give_no_rights() {
    let (command, own) = proof();
    let mut foreign = own.clone();
    for (pointer, value) in [
        ("/actor/id", json!(BEN)),
        ("/actorMembership/userId", json!(THING)),
        ("/actorMembership/organizationId", json!(BETA)),
    ] {
        foreign = with(foreign, pointer, value);
    }
    assert_eq!(reason(&command, &own), Reason::Done);
    assert_eq!(reason(&command, &foreign), Reason::NotAllowed);
}

#[test]
fn each_fact_by_itself_must_fit_the_actor_and_the_command() {
    let (command, own) = proof();
    for (pointer, value) in [
        ("/actor/id", json!(BEN)),
        ("/actorMembership/userId", json!(BEN)),
        ("/actorMembership/organizationId", json!(BETA)),
        ("/organization/id", json!(BETA)),
    ] {
        assert_eq!(reason(&command, &with(own.clone(), pointer, value)), Reason::NotAllowed, "{pointer}");
    }
    // Rights on the platform are those of the actor too.
    let by_platform = facts(None, "platform_owner");
    let suspend = json!({ "command": "suspend_user", "userId": BEN });
    assert_eq!(reason(&suspend, &by_platform), Reason::Done);
    assert_eq!(reason(&suspend, &with(by_platform, "/actor/id", json!(BEN))), Reason::NotAllowed);
}

#[test]
fn without_a_named_organization_the_membership_is_of_the_one_in_the_facts() {
    let own = with(invited(), "/actorMembership", membership(ANA, "org_user"));
    let foreign = with(own.clone(), "/actorMembership/organizationId", json!(BETA));
    assert_ne!(reason(&accept(), &own), Reason::NotAllowed);
    assert_eq!(reason(&accept(), &foreign), Reason::NotAllowed);
}

#[test]
fn every_command_is_read_and_written_without_its_family() {
    let in_acme = |name: &str, more: Value| {
        let mut command = json!({ "command": name, "organizationId": ACME });
        command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        command
    };
    let of = |name: &str, field: &str, value: &str| json!({ "command": name, field: value });
    let (user, role) = (json!({ "userId": BEN }), json!({ "userId": BEN, "role": "org_user" }));
    let (invitation, domain_id) = (json!({ "invitationId": THING }), json!({ "domainId": THING }));
    let commands = [
        in_acme("create_organization", json!({ "name": "Acme" })),
        in_acme("update_organization", json!({ "name": "Acme" })),
        in_acme("close_organization", json!({})),
        in_acme("close_any_organization", json!({})),
        in_acme("appoint_owner", user.clone()),
        in_acme("reopen_organization", json!({})),
        in_acme("set_seat_limit", json!({ "seatLimit": 3 })),
        in_acme("add_member", role.clone()),
        in_acme("change_member_role", role),
        in_acme("follow_provider", user.clone()),
        in_acme("remove_member", user.clone()),
        in_acme("approve_membership_request", user.clone()),
        in_acme("deny_membership_request", user),
        invite(),
        in_acme("resend_invitation", invitation.clone()),
        in_acme("revoke_invitation", invitation),
        accept(),
        domain(),
        in_acme("change_domain", json!({ "domainId": THING, "enrollmentMode": "automatic_membership" })),
        in_acme("record_domain_proof", json!({ "domainId": THING, "proof": "mailbox", "found": true })),
        in_acme("remove_domain", domain_id),
        of("approve_waitlisted", "email", "eve@acme.example"),
        of("deny_waitlisted", "email", "eve@acme.example"),
        of("suspend_user", "userId", BEN),
        of("restore_user", "userId", BEN),
        json!({ "command": "set_platform_role", "userId": BEN, "role": "platform_user" }),
        of("deprovision_user", "userId", BEN),
        json!({ "command": "save_policy", "policy": {}, "report": { "errors": 0, "warnings": 0, "findings": [] } }),
        json!({ "command": "roll_back_policy", "to": 1 }),
        of("resolve_same_person", "conflictId", THING),
        of("resolve_another_person", "conflictId", THING),
        of("dismiss_identity_conflict", "conflictId", THING),
    ];
    for document in commands {
        let text = document.to_string();
        let command: AdministrationCommand = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        let node: json::Node<'_> = serde_json::from_str(&text).unwrap();
        assert_eq!(json::read(&node), Some(command.clone()), "{text}");
        let written = json::write(&command);
        assert_eq!(written, serde_json::to_string(&command).unwrap());
        let kept: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(kept["command"], document["command"]);

        let mut unknown = document;
        unknown["family"] = json!("organization");
        assert!(serde_json::from_value::<AdministrationCommand>(unknown).is_err(), "{text}");
    }
    assert!(serde_json::from_value::<AdministrationCommand>(of("found_organization", "userId", BEN)).is_err());
}
