//! Runs other programs and prints their command lines.
//!
//! Stages run side by side (see [`crate::stages`]), so the output of a stage and its programs goes
//! into a log of that stage; outside a stage it goes to the terminal. The program that a stage
//! waits for can be ended from another thread.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, bail};

thread_local! {
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
    static RUNNING: RefCell<Running> = RefCell::new(Running::default());
}

/// The program that a thread waits for, for another thread that may have to end it.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<Option<u32>>>);

impl Running {
    fn set(&self, process: Option<u32>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = process;
    }

    /// Ends the program, if one runs.
    pub fn kill(&self) {
        let process = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(process) = process {
            kill(process);
        }
    }
}

/// Ends a process and all that it has started.
///
/// WHY not a process group: a program that is in a group of its own does not get the interrupt of
/// the terminal.
pub fn kill(process: u32) {
    let list = output("ps", &["-A", "-o", "pid=,ppid="]).unwrap_or_default();
    let ids: Vec<String> = with_descendants(process, &list).iter().map(u32::to_string).collect();
    let arguments: Vec<&str> = std::iter::once("-KILL").chain(ids.iter().map(String::as_str)).collect();
    drop(output("kill", &arguments));
}

/// Returns a process and its descendants, from a list of processes with their parents.
fn with_descendants(process: u32, list: &str) -> Vec<u32> {
    let pairs: Vec<(u32, u32)> = list
        .lines()
        .filter_map(|line| line.trim().split_once(char::is_whitespace))
        .filter_map(|(process, parent)| Some((process.parse().ok()?, parent.trim().parse().ok()?)))
        .collect();
    let mut found = vec![process];
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        found.extend(pairs.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        at += 1;
    }
    found
}

/// Redirects the output of this thread to a file, and keeps the program that it waits
/// for in `running`.
pub fn begin(log: File, running: Running) {
    LOG.set(Some(log));
    RUNNING.set(running);
}

/// Returns the log of the stage that this thread runs.
fn log() -> Option<File> {
    LOG.with_borrow(|log| log.as_ref().and_then(|file| file.try_clone().ok()))
}

/// Prints a line.
pub fn note(text: &str) {
    match log() {
        // An error while writing the log must not end the stage.
        Some(mut file) => drop(writeln!(file, "{text}")),
        None => println!("{text}"),
    }
}

/// Returns the root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Returns the folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Announces the next step.
pub fn say(text: &str) {
    note(&format!("\n==> {text}"));
}

/// Prepares a program to run in a folder of the repository, with the repository's tools first on
/// its PATH.
pub fn command(program: &str, arguments: &[&str], folder: &str) -> Command {
    let mut path = vec![target().join("tools/bin"), root().join("pkg/node_modules/.bin")];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root().join(folder));
    if let Ok(path) = std::env::join_paths(path) {
        command.env("PATH", path);
    }
    if let Some((out, err)) = log().and_then(|out| Some((out.try_clone().ok()?, out))) {
        command.stdin(Stdio::null()).stdout(out).stderr(err);
    }
    command
}

/// Runs a program to its end.
pub fn run(program: &str, arguments: &[&str], folder: &str) -> Result<()> {
    finish(&mut command(program, arguments, folder))
}

/// Runs a prepared command to its end, and prints the command and its time.
pub fn finish(command: &mut Command) -> Result<()> {
    let line = line(command);
    note(&format!("    $ {line}"));
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("`{line}` could not be started"))?;
    let running = RUNNING.with_borrow(Running::clone);
    running.set(Some(child.id()));
    let status = child.wait();
    running.set(None);
    let status = status.with_context(|| format!("`{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    note(&format!("    done in {:.1} s", started.elapsed().as_secs_f64()));
    Ok(())
}

/// Returns the trimmed standard output of a program, or `None` if it is missing or fails.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let mut command = command(program, arguments, "");
    let output = command.stdout(Stdio::piped()).stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descendants_are_found_in_a_list_in_any_order() {
        let list = "   30    20\n    1     0\n   20    10\n   11     1\n   10     1\n";
        assert_eq!(with_descendants(10, list), [10, 20, 30]);
        assert_eq!(with_descendants(99, list), [99]);
    }

    #[test]
    fn a_program_is_ended_with_those_that_it_started() {
        let running = Running::default();
        let waiting = running.clone();
        let ended = std::thread::spawn(move || {
            RUNNING.set(waiting);
            run("sh", &["-c", "sleep 600 & wait"], "")
        });
        while !ended.is_finished() {
            running.kill();
            std::thread::yield_now();
        }
        let error = ended.join().unwrap().unwrap_err().to_string();
        assert!(error.contains("failed"), "{error}");
    }
}
