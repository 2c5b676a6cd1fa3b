//! The operations as the loader calls them, natively and in the module (stage
//! `binding` of `cargo xtask test`).

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ffi_buffer::{read_output, write_input};
use crate::{
    accept_token, can, decide, engine_decide, engine_free, engine_new, explain, input_too_large, parse_email, version,
};

const CONNECTION: &str = r#"{ "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
    "issuer": "https://login.acme.example", "status": "active" }"#;
const LOGIN: &str = r#""now": 1767225600, "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
    "issuer": "https://login.acme.example", "subject": "00u1", "email": "ana@acme.example", "emailVerified": true }"#;

/// Returns the result of an operation on a text, or its failure.
fn ask(text: &str, operation: impl Fn(usize) -> i32) -> Result<String, String> {
    write_input(text);
    read_output(operation(text.len()))
}

fn made(text: &str) -> usize {
    write_input(text);
    usize::try_from(engine_new(text.len())).expect("a number")
}

#[wasm_bindgen_test(unsupported = test)]
fn an_engine_and_the_one_shot_function_give_the_same_bytes() {
    let input = format!(r#"{{ "connection": {CONNECTION}, {LOGIN} }}"#);
    let whole = ask(&input, |bytes| decide(bytes, true)).unwrap();
    assert!(whole.starts_with(r#"{"outcome":{"kind":"denied"},"reason":"no_matching_strategy""#), "{whole}");
    let engine = made(&format!(r#"{{ "connections": [{CONNECTION}] }}"#));
    let login = format!("{{ {LOGIN} }}");
    assert_eq!(ask(&login, |bytes| engine_decide(engine, bytes, true)).unwrap(), whole);
    let summary = ask(&login, |bytes| engine_decide(engine, bytes, false)).unwrap();
    assert_eq!(ask(&input, |bytes| decide(bytes, false)).unwrap(), summary);
    assert!(whole.starts_with(summary.trim_end_matches('}')), "the summary is the decision's beginning");
    assert!(ask(&input, explain).unwrap().starts_with("denied: no_matching_strategy"));
    engine_free(engine);
    assert_eq!(ask(&login, |bytes| engine_decide(engine, bytes, true)), Ok(String::new()), "no JSON");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_failure_is_a_report_or_a_token_error() {
    let unknown = ask(r#"{ "nwo": 1 }"#, |bytes| decide(bytes, true)).unwrap_err();
    assert!(unknown.starts_with(r#"{"ok":false,"issues":[{"code":"unknown_field""#), "{unknown}");
    assert!(ask("ana", parse_email).unwrap_err().contains("invalid_email"));
    let token =
        format!(r#"{{ "now": 1, "header": {{ "alg": "HS256" }}, "claims": {{}}, "connection": {CONNECTION} }}"#);
    let refused = r#"{"code":"algorithm_not_allowed","claim":"alg","seconds":null}"#;
    assert_eq!(ask(&token, accept_token).unwrap_err(), refused);
    assert!(ask("", |_| input_too_large(7, 5)).unwrap_err().contains("the input has 7 bytes; at most 5 are read"));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_session_that_is_not_authenticated_may_do_nothing() {
    let input = r#"{ "session": { "status": "unauthenticated" }, "capability": "idp:read" }"#;
    assert_eq!(ask(input, can).as_deref(), Ok("false"));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_version_is_the_crates() {
    assert_eq!(ask("", version).as_deref(), Ok(env!("CARGO_PKG_VERSION")));
}
