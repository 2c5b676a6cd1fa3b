//! The exports as JavaScript sees them: `wasm-pack test --node bindings/wasm`.
#![cfg(target_arch = "wasm32")]

use cora_core::issue::{IssueCode, Report};
use cora_core::token::{TokenError, TokenErrorCode};
use cora_wasm::{accept_token, can, decide, decide_json, explain, parse_email, version};
use js_sys::{JSON, Reflect};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const INPUT: &str = r#"{
  "now": 1767225600,
  "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
                  "issuer": "https://login.acme.example", "status": "active" },
  "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1",
             "issuer": "https://login.acme.example", "subject": "00u1", "email": "ana@acme.example", "emailVerified": true }
}"#;

fn value<T: Tsify>(json: &str) -> Ts<T> {
    Ts::new_unchecked(JSON::parse(json).unwrap())
}

fn report<T, E: Into<JsValue>>(result: Result<T, E>) -> Report {
    let thrown = result.err().expect("a failure").into();
    serde_json::from_str(&thrown.as_string().expect("a failure is thrown as text")).unwrap()
}

#[wasm_bindgen_test]
fn a_value_and_its_text_get_the_same_decision() {
    let of_value = JSON::stringify(&decide(value(INPUT)).unwrap().js_value()).unwrap();
    let of_text = decide_json(JsValue::from_str(INPUT)).unwrap();
    assert_eq!(String::from(of_value), of_text);
    assert!(of_text.starts_with(r#"{"outcome":{"kind":"denied"},"reason":"no_matching_strategy""#), "{of_text}");
    assert!(explain(value(INPUT)).unwrap().starts_with("denied: no_matching_strategy"));
}

#[wasm_bindgen_test]
fn an_unknown_field_is_refused_in_a_value_as_in_text() {
    let input = INPUT.replace("\"now\"", "\"nwo\": 1, \"now\"");
    let of_value = report(decide(value(&input)));
    assert_eq!(of_value, report(decide_json(JsValue::from_str(&input))));
    assert_eq!((of_value.issues[0].code, of_value.issues[0].path.as_str()), (IssueCode::UnknownField, "/nwo"));
}

#[wasm_bindgen_test]
fn a_value_without_a_json_form_is_refused() {
    let input = JSON::parse(INPUT).unwrap();
    Reflect::set(&input, &JsValue::from_str("cycle"), &input).unwrap();
    for value in [JsValue::UNDEFINED, js_sys::Symbol::for_("x").into(), js_sys::BigInt::from(1).into(), input] {
        assert_eq!(report(decide(Ts::new_unchecked(value))).issues[0].code, IssueCode::NotJsonValue);
    }
}

#[wasm_bindgen_test]
fn what_is_no_text_is_refused_where_text_is_asked_for() {
    for value in [JsValue::UNDEFINED, JsValue::NULL, JsValue::from(1), JSON::parse("{}").unwrap()] {
        assert_eq!(report(decide_json(value.clone())).issues[0].code, IssueCode::WrongType);
        assert_eq!(report(parse_email(value)).issues[0].code, IssueCode::WrongType);
    }
}

#[wasm_bindgen_test]
fn a_token_error_names_code_and_claim() {
    let input = r#"{ "now": 1, "header": { "alg": "HS256" }, "claims": {},
        "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc",
                        "issuer": "https://login.acme.example", "status": "active" } }"#;
    let thrown: JsValue = accept_token(value(input)).err().unwrap().into();
    let error: TokenError = serde_json::from_str(&thrown.as_string().unwrap()).unwrap();
    assert_eq!(error, TokenError { code: TokenErrorCode::AlgorithmNotAllowed, claim: Some("alg".into()) });
}

#[wasm_bindgen_test]
fn a_session_that_is_not_authenticated_may_do_nothing() {
    assert!(!can(value(r#"{"status":"unauthenticated"}"#), value(r#""idp:read""#), None).unwrap());
    let faults = report(can(value(r#"{"status":"gone"}"#), value(r#""idp:read""#), None));
    assert_eq!(faults.issues[0].path, "/session/status");
}

#[wasm_bindgen_test]
fn the_version_is_the_crates() {
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}
