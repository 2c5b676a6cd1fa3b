//! YAML text.

use std::borrow::Cow;

use cora_core::issue::IssueCode;
use cora_core::json::Node;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use crate::position::Places;
use crate::{Document, LocatedIssue, Position};

/// The maximum number of faults of notation that are listed.
const MAX_FAULTS: usize = 100;

/// Reads YAML event by event. Nothing is expanded, so nothing can grow, and no nesting depth
/// reaches the stack.
pub(crate) fn read(text: &str) -> Result<Document<'_>, Vec<LocatedIssue>> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let fatal = match event {
            Ok((event, span)) => reader.event(event, position(&span.start)).err(),
            Err(error) => Some(syntax(&error)),
        };
        if let Some(fatal) = fatal {
            reader.faults.push(fatal);
            return Err(reader.faults);
        }
    }
    let Reader { mut places, root, faults, .. } = reader;
    let node = root.unwrap_or_else(|| {
        places.scalar(Position::START);
        Node::Null
    });
    Ok(Document { node, positions: places.finish(), faults })
}

fn position(marker: &Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}

fn syntax(error: &ScanError) -> LocatedIssue {
    // The parser's message says what it expected. It quotes at most one character of the input.
    let message = format!("this is not YAML: {}", error.info());
    LocatedIssue::new(IssueCode::InvalidYaml, "", message, None, position(error.marker()))
}

#[derive(Default)]
struct Reader<'t> {
    places: Places,
    open: Vec<Open<'t>>,
    root: Option<Node<'t>>,
    documents: usize,
    faults: Vec<LocatedIssue>,
}

enum Open<'t> {
    List(Vec<Node<'t>>),
    Object { members: Vec<(Cow<'t, str>, Node<'t>)>, key: Option<Key<'t>> },
}

enum Key<'t> {
    Name(Cow<'t, str>),
    /// The key has its fault already. Its value is left out.
    Refused,
}

impl<'t> Reader<'t> {
    /// Handles one event.
    ///
    /// # Errors
    ///
    /// A fault that makes further reading pointless.
    fn event(&mut self, event: Event<'t>, at: Position) -> Result<(), LocatedIssue> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let help = "Keep one document per file.";
                    return Err(LocatedIssue::beyond_json("a second document begins", help, at));
                }
            }
            Event::Alias(_) => {
                if self.key_is_next() {
                    return Err(key_is_no_text(at));
                }
                self.refuse("aliases are not supported", "Repeat the value instead.", at);
                self.places.scalar(at);
                self.add(Node::Null);
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), at);
                self.scalar(text, style, at);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), at);
                self.begin(Open::List(Vec::new()), at)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_properties(anchor, tag.is_some(), at);
                self.begin(Open::Object { members: Vec::new(), key: None }, at)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.places.end();
                match self.open.pop() {
                    Some(Open::List(items)) => self.add(Node::List(items)),
                    Some(Open::Object { members, .. }) => self.add(Node::Object(members)),
                    None => {}
                }
            }
        }
        Ok(())
    }

    fn key_is_next(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object { key: None, .. }))
    }

    fn begin(&mut self, open: Open<'t>, at: Position) -> Result<(), LocatedIssue> {
        if self.key_is_next() {
            return Err(key_is_no_text(at));
        }
        self.places.begin(at);
        self.open.push(open);
        self.places.too_deep().map_or(Ok(()), |at| Err(LocatedIssue::too_deep(at)))
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, at: Position) {
        if !self.key_is_next() {
            self.places.scalar(at);
            let node = if style == ScalarStyle::Plain { plain(text) } else { Node::Text(text) };
            return self.add(node);
        }
        self.places.key(&text, at);
        let name = if style == ScalarStyle::Plain { plain(text) } else { Node::Text(text) };
        let name = match name {
            Node::Text(name) if name == "<<" && style == ScalarStyle::Plain => {
                self.refuse("merge keys are not supported", "Repeat the members instead.", at);
                Key::Refused
            }
            Node::Text(name) => Key::Name(name),
            _ => {
                self.refuse(KEY_IS_NO_TEXT.0, KEY_IS_NO_TEXT.1, at);
                Key::Refused
            }
        };
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = Some(name);
        }
    }

    fn add(&mut self, node: Node<'t>) {
        match self.open.last_mut() {
            Some(Open::List(items)) => items.push(node),
            Some(Open::Object { members, key }) => {
                if let Some(Key::Name(name)) = key.take() {
                    members.push((name, node));
                }
            }
            None => self.root = Some(node),
        }
    }

    fn refuse_properties(&mut self, anchor: usize, has_tag: bool, at: Position) {
        if anchor > 0 {
            self.refuse("anchors are not supported", "Repeat the value instead of using an anchor.", at);
        }
        if has_tag {
            let help = "Remove the tag; quote a string that looks like a number.";
            self.refuse("tags are not supported", help, at);
        }
    }

    fn refuse(&mut self, message: &str, help: &str, at: Position) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(LocatedIssue::beyond_json(message, help, at));
        }
    }
}

