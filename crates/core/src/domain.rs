//! Domain names, the patterns that match them, and the domains that no organization can claim.

pub mod class;
pub mod name;
pub mod pattern;
