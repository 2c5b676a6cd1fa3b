//! The record of logins (docs/specification.md §17): counts of all, details of decisions that are
//! on record, refused tokens, and samples on which a change of the policy can be tried.
//!
//! The record of a decision is written in its transaction. Everything else is collected
//! in the process and written every few seconds, so that no login waits for it.

mod everybody;
pub(crate) mod forget;
mod key;
mod ledger;
mod overview;
mod retention;
pub(crate) mod view;
mod write;

pub use everybody::EverybodyPage;
pub use key::LoginKey;
pub(crate) use ledger::Ledger;
pub use ledger::RefusedToken;
pub use overview::{EndingSecret, OpenWork};
pub use retention::{LoginRetention, PrunedLogins};
pub use view::{LoginCountRow, LoginFilter, LoginPruningRow, LoginRow, LoginSample};
pub(crate) use write::details;

/// The use that a process makes of the record of logins.
#[derive(Debug, Clone, Default)]
pub struct LoginRecording {
    /// The key of the hashes. Without one, no login is found by its address, and no sample is kept.
    pub key: Option<LoginKey>,
    /// `true` if samples are kept.
    pub keeps_samples: bool,
}
