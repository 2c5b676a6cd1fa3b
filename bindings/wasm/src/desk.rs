//! Where text lies as it crosses between JavaScript and the core, both ways in UTF-8.
//!
//! A call goes so: the caller asks for [`room`], writes the text of a document there, calls the operation with the length in
//! bytes, and reads the answer where [`answer`] says it lies. Nothing is copied on the way, and nothing but numbers crosses.
//! What an operation returns is the length of its answer in bytes; or, negated, the length of a failure: the JSON of a
//! `Report` or of a `TokenError`.

use std::cell::RefCell;

use cora_core::issue::Report;
#[cfg(feature = "session")]
use cora_core::token::TokenError;
use cora_wire::encode;
#[cfg(feature = "session")]
use cora_wire::operation::AcceptTokenError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Why an operation has no answer: the JSON of a `Report`, or of a `TokenError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// For a number that stands for nothing, which the loader never gives. The answer is empty, and so no JSON.
    #[cfg(any(feature = "decision", feature = "session"))]
    pub const NONE: Self = Self(String::new());
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self(encode(&report))
    }
}

#[cfg(feature = "session")]
impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Self(encode(&error))
    }
}

#[cfg(feature = "session")]
impl From<AcceptTokenError> for Failure {
    fn from(error: AcceptTokenError) -> Self {
        match error {
            AcceptTokenError::Input(report) => report.into(),
            AcceptTokenError::Token(error) => error.into(),
        }
    }
}

struct Desk {
    room: Vec<u8>,
    answer: String,
}

thread_local! {
    static DESK: RefCell<Desk> = const { RefCell::new(Desk { room: Vec::new(), answer: String::new() }) };
}

/// Where a text of so many bytes may be written. Valid until the next call of anything.
#[wasm_bindgen(skip_typescript)]
pub fn room(bytes: usize) -> *mut u8 {
    DESK.with_borrow_mut(|Desk { room, .. }| {
        if room.len() < bytes {
            room.resize(bytes, 0);
        }
        room.as_mut_ptr()
    })
}

/// Takes the room back, as after a configuration that was large. Without it the room stays as large as it ever was.
#[wasm_bindgen(js_name = giveBack, skip_typescript)]
pub fn give_back() {
    DESK.with_borrow_mut(|desk| desk.room = Vec::new());
}

/// Where the last answer lies. Valid until the next call of anything.
#[wasm_bindgen(skip_typescript)]
pub fn answer() -> *const u8 {
    DESK.with_borrow(|desk| desk.answer.as_ptr())
}

/// Has work done on the text that was written, and keeps the answer for [`answer`].
// WHY `dyn`: so that this is in the module once, and not once for each operation.
pub fn work(bytes: usize, operation: &dyn Fn(&[u8]) -> Result<String, Failure>) -> i32 {
    DESK.with_borrow_mut(|Desk { room, answer }| {
        let result = operation(room.get(..bytes).unwrap_or_default());
        let (text, sign) = match result {
            Ok(text) => (text, 1),
            Err(Failure(text)) => (text, -1),
        };
        *answer = text;
        // No answer is of 2 GiB: the inputs are limited.
        sign * i32::try_from(answer.len()).unwrap_or(i32::MAX)
    })
}

/// As [`work`], for what makes something to hold: the number that stands for it, or, negated, the length of a failure.
#[cfg(any(feature = "decision", feature = "session"))]
pub fn make(bytes: usize, operation: &dyn Fn(&[u8]) -> Result<u32, Failure>) -> i32 {
    let made = std::cell::Cell::new(0);
    let length = work(bytes, &|text| {
        made.set(operation(text)?);
        Ok(String::new())
    });
    if length < 0 { length } else { i32::try_from(made.get()).unwrap_or(i32::MAX) }
}

/// Writes a text as the loader does.
#[cfg(test)]
pub fn put(text: &str) {
    room(text.len());
    DESK.with_borrow_mut(|desk| desk.room[..text.len()].copy_from_slice(text.as_bytes()));
}

/// Reads what an operation answered as the loader does.
#[cfg(test)]
pub fn taken(length: i32) -> Result<String, String> {
    let text = DESK.with_borrow(|desk| desk.answer.clone());
    assert_eq!(length.unsigned_abs() as usize, text.len());
    if length < 0 { Err(text) } else { Ok(text) }
}
