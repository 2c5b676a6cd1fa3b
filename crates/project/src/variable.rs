//! The variables that a project and its modules read from their environment: one contract for the
//! server, the pages and the functions.

use std::collections::BTreeMap;

use crate::code::ProjectCode;
use crate::file::{PROJECT_FILE, Project};
use crate::finding::{Finding, pointer};
use crate::name::{ModuleName, SecretName};
use crate::named::Named;
use crate::resolution::Resolution;
use crate::variable_use::{Scope, Variable};

/// The beginning of the names that Next.js gives to pages.
const OF_PAGES: &str = "NEXT_PUBLIC_";

/// The variables of a project by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Variables {
    /// Those of the web application, each with its sentence and scope.
    pub application: BTreeMap<SecretName, (String, Scope)>,
    /// Those of the functions of a module, each with its sentence.
    pub functions: BTreeMap<ModuleName, BTreeMap<SecretName, String>>,
}

impl Variables {
    /// Returns the names of the application's variables of a scope.
    pub fn of(&self, scope: Scope) -> impl Iterator<Item = &str> {
        self.application.iter().filter(move |(_, (_, of))| *of == scope).map(|(name, _)| name.as_str())
    }
}

/// Returns the variables of a project and its modules, and the findings about them. One name is one
/// variable: several modules may read it, in the same programs.
pub fn variables(project: &Project, resolution: &Resolution) -> (Variables, Vec<Finding>) {
    let mut reading = Reading { variables: Variables::default(), secrets: BTreeMap::new(), findings: Vec::new() };
    let manifests = || resolution.modules.iter().filter_map(|module| Some((module, module.manifest.as_ref()?)));
    reading.secrets(PROJECT_FILE, project.secrets.keys());
    for (module, manifest) in manifests() {
        reading.secrets(&module.file, manifest.secrets.keys());
    }
    reading.add(PROJECT_FILE, None, &project.env);
    for (module, manifest) in manifests() {
        reading.add(&module.file, Some(&module.name), &manifest.env);
    }
    (reading.variables, reading.findings)
}

struct Reading<'a> {
    variables: Variables,
    secrets: BTreeMap<&'a SecretName, ()>,
    findings: Vec<Finding>,
}

impl<'a> Reading<'a> {
    fn secrets(&mut self, file: &str, names: impl Iterator<Item = &'a SecretName>) {
        for name in names {
            if name.as_str().starts_with(OF_PAGES) {
                let message = format!("`{name}` would be in the pages of the application, for anybody");
                let at = pointer(&["secrets", name.as_str()]);
                self.findings.push(Finding::at(ProjectCode::SecretInClient, file, &at, message));
            }
            self.secrets.insert(name, ());
        }
    }

    fn add(&mut self, file: &str, module: Option<&ModuleName>, env: &Named<SecretName, Variable>) {
        for (name, variable) in env.iter() {
            let at = pointer(&["env", name.as_str()]);
            let mut find = |code, message| self.findings.push(Finding::at(code, file, &at, message));
            let is_of_pages = name.as_str().starts_with(OF_PAGES);
            if name.as_str().starts_with("CORA_") {
                find(ProjectCode::EnvConflict, format!("`{name}` is one of Cora's own names"));
            }
            if self.secrets.contains_key(name) {
                find(ProjectCode::EnvConflict, format!("`{name}` is a secret too"));
            }
            if is_of_pages != (variable.scope == Scope::Client) {
                let message = match is_of_pages {
                    true => format!("`{name}` is in the pages of the application, and not of the scope `client`"),
                    false => format!("`{name}` is of the scope `client`, and does not begin with `{OF_PAGES}`"),
                };
                find(ProjectCode::EnvInvalid, message);
            }
            let (describe, scope) = (variable.describe.as_str().to_owned(), variable.scope);
            match (scope, module) {
                (Scope::Function, Some(module)) => {
                    self.variables.functions.entry(module.clone()).or_default().insert(name.clone(), describe);
                }
                (Scope::Function, None) => {
                    find(ProjectCode::EnvInvalid, format!("`{name}` is of functions, which are those of modules"));
                }
                _ => match self.variables.application.get(name) {
                    Some((_, known)) if *known != scope => {
                        find(ProjectCode::EnvConflict, format!("`{name}` has another scope elsewhere"));
                    }
                    Some(_) => {}
                    None => drop(self.variables.application.insert(name.clone(), (describe, scope))),
                },
            }
        }
    }
}
