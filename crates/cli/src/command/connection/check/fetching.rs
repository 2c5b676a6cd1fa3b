//! A provider's documents, fetched and looked over.

use cora_core::connection::ConnectionKind;
use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery};
use cora_core::connection::report::{ConnectionReport, DiscoveryReport};
use cora_core::connection::settings::Settings;
use cora_jwt::{Fetch, FetchError};

/// A connection with what was found when its provider was asked.
pub struct Checked {
    /// Where the settings are from.
    pub title: String,
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// What there is to say about the settings.
    pub settings: ConnectionReport,
    /// What was fetched; nothing when the settings have errors.
    pub fetched: Vec<Fetched>,
    /// What there is to say about the documents; none when the settings have errors.
    pub documents: Option<DiscoveryReport>,
}

/// A document that was to be fetched.
pub struct Fetched {
    /// What it is.
    pub what: &'static str,
    /// From where.
    pub url: String,
    /// Why there is none.
    pub fault: Option<Fault>,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which fault, out of a closed list.
    pub code: &'static str,
    /// For people.
    pub message: String,
}

impl Checked {
    /// Fetches what the settings name, as far as they are right.
    pub async fn of(
        fetch: &impl Fetch,
        title: String,
        kind: ConnectionKind,
        settings: ConnectionReport,
        allow_loopback: bool,
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
        let mut input = CheckDiscoveryInput { configuration, document, jwks: None, allow_loopback };
        let place = check_discovery(&input).jwks_uri;
        if let Some(url) = place {
            input.jwks = self::document(fetch, "keys", &url, &mut fetched).await;
        }
        checked.documents = Some(check_discovery(&input));
        checked.fetched = fetched;
        checked
    }

    /// Whether the connection can work: no errors anywhere, and every document was had.
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
    let read = read.map_err(|error| Fault { code: error.code(), message: error.to_string() });
    let fault = read.as_ref().err().cloned();
    fetched.push(Fetched { what, url: url.to_owned(), fault });
    read.ok()
}
