//! Findings about connections.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::{FindingCode, LintReport};
use crate::connection::{Connection, ConnectionStatus};
use crate::engine::Configuration;

pub(super) fn lint(configuration: &Configuration, report: &mut LintReport) {
    let connections = &configuration.connections;
    let in_use = |connection: &&Connection| connection.status == ConnectionStatus::Active;
    if !connections.is_empty() && !connections.iter().any(|connection| in_use(&connection)) {
        report.error(
            FindingCode::NoActiveConnection,
            String::from("/connections"),
            "no connection is active, so nobody can sign in",
            "Activate a connection.",
        );
    }
    let mut issuers = BTreeSet::new();
    for (at, connection) in connections.iter().enumerate() {
        let path = format!("/connections/{at}");
        audience(connection, &path, report);
        evidence(connection, &path, report);
        if in_use(&connection) && !issuers.insert(&connection.issuer) {
            report.error(
                FindingCode::IssuerRepeated,
                format!("{path}/issuer"),
                "another active connection has this issuer, so tokens match both",
                "Disable one of the two.",
            );
        }
    }
}

fn audience(connection: &Connection, path: &str, report: &mut LintReport) {
    if !connection.audiences.is_empty() || !connection.authorized_parties.is_empty() {
        return;
    }
    report.error(
        FindingCode::ConnectionWithoutAudience,
        String::from(path),
        "neither an audience nor an authorized party is set, so every token is rejected",
        connection.kind.texts().no_audience_setting,
    );
}

fn evidence(connection: &Connection, path: &str, report: &mut LintReport) {
    if connection.trust_email {
        let path = format!("{path}/trustEmail");
        let code = FindingCode::EmailTrustedWithoutClaim;
        if !connection.kind.claim_rules().may_trust_email {
            let message = "in Entra ID, any tenant's administrator can put any address into tokens";
            let fix = "Remove it and have tokens carry `xms_edov`.";
            report.error(code, path, message, fix);
        } else {
            let message = "addresses count as verified, although the provider does not state this";
            let fix = "Remove it if the provider sends `email_verified`.";
            report.warning(code, path, message, fix);
        }
    }
    if connection.allow_outside_domains && connection.organization_id.is_some() {
        report.warning(
            FindingCode::OutsideDomainsAdmitted,
            format!("{path}/allowOutsideDomains"),
            "the organization's provider admits people with addresses in any unowned domain",
            "Remove it, and have the organization verify its domains.",
        );
    }
}
