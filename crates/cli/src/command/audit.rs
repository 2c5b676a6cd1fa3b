//! `cora audit`: proves that audit records are as they were written.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::json;

use super::database::{Database, refuse};
use super::document::{self, BAD_INPUT};
use super::table::ListFormat;

/// Check that the audit logs are as they were written.
///
/// The server adds each record to a chain of hashes, every minute. A record that is changed,
/// removed or put elsewhere afterwards shows. What it does not prove: a record that was changed
/// before it was added; and a chain that somebody who can write to the database has made again as a
/// whole. Against that, note the head that `cora audit verify` prints somewhere else, and pass it
/// to the next one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora audit verify --database cora.db                      check every record
  cora audit verify --database cora.db --expect 4711:9f86…  and that this head, noted before, still holds
  cora audit chain --database cora.db                       add the records that the server has not added yet

Exit codes: 0 done, 1 something was changed, or failed; 2 bad usage.")]
pub struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Verify(Verify),
    /// Add the records that are not in the chain yet. The server does so every minute.
    Chain(Chain),
}

/// Check every record in the chain, and list what was changed, removed or put elsewhere.
///
/// A record that an erasure has emptied is proven without what it said about people.
#[derive(Debug, Args)]
struct Verify {
    #[command(flatten)]
    database: Database,
    /// A head that was printed before: the record at that position must still have that hash.
    #[arg(long, value_name = "POSITION:HASH")]
    expect: Option<String>,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

#[derive(Debug, Args)]
struct Chain {
    #[command(flatten)]
    database: Database,
}

/// Runs the command.
pub fn run(arguments: &Audit) -> ExitCode {
    match &arguments.command {
        Command::Verify(arguments) => verify(arguments),
        Command::Chain(arguments) => chain(arguments),
    }
}

fn verify(arguments: &Verify) -> ExitCode {
    let expected = match arguments.expect.as_deref().map(head).transpose() {
        Ok(expected) => expected,
        Err(code) => return code,
    };
    arguments.database.run(|store| async move {
        let expected = expected.as_ref().map(|(position, hash)| (*position, hash.as_str()));
        let report = store.verify_audit(expected).await?;
        let text = match arguments.format {
            ListFormat::Json => format!("{:#}\n", json!(report)),
            ListFormat::Text => {
                let fault = |fault: &cora_store::AuditFault| {
                    let dash = || "-".to_owned();
                    let position = fault.position.map_or_else(dash, |position| position.to_string());
                    let (log, record) = (fault.log.clone().unwrap_or_else(dash), fault.record.clone());
                    format!("{}: {log} {} at {position}\n", fault.code, record.unwrap_or_else(dash))
                };
                let faults: String = report.faults.iter().map(fault).collect();
                format!(
                    "{faults}head {}:{}\nerased {}, not in the chain yet {}, faults {}\n",
                    report.position,
                    report.head,
                    report.erased,
                    report.unchained,
                    report.faults.len()
                )
            }
        };
        document::print(&text);
        Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

fn chain(arguments: &Chain) -> ExitCode {
    arguments.database.run(|store| async move {
        let mut added = 0;
        loop {
            let more = store.chain_audit((cora_server::clock::system())()).await?;
            added += more;
            if more == 0 {
                break;
            }
        }
        println!("{added} records added");
        Ok(ExitCode::SUCCESS)
    })
}

/// Reads a head: a position, a colon and a hash.
fn head(text: &str) -> Result<(u64, String), ExitCode> {
    let parsed = text.split_once(':').and_then(|(position, hash)| Some((position.parse().ok()?, hash.to_owned())));
    parsed.ok_or_else(|| {
        refuse("invalid_value", "the head is not a position, a colon and a hash", "Copy it from `cora audit verify`.");
        ExitCode::from(BAD_INPUT)
    })
}
