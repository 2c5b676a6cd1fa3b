//! `cora project migrate`: brings a database to the schema of Cora and of a project's modules.

use std::process::ExitCode;

use clap::Args;
use cora_project::code::ProjectCode;
use cora_project::file::PROJECT_FILE;
use cora_project::finding::{Finding, Place};
use cora_project::table::{self, ModuleTables};
use cora_store::{
    DatabaseLocation, MemberAccess, ModuleMigration, ModuleRun, ModuleSchema, ModuleSchemaError, ModuleStep,
    ModuleTable, Store,
};
use serde_json::{Value, json};

use super::disk::Folder;
use super::folder;
use super::opened::{self, Opened, Where};
use crate::command::{database, run_to_end};

/// Bring a database to the schema of Cora and of a project's modules.
///
/// The migrations of a module are `db/0001_NAME.sql` and so on in its folder. They are applied
/// after those of the modules that it needs, each in a transaction with its record. The access of
/// members to tables follows from `tables` in the manifests. Running it again changes nothing.
///
/// Exit codes: 0 done, 1 refused, or something is to be applied with `--check`; 2 a file cannot be
/// used.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora project migrate --database postgresql://cora@localhost/acme
  cora project migrate --database postgresql://cora@localhost/acme --check     list what would be applied
  cora project migrate --database postgresql://cora@localhost/acme --dry-run   apply it, and take it back")]
pub struct Migrate {
    #[command(flatten)]
    place: Where,
    /// The database: a PostgreSQL URL (`postgresql://…`), or an SQLite file if no module has
    /// migrations.
    #[arg(long, value_name = "FILE|URL", env = "CORA_DATABASE", hide_env_values = true)]
    database: DatabaseLocation,
    /// Change nothing; list what would be applied, and exit with code 1 if there is anything.
    #[arg(long)]
    check: bool,
    /// Apply the migrations of the modules in one transaction, and roll it back.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
}

/// Runs the command.
pub fn run(arguments: &Migrate) -> anyhow::Result<ExitCode> {
    let place = &arguments.place;
    let mut opened = Opened::read(&place.project);
    if opened.is_unusable() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({ "steps": [] })));
    }
    let folder = folder(&place.project)?;
    let mut schemas = Vec::new();
    for tables in opened.tables.clone() {
        schemas.push(schema(&folder, &mut opened, &tables)?);
    }
    if opened.is_unusable() {
        return Ok(opened::end(place.json, &opened.files(), "", json!({ "steps": [] })));
    }
    Ok(run_to_end(migrate(arguments, opened, schemas)))
}

async fn migrate(arguments: &Migrate, mut opened: Opened, schemas: Vec<ModuleSchema>) -> anyhow::Result<ExitCode> {
    let is_json = arguments.place.json;
    let mut done = Done::default();
    let run = match (arguments.check, arguments.dry_run) {
        (true, _) => ModuleRun::List,
        (_, true) => ModuleRun::Try,
        _ => ModuleRun::Apply,
    };
    let store = if run == ModuleRun::Apply {
        database::migrate(&arguments.database).await?
    } else {
        let pending = Store::pending(&arguments.database).await;
        let pending =
            pending.map_err(|error| anyhow::Error::from(error).context(database::unusable(&arguments.database)))?;
        if !pending.is_empty() {
            for migration in pending {
                done.add(
                    "to be applied",
                    "cora",
                    &format!("Cora's migration {} {}", migration.version, migration.description),
                );
            }
            done.text.push_str("The modules are checked once Cora's own migrations are applied.\n");
            opened::end(is_json, &opened.files(), &done.text, json!({ "steps": done.steps }));
            return Ok(ExitCode::FAILURE);
        }
        database::open(&arguments.database, cora_store::DatabaseOptions::default()).await?
    };
    let migrated = store.migrate_modules(&schemas, run).await;
    store.close().await;
    let word = match run {
        ModuleRun::List => "to be applied",
        ModuleRun::Try => "tried",
        ModuleRun::Apply => "applied",
    };
    match migrated {
        Ok(steps) => {
            let is_due = run == ModuleRun::List && !steps.is_empty();
            for step in &steps {
                match step {
                    ModuleStep::Migration(file) => done.add(word, "migration", file),
                    ModuleStep::Access(module) => {
                        done.add(word, "access", &format!("access to the tables of `{module}`"))
                    }
                }
            }
            if steps.is_empty() {
                done.text.push_str("Nothing to do.\n");
            }
            let code = opened::end(is_json, &opened.files(), &done.text, json!({ "steps": done.steps }));
            Ok(if is_due && code == ExitCode::SUCCESS { ExitCode::FAILURE } else { code })
        }
        Err(error) => {
            let finding = finding(error, &opened, &schemas)?;
            if let Some(migration) = schemas.iter().flat_map(|one| &one.migrations).find(|one| one.file == finding.file)
            {
                opened.add_text(&migration.file, migration.text.clone());
            }
            opened.resolution.findings.push(finding);
            Ok(opened::end(is_json, &opened.files(), "", json!({ "steps": [] })))
        }
    }
}

