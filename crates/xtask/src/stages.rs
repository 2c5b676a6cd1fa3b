//! Runs stages side by side, as far as one does not need another, and reports their times.
//!
//! A stage has a budget: at most twice the time that it took from a clean state, next to another
//! stage, on two cores of the machine that `speed::REFERENCE` was measured on. The run fails if a
//! stage takes more than one and a half times its budget. On a slower machine budgets are longer in
//! proportion. A stage that has not ended after three times its budget is ended.

mod resume;
mod speed;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{self, Running, target};
use crate::tools;
use resume::Passed;

pub use resume::sources;

/// The number of stages that run at once: one that waits for a disk, a network or a browser leaves
/// its core to the other, and cargo uses both cores by itself.
const AT_ONCE: usize = 2;

/// The time between two reports of the running stages.
const REPORT_EVERY: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(30) };

/// A stage that takes this many times its budget hangs.
const HANGS_AFTER: f64 = 3.0;

/// The number of lines of a failed stage's log that are printed.
const LINES_SHOWN: usize = 60;

/// The purpose of a stage: to make something or to prove something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Makes something that other stages need. It always runs, and is quick if nothing has changed.
    Makes,
    /// Proves something of the sources. A run that is resumed on the same sources skips it if it
    /// has passed.
    Proves,
}

/// One step of a task.
#[derive(Clone, Copy)]
pub struct Stage {
    pub name: &'static str,
    pub meaning: &'static str,
    pub kind: Kind,
    /// The names of the stages that have to pass first.
    pub needs: &'static [&'static str],
    /// The budget in seconds, if it has one.
    pub budget: Option<u32>,
    pub run: fn() -> Result<()>,
}

/// The result of a stage.
enum End {
    Passed(Duration),
    PassedBefore,
    Failed,
}

/// Runs all stages of a task. If `resume` is set, resumes the last run of it if that was on the
/// same sources and failed or was interrupted.
///
/// # Errors
///
/// Fails if a stage fails, after those that were running have ended, or if a budget is exceeded.
pub fn run(task: &str, stages: &[Stage], resume: bool) -> Result<()> {
    let started = Instant::now();
    let logs = target().join("xtask").join(task);
    fs::create_dir_all(&logs).with_context(|| logs.display().to_string())?;
    let lock = File::create(target().join("xtask/lock")).context("target/xtask/lock")?;
    if lock.try_lock().is_err() {
        println!("Another task is running in this checkout; waiting for it …");
        lock.lock().context("target/xtask/lock")?;
    }
    let speed = speed::measure();
    let mut passed = Passed::load(&logs, resume);
    let skipped = stages.iter().filter(|stage| passed.has(stage)).count();
    if skipped > 0 {
        println!("Resuming: {skipped} stages passed in the last run on the same sources and are skipped.");
    }
    println!("{} stages, logs in {}", stages.len(), logs.display());
    let ends = run_all(stages, &logs, &mut passed, speed)?;
    // Measured again: a load that slowed the machine during the run has often not ended yet.
    let speed = speed.min(speed::measure());
    report(stages, &ends, speed, started.elapsed());

    let failed: Vec<&str> = names(stages, |stage| matches!(ends.get(stage.name), Some(End::Failed)));
    if !failed.is_empty() {
        let left = stages.len() - ends.len();
        let again = if resume { ". Run the task again to resume there" } else { "" };
        bail!("failed: {}; {left} stages were not run{again}", failed.join(", "));
    }
    passed.clear();
    let slow: Vec<&str> = names(stages, |stage| match ends.get(stage.name) {
        Some(End::Passed(time)) => budget(stage, speed).is_some_and(|budget| time.as_secs_f64() > budget * 1.5),
        _ => false,
    });
    if !slow.is_empty() {
        bail!(
            "took more than one and a half times their budget: {}. Find out why; a raised budget needs a stated reason",
            slow.join(", ")
        );
    }
    Ok(())
}

/// Returns the budget of a stage on a machine of this speed, in seconds.
fn budget(stage: &Stage, speed: f64) -> Option<f64> {
    stage.budget.map(|budget| f64::from(budget) / speed)
}

