//! Runs the core on random input guided by coverage: `cargo xtask fuzz [--seconds N] [TARGET…]`.
//!
//! It starts from the conformance corpus, written to `target/fuzz-corpus`. Inputs that reach new
//! code stay there for the next run. Inputs that fail are written to `target/fuzz-artifacts`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::process::{command, finish, output, root, run as execute, say, target};

/// The version of cargo-fuzz that the targets are built with.
const CARGO_FUZZ: &str = "0.13.2";

/// The targets, each a file of `tests/fuzz/targets`, with the longest input that makes sense.
const TARGETS: [(&str, usize); 9] = [
    ("email", 512),
    ("domain", 512),
    ("configuration", 16_384),
    ("decide", 16_384),
    ("plan_apply", 256),
    ("secret_reference", 600),
    ("connection_settings", 4_096),
    ("discovery", 16_384),
    ("connection_change", 512),
];

/// The time in seconds that all targets run together, unless `--seconds` is given.
const SECONDS: u64 = 60;

/// Runs `cargo xtask fuzz [--seconds N] [TARGET…]`.
pub fn run(arguments: &[&str]) -> Result<()> {
    let (seconds, names) = read(arguments)?;
    if output("rustc", &["+nightly", "--version"]).is_none() {
        bail!("fuzzing needs the nightly toolchain: `rustup toolchain install nightly`");
    }
    say("cargo-fuzz");
    install()?;
    say("seeds, from the conformance corpus");
    seeds()?;
    say("the targets");
    // WHY no sanitizer: the fuzzed code has no unsafe code, and runs faster without one. Overflow
    // is checked.
    let build_folder = target().join("fuzz").display().to_string();
    let options = ["--fuzz-dir", "tests/fuzz", "--sanitizer", "none", "--target-dir", &build_folder];
    let fuzz = |arguments: &[&str]| command("cargo", &[&["+nightly", "fuzz"], arguments].concat(), "");
    finish(&mut fuzz(&[&["build"], &options[..]].concat()))?;
    let share = format!("-max_total_time={}", (seconds / names.len() as u64).max(1));
    let mut failed = Vec::new();
    for (name, longest) in TARGETS.iter().filter(|(name, _)| names.contains(name)) {
        say(&format!("fuzzing {name}"));
        let (learned, seeds) = (folder("fuzz-corpus", name)?, folder("fuzz-corpus/seeds", name)?);
        let artifacts = format!("-artifact_prefix={}/", folder("fuzz-artifacts", name)?.display());
        let (learned, seeds) = (learned.display().to_string(), seeds.display().to_string());
        let longest = format!("-max_len={longest}");
        let own = ["--", &share, &longest, &artifacts, "-timeout=10", "-print_final_stats=1", "-verbosity=0"];
        let arguments = [&["run"], &options[..], &[name, &learned, &seeds], &own].concat();
        if let Err(error) = finish(&mut fuzz(&arguments)) {
            println!("    {error:#}");
            failed.push(*name);
        }
    }
    if failed.is_empty() {
        println!("\nNo failing input found.");
        return Ok(());
    }
    bail!("failing inputs for {}; they are in target/fuzz-artifacts", failed.join(", "))
}

/// Installs cargo-fuzz below `target/tools`, unless it is installed already.
fn install() -> Result<()> {
    let there = output("cargo-fuzz", &["--version"]);
    if there.is_some_and(|text| text.split_whitespace().any(|word| word == CARGO_FUZZ)) {
        println!("    cargo-fuzz {CARGO_FUZZ} is installed");
        return Ok(());
    }
    println!("    building cargo-fuzz {CARGO_FUZZ} once, which takes a minute");
    let tools = target().join("tools").display().to_string();
    execute("cargo", &["install", "cargo-fuzz", "--version", CARGO_FUZZ, "--locked", "--root", &tools], "")
        .with_context(|| format!("cargo-fuzz {CARGO_FUZZ} could not be installed"))
}

