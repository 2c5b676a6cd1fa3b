//! `cora module`: the modules of a project.

mod graph;
mod list;
mod new;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Make and list the modules of a project, and check that they fit each other.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora module new kb               make a module, and add it to the project file
  cora module list                 list the modules in their order, each after those that it needs
  cora module list --json          the same as one JSON object
  cora module graph                print who needs whom, as a Mermaid diagram

Exit codes: 0 done, 1 modules do not fit each other, 2 a file cannot be used or bad usage.")]
pub struct Module {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    List(list::List),
    Graph(graph::Graph),
}

/// Runs the command.
pub fn run(arguments: &Module) -> ExitCode {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }),
        Command::List(arguments) => list::run(arguments),
        Command::Graph(arguments) => graph::run(arguments),
    }
}