fn names(stages: &[Stage], which: impl Fn(&Stage) -> bool) -> Vec<&'static str> {
    stages.iter().filter(|stage| which(stage)).map(|stage| stage.name).collect()
}

/// A stage that runs.
struct Active {
    name: &'static str,
    since: Instant,
    /// The time after which it counts as hanging.
    limit: Option<Duration>,
    program: Running,
}

fn run_all(stages: &[Stage], logs: &Path, passed: &mut Passed, speed: f64) -> Result<BTreeMap<&'static str, End>> {
    check_needs(stages)?;
    let mut ends: BTreeMap<&'static str, End> = BTreeMap::new();
    let mut running: Vec<Active> = Vec::new();
    for stage in stages.iter().filter(|stage| passed.has(stage)) {
        ends.insert(stage.name, End::PassedBefore);
    }
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        loop {
            let has_failed = ends.values().any(|end| matches!(end, End::Failed));
            let is_ready = |stage: &&Stage| {
                let is_begun = ends.contains_key(stage.name) || running.iter().any(|active| active.name == stage.name);
                !is_begun && stage.needs.iter().all(|need| is_done(&ends, need))
            };
            if running.len() < AT_ONCE
                && !has_failed
                && let Some(stage) = stages.iter().find(is_ready)
            {
                let limit = budget(stage, speed).map(|budget| Duration::from_secs_f64(budget * HANGS_AFTER));
                let program = Running::default();
                running.push(Active { name: stage.name, since: Instant::now(), limit, program: program.clone() });
                println!("    {:<18} {}", stage.name, stage.meaning);
                let (sender, log) = (sender.clone(), log_of(logs, stage));
                scope.spawn(move || {
                    let result = run_logged(stage, &log, program);
                    // The receiver lives as long as this scope.
                    drop(sender.send((stage, result)));
                });
                continue;
            }
            if running.is_empty() {
                return;
            }
            let Ok((stage, result)) = receiver.recv_timeout(REPORT_EVERY) else {
                let shown =
                    running.iter().map(|active| format!("{} {} s", active.name, active.since.elapsed().as_secs()));
                println!("    … {}", shown.collect::<Vec<_>>().join(", "));
                for active in &running {
                    if active.limit.is_some_and(|limit| active.since.elapsed() > limit) {
                        println!("    {} hangs and is ended", active.name);
                        active.program.kill();
                    }
                }
                continue;
            };
            let at = running.iter().position(|active| active.name == stage.name);
            let time = at.map_or(Duration::ZERO, |at| running.swap_remove(at).since.elapsed());
            let done = ends.len() + 1;
            match result {
                Ok(()) => {
                    println!("{done:>2}/{} {:<18} {:.1} s", stages.len(), stage.name, time.as_secs_f64());
                    passed.add(stage);
                    ends.insert(stage.name, End::Passed(time));
                }
                Err(error) => {
                    show_failure(stage, &error, &log_of(logs, stage));
                    ends.insert(stage.name, End::Failed);
                }
            }
        }
    });
    Ok(ends)
}

/// Runs a stage with its log. A panic counts as a failure, because otherwise nothing would report
/// it.
fn run_logged(stage: &Stage, log: &Path, program: Running) -> Result<()> {
    process::begin(File::create(log).with_context(|| log.display().to_string())?, program);
    tools::disk(tools::LEAST_FREE)?;
    std::panic::catch_unwind(stage.run).unwrap_or_else(|_| Err(anyhow::anyhow!("it panicked")))
}

fn is_done(ends: &BTreeMap<&'static str, End>, need: &str) -> bool {
    matches!(ends.get(need), Some(End::Passed(_) | End::PassedBefore))
}

/// Fails unless each stage needs only stages before it.
pub fn check_needs(stages: &[Stage]) -> Result<()> {
    for (at, stage) in stages.iter().enumerate() {
        let before = &stages[..at];
        if let Some(need) = stage.needs.iter().find(|need| !before.iter().any(|other| other.name == **need)) {
            bail!("the stage `{}` needs `{need}`, which is not a stage before it", stage.name);
        }
    }
    Ok(())
}

fn log_of(logs: &Path, stage: &Stage) -> PathBuf {
    logs.join(format!("{}.log", stage.name))
}

