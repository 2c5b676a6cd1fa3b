//! `cora simulate`: what a change of policy would have done to logins there were.

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

/// The exit code of a program that a signal has ended: 128 and SIGINT's number, as shells have it.
const INTERRUPTED: i32 = 130;
/// How many logins a thread takes at a time.
const SHARE: usize = 256;

/// Decide on past logins under two policy files, and show which would be decided otherwise.
///
/// LOGINS holds one login a line (JSON Lines) or one JSON list of them; a login has `now`, `login` and `facts`, see
/// `cora schema EngineLogin`. A change is another outcome, organization or role; another reason for the same is none.
/// Nothing is stored and nobody is asked: the decision is a function of what the files say. The answer does not depend on
/// the number of threads.
///
/// Exit codes: 0 done; 1 with --fail-on-change, something changed; 2 a file that cannot be read, with all its faults.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora simulate --before cora.policy.yaml --after new.policy.yaml --logins logins.jsonl
  cora simulate --before a.yaml --after b.yaml --logins logins.jsonl --format csv > changes.csv
  cora simulate --before a.yaml --after b.yaml --logins logins.jsonl --fail-on-change --quiet")]
pub struct Simulate {
    /// The policy file as it is.
    #[arg(long, value_name = "FILE")]
    before: PathBuf,
    /// The policy file that is tried.
    #[arg(long, value_name = "FILE")]
    after: PathBuf,
    /// The logins; `-` for standard input.
    #[arg(long, value_name = "LOGINS")]
    logins: PathBuf,
    /// How the report is written.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
    /// How many changes the table shows and JSON gives traces for. JSON and CSV list every change.
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// How many threads decide; as many as the machine has when absent.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Show no progress.
    #[arg(long, short)]
    quiet: bool,
    /// End with exit code 1 when any login is decided otherwise.
    #[arg(long)]
    fail_on_change: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// For people.
    Table,
    /// A simulation report; see `cora schema SimulationReport`.
    Json,
    /// One row for each change.
    Csv,
}

/// Runs the command.
pub fn run(arguments: &Simulate) -> ExitCode {
    let handler = ctrlc::set_handler(|| {
        eprintln!("\ninterrupted: the report is not complete");
        std::process::exit(INTERRUPTED);
    });
    if let Err(error) = handler {
        eprintln!("warning: Ctrl-C ends this without a message: {error}");
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

/// The report, and the line of each login; what stands in the way has been said.
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

/// Reads each login and decides on it under both policies, with several threads.
///
/// # Errors
///
/// The logins that cannot be read, in their order, at most [`MAX_FAULTS`].
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
                    // Once one cannot be read, the others are read for their faults only.
                    Ok(login) if !any_faulty.load(Ordering::Relaxed) => {
                        part.step(u32::try_from(at).unwrap_or(u32::MAX), &login);
                    }
                    Ok(_) => {}
                    Err(fault) => {
                        any_faulty.store(true, Ordering::Relaxed);
                        // Shares are taken in their order, so these are the first of the thread.
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

/// Says on standard error which logins cannot be read.
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
