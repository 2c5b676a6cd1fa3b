//! `cora connection reseal`: encrypts stored secrets with another key.

use std::process::ExitCode;

use clap::Args;
use cora_secrets::KeyRing;

use super::super::database::{Database, refuse};
use super::super::diagnostic::counted;
use super::super::document::BAD_INPUT;

/// Encrypt the stored secrets again with the first key of `CORA_SECRET_KEYS`, to retire the other
/// keys.
///
/// To replace a key: put the new one before the old one (`new:KEY,old:KEY`), restart the service
/// with both, run this command, then remove the old one. Either all secrets are encrypted again or
/// none.
///
/// Exit codes: 0 done; 1 a secret cannot be decrypted with any of the keys; 2 no usable keys.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cora connection reseal --database cora.db
  CORA_SECRET_KEYS=\"2027:$NEW_KEY,2026:$OLD_KEY\" cora connection reseal --database cora.db")]
pub struct Reseal {
    #[command(flatten)]
    database: Database,
}

/// Runs the command.
pub fn run(arguments: &Reseal) -> ExitCode {
    let keys = match KeyRing::from_environment() {
        Ok(keys) => keys,
        Err(error) => {
            refuse(error.code(), &error.to_string(), error.help());
            return ExitCode::from(BAD_INPUT);
        }
    };
    arguments.database.run(|store| async move {
        match store.reseal_secrets(&keys).await {
            Ok(changed) => {
                println!(
                    "{} encrypted with key `{}`",
                    counted(usize::try_from(changed)?, "secret"),
                    keys.sealing_key_id()
                );
                Ok(ExitCode::SUCCESS)
            }
            Err(cora_store::ResealError::Secret { connection_id, error, .. }) => {
                let message = format!("a secret of connection {connection_id}: {error}");
                Ok(refuse(error.code(), &message, error.help()))
            }
            Err(cora_store::ResealError::SigningKey { id, error }) => {
                let message = format!("the signing key {id}: {error}");
                Ok(refuse(error.code(), &message, error.help()))
            }
            Err(cora_store::ResealError::Store(error)) => Err(error.into()),
        }
    })
}
