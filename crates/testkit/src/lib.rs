//! For tests only: the conformance corpus and its expectations, a store in memory that applies plans, and, with the feature
//! `generate`, random platforms and decision inputs.

pub mod corpus;
#[cfg(feature = "generate")]
pub mod generate;
pub mod interpreter;
