//! `cora connection diff`: compares settings.

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::connection::ConnectionKind;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::diff::SettingChange;
use cora_core::connection::settings::diff::diff_settings;
use cora_core::json::Code as _;
use cora_store::{ConnectionRow, DatabaseLocation, Store};
use serde_json::{Value, json};

use super::super::database::{refuse, run_with};
use super::super::diagnostic::counted;
use super::super::document::{self, BAD_INPUT};
use super::file::{ConnectionFile, FileConnection, FileOptions};
use super::stored::find;

/// Compare the settings of a connection: two files, the database and a file, or two of its numbers.
///
/// Settings are compared under their canonical names. Only values that are known to be public are
/// shown. Secrets are compared by their references; secrets that a file contains itself are not
/// compared.
///
/// Exit codes: 0 done; 1 with --exit-code, they differ; 2 a file cannot be read, or bad usage.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection diff okta.yaml new.yaml
  cora connection diff --database cora.db okta okta.yaml          the latest settings and a file's
  cora connection diff --database cora.db okta                    the settings in use and the latest
  cora connection diff --database cora.db okta --from 2 --to 5
  cora connection diff --exit-code --database cora.db okta okta.yaml    fail if the database differs from the file")]
pub struct Diff {
    /// Two files; or with --database a connection, or a connection and a file.
    #[arg(value_name = "FILE|CONNECTION", required = true, num_args = 1..=2)]
    what: Vec<String>,
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must exist and be
    /// up to date.
    #[arg(long, value_name = "FILE")]
    database: Option<DatabaseLocation>,
    /// The number of the settings to compare. If omitted, those in use, or else those before the
    /// latest.
    #[arg(long, value_name = "N", requires = "database")]
    from: Option<u32>,
    /// The number of the settings to compare them with. If omitted, the latest settings.
    #[arg(long, value_name = "N", requires = "database")]
    to: Option<u32>,
    /// The kind of the connection to compare, if a file has several.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<ConnectionKind>,
    /// Exit with code 1 if the settings differ.
    #[arg(long)]
    exit_code: bool,
    /// The format of the differences.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: DiffFormat,
    #[command(flatten)]
    file_options: FileOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// Text for people: removed values with a minus, added values with a plus.
    Text,
    /// One JSON object.
    Json,
}

fn kind(name: &str) -> Result<ConnectionKind, String> {
    ConnectionKind::from_name(name).ok_or_else(|| format!("expected one of these kinds: {}", super::file::kinds()))
}

/// One side of the comparison.
struct Side {
    kind: ConnectionKind,
    name: Option<String>,
    settings: Settings,
}

/// Runs the command.
pub fn run(arguments: &Diff) -> ExitCode {
    match (&arguments.database, arguments.what.as_slice()) {
        (None, [old, new]) => match (arguments.file(old, None), arguments.file(new, None)) {
            (Ok(old), Ok(new)) => arguments.compare(&old, &new),
            (Err(code), _) | (_, Err(code)) => code,
        },
        (Some(database), [connection]) => run_with(database, |store| async move {
            let row = match find(&store, connection).await? {
                Ok(row) => row,
                Err(code) => return Ok(code),
            };
            let to = arguments.to.unwrap_or(row.latest_number);
            let before = row.active_number.filter(|active| *active != to).unwrap_or(to.saturating_sub(1));
            let (old, new) =
                (stored(&store, &row, arguments.from.unwrap_or(before)).await?, stored(&store, &row, to).await?);
            Ok(match (old, new) {
                (Ok(old), Ok(new)) => arguments.compare(&old, &new),
                (Err(code), _) | (_, Err(code)) => code,
            })
        }),
        (Some(database), [connection, file]) => run_with(database, |store| async move {
            let row = match find(&store, connection).await? {
                Ok(row) => row,
                Err(code) => return Ok(code),
            };
            let old = stored(&store, &row, arguments.from.unwrap_or(row.latest_number)).await?;
            let new = arguments.file(file, Some(row.provider_type));
            Ok(match (old, new) {
                (Ok(old), Ok(new)) => arguments.compare(&old, &new),
                (Err(code), _) | (_, Err(code)) => code,
            })
        }),
        _ => {
            refuse(
                "missing_argument",
                "the settings have nothing to compare with",
                "Pass a second file, or use `--database`.",
            );
            ExitCode::from(BAD_INPUT)
        }
    }
}

