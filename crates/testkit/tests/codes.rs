//! Every code of a closed list can occur: either the corpus shows it, or this file states why it
//! cannot occur.
//!
//! The lists are read from the types themselves, so that a new code without a case fails. Codes
//! that an answer cannot contain are exceptions. An exception that does occur fails as well, so
//! that none outlives its reason.

use std::collections::{BTreeMap, BTreeSet};

use cora_core::domain::class::DomainClass;
use cora_core::engine::Configuration;
use cora_core::issue::IssueCode;
use cora_core::json::Code;
use cora_core::lint::{BuiltInDomains, DomainKnowledge, FindingCode, lint};
use cora_core::model::organization::OrganizationAbout;
use cora_core::policy::Strategy;
use cora_core::provisioning::code::{ReasonCode, UserMessage};
use cora_core::provisioning::decision::{Outcome, OutcomeKind};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::{Evidence, Stage, Verdict};
use cora_core::token::TokenErrorCode;
use cora_testkit::closed_list::{codes, connection_issue_codes, kinds};
use cora_testkit::corpus::{self, Operation};
use serde_json::{Value, json};

type Names = BTreeSet<String>;

/// Compares the codes met with those listed.
#[track_caller]
fn every_one_is_met(listed: Vec<String>, met: &Names, exceptions: &[(&str, &str)]) {
    let listed = Names::from_iter(listed);
    let unmet: Names = listed.difference(met).cloned().collect();
    let excepted: Names = exceptions.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(unmet, excepted, "left: met by no case; right: said not to be");
    assert!(met.is_subset(&listed), "met, and not listed: {:?}", met.difference(&listed).collect::<Vec<_>>());
}

/// Returns the answers to the cases of an operation.
fn answers(operation: Operation) -> Vec<Value> {
    let cases = corpus::read().into_iter().filter(|case| case.operation == operation);
    cases.map(|case| serde_json::from_str(&corpus::answer(&case)).expect("an answer is JSON")).collect()
}

/// Returns the texts at a path in all decisions. `*` in the path stands for every item of a list.
fn met(path: &str) -> Names {
    let mut names = Names::new();
    for answer in answers(Operation::Provisioning) {
        gather(&answer, path, &mut names);
    }
    names
}

fn gather(value: &Value, path: &str, names: &mut Names) {
    match path.split_once('/').map_or((path, ""), |(name, rest)| (name, rest)) {
        ("", _) => names.extend(value.as_str().map(str::to_owned)),
        ("*", rest) => value.as_array().into_iter().flatten().for_each(|item| gather(item, rest, names)),
        (name, rest) => gather(&value[name], rest, names),
    }
}

#[test]
fn every_outcome_is_met() {
    every_one_is_met(codes::<OutcomeKind>(), &met("outcome/kind"), &[]);
    assert_eq!(codes::<OutcomeKind>(), kinds::<Outcome>("kind"));
}

#[test]
fn every_reason_is_met() {
    let mut reasons = met("reason");
    reasons.append(&mut met("trace/stages/*/code"));
    reasons.append(&mut met("trace/stages/*/evidence/*/code"));
    let capped = ("role_capped", "a reduced role decides nothing: it is evidence of that name, with both roles");
    every_one_is_met(codes::<ReasonCode>(), &reasons, &[capped]);
}

#[test]
fn every_message_to_the_person_is_met() {
    let again = ("try_again", "the host's, when the guards of plan after plan have failed");
    every_one_is_met(codes::<UserMessage>(), &met("userMessage"), &[again]);
}

#[test]
fn every_stage_and_every_verdict_is_met() {
    every_one_is_met(codes::<Stage>(), &met("trace/stages/*/stage"), &[]);
    every_one_is_met(codes::<Verdict>(), &met("trace/stages/*/verdict"), &[]);
    // Each of them is the deciding one somewhere.
    every_one_is_met(codes::<Stage>(), &met("trace/decidedBy"), &[]);
}

#[test]
fn every_kind_of_evidence_is_met() {
    every_one_is_met(kinds::<Evidence>("kind"), &met("trace/stages/*/evidence/*/kind"), &[]);
}

#[test]
fn every_effect_and_every_guard_is_met() {
    every_one_is_met(kinds::<Effect>("effect"), &met("plan/effects/*/effect"), &[]);
    every_one_is_met(kinds::<Guard>("guard"), &met("plan/guards/*/guard"), &[]);
}

const FILES: &str = "the reader's of configuration files, which are not all JSON";

