//! Files that people write, a [`Configuration`] above all: JSON, YAML or TOML text, read as strictly as JSON is everywhere
//! else, with the line and column of each fault and of each value.
//!
//! [`PolicyFile`] reads a configuration, [`Document`] any tree. A notation is read into the tree that JSON is read into, and
//! `cora-wire` does the rest; so one configuration in three notations is one [`Configuration`], and a fault has one code and
//! one message. What a notation has beyond JSON is refused: aliases, tags, merge keys, keys that are no text, dates.
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

/// The longest text that is read, in bytes (our decision: 100 000 domain rules of some 300 bytes each).
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// How deep lists and objects may stand in each other (our decision: a configuration has five levels).
pub const MAX_DEPTH: usize = 64;

/// A configuration and where its values stand in the text it was read from.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// The configuration.
    pub configuration: Configuration,
    /// Where its values stand.
    pub positions: Positions,
}

impl PolicyFile {
    /// Reads a configuration. A byte order mark at the start is skipped.
    ///
    /// # Errors
    ///
    /// All faults (at most 100 of one kind of reading), in the order of the text. `input_too_large` and a text that is not in
    /// the notation at all stand alone.
    pub fn parse(format: Format, text: &str) -> Result<Self, Vec<LocatedIssue>> {
        let (configuration, positions) = Document::parse(format, text)?.read::<Configuration>()?;
        Ok(Self { configuration, positions })
    }
}
