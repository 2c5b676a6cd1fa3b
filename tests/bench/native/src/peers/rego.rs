//! Decides with regorus, in its two ways of evaluating: the interpreter, and programs for its
//! virtual machine.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::RegoVM;
use regorus::{Engine, Value};

use crate::logins::Answer;

const ENTRY: &str = "data.login.decision";

/// The policy, prepared for both ways.
pub struct Rego {
    interpreter: Engine,
    machine: RegoVM,
}

impl Rego {
    pub fn new() -> Self {
        let mut interpreter = Engine::new();
        let policy = include_str!("../../../policies/login.rego").to_owned();
        interpreter.add_policy("login.rego".to_owned(), policy).expect("the policy is Rego");
        let compiled = interpreter.compile_with_entrypoint(&Arc::from(ENTRY)).expect("it compiles");
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY]).expect("it compiles for the machine");
        let mut machine = RegoVM::new();
        machine.load_program(program);
        Self { interpreter, machine }
    }

    /// Decides with the interpreter.
    pub fn interpret(&mut self, input: &Value) -> Value {
        self.interpreter.set_input(input.clone());
        self.interpreter.eval_rule(ENTRY.to_owned()).expect("a decision")
    }

    /// Decides with the virtual machine.
    pub fn execute(&mut self, input: &Value) -> Value {
        self.machine.set_input(input.clone());
        self.machine.execute().expect("a decision")
    }
}

/// Converts regorus' result to an answer.
pub fn answer(decision: &Value) -> Answer {
    let text = |value: &Value| value.as_string().expect("a text").to_string();
    let memberships = decision["memberships"].as_set().expect("a set").iter().map(text);
    Answer { reason: text(&decision["reason"]), memberships: memberships.collect() }
}
