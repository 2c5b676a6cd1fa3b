//! §6.6, strategy `connection`.

use cora_core::DecideInput;
use cora_core::evidence::EmailEvidence;
use cora_core::id::OrganizationId;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::MembershipSource;
use cora_core::role::OrganizationRole;

use super::Answer;
use super::evidence::{Email, by_the_platform};
use super::person::{Offer, Person, is_active};

/// "A connection that is bound to an organization admits its people". "Without
/// `allowOutsideDomains` the address must lie in a domain that the organization owns".
pub fn connection(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let Some(organization) = input.connection.organization_id else {
        return Answer::Not(ReasonCode::ConnectionNotBound);
    };
    // "there is no objection to a login that has no address at all."
    if input.connection.admits_without_email && input.login.email.is_none() {
        return admits(input, person, organization);
    }
    let (require, outsiders) = (input.policy.require_verified_email, input.connection.allow_outside_domains);
    if let Some(fault) = email.fault.filter(|_| require || !outsiders) {
        return Answer::Not(fault);
    }
    if !email.is_owned && !outsiders {
        return Answer::Not(ReasonCode::OutsideOwnedDomains);
    }
    // Outside its domains, the connection's word counts for its own organization.
    let verified = email.unverified().is_none() || by_the_platform(input) == EmailEvidence::Verified;
    if (require && !verified) || (!outsiders && email.unverified().is_some()) {
        return Answer::Not(ReasonCode::EmailUnverified);
    }
    admits(input, person, organization)
}

/// Admits a person to whom there is no objection.
fn admits(input: &DecideInput, person: &mut Person, organization: OrganizationId) -> Answer {
    match joins_by_rule(input, person, organization) {
        None => {}
        // Our decision: a member's role is raised to the one that their group gives, and never by a
        // default, which would undo an administrator's later change.
        Some(ReasonCode::AlreadyMember) if mapped(input, organization).is_some() => {}
        Some(code) => return Answer::Not(code),
    }
    let role = mapped(input, organization).unwrap_or_else(|| default_role(input, organization));
    let role = role.min(OrganizationRole::OrgAdmin);
    let offer = Offer { organization, role, source: MembershipSource::Connection, by: person.id };
    match person.accept(input, &offer) {
        true => Answer::Admits(ReasonCode::ConnectionAdmits),
        false => Answer::Not(ReasonCode::AlreadyMember),
    }
}

/// Returns the reason why a person cannot join without an invitation: "A membership that was
/// removed stays removed (`membership_removed`), unless an invitation that was made after the
/// removal brings the person back."
pub fn joins_by_rule(input: &DecideInput, person: &Person, organization: OrganizationId) -> Option<ReasonCode> {
    if !is_active(input, organization) {
        return Some(ReasonCode::OrganizationInactive);
    }
    if person.memberships.contains_key(&organization) {
        return Some(ReasonCode::AlreadyMember);
    }
    if person.removed(organization).is_some() {
        return Some(ReasonCode::MembershipRemoved);
    }
    (!person.has_seat(input, organization)).then_some(ReasonCode::SeatLimitReached)
}

/// §5: "for each organization, the first mapping whose group the login has decides". §2.3: "A
/// connection and a group mapping grant at most `org_admin`."
fn mapped(input: &DecideInput, organization: OrganizationId) -> Option<OrganizationRole> {
    let mut mappings = input.policy.group_roles.iter().filter(|mapping| mapping.organization_id == organization);
    mappings.find(|mapping| input.login.groups.contains(&mapping.group)).map(|mapping| mapping.role)
}

/// §5: "the role of people who join by connection or domain; the first entry counts".
fn default_role(input: &DecideInput, organization: OrganizationId) -> OrganizationRole {
    let listed = input.policy.default_roles.iter().find(|default| default.organization_id == organization);
    listed.map_or(OrganizationRole::OrgUser, |default| default.role)
}
