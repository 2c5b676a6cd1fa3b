//! The properties of DOMAIN.md that this part of the engine has, on random platforms. Each asserts in the end that it has
//! seen enough people come in: a property of denials alone would prove nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use cora_core::connection::{Connection, ConnectionKind, ConnectionStatus, TokenUse};
use cora_core::domain::class::DomainClass;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::evidence::{EmailEvidence, VerifiedClaim};
use cora_core::id::{ConnectionId, DomainId, InvitationId, MembershipId, OrganizationId, UserId};
use cora_core::identity::{IdentityKey, LoginIdentity, SubjectKind};
use cora_core::policy::{
    AccessMode, AccountLinking, Bootstrap, DefaultRole, GroupRole, MultipleInvitations, ProvisioningPolicy,
    Strategy as Way, Subaddressing,
};
use cora_core::provisioning::decision::{Outcome, OutcomeKind};
use cora_core::provisioning::facts::*;
use cora_core::provisioning::plan::Effect;
use cora_core::provisioning::trace::{Stage, Verdict};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::{DisplayName, GroupName, Issuer, RawEmail, Slug, Subject};
use cora_core::time::UnixSeconds;
use cora_core::{DecideInput, Decision, decide};
use cora_testkit::interpreter::Platform;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use uuid::Uuid;

const NOW: UnixSeconds = match UnixSeconds::new(1_767_225_600) {
    Some(now) => now,
    None => panic!("a time"),
};
const ISSUER: &str = "https://login.acme.example";
const TOKEN: &str = "correct horse";
/// Few values, so that they meet.
const DOMAINS: [&str; 4] = ["acme.example", "eu.acme.example", "beta.example", "gmail.com"];
const PATTERNS: [&str; 6] =
    ["acme.example", "*.acme.example", "eu.acme.example", "beta.example", "*.beta.example", "gmail.com"];
const LOCALS: [&str; 3] = ["ana", "ben", "ana+x"];

fn uuid(kind: u8, number: u8) -> Uuid {
    Uuid::from_u128(0x0198_c0de_0000_7000_8000_0000_0000_0000 | u128::from(kind) << 8 | u128::from(number))
}

fn organization(number: u8) -> OrganizationId {
    OrganizationId::from_uuid(uuid(0xa, number))
}

fn user(number: u8) -> UserId {
    UserId::from_uuid(uuid(0xb, number))
}

fn at(offset: i64) -> UnixSeconds {
    UnixSeconds::new(NOW.seconds().saturating_add_signed(offset)).expect("a time near now")
}

fn email() -> impl Strategy<Value = String> {
    (select(&LOCALS), select(&DOMAINS)).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

/// Often yes, so that people do come in.
fn mostly() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.8)
}

fn role() -> impl Strategy<Value = OrganizationRole> {
    select(vec![OrganizationRole::OrgUser, OrganizationRole::OrgAdmin, OrganizationRole::OrgOwner])
}

fn platform_role() -> impl Strategy<Value = PlatformRole> {
    prop_oneof![8 => Just(PlatformRole::PlatformUser), 1 => Just(PlatformRole::PlatformAdmin), 1 => Just(PlatformRole::PlatformOwner)]
}

prop_compose! {
    fn connection()(
        status in prop_oneof![12 => Just(ConnectionStatus::Active), 1 => Just(ConnectionStatus::Disabled)],
        kind in select(vec![ConnectionKind::Okta, ConnectionKind::Oidc, ConnectionKind::EntraId]),
        bound in prop::option::weighted(0.3, 0_u8..3), trust_email in prop::bool::weighted(0.2), allow_outside_domains in any::<bool>(),
    ) -> Connection {
        Connection {
            id: ConnectionId::from_uuid(uuid(0xc, 1)), kind, issuer: Issuer::shortened(ISSUER), status, version: 3,
            organization_id: bound.map(organization), trust_email, allow_outside_domains, audiences: Vec::new(),
            authorized_parties: Vec::new(), algorithms: Vec::new(), token_use: TokenUse::AccessToken,
        }
    }
}

