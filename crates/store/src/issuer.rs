//! The issuer's data: applications, sessions, flows, codes, keys and logouts to send (§14 of the
//! specification).
//!
//! Every act that must have one winner is one transaction: the rows are read, the core decides, and
//! the result is written under the same lock. Nothing is kept in memory.

mod application;
pub(crate) mod audit;
mod code;
mod connection_choice;
mod console;
mod end;
mod flow;
mod once;
mod outbox;
mod provider_token;
mod renewal;
mod session;
mod signing_key;
mod sweep;

pub(crate) use application::application_row;
pub(crate) use application::stored_connections;
pub use application::{ApplicationRow, ApplicationSecretRow, LoadedRequest, StoredApplication, StoredSecret};
pub use audit::IssuerEvent;
pub use code::{CodeRedemption, IssuedCode, NewCode, Redeemed};
pub use console::{ConsolePerson, ConsoleSessionRow, NewConsoleSession, StoredConsoleSession};
pub(crate) use end::{EndedBy, end_of_browser_session, end_of_user};
pub use flow::{ClaimedFlow, FLOW_SECONDS, FlowClaim, HELD_LOGIN_SECONDS, NewFlow, VouchedLogin};
pub use outbox::{LOGOUT_TRIES, LogoutToSend};
pub(crate) use provider_token::reseal as reseal_provider_tokens;
pub use provider_token::{RENEWAL_SECONDS, RETRY_SECONDS, SealedProviderToken, StoredProviderToken};
pub use renewal::{Grant, PresentedRefreshToken, RenewalOutcome, RenewalRequest, SessionError};
pub use session::{
    ApplicationSessionRow, BrowserSessionRow, NewBrowserSession, StoredApplicationSession, StoredBrowserSession,
};
pub(crate) use signing_key::reseal as reseal_signing_keys;
pub use signing_key::{NewSigningKey, StoredSigningKey};
pub use sweep::SWEPT_AT_ONCE;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

/// Parses a row's JSON document.
fn read<T: DeserializeOwned>(document: &str) -> Result<T, StoreError> {
    serde_json::from_str(document).map_err(|source| StoreError::Unreadable { what: "row of the issuer", source })
}

/// Serializes a value as JSON text.
fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|source| StoreError::Unreadable { what: "row of the issuer", source })
}
