//! Every fault is listed with its location, and the schema refuses everything that serde refuses.

#[path = "support/connections.rs"]
mod connections;

use cora_core::DecideInput;
use cora_core::connection::discovery::CheckDiscoveryInput;
use cora_core::connection::lifecycle::ChangeConnectionInput;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::issue::{IssueCode, Report};
use cora_wire::{Document, decode, operation};
use proptest::prelude::*;
use serde_json::{Value, json};

fn input() -> Value {
    json!({
        "now": 1767225600,
        "connection": { "id": "0198c0de-0000-7000-8000-0000000000c1", "kind": "oidc", "issuer": "https://login.acme.example", "status": "active" },
        "login": { "connectionId": "0198c0de-0000-7000-8000-0000000000c1", "issuer": "https://login.acme.example", "subject": "00u1" },
        "policy": { "strategies": ["invitation"], "bootstrap": { "mode": "token" }, "defaultRoles": [{ "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "role": "org_user" }] },
        "facts": {
            "invitations": [{ "id": "0198c0de-0000-7000-8000-0000000000e1", "status": "pending", "email": "ana@acme.example",
                "organizationId": "0198c0de-0000-7000-8000-0000000000a1", "expiresAt": 1767225601 }],
            "domainRules": [{ "id": "0198c0de-0000-7000-8000-0000000000d1", "organizationId": "0198c0de-0000-7000-8000-0000000000a1",
                "pattern": "*.acme.example", "verification": "ownership", "state": "verified", "enrollmentMode": "automatic_membership" }],
            "bootstrapTokens": [{ "tokenHash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "expiresAt": 1 }]
        }
    })
}

fn refused(text: &str) -> Report {
    decode::<DecideInput>(text.as_bytes()).expect_err("the input is faulty")
}

fn faults(text: &str) -> Vec<(IssueCode, String)> {
    refused(text).issues.into_iter().map(|issue| (issue.code, issue.path)).collect()
}

fn with(pointer: &str, value: Value) -> String {
    let mut document = input();
    *document.pointer_mut(pointer).expect("the place exists") = value;
    document.to_string()
}

#[test]
fn a_sound_input_is_read() {
    assert!(decode::<DecideInput>(input().to_string().as_bytes()).is_ok());
}

#[test]
fn all_faults_are_listed_at_once_in_order() {
    let text = r#"{
        "now": "soon", "nwo": 1,
        "connection": { "id": "x", "kind": "okto", "issuer": "https://a.example", "status": "active", "audiences": [1] },
        "login": { "issuer": "https://a.example", "subject": 7, "subject": 8, "groups": "admins" },
        "policy": { "strategies": ["domain", "domain"], "bootstrap": { "mode": "allow_list", "emails": ["a@b@c"], "token": 1 } }
    }"#;
    assert_eq!(
        faults(text),
        [
            (IssueCode::WrongType, "/now".into()),
            (IssueCode::UnknownField, "/nwo".into()),
            (IssueCode::InvalidId, "/connection/id".into()),
            (IssueCode::UnknownValue, "/connection/kind".into()),
            (IssueCode::WrongType, "/connection/audiences/0".into()),
            (IssueCode::WrongType, "/login/subject".into()),
            (IssueCode::DuplicateField, "/login/subject".into()),
            (IssueCode::WrongType, "/login/groups".into()),
            (IssueCode::MissingField, "/login/connectionId".into()),
            (IssueCode::DuplicateItem, "/policy/strategies/1".into()),
            (IssueCode::InvalidEmail, "/policy/bootstrap/emails/0".into()),
            (IssueCode::UnknownField, "/policy/bootstrap/token".into()),
        ]
    );
}

#[test]
fn each_kind_of_fault_has_its_code() {
    let id = "/connection/id";
    for (pointer, value, code) in [
        ("/now", json!(-1), IssueCode::OutOfBounds),
        ("/now", json!(1.5), IssueCode::OutOfBounds),
        ("/now", json!(253_402_300_800_u64), IssueCode::OutOfBounds),
        ("/connection", json!([]), IssueCode::WrongType),
        (id, json!("{0198c0de-0000-7000-8000-0000000000c1}"), IssueCode::InvalidId),
        ("/login/subject", json!("x".repeat(2049)), IssueCode::OutOfBounds),
        ("/login/issuer", json!(null), IssueCode::WrongType),
        ("/policy/bootstrap", json!({}), IssueCode::MissingField),
        ("/policy/bootstrap", json!({ "mode": "tokn" }), IssueCode::UnknownValue),
        ("/policy/bootstrap", json!({ "mode": "token", "x": 1 }), IssueCode::UnknownField),
        ("/policy/bootstrap", json!("token"), IssueCode::WrongType),
        ("/policy/strategies", json!(["invitation", "invitation"]), IssueCode::DuplicateItem),
        ("/policy/defaultRoles", json!([{ "organizationId": "acme", "role": "org_user" }]), IssueCode::InvalidId),
        ("/facts/invitations/0/email", json!("ana"), IssueCode::InvalidEmail),
        ("/facts/domainRules/0/pattern", json!("*.com"), IssueCode::InvalidDomainPattern),
        ("/facts/bootstrapTokens/0/tokenHash", json!("BA"), IssueCode::InvalidHash),
        (
            "/facts/bootstrapTokens",
            json!(vec![
                json!({ "tokenHash": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "expiresAt": 1 });
                11
            ]),
            IssueCode::OutOfBounds,
        ),
    ] {
        let found = faults(&with(pointer, value.clone()));
        assert!(
            found.iter().any(|(found, path)| *found == code && path.starts_with(pointer)),
            "{pointer} = {value}: {found:?}"
        );
    }
}

#[test]
fn a_near_miss_gets_help() {
    let report = refused(&with("/policy/bootstrap", json!({ "mode": "alow_list" })));
    assert_eq!(report.issues[0].help.as_deref(), Some("Did you mean `allow_list`?"));
    let report = refused(&input().to_string().replace("\"connectionId\"", "\"connection_id\""));
    assert!(
        report.issues.iter().any(|issue| issue.help.as_deref() == Some("Did you mean `connectionId`?")),
        "{report:?}"
    );
}

#[test]
fn p12_no_fault_quotes_an_address_or_a_token() {
    let secret = format!("secret-{}", "x".repeat(600));
    let mut document = input();
    document["login"]["bootstrapToken"] = json!(secret);
    document["facts"]["invitations"][0]["email"] = json!("very.private@@acme.example");
    document["policy"]["accessMode"] = json!("private@acme.example");
    document["private@acme.example"] = json!(1);
    let text = cora_wire::encode(&refused(&document.to_string()));
    assert!(!text.contains("secret-") && !text.contains("private"), "{text}");
    assert_eq!(refused(&document.to_string()).issues.len(), 4);
    // The same holds for an address in disguise, for a token in a field of another kind, and for
    // one used as a name.
    let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwcml2YXRlIn0.c2ln";
    for (pointer, value) in [
        ("/connection/id", json!(token)),
        ("/connection/kind", json!("private＠acme.example")),
        ("/facts/bootstrapTokens/0/tokenHash", json!(token)),
        ("/policy/bootstrap", json!({ "mode": "token", (token): 1 })),
    ] {
        let text = cora_wire::encode(&refused(&with(pointer, value)));
        assert!(!text.contains("private") && !text.contains(token), "{text}");
    }
}

#[test]
fn p16_a_secret_in_the_place_of_its_reference_is_not_quoted() {
    for secret in ["hunter2hunter2", "env:", "sk_live_0123456789", "file:../hunter2hunter2"] {
        let mut document = connections::discovery(connections::configurations().remove(0));
        document["configuration"]["clientSecret"] = json!(secret);
        let report = decode::<CheckDiscoveryInput>(document.to_string().as_bytes()).expect_err("no reference");
        let [issue] = &report.issues[..] else { panic!("{report:?}") };
        assert_eq!((issue.code, &*issue.path), (IssueCode::InvalidSecretReference, "/configuration/clientSecret"));
        assert!(issue.help.is_some());
        let text = cora_wire::encode(&report);
        assert!(!text.contains("hunter2") && !text.contains("sk_live"), "{text}");
    }
}

#[test]
fn the_documents_of_connections_are_read() {
    assert!(decode::<ConnectionSettings>(connections::settings().to_string().as_bytes()).is_ok());
    for configuration in connections::configurations() {
        let document = connections::discovery(configuration).to_string();
        assert_eq!(decode::<CheckDiscoveryInput>(document.as_bytes()).map(|_| ()), Ok(()), "{document}");
    }
    for command in connections::commands() {
        let document = connections::change(command).to_string();
        assert_eq!(decode::<ChangeConnectionInput>(document.as_bytes()).map(|_| ()), Ok(()), "{document}");
    }
}

#[test]
fn invalid_json_is_reported_with_its_place() {
    for text in ["", "{", "{\"now\":1e400}", "{\"now\":01}", "nul", "{}x", "\u{FEFF}{}", &"[".repeat(5000)] {
        let report = refused(text);
        assert_eq!(report.issues.len(), 1, "{text:.40}");
        assert_eq!(report.issues[0].code, IssueCode::InvalidJson, "{text:.40}");
    }
    assert_eq!(decode::<DecideInput>(b"{\"now\": \"\xFF\"}").unwrap_err().issues[0].code, IssueCode::InvalidJson);
}

#[test]
fn an_enormous_input_is_refused_before_it_is_read() {
    let text = format!("\"{}\"", "x".repeat(cora_wire::MAX_INPUT_BYTES));
    assert_eq!(faults(&text), [(IssueCode::InputTooLarge, String::new())]);
}

#[test]
fn the_number_of_faults_is_bounded() {
    let members: Vec<String> = (0..50_000).map(|n| format!("\"unknown{n}\":1")).collect();
    assert_eq!(refused(&format!("{{{}}}", members.join(","))).issues.len(), 100);
    // The work is bounded too: neither a long list of different items nor an open object with many
    // members takes long.
    let items: Vec<String> = (0..100_000).map(|n| format!("\"{n}\"")).collect();
    assert_eq!(
        faults(&with("/policy/strategies", json!("items")).replace("\"items\"", &format!("[{}]", items.join(","))))[0]
            .0,
        IssueCode::OutOfBounds
    );
    let claims = format!(r#"{{"now":-1,"connection":{{}},"header":{{}},"claims":{{{}}}}}"#, members.join(","));
    assert!(operation::accept_token(claims.as_bytes()).is_err());
}

#[test]
fn a_repeated_claim_is_found_at_any_depth() {
    let text = r#"{"now":1,"connection":{"id":"0198c0de-0000-7000-8000-0000000000c1","kind":"oidc","issuer":"https://a.example","status":"active"},
        "header":{"alg":"RS256","alg":"none"},"claims":{"act":{"sub":"a","sub":"b"}}}"#;
    let Err(operation::AcceptTokenError::Input(report)) = operation::accept_token(text.as_bytes()) else {
        panic!("refused")
    };
    let found: Vec<_> = report.issues.iter().map(|issue| (issue.code, issue.path.as_str())).collect();
    assert_eq!(found, [(IssueCode::DuplicateField, "/header/alg"), (IssueCode::DuplicateField, "/claims/act/sub")]);
}

/// A position in the valid input, and another value to put there.
fn mutation() -> impl Strategy<Value = (usize, Value)> {
    let value = prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(0)),
        Just(json!(-7)),
        Just(json!(1.5)),
        Just(json!(u64::MAX)),
        Just(json!("")),
        Just(json!("active")),
        Just(json!("ana@acme.example")),
        Just(json!("0198c0de-0000-7000-8000-0000000000c1")),
        Just(json!([])),
        Just(json!({})),
        Just(json!([1])),
        Just(json!({ "mode": "closed" })),
        Just(json!({ "kind": "operator" })),
        Just(json!({ "command": "disable" })),
        Just(json!("okta")),
        Just(json!("env:OKTA_CLIENT_SECRET")),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    (any::<usize>(), value)
}

fn places(value: &Value, path: &str, into: &mut Vec<String>) {
    into.push(path.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| places(value, &format!("{path}/{name}"), into))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| places(value, &format!("{path}/{at}"), into))
        }
        _ => {}
    }
}

