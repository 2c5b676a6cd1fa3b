//! The audit log of the issuer. Only acts of callers who are authenticated are recorded.

use cora_core::id::{ApplicationId, ApplicationSessionId, UserId};
use cora_core::time::UnixSeconds;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::sql::{kept_request_id, seconds, sql};
use crate::transaction::Transaction;

/// An event that is recorded. A closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IssuerEvent {
    /// A code was not redeemed. With the reason `code_used`, the session that came of it has ended.
    CodeRefused,
    /// A refresh token was presented again, and its session has ended.
    TokenReused,
    /// A signing key was published.
    KeyPublished,
    /// A signing key was withdrawn.
    KeyWithdrawn,
    /// A session of the console began. The reason is its kind.
    ConsoleSessionBegun,
    /// A session of the console was ended.
    ConsoleSessionEnded,
    /// The operator of the host made a link to the console.
    ConsoleLinkIssued,
}

impl IssuerEvent {
    const fn name(self) -> &'static str {
        match self {
            Self::CodeRefused => "code_refused",
            Self::TokenReused => "token_reused",
            Self::KeyPublished => "key_published",
            Self::KeyWithdrawn => "key_withdrawn",
            Self::ConsoleSessionBegun => "console_session_begun",
            Self::ConsoleSessionEnded => "console_session_ended",
            Self::ConsoleLinkIssued => "console_link_issued",
        }
    }
}

/// A record to write.
pub(super) struct Event<'a> {
    pub now: UnixSeconds,
    pub event: IssuerEvent,
    pub reason: &'a str,
    pub application_id: Option<ApplicationId>,
    pub user_id: Option<UserId>,
    pub session_id: Option<ApplicationSessionId>,
    pub request_id: Option<&'a str>,
}

/// Writes a record.
pub(super) async fn record(transaction: &mut Transaction, event: &Event<'_>) -> Result<(), StoreError> {
    let insert = sql!(
        "INSERT INTO issuer_audit_log (at, event, reason, application_id, user_id, application_session_id, request_id)
         VALUES (@time(?1), ?2, ?3, @id(?4), @id(?5), @id(?6), ?7)"
    )
    .bind(seconds(event.now))
    .bind(event.event.name())
    .bind(event.reason)
    .bind(event.application_id.map(|id| id.to_string()))
    .bind(event.user_id.map(|id| id.to_string()))
    .bind(event.session_id.map(|id| id.to_string()))
    .bind(kept_request_id(event.request_id));
    transaction.execute(insert).await?;
    Ok(())
}
