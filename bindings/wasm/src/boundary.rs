//! What crosses between JavaScript and the core: JSON text inwards, JSON values or a failure's text outwards.

use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::token::TokenError;
use cora_wire::operation::AcceptTokenError;
use cora_wire::{encode, report};
use js_sys::{JSON, JsString};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

/// Why a call has no answer. Thrown as a string of JSON: a `Report`, or a `TokenError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    fn of(code: IssueCode, message: &str, help: Option<&str>) -> Self {
        let (path, message, help) = (String::new(), message.to_owned(), help.map(str::to_owned));
        Self::from(report(vec![Issue { code, severity: Severity::Error, path, message, help }]))
    }

    /// There is no login of the index that was asked for.
    #[cfg(feature = "workbench")]
    pub fn no_such_login() -> Self {
        Self::of(IssueCode::OutOfBounds, "there is no login of this index", None)
    }

    /// The value has no JSON form.
    pub fn not_json() -> Self {
        // The engine's own message is left out: it may quote the input.
        Self::of(
            IssueCode::NotJsonValue,
            "this value cannot be written as JSON",
            Some("Pass plain data: no cycle, no BigInt, no function, no getter that throws."),
        )
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self(encode(&report))
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Self(encode(&error))
    }
}

impl From<AcceptTokenError> for Failure {
    fn from(error: AcceptTokenError) -> Self {
        match error {
            AcceptTokenError::Input(report) => report.into(),
            AcceptTokenError::Token(error) => error.into(),
        }
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        JsValue::from_str(&failure.0)
    }
}

// WHY not `js_sys::JSON::stringify`: an import that may throw and returns a JavaScript value loses one slot of the module's
// table each time it throws, and the table never shrinks.
#[wasm_bindgen(inline_js = "
export function jsonOf(value) {
    try {
        return JSON.stringify(value);
    } catch {
        return undefined;
    }
}")]
extern "C" {
    /// The JSON of a value; `undefined` where it has none.
    #[wasm_bindgen(js_name = jsonOf)]
    fn stringify(value: &JsValue) -> JsValue;
}

/// The JSON of a value, as `JSON.stringify` writes it.
///
/// # Errors
///
/// `not_json_value`: the value is `undefined`, a function or a symbol, has a cycle or a BigInt in it, nests too deep for the
/// engine, or has a getter or `toJSON` that throws. `input_too_large`.
pub fn json_of(value: &JsValue, limit: usize) -> Result<String, Failure> {
    let text = stringify(value);
    if text.is_undefined() {
        return Err(Failure::not_json());
    }
    text_of(&text, limit)
}

/// The text of a JavaScript string.
///
/// # Errors
///
/// `wrong_type`, `input_too_large`, `invalid_json` when it holds half of a surrogate pair.
pub fn text_of(value: &JsValue, limit: usize) -> Result<String, Failure> {
    let Some(string) = value.dyn_ref::<JsString>() else {
        return Err(Failure::of(IssueCode::WrongType, "expected a string", None));
    };
    // WHY before the copy: the module's memory never shrinks, so a text too long to be read is never taken into it. Each
    // UTF-16 unit takes at least one byte.
    if string.length() as usize > limit {
        return Err(cora_wire::input_too_large(utf8_length(string), limit).into());
    }
    let text = String::from(string);
    // WHY: half of a surrogate pair becomes U+FFFD on the way, and two different texts would become the same one.
    if text.contains(char::REPLACEMENT_CHARACTER) && JsValue::from_str(&text) != *value {
        return Err(Failure::of(
            IssueCode::InvalidJson,
            "the text holds half of a surrogate pair, which no UTF-8 document can",
            None,
        ));
    }
    Ok(text)
}

/// The length of a string in UTF-8, counted in pieces.
fn utf8_length(string: &JsString) -> usize {
    const PIECE: u32 = 65_536;
    let (mut length, mut start, end) = (0, 0, string.length());
    while start < end {
        let mut stop = end.min(start + PIECE);
        // A pair must not be counted as two halves.
        if stop < end && (0xD800..0xDC00).contains(&(string.char_code_at(stop - 1) as u32)) {
            stop += 1;
        }
        length += String::from(string.slice(start, stop)).len();
        start = stop;
    }
    length
}

/// The value of an answer's JSON.
///
/// # Errors
///
/// None: the answers of the core are JSON.
pub fn answer<T: Tsify>(json: &str) -> Result<Ts<T>, Failure> {
    JSON::parse(json).map(Ts::new_unchecked).map_err(|_| Failure::not_json())
}
