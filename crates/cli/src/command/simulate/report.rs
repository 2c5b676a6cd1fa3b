//! The report of a simulation for people and for spreadsheets.

use std::fmt::Write as _;

use cora_core::json::Code;
use cora_core::provisioning::decision::{DecisionSummary, Outcome};
use cora_core::role::PlatformRole;
use cora_core::simulation::{SimulationChange, SimulationReport};

use super::super::diagnostic::counted;

/// Renders the outcomes before and after, and then the changes, at most `limit` of them.
pub fn table(report: &SimulationReport, lines: &[usize], limit: usize) -> String {
    let mut text = format!("{:<28} {:>9} {:>9} {:>11}\n", "outcome", "before", "after", "difference");
    let mut row = |name: &str, before: u32, after: u32| {
        let difference = i64::from(after) - i64::from(before);
        let sign = if difference == 0 { "0".to_owned() } else { format!("{difference:+}") };
        let _ = writeln!(text, "{name:<28} {before:>9} {after:>9} {sign:>11}");
    };
    for count in &report.outcomes {
        row(count.name(), count.before, count.after);
    }
    let conflicts = &report.identity_conflicts;
    if conflicts.before > 0 || conflicts.after > 0 {
        row("(identity_conflict)", conflicts.before, conflicts.after);
    }
    let _ = writeln!(
        text,
        "\n{} of {} decided differently",
        report.changed,
        counted(report.logins as usize, "login") + if report.logins == 1 { " is" } else { " are" }
    );
    for (count, what) in
        [(report.roles_lowered, "a role is lowered"), (report.memberships_lost, "a membership is lost")]
    {
        if count > 0 {
            let _ = writeln!(text, "{count} in which {what}");
        }
    }
    for change in report.changes.iter().take(limit) {
        let SimulationChange { index, before, after, .. } = change;
        let _ = writeln!(text, "\nlogin {index} (line {})", line(lines, *index));
        let _ = writeln!(text, "  before  {}", described(before));
        let _ = writeln!(text, "  after   {}", described(after));
    }
    let rest = report.changes.len().saturating_sub(limit);
    if rest > 0 {
        let _ = writeln!(text, "\n{rest} more; --limit shows more, --format csv all of them");
    }
    text
}

/// Renders one row per change, with a heading (RFC 4180).
pub fn csv(report: &SimulationReport, lines: &[usize]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading =
        ["login", "line"].map(str::to_owned).into_iter().chain(["before", "after"].into_iter().flat_map(|when| {
            ["Outcome", "Reason", "PlatformRole", "Memberships"].map(|column| format!("{when}{column}"))
        }));
    let rows = report.changes.iter().map(|change| {
        let place = [change.index.to_string(), line(lines, change.index).to_string()];
        place.into_iter().chain(cells(&change.before)).chain(cells(&change.after)).collect::<Vec<_>>()
    });
    for row in std::iter::once(heading.collect::<Vec<_>>()).chain(rows) {
        // Writing to memory does not fail, and all rows have the same length.
        let _ = writer.write_record(row.iter().map(|cell| without_formula(cell)));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn line(lines: &[usize], index: u32) -> usize {
    lines.get(index as usize).copied().unwrap_or_default()
}

fn cells(decision: &DecisionSummary) -> [String; 4] {
    [
        Code::name(&decision.outcome.kind()).to_owned(),
        Code::name(&decision.reason).to_owned(),
        Code::name(&decision.platform_role).to_owned(),
        memberships(decision).join("; "),
    ]
}

/// Makes a cell that a spreadsheet treats as text, regardless of its first character (OWASP, "CSV
/// Injection").
fn without_formula(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Formats a decision: `provisioned: ok; org_user in 0000…`
fn described(decision: &DecisionSummary) -> String {
    let mut parts = vec![format!("{}: {}", Code::name(&decision.outcome.kind()), Code::name(&decision.reason))];
    match &decision.outcome {
        Outcome::ApprovalRequired { organization_id, .. } => parts.push(format!("by organization {organization_id}")),
        Outcome::SsoRequired { connection_id } => parts.push(format!("by connection {connection_id}")),
        _ => {}
    }
    if decision.platform_role != PlatformRole::PlatformUser {
        parts.push(Code::name(&decision.platform_role).to_owned());
    }
    parts.extend(memberships(decision));
    parts.join("; ")
}

fn memberships(decision: &DecisionSummary) -> Vec<String> {
    let described = |role, organization| format!("{role} in {organization}");
    let all = decision.memberships.iter();
    all.map(|membership| described(Code::name(&membership.role), membership.organization_id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(without_formula(cell), format!("'{cell}"));
        }
        assert_eq!(without_formula("denied"), "denied");
    }
}