#[test]
fn every_code_of_a_fault_is_met() {
    let mut faults = met("issues/*/code");
    for operation in [Operation::Email, Operation::Token, Operation::Session, Operation::Discovery] {
        // A report on a provider's documents has issues too, and further members.
        let answers = answers(operation);
        let refused = answers.iter().filter(|answer| answer.as_object().is_some_and(|members| members.len() == 2));
        refused.for_each(|answer| gather(answer, "issues/*/code", &mut faults));
    }
    // Too large for a file of the corpus.
    let text = " ".repeat(cora_wire::MAX_INPUT_BYTES + 1);
    let report = cora_wire::decode::<cora_core::DecideInput>(text.as_bytes()).expect_err("too much");
    faults.extend(report.issues.iter().map(|issue| Code::name(&issue.code).to_owned()));
    every_one_is_met(
        codes::<IssueCode>(),
        &faults,
        &[
            ("invalid_domain", "every name in a document of today is part of a pattern or an address"),
            (
                "invalid_value",
                "the hosts': seeds, query strings, YAML and TOML; the schemas leave no fault without a code",
            ),
            ("invalid_toml", FILES),
            ("invalid_yaml", FILES),
            ("not_json_value", "the JavaScript binding's, about values that are no JSON"),
            ("unreadable", "the command line's, about files"),
        ],
    );
}

#[test]
fn every_code_of_a_refused_token_is_met() {
    let mut refused = Names::new();
    answers(Operation::Token).iter().for_each(|answer| gather(answer, "code", &mut refused));
    let host = "the host's, which has the token's text, the keys, the signature and the access token";
    every_one_is_met(
        codes::<TokenErrorCode>(),
        &refused,
        &[
            ("token_missing", host),
            ("token_malformed", host),
            ("key_unknown", host),
            ("keys_unavailable", host),
            ("key_mismatch", host),
            ("signature_invalid", host),
            ("at_hash_mismatch", host),
            ("access_token_missing", host),
            ("userinfo_unavailable", host),
            ("userinfo_refused", host),
        ],
    );
}

/// The codes about settings are covered by the cases of `connection`.
#[test]
fn every_code_about_a_provider_s_documents_is_met() {
    let (_, listed) = connection_issue_codes();
    let mut met = Names::new();
    let answers = answers(Operation::Discovery);
    // A report on the documents, as opposed to one on an input that could not be read.
    for answer in answers.iter().filter(|answer| answer.get("usableKeyIds").is_some()) {
        gather(answer, "issues/*/code", &mut met);
    }
    let of_both = [String::from("invalid_url"), String::from("unexpected_url_part")];
    assert!(of_both.iter().all(|code| met.remove(code)), "a URL's faults have one name wherever the URL stands");
    every_one_is_met(listed, &met, &[]);
}

/// The knowledge of a complete list: `xn--e1awd7f.example` looks like `epic.example`, and
/// `xn--pypal-4ve` mixes scripts.
struct Looks;

impl DomainKnowledge for Looks {
    fn class(&self, name: &str) -> DomainClass {
        BuiltInDomains.class(name)
    }
    fn skeleton(&self, name: &str) -> String {
        name.replace("xn--e1awd7f", "epic")
    }
    fn is_mixed_script(&self, name: &str) -> bool {
        name.contains("xn--pypal-4ve")
    }
}

const ORGANIZATION: &str = "0198c0de-0000-7000-8000-0000000000a1";

fn with(mut object: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().expect("an object") {
        object[name] = value.clone();
    }
    object
}

fn connection(changes: Value) -> Value {
    let connection = json!({
        "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example",
        "status": "active", "audiences": ["https://api.acme.example"]
    });
    with(connection, changes)
}

fn rule(changes: Value) -> Value {
    let rule = json!({
        "id": "0198c0de-0000-7000-8000-0000000000d1", "organizationId": ORGANIZATION, "pattern": "acme.example",
        "verification": "ownership", "state": "verified", "enrollmentMode": "automatic_membership"
    });
    with(rule, changes)
}

/// Another organization's rule.
fn others(changes: Value) -> Value {
    let other = json!({
        "id": "0198c0de-0000-7000-8000-0000000000d2", "organizationId": "0198c0de-0000-7000-8000-0000000000a2"
    });
    rule(with(other, changes))
}

