//! The store: what is known about a login out of SQLite in one statement, and what was decided into it in one transaction.
//!
//! No rule is made here. [`Store::load`] brings what [`cora_core::decide`] reads, [`Store::apply`] checks the guards of its
//! plan and writes its effects, [`Store::provision`] does the one after the other until the guards hold.
//!
//! Tables and columns have CORA's names where it has them; `migrations/` says what each is for.

mod apply;
mod bootstrap;
mod connection;
mod database;
mod error;
mod facts;
mod link_confirmation;
mod profile;
mod provision;
pub mod seed;

pub use apply::Applied;
pub use bootstrap::{BOOTSTRAP_TOKEN_SECONDS, IssueTokenError};
pub use connection::StoredConnection;
pub use database::{OpenError, Store};
pub use error::{ApplyError, StoreError};
pub use facts::LoginContext;
pub use link_confirmation::{AskConfirmationError, LINK_CONFIRMATION_SECONDS};
pub use profile::{OrganizationRow, ProfileRow, ProfileView};
pub use provision::{MAX_ATTEMPTS, ProvisionError, Provisioned};