fn show_failure(stage: &Stage, error: &anyhow::Error, log: &Path) {
    println!("\n==> {} failed: {error:#}\n    the last lines of {}:\n", stage.name, log.display());
    let lines: Vec<String> =
        File::open(log).map(|file| BufReader::new(file).lines().map_while(Result::ok).collect()).unwrap_or_default();
    for line in &lines[lines.len().saturating_sub(LINES_SHOWN)..] {
        println!("    {line}");
    }
    println!();
}

/// Prints the stages, the slowest first.
fn report(stages: &[Stage], ends: &BTreeMap<&'static str, End>, speed: f64, total: Duration) {
    println!("\n{:<18} {:>8} {:>8}", "stage", "seconds", "budget");
    let mut rows: Vec<(&Stage, f64)> = Vec::new();
    for stage in stages {
        match ends.get(stage.name) {
            Some(End::Passed(time)) => rows.push((stage, time.as_secs_f64())),
            Some(End::PassedBefore) => println!("{:<18} {:>8}", stage.name, "skipped"),
            Some(End::Failed) => println!("{:<18} {:>8}", stage.name, "FAILED"),
            None => println!("{:<18} {:>8}", stage.name, "not run"),
        }
    }
    rows.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    for (stage, seconds) in rows {
        let budget = budget(stage, speed).map(|budget| format!("{budget:.0}")).unwrap_or_default();
        println!("{:<18} {seconds:>8.1} {budget:>8}", stage.name);
    }
    println!("\n{:.0} s in total, on a machine with {speed:.2} times the reference's speed", total.as_secs_f64());
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn stage(name: &'static str, needs: &'static [&'static str], run: fn() -> Result<()>) -> Stage {
        Stage { name, meaning: "", kind: Kind::Proves, needs, budget: None, run }
    }

    fn run_in(folder: &Path, stages: &[Stage]) -> BTreeMap<&'static str, End> {
        let mut passed = Passed::of_sources(folder, Some("sources".to_owned()), true);
        run_all(stages, folder, &mut passed, 1.0).unwrap()
    }

    fn temporary() -> PathBuf {
        use std::sync::atomic::{AtomicU32, Ordering};
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("cora-stages-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn dependents_of_a_failed_stage_do_not_run_and_the_rest_resumes() {
        let folder = temporary();
        let stages = [
            stage("good", &[], || Ok(())),
            stage("bad", &["good"], || bail!("broken")),
            stage("after", &["bad"], || panic!("it must not run")),
        ];
        let ends = run_in(&folder, &stages);
        assert!(matches!(ends["good"], End::Passed(_)) && matches!(ends["bad"], End::Failed));
        assert!(!ends.contains_key("after"));

        let mended = [
            stage("good", &[], || panic!("it has passed")),
            stage("bad", &["good"], || Ok(())),
            stage("after", &["bad"], || Ok(())),
        ];
        let ends = run_in(&folder, &mended);
        assert!(matches!(ends["good"], End::PassedBefore) && matches!(ends["after"], End::Passed(_)));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_stage_that_hangs_is_ended_and_fails() {
        let folder = temporary();
        let hangs = Stage { budget: Some(0), ..stage("hangs", &[], || process::run("sleep", &["600"], "")) };
        let ends = run_in(&folder, &[hangs]);
        assert!(matches!(ends["hangs"], End::Failed));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn other_sources_are_not_resumed() {
        let folder = temporary();
        let stages = [stage("good", &[], || Ok(()))];
        run_in(&folder, &stages);
        for (sources, resume) in [(Some("other"), true), (None, true), (Some("sources"), false)] {
            let passed = Passed::of_sources(&folder, sources.map(str::to_owned), resume);
            assert!(!passed.has(&stages[0]), "{sources:?} {resume}");
            run_in(&folder, &stages);
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_stage_cannot_need_what_comes_after_it() {
        let stages = [stage("first", &["second"], || Ok(())), stage("second", &[], || Ok(()))];
        let error = check_needs(&stages).unwrap_err().to_string();
        assert!(error.contains("`first` needs `second`"), "{error}");
    }
}
