//! Reads a text in any of the notations into a tree, with the positions of its values.

use std::collections::HashMap;
use std::fmt;

use cora_core::issue::shown::{push_pointer, quote};
use cora_core::issue::{Issue, IssueCode};
use cora_core::json::Node;

use crate::{Format, LocatedIssue, MAX_BYTES, Position, Positions, json, toml, yaml};

/// The member that tells an editor which schema describes the file. Cora ignores it.
const SCHEMA: &str = "$schema";

/// The maximum number of repeated names that are listed.
const MAX_REPEATED: usize = 100;

/// A text as a tree, with the positions of its values.
///
/// `Debug` shows no value, because a secret may be among them.
#[derive(Clone)]
pub struct Document<'t> {
    /// The tree, without the `$schema` member at its top.
    pub node: Node<'t>,
    /// The positions of its values.
    pub positions: Positions,
    /// The faults of the notation: what it has beyond JSON. The tree has a null in the place of
    /// each. A document with such faults must not be used, but the rest of it can be checked for
    /// other faults.
    pub faults: Vec<LocatedIssue>,
}

impl<'t> Document<'t> {
    /// Parses a text. A byte order mark at the start is skipped.
    ///
    /// # Errors
    ///
    /// The faults in the order of the text: `input_too_large`, or those that keep the text from
    /// being read in its notation at all.
    pub fn parse(format: Format, text: &'t str) -> Result<Self, Vec<LocatedIssue>> {
        if text.len() > MAX_BYTES {
            let report = cora_wire::input_too_large(text.len(), MAX_BYTES);
            return Err(LocatedIssue::all_at(Position::START, report));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut document = match format {
            Format::Json => json::read(text),
            Format::Yaml => yaml::read(text),
            Format::Toml => toml::read(text),
        }?;
        let fault = without_schema(&mut document.node, &document.positions);
        document.faults.extend(fault);
        Ok(document)
    }

    /// Reads the tree into a type.
    ///
    /// # Errors
    ///
    /// All faults, of the notation and of the type, in the order of the text.
    pub fn read<T: cora_wire::Document>(self) -> Result<(T, Positions), Vec<LocatedIssue>> {
        let read = cora_wire::read::<T>(&self.node);
        let (value, issues) = match read {
            Ok(value) => (Some(value), Vec::new()),
            Err(report) => (None, report.issues),
        };
        let (_, positions) = self.checked(issues)?;
        // A document that is not read has an issue, so that a value exists here.
        value.map(|value| (value, positions)).ok_or_else(Vec::new)
    }

    /// Returns the tree if it has no fault: none of the notation, and none of the given issues,
    /// which a check of the tree found.
    ///
    /// # Errors
    ///
    /// All faults, of the notation and of the check, in the order of the text.
    pub fn checked(self, issues: Vec<Issue>) -> Result<(Node<'t>, Positions), Vec<LocatedIssue>> {
        let Self { node, positions, mut faults } = self;
        let found = located(issues, &positions);
        // WHY: a null that stands for an alias is not a second fault of the text.
        let new = found.into_iter().filter(|found| !faults.iter().any(|known| known.position == found.position));
        let new: Vec<LocatedIssue> = new.collect();
        faults.extend(new);
        if faults.is_empty() {
            return Ok((node, positions));
        }
        faults.sort_by_key(|fault| fault.position);
        Err(faults)
    }

    /// Returns each repetition of a name within one object, without its first occurrence; at most
    /// 100. For callers that read the tree without a type, which would refuse repeated names.
    pub fn repeated_names(&self) -> Vec<LocatedIssue> {
        let mut repeated = Vec::new();
        self.repeated_below(&self.node, &mut String::new(), &mut repeated);
        repeated
    }

    fn repeated_below(&self, node: &Node<'_>, path: &mut String, repeated: &mut Vec<LocatedIssue>) {
        let length = path.len();
        for (at, item) in node.items().iter().enumerate() {
            push_pointer(path, &at.to_string());
            self.repeated_below(item, path, repeated);
            path.truncate(length);
        }
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (name, value) in node.members() {
            push_pointer(path, name);
            let times = seen.entry(name).or_default();
            if *times > 0 && repeated.len() < MAX_REPEATED {
                let message = format!("{} occurs twice", quote(name));
                let position = self.positions.locate_key(path, *times);
                repeated.push(LocatedIssue::new(IssueCode::DuplicateField, path, message, None, position));
            }
            *times += 1;
            self.repeated_below(value, path, repeated);
            path.truncate(length);
        }
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.node.members().iter().map(|(name, _)| &**name).collect();
        f.debug_struct("Document").field("names", &names).field("faults", &self.faults).finish_non_exhaustive()
    }
}

/// Removes the `$schema` member from the tree. Returns a fault if it is not a string.
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

fn located(issues: Vec<Issue>, positions: &Positions) -> Vec<LocatedIssue> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let located = issues.into_iter().map(|issue| {
        let position = match issue.code {
            IssueCode::UnknownField => positions.locate_key(&issue.path, 0),
            IssueCode::DuplicateField => {
                // The first occurrence is right. Each fault is about a later one.
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