/// Checks that a document, after some changes, is either read and has no fault, or is refused with
/// faults that have codes.
fn is_explained<T: Document>(mut document: Value, mutations: &[(usize, Value)]) -> Result<(), TestCaseError> {
    for (at, value) in mutations {
        let mut all = Vec::new();
        places(&document, "", &mut all);
        if let Some(place) = document.pointer_mut(&all[at % all.len()]) {
            *place = value.clone();
        }
    }
    let text = document.to_string();
    match decode::<T>(text.as_bytes()) {
        Ok(_) => {
            let found = cora_wire::faults::<T>(text.as_bytes());
            prop_assert!(found.is_empty(), "{} {:?}", document, found);
        }
        Err(report) => {
            prop_assert!(!report.issues.is_empty());
            let unexplained = [IssueCode::InvalidValue, IssueCode::InvalidJson];
            let explained = report.issues.iter().all(|issue| !unexplained.contains(&issue.code));
            prop_assert!(explained, "{} {:?}", document, report);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// The schema explains everything that serde refuses: the fallback `invalid_value` is never
    /// needed.
    #[test]
    fn every_refusal_is_explained(mutations in prop::collection::vec(mutation(), 1..4)) {
        is_explained::<DecideInput>(input(), &mutations)?;
    }

    #[test]
    fn every_refusal_of_connections_is_explained(
        which in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        is_explained::<ConnectionSettings>(connections::settings(), &mutations)?;
        let configuration = which.get(&connections::configurations()).clone();
        is_explained::<CheckDiscoveryInput>(connections::discovery(configuration), &mutations)?;
        let command = which.get(&connections::commands()).clone();
        is_explained::<ChangeConnectionInput>(connections::change(command), &mutations)?;
    }

    #[test]
    fn p1_any_text_gets_an_answer(text in "\\PC{0,80}") {
        let _ = operation::decide(text.as_bytes());
        let _ = operation::accept_token(text.as_bytes());
        let _ = operation::can(text.as_bytes());
        let _ = operation::validate_connection(text.as_bytes());
        let _ = operation::check_discovery(text.as_bytes());
        let _ = operation::change_connection(text.as_bytes());
        let _ = operation::parse_email(&text);
    }
}