prop_compose! {
    fn policy()(
        access_mode in select(vec![AccessMode::Restricted, AccessMode::Public, AccessMode::Waitlist]),
        strategies in subsequence(vec![Way::Invitation, Way::Connection, Way::Domain], 0..=3).prop_shuffle(),
        require_verified_email in mostly(),
        account_linking in select(vec![AccountLinking::Never, AccountLinking::Confirm, AccountLinking::VerifiedEmail]),
        multiple_invitations in select(vec![MultipleInvitations::AcceptAll, MultipleInvitations::Newest]),
        reconcile_on_login in mostly(),
        group_roles in prop::collection::vec((0_u8..3, select(vec!["staff", "admins"]), role()), 0..3),
        default_roles in prop::collection::vec((0_u8..3, role()), 0..3),
        bootstrap in prop_oneof![
            Just(Bootstrap::Token {}), Just(Bootstrap::Closed {}), Just(Bootstrap::FirstUser {}),
            email().prop_map(|email| Bootstrap::AllowList { emails: vec![CanonicalEmail::parse(&email).unwrap()] }),
        ],
        refuse in prop::bool::weighted(0.1), enforce_seats in mostly(), personal_organization in any::<bool>(),
    ) -> ProvisioningPolicy {
        ProvisioningPolicy {
            version: 7, access_mode, strategies, require_verified_email, account_linking, multiple_invitations, reconcile_on_login,
            group_roles: group_roles.into_iter().map(|(number, group, role)| GroupRole {
                organization_id: organization(number), group: GroupName::shortened(group), role }).collect(),
            default_roles: default_roles.into_iter().map(|(number, role)| DefaultRole { organization_id: organization(number), role }).collect(),
            bootstrap, subaddressing: if refuse { Subaddressing::Refuse } else { Subaddressing::Allow },
            enforce_seats, personal_organization,
        }
    }
}

prop_compose! {
    fn login()(
        subject in select(vec!["00u1", "00u2"]), email in prop::option::weighted(0.95, email()),
        email_verified in prop_oneof![6 => Just(VerifiedClaim::True), 1 => Just(VerifiedClaim::False), 1 => Just(VerifiedClaim::Absent)],
        name in prop::option::of(select(vec!["Ana", "", "Ana Acme"])), groups in subsequence(vec!["staff", "admins"], 0..=2),
        token in prop_oneof![6 => Just(None), 2 => Just(Some(TOKEN)), 1 => Just(Some("wrong"))], machine in prop::bool::weighted(0.03),
    ) -> LoginIdentity {
        LoginIdentity {
            connection_id: ConnectionId::from_uuid(uuid(0xc, 1)), issuer: Issuer::shortened(ISSUER), subject: Subject::shortened(subject),
            subject_kind: if machine { SubjectKind::Machine } else { SubjectKind::User },
            email: email.as_deref().map(RawEmail::shortened), email_verified, name: name.map(DisplayName::shortened), given_name: None,
            family_name: None, picture: None, phone_number: None, groups: groups.into_iter().map(GroupName::shortened).collect(),
            idp_organization: None,
            actor: None, session_id: None, issued_at: None, expires_at: None, bootstrap_token: token.and_then(PresentedToken::new),
        }
    }
}

prop_compose! {
    fn user_facts()(
        status in prop_oneof![5 => Just(UserStatus::Active), 1 => Just(UserStatus::Suspended), 1 => Just(UserStatus::Deprovisioned)],
        email in prop::option::weighted(0.9, email()), email_verified in mostly(), platform_role in platform_role(),
        current in prop::option::of(0_u8..3),
    )(id in Just(user(0)), status in Just(status), email in Just(email), email_verified in Just(email_verified),
      platform_role in Just(platform_role), current in Just(current)) -> UserFacts {
        UserFacts { id, status, email: email.map(|email| CanonicalEmail::parse(&email).unwrap()), email_verified, platform_role, role_version: 1,
            current_organization_id: current.map(organization), profile: Profile::default() }
    }
}