impl Diff {
    /// Reads a connection from a file: the one of the requested kind, or else the only one.
    fn file(&self, path: &str, kind: Option<ConnectionKind>) -> Result<Side, ExitCode> {
        let file = ConnectionFile::read(Path::new(path), &self.file_options);
        if !file.findings.is_valid {
            eprint!("{}", file.findings.text());
            eprintln!("{}: {}", file.findings.name, file.findings.summary());
            return Err(ExitCode::from(BAD_INPUT));
        }
        let wanted = kind.or(self.kind);
        let is_wanted = |connection: &&FileConnection| wanted.is_none_or(|kind| connection.kind == kind);
        let mut found = file.connections.iter().filter(is_wanted);
        match (found.next(), found.next()) {
            (Some(connection), None) => Ok(side(connection)),
            (None, _) => {
                refuse("nothing_to_read", &format!("{path} does not contain this connection"), "Pass another file.");
                Err(ExitCode::from(BAD_INPUT))
            }
            (Some(_), Some(_)) => {
                let message = format!("{path} contains several connections");
                refuse("connection_ambiguous", &message, "Select one with `--kind`.");
                Err(ExitCode::from(BAD_INPUT))
            }
        }
    }

    /// Prints the differences, and returns the exit code.
    fn compare(&self, old: &Side, new: &Side) -> ExitCode {
        if old.kind != new.kind {
            let message = format!("one connection is to {}, the other to {}", old.kind.name(), new.kind.name());
            refuse("kinds_differ", &message, "Compare connections to the same kind of provider.");
            return ExitCode::from(BAD_INPUT);
        }
        let mut changes = Vec::new();
        // A file may omit the name.
        if let (Some(old), Some(new)) = (&old.name, &new.name)
            && old != new
        {
            let path = "/displayName".to_owned();
            changes.push(SettingChange { path, old: old.as_str().into(), new: new.as_str().into() });
        }
        changes.extend(diff_settings(old.kind, Some(&old.settings), Some(&new.settings)));
        let text = match self.format {
            DiffFormat::Text => text(&changes),
            DiffFormat::Json => format!("{:#}\n", json!({ "kind": old.kind.name(), "changes": changes })),
        };
        let printed = document::print(&text);
        if self.exit_code && !changes.is_empty() { ExitCode::FAILURE } else { printed }
    }
}

fn side(connection: &FileConnection) -> Side {
    Side {
        kind: connection.kind,
        name: connection.display_name.as_ref().map(|name| name.as_str().to_owned()),
        settings: connection.comparable_settings(),
    }
}

async fn stored(store: &Store, row: &ConnectionRow, number: u32) -> anyhow::Result<Result<Side, ExitCode>> {
    let versions = store.configuration_versions(row.id).await?;
    let Some(version) = versions.into_iter().find(|version| version.number == number) else {
        let message = format!("the connection has no settings with number {number}");
        return Ok(Err(refuse("configuration_not_found", &message, "Run `cora connection show` to see the numbers.")));
    };
    let name = Some(row.display_name.clone());
    Ok(Ok(Side { kind: row.provider_type, name, settings: Settings::new(version.config) }))
}

fn text(changes: &[SettingChange]) -> String {
    let mut text = String::new();
    for SettingChange { path, old, new } in changes {
        // The last entry represents the changes that are not listed.
        let path = if path.is_empty() { "and more" } else { path };
        for (sign, value) in [('-', old), ('+', new)] {
            if *value != Value::Null {
                text.push_str(&format!("{sign} {path}: {value}\n"));
            }
        }
    }
    let summary = if changes.is_empty() { "no difference".to_owned() } else { counted(changes.len(), "difference") };
    text + &summary + "\n"
}
