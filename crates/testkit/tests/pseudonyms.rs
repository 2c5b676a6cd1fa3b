//! Pseudonymous logins are decided as the originals are (docs/specification.md §17.3): the whole
//! corpus and 20,000 random inputs, or a million with `CORA_DEEP=1`. `CORA_SEED=<number>` draws
//! others.

use std::env;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::thread;

use cora_core::engine::{Configuration, Engine, EngineLogin};
use cora_core::id::{OrganizationId, UserId};
use cora_core::policy::{Bootstrap, MultipleInvitations};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::plan::Effect;
use cora_core::provisioning::pseudonym::{HashedText, pseudonymize, restore_names, sample};
use cora_core::provisioning::trace::{Stage, Verdict};
use cora_core::{DecideInput, Decision, Outcome, decide};
use cora_testkit::corpus::{self, Operation};
use cora_testkit::generate::decide_input;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

/// One per core of the machines that this runs on.
const THREADS: u8 = 2;

/// Hashes with a fixed key. Hosts use an HMAC.
fn hash(kind: HashedText, text: &str) -> [u8; 16] {
    let half = |key: u8| {
        let mut hasher = DefaultHasher::new();
        (key, kind, text).hash(&mut hasher);
        hasher.finish().to_be_bytes()
    };
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half(1));
    bytes[8..].copy_from_slice(&half(2));
    bytes
}

/// The parts of a decision that do not depend on the identifiers of the login's user, or on those
/// that are derived from them.
fn essence(decision: &Decision) -> Value {
    let founded = |id: OrganizationId| {
        decision.plan.effects.iter().any(
            |effect| matches!(effect, Effect::CreateOrganization { organization_id, .. } if *organization_id == id),
        )
    };
    let name = |id: OrganizationId| if founded(id) { String::from("founded") } else { id.to_string() };
    let outcome = match &decision.outcome {
        Outcome::ApprovalRequired { organization_id, .. } => name(*organization_id),
        Outcome::SsoRequired { connection_id } => connection_id.to_string(),
        _ => String::new(),
    };
    let mut memberships: Vec<Value> = decision
        .memberships
        .iter()
        .map(|view| json!([name(view.organization_id), view.role, view.source, view.added]))
        .collect();
    // They are ordered by the identifiers of organizations, of which that of a founded one differs.
    memberships.sort_by_key(Value::to_string);
    let stages: Vec<(Stage, Verdict, ReasonCode, usize)> = decision
        .trace
        .stages
        .iter()
        .map(|stage| (stage.stage, stage.verdict, stage.code, stage.evidence.len()))
        .collect();
    json!({
        "outcome": [json!(decision.outcome.kind()), json!(outcome)],
        "reason": decision.reason,
        "message": decision.user_message,
        "evidence": decision.email_evidence,
        "platformRole": decision.platform_role,
        "memberships": memberships,
        "current": decision.current_organization_id.map(name),
        "decidedBy": decision.trace.decided_by,
        "stages": stages,
        "effects": decision.plan.effects.iter().filter(|effect| !is_of_profile(effect)).map(name_of).collect::<Vec<_>>(),
    })
}

/// Returns the name of an effect.
fn name_of(effect: &Effect) -> Value {
    serde_json::to_value(effect).map(|effect| effect["effect"].clone()).expect("an effect is JSON")
}

/// Returns `true` for the effect that completes a name, which a pseudonymous login does not have.
fn is_of_profile(effect: &Effect) -> bool {
    matches!(effect, Effect::UpdateProfile { .. } | Effect::RecordAudit { .. })
}

/// Compares the decision about an input with those about its pseudonymous forms.
fn compare(input: &DecideInput) -> Result<(), String> {
    let expected = essence(&decide(input));
    let hidden = pseudonymize(input, &hash);
    let found = essence(&decide(&hidden));
    if found != expected {
        return Err(format!("the pseudonymous input\n{found}\n{expected}"));
    }
    if input.login.connection_id != input.connection.id {
        return Ok(());
    }
    let configuration = |input: &DecideInput| Configuration {
        policy: input.policy.clone(),
        connections: vec![input.connection.clone()],
        domain_rules: input.facts.domain_rules.clone(),
    };
    // A sample is written and read before it is decided.
    let text = cora_wire::encode(&sample(input, &hash));
    let mut read: EngineLogin = cora_wire::decode(text.as_bytes()).map_err(|report| format!("{report:?}"))?;
    let found = essence(&Engine::compile(configuration(&hidden)).decide(&read));
    if found != expected {
        return Err(format!("the sample\n{found}\n{expected}"));
    }
    restore_names(&mut read, &configuration(input), &hash);
    let found = essence(&Engine::compile(configuration(input)).decide(&read));
    if found != expected {
        return Err(format!("the sample under the configuration as it is\n{found}\n{expected}"));
    }
    leaks(input, &text)
}

