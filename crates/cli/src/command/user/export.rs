//! `cora user export`: everything that is held about a person.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::super::document;
use super::{AdministrationReason, Chosen, refuse_for};

/// Print everything that the database holds about a user, as one JSON document.
///
/// It has the rows of every table that are about the user or name one of their addresses, without
/// hashes and ciphertexts. `elsewhere` lists columns of other rows and tables that contain one of
/// the user's texts: read it before the document is handed out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora user export --database cora.db ada@acme.example > ada.json
  cora user export --database cora.db ID | jq '.tables | keys'")]
pub struct Export {
    #[command(flatten)]
    chosen: Chosen,
}

/// Runs the command.
pub fn run(arguments: &Export) -> ExitCode {
    arguments.chosen.run(|store, user| async move {
        let Some(held) = store.held_about(user.user_id).await? else {
            return Ok(refuse_for(AdministrationReason::UserNotFound));
        };
        let mut elsewhere = store.find_texts(&held.sought()).await?;
        elsewhere.retain(|found| !held.contains(found));
        let mut shown = json!(held);
        shown["elsewhere"] = json!(elsewhere);
        Ok(document::print(&format!("{shown:#}\n")))
    })
}
