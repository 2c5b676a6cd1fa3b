//! §6.6, strategy `connection`.

use cora_core::DecideInput;
use cora_core::evidence::EmailEvidence;
use cora_core::id::OrganizationId;
use cora_core::policy::IdpOrganization;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::MembershipSource;
use cora_core::role::OrganizationRole;

use super::Answer;
use super::evidence::{Email, by_the_platform};
use super::groups::{mapped, out_of_reach};
use super::person::{Offer, Person, is_active};

/// "A connection that is bound to an organization admits its people. A connection of the platform
/// admits into the organization for which the login's organization at the provider stands".
pub fn connection(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let entry = stands_for(input);
    let (organization, code) = match (input.connection.organization_id, entry) {
        (Some(own), _) => (own, ReasonCode::ConnectionAdmits),
        (None, Some(entry)) => (entry.organization_id, ReasonCode::IdpOrganizationAdmits),
        (None, None) => return Answer::Not(ReasonCode::ConnectionNotBound),
    };
    if let Some(objection) = objection_to_address(input, email) {
        return Answer::Not(objection);
    }
    let by_group = mapped(input, person, organization);
    match joins_by_rule(input, person, organization) {
        None => {}
        // Our decision: a member's role is raised to the one that their group gives, and never by a
        // default, which would undo an administrator's later change.
        Some(ReasonCode::AlreadyMember) if by_group.is_some() => {}
        Some(code) => return Answer::Not(code),
    }
    let without = entry.filter(|_| input.connection.organization_id.is_none()).and_then(|entry| entry.role);
    let without = without.unwrap_or_else(|| default_role(input, organization)).min(OrganizationRole::OrgAdmin);
    let role = by_group.unwrap_or(without);
    let offer = Offer {
        organization,
        role,
        source: MembershipSource::Connection,
        by: person.id,
        base: Some(without.min(role)),
        by_group: by_group.is_some(),
        invited: false,
    };
    if let Some(code) = person.objection_to(input, &offer) {
        return Answer::Not(code);
    }
    person.accept(input, &offer);
    Answer::Admits(code)
}

/// §5: "The first entry that fits a login decides; one that names a connection fits its logins
/// only."
fn stands_for(input: &DecideInput) -> Option<&IdpOrganization> {
    let named = input.login.idp_organization.as_ref()?;
    let fits = |entry: &&IdpOrganization| {
        entry.connection_id.is_none_or(|id| id == input.connection.id) && entry.idp_organization == *named
    };
    input.policy.idp_organizations.iter().find(fits)
}

/// "Without `allowOutsideDomains` the address must lie in a domain that the organization owns". "Of
/// a connection of the platform, with `requireVerifiedEmail`, the evidence must be at least
/// `verified`".
pub fn objection_to_address(input: &DecideInput, email: &Email) -> Option<ReasonCode> {
    if input.connection.organization_id.is_none() {
        return email.insufficient(input);
    }
    // "there is no objection to a login that has no address at all, or a blank one."
    if input.connection.admits_without_email && email.fault == Some(ReasonCode::NoEmail) {
        return None;
    }
    let (require, outsiders) = (input.policy.require_verified_email, input.connection.allow_outside_domains);
    if let Some(fault) = email.fault.filter(|_| require || !outsiders) {
        return Some(fault);
    }
    if !email.is_owned && !outsiders {
        return Some(ReasonCode::OutsideOwnedDomains);
    }
    // Outside its domains, the connection's word counts for its own organization.
    let verified = email.unverified().is_none() || by_the_platform(input) == EmailEvidence::Verified;
    if (require && !verified) || (!outsiders && email.unverified().is_some()) {
        return Some(ReasonCode::EmailUnverified);
    }
    None
}

/// Returns the reason why a person cannot join without an invitation: "A membership that was
/// removed stays removed (`membership_removed`), unless a group mapping ended it, or an invitation
/// that was not made before the removal brings the person back."
pub fn joins_by_rule(input: &DecideInput, person: &Person, organization: OrganizationId) -> Option<ReasonCode> {
    if !is_active(input, organization) {
        return Some(ReasonCode::OrganizationInactive);
    }
    if let Some(code) = out_of_reach(input, organization) {
        return Some(code);
    }
    if person.memberships.contains_key(&organization) {
        return Some(ReasonCode::AlreadyMember);
    }
    if person.removed(organization).is_some() {
        return Some(ReasonCode::MembershipRemoved);
    }
    (!person.has_seat(input, organization)).then_some(ReasonCode::SeatLimitReached)
}

/// §5: "the role of people who join by connection or domain; the first entry counts".
pub fn default_role(input: &DecideInput, organization: OrganizationId) -> OrganizationRole {
    let listed = input.policy.default_roles.iter().find(|default| default.organization_id == organization);
    listed.map_or(OrganizationRole::OrgUser, |default| default.role)
}
