//! Suggestions for any text. The table of pastes is in the corpus.

use super::*;
use alloc::format;
use alloc::string::ToString;
use proptest::prelude::*;
use serde_json::json;

fn suggested(text: &str) -> ConnectionSuggestion {
    suggest_connection(&SuggestConnectionInput { text: PastedText::new(text).unwrap(), document: None })
}

fn codes(suggestion: &ConnectionSuggestion) -> Vec<PasteCode> {
    suggestion.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn a_document_says_what_its_address_did_not() {
    let document = json!({ "issuer": "https://id.acme.example/tenant/", "jwks_uri": "https://id.acme.example/keys" });
    let Value::Object(document) = document else { panic!("an object") };
    let text = PastedText::new("id.acme.example").unwrap();
    let found = suggest_connection(&SuggestConnectionInput { text, document: Some(Settings::new(document)) });
    assert_eq!(found.kind, Some(ConnectionKind::Oidc));
    assert_eq!(found.settings.members().get("issuer"), Some(&json!("https://id.acme.example/tenant/")));
    assert!(codes(&found).contains(&PasteCode::AnotherIssuer), "{found:?}");
}

#[test]
fn a_secret_is_in_no_suggestion() {
    // Put together here, so that no scanner takes the file for one that has a secret.
    let clerk = ["sk", "live", "a1b2c3d4e5f6g7h8i9j0"].join("_");
    let google = ["GOCSPX", "a1b2c3d4e5f6g7h8i9j0"].join("-");
    for text in [
        clerk.clone(),
        format!("CLERK_SECRET_KEY={clerk}"),
        format!("GOOGLE_CLIENT_ID=1-a.apps.googleusercontent.com\nGOOGLE_CLIENT_SECRET='{google}'"),
        format!(r#"{{"web":{{"client_id":"1-a.apps.googleusercontent.com","client_secret":"{google}"}}}}"#),
        format!("OKTA_ISSUER=https://acme.okta.com\nOKTA_CLIENT_ID={clerk}"),
        format!("{clerk}: okta"),
        "OKTA_ISSUER=https://acme.okta.com\nOKTA_CLIENT_SECRET=correct-horse".to_string(),
    ] {
        let found = suggested(&text);
        let answer = serde_json::to_string(&found).unwrap();
        for secret in [clerk.as_str(), google.as_str(), "correct-horse"] {
            assert!(!answer.contains(secret), "{answer}");
        }
    }
}

#[test]
fn a_reference_to_a_secret_is_kept() {
    let found = suggested("OKTA_ISSUER=https://acme.okta.com\nOKTA_CLIENT_SECRET=env:CORA_SECRET_OKTA");
    assert_eq!(found.settings.members().get("clientSecret"), Some(&json!("env:CORA_SECRET_OKTA")));
    assert!(!codes(&found).contains(&PasteCode::SecretLeftOut));
}

#[test]
fn words_and_telling_names_are_those_of_one_kind() {
    for kind in ConnectionKind::ALL {
        let rules = kind.recognition_rules();
        let others = || ConnectionKind::ALL.into_iter().filter(|other| *other != kind);
        for word in rules.words {
            assert!(others().all(|other| !other.recognition_rules().words.contains(word)), "{kind:?} {word}");
        }
        if let Some(name) = rules.telling_name {
            let has = |kind: ConnectionKind| assignments::setting(kind, name).is_some();
            assert!(has(kind) && !others().any(has), "{kind:?} {name}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_a_suggestion_of_settings_that_its_kind_has(
        text in prop_oneof![
            "\\PC{0,60}",
            "(https?://)?[a-z.-]{1,20}(okta.com|auth0.com|microsoftonline.com|ciamlogin.com|pingone.eu|accounts.dev)(/[a-z0-9.{}_-]{0,12}){0,5}/?[?#]?[a-z=/]{0,9}",
            "([A-Z_]{1,20}[=:] ?[\"']?[a-zA-Z0-9:/._-]{0,20}[\"']?\n){0,6}",
            "\\{\"[a-z_]{1,12}\": ?(\"[a-z:/.]{0,20}\"|1|null|\\{\"[a-z_]{1,9}\":\"[a-z]{0,9}\"\\})\\}",
        ]
    ) {
        let found = suggested(&text);
        let known: Vec<&str> = found.kind.into_iter().flat_map(fields).map(|field| field.name).collect();
        for name in found.settings.members().keys() {
            prop_assert!(known.contains(&name.as_str()), "{name}");
        }
        prop_assert!(found.kind.is_some() || found.settings.members().is_empty());
    }
}
