//! §6.6, strategy `domain`.

use std::collections::BTreeSet;

use cora_core::DecideInput;
use cora_core::domain::class::{DomainClass, classify};
use cora_core::email::CanonicalEmail;
use cora_core::id::{DomainId, InvitationId, MembershipRequestId, OrganizationId};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{
    DomainRuleFacts, EnrollmentMode, InvitationAcceptance, InvitationFacts, InvitationStatus, MembershipSource,
    VerificationLevel, VerificationState,
};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::Verdict;
use cora_core::role::OrganizationRole;

use super::connection::joins_by_rule;
use super::evidence::{Email, owning_rules};
use super::groups::meets;
use super::person::{Offer, Person};
use super::proven::{Address, addresses};
use super::{Answer, stored};

/// "All this is done for the login's address and then for each other proven address".
pub fn domain(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let mut applied = BTreeSet::new();
    let addresses = addresses(input, email, person);
    let answers: Vec<Answer> =
        addresses.iter().map(|address| of_address(input, address, person, &mut applied)).collect();
    // "The code is that of the first for which it matches, else that of the login's address."
    let first = answers.iter().find(|answer| answer.said().0 == Verdict::Matched).copied();
    first.or(email.fault.map(Answer::Not)).or(answers.first().copied()).unwrap_or(Answer::Not(ReasonCode::NoEmail))
}

fn of_address(input: &DecideInput, address: &Address, person: &mut Person, applied: &mut BTreeSet<DomainId>) -> Answer {
    let domain = address.email.domain();
    // "If the built-in class of the address's domain is not `company`: `public_email_domain`."
    if classify(domain) != DomainClass::Company {
        return Answer::Not(ReasonCode::PublicEmailDomain);
    }
    let rules = stored::rules(input, domain);
    if rules.is_empty() {
        return Answer::Not(ReasonCode::NoDomainRule);
    }
    let rule = match deciding(input, domain, &rules) {
        Ok(rule) => rule,
        Err(code) => return Answer::Not(code),
    };
    if rule.enrollment_mode == EnrollmentMode::ManualInvitation {
        return Answer::Not(ReasonCode::DomainManualInvitation);
    }
    if !suffices(&rule) {
        return Answer::Not(ReasonCode::DomainNotVerified);
    }
    // C05: a domain needs a verified address under every policy.
    if let Some(code) = address.unverified {
        return Answer::Not(code);
    }
    // "A rule is applied to the first proven address for which it decides, and to no further one."
    if !applied.insert(rule.id) {
        return Answer::Not(ReasonCode::NoDomainRule);
    }
    let answer = enroll(input, &address.email, person, &rule);
    if answer.said().0 == Verdict::Matched {
        person.guards.extend(address.guards.iter().cloned());
    }
    answer
}

/// §6.6: "the domain rule that decides for the invited address".
pub fn rule_of(input: &DecideInput, domain: &str) -> Option<DomainRuleFacts> {
    let rules = stored::rules(input, domain);
    deciding(input, domain, &rules).ok().filter(|_| classify(domain) == DomainClass::Company)
}

/// Returns the rule that decides: "The most specific eligible rules decide"; of one
/// organization's rules the strictest.
fn deciding(input: &DecideInput, domain: &str, rules: &[DomainRuleFacts]) -> Result<DomainRuleFacts, ReasonCode> {
    // "A rule is eligible if both its classes are `company` and it is verified."
    let of_companies: Vec<&DomainRuleFacts> = rules.iter().filter(|rule| rule.is_of_a_company()).collect();
    if of_companies.is_empty() {
        return Err(ReasonCode::PublicEmailDomain);
    }
    // Our decision: if an organization owns the domain, the affiliation of others counts for
    // nothing.
    let owners: BTreeSet<OrganizationId> =
        owning_rules(input, domain).iter().map(|rule| rule.organization_id).collect();
    let proven: Vec<&DomainRuleFacts> = of_companies
        .into_iter()
        .filter(|rule| rule.state == VerificationState::Verified)
        .filter(|rule| {
            rule.verification == VerificationLevel::Ownership
                || owners.is_empty()
                || owners.contains(&rule.organization_id)
        })
        .collect();
    let most = proven.iter().map(|rule| stored::specificity(rule)).max().ok_or(ReasonCode::DomainNotVerified)?;
    let mut best: Vec<&DomainRuleFacts> = proven.into_iter().filter(|rule| stored::specificity(rule) == most).collect();
    let organizations: BTreeSet<OrganizationId> = best.iter().map(|rule| rule.organization_id).collect();
    if organizations.len() > 1 {
        return Err(ReasonCode::AmbiguousDomain);
    }
    best.sort_by_key(|rule| (rule.enrollment_mode, rule.id));
    Ok(best[0].clone())
}

/// "A rule whose verification level is too low is `domain_not_verified`."
pub fn suffices(rule: &DomainRuleFacts) -> bool {
    let needs_ownership =
        matches!(rule.enrollment_mode, EnrollmentMode::AutomaticMembership | EnrollmentMode::EnterpriseSso);
    !needs_ownership || rule.verification == VerificationLevel::Ownership
}

