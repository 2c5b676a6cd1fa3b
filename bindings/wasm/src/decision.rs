//! Decides a single login without an engine.

use cora_core::DecideInput;
use cora_wire::{decode, encode, operation};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ffi_buffer::run;

/// Decides on a `DecideInput` document. The result is a `Decision` document if `whole` is set,
/// otherwise a `DecisionSummary` document.
#[wasm_bindgen(skip_typescript)]
pub fn decide(bytes: usize, whole: bool) -> i32 {
    run(bytes, &|text| {
        let input = decode::<DecideInput>(text)?;
        Ok(if whole { encode(&cora_core::decide(&input)) } else { encode(&cora_core::summarize(&input)) })
    })
}

/// Explains the decision on a `DecideInput` document as a tree of text: lines of UTF-8, each ended
/// by a line feed.
#[wasm_bindgen(skip_typescript)]
pub fn explain(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::explain(text)?))
}

/// Parses an e-mail address into an `EmailAddress` document.
///
/// The failure is a report of `invalid_email`, which names the broken rule and does not quote the
/// address.
#[wasm_bindgen(js_name = parseEmail, skip_typescript)]
pub fn parse_email(bytes: usize) -> i32 {
    // JavaScript encodes strings as UTF-8. A text that were not UTF-8 would not be an address.
    run(bytes, &|text| Ok(operation::parse_email(std::str::from_utf8(text).unwrap_or_default())?))
}
