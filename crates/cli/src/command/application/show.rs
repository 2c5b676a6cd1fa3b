//! `cora application show`: shows one application.

use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use cora_core::issuer::application::RegisteredRedirectUri;
use cora_core::json::Code as _;
use cora_store::ApplicationRow;
use serde_json::json;

use super::super::document;
use super::super::table::{ListFormat, cell};
use super::Chosen;

/// Show one application, with the identifiers of its secrets.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application show --database cora.db 0198c0de-0000-7000-8000-0000000000e1
  cora application show --database cora.db 0198c0de-0000-7000-8000-0000000000e1 --format json")]
pub struct Show {
    #[command(flatten)]
    chosen: Chosen,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Runs the command.
pub fn run(arguments: &Show) -> ExitCode {
    arguments.chosen.run(|_, row| async move {
        Ok(document::print(&match arguments.format {
            ListFormat::Text => text(&row),
            ListFormat::Json => format!("{:#}\n", json!(row)),
        }))
    })
}

fn text(row: &ApplicationRow) -> String {
    let settings = &row.settings;
    let uri = |uri: &RegisteredRedirectUri| match uri.expires_at {
        Some(end) => format!("{} until {}", cell(uri.uri.as_str()), end.seconds()),
        None => cell(uri.uri.as_str()),
    };
    let mut lines = vec![
        ("id", row.id.to_string()),
        ("name", cell(settings.name.as_str())),
        ("kind", settings.kind.name().to_owned()),
        ("state", if settings.enabled { "on" } else { "off" }.to_owned()),
        ("development", settings.development.to_string()),
        ("authentication", settings.authentication().name().to_owned()),
        ("pkce", settings.pkce.name().to_owned()),
        ("idle", format!("{} s", settings.session.idle)),
        ("absolute", format!("{} s", settings.session.absolute)),
        ("API access", settings.api_access.to_string()),
        ("provider's tokens", settings.upstream.name().to_owned()),
    ];
    lines.extend(settings.redirect_uris.iter().map(|one| ("redirect URI", uri(one))));
    lines.extend(settings.post_logout_redirect_uris.iter().map(|one| ("after logout", uri(one))));
    lines.extend(settings.origins.iter().map(|origin| ("origin", cell(origin.as_str()))));
    lines.extend(settings.connections.iter().map(|connection| ("connection", connection.to_string())));
    lines.extend(settings.back_channel_logout_uri.iter().map(|uri| ("logout to", cell(uri.as_str()))));
    lines.extend(row.secrets.iter().map(|secret| {
        let end = secret.expires_at.as_ref().map(|end| format!(" until {end}")).unwrap_or_default();
        ("secret", format!("{} of {}{end}", secret.id, secret.created_at))
    }));
    lines.push(("version", row.version.to_string()));
    lines.push(("changed", row.updated_at.clone()));
    let mut text = String::new();
    for (name, value) in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<16}{value}");
    }
    text
}
