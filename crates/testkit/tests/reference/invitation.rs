//! §6.6, strategy `invitation`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use cora_core::DecideInput;
use cora_core::email::EmailAddress;
use cora_core::id::OrganizationId;
use cora_core::policy::{InvitationClaim, MultipleInvitations};
use cora_core::provisioning::code::ReasonCode;
use cora_core::provisioning::facts::{
    DomainRuleFacts, EnrollmentMode, InvitationAcceptance, InvitationFacts, InvitationStatus, InviterFacts,
    MembershipSource, UserStatus,
};
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::redact::RedactedEmail;
use cora_core::role::{OrganizationRole, PlatformRole};

use super::evidence::Email;
use super::person::{self, Offer, Person};
use super::proven::{Address, addresses};
use super::word::usable_codes;
use super::{Answer, domain, groups};

/// "Every invitation to the login's canonical address, and to any other proven address".
/// "All usable invitations are accepted, or with `newest` only the one created last."
pub fn invitation(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let answer = to_the_addresses(input, email, person);
    // "A claim is examined after the other invitations".
    match (answer, claim(input, email, person)) {
        (answer, None) => answer,
        (Answer::Admits(ReasonCode::AlreadyMember) | Answer::Not(_), Some(Answer::Admits(code))) => {
            Answer::Admits(code)
        }
        (Answer::Not(one), Some(Answer::Not(other))) => Answer::Not(furthest(&[one, other])),
        (answer, Some(_)) => answer,
    }
}

fn to_the_addresses(input: &DecideInput, email: &Email, person: &mut Person) -> Answer {
    let addresses = addresses(input, email, person);
    let invitations = to(input, &addresses);
    if invitations.is_empty() {
        return Answer::Not(email.fault.unwrap_or(ReasonCode::NoInvitation));
    }
    let newest_only = input.policy.multiple_invitations == MultipleInvitations::Newest;
    let (mut came_of, mut kept, mut usable, mut taken) = (Vec::new(), Vec::new(), Vec::new(), false);
    for invitation in invitations {
        let address = addresses.iter().find(|address| address.email == invitation.email);
        let gone = withdrawn(input, address, person, invitation)
            .or((newest_only && taken).then_some(ReasonCode::InvitationSuperseded));
        taken |= gone == Some(ReasonCode::InvitationAlreadyAccepted);
        if let Some(code) = gone {
            let named = input.login.invitation_id == Some(invitation.id);
            person.has_to_verify |= named && code == ReasonCode::EmailUnverified;
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
        changed |= accept(input, person, invitation, None);
        let address = addresses.iter().find(|address| address.email == invitation.email);
        person.guards.extend(address.into_iter().flat_map(|address| address.guards.clone()));
    }
    Answer::Admits(if changed { ReasonCode::InvitationAccepted } else { ReasonCode::AlreadyMember })
}

/// §6.6: "If it is to none of the addresses of which invitations are examined, the person claims
/// it, if the login has a readable address."
pub fn claim(input: &DecideInput, email: &Email, person: &mut Person) -> Option<Answer> {
    let own = email.address.as_ref()?;
    let named = input.login.invitation_id?;
    let mut facts: Vec<&InvitationFacts> = input.facts.invitations.iter().filter(|one| one.id == named).collect();
    let addresses = addresses(input, email, person);
    if facts.iter().any(|invitation| addresses.iter().any(|address| address.email == invitation.email)) {
        return None;
    }
    facts.sort_by_key(|invitation| (Reverse(invitation.created_at), *invitation));
    let invitation = *facts.first()?;
    let rule = domain::rule_of(input, invitation.email.domain());
    let code = match claim_kept_out(input, email, person, invitation, rule.as_ref()) {
        Some(code) => Err(code),
        None => {
            let mut codes = usable_codes(input, Some(invitation.id));
            codes.retain(|code| code.email == invitation.email);
            codes.into_iter().min().ok_or(match &input.login.link_proof {
                None => ReasonCode::InvitationCodeRequired,
                Some(_) => ReasonCode::InvitationCodeInvalid,
            })
        }
    };
    Some(match code {
        Err(code) => {
            person.has_to_prove =
                matches!(code, ReasonCode::InvitationCodeRequired | ReasonCode::InvitationCodeInvalid);
            person.has_to_use_sso = code == ReasonCode::SsoRequired;
            person.has_to_verify |= code == ReasonCode::EmailUnverified;
            Answer::Not(code)
        }
        Ok(code) => {
            let changed = accept(input, person, invitation, Some(own));
            let token_hash = code.token_hash;
            person.guards.push(Guard::LinkConfirmationPending { token_hash: token_hash.clone() });
            let used_at = input.now;
            person.effects.push(Effect::ConsumeLinkConfirmation { token_hash, user_id: person.id, used_at });
            let rule = rule.map(|rule| Guard::DomainRuleVersion { domain_id: rule.id, version: rule.version });
            person.guards.extend(rule);
            Answer::Admits(if changed { ReasonCode::InvitationAccepted } else { ReasonCode::AlreadyMember })
        }
    })
}

/// The first six points of a claim's list.
fn claim_kept_out(
    input: &DecideInput,
    email: &Email,
    person: &Person,
    invitation: &InvitationFacts,
    rule: Option<&DomainRuleFacts>,
) -> Option<ReasonCode> {
    if let Some(code) = done_with(input, invitation) {
        return Some(code);
    }
    if input.policy.invitation_claim == InvitationClaim::Address {
        return Some(ReasonCode::InvitationClaimRefused);
    }
    if let Some(code) = bad_terms(input, person, invitation) {
        return Some(code);
    }
    if email.unverified().is_some() {
        return Some(ReasonCode::EmailUnverified);
    }
    let elsewhere = |rule: &&DomainRuleFacts| {
        rule.enrollment_mode == EnrollmentMode::EnterpriseSso
            && domain::suffices(rule)
            && rule.connection_id.is_some_and(|named| named != input.connection.id)
    };
    if rule.filter(elsewhere).is_some() {
        return Some(ReasonCode::SsoRequired);
    }
    kept_out(input, person, invitation)
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
        ReasonCode::InvitationClaimRefused,
        ReasonCode::InvitationConnectionMismatch,
        ReasonCode::InviterNotAuthorized,
        ReasonCode::EmailUnverified,
        ReasonCode::SsoRequired,
        ReasonCode::OrganizationInactive,
        ReasonCode::GroupMissing,
        ReasonCode::StepUpRequired,
        ReasonCode::MembershipRemoved,
        ReasonCode::SeatLimitReached,
        ReasonCode::InvitationCodeRequired,
        ReasonCode::InvitationCodeInvalid,
    ];
    let place = |code: &ReasonCode| order.iter().position(|other| other == code);
    came_of.iter().copied().max_by_key(place).unwrap_or(ReasonCode::NoInvitation)
}

