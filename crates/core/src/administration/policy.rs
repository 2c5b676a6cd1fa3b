//! The policy: saved as a new version, or rolled back to an earlier one.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::union;

use super::AdministrationReason as Reason;
use super::audit::AdministrationAction as Action;
use super::command_row::CommandRow;
use super::consequence::{ConsequenceCode as Code, ConsequenceList};
use super::evaluation::{Evaluation, Permission, RuleResult};
use super::facts::Subjects;
use crate::capability::Capability;
use crate::expectation::{ExpectationFailure, MAX_EXPECTATIONS, PolicyExpectation};
use crate::issue::Severity;
use crate::lint::LintReport;
use crate::policy::ProvisioningPolicy;
use crate::role::PlatformRole;

/// A command about the policy.
#[union(command)]
#[expect(clippy::large_enum_variant, reason = "a request holds one command")]
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
        /// The expectations of the policy, complete; at most 100. They stay as they are if absent.
        #[serde(default, deserialize_with = "crate::text::at_most_if_given::<100, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
        expectations: Option<Vec<PolicyExpectation>>,
        /// The expectations that the new policy does not meet; at most 100.
        #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
        failures: Vec<ExpectationFailure>,
    },
    /// Put an earlier policy back in force, as a new version.
    RollBackPolicy {
        /// The version to restore.
        to: u32,
        /// The version that the actor has seen. If the policy in force has another, nothing is
        /// changed; unchecked when absent.
        #[serde(default)]
        version: Option<u32>,
        /// The expectations that the earlier policy does not meet; at most 100.
        #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
        failures: Vec<ExpectationFailure>,
    },
}

/// An effect of a command about the policy.
#[union(effect)]
#[expect(clippy::large_enum_variant, reason = "a plan holds one such effect")]
pub enum PolicyEffect {
    /// Put a policy in force, and keep it as a version.
    SavePolicy {
        /// The policy, with its new version.
        policy: ProvisioningPolicy,
    },
    /// Replace the expectations of the policy.
    SaveExpectations {
        /// The expectations, complete.
        expectations: Vec<PolicyExpectation>,
    },
}

impl PolicyCommand {
    /// Returns the permission that the command requires.
    pub(super) const fn permission(&self) -> Permission {
        match self {
            Self::SavePolicy { .. } | Self::RollBackPolicy { .. } => Permission::Capability(Capability::PolicyWrite),
        }
    }

    /// Returns the row that the command changes or creates; see
    /// [`AdministrationCommand::row`](super::AdministrationCommand::row).
    pub(super) const fn row(&self) -> Option<CommandRow> {
        Some(CommandRow::Policy)
    }

    /// Returns `true` if the command's row has no version before, or none that its actor has seen.
    pub(super) const fn creates_row(&self) -> bool {
        false
    }

    /// Returns the data that has to be loaded.
    pub(super) fn subjects(&self) -> Subjects {
        match self {
            Self::SavePolicy { .. } => Subjects { expectations: true, ..Subjects::default() },
            Self::RollBackPolicy { to, .. } => Subjects { policy_version: Some(*to), ..Subjects::default() },
        }
    }
}

impl PolicyEffect {
    /// Adds the consequences of the effect for people.
    pub(super) fn consequences(&self, list: &mut ConsequenceList<'_>) {
        match self {
            // The policy decides; expectations only watch it.
            Self::SaveExpectations { .. } => {}
            Self::SavePolicy { policy } => {
                list.note(Code::PolicyApplies);
                if policy.account_linking > list.facts.policy.account_linking {
                    list.note(Code::LinkingLoosened);
                }
            }
        }
    }
}

impl Evaluation<'_> {
    pub(super) fn policy(&mut self, command: &PolicyCommand) -> RuleResult {
        match command {
            PolicyCommand::SavePolicy { policy, version, report, expectations, failures } => {
                self.is_current(*version)?;
                if has_errors(report) {
                    return Err(Reason::PolicyHasErrors);
                }
                meets(failures)?;
                self.activate_policy(policy, Action::PolicySaved)?;
                self.save_expectations(expectations.as_deref())
            }
            PolicyCommand::RollBackPolicy { version, failures, .. } => {
                self.is_current(*version)?;
                let earlier = self.facts.earlier_policy.as_ref().ok_or(Reason::VersionNotFound)?;
                meets(failures)?;
                self.activate_policy(earlier, Action::PolicyRolledBack)
            }
        }
    }

    fn is_current(&self, seen: Option<u32>) -> RuleResult {
        if seen.is_none_or(|seen| seen == self.facts.policy.version) { Ok(()) } else { Err(Reason::StaleVersion) }
    }

    fn save_expectations(&mut self, expectations: Option<&[PolicyExpectation]>) -> RuleResult {
        let Some(expectations) = expectations else { return Ok(()) };
        let name = |expectation: &PolicyExpectation| String::from(expectation.name.as_str());
        let names: Vec<String> = expectations.iter().map(name).collect();
        let repeats = names.iter().enumerate().any(|(at, name)| names.iter().take(at).any(|earlier| earlier == name));
        if repeats || names.len() > MAX_EXPECTATIONS || names.iter().any(|name| name.trim().is_empty()) {
            return Err(Reason::PolicyExpectationsInvalid);
        }
        if *expectations == *self.facts.expectations {
            return Ok(());
        }
        let before: Vec<String> = self.facts.expectations.iter().map(name).collect();
        let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        self.audit_action(Action::PolicySaved)
            .audit_change("expectations", list(&before), list(&names))
            .effect(PolicyEffect::SaveExpectations { expectations: expectations.to_vec() });
        Ok(())
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
            .effect(PolicyEffect::SavePolicy { policy: ProvisioningPolicy { version, ..policy.clone() } });
        if action == Action::PolicySaved {
            self.audit_target(version);
        }
        Ok(())
    }
}

/// Refuses a policy that does not meet its expectations.
fn meets(failures: &[ExpectationFailure]) -> RuleResult {
    if failures.is_empty() { Ok(()) } else { Err(Reason::PolicyExpectationsFail) }
}

/// Returns `true` if the policy itself has errors. Findings about a connection do not block a
/// change of the policy.
fn has_errors(report: &LintReport) -> bool {
    report.findings.iter().any(|found| found.severity == Severity::Error && found.path.starts_with("/policy"))
}
