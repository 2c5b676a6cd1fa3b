//! Parses JSON text into a tree (RFC 8259).
//!
//! WHY not `serde_json`'s reader: reading the input is most of what a decision costs. A reader that
//! builds any type through visitors takes twice as long as a reader of this one tree, and adds more
//! code to the module. Both accept the same texts and read the same values, which the tests
//! compare. Numbers with a fraction or an exponent are still read by `serde_json`.

use core::fmt;
use std::borrow::Cow;

use cora_core::json::Node;

/// The maximum nesting depth of lists and objects.
const MAX_DEPTH: usize = 127;

/// A syntax error in a text, with its location.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The message for people. Never quotes the text.
    pub message: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1.
    pub column: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.message, self.line, self.column)
    }
}

/// Parses a text. Members with the same name are all kept, in their order.
///
/// # Errors
///
/// A [`SyntaxError`] at the first byte that is not JSON.
pub fn parse(bytes: &[u8]) -> Result<Node<'_>, SyntaxError> {
    let text = str::from_utf8(bytes).map_err(|error| at(bytes, error.valid_up_to(), "expected UTF-8"))?;
    let mut reader = Reader { text, bytes, at: 0, depth: 0, items: Vec::new(), members: Vec::new() };
    let node = reader.value().and_then(|node| {
        reader.space();
        if reader.at < bytes.len() { Err("expected the end of the document") } else { Ok(node) }
    });
    node.map_err(|message| at(bytes, reader.at, message))
}

fn at(bytes: &[u8], offset: usize, message: &'static str) -> SyntaxError {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    SyntaxError { message, line, column: before.len() - start + 1 }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    depth: usize,
    // Entries of lists and objects that are still open. Each takes its own part off the end, in one
    // piece.
    items: Vec<Node<'t>>,
    members: Vec<(Cow<'t, str>, Node<'t>)>,
}

