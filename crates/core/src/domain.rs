//! Domain names, the patterns that match them, and what may never be claimed by an organization.

pub mod class;
pub mod name;
pub mod pattern;