fn invitation() -> impl Strategy<Value = InvitationFacts> {
    let status = prop_oneof![8 => Just(InvitationStatus::Pending), 1 => Just(InvitationStatus::Revoked), 1 => Just(InvitationStatus::Accepted)];
    (
        status,
        email(),
        0_u8..3,
        role(),
        platform_role(),
        -9_i64..0,
        prop_oneof![4 => 1_i64..9, 1 => -3_i64..=0],
        0_u8..4,
        prop::bool::weighted(0.1),
    )
        .prop_map(|(status, email, number, role, platform_role, created, expires, inviter, explicit)| {
            InvitationFacts {
                id: InvitationId::from_uuid(Uuid::nil()),
                status,
                email: CanonicalEmail::parse(&email).unwrap(),
                organization_id: organization(number),
                role,
                platform_role,
                created_at: at(created),
                expires_at: at(expires),
                inviter: Some(InviterFacts {
                    user_id: user(inviter),
                    status: UserStatus::Active,
                    organization_role: None,
                    platform_role: PlatformRole::PlatformUser,
                }),
                connection_id: None,
                acceptance: if explicit { InvitationAcceptance::Explicit } else { InvitationAcceptance::OnLogin },
            }
        })
}

fn rule() -> impl Strategy<Value = DomainRuleFacts> {
    let state = prop_oneof![5 => Just(VerificationState::Verified), 1 => Just(VerificationState::Pending)];
    let mode = select(vec![
        EnrollmentMode::ManualInvitation,
        EnrollmentMode::AutomaticInvitation,
        EnrollmentMode::AutomaticSuggestion,
        EnrollmentMode::EnterpriseSso,
        EnrollmentMode::AutomaticMembership,
        EnrollmentMode::AutomaticMembership,
    ]);
    (0_u8..3, select(&PATTERNS), state, mostly(), mode, prop::option::of(role()), prop::option::of(1_u8..3)).prop_map(
        |(number, pattern, state, ownership, enrollment_mode, role, connection)| DomainRuleFacts {
            id: DomainId::from_uuid(Uuid::nil()),
            organization_id: organization(number),
            pattern: DomainPattern::parse(pattern).unwrap(),
            class: DomainClass::Company,
            verification: if ownership { VerificationLevel::Ownership } else { VerificationLevel::Affiliation },
            state,
            enrollment_mode,
            role,
            connection_id: connection.map(|number| ConnectionId::from_uuid(uuid(0xc, number))),
            version: 2,
        },
    )
}

fn membership() -> impl Strategy<Value = (u8, u8, OrganizationRole, bool, i64)> {
    (0_u8..3, 0_u8..4, role(), prop::bool::weighted(0.25), -9_i64..0)
}

