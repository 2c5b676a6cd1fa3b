//! Properties of arbitrary settings, and of settings that are nearly right.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use cora_core::connection::ConnectionKind;
use cora_core::connection::host::allowed::AllowedHost;
use cora_core::connection::secret::extraction::{put_reference, take_secrets};
use cora_core::connection::secret::reference::SecretReference;
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::Settings;
use cora_core::connection::settings::spelling::canonical_settings;
use cora_core::connection::settings::validate::validate;
use cora_core::issue::Severity;
use cora_testkit::corpus::{self, Operation};
use cora_wire::encode;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// The inputs of the corpus: valid ones, and invalid ones of every kind.
static INPUTS: LazyLock<Vec<ConnectionSettings>> = LazyLock::new(|| {
    let cases = corpus::read().into_iter().filter(|case| case.operation == Operation::Connection);
    cases.filter_map(|case| serde_json::from_value(case.input).ok()).collect()
});

/// The names of settings: those of the corpus, in which every kind has all of its own, and some
/// that no kind has.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let others = ["apiKey", "jwks", "password", "a/b~c", ""].map(str::to_owned);
    let own = INPUTS.iter().flat_map(|input| input.settings.members().keys().cloned());
    own.chain(others).collect::<BTreeSet<_>>().into_iter().collect()
});

const TEXTS: &[&str] = &[
    "",
    " ",
    "a",
    "https://acme.example",
    "https://acme.example/",
    "https://acme.okta.com",
    "https://acme-admin.okta.com",
    "https://clerk.acme.example",
    "https://accounts.google.com",
    "accounts.google.com",
    "https://",
    "://",
    "http://localhost",
    "access_token",
    "id_token",
    "session_token",
    "env:A",
    "env:",
    "file:/a",
    "sk_live_a",
    "pk_live_Y2xlcmsuYWNtZS5leGFtcGxlJA",
    "pk_test_",
    "${A}",
    "{a}",
    "RS256",
    "HS256",
    "none",
    "ES256",
    "openid",
    "openid email",
    "common",
    "eu-central-1",
    "eu-central-1_AbC",
    "acme.example",
    "\u{0}",
    "\u{200B}",
    "ä",
    "11112222-3333-4444-8555-666677778888",
    "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
    "https://[::1]:1/",
    "https://a:b@c/",
    "%",
    "\\",
];

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(TEXTS).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![8 => select(&**NAMES), 1 => ".{0,10}", 1 => Just("value".to_owned())]
}

/// Networks and hosts that an operator may allow.
const ALLOWED_HOSTS: &[&str] = &["10.0.0.0/8", "sso.acme.internal", "*.svc.cluster.local", "fd12::/16", "keycloak"];

/// Generates any settings of any kind.
fn any_settings() -> impl Strategy<Value = ConnectionSettings> {
    let members = prop::collection::vec((name(), json_value()), 0..8);
    let hosts = prop::collection::vec(select(ALLOWED_HOSTS), 0..3);
    (select(&ConnectionKind::ALL), members, any::<bool>(), hosts).prop_map(|(kind, members, allow_loopback, hosts)| {
        ConnectionSettings {
            kind,
            settings: Settings::new(members.into_iter().collect()),
            organization_id: None,
            allow_loopback,
            allowed_hosts: hosts.into_iter().map(|host| AllowedHost::parse(host).unwrap()).collect(),
        }
    })
}

/// Generates settings of the corpus with a few members changed, so that many are right and most
/// nearly so.
fn near_settings() -> impl Strategy<Value = ConnectionSettings> {
    let change = (name(), prop_oneof![3 => Just(None), 2 => json_value().prop_map(Some)]);
    (any::<Index>(), prop::collection::vec(change, 0..3)).prop_map(|(index, changes)| {
        let mut input = index.get(&INPUTS).clone();
        let mut members = input.settings.into_members();
        for (name, value) in changes {
            match value {
                Some(value) => members.insert(name, value),
                None => members.remove(&name),
            };
        }
        input.settings = Settings::new(members);
        input
    })
}

