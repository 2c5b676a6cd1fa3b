//! The demo: two real OpenID providers, `cora serve` and a Next.js app, on loopback, until Ctrl-C.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::package;
use crate::process::{command, finish, say, target};
use crate::tools;

/// `cargo xtask demo`.
pub fn run(arguments: &[&str]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|argument| !["--fresh", "--dev", "--postgres"].contains(argument)) {
        bail!("the demo knows --fresh, --dev and --postgres, not `{unknown}`");
    }
    tools::hosts()?;
    let postgres = arguments.contains(&"--postgres");
    // Each database has its own people.
    let state = target().join(if postgres { "demo-postgres" } else { "demo" });
    if arguments.contains(&"--fresh") && state.exists() {
        say("forgetting the people of earlier runs");
        fs::remove_dir_all(&state).with_context(|| format!("{} could not be removed", state.display()))?;
    }
    let cora = package::binary("debug")?;
    package::npm_package()?;
    tools::npm("demo")?;
    if postgres {
        tools::npm("demo/postgres")?;
    }
    say("the demo");
    let (cora, state) = (cora.display().to_string(), state.display().to_string());
    let mode = if arguments.contains(&"--dev") { "dev" } else { "start" };
    let mut stack = command("node", &["demo/stack.mjs", "--cora", &cora, "--state", &state, "--web-mode", mode], "");
    if postgres {
        stack.arg("--postgres");
    }
    finish(&mut stack)
}
