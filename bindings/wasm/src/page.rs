//! Session checks for pages.

use cora_wire::operation;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ffi_buffer::run;

/// Checks whether the session of a `CanInput` document has the capability. The result is `true` or
/// `false`.
#[wasm_bindgen(skip_typescript)]
pub fn can(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::can(text)?.to_string()))
}

/// Checks whether the session of a `HasInput` document meets the requirement. The result is `true`
/// or `false`.
#[wasm_bindgen(skip_typescript)]
pub fn has(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::has(text)?.to_string()))
}

/// Applies the event of a `ReduceSessionInput` document to its session. The result is a
/// `SessionState` document.
#[wasm_bindgen(js_name = reduceSession, skip_typescript)]
pub fn reduce_session(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::reduce_session(text)?))
}