/// A platform with users, organizations, invitations, rules and memberships that fit together.
fn platform() -> impl Strategy<Value = Platform> {
    let limits = prop::collection::vec(prop_oneof![4 => Just(None), 1 => (0_u32..4).prop_map(Some)], 3);
    (
        (connection(), policy()),
        prop::collection::vec(user_facts(), 0..4),
        prop::collection::vec(invitation(), 0..5),
        prop::collection::vec(rule(), 0..5),
        prop::collection::vec(membership(), 0..8),
        limits,
        prop::option::of(0_u8..4),
        prop_oneof![4 => 1_i64..9, 1 => -3_i64..=0],
        prop::collection::vec(mostly(), 3),
    )
        .prop_map(
            |((connection, policy), users, invitations, rules, memberships, limits, linked, token_end, active)| {
                let mut platform = Platform::new(connection, policy);
                for (number, facts) in (0..).zip(users) {
                    platform.users.insert(user(number), UserFacts { id: user(number), ..facts });
                }
                for (number, (seat_limit, active)) in (0..).zip(limits.into_iter().zip(active)) {
                    let status = if active { OrganizationStatus::Active } else { OrganizationStatus::Inactive };
                    platform.organizations.insert(
                        organization(number),
                        OrganizationFacts {
                            id: organization(number),
                            status,
                            name: DisplayName::shortened("Organization"),
                            slug: Slug::shortened(&format!("organization-{number}")),
                            seat_limit,
                            seats_used: 0,
                            owner_count: 0,
                        },
                    );
                }
                for (number, invitation) in (0..).zip(invitations) {
                    let id = InvitationId::from_uuid(uuid(0xe, number));
                    platform.invitations.insert(id, InvitationFacts { id, ..invitation });
                }
                for (number, rule) in (0..).zip(rules) {
                    let id = DomainId::from_uuid(uuid(0xd, number));
                    platform.domain_rules.insert(id, DomainRuleFacts { id, ..rule });
                }
                for (number, (org, member, role, removed, when)) in (0..).zip(memberships) {
                    let (organization_id, user_id) = (organization(org), user(member));
                    if platform.users.contains_key(&user_id) {
                        platform.memberships.insert(
                            (organization_id, user_id),
                            MembershipFacts {
                                id: MembershipId::from_uuid(uuid(0xf, number)),
                                organization_id,
                                user_id,
                                role,
                                source: MembershipSource::Manual,
                                status: if removed { MembershipStatus::Removed } else { MembershipStatus::Active },
                                removed_at: removed.then(|| at(when)),
                            },
                        );
                    }
                }
                if let Some(linked) = linked.map(user).filter(|linked| platform.users.contains_key(linked)) {
                    let key = IdentityKey { issuer: Issuer::shortened(ISSUER), subject: Subject::shortened("00u1") };
                    platform.identities.insert(key, linked);
                }
                let hash = TokenHash::of(&PresentedToken::new(TOKEN).unwrap());
                platform.bootstrap_tokens.push(BootstrapTokenFacts {
                    token_hash: hash,
                    expires_at: at(token_end),
                    used: false,
                });
                platform
            },
        )
}

fn is_in(decision: &Decision) -> bool {
    decision.outcome.signed_in_user().is_some()
}

