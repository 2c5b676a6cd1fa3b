//! Every remedy admits the refused person: each one is followed in the store, as
//! administrators, the provider and the person would, and the login is decided on what is stored
//! then.

use std::collections::BTreeSet;

use cora_core::connection::ConnectionStatus;
use cora_core::email::EmailAddress;
use cora_core::evidence::VerifiedClaim;
use cora_core::id::{InvitationId, MembershipId, UserId};
use cora_core::identity::LoginIdentity;
use cora_core::model::identity_conflict::IdentityConflictStatus;
use cora_core::policy::{AccountLinking, DisposableEmail, IncompleteGroups, InvitationClaim, Subaddressing};
use cora_core::provisioning::facts::*;
use cora_core::provisioning::mailbox::{CodeRecipient, code_recipient};
use cora_core::provisioning::remedy::{Remedy, RemedyChange, remedies};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::time::UnixSeconds;
use cora_core::{decide, summarize};
use cora_testkit::generate::{NOW, decide_input, login, platform};
use cora_testkit::interpreter::Platform;
use proptest::prelude::*;
use uuid::Uuid;

fn administrator() -> UserId {
    UserId::from_uuid(Uuid::from_u128(0xad))
}

/// Adds an owner of every organization and of the platform, who follows remedies.
fn with_administrator(mut platform: Platform) -> Platform {
    let id = administrator();
    platform.users.insert(
        id,
        UserFacts {
            id,
            status: UserStatus::Active,
            email: None,
            email_verified: false,
            email_confirmed_at: None,
            platform_role: PlatformRole::PlatformOwner,
            role_version: 0,
            current_organization_id: None,
            profile: Profile::default(),
        },
    );
    for (number, organization) in (0_u128..).zip(platform.organizations.keys()) {
        let membership = MembershipFacts {
            id: MembershipId::from_uuid(Uuid::from_u128(0xad00 + number)),
            status: MembershipStatus::Active,
            organization_id: *organization,
            user_id: id,
            role: OrganizationRole::OrgOwner,
            source: MembershipSource::Manual,
            removed_at: None,
            role_source: None,
            base_role: None,
            role_as_of: None,
        };
        platform.memberships.insert((*organization, id), membership);
    }
    platform
}

/// Makes a change in the store or at the provider. Independent of `RemedyChange::apply`.
fn follow(platform: &mut Platform, login: &mut LoginIdentity, change: &RemedyChange, now: UnixSeconds) {
    let email = login.email.as_ref().and_then(|raw| EmailAddress::parse(raw.as_str()).ok());
    let email = email.map(|email| email.as_canonical().clone());
    let inviter = InviterFacts {
        user_id: administrator(),
        status: UserStatus::Active,
        organization_role: None,
        platform_role: PlatformRole::PlatformUser,
    };
    match change {
        RemedyChange::EnterCode {} => {
            let input = platform.input(login, now);
            let (email, user_id, invitation_id) = match code_recipient(&input, &decide(&input)).expect("a code is sent")
            {
                CodeRecipient::Account(user) => (platform.users[&user].email.clone().unwrap(), Some(user), None),
                CodeRecipient::Mailbox(email) => (email, None, None),
                CodeRecipient::Invitation(invitation, email) => (email, None, Some(invitation)),
            };
            let code = PresentedToken::new("a code that nobody else has").unwrap();
            platform.link_confirmations.push(LinkConfirmationFacts {
                token_hash: TokenHash::of(&code),
                identity: login.key(),
                user_id,
                invitation_id,
                email,
                expires_at: now.plus(3600),
                used: false,
            });
            login.link_proof = Some(code);
        }
        RemedyChange::UseConnection { .. } => unreachable!("has no result"),
        RemedyChange::VerifyEmail {} => login.email_verified = VerifiedClaim::True,
        RemedyChange::StepUp {} => {
            let policy = &platform.policy;
            let organizations = policy.organization_authentication.iter();
            let organizations = organizations.map(|one| (&one.required_acr, &one.required_amr, one.max_auth_age));
            let of_platform = (&policy.required_acr, &policy.required_amr, policy.max_auth_age);
            for (acr, amr, age) in organizations.chain([of_platform]) {
                if !acr.is_empty() && !login.acr.as_ref().is_some_and(|own| acr.contains(own)) {
                    login.acr = acr.first().cloned();
                }
                if !amr.iter().any(|method| login.amr.contains(method)) {
                    login.amr.extend(amr.first().cloned());
                }
                let is_recent = |age: u32| {
                    let at = login.auth_time.map_or(0, |at| at.seconds());
                    at <= now.seconds() + 60 && now.seconds() <= at + u64::from(age)
                };
                if age.is_some_and(|age| !is_recent(age)) {
                    login.auth_time = Some(now);
                }
            }
        }
        RemedyChange::JoinGroup { group } => login.groups.get_or_insert_default().push(group.clone()),
        RemedyChange::CreateInvitation { organization_id } => {
            let id = InvitationId::from_uuid(Uuid::from_u128(0xadd));
            let invitation = InvitationFacts {
                id,
                status: InvitationStatus::Pending,
                email: email.unwrap(),
                organization_id: *organization_id,
                role: OrganizationRole::OrgUser,
                platform_role: PlatformRole::PlatformUser,
                created_at: now,
                expires_at: now.plus(3600),
                inviter: Some(inviter),
                connection_id: None,
                acceptance: InvitationAcceptance::OnLogin,
            };
            platform.invitations.insert(id, invitation);
        }
        RemedyChange::ResendInvitation { invitation_id, .. } => {
            let invitation = platform.invitations.get_mut(invitation_id).unwrap();
            invitation.status = InvitationStatus::Pending;
            (invitation.created_at, invitation.expires_at) = (now, now.plus(3600));
            invitation.inviter = Some(inviter);
        }
        RemedyChange::ApproveWaitlist {} => {
            platform.waitlist.insert(email.clone().unwrap());
            platform.waitlist_approved.insert(email.unwrap());
        }
        RemedyChange::RestoreUser { user_id } => platform.users.get_mut(user_id).unwrap().status = UserStatus::Active,
        RemedyChange::ResolveIdentityConflict { user_id, answer } => match answer {
            IdentityConflictStatus::SamePerson => {
                let issuer = &login.issuer;
                platform.identities.retain(|key, known| known.user_id != *user_id || key.issuer != *issuer);
                let identity = IdentityFacts {
                    user_id: *user_id,
                    identity: login.key(),
                    email: platform.users[user_id].email.clone(),
                    email_verified: true,
                    stated_at: None,
                    organization_id: platform.connection.organization_id,
                };
                platform.identities.insert(login.key(), identity);
            }
            IdentityConflictStatus::AnotherPerson => {
                let holder = platform.users.get_mut(user_id).unwrap();
                (holder.email, holder.email_verified) = (None, false);
            }
            IdentityConflictStatus::Open | IdentityConflictStatus::Dismissed => unreachable!("no answer"),
        },
        RemedyChange::VerifyDomain { domain_id, .. } => {
            platform.domain_rules.get_mut(domain_id).unwrap().state = VerificationState::Verified;
        }
        RemedyChange::ChangeDomain { domain_id, enrollment_mode, .. } => {
            platform.domain_rules.get_mut(domain_id).unwrap().enrollment_mode = *enrollment_mode;
        }
        RemedyChange::RaiseSeatLimit { organization_id, seat_limit } => {
            platform.organizations.get_mut(organization_id).unwrap().seat_limit = Some(*seat_limit);
        }
        RemedyChange::ReopenOrganization { organization_id } => {
            platform.organizations.get_mut(organization_id).unwrap().status = OrganizationStatus::Active;
        }
        RemedyChange::ActivateConnection { .. } => platform.connection.status = ConnectionStatus::Active,
        RemedyChange::AddStrategy { strategy } => platform.policy.strategies.push(*strategy),
        RemedyChange::ConfirmLinks {} => platform.policy.account_linking = AccountLinking::Confirm,
        RemedyChange::AllowInvitationClaims {} => platform.policy.invitation_claim = InvitationClaim::MailboxCode,
        RemedyChange::IgnoreIncompleteGroups {} => {
            platform.policy.incomplete_groups = IncompleteGroups::IgnoreMappings;
        }
        RemedyChange::AllowSubaddresses {} => platform.policy.subaddressing = Subaddressing::Allow,
        RemedyChange::AllowDisposable {} => platform.policy.disposable = DisposableEmail::Allow,
        RemedyChange::UnblockDomain {} => platform.policy.blocked_domains.clear(),
        RemedyChange::ChangeAccessMode { access_mode } => platform.policy.access_mode = *access_mode,
    }
}

