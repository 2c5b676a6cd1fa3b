//! Reads the tables: bytes that describe runs of code points in order.

/// A place where a reader can start: the first code point of a run, and the offset of that run in
/// the bytes.
pub(crate) type Entry = (u32, u16);

/// A place in a table.
pub(crate) struct Reader {
    bytes: &'static [u8],
    at: usize,
}

impl Reader {
    /// Creates a reader at the start of `bytes`.
    pub(crate) fn new(bytes: &'static [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Creates a reader at the last indexed run that starts at `c` or before it. Also returns the
    /// first code point of that run.
    pub(crate) fn seek(bytes: &'static [u8], index: &'static [Entry], c: u32) -> (Self, u32) {
        // WHY no underflow: the first entry of an index is code point 0.
        let (start, at) = index[index.partition_point(|&(start, _)| start <= c) - 1];
        (Self { bytes, at: usize::from(at) }, start)
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.bytes[self.at];
        self.at += 1;
        byte
    }

    /// Reads a number of seven bits per byte, the lowest first. The high bit says that another byte
    /// follows.
    pub(crate) fn number(&mut self) -> u32 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return value;
            }
            shift += 7;
        }
    }

    pub(crate) fn skip(&mut self, bytes: u32) {
        self.at += bytes as usize;
    }

    pub(crate) fn place(&self) -> usize {
        self.at
    }

    pub(crate) fn at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

/// Decodes a signed number from an unsigned one: 0, -1, 1, -2, 2 …
pub(crate) fn signed(zigzag: u32) -> u32 {
    // WHY u32: it is added to a code point with wrapping arithmetic.
    (zigzag >> 1) ^ (zigzag & 1).wrapping_neg()
}
