//! Conversion of byte offsets to lines and columns.

use crate::Position;

/// The distance in bytes between two offsets whose character count is kept.
const STEP: usize = 256;

/// The starts of the lines of a text, and the number of characters before every [`STEP`]th byte. So
/// the column within a very long line is found without a walk along it.
pub(crate) struct Lines<'t> {
    bytes: &'t [u8],
    starts: Vec<usize>,
    characters: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        starts.extend(bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1));
        let mut count = 0;
        let mut characters = vec![0];
        for step in bytes.chunks(STEP) {
            count += beginnings(step);
            characters.push(count);
        }
        Self { bytes, starts, characters }
    }

    /// Returns the position of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        Position::new(line, self.characters_before(offset) - self.characters_before(start) + 1)
    }

    /// Returns the position for a parser's line and column in bytes, both from 1. A column of 0 is
    /// the end of the line before.
    pub fn position_of_bytes(&self, line: usize, column: usize) -> Position {
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.bytes.len());
        self.position((start + column).saturating_sub(1))
    }

    fn characters_before(&self, offset: usize) -> usize {
        let step = offset / STEP;
        let rest = self.bytes.get(step * STEP..offset).unwrap_or_default();
        self.characters.get(step).copied().unwrap_or_default() + beginnings(rest)
    }
}

/// Counts the characters that begin in UTF-8 text.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = format!("a\nä€b\n{}x", "é".repeat(400));
        let lines = Lines::new(&text);
        let at = |sought: &str| lines.position(text.find(sought).unwrap());
        assert_eq!(at("a"), Position::new(1, 1));
        assert_eq!(at("b"), Position::new(2, 3));
        assert_eq!(at("x"), Position::new(3, 401));
        assert_eq!(lines.position(text.len()), Position::new(3, 402));
        assert_eq!(lines.position_of_bytes(2, 6), Position::new(2, 3));
        assert_eq!(lines.position_of_bytes(2, 0), Position::new(1, 2));
    }
}
