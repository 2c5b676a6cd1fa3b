//! The buffers through which text crosses between JavaScript and the core, both ways in UTF-8.
//!
//! The caller requests a buffer with [`alloc_input`], writes the text of a document there, calls
//! the operation with the length in bytes, and reads the result at the address that [`output_ptr`]
//! returns. Nothing is copied on the way, and only numbers cross. An operation returns the length
//! of its result in bytes or, negated, the length of a failure: the JSON of a `Report` or of a
//! `TokenError`.

use std::cell::RefCell;

use cora_core::issue::Report;
#[cfg(feature = "session")]
use cora_core::token::TokenError;
use cora_wire::encode;
#[cfg(feature = "session")]
use cora_wire::operation::AcceptTokenError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The failure of an operation: the JSON of a `Report` or of a `TokenError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// The failure for a number without an object, which the loader never passes. The text is
    /// empty, and so not JSON.
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

struct Buffers {
    input: Vec<u8>,
    output: String,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = const { RefCell::new(Buffers { input: Vec::new(), output: String::new() }) };
}

/// Returns the address of an input buffer of at least `bytes` bytes. Valid until the next call of
/// any function.
#[wasm_bindgen(js_name = allocInput, skip_typescript)]
pub fn alloc_input(bytes: usize) -> *mut u8 {
    BUFFERS.with_borrow_mut(|Buffers { input, .. }| {
        if input.len() < bytes {
            input.resize(bytes, 0);
        }
        input.as_mut_ptr()
    })
}

/// Frees the input buffer, for use after a large configuration. Otherwise the buffer stays as large
/// as it ever was.
#[wasm_bindgen(skip_typescript)]
pub fn shrink() {
    BUFFERS.with_borrow_mut(|buffers| buffers.input = Vec::new());
}

/// Returns the address of the last result. Valid until the next call of any function.
#[wasm_bindgen(js_name = outputPtr, skip_typescript)]
pub fn output_ptr() -> *const u8 {
    BUFFERS.with_borrow(|buffers| buffers.output.as_ptr())
}

/// Runs an operation on the text in the input buffer, and keeps the result for [`output_ptr`].
/// Returns the length of the result, negated if it is a failure.
// WHY `dyn`: so that this code is in the module once, and not once for each operation.
pub fn run(bytes: usize, operation: &dyn Fn(&[u8]) -> Result<String, Failure>) -> i32 {
    BUFFERS.with_borrow_mut(|Buffers { input, output }| {
        let result = operation(input.get(..bytes).unwrap_or_default());
        let (text, sign) = match result {
            Ok(text) => (text, 1),
            Err(Failure(text)) => (text, -1),
        };
        *output = text;
        // No result reaches 2 GiB, because the inputs are limited.
        sign * i32::try_from(output.len()).unwrap_or(i32::MAX)
    })
}

/// Runs an operation that creates an object, as [`run`] does. Returns the number of the object or,
/// negated, the length of a failure.
#[cfg(any(feature = "decision", feature = "session"))]
pub fn create(bytes: usize, operation: &dyn Fn(&[u8]) -> Result<usize, Failure>) -> i32 {
    let created = std::cell::Cell::new(0);
    let length = run(bytes, &|text| {
        created.set(operation(text)?);
        Ok(String::new())
    });
    if length < 0 { length } else { i32::try_from(created.get()).unwrap_or(i32::MAX) }
}

/// Writes a text as the loader does.
#[cfg(test)]
pub fn write_input(text: &str) {
    alloc_input(text.len());
    BUFFERS.with_borrow_mut(|buffers| buffers.input[..text.len()].copy_from_slice(text.as_bytes()));
}

/// Reads the result of an operation as the loader does.
#[cfg(test)]
pub fn read_output(length: i32) -> Result<String, String> {
    let text = BUFFERS.with_borrow(|buffers| buffers.output.clone());
    assert_eq!(length.unsigned_abs() as usize, text.len());
    if length < 0 { Err(text) } else { Ok(text) }
}
