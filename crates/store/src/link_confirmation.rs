//! Issues the codes with which people prove a mailbox, and confirm that an account is theirs.

use cora_core::email::CanonicalEmail;
use cora_core::identity::IdentityKey;
use cora_core::provisioning::mailbox::CodeRecipient;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use serde::Deserialize;

use crate::administration::read;
use crate::database::Store;
use crate::error::{StoreError, in_transaction_by};
use crate::sql::{seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// Lifetime of a link confirmation, in seconds: a quarter of an hour (our decision, because it is
/// answered at once or requested again).
pub const LINK_CONFIRMATION_SECONDS: u64 = 900;

/// Minimum time between two requests of the same identity, in seconds. It keeps people from
/// flooding another's mailbox.
pub const LINK_CONFIRMATION_PAUSE_SECONDS: u64 = 60;

/// The longest time between two codes for the same invitation, in seconds: a day. The first time is
/// [`LINK_CONFIRMATION_PAUSE_SECONDS`], and each later one is twice the one before. It keeps people
/// from flooding the mailbox of the invited person, who need not have anything to do with them.
const LONGEST_PAUSE_SECONDS: u64 = 86_400;

/// An error of requesting a link confirmation.
#[derive(Debug, thiserror::Error)]
pub enum AskConfirmationError {
    /// No active user with this identifier has a verified address, so there is nobody to ask, or
    /// the invitation is not open any more.
    #[error("there is nothing to confirm: no active account with a verified address, or no open invitation")]
    NotConfirmable,
    /// The identity requested a confirmation less than [`LINK_CONFIRMATION_PAUSE_SECONDS`] ago, or
    /// the invitation had a code a short while ago.
    #[error("a confirmation was requested a moment ago")]
    TooSoon {
        /// The seconds after which it can be requested again.
        seconds: u64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Stores the hash of a fresh token that proves a mailbox, and confirms the link of an identity
    /// to a user if the recipient is an account, or claims an invitation if it is the invited
    /// address, replacing earlier unused ones of this identity. Returns the address: send the token
    /// there and nowhere else.
    ///
    /// # Errors
    ///
    /// Returns [`AskConfirmationError`] if there is nothing to confirm, if the identity asked a
    /// moment ago or the invitation had a code lately, or if the database fails.
    pub async fn ask_link_confirmation(
        &self,
        token: &PresentedToken,
        identity: &IdentityKey,
        recipient: &CodeRecipient,
        now: UnixSeconds,
    ) -> Result<CanonicalEmail, AskConfirmationError> {
        let hash = TokenHash::of(token).to_string();
        in_transaction!(self, |transaction| {
            async {
            let (email, user, invitation) = match recipient {
                CodeRecipient::Mailbox(email) => (email.clone(), None, None),
                CodeRecipient::Invitation(invitation, email) => (email.clone(), None, Some(invitation.to_string())),
                CodeRecipient::Account(user) => {
                    let address = sql!(
                        "SELECT email_canonical FROM profiles
                         WHERE user_id = @id(?1) AND status = 'active' AND email_verified AND email_canonical IS NOT NULL",
                    );
                    let email = transaction.text(address.bind(user.to_string())).await?;
                    let email = email.and_then(|email| CanonicalEmail::parse(&email).ok());
                    (email.ok_or(AskConfirmationError::NotConfirmable)?, Some(user.to_string()), None)
                }
            };
            let recent = sql!(
                "SELECT EXISTS (SELECT 1 FROM link_confirmations
                 WHERE issuer = ?1 AND external_id = ?2 AND used_at IS NULL AND created_at > @time(?3))",
            );
            let since = seconds(now).saturating_sub_unsigned(LINK_CONFIRMATION_PAUSE_SECONDS);
            let recent = recent.bind(identity.issuer.as_str()).bind(identity.subject.as_str()).bind(since);
            if transaction.flag(recent).await? {
                return Err(AskConfirmationError::TooSoon { seconds: LINK_CONFIRMATION_PAUSE_SECONDS });
            }
            if let Some(invitation) = &invitation {
                count_code(transaction, invitation, now).await?;
            }
            let earlier =
                sql!("DELETE FROM link_confirmations WHERE issuer = ?1 AND external_id = ?2 AND used_at IS NULL");
            transaction.execute(earlier.bind(identity.issuer.as_str()).bind(identity.subject.as_str())).await?;
            let ask = sql!(
                "INSERT INTO link_confirmations (token_hash, issuer, external_id, user_id, email, created_at, expires_at,
                    invitation_id)
                 VALUES (?1, ?2, ?3, @id(?4), ?5, @time(?6), @time(?7), @id(?8))",
            );
            let ask = ask.bind(&hash).bind(identity.issuer.as_str()).bind(identity.subject.as_str());
            let ask = ask.bind(user).bind(email.as_str()).bind(seconds(now));
            let ask = ask.bind(seconds(now.plus(LINK_CONFIRMATION_SECONDS))).bind(invitation);
            transaction.execute(ask).await?;
            Ok(email)
        }
        .await
        })
    }
}

/// The codes that were sent for an invitation.
#[derive(Deserialize)]
struct CodesSent {
    count: u32,
    next: Option<UnixSeconds>,
}

/// Counts a code for an invitation, unless it had one a short while ago for any identity.
async fn count_code(
    transaction: &mut Transaction,
    invitation: &str,
    now: UnixSeconds,
) -> Result<(), AskConfirmationError> {
    let sent = sql!(
        "SELECT @object('count', codes_sent, 'next', @seconds(next_code_at)) FROM user_invites
         WHERE id = @id(?1) AND status = 'pending' AND expires_at > @time(?2)",
    );
    let sent = transaction.text(sent.bind(invitation).bind(seconds(now))).await?;
    let sent: CodesSent = read(&sent.ok_or(AskConfirmationError::NotConfirmable)?)?;
    if let Some(next) = sent.next.filter(|next| now < *next) {
        return Err(AskConfirmationError::TooSoon { seconds: next.seconds().saturating_sub(now.seconds()) });
    }
    let pause = LINK_CONFIRMATION_PAUSE_SECONDS.saturating_mul(1 << sent.count.min(16)).min(LONGEST_PAUSE_SECONDS);
    let count =
        sql!("UPDATE user_invites SET codes_sent = codes_sent + 1, next_code_at = @time(?2) WHERE id = @id(?1)",);
    transaction.execute(count.bind(invitation).bind(seconds(now.plus(pause)))).await?;
    Ok(())
}

in_transaction_by! {
    AskConfirmationError: AskConfirmationError::Store;
}
