//! Tools for administrators, for use before a configuration or a connection goes live.

use std::cell::RefCell;
use std::rc::Rc;

use cora_core::engine::{Engine, EngineLogin};
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::simulation::{ChangeTraces, SimulatedLogins, Simulation};
use cora_domain_lists::SmallDomainLists;
use cora_wire::{decode, encode, operation, report};
use slab::Slab;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::engine::engine;
use crate::ffi_buffer::{Failure, create, run};

/// Lints a `Configuration` document with all domain lists except that of disposable mailboxes. The
/// result is a `LintReport` document.
#[wasm_bindgen(skip_typescript)]
pub fn lint(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(encode(&cora_core::lint::lint(&decode(text)?, &SmallDomainLists))))
}

/// Decides the command to a connection in a `ChangeConnectionInput` document. The result is a
/// `ConnectionChange` document.
#[wasm_bindgen(js_name = changeConnection, skip_typescript)]
pub fn change_connection(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::change_connection(text)?))
}

/// A simulation that simulations in steps, so that the host can show its progress and stop it.
struct SimulationRun {
    before: Rc<Engine>,
    after: Rc<Engine>,
    logins: Vec<EngineLogin>,
    /// The number of logins decided so far.
    done: usize,
    traced: usize,
    found: Simulation<Rc<Engine>>,
}

impl SimulationRun {
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
    static SIMULATIONS: RefCell<Slab<SimulationRun>> = const { RefCell::new(Slab::new()) };
}

fn with<T>(number: usize, use_it: impl FnOnce(&mut SimulationRun) -> Result<T, Failure>) -> Result<T, Failure> {
    SIMULATIONS.with_borrow_mut(|simulations| use_it(simulations.get_mut(number).ok_or(Failure::NONE)?))
}

/// Creates a simulation of the change from one engine to another, without logins. Keeps traces for
/// the first `traced` changes. The engines may be freed afterwards. Returns the number of the
/// simulation.
#[wasm_bindgen(js_name = simulationNew, skip_typescript)]
pub fn simulation_new(before: usize, after: usize, traced: usize) -> i32 {
    create(0, &|_| {
        let simulation = SimulationRun::new(engine(before)?, engine(after)?, Vec::new(), traced);
        Ok(SIMULATIONS.with_borrow_mut(|simulations| simulations.insert(simulation)))
    })
}

/// Frees a simulation.
#[wasm_bindgen(js_name = simulationFree, skip_typescript)]
pub fn simulation_free(number: usize) {
    SIMULATIONS.with_borrow_mut(|simulations| simulations.try_remove(number));
}

/// Adds the logins of a `SimulatedLogins` document. Returns the number of logins in the simulation.
/// On failure, none is added.
#[wasm_bindgen(js_name = simulationAdd, skip_typescript)]
pub fn simulation_add(number: usize, bytes: usize) -> i32 {
    create(bytes, &|text| {
        let more = decode::<SimulatedLogins>(text)?.logins;
        with(number, |simulation| {
            simulation.logins.extend(more);
            Ok(simulation.logins.len())
        })
    })
}

/// Replaces the second engine and starts again with the same logins. The engine may be freed
/// afterwards.
#[wasm_bindgen(js_name = simulationRetry, skip_typescript)]
pub fn simulation_retry(number: usize, after: usize) -> i32 {
    create(0, &|_| {
        let after = engine(after)?;
        with(number, |simulation| {
            let logins = std::mem::take(&mut simulation.logins);
            *simulation = SimulationRun::new(simulation.before.clone(), after, logins, simulation.traced);
            Ok(0)
        })
    })
}

/// Decides on at most `logins` more logins. Returns the number of logins left.
#[wasm_bindgen(js_name = simulationStep, skip_typescript)]
pub fn simulation_step(number: usize, logins: usize) -> usize {
    with(number, |simulation| Ok(simulation.step(logins))).unwrap_or_default()
}

/// Reports the changes found so far. The result is a `SimulationReport` document.
#[wasm_bindgen(js_name = simulationReport, skip_typescript)]
pub fn simulation_report(number: usize) -> i32 {
    run(0, &|_| with(number, |simulation| Ok(encode(&simulation.found.report()))))
}

/// Traces the decision on one login under both configurations. The result is a `ChangeTraces`
/// document.
///
/// The failure is `out_of_bounds` if there is no login with this index.
#[wasm_bindgen(js_name = simulationTraces, skip_typescript)]
pub fn simulation_traces(number: usize, index: usize) -> i32 {
    run(0, &|_| {
        with(number, |simulation| {
            let login = simulation.logins.get(index).ok_or_else(no_such_login)?;
            let (before, after) = (simulation.before.decide(login).trace, simulation.after.decide(login).trace);
            Ok(encode(&ChangeTraces { before, after }))
        })
    })
}

fn no_such_login() -> Failure {
    let (code, message) = (IssueCode::OutOfBounds, "no login has this index".to_owned());
    report(vec![Issue { code, severity: Severity::Error, path: String::new(), message, help: None }]).into()
}
