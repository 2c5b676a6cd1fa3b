//! What administrators use before a configuration or a connection goes live.

use std::cell::RefCell;
use std::rc::Rc;

use cora_core::engine::{Engine, EngineLogin};
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::simulation::{ChangeTraces, SimulatedLogins, Simulation};
use cora_domain_lists::SmallDomainLists;
use cora_wire::{decode, encode, operation, report};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::desk::{Failure, make, work};
use crate::engine::engine;
use crate::shelf::Shelf;

/// Looks a `Configuration` document over, with all lists of domains but the one of throw-away mailboxes: a `LintReport`
/// document.
#[wasm_bindgen(skip_typescript)]
pub fn lint(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(encode(&cora_core::lint::lint(&decode(text)?, &SmallDomainLists))))
}

/// Looks the settings of a connection over, a `ConnectionSettings` document: a `ConnectionReport` document.
#[wasm_bindgen(js_name = validateConnection, skip_typescript)]
pub fn validate_connection(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::validate_connection(text)?))
}

/// Looks a provider's documents over, a `CheckDiscoveryInput` document: a `DiscoveryReport` document.
#[wasm_bindgen(js_name = checkDiscovery, skip_typescript)]
pub fn check_discovery(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::check_discovery(text)?))
}

/// Decides what becomes of a command to a connection, a `ChangeConnectionInput` document: a `ConnectionChange` document.
#[wasm_bindgen(js_name = changeConnection, skip_typescript)]
pub fn change_connection(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::change_connection(text)?))
}

/// A simulation that goes part by part, so that its host can show how far it is and stop it.
struct Trial {
    before: Rc<Engine>,
    after: Rc<Engine>,
    logins: Vec<EngineLogin>,
    /// How many of the logins have been decided on.
    done: usize,
    traced: usize,
    found: Simulation<Rc<Engine>>,
}

impl Trial {
    fn new(before: Rc<Engine>, after: Rc<Engine>, logins: Vec<EngineLogin>, traced: usize) -> Self {
        let found = Simulation::new(before.clone(), after.clone(), traced);
        Self { before, after, logins, done: 0, traced, found }
    }

    fn step(&mut self, logins: usize) -> usize {
        let end = self.done.saturating_add(logins).min(self.logins.len());
        for (login, index) in self.logins[self.done..end].iter().zip(self.done..) {
            self.found.step(u32::try_from(index).unwrap_or(u32::MAX), login);
        }
        self.done = end;
        self.logins.len() - end
    }
}

thread_local! {
    static TRIALS: RefCell<Shelf<Trial>> = const { RefCell::new(Shelf::new()) };
}

fn with<T>(number: u32, use_it: impl FnOnce(&mut Trial) -> Result<T, Failure>) -> Result<T, Failure> {
    TRIALS.with_borrow_mut(|trials| use_it(trials.get_mut(number).ok_or(Failure::NONE)?))
}

/// A simulation without logins, of what changes from one engine to another. Traces are kept for the first `traced` changes.
/// The engines may be freed after. Answers with the number of the simulation.
#[wasm_bindgen(js_name = simulationNew, skip_typescript)]
pub fn simulation_new(before: u32, after: u32, traced: usize) -> i32 {
    make(0, &|_| {
        let trial = Trial::new(engine(before)?, engine(after)?, Vec::new(), traced);
        Ok(TRIALS.with_borrow_mut(|trials| trials.put(trial)))
    })
}

/// Gives a simulation's memory back.
#[wasm_bindgen(js_name = simulationFree, skip_typescript)]
pub fn simulation_free(number: u32) {
    TRIALS.with_borrow_mut(|trials| trials.take(number));
}

/// Adds the logins of a `SimulatedLogins` document. Answers with how many there are now. When it fails, none is added.
#[wasm_bindgen(js_name = simulationAdd, skip_typescript)]
pub fn simulation_add(number: u32, bytes: usize) -> i32 {
    make(bytes, &|text| {
        let more = decode::<SimulatedLogins>(text)?.logins;
        with(number, |trial| {
            trial.logins.extend(more);
            Ok(u32::try_from(trial.logins.len()).unwrap_or(u32::MAX))
        })
    })
}

/// Tries another engine on the same logins: everything is to be decided on anew. The engine may be freed after.
#[wasm_bindgen(js_name = simulationRetry, skip_typescript)]
pub fn simulation_retry(number: u32, after: u32) -> i32 {
    make(0, &|_| {
        let after = engine(after)?;
        with(number, |trial| {
            let logins = std::mem::take(&mut trial.logins);
            *trial = Trial::new(trial.before.clone(), after, logins, trial.traced);
            Ok(0)
        })
    })
}

/// Decides on at most so many more logins, and answers with how many are left.
#[wasm_bindgen(js_name = simulationStep, skip_typescript)]
pub fn simulation_step(number: u32, logins: usize) -> usize {
    with(number, |trial| Ok(trial.step(logins))).unwrap_or_default()
}

/// What was found so far: a `SimulationReport` document.
#[wasm_bindgen(js_name = simulationReport, skip_typescript)]
pub fn simulation_report(number: u32) -> i32 {
    work(0, &|_| with(number, |trial| Ok(encode(&trial.found.report()))))
}

/// Why a login is decided as it is, under both configurations: a `ChangeTraces` document.
///
/// The failure is `out_of_bounds` when there is no login of that index.
#[wasm_bindgen(js_name = simulationTraces, skip_typescript)]
pub fn simulation_traces(number: u32, index: usize) -> i32 {
    work(0, &|_| {
        with(number, |trial| {
            let login = trial.logins.get(index).ok_or_else(no_such_login)?;
            let (before, after) = (trial.before.decide(login).trace, trial.after.decide(login).trace);
            Ok(encode(&ChangeTraces { before, after }))
        })
    })
}

fn no_such_login() -> Failure {
    let (code, message) = (IssueCode::OutOfBounds, "there is no login of this index".to_owned());
    report(vec![Issue { code, severity: Severity::Error, path: String::new(), message, help: None }]).into()
}