fn settings() -> impl Strategy<Value = ConnectionSettings> {
    prop_oneof![1 => any_settings(), 3 => near_settings()]
}

/// Generates a unique secret in a known shape, and the part of it that must not be visible.
fn shaped_secret() -> impl Strategy<Value = (String, String)> {
    let shape = select(
        &[
            "sk_live_{}",
            "sk_test_{}",
            "whsec_{}",
            "GOCSPX-{}",
            "https://a:{}@acme.example",
            "Bearer sk_live_{}",
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----",
            "eyJ{}.eyJ{}.{}",
        ][..],
    );
    (shape, "[a-zA-Z0-9]{16}").prop_map(|(shape, mark)| (shape.replace("{}", &mark), mark))
}

/// Returns a value with a text somewhere in it.
fn nested(text: String, depth: u8) -> Value {
    match depth {
        0 => json!(text),
        1 => json!([text]),
        2 => json!({ "value": text }),
        3 => json!([{ "a": ["b", { "c": text }] }]),
        _ => json!({ text: 1 }),
    }
}

/// Returns settings under the names in the rows of the legacy CORA toolkit.
fn in_snake_case(settings: &Settings) -> Settings {
    let renamed = |name: &str| {
        let mut snake = String::new();
        for character in name.chars() {
            if character.is_ascii_uppercase() {
                snake.push('_');
            }
            snake.push(character.to_ascii_lowercase());
        }
        snake
    };
    Settings::new(settings.members().iter().map(|(name, value)| (renamed(name), value.clone())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn p01_any_settings_have_a_report_that_agrees_with_itself(input in settings()) {
        let report = validate(&input);
        let errors = report.issues.iter().any(|issue| issue.severity == Severity::Error);
        prop_assert_eq!(report.ok, !errors);
        prop_assert_eq!(report.ok, report.configuration.is_some());
        prop_assert_eq!(report.ok, report.derived.is_some());
        prop_assert!(report.issues.len() <= 100);
        prop_assert!(!report.ok || report.storable, "what is right can be stored: {:?}", report.issues);
        let given = json!({ "settings": input.settings });
        for issue in &report.issues {
            prop_assert!(issue.path.starts_with("/settings"));
            let there = given.pointer(&issue.path).is_some();
            let missing = issue.path.matches('/').count() == 2;
            prop_assert!(there || missing, "{}", issue.path);
            prop_assert!(!issue.message.ends_with('.') && !issue.message.is_empty());
            prop_assert!(issue.help.as_ref().is_none_or(|help| help.ends_with(['.', '?'])), "{:?}", issue.help);
        }
        if let (Some(configuration), Some(derived)) = (&report.configuration, &report.derived) {
            prop_assert_eq!(configuration.issuer(), &derived.issuer);
            prop_assert_eq!(configuration.kind(), input.kind);
            let id = cora_testkit::generate::connection_id(1);
            let connection = configuration.connection(id, cora_core::connection::ConnectionStatus::Active, 1, None);
            prop_assert_eq!(connection.token_use, derived.token_use);
            prop_assert!(!connection.algorithms.is_empty());
            prop_assert!(!connection.audiences.is_empty() || !connection.authorized_parties.is_empty());
        }
        // The same document through `cora_wire`.
        let text = json!({ "kind": input.kind, "settings": input.settings, "organizationId": input.organization_id,
            "allowLoopback": input.allow_loopback, "allowedHosts": input.allowed_hosts }).to_string();
        prop_assert_eq!(cora_wire::operation::validate_connection(text.as_bytes()), Ok(encode(&report)));
    }

    #[test]
    fn stored_settings_validate_to_the_same_settings(input in settings()) {
        let first = validate(&input);
        let again = validate(&ConnectionSettings { settings: first.settings.clone(), ..input.clone() });
        prop_assert_eq!(&again.settings, &first.settings);
        prop_assert!(again.storable || !first.storable, "{:?}", again.issues);
        let third = validate(&ConnectionSettings { settings: again.settings.clone(), ..input });
        prop_assert_eq!(&third, &again);
        if first.ok {
            prop_assert!(again.ok);
            prop_assert_eq!(again.configuration, first.configuration);
            prop_assert_eq!(again.derived, first.derived);
        }
    }

    #[test]
    fn the_names_of_cora_and_ours_say_the_same(input in settings()) {
        let first = validate(&input);
        let own = first.settings.clone();
        let cora = in_snake_case(&own);
        prop_assert!(cora.members().keys().all(|name| !name.contains(char::is_uppercase)));
        prop_assert_eq!(&canonical_settings(&cora, input.kind), &own);
        let by_cora = validate(&ConnectionSettings { settings: cora, ..input.clone() });
        let by_own = validate(&ConnectionSettings { settings: own, ..input });
        prop_assert_eq!(by_cora.ok, by_own.ok);
        prop_assert_eq!(by_cora.configuration, by_own.configuration);
        prop_assert_eq!(by_cora.settings, by_own.settings);
    }

    #[test]
    fn p16_a_secret_in_a_public_place_is_refused_and_not_shown(
        input in settings(), place in name(), (secret, mark) in shaped_secret(), depth in 0_u8..5,
    ) {
        let mut members = input.settings.into_members();
        let mut given: Map<String, Value> = Map::new();
        std::mem::swap(&mut members, &mut given);
        given.insert(place, nested(secret, depth));
        let report = validate(&ConnectionSettings { settings: Settings::new(given), ..input });
        let shown = encode(&report);
        prop_assert!(!shown.contains(&mark), "{shown}");
        let debug = format!("{report:?}");
        prop_assert!(!debug.contains(&mark), "{debug}");
    }

    #[test]
    fn p16_a_secret_as_a_name_is_not_shown(input in settings(), (secret, mark) in shaped_secret(), value in json_value()) {
        let mut members = input.settings.into_members();
        members.insert(secret, value);
        let report = validate(&ConnectionSettings { settings: Settings::new(members), ..input });
        prop_assert!(!report.storable);
        let shown = encode(&report);
        prop_assert!(!shown.contains(&mark), "{shown}");
    }

    #[test]
    fn p16_a_written_secret_is_not_shown_and_is_taken_out(
        input in settings(), snake in any::<bool>(), mark in "[a-zA-Z0-9]{16}", depth in 0_u8..5, prefix in select(&["", "env:", "sk_live_", "file:", "stored: "][..]),
    ) {
        let name = match (input.kind, snake) {
            (ConnectionKind::Clerk, false) => "secretKey",
            (ConnectionKind::Clerk, true) => "secret_key",
            (_, false) => "clientSecret",
            (_, true) => "client_secret",
        };
        let mut members = input.settings.into_members();
        members.remove("secretKey");
        members.remove("secret_key");
        members.remove("clientSecret");
        members.remove("client_secret");
        let secret = format!("{prefix}{mark}-");
        members.insert(name.to_owned(), nested(secret.clone(), depth));
        let input = ConnectionSettings { settings: Settings::new(members), ..input };
        let report = validate(&input);
        let shown = encode(&report);
        prop_assert!(!shown.contains(&mark), "{shown}");
        let (mut left, written) = take_secrets(input.settings.clone(), input.kind);
        prop_assert!(!encode(&left).contains(&mark));
        if report.ok {
            prop_assert_eq!(written.len(), 1);
            prop_assert_eq!(written[0].value.expose(), secret.as_str());
            let reference = SecretReference::stored("0198c0de-0000-7000-8000-0000000000c1").expect("a reference");
            prop_assert!(put_reference(&mut left, input.kind, written[0].name, &reference));
            let stored = validate(&ConnectionSettings { settings: left, ..input });
            prop_assert!(stored.ok);
            prop_assert_eq!(stored.configuration.as_ref().and_then(|found| found.secret()), Some(&reference));
        }
    }
}

/// Properties of cases that never occur prove nothing.
#[test]
fn settings_near_the_corpus_are_right_often_enough() {
    let right = INPUTS.iter().filter(|input| validate(input).ok).count();
    assert!(right > 50 && INPUTS.len() > 200, "{right} of {}", INPUTS.len());
}
