//! Running other programs, and saying which.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Says what comes next.
pub fn say(text: &str) {
    println!("\n==> {text}");
}

/// A program to be run in a folder of the repository, with our own tools first on its PATH.
pub fn command(program: &str, arguments: &[&str], folder: &str) -> Command {
    let mut path = vec![target().join("tools/bin"), root().join("pkg/node_modules/.bin")];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root().join(folder));
    if let Ok(path) = std::env::join_paths(path) {
        command.env("PATH", path);
    }
    command
}

/// Runs a program and waits for it.
pub fn run(program: &str, arguments: &[&str], folder: &str) -> Result<()> {
    finish(&mut command(program, arguments, folder))
}

/// Runs a prepared command and waits for it; says what it is and how long it took.
pub fn finish(command: &mut Command) -> Result<()> {
    let line = line(command);
    println!("    $ {line}");
    let started = Instant::now();
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    println!("    done in {:.1} s", started.elapsed().as_secs_f64());
    Ok(())
}

/// What a program prints, or `None` when it is not there or fails.
pub fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = command(program, arguments, "").stderr(Stdio::null()).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
