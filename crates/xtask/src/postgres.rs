//! Provides a PostgreSQL for tests: the one that `DATABASE_URL` names, else one that is started and
//! stopped here.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{self, command, note};
use crate::tools;

/// The time after which a PostgreSQL that was told to stop is ended: it may hang on a full disk.
const STOPS_WITHIN: Duration = Duration::from_mins(1);

/// A PostgreSQL that runs as long as this value exists.
pub struct Postgres {
    /// The URL of the database, as a user who may create schemas in it.
    pub url: String,
    /// The process that was started here, if any; it stops when its standard input ends.
    started: Option<(Child, Option<ChildStdin>)>,
}

impl Postgres {
    /// Returns the PostgreSQL of `DATABASE_URL`, else starts an empty one, whose data is deleted
    /// when it stops. If `durable` is set, the new one waits for the disk, as one in production
    /// does.
    pub fn start(durable: bool) -> Result<Self> {
        if let Ok(url) = std::env::var("DATABASE_URL") {
            note("    using the PostgreSQL of DATABASE_URL");
            return Ok(Self { url, started: None });
        }
        tools::npm("demo/postgres")?;
        // Not below the checkout: if root starts it, it runs as a user who may not read there.
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
            let asked = Instant::now();
            while matches!(child.try_wait(), Ok(None)) {
                if asked.elapsed() > STOPS_WITHIN {
                    note("    the PostgreSQL does not stop and is ended");
                    process::kill(child.id());
                    drop(child.wait());
                    return;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
