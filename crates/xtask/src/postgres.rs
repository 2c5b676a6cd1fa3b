//! A PostgreSQL for tests: the one that `DATABASE_URL` names, else one that is started here and stopped again.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{command, finish, note};
use crate::tools;

/// The tests that run on PostgreSQL too, as a filter of nextest.
const TESTS: &str = "package(cora-store) | package(cora-server) | (package(cora-cli) & binary(adopt))";

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
            note("    the PostgreSQL of DATABASE_URL is used");
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

/// Runs the tests of the store and the server on PostgreSQL. They run on SQLite without this.
pub fn test() -> Result<()> {
    let postgres = Postgres::start(false)?;
    let arguments = [&crate::test::NEXTEST[..], &["--filterset", TESTS]].concat();
    finish(command("cargo", &arguments, "").env("CORA_TEST_POSTGRES", &postgres.url))
}
