//! `cora recovery`: one-time tokens that make an owner although the platform has one.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use cora_core::administration::{AdministrationCommand, UserCommand};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_secrets::random_secret;
use cora_store::{BOOTSTRAP_TOKEN_SECONDS, BootstrapTokenRow};
use serde_json::json;

use super::database::{Database, operator, reason, refuse};
use super::document::{self, BAD_INPUT};
use super::table::{ListFormat, table};

/// Let somebody become an owner of the platform when no owner can sign in any more.
///
/// `cora init` does the same for a platform that has no owner. The user who sends the token as
/// `X-Cora-Bootstrap-Token` at their login becomes an owner, with the account that they have or a
/// new one. Every token is in the audit log, with the operator as the actor.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora recovery issue --database cora.db --reason 'the owners left'   print a token, valid once
  cora recovery list --database cora.db                               tokens, also those of `cora init`
  cora recovery revoke --database cora.db 1f3a                        withdraw a token

Exit codes: 0 done, 1 refused or failed, 2 bad input or usage.")]
pub struct Recovery {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Issue(Issue),
    List(List),
    Revoke(Revoke),
}

/// Print a new recovery token, valid for one day and one use. The database keeps only its SHA-256.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  TOKEN=$(cora recovery issue --database cora.db --reason 'the owners left')")]
struct Issue {
    #[command(flatten)]
    database: Database,
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// List the tokens that were issued, used and expired ones too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora recovery list --database cora.db
  cora recovery list --database cora.db --format json | jq '.tokens[] | select(.usedAt == null)'")]
struct List {
    #[command(flatten)]
    database: Database,
    /// The format of the list.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ListFormat,
}

/// Withdraw a token that nobody has used, also one of `cora init`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  cora recovery revoke --database cora.db 1f3a --reason 'sent to the wrong person'")]
struct Revoke {
    #[command(flatten)]
    database: Database,
    /// The token: the beginning of its hash, as `cora recovery list` prints it.
    #[arg(value_name = "HASH")]
    hash: String,
    /// The reason, for the audit log. At most 500 bytes.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Recovery) -> ExitCode {
    match &arguments.command {
        Command::Issue(arguments) => issue(arguments),
        Command::List(arguments) => list(arguments),
        Command::Revoke(arguments) => revoke(arguments),
    }
}

fn issue(arguments: &Issue) -> ExitCode {
    let reason = match arguments.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return code,
    };
    arguments.database.run(|store| async move {
        let secret = random_secret()?;
        let token =
            PresentedToken::new(secret.expose()).ok_or_else(|| anyhow::anyhow!("the token is too long"))?;
        let context = operator(reason);
        let expires_at = context.now.plus(BOOTSTRAP_TOKEN_SECONDS);
        let command = UserCommand::IssueRecoveryToken { token_hash: TokenHash::of(&token), expires_at };
        store.administer(&command.into(), &context).await?;
        println!("{}", secret.expose());
        let hours = BOOTSTRAP_TOKEN_SECONDS / 3600;
        eprintln!(
            "Whoever sends this token as X-Cora-Bootstrap-Token at their login owns the platform. It expires in {hours} hours and is not shown again."
        );
        Ok(ExitCode::SUCCESS)
    })
}

fn list(arguments: &List) -> ExitCode {
    arguments.database.run(|store| async move {
        let tokens = store.bootstrap_tokens().await?;
        let text = match arguments.format {
            ListFormat::Text if tokens.is_empty() => "no tokens\n".to_owned(),
            ListFormat::Text => {
                let row = |token: &BootstrapTokenRow| {
                    [
                        token.token_hash.chars().take(12).collect(),
                        if token.recovery { "recovery" } else { "first owner" }.to_owned(),
                        token.created_at.clone(),
                        token.expires_at.clone(),
                        token.used_at.clone().unwrap_or_else(|| "-".to_owned()),
                        token.used_by.map_or_else(|| "-".to_owned(), |user| user.to_string()),
                    ]
                };
                let rows: Vec<_> = tokens.iter().map(row).collect();
                table(["hash", "kind", "issued", "expires", "used", "by"], &rows)
            }
            ListFormat::Json => format!("{:#}\n", json!({ "tokens": tokens })),
        };
        Ok(document::print(&text))
    })
}

fn revoke(arguments: &Revoke) -> ExitCode {
    const LIST: &str = "Run `cora recovery list` to see the tokens.";
    let reason = match arguments.reason.as_deref().map(reason).transpose() {
        Ok(reason) => reason,
        Err(code) => return code,
    };
    if arguments.hash.is_empty() {
        refuse("invalid_id", "the hash is empty", LIST);
        return ExitCode::from(BAD_INPUT);
    }
    arguments.database.run(|store| async move {
        let mut tokens = store.bootstrap_tokens().await?;
        tokens.retain(|token| token.used_at.is_none() && token.token_hash.starts_with(&arguments.hash));
        let hash = match tokens.as_slice() {
            [token] => TokenHash::parse(&token.token_hash),
            [] => return Ok(refuse("token_not_found", "no unused token has a hash that begins so", LIST)),
            _ => return Ok(refuse("token_ambiguous", "several unused tokens have a hash that begins so", LIST)),
        };
        let token_hash = hash.ok_or_else(|| anyhow::anyhow!("the stored hash cannot be read"))?;
        let command = AdministrationCommand::from(UserCommand::RevokeBootstrapToken { token_hash });
        store.administer(&command, &operator(reason)).await?;
        println!("revoked");
        Ok(ExitCode::SUCCESS)
    })
}
