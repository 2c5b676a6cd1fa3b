//! Records which stages passed, for a run that is resumed.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use super::{Kind, Stage};
use crate::process::{command, output};

/// The stages that passed on these sources, kept in a file until all of them have.
pub struct Passed {
    file: PathBuf,
    /// The folder of the record, if the sources are those of the repository.
    repository: Option<PathBuf>,
    /// The hash of the sources, or `None` if git cannot give one; then nothing is resumed.
    sources: Option<String>,
    names: Vec<String>,
}

impl Passed {
    /// Reads the record of a task. It is empty unless `resume` is set and the sources are
    /// unchanged.
    pub fn load(folder: &Path, resume: bool) -> Self {
        let passed = Self::of_sources(folder, sources(folder), resume);
        Self { repository: Some(folder.to_owned()), ..passed }
    }

    pub fn of_sources(folder: &Path, sources: Option<String>, resume: bool) -> Self {
        let file = folder.join("passed.txt");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let mut lines = text.lines();
        let is_same = resume && lines.next().is_some_and(|known| Some(known) == sources.as_deref());
        let names = if is_same { lines.map(str::to_owned).collect() } else { Vec::new() };
        Self { file, repository: None, sources, names }
    }

    pub fn has(&self, stage: &Stage) -> bool {
        stage.kind == Kind::Proves && self.names.iter().any(|name| name == stage.name)
    }

    pub fn add(&mut self, stage: &Stage) {
        self.names.push(stage.name.to_owned());
        // What passes after an edit has not passed on the sources that the run began with.
        if self.repository.as_ref().is_some_and(|folder| sources(folder) != self.sources) {
            self.sources = None;
        }
        if let Some(sources) = &self.sources {
            // Without the record the next run repeats the stages that passed, which is harmless.
            fs::write(&self.file, format!("{sources}\n{}\n", self.names.join("\n"))).ok();
        }
    }

    pub fn clear(&mut self) {
        fs::remove_file(&self.file).ok();
    }
}

/// Returns the hash of all files that are not ignored, whether they are committed or not, and of
/// the tools and settings that tests depend on. `folder` holds the index that makes it quick.
pub fn sources(folder: &Path) -> Option<String> {
    // With an index of its own git reads only files that have changed since the last call.
    let index = folder.join("index");
    // A run that was killed may have left it.
    fs::remove_file(folder.join("index.lock")).ok();
    let git = |arguments: &[&str]| {
        let mut git = command("git", arguments, "");
        let output = git.env("GIT_INDEX_FILE", &index).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    git(&["add", "--all"])?;
    let tree = git(&["write-tree"])?;
    let mut tools = DefaultHasher::new();
    (output("rustc", &["-vV"]), output("node", &["--version"])).hash(&mut tools);
    (std::env::var_os("DATABASE_URL"), std::env::var_os("CHROMIUM")).hash(&mut tools);
    Some(format!("{tree} {:016x}", tools.finish()))
}
