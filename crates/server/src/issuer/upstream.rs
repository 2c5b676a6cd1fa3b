//! The way to a provider and back, with Cora as the provider's client.
//!
//! The tokens are verified as at a request to the API and at a test login: this module decides
//! nothing about them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cora_core::connection::configuration::ConnectionConfiguration;
use cora_core::connection::{Connection, TokenUse};
use cora_core::id::ConnectionId;
use cora_core::identity::LoginIdentity;
use cora_core::json::Code as _;
use cora_core::secret::Secret;
use cora_core::text::EndpointUrl;
use cora_core::time::UnixSeconds;
use cora_core::token::TokenErrorCode;
use cora_jwt::{CompactToken, parse_object};
use cora_oidc::{
    AuthorizationRequest, Callback, CallbackError, Client, Endpoints, Entropy, ExchangeError, FlowBinding,
    ProviderErrorCode, StoredFlow, Tokens, begin, exchange, renew,
};
use cora_store::{StoredConnection, VouchedLogin};
use serde_json::Value;

use crate::app::App;
use crate::authenticate::key_source;
use crate::login_record;
use crate::test_login::candidate::request_parameters;
use crate::userinfo::{LoginToken, check_access_token};

/// Time for which a provider's endpoints are kept, in seconds, as its keys are (specification
/// §10.4).
const KEPT_SECONDS: u64 = 600;
/// Maximum number of connections whose endpoints are kept.
const MAX_KEPT: usize = 1000;

/// The endpoints of providers, kept for a while.
#[derive(Default)]
pub(crate) struct KnownEndpoints(Mutex<HashMap<(ConnectionId, u32), FetchedEndpoints>>);

/// A provider's endpoints, and the time at which they were fetched.
type FetchedEndpoints = (Arc<Endpoints>, UnixSeconds);

impl KnownEndpoints {
    fn get(&self, connection: &Connection, now: UnixSeconds) -> Option<Arc<Endpoints>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(&(connection.id, connection.version));
        found.filter(|(_, at)| *at <= now && now < at.plus(KEPT_SECONDS)).map(|(endpoints, _)| Arc::clone(endpoints))
    }

    fn set(&self, connection: &Connection, endpoints: &Arc<Endpoints>, now: UnixSeconds) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert((connection.id, connection.version), (Arc::clone(endpoints), now));
    }
}

/// A reason why a provider did not sign the person in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UpstreamFault {
    /// The provider, its documents, or the secret of Cora's client cannot be used now.
    Unavailable(&'static str),
    /// The provider refused the login.
    Refused(ProviderErrorCode),
    /// The callback or the tokens do not belong to this login, or are not accepted.
    Rejected(&'static str),
}

impl UpstreamFault {
    /// Returns the stable code for the log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unavailable(code) | Self::Rejected(code) => code,
            Self::Refused(code) => code.as_str(),
        }
    }
}

/// A provider that a person can be sent to.
pub(crate) struct Upstream {
    pub stored: StoredConnection,
    endpoints: Arc<Endpoints>,
    client: Client,
}

impl Upstream {
    /// Finds the endpoints of a connection's provider, and Cora's client there.
    pub async fn reach(
        app: &App,
        known: &KnownEndpoints,
        stored: StoredConnection,
        now: UnixSeconds,
    ) -> Result<Self, UpstreamFault> {
        let configuration = stored.configuration.as_ref().ok_or(UpstreamFault::Unavailable("not_validated"))?;
        let endpoints = match known.get(&stored.connection, now) {
            Some(endpoints) => endpoints,
            None => {
                let endpoints = Arc::new(fetch_endpoints(app, &stored).await?);
                known.set(&stored.connection, &endpoints, now);
                endpoints
            }
        };
        let client = client(app, &stored, configuration, &endpoints).await?;
        Ok(Self { stored, endpoints, client })
    }

