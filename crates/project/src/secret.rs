//! The secrets that a project needs: their names and sentences. Values are never here.

use std::collections::BTreeMap;

use crate::code::ProjectCode;
use crate::file::{PROJECT_FILE, Project};
use crate::finding::{Finding, pointer};
use crate::name::SecretName;
use crate::named::Named;
use crate::resolution::Resolution;
use crate::secret_use::SecretUse;

/// A secret that the project or a module needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// A sentence about it.
    pub describe: String,
    /// The module that needs it. `None` for the application.
    pub module: Option<String>,
}

/// Returns the secrets by name, and a finding for each name that two parts of the project use.
pub fn declared(project: &Project, resolution: &Resolution) -> (BTreeMap<SecretName, Declared>, Vec<Finding>) {
    let (mut all, mut findings) = (BTreeMap::<SecretName, Declared>::new(), Vec::new());
    let mut add = |file: &str, module: Option<&str>, secrets: &Named<SecretName, SecretUse>| {
        for (name, secret) in secrets.iter() {
            if let Some(known) = all.get(name) {
                let other = known.module.as_deref().map_or("the application".to_owned(), |name| format!("`{name}`"));
                let message = format!("`{name}` is a secret of {other} already");
                let at = pointer(&["secrets", name.as_str()]);
                findings.push(Finding::at(ProjectCode::SecretDuplicate, file, &at, message));
                continue;
            }
            let (describe, module) = (secret.describe.as_str().to_owned(), module.map(str::to_owned));
            all.insert(name.clone(), Declared { describe, module });
        }
    };
    add(PROJECT_FILE, None, &project.secrets);
    for module in &resolution.modules {
        if let Some(manifest) = &module.manifest {
            add(&module.file, Some(module.name.as_str()), &manifest.secrets);
        }
    }
    (all, findings)
}
