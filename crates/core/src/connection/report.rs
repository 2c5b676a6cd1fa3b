//! Reports on a connection's settings or its provider's documents.

pub(super) mod issue;

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::record;

pub(crate) use issue::is_ok;
pub use issue::{ConnectionIssue, ConnectionIssueCode};

use super::configuration::{ConnectionConfiguration, DerivedFacts};
use super::settings::Settings;

/// All issues of a connection's settings, and the facts that follow from them.
#[record]
pub struct ConnectionReport {
    /// `true` if there is no error. Such settings may be tested and go live.
    pub ok: bool,
    /// `true` if the settings may be kept as a draft, because they hold nothing that must not be
    /// stored.
    pub storable: bool,
    /// Errors and warnings, in the order of the kind's settings, followed by those about settings
    /// that the kind does not have; at most 100 are listed.
    pub issues: Vec<ConnectionIssue>,
    /// The settings under their canonical names (camelCase), without those that are unknown or must
    /// not be stored.
    pub settings: Settings,
    /// The settings as a typed variant; null if there is an error.
    pub configuration: Option<ConnectionConfiguration>,
    /// The facts derived from the settings; null if there is an error.
    pub derived: Option<DerivedFacts>,
}

/// All issues of a provider's documents for a connection.
#[record]
pub struct DiscoveryReport {
    /// `true` if there is no error.
    pub ok: bool,
    /// Errors and warnings, in the order of the checks.
    pub issues: Vec<ConnectionIssue>,
    /// The URL that users are sent to for a login; null if the document names none, or names one
    /// that is refused.
    pub authorization_endpoint: Option<String>,
    /// The URL at which codes are exchanged for tokens; null if the document names none, or names
    /// one that is refused.
    pub token_endpoint: Option<String>,
    /// The URL of the keys, from the settings or else from the document; null if neither names one,
    /// or if the key is in the settings.
    pub jwks_uri: Option<String>,
    /// The identifiers of the keys that can verify tokens of this connection.
    pub usable_key_ids: Vec<String>,
}
