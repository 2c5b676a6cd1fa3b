//! Mails of invitations that wait to be sent. A mail is written in the transaction of its
//! invitation, so it is sent although its program is killed, and never without the invitation.

use cora_core::id::InvitationId;
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use super::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The most times that the mail of an invitation is tried: at once, and 30 seconds, 2 minutes, 10
/// minutes, 45 minutes and 3 hours after the try before.
pub const INVITATION_MAIL_TRIES: u32 = 6;

/// The delivery of an invitation's mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvitationDelivery {
    /// The mail waits to be sent, or to be tried again.
    Queued,
    /// The mail server accepted the mail.
    Sent,
    /// The mail server refused the mail for good, or every try failed. Send the invitation again.
    Failed,
    /// No mail server is configured. Tell the person yourself.
    NotConfigured,
}

/// The mail of an invitation, to be tried now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvitationMail {
    /// The invitation.
    pub invitation_id: InvitationId,
    /// The number of the mail, raised each time the invitation is sent again.
    pub number: u32,
    /// The number of this try, from 1 on.
    pub tries: u32,
    /// The address of the inviter, or null if they have none.
    pub inviter: Option<String>,
}

impl InvitationMail {
    /// Returns the part of the `Message-ID` before the at sign, the same at every try.
    pub fn message_id(&self) -> String {
        format!("invitation-{}.{}", self.invitation_id, self.number)
    }
}

/// Queues the mail of an invitation. One that waits already is replaced.
pub(super) async fn queue(
    transaction: &mut Transaction,
    invitation: InvitationId,
    now: UnixSeconds,
) -> Result<(), StoreError> {
    let queue = sql!(
        "INSERT INTO invitation_mails (invitation_id, next_try_at, queued_at) VALUES (@id(?1), @time(?2), @time(?2))
         ON CONFLICT (invitation_id) DO UPDATE SET number = invitation_mails.number + 1, status = 'queued', tries = 0,
            next_try_at = excluded.next_try_at, last_error = NULL, queued_at = excluded.queued_at, sent_at = NULL"
    );
    transaction.execute(queue.bind(invitation.to_string()).bind(seconds(now))).await?;
    Ok(())
}

impl Store {
    /// Takes mails that are due, at most `limit`, for a try each. A program that takes one keeps it
    /// for 30 seconds, so that no other sends it meanwhile. A try that is not reported, because its
    /// program was killed, is followed by the next one.
    ///
    /// The mail of an invitation that was accepted, withdrawn or has expired is forgotten.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. Nothing was taken then.
    pub async fn take_invitation_mails(&self, limit: u32, now: UnixSeconds) -> Result<Vec<InvitationMail>, StoreError> {
        let is_due = sql!("SELECT EXISTS (SELECT 1 FROM invitation_mails WHERE next_try_at <= @time(?1))");
        if !self.read_flag(is_due.bind(seconds(now))).await? {
            return Ok(Vec::new());
        }
        let forget = sql!(
            "DELETE FROM invitation_mails WHERE next_try_at <= @time(?1) AND invitation_id IN (
                SELECT id FROM user_invites WHERE status <> 'pending' OR expires_at <= @time(?1))"
        )
        .bind(seconds(now));
        let give_up = sql!(
            "UPDATE invitation_mails SET status = 'failed', next_try_at = NULL
             WHERE next_try_at <= @time(?1) AND tries >= ?2"
        )
        .bind(seconds(now))
        .bind(INVITATION_MAIL_TRIES);
        let take = sql!(
            "UPDATE invitation_mails SET tries = tries + 1, next_try_at = @time(?1 + CASE tries WHEN 0 THEN 30
                WHEN 1 THEN 120 WHEN 2 THEN 600 WHEN 3 THEN 2700 ELSE 10800 END)
             WHERE invitation_id IN (SELECT invitation_id FROM invitation_mails
                WHERE next_try_at <= @time(?1) ORDER BY next_try_at LIMIT ?2 @skip_locked)
             RETURNING @object('invitationId', invitation_id, 'number', number, 'tries', tries, 'inviter', (SELECT profiles.email
                FROM user_invites JOIN profiles ON profiles.user_id = user_invites.invited_by
                WHERE user_invites.id = invitation_mails.invitation_id))"
        )
        .bind(seconds(now))
        .bind(limit);
        let rows = in_transaction!(self, |transaction| async {
            transaction.execute(forget.clone()).await?;
            transaction.execute(give_up.clone()).await?;
            transaction.texts(take.clone()).await
        }
        .await)?;
        rows.iter().map(|row| read(row)).collect()
    }

    /// Records that the mail server has accepted a mail.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The mail is sent again then.
    pub async fn invitation_mail_sent(&self, mail: &InvitationMail, now: UnixSeconds) -> Result<(), StoreError> {
        let sent = sql!(
            "UPDATE invitation_mails SET status = 'sent', next_try_at = NULL, last_error = NULL, sent_at = @time(?3)
             WHERE invitation_id = @id(?1) AND number = ?2 AND status = 'queued'"
        );
        self.write_mail(sent, mail, |sent| sent.bind(seconds(now))).await
    }

    /// Records the error of a try. A next try is already set, unless the error is for good or this
    /// was the last one.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn invitation_mail_failed(
        &self,
        mail: &InvitationMail,
        error: &str,
        is_permanent: bool,
    ) -> Result<(), StoreError> {
        let failed = sql!(
            "UPDATE invitation_mails SET last_error = ?3,
                status = CASE WHEN ?4 OR tries >= ?5 THEN 'failed' ELSE status END,
                next_try_at = CASE WHEN ?4 OR tries >= ?5 THEN NULL ELSE next_try_at END
             WHERE invitation_id = @id(?1) AND number = ?2 AND status = 'queued'"
        );
        self.write_mail(failed, mail, |failed| failed.bind(error).bind(is_permanent).bind(INVITATION_MAIL_TRIES)).await
    }

    /// Puts a mail off until a time, without counting a try.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn put_invitation_mail_off(&self, mail: &InvitationMail, until: UnixSeconds) -> Result<(), StoreError> {
        let put_off = sql!(
            "UPDATE invitation_mails SET tries = tries - 1, next_try_at = @time(?3)
             WHERE invitation_id = @id(?1) AND number = ?2 AND status = 'queued'"
        );
        self.write_mail(put_off, mail, |put_off| put_off.bind(seconds(until))).await
    }

    async fn write_mail(
        &self,
        write: Sql,
        mail: &InvitationMail,
        more: impl FnOnce(Sql) -> Sql,
    ) -> Result<(), StoreError> {
        self.write_one(more(write.bind(mail.invitation_id.to_string()).bind(mail.number))).await?;
        Ok(())
    }
}
