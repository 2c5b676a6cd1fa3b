//! The token by which the first platform owner comes in.

use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;

use crate::apply::seconds;
use crate::database::Store;
use crate::error::StoreError;

/// How long a bootstrap token counts, in seconds: one day.
pub const BOOTSTRAP_TOKEN_SECONDS: u64 = 86_400;

/// A token was not issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueTokenError {
    /// The platform has an owner, who can invite others.
    #[error("the platform has an owner already; only an owner's invitation makes another")]
    OwnerExists,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores the hash of a fresh bootstrap token, in the place of those that were not used.
    ///
    /// # Errors
    ///
    /// [`IssueTokenError`].
    pub async fn issue_bootstrap_token(&self, token: &PresentedToken, now: UnixSeconds) -> Result<(), IssueTokenError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from)?;
        let owned: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM profiles WHERE global_role = 'platform_owner')")
                .fetch_one(&mut *transaction)
                .await
                .map_err(StoreError::from)?;
        if owned {
            return Err(IssueTokenError::OwnerExists);
        }
        sqlx::query("DELETE FROM bootstrap_tokens WHERE used_at IS NULL")
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        sqlx::query("INSERT INTO bootstrap_tokens (token_hash, created_at, expires_at) VALUES (?1, ?2, ?3)")
            .bind(TokenHash::of(token).to_string())
            .bind(seconds(now))
            .bind(seconds(now.plus(BOOTSTRAP_TOKEN_SECONDS)))
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(())
    }
}
