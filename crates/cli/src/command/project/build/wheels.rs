//! The folder of wheels, and pip, which fills it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use cora_project::artifact::choose;
use cora_project::requirement::Requirement;
use cora_project::wheel::Target;

/// The folder of downloaded wheels, in a project.
pub const CACHE: &str = "build/wheels";

/// The places that wheels are taken from.
pub enum Source {
    /// This folder, as it is.
    Folder(PathBuf),
    /// The folder of downloaded wheels, and pip for those that it lacks.
    Pip {
        /// The Python whose pip is run.
        python: PathBuf,
        /// The folder of the project.
        project: PathBuf,
    },
}

impl Source {
    /// Returns the folder of the wheels.
    pub fn folder(&self) -> PathBuf {
        match self {
            Self::Folder(folder) => folder.clone(),
            Self::Pip { project, .. } => project.join(CACHE),
        }
    }

    /// Reads a wheel.
    pub fn read(&self, file: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.folder().join(file);
        std::fs::read(&path).with_context(|| format!("`{}` cannot be read", path.display()))
    }

    /// Downloads the wheels that the folder lacks, as far as pip finds them. Those that it does not
    /// find are reported when they are chosen; pip itself writes the cause to standard error.
    pub fn fetch(&self, wanted: &[(&Requirement, Target)]) -> anyhow::Result<()> {
        let Self::Pip { python, .. } = self else { return Ok(()) };
        let folder = self.folder();
        let available = list(&folder)?;
        let mut missing: BTreeMap<Target, BTreeSet<String>> = BTreeMap::new();
        for (requirement, target) in wanted {
            if choose(requirement, *target, available.iter().map(String::as_str)).is_err() {
                let named = format!("{}=={}", requirement.name, requirement.version);
                missing.entry(*target).or_default().insert(named);
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        std::fs::create_dir_all(&folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
        for (target, packages) in missing {
            let minor = target.minor;
            let mut pip = Command::new(python);
            pip.args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]);
            // SECURITY: a source distribution would run its own code while it is built.
            pip.args(["--only-binary", ":all:", "--implementation", "cp", "--python-version", &format!("3{minor}")]);
            for abi in [format!("cp3{minor}"), "abi3".to_owned(), "none".to_owned()] {
                pip.args(["--abi", &abi]);
            }
            for platform in target.platforms() {
                pip.args(["--platform", &platform]);
            }
            pip.arg("--dest").arg(&folder).arg("--").args(&packages);
            let status = pip.stdin(Stdio::null()).stdout(Stdio::null()).status();
            let status = status.with_context(|| format!("`{}` cannot be run, and pip is needed", python.display()))?;
            if !status.success() {
                eprintln!("pip could not download every package");
            }
        }
        Ok(())
    }
}

/// Returns the names of the files in a folder. Empty if it does not exist.
pub fn list(folder: &Path) -> anyhow::Result<BTreeSet<String>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error).with_context(|| format!("`{}` cannot be read", folder.display())),
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        names.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}
