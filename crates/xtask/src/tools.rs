//! Finds or installs the tools that are needed, and names those that it cannot install.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{note, output, root, run, say, target};

/// The version of cargo-nextest to build if none is installed.
const CARGO_NEXTEST: &str = "0.9.143";

/// The versions of Node that are needed: those in `engines` of `pkg/package.json`.
const NODE: &str = "Node.js 20.19, or 22.12 or newer";

/// The version of schemathesis that tests the server against its OpenAPI document.
const SCHEMATHESIS: &str = "4.32.5";

/// The version of AWS's runtime client for Python that runs the zips of functions.
const AWSLAMBDARIC: &str = "4.2.2";

/// Fails unless Node, npm and a C compiler, which are not installed here, are available.
pub fn hosts() -> Result<()> {
    let mut missing = Vec::new();
    match output("node", &["--version"]) {
        None => missing.push(format!("{NODE} (https://nodejs.org)")),
        Some(version) if !requires_es_modules(&version) => missing.push(format!("{NODE}; this is {version}")),
        Some(_) => {}
    }
    if output("npm", &["--version"]).is_none() {
        missing.push("npm (it comes with Node.js)".to_owned());
    }
    if ["cc", "clang", "gcc"].iter().all(|compiler| output(compiler, &["--version"]).is_none()) {
        missing.push("a C compiler (Debian: `apt-get install build-essential`)".to_owned());
    }
    if missing.is_empty() { Ok(()) } else { bail!("missing on this machine:\n  - {}", missing.join("\n  - ")) }
}

/// The free disk space in GB below which no step begins.
pub const LEAST_FREE: u64 = 1;

/// The free disk space in GB that all stages need from a clean checkout: as measured, and a fifth.
const CLEAN_RUN: u64 = 20;

/// The free disk space in GB that all stages need in a checkout that is built.
const BUILT_RUN: u64 = 5;

/// Fails unless there is disk space for all stages.
pub fn disk_for_all() -> Result<()> {
    let is_built = target().join("debug/examples").is_dir();
    disk(if is_built { BUILT_RUN } else { CLEAN_RUN })
}

/// Fails if less than this many GB are free where cargo builds, or where programs keep temporary
/// files. A system without POSIX's `df` is not checked.
pub fn disk(needed: u64) -> Result<()> {
    fs::create_dir_all(target()).with_context(|| target().display().to_string())?;
    for folder in [target(), std::env::temp_dir()] {
        let folder = folder.display().to_string();
        if let Some(free) = output("df", &["-Pk", &folder]).as_deref().and_then(free_of)
            && free < needed * 1_000_000
        {
            let free = free / 1_000_000;
            bail!("{free} GB are free in {folder} and {needed} GB are needed; free disk space and run it again");
        }
    }
    Ok(())
}

/// Reads the free kilobytes from the output of `df -Pk`.
fn free_of(output: &str) -> Option<u64> {
    // The name of the device may hold spaces, and so may the folder; the numbers are between them.
    let line = output.lines().nth(1)?;
    let before = line.split('%').next()?;
    before.split_whitespace().rev().nth(1)?.parse().ok()
}

/// Returns `true` for a version of Node whose `require` loads ES modules without a flag, as the npm
/// package needs it.
fn requires_es_modules(version: &str) -> bool {
    let mut numbers = version.trim().trim_start_matches('v').split('.').map(|number| number.parse::<u32>().ok());
    match (numbers.next().flatten(), numbers.next().flatten()) {
        (Some(major), Some(minor)) => match major {
            20 => minor >= 19,
            22 => minor >= 12,
            major => major > 22,
        },
        _ => false,
    }
}

