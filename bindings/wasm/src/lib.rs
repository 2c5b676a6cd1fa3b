//! The core for JavaScript: text in, text out, no rule of its own.
//!
//! A value is written as JSON by the engine that holds it, decoded by `cora-wire` as on any other host, and the answer is
//! JSON again, so that JavaScript gets the very bytes that a native program gets. The package `pkg` is the other side of
//! this boundary: it writes and reads the text, and makes a `CoraError` of a failure. How a call goes is said in `desk.rs`.

mod desk;
mod engine;
mod shelf;
#[cfg(feature = "workbench")]
mod workbench;

/// WHY not the default: it is made for long-lived programs and is larger; a call here allocates a few kilobytes
/// and frees them all.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

use cora_core::DecideInput;
use cora_wire::{decode, encode, operation};
use desk::work;
use wasm_bindgen::prelude::wasm_bindgen;

pub use engine::{engine_decide, engine_explain, engine_free, engine_new};
#[cfg(feature = "workbench")]
pub use workbench::*;

/// Decides on a `DecideInput` document: a `Decision` document, or, unless the whole is wanted, a `DecisionSummary` document.
#[wasm_bindgen(skip_typescript)]
pub fn decide(bytes: usize, whole: bool) -> i32 {
    work(bytes, &|text| {
        let input = decode::<DecideInput>(text)?;
        Ok(if whole { encode(&cora_core::decide(&input)) } else { encode(&cora_core::summarize(&input)) })
    })
}

/// Explains the decision on a `DecideInput` document, as a tree of text: lines of UTF-8, each ended by a line feed.
#[wasm_bindgen(skip_typescript)]
pub fn explain(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::explain(text)?))
}

/// Reads an e-mail address: an `EmailAddress` document.
///
/// The failure is a report of `invalid_email`, saying which rule it breaks and not quoting it.
#[wasm_bindgen(js_name = parseEmail, skip_typescript)]
pub fn parse_email(bytes: usize) -> i32 {
    // JavaScript encodes strings as UTF-8; what were not would be no address.
    work(bytes, &|text| Ok(operation::parse_email(std::str::from_utf8(text).unwrap_or_default())?))
}

/// Checks header and claims of a token whose signature the caller has verified, an `AcceptTokenInput` document, and answers
/// with the login.
///
/// The failure is the report of the input's faults, or the token error.
#[wasm_bindgen(js_name = acceptToken, skip_typescript)]
pub fn accept_token(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::accept_token(text)?))
}

/// Whether a session may do something, as a `CanInput` document asks: `true` or `false`.
#[wasm_bindgen(skip_typescript)]
pub fn can(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::can(text)?.to_string()))
}

/// The failure of a text of so many bytes, which is not taken in.
#[wasm_bindgen(js_name = inputTooLarge, skip_typescript)]
pub fn input_too_large(bytes: usize, limit: usize) -> i32 {
    work(0, &|_| Err(cora_wire::input_too_large(bytes, limit).into()))
}

/// The version of the core.
#[wasm_bindgen(skip_typescript)]
pub fn version(_: usize) -> i32 {
    work(0, &|_| Ok(env!("CARGO_PKG_VERSION").to_owned()))
}

#[cfg(test)]
mod tests;