/// Parses the arguments: the seconds and the names of the targets.
fn read<'a>(arguments: &[&'a str]) -> Result<(u64, Vec<&'a str>)> {
    let (mut seconds, mut names) = (SECONDS, Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if *argument == "--seconds" {
            let number = arguments.next().and_then(|number| number.parse().ok());
            seconds = number.filter(|seconds| *seconds > 0).context("--seconds needs a number of seconds")?;
        } else if TARGETS.iter().any(|(name, _)| name == argument) {
            names.push(*argument);
        } else {
            let known = TARGETS.map(|(name, _)| name).join(", ");
            bail!("unknown target `{argument}`; the targets are {known}; the only option is --seconds");
        }
    }
    if names.is_empty() {
        names = TARGETS.map(|(name, _)| name).to_vec();
    }
    Ok((seconds, names))
}

fn folder(kind: &str, name: &str) -> Result<PathBuf> {
    let folder = target().join(kind).join(name);
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    Ok(folder)
}

/// Writes the seeds of every target.
fn seeds() -> Result<()> {
    let emails = cases("email")?.into_iter().filter_map(|(_, input)| Some(input?.as_str()?.to_owned()));
    let emails: Vec<String> = emails.collect();
    let decisions = cases("provisioning")?;
    let inputs: Vec<&Value> = decisions.iter().filter_map(|(_, input)| input.as_ref()).collect();
    let patterns = inputs.iter().flat_map(|input| rules(input)).filter_map(|rule| rule["pattern"].as_str());
    let domains = emails.iter().filter_map(|email| email.split_once('@').map(|(_, domain)| domain));
    let pairs = patterns.chain(domains).map(|name| format!("{name}\neu.acme.example"));
    let configurations = inputs.iter().map(|input| {
        json!({ "policy": input.get("policy").cloned().unwrap_or_else(|| json!({})), "connections": [input["connection"]],
            "domainRules": rules(input) })
        .to_string()
    });
    write("configuration", configurations.collect())?;
    write("domain", pairs.collect())?;
    write("email", emails.clone())?;
    write("decide", decisions.iter().map(|(text, _)| text.clone()).collect())?;
    write("plan_apply", (0..256).map(choices).collect())?;
    connection_seeds()
}

/// Writes the seeds of the targets about connections.
fn connection_seeds() -> Result<()> {
    let (settings, documents) = (cases("connection")?, cases("discovery")?);
    let mut references = Vec::new();
    settings.iter().chain(&documents).filter_map(|(_, input)| input.as_ref()).for_each(|input| {
        texts(input, &mut references);
    });
    // One reference for each place a secret can be in, added to the texts of the cases.
    references.extend(["env:A", "file:/a", "aws-secretsmanager:a", "stored:0198c0de-0000-7000-8000-0000000000c1"]);
    references.sort_unstable();
    references.dedup();
    write("secret_reference", references)?;
    write("connection_settings", settings.iter().map(|(text, _)| text).collect())?;
    write("discovery", documents.iter().map(|(text, _)| text).collect())?;
    write("connection_change", (0..256).map(choices).collect())
}

/// Collects the strings of at most 600 bytes in a value.
fn texts<'v>(value: &'v Value, into: &mut Vec<&'v str>) {
    match value {
        Value::String(text) if text.len() <= 600 => into.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(members) => members.values().for_each(|member| texts(member, into)),
        _ => {}
    }
}

fn rules(input: &Value) -> Vec<&Value> {
    input["facts"]["domainRules"].as_array().into_iter().flatten().collect()
}

/// Returns the inputs of the corpus's cases of an operation: as text, and as JSON unless the case
/// gives its input as text.
fn cases(operation: &str) -> Result<Vec<(String, Option<Value>)>> {
    let mut folders = vec![root().join("tests/corpus").join(operation)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let case = read_json(&path)?;
        cases.push(match case.get("inputText").and_then(Value::as_str) {
            Some(text) => (text.to_owned(), None),
            None => (case["input"].to_string(), Some(case["input"].clone())),
        });
    }
    Ok(cases)
}

fn read_json(path: &Path) -> Result<Value> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    serde_json::from_slice(&text).with_context(|| path.display().to_string())
}

/// Returns choices for a platform, the same in every run (xorshift64, from a seed).
fn choices(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..24).flat_map(next).collect()
}

fn write(name: &str, seeds: Vec<impl AsRef<[u8]>>) -> Result<()> {
    let folder = folder("fuzz-corpus/seeds", name)?;
    println!("    {} for {name}", seeds.len());
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("{number:04}")), seed).with_context(|| folder.display().to_string())?;
    }
    Ok(())
}
