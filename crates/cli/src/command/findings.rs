//! The findings of a command in files, and the formats in which they are reported.

pub mod json;
mod sarif;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::issue::Severity;

use super::diagnostic::{Diagnostic, counted, lines};
use super::document::{self, BAD_INPUT};

/// Options for the report on findings.
#[derive(Debug, Args)]
pub struct Reporting {
    /// Fail on these findings too, in addition to errors.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Denied>,
    /// The format of the report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,
    /// Write the report to this file.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Fail on warnings.
    Warnings,
}

/// The formats of a report on files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Text in the format of compilers.
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// The findings in one file.
#[derive(Debug, Clone)]
pub struct FileFindings {
    /// The file as named on the command line.
    pub name: String,
    /// The text of the file, as far as it could be read.
    pub source: String,
    /// `true` if the file could be used.
    pub is_valid: bool,
    /// The findings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

impl FileFindings {
    /// Counts the findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Renders the findings with their places, each followed by an empty line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let lines = lines(&self.source);
        for diagnostic in &self.diagnostics {
            diagnostic.write_text(&self.name, &lines, &mut text);
            text.push('\n');
        }
        text
    }

    /// Summarizes the findings: `not usable, 2 faults`, `nothing found`, `1 error, 0 warnings`.
    pub fn summary(&self) -> String {
        let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| self.count(severity));
        match (self.is_valid, errors, warnings) {
            (false, errors, _) => format!("not usable, {}", counted(errors, "fault")),
            (true, 0, 0) => "nothing found".to_owned(),
            (true, errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        }
    }
}

/// Renders the findings of all files as SARIF.
pub fn sarif(files: &[&FileFindings]) -> String {
    sarif::report(files)
}

impl Reporting {
    /// Writes the report to its destination and returns the exit code: 2 if a file could not be
    /// used, 1 if there are findings that fail or the report could not be written.
    pub fn end(&self, report: &str, files: &[&FileFindings]) -> ExitCode {
        let written = match &self.output {
            None => document::print(report),
            Some(path) => write(path, report),
        };
        let any = |severity| files.iter().any(|file| file.count(severity) > 0);
        if files.iter().any(|file| !file.is_valid) {
            ExitCode::from(BAD_INPUT)
        } else if any(Severity::Error) || (self.deny == Some(Denied::Warnings) && any(Severity::Warning)) {
            ExitCode::FAILURE
        } else {
            written
        }
    }
}

fn write(path: &Path, report: &str) -> ExitCode {
    match std::fs::write(path, report) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("`{}` could not be written: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
