//! The provisioning policy.

use super::*;

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
