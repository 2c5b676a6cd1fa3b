//! Prints the tables of roles and capabilities as Markdown. `cargo xtask generate` writes them to
//! `docs/permissions.md`.

use cora_core::capability::{Capability, is_sensitive, of_organization_role, of_platform_role};
use cora_core::role::OrganizationRole::{OrgAdmin, OrgOwner, OrgUser};
use cora_core::role::PlatformRole::{PlatformAdmin, PlatformAuditor, PlatformOwner, PlatformUser};

fn main() {
    println!(
        "# What roles may do\n\n\
         Generated from `crates/core/src/capability.rs` by `cargo xtask generate`.\n\
         `can(session, capability, organization?)` answers by these tables and nothing else, in Rust and\n\
         in TypeScript. A capability counts on the platform if no organization is named, else in that\n\
         organization; a platform role gives nothing inside an organization. A sensitive capability is not\n\
         used with roles that may have changed: `authorize` answers `stale` unless it receives the user's\n\
         current role version and the session has the same.\n\n\
         What may be done in an application is decided by the\n\
         [permissions that it defines](applications.md#permissions), which are asked for alike.\n"
    );
    let platform = [PlatformUser, PlatformAuditor, PlatformAdmin, PlatformOwner].map(of_platform_role);
    let names = ["platform_user", "platform_auditor", "platform_admin", "platform_owner"];
    table("On the platform", names, platform);
    let organization = [OrgUser, OrgAdmin, OrgOwner].map(of_organization_role);
    table("In an organization", ["org_user", "org_admin", "org_owner"], organization);
}

fn table<const N: usize>(title: &str, roles: [&str; N], granted: [&[Capability]; N]) {
    println!(
        "## {title}\n\n| capability | `{}` | sensitive |\n| --- |{} --- |",
        roles.join("` | `"),
        " --- |".repeat(N)
    );
    for capability in Capability::ALL.iter().filter(|one| granted.iter().any(|granted| granted.contains(one))) {
        let cells = granted.map(|granted| if granted.contains(capability) { "yes" } else { "" });
        let sensitive = if is_sensitive(*capability) { "yes" } else { "" };
        println!("| `{}` | {} | {sensitive} |", capability.as_str(), cells.join(" | "));
    }
    println!();
}
