//! The core for JavaScript: values in, values out, no rule of its own.
//!
//! A value is written as JSON by the engine that holds it, decoded by `cora-wire` as on any other host, and the answer is
//! JSON again, so that JavaScript gets the very bytes that a native program gets. A failure is thrown as a string, the JSON
//! of the report or of the token error; the package's loader makes a `CoraError` of it. Nothing else is ever thrown from
//! here, so a caller can tell a failure from a trap.

mod boundary;
mod engine;
#[cfg(feature = "workbench")]
mod workbench;

/// WHY not the default: it is made for long-lived programs and is larger; a call here allocates a few kilobytes
/// and frees them all.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

use boundary::{Failure, answer, json_of, text_of};
use cora_core::capability::Capability;
use cora_core::email::EmailAddress;
use cora_core::id::OrganizationId;
use cora_core::identity::LoginIdentity;
use cora_core::session::UnifiedSession;
use cora_core::token::AcceptTokenInput;
use cora_core::{DecideInput, Decision};
use cora_wire::{MAX_INPUT_BYTES, operation};
use js_sys::{JsString, Object, Reflect};
use tsify::Ts;
use wasm_bindgen::prelude::*;

pub use engine::Engine;
#[cfg(feature = "workbench")]
pub use workbench::{Simulation, lint};

/// Decides who may come in at a login, into which organization, as what, and why.
///
/// Throws the report of the input's faults.
#[wasm_bindgen]
pub fn decide(input: Ts<DecideInput>) -> Result<Ts<Decision>, Failure> {
    answer(&operation::decide(json_of(&input.js_value(), MAX_INPUT_BYTES)?.as_bytes())?)
}

/// Decides on a `DecideInput` document and answers with a `Decision` document: the same bytes as every other host.
///
/// Throws the report of the input's faults.
#[wasm_bindgen(js_name = decideJson)]
pub fn decide_json(#[wasm_bindgen(unchecked_param_type = "string")] text: JsValue) -> Result<String, Failure> {
    Ok(operation::decide(text_of(&text, MAX_INPUT_BYTES)?.as_bytes())?)
}

/// Explains the decision on an input, as a tree of text: lines of UTF-8, each ended by a line feed.
///
/// Throws the report of the input's faults.
#[wasm_bindgen]
pub fn explain(input: Ts<DecideInput>) -> Result<String, Failure> {
    Ok(operation::explain(json_of(&input.js_value(), MAX_INPUT_BYTES)?.as_bytes())?)
}

/// Reads an e-mail address.
///
/// Throws a report: `invalid_email`, saying which rule it breaks and not quoting it.
#[wasm_bindgen(js_name = parseEmail)]
pub fn parse_email(
    #[wasm_bindgen(unchecked_param_type = "string")] text: JsValue,
) -> Result<Ts<EmailAddress>, Failure> {
    answer(&operation::parse_email(&text_of(&text, MAX_INPUT_BYTES)?)?)
}

/// Checks header and claims of a token whose signature the caller has verified, and answers with the login.
///
/// Throws the report of the input's faults, or the token error.
#[wasm_bindgen(js_name = acceptToken)]
pub fn accept_token(input: Ts<AcceptTokenInput>) -> Result<Ts<LoginIdentity>, Failure> {
    answer(&operation::accept_token(json_of(&input.js_value(), MAX_INPUT_BYTES)?.as_bytes())?)
}

/// Whether a session may do something: on the platform when no organization is named, else in that organization.
///
/// Throws the report of the input's faults.
#[wasm_bindgen]
pub fn can(
    session: Ts<UnifiedSession>,
    capability: Ts<Capability>,
    #[wasm_bindgen(js_name = "organizationId")] organization_id: Option<Ts<OrganizationId>>,
) -> Result<bool, Failure> {
    let input = Object::new();
    let organization_id = organization_id.map_or(JsValue::UNDEFINED, |id| id.js_value());
    for (name, value) in
        [("session", session.js_value()), ("capability", capability.js_value()), ("organizationId", organization_id)]
    {
        // A new, plain object takes any member.
        Reflect::set(&input, &JsString::from(name), &value).map_err(|_| Failure::not_json())?;
    }
    Ok(operation::can(json_of(&input, MAX_INPUT_BYTES)?.as_bytes())?)
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
