//! The conformance corpus: one JSON file per case, `tests/corpus/<operation>/<number>_<name>.json`.

use std::fs;
use std::path::{Path, PathBuf};

use cora_wire::encode;
use cora_wire::operation::{self, AcceptTokenError};
use serde::Deserialize;
use serde_json::Value;

/// The operation of a case, which determines its input and answer. Named by the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `decide`: a `DecideInput` to a `Decision`.
    Provisioning,
    /// `parseEmail`: a text to an `EmailAddress`.
    Email,
    /// `acceptToken`: an `AcceptTokenInput` to an `AcceptedToken`.
    Token,
    /// `lookUpKey`: a `LookUpKeyInput` to a `KeyLookup`.
    Keys,
    /// `can`: a `CanInput` to a boolean.
    Session,
    /// `has`: a `HasInput` to a boolean.
    Has,
    /// `authorize`: an `AuthorizeInput` to an `Authorization`.
    Authorize,
    /// `reduceSession`: a `ReduceSessionInput` to a `SessionState`.
    SessionState,
    /// `safeRedirect`: a `RedirectInput` to a `RedirectTarget` or a `RedirectError`.
    Redirect,
    /// `matchRoute`: a `RouteInput` to a `RouteMatch`.
    Route,
    /// `validateConnection`: a `ConnectionSettings` to a `ConnectionReport`.
    Connection,
    /// `checkDiscovery`: a `CheckDiscoveryInput` to a `DiscoveryReport`.
    Discovery,
    /// `changeConnection`: a `ChangeConnectionInput` to a `ConnectionChange`.
    LifeCycle,
}

/// A conformance case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The behavior.
    pub name: String,
    /// The reason for the case.
    pub why: String,
    /// The input, as JSON.
    #[serde(default)]
    pub input: Value,
    /// The input as text, if it is not meant to be JSON.
    #[serde(default)]
    pub input_text: Option<String>,
    /// The expected answer. See [`mismatches`].
    pub expect: Value,
    /// The file, relative to the corpus.
    #[serde(skip)]
    pub file: String,
    /// The operation of the case.
    #[serde(skip, default = "provisioning")]
    pub operation: Operation,
}

const fn provisioning() -> Operation {
    Operation::Provisioning
}

impl Case {
    /// Returns the input as the text that an operation reads.
    pub fn text(&self) -> String {
        self.input_text.clone().unwrap_or_else(|| self.input.to_string())
    }
}

/// Returns the folder of the corpus in a checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// Reads all cases, by file name.
///
/// # Panics
///
/// If a file cannot be read, is not a case, or has a name that is not that of the case.
pub fn read() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, operation) in [
        ("connection", Operation::Connection),
        ("discovery", Operation::Discovery),
        ("email", Operation::Email),
        ("keys", Operation::Keys),
        ("life_cycle", Operation::LifeCycle),
        ("provisioning", Operation::Provisioning),
        ("authorize", Operation::Authorize),
        ("has", Operation::Has),
        ("redirect", Operation::Redirect),
        ("route", Operation::Route),
        ("session", Operation::Session),
        ("session_state", Operation::SessionState),
        ("token", Operation::Token),
    ] {
        let listing = fs::read_dir(folder().join(name)).expect("the corpus is in the checkout");
        let mut paths: Vec<PathBuf> = listing.map(|entry| entry.expect("a readable folder").path()).collect();
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).expect("a readable case");
            let mut case: Case =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            assert_eq!(stem.split_once('_').map(|(_, name)| name), Some(case.name.as_str()), "{}", path.display());
            case.file = format!("{name}/{stem}.json");
            case.operation = operation;
            cases.push(case);
        }
    }
    cases
}

/// Returns the answer to a case, as the bytes that every host returns.
pub fn answer(case: &Case) -> String {
    let text = case.text();
    let faults = |report| encode(&report);
    match case.operation {
        Operation::Provisioning => operation::decide(text.as_bytes()).unwrap_or_else(faults),
        Operation::Email => {
            let address = case.input.as_str().expect("the input of an e-mail case is a text");
            operation::parse_email(address).unwrap_or_else(faults)
        }
        Operation::Token => operation::accept_token(text.as_bytes()).unwrap_or_else(|error| match error {
            AcceptTokenError::Input(report) => encode(&report),
            AcceptTokenError::Token(error) => encode(&error),
        }),
        Operation::Keys => operation::look_up_key(text.as_bytes()).unwrap_or_else(faults),
        Operation::Connection => operation::validate_connection(text.as_bytes()).unwrap_or_else(faults),
        Operation::Discovery => operation::check_discovery(text.as_bytes()).unwrap_or_else(faults),
        Operation::LifeCycle => operation::change_connection(text.as_bytes()).unwrap_or_else(faults),
        Operation::Has => operation::has(text.as_bytes()).map_or_else(faults, |answer| answer.to_string()),
        Operation::Authorize => operation::authorize(text.as_bytes()).unwrap_or_else(faults),
        Operation::SessionState => operation::reduce_session(text.as_bytes()).unwrap_or_else(faults),
        Operation::Redirect => operation::safe_redirect(text.as_bytes()).unwrap_or_else(faults),
        Operation::Route => operation::match_route(text.as_bytes()).unwrap_or_else(faults),
        Operation::Session => operation::can(text.as_bytes()).map_or_else(faults, |answer| answer.to_string()),
    }
}

