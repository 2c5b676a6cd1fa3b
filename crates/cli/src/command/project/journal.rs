//! The writing of a plan, so that a process that ends at any point leaves a project that the next
//! one brings to its end.
//!
//! All texts are written to a folder first. Then the journal names what goes where: from this point
//! on the plan is carried out, by this process or the next one. Before this point nothing of the
//! project was touched, and the next process removes the folder.

use std::io::{self, ErrorKind};

use cora_project::lock::{LOCK_FILE, OWN_FOLDER, sha256};
use cora_project::plan::Plan;
use serde_json::{Value, json};

use super::disk::Disk;

/// A file that a plan changes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    path: String,
    /// The SHA-256 of the bytes that may be replaced. `None` if no file may be there.
    before: Option<String>,
    /// The SHA-256 of the new bytes. `None` if the file is removed.
    after: Option<String>,
    /// `true` for Cora's own files, which are replaced regardless of their bytes.
    is_own: bool,
}

fn journal() -> String {
    format!("{OWN_FOLDER}/journal")
}

fn staged(number: usize) -> String {
    format!("{OWN_FOLDER}/staged/{number}")
}

/// The files that were left as they are, because they changed meanwhile.
pub type Skipped = Vec<String>;

/// Carries out a plan. Nothing is done for a plan with an error.
///
/// # Errors
///
/// Fails if a file cannot be read or written. [`finish`] then brings it to its end.
pub fn apply(disk: &mut impl Disk, plan: &Plan) -> io::Result<Skipped> {
    finish(disk)?;
    if plan.is_refused() || plan.is_nothing()? {
        return Ok(Skipped::new());
    }
    let mut entries = Vec::new();
    let mut texts: Vec<Option<Vec<u8>>> = Vec::new();
    let mut add = |path: String, before: Option<&[u8]>, after: Option<Vec<u8>>, is_own: bool| {
        entries.push(Entry { path, before: before.map(sha256), after: after.as_deref().map(sha256), is_own });
        texts.push(after);
    };
    for step in &plan.steps {
        let is_removed = step.action == cora_project::plan::Action::Remove;
        if step.after.is_some() || is_removed {
            add(step.path.to_string(), step.before.as_deref(), step.after.clone(), false);
        }
    }
    for (hash, text) in &plan.bases {
        let path = format!("{OWN_FOLDER}/base/{hash}");
        if disk.read(&path)?.as_deref() != Some(text.as_bytes()) {
            add(path, None, Some(text.clone().into_bytes()), true);
        }
    }
    for name in disk.list(&format!("{OWN_FOLDER}/base"))? {
        if !plan.bases.contains_key(&name) {
            add(format!("{OWN_FOLDER}/base/{name}"), None, None, true);
        }
    }
    add(LOCK_FILE.to_owned(), None, Some(plan.lock.text()?.into_bytes()), true);
    for (number, text) in texts.iter().enumerate() {
        if let Some(text) = text {
            disk.write(&staged(number), text)?;
        }
    }
    let written = format!("{OWN_FOLDER}/staged/journal");
    disk.write(&written, encoded(&entries).as_bytes())?;
    disk.rename(&written, &journal())?;
    carry_out(disk, &entries)
}

/// Brings a plan to its end that a process began: carries it out if all of it was written, and
/// otherwise removes what was written.
///
/// # Errors
///
/// Fails if a file cannot be read or written, or if the journal is not as Cora wrote it.
pub fn finish(disk: &mut impl Disk) -> io::Result<Skipped> {
    match disk.read(&journal())? {
        Some(text) => {
            let damaged = || io::Error::new(ErrorKind::InvalidData, format!("`{}` is not as Cora wrote it", journal()));
            let entries = decoded(&text).ok_or_else(damaged)?;
            carry_out(disk, &entries)
        }
        None => clear(disk).map(|()| Skipped::new()),
    }
}

/// Returns `true` if a process began a plan and did not end it.
pub fn is_unfinished(disk: &impl Disk) -> io::Result<bool> {
    Ok(disk.read(&journal())?.is_some() || !disk.list(&format!("{OWN_FOLDER}/staged"))?.is_empty())
}

fn carry_out(disk: &mut impl Disk, entries: &[Entry]) -> io::Result<Skipped> {
    let mut skipped = Skipped::new();
    for (number, entry) in entries.iter().enumerate() {
        let found = disk.read(&entry.path)?.as_deref().map(sha256);
        if found == entry.after {
            continue;
        }
        // The user may have edited the file since. Their bytes stay, and the next plan finds them.
        if !entry.is_own && found != entry.before {
            skipped.push(entry.path.clone());
            continue;
        }
        match &entry.after {
            None => disk.remove(&entry.path)?,
            Some(after) => {
                if disk.read(&staged(number))?.as_deref().map(sha256).as_ref() != Some(after) {
                    let message = format!("`{}` is not as Cora wrote it", staged(number));
                    return Err(io::Error::new(ErrorKind::InvalidData, message));
                }
                disk.rename(&staged(number), &entry.path)?;
            }
        }
    }
    disk.remove(&journal())?;
    clear(disk)?;
    Ok(skipped)
}

fn clear(disk: &mut impl Disk) -> io::Result<()> {
    let folder = format!("{OWN_FOLDER}/staged");
    for name in disk.list(&folder)? {
        disk.remove(&format!("{folder}/{name}"))?;
    }
    Ok(())
}

fn encoded(entries: &[Entry]) -> String {
    let one = |entry: &Entry| json!({ "after": entry.after, "before": entry.before, "own": entry.is_own, "path": entry.path });
    Value::Array(entries.iter().map(one).collect()).to_string()
}

fn decoded(text: &[u8]) -> Option<Vec<Entry>> {
    let Value::Array(items) = serde_json::from_slice(text).ok()? else { return None };
    let hash = |value: &Value| match value {
        Value::Null => Some(None),
        Value::String(text) => Some(Some(text.clone())),
        _ => None,
    };
    let one = |item: &Value| {
        Some(Entry {
            path: item["path"].as_str()?.to_owned(),
            before: hash(&item["before"])?,
            after: hash(&item["after"])?,
            is_own: item["own"].as_bool()?,
        })
    };
    items.iter().map(one).collect()
}

#[cfg(test)]
mod tests;
