//! Runs the demo: two real OpenID providers, `cora serve` and a Next.js app, on loopback, until
//! Ctrl-C.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{command, finish, say, target};
use crate::stages::{self, Kind, Stage};
use crate::{package, test, tools};

const ABOUT: &str = "\
Builds Cora, its WebAssembly modules, the npm package and a web application, and runs them with two OpenID
providers on this machine until Ctrl-C. The first build takes about five minutes on two cores, later ones some
seconds. An interrupted build resumes where it stopped.";

const fn makes(
    name: &'static str,
    meaning: &'static str,
    needs: &'static [&'static str],
    run: fn() -> Result<()>,
) -> Stage {
    // No budget: the demo is not a test, and must not fail on a slow machine.
    Stage { name, meaning, kind: Kind::Makes, needs, budget: None, run }
}

const STAGES: &[Stage] = &[
    makes("programs", "the `cora` binary", &[], package::programs),
    makes("npm-pkg", "npm packages of the package", &[], || tools::npm("pkg")),
    makes("npm-demo", "npm packages of the demo", &[], || tools::npm("demo")),
    makes(
        "package",
        "the WebAssembly modules and the npm package",
        &["programs", "npm-pkg", "npm-demo"],
        package::npm_package_by_built,
    ),
    makes("web", "the web application", &["package", "npm-demo"], test::web),
];

const STAGES_WITH_POSTGRES: &[Stage] =
    &[makes("npm-postgres", "npm packages with PostgreSQL", &[], || tools::npm("demo/postgres"))];

/// Runs `cargo xtask demo [--fresh] [--dev] [--postgres]`.
pub fn run(arguments: &[&str]) -> Result<()> {
    if let Some(unknown) = arguments.iter().find(|argument| !["--fresh", "--dev", "--postgres"].contains(argument)) {
        bail!("unknown option `{unknown}`; the options of the demo are --fresh, --dev and --postgres");
    }
    println!("{ABOUT}\n");
    tools::hosts()?;
    let (postgres, dev) = (arguments.contains(&"--postgres"), arguments.contains(&"--dev"));
    // Each database has its own users.
    let state = target().join(if postgres { "demo-postgres" } else { "demo" });
    if arguments.contains(&"--fresh") && state.exists() {
        say("deleting the data of earlier runs");
        fs::remove_dir_all(&state).with_context(|| format!("{} could not be removed", state.display()))?;
    }
    let more = if postgres { STAGES_WITH_POSTGRES } else { &[] };
    let stages = more.iter().chain(STAGES).filter(|stage| !(dev && stage.name == "web"));
    stages::run("demo", &stages.copied().collect::<Vec<_>>(), true)?;
    say("the demo");
    let (cora, state) = (target().join("debug/cora").display().to_string(), state.display().to_string());
    let mode = if dev { "dev" } else { "start" };
    let mut stack = command("node", &["demo/stack.mjs", "--cora", &cora, "--state", &state, "--web-mode", mode], "");
    if postgres {
        stack.arg("--postgres");
    }
    finish(&mut stack)
}
