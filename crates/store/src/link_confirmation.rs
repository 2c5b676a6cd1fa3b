//! The tokens by which people confirm that an account is theirs.

use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::identity::IdentityKey;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;

use crate::apply::seconds;
use crate::database::Store;
use crate::error::StoreError;

/// How long a link confirmation counts, in seconds: a quarter of an hour (our decision, because it is answered at once or
/// asked again).
pub const LINK_CONFIRMATION_SECONDS: u64 = 900;

/// No confirmation was asked.
#[derive(Debug, thiserror::Error)]
pub enum AskConfirmationError {
    /// There is no active user of this identifier with a verified address, so nobody to ask.
    #[error("the account cannot be confirmed: it is not active, or has no verified address")]
    NotConfirmable,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores the hash of a fresh token that confirms the link of an identity to a user, in the place of those that this
    /// identity was given and did not use, and answers with the account's own address: the token goes there and nowhere
    /// else.
    ///
    /// # Errors
    ///
    /// [`AskConfirmationError`].
    pub async fn ask_link_confirmation(
        &self,
        token: &PresentedToken,
        identity: &IdentityKey,
        user: UserId,
        now: UnixSeconds,
    ) -> Result<CanonicalEmail, AskConfirmationError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(StoreError::from)?;
        let email: Option<String> = sqlx::query_scalar(
            "SELECT email_canonical FROM profiles
             WHERE user_id = ?1 AND status = 'active' AND email_verified AND email_canonical IS NOT NULL",
        )
        .bind(user.to_string())
        .fetch_optional(&mut *transaction)
        .await
        .map_err(StoreError::from)?;
        let email = email.and_then(|email| CanonicalEmail::parse(&email).ok());
        let email = email.ok_or(AskConfirmationError::NotConfirmable)?;
        sqlx::query("DELETE FROM link_confirmations WHERE issuer = ?1 AND external_id = ?2 AND used_at IS NULL")
            .bind(identity.issuer.as_str())
            .bind(identity.subject.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(StoreError::from)?;
        sqlx::query(
            "INSERT INTO link_confirmations (token_hash, issuer, external_id, user_id, email, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .bind(TokenHash::of(token).to_string())
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(user.to_string())
        .bind(email.as_str())
        .bind(seconds(now))
        .bind(seconds(now.plus(LINK_CONFIRMATION_SECONDS)))
        .execute(&mut *transaction)
        .await
        .map_err(StoreError::from)?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(email)
    }
}
