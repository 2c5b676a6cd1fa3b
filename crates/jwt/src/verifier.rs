//! Verifies a token, from its text to its accepted claims.

use std::sync::Arc;

use cora_core::connection::Connection;
use cora_core::jwks::KeyTimes;
use cora_core::time::UnixSeconds;
use cora_core::token::{self, AcceptedToken, ProviderLogout, TokenError, TokenErrorCode};
use cora_wire::compact_jws::CompactToken;

use crate::fetch::Fetch;
use crate::kept_userinfo::KeptUserinfo;
use crate::key;
use crate::source::{KeySource, KeySources};

/// Verifies tokens of any connection, and asks their userinfo endpoints.
pub struct Verifier {
    pub(crate) sources: KeySources,
    pub(crate) kept_userinfo: KeptUserinfo,
}

/// A connection whose tokens are trusted, with the source of its keys.
#[derive(Debug, Clone)]
pub struct VerifierConnection {
    /// The connection.
    pub connection: Connection,
    /// The source of the connection's keys.
    pub source: KeySource,
}

impl Verifier {
    /// Builds a verifier that fetches keys and userinfo with `fetch`.
    pub fn new(fetch: Arc<dyn Fetch>) -> Self {
        Self { sources: KeySources::new(fetch), kept_userinfo: KeptUserinfo::default() }
    }

    /// Verifies a token at this time and returns its accepted claims. The connection is chosen by
    /// the token's issuer, as in [`token::prepare`].
    ///
    /// # Errors
    ///
    /// Returns the first [`TokenError`] in the order form, connection, header, key, signature,
    /// claims.
    pub async fn verify_token(
        &self,
        text: &str,
        connections: &[VerifierConnection],
        now: UnixSeconds,
    ) -> Result<AcceptedToken, TokenError> {
        let token = CompactToken::parse(text)?;
        let known = connections.iter().map(|known| &known.connection);
        let prepared = token::prepare(&token.header, &token.claims, known)?;
        let chosen = connections.iter().find(|known| std::ptr::eq(&raw const known.connection, prepared.connection));
        let VerifierConnection { connection, source } = chosen.ok_or(TokenErrorCode::ConnectionNotActive)?;
        self.verify(&token, connection, source, now).await
    }

    /// Verifies a token of this connection at this time and returns its accepted claims.
    ///
    /// # Errors
    ///
    /// Returns the first [`TokenError`] in the order header, key, signature, claims, so that
    /// nothing is revealed about the claims of a forged token.
    pub async fn verify(
        &self,
        token: &CompactToken<'_>,
        connection: &Connection,
        source: &KeySource,
        now: UnixSeconds,
    ) -> Result<AcceptedToken, TokenError> {
        self.check_signature(token, connection, source, now).await?;
        token::accept(&token.header, &token.claims, connection, now)
    }

    /// Verifies a provider's logout token for this connection, which is the one for ID tokens.
    ///
    /// # Errors
    ///
    /// Returns the first [`TokenError`] in the order header, key, signature, claims.
    pub async fn verify_logout(
        &self,
        token: &CompactToken<'_>,
        connection: &Connection,
        source: &KeySource,
        now: UnixSeconds,
    ) -> Result<ProviderLogout, TokenError> {
        self.check_signature(token, connection, source, now).await?;
        token::accept_logout(&token.header, &token.claims, connection, now)
    }

    /// Returns how many of the sources of keys that were needed have no keys, because the provider
    /// did not answer.
    pub fn sources_without_keys(&self) -> usize {
        self.sources.without_keys()
    }

    /// Returns how many of the sources of keys are used with old keys, because the provider does
    /// not answer.
    pub fn sources_with_old_keys(&self) -> usize {
        self.sources.with_old_keys()
    }

    /// Returns the times at which the keys of a source were fetched; `None` if no token has needed
    /// them.
    pub fn key_times(&self, source: &KeySource) -> Option<KeyTimes> {
        self.sources.times(source)
    }

    /// Returns the key ID that a token names, if the keys at hand have such a key. A key ID that
    /// they do not have is the sender's text.
    pub fn known_key_id(
        &self,
        token: &CompactToken<'_>,
        connection: &Connection,
        source: &KeySource,
    ) -> Option<String> {
        let header = token::check_header(&token.header, connection).ok()?;
        self.sources.known_key_id(source, &header)
    }

    /// Checks the header and the signature of a token. Fails with the first [`TokenError`] in the
    /// order header, key, signature.
    pub(crate) async fn check_signature(
        &self,
        token: &CompactToken<'_>,
        connection: &Connection,
        source: &KeySource,
        now: UnixSeconds,
    ) -> Result<(), TokenError> {
        let header = token::check_header(&token.header, connection)?;
        let keys = self.sources.keys(source, &header, now).await?;
        let algorithm = key::algorithm(header.algorithm);
        let mut refusal = TokenErrorCode::KeyMismatch;
        for key in &keys {
            match jsonwebtoken::crypto::verify(token.signature, token.signed.as_bytes(), key, algorithm) {
                Ok(true) => return Ok(()),
                Ok(false) => refusal = TokenErrorCode::SignatureInvalid,
                Err(_) => {}
            }
        }
        Err(refusal.into())
    }
}

#[cfg(test)]
mod tests {
    use cora_core::connection::SignatureAlgorithm;
    use cora_core::token::TokenHeader;
    use serde_json::Value;

    use crate::key::{self, KeySet};

    /// Checks signatures only, because the examples of RFC 7520 and RFC 8037 hold no claims.
    #[test]
    fn published_signatures_are_right_and_changed_ones_wrong() {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../../tests/tokens/published.json")).expect("the published examples");
        for vector in &vectors {
            let source = &vector["source"];
            let keys = KeySet::parse(serde_json::json!({ "keys": [vector["key"]] }).to_string().as_bytes()).unwrap();
            let algorithm: SignatureAlgorithm = serde_json::from_value(vector["algorithm"].clone()).unwrap();
            let key_id = serde_json::from_value(vector["key"]["kid"].clone()).unwrap();
            let header =
                TokenHeader { algorithm, key_id, certificate_thumbprint: None, certificate_thumbprint_s256: None };
            let at = keys.find(&header).unwrap()[0];
            let (signed, signature) = vector["token"].as_str().unwrap().rsplit_once('.').unwrap();
            let check = |signed: &str| {
                let key = keys.key(at).unwrap();
                jsonwebtoken::crypto::verify(signature, signed.as_bytes(), &key, key::algorithm(algorithm))
            };
            assert!(check(signed).unwrap(), "{source}");
            assert!(!check(&signed.replacen('e', "f", 1)).unwrap(), "{source}");
        }
        assert_eq!(vectors.len(), 3);
    }
}