/// Runs a property and asserts how many of its cases let somebody in.
fn check<S: Strategy>(
    cases: u32,
    least_share: f64,
    strategy: S,
    property: impl Fn(S::Value) -> Result<bool, TestCaseError>,
) {
    let (seen, admitted) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let result = runner.run(&strategy, |value| {
        let admits = property(value)?;
        seen.fetch_add(1, Ordering::Relaxed);
        admitted.fetch_add(usize::from(admits), Ordering::Relaxed);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let share = admitted.into_inner() as f64 / seen.into_inner() as f64;
    assert!(share >= least_share, "only {share:.3} of the cases let somebody in");
}

#[test]
fn p1_every_input_has_a_decision_and_it_can_be_written_and_explained() {
    check(4000, 0.2, (platform(), login()), |(platform, login)| {
        let decision = decide(&platform.input(&login, NOW));
        let text = cora_wire::encode(&decision);
        prop_assert_eq!(&serde_json::from_str::<Decision>(&text).unwrap(), &decision);
        prop_assert!(cora_core::provisioning::explain::explain(&decision).ends_with('\n'));
        Ok(is_in(&decision))
    });
}

#[test]
fn p2_the_order_of_the_facts_does_not_matter() {
    check(4000, 0.2, (platform(), login(), any::<u64>()), |(platform, login, seed)| {
        let input = platform.input(&login, NOW);
        let mut shuffled = input.clone();
        let mut state = seed | 1;
        let mut random = |bound: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % bound.max(1)
        };
        macro_rules! shuffle { ($($list:ident),*) => { $( for at in (1..shuffled.facts.$list.len()).rev() { shuffled.facts.$list.swap(at, random(at + 1)); } )* } }
        shuffle!(
            users_with_email,
            invitations,
            domain_rules,
            organizations,
            memberships,
            pending_membership_requests,
            bootstrap_tokens,
            taken_slugs
        );
        let decision = decide(&input);
        prop_assert_eq!(cora_wire::encode(&decision), cora_wire::encode(&decide(&shuffled)));
        Ok(is_in(&decision))
    });
}

#[test]
fn p3_after_a_plan_is_applied_the_person_returns_and_nothing_is_left_to_do() {
    check(4000, 0.2, (platform(), login()), |(mut platform, login)| {
        let decision = platform.login(&login, NOW);
        let once = platform.clone();
        let again = decide(&platform.input(&login, NOW));
        if let Some(user_id) = decision.outcome.signed_in_user() {
            prop_assert_eq!(&again.outcome, &Outcome::Returning { user_id });
            prop_assert_eq!(&again.plan.effects, &[]);
            prop_assert_eq!(&again.plan.guards, &[]);
            prop_assert_eq!(again.memberships.len(), decision.memberships.len());
        } else {
            prop_assert_eq!(&again.outcome, &decision.outcome);
            platform.apply(&again.plan).unwrap();
            prop_assert_eq!(&platform, &once);
        }
        Ok(is_in(&decision))
    });
}

#[test]
fn p3_a_plan_applied_twice_leaves_the_rows_of_once() {
    check(4000, 0.2, (platform(), login()), |(mut platform, login)| {
        let decision = platform.login(&login, NOW);
        let once = platform.clone();
        // Either its guards refuse it, or it changes nothing.
        let _ = platform.apply(&decision.plan);
        for user in platform.users.values_mut() {
            user.role_version = once.users.get(&user.id).map_or(0, |user| user.role_version);
        }
        prop_assert_eq!(&platform, &once);
        Ok(is_in(&decision))
    });
}

#[test]
fn p4_nobody_is_given_more_than_the_giver_holds() {
    check(6000, 0.2, (platform(), login()), |(platform, login)| {
        let input = platform.input(&login, NOW);
        let decision = decide(&input);
        let offers: Vec<(OrganizationId, OrganizationRole, Option<MembershipSource>, UserId)> = decision
            .plan
            .effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::AddMembership { organization_id, role, source, created_by, .. } => {
                    Some((*organization_id, *role, Some(*source), *created_by))
                }
                Effect::RaiseRole { organization_id, to, updated_by, .. } => {
                    Some((*organization_id, *to, None, *updated_by))
                }
                _ => None,
            })
            .collect();
        let founded = |organization| {
            decision.plan.effects.iter().any(|effect| matches!(effect, Effect::CreateOrganization { organization_id, .. } if *organization_id == organization))
        };
        for (organization, role, source, by) in offers {
            if founded(organization) {
                continue;
            }
            if source == Some(MembershipSource::Domain) {
                prop_assert_eq!(role, OrganizationRole::OrgUser);
            }
            if role == OrganizationRole::OrgOwner || source == Some(MembershipSource::Invitation) {
                prop_assert!(
                    platform.role(organization, by).is_some_and(|own| own >= role && own >= OrganizationRole::OrgAdmin),
                    "{by} gives {role:?}"
                );
                prop_assert_eq!(platform.users[&by].status, UserStatus::Active);
            }
        }
        for effect in &decision.plan.effects {
            if let Effect::GrantPlatformRole { role, updated_by, .. } = effect {
                let bootstrap = platform.platform_owners() == 0 && *role == PlatformRole::PlatformOwner;
                prop_assert!(
                    bootstrap || platform.users.get(updated_by).is_some_and(|giver| giver.platform_role >= *role)
                );
            }
        }
        Ok(is_in(&decision))
    });
}

