//! Commands of administrators, and the views that they read: `lib.rs` exports all of `view.rs`.

mod account_join;
mod apply;
mod bulk;
mod carry_over;
mod change;
mod command_row;
mod erase;
mod invitation_mail;
pub(crate) mod view;

pub use bulk::{BulkCommand, BulkRecord, BulkResult, IDEMPOTENCY_SECONDS, IdempotencyKey};
pub use carry_over::{CarryOverCommand, FormerIssuer};
pub use change::{
    Administered, AdministrationContext, CommandOptions, MAILBOX_PAUSE_SECONDS, MAILBOX_TOKEN_SECONDS,
    MailboxTokenError,
};
pub use invitation_mail::{INVITATION_MAIL_TRIES, InvitationDelivery, InvitationMail};

use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// Parses a row's JSON document.
pub(crate) fn read<T: DeserializeOwned>(document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "administration", source })
}

/// Serializes a value as JSON text.
fn text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { what: "administration", source })
}
