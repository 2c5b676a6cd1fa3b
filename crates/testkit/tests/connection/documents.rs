//! Every kind is described in the documents for people.

use cora_core::connection::ConnectionKind;
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
