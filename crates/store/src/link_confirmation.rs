//! Issues the tokens with which people confirm that an account is theirs.

use cora_core::email::CanonicalEmail;
use cora_core::id::UserId;
use cora_core::identity::IdentityKey;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;

use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::sql::{seconds, sql};
use crate::transaction::in_transaction;

/// Lifetime of a link confirmation, in seconds: a quarter of an hour (our decision, because it is
/// answered at once or requested again).
pub const LINK_CONFIRMATION_SECONDS: u64 = 900;

/// Minimum time between two requests of the same identity, in seconds. It keeps people from
/// flooding another's mailbox.
pub const LINK_CONFIRMATION_PAUSE_SECONDS: u64 = 60;

/// An error of requesting a link confirmation.
#[derive(Debug, thiserror::Error)]
pub enum AskConfirmationError {
    /// No active user with this identifier has a verified address, so there is nobody to ask.
    #[error("the account cannot be confirmed: it is not active, or has no verified address")]
    NotConfirmable,
    /// The identity requested a confirmation less than [`LINK_CONFIRMATION_PAUSE_SECONDS`] ago.
    #[error("a confirmation was requested a moment ago")]
    TooSoon,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores the hash of a fresh token that confirms the link of an identity to a user, replacing
    /// earlier unused ones of this identity. Returns the account's own address: send the token
    /// there and nowhere else.
    ///
    /// # Errors
    ///
    /// Returns [`AskConfirmationError`] if the account cannot be confirmed, if the identity asked a
    /// moment ago, or if the database fails.
    pub async fn ask_link_confirmation(
        &self,
        token: &PresentedToken,
        identity: &IdentityKey,
        user: UserId,
        now: UnixSeconds,
    ) -> Result<CanonicalEmail, AskConfirmationError> {
        let hash = TokenHash::of(token).to_string();
        in_transaction!(self, |transaction| {
            async {
            let address = sql(
                "SELECT email_canonical FROM profiles
                 WHERE user_id = @id(?1) AND status = 'active' AND email_verified AND email_canonical IS NOT NULL",
            );
            let email = transaction.text(address.bind(user.to_string())).await?;
            let email = email.and_then(|email| CanonicalEmail::parse(&email).ok());
            let email = email.ok_or(AskConfirmationError::NotConfirmable)?;
            let recent = sql(
                "SELECT EXISTS (SELECT 1 FROM link_confirmations
                 WHERE issuer = ?1 AND external_id = ?2 AND used_at IS NULL AND created_at > @time(?3))",
            );
            let since = seconds(now).saturating_sub_unsigned(LINK_CONFIRMATION_PAUSE_SECONDS);
            let recent = recent.bind(identity.issuer.as_str()).bind(identity.subject.as_str()).bind(since);
            if transaction.flag(recent).await? {
                return Err(AskConfirmationError::TooSoon);
            }
            let earlier =
                sql("DELETE FROM link_confirmations WHERE issuer = ?1 AND external_id = ?2 AND used_at IS NULL");
            transaction.execute(earlier.bind(identity.issuer.as_str()).bind(identity.subject.as_str())).await?;
            let ask = sql(
                "INSERT INTO link_confirmations (token_hash, issuer, external_id, user_id, email, created_at, expires_at)
                 VALUES (?1, ?2, ?3, @id(?4), ?5, @time(?6), @time(?7))",
            );
            let ask = ask.bind(&hash).bind(identity.issuer.as_str()).bind(identity.subject.as_str());
            let ask = ask.bind(user.to_string()).bind(email.as_str()).bind(seconds(now));
            transaction.execute(ask.bind(seconds(now.plus(LINK_CONFIRMATION_SECONDS)))).await?;
            Ok(email)
        }
        .await
        })
    }
}

in_transaction_by! {
    AskConfirmationError: AskConfirmationError::Store;
}
