//! Findings about the proof that a policy requires of people.

use alloc::format;
use alloc::string::String;

use super::{FindingCode, LintReport};
use crate::connection::{Connection, ConnectionStatus, TokenUse};
use crate::engine::Configuration;
use crate::policy::authentication::MIN_AUTH_AGE_SECONDS;

pub(super) fn lint(configuration: &Configuration, report: &mut LintReport) {
    let policy = &configuration.policy;
    let of_claims = !policy.required_acr.is_empty() || !policy.required_amr.is_empty();
    check(configuration, report, "/policy", (of_claims, policy.max_auth_age), &|_| true);
    for (at, entry) in policy.organization_authentication.iter().enumerate() {
        let of_claims = !entry.required_acr.is_empty() || !entry.required_amr.is_empty();
        let path = format!("/policy/organizationAuthentication/{at}");
        let speaks =
            |connection: &Connection| connection.organization_id.is_none_or(|own| own == entry.organization_id);
        check(configuration, report, &path, (of_claims, entry.max_auth_age), &speaks);
    }
    for (at, entry) in policy.step_up.iter().enumerate() {
        let of_claims = !entry.required_acr.is_empty() || !entry.required_amr.is_empty();
        check(configuration, report, &format!("/policy/stepUp/{at}"), (of_claims, entry.max_auth_age), &|_| true);
    }
}

/// Checks one required proof: its claims and its age. `counts` returns `true` for the connections
/// by which it can be met.
fn check(
    configuration: &Configuration,
    report: &mut LintReport,
    path: &str,
    (of_claims, max_auth_age): (bool, Option<u32>),
    counts: &dyn Fn(&Connection) -> bool,
) {
    let code = FindingCode::RequiredAuthenticationUnreachable;
    if max_auth_age.is_some_and(|age| age < MIN_AUTH_AGE_SECONDS) {
        let message = "nobody comes back from their provider so fast, so that nobody can meet it";
        report.error(code, format!("{path}/maxAuthAge"), message, "Allow at least 60 seconds.");
    }
    if !of_claims && max_auth_age.is_none() {
        return;
    }
    // Nothing is reported about connections that the host stores elsewhere.
    let connections = &configuration.connections;
    let mut in_use = connections.iter().filter(|connection| connection.status == ConnectionStatus::Active);
    let is_met = in_use.any(|connection| counts(connection) && tells(connection, of_claims));
    if !connections.is_empty() && !is_met {
        let message = "no active connection can send this proof, so that nobody can meet it";
        let fix = "Use a connection whose tokens have `acr`, `amr` and `auth_time`, or remove the requirement.";
        report.error(code, String::from(path), message, fix);
    }
}

/// Returns `true` if tokens of the connection can tell how a person has authenticated, with class
/// and methods if `of_claims` is set. Session tokens of Clerk have none of these claims.
const fn tells(connection: &Connection, of_claims: bool) -> bool {
    let is_session_token = matches!(connection.token_use, TokenUse::SessionToken);
    !(is_session_token || of_claims && !connection.kind.claim_rules().tells_methods)
}
