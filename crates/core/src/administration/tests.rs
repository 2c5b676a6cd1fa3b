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
fn a_domain_that_nobody_can_own_or_another_has_is_refused() {
    let facts = facts(Some("org_admin"), "platform_user");
    assert_eq!(effects(&domain(), &facts), ["create_domain", "record_audit"]);
    let pattern = |pattern: &str| with(domain(), "/pattern", json!(pattern));
    assert_eq!(reason(&pattern("gmail.com"), &facts), Reason::DomainNotOwnable);
    assert_eq!(reason(&with(domain(), "/class", json!("disposable")), &facts), Reason::DomainNotOwnable);
    let with_rule = |organization, state| with(facts.clone(), "/domainRules", json!([rule(organization, state)]));
    assert_eq!(reason(&domain(), &with_rule(ACME, "pending")), Reason::DomainExists);
    assert_eq!(reason(&domain(), &with_rule(BETA, "verified")), Reason::DomainTaken);
    // A claim without proof keeps no other organization from proving theirs.
    assert_eq!(reason(&domain(), &with_rule(BETA, "pending")), Reason::Done);
}

#[test]
fn what_takes_people_in_silently_needs_a_proof_of_ownership() {
    let facts = facts(Some("org_admin"), "platform_user");
    for (mode, verification, expected) in [
        ("automatic_membership", "affiliation", Reason::VerificationInsufficient),
        ("enterprise_sso", "affiliation", Reason::VerificationInsufficient),
        ("enterprise_sso", "ownership", Reason::ConnectionNotFound),
        ("automatic_suggestion", "affiliation", Reason::Done),
        ("automatic_invitation", "affiliation", Reason::Done),
    ] {
        let command = with(with(domain(), "/enrollmentMode", json!(mode)), "/verification", json!(verification));
        assert_eq!(reason(&command, &facts), expected, "{mode} {verification}");
    }
}