/// For each finding, a configuration that has it.
fn examples() -> BTreeMap<&'static str, Value> {
    let policy = |policy: Value| json!({ "policy": policy });
    let by =
        |changes: Value| json!({ "policy": { "strategies": ["invitation"] }, "connections": [connection(changes)] });
    let rules = |rules: Value| json!({ "domainRules": rules });
    let mapping = json!({ "organizationId": ORGANIZATION, "group": "staff", "role": "org_user" });
    let default = |role: &str| json!([{ "organizationId": ORGANIZATION, "role": role }]);
    let again = connection(json!({ "id": "0198c0de-0000-7000-8000-0000000000c2" }));
    BTreeMap::from([
        ("no_active_connection", by(json!({ "status": "disabled" }))),
        ("entry_closed", policy(json!({ "strategies": [], "bootstrap": { "mode": "closed" } }))),
        ("neither_creates_nor_links", policy(json!({ "strategies": [], "accountLinking": "never" }))),
        ("unreachable_strategy", json!({ "connections": [connection(json!({}))] })),
        ("strategy_missing", by(json!({ "organizationId": ORGANIZATION }))),
        ("bootstrap_first_user", policy(json!({ "bootstrap": { "mode": "first_user" } }))),
        ("bootstrap_list_empty", policy(json!({ "bootstrap": { "mode": "allow_list", "emails": [] } }))),
        ("unverified_email_accepted", policy(json!({ "requireVerifiedEmail": false }))),
        ("second_subject_unasked", policy(json!({ "secondSubject": "new_user" }))),
        ("reserved_role", policy(json!({ "defaultRoles": default("org_owner") }))),
        ("role_capped", policy(json!({ "defaultRoles": default("org_admin") }))),
        ("shadowed_entry", policy(json!({ "groupRoles": [mapping, mapping] }))),
        ("group_mapping_unreachable", policy(json!({ "strategies": ["invitation"], "groupRoles": [mapping] }))),
        (
            "group_sync_unused",
            policy(
                json!({ "reconcileOnLogin": false, "groupRoles": [with(mapping.clone(), json!({ "sync": "authoritative" }))] }),
            ),
        ),
        (
            "required_groups_unreachable",
            policy(json!({ "requiredGroups": [{ "organizationId": ORGANIZATION, "groups": [] }] })),
        ),
        ("required_authentication_unreachable", policy(json!({ "maxAuthAge": 59 }))),
        (
            "idp_organization_unreachable",
            policy(json!({
                "strategies": ["invitation"],
                "idpOrganizations": [{ "idpOrganization": "org_acme", "organizationId": ORGANIZATION }]
            })),
        ),
        ("seats_not_enforced", policy(json!({ "enforceSeats": false }))),
        ("invitation_lifetime_too_long", policy(json!({ "invitationLifetimeSeconds": 2_592_001 }))),
        ("invitation_lifetime_too_short", policy(json!({ "invitationLifetimeSeconds": 3_599 }))),
        ("personal_organization_unused", policy(json!({ "personalOrganization": true }))),
        ("connection_without_audience", by(json!({ "audiences": [] }))),
        ("email_trusted_without_claim", by(json!({ "trustEmail": true }))),
        ("email_claim_ignored", by(json!({ "trustEmail": "always" }))),
        ("outside_domains_admitted", by(json!({ "organizationId": ORGANIZATION, "allowOutsideDomains": true }))),
        ("issuer_repeated", json!({ "connections": [connection(json!({})), again] })),
        ("public_domain", rules(json!([rule(json!({ "pattern": "gmail.com" }))]))),
        ("suffix_domain", rules(json!([rule(json!({ "pattern": "onmicrosoft.com" }))]))),
        ("wildcard_too_wide", rules(json!([rule(json!({ "pattern": "*.k12.example", "class": "public_suffix" }))]))),
        ("wildcard_without_name", rules(json!([rule(json!({ "pattern": "*.acme.example" }))]))),
        ("silent_join_without_ownership", rules(json!([rule(json!({ "verification": "affiliation" }))]))),
        ("domain_not_verified", rules(json!([rule(json!({ "state": "pending" }))]))),
        ("ambiguous_domain", rules(json!([rule(json!({})), others(json!({}))]))),
        ("sso_connection_unusable", rules(json!([rule(json!({ "enrollmentMode": "enterprise_sso" }))]))),
        (
            "confusable_domain",
            rules(json!([
                rule(json!({ "pattern": "epic.example" })),
                others(json!({ "pattern": "xn--e1awd7f.example" }))
            ])),
        ),
        ("mixed_script_domain", rules(json!([rule(json!({ "pattern": "xn--pypal-4ve.example" }))]))),
    ])
}

#[test]
fn every_finding_is_met() {
    let examples = examples();
    for (code, configuration) in &examples {
        let read: Configuration = cora_wire::decode(configuration.to_string().as_bytes())
            .unwrap_or_else(|report| panic!("{code}: {report:?}"));
        let report = lint(&read, &Looks);
        let found: Vec<&str> = report.findings.iter().map(|finding| Code::name(&finding.code)).collect();
        assert!(found.contains(code), "{code} is not among {found:?}");
    }
    every_one_is_met(codes::<FindingCode>(), &examples.into_keys().map(str::to_owned).collect(), &[]);
}

const POLICY: &str = include_str!("../../../docs/policy.md");
const ADMINISTRATION: &str = include_str!("../../../docs/administration.md");
const SPECIFICATION: &str = include_str!("../../../docs/specification.md");

#[test]
fn every_strategy_is_a_row_of_the_page_about_policies() {
    for strategy in Strategy::ALL {
        let row = format!("\n| `{}` | ", strategy.name());
        assert!(POLICY.contains(&row), "docs/policy.md has no row for {strategy:?}");
    }
}

#[test]
fn every_text_of_a_presentation_is_documented() {
    let about = serde_json::to_value(OrganizationAbout::default()).unwrap();
    for name in about.as_object().unwrap().keys() {
        assert!(ADMINISTRATION.contains(&format!("{name}?")), "docs/administration.md does not name {name}");
        assert!(SPECIFICATION.contains(&format!("`{name}`")), "docs/specification.md does not name {name}");
    }
}
