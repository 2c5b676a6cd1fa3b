//! Changes of a login's input.

use super::{
    ConnectionStatus, DecideInput, IdentityConflictStatus, InvitationId, LinkConfirmationFacts, RemedyChange, UserId,
};
use crate::email::{CanonicalEmail, EmailAddress};
use crate::evidence::VerifiedClaim;
use crate::model::domain_rule::VerificationState;
use crate::model::invitation::{InvitationAcceptance, InvitationFacts, InvitationStatus, InviterFacts};
use crate::model::organization::OrganizationStatus;
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::{AccountLinking, DisposableEmail, IncompleteGroups, InvitationClaim, Subaddressing};
use crate::provisioning::decide::decide;
use crate::provisioning::facts::IdentityFacts;
use crate::provisioning::mailbox::{CodeRecipient, code_recipient};
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::{PresentedToken, TokenHash};
use crate::text::RawEmail;

impl RemedyChange {
    /// Makes the change in the input of a decision, as the command or the person would make it in
    /// what is stored. A change that does not fit the input changes nothing.
    pub fn apply(&self, input: &mut DecideInput) {
        match self {
            Self::EnterCode {} => enter_code(input),
            Self::UseConnection { .. } => {}
            Self::VerifyEmail {} => input.login.email_verified = VerifiedClaim::True,
            Self::StepUp {} => {
                let DecideInput { policy, login, now, .. } = input;
                // The platform's proof comes last: without it nothing else counts.
                let organizations = policy.organization_authentication.iter().map(|entry| entry.organization_id);
                let required = organizations.flat_map(|organization| policy.authentication_of(organization));
                for required in required.chain([policy.required_authentication()]) {
                    required.meet(login, *now);
                }
            }
            Self::JoinGroup { group } => {
                let groups = input.login.groups.get_or_insert_default();
                if !groups.contains(group) {
                    groups.push(group.clone());
                }
            }
            Self::CreateInvitation { organization_id } => {
                if let Some(email) = login_email(input) {
                    let lifetime = u64::from(input.policy.invitation_lifetime_seconds);
                    input.facts.invitations.push(InvitationFacts {
                        id: InvitationId::from_uuid(uuid::Uuid::nil()),
                        status: InvitationStatus::Pending,
                        email,
                        organization_id: *organization_id,
                        role: OrganizationRole::OrgUser,
                        platform_role: PlatformRole::PlatformUser,
                        created_at: input.now,
                        expires_at: input.now.plus(lifetime),
                        inviter: Some(an_administrator()),
                        connection_id: None,
                        acceptance: InvitationAcceptance::OnLogin,
                    });
                }
            }
            Self::ResendInvitation { invitation_id, .. } => {
                let (now, lifetime) = (input.now, u64::from(input.policy.invitation_lifetime_seconds));
                for invitation in input.facts.invitations.iter_mut().filter(|one| one.id == *invitation_id) {
                    invitation.status = InvitationStatus::Pending;
                    invitation.created_at = now;
                    invitation.expires_at = now.plus(lifetime);
                    invitation.inviter = Some(an_administrator());
                }
            }
            Self::ApproveWaitlist {} => {
                input.facts.waitlisted = true;
                input.facts.waitlist_approved = true;
            }
            Self::RestoreUser { user_id } => {
                for user in users(input).filter(|user| user.id == *user_id && user.status == UserStatus::Suspended) {
                    user.status = UserStatus::Active;
                }
            }
            Self::ResolveIdentityConflict { user_id, answer } => resolve(input, *user_id, *answer),
            Self::VerifyDomain { domain_id, .. } => {
                for rule in input.facts.domain_rules.iter_mut().filter(|rule| rule.id == *domain_id) {
                    rule.state = VerificationState::Verified;
                }
            }
            Self::ChangeDomain { domain_id, enrollment_mode, .. } => {
                for rule in input.facts.domain_rules.iter_mut().filter(|rule| rule.id == *domain_id) {
                    rule.enrollment_mode = *enrollment_mode;
                }
            }
            Self::RaiseSeatLimit { organization_id, seat_limit } => {
                for organization in input.facts.organizations.iter_mut().filter(|one| one.id == *organization_id) {
                    organization.seat_limit = Some(*seat_limit);
                }
            }
            Self::ReopenOrganization { organization_id } => {
                for organization in input.facts.organizations.iter_mut().filter(|one| one.id == *organization_id) {
                    organization.status = OrganizationStatus::Active;
                }
            }
            Self::ActivateConnection { connection_id } => {
                if input.connection.id == *connection_id {
                    input.connection.status = ConnectionStatus::Active;
                }
            }
            Self::AddStrategy { strategy } => {
                if !input.policy.strategies.contains(strategy) {
                    input.policy.strategies.push(*strategy);
                }
            }
            Self::ConfirmLinks {} => input.policy.account_linking = AccountLinking::Confirm,
            Self::AllowInvitationClaims {} => input.policy.invitation_claim = InvitationClaim::MailboxCode,
            Self::IgnoreIncompleteGroups {} => input.policy.incomplete_groups = IncompleteGroups::IgnoreMappings,
            Self::AllowSubaddresses {} => input.policy.subaddressing = Subaddressing::Allow,
            Self::AllowDisposable {} => input.policy.disposable = DisposableEmail::Allow,
            Self::UnblockDomain {} => {
                if let Some(email) = login_email(input) {
                    input.policy.blocked_domains.retain(|pattern| !pattern.matches(email.domain()));
                }
            }
            Self::ChangeAccessMode { access_mode } => input.policy.access_mode = *access_mode,
        }
    }
}

