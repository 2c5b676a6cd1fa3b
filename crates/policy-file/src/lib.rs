//! A [`Configuration`] that people write: JSON, YAML or TOML text, read as strictly as JSON is everywhere else, with the line
//! and column of each fault and of each value.
//!
//! A notation is read into the tree that JSON is read into, and `cora-wire` does the rest; so one configuration in three
//! notations is one [`Configuration`], and a fault has one code and one message. What a notation has beyond JSON is
//! refused: aliases, tags, merge keys, keys that are no text, dates.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::todo)
)]

mod fault;
mod format;
mod json;
mod lines;
mod position;
mod toml;
mod yaml;

use std::collections::HashMap;

use cora_core::engine::Configuration;
use cora_core::issue::IssueCode;
use cora_core::json::Node;

pub use fault::LocatedIssue;
pub use format::Format;
pub use position::{Position, Positions};

/// The longest text that is read, in bytes (our decision: 100 000 domain rules of some 300 bytes each).
pub const MAX_BYTES: usize = 32 * 1024 * 1024;

/// How deep lists and objects may stand in each other (our decision: a configuration has five levels).
pub const MAX_DEPTH: usize = 64;

/// The member that tells an editor which schema describes the file. It says nothing to us.
const SCHEMA: &str = "$schema";

/// A configuration and where its values stand in the text it was read from.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// The configuration.
    pub configuration: Configuration,
    /// Where its values stand.
    pub positions: Positions,
}

/// What a notation's reader makes of a text.
struct Document<'t> {
    node: Node<'t>,
    positions: Positions,
    /// What the notation has and JSON has not; in the tree there is a null in its place.
    faults: Vec<LocatedIssue>,
}

impl PolicyFile {
    /// Reads a configuration. A byte order mark at the start is skipped.
    ///
    /// # Errors
    ///
    /// All faults (at most 100 of one kind of reading), in the order of the text. `input_too_large` and a text that is not in
    /// the notation at all stand alone.
    pub fn parse(format: Format, text: &str) -> Result<Self, Vec<LocatedIssue>> {
        if text.len() > MAX_BYTES {
            let report = cora_wire::input_too_large(text.len(), MAX_BYTES);
            return Err(LocatedIssue::all_at(Position::START, report));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let Document { mut node, positions, mut faults } = match format {
            Format::Json => json::read(text),
            Format::Yaml => yaml::read(text),
            Format::Toml => toml::read(text),
        }?;
        faults.extend(without_schema(&mut node, &positions));
        let read = cora_wire::read::<Configuration>(&node);
        match read {
            Ok(configuration) if faults.is_empty() => Ok(Self { configuration, positions }),
            Ok(_) => Err(in_order(faults)),
            Err(report) => {
                let found = located(report.issues, &positions);
                // WHY: a null in the place of an alias is no second fault of the text.
                let new =
                    found.into_iter().filter(|found| !faults.iter().any(|known| known.position == found.position));
                let new: Vec<LocatedIssue> = new.collect();
                faults.extend(new);
                Err(in_order(faults))
            }
        }
    }
}

/// Takes the schema's name out of the tree, and says when it is no text.
fn without_schema(node: &mut Node<'_>, positions: &Positions) -> Option<LocatedIssue> {
    let Node::Object(members) = node else { return None };
    let at = members.iter().position(|(name, _)| name == SCHEMA)?;
    let (_, value) = members.remove(at);
    if matches!(value, Node::Text(_)) {
        return None;
    }
    let path = format!("/{SCHEMA}");
    let message = format!("expected a string, found {}", value.kind());
    Some(LocatedIssue::new(IssueCode::WrongType, &path, message, None, positions.locate(&path)))
}

fn located(issues: Vec<cora_core::issue::Issue>, positions: &Positions) -> Vec<LocatedIssue> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let located = issues.into_iter().map(|issue| {
        let position = match issue.code {
            IssueCode::UnknownField => positions.locate_key(&issue.path, 0),
            IssueCode::DuplicateField => {
                // The first stands rightly; each fault is about a further one.
                let times = seen.entry(issue.path.clone()).or_default();
                *times += 1;
                positions.locate_key(&issue.path, *times)
            }
            _ => positions.locate(&issue.path),
        };
        LocatedIssue { issue, position }
    });
    located.collect()
}

fn in_order(mut faults: Vec<LocatedIssue>) -> Vec<LocatedIssue> {
    faults.sort_by_key(|fault| fault.position);
    faults
}
