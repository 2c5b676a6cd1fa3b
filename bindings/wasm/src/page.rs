//! What a page asks about its session.

use cora_wire::operation;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::desk::work;

/// Whether a session may do something, as a `CanInput` document asks: `true` or `false`.
#[wasm_bindgen(skip_typescript)]
pub fn can(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::can(text)?.to_string()))
}

/// Whether a session has all that a `HasInput` document asks for: `true` or `false`.
#[wasm_bindgen(skip_typescript)]
pub fn has(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::has(text)?.to_string()))
}

/// The state of a session after the event of a `ReduceSessionInput` document: a `SessionState` document.
#[wasm_bindgen(js_name = reduceSession, skip_typescript)]
pub fn reduce_session(bytes: usize) -> i32 {
    work(bytes, &|text| Ok(operation::reduce_session(text)?))
}
