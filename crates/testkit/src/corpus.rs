//! The conformance corpus: one JSON file per case, whose name is its path,
//! `tests/corpus/<operation>/<subject>/<case>.json`.

pub mod index;
pub mod layout;

use std::fs;
use std::path::{Path, PathBuf};

use cora_core::issue::Report;
use cora_wire::encode;
use cora_wire::operation::{self, AcceptTokenError};
use serde::Deserialize;
use serde_json::Value;

/// The operation of a case, which determines its input and answer. Named by the topmost folder.
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
    /// `connectionFields`: a `ConnectionFieldsInput` to a `ConnectionFields`.
    Fields,
    /// `diffPolicy`: a `DiffPolicyInput` to a list of `PolicyChange`.
    PolicyDiff,
    /// `diffSettings`: a `DiffSettingsInput` to a list of `SettingChange`.
    SettingsDiff,
    /// `suggestConnection`: a `SuggestConnectionInput` to a `ConnectionSuggestion`.
    Suggestion,
    /// The issuer's decisions, which the second part of the path names. Natively only: no other
    /// host issues tokens.
    Issuer,
}

impl Operation {
    /// All operations.
    pub const ALL: [Self; 18] = [
        Self::Authorize,
        Self::Connection,
        Self::Discovery,
        Self::Email,
        Self::Fields,
        Self::Has,
        Self::Issuer,
        Self::Keys,
        Self::LifeCycle,
        Self::PolicyDiff,
        Self::Provisioning,
        Self::Redirect,
        Self::Route,
        Self::Session,
        Self::SessionState,
        Self::SettingsDiff,
        Self::Suggestion,
        Self::Token,
    ];

    /// The name of the folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Authorize => "authorize",
            Self::Connection => "connection",
            Self::Discovery => "discovery",
            Self::Email => "email",
            Self::Fields => "fields",
            Self::Has => "has",
            Self::Issuer => "issuer",
            Self::Keys => "keys",
            Self::LifeCycle => "life_cycle",
            Self::PolicyDiff => "policy_diff",
            Self::Provisioning => "provisioning",
            Self::Redirect => "redirect",
            Self::Route => "route",
            Self::Session => "session",
            Self::SessionState => "session_state",
            Self::SettingsDiff => "settings_diff",
            Self::Suggestion => "suggestion",
            Self::Token => "token",
        }
    }
}

/// A conformance case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The decision and its reason, in one sentence.
    pub why: String,
    /// The pitfall of `docs/security/pitfalls.md` that the case tries.
    #[serde(default)]
    pub pitfall: Option<String>,
    /// The property of `docs/properties.md` that the case holds.
    #[serde(default)]
    pub property: Option<String>,
    /// The input, as JSON.
    #[serde(default)]
    pub input: Value,
    /// The input as text, if it is not meant to be JSON.
    #[serde(default)]
    pub input_text: Option<String>,
    /// The expected answer. See [`mismatches`].
    pub expect: Value,
    /// The path relative to the corpus, with slashes.
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
    /// Returns the name of the file without its ending.
    pub fn name(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".json").unwrap_or(name)
    }

    /// Returns the input as the text that an operation reads.
    pub fn text(&self) -> String {
        self.input_text.clone().unwrap_or_else(|| self.input.to_string())
    }
}

/// Returns the folder of the corpus in a checkout.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// Returns the paths of all files below a folder of the corpus, relative to the corpus, sorted by
/// their bytes, so that hosts agree on the order.
///
/// # Panics
///
/// If a folder cannot be read.
pub fn files(below: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        let listing = fs::read_dir(self::folder().join(&folder)).expect("the corpus is in the checkout");
        for entry in listing {
            let entry = entry.expect("a readable folder");
            let name = entry.file_name().into_string().expect("the names of the corpus are ASCII");
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let is_folder = entry.file_type().expect("a readable entry").is_dir();
            if is_folder { &mut folders } else { &mut files }.push(path);
        }
    }
    files.sort_unstable();
    files
}

/// Reads all cases, operation by operation, sorted by path.
///
/// # Panics
///
/// If a file cannot be read or is not a case.
pub fn read() -> Vec<Case> {
    let mut cases = Vec::new();
    for operation in Operation::ALL {
        for file in files(operation.folder()) {
            let text = fs::read_to_string(folder().join(&file)).expect("a readable case");
            let case: Case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            cases.push(Case { file, operation, ..case });
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
        Operation::Fields => operation::connection_fields(text.as_bytes()).unwrap_or_else(faults),
        Operation::PolicyDiff => operation::diff_policy(text.as_bytes()).unwrap_or_else(faults),
        Operation::SettingsDiff => operation::diff_settings(text.as_bytes()).unwrap_or_else(faults),
        Operation::Suggestion => operation::suggest_connection(text.as_bytes()).unwrap_or_else(faults),
        Operation::Has => operation::has(text.as_bytes()).map_or_else(faults, |answer| answer.to_string()),
        Operation::Authorize => operation::authorize(text.as_bytes()).unwrap_or_else(faults),
        Operation::SessionState => operation::reduce_session(text.as_bytes()).unwrap_or_else(faults),
        Operation::Redirect => operation::safe_redirect(text.as_bytes()).unwrap_or_else(faults),
        Operation::Route => operation::match_route(text.as_bytes()).unwrap_or_else(faults),
        Operation::Session => operation::can(text.as_bytes()).map_or_else(faults, |answer| answer.to_string()),
        Operation::Issuer => issuer_answer(&case.file, text.as_bytes()).unwrap_or_else(faults),
    }
}

/// Returns the answer to a case of the issuer, by the folder that names the decision.
fn issuer_answer(file: &str, text: &[u8]) -> Result<String, Report> {
    match file.split('/').nth(1) {
        Some("permissions") => operation::check_permissions(text),
        Some("application") => operation::check_application(text),
        Some("authorization") => operation::answer_authorization(text),
        Some("logout") => operation::decide_logout(text),
        Some("redemption") => operation::redeem(text),
        Some("redirect-uri") => operation::check_redirect_uri(text),
        Some("refresh") => operation::refresh(text),
        _ => panic!("{file}: no decision of the issuer is named so"),
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
    if answer.is_array() {
        compare("", expect, &answer, &mut found);
        return found;
    }
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
