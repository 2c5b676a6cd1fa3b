//! `cora simulate`: replays past logins under a changed policy.

mod logins;
mod report;

use std::io::IsTerminal as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use clap::{Args, ValueEnum};
use cora_core::engine::Engine;
use cora_core::issue::Report;
use cora_core::simulation::{Simulation, SimulationReport};
use indicatif::{ProgressBar, ProgressStyle};

use super::document::{self, BAD_INPUT};
use super::policy;
use logins::{Faulty, Logins, MAX_FAULTS};

/// The exit code of a program that a signal has ended: 128 plus SIGINT's number, as in shells.
const INTERRUPTED: i32 = 130;
/// Number of logins that a thread takes at a time.
const SHARE: usize = 256;

/// Decide past logins under two policy files, and show which decisions differ.
///
/// LOGINS contains one login per line (JSON Lines) or one JSON list of logins; a login has `now`,
/// `login` and `facts`, see `cora schema EngineLogin`. A different outcome, organization or role
/// counts as a change; a different reason for the same result does not. Nothing is stored, and
/// nothing but the files is read: the decision is a function of their content. The result does not
/// depend on the number of threads.
///
/// Exit codes: 0 done; 1 with --fail-on-change, something changed; 2 a file cannot be read, with
/// all its faults.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora simulate --before cora.policy.yaml --after new.policy.yaml --logins logins.jsonl
  cora simulate --before a.yaml --after b.yaml --logins logins.jsonl --format csv > changes.csv
  cora simulate --before a.yaml --after b.yaml --logins logins.jsonl --fail-on-change --quiet")]
pub struct Simulate {
    /// The policy file as it is now.
    #[arg(long, value_name = "FILE")]
    before: PathBuf,
    /// The policy file to try.
    #[arg(long, value_name = "FILE")]
    after: PathBuf,
    /// The file with the logins; `-` for standard input.
    #[arg(long, value_name = "LOGINS")]
    logins: PathBuf,
    /// The format of the report.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
    /// Maximum changes that the table shows and that JSON has traces for. JSON and CSV list every
    /// change.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// The number of threads. If omitted, as many as the machine can run in parallel.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Show no progress bar.
    #[arg(long, short)]
    quiet: bool,
    /// Exit with code 1 if any decision differs.
    #[arg(long)]
    fail_on_change: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// A table for people.
    Table,
    /// A simulation report; see `cora schema SimulationReport`.
    Json,
    /// One row per change.
    Csv,
}

/// Runs the command.
pub fn run(arguments: &Simulate) -> ExitCode {
    let handler = ctrlc::set_handler(|| {
        eprintln!("\ninterrupted: the report is incomplete");
        std::process::exit(INTERRUPTED);
    });
    if let Err(error) = handler {
        eprintln!("warning: Ctrl-C ends this command without a report: {error}");
    }
    match simulate(arguments) {
        Ok((report, lines)) => {
            let text = match arguments.format {
                ReportFormat::Table => report::table(&report, &lines, arguments.limit),
                ReportFormat::Json => format!("{}\n", cora_wire::encode(&report)),
                ReportFormat::Csv => report::csv(&report, &lines),
            };
            let printed = document::print(&text);
            if arguments.fail_on_change && report.changed > 0 { ExitCode::FAILURE } else { printed }
        }
        Err(code) => code,
    }
}

/// Returns the report and the line of each login. Errors have already been reported.
fn simulate(arguments: &Simulate) -> Result<(SimulationReport, Vec<usize>), ExitCode> {
    let before = engine(&arguments.before);
    let after = engine(&arguments.after);
    let (before, after) = (before?, after?);
    let bytes = logins::read(&arguments.logins).map_err(|report| document::refuse(&report))?;
    let logins = Logins::of(&bytes).map_err(|report| document::refuse(&report))?;
    let threads = arguments.threads.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let progress = progress(logins.len(), arguments.quiet);
    let result = decide(&before, &after, &logins, threads, arguments.limit, &progress);
    progress.finish_and_clear();
    match result {
        Ok(report) => Ok((report, logins.lines())),
        Err(faulty) => Err(refuse(&arguments.logins, &faulty)),
    }
}

fn engine(path: &Path) -> Result<Engine, ExitCode> {
    match policy::read(path) {
        Ok((file, _)) => Ok(Engine::compile(file.configuration)),
        Err(rejected) => Err(policy::refuse(path, &rejected)),
    }
}

fn progress(logins: usize, is_quiet: bool) -> ProgressBar {
    if is_quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} logins, {eta} left");
    let bar = ProgressBar::new(logins as u64);
    if let Ok(style) = style { bar.with_style(style) } else { bar }
}

/// Reads each login and decides it under both policies, with several threads.
///
/// # Errors
///
/// Fails with the logins that cannot be read, in their order, at most [`MAX_FAULTS`].
fn decide(
    before: &Engine,
    after: &Engine,
    logins: &Logins<'_>,
    threads: usize,
    traced: usize,
    progress: &ProgressBar,
) -> Result<SimulationReport, Vec<Faulty>> {
    let next = AtomicUsize::new(0);
    let any_faulty = AtomicBool::new(false);
    let whole = Mutex::new((Simulation::new(before, after, traced), Vec::new()));
    let work = || {
        let mut part = Simulation::new(before, after, traced);
        let mut faulty = Vec::new();
        loop {
            let first = next.fetch_add(SHARE, Ordering::Relaxed);
            let share = first..(first + SHARE).min(logins.len());
            if share.is_empty() {
                break;
            }
            progress.inc(share.len() as u64);
            for at in share {
                match logins.get(at) {
                    // After the first unreadable login, the others are read for their faults only.
                    Ok(login) if !any_faulty.load(Ordering::Relaxed) => {
                        part.step(u32::try_from(at).unwrap_or(u32::MAX), &login);
                    }
                    Ok(_) => {}
                    Err(fault) => {
                        any_faulty.store(true, Ordering::Relaxed);
                        // Shares are taken in order, so these are the first faults of this thread.
                        if faulty.len() < MAX_FAULTS {
                            faulty.push(fault);
                        }
                    }
                }
            }
        }
        let mut whole = whole.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        whole.0.merge(part);
        whole.1.extend(faulty);
    };
    thread::scope(|scope| {
        for _ in 1..threads.min(logins.len().div_ceil(SHARE)) {
            scope.spawn(work);
        }
        work();
    });
    let (simulation, mut faulty) = whole.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    if faulty.is_empty() {
        return Ok(simulation.report());
    }
    faulty.sort_by_key(|fault| fault.index);
    faulty.truncate(MAX_FAULTS);
    Err(faulty)
}

/// Reports the unreadable logins on standard error, and returns the exit code.
fn refuse(path: &Path, faulty: &[Faulty]) -> ExitCode {
    let mut shown = 0;
    for Faulty { index, line, report: Report { issues, .. } } in faulty {
        for issue in issues.iter().take(MAX_FAULTS - shown) {
            shown += 1;
            let code = cora_core::json::Code::name(&issue.code);
            eprintln!(
                "error[{code}]: {}\n  --> {}:{line} (login {index}){}",
                issue.message,
                path.display(),
                at(&issue.path)
            );
            if let Some(help) = &issue.help {
                eprintln!("   = fix: {help}");
            }
        }
    }
    eprintln!("\n{} cannot be used: {} shown", path.display(), super::diagnostic::counted(shown, "fault"));
    ExitCode::from(BAD_INPUT)
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!(" at {pointer}") }
}
