//! Domain rules and their proofs.

use super::*;

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
