//! Tasks of this repository. `cargo xtask help` lists them.

mod bench;
mod check;
mod demo;
mod fuzz;
mod lists;
mod mutants;
mod package;
mod postgres;
mod process;
mod stages;
mod test;
mod tools;

use std::process::ExitCode;

const HELP: &str = "\
Tasks of Cora

  cargo xtask demo [--fresh] [--dev] [--postgres]
                                        Build everything and run the demo until Ctrl-C.
                                          --fresh     delete the data of earlier runs
                                          --dev       serve the web application with `next dev`
                                          --postgres  use PostgreSQL instead of SQLite
  cargo xtask test [--quick | --core | --deep] [--fresh]
                                        Run everything that has to pass: checks, tests, packages, browsers.
                                          --quick  format, lint, unit tests and the corpus, natively and in
                                                   Node; takes some minutes
                                          --core   unit tests of the core and the corpus; takes some seconds
                                          --deep   also compare a million random logins with the reference
                                                   evaluator, try a million histories of addresses, and run
                                                   schemathesis against the server (needs Python)
                                          --fresh  start over instead of resuming an interrupted or failed
                                                   run on the same sources
  cargo xtask check [NAME…]             Run the named checks, or all: fmt, clippy, docs, generated, claims,
                                        prose, circles, purity, separate.
  cargo xtask build                     Build the `cora` binary, the WebAssembly modules and the npm package.
  cargo xtask generate                  Rewrite the generated files: compact schemas, docs/permissions.md,
                                        docs/reasons.md, the package's table of kinds, OpenAPI document,
                                        client types, golden types.
  cargo xtask lists [--accept-shrinking]
                                        Fetch the newest domain lists, check and pack them, and report the
                                        changes.
  cargo xtask bench [--record]          Compare Cora with its peers; --record writes tests/bench/RESULTS.md.
  cargo xtask fuzz [--seconds N] [TARGET…]
                                        Run the core on random input guided by coverage. The default is 60
                                        seconds for all targets together.
  cargo xtask mutants [FILE…]           Change the decision core in one place at a time and check that a test
                                        fails; takes hours. FILE limits it to one file below crates/core/src,
                                        such as provisioning/decide.rs.
  cargo xtask help                      Print this text.

Missing tools (WebAssembly target, cargo-nextest, npm packages, Chromium) are installed if possible.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("demo") => demo::run(&rest),
        Some("test") => test::run(&rest),
        Some("check") => check::run(&rest),
        Some("build") => package::build(&rest),
        Some("generate") => check::generate(),
        Some("lists") => lists::run(&rest),
        Some("bench") => bench::run(&rest),
        Some("fuzz") => fuzz::run(&rest),
        Some("mutants") => mutants::run(&rest),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(anyhow::anyhow!("unknown task `{other}`\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
