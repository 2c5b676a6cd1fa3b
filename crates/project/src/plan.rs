//! The plan of a project: the steps that bring its files from what they are to what they should be.
//!
//! Three owners: a *made* file is wholly Cora's and is replaced; a *started* file is the user's,
//! and changes of its template are merged in; all else is the user's and is never touched. A file
//! whose bytes Cora did not write is kept or merged, and otherwise a finding keeps the plan from
//! being applied at all.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::code::ProjectCode;
use crate::finding::Finding;
use crate::lock::{LOCK_FILE, Lock, Locked, OWN_FOLDER, Owner, sha256};
use crate::merge::{Merged, is_same, merge};
use crate::name::{ModuleName, RelativePath};

/// A file as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// [`Owner::Made`] or [`Owner::Started`].
    pub owner: Owner,
    /// The text.
    pub text: String,
    /// The template or value that it is made from.
    pub from: String,
    /// The file and the JSON Pointer of the value because of which it exists.
    pub why: (String, String),
}

/// Files as they should be, by path.
pub type WantedFiles = BTreeMap<RelativePath, Wanted>;

/// The files of a project as a host found them.
#[derive(Debug, Clone, Default)]
pub struct FoundFiles {
    /// The bytes of the files that exist, of those of the lock and of those that are wanted.
    pub files: BTreeMap<RelativePath, Vec<u8>>,
    /// The texts of templates that the lock refers to, by their SHA-256.
    pub bases: BTreeMap<String, String>,
    /// The paths that are not plain files, or lead through something that is not a folder, each
    /// with a sentence about it.
    pub obstacles: BTreeMap<RelativePath, String>,
}

/// The action of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Write a file that does not exist.
    Create,
    /// Replace a file that is as Cora wrote it.
    Update,
    /// Write the user's text with the change of its template.
    Merge,
    /// Replace the user's text by Cora's, because the user named the file.
    Restore,
    /// Remove a file that is as Cora wrote it and is no longer made.
    Remove,
    /// Take a file with the wanted bytes into the lock.
    Record,
    /// Note that the user deleted a started file.
    Decline,
    /// Take a file out of the lock.
    Release,
}

impl Action {
    /// Returns the name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Merge => "merge",
            Self::Restore => "restore",
            Self::Remove => "remove",
            Self::Record => "record",
            Self::Decline => "decline",
            Self::Release => "release",
        }
    }
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The file.
    pub path: RelativePath,
    /// The action.
    pub action: Action,
    /// The bytes that the file has now. `None` if it does not exist.
    pub before: Option<Vec<u8>>,
    /// The bytes that it is to have. `None` if the step removes it or leaves it as it is.
    pub after: Option<Vec<u8>>,
}

/// The steps for a project, and the findings that keep it from being applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The steps, by path.
    pub steps: Vec<Step>,
    /// The findings. A plan with an error is not applied.
    pub findings: Vec<Finding>,
    /// Merges with conflicts, with their markers, for the user to look at.
    pub proposals: BTreeMap<RelativePath, Vec<u8>>,
    /// The lock after the plan.
    pub lock: Lock,
    /// The SHA-256 of the lock before it.
    pub lock_before: String,
    /// The texts of templates that the lock refers to then, by their SHA-256.
    pub bases: BTreeMap<String, String>,
}

impl Plan {
    /// Returns `true` if there is nothing to write and nothing to note.
    ///
    /// # Errors
    ///
    /// Fails if the lock cannot be written.
    pub fn is_nothing(&self) -> serde_json::Result<bool> {
        Ok(self.steps.is_empty() && sha256(self.lock.text()?.as_bytes()) == self.lock_before)
    }

    /// Returns `true` if a finding keeps it from being applied.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }

    /// Returns the SHA-256 of all that the plan depends on and does. A plan that is made again
    /// later has the same digest exactly if nothing changed.
    ///
    /// # Errors
    ///
    /// Fails if the lock cannot be written.
    pub fn digest(&self) -> serde_json::Result<String> {
        let mut text = format!("{}\n{}\n", self.lock_before, sha256(self.lock.text()?.as_bytes()));
        for step in &self.steps {
            let of = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or_else(|| "-".to_owned(), |bytes| sha256(bytes));
            text.push_str(&format!("{} {} {} {}\n", step.action.name(), of(&step.before), of(&step.after), step.path));
        }
        Ok(sha256(text.as_bytes()))
    }
}

/// The files about which the user has decided.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The files whose text is to be Cora's again.
    pub restored: BTreeSet<RelativePath>,
    /// The started files that have all that the user wants of their template.
    pub kept: BTreeSet<RelativePath>,
}

