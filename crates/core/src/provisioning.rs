//! Provisioning decisions at login: the facts, the decision, its plan and its explanation.

pub mod code;
pub mod decide;
pub mod decision;
pub mod explain;
pub mod facts;
pub mod outcome;
pub mod plan;
pub mod remedy;
pub mod trace;

mod account;
mod admission;
pub(crate) mod context;
pub(crate) mod domain_index;
mod known_users;
mod login_email;
pub mod mailbox;
mod mapping;
pub mod organization_name;
pub mod proven;
pub mod pseudonym;
mod strategy;
mod vouching;
