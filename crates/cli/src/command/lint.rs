//! `cora lint`: finds likely mistakes in a policy file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::engine::Configuration;
use cora_core::json::Code;
use cora_core::lint::{BuiltInDomains, Finding, LintReport};
use cora_domain_lists::DomainLists;
use cora_policy_file::{PolicyFile, Position};

use super::diagnostic::{Diagnostic, Excerpt};
use super::findings::{self, FileFindings, ReportFormat, Reporting};
use super::policy::{self, Rejected};

/// Check policy files for mistakes before they go live.
///
/// A policy file contains a configuration (policy, connections, domain rules; see
/// `cora schema Configuration`) as JSON, YAML or TOML, which the file name's extension tells. The
/// command reports its faults, and valid settings that are probably unintended: an open bootstrap,
/// a strategy that never matches, a rule for a public domain. Each finding has a line, a column and
/// a fix.
///
/// Exit codes: 0 no findings, or only allowed warnings; 1 other findings; 2 a file cannot be read.
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
    /// The policy files to check.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Use these lists of known domain names.
    #[arg(long, value_name = "LISTS", default_value = "complete")]
    domain_lists: KnownDomains,
    #[command(flatten)]
    reporting: Reporting,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KnownDomains {
    /// The short lists that decisions use.
    BuiltIn,
    /// All public suffixes, providers and disposable mailboxes, and confusable names.
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

/// Runs the command.
pub fn run(arguments: &Lint) -> ExitCode {
    let files: Vec<FileFindings> = arguments.files.iter().map(|path| linted(path, arguments.domain_lists)).collect();
    let files: Vec<&FileFindings> = files.iter().collect();
    let report = match arguments.reporting.format {
        ReportFormat::Text => text(&files),
        ReportFormat::Json => findings::json::report(files.iter().map(|file| findings::json::file(file))),
        ReportFormat::Sarif => findings::sarif(&files),
    };
    arguments.reporting.end(&report, &files)
}

fn linted(path: &Path, domains: KnownDomains) -> FileFindings {
    let name = path.display().to_string();
    match policy::read(path) {
        Ok((PolicyFile { configuration, positions }, source)) => {
            let LintReport { findings, .. } = domains.lint(&configuration);
            let located = |finding: Finding| (positions.locate(&finding.path), finding);
            let mut located: Vec<(Position, Finding)> = findings.into_iter().map(located).collect();
            // WHY: the report follows the order of the file, which may differ from Cora's order.
            located.sort_by_key(|(position, _)| *position);
            let diagnostics = located.into_iter().map(|(position, finding)| found(finding, position)).collect();
            FileFindings { name, source, is_valid: true, diagnostics }
        }
        Err(Rejected { source, faults }) => FileFindings { name, source, is_valid: false, diagnostics: faults },
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
        excerpt: Excerpt::Line,
    }
}

fn text(files: &[&FileFindings]) -> String {
    let findings = files.iter().map(|file| file.text());
    let summaries = files.iter().map(|file| format!("{}: {}\n", file.name, file.summary()));
    findings.chain(summaries).collect()
}
