//! `cora application add`: registers an application.

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cora_core::administration::ApplicationCommand;
use cora_core::id::ApplicationId;
use cora_core::issuer::application::ClientAuthentication;
use serde_json::json;
use uuid::Uuid;

use super::super::database::Database;
use super::fields::Fields;
use super::secret::add_secret;
use super::{Why, administer, refuse_settings, report};

/// Register an application, and print its identifier. One that authenticates with a secret gets its
/// first one, which is printed this once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora application add --database cora.db --name Web --kind web --redirect-uri https://app.acme.example/cb
  cora application add --database cora.db --name Pages --kind spa --redirect-uri https://app.acme.example/cb \\
    --origin https://app.acme.example
  cora application add --database cora.db --name Local --kind web --development true \\
    --redirect-uri http://localhost:3000/cb
  cora application add --database cora.db --name Reports --kind service

Exit codes: 0 done, 1 refused, with all problems; 2 bad usage.")]
pub struct Add {
    #[command(flatten)]
    database: Database,
    /// The kind: a server with a secret, pages without a server, an app, or a program without
    /// people.
    #[arg(long, value_name = "KIND")]
    kind: Kind,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Web,
    Spa,
    Native,
    Service,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Spa => "spa",
            Self::Native => "native",
            Self::Service => "service",
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Add) -> ExitCode {
    arguments.database.run(|store| async move {
        let settings = match arguments.fields.over(json!({ "name": "", "kind": arguments.kind.name() }))? {
            Ok(settings) => settings,
            Err(code) => return Ok(code),
        };
        let report = report(&store, &settings).await?;
        if !report.ok {
            return Ok(refuse_settings(&report));
        }
        let has_secret = settings.authentication() == ClientAuthentication::Secret;
        let application_id = ApplicationId::from_uuid(Uuid::new_v4());
        let command = ApplicationCommand::CreateApplication { application_id, settings, report };
        if let Err(code) = administer(&store, command, &arguments.why).await? {
            return Ok(code);
        }
        println!("client_id      {application_id}");
        if has_secret {
            return add_secret(&store, application_id, None, &arguments.why).await;
        }
        Ok(ExitCode::SUCCESS)
    })
}
