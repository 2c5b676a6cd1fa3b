//! Reads policy files, and the text of other files that people write.

use std::path::Path;
use std::process::ExitCode;

use cora_core::issue::{IssueCode, Severity};
use cora_core::json::Code;
use cora_policy_file::{Format, MAX_BYTES, PolicyFile, Position};

use super::diagnostic::{Diagnostic, Excerpt, counted, lines};
use super::document::{self, BAD_INPUT};

/// A file that cannot be used.
#[derive(Debug)]
pub struct Rejected {
    /// The text of the file, as far as it could be read.
    pub source: String,
    /// The faults of the file. Never empty.
    pub faults: Vec<Diagnostic>,
}

/// Reads a policy file, and its text.
///
/// # Errors
///
/// Fails with all faults of the file.
pub fn read(path: &Path) -> Result<(PolicyFile, String), Rejected> {
    let (format, source) = read_text(path)?;
    match PolicyFile::parse(format, &source) {
        Ok(file) => Ok((file, source)),
        Err(faults) => Err(Rejected { source, faults: faults.into_iter().map(Diagnostic::from).collect() }),
    }
}

/// Reads the text of a file, and tells its format.
///
/// # Errors
///
/// Fails if the file's name does not tell its format, if the file cannot be read, or if it is not
/// UTF-8 text.
pub fn read_text(path: &Path) -> Result<(Format, String), Rejected> {
    let unreadable = |message: String, help: &str, position| {
        let code = Code::name(&IssueCode::Unreadable);
        let (severity, fix) = (Severity::Error, Some(help.to_owned()));
        let excerpt = Excerpt::Nothing;
        let fault = Diagnostic { severity, code, message, fix, path: String::new(), position, excerpt };
        Rejected { source: String::new(), faults: vec![fault] }
    };
    let help = "Pass a readable file with the extension .json, .yaml, .yml or .toml.";
    let format = Format::of_path(path)
        .ok_or_else(|| unreadable("the file's extension does not name a supported format".to_owned(), help, None))?;
    let bytes = document::read_at_most(path, MAX_BYTES)
        .map_err(|error| unreadable(format!("the file could not be read: {error}"), help, None))?;
    let source = String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(valid).rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let position = Position { line: number(line), column: number(column) };
        unreadable("the file is not UTF-8 text".to_owned(), "Save it as UTF-8.", Some(position))
    })?;
    Ok((format, source))
}

/// Reports the faults of a file on standard error, and returns the exit code.
pub fn refuse(path: &Path, rejected: &Rejected) -> ExitCode {
    let mut text = String::new();
    let name = path.display().to_string();
    let lines = lines(&rejected.source);
    for fault in &rejected.faults {
        fault.write_text(&name, &lines, &mut text);
        text.push('\n');
    }
    eprintln!("{text}{name} cannot be used: {}", counted(rejected.faults.len(), "fault"));
    ExitCode::from(BAD_INPUT)
}