/// Fails if a text by which a person is known is in a sample.
fn leaks(input: &DecideInput, text: &str) -> Result<(), String> {
    let DecideInput { login, facts, .. } = input;
    let users = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    let addresses = users
        .filter_map(|user| user.email.as_ref())
        .chain(facts.identities.iter().filter_map(|identity| identity.email.as_ref()))
        .chain(facts.invitations.iter().map(|invitation| &invitation.email))
        .map(|email| email.as_str().to_owned());
    let own = login.email.iter().map(|raw| raw.as_str().to_owned());
    let names =
        [&login.name, &login.given_name, &login.family_name].into_iter().flatten().map(|name| format!("\"{name}\""));
    let subjects = facts.identities.iter().map(|identity| &identity.identity.subject).chain([&login.subject]);
    let subjects = subjects.map(|subject| format!("\"{subject}\""));
    let groups = login.groups.iter().flatten().map(|group| format!("\"{group}\""));
    let organizations = facts.organizations.iter().map(|organization| format!("\"{}\"", organization.name));
    let users = users_of(input).into_iter().map(|user| user.to_string());
    let all = addresses.chain(own).chain(names).chain(subjects).chain(groups).chain(organizations).chain(users);
    for sought in all.filter(|sought| !sought.trim_matches('"').trim().is_empty()) {
        if text.contains(&sought) {
            return Err(format!("`{sought}` is in {text}"));
        }
    }
    Ok(())
}

fn users_of(input: &DecideInput) -> Vec<UserId> {
    let facts = &input.facts;
    let users = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    users.map(|user| user.id).chain(facts.memberships.iter().map(|membership| membership.user_id)).collect()
}

/// Keeps one of several facts about one thing, as a sound store does.
fn sound(mut input: DecideInput) -> DecideInput {
    let facts = &mut input.facts;
    let mut seen = Vec::new();
    facts.invitations.retain(|invitation| {
        let is_new = !seen.contains(&invitation.id);
        seen.push(invitation.id);
        is_new
    });
    let mut seen = Vec::new();
    facts.identities.retain(|known| {
        let is_new = !seen.contains(&known.identity);
        seen.push(known.identity.clone());
        is_new
    });
    let mut seen = Vec::new();
    let kept = [&facts.linked_user, &facts.derived_user].map(|user| user.clone());
    facts.users_with_email.retain(|user| {
        let is_new =
            !seen.contains(&user.id) && !kept.iter().flatten().any(|known| known.id == user.id && known != user);
        seen.push(user.id);
        is_new
    });
    input
}

#[test]
fn p25_a_pseudonymous_login_of_the_corpus_is_decided_as_the_original() {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Provisioning);
    let mut compared = 0;
    for case in cases {
        let Ok(input) = cora_wire::decode::<DecideInput>(case.text().as_bytes()) else { continue };
        if let Err(difference) = compare(&input) {
            panic!("{}: {difference}", case.file);
        }
        compared += 1;
    }
    assert!(compared > 150);
}

#[test]
fn p25_a_pseudonymous_login_is_decided_as_the_original() {
    let cases = if env::var("CORA_DEEP").is_ok_and(|deep| deep == "1") { 1_000_000 } else { 20_000 };
    let seed: u64 = env::var("CORA_SEED").ok().map_or(0, |seed| seed.parse().expect("CORA_SEED is a number"));
    let run = |thread: u8| {
        let mut bytes = [thread; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let config = Config {
            cases: cases / u32::from(THREADS),
            failure_persistence: None,
            max_shrink_iters: 20_000,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        let result = runner.run(&decide_input(), |input| {
            let compared = compare(&sound(input));
            prop_assert!(compared.is_ok(), "{}", compared.unwrap_err());
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{error}"));
    };
    thread::scope(|scope| {
        let runs: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || run(thread))).collect();
        runs.into_iter().for_each(|run| run.join().expect("they agree, see above"));
    });
}

#[test]
fn a_tag_of_an_address_stays_one() {
    let input = corpus_input();
    for (written, kept) in [("ana+news@acme.example", true), ("ana@acme.example", false), ("+@acme.example", true)] {
        let mut input = input.clone();
        input.login.email = Some(cora_core::text::RawEmail::shortened(written));
        let hidden = pseudonymize(&input, &hash).login.email.expect("an address");
        assert_eq!(hidden.as_str().contains('+'), kept, "{hidden}");
        assert!(hidden.as_str().ends_with("@acme.example"));
    }
}

#[test]
fn names_of_the_configuration_are_put_back_and_no_others() {
    let mut input = corpus_input();
    let group = |name: &str| cora_core::text::GroupName::shortened(name);
    input.login.groups = Some(vec![group("named"), group("other")]);
    input.connection.required_groups = vec![group("named")];
    input.policy.multiple_invitations = MultipleInvitations::Newest;
    input.policy.bootstrap = Bootstrap::AllowList {
        emails: vec![cora_core::email::CanonicalEmail::parse("ana@acme.example").expect("one")],
    };
    input.login.email = Some(cora_core::text::RawEmail::shortened("Ana@acme.example"));
    let mut read = sample(&input, &hash);
    let configuration = Configuration {
        policy: input.policy.clone(),
        connections: vec![input.connection.clone()],
        domain_rules: vec![],
    };
    restore_names(&mut read, &configuration, &hash);
    let groups = read.login.groups.expect("groups");
    assert_eq!(groups[0], group("named"));
    assert_ne!(groups[1], group("other"));
    assert_eq!(read.login.email.expect("an address").as_str(), "ana@acme.example");
}

/// Returns an input of the corpus.
fn corpus_input() -> DecideInput {
    let mut cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Provisioning);
    cases.find_map(|case| cora_wire::decode(case.text().as_bytes()).ok()).expect("a case")
}
