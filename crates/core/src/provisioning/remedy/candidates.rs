//! Changes that are worth a try.

use alloc::vec::Vec;

use super::{
    ConnectionId, ConnectionStatus, DecideInput, DecisionSummary, EnrollmentMode, IdentityConflictStatus, Outcome,
    ReasonCode, RemedyChange,
};
use crate::domain::class::{DomainClass, classify};
use crate::email::EmailAddress;
use crate::evidence::{EmailEvidence, VerifiedClaim};
use crate::json::Code;
use crate::model::domain_rule::{DomainRuleFacts, VerificationLevel};
use crate::model::invitation::{InvitationFacts, InvitationStatus};
use crate::model::organization::OrganizationStatus;
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::{
    AccessMode, AccountLinking, DisposableEmail, IncompleteGroups, InvitationClaim, Strategy, Subaddressing,
};
use crate::small_sort::sorted;
use crate::text::{GroupName, RawEmail};

/// Returns the connections by which the person has to come instead.
pub(super) fn connections(input: &DecideInput, outcome: &Outcome) -> Vec<ConnectionId> {
    let mut connections = Vec::new();
    if let Outcome::SsoRequired { connection_id } = outcome {
        connections.push(*connection_id);
    }
    let open = pending(input).filter_map(|invitation| invitation.connection_id);
    connections.extend(open.filter(|connection| *connection != input.login.connection_id));
    connections.sort();
    connections.dedup();
    connections
}

/// Returns the changes that are worth a try, those of one person first. The order of the facts has
/// no influence.
pub(super) fn changes(input: &DecideInput, summary: &DecisionSummary) -> Vec<RemedyChange> {
    // No change helps here, or none that anybody should make.
    if matches!(
        summary.reason,
        ReasonCode::IdentityInvalid | ReasonCode::MachineSubject | ReasonCode::UserDeprovisioned
    ) {
        return Vec::new();
    }
    let mut changes = alloc::vec![RemedyChange::EnterCode {}];
    of_the_address(input, summary, &mut changes);
    of_the_account(input, summary, &mut changes);
    of_invitations(input, &mut changes);
    of_authentication(input, &mut changes);
    of_groups(input, &mut changes);
    of_organizations(input, &mut changes);
    of_the_configuration(input, &mut changes);
    changes
}

fn of_the_address(input: &DecideInput, summary: &DecisionSummary, changes: &mut Vec<RemedyChange>) {
    let has_email =
        input.login.email.as_ref().map(RawEmail::as_str).is_some_and(|raw| EmailAddress::parse(raw).is_ok());
    let is_claimed = input.login.email_verified == VerifiedClaim::True;
    if has_email && !is_claimed && summary.email_evidence < EmailEvidence::Verified {
        changes.push(RemedyChange::VerifyEmail {});
    }
    if has_email && input.policy.access_mode == AccessMode::Waitlist && !input.facts.waitlist_approved {
        changes.push(RemedyChange::ApproveWaitlist {});
    }
}

fn of_the_account(input: &DecideInput, summary: &DecisionSummary, changes: &mut Vec<RemedyChange>) {
    let facts = &input.facts;
    let known = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    let mut known: Vec<&UserFacts> = sorted(known, Ord::cmp);
    known.dedup_by_key(|user| user.id);
    for user in known {
        let user_id = user.id;
        if user.status == UserStatus::Suspended {
            changes.push(RemedyChange::RestoreUser { user_id });
        }
        if summary.reason == ReasonCode::IdentityConflict {
            for answer in [IdentityConflictStatus::SamePerson, IdentityConflictStatus::AnotherPerson] {
                changes.push(RemedyChange::ResolveIdentityConflict { user_id, answer });
            }
        }
    }
    if input.policy.account_linking == AccountLinking::Never {
        changes.push(RemedyChange::ConfirmLinks {});
    }
}

/// Returns the invitations that nobody has used or withdrawn, in a fixed order.
fn pending(input: &DecideInput) -> impl Iterator<Item = &InvitationFacts> {
    let is_open = |invitation: &&InvitationFacts| {
        matches!(invitation.status, InvitationStatus::Pending | InvitationStatus::Expired)
    };
    sorted(input.facts.invitations.iter().filter(is_open), Ord::cmp).into_iter()
}

fn of_invitations(input: &DecideInput, changes: &mut Vec<RemedyChange>) {
    let email = input.login.email.as_ref().map(RawEmail::as_str).and_then(|raw| EmailAddress::parse(raw).ok());
    let is_theirs =
        |invitation: &InvitationFacts| email.as_ref().is_some_and(|email| *email.as_canonical() == invitation.email);
    for invitation in pending(input) {
        let InvitationFacts { id: invitation_id, organization_id, .. } = *invitation;
        if is_theirs(invitation) {
            changes.push(RemedyChange::ResendInvitation { organization_id, invitation_id });
        }
    }
    if email.is_some() {
        let is_invited = |organization| {
            pending(input).any(|invitation| is_theirs(invitation) && invitation.organization_id == organization)
        };
        let organizations = sorted(&input.facts.organizations, Ord::cmp);
        for organization in organizations.into_iter().filter(|one| !is_invited(one.id)) {
            changes.push(RemedyChange::CreateInvitation { organization_id: organization.id });
        }
    }
    if input.policy.invitation_claim == InvitationClaim::Address && input.login.invitation_id.is_some() {
        changes.push(RemedyChange::AllowInvitationClaims {});
    }
}

