//! `cora application change`, `add-redirect`, `enable` and `disable`: change settings.

use std::process::ExitCode;

use clap::Args;
use cora_core::administration::ApplicationCommand;
use cora_core::issuer::application::ApplicationSettings;
use cora_store::{ApplicationRow, Store};
use serde_json::json;

use super::fields::{Fields, Length, registered};
use super::{Chosen, Why, administer, refuse_settings, report};

/// Change some settings of an application. Those that are not given stay.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application change --database cora.db ID --idle 1d --absolute 30d
  cora application change --database cora.db ID --redirect-uri https://app.acme.example/cb --redirect-uri https://www.acme.example/cb

Exit codes: 0 done, 1 refused, with all problems; 2 bad usage.")]
pub struct Change {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    why: Why,
}

/// Register one more redirect URI of an application, for a time or for good: that of a preview.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application add-redirect --database cora.db ID https://pr-7.acme.example/cb --expires 7d

Exit codes: 0 done, 1 refused, with all problems; 2 bad usage.")]
pub struct AddRedirect {
    #[command(flatten)]
    chosen: Chosen,
    /// The redirect URI, compared byte for byte.
    #[arg(value_name = "URI")]
    uri: String,
    /// The time for which it is registered: seconds, or `30m`, `12h`, `7d`. It does not expire if
    /// absent.
    #[arg(long, value_name = "LENGTH")]
    expires: Option<Length>,
    #[command(flatten)]
    why: Why,
}

/// The options of a switch.
#[derive(Debug, Args)]
pub struct Switch {
    #[command(flatten)]
    chosen: Chosen,
    #[command(flatten)]
    why: Why,
}

/// Runs `cora application change`.
pub fn run(arguments: &Change) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        match arguments.fields.over(json!(row.settings))? {
            Ok(settings) => write(&store, &row, settings, &arguments.why).await,
            Err(code) => Ok(code),
        }
    })
}

/// Runs `cora application add-redirect`.
pub fn add_redirect(arguments: &AddRedirect) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let now = (cora_server::clock::system())();
        let expires_at = arguments.expires.map(|Length(seconds)| now.plus(seconds.into()));
        let added = match registered(&arguments.uri, expires_at) {
            Ok(added) => added,
            Err(code) => return Ok(code),
        };
        let mut settings = row.settings.clone();
        // An end that has passed is not kept, so that previews do not fill the list.
        settings.redirect_uris.retain(|one| one.uri != added.uri && one.expires_at.is_none_or(|end| now < end));
        settings.redirect_uris.push(added);
        write(&store, &row, settings, &arguments.why).await
    })
}

/// Runs `cora application enable` and `disable`.
pub fn switch(arguments: &Switch, enabled: bool) -> ExitCode {
    arguments.chosen.run(|store, row| async move {
        let settings = ApplicationSettings { enabled, ..row.settings.clone() };
        write(&store, &row, settings, &arguments.why).await
    })
}

async fn write(
    store: &Store,
    row: &ApplicationRow,
    settings: ApplicationSettings,
    why: &Why,
) -> anyhow::Result<ExitCode> {
    let report = report(store, &settings).await?;
    if !report.ok {
        return Ok(refuse_settings(&report));
    }
    let version = Some(row.version);
    let command = ApplicationCommand::ChangeApplication { application_id: row.id, settings, version, report };
    if let Err(code) = administer(store, command, why).await? {
        return Ok(code);
    }
    let version = store.application(row.id).await?.map_or(row.version, |row| row.version);
    println!("{} version {version}", row.id);
    Ok(ExitCode::SUCCESS)
}
