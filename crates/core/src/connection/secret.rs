//! Secrets in the settings of a connection: they are recognized, moved out before anything is
//! stored, and replaced by references.

pub(super) mod detection;
pub mod extraction;
pub(super) mod heuristics;
pub mod reference;
