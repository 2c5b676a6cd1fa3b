//! TOML text.

mod depth;

use cora_core::issue::IssueCode;
use cora_core::json::Node;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue, Error};

use crate::lines::Lines;
use crate::position::Places;
use crate::{Document, LocatedIssue};

/// The maximum size, in bytes, of a text in which all syntax errors are sought: a long text of
/// nothing else would have one for every byte.
const MAX_BYTES_TO_RECOVER: usize = 1024 * 1024;

/// The maximum number of syntax errors that are listed.
const MAX_FAULTS: usize = 100;

pub(crate) fn read(text: &str) -> Result<Document<'_>, Vec<LocatedIssue>> {
    let lines = Lines::new(text);
    if let Some(offset) = depth::too_deep(text) {
        return Err(vec![LocatedIssue::too_deep(lines.position(offset))]);
    }
    let table = DeTable::parse(text).map_err(|first| {
        let errors = if text.len() <= MAX_BYTES_TO_RECOVER { DeTable::parse_recoverable(text).1 } else { vec![first] };
        errors.iter().take(MAX_FAULTS).map(|error| syntax(error, &lines)).collect::<Vec<_>>()
    })?;
    let mut reader = Reader { lines: &lines, places: Places::default(), faults: Vec::new() };
    let node = reader.table(table.into_inner(), 0);
    match reader.places.too_deep() {
        Some(position) => Err(vec![LocatedIssue::too_deep(position)]),
        None => Ok(Document { node, positions: reader.places.finish(), faults: reader.faults }),
    }
}

fn syntax(error: &Error, lines: &Lines<'_>) -> LocatedIssue {
    let position = lines.position(error.span().map_or(0, |span| span.start));
    // The parser's message says what it expected and never quotes the input.
    let message = format!("this is not TOML: {}", error.message());
    LocatedIssue::new(IssueCode::InvalidToml, "", message, None, position)
}

struct Reader<'l, 't> {
    lines: &'l Lines<'t>,
    places: Places,
    faults: Vec<LocatedIssue>,
}

impl<'t> Reader<'_, 't> {
    fn table(&mut self, table: DeTable<'t>, start: usize) -> Node<'t> {
        self.places.begin(self.lines.position(start));
        let members = table.into_iter().map(|(name, value)| {
            self.places.key(name.get_ref(), self.lines.position(name.span().start));
            (name.into_inner(), self.value(value))
        });
        let members = members.collect();
        self.places.end();
        Node::Object(members)
    }

    /// Reads a value. Does not look into values that are nested too deep, so that the stack
    /// suffices.
    fn value(&mut self, value: Spanned<DeValue<'t>>) -> Node<'t> {
        let start = value.span().start;
        if self.places.too_deep().is_some() {
            return Node::Null;
        }
        let node = match value.into_inner() {
            DeValue::Table(table) => return self.table(table, start),
            DeValue::Array(items) => {
                self.places.begin(self.lines.position(start));
                let items = items.into_iter().map(|item| self.value(item)).collect();
                self.places.end();
                return Node::List(items);
            }
            DeValue::String(text) => Node::Text(text),
            DeValue::Boolean(value) => Node::Boolean(value),
            DeValue::Integer(integer) => number(&integer),
            DeValue::Float(float) => Node::Fraction(float.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Datetime(_) => {
                let help = "Write a time as an integer: seconds since 1970-01-01T00:00:00Z.";
                let position = self.lines.position(start);
                self.faults.push(LocatedIssue::beyond_json("dates are not supported", help, position));
                Node::Null
            }
        };
        self.places.scalar(self.lines.position(start));
        node
    }
}

fn number(integer: &DeInteger<'_>) -> Node<'static> {
    let (text, radix) = (integer.as_str(), integer.radix());
    let natural = u64::from_str_radix(text, radix).map(Node::Natural);
    let negative = || i64::from_str_radix(text, radix).map(Node::Negative);
    natural.or_else(|_| negative()).unwrap_or(Node::Fraction(f64::INFINITY))
}
