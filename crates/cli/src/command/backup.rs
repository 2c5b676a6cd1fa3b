//! `cora backup` and `cora restore`.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use cora_store::{DatabaseLocation, Store};

use super::database::{Database, refuse};
use super::export::{counted, finished, into_file, new_file, partial, placed};
use super::run_to_end;

/// The first bytes of a file of SQLite.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Write a backup of a database into a file, while the server runs.
///
/// Of SQLite it is a database file, checked as a whole after it was written. Never copy the file of
/// a running server yourself: what was committed last is in another file next to it. Of PostgreSQL
/// it is an export of Cora's tables from one snapshot, as `cora export` writes it; tables of your
/// own are in a `pg_dump` of the database only.
///
/// The file has everything but the keys: keep CORA_SECRET_KEYS elsewhere. Only its owner may read
/// it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora backup --database cora.db /backup/cora-2026-01-31.db
  CORA_DATABASE=postgresql://… cora backup /backup/cora-2026-01-31.jsonl

Exit codes: 0 done, 1 failed. There is no file then.")]
pub struct Backup {
    #[command(flatten)]
    database: Database,
    /// The file to write. It must not exist.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Make a database of a backup.
///
/// A file of SQLite becomes the database file, which must not exist. An export is imported into an
/// empty database of either kind. The file is checked as a whole first. Stop the server before, and
/// run `cora migrate` after, if the backup is of an earlier version.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora restore --database cora.db /backup/cora-2026-01-31.db
  CORA_DATABASE=postgresql://… cora restore /backup/cora-2026-01-31.jsonl

Exit codes: 0 done, 1 refused or failed. Nothing was restored then.")]
pub struct Restore {
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must be new or empty.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `cora backup`.
pub fn run(Backup { database, file }: &Backup) -> ExitCode {
    database.run(|store| async move {
        if !store.is_sqlite() {
            print!("{}", counted(&into_file(&store, file).await?));
            return Ok(ExitCode::SUCCESS);
        }
        let partial = partial(file)?;
        drop(new_file(&partial)?);
        let copied = async {
            store.copy_file(&partial).await?;
            checked(&partial).await?;
            Ok(File::open(&partial)?.sync_all()?)
        };
        let copied = copied.await;
        placed(&partial, file, copied)?;
        println!("backup: {}", file.display());
        Ok(ExitCode::SUCCESS)
    })
}

/// Runs `cora restore`.
pub fn restore(Restore { database, file }: &Restore) -> ExitCode {
    run_to_end(async {
        let mut head = [0; SQLITE.len()];
        let mut backup = File::open(file).with_context(|| format!("`{}` cannot be read", file.display()))?;
        let is_sqlite = backup.read_exact(&mut head).is_ok() && head == SQLITE;
        let to = match database {
            DatabaseLocation::File(path) if is_sqlite => path,
            DatabaseLocation::Postgres(_) if is_sqlite => {
                let help = "Restore it to a file, and move that with `cora export` and `cora import`.";
                return Ok(refuse("other_database", "this is a backup of SQLite", help));
            }
            _ => {
                let store = Store::migrate(database).await?;
                let imported = store.import(BufReader::new(File::open(file)?)).await;
                store.close().await;
                return finished(imported);
            }
        };
        checked(file).await?;
        let partial = partial(to)?;
        let copied = async {
            let mut target = new_file(&partial)?;
            std::io::copy(&mut File::open(file)?, &mut target)?;
            target.sync_all()?;
            // A newer or foreign schema is refused. The copy is opened, because that writes to a
            // file.
            Ok(Store::pending(&partial).await?)
        };
        let copied = copied.await;
        let pending = placed(&partial, to, copied)?;
        println!("restored: {}", to.display());
        if !pending.is_empty() {
            eprintln!("Run `cora migrate`: the backup is of an earlier version.");
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Checks a file of SQLite as a whole.
async fn checked(path: &Path) -> anyhow::Result<()> {
    let faults = Store::check_file(path).await?;
    anyhow::ensure!(faults.is_empty(), "the file is damaged: {}", faults.join("; "));
    Ok(())
}