/// Installs the compiler's WebAssembly target if it is missing.
pub fn wasm_target() -> Result<()> {
    let installed = output("rustc", &["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    if installed.is_some_and(|folder| std::path::Path::new(&folder).is_dir()) {
        return Ok(());
    }
    run("rustup", &["target", "add", "wasm32-unknown-unknown"], "")
        .context("the target wasm32-unknown-unknown is missing and rustup could not add it")
}

/// Installs cargo-nextest unless some version of it is installed already.
pub fn nextest() -> Result<()> {
    match output("cargo", &["nextest", "show-config", "version"]) {
        // It fails where the version is older than `.config/nextest.toml` asks for.
        Some(_) => Ok(()),
        None => cargo_install("cargo-nextest", &["cargo", "nextest"], CARGO_NEXTEST),
    }
}

/// Installs a program below `target/tools` unless this version of it is on the PATH. `program` is
/// the command line that calls it.
pub fn cargo_install(package: &str, program: &[&str], version: &str) -> Result<()> {
    let asked = [program, &["--version"]].concat();
    let there = asked.split_first().and_then(|(program, arguments)| output(program, arguments));
    let program = program.join(" ");
    if there.is_some_and(|text| text.split_whitespace().any(|word| word == version)) {
        note(&format!("    {program} {version} is installed"));
        return Ok(());
    }
    note(&format!("    building {program} {version} once, which takes some minutes"));
    let tools = target().join("tools").display().to_string();
    let install = ["install", package, "--version", version, "--root", &tools];
    // WHY twice: with `--locked`, a dependency that was yanked since fails the build; without it,
    // cargo uses a newer one.
    run("cargo", &[&install[..], &["--locked"]].concat(), "")
        .or_else(|error| {
            note(&format!("    {error:#}; trying again with the newest dependencies that fit"));
            run("cargo", &install, "")
        })
        .with_context(|| format!("{package} {version} could not be installed"))
}

/// Installs the npm packages of a folder as its lock file names them, unless they are installed.
pub fn npm(folder: &str) -> Result<()> {
    let place = root().join(folder);
    let lock =
        fs::read(place.join("package-lock.json")).with_context(|| format!("{folder}/package-lock.json is missing"))?;
    let stamp = place.join("node_modules/.cora-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        note(&format!("    npm packages of {folder} are installed"));
        return Ok(());
    }
    say(&format!("npm packages of {folder}"));
    // WHY not `npm ci`: it refuses a lock file that lacks an optional package for another system
    // which the registry does not have. This command also installs what the lock file names, and
    // does not change it.
    run("npm", &["install", "--no-save", "--no-audit", "--no-fund"], folder)?;
    fs::write(&stamp, lock).with_context(|| format!("{} could not be written", stamp.display()))
}

/// Returns the path of schemathesis, which it installs if it is missing. Needs Python.
pub fn schemathesis() -> Result<std::path::PathBuf> {
    Ok(python_package("schemathesis", SCHEMATHESIS)?.join("bin/schemathesis"))
}

/// Returns the path of a Python with AWS's runtime client, which it installs if it is missing.
pub fn lambda_python() -> Result<std::path::PathBuf> {
    Ok(python_package("awslambdaric", AWSLAMBDARIC)?.join("bin/python"))
}

/// Installs a package of Python into an environment of its own below `target`, and returns the
/// folder of that. Needs Python.
fn python_package(name: &str, version: &str) -> Result<std::path::PathBuf> {
    let place = target().join("tools").join(format!("{name}-{version}"));
    let stamp = place.join("installed");
    if stamp.is_file() {
        note(&format!("    {name} {version} is installed"));
        return Ok(place);
    }
    say(name);
    let folder = place.to_string_lossy().into_owned();
    run("python3", &["-m", "venv", &folder], "").context("Python 3.11 or newer with venv is needed for this")?;
    let pip = place.join("bin/pip").to_string_lossy().into_owned();
    run(&pip, &["install", "--quiet", &format!("{name}=={version}")], "")?;
    fs::write(&stamp, "").with_context(|| stamp.display().to_string())?;
    Ok(place)
}

/// Returns the path of a Chromium that is there, or `None`.
pub fn find_chromium() -> Option<String> {
    let chosen = std::env::var("CHROMIUM").ok();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    chosen.or_else(|| names.iter().find_map(|name| output("sh", &["-c", &format!("command -v {name}")])))
}

/// Returns the path of a Chromium, which it installs from the system's packages if none is found
/// and that is possible.
pub fn chromium() -> Result<String> {
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    let root_user = output("id", &["-u"]).as_deref() == Some("0");
    if root_user && output("apt-get", &["--version"]).is_some() {
        say("Chromium, from the system's packages");
        run("apt-get", &["update"], "")?;
        run("apt-get", &["install", "--yes", "--no-install-recommends", "chromium"], "")?;
    }
    find_chromium()
        .context("Chromium is missing: install it (Debian: `apt-get install chromium`), or set CHROMIUM to its path")
}

#[cfg(test)]
mod tests {
    use super::{free_of, requires_es_modules};

    #[test]
    fn free_space_is_read_whatever_the_names_are() {
        let head = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";
        let line = "/dev/a disk 263174212 41943040 48234496 47% /some folder";
        assert_eq!(free_of(&format!("{head}{line}")), Some(48_234_496));
        assert_eq!(free_of(head), None);
        assert_eq!(free_of("df: no such file"), None);
    }

    #[test]
    fn node_has_to_require_es_modules() {
        for version in ["v20.19.0", "v20.20.2\n", "v22.12.0", "v23.0.0", "v24.9.1"] {
            assert!(requires_es_modules(version), "{version}");
        }
        for version in ["v18.20.0", "v20.18.3", "v21.7.3", "v22.11.0", "v20", "", "node"] {
            assert!(!requires_es_modules(version), "{version}");
        }
    }
}