type Read<T> = Result<T, &'static str>;

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Read<Node<'t>> {
        self.space();
        match self.peek() {
            Some(b'"') => self.string().map(Node::Text),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::list),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Node::Boolean(true)),
            Some(b'f') => self.word("false", Node::Boolean(false)),
            Some(b'n') => self.word("null", Node::Null),
            Some(_) => Err("expected a value"),
            None => Err("unexpected end"),
        }
    }

    fn word(&mut self, word: &str, node: Node<'t>) -> Read<Node<'t>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err("expected a value");
        }
        self.at += word.len();
        Ok(node)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<Node<'t>>) -> Read<Node<'t>> {
        if self.depth == MAX_DEPTH {
            return Err("nested too deeply");
        }
        self.depth += 1;
        self.at += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    fn list(&mut self) -> Read<Node<'t>> {
        let start = self.items.len();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Node::List(Vec::new()));
        }
        loop {
            let item = self.value()?;
            self.items.push(item);
            if self.is_last(b']')? {
                return Ok(Node::List(self.items.split_off(start)));
            }
        }
    }

    fn object(&mut self) -> Read<Node<'t>> {
        let start = self.members.len();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Node::Object(Vec::new()));
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err("expected a name in quotes");
            }
            let name = self.string()?;
            self.space();
            if self.peek() != Some(b':') {
                return Err("expected `:`");
            }
            self.at += 1;
            let value = self.value()?;
            self.members.push((name, value));
            if self.is_last(b'}')? {
                return Ok(Node::Object(self.members.split_off(start)));
            }
        }
    }

    /// Returns `true` if the list or object ends here, `false` if another entry follows.
    fn is_last(&mut self, end: u8) -> Read<bool> {
        self.space();
        let is_last = match self.peek() {
            Some(byte) if byte == end => true,
            Some(b',') => false,
            Some(_) => return Err("expected `,` or the end of the list or object"),
            None => return Err("unexpected end"),
        };
        self.at += 1;
        Ok(is_last)
    }

    /// Reads a string, starting at its opening quote.
    fn string(&mut self) -> Read<Cow<'t, str>> {
        self.at += 1;
        let start = self.at;
        self.plain();
        if self.peek() != Some(b'"') {
            return self.escaped(start).map(Cow::Owned);
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        self.at += 1;
        Ok(Cow::Borrowed(text))
    }

    /// Advances to the next quote, backslash or control character.
    fn plain(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let (words, _) = rest.as_chunks::<8>();
        let clear = words.iter().take_while(|word| !has_special(u64::from_le_bytes(**word))).count() * 8;
        let tail = rest.get(clear..).unwrap_or_default();
        let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
        self.at += clear + tail.iter().position(special).unwrap_or(tail.len());
    }

    /// Reads a string that contains an escape.
    #[cold]
    fn escaped(&mut self, start: usize) -> Read<String> {
        let mut text = String::from(self.text.get(start..self.at).unwrap_or_default());
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(_) => return Err("a control character in a string"),
                None => return Err("unexpected end"),
            }
            let from = self.at;
            self.plain();
            text.push_str(self.text.get(from..self.at).unwrap_or_default());
        }
    }

    /// Reads the character of an escape, starting after its backslash.
    fn escape(&mut self) -> Read<char> {
        let byte = self.peek().ok_or("unexpected end")?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{C}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                let units = if (0xD800..0xDC00).contains(&first)
                    && self.bytes.get(self.at..).unwrap_or_default().starts_with(b"\\u")
                {
                    self.at += 2;
                    [first, self.unit()?]
                } else {
                    [first, 0]
                };
                let count = if (0xD800..0xDC00).contains(&first) { 2 } else { 1 };
                let mut characters = char::decode_utf16(units.into_iter().take(count));
                match (characters.next(), characters.next()) {
                    (Some(Ok(character)), None) => character,
                    _ => return Err("an unpaired surrogate"),
                }
            }
            _ => return Err("an unknown escape sequence"),
        })
    }

    /// Reads four hexadecimal digits.
    fn unit(&mut self) -> Read<u16> {
        let digits = self.bytes.get(self.at..self.at + 4).ok_or("unexpected end")?;
        let mut unit = 0;
        for digit in digits {
            let digit = char::from(*digit).to_digit(16).ok_or("expected four hexadecimal digits")?;
            unit = unit << 4 | digit as u16;
        }
        self.at += 4;
        Ok(unit)
    }

    fn number(&mut self) -> Read<Node<'t>> {
        let start = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.at;
        let mut magnitude = Some(0_u64);
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            magnitude = magnitude.and_then(|so_far| so_far.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            self.at += 1;
        }
        match self.bytes.get(digits..self.at).unwrap_or_default() {
            [] => return Err("expected a digit"),
            [b'0', _, ..] => return Err("a number does not begin with a zero"),
            _ => {}
        }
        let mut is_whole = true;
        if self.peek() == Some(b'.') {
            is_whole = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            is_whole = false;
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        match (magnitude.filter(|_| is_whole), negative) {
            (Some(number), false) => return Ok(Node::Natural(number)),
            (Some(number @ 1..), true) if number <= 1 << 63 => {
                return Ok(Node::Negative((number as i64).wrapping_neg()));
            }
            _ => {}
        }
        let number = self.text.get(start..self.at).unwrap_or_default();
        // WHY through `Number`: `from_str` brings the errors of visitors into the module, which
        // nothing else in it needs.
        let number = number.parse::<serde_json::Number>().ok().and_then(|number| number.as_f64());
        number.map(Node::Fraction).ok_or("a number out of range")
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err("expected a digit") } else { Ok(()) }
    }
}

