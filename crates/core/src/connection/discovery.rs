//! Whether a provider's discovery document and keys are those that a connection needs. Pure: the host fetches both.

use alloc::vec::Vec;
use cora_wire_derive::record;

use super::configuration::ConnectionConfiguration;
use super::report::DiscoveryReport;
use super::settings::Settings;

/// A provider's documents, and the connection that they are to serve.
#[record]
pub struct CheckDiscoveryInput {
    /// The connection's settings.
    pub configuration: ConnectionConfiguration,
    /// The discovery document (OpenID Connect Discovery §3, RFC 8414 §2), as it was fetched; absent for a connection that is
    /// used without one.
    #[serde(default)]
    pub document: Option<Settings>,
    /// The key set (RFC 7517 §5), as it was fetched; absent when it could not be, or is not needed.
    #[serde(default)]
    pub jwks: Option<Settings>,
    /// Whether addresses of this machine may be named, by plain http too; for trying things out.
    #[serde(default)]
    pub allow_loopback: bool,
}

/// Looks the documents over.
///
/// Total: any documents have a report. The issues are in the order of the checks.
pub fn check_discovery(input: &CheckDiscoveryInput) -> DiscoveryReport {
    let _ = input;
    DiscoveryReport {
        ok: false,
        issues: Vec::new(),
        authorization_endpoint: None,
        token_endpoint: None,
        jwks_uri: None,
        usable_key_ids: Vec::new(),
    }
}