fn enroll(input: &DecideInput, address: &CanonicalEmail, person: &mut Person, rule: &DomainRuleFacts) -> Answer {
    let answer = enroll_by_mode(input, address, person, rule);
    if let Answer::Admits(_) | Answer::Asks(_) = answer {
        // Our decision: a person who is admitted in order to answer, or to be answered, is admitted
        // only while a seat is free.
        let organization_id = rule.organization_id;
        if matches!(rule.enrollment_mode, EnrollmentMode::AutomaticInvitation | EnrollmentMode::AutomaticSuggestion) {
            person.guards.push(Guard::OrganizationActive { organization_id });
            if input.policy.enforce_seats && !person.ended.contains(&organization_id) {
                person.guards.push(Guard::SeatAvailable { organization_id });
            }
            if person.user.is_some() {
                person.rely_on_membership(organization_id);
            }
        }
        person.guards.push(Guard::DomainRuleVersion { domain_id: rule.id, version: rule.version });
    }
    answer
}

fn enroll_by_mode(
    input: &DecideInput,
    address: &CanonicalEmail,
    person: &mut Person,
    rule: &DomainRuleFacts,
) -> Answer {
    let organization = rule.organization_id;
    match rule.enrollment_mode {
        EnrollmentMode::ManualInvitation => Answer::Not(ReasonCode::DomainManualInvitation),
        EnrollmentMode::EnterpriseSso if rule.connection_id.is_none() => Answer::Not(ReasonCode::ConnectionNotBound),
        EnrollmentMode::EnterpriseSso if rule.connection_id != Some(input.connection.id) => {
            rule.connection_id.map_or(Answer::Not(ReasonCode::ConnectionNotBound), Answer::Elsewhere)
        }
        // "`sso_required` comes before it."
        _ if !meets(input, organization, &rule.required_groups) => Answer::Not(ReasonCode::GroupMissing),
        EnrollmentMode::EnterpriseSso => join(input, person, rule),
        EnrollmentMode::AutomaticMembership => join(input, person, rule),
        EnrollmentMode::AutomaticInvitation => match joins_by_rule(input, person, organization) {
            Some(code) => Answer::Not(code),
            None => invite(input, address, person, rule),
        },
        EnrollmentMode::AutomaticSuggestion => match joins_by_rule(input, person, organization) {
            Some(code) => Answer::Not(code),
            None => ask(input, person, rule),
        },
    }
}

fn join(input: &DecideInput, person: &mut Person, rule: &DomainRuleFacts) -> Answer {
    if let Some(code) = joins_by_rule(input, person, rule.organization_id) {
        return Answer::Not(code);
    }
    let offer = Offer {
        organization: rule.organization_id,
        role: OrganizationRole::OrgUser,
        source: MembershipSource::Domain,
        by: person.id,
        base: Some(OrganizationRole::OrgUser),
        by_group: false,
        invited: false,
    };
    person.accept(input, &offer);
    Answer::Admits(ReasonCode::DomainAdmits)
}

/// Our decision: one invitation per rule and address, accepted by a separate act. Its status
/// decides.
fn invite(input: &DecideInput, address: &CanonicalEmail, person: &mut Person, rule: &DomainRuleFacts) -> Answer {
    let invitation_id = InvitationId::derive(rule.id, address.as_str());
    let earlier = |invitation: &&InvitationFacts| invitation.id == invitation_id;
    match input.facts.invitations.iter().filter(earlier).min() {
        Some(earlier) => match earlier.status {
            InvitationStatus::Revoked => Answer::Not(ReasonCode::InvitationRevoked),
            InvitationStatus::Expired => Answer::Not(ReasonCode::InvitationExpired),
            InvitationStatus::Accepted => Answer::Not(ReasonCode::InvitationAlreadyAccepted),
            InvitationStatus::Pending if input.now >= earlier.expires_at => Answer::Not(ReasonCode::InvitationExpired),
            InvitationStatus::Pending => Answer::Admits(ReasonCode::DomainInvites),
        },
        None => {
            person.effects.push(Effect::CreateInvitation {
                invitation_id,
                organization_id: rule.organization_id,
                email: address.clone(),
                role: OrganizationRole::OrgUser,
                acceptance: InvitationAcceptance::Explicit,
                created_at: input.now,
                expires_at: input.now.plus(u64::from(input.policy.invitation_lifetime_seconds)),
                created_by: person.id,
            });
            Answer::Admits(ReasonCode::DomainInvites)
        }
    }
}

fn ask(input: &DecideInput, person: &mut Person, rule: &DomainRuleFacts) -> Answer {
    let organization_id = rule.organization_id;
    if !input.facts.pending_membership_requests.contains(&organization_id) {
        person.effects.push(Effect::RequestMembership {
            request_id: MembershipRequestId::derive(organization_id, person.id),
            organization_id,
            user_id: person.id,
            role: OrganizationRole::OrgUser,
            requested_at: input.now,
        });
    }
    person.has_asked = true;
    Answer::Asks(organization_id)
}
