//! Compares Cora with named peers that do the same work, in turn, in one run.

use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::postgres::Postgres;
use crate::process::{command, root, run as run_program, say, target};
use crate::{package, tools};

const NODE: &str = "tests/bench/node";
const PROJECTS: &str = "tests/projects";
const SERVICE: &str = "tests/bench/service";
/// The table of the last recorded run.
const RESULTS: &str = "tests/bench/RESULTS.md";

/// Runs `cargo xtask bench [--record]`: prints a table and writes `target/bench/summary.json`, and
/// with `--record` the table in `tests/bench/RESULTS.md`.
///
/// A missed goal is shown but is not a failure: a figure depends on the machine, a ratio less so.
pub fn run(arguments: &[&str]) -> Result<()> {
    let record = match arguments {
        [] => false,
        ["--record"] => true,
        _ => bail!("`cargo xtask bench` takes `--record` or nothing"),
    };
    tools::hosts()?;
    package::npm_package()?;
    tools::npm(NODE)?;
    let mut rows: Vec<Value> = Vec::new();

    say("native: a token's signature");
    let verify = ["run", "--release", "--quiet", "--package", "cora-jwt", "--example", "bench_verify"];
    rows.extend(rows_of("cargo", &verify, "")?);

    say("PostgreSQL: a first login");
    let postgres = Postgres::start(true)?;
    let example = ["run", "--release", "--quiet", "--package", "cora-store", "--example", "bench_first_login"];
    let login = [&example[..], &["--", &postgres.url]].concat();
    rows.extend(rows_of("cargo", &login, "")?);
    let growth =
        ["run", "--release", "--quiet", "--package", "cora-store", "--example", "bench_growth", "--", &postgres.url];
    rows.extend(rows_of("cargo", &growth, "")?);
    for example in ["bench_records", "bench_lists"] {
        let run = ["run", "--release", "--quiet", "--package", "cora-store", "--example", example, "--", &postgres.url];
        rows.extend(rows_of("cargo", &run, "")?);
    }

    say("PostgreSQL: logins by many clients at once");
    run_program("cargo", &["build", "--release", "--quiet", "--package", "cora-cli"], "")?;
    tools::npm(SERVICE)?;
    let mut service = command("node", &["race.mjs", &postgres.url], SERVICE);
    service.env("CORA_BIN", target().join("release/cora"));
    rows.extend(rows_in(&mut service, "node race.mjs")?);

    say("PostgreSQL: sign-ins and renewals of sessions by many clients at once");
    tools::npm("demo")?;
    let mut sessions = command("node", &["sessions.mjs", &postgres.url], SERVICE);
    sessions.env("CORA_BIN", target().join("release/cora"));
    rows.extend(rows_in(&mut sessions, "node sessions.mjs")?);
    drop(postgres);

    say("native: a decision (the peers are built once, which takes some minutes)");
    // Not in the workspace's own build folder: it has another lock file and another profile.
    let folder = target().join("bench/native").display().to_string();
    let decide = ["run", "--release", "--quiet", "--locked", "--target-dir", &folder];
    rows.extend(rows_of("cargo", &decide, "tests/bench/native")?);

    say("Node: a decision");
    run_program("npm", &["run", "--silent", "build"], NODE)?;
    rows.extend(rows_of("node", &["bench.mjs"], NODE)?);

    say("Node and Chromium: a token");
    rows.extend(rows_of("node", &["verify.mjs"], NODE)?);
    rows.extend(rows_of("node", &["auth.mjs"], NODE)?);

    say("a page: the size of its scripts, and the time until they are ready");
    tools::npm(PROJECTS)?;
    run_program("node", &["run.mjs", "publint"], PROJECTS)?;
    let mut first_load = command("node", &["first-load.mjs"], PROJECTS);
    rows.extend(rows_in(first_load.env("CHROMIUM", tools::chromium()?), "node first-load.mjs")?);

    let lines: Vec<Line> = rows.iter().map(Line::of).collect();
    println!("\n{}", plain(&lines));
    let file = target().join("bench/summary.json");
    fs::create_dir_all(target().join("bench")).context("target/bench")?;
    fs::write(&file, serde_json::to_string_pretty(&rows)? + "\n").context("target/bench/summary.json")?;
    println!("written to {}", file.display());
    if record {
        fs::write(root().join(RESULTS), page(&lines)?).context(RESULTS)?;
        println!("recorded in {RESULTS}");
    }
    Ok(())
}

