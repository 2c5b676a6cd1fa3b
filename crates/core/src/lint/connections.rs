//! Findings about connections.

use alloc::format;
use alloc::string::String;

use super::{FindingCode, LintReport};
use crate::connection::{Connection, ConnectionPin, ConnectionStatus};
use crate::engine::Configuration;
use crate::evidence::EmailTrust;

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
    for (at, connection) in connections.iter().enumerate() {
        let path = format!("/connections/{at}");
        audience(connection, &path, report);
        evidence(connection, &path, report);
        let pin = ConnectionPin::of(connection);
        let is_alike = |other: &&Connection| {
            in_use(other) && other.issuer == connection.issuer && !pin.is_apart_from(&ConnectionPin::of(other))
        };
        if in_use(&connection) && connections.iter().take(at).any(|other| is_alike(&other)) {
            report.error(
                FindingCode::IssuerRepeated,
                format!("{path}/issuer"),
                "another active connection has this issuer and nothing that tells their tokens apart",
                "Pin different organizations at the provider, use different clients, or disable one of the two.",
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
    if connection.trust_email != EmailTrust::Claim {
        let path = format!("{path}/trustEmail");
        let code = FindingCode::EmailTrustedWithoutClaim;
        if connection.email_trust() == EmailTrust::Claim {
            let message = "anybody may have an account at this issuer, so that only its own claim proves an address";
            report.error(code, path, message, "Leave it out.");
        } else if connection.trust_email == EmailTrust::Always {
            let message = "every address counts as verified, even where the provider says that it is not";
            let fix = "Use `absent_is_true`, unless the provider gives out all addresses itself and claims `false` of everybody.";
            report.error(FindingCode::EmailClaimIgnored, path, message, fix);
        } else if !connection.kind.claim_rules().may_trust_email {
            let message = "addresses of guests count as verified too, and their own tenants' administrators write them";
            let fix = "Keep guests out of the application, or leave it out and have tokens carry `xms_edov`.";
            report.warning(code, path, message, fix);
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
