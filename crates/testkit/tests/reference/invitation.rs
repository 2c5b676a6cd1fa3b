//! §6.6, strategy `invitation`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use cora_core::DecideInput;
use cora_core::id::OrganizationId;
use cora_core::policy::MultipleInvitations;
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{
    InvitationAcceptance, InvitationFacts, InvitationStatus, InviterFacts, MembershipSource, UserStatus,
};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::role::{OrganizationRole, PlatformRole};

use super::evidence::Email;
use super::person::{self, Offer, Person};
use super::{Answer, groups};

/// "Every invitation to the canonical address is examined." "All usable invitations are accepted,
/// or with `newest` only the one created last."
pub fn invitation(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let Some(canonical) = email.canonical() else {
        return Answer::Not(email.fault.unwrap_or(ReasonCode::NoEmail));
    };
    let invitations = to(input, canonical);
    if invitations.is_empty() {
        return Answer::Not(ReasonCode::NoInvitation);
    }
    let newest_only = input.policy.multiple_invitations == MultipleInvitations::Newest;
    let (mut came_of, mut kept, mut usable, mut taken) = (Vec::new(), Vec::new(), Vec::new(), false);
    for invitation in invitations {
        let gone = withdrawn(input, email, person, invitation)
            .or((newest_only && taken).then_some(ReasonCode::InvitationSuperseded));
        taken |= gone == Some(ReasonCode::InvitationAlreadyAccepted);
        if let Some(code) = gone {
            came_of.push(code);
        } else if kept_out(input, person, invitation).is_some() {
            kept.push(invitation);
        } else {
            taken = true;
            usable.push(invitation);
        }
    }
    came_of.extend(if newest_only { each(input, person, &kept) } else { last_of_each(input, person, &kept) });
    if usable.is_empty() {
        return Answer::Not(furthest(&came_of));
    }
    let mut changed = false;
    for invitation in greatest_first(&usable) {
        changed |= accept(input, person, invitation);
    }
    Answer::Admits(if changed { ReasonCode::InvitationAccepted } else { ReasonCode::AlreadyMember })
}

fn each(input: &DecideInput, person: &Person, kept: &[&InvitationFacts]) -> Vec<ReasonCode> {
    kept.iter().filter_map(|invitation| kept_out(input, person, invitation)).collect()
}

/// Of several invitations to one organization, the last one tried says what keeps the person out of
/// it.
fn last_of_each(input: &DecideInput, person: &Person, kept: &[&InvitationFacts]) -> Vec<ReasonCode> {
    let tried = greatest_first(kept).into_iter();
    let by_organization: BTreeMap<OrganizationId, Option<ReasonCode>> =
        tried.map(|invitation| (invitation.organization_id, kept_out(input, person, invitation))).collect();
    by_organization.into_values().flatten().collect()
}

/// Orders invitations by organization in order of appearance, and by role within one, the greatest
/// first: two invitations to an organization are one membership.
fn greatest_first<'a>(usable: &[&'a InvitationFacts]) -> Vec<&'a InvitationFacts> {
    let place = |of: &InvitationFacts| usable.iter().position(|other| other.organization_id == of.organization_id);
    let mut ordered = usable.to_vec();
    ordered.sort_by_key(|invitation| (place(invitation), Reverse(invitation.role)));
    ordered
}

/// Returns, of several results, the one that came nearest to acceptance. Among invitations that are
/// done with, the result of the oldest.
fn furthest(came_of: &[ReasonCode]) -> ReasonCode {
    let order = [
        ReasonCode::InvitationExpired,
        ReasonCode::InvitationNeedsAcceptance,
        ReasonCode::InvitationConnectionMismatch,
        ReasonCode::InviterNotAuthorized,
        ReasonCode::EmailUnverified,
        ReasonCode::OrganizationInactive,
        ReasonCode::GroupMissing,
        ReasonCode::MembershipRemoved,
        ReasonCode::SeatLimitReached,
    ];
    let place = |code: &ReasonCode| order.iter().position(|other| other == code);
    came_of.iter().copied().max_by_key(place).unwrap_or(ReasonCode::NoInvitation)
}