fn of_authentication(input: &DecideInput, changes: &mut Vec<RemedyChange>) {
    let organizations = input.policy.organization_authentication.iter().map(|entry| entry.organization_id);
    let required = organizations.flat_map(|organization| input.policy.authentication_of(organization));
    let mut required = required.chain([input.policy.required_authentication()]);
    if required.any(|required| !required.lacks(&input.login, input.now).is_empty()) {
        changes.push(RemedyChange::StepUp {});
    }
}

fn of_groups(input: &DecideInput, changes: &mut Vec<RemedyChange>) {
    let required = input.connection.required_groups.first();
    let of_policy = input.policy.required_groups.iter().filter_map(|required| required.groups.first());
    let mapped = input.policy.group_roles.iter();
    let mapped = mapped.filter(|mapping| mapping.connection_id.is_none_or(|id| id == input.login.connection_id));
    let rules = sorted(&input.facts.domain_rules, Ord::cmp);
    let of_rules = rules.into_iter().filter_map(|rule| rule.required_groups.first());
    let all = required.into_iter().chain(of_policy).chain(of_rules).chain(mapped.map(|mapping| &mapping.group));
    let mut groups: Vec<&GroupName> = Vec::new();
    for group in all.filter(|group| !input.login.has_group(group)) {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    /// Maximum number of groups that are tried, so that other changes have their turn.
    const MAX_GROUPS: usize = 8;
    changes.extend(groups.into_iter().take(MAX_GROUPS).map(|group| RemedyChange::JoinGroup { group: group.clone() }));
    if input.login.groups_incomplete && input.policy.incomplete_groups == IncompleteGroups::Deny {
        changes.push(RemedyChange::IgnoreIncompleteGroups {});
    }
}

fn of_organizations(input: &DecideInput, changes: &mut Vec<RemedyChange>) {
    let rules: Vec<&DomainRuleFacts> = sorted(&input.facts.domain_rules, Ord::cmp);
    for rule in rules {
        let DomainRuleFacts { id: domain_id, organization_id, .. } = *rule;
        if !rule.is_of_a_company() {
            continue;
        }
        if !rule.is_verified() {
            changes.push(RemedyChange::VerifyDomain { organization_id, domain_id });
        }
        let enrollment_mode = if rule.verification >= VerificationLevel::Ownership {
            EnrollmentMode::AutomaticMembership
        } else {
            EnrollmentMode::AutomaticSuggestion
        };
        if rule.enrollment_mode != enrollment_mode {
            changes.push(RemedyChange::ChangeDomain { organization_id, domain_id, enrollment_mode });
        }
    }
    for organization in sorted(&input.facts.organizations, Ord::cmp) {
        let organization_id = organization.id;
        if organization.status != OrganizationStatus::Active {
            changes.push(RemedyChange::ReopenOrganization { organization_id });
        }
        let is_full = organization.seat_limit.is_some_and(|limit| organization.seats_used >= limit);
        if input.policy.enforce_seats && is_full {
            let seat_limit = organization.seats_used.saturating_add(1);
            changes.push(RemedyChange::RaiseSeatLimit { organization_id, seat_limit });
        }
    }
}

fn of_the_configuration(input: &DecideInput, changes: &mut Vec<RemedyChange>) {
    let connection = &input.connection;
    let can_be_activated = match connection.status {
        ConnectionStatus::Validated | ConnectionStatus::Tested | ConnectionStatus::Disabled => true,
        ConnectionStatus::Draft | ConnectionStatus::Active => false,
    };
    if can_be_activated {
        changes.push(RemedyChange::ActivateConnection { connection_id: connection.id });
    }
    for strategy in Strategy::ALL.iter().copied() {
        if !input.policy.strategies.contains(&strategy) {
            changes.push(RemedyChange::AddStrategy { strategy });
        }
    }
    if input.policy.subaddressing == Subaddressing::Refuse {
        changes.push(RemedyChange::AllowSubaddresses {});
    }
    if let Some(email) = input.login.email.as_ref().and_then(|raw| EmailAddress::parse(raw.as_str()).ok()) {
        let is_disposable = classify(email.domain()) == DomainClass::Disposable;
        if is_disposable && input.policy.disposable == DisposableEmail::Refuse {
            changes.push(RemedyChange::AllowDisposable {});
        }
        if input.policy.blocks(email.domain()) {
            changes.push(RemedyChange::UnblockDomain {});
        }
    }
    if input.policy.access_mode != AccessMode::Public {
        changes.push(RemedyChange::ChangeAccessMode { access_mode: AccessMode::Public });
    }
}
