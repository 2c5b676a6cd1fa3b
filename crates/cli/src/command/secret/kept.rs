//! The folder with the sealed values of secrets, which only its owner can read.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cora_project::lock::sha256;
use cora_project::name::{EnvironmentName, SecretName};
use cora_secrets::{KEYS_VARIABLE, KeyRing, Secret, random_secret};

use crate::command::dev::private;

/// The file with the key of the folder, for those who set none.
const KEY_FILE: &str = "key";

/// The values of one environment of a project.
pub struct Kept {
    /// The file.
    file: PathBuf,
    /// The project and the environment, for which the values are sealed.
    place: String,
    environment: EnvironmentName,
    keys: KeyRing,
    sealed: BTreeMap<SecretName, String>,
}

impl Kept {
    /// Opens the values of an environment. The folder is made on the first write.
    ///
    /// # Errors
    ///
    /// Fails if a file cannot be used, and with a message if the folder is not one for secrets.
    pub fn open(
        project: &Path,
        name: &str,
        environment: &EnvironmentName,
        state: Option<&Path>,
    ) -> anyhow::Result<Result<Self, String>> {
        let project = fs::canonicalize(project).with_context(|| format!("`{}`", project.display()))?;
        let state = match state {
            Some(folder) => folder.to_owned(),
            None => default_folder().context("neither XDG_STATE_HOME nor HOME is set; name a folder with `--state`")?,
        };
        let folder = match made(&state)? {
            Ok(folder) => folder,
            Err(message) => return Ok(Err(message)),
        };
        if folder.starts_with(&project) {
            return Ok(Err(format!("`{}` lies in the project", state.display())));
        }
        // WHY the path: another project of the same name has secrets of its own.
        let digest = sha256(project.as_os_str().as_encoded_bytes());
        let id = format!("{name}-{}", digest.get(..16).unwrap_or_default());
        let keys = keys(&folder)?;
        let file = folder.join(&id).join(format!("{environment}.json"));
        let sealed = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("`{}` is not as Cora wrote it", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).with_context(|| format!("`{}` cannot be read", file.display())),
        };
        Ok(Ok(Self { file, place: format!("{id}/{environment}"), environment: environment.clone(), keys, sealed }))
    }

    /// Returns the environment.
    pub fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    /// Returns `true` if a secret has a value.
    pub fn has(&self, name: &SecretName) -> bool {
        self.sealed.contains_key(name)
    }

    /// Opens the value of a secret. `None` if it has none.
    ///
    /// # Errors
    ///
    /// Fails if it was sealed with another key, or for another place.
    pub fn get(&self, name: &SecretName) -> anyhow::Result<Option<Secret>> {
        let Some(sealed) = self.sealed.get(name) else { return Ok(None) };
        let opened = self.keys.open_text(&format!("{}/{name}", self.place), sealed);
        opened.map(Some).with_context(|| format!("`{name}` in `{}`", self.environment))
    }

    /// Seals a value and writes it.
    pub fn set(&mut self, name: &SecretName, value: &Secret) -> anyhow::Result<()> {
        let sealed = self.keys.seal_text(&format!("{}/{name}", self.place), value.expose())?;
        self.sealed.insert(name.clone(), sealed);
        self.write()
    }

    /// Removes a value. Returns `false` if there is none.
    pub fn remove(&mut self, name: &SecretName) -> anyhow::Result<bool> {
        let is_removed = self.sealed.remove(name).is_some();
        if is_removed {
            self.write()?;
        }
        Ok(is_removed)
    }

    /// Writes all values at once: a process that ends in between leaves the earlier ones.
    fn write(&self) -> anyhow::Result<()> {
        let failed = || format!("`{}` cannot be written", self.file.display());
        if let Some(folder) = self.file.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(failed)?;
        }
        let text = serde_json::to_string_pretty(&self.sealed)? + "\n";
        let staged = self.file.with_extension("new");
        let mut file = private(&staged).with_context(failed)?;
        file.write_all(text.as_bytes()).with_context(failed)?;
        file.sync_all().with_context(failed)?;
        fs::rename(&staged, &self.file).with_context(failed)
    }
}

fn default_folder() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).filter(|text| !text.is_empty()).map(PathBuf::from);
    let state = variable("XDG_STATE_HOME").or_else(|| Some(variable("HOME")?.join(".local/state")));
    Some(state?.join("cora"))
}

/// Makes the folder for its owner alone, and returns its path without links. Fails with a message
/// if others can read it.
fn made(folder: &Path) -> anyhow::Result<Result<PathBuf, String>> {
    let failed = || format!("`{}` cannot be used", folder.display());
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(failed)?;
    let mode = fs::metadata(folder).with_context(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Ok(Err(format!("others can read `{}`", folder.display())));
    }
    fs::canonicalize(folder).with_context(failed).map(Ok)
}

/// Returns the keys of the environment, or the one of the folder, which is made if it is missing.
fn keys(folder: &Path) -> anyhow::Result<KeyRing> {
    if std::env::var_os(KEYS_VARIABLE).is_some() {
        return Ok(KeyRing::from_environment()?);
    }
    let path = folder.join(KEY_FILE);
    let failed = || format!("`{}` cannot be used", path.display());
    match fs::read_to_string(&path) {
        Ok(text) => KeyRing::parse(&format!("folder:{}", text.trim())).with_context(failed),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = random_secret()?;
            let mut file = private(&path).with_context(failed)?;
            file.write_all(key.expose().as_bytes()).with_context(failed)?;
            file.sync_all().with_context(failed)?;
            KeyRing::parse(&format!("folder:{}", key.expose())).with_context(failed)
        }
        Err(error) => Err(error).with_context(failed),
    }
}