fn to<'a>(input: &'a DecideInput, canonical: &str) -> Vec<&'a InvitationFacts> {
    let mut invitations: Vec<&InvitationFacts> =
        input.facts.invitations.iter().filter(|invitation| invitation.email.as_str() == canonical).collect();
    // The newest first. Of two facts about one invitation the newer counts, or the stricter.
    invitations.sort_by_key(|invitation| (Reverse(invitation.created_at), *invitation));
    let mut seen = BTreeSet::new();
    invitations.retain(|invitation| seen.insert(invitation.id));
    invitations
}

/// "its status is `pending` and `now < expiresAt`"; "logging in accepts it"; "it names no
/// connection or this one"; "its inviter is known, active, another person"; "the evidence
/// suffices".
fn withdrawn(input: &DecideInput, email: &Email, person: &Person, invitation: &InvitationFacts) -> Option<ReasonCode> {
    match invitation.status {
        InvitationStatus::Revoked => return Some(ReasonCode::InvitationRevoked),
        InvitationStatus::Expired => return Some(ReasonCode::InvitationExpired),
        InvitationStatus::Accepted => return Some(ReasonCode::InvitationAlreadyAccepted),
        InvitationStatus::Pending => {}
    }
    if input.now >= invitation.expires_at {
        return Some(ReasonCode::InvitationExpired);
    }
    if invitation.acceptance == InvitationAcceptance::Explicit {
        return Some(ReasonCode::InvitationNeedsAcceptance);
    }
    if invitation.connection_id.is_some_and(|connection| connection != input.connection.id) {
        return Some(ReasonCode::InvitationConnectionMismatch);
    }
    // Our decision: nobody can vouch for themselves.
    let by_another = |inviter: &&InviterFacts| inviter.user_id != person.id;
    if !invitation.inviter.as_ref().filter(by_another).is_some_and(|inviter| may_give(inviter, invitation)) {
        return Some(ReasonCode::InviterNotAuthorized);
    }
    email.insufficient(input)
}

/// "The organization must be known and active"; "a seat must be free".
fn kept_out(input: &DecideInput, person: &Person, invitation: &InvitationFacts) -> Option<ReasonCode> {
    if !person::is_active(input, invitation.organization_id) {
        return Some(ReasonCode::OrganizationInactive);
    }
    if groups::is_out_of_reach(input, invitation.organization_id) {
        return Some(ReasonCode::GroupMissing);
    }
    // "or an invitation that was made after the removal brings the person back".
    let removed = person.removed(invitation.organization_id);
    if removed.is_some_and(|removed| removed.removed_at.is_none_or(|at| invitation.created_at <= at)) {
        return Some(ReasonCode::MembershipRemoved);
    }
    (!person.has_seat(input, invitation.organization_id)).then_some(ReasonCode::SeatLimitReached)
}

/// §2.3: "an invitation whose inviter holds at least the same role now"; the inviter must manage
/// members.
fn may_give(inviter: &InviterFacts, invitation: &InvitationFacts) -> bool {
    inviter.status == UserStatus::Active
        && inviter.organization_role.is_some_and(|held| held >= OrganizationRole::OrgAdmin && held >= invitation.role)
        && (invitation.platform_role == PlatformRole::PlatformUser || inviter.platform_role >= invitation.platform_role)
}

fn accept(input: &DecideInput, person: &mut Person, invitation: &InvitationFacts) -> bool {
    let Some(inviter) = &invitation.inviter else { return false };
    let offer = Offer {
        organization: invitation.organization_id,
        role: invitation.role,
        source: MembershipSource::Invitation,
        by: inviter.user_id,
        base: Some(invitation.role),
        by_group: false,
        invited: true,
    };
    let changed = person.accept(input, &offer);
    person.effects.push(Effect::AcceptInvitation {
        invitation_id: invitation.id,
        user_id: person.id,
        accepted_at: input.now,
    });
    person.grant(invitation.platform_role, inviter.user_id);
    person.guards.push(Guard::InvitationPending {
        invitation_id: invitation.id,
        role: invitation.role,
        expires_at: invitation.expires_at,
    });
    person.guards.push(Guard::InviterAuthorized {
        user_id: inviter.user_id,
        organization_id: invitation.organization_id,
        role: invitation.role,
        platform_role: invitation.platform_role,
    });
    changed
}
