//! Validates a connection's settings: reports all faults at once, and the facts that follow from
//! the settings.

use crate::connection::configuration::ConnectionConfiguration;
use crate::connection::report::ConnectionReport;
use crate::connection::settings::{ConnectionSettings, reader};

/// Validates the settings.
///
/// Never fails: any settings have a report. Null and an empty text count as absent. The issues are
/// in the order of the settings in the kind's table, followed by those about names that the kind
/// does not have. A path (`/settings/…`) names the setting as it was spelled.
///
/// A secret may be given as a reference or in plain text. In plain text it appears neither in the
/// report nor in the typed configuration. Take it out before storing the settings
/// ([`take_secrets`](crate::connection::secret::extraction::take_secrets)).
pub fn validate(input: &ConnectionSettings) -> ConnectionReport {
    let rules = input.kind.settings_rules();
    let mut reader = reader::read(input, rules.fields);
    let checked = (rules.check)(&mut reader);
    let (issues, ok, storable, settings) = reader.finish();
    let configuration = checked.filter(|_| ok);
    let derived = configuration.as_ref().map(ConnectionConfiguration::derived);
    ConnectionReport { ok, storable, issues, settings, configuration, derived }
}
