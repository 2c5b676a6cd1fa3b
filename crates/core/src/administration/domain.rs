//! Domain rules of an organization.

use alloc::string::ToString;

use super::AdministrationReason as Reason;
use super::command::{AdministrationCommand as Command, DomainProof};
use super::effect::{AdministrationAction as Action, AdministrationEffect as Effect};
use super::ruling::{Ruling, Verdict};
use crate::domain::class::DomainClass;
use crate::id::{ConnectionId, OrganizationId};
use crate::provisioning::facts::{DomainRuleFacts, EnrollmentMode, VerificationLevel, VerificationState};

impl<'a> Ruling<'a> {
    pub(super) fn domain(&mut self, command: &Command) -> Verdict {
        match command {
            Command::AddDomain { .. } => self.add_domain(command),
            Command::ChangeDomain { organization_id, enrollment_mode, connection_id, .. } => {
                self.change_domain(*organization_id, *enrollment_mode, *connection_id)
            }
            Command::RecordDomainProof { organization_id, proof, found, .. } => {
                self.record_proof(*organization_id, *proof, *found)
            }
            Command::RemoveDomain { organization_id, .. } => self.remove_domain(*organization_id),
            _ => Ok(()),
        }
    }

    fn add_domain(&mut self, command: &Command) -> Verdict {
        let Command::AddDomain {
            organization_id,
            domain_id,
            pattern,
            class,
            verification,
            enrollment_mode,
            connection_id,
        } = command
        else {
            return Ok(());
        };
        let (organization_id, domain_id) = (*organization_id, *domain_id);
        self.its_organization()?;
        if *class != DomainClass::Company || pattern.class() != DomainClass::Company {
            return Err(Reason::DomainNotOwnable);
        }
        let own = self
            .facts
            .domain_rules
            .iter()
            .any(|rule| rule.organization_id == organization_id && rule.pattern == *pattern);
        if own {
            return Err(Reason::DomainExists);
        }
        self.not_taken(organization_id)?;
        self.fits(*enrollment_mode, *verification, *connection_id)?;
        self.is(Action::DomainAdded)
            .within(organization_id)
            .on(domain_id)
            .changes("pattern", None, Some(pattern.to_string()))
            .changes_code("enrollmentMode", None, Some(enrollment_mode))
            .changes_code("verification", None, Some(verification))
            .perform(Effect::CreateDomain {
                domain_id,
                organization_id,
                pattern: pattern.clone(),
                class: *class,
                verification: *verification,
                enrollment_mode: *enrollment_mode,
                connection_id: *connection_id,
            });
        Ok(())
    }

    fn change_domain(
        &mut self,
        organization_id: OrganizationId,
        enrollment_mode: EnrollmentMode,
        connection_id: Option<ConnectionId>,
    ) -> Verdict {
        let rule = self.rule_of(organization_id)?;
        if (rule.enrollment_mode, rule.connection_id) == (enrollment_mode, connection_id) {
            return Ok(());
        }
        self.fits(enrollment_mode, rule.verification, connection_id)?;
        let (domain_id, text) = (rule.id, |id: Option<ConnectionId>| id.map(|id| id.to_string()));
        self.is(Action::DomainChanged)
            .within(organization_id)
            .on(domain_id)
            .changes_code("enrollmentMode", Some(&rule.enrollment_mode), Some(&enrollment_mode))
            .changes("connectionId", text(rule.connection_id), text(connection_id))
            .perform(Effect::ChangeDomain { domain_id, enrollment_mode, connection_id });
        Ok(())
    }

    fn record_proof(&mut self, organization_id: OrganizationId, proof: DomainProof, found: bool) -> Verdict {
        let rule = self.rule_of(organization_id)?;
        if rule.verification == VerificationLevel::Ownership && proof == DomainProof::Mailbox {
            return Err(Reason::VerificationInsufficient);
        }
        let state = match (found, rule.state) {
            (true, _) => VerificationState::Verified,
            // A verified domain stays verified until the proof expires, so that one lost answer of
            // a name server excludes nobody.
            (false, VerificationState::Verified | VerificationState::Expired) => return Ok(()),
            (false, VerificationState::Failed | VerificationState::Pending) => VerificationState::Failed,
        };
        if found {
            self.not_taken(organization_id)?;
        }
        if rule.state == state {
            return Ok(());
        }
        let domain_id = rule.id;
        self.is(Action::DomainProofRecorded)
            .within(organization_id)
            .on(domain_id)
            .changes_code("state", Some(&rule.state), Some(&state))
            .perform(Effect::SetDomainState { domain_id, state });
        Ok(())
    }

    fn remove_domain(&mut self, organization_id: OrganizationId) -> Verdict {
        let rule = self.rule_of(organization_id)?;
        let domain_id = rule.id;
        self.is(Action::DomainRemoved)
            .within(organization_id)
            .on(domain_id)
            .changes("pattern", Some(rule.pattern.to_string()), None)
            .perform(Effect::DeleteDomain { domain_id });
        Ok(())
    }

    /// Returns the rule, if it is this organization's.
    fn rule_of(&self, organization_id: OrganizationId) -> Result<&'a DomainRuleFacts, Reason> {
        let rule = self.facts.domain.as_ref().filter(|rule| rule.organization_id == organization_id);
        rule.ok_or(Reason::DomainNotFound)
    }

    /// Refuses a domain that another organization has verified.
    fn not_taken(&self, organization_id: OrganizationId) -> Verdict {
        let others = |rule: &DomainRuleFacts| rule.organization_id != organization_id && rule.is_verified();
        if self.facts.domain_rules.iter().any(others) { Err(Reason::DomainTaken) } else { Ok(()) }
    }

    /// Refuses a mode that admits members or binds them to a connection on too weak a proof, and a
    /// connection that does not fit the mode.
    fn fits(
        &self,
        mode: EnrollmentMode,
        verification: VerificationLevel,
        connection_id: Option<ConnectionId>,
    ) -> Verdict {
        let silent = matches!(mode, EnrollmentMode::EnterpriseSso | EnrollmentMode::AutomaticMembership);
        if silent && verification != VerificationLevel::Ownership {
            return Err(Reason::VerificationInsufficient);
        }
        if (mode == EnrollmentMode::EnterpriseSso) != connection_id.is_some() {
            return Err(Reason::ConnectionNotFound);
        }
        self.usable(connection_id)
    }
}
