//! Ours beside a named peer doing the same work, in turn, in one run.

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::package;
use crate::process::{output, say, target};
use crate::tools;

/// `cargo xtask bench`: a table, and `target/bench/summary.json`.
///
/// A missed goal is shown, not failed: a figure depends on the machine, a ratio less so.
pub fn run(_: &[&str]) -> Result<()> {
    tools::hosts()?;
    package::npm_package()?;
    let mut rows: Vec<Value> = Vec::new();
    say("native");
    let arguments = ["run", "--release", "--quiet", "--package", "cora-jwt", "--example", "bench_verify"];
    rows.extend(parse(output("cargo", &arguments).context("the native bench failed")?)?);
    say("Node");
    rows.extend(parse(output("node", &["pkg/bench/decide.mjs"]).context("the Node bench failed")?)?);

    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let number = |row: &Value, name: &str| row[name].as_f64().unwrap_or(f64::NAN);
    println!("\n{:<44} {:>10} {:>10} {:<5} {:>7} {:>7}  met", "work", "ours", "peer", "unit", "ratio", "goal");
    for row in &rows {
        println!(
            "{:<44} {:>10.2} {:>10.2} {:<5} {:>7.3} {:>7.3}  {}",
            text(row, "work"),
            number(row, "ours"),
            number(row, "peer"),
            text(row, "unit"),
            number(row, "ratio"),
            number(row, "goal"),
            if row["met"] == true { "yes" } else { "NO" }
        );
    }
    let file = target().join("bench/summary.json");
    fs::create_dir_all(target().join("bench")).context("target/bench")?;
    fs::write(&file, serde_json::to_string_pretty(&rows)? + "\n").context("target/bench/summary.json")?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

/// Rows are printed as JSON, one list a program.
fn parse(text: String) -> Result<Vec<Value>> {
    serde_json::from_str(text.lines().last().unwrap_or_default())
        .context("the bench printed something else than its rows")
}