const KEY_IS_NO_TEXT: (&str, &str) = ("this key is not a string", "Use the name of a field.");

fn key_is_no_text(at: Position) -> LocatedIssue {
    LocatedIssue::beyond_json(KEY_IS_NO_TEXT.0, KEY_IS_NO_TEXT.1, at)
}

/// Reads a scalar without quotes according to the core schema (YAML 1.2.2 §10.3.2): `yes`, `on` and
/// `1_000` are texts.
fn plain(text: Cow<'_, str>) -> Node<'_> {
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Node::Null,
        "true" | "True" | "TRUE" => Node::Boolean(true),
        "false" | "False" | "FALSE" => Node::Boolean(false),
        other => number(other).unwrap_or(Node::Text(text)),
    }
}

fn number(text: &str) -> Option<Node<'static>> {
    let digits = |digits: &str, radix: u32| !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(rest) = text.strip_prefix(prefix) {
            // A number that is too large is not an integer for Cora anyway.
            let value = || u64::from_str_radix(rest, radix).map_or(Node::Fraction(f64::INFINITY), Node::Natural);
            return digits(rest, radix).then(value);
        }
    }
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits(unsigned, 10) {
        let natural = || unsigned.parse().ok().map(Node::Natural);
        let negative = || text.parse().ok().map(Node::Negative);
        // As in JSON, `-0` is not a natural number, and a number that is too large is a fraction.
        let integer = if is_negative { negative() } else { natural() };
        return Some(integer.unwrap_or_else(|| Node::Fraction(text.parse().unwrap_or(f64::INFINITY))));
    }
    match unsigned {
        ".inf" | ".Inf" | ".INF" => return Some(Node::Fraction(f64::INFINITY)),
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(Node::Fraction(f64::NAN)),
        _ => {}
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_mantissa = all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    let is_exponent = exponent.is_none_or(|text| digits(text.strip_prefix(['-', '+']).unwrap_or(text), 10));
    (is_mantissa && is_exponent).then(|| Node::Fraction(text.parse().unwrap_or(f64::INFINITY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_what_the_core_schema_says() {
        let of = |text: &'static str| plain(Cow::Borrowed(text));
        for text in ["~", "null", "NULL", ""] {
            assert_eq!(of(text), Node::Null, "{text}");
        }
        assert_eq!(of("True"), Node::Boolean(true));
        for text in [
            "yes", "no", "on", "off", "y", "1_000", "0b1", "1:30", "nUll", "+", "-", ".", "e3", "0o", "0x", "1e", "--1",
        ] {
            assert_eq!(of(text), Node::Text(text.into()), "{text}");
        }
        for (text, value) in [("0", 0), ("012", 12), ("+7", 7), ("0o17", 15), ("0xfF", 255)] {
            assert_eq!(of(text), Node::Natural(value), "{text}");
        }
        assert_eq!(of("-3"), Node::Negative(-3));
        assert_eq!(of("18446744073709551616"), Node::Fraction(18_446_744_073_709_551_616.0));
        for (text, value) in
            [("1.0", 1.0), (".5", 0.5), ("1.", 1.0), ("-1e3", -1000.0), ("1E-1", 0.1), (".inf", f64::INFINITY)]
        {
            assert_eq!(of(text), Node::Fraction(value), "{text}");
        }
        assert!(matches!(of(".NaN"), Node::Fraction(number) if number.is_nan()));
    }
}