fn cases() -> u32 {
    if std::env::var_os("CORA_DEEP").is_some() { 200_000 } else { 2000 }
}

fn runner() -> proptest::test_runner::TestRunner {
    proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })
}

fn kind(change: &RemedyChange) -> String {
    serde_json::to_value(change).unwrap()["kind"].as_str().unwrap().to_owned()
}

#[test]
fn following_a_remedy_lets_the_person_in() {
    let followed = std::cell::RefCell::new(BTreeSet::new());
    let result = runner().run(&(platform(), login()), |(platform, login)| {
        let platform = with_administrator(platform);
        for Remedy { steps, result } in remedies(&platform.input(&login, NOW)) {
            let Some(expected) = result else { continue };
            let (mut platform, mut login) = (platform.clone(), login.clone());
            for step in &steps {
                follow(&mut platform, &mut login, &step.change, NOW);
                followed.borrow_mut().insert(kind(&step.change));
            }
            let decision = platform.login(&login, NOW);
            prop_assert!(decision.outcome.signed_in_user().is_some(), "{:?}: {:?}", steps, decision.reason);
            prop_assert_eq!(decision.outcome.kind(), expected.outcome, "{:?}", steps);
            prop_assert_eq!(decision.memberships.len(), expected.memberships.len(), "{:?}", steps);
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    // A property of remedies that never occur would prove nothing.
    let followed = followed.into_inner();
    assert!(followed.len() >= 12, "{followed:?}");
}

#[test]
fn a_remedy_is_listed_only_for_a_refused_login_and_says_what_comes_of_it() {
    let result = runner().run(&decide_input(), |input| {
        let listed = remedies(&input);
        let is_in = summarize(&input).outcome.signed_in_user().is_some();
        prop_assert!(!is_in || listed.is_empty());
        for Remedy { steps, result } in listed {
            let mut changed = input.clone();
            steps.iter().for_each(|step| step.change.apply(&mut changed));
            let after = summarize(&changed);
            prop_assert_eq!(result.is_some(), !matches!(steps[0].change, RemedyChange::UseConnection { .. }));
            if let Some(result) = result {
                prop_assert_eq!(after.outcome.kind(), result.outcome);
                prop_assert_eq!(after.reason, result.reason);
                prop_assert_eq!(after.memberships, result.memberships);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
