//! The identity provider: its documents, and Cora as its client.

use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery};
use cora_core::connection::report::DiscoveryReport;
use cora_core::connection::settings::Settings;
use cora_core::connection::test_login::run::TestStep;
use cora_jwt::FetchError;
use cora_oidc::{Client, Endpoints};
use serde_json::{Map, Value};

use super::candidate::Candidate;
use super::log::Log;
use crate::app::App;

/// The provider's validated documents.
pub(crate) struct ProviderDocuments {
    endpoints: Option<Endpoints>,
    pub report: DiscoveryReport,
}

impl ProviderDocuments {
    /// Returns the endpoints for a login. `None` if the provider is used without a discovery
    /// document.
    pub const fn endpoints(&self) -> Option<&Endpoints> {
        self.endpoints.as_ref()
    }
}

/// Fetches the discovery document and the keys, and has the core validate them. `None` if a
/// document could not be fetched or has an error.
pub(crate) async fn reach(app: &App, candidate: &Candidate, log: &mut Log) -> Option<ProviderDocuments> {
    let document = match &candidate.derived.discovery_uri {
        None => None,
        Some(url) => Some(object(app, url.as_str(), "the discovery document", log).await?),
    };
    let named = document.as_ref().and_then(|document| document.get("jwks_uri")).and_then(Value::as_str);
    let jwks = match candidate.derived.jwks_uri.as_ref().map(|uri| uri.as_str()).or(named) {
        // Either the key is in the settings, or the document does not name the location of the
        // keys. The core reports the latter.
        None => None,
        Some(url) => Some(object(app, url, "the key set", log).await?),
    };
    let report = check_discovery(&CheckDiscoveryInput {
        configuration: candidate.configuration.clone(),
        document: document.clone().map(Settings::new),
        jwks: jwks.map(Settings::new),
        allow_loopback: app.allow_loopback,
        allowed_hosts: app.allowed_hosts.clone(),
    });
    log.issues(TestStep::Discovery, &report.issues);
    if !report.ok {
        return None;
    }
    let endpoints = match &document {
        None => None,
        Some(document) => match Endpoints::from_discovery(candidate.configuration.issuer(), document) {
            Ok(endpoints) => Some(endpoints),
            Err(error) => {
                log.bad(TestStep::Discovery, error.code(), &error.to_string(), None);
                return None;
            }
        },
    };
    log.good(TestStep::Discovery, "the provider's documents and keys were fetched and match the settings");
    Some(ProviderDocuments { endpoints, report })
}

/// Fetches a JSON object.
pub(crate) async fn object(app: &App, url: &str, what: &str, log: &mut Log) -> Option<Map<String, Value>> {
    let found = app
        .fetch
        .fetch(url)
        .await
        .and_then(|text| cora_jwt::parse_object(&text).ok_or(FetchError::Unusable("a JSON object")));
    found
        .map_err(|error| {
            let message = format!("{what} could not be fetched: {error}");
            let help = error.help().unwrap_or("Check the issuer, and that this service can reach it.");
            log.bad(TestStep::Discovery, error.code(), &message, Some(help));
        })
        .ok()
}

/// Builds Cora's client at the provider, with its secret if the settings name one. `None` for a
/// provider without clients (Clerk), or if the secret cannot be resolved.
pub(crate) async fn client(
    app: &App,
    candidate: &Candidate,
    reached: &ProviderDocuments,
    log: &mut Log,
) -> Option<Client> {
    let recipient = reached.endpoints().and_then(Endpoints::token_host);
    let id = candidate.configuration.client_id()?.as_str().to_owned();
    let secret = match candidate.configuration.secret() {
        None => None,
        Some(reference) => match app.secrets.resolve(candidate.id, recipient.as_deref(), reference, &app.store).await {
            Ok(secret) => {
                log.good(TestStep::Secret, "the client secret is available");
                Some(secret)
            }
            Err(error) => {
                log.bad(TestStep::Secret, error.code(), &error.to_string(), Some(error.help()));
                return None;
            }
        },
    };
    Some(Client { id, secret })
}
