//! Whether a connection's settings are right: all faults at once, and what follows from the settings.

use cora_wire_derive::record;

use super::ConnectionKind;
use super::configuration::ConnectionConfiguration;
use super::report::ConnectionReport;
use super::settings::Settings;
use super::{provider, reading};
use crate::id::OrganizationId;

/// The settings of a connection, as somebody wrote them.
#[record]
pub struct ConnectionSettings {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The settings: camelCase names, or the snake_case names of CORA (`client_id`, `jwks_uri`, `publishable_key`).
    pub settings: Settings,
    /// The organization whose connection it is; absent for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// Whether addresses of this machine may be named, by plain http too; for trying things out.
    #[serde(default)]
    pub allow_loopback: bool,
}

/// Looks the settings over.
///
/// Total: any settings have a report. A value of null and an empty text count as absent. The issues are in the order of the
/// settings' names in the kind's table, then come those about names that the kind does not have. A place (`/settings/…`) names
/// the setting as it was spelt.
///
/// A secret may be in its place as a reference or as itself; itself it is neither in the answer nor in the typed configuration.
/// Whoever stores the settings takes it out before ([`take_secrets`](super::secrets::take_secrets)).
pub fn validate(input: &ConnectionSettings) -> ConnectionReport {
    let mut reading = reading::read(input, provider::fields(input.kind));
    let checked = provider::check(input.kind, &mut reading);
    let (issues, ok, storable, settings) = reading.finish();
    let configuration = checked.filter(|_| ok);
    let derived = configuration.as_ref().map(ConnectionConfiguration::derived);
    ConnectionReport { ok, storable, issues, settings, configuration, derived }
}
