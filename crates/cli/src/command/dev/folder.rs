//! The folder with data and keys.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cora_secrets::{Secret, random_secret};
use cora_store::DatabaseLocation;

use super::Refused;

/// The first line of the folder's `.gitignore`, by which it is known to be one of this command.
const MARK: &str = "# Data and keys of `cora dev`. Never commit them.";
const DATABASE: &str = "cora.sqlite";

/// A folder that only this user can read.
pub struct Folder(PathBuf);

impl Folder {
    /// Opens a folder, or makes it.
    pub fn open(path: &Path, reset: bool) -> Result<Self, Refused> {
        let unusable = |error: io::Error| {
            let message = format!("the folder `{}` cannot be used: {error}", path.display());
            Refused::new("folder_not_writable", message, "Choose a folder of your own: `cora dev --folder FOLDER`.")
        };
        let is_there = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_some(),
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(unusable(error)),
        };
        let ignore = path.join(".gitignore");
        if is_there && !fs::read_to_string(&ignore).is_ok_and(|text| text.starts_with(MARK)) {
            // SECURITY: nothing of somebody else's is emptied or made unreadable to others.
            let message = format!("the folder `{}` holds other files than those of `cora dev`", path.display());
            return Err(Refused::new("folder_not_own", message, "Choose an empty folder, or one that does not exist."));
        }
        if is_there && reset {
            fs::remove_dir_all(path).map_err(unusable)?;
        }
        fs::create_dir_all(path).map_err(unusable)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
        let path = fs::canonicalize(path).map_err(unusable)?;
        let folder = Self(path);
        folder.write_private(".gitignore", &format!("{MARK}\n*\n")).map_err(unusable)?;
        Ok(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns the location of the database.
    pub fn database(&self) -> DatabaseLocation {
        DatabaseLocation::File(self.0.join(DATABASE))
    }

    /// Returns the text of a file, if there is one.
    pub fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// Writes a file that only this user can read.
    pub fn write(&self, name: &str, text: &str) -> anyhow::Result<()> {
        self.write_private(name, text).with_context(|| format!("`{}` cannot be written", self.0.join(name).display()))
    }

    fn write_private(&self, name: &str, text: &str) -> io::Result<()> {
        private(&self.0.join(name))?.write_all(text.as_bytes())
    }

    /// Returns the secret in a file, or draws one and keeps it there.
    pub fn secret(&self, name: &str) -> anyhow::Result<Secret> {
        if let Some(text) = self.read(name).filter(|text| !text.trim().is_empty()) {
            return Ok(Secret::new(text.trim()));
        }
        let secret = random_secret()?;
        self.write(name, secret.expose())?;
        Ok(secret)
    }
}

/// Opens an empty file that only this user can read.
pub fn private(path: &Path) -> io::Result<fs::File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}
