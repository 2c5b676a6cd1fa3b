//! Reads the logins that every contestant decides, from `tests/bench/logins.json`.

use cora_core::DecisionSummary;
use cora_core::engine::{Configuration, EngineLogin};
use cora_core::json::Code;
use serde_json::{Map, Value, json};

/// The answer of a contestant: the reason, and the organizations in order.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub reason: String,
    pub memberships: Vec<String>,
}

impl Answer {
    /// Converts the core's decision to an answer.
    pub fn of(summary: &DecisionSummary) -> Self {
        let ids = summary.memberships.iter().map(|membership| membership.organization_id.to_string());
        Self { reason: summary.reason.name().to_owned(), memberships: ids.collect() }
    }
}

/// A login with its expected answer.
pub struct Case {
    pub name: String,
    pub login: EngineLogin,
    /// The same facts in the form for peers that take JSON.
    pub facts: Value,
    pub expected: Answer,
}

/// Reads the configuration and the cases, the first of which is the typical login.
pub fn read() -> (Configuration, Vec<Case>) {
    let document: Value = serde_json::from_str(include_str!("../../logins.json")).expect("logins.json is JSON");
    let configuration = serde_json::from_value(document["configuration"].clone()).expect("a configuration");
    let cases = document["cases"].as_array().expect("cases").iter().map(|case| {
        let mut login = document["typical"].clone();
        for (pointer, value) in case["change"].as_object().expect("changes") {
            let (parent, name) = pointer.rsplit_once('/').expect("a JSON Pointer");
            login.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} names nothing"))[name] = value.clone();
        }
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let expected = &case["expect"];
        Case {
            name: text(&case["name"]),
            facts: facts(&login),
            login: serde_json::from_value(login).expect("a login"),
            expected: Answer {
                reason: text(&expected["reason"]),
                memberships: expected["memberships"].as_array().expect("memberships").iter().map(text).collect(),
            },
        }
    });
    (configuration, cases.collect())
}

/// Converts a login's facts to the form that is easiest for a peer: the address and the patterns
/// are split, organizations are given by identifier.
fn facts(login: &Value) -> Value {
    let email = login["login"]["email"].as_str().expect("an address");
    let rules = login["facts"]["domainRules"].as_array().expect("rules").iter().map(|rule| {
        let mut rule = rule.clone();
        let pattern = rule["pattern"].as_str().expect("a pattern").to_owned();
        let below = pattern.strip_prefix("*.");
        rule["wildcard"] = below.is_some().into();
        match below {
            Some(name) => rule["suffix"] = format!(".{name}").into(),
            None => rule["name"] = pattern.into(),
        }
        rule
    });
    let organizations = login["facts"]["organizations"].as_array().expect("organizations").iter();
    let organizations: Map<String, Value> =
        organizations.map(|one| (one["id"].as_str().expect("an identifier").to_owned(), one.clone())).collect();
    json!({
        "now": login["now"], "email": email, "domain": email.rsplit_once('@').expect("a domain").1,
        "emailVerified": login["login"]["emailVerified"], "invitations": login["facts"]["invitations"],
        "domainRules": rules.collect::<Vec<_>>(), "organizations": organizations
    })
}
