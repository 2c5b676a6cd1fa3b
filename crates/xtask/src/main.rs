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
                                        build everything and run the demo until Ctrl-C
                                        (--fresh: forget the people of earlier runs; --dev: `next dev`;
                                        --postgres: in a PostgreSQL instead of SQLite)
  cargo xtask test [--quick | --core | --deep] [--fresh]
                                        everything that has to pass: checks, tests, packages, browsers
                                        (--quick: the inner loop, some minutes: format, lint, unit tests and the
                                        corpus, natively and in Node; --core: a change of one rule, some seconds:
                                        unit tests of the core and the corpus; --deep: a million random logins in
                                        front of the reference evaluator as well, and schemathesis against the
                                        server, which needs Python; --fresh: from the start, where the last run on
                                        the same sources was broken off or failed)
  cargo xtask check [NAME…]             fmt, clippy, docs, generated, claims, prose, purity; all of them or those named
  cargo xtask build                     the `cora` binary, the WebAssembly module and the npm package
  cargo xtask generate                  rewrite what is generated: compact schemas, docs/permissions.md, golden types
  cargo xtask lists [--accept-shrinking]
                                        fetch the newest lists of domains, check them, pack them, say what changed
  cargo xtask bench [--record]          side by side with peers; --record writes tests/bench/RESULTS.md
  cargo xtask fuzz [--seconds N] [TARGET…]
                                        random input for the core, guided by coverage; 60 seconds for all targets
  cargo xtask mutants [FILE…]           changes the decision core in every place and sees the tests notice; hours
                                        (FILE: only this, below crates/core/src, such as provisioning/decide.rs)
  cargo xtask help                      this text

What is missing of tools (WebAssembly target, cargo-nextest, npm packages, Chromium) is installed, or named.
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
        Some(other) => Err(anyhow::anyhow!("there is no task `{other}`\n\n{HELP}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