/// Runs a benchmark and returns its rows, which it prints as a JSON list on its last line.
fn rows_of(program: &str, arguments: &[&str], folder: &str) -> Result<Vec<Value>> {
    rows_in(&mut command(program, arguments, folder), &format!("{program} {}", arguments.join(" ")))
}

/// Runs a benchmark that is prepared as a command; `shown` names it in errors.
fn rows_in(program: &mut Command, shown: &str) -> Result<Vec<Value>> {
    let output = program.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("`{shown}` could not be started"))?;
    if !output.status.success() {
        bail!("the bench `{shown}` failed ({})", output.status);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.lines().last().unwrap_or_default())
        .context("the last line that the bench printed is not its rows")
}

/// A formatted row: work, ours, peer, unit, ratio, goal, met.
struct Line([String; 7]);

const HEAD: [&str; 7] = ["work", "ours", "peer", "unit", "ratio", "goal", "met"];

impl Line {
    fn of(row: &Value) -> Self {
        let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str, decimals| match row[name].as_f64() {
            Some(number) => format!("{number:.decimals$}"),
            None => "–".to_owned(),
        };
        let met = match row["met"].as_bool() {
            Some(true) => "yes",
            Some(false) => "NO",
            None => "–",
        };
        Self([
            text("work"),
            number("ours", 2),
            number("peer", 2),
            text("unit"),
            number("ratio", 3),
            number("goal", 2),
            met.to_owned(),
        ])
    }
}

/// Formats the table for a terminal.
fn plain(lines: &[Line]) -> String {
    let head = Line(HEAD.map(str::to_owned));
    let all = || std::iter::once(&head).chain(lines);
    let widths: [usize; 7] =
        std::array::from_fn(|column| all().map(|line| line.0[column].chars().count()).max().unwrap_or(0));
    let mut table = String::new();
    for line in all() {
        for (column, (cell, width)) in line.0.iter().zip(widths).enumerate() {
            // Words are aligned to the left, numbers to the right.
            let is_word = matches!(HEAD[column], "work" | "unit" | "met");
            let cell = if is_word { format!("{cell:<width$}  ") } else { format!("{cell:>width$}  ") };
            table.push_str(&cell);
        }
        table.truncate(table.trim_end().len());
        table.push('\n');
    }
    table
}

/// Formats the page of a recorded run.
fn page(lines: &[Line]) -> Result<String> {
    let mut page = String::from(INTRODUCTION);
    writeln!(page, "| {} |", HEAD.join(" | "))?;
    writeln!(page, "| --- | ---: | ---: | --- | ---: | ---: | --- |")?;
    for line in lines {
        writeln!(page, "| {} |", line.0.join(" | "))?;
    }
    Ok(page)
}

const INTRODUCTION: &str = "\
# Side by side

Cora compared with named peers, in turn, in one run: `cargo xtask bench --record` writes this page, `cargo xtask bench` only prints the table. Recorded
on a machine with 2 cores, x86-64. The ratio is Cora's value divided by the peer's and should be at most the goal; a row without a goal is for
information. Times are the minimum of many rounds.

Each contestant of a decision first decides all logins of `logins.json` and must give the expected answers; the first login is timed: five invitations,
of which one counts, and three domain rules. The peers' inputs are in `policies/` and `node/peers/`. `summarize` returns what a peer returns:
outcome, reason, memberships; `decide` also returns the plan and the trace. Cora reads and canonicalizes the address and derives the user within
the measured time. The peers' facts are built outside it, in a form that is cheap for them, except in the row that says `request built`.

";
