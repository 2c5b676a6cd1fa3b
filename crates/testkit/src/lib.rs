//! For tests only: the company that they speak of, the conformance corpus and its expectations,
//! in-memory stores that apply plans, and, with the feature `generate`, random platforms and
//! decision inputs.

pub mod acme;
pub mod closed_list;
pub mod connections;
pub mod corpus;
#[cfg(feature = "generate")]
pub mod generate;
pub mod interpreter;
pub mod provider_sample;