    /// Builds the request that the person is sent to the provider with. `parameters` are those of
    /// the application's request; what the settings say comes first.
    pub fn begin(
        &self,
        redirect_uri: &str,
        parameters: &[(&str, &str)],
    ) -> Result<AuthorizationRequest, UpstreamFault> {
        let configuration = self.configuration()?;
        let scopes: Vec<&str> = configuration.scopes().iter().map(|scope| scope.as_str()).collect();
        let own = request_parameters(configuration, &self.stored.derived);
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let asked = parameters.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name));
        let all: Vec<(&str, &str)> = own.iter().chain(asked).copied().collect();
        let entropy = Entropy::from_system().map_err(|_| UpstreamFault::Unavailable("random_source_unavailable"))?;
        begin(&self.client, &self.endpoints, redirect_uri, &scopes, &all, entropy)
            .map_err(|error| UpstreamFault::Unavailable(error.code()))
    }

    /// Returns what a flow is bound to.
    pub const fn binding(&self) -> FlowBinding {
        FlowBinding { connection_id: self.stored.connection.id, version: self.stored.connection.version }
    }

    /// Completes a login by the callback that the browser brought back: accepts the callback,
    /// exchanges the code, verifies the tokens, and completes the claims. Returns the tokens too.
    pub async fn login(
        &self,
        app: &App,
        flow: &StoredFlow,
        callback: Callback,
        now: UnixSeconds,
    ) -> Result<(VouchedLogin, Tokens), UpstreamFault> {
        let code = flow.accept(callback, &self.binding(), &self.endpoints, now).map_err(|error| match error {
            CallbackError::Refused(error) => {
                // SECURITY: the text is cut and escaped for the log, and shown on no page (C62).
                let text = error.description.as_ref().map(|text| text.as_str());
                tracing::info!(code = error.code.as_str(), text, "the provider refused a login");
                UpstreamFault::Refused(error.code)
            }
            error => UpstreamFault::Rejected(error.code()),
        })?;
        let (verifier, redirect_uri) = (&flow.code_verifier, &flow.redirect_uri);
        let tokens = exchange(app.post.as_ref(), &self.client, &self.endpoints, &code, verifier, redirect_uri).await;
        let tokens = tokens.map_err(|error| match &error {
            ExchangeError::Fetch(_) | ExchangeError::Status(_) | ExchangeError::Endpoints(_) => {
                UpstreamFault::Unavailable(error.code())
            }
            ExchangeError::Refused(refusal) => {
                let text = refusal.description.as_ref().map(|text| text.as_str());
                tracing::warn!(code = refusal.code.as_str(), text, "the provider refused a code");
                UpstreamFault::Unavailable("provider_refused")
            }
            _ => UpstreamFault::Rejected(error.code()),
        })?;
        Ok((self.verified(app, flow, &tokens, now).await?, tokens))
    }

    /// Exchanges a refresh token of the provider's. [`UpstreamFault::Refused`] means that the
    /// provider takes it back; any other fault may pass.
    pub async fn renew(&self, app: &App, refresh_token: &Secret) -> Result<Tokens, UpstreamFault> {
        let renewed = renew(app.post.as_ref(), &self.client, &self.endpoints, refresh_token).await;
        renewed.map_err(|error| match &error {
            ExchangeError::Refused(refusal) => {
                let text = refusal.description.as_ref().map(|text| text.as_str());
                tracing::info!(code = refusal.code.as_str(), text, "the provider refused a refresh token");
                match refusal.code {
                    ProviderErrorCode::InvalidGrant => UpstreamFault::Refused(refusal.code),
                    _ => UpstreamFault::Unavailable("provider_refused"),
                }
            }
            _ => UpstreamFault::Unavailable(error.code()),
        })
    }

    /// Verifies the ID token, which proves that the tokens belong to this login (OpenID Connect
    /// Core §3.1.3.7), and then the token that applications send, which the login is made of.
    async fn verified(
        &self,
        app: &App,
        flow: &StoredFlow,
        tokens: &Tokens,
        now: UnixSeconds,
    ) -> Result<VouchedLogin, UpstreamFault> {
        let StoredConnection { connection, configuration, derived, .. } = &self.stored;
        let source = key_source(&connection.issuer, configuration.as_ref(), derived);
        let rejected = |code: TokenErrorCode| UpstreamFault::Rejected(code.name());
        let refused = |token: &CompactToken<'_>, code: TokenErrorCode| {
            let subject = token.claims.get("sub").and_then(Value::as_str);
            login_record::refused(app, &self.stored, code, subject, None);
            rejected(code)
        };
        let text = tokens.id_token.as_ref().ok_or(UpstreamFault::Rejected("id_token_missing"))?;
        let id_token = CompactToken::parse_fetched(text.expose()).map_err(rejected)?;
        let client_id = configuration.as_ref().and_then(ConnectionConfiguration::client_id);
        let for_id_token = connection.for_id_token(client_id);
        let accepted = app.verifier.verify(&id_token, &for_id_token, &source, now).await;
        let proof = accepted.map_err(|error| refused(&id_token, error.code))?;
        let checked = check_access_token(&id_token, &for_id_token, &tokens.access_token);
        checked.map_err(|error| refused(&id_token, error.code))?;
        let nonce = id_token.claims.get("nonce").and_then(Value::as_str);
        if !nonce.is_some_and(|nonce| flow.has_nonce(nonce)) {
            return Err(UpstreamFault::Rejected("nonce_mismatch"));
        }

        let sent: &Secret = match derived.token_use {
            TokenUse::IdToken => text,
            TokenUse::AccessToken => &tokens.access_token,
            TokenUse::SessionToken => return Err(UpstreamFault::Unavailable("not_validated")),
        };
        let token = CompactToken::parse_fetched(sent.expose()).map_err(rejected)?;
        let accepted = app.verifier.verify(&token, connection, &source, now).await;
        let login_token = LoginToken {
            text: sent.expose(),
            token: &token,
            connection,
            source: &source,
            discovery_uri: derived.discovery_uri.as_ref().map(EndpointUrl::as_str),
            issued_with: Some(&tokens.access_token),
        };
        let accepted = accepted.map_err(|error| refused(&token, error.code))?;
        let completed = login_token.complete(app, accepted, now).await;
        let completed = completed.map_err(|error| refused(&token, error.error.code))?;
        let mut login = completed.accepted.login;
        // SECURITY: both tokens are of one person, or neither proves anything about the other.
        if (&login.issuer, &login.subject) != (&proof.login.issuer, &proof.login.subject) {
            return Err(UpstreamFault::Rejected("subject_mismatch"));
        }
        login.session_id = proof.login.session_id.clone().or(login.session_id);
        // How the person authenticated is said by the ID token alone (OpenID Connect Core §2).
        let LoginIdentity { acr, amr, auth_time, .. } = proof.login;
        (login.acr, login.amr, login.auth_time) = (acr.clone(), amr.clone(), auth_time);
        Ok(VouchedLogin { login, auth_time, acr, amr, provider_token: None })
    }

    fn configuration(&self) -> Result<&ConnectionConfiguration, UpstreamFault> {
        self.stored.configuration.as_ref().ok_or(UpstreamFault::Unavailable("not_validated"))
    }
}