/// Makes the plan for a project with these modules.
///
/// # Errors
///
/// Fails if the lock cannot be written.
pub fn plan(
    lock: &Lock,
    modules: &BTreeMap<ModuleName, String>,
    wanted: &WantedFiles,
    found: &FoundFiles,
    choices: &Choices,
) -> serde_json::Result<Plan> {
    let mut next = lock.clone();
    next.modules.clone_from(modules);
    let mut planning =
        Planning { lock, found, choices, next, steps: Vec::new(), findings: Vec::new(), proposals: BTreeMap::new() };
    collisions(lock, wanted, &mut planning.findings);
    for (path, sentence) in found.obstacles.iter().filter(|(path, _)| wanted.contains_key(*path)) {
        planning.find(ProjectCode::PathCollision, path, sentence.clone());
    }
    let known: BTreeSet<&RelativePath> = wanted.keys().chain(lock.files.keys()).collect();
    for path in known.into_iter().filter(|path| !found.obstacles.contains_key(*path)) {
        match wanted.get(path) {
            Some(wanted) => planning.wanted(path, wanted),
            None => planning.no_longer_wanted(path),
        }
    }
    let bases = wanted.values().map(|wanted| (sha256(wanted.text.as_bytes()), wanted.text.clone()));
    let of_wanted: BTreeMap<String, String> = bases.collect();
    let started = planning.next.files.values().filter(|file| file.owner == Owner::Started);
    let text_of = |base: &String| of_wanted.get(base).or_else(|| found.bases.get(base)).cloned();
    let bases = started.filter_map(|file| Some((file.base.clone(), text_of(&file.base)?))).collect();
    // The version alone is not a reason to write.
    if planning.next.files != lock.files || planning.next.modules != lock.modules {
        crate::cora_version().clone_into(&mut planning.next.cora);
    }
    Ok(Plan {
        steps: planning.steps,
        findings: planning.findings,
        proposals: planning.proposals,
        lock: planning.next,
        lock_before: sha256(lock.text()?.as_bytes()),
        bases,
    })
}

struct Planning<'a> {
    lock: &'a Lock,
    found: &'a FoundFiles,
    choices: &'a Choices,
    next: Lock,
    steps: Vec<Step>,
    findings: Vec<Finding>,
    proposals: BTreeMap<RelativePath, Vec<u8>>,
}

