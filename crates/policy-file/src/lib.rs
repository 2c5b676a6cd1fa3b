//! Reads files that people write, above all a [`Configuration`], from JSON, YAML or TOML text. YAML
//! and TOML are read as strictly as JSON is everywhere else, with the line and column of each fault
//! and of each value.
//!
//! [`PolicyFile`] reads a configuration, [`Document`] any tree. Every notation is read into the
//! tree that JSON is read into, and `cora-wire` does the rest. So one configuration in three
//! notations gives the same [`Configuration`], and a fault has one code and one message. Everything
//! that a notation has beyond JSON is refused: aliases, tags, merge keys, keys that are not text,
//! dates.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::todo)
)]

mod document;
mod fault;
mod format;
mod json;
mod lines;
mod position;
mod toml;
mod yaml;

use cora_core::engine::Configuration;

pub use document::Document;
pub use fault::LocatedIssue;
pub use format::Format;
pub use position::{Position, Positions};

/// The maximum size of a text in bytes (our decision: 100,000 domain rules of about 300 bytes
/// each).
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The maximum nesting depth of lists and objects (our decision: a configuration has five levels).
pub const MAX_DEPTH: usize = 64;

/// A configuration with the positions of its values in the text it was read from.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// The configuration.
    pub configuration: Configuration,
    /// The positions of its values.
    pub positions: Positions,
}

impl PolicyFile {
    /// Reads a configuration. A byte order mark at the start is skipped.
    ///
    /// # Errors
    ///
    /// All faults in the order of the text, at most 100 from one kind of reading. `input_too_large`
    /// stands alone, and so do the faults of a text that is not in the notation at all.
    pub fn parse(format: Format, text: &str) -> Result<Self, Vec<LocatedIssue>> {
        let (configuration, positions) = Document::parse(format, text)?.read::<Configuration>()?;
        Ok(Self { configuration, positions })
    }
}