/// The steps, for people and for programs.
#[derive(Default)]
struct Done {
    text: String,
    steps: Vec<Value>,
}

impl Done {
    fn add(&mut self, word: &str, kind: &str, about: &str) {
        self.text.push_str(&format!("{word}: {about}\n"));
        self.steps.push(json!({ "kind": kind, "name": about, "state": word }));
    }
}

/// Reads the migrations of a module.
fn schema(folder: &Folder, opened: &mut Opened, tables: &ModuleTables) -> anyhow::Result<ModuleSchema> {
    let path = format!("{}/{}", tables.folder, table::MIGRATIONS);
    let below = folder.below(&path)?;
    for obstacle in below.obstacles {
        let message = format!("`{obstacle}` is a symbolic link");
        opened.resolution.findings.push(Finding::of_file(ProjectCode::PathCollision, &obstacle, message));
    }
    let (migrations, findings) = table::migrations(tables, &below.files);
    opened.resolution.findings.extend(findings);
    let migration = |table::Migration { number, file, text }| ModuleMigration { number, file, text };
    let declared = |one: &table::DeclaredTable| ModuleTable {
        name: one.name.clone(),
        members: one.members.as_ref().map(|members| MemberAccess {
            column: members.column.clone(),
            readers: members.readers.clone(),
            writers: members.writers.clone(),
        }),
    };
    Ok(ModuleSchema {
        module: tables.module.clone(),
        migrations: migrations.into_iter().map(migration).collect(),
        tables: tables.tables.iter().map(declared).collect(),
    })
}

/// Converts an error about the project into a finding.
///
/// # Errors
///
/// Fails with an error that is not about the project.
fn finding(error: ModuleSchemaError, opened: &Opened, schemas: &[ModuleSchema]) -> anyhow::Result<Finding> {
    let manifest = |module: &str| {
        let found = opened.resolution.modules.iter().find(|found| found.name.as_str() == module);
        found.map_or(PROJECT_FILE, |found| found.file.as_str()).to_owned()
    };
    let message = error.to_string();
    Ok(match error {
        ModuleSchemaError::NotPostgres => Finding::of_file(ProjectCode::PostgresNeeded, PROJECT_FILE, message),
        ModuleSchemaError::Changed { file } | ModuleSchemaError::Late { file } => {
            Finding::of_file(ProjectCode::MigrationChanged, &file, message)
        }
        ModuleSchemaError::Gone { module, .. } => {
            Finding::of_file(ProjectCode::MigrationChanged, &manifest(&module), message)
        }
        ModuleSchemaError::Failed { file, line, .. } => {
            let found = Finding::of_file(ProjectCode::MigrationFailed, &file, message);
            match line {
                Some(line) => found.with_place(Place { line, column: 1 }),
                None => found,
            }
        }
        ModuleSchemaError::Foreign { file: Some(file), .. } => {
            Finding::of_file(ProjectCode::TableForeign, &file, message)
        }
        ModuleSchemaError::Foreign { file: None, module, table } => {
            Finding::at(ProjectCode::TableForeign, &manifest(&module), &format!("/tables/{table}"), message)
        }
        ModuleSchemaError::Absent { module, name } => {
            let table = name.split('.').next().unwrap_or_default();
            debug_assert!(schemas.iter().any(|schema| schema.module == module), "{module}");
            Finding::at(ProjectCode::TableMissing, &manifest(&module), &format!("/tables/{table}"), message)
        }
        ModuleSchemaError::Open(error) => return Err(error.into()),
    })
}
