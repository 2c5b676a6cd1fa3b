//! Keeps a login's state while the browser is away, and decides whether to accept its callback.

use cora_core::id::ConnectionId;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;

use crate::callback::{Answer, Callback, CallbackError};
use crate::provider::Endpoints;
use cora_core::secret::Secret;

/// The connection that a login was begun for, as it was then.
///
/// State, nonce and code verifier alone prove only that some login was begun. Without this binding,
/// an answer of one provider could be brought to the callback of another one (mix-up), or a test of
/// old settings could vouch for new ones (pitfall C29).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowBinding {
    /// The connection.
    pub connection_id: ConnectionId,
    /// The version number of the connection's settings.
    pub version: u32,
}

/// The part of a login that a host keeps until the browser comes back. It is good for one callback
/// only: a host that has found it must remove it from its store, in the same transaction, before it
/// goes on.
#[derive(Debug, Clone)]
pub struct StoredFlow {
    /// The hash of the state, to look up the login by.
    pub state: TokenHash,
    /// The nonce that the ID token has to hold.
    pub nonce: Secret,
    /// The PKCE code verifier that the code is exchanged with.
    pub code_verifier: Secret,
    /// The URI that the browser was told to come back to. It is repeated when the code is
    /// exchanged.
    pub redirect_uri: String,
    /// The connection and version that the login was begun for.
    pub binding: FlowBinding,
    /// The first moment at which the login can no longer be finished, in seconds since the epoch.
    pub expires_at: UnixSeconds,
}

impl StoredFlow {
    /// Returns the code of a callback if the callback belongs to this login of this connection and
    /// the provider agreed.
    ///
    /// `binding` describes the callback: the connection whose callback was called, and the current
    /// version number of its settings.
    ///
    /// # Errors
    ///
    /// Returns the first [`CallbackError`] in the order state, connection, version, time, issuer,
    /// refusal, so that nothing in a callback of another login is believed.
    pub fn accept(
        &self,
        callback: Callback,
        binding: &FlowBinding,
        endpoints: &Endpoints,
        now: UnixSeconds,
    ) -> Result<Secret, CallbackError> {
        if !self.state.matches(&callback.state) {
            return Err(CallbackError::StateMismatch);
        }
        if self.binding.connection_id != binding.connection_id {
            return Err(CallbackError::ConnectionMismatch);
        }
        if self.binding.version != binding.version {
            return Err(CallbackError::VersionMismatch);
        }
        if now >= self.expires_at {
            return Err(CallbackError::Expired);
        }
        match callback.issuer.as_deref() {
            Some(issuer) if issuer != endpoints.issuer.as_str() => return Err(CallbackError::IssuerMismatch),
            None if endpoints.names_itself_in_callbacks => return Err(CallbackError::IssuerMissing),
            _ => {}
        }
        match callback.answer {
            Answer::Code(code) => Ok(code),
            Answer::Refused(error) => Err(CallbackError::Refused(error)),
        }
    }

    /// Returns `true` if an ID token's `nonce` claim is that of this login (OpenID Connect Core
    /// §3.1.3.7). The comparison takes the same time wherever the two differ.
    pub fn has_nonce(&self, claim: &str) -> bool {
        let [ours, theirs] = [self.nonce.expose(), claim].map(PresentedToken::new);
        ours.zip(theirs).is_some_and(|(ours, theirs)| TokenHash::of(&ours).matches(&theirs))
    }
}

#[cfg(test)]
mod tests {
    use cora_core::text::Issuer;

    use super::*;
    use crate::authorization::{AuthorizationRequest, begin};
    use crate::provider::Client;
    use crate::provider_error::ProviderErrorCode;
    use crate::secret::Entropy;

    const ISSUER: &str = "https://login.acme.example";

    fn connection(last: u8) -> ConnectionId {
        serde_json::from_str(&format!("\"00000000-0000-7000-8000-0000000000{last:02x}\"")).unwrap()
    }

    fn at(seconds: u64) -> UnixSeconds {
        UnixSeconds::new(1_767_225_600 + seconds).unwrap()
    }

    fn endpoints(names_itself_in_callbacks: bool) -> Endpoints {
        Endpoints {
            issuer: Issuer::new(ISSUER).unwrap(),
            authorization: format!("{ISSUER}/authorize"),
            token: format!("{ISSUER}/token"),
            token_authentication_methods: None,
            names_itself_in_callbacks,
        }
    }

    const BINDING: (u8, u32) = (0xc1, 3);

    fn binding((connection_id, version): (u8, u32)) -> FlowBinding {
        FlowBinding { connection_id: connection(connection_id), version }
    }

