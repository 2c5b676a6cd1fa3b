//! For tests only: the conformance corpus and its expectations, and a store in memory that applies plans.

pub mod corpus;
pub mod interpreter;
