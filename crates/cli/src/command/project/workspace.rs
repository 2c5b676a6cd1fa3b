//! The state of a project: what it is made from, its lock, and its files; and the plan that
//! follows.

use std::collections::BTreeMap;
use std::io;

use cora_project::code::ProjectCode;
use cora_project::finding::Finding;
use cora_project::lock::{LOCK_FILE, Lock, OWN_FOLDER, Owner, UnusableLock};
use cora_project::made;
use cora_project::merge;
use cora_project::name::{ModuleName, RelativePath};
use cora_project::plan::{Choices, FoundFiles, Plan, WantedFiles, plan};

use super::disk::{Disk as _, Folder};
use super::opened::Opened;

/// A project with its files.
pub struct Workspace {
    /// The project file and the manifests.
    pub opened: Opened,
    /// The lock. Empty if nothing was written yet.
    pub lock: Lock,
    /// The files as they should be.
    pub wanted: WantedFiles,
    found: FoundFiles,
    /// `true` if the project file, a manifest or the lock cannot be used, so that no plan can be
    /// made.
    pub is_unusable: bool,
}

impl Workspace {
    /// Reads a project.
    ///
    /// # Errors
    ///
    /// Fails if a file exists and cannot be read.
    pub fn read(folder: &Folder, mut opened: Opened) -> io::Result<Self> {
        let mut is_unusable = opened.is_unusable();
        let lock = match folder.read(LOCK_FILE)? {
            None => Lock::empty(cora_project::cora_version()),
            Some(bytes) => match Lock::parse(&String::from_utf8_lossy(&bytes)) {
                Ok(lock) => lock,
                Err(fault) => {
                    let (code, message) = match fault {
                        UnusableLock::Damaged => (ProjectCode::LockDamaged, "the lock is not as Cora wrote it"),
                        UnusableLock::Newer => (ProjectCode::LockNewer, "a newer Cora wrote the lock"),
                    };
                    opened.resolution.findings.push(Finding::of_file(code, LOCK_FILE, message));
                    is_unusable = true;
                    Lock::empty(cora_project::cora_version())
                }
            },
        };
        let (wanted, findings) = match &opened.project {
            Some(project) if !is_unusable => made::files(project, &opened.resolution, &opened.routes),
            _ => (WantedFiles::new(), Vec::new()),
        };
        opened.resolution.findings.extend(findings);
        let found = found(folder, &lock, &wanted)?;
        Ok(Self { opened, lock, wanted, found, is_unusable })
    }

    /// Makes the plan. Its findings are those of the whole project.
    ///
    /// # Errors
    ///
    /// Fails if the lock cannot be written.
    pub fn plan(&self, choices: &Choices) -> serde_json::Result<Plan> {
        let version = |module: &cora_project::resolution::Resolved| (module.name.clone(), module.version.to_string());
        let modules: BTreeMap<ModuleName, String> = self.opened.resolution.modules.iter().map(version).collect();
        let mut plan = plan(&self.lock, &modules, &self.wanted, &self.found, choices)?;
        if self.is_unusable {
            // WHY: without the project file nothing is wanted, and all that was made would go.
            plan.steps.clear();
            plan.findings.clear();
            plan.proposals.clear();
            plan.lock = self.lock.clone();
        }
        plan.findings.splice(0..0, self.opened.resolution.findings.iter().cloned());
        Ok(plan)
    }

    /// Returns the place because of which a file exists, and its template:
    /// `cora.project.yaml:3, template next/proxy.ts`.
    pub fn why(&self, path: &RelativePath) -> Option<String> {
        let wanted = self.wanted.get(path)?;
        let (file, pointer) = &wanted.why;
        let source = if wanted.owner == Owner::Started { "template" } else { "made from" };
        Some(format!("{}, {source} {}", self.opened.place(file, pointer), wanted.from))
    }

    /// Returns the bytes of a file, if it exists.
    pub fn bytes(&self, path: &RelativePath) -> Option<&[u8]> {
        self.found.files.get(path).map(Vec::as_slice)
    }
}

/// Reads the files that a plan is about.
fn found(folder: &Folder, lock: &Lock, wanted: &WantedFiles) -> io::Result<FoundFiles> {
    let mut found = FoundFiles::default();
    for path in lock.files.keys().chain(wanted.keys()) {
        if let Some(sentence) = folder.obstacle(path.as_str()) {
            found.obstacles.insert(path.clone(), sentence);
        } else if let Some(bytes) = folder.read(path.as_str())? {
            found.files.insert(path.clone(), bytes);
        }
    }
    for file in lock.files.values().filter(|file| file.owner == Owner::Started) {
        if let Some(bytes) = folder.read(&format!("{OWN_FOLDER}/base/{}", file.base))?
            && let Ok(text) = String::from_utf8(merge::plain(&bytes))
        {
            found.bases.insert(file.base.clone(), text);
        }
    }
    Ok(found)
}
