//! Engines: configurations compiled for many logins.

use std::cell::RefCell;
use std::rc::Rc;

use cora_core::Engine;
use cora_core::engine::EngineLogin;
use cora_core::provisioning::explain::explain;
use cora_wire::{decode, encode};
use slab::Slab;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ffi_buffer::{Failure, create, run};

thread_local! {
    static ENGINES: RefCell<Slab<Rc<Engine>>> = const { RefCell::new(Slab::new()) };
}

/// Returns the engine with this number.
pub fn engine(number: usize) -> Result<Rc<Engine>, Failure> {
    ENGINES.with_borrow(|engines| engines.get(number).cloned()).ok_or(Failure::NONE)
}

/// Reads and indexes a `Configuration` document. Returns the number of the engine.
#[wasm_bindgen(js_name = engineNew, skip_typescript)]
pub fn engine_new(bytes: usize) -> i32 {
    create(bytes, &|text| {
        let engine = Rc::new(Engine::compile(decode(text)?));
        Ok(ENGINES.with_borrow_mut(|engines| engines.insert(engine)))
    })
}

/// Frees an engine.
#[wasm_bindgen(js_name = engineFree, skip_typescript)]
pub fn engine_free(number: usize) {
    ENGINES.with_borrow_mut(|engines| engines.try_remove(number));
}

/// Decides on an `EngineLogin` document. The result is a `Decision` document if `whole` is set,
/// otherwise a `DecisionSummary` document.
#[wasm_bindgen(js_name = engineDecide, skip_typescript)]
pub fn engine_decide(number: usize, bytes: usize, whole: bool) -> i32 {
    run(bytes, &|text| {
        let (engine, login) = (engine(number)?, decode::<EngineLogin>(text)?);
        Ok(if whole { encode(&engine.decide(&login)) } else { encode(&engine.summarize(&login)) })
    })
}

/// Explains the decision on an `EngineLogin` document as a tree of text.
#[wasm_bindgen(js_name = engineExplain, skip_typescript)]
pub fn engine_explain(number: usize, bytes: usize) -> i32 {
    run(bytes, &|text| Ok(explain(&engine(number)?.decide(&decode(text)?))))
}
