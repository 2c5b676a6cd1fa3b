//! What has to be true of the sources. The same checks as in CI, each runnable alone.

mod claims;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{command, finish, output, root, say};
use crate::tools;

type Check = fn() -> Result<()>;

const CHECKS: &[(&str, &str, Check)] = &[
    ("fmt", "Rust sources are formatted", fmt),
    ("clippy", "no warning", clippy),
    ("docs", "the documentation builds without a warning", docs),
    ("generated", "what is generated is up to date", generated),
    ("claims", "what documents and comments cite is there", claims::run),
    ("purity", "the core needs no operating system and no JavaScript", purity),
];

/// Runs the named checks, or all.
pub fn run_checks(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !CHECKS.iter().any(|(known, ..)| known == *name)) {
        let known: Vec<&str> = CHECKS.iter().map(|(name, ..)| *name).collect();
        bail!("there is no check `{unknown}`; there are {}", known.join(", "));
    }
    for (name, meaning, check) in CHECKS.iter().filter(|(name, ..)| names.is_empty() || names.contains(name)) {
        say(&format!("check {name}: {meaning}"));
        check().with_context(|| format!("check `{name}`"))?;
    }
    Ok(())
}

/// `cargo xtask check`.
pub fn run(names: &[&str]) -> Result<()> {
    run_checks(names)
}

fn fmt() -> Result<()> {
    crate::process::run("cargo", &["fmt", "--all", "--check"], "")
}

fn clippy() -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    crate::process::run("cargo", &arguments, "")
}

fn docs() -> Result<()> {
    let mut docs = command("cargo", &["doc", "--workspace", "--no-deps", "--quiet"], "");
    finish(docs.env("RUSTDOCFLAGS", "-D warnings"))
}

/// The families of documents whose compact schemas are compiled into `cora-wire`, with their files.
const COMPACT_SCHEMAS: [(&str, &str); 4] = [
    ("login", "crates/wire/src/login_schema.json"),
    ("session", "crates/wire/src/session_schema.json"),
    ("administration", "crates/wire/src/administration_schema.json"),
    ("requests", "crates/wire/src/requests_schema.json"),
];

fn compact_schema(family: &str) -> Result<String> {
    let run =
        ["run", "--quiet", "--package", "cora-wire", "--features", "schema", "--example", "compact_schema", family];
    let text = output("cargo", &run).map(|text| text + "\n");
    text.with_context(|| format!("the compact schema `{family}` could not be generated"))
}

fn generated() -> Result<()> {
    for (family, file) in COMPACT_SCHEMAS {
        let there = fs::read_to_string(root().join(file)).unwrap_or_default();
        if there != compact_schema(family)? {
            bail!("{file} is out of date: run `cargo xtask generate`");
        }
    }
    if fs::read_to_string(root().join(PERMISSIONS)).unwrap_or_default() != permissions()? {
        bail!("{PERMISSIONS} is out of date: run `cargo xtask generate`");
    }
    if fs::read_to_string(root().join(REASONS)).unwrap_or_default() != reasons()? {
        bail!("{REASONS} is out of date: run `cargo xtask generate`");
    }
    if fs::read_to_string(root().join(OPENAPI)).unwrap_or_default() != openapi()? {
        bail!("{OPENAPI} is out of date: run `cargo xtask generate`");
    }
    Ok(())
}

/// The tables of roles and capabilities, for people.
const PERMISSIONS: &str = "docs/permissions.md";

fn permissions() -> Result<String> {
    let text = output("cargo", &["run", "--quiet", "--package", "cora-core", "--example", "permissions"]);
    text.map(|text| text.trim_end().to_owned() + "\n").context("the tables of roles could not be generated")
}

/// The reason codes, for people.
const REASONS: &str = "docs/reasons.md";

fn reasons() -> Result<String> {
    let text = output("cargo", &["run", "--quiet", "--package", "cora-core", "--example", "reasons"]);
    text.map(|text| text.trim_end().to_owned() + "\n").context("the reason codes could not be printed")
}

/// What is said of the server's routes; the client of the npm package is made of it.
const OPENAPI: &str = "crates/server/openapi.json";

fn openapi() -> Result<String> {
    let text = output("cargo", &["run", "--quiet", "--package", "cora-server", "--example", "openapi"]);
    text.map(|text| text.trim_end().to_owned() + "\n").context("the OpenAPI document could not be generated")
}

/// Rewrites what is generated.
pub fn generate() -> Result<()> {
    say("the compact schemas and the tables of roles");
    for (family, file) in COMPACT_SCHEMAS {
        fs::write(root().join(file), compact_schema(family)?).context(file)?;
    }
    fs::write(root().join(PERMISSIONS), permissions()?).context(PERMISSIONS)?;
    fs::write(root().join(REASONS), reasons()?).context(REASONS)?;
    say("the OpenAPI document of the server, and the client's types");
    fs::write(root().join(OPENAPI), openapi()?).context(OPENAPI)?;
    tools::npm("pkg/scripts/openapi")?;
    crate::process::run("npm", &["run", "--silent", "check:client", "--", "--update"], "pkg")?;
    crate::package::npm_package()?;
    say("the golden types and imports of the WebAssembly module");
    run_npm_update()
}

fn run_npm_update() -> Result<()> {
    crate::process::run("npm", &["run", "--silent", "check:golden", "--", "--update"], "pkg")
}

/// The core compiles for a target without an operating system, on crates that are known not to need one.
fn purity() -> Result<()> {
    tools::wasm()?;
    let build = ["build", "--quiet", "--package", "cora-core", "--target", "wasm32-unknown-unknown"];
    crate::process::run("cargo", &build, "")?;
    let tree = [
        "tree",
        "--package",
        "cora-core",
        "--edges",
        "normal",
        "--target",
        "wasm32-unknown-unknown",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let tree = output("cargo", &tree).context("`cargo tree` failed")?;
    let mut names: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    names.sort_unstable();
    names.dedup();
    let golden = fs::read_to_string(root().join("crates/core/dependencies.golden.txt")).unwrap_or_default();
    let known: Vec<&str> = golden.lines().filter(|line| !line.starts_with('#')).collect();
    let added: Vec<&&str> = names.iter().filter(|name| !known.contains(name)).collect();
    let gone: Vec<&&str> = known.iter().filter(|name| !names.contains(name)).collect();
    if !added.is_empty() || !gone.is_empty() {
        bail!(
            "crates/core/dependencies.golden.txt: not listed {added:?}, listed and gone {gone:?}; look at each before you change the list"
        );
    }
    println!("    {} crates, all of them known", names.len());
    Ok(())
}
