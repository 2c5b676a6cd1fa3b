//! `cora key`: the keys of the issuer, for the operator.

use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use cora_core::issuer::signing_key::SigningKeyUse;
use cora_core::json::Code as _;
use cora_core::text::KeyId;
use cora_store::StoredSigningKey;
use serde_json::{Value, json};

use super::database::{Database, refuse};
use super::document;
use super::table::{ListFormat, table};

/// List the keys of the issuer, replace them, and withdraw them in an emergency.
///
/// The server makes keys, because it holds what they are sealed with. It looks at their schedule
/// every minute.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora key list --database cora.db                        list the keys and their states
  cora key rotate --database cora.db --use access-token   ask for a successor, active in a day
  cora key withdraw --database cora.db KEY                refuse all that a key signed, at once

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Key {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(List),
    Rotate(Rotate),
    Withdraw(Withdraw),
}

/// List the keys, those that were withdrawn too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora key list --database cora.db
  cora key list --database cora.db --format json | jq '.keys[] | select(.state == \"active\")'")]
struct List {
    #[command(flatten)]
    database: Database,
    /// The format of the list.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Ask for successors of the keys that sign now. The server publishes them at once, and signs with
/// them after 24 hours, when every verifier knows them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora key rotate --database cora.db
  cora key rotate --database cora.db --use id-token

Exit codes: 0 asked, 1 there is nothing to replace, or a successor is published already; 2 bad usage.")]
struct Rotate {
    #[command(flatten)]
    database: Database,
    /// The use of the keys to replace; all of them if absent.
    #[arg(long = "use", value_name = "USE")]
    key_use: Option<Use>,
}

/// Withdraw a key in an emergency. Anything that it signed is refused at once, by everybody who
/// reads the key set again: access tokens, ID tokens as hints, or the refresh tokens that it
/// derived. The server makes a key in its place within a minute.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora key withdraw --database cora.db 7Xb0dKXnQ2rW3rM0p2m8b1k6dJmGq8i0J9m2n3b4c5d

Exit codes: 0 withdrawn, 1 no such key, or it was withdrawn before; 2 bad usage.")]
struct Withdraw {
    #[command(flatten)]
    database: Database,
    /// The key: its identifier, as `cora key list` prints it.
    #[arg(value_name = "KEY")]
    key: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Use {
    AccessToken,
    IdToken,
    RefreshToken,
}

impl From<Use> for SigningKeyUse {
    fn from(key_use: Use) -> Self {
        match key_use {
            Use::AccessToken => Self::AccessToken,
            Use::IdToken => Self::IdToken,
            Use::RefreshToken => Self::RefreshToken,
        }
    }
}

/// Runs the command.
pub fn run(arguments: &Key) -> ExitCode {
    match &arguments.command {
        Command::List(arguments) => list(arguments),
        Command::Rotate(arguments) => rotate(arguments),
        Command::Withdraw(arguments) => withdraw(arguments),
    }
}

fn list(arguments: &List) -> ExitCode {
    arguments.database.run(|store| async move {
        let now = (cora_server::clock::system())();
        let keys = store.signing_keys().await?;
        let state = |key: &StoredSigningKey| key.facts.state(now).name();
        let text = match arguments.format {
            ListFormat::Text if keys.is_empty() => "no keys; the server makes them when it starts\n".to_owned(),
            ListFormat::Text => {
                let row = |key: &StoredSigningKey| {
                    [
                        key.facts.key_id.as_str().to_owned(),
                        key.facts.key_use.name().to_owned(),
                        state(key).to_owned(),
                        key.facts.active_at.seconds().to_string(),
                        key.facts.retired_at.map_or_else(|| "-".to_owned(), |end| end.seconds().to_string()),
                        if key.is_rotation_asked { "asked" } else { "-" }.to_owned(),
                    ]
                };
                let rows: Vec<_> = keys.iter().map(row).collect();
                table(["key", "use", "state", "active at", "retired at", "successor"], &rows)
            }
            ListFormat::Json => {
                let row = |key: &StoredSigningKey| {
                    let mut shown = json!(key.facts);
                    shown["state"] = json!(state(key));
                    shown["rotationAsked"] = json!(key.is_rotation_asked);
                    shown
                };
                let rows: Vec<Value> = keys.iter().map(row).collect();
                format!("{:#}\n", json!({ "keys": rows }))
            }
        };
        Ok(document::print(&text))
    })
}

fn rotate(arguments: &Rotate) -> ExitCode {
    arguments.database.run(|store| async move {
        let now = (cora_server::clock::system())();
        let uses = match arguments.key_use {
            Some(key_use) => vec![key_use.into()],
            None => SigningKeyUse::ALL.to_vec(),
        };
        let mut asked = 0;
        for key_use in uses {
            if store.ask_key_rotation(key_use, now).await? {
                println!("asked for a successor of the key for {}", key_use.name());
                asked += 1;
            }
        }
        if asked > 0 {
            return Ok(ExitCode::SUCCESS);
        }
        let message = "there is no key to replace, or its successor is published already";
        Ok(refuse("nothing_to_rotate", message, "Run `cora key list` to see the keys."))
    })
}

fn withdraw(arguments: &Withdraw) -> ExitCode {
    arguments.database.run(|store| async move {
        let now = (cora_server::clock::system())();
        let key = KeyId::new(&arguments.key);
        let withdrawn = match &key {
            Some(key) => store.withdraw_signing_key(key, now).await?,
            None => false,
        };
        if !withdrawn {
            let message = "there is no such key, or it was withdrawn before";
            return Ok(refuse("key_not_found", message, "Run `cora key list` to see the keys."));
        }
        println!(
            "withdrawn\nWhat it signed is refused now: its access tokens end, its ID tokens are no hints any more,\n\
             and sessions whose refresh tokens it derived begin again with a sign-in."
        );
        Ok(ExitCode::SUCCESS)
    })
}
