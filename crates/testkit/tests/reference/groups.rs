//! §6.2, §6.6 and §6.11: the groups of a login, and the roles that follow them.

use std::collections::BTreeMap;

use cora_core::DecideInput;
use cora_core::id::OrganizationId;
use cora_core::policy::{GroupRole, GroupSync, IncompleteGroups};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{MembershipFacts, MembershipSource, RoleSource};
use cora_core::provisioning::plan::Effect;
use cora_core::role::OrganizationRole;
use cora_core::text::GroupName;

use super::Answer;
use super::authentication;
use super::connection::{default_role, objection_to_address};
use super::evidence::Email;
use super::person::{Offer, Person};

/// §6.2: "With `incompleteGroups: deny`, a login whose groups are incomplete is denied". "If the
/// connection has `requiredGroups`, the login must have one of them."
pub fn kept_out(input: &DecideInput) -> Option<ReasonCode> {
    if input.login.groups_incomplete && input.policy.incomplete_groups == IncompleteGroups::Deny {
        return Some(ReasonCode::GroupsIncomplete);
    }
    let required = &input.connection.required_groups;
    if !required.is_empty() && !has_one(input, required) {
        return Some(ReasonCode::GroupMissing);
    }
    authentication::kept_out(input)
}

/// "A group that a login has counts for a requirement even if the list is incomplete."
fn has_one(input: &DecideInput, groups: &[GroupName]) -> bool {
    let listed = input.login.groups.clone().unwrap_or_default();
    groups.iter().any(|group| listed.contains(group))
}

/// "A connection speaks for its own organization; a connection of the platform speaks for every
/// organization."
pub fn speaks_for(input: &DecideInput, organization: OrganizationId) -> bool {
    match input.connection.organization_id {
        Some(own) => own == organization,
        None => true,
    }
}

/// §6.6: "A rule with `requiredGroups` enrolls only people who have one of them".
pub fn meets(input: &DecideInput, organization: OrganizationId, groups: &[GroupName]) -> bool {
    groups.is_empty() || (speaks_for(input, organization) && has_one(input, groups))
}

/// §6.6: "The login must have one of the groups of each `requiredGroups` entry of the organization,
/// else `group_missing`, and meet each proof that the organization requires, else
/// `step_up_required`."
pub fn out_of_reach(input: &DecideInput, organization: OrganizationId) -> Option<ReasonCode> {
    let entries = input.policy.required_groups.iter().filter(|entry| entry.organization_id == organization);
    let mut met = entries.map(|entry| speaks_for(input, organization) && has_one(input, &entry.groups));
    if !met.all(|met| met) {
        return Some(ReasonCode::GroupMissing);
    }
    authentication::of_organization(input, organization)
}

/// The mappings that this login's connection may serve.
fn mappings(input: &DecideInput) -> Vec<&GroupRole> {
    let serves = |mapping: &&GroupRole| mapping.connection_id.is_none_or(|id| id == input.connection.id);
    let mappings = input.policy.group_roles.iter().filter(serves);
    mappings.filter(|mapping| speaks_for(input, mapping.organization_id)).collect()
}

/// "Mappings read complete lists only."
fn complete(input: &DecideInput) -> Option<Vec<GroupName>> {
    input.login.groups.clone().filter(|_| !input.login.groups_incomplete)
}

/// §5: "for each organization, the first mapping whose group the login has decides". §2.3: at most
/// `org_admin`.
pub fn mapped(input: &DecideInput, person: &Person, organization: OrganizationId) -> Option<OrganizationRole> {
    let groups = complete(input)?;
    if is_stale(input, person, organization) {
        return None;
    }
    let theirs = mappings(input).into_iter().filter(|mapping| mapping.organization_id == organization);
    let mut matching = theirs.filter(|mapping| groups.contains(&mapping.group));
    matching.next().map(|mapping| mapping.role.min(OrganizationRole::OrgAdmin))
}

/// "The groups of a login whose token was issued before the `roleAsOf` of a membership say nothing
/// about that membership."
fn is_stale(input: &DecideInput, person: &Person, organization: OrganizationId) -> bool {
    let as_of = match person.memory.get(&organization) {
        Some(memory) => memory.as_of,
        None => person.stored.get(&organization).and_then(|stored| stored.role_as_of),
    };
    match (input.login.issued_at, as_of) {
        (Some(issued), Some(as_of)) => issued < as_of,
        _ => false,
    }
}

/// §6.11: "`baseRole`, the role by which the person is a member otherwise."
pub fn base(input: &DecideInput, membership: &MembershipFacts) -> Option<OrganizationRole> {
    let role = membership.role;
    if let Some(base) = membership.base_role {
        return Some(base.min(role));
    }
    match membership.source {
        MembershipSource::Group => None,
        MembershipSource::Connection => {
            Some(default_role(input, membership.organization_id).min(OrganizationRole::OrgAdmin).min(role))
        }
        _ if membership.role_source == Some(RoleSource::Group) => Some(OrganizationRole::OrgUser),
        _ => Some(role),
    }
}