impl Planning<'_> {
    fn find(&mut self, code: ProjectCode, path: &RelativePath, message: impl Into<String>) {
        self.findings.push(Finding::of_file(code, path.as_str(), message));
    }

    fn step(&mut self, path: &RelativePath, action: Action, after: Option<Vec<u8>>) {
        let before = self.found.files.get(path).cloned();
        self.steps.push(Step { path: path.clone(), action, before, after });
    }

    /// Writes the wanted text, and notes it as the base.
    fn write(&mut self, path: &RelativePath, action: Action, wanted: &Wanted, after: Option<Vec<u8>>) {
        self.step(path, action, after);
        self.note(path, wanted);
    }

    fn note(&mut self, path: &RelativePath, wanted: &Wanted) {
        let base = sha256(wanted.text.as_bytes());
        self.next.files.insert(path.clone(), Locked { owner: wanted.owner, from: wanted.from.clone(), base });
    }

    fn wanted(&mut self, path: &RelativePath, wanted: &Wanted) {
        let is_restored = self.choices.restored.contains(path);
        let is_kept = wanted.owner == Owner::Started && self.choices.kept.contains(path);
        let text = || Some(wanted.text.clone().into_bytes());
        let current = self.found.files.get(path);
        let has_text = current.is_some_and(|current| is_same(current, wanted.text.as_bytes()));
        let Some(locked) = self.lock.files.get(path) else {
            return match current {
                None => self.write(path, Action::Create, wanted, text()),
                Some(_) if has_text || is_kept => self.write(path, Action::Record, wanted, None),
                Some(_) => self.find(ProjectCode::PathTaken, path, "the file exists, and Cora did not write it"),
            };
        };
        if is_restored && !has_text {
            let action = if current.is_some() { Action::Restore } else { Action::Create };
            return self.write(path, action, wanted, text());
        }
        if is_kept && current.is_some() && !has_text {
            return self.write(path, Action::Record, wanted, None);
        }
        // WHY the owner of both: a file that was started may be made by a later version. It is the
        // user's until they give it back.
        match (locked.owner, wanted.owner) {
            (Owner::Yours, _) if !is_restored => {}
            (Owner::Declined, _) if !is_restored => {}
            (_, _) if is_restored => self.note(path, wanted),
            (Owner::Made, _) => self.wanted_made(path, wanted, locked, has_text),
            (Owner::Started, Owner::Made) if current.is_some_and(|current| is_as_locked(current, locked)) => {
                self.write(path, Action::Update, wanted, text());
            }
            (_, Owner::Made) if !has_text => {
                let message = "the file was started for you, and is wholly made by Cora now";
                self.find(ProjectCode::FileEdited, path, message);
            }
            (_, Owner::Made) => self.note(path, wanted),
            (_, _) => self.wanted_started(path, wanted, locked, has_text),
        }
    }

    fn wanted_made(&mut self, path: &RelativePath, wanted: &Wanted, locked: &Locked, has_text: bool) {
        let current = self.found.files.get(path);
        let is_as_written = current.is_some_and(|current| is_as_locked(current, locked));
        match current {
            _ if has_text => self.note(path, wanted),
            Some(_) if is_as_written => {
                self.write(path, Action::Update, wanted, Some(wanted.text.clone().into_bytes()));
            }
            Some(_) => self.find(ProjectCode::FileEdited, path, "the file is made by Cora, and was edited"),
            None => self.find(ProjectCode::FileEdited, path, "the file is made by Cora, and was deleted"),
        }
    }

    fn wanted_started(&mut self, path: &RelativePath, wanted: &Wanted, locked: &Locked, has_text: bool) {
        let Some(current) = self.found.files.get(path) else {
            self.step(path, Action::Decline, None);
            let declined = Locked { owner: Owner::Declined, ..locked.clone() };
            self.next.files.insert(path.clone(), declined);
            return;
        };
        if has_text || sha256(wanted.text.as_bytes()) == locked.base {
            return self.note(path, wanted);
        }
        let Some(base) = self.found.bases.get(&locked.base).filter(|base| sha256(base.as_bytes()) == locked.base)
        else {
            let base = locked.base.get(..12).unwrap_or_default();
            let message = format!("the text that `{path}` was started with is missing: `{OWN_FOLDER}/base/{base}…`");
            return self.findings.push(Finding::of_file(ProjectCode::LockDamaged, LOCK_FILE, message));
        };
        match merge(base, current, &wanted.text) {
            Merged::Clean(text) => {
                let action = if is_as_locked(current, locked) { Action::Update } else { Action::Merge };
                let action = if text == *current { Action::Record } else { action };
                let after = (action != Action::Record).then_some(text);
                self.write(path, action, wanted, after);
            }
            Merged::Conflict(text) => {
                self.proposals.insert(path.clone(), text);
                let message = format!(
                    "the file and its template `{}` changed in the same place; see `{OWN_FOLDER}/proposals/{path}`",
                    wanted.from
                );
                self.find(ProjectCode::MergeConflict, path, message);
            }
        }
    }

    fn no_longer_wanted(&mut self, path: &RelativePath) {
        let Some(locked) = self.lock.files.get(path) else { return };
        match (locked.owner, self.found.files.get(path)) {
            (Owner::Yours, _) => {}
            (Owner::Made, Some(current)) if is_as_locked(current, locked) => {
                self.step(path, Action::Remove, None);
                self.next.files.remove(path);
            }
            (Owner::Made, Some(_)) => {
                let message = "the file is no longer made by Cora, and was edited";
                let help = format!("Remove it, or run `cora project own {path}` to keep it for good.");
                let finding = Finding::of_file(ProjectCode::FileEdited, path.as_str(), message);
                self.findings.push(finding.with_help(help));
            }
            _ => {
                self.step(path, Action::Release, None);
                self.next.files.remove(path);
            }
        }
    }
}

/// Returns `true` if a file has the bytes that Cora wrote last.
fn is_as_locked(current: &[u8], locked: &Locked) -> bool {
    sha256(current) == locked.base || sha256(&crate::merge::plain(current)) == locked.base
}

/// Finds paths that would be the same file, or a file and a folder.
fn collisions(lock: &Lock, wanted: &WantedFiles, findings: &mut Vec<Finding>) {
    let mut folded: BTreeMap<String, &RelativePath> = BTreeMap::new();
    let kept = lock.files.iter().filter(|(path, file)| file.owner != Owner::Declined && !wanted.contains_key(*path));
    for path in wanted.keys().chain(kept.map(|(path, _)| path)) {
        if let Some(other) = folded.insert(path.as_str().to_lowercase(), path) {
            let message = format!("`{other}` and `{path}` differ only in case");
            findings.push(Finding::of_file(ProjectCode::PathCollision, path.as_str(), message));
        }
    }
    for (path, original) in &folded {
        let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        for folder in folders.filter_map(|folder| folded.get(folder)) {
            let message = format!("`{folder}` would be a file and the folder of `{original}`");
            findings.push(Finding::of_file(ProjectCode::PathCollision, original.as_str(), message));
        }
    }
}
