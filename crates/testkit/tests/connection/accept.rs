//! A connection made from validated settings accepts tokens as its provider writes them, and
//! rejects those for another audience or party.

use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::json::Code;
use cora_core::token::accept;
use cora_testkit::acme::NOW;
use cora_testkit::generate::{NOW as NOW_SECONDS, connection_id};
use cora_testkit::provider_sample::{RefusedChange, SampleToken, provider_sample};
use serde_json::{Map, Value, json};

use crate::{report, with};

fn connection(kind: ConnectionKind, token: &SampleToken) -> Connection {
    let report = report(kind, with(kind, Value::from(token.changes.clone())));
    let configuration = report.configuration.unwrap_or_else(|| panic!("{kind:?}: {:?}", report.issues));
    configuration.connection(connection_id(1), ConnectionStatus::Active, 1, None)
}

/// Checks a connection with a token as its provider writes it, and with changes to the token that
/// are each rejected with a code.
fn holds(kind: ConnectionKind, token: &SampleToken) {
    let connection = connection(kind, token);
    let header = |algorithm: &str| {
        let header = json!({ "alg": algorithm, "typ": token.typ, "kid": "k1" });
        serde_json::from_value::<Map<String, Value>>(header).expect("an object")
    };
    let mut claims = token.claims.clone();
    claims.insert("iat".into(), json!(NOW - 60));
    claims.insert("exp".into(), json!(NOW + 3600));
    claims.insert("iss".into(), json!(connection.issuer.as_str()));
    let login = accept(&header("RS256"), &claims, &connection, NOW_SECONDS);
    let subject = login.map(|accepted| accepted.login.subject.as_str().to_owned());
    assert_eq!(subject, Ok(token.subject.clone()), "{kind:?}");
    let other = RefusedChange {
        code: "issuer_mismatch".to_owned(),
        changes: Map::from_iter([("iss".to_owned(), json!(format!("{}.evil.example", connection.issuer)))]),
    };
    for RefusedChange { code, changes } in token.refused.iter().chain([&other]) {
        let mut claims = claims.clone();
        for (name, value) in changes {
            if value.is_null() {
                claims.remove(name)
            } else {
                claims.insert(name.clone(), value.clone())
            };
        }
        let refused = accept(&header("RS256"), &claims, &connection, NOW_SECONDS);
        let found = refused.map_err(|error| Code::name(&error.code)).err();
        assert_eq!(found, Some(code.as_str()), "{kind:?} {changes:?}");
    }
    assert!(accept(&header("HS256"), &claims, &connection, NOW_SECONDS).is_err());
}

#[test]
fn c17_a_connection_accepts_its_provider_s_tokens_for_it_and_no_others() {
    for kind in ConnectionKind::ALL {
        for token in provider_sample(kind).tokens {
            holds(kind, &token);
        }
    }
}

/// A kind without a token of some use, or whose tokens are accepted for anybody, was forgotten.
#[test]
fn every_kind_has_a_token_of_each_use() {
    for kind in ConnectionKind::ALL {
        let tokens = provider_sample(kind).tokens;
        let uses: Vec<TokenUse> = tokens.iter().map(|token| connection(kind, token).token_use).collect();
        for token_use in kind.token_uses() {
            assert!(uses.contains(token_use), "tests/providers/{}.json: no token for {token_use:?}", kind.name());
        }
        let refused = |code: &str| tokens.iter().flat_map(|token| &token.refused).any(|refused| refused.code == code);
        let for_anybody = !refused("audience_mismatch") && !refused("authorized_party_mismatch");
        assert!(!for_anybody, "tests/providers/{}.json: no token for somebody else", kind.name());
        let is_told_apart = kind.token_uses().len() == 1 || refused("token_kind_mismatch");
        assert!(is_told_apart, "tests/providers/{}.json: no token of another kind", kind.name());
    }
}
