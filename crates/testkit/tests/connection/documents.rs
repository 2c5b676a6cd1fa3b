//! Every kind is described in the documents for people.

use cora_core::connection::ConnectionKind;
use cora_core::connection::settings::form::connection_fields;
use cora_core::json::Code;

const SETTINGS: &str = include_str!("../../../../docs/connections.md");
const TOKENS: &str = include_str!("../../../../docs/tokens.md");
const FORMATS: &str = include_str!("../../../../docs/formats.md");

#[test]
fn every_kind_is_documented() {
    for kind in ConnectionKind::ALL {
        let name = kind.name();
        assert!(SETTINGS.contains(&format!("\n## `{name}`\n")), "docs/connections.md has no section for `{name}`");
        assert!(TOKENS.contains(&format!("\n| `{name}`")), "docs/tokens.md has no row for `{name}`");
        let heading = format!("\n## {}\n", kind.display_name());
        let is_any_provider = kind == ConnectionKind::Oidc;
        assert!(is_any_provider || FORMATS.contains(&heading), "docs/formats.md has no section for `{name}`");
    }
}

/// Returns the names of settings in the first cells of the tables of a section, each with the
/// other cells of its row.
fn rows(section: &str) -> Vec<(&str, &str)> {
    let lines = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = lines.filter_map(|line| line.split_once('|'));
    cells.flat_map(|(names, rest)| names.split('`').step_by(2).map(move |name| (name, rest))).collect()
}

#[test]
fn a_form_has_the_settings_that_are_documented() {
    let section = |heading: &str| {
        let after = SETTINGS.split_once(&format!("\n{heading}")).map(|(_, after)| after);
        let after = after.unwrap_or_else(|| panic!("docs/connections.md has no `{heading}`"));
        after.split("\n## ").next().unwrap_or(after)
    };
    let of_clients = rows(section("**Clients** (all kinds except `clerk`)."));
    assert!(of_clients.iter().any(|(name, _)| *name == "clientId"));
    for kind in ConnectionKind::ALL {
        let fields = connection_fields(kind).fields;
        let own = rows(section(&format!("## `{}`\n", kind.name())));
        for (name, _) in &own {
            let is_setting = fields.iter().any(|field| field.name == *name);
            assert!(is_setting, "{kind:?} has no setting `{name}`, which is documented");
        }
        for field in fields {
            let shared = of_clients.iter().filter(|_| kind != ConnectionKind::Clerk);
            let row = own.iter().chain(shared).find(|(name, _)| *name == field.name);
            let Some((name, rest)) = row else { panic!("{kind:?}: `{}` is not documented", field.name) };
            let says_required = rest.contains("| yes |") || rest.contains(", required |");
            assert!(!field.required || says_required, "{kind:?}: `{name}` is required, and the page does not say so");
        }
    }
}