    /// Begins a login of connection c1, version 3, that may be finished before second 600.
    fn begun(seed: u8) -> (AuthorizationRequest, StoredFlow) {
        let client = Client { id: "0oa1".into(), secret: None };
        let entropy = Entropy::from_bytes([[seed; 32], [seed + 1; 32], [seed + 2; 32]]);
        let back = "https://cora.acme.example/callback";
        let request = begin(&client, &endpoints(false), back, &["email"], &[], entropy).unwrap();
        let stored = request.stored(binding(BINDING), at(600));
        (request, stored)
    }

    fn callback(request: &AuthorizationRequest, rest: &str) -> Callback {
        Callback::parse(&format!("state={}&{rest}", request.state.expose())).unwrap()
    }

    #[test]
    fn a_callback_of_the_same_login_brings_its_code() {
        let (request, stored) = begun(1);
        let callback = callback(&request, "code=c");
        assert_eq!(callback.state_hash(), stored.state);
        let code = stored.accept(callback, &binding(BINDING), &endpoints(false), at(599)).unwrap();
        assert_eq!(code.expose(), "c");
    }

    #[test]
    fn c29_a_callback_for_another_connection_or_version_is_refused() {
        let (request, stored) = begun(1);
        for (other, error) in [
            ((0xc2, 3), CallbackError::ConnectionMismatch),
            ((0xc2, 4), CallbackError::ConnectionMismatch),
            ((0xc1, 4), CallbackError::VersionMismatch),
            ((0xc1, 2), CallbackError::VersionMismatch),
            ((0xc1, 0), CallbackError::VersionMismatch),
        ] {
            for rest in ["code=c", "error=access_denied"] {
                let callback = callback(&request, rest);
                let found = stored.accept(callback, &binding(other), &endpoints(false), at(0));
                assert_eq!(found.unwrap_err(), error, "{other:?} {rest}");
            }
        }
    }

    #[test]
    fn c29_a_callback_with_another_state_is_refused_whatever_it_says() {
        let ((_, stored), (other, _)) = (begun(1), begun(9));
        for rest in ["code=c", "error=access_denied", "code=c&iss=https%3A%2F%2Fevil.example"] {
            let found = stored.accept(callback(&other, rest), &binding(BINDING), &endpoints(true), at(9999));
            assert_eq!(found.unwrap_err(), CallbackError::StateMismatch, "{rest}");
        }
        let hash = Callback::parse(&format!("code=c&state={}", stored.state)).unwrap();
        let found = stored.accept(hash, &binding(BINDING), &endpoints(false), at(0));
        assert_eq!(found.unwrap_err(), CallbackError::StateMismatch, "what is stored is not what opens it");
    }

    #[test]
    fn c29_a_nonce_is_one_logins_only() {
        let ((request, stored), (other, _)) = (begun(1), begun(9));
        assert!(stored.has_nonce(request.nonce.expose()));
        let long = "n".repeat(1000);
        for claim in ["", other.nonce.expose(), request.state.expose(), &long] {
            assert!(!stored.has_nonce(claim), "{claim}");
        }
    }

    #[test]
    fn a_login_that_takes_too_long_is_refused() {
        let (request, stored) = begun(1);
        let found = stored.accept(callback(&request, "code=c"), &binding(BINDING), &endpoints(false), at(600));
        assert_eq!(found, Err(CallbackError::Expired));
    }

    #[test]
    fn c29_an_answer_of_another_issuer_is_refused() {
        let (request, stored) = begun(1);
        let ours = "code=c&iss=https%3A%2F%2Flogin.acme.example";
        let slash = "code=c&iss=https%3A%2F%2Flogin.acme.example%2F";
        let refusal = "error=access_denied&iss=https%3A%2F%2Fevil.example";
        for (rest, named_always, expected) in [
            ("code=c", false, None),
            ("code=c", true, Some(CallbackError::IssuerMissing)),
            (ours, false, None),
            (ours, true, None),
            (slash, false, Some(CallbackError::IssuerMismatch)),
            (refusal, false, Some(CallbackError::IssuerMismatch)),
            ("code=c&iss=", false, Some(CallbackError::IssuerMismatch)),
        ] {
            let callback = callback(&request, rest);
            let found = stored.accept(callback, &binding(BINDING), &endpoints(named_always), at(0));
            assert_eq!(found.err(), expected, "{rest} {named_always}");
        }
    }

    #[test]
    fn a_refusal_is_the_providers() {
        let (request, stored) = begun(1);
        let callback = callback(&request, "error=login_required");
        let error = stored.accept(callback, &binding(BINDING), &endpoints(false), at(0)).unwrap_err();
        assert!(matches!(&error, CallbackError::Refused(error) if error.code == ProviderErrorCode::LoginRequired));
        assert_eq!(error.code(), "provider_refused");
    }

    #[test]
    fn what_is_stored_shows_no_secret() {
        let (request, stored) = begun(1);
        let shown = format!("{stored:?}");
        for secret in [&request.state, &request.nonce, &request.code_verifier] {
            assert!(!shown.contains(secret.expose()), "{shown}");
        }
    }
}