/// Returns `true` if one of eight bytes is a quote, a backslash or a control character: the
/// well-known test for a zero byte, three times.
const fn has_special(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    const fn has_zero(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGHS
    }
    let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
    (has_zero(word ^ (ONES * b'"' as u64)) | has_zero(word ^ (ONES * b'\\' as u64)) | controls) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads the tree with `serde_json`.
    fn reference(text: &[u8]) -> Option<Node<'_>> {
        serde_json::from_slice(text).ok()
    }

    fn agrees(text: &[u8]) -> bool {
        parse(text).ok() == reference(text)
    }

    #[test]
    fn every_kind_of_text_is_read_as_serde_json_reads_it() {
        for text in [
            "",
            " ",
            "null",
            "nul",
            "nulll",
            "true",
            "false",
            "tru",
            "[]",
            "[ ]",
            "[1]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{}",
            "{ }",
            r#"{"a":1}"#,
            r#"{"a":1,}"#,
            r#"{"a":1,"a":2}"#,
            r#"{a:1}"#,
            r#"{"a" 1}"#,
            r#"{"a":}"#,
            r#"{"a":1"#,
            "[",
            "{",
            "]",
            "0",
            "-0",
            "00",
            "01",
            "-01",
            "-",
            "+1",
            ".5",
            "1.",
            "1.5",
            "1.5e",
            "1e5",
            "1E+5",
            "1e-5",
            "-1",
            "1e400",
            "-1e400",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "1e5 ",
            "1 1",
            r#""""#,
            r#""a""#,
            r#""a"#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\x""#,
            r#""\u0041""#,
            r#""\u00e9\u20ac""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\ud83d""#,
            r#""\ud83d\u0041""#,
            r#""\ud83dx""#,
            r#""\u12""#,
            r#""\u12g4""#,
            "\"\t\"",
            "\"\u{7f}\"",
            "\"\u{80}\"",
            "\"é€😀\"",
            "\u{feff}1",
            "\u{a0}1",
            "1\u{0}",
            "\n\r\t 1 \n",
            "NaN",
            "Infinity",
            "'a'",
            "/**/1",
            "\"1234567\\n12345678\"",
            "\"12345678\"",
            "\"1234567\u{1}\"",
        ] {
            assert!(
                agrees(text.as_bytes()),
                "{text:?}: {:?} and {:?}",
                parse(text.as_bytes()),
                reference(text.as_bytes())
            );
        }
        assert!(agrees(b"\"\xff\"") && agrees(b"\xc3"));
    }

    #[test]
    fn nesting_is_bounded_as_it_is_there() {
        for depth in [126, 127, 128, 129, 100_000] {
            for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
                let inner = if open == "[" { "" } else { "1" };
                let text = format!("{}{inner}{}", open.repeat(depth), close.repeat(depth));
                assert_eq!(parse(text.as_bytes()).is_ok(), depth <= MAX_DEPTH, "{depth}");
                assert!(agrees(text.as_bytes()));
            }
        }
    }

    #[test]
    fn a_fault_has_its_place() {
        let place = |text: &str| parse(text.as_bytes()).map_err(|error| (error.line, error.column)).unwrap_err();
        assert_eq!(place("{\n  \"a\": x\n}"), (2, 8));
        assert_eq!(place("[1,"), (1, 4));
        assert_eq!(place(""), (1, 1));
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<u64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            "(\\PC|[\\x00-\\x7F]){0,20}".prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::vec(("\\PC{0,6}", inner), 0..6)
                    .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn valid_json_is_read_as_serde_json_reads_it(value in json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            prop_assert!(parse(text.as_bytes()).is_ok());
            prop_assert!(agrees(text.as_bytes()), "{}", text);
        }

        #[test]
        fn changed_json_is_accepted_or_refused_as_by_serde_json(value in json(), at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..3) {
            let mut text = serde_json::to_vec(&value).unwrap();
            let at = at.index(text.len());
            match how {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => { text.remove(at); }
            }
            prop_assert!(agrees(&text), "{:?}", String::from_utf8_lossy(&text));
        }

        #[test]
        fn any_scrap_of_json_is_taken_or_refused_as_there(text in "[-+.eE0-9\\[\\]{},:\"\\\\u \\ntrufalsn]{0,12}") {
            prop_assert!(agrees(text.as_bytes()), "{}", text);
        }
    }
}
