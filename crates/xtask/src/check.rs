//! Checks of the sources: the same as in CI, each of which can run alone.

pub mod circles;
pub mod claims;
pub mod prose;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::process::{command, finish, note, output, root, say, target};
use crate::tools;

type Check = fn() -> Result<()>;

const CHECKS: &[(&str, &str, Check)] = &[
    ("fmt", "Rust, TypeScript and JavaScript sources are formatted", fmt),
    ("clippy", "no warning", clippy),
    ("docs", "the documentation builds without a warning", docs),
    ("generated", "the generated files are up to date", generated),
    ("claims", "everything that documents and comments cite exists", claims::run),
    ("prose", "comments and documents are written as docs/style.md says", prose::run),
    ("circles", "modules do not depend on each other in circles", circles::run),
    ("purity", "the core needs no operating system and no JavaScript", purity),
];

/// Runs `cargo xtask check [NAME…]`: the named checks, or all.
pub fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !CHECKS.iter().any(|(known, ..)| known == *name)) {
        let known: Vec<&str> = CHECKS.iter().map(|(name, ..)| *name).collect();
        bail!("unknown check `{unknown}`; the checks are {}", known.join(", "));
    }
    for (name, meaning, check) in CHECKS.iter().filter(|(name, ..)| names.is_empty() || names.contains(name)) {
        say(&format!("check {name}: {meaning}"));
        check().with_context(|| format!("check `{name}`"))?;
    }
    Ok(())
}

/// Checks the format of the Rust, TypeScript and JavaScript sources.
pub fn fmt() -> Result<()> {
    crate::process::run("cargo", &["fmt", "--all", "--check"], "")?;
    tools::npm("pkg")?;
    crate::process::run("npm", &["run", "--silent", "check:format"], "pkg")
        .context("`npm run format` in pkg formats TypeScript and JavaScript")
}

/// Lints everything, with warnings as errors.
pub fn clippy() -> Result<()> {
    let arguments = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    crate::process::run("cargo", &arguments, "")
}

/// Builds the documentation, with warnings as errors.
///
/// WHY all features: they are those of the lint, so that the dependencies are compiled once.
pub fn docs() -> Result<()> {
    let mut docs = command("cargo", &["doc", "--workspace", "--all-features", "--no-deps", "--quiet"], "");
    finish(docs.env("RUSTDOCFLAGS", "-D warnings"))
}

/// The families of documents whose compact schemas are compiled into `cora-wire`, with their files.
const COMPACT_SCHEMAS: [(&str, &str); 5] = [
    ("login", "crates/wire/src/login_schema.json"),
    ("session", "crates/wire/src/session_schema.json"),
    ("administration", "crates/wire/src/administration_schema.json"),
    ("issuer", "crates/wire/src/issuer_schema.json"),
    ("requests", "crates/wire/src/requests_schema.json"),
];

/// Builds the programs that generate files: with the features of the tests, which are built anyway.
fn build_generators() -> Result<()> {
    crate::process::run("cargo", &["build", "--workspace", "--all-features", "--examples", "--quiet"], "")
}

/// Returns what a generator prints, as the text of a file.
fn generated_by(example: &str, arguments: &[&str]) -> Result<String> {
    let program = target().join("debug/examples").join(example);
    let text = output(&program.to_string_lossy(), arguments);
    text.map(|text| text + "\n").with_context(|| format!("the example `{example}` failed"))
}

/// Lists the generated files that need no npm package, with what generates them.
fn generated_files() -> Result<Vec<(&'static str, String)>> {
    build_generators()?;
    let mut files = vec![
        (PERMISSIONS, generated_by("permissions", &[])?),
        (REASONS, generated_by("reasons", &[])?),
        (OPENAPI, generated_by("openapi", &[])?),
        (OPENID_KINDS, generated_by("openid_kinds", &[])?),
    ];
    for (family, file) in COMPACT_SCHEMAS {
        files.push((file, generated_by("compact_schema", &[family])?));
    }
    Ok(files)
}

/// Compares the generated files with what would be generated now.
pub fn generated() -> Result<()> {
    let is_outdated = |(file, text): &(&str, String)| fs::read_to_string(root().join(file)).ok().as_ref() != Some(text);
    let outdated: Vec<&str> =
        generated_files()?.iter().filter(|file| is_outdated(file)).map(|(file, _)| *file).collect();
    if !outdated.is_empty() {
        bail!("out of date: {}; run `cargo xtask generate`", outdated.join(", "));
    }
    Ok(())
}

/// The tables of roles and capabilities, in a form for people.
const PERMISSIONS: &str = "docs/permissions.md";

/// The reason codes, in a form for people.
const REASONS: &str = "docs/reasons.md";

/// The kinds of provider whose logins use the authorization code flow, for the npm package.
const OPENID_KINDS: &str = "pkg/src/next/openid-kinds.ts";

/// The description of the server's routes, from which the client of the npm package is generated.
const OPENAPI: &str = "crates/server/openapi.json";

/// Rewrites the generated files.
pub fn generate() -> Result<()> {
    say("the compact schemas, the tables of roles and kinds, and the OpenAPI document of the server");
    for (file, text) in generated_files()? {
        fs::write(root().join(file), text).context(file)?;
    }
    say("the client's types");
    tools::npm("pkg/scripts/openapi")?;
    crate::process::run("npm", &["run", "--silent", "check:client", "--", "--update"], "pkg")?;
    crate::package::npm_package()?;
    say("the golden types and imports of the WebAssembly module");
    run_npm_update()
}

fn run_npm_update() -> Result<()> {
    crate::process::run("npm", &["run", "--silent", "check:golden", "--", "--update"], "pkg")
}

/// Checks that the core compiles for a target without an operating system, and only on crates that
/// are known not to need one.
pub fn purity() -> Result<()> {
    tools::wasm_target()?;
    let build = ["check", "--quiet", "--package", "cora-core", "--target", "wasm32-unknown-unknown"];
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
            "crates/core/dependencies.golden.txt: missing from the list: {added:?}; listed but no longer used: {gone:?}; review each before you change the list"
        );
    }
    note(&format!("    {} crates, all of them known", names.len()));
    Ok(())
}
