//! The core for JavaScript: text in, text out, no rule of its own.
//!
//! A value is written as JSON by the engine that holds it, decoded by `cora-wire` as on any other host, and the answer is
//! JSON again, so that JavaScript gets the very bytes that a native program gets. The package `pkg` is the other side of
//! this boundary: it writes and reads the text, and makes a `CoraError` of a failure. How a call goes is said in `desk.rs`.

#[cfg(feature = "decision")]
mod decision;
mod desk;
#[cfg(feature = "decision")]
mod engine;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "session")]
mod session;
#[cfg(any(feature = "decision", feature = "session"))]
mod shelf;
#[cfg(feature = "workbench")]
mod workbench;

/// WHY not the default: it is made for long-lived programs and is larger; a call here allocates a few kilobytes
/// and frees them all.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

use desk::work;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "decision")]
pub use decision::{decide, explain, parse_email};
#[cfg(feature = "decision")]
pub use engine::{engine_decide, engine_explain, engine_free, engine_new};
#[cfg(feature = "page")]
pub use page::*;
#[cfg(feature = "session")]
pub use session::*;
#[cfg(feature = "workbench")]
pub use workbench::*;

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
