//! Measures the nesting depth of a TOML text before anything is built from it.
//!
//! WHY: the parser limits brackets and the parts of a key to 80 each, but not their product. A text
//! such as `{ a.a.a = { a.a.a = …` makes a tree of thousands of levels, which overflows the stack
//! when it is built or dropped.

use toml_parser::parser::{EventReceiver, parse_document};
use toml_parser::{ErrorSink, Source, Span};

use crate::MAX_DEPTH;

/// Returns the offset of the byte at which a text is nested deeper than [`MAX_DEPTH`]. Syntax
/// errors are not reported here.
///
/// Each bracket and each part of a key counts; a list of tables counts only once. So a text that is
/// found is too deep, and one that is not found is at most twice as deep as allowed.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    let tokens = Source::new(text).lex().into_vec();
    let mut depth = Depth::default();
    parse_document(&tokens, &mut depth, &mut ());
    depth.too_deep
}

#[derive(Default)]
struct Depth {
    is_in_header: bool,
    /// The parts of the header above the line.
    header: usize,
    /// The separators so far in the key of the line.
    line: usize,
    /// For each open bracket, the separators so far in the key that is being read in it.
    open: Vec<usize>,
    /// The sum of `open`.
    keys: usize,
    too_deep: Option<usize>,
}

impl Depth {
    fn level(&mut self, span: Span) -> bool {
        // The document itself is a table.
        let is_too_deep = 1 + self.header + self.line + self.keys + self.open.len() > MAX_DEPTH;
        if is_too_deep {
            self.too_deep.get_or_insert(span.start());
        }
        !is_too_deep
    }

    fn header(&mut self, span: Span) {
        (self.is_in_header, self.header, self.line) = (true, 1, 0);
        self.level(span);
    }

    fn open(&mut self, span: Span) -> bool {
        self.open.push(0);
        self.level(span)
    }

    fn close(&mut self) {
        self.keys -= self.open.pop().unwrap_or_default();
    }
}

impl EventReceiver for Depth {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header(span);
    }
    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.header(span);
    }
    fn std_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.is_in_header = false;
    }
    fn array_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.is_in_header = false;
    }
    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span)
    }
    fn inline_table_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close();
    }
    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span)
    }
    fn array_close(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.close();
    }
    fn key_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        match self.open.last_mut() {
            _ if self.is_in_header => self.header += 1,
            Some(separators) => {
                *separators += 1;
                self.keys += 1;
            }
            None => self.line += 1,
        }
        self.level(span);
    }
    fn value_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if let Some(separators) = self.open.last_mut() {
            self.keys -= std::mem::take(separators);
        }
    }
    fn newline(&mut self, _: Span, _: &mut dyn ErrorSink) {
        if self.open.is_empty() {
            self.line = 0;
        }
    }
}