/// Returns the canonical address of the login, if it has one that can be read.
fn login_email(input: &DecideInput) -> Option<CanonicalEmail> {
    let raw = input.login.email.as_ref().map(RawEmail::as_str)?;
    EmailAddress::parse(raw).ok().map(|email| email.as_canonical().clone())
}

/// Lets the person present the code that is mailed to them after this decision.
fn enter_code(input: &mut DecideInput) {
    // Any text: the code is only compared with its own hash.
    let Some(code) = PresentedToken::new("code of a remedy") else { return };
    let (email, user_id, invitation_id) = match code_recipient(input, &decide(input)) {
        None => return,
        Some(CodeRecipient::Account(user_id)) => match user(input, user_id).and_then(|user| user.email.clone()) {
            Some(email) => (email, Some(user_id), None),
            None => return,
        },
        Some(CodeRecipient::Mailbox(email)) => (email, None, None),
        Some(CodeRecipient::Invitation(invitation_id, email)) => (email, None, Some(invitation_id)),
    };
    input.facts.link_confirmations.push(LinkConfirmationFacts {
        token_hash: TokenHash::of(&code),
        identity: input.login.key(),
        user_id,
        invitation_id,
        email,
        expires_at: input.now.plus(1),
        used: false,
    });
    input.login.link_proof = Some(code);
}

/// Returns somebody who may invite to an organization, other than the person.
fn an_administrator() -> InviterFacts {
    InviterFacts {
        user_id: UserId::from_uuid(uuid::Uuid::nil()),
        status: UserStatus::Active,
        organization_role: Some(OrganizationRole::OrgOwner),
        platform_role: PlatformRole::PlatformOwner,
    }
}

/// Decides the conflict that the login opens or has opened.
fn resolve(input: &mut DecideInput, user_id: UserId, answer: IdentityConflictStatus) {
    match answer {
        IdentityConflictStatus::SamePerson => {
            let Some(holder) = user(input, user_id).cloned() else { return };
            let issuer = input.login.issuer.clone();
            let identities = &mut input.facts.identities;
            identities.retain(|known| known.user_id != user_id || known.identity.issuer != issuer);
            let (identity, organization_id) = (input.login.key(), input.connection.organization_id);
            let (email, stated_at) = (holder.email.clone(), input.login.issued_at);
            let email_verified = true;
            identities.push(IdentityFacts { user_id, identity, email, email_verified, stated_at, organization_id });
            input.facts.linked_user = Some(holder);
        }
        IdentityConflictStatus::AnotherPerson => {
            for user in users(input).filter(|user| user.id == user_id) {
                user.email = None;
                user.email_verified = false;
                user.email_confirmed_at = None;
            }
            input.facts.users_with_email.retain(|user| user.id != user_id);
        }
        IdentityConflictStatus::Open | IdentityConflictStatus::Dismissed => {}
    }
}

/// Returns the user among the facts.
fn user(input: &DecideInput, id: UserId) -> Option<&UserFacts> {
    let facts = &input.facts;
    let known = facts.linked_user.iter().chain(&facts.derived_user).chain(&facts.users_with_email);
    known.into_iter().find(|user| user.id == id)
}

/// Returns every fact about a user.
fn users(input: &mut DecideInput) -> impl Iterator<Item = &mut UserFacts> {
    let facts = &mut input.facts;
    facts.linked_user.iter_mut().chain(&mut facts.derived_user).chain(&mut facts.users_with_email)
}
