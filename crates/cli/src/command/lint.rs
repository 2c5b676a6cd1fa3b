//! `cora lint`: what a policy file says that its author will hardly have meant.

mod json;
mod sarif;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::engine::Configuration;
use cora_core::issue::Severity;
use cora_core::json::Code;
use cora_core::lint::{BuiltInDomains, Finding, LintReport};
use cora_domain_lists::DomainLists;
use cora_policy_file::{PolicyFile, Position};

use super::diagnostic::{Diagnostic, counted, lines};
use super::document::{self, BAD_INPUT};
use super::policy::{self, Rejected};

/// Look policy files over before they go live.
///
/// A policy file holds a configuration (policy, connections, domain rules; see `cora schema Configuration`) as JSON, YAML or
/// TOML; the ending of its name tells which. Reported are its faults, and what can be read but will hardly be meant: an
/// open bootstrap, a strategy that never matches, a rule for a public domain. Each with line, column and what to do.
///
/// Exit codes: 0 nothing, or warnings that are allowed; 1 findings that are not; 2 a file that cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora lint cora.policy.yaml
  cora lint --deny warnings policies/*.yaml
  cora lint --format sarif --output lint.sarif cora.policy.toml

An editor completes and checks a policy file by its schema:
  cora schema Configuration > cora.schema.json
  # yaml-language-server: $schema=cora.schema.json       first line of a YAML file
  \"$schema\": \"./cora.schema.json\"                      first member of a JSON file
  #:schema ./cora.schema.json                            first line of a TOML file")]
pub struct Lint {
    /// The policy files.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// What fails beside errors.
    #[arg(long, value_name = "WHAT")]
    deny: Option<Denied>,
    /// How the report is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
    /// What is known of domain names.
    #[arg(long, value_name = "LISTS", default_value = "complete")]
    domain_lists: KnownDomains,
    /// Write the report to a file.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Denied {
    /// Warnings fail too.
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people, as compilers write.
    Text,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KnownDomains {
    /// The short lists that decisions are made with.
    BuiltIn,
    /// All public suffixes, providers and throw-away mailboxes, and names that look alike.
    Complete,
}

impl KnownDomains {
    fn lint(self, configuration: &Configuration) -> LintReport {
        match self {
            Self::BuiltIn => cora_core::lint::lint(configuration, &BuiltInDomains),
            Self::Complete => cora_core::lint::lint(configuration, &DomainLists),
        }
    }
}

/// What there is to say about one file.
struct Linted {
    name: String,
    source: String,
    /// Whether it could be read at all.
    is_valid: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Linted {
    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// Runs the command.
pub fn run(arguments: &Lint) -> ExitCode {
    let files: Vec<Linted> = arguments.files.iter().map(|path| linted(path, arguments.domain_lists)).collect();
    let report = match arguments.format {
        ReportFormat::Text => text(&files),
        ReportFormat::Json => json::report(&files),
        ReportFormat::Sarif => sarif::report(&files),
    };
    let written = match &arguments.output {
        None => document::print(&report),
        Some(path) => match std::fs::write(path, report) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("`{}` could not be written: {error}", path.display());
                ExitCode::FAILURE
            }
        },
    };
    let any = |severity| files.iter().any(|file| file.count(severity) > 0);
    if files.iter().any(|file| !file.is_valid) {
        ExitCode::from(BAD_INPUT)
    } else if any(Severity::Error) || (arguments.deny == Some(Denied::Warnings) && any(Severity::Warning)) {
        ExitCode::FAILURE
    } else {
        written
    }
}

fn linted(path: &Path, domains: KnownDomains) -> Linted {
    let name = path.display().to_string();
    match policy::read(path) {
        Ok((PolicyFile { configuration, positions }, source)) => {
            let LintReport { findings, .. } = domains.lint(&configuration);
            let located = |finding: Finding| (positions.locate(&finding.path), finding);
            let mut located: Vec<(Position, Finding)> = findings.into_iter().map(located).collect();
            // WHY: the report follows the file, which may name its parts in another order than we do.
            located.sort_by_key(|(position, _)| *position);
            let diagnostics = located.into_iter().map(|(position, finding)| found(finding, position)).collect();
            Linted { name, source, is_valid: true, diagnostics }
        }
        Err(Rejected { source, faults }) => Linted { name, source, is_valid: false, diagnostics: faults },
    }
}

fn found(finding: Finding, position: Position) -> Diagnostic {
    let Finding { path, code, severity, message, fix } = finding;
    Diagnostic {
        severity,
        code: Code::name(&code),
        message,
        fix: Some(fix),
        path,
        position: Some(position),
        line_is_unknown: false,
    }
}

fn text(files: &[Linted]) -> String {
    let mut text = String::new();
    for file in files {
        let lines = lines(&file.source);
        for diagnostic in &file.diagnostics {
            diagnostic.write_text(&file.name, &lines, &mut text);
            text.push('\n');
        }
    }
    for file in files {
        let [errors, warnings] = [Severity::Error, Severity::Warning].map(|severity| file.count(severity));
        let summary = match (file.is_valid, errors, warnings) {
            (false, errors, _) => format!("cannot be used, {}", counted(errors, "fault")),
            (true, 0, 0) => "nothing found".to_owned(),
            (true, errors, warnings) => format!("{}, {}", counted(errors, "error"), counted(warnings, "warning")),
        };
        text.push_str(&format!("{}: {summary}\n", file.name));
    }
    text
}
