//! `cora connection check`: checks whether a provider's documents are those that a connection
//! needs.

pub mod fetching;
mod report;

use std::path::Path;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::OrganizationId;
use cora_jwt::Fetch;
use cora_store::{ConnectionRow, DatabaseLocation, Store};

use super::super::database::{refuse, run_with};
use super::super::document::{self, BAD_INPUT};
use super::super::findings::FileFindings;
use super::super::provider_hosts::{ProviderHosts, ProviderProxyOption};
use super::super::run_to_end;
use super::file::{ConnectionFile, FileOptions};
use super::stored::find;
use fetching::Checked;

/// Fetch a provider's discovery document and keys, and check whether a connection can work with
/// them.
///
/// The settings are validated first; if they have errors, nothing is fetched. Documents are fetched
/// only from public addresses, or those that --allow-provider-networks allows, without redirects,
/// and up to 256 KiB each. Nothing is stored, and no secret is used.
///
/// For a connection in the database, the latest settings are checked.
///
/// Exit codes: 0 no errors; 1 errors, or a document cannot be fetched; 2 a file cannot be read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection check okta.yaml
  cora connection check --format json okta.yaml
  cora connection check --database cora.db okta
  cora connection check --database cora.db okta --number 3
  cora connection check --allow-loopback-http keycloak.yaml    check a provider on this machine
  cora connection check --allow-provider-networks '*.corp.acme.internal' keycloak.yaml")]
pub struct Check {
    /// A file of connections (see `cora connection validate --help` for its forms), or with
    /// --database a connection.
    #[arg(value_name = "FILE|CONNECTION")]
    what: String,
    /// The database: an SQLite file, or a PostgreSQL URL (`postgresql://…`). It must exist and be
    /// up to date.
    #[arg(long, value_name = "FILE")]
    database: Option<DatabaseLocation>,
    /// The number of the settings. If omitted, the latest settings.
    #[arg(long, value_name = "N", requires = "database")]
    number: Option<u32>,
    #[command(flatten)]
    file_options: FileOptions,
    #[command(flatten)]
    provider_proxy: ProviderProxyOption,
    /// The format of the report.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: CheckFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// Text for people.
    Text,
    /// One JSON object.
    Json,
}

/// Runs the command.
pub fn run(arguments: &Check) -> ExitCode {
    match &arguments.database {
        Some(database) => run_with(database, |store| stored(arguments, store)),
        None => run_to_end(file(arguments)),
    }
}

async fn file(arguments: &Check) -> anyhow::Result<ExitCode> {
    let hosts = &arguments.file_options.provider_hosts;
    let fetch = arguments.provider_proxy.fetch(hosts)?;
    let file = ConnectionFile::read(Path::new(&arguments.what), &arguments.file_options);
    let mut checked = Vec::new();
    for connection in &file.connections {
        let (name, path) = (file.findings.name.clone(), connection.path.clone());
        let title = if path.is_empty() { name } else { format!("{name}, {path}") };
        checked.push(Checked::of(&fetch, title, connection.kind, connection.report.clone(), hosts).await);
    }
    if !file.findings.is_valid && arguments.format == CheckFormat::Text {
        eprint!("{}", file.findings.text());
        eprintln!("{}: {}", file.findings.name, file.findings.summary());
        return Ok(ExitCode::from(BAD_INPUT));
    }
    let ended = arguments.end(&checked, Some(&file.findings));
    Ok(if file.findings.is_valid { ended } else { ExitCode::from(BAD_INPUT) })
}

async fn stored(arguments: &Check, store: Store) -> anyhow::Result<ExitCode> {
    let hosts = &arguments.file_options.provider_hosts;
    let fetch = arguments.provider_proxy.fetch(hosts)?;
    let row = match find(&store, &arguments.what).await? {
        Ok(row) => row,
        Err(code) => return Ok(code),
    };
    let number = arguments.number.unwrap_or(row.latest_number);
    let Some(checked) = check_stored(&store, &row, number, &fetch, hosts).await? else {
        let message = format!("the connection has no settings with number {number}");
        return Ok(refuse("configuration_not_found", &message, "Run `cora connection show` to see the numbers."));
    };
    Ok(arguments.end(&[checked], None))
}

/// Checks settings of a stored connection against its provider. `None` if it has none with this
/// number.
///
/// # Errors
///
/// Fails if the database does.
pub async fn check_stored(
    store: &Store,
    row: &ConnectionRow,
    number: u32,
    fetch: &impl Fetch,
    hosts: &ProviderHosts,
) -> anyhow::Result<Option<Checked>> {
    let versions = store.configuration_versions(row.id).await?;
    let Some(version) = versions.into_iter().find(|version| version.number == number) else { return Ok(None) };
    let report = validate(&ConnectionSettings {
        kind: row.provider_type,
        settings: Settings::new(version.config),
        organization_id: row.organization_id.as_deref().and_then(OrganizationId::parse),
        allow_loopback: hosts.allow_loopback_http,
        allowed_hosts: hosts.allow_provider_networks.clone(),
    });
    let title = format!("{}, settings {number}", row.id);
    Ok(Some(Checked::of(fetch, title, row.provider_type, report, hosts).await))
}

impl Check {
    /// Prints the results, and returns the exit code.
    fn end(&self, checked: &[Checked], file: Option<&FileFindings>) -> ExitCode {
        let report = match self.format {
            CheckFormat::Text => {
                let told = file.map(FileFindings::text).unwrap_or_default();
                let reports = checked.iter().map(|checked| report::text(checked, file.is_some()));
                told + &reports.collect::<Vec<_>>().join("\n")
            }
            CheckFormat::Json => report::json(checked, file),
        };
        let printed = document::print(&report);
        let is_ok = !checked.is_empty() && checked.iter().all(Checked::is_ok);
        if is_ok { printed } else { ExitCode::FAILURE }
    }
}
