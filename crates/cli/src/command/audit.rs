//! `cora audit`: exports audit records, deletes old ones, and proves that they are as they were
//! written.

mod chain;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use cora_core::id::UserId;
use cora_core::time::UnixSeconds;
use cora_store::{AuditFilter, AuditLog};

use super::database::{Database, reason};

/// Export the audit logs, delete old records, and check that the rest is as it was written.
///
/// The server adds each record to a chain of hashes, every minute. A record that is changed,
/// removed or put elsewhere afterwards shows. What it does not prove: a record that was changed
/// before it was added; and a chain that somebody who can write to the database has made again as a
/// whole. Against that, note the head that `cora audit verify` prints somewhere else, and pass it
/// to the next one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora audit export --database cora.db --log logins                     print all records as JSON lines
  cora audit export --database cora.db --log commands --from 2026-01-01 those since a day
  cora audit prune --database cora.db --log logins --before 2026-01-01  delete older records
  cora audit prunings --database cora.db                                list what was deleted
  cora audit verify --database cora.db                                  check every record
  cora audit verify --database cora.db --expect 4711:9f86…              and that this head, noted before, still holds
  cora audit chain --database cora.db                                   add the records that the server has not added yet

Exit codes: 0 done, 1 something was changed, or failed; 2 bad usage.")]
pub struct Audit {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(Export),
    Prune(Prune),
    /// Print the records of prunings as JSON lines: time, log, number of records and their SHA-256.
    Prunings {
        #[command(flatten)]
        database: Database,
    },
    Verify(chain::Verify),
    /// Add the records that are not in the chain yet. The server does so every minute.
    Chain(chain::Chain),
}

/// Print audit records as JSON lines, oldest first.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  cora audit export --database cora.db --log logins --until 2026-01-01 | sha256sum
                                          the digest that a pruning before that day records")]
struct Export {
    #[command(flatten)]
    database: Database,
    /// The log to export.
    #[arg(long, value_name = "LOG")]
    log: Log,
    /// Only records from this time on: a day in UTC, or seconds since the epoch.
    #[arg(long, value_name = "DAY|SECONDS", value_parser = time)]
    from: Option<UnixSeconds>,
    /// Only records from before this time.
    #[arg(long, value_name = "DAY|SECONDS", value_parser = time)]
    until: Option<UnixSeconds>,
    /// Only records of commands that this user gave.
    #[arg(long, value_name = "ID", value_parser = user)]
    actor: Option<UserId>,
    /// Only records about this user.
    #[arg(long, value_name = "ID", value_parser = user)]
    user: Option<UserId>,
    /// Only the records of the request with this identifier (`x-request-id`).
    #[arg(long, value_name = "ID")]
    request: Option<String>,
}

/// Delete the audit records of a log from before a time, for good.
///
/// Their number, and the SHA-256 of what `cora audit export --until` printed before, are recorded,
/// and that record is never deleted: an export that was kept can be proven to be whole.
#[derive(Debug, Args)]
struct Prune {
    #[command(flatten)]
    database: Database,
    /// The log to prune.
    #[arg(long, value_name = "LOG")]
    log: Log,
    /// Delete records from before this time: a day in UTC, or seconds since the epoch.
    #[arg(long, value_name = "DAY|SECONDS", value_parser = time)]
    before: UnixSeconds,
    /// The reason, for the record.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// A log of audit records.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Log {
    /// Decisions about logins: first ones, and denied ones.
    Logins,
    /// Administrators' commands.
    Commands,
    /// Events of the issuer.
    Issuer,
}

impl From<Log> for AuditLog {
    fn from(log: Log) -> Self {
        match log {
            Log::Logins => Self::Logins,
            Log::Commands => Self::Commands,
            Log::Issuer => Self::Issuer,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Audit) -> ExitCode {
    match &arguments.command {
        Command::Export(arguments) => export(arguments),
        Command::Prune(arguments) => prune(arguments),
        Command::Verify(arguments) => chain::verify(arguments),
        Command::Chain(arguments) => chain::chain(arguments),
        Command::Prunings { database } => database.run(async |store| {
            for row in store.audit_prunings().await? {
                println!("{}", serde_json::to_string(&row)?);
            }
            Ok(ExitCode::SUCCESS)
        }),
    }
}

fn export(arguments: &Export) -> ExitCode {
    let Export { from, until, actor: actor_id, user: user_id, .. } = *arguments;
    let filter = AuditFilter { from, until, actor_id, user_id, request_id: arguments.request.clone() };
    if actor_id.is_some() && !matches!(arguments.log, Log::Commands) {
        return super::database::refuse("invalid_input", "only the log of commands has actors", "Leave out `--actor`.");
    }
    arguments.database.run(async |store| {
        let mut out = std::io::stdout().lock();
        let mut after = None;
        loop {
            let page = store.export_audit(arguments.log.into(), &filter, after.as_deref()).await?;
            for line in &page.lines {
                writeln!(out, "{line}")?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(ExitCode::SUCCESS);
            }
        }
    })
}

fn prune(arguments: &Prune) -> ExitCode {
    let given = match arguments.reason.as_deref().map(reason).transpose() {
        Ok(given) => given,
        Err(code) => return code,
    };
    let now = (cora_server::clock::system())();
    if arguments.before > now {
        return super::database::refuse(
            "invalid_input",
            "the time is in the future, so records that do not exist yet would be covered",
            "Choose a time before now.",
        );
    }
    arguments.database.run(async |store| {
        match store.prune_audit(arguments.log.into(), arguments.before, given.as_ref(), now).await? {
            Some(row) => println!("{}", serde_json::to_string(&row)?),
            None => eprintln!("there is nothing to delete"),
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn user(text: &str) -> Result<UserId, String> {
    UserId::parse(text).ok_or_else(|| String::from("this is not the identifier of a user"))
}

/// Parses seconds since the epoch, or a day as `2026-01-31`, which is its beginning in UTC.
pub(super) fn time(text: &str) -> Result<UnixSeconds, String> {
    let seconds = text.parse().ok().or_else(|| beginning_of(text));
    let time = seconds.and_then(UnixSeconds::new);
    time.ok_or_else(|| {
        String::from("this is neither a day, such as 2026-01-31, nor a number of seconds since the epoch")
    })
}

/// Returns the beginning of a day in UTC, in seconds since the epoch. The days of the Gregorian
/// calendar are counted from 0000-03-01, so that a leap day is the last of its year.
fn beginning_of(day: &str) -> Option<u64> {
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), day.len()) != (4, 2, 2) {
        return None;
    }
    let (year, month, day): (u64, u64, u64) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) || year < 1970 {
        return None;
    }
    let (years, months) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = years * 365 + years / 4 - years / 100 + years / 400 + (months * 153 + 2) / 5 + day - 1;
    Some((days - 719_468) * 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_seconds_are_times() {
        for (text, seconds) in [
            ("1970-01-01", 0),
            ("1970-03-01", 5_097_600),
            ("2000-02-29", 951_782_400),
            ("2026-01-31", 1_769_817_600),
            ("2100-03-01", 4_107_542_400),
            ("1769817600", 1_769_817_600),
        ] {
            assert_eq!(time(text).map(UnixSeconds::seconds), Ok(seconds), "{text}");
        }
        for text in ["", "2026-02-29", "2100-02-29", "2026-13-01", "2026-1-1", "26-01-01", "yesterday", "-1"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
