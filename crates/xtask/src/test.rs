//! Everything that has to pass, from the sources to a browser.

use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::package;
use crate::postgres::{self, Postgres};
use crate::process::{self, command, finish, output, say, target};
use crate::{check, tools};

/// `cargo xtask test [--deep]`.
pub fn run(arguments: &[&str]) -> Result<()> {
    let started = Instant::now();
    let deep = match arguments {
        [] => false,
        ["--deep"] => true,
        other => bail!("unknown arguments {other:?}; there is --deep"),
    };
    tools::hosts()?;
    let chromium = tools::chromium()?;
    check::run_checks(&[])?;

    say("Rust tests");
    let mut tests = command("cargo", &["test", "--workspace", "--all-features"], "");
    if deep {
        // A million random logins beside the reference evaluator, instead of some thousands.
        tests.env("CORA_DEEP", "1");
    }
    finish(&mut tests)?;
    let postgres = Postgres::start(false)?;
    postgres::test(&postgres.url)?;

    package::npm_package()?;
    say("the corpus, natively, for comparison");
    let answers = target().join("corpus/native.jsonl");
    // WHY the built programs: other features would build everything once more.
    let built = target().join("debug");
    let mut text = String::new();
    for example in ["corpus_answers", "signed_answers"] {
        let program = built.join("examples").join(example).display().to_string();
        text +=
            &(output(&program, &[]).with_context(|| format!("{example}: the corpus could not be answered"))? + "\n");
    }
    process::run("node", &["tests/tokens/generate.mjs", "--check"], "")?;
    fs::create_dir_all(target().join("corpus")).context("target/corpus")?;
    fs::write(&answers, text).context("target/corpus/native.jsonl")?;

    tools::npm("tests/runtimes")?;
    tools::npm("pkg/scripts/openapi")?;
    for (script, meaning) in [
        ("check:golden", "the package's types and the module's imports are the golden ones"),
        ("check:client", "the client's types are those of the server's document"),
        ("docs", "the npm package's documentation builds without a warning"),
        ("test:types", "types of the npm package"),
        ("test:unit", "the package's loaders, React store and Next handler"),
        ("test:runtime:node", "the corpus in Node, byte for byte"),
        ("test:runtime:browser", "the corpus in Chromium, byte for byte"),
        ("test:runtime:workerd", "the corpus on workerd, byte for byte"),
        ("test:soak", "malformed input, many times"),
        ("test:pack", "the packed tarball in an empty project"),
    ] {
        say(meaning);
        let mut npm = command("npm", &["run", "--silent", script], "pkg");
        finish(npm.env("CHROMIUM", &chromium).env("CORA_NATIVE_ANSWERS", &answers))?;
    }
    tools::npm("tests/projects")?;
    say("the packed package in real projects");
    let mut projects = command("node", &["tests/projects/run.mjs"], "");
    finish(projects.env("CHROMIUM", &chromium))?;
    say("the adapter for Clerk with Clerk's own script, in Chromium");
    let mut clerk = command("node", &["tests/clerk/run.mjs"], "");
    finish(clerk.env("CHROMIUM", &chromium))?;
    tools::npm("tests/differential")?;
    say("our verifier beside jose, Clerk's and Okta's, on the same tokens");
    let mut differential = command("node", &["tests/differential/run.mjs"], "");
    if deep {
        differential.env("CORA_DEEP", "1");
    }
    finish(&mut differential)?;
    say("the WebAssembly binding's own tests");
    process::run("wasm-pack", &["test", "--node", "bindings/wasm"], "")?;

    tools::npm("demo")?;
    say("the demo's provider");
    process::run("npm", &["run", "--silent", "test"], "demo")?;
    say("end to end, in Chromium");
    let mut end_to_end = command("node", &["tests/e2e/run.mjs"], "");
    let (cora, json_rows) = (built.join("cora"), built.join("examples/json_rows"));
    finish(end_to_end.env("CHROMIUM", &chromium).env("CORA_BIN", &cora).env("CORA_JSON_ROWS", &json_rows))?;
    say("end to end, in PostgreSQL");
    let mut end_to_end =
        command("node", &["tests/e2e/run.mjs", "people", "connections", "concurrency", "restart", "linking"], "");
    end_to_end.env("CHROMIUM", &chromium).env("CORA_BIN", cora).env("CORA_JSON_ROWS", json_rows);
    finish(end_to_end.env("CORA_E2E_POSTGRES", "1"))?;

    say("server and database killed in the middle of logins");
    let mut crash = command("node", &["tests/server/crash.mjs"], "");
    finish(crash.env("CORA_BIN", built.join("cora")))?;
    say("the service as a function of AWS Lambda, by a runtime API of this machine");
    let mut lambda = command("node", &["tests/server/lambda.mjs"], "");
    finish(lambda.env("CORA_BIN", built.join("cora")))?;
    if deep {
        say("the server keeps to its OpenAPI document");
        let mut contract = command("node", &["tests/server/contract.mjs", "--max-examples", "100"], "");
        finish(contract.env("SCHEMATHESIS", tools::schemathesis()?).env("CORA_BIN", built.join("cora")))?;
    }

    println!("\nAll passed in {:.0} s.", started.elapsed().as_secs_f64());
    Ok(())
}