/// §6.11, "Following". Returns what was taken, in any order.
pub fn follow(input: &DecideInput, person: &mut Person) -> Vec<ReasonCode> {
    let mut taken = Vec::new();
    if complete(input).is_none() {
        return taken;
    }
    let followed = |organization| {
        let mut theirs = mappings(input).into_iter().filter(|mapping| mapping.organization_id == organization);
        theirs.any(|mapping| mapping.sync == GroupSync::Authoritative)
    };
    let organizations: Vec<OrganizationId> = person.memberships.keys().copied().collect();
    for organization_id in organizations.into_iter().filter(|organization| followed(*organization)) {
        let (present, memory) = (person.memberships[&organization_id].role, person.memory[&organization_id].clone());
        let kept = memory.base == Some(present)
            || memory.source == Some(RoleSource::Manual)
            || present == OrganizationRole::OrgOwner;
        if kept || is_stale(input, person, organization_id) {
            continue;
        }
        let (user_id, stored) = (person.id, person.stored[&organization_id].clone());
        match mapped(input, person, organization_id).max(memory.base) {
            Some(to) if to < present => {
                person.rely_on_membership(organization_id);
                let role_source = (memory.base != Some(to)).then_some(RoleSource::Group);
                person.effects.push(Effect::LowerRole {
                    membership_id: stored.id,
                    organization_id,
                    user_id,
                    from: present,
                    to,
                    role_source,
                    base_role: memory.base,
                    role_as_of: input.login.issued_at,
                    updated_by: user_id,
                });
                let remembered = person.memory.entry(organization_id).or_default();
                (remembered.source, remembered.as_of) = (role_source, input.login.issued_at);
                person.memberships.entry(organization_id).and_modify(|membership| membership.role = to);
                taken.push(ReasonCode::RoleLowered);
            }
            Some(_) => {}
            None => {
                person.rely_on_membership(organization_id);
                person.effects.push(Effect::EndMembership {
                    membership_id: stored.id,
                    organization_id,
                    user_id,
                    role: present,
                    role_as_of: input.login.issued_at,
                    ended_at: input.now,
                    updated_by: user_id,
                });
                person.memberships.remove(&organization_id);
                person.memory.remove(&organization_id);
                person.ended.push(organization_id);
                taken.push(ReasonCode::MembershipEndedByGroup);
            }
        }
    }
    taken
}

/// §6.6, strategy `group`.
pub fn group(input: &DecideInput, email: &Email, person: &mut Person, taken: &[ReasonCode]) -> Answer {
    let lost =
        [ReasonCode::RoleLowered, ReasonCode::MembershipEndedByGroup].into_iter().find(|code| taken.contains(code));
    let not = |code| Answer::Not(lost.unwrap_or(code));
    if mappings(input).is_empty() {
        return not(ReasonCode::NoGroupMapping);
    }
    if input.login.groups_incomplete {
        return not(ReasonCode::GroupsIncomplete);
    }
    let mut offers: Vec<(OrganizationId, OrganizationRole)> = Vec::new();
    for mapping in mappings(input) {
        let organization = mapping.organization_id;
        let known = offers.iter().any(|(known, _)| *known == organization);
        if let Some(role) = mapped(input, person, organization)
            .filter(|_| !known && has_one(input, std::slice::from_ref(&mapping.group)))
        {
            offers.push((organization, role));
        }
    }
    if offers.is_empty() {
        return not(ReasonCode::NoGroupMapping);
    }
    if let Some(code) = objection_to_address(input, email) {
        return not(code);
    }
    // "else the last of the objections to its offers".
    let order = [
        ReasonCode::AlreadyMember,
        ReasonCode::RoleKeptManual,
        ReasonCode::OrganizationInactive,
        ReasonCode::GroupMissing,
        ReasonCode::StepUpRequired,
        ReasonCode::MembershipRemoved,
        ReasonCode::SeatLimitReached,
    ];
    let mut results: BTreeMap<usize, ReasonCode> = BTreeMap::new();
    let mut admitted = false;
    for (organization, role) in offers {
        let offer = Offer {
            organization,
            role,
            source: MembershipSource::Group,
            by: person.id,
            base: None,
            by_group: true,
            invited: false,
        };
        match person.objection_to(input, &offer) {
            Some(code) => drop(results.insert(order.iter().position(|other| *other == code).unwrap_or(0), code)),
            None => admitted |= person.accept(input, &offer),
        }
    }
    match results.pop_last() {
        _ if admitted => Answer::Admits(ReasonCode::GroupAdmits),
        Some((_, code)) => not(code),
        None => not(ReasonCode::AlreadyMember),
    }
}
