//! What administrators use before a configuration goes live.

use std::rc::Rc;

use cora_core::engine::{Configuration, Engine, EngineLogin};
use cora_core::lint::LintReport;
use cora_core::simulation::{ChangeTraces, SimulatedLogins, SimulationReport};
use cora_core::{lint as rules, simulation};
use cora_wire::{Document, decode, encode};
use tsify::Ts;
use wasm_bindgen::prelude::*;

use crate::boundary::{Failure, answer, json_of, text_of};

/// Looks a configuration over, with complete lists of domains.
///
/// Throws the report of its faults.
#[wasm_bindgen]
pub fn lint(configuration: Ts<Configuration>) -> Result<Ts<LintReport>, Failure> {
    let configuration = read(&configuration)?;
    answer(&encode(&rules::lint(&configuration, &rules::BuiltInDomains)))
}

fn read(configuration: &Ts<Configuration>) -> Result<Configuration, Failure> {
    Ok(decode(json_of(&configuration.js_value(), Configuration::MAX_BYTES)?.as_bytes())?)
}

/// A simulation that goes part by part, so that its host can show how far it is and stop it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Simulation {
    before: Rc<Engine>,
    after: Rc<Engine>,
    logins: Vec<EngineLogin>,
    /// How many of the logins have been decided on.
    done: usize,
    traced: usize,
    found: simulation::Simulation<Rc<Engine>>,
}

#[wasm_bindgen]
impl Simulation {
    /// A simulation without logins. Traces are kept for the first `traced` changes.
    ///
    /// Throws the report of a configuration's faults.
    #[wasm_bindgen(constructor)]
    pub fn new(before: Ts<Configuration>, after: Ts<Configuration>, traced: usize) -> Result<Simulation, Failure> {
        let before = Rc::new(Engine::compile(read(&before)?));
        let after = Rc::new(Engine::compile(read(&after)?));
        let found = simulation::Simulation::new(before.clone(), after.clone(), traced);
        Ok(Self { before, after, logins: Vec::new(), done: 0, traced, found })
    }

    /// Adds the logins of a `SimulatedLogins` document of at most 64 MiB as JSON, and answers with how many there are now.
    ///
    /// Throws the report of their faults; none is added then.
    pub fn add(&mut self, #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue) -> Result<usize, Failure> {
        let document: SimulatedLogins = decode(text_of(&text, SimulatedLogins::MAX_BYTES)?.as_bytes())?;
        self.logins.extend(document.logins);
        Ok(self.logins.len())
    }

    /// Tries another configuration on the same logins: everything is to be decided on anew.
    ///
    /// Throws the report of its faults; nothing has changed then.
    pub fn retry(&mut self, after: Ts<Configuration>) -> Result<(), Failure> {
        self.after = Rc::new(Engine::compile(read(&after)?));
        self.found = simulation::Simulation::new(self.before.clone(), self.after.clone(), self.traced);
        self.done = 0;
        Ok(())
    }

    /// Decides on at most so many more logins, and answers with how many are left.
    pub fn step(&mut self, logins: usize) -> usize {
        let end = self.done.saturating_add(logins).min(self.logins.len());
        for (login, index) in self.logins[self.done..end].iter().zip(self.done..) {
            self.found.step(u32::try_from(index).unwrap_or(u32::MAX), login);
        }
        self.done = end;
        self.logins.len() - end
    }

    /// What was found so far.
    pub fn report(&self) -> Result<Ts<SimulationReport>, Failure> {
        answer(&encode(&self.found.report()))
    }

    /// Why a login is decided as it is, under both configurations.
    ///
    /// Throws `out_of_bounds` when there is no login of that index.
    pub fn traces(&self, index: usize) -> Result<Ts<ChangeTraces>, Failure> {
        let login = self.logins.get(index).ok_or_else(Failure::no_such_login)?;
        let (before, after) = (self.before.decide(login).trace, self.after.decide(login).trace);
        answer(&encode(&ChangeTraces { before, after }))
    }
}
