//! The `cora` command: one file per subcommand under `command/`.
//!
//! Exit codes: 0 success, 1 failure, 2 bad input or usage.

mod command;
mod settings;

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use command::{
    adopt, application, audit, authorizer, backup, conflict, connection, console, dev, doctor, domain, evaluate,
    explain, export, generate, health, init, key, lambda, lint, migrate, module, project, recovery, run, schema,
    secret, seed, serve, simulate, user,
};

/// Decide who may come in at a login, and run the service that does.
#[derive(Debug, Parser)]
#[command(
    name = "cora",
    version,
    after_help = "\
Examples:
  cora dev                                 run everything for development, with people to sign in as
  cora init --database cora.db             create a database and print the first owner's token
  cora adopt --database postgresql://…      preview the adoption of a CORA project's database
  cora seed --database cora.db seed.json   import organizations, connections, people, policy
  cora serve --database cora.db            serve GET /profiles/me on a free port of 127.0.0.1
  cora explain case.json                   explain the decision on a login
  cora lint cora.policy.yaml               check a policy file for likely mistakes
  cora connection validate okta.yaml       check whether a connection can go live
  cora application list --database cora.db list the applications that sign people in through the issuer
  cora generate types permissions.yaml     make an application's permissions known to TypeScript
  cora project new acme-app                make a project that Cora keeps up to date
  cora module list                         list the modules of a project, and check that they fit
  cora secret list --environment dev       list the secrets of a project, without their values
  cora run -e dev -- npm run dev           run a program with the secrets of a project
  cora key list --database cora.db         list the keys of the issuer
  cora audit verify --database cora.db     check that audit records are as they were written
  cora doctor --database cora.db           check schema, access, owners, keys and clocks
  cora backup --database cora.db FILE      write a backup while the server runs
  cora export --database cora.db FILE      write all data, for a database of either kind
  cora user show --database cora.db ID     show a person with identities, memberships and sessions
  cora recovery issue --database cora.db   print a token that makes an owner when none can sign in
  cora conflict list --database cora.db    list the open conflicts about the owner of an address
  cora console link --database cora.db     print a link to the console when nobody can sign in
  cora domain inspect acme.example         inspect a domain name before anyone claims it
  cora simulate --before cora.policy.yaml --after new.policy.yaml --logins logins.jsonl
                                           find past logins that a new policy decides differently

Exit codes: 0 done, 1 something failed, 2 bad input or usage."
)]
struct Cora {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Dev(dev::Dev),
    Migrate(migrate::Migrate),
    Adopt(adopt::Adopt),
    Init(init::Init),
    Seed(seed::Seed),
    Serve(Box<serve::Serve>),
    Health(health::Health),
    Lambda(Box<lambda::Lambda>),
    Authorizer(authorizer::Authorizer),
    Evaluate(evaluate::Evaluate),
    Explain(explain::Explain),
    Lint(lint::Lint),
    Connection(connection::Connection),
    Application(application::Application),
    Key(key::Key),
    Audit(audit::Audit),
    Conflict(conflict::Conflict),
    Console(console::Console),
    Domain(domain::Domain),
    Doctor(doctor::Doctor),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Export(export::Export),
    Import(export::Import),
    User(user::User),
    Recovery(recovery::Recovery),
    Simulate(simulate::Simulate),
    Project(project::Project),
    Module(module::Module),
    Secret(secret::Secret),
    Run(run::Run),
    Schema(schema::Schema),
    Generate(generate::Generate),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Examples:\n  cora completions bash > /etc/bash_completion.d/cora\n  cora completions fish | source"
    )]
    Completions {
        /// The shell to complete for.
        shell: Shell,
    },
}

fn main() -> ExitCode {
    let words = settings::gathered(Cora::command, std::env::args_os().collect(), &|name| std::env::var_os(name));
    let words = match words {
        Ok(words) => words,
        Err(faults) => {
            faults.iter().for_each(|fault| eprintln!("error: {fault}"));
            return ExitCode::from(command::document::BAD_INPUT);
        }
    };
    let parsed = Cora::try_parse_from(words).unwrap_or_else(|error| match without_value(&error) {
        Some(fault) => {
            eprintln!("error: {fault}\n\nFor more information, try '--help'.");
            std::process::exit(i32::from(command::document::BAD_INPUT));
        }
        None => error.exit(),
    });
    match parsed.command {
        Command::Dev(arguments) => dev::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Adopt(arguments) => adopt::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Seed(arguments) => seed::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Health(arguments) => health::run(&arguments),
        Command::Lambda(arguments) => lambda::run(&arguments),
        Command::Authorizer(arguments) => authorizer::run(&arguments),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Connection(arguments) => connection::run(&arguments),
        Command::Application(arguments) => application::run(&arguments),
        Command::Key(arguments) => key::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Conflict(arguments) => conflict::run(&arguments),
        Command::Console(arguments) => console::run(&arguments),
        Command::Domain(arguments) => domain::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Import(arguments) => export::import(&arguments),
        Command::User(arguments) => user::run(&arguments),
        Command::Recovery(arguments) => recovery::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Project(arguments) => project::run(&arguments),
        Command::Module(arguments) => module::run(&arguments),
        Command::Secret(arguments) => secret::run(&arguments),
        Command::Run(arguments) => run::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cora::command(), "cora", &mut script);
            command::document::print(&String::from_utf8_lossy(&script))
        }
    }
}

/// Returns the fault of a value that cannot be read, with its option and without the value: that of
/// `--database` may hold a password. `None` for any other error.
fn without_value(error: &clap::Error) -> Option<String> {
    if error.kind() != ErrorKind::ValueValidation {
        return None;
    }
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return None };
    let cause = std::error::Error::source(error)?;
    Some(format!("the value for '{argument}' cannot be used: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_cannot_be_used_is_not_shown() {
        for value in ["host=db.acme.example password=hunter2", "mysql://cora:hunter2@db/cora", "sqlite:hunter2"] {
            let error = Cora::try_parse_from(["cora", "migrate", "--database", value]).unwrap_err();
            let fault = without_value(&error).unwrap();
            assert!(fault.starts_with("the value for '--database <FILE|URL>' cannot be used: "), "{fault}");
            assert!(!fault.contains("hunter2"), "{fault}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cora::command().debug_assert();
    }
}
