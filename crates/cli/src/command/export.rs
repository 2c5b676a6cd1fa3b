//! `cora export` and `cora import`: a whole database as lines of JSON, from one kind into the
//! other.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_store::{CopyError, CopyReport, DatabaseLocation, Store};

use super::database::{Database, refuse};
use super::run_to_end;

/// Write all data of a database as lines of JSON, for `cora import` into a database of either kind.
///
/// The server may run meanwhile: the export is one state of the database. It has every row of every
/// table of Cora's, people's addresses too; secrets of connections and keys stay sealed, so that
/// they are of use only with the same CORA_SECRET_KEYS. Two exports of the same data are the same
/// bytes. The file must not exist; only its owner may read it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora export --database cora.db cora.jsonl
  cora export --database cora.db - | cora import --database postgresql://… -

Exit codes: 0 done, 1 failed.")]
pub struct Export {
    #[command(flatten)]
    database: Database,
    /// The file to write; `-` for standard output.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Fill an empty database with an export of `cora export` or `cora backup`.
///
/// The tables are created if there are none. All of it is imported in one transaction, or nothing.
/// A database that has rows, and an export of another schema, that was cut short or changed, are
/// refused. Seats and owners of organizations are counted again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora import --database cora.db cora.jsonl
  CORA_DATABASE=postgresql://… cora import cora.jsonl

Exit codes: 0 done, 1 refused or failed. Nothing was imported then.")]
pub struct Import {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must be empty.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// The file to read; `-` for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `cora export`.
pub fn run(arguments: &Export) -> ExitCode {
    arguments.database.run(|store| async move {
        if arguments.file == Path::new("-") {
            let report = store.export(&mut BufWriter::new(io::stdout())).await?;
            eprint!("{}", counted(&report));
            return Ok(ExitCode::SUCCESS);
        }
        let report = into_file(&store, &arguments.file).await?;
        print!("{}", counted(&report));
        Ok(ExitCode::SUCCESS)
    })
}

/// Runs `cora import`.
pub fn import(arguments: &Import) -> ExitCode {
    run_to_end(async {
        let store = Store::migrate(&arguments.database).await?;
        let imported = if arguments.file == Path::new("-") {
            store.import(BufReader::new(io::stdin())).await
        } else {
            let file = File::open(&arguments.file);
            let file = file.with_context(|| format!("`{}` cannot be read", arguments.file.display()))?;
            store.import(BufReader::new(file)).await
        };
        store.close().await;
        finished(imported)
    })
}

/// Prints the result of an import.
///
/// # Errors
///
/// Fails with the errors of the database and the file. Other refusals are reported.
pub fn finished(imported: Result<CopyReport, CopyError>) -> anyhow::Result<ExitCode> {
    let error = match imported {
        Ok(report) => {
            print!("{}", counted(&report));
            return Ok(ExitCode::SUCCESS);
        }
        Err(error @ (CopyError::Io(_) | CopyError::Store(_))) => return Err(error.into()),
        Err(error) => error,
    };
    let (code, help) = match &error {
        CopyError::NotEmpty(_) => ("database_not_empty", "Import into a new database."),
        CopyError::OtherSchema { .. } => {
            ("schema_mismatch", "Import it with the program that exported it, and run `cora migrate` of this one then.")
        }
        CopyError::Checksum | CopyError::CutShort | CopyError::Count(_) => {
            ("export_damaged", "Use another copy of the file.")
        }
        _ => ("not_an_export", "Pass a file that `cora export` or `cora backup` wrote."),
    };
    Ok(refuse(code, &error.to_string(), help))
}

/// Exports into a file that must not exist, and that appears once it is complete.
pub async fn into_file(store: &Store, path: &Path) -> anyhow::Result<CopyReport> {
    let partial = partial(path)?;
    let mut file = BufWriter::new(new_file(&partial)?);
    let report = store.export(&mut file).await;
    let report = report.and_then(|report| {
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(report)
    });
    placed(&partial, path, report.map_err(Into::into))
}

/// Returns the name of a file while it is not complete, and refuses one that exists.
pub fn partial(path: &Path) -> anyhow::Result<PathBuf> {
    anyhow::ensure!(!path.exists(), "`{}` exists already", path.display());
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    Ok(name.into())
}

/// Creates a file that only its owner may read.
pub fn new_file(path: &Path) -> anyhow::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.with_context(|| format!("`{}` cannot be created", path.display()))
}

/// Gives a complete file its name, or removes one that is not complete.
pub fn placed<T>(partial: &Path, path: &Path, result: anyhow::Result<T>) -> anyhow::Result<T> {
    let result = result.and_then(|value| {
        // Another program may have created it meanwhile, whose file must not be replaced.
        std::fs::hard_link(partial, path).with_context(|| format!("`{}` cannot be created", path.display()))?;
        Ok(value)
    });
    std::fs::remove_file(partial).ok();
    result
}

/// Formats the numbers of rows.
pub fn counted(report: &CopyReport) -> String {
    let lines: String = report.rows.iter().map(|(table, rows)| format!("{table}: {rows}\n")).collect();
    format!("{lines}sha256: {}\n", report.sha256)
}
