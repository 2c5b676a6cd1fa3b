//! A name with its labels in reverse order, as the packed lists hold it: `com.acme.mail` for
//! `mail.acme.com`.

use core::cmp::Ordering;

/// The maximum length in bytes: that of the longest name (RFC 1035 §2.3.4), with the `!` or `*.` of
/// a rule.
const CAPACITY: usize = 256;

/// A key in a fixed buffer, so that a lookup allocates nothing.
#[derive(Clone)]
pub(crate) struct Key {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Key {
    pub(crate) const EMPTY: Key = Key { bytes: [0; CAPACITY], length: 0 };

    /// Builds the key of a name. Returns `None` if the name is longer than any name can be.
    pub(crate) fn of(name: &str) -> Option<Key> {
        let mut key = Key::EMPTY;
        for (at, label) in name.rsplit('.').enumerate() {
            if at > 0 {
                key.push(b".")?;
            }
            key.push(label.as_bytes())?;
        }
        Some(key)
    }

    /// Appends bytes. Returns `None` if they do not fit.
    pub(crate) fn push(&mut self, more: &[u8]) -> Option<()> {
        let end = self.length.checked_add(more.len())?;
        self.bytes.get_mut(self.length..end)?.copy_from_slice(more);
        self.length = end;
        Some(())
    }

    /// Keeps the first bytes and appends others: the step from one entry of a list to the next.
    pub(crate) fn replace_end(&mut self, keep: usize, more: &[u8]) -> Option<()> {
        if keep > self.length {
            return None;
        }
        self.length = keep;
        self.push(more)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(crate) fn compare(&self, other: &[u8]) -> Ordering {
        self.as_bytes().cmp(other)
    }
}
