use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

use super::*;
use crate::json::Code;

const CONNECTION: &str = r#"{ "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
    "status": "active", "audiences": ["https://api.acme.example"] }"#;

/// Returns the findings in a configuration, as `severity code path`.
fn found(configuration: &str) -> Vec<String> {
    let configuration: Configuration = serde_json::from_str(configuration).unwrap();
    let report = lint(&configuration, &BuiltInDomains);
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    assert_eq!((report.errors as usize, report.warnings as usize), (errors, report.findings.len() - errors));
    for finding in &report.findings {
        assert!(!finding.message.ends_with('.') && finding.fix.ends_with('.'), "{finding:?}");
    }
    let name = |finding: &Finding| format!("{} {} {}", finding.severity.name(), finding.code.name(), finding.path);
    report.findings.iter().map(name).collect()
}

fn policy(policy: &str) -> Vec<String> {
    found(&format!(r#"{{ "policy": {policy} }}"#))
}

fn connection(changes: &str) -> Vec<String> {
    let mut connection: serde_json::Value = serde_json::from_str(CONNECTION).unwrap();
    let changes: serde_json::Value = serde_json::from_str(changes).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        connection[name] = value.clone();
    }
    found(&format!(r#"{{ "policy": {{ "strategies": ["invitation"] }}, "connections": [{connection}] }}"#))
}

/// Returns a rule of an organization (1 to 9), with some members changed.
fn rule(organization: u8, changes: &str) -> String {
    let mut rule = serde_json::json!({
        "id": format!("0198c0de-0000-7000-8000-00000000d{organization:03}"),
        "organizationId": format!("0198c0de-0000-7000-8000-00000000a{organization:03}"),
        "pattern": "acme.example", "verification": "ownership", "state": "verified",
        "enrollmentMode": "automatic_membership"
    });
    let changes: serde_json::Value = serde_json::from_str(changes).unwrap();
    for (name, value) in changes.as_object().unwrap() {
        rule[name] = value.clone();
    }
    rule.to_string()
}

fn rules(rules: &[String]) -> Vec<String> {
    found(&format!(r#"{{ "domainRules": [{}] }}"#, rules.join(",")))
}

const ORGANIZATION: &str = "0198c0de-0000-7000-8000-00000000a001";

#[test]
fn the_default_policy_and_a_sound_configuration_are_clean() {
    assert!(policy("{}").is_empty());
    let sound = format!(
        r#"{{ "policy": {{ "strategies": ["invitation", "domain"] }}, "connections": [{CONNECTION}], "domainRules": [{}] }}"#,
        rule(1, "{}")
    );
    assert!(found(&sound).is_empty(), "{:?}", found(&sound));
}

#[test]
fn a_policy_by_which_nobody_comes_in_is_an_error() {
    assert_eq!(
        policy(r#"{ "strategies": [], "bootstrap": { "mode": "closed" } }"#),
        ["error entry_closed /policy/strategies"]
    );
    assert_eq!(
        policy(r#"{ "strategies": [], "accountLinking": "never" }"#),
        ["error neither_creates_nor_links /policy/strategies"]
    );
    assert!(policy(r#"{ "strategies": [], "accessMode": "public", "bootstrap": { "mode": "closed" } }"#).is_empty());
    assert!(policy(r#"{ "strategies": [] }"#).is_empty());
}

#[test]
fn a_strategy_that_can_never_match_is_named() {
    let configuration = |strategies: &str, state: &str| {
        found(&format!(
            r#"{{ "policy": {{ "strategies": {strategies} }}, "connections": [{CONNECTION}], "domainRules": [{}] }}"#,
            rule(1, &format!(r#"{{ "state": "{state}" }}"#))
        ))
    };
    assert_eq!(
        configuration(r#"["invitation", "connection", "domain"]"#, "verified"),
        ["warning unreachable_strategy /policy/strategies/1"]
    );
    assert_eq!(
        configuration(r#"["domain"]"#, "pending"),
        ["warning unreachable_strategy /policy/strategies/0", "warning domain_not_verified /domainRules/0/state"]
    );
    assert_eq!(configuration(r#"["invitation"]"#, "verified"), ["warning strategy_missing /policy/strategies"]);
    assert_eq!(
        connection(&format!(r#"{{ "organizationId": "{ORGANIZATION}" }}"#)),
        ["warning strategy_missing /policy/strategies"]
    );
}

#[test]
fn c25_an_open_bootstrap_is_an_error_unless_acknowledged() {
    assert_eq!(
        policy(r#"{ "bootstrap": { "mode": "first_user" } }"#),
        ["error bootstrap_first_user /policy/bootstrap"]
    );
    assert!(policy(r#"{ "bootstrap": { "mode": "first_user", "acknowledged": true } }"#).is_empty());
    assert_eq!(
        policy(r#"{ "bootstrap": { "mode": "allow_list", "emails": [] } }"#),
        ["error bootstrap_list_empty /policy/bootstrap/emails"]
    );
    assert!(policy(r#"{ "bootstrap": { "mode": "allow_list", "emails": ["ana@acme.example"] } }"#).is_empty());
}

#[test]
fn unverified_addresses_are_an_error_under_open_access() {
    assert_eq!(
        policy(r#"{ "requireVerifiedEmail": false }"#),
        ["warning unverified_email_accepted /policy/requireVerifiedEmail"]
    );
    assert_eq!(
        policy(r#"{ "requireVerifiedEmail": false, "accessMode": "public" }"#),
        ["error unverified_email_accepted /policy/requireVerifiedEmail"]
    );
}

#[test]
fn c32_a_reserved_role_by_group_default_or_domain_is_an_error() {
    let mapping = |role: &str| format!(r#"{{ "organizationId": "{ORGANIZATION}", "group": "g", "role": "{role}" }}"#);
    assert_eq!(
        policy(&format!(r#"{{ "groupRoles": [{}] }}"#, mapping("org_owner"))),
        ["error reserved_role /policy/groupRoles/0/role"]
    );
    assert!(policy(&format!(r#"{{ "groupRoles": [{}] }}"#, mapping("org_admin"))).is_empty());
    let default = |role: &str| format!(r#"{{ "organizationId": "{ORGANIZATION}", "role": "{role}" }}"#);
    assert_eq!(
        policy(&format!(r#"{{ "defaultRoles": [{}] }}"#, default("org_owner"))),
        ["error reserved_role /policy/defaultRoles/0/role"]
    );
    assert_eq!(
        policy(&format!(r#"{{ "defaultRoles": [{}] }}"#, default("org_admin"))),
        ["warning role_capped /policy/defaultRoles/0/role"]
    );
    assert!(policy(&format!(r#"{{ "defaultRoles": [{}] }}"#, default("org_user"))).is_empty());
    assert_eq!(rules(&[rule(1, r#"{ "role": "org_admin" }"#)]), ["error reserved_role /domainRules/0/role"]);
    assert!(rules(&[rule(1, r#"{ "role": "org_user" }"#)]).is_empty());
}

#[test]
fn an_entry_that_an_earlier_one_hides_is_named() {
    let mapping = format!(r#"{{ "organizationId": "{ORGANIZATION}", "group": "g", "role": "org_user" }}"#);
    assert_eq!(
        policy(&format!(r#"{{ "groupRoles": [{mapping}, {mapping}] }}"#)),
        ["warning shadowed_entry /policy/groupRoles/1"]
    );
    let default = format!(r#"{{ "organizationId": "{ORGANIZATION}", "role": "org_user" }}"#);
    assert_eq!(
        policy(&format!(r#"{{ "defaultRoles": [{default}, {default}] }}"#)),
        ["warning shadowed_entry /policy/defaultRoles/1"]
    );
}

#[test]
fn the_rest_of_the_policy_is_looked_at_to_the_second() {
    assert_eq!(policy(r#"{ "enforceSeats": false }"#), ["warning seats_not_enforced /policy/enforceSeats"]);
    assert_eq!(
        policy(r#"{ "personalOrganization": true }"#),
        ["warning personal_organization_unused /policy/personalOrganization"]
    );
    assert!(policy(r#"{ "personalOrganization": true, "accessMode": "public" }"#).is_empty());
    let lifetime = |seconds: u32| policy(&format!(r#"{{ "invitationLifetimeSeconds": {seconds} }}"#));
    assert!(lifetime(2_592_000).is_empty() && lifetime(3_600).is_empty());
    assert_eq!(lifetime(2_592_001), ["warning invitation_lifetime_too_long /policy/invitationLifetimeSeconds"]);
    assert_eq!(lifetime(3_599), ["warning invitation_lifetime_too_short /policy/invitationLifetimeSeconds"]);
}

#[test]
fn a_connection_has_to_be_in_use_and_for_somebody() {
    assert!(connection("{}").is_empty());
    assert_eq!(connection(r#"{ "status": "disabled" }"#), ["error no_active_connection /connections"]);
    assert_eq!(connection(r#"{ "audiences": [] }"#), ["error connection_without_audience /connections/0"]);
    assert!(connection(r#"{ "audiences": [], "authorizedParties": ["app"] }"#).is_empty());
    assert_eq!(
        connection(r#"{ "trustEmail": true }"#),
        ["warning email_trusted_without_claim /connections/0/trustEmail"]
    );
    assert_eq!(
        connection(r#"{ "trustEmail": true, "kind": "entra_id" }"#),
        ["warning email_trusted_without_claim /connections/0/trustEmail"]
    );
    assert_eq!(connection(r#"{ "trustEmail": "always" }"#), ["error email_claim_ignored /connections/0/trustEmail"]);
    for trust in ["absent_is_true", "always"] {
        assert_eq!(
            connection(&format!(r#"{{ "trustEmail": "{trust}", "issuer": "https://accounts.google.com" }}"#)),
            ["error email_trusted_without_claim /connections/0/trustEmail"]
        );
    }
    assert_eq!(
        connection(&format!(r#"{{ "allowOutsideDomains": true, "organizationId": "{ORGANIZATION}" }}"#)),
        [
            "warning strategy_missing /policy/strategies",
            "warning outside_domains_admitted /connections/0/allowOutsideDomains"
        ]
    );
    assert!(connection(r#"{ "allowOutsideDomains": true }"#).is_empty());
    let twice = format!(
        r#"{{ "policy": {{ "strategies": ["invitation"] }}, "connections": [{CONNECTION}, {}] }}"#,
        CONNECTION.replace("00c1", "00c2")
    );
    assert_eq!(found(&twice), ["error issuer_repeated /connections/1/issuer"]);
}

#[test]
fn c11_a_domain_that_belongs_to_nobody_is_an_error() {
    let pattern = |pattern: &str| rules(&[rule(1, &format!(r#"{{ "pattern": "{pattern}" }}"#))]);
    let never = "warning unreachable_strategy /policy/strategies/3".to_string();
    assert_eq!(pattern("gmail.com"), [never.clone(), "error public_domain /domainRules/0/pattern".to_string()]);
    assert_eq!(pattern("mailinator.com"), [never.clone(), "error public_domain /domainRules/0/pattern".to_string()]);
    assert_eq!(pattern("onmicrosoft.com"), [never.clone(), "error suffix_domain /domainRules/0/pattern".to_string()]);
    let by_class = rule(1, r#"{ "pattern": "*.k12.example", "class": "public_suffix" }"#);
    assert_eq!(rules(&[by_class]), [never, "error wildcard_too_wide /domainRules/0/pattern".to_string()]);
}

#[test]
fn c05_joining_in_silence_needs_proof_of_ownership() {
    let weak = r#"{ "verification": "affiliation" }"#;
    assert_eq!(rules(&[rule(1, weak)]), ["error silent_join_without_ownership /domainRules/0/verification"]);
    let suggested = r#"{ "verification": "affiliation", "enrollmentMode": "automatic_suggestion" }"#;
    assert!(rules(&[rule(1, suggested)]).is_empty());
}

#[test]
fn c05_two_organizations_with_one_pattern_are_an_error_at_both() {
    assert_eq!(
        rules(&[rule(1, "{}"), rule(2, "{}")]),
        ["error ambiguous_domain /domainRules/0/pattern", "error ambiguous_domain /domainRules/1/pattern"]
    );
    // If one organization owns the domain, the mailbox proof of the other does not count, so there
    // is no tie.
    let weak = r#"{ "verification": "affiliation", "enrollmentMode": "automatic_suggestion" }"#;
    assert!(rules(&[rule(1, "{}"), rule(2, weak)]).is_empty());
    assert_eq!(
        rules(&[rule(1, "{}"), rule(2, r#"{ "pattern": "*.acme.example" }"#)]),
        ["warning wildcard_without_name /domainRules/1/pattern"]
    );
    assert_eq!(
        rules(&[rule(1, "{}"), rule(2, r#"{ "state": "pending" }"#)]),
        ["warning domain_not_verified /domainRules/1/state"]
    );
}

#[test]
fn single_sign_on_needs_a_connection_that_lets_people_in() {
    let sso = |connection: &str, changes: &str| {
        let mut given: serde_json::Value = serde_json::from_str(CONNECTION).unwrap();
        for (name, value) in serde_json::from_str::<serde_json::Value>(changes).unwrap().as_object().unwrap() {
            given[name] = value.clone();
        }
        let rule = rule(1, &format!(r#"{{ "enrollmentMode": "enterprise_sso", "connectionId": {connection} }}"#));
        found(&format!(
            r#"{{ "policy": {{ "strategies": ["connection", "domain"] }}, "connections": [{given}, {}], "domainRules": [{rule}] }}"#,
            CONNECTION
                .replace("00c1", "00c2")
                .replace("login.", "sso.")
                .replace("\"status\"", &format!(r#""organizationId": "{ORGANIZATION}", "status""#))
        ))
    };
    let unusable = ["error sso_connection_unusable /domainRules/0/connectionId"];
    let (own, other) = (r#""0198c0de-0000-7000-8000-0000000000c2""#, r#""0198c0de-0000-7000-8000-0000000000c1""#);
    assert!(sso(own, "{}").is_empty());
    assert!(sso(other, "{}").is_empty());
    assert_eq!(sso("null", "{}"), unusable);
    assert_eq!(sso(r#""0198c0de-0000-7000-8000-0000000000c9""#, "{}"), unusable);
    assert_eq!(sso(other, r#"{ "status": "disabled" }"#), unusable);
    assert_eq!(sso(other, r#"{ "organizationId": "0198c0de-0000-7000-8000-00000000a002" }"#), unusable);
}

/// Treats `xn--e1awd7f.example` (еріс, in Cyrillic) as looking like `epic.example`.
struct Lookalike;

impl DomainKnowledge for Lookalike {
    fn class(&self, name: &str) -> DomainClass {
        classify(name)
    }
    fn skeleton(&self, name: &str) -> String {
        name.replace("xn--e1awd7f", "epic")
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        name.starts_with("xn--pypal")
    }
}

#[test]
fn c10_a_name_that_looks_like_anothers_is_named() {
    let found = |rules: &[String]| {
        let text = format!(r#"{{ "domainRules": [{}] }}"#, rules.join(","));
        let report = lint(&serde_json::from_str::<Configuration>(&text).unwrap(), &Lookalike);
        report.findings.iter().map(|finding| format!("{} {}", finding.code.name(), finding.path)).collect::<Vec<_>>()
    };
    let epic = |organization, pattern: &str| rule(organization, &format!(r#"{{ "pattern": "{pattern}" }}"#));
    assert_eq!(
        found(&[epic(1, "epic.example"), epic(2, "xn--e1awd7f.example")]),
        ["confusable_domain /domainRules/1/pattern"]
    );
    assert!(found(&[epic(1, "epic.example"), epic(1, "xn--e1awd7f.example")]).is_empty());
    assert_eq!(found(&[epic(1, "xn--pypal-4ve.example")]), ["mixed_script_domain /domainRules/0/pattern"]);
}

#[test]
fn a_fix_names_the_setting_that_identifies_the_providers_tokens() {
    for (kind, setting) in [("clerk", "authorizedParties"), ("cognito", "authorizedParties"), ("okta", "audiences")] {
        let text =
            CONNECTION.replace("\"oidc\"", &format!("\"{kind}\"")).replace("[\"https://api.acme.example\"]", "[]");
        let configuration: Configuration = serde_json::from_str(&format!(r#"{{ "connections": [{text}] }}"#)).unwrap();
        let findings = lint(&configuration, &BuiltInDomains).findings;
        let found = findings.iter().find(|finding| finding.code == FindingCode::ConnectionWithoutAudience).unwrap();
        assert!(found.fix.contains(setting), "{kind}: {}", found.fix);
        // For Cognito the fix names the client ID, for Clerk the origins of the application.
        assert_eq!(
            (found.fix.contains("application's client ID"), found.fix.contains("origins")),
            (kind == "cognito", kind == "clerk")
        );
    }
}

#[test]
fn a_connection_that_is_kept_elsewhere_is_not_missed() {
    let named = r#"{ "enrollmentMode": "enterprise_sso", "connectionId": "0198c0de-0000-7000-8000-0000000000c1" }"#;
    assert!(rules(&[rule(1, named)]).is_empty());
}

#[test]
fn c05_owner_of_domain_is_found_in_any_order_of_rules() {
    let weak = r#"{ "verification": "affiliation", "enrollmentMode": "automatic_suggestion" }"#;
    assert!(rules(&[rule(2, weak), rule(1, "{}")]).is_empty());
    assert!(rules(&[rule(1, "{}"), rule(2, weak)]).is_empty());
    // Two owners are a tie, regardless of the position of a rule with a weaker proof.
    let (owners, weak) = ([rule(1, "{}"), rule(2, "{}")], rule(3, weak));
    for at in 0..=2 {
        let mut given = owners.to_vec();
        given.insert(at, weak.clone());
        let expected = (0..=2).filter(|place| *place != at);
        let expected: Vec<String> =
            expected.map(|place| format!("error ambiguous_domain /domainRules/{place}/pattern")).collect();
        assert_eq!(rules(&given), expected, "{at}");
    }
}

#[test]
fn without_lists_no_name_is_said_to_look_like_another() {
    let cyrillic = rule(2, r#"{ "pattern": "xn--e1awd7f.example" }"#);
    assert!(rules(&[rule(1, r#"{ "pattern": "epic.example" }"#), cyrillic]).is_empty());
}

#[test]
fn a_group_mapping_that_no_login_can_match_is_reported() {
    let mapping =
        |more: &str| format!(r#"{{ "organizationId": "{ORGANIZATION}", "group": "staff", "role": "org_user"{more} }}"#);
    let google = CONNECTION.replace("\"oidc\"", "\"google\"");
    let with = |strategies: &str, mapping: &str, connection: &str| {
        let policy = format!(r#"{{ "strategies": [{strategies}], "groupRoles": [{mapping}] }}"#);
        found(&format!(r#"{{ "policy": {policy}, "connections": [{connection}] }}"#))
    };
    let unreachable = "warning group_mapping_unreachable /policy/groupRoles/0";
    let (plain, group) = (mapping(""), r#""invitation", "group""#);
    assert!(with(group, &plain, CONNECTION).is_empty());
    assert_eq!(with(r#""invitation""#, &plain, CONNECTION), [unreachable]);
    assert_eq!(with(group, &plain, &google), [unreachable], "Google sends no groups");
    let auth0 = CONNECTION.replace("\"oidc\"", "\"auth0\"");
    assert_eq!(with(group, &plain, &auth0), [unreachable], "Auth0 sends groups only in a claim of one's own");
    let named = auth0.replace("\"status\"", r#""groupsClaim": ["https://acme.example/groups"], "status""#);
    assert!(with(group, &plain, &named).is_empty());
    let elsewhere = r#", "connectionId": "0198c0de-0000-7000-8000-0000000000c9""#;
    assert_eq!(with(group, &mapping(elsewhere), CONNECTION), [unreachable]);
    // Without the strategy, a connection of the platform reads no mapping.
    assert!(with(r#""connection""#, &plain, CONNECTION).contains(&String::from(unreachable)));
    assert!(policy(&format!(r#"{{ "groupRoles": [{plain}] }}"#)).is_empty(), "connections are kept elsewhere");
}

#[test]
fn an_authoritative_mapping_needs_the_strategy_and_reconciliation() {
    let mapping = format!(
        r#"{{ "organizationId": "{ORGANIZATION}", "group": "staff", "role": "org_user", "sync": "authoritative" }}"#
    );
    let with = |more: &str| policy(&format!(r#"{{ "groupRoles": [{mapping}]{more} }}"#));
    assert!(with("").is_empty());
    let unused = ["warning group_sync_unused /policy/groupRoles/0/sync"];
    assert_eq!(with(r#", "reconcileOnLogin": false"#), unused);
    assert_eq!(with(r#", "strategies": ["connection"]"#), unused);
}

#[test]
fn groups_that_nobody_can_have_are_an_error() {
    let google = CONNECTION.replace("\"oidc\"", "\"google\"");
    let with = |groups: &str, connection: &str| {
        let required = format!(r#"[{{ "organizationId": "{ORGANIZATION}", "groups": [{groups}] }}]"#);
        let policy = format!(r#"{{ "strategies": ["invitation"], "requiredGroups": {required} }}"#);
        found(&format!(r#"{{ "policy": {policy}, "connections": [{connection}] }}"#))
    };
    let error = "error required_groups_unreachable /policy/requiredGroups/0/groups";
    assert!(with(r#""staff""#, CONNECTION).is_empty());
    assert_eq!(with("", CONNECTION), [error]);
    assert_eq!(with(r#""staff""#, &google), [error]);
    assert_eq!(
        connection(r#"{ "kind": "google", "requiredGroups": ["staff"] }"#),
        ["error required_groups_unreachable /connections/0/requiredGroups"]
    );
    assert!(connection(r#"{ "kind": "clerk", "requiredGroups": ["staff"], "groupsClaim": ["teams"] }"#).is_empty());
    assert!(rules(&[rule(1, r#"{ "requiredGroups": ["staff"] }"#)]).is_empty());
}

#[test]
fn an_organization_at_the_provider_that_no_login_can_name_is_reported() {
    let entry =
        |more: &str| format!(r#"{{ "idpOrganization": "org_acme", "organizationId": "{ORGANIZATION}"{more} }}"#);
    let with = |entries: &[String], connection: &str| {
        let policy = format!(r#"{{ "strategies": ["connection"], "idpOrganizations": [{}] }}"#, entries.join(","));
        found(&format!(r#"{{ "policy": {policy}, "connections": [{connection}] }}"#))
    };
    assert!(with(&[entry("")], CONNECTION).is_empty(), "the strategy is reachable by it");
    let bound = CONNECTION.replace("\"status\"", &format!("\"organizationId\": \"{ORGANIZATION}\", \"status\""));
    assert_eq!(with(&[entry("")], &bound), ["warning idp_organization_unreachable /policy/idpOrganizations/0"]);
    assert_eq!(
        with(&[entry(""), entry(r#", "role": "org_owner""#)], CONNECTION),
        ["error reserved_role /policy/idpOrganizations/1/role", "warning shadowed_entry /policy/idpOrganizations/1"]
    );
}