fn to<'a>(input: &'a DecideInput, addresses: &[Address]) -> Vec<&'a InvitationFacts> {
    let mut invitations: Vec<&InvitationFacts> = input.facts.invitations.iter().collect();
    invitations.retain(|invitation| addresses.iter().any(|address| address.email == invitation.email));
    // The newest first. Of two facts about one invitation the newer counts, or the stricter.
    invitations.sort_by_key(|invitation| (Reverse(invitation.created_at), *invitation));
    let mut seen = BTreeSet::new();
    invitations.retain(|invitation| seen.insert(invitation.id));
    invitations
}

/// "its status is `pending` and `now < expiresAt`"; "logging in accepts it"; "it names no
/// connection or this one"; "its inviter is known, active, another person"; "the address is proven,
/// or the policy is without `requireVerifiedEmail`".
fn withdrawn(
    input: &DecideInput,
    address: Option<&Address>,
    person: &Person,
    invitation: &InvitationFacts,
) -> Option<ReasonCode> {
    let unproven = address.and_then(|address| address.unverified).filter(|_| input.policy.require_verified_email);
    // "and the person is new or the login names it".
    let unasked = person.user.is_some() && input.login.invitation_id != Some(invitation.id);
    done_with(input, invitation)
        .or_else(|| unasked.then_some(ReasonCode::InvitationNeedsAcceptance))
        .or_else(|| bad_terms(input, person, invitation))
        .or(unproven)
}

/// "its status is `pending` and `now < expiresAt`"; "logging in accepts it".
fn done_with(input: &DecideInput, invitation: &InvitationFacts) -> Option<ReasonCode> {
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
    None
}

/// "it names no connection or this one"; "its inviter is known, active, another person".
fn bad_terms(input: &DecideInput, person: &Person, invitation: &InvitationFacts) -> Option<ReasonCode> {
    if invitation.connection_id.is_some_and(|connection| connection != input.connection.id) {
        return Some(ReasonCode::InvitationConnectionMismatch);
    }
    // Our decision: nobody can vouch for themselves.
    let by_another = |inviter: &&InviterFacts| inviter.user_id != person.id;
    if !invitation.inviter.as_ref().filter(by_another).is_some_and(|inviter| may_give(inviter, invitation)) {
        return Some(ReasonCode::InviterNotAuthorized);
    }
    None
}

/// "The organization must be known and active"; "a seat must be free".
fn kept_out(input: &DecideInput, person: &Person, invitation: &InvitationFacts) -> Option<ReasonCode> {
    if !person::is_active(input, invitation.organization_id) {
        return Some(ReasonCode::OrganizationInactive);
    }
    if let Some(code) = groups::out_of_reach(input, invitation.organization_id) {
        return Some(code);
    }
    // "or an invitation that was not made before the removal brings the person back".
    let removed = person.removed(invitation.organization_id);
    if removed.is_some_and(|removed| removed.removed_at.is_none_or(|at| invitation.created_at < at)) {
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

fn accept(
    input: &DecideInput,
    person: &mut Person,
    invitation: &InvitationFacts,
    claimed_as: Option<&EmailAddress>,
) -> bool {
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
        claimed_as: claimed_as.map(RedactedEmail::from),
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
