//! `cora.lock`: the files that Cora wrote, and what it wrote last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::name::{ModuleName, RelativePath};

/// The name of the file, at the top of a project.
pub const LOCK_FILE: &str = "cora.lock";

/// The folder with Cora's own files in a project. Not `.cora`, which holds the data and keys of
/// `cora dev` and is not committed.
pub const OWN_FOLDER: &str = ".cora-project";

/// The version of the format.
const FORMAT: u32 = 1;

/// The files that Cora wrote, by path, and the modules that they were made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lock {
    /// The version of the format.
    format: u32,
    /// The version of Cora that wrote the lock.
    pub cora: String,
    /// The modules, with their versions.
    #[serde(default)]
    pub modules: BTreeMap<ModuleName, String>,
    /// The files.
    #[serde(default)]
    pub files: BTreeMap<RelativePath, Locked>,
}

/// A file in the lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Locked {
    /// The owner.
    pub owner: Owner,
    /// The template or value that the file was made from. Empty for a file that is wholly the
    /// user's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The SHA-256 of the text that the template had when the file was last written. The base of
    /// the next merge. Empty for a file that is wholly the user's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub base: String,
}

/// Those who edit a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// Cora alone. The file follows from the project file and the manifests.
    Made,
    /// The user, from the first write on. Changes of the template are merged in.
    Started,
    /// The user, who deleted a started file. It is not written again.
    Declined,
    /// The user alone: `cora project own`.
    Yours,
}

impl Owner {
    /// Returns the name in the lock.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Started => "started",
            Self::Declined => "declined",
            Self::Yours => "yours",
        }
    }
}

/// The reasons why a lock cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnusableLock {
    /// It is not as Cora wrote it.
    Damaged,
    /// A newer Cora wrote it.
    Newer,
}

impl Lock {
    /// Returns the lock of a project in which nothing was written yet.
    pub fn empty(cora: &str) -> Self {
        Self { format: FORMAT, cora: cora.to_owned(), modules: BTreeMap::new(), files: BTreeMap::new() }
    }

    /// Reads a lock.
    ///
    /// # Errors
    ///
    /// Fails if the text is not a lock, or one of a newer format.
    pub fn parse(text: &str) -> Result<Self, UnusableLock> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let format: Format = serde_json::from_str(text).map_err(|_| UnusableLock::Damaged)?;
        if format.format > FORMAT {
            return Err(UnusableLock::Newer);
        }
        let lock: Self = serde_json::from_str(text).map_err(|_| UnusableLock::Damaged)?;
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_sound = |file: &Locked| file.owner == Owner::Yours || is_hash(&file.base);
        if lock.files.values().all(is_sound) { Ok(lock) } else { Err(UnusableLock::Damaged) }
    }

    /// Writes the lock: the same text for the same lock.
    ///
    /// # Errors
    ///
    /// Fails if a part of the lock has no form in JSON. Names and texts always have one.
    pub fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// Returns the SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
