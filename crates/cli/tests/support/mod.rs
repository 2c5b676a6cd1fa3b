//! A temporary folder to run the command in.
#![allow(dead_code)]

pub mod documents;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Returns the command, to be run in the folder, so that names in reports are short.
    pub fn cora(&self, arguments: &[&str]) -> Command {
        let mut cora = Command::new(env!("CARGO_BIN_EXE_cora"));
        cora.current_dir(self.folder.path()).args(arguments);
        cora.env_remove("CORA_DATABASE").env_remove("CORA_SECRET_KEYS").env_remove("RUST_LOG");
        cora
    }

    pub fn connection(&self, arguments: &[&str]) -> Output {
        self.cora(&[&["connection"], arguments].concat()).output().unwrap()
    }
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stdout(output)))
}

/// Asserts the exit code of the command, and shows its output on failure.
#[track_caller]
pub fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}\n{}", stdout(output), stderr(output));
}

/// Asserts that the command was refused with the code and a remedy, and ended with the exit code.
#[track_caller]
pub fn refused(output: &Output, code: &str, exit: i32) {
    ends(output, exit);
    assert!(stderr(output).contains(&format!("error[{code}]: ")), "{}", stderr(output));
    assert!(stderr(output).contains("   = fix: "), "{}", stderr(output));
}

/// Returns the files below a folder, by their paths in it.
pub fn tree(folder: &Path) -> BTreeMap<String, String> {
    let (mut files, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
            }
        }
    }
    files
}
