//! The policy: saved as a new version, or rolled back to an earlier one.

use alloc::string::ToString;

use super::AdministrationReason as Reason;
use super::command::AdministrationCommand as Command;
use super::effect::{AdministrationAction as Action, AdministrationEffect as Effect};
use super::ruling::{Ruling, Verdict};
use crate::issue::Severity;
use crate::lint::LintReport;
use crate::policy::ProvisioningPolicy;

impl Ruling<'_> {
    pub(super) fn policy(&mut self, command: &Command) -> Verdict {
        match command {
            Command::SavePolicy { policy, version, report } => {
                self.is_current(*version)?;
                if has_errors(report) {
                    return Err(Reason::PolicyHasErrors);
                }
                self.put_in_force(policy, Action::PolicySaved)
            }
            Command::RollBackPolicy { version, .. } => {
                self.is_current(*version)?;
                let earlier = self.facts.earlier_policy.as_ref().ok_or(Reason::VersionNotFound)?;
                self.put_in_force(earlier, Action::PolicyRolledBack)
            }
            _ => Ok(()),
        }
    }

    fn is_current(&self, seen: Option<u32>) -> Verdict {
        if seen.is_none_or(|seen| seen == self.facts.policy.version) { Ok(()) } else { Err(Reason::StaleVersion) }
    }

    fn put_in_force(&mut self, policy: &ProvisioningPolicy, action: Action) -> Verdict {
        let before = self.facts.policy.version;
        if (ProvisioningPolicy { version: before, ..policy.clone() }) == self.facts.policy {
            return Ok(());
        }
        // A version number is never reused, even if an earlier policy is put back in force.
        let version = before.saturating_add(1);
        self.is(action)
            .on(policy.version)
            .changes("version", Some(before.to_string()), Some(version.to_string()))
            .perform(Effect::SavePolicy { policy: ProvisioningPolicy { version, ..policy.clone() } });
        if action == Action::PolicySaved {
            self.on(version);
        }
        Ok(())
    }
}

/// Returns `true` if the policy itself has errors. Findings about a connection do not block a
/// change of the policy.
fn has_errors(report: &LintReport) -> bool {
    report.findings.iter().any(|found| found.severity == Severity::Error && found.path.starts_with("/policy"))
}
