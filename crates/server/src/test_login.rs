//! Tests of a connection before it goes live: the provider's documents, a real login, and the
//! decision that it would get.
//!
//! This module decides nothing: the core judges the settings, the documents, the token and the
//! login.

pub(crate) mod candidate;
pub(crate) mod evaluate;
pub(crate) mod finish;
pub(crate) mod log;
pub(crate) mod page;
pub(crate) mod provider;
