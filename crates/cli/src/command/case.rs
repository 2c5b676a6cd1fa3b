//! Decides one login that a file describes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cora_core::engine::{Configuration, Engine, EngineLogin};
use cora_core::issue::Report;
use cora_core::json::Node;
use cora_core::provisioning::remedy::{Remedy, remedies};
use cora_core::{DecideInput, Decision, decide};
use cora_wire::operation::{self, Case};

use super::{document, policy};

/// The login to decide, and the policy to decide it by.
#[derive(Debug, Args)]
pub struct Question {
    /// The file with the login; `-` for standard input.
    #[arg(value_name = "CASE.json")]
    file: PathBuf,
    /// Decide by the policy of this file (JSON, YAML or TOML) instead of the case's own. The file's
    /// connections and domain rules also replace the case's, if the file has any. The case then
    /// needs no connection (see `cora schema EngineLogin`).
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl Question {
    /// Returns the name in place of the file, if no such file exists: it may be a code.
    pub fn code(&self) -> Option<&str> {
        self.file.to_str().filter(|_| !self.file.exists())
    }

    /// Decides the login, and reports faults of the input on standard error.
    ///
    /// # Errors
    ///
    /// Fails with the exit code for bad input.
    pub fn decision(&self) -> Result<Decision, ExitCode> {
        self.answer(decide, Engine::decide)
    }

    /// Decides the login, and lists what would let the person in if it is refused. Reports faults
    /// of the input on standard error.
    ///
    /// # Errors
    ///
    /// Fails with the exit code for bad input.
    pub fn explanation(&self) -> Result<(Decision, Vec<Remedy>), ExitCode> {
        self.answer(
            |input| (decide(input), remedies(input)),
            |engine, login| (engine.decide(login), engine.remedies(login)),
        )
    }

    /// Answers by the case alone, or by the policy of another file.
    fn answer<T>(
        &self,
        by_case: impl FnOnce(&DecideInput) -> T,
        by_engine: impl FnOnce(&Engine, &EngineLogin) -> T,
    ) -> Result<T, ExitCode> {
        let bytes = document::read(&self.file).map_err(|report| document::refuse(&report))?;
        match &self.policy {
            None => {
                operation::decide_input(&bytes).map(|input| by_case(&input)).map_err(|report| document::refuse(&report))
            }
            Some(path) => by_policy(&bytes, path).map(|(engine, login)| by_engine(&engine, &login)),
        }
    }
}

/// Compiles the configuration by which a login is decided that another file describes.
fn by_policy(bytes: &[u8], path: &Path) -> Result<(Engine, EngineLogin), ExitCode> {
    // Both files are read before either is refused, so that all faults are reported at once.
    let login = login(bytes).map_err(|report| document::refuse(&report));
    let file = policy::read(path).map_err(|rejected| policy::refuse(path, &rejected));
    let ((mut login, own), mut configuration) = (login?, file?.0.configuration);
    let Configuration { connections, domain_rules, .. } = &mut configuration;
    if connections.is_empty() {
        connections.extend(own.map(|input| input.connection));
    }
    if !domain_rules.is_empty() {
        login.facts.domain_rules.clear();
    }
    Ok((Engine::compile(configuration), login))
}

/// Reads the login of a document, and the complete input if the document has one.
fn login(bytes: &[u8]) -> Result<(EngineLogin, Option<DecideInput>), Report> {
    let node: Option<Node<'_>> = serde_json::from_slice(bytes).ok();
    let has = |name| node.as_ref().is_some_and(|node| node.member(name).is_some());
    let input = if has("input") {
        cora_wire::decode::<Case>(bytes)?.input
    } else if has("connection") {
        cora_wire::decode::<DecideInput>(bytes)?
    } else {
        return cora_wire::decode::<EngineLogin>(bytes).map(|login| (login, None));
    };
    let login = EngineLogin { now: input.now, login: input.login.clone(), facts: input.facts.clone() };
    Ok((login, Some(input)))
}
