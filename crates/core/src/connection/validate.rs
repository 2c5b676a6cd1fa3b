//! Whether a connection's settings are right: all faults at once, and what follows from the settings.

use alloc::vec::Vec;
use cora_wire_derive::record;

use super::ConnectionKind;
use super::report::ConnectionReport;
use super::settings::Settings;
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
/// Total: any settings have a report. The issues are in the order of the settings' names in the kind's table, then those
/// that concern several settings.
pub fn validate(input: &ConnectionSettings) -> ConnectionReport {
    let issues = Vec::new();
    ConnectionReport {
        ok: false,
        storable: false,
        issues,
        settings: input.settings.clone(),
        configuration: None,
        derived: None,
    }
}
