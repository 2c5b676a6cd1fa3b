//! Fetches and validates a provider's documents.

use cora_core::connection::ConnectionKind;
use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery};
use cora_core::connection::report::{ConnectionReport, DiscoveryReport};
use cora_core::connection::settings::Settings;
use cora_jwt::{Fetch, FetchError};

use crate::command::provider_hosts::ProviderHosts;

/// A connection, with the results of checking its provider.
pub struct Checked {
    /// The source of the settings.
    pub title: String,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The validation report on the settings.
    pub settings: ConnectionReport,
    /// The documents that were fetched. Empty if the settings have errors.
    pub fetched: Vec<Fetched>,
    /// The report on the documents. `None` if the settings have errors.
    pub documents: Option<DiscoveryReport>,
}

/// A document that was to be fetched.
pub struct Fetched {
    /// The document's name, for people.
    pub what: &'static str,
    /// The document's URL.
    pub url: String,
    /// The fault for which the document is missing.
    pub fault: Option<Fault>,
}

/// The fault of a document that could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The code, from a closed list.
    pub code: &'static str,
    /// The message, for people.
    pub message: String,
    /// The remedy, if the operator of the service has one.
    pub help: Option<&'static str>,
}

impl Checked {
    /// Fetches the documents that the settings name, if the settings have no errors.
    pub async fn of(
        fetch: &impl Fetch,
        title: String,
        kind: ConnectionKind,
        settings: ConnectionReport,
        hosts: &ProviderHosts,
    ) -> Self {
        let mut checked = Self { title, kind, settings, fetched: Vec::new(), documents: None };
        let (Some(configuration), Some(derived)) = (&checked.settings.configuration, &checked.settings.derived) else {
            return checked;
        };
        let mut fetched = Vec::new();
        let document = match &derived.discovery_uri {
            Some(url) => document(fetch, "discovery document", url.as_str(), &mut fetched).await,
            None => None,
        };
        let configuration = configuration.clone();
        let mut input = CheckDiscoveryInput {
            configuration,
            document,
            jwks: None,
            allow_loopback: hosts.allow_loopback_http,
            allowed_hosts: hosts.allow_provider_networks.clone(),
        };
        let place = check_discovery(&input).jwks_uri;
        if let Some(url) = place {
            input.jwks = self::document(fetch, "keys", &url, &mut fetched).await;
        }
        checked.documents = Some(check_discovery(&input));
        checked.fetched = fetched;
        checked
    }

    /// Returns `true` if the connection can work: no errors, and every document was fetched.
    pub fn is_ok(&self) -> bool {
        self.documents.as_ref().is_some_and(|report| report.ok) && self.fetched.iter().all(|it| it.fault.is_none())
    }
}

async fn document(fetch: &impl Fetch, what: &'static str, url: &str, fetched: &mut Vec<Fetched>) -> Option<Settings> {
    let read = match fetch.fetch(url).await {
        // WHY not the parser's message: it may quote the document.
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|_| FetchError::Unusable("a JSON object")),
        Err(error) => Err(error),
    };
    let read = read.map_err(|error| Fault { code: error.code(), message: error.to_string(), help: error.help() });
    let fault = read.as_ref().err().cloned();
    fetched.push(Fetched { what, url: url.to_owned(), fault });
    read.ok()
}
