//! `cora audit verify` and `cora audit chain`: the chain of hashes over the audit logs.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use crate::command::database::{Database, refuse};
use crate::command::document::{self, BAD_INPUT};
use crate::command::table::ListFormat;

/// Check every record in the chain, and list what was changed, removed or put elsewhere.
///
/// A record that an erasure has emptied is proven without what it said about people.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    database: Database,
    /// A head that was printed before: the record at that position must still have that hash.
    #[arg(long, value_name = "POSITION:HASH")]
    expect: Option<String>,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Options of `cora audit chain`.
#[derive(Debug, Args)]
pub struct Chain {
    #[command(flatten)]
    database: Database,
}

/// Runs `cora audit verify`.
pub fn verify(arguments: &Verify) -> ExitCode {
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
                    "{faults}head {}:{}\nerased {}, pruned {}, not in the chain yet {}, faults {}\n",
                    report.position,
                    report.head,
                    report.erased,
                    report.pruned,
                    report.unchained,
                    report.faults.len()
                )
            }
        };
        document::print(&text);
        Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// Runs `cora audit chain`.
pub fn chain(arguments: &Chain) -> ExitCode {
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
