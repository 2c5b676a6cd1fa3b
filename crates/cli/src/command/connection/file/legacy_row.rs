//! Rows of the table `platform_idp_config` of the legacy CORA toolkit, from a query or from CORA's
//! API.

use super::member::Object;
use super::*;

/// The fields of a row that are not imported.
const RECORD: [&str; 4] = ["created_at", "updated_at", "created_by", "updated_by"];

/// Returns `true` if an object is meant to be a row.
pub fn is_row(node: &Node<'_>) -> bool {
    node.member("provider_type").is_some() || node.member("config").is_some()
}

/// Reads a row.
pub fn read(described: &mut Described, node: &Node<'_>, path: &str) {
    let row = Object { node, path };
    let names = ["id", "provider_type", "display_name", "config", "is_active", "is_configured", "org_id"];
    row.only(&[&names[..], &RECORD[..]].concat(), described);
    let kind = row.kind("provider_type", described);
    let id = row.parsed("id", ConnectionId::parse, NO_ID, described);
    let display_name = row.parsed("display_name", DisplayName::new, TOO_LONG, described);
    let organization_id = row.parsed("org_id", OrganizationId::parse, NO_ID, described);
    let is_active = row.flag("is_active", described);
    let is_configured = row.flag("is_configured", described);
    let settings = row.settings("config", described);
    let (Some(kind), Some(settings)) = (kind, settings) else { return };
    if RECORD.iter().any(|name| row.member(name).is_some()) {
        described.leave(&shown(path, "created_at, updated_at, created_by, updated_by"), "Cora keeps its own record");
    }
    let use_by_logins = match (is_active, is_configured) {
        (Some(true), _) => Use::Active,
        (_, Some(true)) => Use::Configured,
        (None, None) => Use::Unsaid,
        _ => Use::Unused,
    };
    let settings_path = row.path_of("config");
    if is_empty(&settings) {
        match use_by_logins {
            Use::Active | Use::Configured => without_settings(described, &settings_path, "the row"),
            Use::Unsaid | Use::Unused => described.leave(&shown(path, kind.name()), "it has no settings yet"),
        }
        return;
    }
    described.connections.push(FileConnection {
        id,
        display_name,
        organization_id,
        ..FileConnection::new(kind, path.to_owned(), settings_path, settings, use_by_logins)
    });
}

/// Reports further active rows of the platform. A database of CORA has one.
pub fn one_active(described: &mut Described) {
    let active = described
        .connections
        .iter()
        .filter(|connection| connection.use_by_logins == Use::Active && connection.organization_id.is_none());
    let further: Vec<String> = active.skip(1).map(|connection| connection.path.clone()).collect();
    for path in further {
        let message = "another connection of the platform is already active".to_owned();
        let help = "Keep only one active.";
        described.find(FileFindingCode::SeveralActive, Severity::Error, &path, message, Some(help));
    }
}

/// Reports a provider that is in use but has no settings.
pub fn without_settings(described: &mut Described, path: &str, who: &str) {
    let message = format!("{who} says that this provider is in use, but has no settings for it");
    let help = "Add its settings, or remove it: nobody can log in with it.";
    described.find(FileFindingCode::ConfiguredWithoutSettings, Severity::Error, path, message, Some(help));
}

fn shown(path: &str, what: &str) -> String {
    if path.is_empty() { what.to_owned() } else { format!("{path}: {what}") }
}
