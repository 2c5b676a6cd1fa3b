//! Checks that the tests fail when the decision core is changed: `cargo xtask mutants [FILE…]`.
//!
//! cargo-mutants makes one small change at a time in a copy of the sources (it reverses a
//! comparison, or lets a function return a default) and runs the tests that `.cargo/mutants.toml`
//! names. A change that no test notices survives. Each survivor must be listed in
//! `tests/mutants/accepted.json`, with the reason why it changes no decision.
//!
//! A run that was interrupted goes on where it stopped, if the sources are the same.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{command, finish, root, say, target};
use crate::{stages, tools};

/// The version of cargo-mutants; another one may make other changes.
const CARGO_MUTANTS: &str = "27.1.0";

const ACCEPTED: &str = "tests/mutants/accepted.json";

/// Runs `cargo xtask mutants [FILE…]` on all files of the configuration, or on those named, which
/// are relative to `crates/core/src`.
pub fn run(files: &[&str]) -> Result<()> {
    let files: Vec<String> = files.iter().map(|file| path_of(file)).collect::<Result<_>>()?;
    let accepted = accepted()?;
    say("cargo-mutants");
    tools::cargo_install("cargo-mutants", &["cargo", "mutants"], CARGO_MUTANTS)?;
    say("changing the decision core, one place at a time; each takes about ten seconds, all of them some hours");
    let folder = target().join("mutants");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let output = folder.display().to_string();
    let record = folder.join("sources.txt");
    let sources = stages::sources(&folder);
    let is_same = sources.is_some() && fs::read_to_string(&record).ok() == sources;
    fs::write(&record, sources.unwrap_or_default()).with_context(|| record.display().to_string())?;
    let mut arguments = vec!["mutants", "--package", "cora-core", "--output", &output, "--caught"];
    // WHY not `--file`: it adds to the files of the configuration instead of replacing them.
    if is_same {
        println!("    the sources are those of the last run: changes that it noticed are not tried again");
        arguments.push("--iterate");
    }
    let names: Vec<String> = files.iter().map(|file| format!("^{}:", file.replace('.', "\\."))).collect();
    arguments.extend(names.iter().flat_map(|name| ["--re", name]));
    // It fails if anything survives: it does not know which survivors are accepted.
    let mut mutants = command("cargo", &arguments, "");
    // WHY: if the copy shared a target folder with these sources, changed code would be mistaken
    // for unchanged code.
    let ended = finish(mutants.env_remove("CARGO_TARGET_DIR"));
    let read = |name: &str| -> Result<Value> {
        let path = folder.join("mutants.out").join(name);
        let text = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is not JSON", path.display()))
    };
    let (planned, results) = (read("mutants.json")?, read("outcomes.json")?);
    let planned = planned.as_array().map_or(0, Vec::len);
    let tried = results["outcomes"].as_array().into_iter().flatten().filter(|outcome| is_tried(outcome)).count();
    if tried == 0 || tried < planned {
        ended?;
        bail!("cargo-mutants ended after {tried} of {planned} changes");
    }
    judge(&results, &accepted, &files)
}

/// Returns the path of a file below `crates/core/src`, relative to the root of the repository.
fn path_of(file: &str) -> Result<String> {
    let path = format!("crates/core/src/{file}");
    if root().join(&path).is_file() { Ok(path) } else { bail!("the file `{path}` does not exist") }
}

/// A change that no test notices.
///
/// It holds the line of code instead of the line number, because other changes would move that.
#[derive(PartialEq, Eq)]
struct Survivor {
    file: String,
    change: String,
    code: String,
}

/// Reads the accepted survivors, each with its reason.
fn accepted() -> Result<Vec<(Survivor, String)>> {
    let text = fs::read(root().join(ACCEPTED)).context(ACCEPTED)?;
    let entries: Vec<Value> = serde_json::from_slice(&text).context(ACCEPTED)?;
    let read = |entry: &Value| {
        let part = |name: &str| {
            let text = entry[name].as_str().filter(|text| !text.is_empty());
            text.map(str::to_owned).with_context(|| format!("{ACCEPTED}: an entry has no `{name}`: {entry}"))
        };
        Ok((Survivor { file: part("file")?, change: part("change")?, code: part("code")? }, part("why")?))
    };
    entries.iter().map(read).collect()
}

/// Prints the results. Fails if a survivor is not accepted, or an accepted one did not survive.
fn judge(results: &Value, accepted: &[(Survivor, String)], files: &[String]) -> Result<()> {
    let count = |name: &str| results[name].as_u64().unwrap_or(0);
    let outcomes = results["outcomes"].as_array().into_iter().flatten();
    let missed = outcomes.filter(|outcome| outcome["summary"] == "MissedMutant");
    let survivors: Vec<Survivor> =
        missed.map(|outcome| survivor(&outcome["scenario"]["Mutant"])).collect::<Result<_>>()?;

    say("results");
    println!(
        "    {} changes: {} noticed, {} timed out, {} do not compile, {} not noticed",
        count("total_mutants"),
        count("caught"),
        count("timeout"),
        count("unviable"),
        survivors.len()
    );
    let mut unknown = 0;
    for survivor in &survivors {
        let why = accepted.iter().find(|(known, _)| known == survivor).map(|(_, why)| why.as_str());
        unknown += usize::from(why.is_none());
        let Survivor { file, change, code } = survivor;
        println!("\n    {file}: {change}\n        in {code}\n        {}", why.unwrap_or("NOT ACCEPTED"));
    }
    let tried = |known: &Survivor| files.is_empty() || files.contains(&known.file);
    let outdated = accepted.iter().map(|(known, _)| known).filter(|known| tried(known) && !survivors.contains(known));
    let outdated: Vec<String> = outdated.map(|known| format!("{}: {}", known.file, known.change)).collect();
    if unknown > 0 {
        bail!("no test notices {unknown} of the changes: write one, or give the reason in {ACCEPTED}");
    }
    if !outdated.is_empty() {
        bail!("{ACCEPTED} lists changes that no longer survive:\n  {}", outdated.join("\n  "));
    }
    println!("\nThe tests notice every change, except the accepted ones.");
    Ok(())
}

/// Returns `true` if an outcome is the result of a change.
fn is_tried(outcome: &Value) -> bool {
    let known = ["CaughtMutant", "MissedMutant", "Timeout", "Unviable"];
    outcome["scenario"]["Mutant"].is_object() && known.iter().any(|summary| outcome["summary"] == *summary)
}

fn survivor(mutant: &Value) -> Result<Survivor> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let (file, name) = text(&mutant["file"]).zip(text(&mutant["name"])).context("a change has no name")?;
    // `<file>:<line>:<column>: <change>`
    let change = name.splitn(4, ':').nth(3).unwrap_or(&name).trim().to_owned();
    let source = fs::read_to_string(root().join(&file)).with_context(|| file.clone())?;
    let line = mutant["span"]["start"]["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
    let code = source.lines().nth(line.saturating_sub(1)).unwrap_or_default().trim().to_owned();
    Ok(Survivor { file, change, code })
}
