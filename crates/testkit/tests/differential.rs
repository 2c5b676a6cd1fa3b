//! The engine decides as the reference does, on 20,000 random inputs, or on a million with
//! `CORA_DEEP=1`. The reference decides the corpus as the corpus expects.
//!
//! The inputs are the same every time, so that a failure is caused by the change at hand.
//! `CORA_SEED=<number>` draws others.

mod reference;

use std::collections::BTreeMap;
use std::env;
use std::thread;

use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::decision::OutcomeKind;
use cora_core::{DecideInput, decide};
use cora_testkit::corpus::{self, Operation};
use cora_testkit::generate::{TOKEN, decide_input};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use reference::{Expected, evaluate, reachable};
use serde_json::{Value, json};

/// One per core of the machines that this runs on.
const THREADS: u8 = 2;

/// Counts of each outcome and each code of a stage.
#[derive(Default)]
struct Seen {
    outcomes: BTreeMap<OutcomeKind, u32>,
    codes: BTreeMap<ReasonCode, u32>,
}

impl Seen {
    fn note(&mut self, expected: &Expected) {
        *self.outcomes.entry(expected.outcome.kind()).or_default() += 1;
        for (_, _, code) in &expected.stages {
            *self.codes.entry(*code).or_default() += 1;
        }
    }

    fn merge(mut self, other: Self) -> Self {
        other.outcomes.into_iter().for_each(|(kind, count)| *self.outcomes.entry(kind).or_default() += count);
        other.codes.into_iter().for_each(|(code, count)| *self.codes.entry(code).or_default() += count);
        self
    }
}

#[test]
fn the_engine_decides_as_the_reference_does() {
    let cases = if env::var("CORA_DEEP").is_ok_and(|deep| deep == "1") { 1_000_000 } else { 20_000 };
    let seed: u64 = env::var("CORA_SEED").ok().map_or(0, |seed| seed.parse().expect("CORA_SEED is a number"));
    let seen = thread::scope(|scope| {
        let share = cases / u32::from(THREADS);
        let runs: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || compare(share, seed, thread))).collect();
        // The output of the thread describes the disagreement.
        runs.into_iter()
            .map(|run| run.join().unwrap_or_else(|_| panic!("they disagree, see above")))
            .reduce(Seen::merge)
    });
    let seen = seen.expect("there are threads");
    println!("{:?}\n{:?}", seen.outcomes, seen.codes);

    let denied = seen.outcomes.get(&OutcomeKind::Denied).copied().unwrap_or(0);
    assert!(denied < cases / 2, "{denied} of {cases} are denied: they say little");
    let kinds: Vec<OutcomeKind> = seen.outcomes.keys().copied().collect();
    assert_eq!(kinds, reachable::OUTCOMES, "every outcome is reached");
    let codes: Vec<ReasonCode> = seen.codes.keys().copied().collect();
    let due: Vec<ReasonCode> =
        reachable::ALL.into_iter().filter(|code| reachable::why_unreached(*code).is_none()).collect();
    assert_eq!(codes, due, "every code that a stage can say is said, and no other");
}

/// Compares the two on `cases` inputs. Prints the smallest input on which they differ, as JSON that
/// `cora evaluate` accepts.
fn compare(cases: u32, seed: u64, thread: u8) -> Seen {
    let mut bytes = [thread; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let seen = std::cell::RefCell::new(Seen::default());
    let result = runner.run(&decide_input(), |input| {
        let decided = Expected::of(&decide(&input));
        prop_assert!(decided == evaluate(&input));
        seen.borrow_mut().note(&decided);
        Ok(())
    });
    match result {
        Ok(()) => seen.into_inner(),
        Err(TestError::Fail(_, input)) => panic!(
            "{}\nthe engine: {:?}\nthe reference: {:?}",
            with_tokens(&input),
            Expected::of(&decide(&input)),
            evaluate(&input)
        ),
        Err(error) => panic!("{error}"),
    }
}

/// Returns the input as JSON, with the tokens, which are otherwise never written. They are not
/// secrets here.
fn with_tokens(input: &DecideInput) -> Value {
    let mut text = serde_json::to_value(input).expect("an input is JSON");
    for (name, presented) in [("bootstrapToken", &input.login.bootstrap_token), ("linkProof", &input.login.link_proof)]
    {
        if let Some(presented) = presented {
            let right = cora_core::secret::PresentedToken::new(TOKEN).is_some_and(|token| token == *presented);
            text["login"][name] = json!(if right { TOKEN } else { "wrong" });
        }
    }
    text
}

#[test]
fn the_reference_decides_the_corpus_as_it_expects() {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Provisioning);
    let (mut decided, mut failures) = (0, Vec::new());
    for case in cases {
        // An input that is refused for its form has no decision.
        let Ok(input) = cora_wire::decode::<DecideInput>(case.text().as_bytes()) else { continue };
        let expected = evaluate(&input);
        let found = corpus::mismatches(&of_the_decision(&case.expect), &as_decision(&expected).to_string());
        if !found.is_empty() {
            failures.push(format!("{}: {found:?}", case.file));
        }
        assert_eq!(Expected::of(&decide(&input)), expected, "{}", case.file);
        decided += 1;
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(decided > 150);
}

/// Returns the part of an expectation that the reference answers: without the evidence of the
/// trace, the order of guards, the key and the audit.
fn of_the_decision(expect: &Value) -> Value {
    let mut expect = expect.clone();
    let members = expect.as_object_mut().expect("an expectation is an object");
    members.retain(|name, _| !matches!(name.as_str(), "evidence" | "guards"));
    if let Some(Value::Object(plan)) = members.get_mut("plan") {
        plan.remove("guards");
        plan.remove("idempotencyKey");
        if let Some(Value::Object(effects)) = plan.get_mut("effects") {
            effects.retain(|_, effect| effect["effect"] != "record_audit");
        }
    }
    if let Some(Value::Array(effects)) = members.get_mut("effects") {
        effects.retain(|effect| effect != "record_audit");
    }
    expect
}

fn as_decision(expected: &Expected) -> Value {
    let stage = |(stage, verdict, code): &_| json!({ "stage": stage, "verdict": verdict, "code": code });
    json!({
        "outcome": expected.outcome,
        "reason": expected.reason,
        "userMessage": expected.user_message,
        "stepUp": expected.step_up,
        "emailEvidence": expected.email_evidence,
        "platformRole": expected.platform_role,
        "memberships": expected.memberships,
        "currentOrganizationId": expected.current_organization_id,
        "plan": { "effects": expected.effects },
        "trace": { "decidedBy": expected.decided_by, "stages": expected.stages.iter().map(stage).collect::<Vec<Value>>() },
    })
}
