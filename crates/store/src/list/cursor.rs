//! Cursors: the place of a row in a list, as an opaque text.
//!
//! A cursor holds the row's sorted value and key as the database has them, so that no row is lost
//! however many have the same value, and a place stays when its row is deleted. It is bound to the
//! list, its order and its filters by a digest: the place says nothing about another order.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::error::ListFault;
use crate::sql::Value;

/// The version of the form of cursors.
const VERSION: u8 = 1;

/// Length of the digest, in bytes. It tells queries apart; it is not a seal.
const DIGEST_BYTES: usize = 9;

/// Maximum length of a cursor, in bytes. The longest sorted values are names, of at most 1,020.
const MAX_CURSOR_BYTES: usize = 4_096;

/// A value that rows are sorted by, or a row's key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum Position {
    /// A number, or a time in microseconds since the epoch.
    Number(i64),
    /// A text, or an identifier.
    Text(String),
}

impl From<Position> for Value {
    fn from(position: Position) -> Self {
        match position {
            Position::Number(number) => number.into(),
            Position::Text(text) => text.into(),
        }
    }
}

/// The place of a row in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The sorted value. `None` if the list is sorted by its key alone.
    pub at: Option<Position>,
    /// The key.
    pub key: Position,
}

impl Cursor {
    /// Writes the cursor for the query with a digest.
    pub fn seal(&self, digest: &str) -> String {
        let json = serde_json::json!([VERSION, digest, self.at, self.key]);
        URL_SAFE_NO_PAD.encode(json.to_string())
    }

    /// Reads a cursor of the query with a digest.
    pub fn open(text: &str, digest: &str) -> Result<Self, ListFault> {
        let fault = |message| ListFault::new("after", message);
        let form = "it is not the `next` of a page of this list";
        let json = Some(text).filter(|text| text.len() <= MAX_CURSOR_BYTES);
        let json = json.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or_else(|| fault(form))?;
        let (version, written, at, key): (u8, String, Option<Position>, Position) =
            serde_json::from_slice(&json).map_err(|_| fault(form))?;
        if version != VERSION {
            return Err(fault("it was made by another version of Cora; begin with the first page"));
        }
        if written != digest {
            return Err(fault("it belongs to another list, order or filter; begin with the first page"));
        }
        Ok(Self { at, key })
    }
}

/// Returns the digest that binds cursors to a query.
pub(crate) fn digest(query: &impl serde::Serialize) -> String {
    let text = serde_json::to_vec(query).unwrap_or_default();
    let digest = Sha256::digest(text);
    URL_SAFE_NO_PAD.encode(digest.get(..DIGEST_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_and_no_other_text_is_one() {
        for cursor in [
            Cursor { at: None, key: Position::Number(i64::MIN) },
            Cursor { at: Some(Position::Number(1_700_000_000_123_456)), key: Position::Text("x".into()) },
            Cursor { at: Some(Position::Text("Ünal \"\u{10ffff}".into())), key: Position::Text(String::new()) },
        ] {
            let sealed = cursor.seal("abc");
            assert!(sealed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{sealed}");
            assert_eq!(Cursor::open(&sealed, "abc"), Ok(cursor));
            assert_eq!(Cursor::open(&sealed, "abd").unwrap_err().parameter, "after");
            assert!(Cursor::open(&sealed[1..], "abc").is_err());
        }
        let newer = URL_SAFE_NO_PAD.encode("[2,\"abc\",null,1]");
        assert!(Cursor::open(&newer, "abc").unwrap_err().message.contains("version"));
        for text in ["", "7", "00000000-0000-4000-8000-000000000001", "a@acme.example", &"A".repeat(5_000)] {
            assert!(Cursor::open(text, "abc").is_err(), "{text}");
        }
    }
}