#[test]
fn p5_an_unverified_address_grants_nothing_under_the_default_policy() {
    check(4000, 0.04, (platform(), login()), |(mut platform, mut login)| {
        platform.policy = ProvisioningPolicy::default();
        platform.connection.trust_email = false;
        if login.email_verified == VerifiedClaim::True {
            login.email_verified = VerifiedClaim::False;
        }
        let decision = decide(&platform.input(&login, NOW));
        if decision.email_evidence < EmailEvidence::Verified {
            let grants = decision.plan.effects.iter().any(|effect| {
                !matches!(
                    effect,
                    Effect::RecordAudit { .. } | Effect::UpdateProfile { .. } | Effect::SetCurrentOrganization { .. }
                )
            });
            prop_assert!(!grants, "{:?}", decision.plan.effects);
        }
        Ok(is_in(&decision))
    });
}

#[test]
fn p6_an_invitation_out_of_time_or_revoked_never_counts() {
    check(6000, 0.2, (platform(), login(), -2_i64..=2), |(mut platform, login, offset)| {
        for invitation in platform.invitations.values_mut() {
            invitation.expires_at = at(offset);
        }
        let decision = decide(&platform.input(&login, NOW));
        for effect in &decision.plan.effects {
            if let Effect::AcceptInvitation { invitation_id, .. } = effect {
                let invitation = &platform.invitations[invitation_id];
                prop_assert!(offset > 0 && invitation.status == InvitationStatus::Pending);
            }
        }
        Ok(is_in(&decision))
    });
}

#[test]
fn p7_a_usable_invitation_never_turns_admitted_into_denied() {
    check(6000, 0.2, (platform(), login(), invitation()), |(mut platform, login, invitation)| {
        let before = decide(&platform.input(&login, NOW));
        let id = InvitationId::from_uuid(uuid(0xe, 200));
        platform.invitations.insert(id, InvitationFacts { id, ..invitation });
        let after = decide(&platform.input(&login, NOW));
        prop_assert!(!is_in(&before) || is_in(&after), "{:?} became {:?}", before.outcome, after.outcome);
        Ok(is_in(&before))
    });
}

#[test]
fn p8_the_spelling_of_the_address_does_not_matter() {
    check(4000, 0.2, (platform(), login(), any::<bool>()), |(platform, mut login, wide)| {
        let outcome = |login: &LoginIdentity| {
            let decision = decide(&platform.input(login, NOW));
            (decision.outcome, decision.reason, decision.memberships, decision.trace)
        };
        let plain = outcome(&login);
        if let Some(email) = &login.email {
            let respelled: String = if wide {
                email.as_str().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect()
            } else {
                email.as_str().to_uppercase()
            };
            login.email = RawEmail::new(&respelled);
        }
        prop_assert_eq!(&outcome(&login), &plain);
        Ok(plain.0.signed_in_user().is_some())
    });
}

#[test]
fn p9_c25_there_is_at_most_one_bootstrap_whatever_the_schedule() {
    check(
        4000,
        0.05,
        (platform(), login(), login(), any::<bool>()),
        |(mut platform, mut first, mut second, swapped)| {
            for user in platform.users.values_mut() {
                user.platform_role = PlatformRole::PlatformUser;
            }
            for invitation in platform.invitations.values_mut() {
                invitation.platform_role = PlatformRole::PlatformUser;
            }
            first.subject = Subject::shortened("first");
            second.subject = Subject::shortened("second");
            // Both decide before either writes; then they write in either order, and who fails decides again.
            let plans = [decide(&platform.input(&first, NOW)), decide(&platform.input(&second, NOW))];
            let order = if swapped { [(1, &second), (0, &first)] } else { [(0, &first), (1, &second)] };
            for (at, login) in order {
                if platform.apply(&plans[at].plan).is_err() {
                    platform.login(login, NOW);
                }
            }
            prop_assert!(platform.platform_owners() <= 1);
            for (id, organization) in &platform.organizations {
                if let (true, Some(limit)) = (platform.policy.enforce_seats, organization.seat_limit) {
                    let seeded = platform
                        .memberships
                        .values()
                        .filter(|m| {
                            m.organization_id == *id
                                && m.source == MembershipSource::Manual
                                && m.status == MembershipStatus::Active
                        })
                        .count() as u32;
                    prop_assert!(platform.seats_used(*id) <= limit.max(seeded));
                }
            }
            Ok(platform.platform_owners() == 1)
        },
    );
}