async fn fetch_endpoints(app: &App, stored: &StoredConnection) -> Result<Endpoints, UpstreamFault> {
    let url = stored.derived.discovery_uri.as_ref().ok_or(UpstreamFault::Unavailable("discovery_missing"))?;
    let text = app.fetch.fetch(url.as_str()).await.map_err(|error| UpstreamFault::Unavailable(error.code()))?;
    let document = parse_object(&text).ok_or(UpstreamFault::Unavailable("discovery_malformed"))?;
    Endpoints::from_discovery(&stored.connection.issuer, &document)
        .map_err(|error| UpstreamFault::Unavailable(error.code()))
}

async fn client(
    app: &App,
    stored: &StoredConnection,
    configuration: &ConnectionConfiguration,
    endpoints: &Endpoints,
) -> Result<Client, UpstreamFault> {
    let id = configuration.client_id().ok_or(UpstreamFault::Unavailable("client_missing"))?.as_str().to_owned();
    let secret = match configuration.secret() {
        None => None,
        Some(reference) => {
            let recipient = endpoints.token_host();
            let secret = app.secrets.resolve(stored.connection.id, recipient.as_deref(), reference, &app.store).await;
            Some(secret.map_err(|error| UpstreamFault::Unavailable(error.code()))?)
        }
    };
    Ok(Client { id, secret })
}
