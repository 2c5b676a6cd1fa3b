//! The policy: saved as a new version, or rolled back to an earlier one.

use alloc::string::ToString;
use cora_wire_derive::union;

use super::AdministrationReason as Reason;
use super::effect::{AdministrationAction as Action, AdministrationEffect as Effect};
use super::evaluation::{Evaluation, Permission, RuleResult};
use super::subjects::Subjects;
use crate::capability::Capability;
use crate::issue::Severity;
use crate::lint::LintReport;
use crate::policy::ProvisioningPolicy;
use crate::role::PlatformRole;

/// A command about the policy.
#[union(command)]
pub enum PolicyCommand {
    /// Replace the policy in force.
    SavePolicy {
        /// The new policy. Its `version` is ignored; the next version is assigned.
        policy: ProvisioningPolicy,
        /// The version that the actor has seen. If the policy in force has another, nothing is
        /// changed; unchecked when absent.
        #[serde(default)]
        version: Option<u32>,
        /// The lint report on the new policy, the connections and the domain rules.
        report: LintReport,
    },
    /// Put an earlier policy back in force, as a new version.
    RollBackPolicy {
        /// The version to restore.
        to: u32,
        /// The version that the actor has seen. If the policy in force has another, nothing is
        /// changed; unchecked when absent.
        #[serde(default)]
        version: Option<u32>,
    },
}

impl PolicyCommand {
    /// Returns the permission that the command requires.
    pub(super) const fn permission(&self) -> Permission {
        match self {
            Self::SavePolicy { .. } | Self::RollBackPolicy { .. } => Permission::Capability(Capability::PolicyWrite),
        }
    }

    /// Returns the data that has to be loaded.
    pub(super) fn subjects(&self) -> Subjects {
        match self {
            Self::SavePolicy { .. } => Subjects::default(),
            Self::RollBackPolicy { to, .. } => Subjects { policy_version: Some(*to), ..Subjects::default() },
        }
    }
}

impl Evaluation<'_> {
    pub(super) fn policy(&mut self, command: &PolicyCommand) -> RuleResult {
        match command {
            PolicyCommand::SavePolicy { policy, version, report } => {
                self.is_current(*version)?;
                if has_errors(report) {
                    return Err(Reason::PolicyHasErrors);
                }
                self.activate_policy(policy, Action::PolicySaved)
            }
            PolicyCommand::RollBackPolicy { version, .. } => {
                self.is_current(*version)?;
                let earlier = self.facts.earlier_policy.as_ref().ok_or(Reason::VersionNotFound)?;
                self.activate_policy(earlier, Action::PolicyRolledBack)
            }
        }
    }

    fn is_current(&self, seen: Option<u32>) -> RuleResult {
        if seen.is_none_or(|seen| seen == self.facts.policy.version) { Ok(()) } else { Err(Reason::StaleVersion) }
    }

    fn activate_policy(&mut self, policy: &ProvisioningPolicy, action: Action) -> RuleResult {
        let before = self.facts.policy.version;
        if (ProvisioningPolicy { version: before, ..policy.clone() }) == self.facts.policy {
            return Ok(());
        }
        // SECURITY: a looser linking lets anyone whom a provider gives an address into the account
        // that has it, so it is for an owner to decide.
        let loosens = policy.account_linking > self.facts.policy.account_linking;
        if loosens && self.platform_role() != PlatformRole::PlatformOwner {
            return Err(Reason::OwnerNeeded);
        }
        // A version number is never reused, even if an earlier policy is put back in force.
        let version = before.saturating_add(1);
        self.audit_action(action)
            .audit_target(policy.version)
            .audit_change("version", Some(before.to_string()), Some(version.to_string()))
            .effect(Effect::SavePolicy { policy: ProvisioningPolicy { version, ..policy.clone() } });
        if action == Action::PolicySaved {
            self.audit_target(version);
        }
        Ok(())
    }
}

/// Returns `true` if the policy itself has errors. Findings about a connection do not block a
/// change of the policy.
fn has_errors(report: &LintReport) -> bool {
    report.findings.iter().any(|found| found.severity == Severity::Error && found.path.starts_with("/policy"))
}
