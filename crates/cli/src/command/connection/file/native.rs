//! Cora's own form: `kind`, `settings`, and optionally `displayName` and `organizationId`.

use super::member::Object;
use super::*;

/// Returns `true` if an object is meant to be in this form.
pub fn is_native(node: &Node<'_>) -> bool {
    node.member("kind").is_some() || node.member("settings").is_some()
}

/// Reads a connection in this form.
pub fn read(described: &mut Described, node: &Node<'_>, path: &str) {
    let object = Object { node, path };
    object.only(&["kind", "displayName", "organizationId", "settings"], described);
    let kind = object.kind("kind", described);
    let display_name = object.parsed("displayName", DisplayName::new, TOO_LONG, described);
    let organization_id = object.parsed("organizationId", OrganizationId::parse, NO_ID, described);
    let settings = object.settings("settings", described);
    let (Some(kind), Some(settings)) = (kind, settings) else { return };
    let settings_path = object.path_of("settings");
    described.connections.push(FileConnection {
        display_name,
        organization_id,
        ..FileConnection::new(kind, path.to_owned(), settings_path, settings, Use::Unsaid)
    });
}
