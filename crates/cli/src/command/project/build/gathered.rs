//! Reads the sources and packages of functions and layers.

use std::collections::{BTreeMap, BTreeSet};

use cora_project::artifact::{Parts, choose};
use cora_project::code::ProjectCode;
use cora_project::finding::{Finding, Place};
use cora_project::lock::sha256;
use cora_project::requirement::{self, REQUIREMENTS_FILE, Requirement};
use cora_project::wheel::Target;

use super::wheels::{self, Source};
use crate::command::project::disk::{Below, Folder};
use crate::command::project::opened::Opened;

/// The parts of functions and layers.
#[derive(Default)]
pub struct Gathered {
    /// Those of functions, by name in the infrastructure.
    pub functions: BTreeMap<String, Parts>,
    /// Those of layers.
    pub layers: BTreeMap<String, Parts>,
    /// The faults.
    pub findings: Vec<Finding>,
    /// The texts that findings may be about, by path.
    pub texts: BTreeMap<String, String>,
}

/// A function or layer before its packages are chosen.
struct Part {
    address: String,
    is_layer: bool,
    target: Target,
    /// The path of its `requirements.txt`.
    file: String,
    parts: Parts,
    requirements: Vec<Requirement>,
}

/// Reads the named functions, or all, and the layers that they attach.
///
/// # Errors
///
/// Fails if a file exists and cannot be read.
pub fn read(folder: &Folder, opened: &Opened, names: &[String], source: &Source) -> anyhow::Result<Gathered> {
    let mut gathered = Gathered::default();
    let Some(runtime) = opened.project.as_ref().and_then(|project| project.runtime.as_ref()) else {
        return Ok(gathered);
    };
    let architecture = runtime.architecture;
    let mut open = Vec::new();
    let is_named = |name: String| names.is_empty() || names.contains(&name);
    let table = &opened.routes;
    let functions: Vec<_> =
        table.functions.iter().filter(|one| is_named(format!("{}.{}", one.module, one.name))).collect();
    for function in &functions {
        let target = Target { minor: function.python(runtime), architecture };
        open.push((function.address(), false, &function.source, target));
    }
    let attached: BTreeSet<&String> = functions.iter().flat_map(|function| &function.layers).collect();
    for layer in table.layers.iter().filter(|layer| attached.contains(&layer.address())) {
        open.push((layer.address(), true, &layer.source, Target { minor: layer.python(runtime), architecture }));
    }
    let mut parts = Vec::new();
    for (address, is_layer, path, target) in open {
        let Below { files, obstacles } = folder.below(path)?;
        for obstacle in obstacles {
            let message = format!("`{obstacle}` is a symbolic link");
            gathered.findings.push(Finding::of_file(ProjectCode::PathCollision, &obstacle, message));
        }
        if files.is_empty() {
            let message = format!("`{path}` is not a folder with files");
            gathered.findings.push(Finding::of_file(ProjectCode::SourceMissing, path, message));
            continue;
        }
        for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".py")) {
            if let Ok(text) = std::str::from_utf8(bytes) {
                gathered.texts.insert(format!("{path}/{name}"), text.to_owned());
            }
        }
        let file = format!("{path}/{REQUIREMENTS_FILE}");
        let requirements = gathered.requirements(&file, files.get(REQUIREMENTS_FILE));
        let source = Parts { source: files, wheels: BTreeMap::new() };
        parts.push(Part { address, is_layer, target, file, parts: source, requirements });
    }
    let wanted: Vec<(&Requirement, Target)> =
        parts.iter().flat_map(|part| part.requirements.iter().map(|one| (one, part.target))).collect();
    source.fetch(&wanted)?;
    let available = wheels::list(&source.folder())?;
    for mut part in parts {
        for requirement in std::mem::take(&mut part.requirements) {
            gathered.add_package(&mut part, &requirement, source, &available)?;
        }
        let whole = if part.is_layer { &mut gathered.layers } else { &mut gathered.functions };
        whole.insert(part.address, part.parts);
    }
    Ok(gathered)
}

impl Gathered {
    fn requirements(&mut self, file: &str, bytes: Option<&Vec<u8>>) -> Vec<Requirement> {
        let Some(bytes) = bytes else { return Vec::new() };
        let text = String::from_utf8_lossy(bytes).into_owned();
        let read = requirement::read(&text);
        self.texts.insert(file.to_owned(), text);
        match read {
            Ok(requirements) => requirements,
            Err(faults) => {
                for fault in faults {
                    let finding = Finding::of_file(fault.code, file, fault.reason);
                    self.findings.push(finding.with_place(Place { line: fault.line, column: 1 }));
                }
                Vec::new()
            }
        }
    }

    fn add_package(
        &mut self,
        part: &mut Part,
        requirement: &Requirement,
        source: &Source,
        available: &BTreeSet<String>,
    ) -> anyhow::Result<()> {
        let place = Place { line: requirement.line, column: 1 };
        let file = match choose(requirement, part.target, available.iter().map(String::as_str)) {
            Ok(file) => file,
            Err((code, message)) => {
                self.findings.push(Finding::of_file(code, &part.file, message).with_place(place));
                return Ok(());
            }
        };
        let bytes = source.read(file)?;
        if !requirement.hashes.is_empty() && !requirement.hashes.contains(&sha256(&bytes)) {
            let message = format!("`{file}` has none of the hashes of `{}`", requirement.name);
            self.findings.push(Finding::of_file(ProjectCode::PackageChanged, &part.file, message).with_place(place));
            return Ok(());
        }
        part.parts.wheels.insert(file.to_owned(), bytes);
        Ok(())
    }
}
