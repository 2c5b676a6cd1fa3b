//! A configuration made ready for many logins.

use cora_core::engine::{Configuration, EngineLogin};
use cora_core::provisioning::explain;
use cora_wire::{Document, MAX_INPUT_BYTES, decode, encode, input_too_large};
use tsify::Ts;
use wasm_bindgen::prelude::*;

use crate::boundary::{Failure, json_of, text_of};

/// A configuration that has been read and indexed once. Held by JavaScript until it frees it.
///
/// A call without copies goes so: the caller asks for [`room`](Self::room), writes the text of an `EngineLogin` document
/// there, has it decided, and reads the answer where [`answer`](Self::answer) says it lies.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    engine: cora_core::Engine,
    room: Vec<u8>,
    answer: String,
}

#[wasm_bindgen]
impl Engine {
    /// Reads and indexes a configuration of at most 64 MiB as JSON.
    ///
    /// Throws the report of its faults.
    #[wasm_bindgen(constructor)]
    pub fn new(configuration: Ts<Configuration>) -> Result<Engine, Failure> {
        let text = json_of(&configuration.js_value(), Configuration::MAX_BYTES)?;
        let engine = cora_core::Engine::compile(decode(text.as_bytes())?);
        Ok(Self { engine, room: Vec::new(), answer: String::new() })
    }

    /// Where a text of so many bytes may be written. Valid until the next call of anything.
    ///
    /// Throws `input_too_large`.
    #[wasm_bindgen(skip_typescript)]
    pub fn room(&mut self, bytes: usize) -> Result<*mut u8, Failure> {
        if bytes > MAX_INPUT_BYTES {
            return Err(input_too_large(bytes, MAX_INPUT_BYTES).into());
        }
        if self.room.len() < bytes {
            self.room.resize(bytes, 0);
        }
        Ok(self.room.as_mut_ptr())
    }

    /// Decides on the login of which so many bytes were written, and answers with the length of a `Decision` document, or of
    /// a `DecisionSummary` document.
    ///
    /// Throws the report of its faults.
    #[wasm_bindgen(skip_typescript)]
    pub fn decide(&mut self, bytes: usize, whole: bool) -> Result<usize, Failure> {
        let login = read(self.room.get(..bytes).unwrap_or_default())?;
        self.answer = if whole { encode(&self.engine.decide(&login)) } else { encode(&self.engine.summarize(&login)) };
        Ok(self.answer.len())
    }

    /// Where the last answer lies. Valid until the next call of anything.
    #[wasm_bindgen(skip_typescript)]
    pub fn answer(&self) -> *const u8 {
        self.answer.as_ptr()
    }

    /// Decides on an `EngineLogin` document and answers with a `Decision` document: the same bytes as every other host.
    ///
    /// Throws the report of its faults.
    #[wasm_bindgen(js_name = decideJson)]
    pub fn decide_json(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
    ) -> Result<String, Failure> {
        Ok(encode(&self.engine.decide(&read(text_of(&text, MAX_INPUT_BYTES)?.as_bytes())?)))
    }

    /// Explains the decision on a login, as a tree of text.
    ///
    /// Throws the report of its faults.
    pub fn explain(&self, login: Ts<EngineLogin>) -> Result<String, Failure> {
        let login = read(json_of(&login.js_value(), MAX_INPUT_BYTES)?.as_bytes())?;
        Ok(explain::explain(&self.engine.decide(&login)))
    }
}

fn read(text: &[u8]) -> Result<EngineLogin, Failure> {
    Ok(decode(text)?)
}
