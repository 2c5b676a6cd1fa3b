//! The compiled configuration decides as the one-shot function does, and the summary is that of the
//! decision.

use cora_core::engine::{Configuration, Engine, EngineLogin};
use cora_core::id::{ConnectionId, DomainId};
use cora_core::policy::SecondSubject;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::DomainRuleFacts;
use cora_core::simulation::{ConflictCount, Simulation, SimulationReport};
use cora_core::{DecideInput, Decision, decide, summarize};
use cora_testkit::corpus::{self, Operation};
use uuid::Uuid;

fn inputs() -> Vec<DecideInput> {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Provisioning);
    let inputs: Vec<DecideInput> = cases.filter_map(|case| cora_wire::decode(case.text().as_bytes()).ok()).collect();
    assert!(inputs.len() > 150);
    inputs
}

/// Splits an input into a configuration and a login, with the domain rules in one or the other.
fn split(input: &DecideInput, rules_configured: bool) -> (Configuration, EngineLogin) {
    let DecideInput { now, login, connection, policy, mut facts } = input.clone();
    let domain_rules = if rules_configured { std::mem::take(&mut facts.domain_rules) } else { Vec::new() };
    (Configuration { policy, connections: vec![connection], domain_rules }, EngineLogin { now, login, facts })
}

#[test]
fn the_summary_is_that_of_the_decision() {
    for input in inputs() {
        assert_eq!(summarize(&input), decide(&input).into_summary());
    }
}

#[test]
fn a_compiled_configuration_decides_as_the_one_shot_function() {
    for input in inputs().iter().filter(|input| input.login.connection_id == input.connection.id) {
        for rules_configured in [true, false] {
            let (configuration, login) = split(input, rules_configured);
            let engine = Engine::compile(configuration);
            assert_eq!(engine.decide(&login), decide(input));
            assert_eq!(engine.summarize(&login), summarize(input));
        }
    }
}

#[test]
fn rules_of_others_change_nothing() {
    for input in inputs().iter().filter(|input| input.login.connection_id == input.connection.id) {
        let (mut configuration, login) = split(input, true);
        let Some(rule) = configuration.domain_rules.first().cloned() else { continue };
        for number in 0..50_u128 {
            let pattern = format!("{}other{number}.example", if number % 2 == 0 { "*." } else { "" });
            let id = DomainId::from_uuid(Uuid::from_u128(number));
            configuration.domain_rules.push(DomainRuleFacts { id, pattern: pattern_of(&pattern), ..rule.clone() });
        }
        assert_eq!(Engine::compile(configuration).decide(&login), decide(input));
    }
}

fn pattern_of(text: &str) -> cora_core::domain::pattern::DomainPattern {
    cora_core::domain::pattern::DomainPattern::parse(text).expect("a pattern")
}

#[test]
fn login_by_unknown_connection_is_refused() {
    let (configuration, mut login) = split(&inputs()[0], true);
    let engine = Engine::compile(configuration);
    login.login.connection_id = ConnectionId::from_uuid(Uuid::from_u128(7));
    let decision = engine.decide(&login);
    assert_eq!(decision.reason, ReasonCode::IdentityInvalid);
    assert!(decision.plan.guards.is_empty() && decision.outcome.signed_in_user().is_none());
}

