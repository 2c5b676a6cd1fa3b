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

/// "a connection bound to an organization admits its users (JIT), e-mail inside the owned domains
/// unless the connection says otherwise; role from `groupRoles`, else default".
pub fn connection(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let Some(organization) = input.connection.organization_id else {
        return Answer::Not(ReasonCode::ConnectionNotBound);
    };
    let (require, outsiders) = (input.policy.require_verified_email, input.connection.allow_outside_domains);
    if let Some(fault) = email.fault.filter(|_| require || !outsiders) {
        return Answer::Not(fault);
    }
    if !email.is_owned && !outsiders {
        return Answer::Not(ReasonCode::OutsideOwnedDomains);
    }
    // Outside its domains, the connection's word counts for its own organization.
    let verified = email.evidence == EmailEvidence::OwnedDomain || by_the_platform(input) == EmailEvidence::Verified;
    if (require && !verified) || (!outsiders && email.evidence != EmailEvidence::OwnedDomain) {
        return Answer::Not(ReasonCode::EmailUnverified);
    }
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
/// removed blocks `domain` and `connection` for that organization …; an already-member is not added
/// twice."
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

/// §5: `groupRoles` "(ordered, first match wins per organization)". §2: "a connection or group
/// mapping at most `org_admin`".
fn mapped(input: &DecideInput, organization: OrganizationId) -> Option<OrganizationRole> {
    let mut mappings = input.policy.group_roles.iter().filter(|mapping| mapping.organization_id == organization);
    mappings.find(|mapping| input.login.groups.contains(&mapping.group)).map(|mapping| mapping.role)
}

/// §5: "`defaultRole` per organization".
fn default_role(input: &DecideInput, organization: OrganizationId) -> OrganizationRole {
    let listed = input.policy.default_roles.iter().find(|default| default.organization_id == organization);
    listed.map_or(OrganizationRole::OrgUser, |default| default.role)
}