/// Returns the parts of an expectation that an answer does not meet. Empty if it meets all of them.
///
/// Each member of the expectation has to be in the answer with the same value. Lists have to be
/// equal; an object with numbers as names stands for those items of a list. A few names are looked
/// up in a decision instead: `verdicts` (stage to code), `evidence` (stage to an item of its
/// evidence), `effects` and `guards` (their names in order), and `issueCount`; in reports also
/// `codes`, the codes of all issues in order.
pub fn mismatches(expect: &Value, answer: &str) -> Vec<String> {
    let answer: Value = serde_json::from_str(answer).expect("an answer is JSON");
    let mut found = Vec::new();
    let Value::Object(expected) = expect else {
        compare("", expect, &answer, &mut found);
        return found;
    };
    let stage = |name: &str| {
        let stages = answer.pointer("/trace/stages").and_then(Value::as_array);
        stages.into_iter().flatten().find(|stage| stage["stage"] == name).cloned().unwrap_or(Value::Null)
    };
    let tags = |list: &str, tag: &str| {
        let items = answer.pointer(&format!("/plan/{list}")).and_then(Value::as_array);
        Value::from_iter(items.into_iter().flatten().map(|item| item[tag].clone()))
    };
    for (name, value) in expected {
        match name.as_str() {
            "verdicts" => {
                for (name, code) in value.as_object().into_iter().flatten() {
                    compare(&format!("verdict of {name}"), code, &stage(name)["code"], &mut found);
                }
            }
            "evidence" => {
                for (name, part) in value.as_object().into_iter().flatten() {
                    let evidence = stage(name)["evidence"].clone();
                    let fits = |item: &Value| {
                        let mut found = Vec::new();
                        compare("", part, item, &mut found);
                        found.is_empty()
                    };
                    if !evidence.as_array().is_some_and(|items| items.iter().any(fits)) {
                        found.push(format!("evidence of {name}: {part} is not in {evidence}"));
                    }
                }
            }
            "effects" => compare(name, value, &tags("effects", "effect"), &mut found),
            "guards" => compare(name, value, &tags("guards", "guard"), &mut found),
            "codes" => {
                let issues = answer["issues"].as_array();
                let codes = Value::from_iter(issues.into_iter().flatten().map(|issue| issue["code"].clone()));
                compare(name, value, &codes, &mut found);
            }
            "issueCount" => {
                let count = answer["issues"].as_array().map_or(0, Vec::len);
                compare(name, value, &Value::from(count), &mut found);
            }
            _ => compare(name, value, &answer[name], &mut found),
        }
    }
    found
}

fn compare(place: &str, expect: &Value, answer: &Value, found: &mut Vec<String>) {
    match (expect, answer) {
        (Value::Object(members), Value::Object(_)) => {
            for (name, value) in members {
                match answer.get(name) {
                    Some(answer) => compare(&format!("{place}/{name}"), value, answer, found),
                    None => found.push(format!("{place}/{name} is missing")),
                }
            }
        }
        (Value::Object(members), Value::Array(items)) => {
            for (at, value) in members {
                let item = at.parse().ok().and_then(|at: usize| items.get(at)).unwrap_or(&Value::Null);
                compare(&format!("{place}/{at}"), value, item, found);
            }
        }
        _ if expect == answer => {}
        _ => found.push(format!("{place}: expected {expect}, found {answer}")),
    }
}

/// Returns the answers to all cases, one JSON object per line: `{"file":…,"answer":…}`, for
/// comparing hosts byte by byte.
pub fn answers() -> String {
    let line = |case: &Case| format!("{}\n", serde_json::json!({ "file": case.file, "answer": answer(case) }));
    read().iter().map(line).collect()
}
