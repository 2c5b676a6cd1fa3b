//! Writes a type as JSON text: byte for byte as `serde_json` does, with a call for each field
//! instead of a copy of its writer for each type.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;
use serde_json::{Map, Value};

use crate::secret::hex;

/// A type that is written as JSON. Derived, from the same attributes as serde's writer.
pub trait Encode {
    /// Appends the value.
    fn encode(&self, encoder: &mut Encoder);
}

/// A fieldless enum that is written as one of a closed list of names. Derived with [`Encode`].
pub trait Code: Sized + 'static {
    /// All values, in declaration order.
    const ALL: &'static [Self];

    /// Returns the name that is written.
    fn name(&self) -> &'static str;
}

/// Returns the JSON of a value, without white space, with its fields in the order of the type.
pub fn write(value: &impl Encode) -> String {
    // The effects of most plans fit.
    let mut encoder = Encoder { json: String::with_capacity(1536) };
    value.encode(&mut encoder);
    encoder.json
}

/// JSON that is being written.
#[derive(Debug)]
pub struct Encoder {
    json: String,
}

impl Encoder {
    /// Begins an object.
    #[inline(never)]
    pub fn open(&mut self) {
        self.json.push('{');
    }

    /// Begins an object whose first member is a text that needs no escape.
    #[inline(never)]
    pub fn open_tagged(&mut self, tag: &str, text: &str) {
        self.open();
        self.member(tag);
        self.plain(text);
    }

    /// Writes the name of a member, which needs no escape. Its value follows.
    #[inline(never)]
    pub fn member(&mut self, name: &str) {
        self.separate();
        self.plain(name);
        self.json.push(':');
    }

    /// Ends an object.
    #[inline(never)]
    pub fn close(&mut self) {
        self.json.push('}');
    }

    /// Writes a comma, except before the first item of an object or list. No value ends with an
    /// opening bracket: a text ends with a quotation mark.
    #[inline(never)]
    fn separate(&mut self) {
        if !self.json.ends_with(['{', '[']) {
            self.json.push(',');
        }
    }

    /// Writes a value that is neither a text, a list nor an object.
    #[inline(never)]
    fn word(&mut self, word: &str) {
        self.json.push_str(word);
    }

    /// Writes the name of a code, which needs no escape.
    pub fn code(&mut self, name: &str) {
        self.plain(name);
    }

    /// Writes a text that needs no escape.
    #[inline(never)]
    pub(crate) fn plain(&mut self, text: &str) {
        self.json.push('"');
        self.json.push_str(text);
        self.json.push('"');
    }

    /// Writes a text.
    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        self.json.push('"');
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
            self.json.push_str(rest.get(..at).unwrap_or_default());
            let byte = rest.as_bytes().get(at).copied().unwrap_or_default();
            let short = match byte {
                b'"' | b'\\' => char::from(byte),
                b'\x08' => 'b',
                b'\t' => 't',
                b'\n' => 'n',
                b'\x0C' => 'f',
                b'\r' => 'r',
                _ => 'u',
            };
            self.json.push('\\');
            self.json.push(short);
            if short == 'u' {
                self.json.push_str("00");
                self.json.push_str(&hex(&[byte]));
            }
            rest = rest.get(at.saturating_add(1)..).unwrap_or_default();
        }
        self.json.push_str(rest);
        self.json.push('"');
    }

    /// Writes a number.
    #[inline(never)]
    pub(crate) fn natural(&mut self, number: u64) {
        // Writing to a string does not fail.
        let _ = write!(self.json, "{number}");
    }
}

impl Encode for bool {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.word(if *self { "true" } else { "false" });
    }
}

impl Encode for u32 {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.natural(u64::from(*self));
    }
}

impl Encode for String {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.text(self);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, encoder: &mut Encoder) {
        match self {
            None => encoder.word("null"),
            Some(value) => value.encode(encoder),
        }
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, encoder: &mut Encoder) {
        T::encode(self, encoder);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.word("[");
        for item in self {
            encoder.separate();
            item.encode(encoder);
        }
        encoder.word("]");
    }
}

impl Encode for Value {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.word(&alloc::format!("{self}"));
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self, encoder: &mut Encoder) {
        encoder.open();
        for (name, value) in self {
            encoder.separate();
            encoder.text(name);
            encoder.word(":");
            value.encode(encoder);
        }
        encoder.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::string::ToString;

    proptest! {
        #[test]
        fn a_text_is_written_as_serde_json_writes_it(text in "(\\PC|[\\x00-\\x7F]|\u{2028}){0,20}") {
            prop_assert_eq!(write(&text), Value::from(text.as_str()).to_string());
            let lists: Vec<Vec<String>> = alloc::vec![alloc::vec![text.clone(), text.clone()], Vec::new(), alloc::vec![text]];
            prop_assert_eq!(write(&lists), serde_json::to_string(&lists).unwrap());
        }
    }

    #[test]
    fn an_open_object_is_written_as_serde_json_writes_it() {
        let value = serde_json::json!({ "a\"": [1, -2, 1.5, null], "b{": {}, "c[": { "d": "[" } });
        let Value::Object(members) = &value else { panic!("an object") };
        assert_eq!(write(members), value.to_string());
        assert_eq!(write(&value), value.to_string());
    }
}