/// The corpus under its own policies cannot be one simulation, so all its logins are tried under
/// one policy each.
fn engines() -> (Engine, Engine, Vec<EngineLogin>) {
    let inputs = inputs();
    let configuration = |policy: &str| Configuration {
        policy: serde_json::from_str(policy).expect("a policy"),
        connections: inputs.iter().map(|input| input.connection.clone()).collect(),
        domain_rules: Vec::new(),
    };
    let before = Engine::compile(configuration("{}"));
    let after = Engine::compile(configuration(r#"{ "strategies": ["invitation"], "accessMode": "waitlist" }"#));
    let logins = inputs.iter().map(|input| split(input, false).1).collect();
    (before, after, logins)
}

fn simulate(before: &Engine, after: &Engine, logins: &[EngineLogin], parts: usize) -> SimulationReport {
    let numbered: Vec<(u32, &EngineLogin)> = (0..).zip(logins).collect();
    let mut whole = Simulation::new(before, after, 5);
    // The parts in the wrong order, which must not matter.
    for part in numbered.chunks(logins.len().div_ceil(parts)).rev() {
        let mut simulation = Simulation::new(before, after, 5);
        part.iter().for_each(|(index, login)| simulation.step(*index, login));
        whole.merge(simulation);
    }
    whole.report()
}

#[test]
fn a_simulation_names_every_login_that_is_decided_otherwise() {
    let (before, after, logins) = engines();
    let report = simulate(&before, &after, &logins, 1);
    assert_eq!(report.logins as usize, logins.len());
    let roles = |decision: &Decision| {
        let memberships = decision.memberships.iter().map(|membership| (membership.organization_id, membership.role));
        let in_conflict = decision.reason == ReasonCode::IdentityConflict;
        (decision.outcome.clone(), decision.platform_role, memberships.collect::<Vec<_>>(), in_conflict)
    };
    let changed: Vec<u32> = (0..)
        .zip(&logins)
        .filter(|(_, login)| roles(&before.decide(login)) != roles(&after.decide(login)))
        .map(|(index, _)| index)
        .collect();
    assert!(changed.len() > 10, "{changed:?}");
    assert_eq!(report.changes.iter().map(|change| change.index).collect::<Vec<_>>(), changed);
    assert_eq!(report.changed as usize, changed.len());
    assert!(report.changes.iter().take(5).all(|change| change.traces.is_some()));
    assert!(report.changes.iter().skip(5).all(|change| change.traces.is_none()));
    let sum = |count: fn(&cora_core::simulation::OutcomeCount) -> u32| report.outcomes.iter().map(count).sum::<u32>();
    assert_eq!((sum(|count| count.before), sum(|count| count.after)), (report.logins, report.logins));
}

#[test]
fn a_simulation_counts_the_logins_that_an_administrator_has_to_decide_about() {
    let inputs = inputs().into_iter().filter(|input| decide(input).reason == ReasonCode::IdentityConflict);
    let (mut conflicts, mut others) = (0, 0);
    for input in inputs {
        let (before, login) = split(&input, false);
        let mut after = before.clone();
        // Nobody can reach an account by its address then, and an administrator decides nothing.
        after.policy.second_subject = SecondSubject::NewUser;
        let (before, after) = (Engine::compile(before), Engine::compile(after));
        let decision = after.decide(&login);
        let still = u32::from(decision.reason == ReasonCode::IdentityConflict);
        let report = simulate(&before, &after, &[login], 1);
        assert_eq!(report.identity_conflicts, ConflictCount { before: 1, after: still });
        // A person who is denied both times is listed, because nobody has to decide any more.
        assert_eq!(report.changed, 1 - still);
        (conflicts, others) = (conflicts + 1, others + u32::from(still == 0 && report.outcomes.len() == 1));
    }
    assert!(conflicts > 3 && others > 0, "{conflicts} {others}");
}

#[test]
fn a_simulation_does_not_depend_on_how_it_is_shared_out() {
    let (before, after, logins) = engines();
    let whole = simulate(&before, &after, &logins, 1);
    for parts in [2, 3, 7] {
        assert_eq!(simulate(&before, &after, &logins, parts), whole);
    }
    assert_eq!(simulate(&before, &before, &logins, 2).changed, 0);
}

#[test]
fn c33_session_has_role_version_of_relinked_account() {
    let with_derived = |input: &DecideInput| {
        let decision = decide(input);
        let user = input.facts.derived_user.clone()?;
        (decision.outcome.signed_in_user() == Some(user.id)).then_some((decision, user))
    };
    let mut seen = 0;
    for mut input in inputs() {
        if let Some(user) = &mut input.facts.derived_user {
            user.role_version = 41;
        }
        input.facts.users_with_email.clear();
        let Some((decision, _)) = with_derived(&input) else { continue };
        let raised = u32::from(decision.plan.changes_roles());
        let session = cora_core::session::of_decision(&input.login, input.connection.kind, &decision, &input.facts);
        let cora_core::session::UnifiedSession::Authenticated { session } = session else { panic!("{session:?}") };
        assert_eq!(session.role_version, 41 + raised);
        seen += 1;
    }
    assert!(seen > 0, "no case of the corpus confirms a link that was taken away");
}