#[test]
fn a_proof_that_was_found_is_not_lost_by_one_look() {
    let look = |found: bool| json!({ "command": "record_domain_proof", "organizationId": ACME, "domainId": THING, "proof": "dns_record", "found": found });
    let of = |state: &str| with(facts(Some("org_admin"), "platform_user"), "/domain", rule(ACME, state));
    assert_eq!(effects(&look(true), &of("pending")), ["set_domain_state", "record_audit"]);
    assert_eq!(effects(&look(false), &of("pending")), ["set_domain_state", "record_audit"]);
    let by_mail = with(look(true), "/proof", json!("mailbox"));
    assert_eq!(reason(&by_mail, &of("pending")), Reason::VerificationInsufficient);
    assert_eq!(reason(&by_mail, &with(of("pending"), "/domain/verification", json!("affiliation"))), Reason::Done);
    assert_eq!(reason(&look(false), &of("verified")), Reason::Unchanged);
    assert_eq!(reason(&look(false), &of("failed")), Reason::Unchanged);
    let taken = with(of("pending"), "/domainRules", json!([rule(BETA, "verified")]));
    assert_eq!(reason(&look(true), &taken), Reason::DomainTaken);
    let others = with(of("pending"), "/domain/organizationId", json!(BETA));
    assert_eq!(reason(&look(true), &others), Reason::DomainNotFound);
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
fn a_policy_with_errors_or_over_a_newer_one_is_not_saved() {
    let save = |errors: Value, version: u32| {
        json!({ "command": "save_policy", "policy": { "accessMode": "waitlist" }, "version": version,
                "report": { "errors": 0, "warnings": 0, "findings": errors } })
    };
    let finding = |path: &str, severity: &str| json!([{ "path": path, "code": "bootstrap_first_user", "severity": severity, "message": "m", "fix": "f" }]);
    let facts = with(facts(None, "platform_admin"), "/policy", json!({ "version": 3 }));
    assert_eq!(effects(&save(json!([]), 3), &facts), ["save_policy", "record_audit"]);
    assert_eq!(reason(&save(json!([]), 2), &facts), Reason::StaleVersion);
    assert_eq!(reason(&save(finding("/policy/bootstrap", "error"), 3), &facts), Reason::PolicyHasErrors);
    assert_eq!(reason(&save(finding("/policy/bootstrap", "warning"), 3), &facts), Reason::Done);
    assert_eq!(reason(&save(finding("/connections/0", "error"), 3), &facts), Reason::Done);
    let same = with(facts.clone(), "/policy", json!({ "version": 3, "accessMode": "waitlist" }));
    assert_eq!(reason(&save(json!([]), 3), &same), Reason::Unchanged);

    let back = json!({ "command": "roll_back_policy", "to": 1 });
    assert_eq!(reason(&back, &facts), Reason::VersionNotFound);
    let earlier = with(facts, "/earlierPolicy", json!({ "version": 1, "accessMode": "public" }));
    let change = run(&back, &earlier);
    let saved = serde_json::to_value(&change.effects[0]).unwrap();
    assert_eq!((&saved["policy"]["version"], &saved["policy"]["accessMode"]), (&json!(4), &json!("public")));
}

#[test]
fn p4_only_an_owner_loosens_the_linking_of_accounts() {
    let save = |linking: &str| {
        json!({ "command": "save_policy", "policy": { "accountLinking": linking, "accessMode": "waitlist" },
                "report": { "errors": 0, "warnings": 0, "findings": [] } })
    };
    let of = |role: &str, linking: &str| {
        with(facts(None, role), "/policy", json!({ "version": 3, "accountLinking": linking }))
    };
    for (before, after, is_looser) in [
        ("confirm", "verified_email", true),
        ("never", "confirm", true),
        ("never", "verified_email", true),
        ("verified_email", "verified_email", false),
        ("verified_email", "confirm", false),
        ("confirm", "never", false),
    ] {
        let expected = if is_looser { Reason::OwnerNeeded } else { Reason::Done };
        assert_eq!(reason(&save(after), &of("platform_admin", before)), expected, "{before} to {after}");
        assert_eq!(reason(&save(after), &of("platform_owner", before)), Reason::Done, "{before} to {after}");
    }
    let back = json!({ "command": "roll_back_policy", "to": 1 });
    let earlier = json!({ "version": 1, "accountLinking": "verified_email" });
    let roll_back = |role| reason(&back, &with(of(role, "confirm"), "/earlierPolicy", earlier.clone()));
    assert_eq!((roll_back("platform_admin"), roll_back("platform_owner")), (Reason::OwnerNeeded, Reason::Done));
}

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

#[test]
fn nobody_is_invited_as_an_auditor() {
    let mut invitation = invite();
    invitation["platformRole"] = json!("platform_auditor");
    assert_eq!(reason(&invitation, &facts(Some("org_owner"), "platform_owner")), Reason::RoleNotInvitable);
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
fn required_groups_of_a_rule_are_changed_and_recorded() {
    let owner = |rule_facts: Value| with(facts(Some("org_owner"), "platform_user"), "/domain", rule_facts);
    let grouped = {
        let mut grouped = rule(ACME, "verified");
        grouped["requiredGroups"] = json!(["staff"]);
        grouped
    };
    let change = |more: Value| {
        let mut command = json!({ "command": "change_domain", "organizationId": ACME, "domainId": THING,
            "enrollmentMode": "automatic_membership" });
        command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        command
    };
    assert_eq!(reason(&change(json!({})), &owner(grouped.clone())), Reason::Unchanged, "absent keeps them");
    assert_eq!(reason(&change(json!({ "requiredGroups": ["staff"] })), &owner(grouped.clone())), Reason::Unchanged);
    let changed = run(&change(json!({ "requiredGroups": [] })), &owner(grouped)).effects;
    let changed = serde_json::to_value(changed).unwrap();
    assert_eq!(changed[0]["requiredGroups"], json!([]));
    let named = json!([{ "field": "requiredGroups", "before": "staff", "after": null }]);
    let recorded = changed[1]["changes"].as_array().unwrap();
    assert!(recorded.contains(&named[0]), "{recorded:?}");
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

/// Facts with a second subject that came with the address of Ben.
fn in_conflict(platform: &str) -> Value {
    let identity = |subject: &str| json!({ "issuer": "https://login.acme.example", "subject": subject });
    let conflict = json!({ "id": THING, "kind": "second_subject", "status": "open", "identity": identity("00u2"),
        "connectionId": OKTA, "email": "ben@acme.example", "otherSubjects": [identity("00u1")] });
    with(facts(None, platform), "/identityConflict", conflict)
}

#[test]
fn a_conflict_is_decided_by_whom_the_holder_is_not_above() {
    let decide = |name: &str| json!({ "command": name, "conflictId": THING });
    let [same, another, dismiss] =
        ["resolve_same_person", "resolve_another_person", "dismiss_identity_conflict"].map(decide);
    let open = in_conflict("platform_admin");
    assert_eq!(
        effects(&same, &open),
        ["unlink_identity", "link_identity", "raise_role_version", "resolve_identity_conflict", "record_audit"]
    );
    assert_eq!(effects(&another, &open), ["release_user_email", "resolve_identity_conflict", "record_audit"]);
    assert_eq!(effects(&dismiss, &open), ["resolve_identity_conflict", "record_audit"]);
    for command in [&same, &another, &dismiss] {
        assert_eq!(reason(command, &in_conflict("platform_user")), Reason::NotAllowed);
        assert_eq!(reason(command, &facts(None, "platform_admin")), Reason::ConflictNotFound);
        let owner = with(open.clone(), "/user/platformRole", json!("platform_owner"));
        assert_eq!(reason(command, &owner), Reason::RoleAboveOwn);
    }
    for (command, pointer, value, expected) in [
        (&same, "/identityConflict/status", json!("dismissed"), Reason::ConflictNotOpen),
        (&same, "/identityConflict/status", json!("same_person"), Reason::Unchanged),
        (&same, "/identityConflict/kind", json!("email_conflict"), Reason::ConflictNotApplicable),
        (&same, "/identityConflict/linkedUserId", json!(BETA), Reason::ConflictNotApplicable),
        (&same, "/user/status", json!("deprovisioned"), Reason::UserNotActive),
        (&same, "/user/id", json!(ANA), Reason::OwnAccount),
        (&another, "/user/id", json!(ANA), Reason::OwnAccount),
    ] {
        assert_eq!(reason(command, &with(open.clone(), pointer, value.clone())), expected, "{pointer} {value}");
    }
    // Who has another address by now keeps it. The account that the identity derives is its own.
    let moved = with(open.clone(), "/user/email", json!("ben.new@acme.example"));
    assert_eq!(effects(&another, &moved), ["resolve_identity_conflict", "record_audit"]);
    let key: crate::identity::IdentityKey =
        serde_json::from_value(json!({ "issuer": "https://login.acme.example", "subject": "00u2" })).unwrap();
    let derived = with(open, "/user/id", json!(key.user_id()));
    assert_eq!(reason(&another, &derived), Reason::ConflictNotApplicable);
}

const EVE: &str = "0198c0de-0000-7000-8000-0000000000b2";

/// Facts with two accounts that prove one address: Ben's, who holds it, and Eve's.
fn two_accounts(memberships: &Value) -> Value {
    let owned = |user: &str, issuer: &str| json!({ "userId": user, "identity": { "issuer": format!("https://{issuer}.example"), "subject": user } });
    let joining = json!({ "claimant": user(EVE, "platform_user"), "memberships": memberships,
        "identities": [owned(BEN, "gamma"), owned(EVE, "beta")] });
    let conflict = json!({ "id": THING, "kind": "email_conflict", "status": "open",
        "identity": { "issuer": "https://beta.example", "subject": EVE }, "connectionId": OKTA,
        "email": "ben@acme.example", "linkedUserId": EVE, "joining": joining });
    with(facts(None, "platform_admin"), "/identityConflict", conflict)
}

fn of(organization: &str, user: &str, role: &str, more: Value) -> Value {
    let mut membership = membership(user, role);
    membership["organizationId"] = json!(organization);
    for (name, value) in more.as_object().unwrap() {
        membership[name] = value.clone();
    }
    membership
}

fn same_person() -> Value {
    json!({ "command": "resolve_same_person", "conflictId": THING })
}

fn join_of(facts: &Value) -> Value {
    let change = run(&same_person(), facts);
    assert!(change.ok, "{:?}", change.reason);
    serde_json::from_str(&json::write(change.join().unwrap())).unwrap()
}

#[test]
fn two_accounts_of_one_person_become_one() {
    let none = json!({});
    let apart =
        two_accounts(&json!([of(ACME, BEN, "org_user", none.clone()), of(BETA, EVE, "org_user", none.clone())]));
    assert_eq!(effects(&same_person(), &apart), ["join_accounts", "resolve_identity_conflict", "record_audit"]);
    let join = join_of(&apart);
    assert_eq!((&join["userId"], &join["joinedUserId"]), (&json!(BEN), &json!(EVE)));
    assert_eq!((&join["identities"][0]["subject"], &join["unlinked"]), (&json!(EVE), &json!([])));
    let [moved] = join["memberships"].as_array().unwrap().as_slice() else { panic!("{join}") };
    assert_eq!(
        (&moved["organizationId"], &moved["userId"], &moved["role"]),
        (&json!(BETA), &json!(BEN), &json!("org_user"))
    );

    // Where both are members with the same role, nothing changes, and no memory is lost.
    let both = |holder: Value, claimant: Value| {
        two_accounts(&json!([of(ACME, BEN, "org_user", holder), of(ACME, EVE, "org_user", claimant)]))
    };
    assert_eq!(join_of(&both(none.clone(), none.clone()))["memberships"], json!([]));
    let base = json!({ "source": "group", "roleSource": "group" });
    let kept = &join_of(&both(base.clone(), none.clone()))["memberships"][0];
    assert_eq!((&kept["baseRole"], &kept["roleSource"]), (&json!("org_user"), &json!(null)), "a group ends it no more");
    let by_hand = json!({ "roleSource": "manual" });
    assert_eq!(join_of(&both(none.clone(), by_hand))["memberships"][0]["roleSource"], "manual");

    // What was ended stays ended, for both.
    let removed = |at: u64| json!({ "status": "removed", "removedAt": at });
    let gone = two_accounts(&json!([of(ACME, EVE, "org_user", removed(NOW - 9))]));
    assert_eq!(join_of(&gone)["memberships"][0]["status"], "removed");
    let twice = both(removed(NOW - 9), removed(NOW - 3));
    assert_eq!(join_of(&twice)["memberships"][0]["removedAt"], json!(NOW - 3));
    assert_eq!(join_of(&both(removed(NOW - 3), removed(NOW - 9)))["memberships"], json!([]));
    for (holder, claimant) in [(removed(NOW - 9), none.clone()), (none.clone(), removed(NOW - 9))] {
        assert_eq!(reason(&same_person(), &both(holder, claimant)), Reason::MembershipRemoved);
    }
    // A membership that a lost group has ended counts as if it had never been.
    let lost = json!({ "status": "removed", "removedAt": NOW - 9, "roleSource": "group" });
    assert_eq!(join_of(&both(lost.clone(), none.clone()))["memberships"][0]["status"], "active");
    assert_eq!(join_of(&both(none, lost))["memberships"], json!([]));

    // Requests move, unless they are answered by what the account that stays has.
    let asked = |user: &str, organization: &str| json!({ "userId": user, "organizationId": organization });
    let requests = json!([asked(EVE, ACME), asked(EVE, BETA), asked(EVE, THING), asked(BEN, THING)]);
    let asking = with(apart, "/identityConflict/joining/membershipRequests", requests);
    assert_eq!(join_of(&asking)["membershipRequests"], json!([]));
    let alone =
        with(two_accounts(&json!([])), "/identityConflict/joining/membershipRequests", json!([asked(EVE, ACME)]));
    assert_eq!(join_of(&alone)["membershipRequests"], json!([ACME]));
}

#[test]
fn no_join_gives_more_than_its_actor_may_give() {
    let none = json!({});
    for (holder, claimant, needed) in [
        (Some("org_user"), Some("org_admin"), "org_admin"),
        (None, Some("org_owner"), "org_owner"),
        (Some("org_owner"), None, "org_owner"),
        (Some("org_admin"), Some("org_owner"), "org_owner"),
    ] {
        let held = |user: &str, role: Option<&str>| role.map(|role| of(BETA, user, role, json!({})));
        let memberships: Vec<Value> = held(BEN, holder).into_iter().chain(held(EVE, claimant)).collect();
        let facts = two_accounts(&json!(memberships));
        assert_eq!(reason(&same_person(), &facts), Reason::RoleAboveOwn, "{holder:?} {claimant:?}");
        let own = |role: &str| {
            with(facts.clone(), "/identityConflict/joining/actorMemberships", json!([of(BETA, ANA, role, json!({}))]))
        };
        assert_eq!(reason(&same_person(), &own("org_user")), Reason::RoleAboveOwn);
        assert_eq!(reason(&same_person(), &own(needed)), Reason::Done);
        let operator = json!({ "kind": "operator" });
        assert_eq!(run_by(operator, &same_person(), &with(facts, "/actor", json!(null))).reason, Reason::Done);
    }
    let plain = two_accounts(&json!([of(BETA, EVE, "org_user", none)]));
    let joining = "/identityConflict/joining";
    for (pointer, value, expected) in [
        ("/claimant/platformRole", json!("platform_owner"), Reason::RoleAboveOwn),
        ("/claimant/status", json!("suspended"), Reason::UserNotActive),
        ("/claimant/status", json!("deprovisioned"), Reason::UserNotActive),
    ] {
        assert_eq!(reason(&same_person(), &with(plain.clone(), &format!("{joining}{pointer}"), value)), expected);
    }
    assert_eq!(reason(&same_person(), &with(plain.clone(), "/user/status", json!("suspended"))), Reason::UserNotActive);
    let own = with(plain.clone(), "/identityConflict/linkedUserId", json!(ANA));
    let own = with(own, &format!("{joining}/claimant/id"), json!(ANA));
    assert_eq!(reason(&same_person(), &own), Reason::OwnAccount);
    // Facts of another user than the one to whom the identity is linked.
    let mixed = with(plain.clone(), "/identityConflict/linkedUserId", json!(OKTA));
    assert_eq!(reason(&same_person(), &mixed), Reason::ConflictNotApplicable);
    let admin = with(plain, &format!("{joining}/claimant/platformRole"), json!("platform_admin"));
    assert_eq!(join_of(&admin)["platformRole"], "platform_admin");
}

#[test]
fn p17_two_subjects_of_one_issuer_are_joined_by_the_identity_of_the_conflict_only() {
    let owned = |user: &str, issuer: &str, subject: &str| json!({ "userId": user, "identity": { "issuer": format!("https://{issuer}.example"), "subject": subject } });
    let with_identities =
        |identities: Value| with(two_accounts(&json!([])), "/identityConflict/joining/identities", identities);
    let elsewhere = [owned(BEN, "gamma", "g1"), owned(EVE, "beta", EVE), owned(EVE, "gamma", "g2")];
    assert_eq!(reason(&same_person(), &with_identities(json!(elsewhere))), Reason::SecondSubject);
    let own_two = [owned(BEN, "gamma", "g1"), owned(EVE, "beta", EVE), owned(EVE, "beta", "b2")];
    assert_eq!(reason(&same_person(), &with_identities(json!(own_two))), Reason::SecondSubject);
    let here = with_identities(json!([owned(BEN, "beta", "b1"), owned(EVE, "beta", EVE)]));
    assert_eq!(join_of(&here)["unlinked"][0]["subject"], "b1");
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
