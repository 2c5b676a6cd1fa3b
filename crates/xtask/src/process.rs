//! Runs other programs and prints their command lines.
//!
//! Stages run side by side (see [`crate::stages`]), so the output of a stage and its programs goes
//! into a log of that stage; outside a stage it goes to the terminal.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

thread_local! {
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Redirects the output of this thread to a file, or with `None` to the terminal.
pub fn log_to(file: Option<File>) {
    LOG.set(file);
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
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
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
