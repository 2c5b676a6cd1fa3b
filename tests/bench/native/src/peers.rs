//! The peers, and the rows that compare Cora with them.

mod cedar;
mod rego;
mod zen;

use std::hint::black_box;

use cora_core::Engine;
use cora_core::email::EmailAddress;
use cora_core::engine::EngineLogin;
use serde_json::Value;

use crate::allocation::counted;
use crate::logins::Case;
use crate::race::{Contestant, Times};
use crate::row;
use cedar::Cedar;
use rego::Rego;
use zen::Zen;

/// Measures and returns the rows on the typical login, which is the first case.
pub fn rows(engine: &Engine, cases: &[Case]) -> Vec<Value> {
    let (cedar, mut rego, zen) = (Cedar::new(), Rego::new(), Zen::new());
    for case in cases {
        agree(case, &cedar, &mut rego, &zen);
    }
    typical(&cases[0], engine, &cedar, &mut rego, &zen)
}

/// Panics unless every peer answers a case as expected.
fn agree(case: &Case, cedar: &Cedar, rego: &mut Rego, zen: &Zen) {
    let Case { name, login, facts, expected } = case;
    let response = cedar.decide(&cedar.ask(login, &address(login)));
    let input = regorus::Value::from(facts.clone());
    let answers = [
        ("cedar-policy", cedar.answer(&response, login)),
        ("regorus, interpreter", rego::answer(&rego.interpret(&input))),
        ("regorus, machine", rego::answer(&rego.execute(&input))),
        ("zen-engine", zen::answer(&zen.decide(&facts.clone().into(), 1))),
    ];
    for (who, answer) in answers {
        assert_eq!(answer, *expected, "{name}: {who} decides otherwise");
    }
}

fn address(login: &EngineLogin) -> EmailAddress {
    let email = login.login.email.as_ref().expect("an address");
    EmailAddress::parse(email.as_str()).expect("a sound address")
}

/// Measures and returns the rows on the typical login.
fn typical(case: &Case, engine: &Engine, cedar: &Cedar, rego: &mut Rego, zen: &Zen) -> Vec<Value> {
    let login = &case.login;
    let email = address(login);
    let asked = cedar.ask(login, &email);
    let input = regorus::Value::from(case.facts.clone());
    let variable = zen_engine::Variable::from(case.facts.clone());

    let ours = counted(|| engine.summarize(login)) as f64;
    let whole = counted(|| engine.decide(login)) as f64;
    let allocations = [
        ("cedar", "cedar-policy", counted(|| cedar.decide(&asked))),
        ("regorus", "regorus", counted(|| rego.execute(&input))),
        ("zen", "zen-engine", counted(|| zen.decide(&variable, 1))),
    ];

    let rego = std::cell::RefCell::new(rego);
    let times = Times::of(vec![
        Contestant::new("summarize", || drop(black_box(engine.summarize(black_box(login))))),
        Contestant::new("decide", || drop(black_box(engine.decide(black_box(login))))),
        Contestant::new("cedar", || drop(black_box(cedar.decide(black_box(&asked))))),
        Contestant::new("cedar, built", || drop(black_box(cedar.decide(&cedar.ask(black_box(login), &email))))),
        Contestant::new("interpreter", || drop(black_box(rego.borrow_mut().interpret(black_box(&input))))),
        Contestant::new("machine", || drop(black_box(rego.borrow_mut().execute(black_box(&input))))),
        Contestant::of_many("zen", |times| drop(black_box(zen.decide(black_box(&variable), times)))),
    ]);

    let mut rows = Vec::new();
    // Only the summary contains as little as the peers' answers. The whole decision, with its plan
    // and its trace, has no goal.
    for (ours, goal) in [("summarize", true), ("decide", false)] {
        for (id, peer, name, limit) in [
            ("cedar", "cedar, built", "cedar-policy, request built", 0.05),
            ("cedar_prebuilt", "cedar", "cedar-policy, all prebuilt", 0.05),
            ("regorus", "machine", "regorus, virtual machine", 1.0),
            ("regorus_interpreter", "interpreter", "regorus, interpreter", 1.0),
            ("zen", "zen", "zen-engine, expression node", 1.0),
        ] {
            let id = format!("native_{ours}_{id}");
            let work = format!("native: {ours} / {name}");
            rows.push(row(&id, &work, times.get(ours), times.get(peer), "µs", goal.then_some(limit)));
        }
    }
    for (id, name, peer) in allocations {
        let id = format!("native_allocations_{id}");
        rows.push(row(&id, &format!("allocations: summarize / {name}"), ours, peer as f64, "times", None));
    }
    rows.push(row("native_allocations_decide", "allocations: decide / summarize", whole, ours, "times", None));
    rows
}
