//! Cora's rules, as pure functions over values.
//!
//! [`decide`] decides whether a login is admitted, into which organization, with which role, and
//! explains the decision. [`token::accept`] decides whether a token's claims can be trusted.
//! [`session`] defines the permissions of a session.
//!
//! # What this crate does not do
//!
//! It has no clock, socket, file, randomness, log or global state, and cannot have any: it is
//! `no_std` and `forbid(unsafe_code)`. Time is an argument, identifiers are derived, and the caller
//! supplies the facts. It does not verify signatures or apply plans: `cora-jwt` and `cora-store`
//! do. It does not parse the text of whole documents: `cora-wire` does.
//!
//! # Example
//!
//! ```
//! use cora_core::{DecideInput, Outcome, decide};
//!
//! let input: DecideInput = serde_json::from_str(r#"{
//!   "now": 1767225600,
//!   "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
//!                   "issuer": "https://login.acme.example", "status": "active" },
//!   "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
//!              "issuer": "https://login.acme.example", "subject": "00u1", "email": "ana@acme.example", "emailVerified": true }
//! }"#)?;
//! let decision = decide(&input);
//! assert!(matches!(decision.outcome, Outcome::Denied {}));
//! # Ok::<(), serde_json::Error>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

extern crate alloc;
// The derive macros refer to this crate by its name, as they do in any other crate.
extern crate self as cora_core;
#[cfg(test)]
extern crate std;

pub mod actor;
pub mod administration;
pub mod capability;
pub mod connection;
pub mod console;
pub mod deprovisioning;
pub mod domain;
pub mod email;
pub mod engine;
pub mod evidence;
pub mod expectation;
pub mod id;
pub mod identity;
pub mod issue;
pub mod issuer;
pub mod json;
pub mod jwks;
pub mod lint;
pub mod model;
pub mod permission;
pub mod policy;
pub mod provisioning;
pub mod redact;
pub mod redirect;
pub mod role;
pub mod route;
pub mod secret;
pub mod session;
pub mod simulation;
mod small_sort;
pub mod text;
pub mod time;
pub mod token;

pub use engine::Engine;
pub use provisioning::decide::{decide, summarize};
pub use provisioning::decision::{Decision, DecisionSummary, Outcome};
pub use provisioning::facts::{DecideInput, LoginFacts};
