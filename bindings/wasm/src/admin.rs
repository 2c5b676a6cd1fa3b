//! Answers the questions of administrators' pages while they are filled in.

use cora_core::lint::BuiltInDomains;
use cora_wire::{decode, encode, operation};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::ffi_buffer::run;

/// Lints a `Configuration` document with the core's own short lists of domains. The result is a
/// `LintReport` document.
#[wasm_bindgen(js_name = lintBriefly, skip_typescript)]
pub fn lint_briefly(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(encode(&cora_core::lint::lint(&decode(text)?, &BuiltInDomains))))
}

/// Lists what would let the person of a refused login in, for a `DecideInput` document. The result
/// is a list of `Remedy` documents.
#[wasm_bindgen(skip_typescript)]
pub fn remedies(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::remedies(text)?))
}

/// Validates the settings of a connection in a `ConnectionSettings` document. The result is a
/// `ConnectionReport` document.
#[wasm_bindgen(js_name = validateConnection, skip_typescript)]
pub fn validate_connection(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::validate_connection(text)?))
}

/// Checks a provider's documents in a `CheckDiscoveryInput` document. The result is a
/// `DiscoveryReport` document.
#[wasm_bindgen(js_name = checkDiscovery, skip_typescript)]
pub fn check_discovery(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::check_discovery(text)?))
}

/// Describes the settings of the kind of a `ConnectionFieldsInput` document. The result is a
/// `ConnectionFields` document.
#[wasm_bindgen(js_name = connectionFields, skip_typescript)]
pub fn connection_fields(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::connection_fields(text)?))
}

/// Suggests settings for the text of a `SuggestConnectionInput` document. The result is a
/// `ConnectionSuggestion` document.
#[wasm_bindgen(js_name = suggestConnection, skip_typescript)]
pub fn suggest_connection(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::suggest_connection(text)?))
}

/// Compares the settings of a `DiffSettingsInput` document. The result is a list of `SettingChange`
/// documents.
#[wasm_bindgen(js_name = diffSettings, skip_typescript)]
pub fn diff_settings(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::diff_settings(text)?))
}

/// Compares the policies of a `DiffPolicyInput` document. The result is a list of `PolicyChange`
/// documents.
#[wasm_bindgen(js_name = diffPolicy, skip_typescript)]
pub fn diff_policy(bytes: usize) -> i32 {
    run(bytes, &|text| Ok(operation::diff_policy(text)?))
}
