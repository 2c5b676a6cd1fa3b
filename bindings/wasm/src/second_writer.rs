//! A second writer, `serde-wasm-bindgen`, which makes JavaScript values of the same types through
//! serde, agrees with ours on every answer to the corpus. In the module alone: values exist only
//! there.

use cora_core::Decision;
use cora_core::connection::lifecycle::ConnectionChange;
use cora_core::connection::report::{ConnectionReport, DiscoveryReport};
use cora_core::connection::settings::diff::SettingChange;
use cora_core::connection::settings::form::ConnectionFields;
use cora_core::connection::suggestion::ConnectionSuggestion;
use cora_core::email::EmailAddress;
use cora_core::issue::Report;
use cora_core::jwks::KeyLookup;
use cora_core::policy::diff::PolicyChange;
use cora_core::redirect::{RedirectError, RedirectTarget};
use cora_core::route::RouteMatch;
use cora_core::session::{Authorization, SessionState};
use cora_core::token::{AcceptedToken, TokenError};
use cora_wire::encode;
use cora_wire::operation::{self, AcceptTokenError};
use js_sys::{Array, JSON, Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen(module = "node:fs")]
extern "C" {
    #[wasm_bindgen(js_name = readdirSync)]
    fn read_folder(path: &str, options: &JsValue) -> Array;
    #[wasm_bindgen(js_name = readFileSync)]
    fn read_file(path: &str, encoding: &str) -> String;
}

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/corpus");

/// Reads our text into a value and writes it with the second writer. Returns the difference.
fn difference<T: Serialize + DeserializeOwned>(answer: &str) -> Option<String> {
    let value = JSON::parse(answer).expect("an answer is JSON");
    let typed: T = match serde_wasm_bindgen::from_value(value) {
        Ok(typed) => typed,
        Err(error) => return Some(error.to_string()),
    };
    let written = match typed.serialize(&Serializer::json_compatible()) {
        Ok(written) => String::from(JSON::stringify(&written).expect("a value without cycles")),
        Err(error) => error.to_string(),
    };
    (written != answer).then(|| format!("{written} is not {answer}"))
}

/// Compares the writers on the answer to a document, or on its faults.
fn compare<T: Serialize + DeserializeOwned>(answer: Result<String, Report>) -> Option<String> {
    match answer {
        Ok(answer) => difference::<T>(&answer),
        Err(report) => difference::<Report>(&encode(&report)),
    }
}

/// Compares the writers on the answer to a case of a folder of the corpus.
fn compare_case(folder: &str, text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    match folder {
        "authorize" => compare::<Authorization>(operation::authorize(bytes)),
        "connection" => compare::<ConnectionReport>(operation::validate_connection(bytes)),
        "discovery" => compare::<DiscoveryReport>(operation::check_discovery(bytes)),
        "email" => {
            let address = JSON::parse(text).ok().and_then(|value| value.as_string()).expect("a text");
            compare::<EmailAddress>(operation::parse_email(&address))
        }
        "fields" => compare::<ConnectionFields>(operation::connection_fields(bytes)),
        "has" => compare::<bool>(operation::has(bytes).map(|answer| answer.to_string())),
        "keys" => compare::<KeyLookup>(operation::look_up_key(bytes)),
        "life_cycle" => compare::<ConnectionChange>(operation::change_connection(bytes)),
        "policy_diff" => compare::<Vec<PolicyChange>>(operation::diff_policy(bytes)),
        "provisioning" => compare::<Decision>(operation::decide(bytes)),
        "redirect" => {
            let answer = operation::safe_redirect(bytes);
            compare::<RedirectTarget>(answer.clone()).and_then(|_| compare::<RedirectError>(answer))
        }
        "route" => compare::<RouteMatch>(operation::match_route(bytes)),
        "session" => compare::<bool>(operation::can(bytes).map(|answer| answer.to_string())),
        "session_state" => compare::<SessionState>(operation::reduce_session(bytes)),
        "settings_diff" => compare::<Vec<SettingChange>>(operation::diff_settings(bytes)),
        "suggestion" => compare::<ConnectionSuggestion>(operation::suggest_connection(bytes)),
        "token" => match operation::accept_token(bytes) {
            Ok(answer) => difference::<AcceptedToken>(&answer),
            Err(AcceptTokenError::Input(report)) => difference::<Report>(&encode(&report)),
            Err(AcceptTokenError::Token(error)) => difference::<TokenError>(&encode(&error)),
        },
        other => panic!("the folder {other} of the corpus has no operation here"),
    }
}

#[wasm_bindgen_test]
fn the_second_writer_agrees_on_every_answer_to_the_corpus() {
    let options = Object::new();
    Reflect::set(&options, &"recursive".into(), &true.into()).expect("an object");
    let (mut compared, mut differences) = (0, Vec::new());
    for path in read_folder(CORPUS, &options).iter().filter_map(|path| path.as_string()) {
        let path = path.replace('\\', "/");
        let Some((folder, _)) = path.split_once('/').filter(|_| path.ends_with(".json")) else { continue };
        // Signed tokens need keys and a fetched document: `tests/runtimes` runs them. The issuer's
        // decisions are made natively only.
        if matches!(folder, "verify" | "issuer") {
            continue;
        }
        let case = JSON::parse(&read_file(&format!("{CORPUS}/{path}"), "utf8")).expect("a case is JSON");
        let member = |name: &str| Reflect::get(&case, &name.into()).expect("a case is an object");
        let text = member("inputText").as_string();
        let text = text.unwrap_or_else(|| String::from(JSON::stringify(&member("input")).expect("an input")));
        compared += 1;
        differences.extend(compare_case(folder, &text).map(|difference| format!("{path}: {difference}")));
    }
    assert!(differences.is_empty(), "{} of {compared}:\n{}", differences.len(), differences.join("\n"));
    assert!(compared > 1000, "{compared} cases were found");
}
