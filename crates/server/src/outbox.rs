//! Mails of invitations, which are sent next to requests: a slow mail server holds none of them,
//! and a mail that was not sent is tried again.

use std::time::Duration;

use cora_core::time::UnixSeconds;
use cora_mail::Mail;
use cora_store::InvitationMail;
use tokio::task::JoinSet;

use crate::app::App;
use crate::error::ApiError;
use crate::invitation_link::link_of;
use crate::mail::invitation_mail;

/// The number of mails that are sent at once.
const AT_ONCE: u32 = 8;
/// Time between two looks for mails to send, without a reason to look earlier.
const EVERY: Duration = Duration::from_secs(5);
/// Time after which a mail is tried again that the limits of mails put off, in seconds.
const PAUSE_SECONDS: u64 = 60;
/// Time between two sweeps of the results of old requests, in seconds.
const SWEEP_EVERY: u64 = 3600;
/// Maximum time that a request waits for mails after it, where nothing runs between requests. It is
/// shorter than the time for which a process keeps the mails that it has taken.
const LONGEST: Duration = Duration::from_secs(12);

/// Sends mails until the process ends.
pub(crate) async fn run(app: App) {
    let mut swept_at = 0;
    loop {
        send_mails(&app).await;
        let now = (app.clock)();
        if now.seconds() >= SWEEP_EVERY.saturating_add(swept_at) {
            swept_at = now.seconds();
            if let Err(error) = app.store.sweep_idempotency_keys(now).await {
                tracing::warn!(%error, "results of old requests were not removed");
            }
        }
        // Woken, or in time: both lead to another look.
        let _ = tokio::time::timeout(EVERY, app.mail_outbox.woken()).await;
    }
}

/// Sends mails after a request, for a process that only runs while it answers: those that the
/// request has queued, and once a minute those that have to be tried again.
pub(crate) async fn run_once(app: &App) {
    let is_waiting = app.mail_outbox.take_waiting();
    if !app.mail_outbox.is_look_due((app.clock)()) && !is_waiting {
        return;
    }
    if tokio::time::timeout(LONGEST, send_mails(app)).await.is_err() {
        tracing::info!("mails to send wait for the next request");
        app.mail_outbox.wait_again();
    }
}

/// Sends the mails of invitations that are due, side by side, until none is. [`serve`](crate::serve)
/// does so all the time.
pub async fn send_mails(app: &App) {
    if !app.has_mail() {
        return;
    }
    loop {
        let now = (app.clock)();
        let due = match app.store.take_invitation_mails(AT_ONCE, now).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "mails to send could not be read");
                return;
            }
        };
        if due.is_empty() {
            return;
        }
        let mut sending = JoinSet::new();
        for mail in due {
            let app = app.clone();
            sending.spawn(async move { send(&app, &mail, now).await });
        }
        while sending.join_next().await.is_some() {}
    }
}

async fn send(app: &App, mail: &InvitationMail, now: UnixSeconds) {
    let recorded = match prepare(app, mail, now).await {
        Ok(Prepared::Mail(prepared)) => match app.send_mail(*prepared, &mail.message_id()).await {
            Ok(()) => app.store.invitation_mail_sent(mail, now).await,
            Err(error) => {
                tracing::warn!(%error, invitation = %mail.invitation_id, "the mail of an invitation was not sent");
                app.store.invitation_mail_failed(mail, error.reason, error.is_permanent).await
            }
        },
        Ok(Prepared::Later) => app.store.put_invitation_mail_off(mail, now.plus(PAUSE_SECONDS)).await,
        Ok(Prepared::Never) => app.store.invitation_mail_failed(mail, "the address is not valid", true).await,
        Err(error) => {
            tracing::warn!(code = error.code(), "the mail of an invitation could not be made");
            return;
        }
    };
    if let Err(error) = recorded {
        tracing::warn!(%error, "the result of sending a mail was not recorded");
    }
}

/// A mail that was taken.
enum Prepared {
    Mail(Box<Mail>),
    /// The limits of mails to one address or of one organization put it off.
    Later,
    /// No mail can be made.
    Never,
}

/// Makes a mail of the invitation as it is now.
async fn prepare(app: &App, mail: &InvitationMail, now: UnixSeconds) -> Result<Prepared, ApiError> {
    let Some(row) = app.store.invitation(mail.invitation_id, now).await? else { return Ok(Prepared::Never) };
    let claim = app.store.policy().await?.invitation_claim;
    let link = link_of(app, row.id).await?;
    let Some(made) = invitation_mail(&row, mail.inviter.as_deref(), link.as_deref(), claim) else {
        return Ok(Prepared::Never);
    };
    // A mail counts once, however often it is tried.
    let may_send = mail.tries > 1 || app.invitation_mails.may_send(row.organization_id, &made.to);
    Ok(if may_send { Prepared::Mail(Box::new(made)) } else { Prepared::Later })
}
