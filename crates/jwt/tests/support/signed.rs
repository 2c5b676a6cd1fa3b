//! The corpus of signed tokens, `tests/corpus/verify`, answered as a host answers: from the text of
//! a token, with the documents that the host would fetch.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;

use cora_core::connection::Connection;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use cora_jwt::{Answering, Fetch, FetchError, Fetching, KeySource, Verifier, VerifierConnection};
use cora_testkit::corpus::{files, folder};
use serde::Deserialize;
use serde_json::Value;

/// A case of the corpus.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub why: String,
    #[serde(default)]
    pub pitfall: Option<String>,
    pub input: Input,
    pub expect: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    now: UnixSeconds,
    token: String,
    connections: Vec<Known>,
    documents: HashMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    connection: Connection,
    #[serde(default)]
    keys: Keys,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Keys {
    jwks_uri: Option<String>,
    discovery_uri: Option<String>,
    public_key_pem: Option<String>,
}

struct Documents(HashMap<String, Value>);

impl Fetch for Documents {
    fn fetch<'a>(&'a self, url: &'a str) -> Fetching<'a> {
        Box::pin(async move {
            let found = self.0.get(url).map(|document| document.to_string().into_bytes());
            found.ok_or(FetchError::Unusable("a document that is there"))
        })
    }

    fn fetch_protected<'a>(&'a self, url: &'a str, _: &'a Secret) -> Answering<'a> {
        Box::pin(async move { panic!("no case asks {url}") })
    }
}

/// Reads all cases, with the paths of their files relative to the corpus.
pub fn read() -> Vec<(String, Case)> {
    let case = |file: String| {
        let text = fs::read_to_string(folder().join(&file)).unwrap();
        let case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        (file, case)
    };
    files("verify").into_iter().map(case).collect()
}

/// Returns the answer to a case, in the bytes that every host returns.
pub async fn answer(input: &Input) -> String {
    let connections: Vec<VerifierConnection> = input
        .connections
        .iter()
        .map(|Known { connection, keys }| {
            let [jwks, discovery, pem] =
                [&keys.jwks_uri, &keys.discovery_uri, &keys.public_key_pem].map(Option::as_deref);
            let source = KeySource::new(&connection.issuer, jwks, discovery, pem);
            VerifierConnection { connection: connection.clone(), source }
        })
        .collect();
    let verifier = Verifier::new(Arc::new(Documents(input.documents.clone())));
    match verifier.verify_token(&input.token, &connections, input.now).await {
        Ok(accepted) => cora_wire::encode(&accepted),
        Err(error) => cora_wire::encode(&error),
    }
}
