//! Issues the token with which the first platform owner signs in.

use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;

use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::sql::{seconds, sql};
use crate::transaction::in_transaction;

/// Lifetime of a bootstrap token, in seconds: one day.
pub const BOOTSTRAP_TOKEN_SECONDS: u64 = 86_400;

/// An error of issuing a bootstrap token.
#[derive(Debug, thiserror::Error)]
pub enum IssueTokenError {
    /// The platform has an owner already, who can invite others.
    #[error("the platform already has an owner; ask an owner to invite another")]
    OwnerExists,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores the hash of a fresh bootstrap token, replacing earlier unused ones.
    ///
    /// # Errors
    ///
    /// Returns [`IssueTokenError`] if the platform has an owner or the database fails.
    pub async fn issue_bootstrap_token(&self, token: &PresentedToken, now: UnixSeconds) -> Result<(), IssueTokenError> {
        let hash = TokenHash::of(token).to_string();
        in_transaction!(self, |transaction| async {
            let owned = sql!("SELECT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')");
            if transaction.flag(owned).await? {
                return Err(IssueTokenError::OwnerExists);
            }
            transaction.execute(sql!("DELETE FROM bootstrap_tokens WHERE used_at IS NULL AND NOT recovery")).await?;
            let issue = sql!(
                "INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at) VALUES (?1, @time(?2), @time(?3))",
            );
            let issue = issue.bind(&hash).bind(seconds(now)).bind(seconds(now.plus(BOOTSTRAP_TOKEN_SECONDS)));
            transaction.execute(issue).await?;
            Ok(())
        }
        .await)
    }
}

in_transaction_by! {
    IssueTokenError: IssueTokenError::Store;
}
