//! The core for JavaScript: text in, text out, with no rules of its own.
//!
//! JavaScript writes a value as JSON, `cora-wire` decodes it as on any other host, and the result
//! is JSON again, so JavaScript gets the same bytes as a native program. The package `pkg` is the
//! other side of this boundary: it writes and reads the text, and turns a failure into a
//! `CoraError`. `ffi_buffer.rs` describes a call.

#[cfg(feature = "admin")]
mod admin;
#[cfg(feature = "decision")]
mod decision;
#[cfg(feature = "decision")]
mod engine;
mod ffi_buffer;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "session")]
mod session;
#[cfg(feature = "workbench")]
mod workbench;

/// WHY not the default allocator: it is made for long-lived programs and is larger. A call here
/// allocates a few kilobytes and frees them all.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

use ffi_buffer::run;
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "admin")]
pub use admin::*;
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

/// Returns the failure for a text that is too large and was therefore not passed in. `bytes` is its
/// size.
#[wasm_bindgen(js_name = inputTooLarge, skip_typescript)]
pub fn input_too_large(bytes: usize, limit: usize) -> i32 {
    run(0, &|_| Err(cora_wire::input_too_large(bytes, limit).into()))
}

/// Returns the version of the core.
#[wasm_bindgen(skip_typescript)]
pub fn version(_: usize) -> i32 {
    run(0, &|_| Ok(env!("CARGO_PKG_VERSION").to_owned()))
}

#[cfg(all(test, target_arch = "wasm32"))]
mod second_writer;
#[cfg(test)]
mod tests;