#[test]
fn p10_each_stage_has_one_verdict_and_the_deciding_one_is_the_reason() {
    check(4000, 0.2, (platform(), login()), |(platform, login)| {
        let decision = decide(&platform.input(&login, NOW));
        let mut stages: Vec<Stage> = decision.trace.stages.iter().map(|stage| stage.stage).collect();
        stages.sort_unstable();
        prop_assert_eq!(
            stages,
            [
                Stage::Identity,
                Stage::ConnectionStatus,
                Stage::Account,
                Stage::Bootstrap,
                Stage::Invitation,
                Stage::Connection,
                Stage::Domain,
                Stage::Access
            ]
        );
        let deciding: Vec<_> =
            decision.trace.stages.iter().filter(|stage| stage.stage == decision.trace.decided_by).collect();
        prop_assert_eq!(deciding.len(), 1);
        prop_assert_eq!(deciding[0].code, decision.reason);
        prop_assert!(matches!(deciding[0].verdict, Verdict::Matched | Verdict::Denied));
        Ok(is_in(&decision))
    });
}

#[test]
fn p13_suspended_deprovisioned_and_removed_people_stay_out() {
    check(6000, 0.2, (platform(), login()), |(platform, login)| {
        let decision = decide(&platform.input(&login, NOW));
        if let Some(id) = decision.outcome.signed_in_user() {
            if let Some(user) = platform.users.get(&id) {
                prop_assert_eq!(user.status, UserStatus::Active);
            }
            for effect in &decision.plan.effects {
                if let Effect::AddMembership { organization_id, user_id, source, .. } = effect {
                    let removed = platform
                        .memberships
                        .get(&(*organization_id, *user_id))
                        .is_some_and(|m| m.status == MembershipStatus::Removed);
                    prop_assert!(!removed || *source == MembershipSource::Invitation);
                }
            }
        }
        Ok(is_in(&decision))
    });
}

#[test]
fn p14_the_same_subject_at_two_issuers_is_two_people() {
    check(2000, 0.2, (platform(), login()), |(mut platform, mut login)| {
        platform.policy.access_mode = AccessMode::Public;
        platform.users.clear();
        platform.identities.clear();
        let here = decide(&platform.input(&login, NOW)).outcome.signed_in_user();
        login.issuer = Issuer::shortened("https://other.example");
        platform.connection.issuer = login.issuer.clone();
        let there = decide(&platform.input(&login, NOW)).outcome.signed_in_user();
        prop_assert!(here.is_none() || here != there);
        Ok(here.is_some())
    });
}

#[test]
fn the_random_platforms_reach_every_outcome() {
    let seen = std::sync::Mutex::new(std::collections::BTreeSet::new());
    check(6000, 0.2, (platform(), login()), |(platform, login)| {
        let decision = decide(&platform.input(&login, NOW));
        seen.lock().unwrap().insert(decision.outcome.kind());
        Ok(is_in(&decision))
    });
    use OutcomeKind::*;
    let all =
        [Returning, Provisioned, Linked, LinkConfirmationRequired, ApprovalRequired, Waitlisted, SsoRequired, Denied];
    assert_eq!(seen.into_inner().unwrap().into_iter().collect::<Vec<_>>(), all);
}

/// The input type is used by hosts through JSON: what the interpreter brings survives the way through it.
#[test]
fn p11_a_decision_is_the_same_after_a_way_through_json() {
    check(2000, 0.2, (platform(), login()), |(platform, mut login)| {
        // A presented token is never written, so it cannot make the journey.
        login.bootstrap_token = None;
        let input = platform.input(&login, NOW);
        let read: DecideInput = cora_wire::decode(cora_wire::encode(&input).as_bytes()).unwrap();
        let decision = decide(&read);
        prop_assert_eq!(cora_wire::encode(&decision), cora_wire::encode(&decide(&input)));
        Ok(is_in(&decision))
    });
}
