//! Decides with zen-engine, by a decision graph of one expression node.

use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable};

use crate::logins::Answer;

/// The graph, compiled once.
pub struct Zen {
    decision: Decision,
    runtime: Runtime,
}

impl Zen {
    pub fn new() -> Self {
        let content: DecisionContent =
            serde_json::from_str(include_str!("../../../policies/login.zen.json")).expect("the graph is one");
        let mut decision = DecisionEngine::default().create_decision(Arc::new(content)).expect("a decision");
        decision.compile();
        Self { decision, runtime: Builder::new_current_thread().build().expect("a runtime") }
    }

    /// Decides `times` times, entering the runtime only once.
    pub fn decide(&self, input: &Variable, times: usize) -> Variable {
        self.runtime.block_on(async {
            let mut last = Variable::Null;
            for _ in 0..times {
                last = self.decision.evaluate(input.clone()).await.expect("a decision").result;
            }
            last
        })
    }
}

/// Converts zen-engine's result to an answer.
pub fn answer(decision: &Variable) -> Answer {
    let decision = decision.to_value();
    let list = |name: &str| decision[name].as_array().cloned().unwrap_or_default();
    let ids = list("invited").into_iter().chain(list("joined"));
    let mut memberships: Vec<String> = ids.map(|id| id.as_str().expect("an identifier").to_owned()).collect();
    memberships.sort();
    memberships.dedup();
    Answer { reason: decision["reason"].as_str().expect("a reason").to_owned(), memberships }
}
