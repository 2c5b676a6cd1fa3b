//! The tools that are needed: found, installed, or named when neither is possible.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{note, output, root, run, say, target};

/// The version of cargo-nextest that is built where none is installed.
const CARGO_NEXTEST: &str = "0.9.143";

/// The version of schemathesis that the server's document is held by.
const SCHEMATHESIS: &str = "4.32.5";

/// Node, npm and a C compiler, which somebody else has to install.
pub fn hosts() -> Result<()> {
    let mut missing = Vec::new();
    match output("node", &["--version"]) {
        None => missing.push("Node.js 20 or newer (https://nodejs.org)".to_owned()),
        Some(version) => {
            let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
            if major.is_none_or(|major| major < 20) {
                missing.push(format!("Node.js 20 or newer; this is {version}"));
            }
        }
    }
    if output("npm", &["--version"]).is_none() {
        missing.push("npm (it comes with Node.js)".to_owned());
    }
    if ["cc", "clang", "gcc"].iter().all(|compiler| output(compiler, &["--version"]).is_none()) {
        missing.push("a C compiler (Debian: `apt-get install build-essential`)".to_owned());
    }
    if missing.is_empty() { Ok(()) } else { bail!("missing on this machine:\n  - {}", missing.join("\n  - ")) }
}

/// The compiler's WebAssembly target.
pub fn wasm_target() -> Result<()> {
    let installed = output("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    if installed.is_some_and(|folder| std::path::Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run("rustup", &["target", "add", "wasm32-unknown-unknown"], "")
        .context("the target wasm32-unknown-unknown is missing and rustup could not add it")
}

/// cargo-nextest: the one that is installed, whatever its version, else one that is built.
pub fn nextest() -> Result<()> {
    match output("cargo", &["nextest", "--version"]) {
        Some(_) => Ok(()),
        None => cargo_install("cargo-nextest", &["cargo", "nextest"], CARGO_NEXTEST),
    }
}

/// Installs a program below `target/tools` unless one of this version is on the PATH. The program is called by these words.
pub fn cargo_install(package: &str, program: &[&str], version: &str) -> Result<()> {
    let asked = [program, &["--version"]].concat();
    let there = asked.split_first().and_then(|(program, arguments)| output(program, arguments));
    let program = program.join(" ");
    if there.is_some_and(|text| text.split_whitespace().any(|word| word == version)) {
        note(&format!("    {program} {version} is there"));
        return Ok(());
    }
    note(&format!("    {program} {version} is built once, which takes some minutes"));
    let tools = target().join("tools").display().to_string();
    let install = ["install", package, "--version", version, "--root", &tools];
    // WHY twice: with `--locked` a dependency that was withdrawn since fails the build; without, a newer one takes its place.
    run("cargo", &[&install[..], &["--locked"]].concat(), "")
        .or_else(|error| {
            note(&format!("    {error:#}; trying again with the newest dependencies that fit"));
            run("cargo", &install, "")
        })
        .with_context(|| format!("{package} {version} could not be installed"))
}

/// The npm packages of a folder, as its lock file names them.
pub fn npm(folder: &str) -> Result<()> {
    let place = root().join(folder);
    let lock =
        fs::read(place.join("package-lock.json")).with_context(|| format!("{folder}/package-lock.json is missing"))?;
    let stamp = place.join("node_modules/.cora-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        note(&format!("    npm packages of {folder} are there"));
        return Ok(());
    }
    say(&format!("npm packages of {folder}"));
    // WHY not `npm ci`: it refuses a lock file without an optional package for another system that its registry does not have.
    // This installs what the lock file names as well, and leaves it as it is.
    run("npm", &["install", "--no-save", "--no-audit", "--no-fund"], folder)?;
    fs::write(&stamp, lock).with_context(|| format!("{} could not be written", stamp.display()))
}

/// The program file of schemathesis, in an environment of its own below `target`. Needs Python.
pub fn schemathesis() -> Result<std::path::PathBuf> {
    let place = target().join("tools").join(format!("schemathesis-{SCHEMATHESIS}"));
    let program = place.join("bin/schemathesis");
    if program.is_file() {
        note(&format!("    schemathesis {SCHEMATHESIS} is there"));
        return Ok(program);
    }
    say("schemathesis");
    let folder = place.to_string_lossy().into_owned();
    run("python3", &["-m", "venv", &folder], "").context("Python 3.10 or newer with venv is needed for this")?;
    let pip = place.join("bin/pip").to_string_lossy().into_owned();
    run(&pip, &["install", "--quiet", &format!("schemathesis=={SCHEMATHESIS}")], "")?;
    Ok(program)
}

/// The program file of a Chromium; installed from the system's packages where that is possible.
pub fn chromium() -> Result<String> {
    if let Ok(chosen) = std::env::var("CHROMIUM") {
        return Ok(chosen);
    }
    let find = || {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        names.iter().find_map(|name| output("sh", &["-c", &format!("command -v {name}")]))
    };
    if let Some(found) = find() {
        return Ok(found);
    }
    let root_user = output("id", &["-u"]).as_deref() == Some("0");
    if root_user && output("apt-get", &["--version"]).is_some() {
        say("Chromium, from the system's packages");
        run("apt-get", &["update"], "")?;
        run("apt-get", &["install", "--yes", "--no-install-recommends", "chromium"], "")?;
    }
    find().context("Chromium is missing: install it (Debian: `apt-get install chromium`) or name one in CHROMIUM")
}
