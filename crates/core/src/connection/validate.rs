//! Validates a connection's settings: reports all faults at once, and the facts that follow from
//! the settings.

use cora_wire_derive::record;

use super::ConnectionKind;
use super::configuration::ConnectionConfiguration;
use super::report::ConnectionReport;
use super::settings::Settings;
use super::settings_reader;
use crate::id::OrganizationId;

/// The settings of a connection, as somebody wrote them.
#[record]
pub struct ConnectionSettings {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The settings, under camelCase names or the snake_case names of the legacy CORA toolkit
    /// (`client_id`, `jwks_uri`, `publishable_key`).
    pub settings: Settings,
    /// The organization that owns the connection; absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// `true` to allow addresses of this machine, over plain http too. For local testing.
    #[serde(default)]
    pub allow_loopback: bool,
}

/// Validates the settings.
///
/// Never fails: any settings have a report. Null and an empty text count as absent. The issues are
/// in the order of the settings in the kind's table, followed by those about names that the kind
/// does not have. A path (`/settings/…`) names the setting as it was spelled.
///
/// A secret may be given as a reference or in plain text. In plain text it appears neither in the
/// report nor in the typed configuration. Take it out before storing the settings
/// ([`take_secrets`](super::secrets::take_secrets)).
pub fn validate(input: &ConnectionSettings) -> ConnectionReport {
    let rules = input.kind.settings_rules();
    let mut reader = settings_reader::read(input, rules.fields);
    let checked = (rules.check)(&mut reader);
    let (issues, ok, storable, settings) = reader.finish();
    let configuration = checked.filter(|_| ok);
    let derived = configuration.as_ref().map(ConnectionConfiguration::derived);
    ConnectionReport { ok, storable, issues, settings, configuration, derived }
}
