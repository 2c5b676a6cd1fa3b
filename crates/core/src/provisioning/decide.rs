//! The order of evaluation.

use alloc::vec::Vec;
use sha2::{Digest, Sha256};

use super::account::{self, Account};
use super::admission::{Admission, OutOfReach};
use super::code::{ReasonCode, UserMessage};
use super::context::{DecisionContext, Detail};
use super::decision::{Decision, DecisionSummary, Outcome, OutcomeKind};
use super::facts::{BootstrapTokenFacts, DecideInput, LinkConfirmationFacts};
use super::known_users::other_subject_guard;
use super::login_email::LoginEmail;
use super::mapping::MappedRoles;
use super::plan::{Effect, Guard, Plan};
use super::proven::PersonAddresses;
use super::strategy::{self, Diversion, StrategyOutcome};
use super::trace::{Evidence, Stage, StageVerdict, Trace, Verdict};
use super::vouching::{self, Change};
use crate::connection::ConnectionStatus;
use crate::domain::class::{DomainClass, classify};
use crate::email::{CanonicalEmail, EmailAddress};
use crate::id::{AuditId, InvitationId, UserId};
use crate::identity::SubjectKind;
use crate::json::Code;
use crate::model::identity_conflict::IdentityConflictKind;
use crate::model::invitation::InvitationStatus;
use crate::model::membership::MembershipSource;
use crate::model::user::{Profile, UserFacts};
use crate::policy::{AccessMode, Bootstrap, DisposableEmail, IncompleteGroups, Strategy};
use crate::redact::RedactedEmail;
use crate::role::PlatformRole;
use crate::secret::hex;

/// Decides whether a login is admitted, into which organization, with which role, and explains the
/// decision.
///
/// Total and deterministic: every input has exactly one decision, regardless of the order of the
/// lists in its facts. A login that is not admitted is a decision, not an error. Source of the
/// order: our decision, because identity has to be settled before anything is granted, and proof
/// (bootstrap, invitation) has to come before circumstance (connection, domain).
pub fn decide(input: &DecideInput) -> Decision {
    evaluate(&DecisionContext::of(input, Detail::Full))
}

/// Decides a login without building the plan and the trace, for callers that only need the outcome.
/// Applies the same rules as [`decide`] and skips the work that only plan and trace need.
pub fn summarize(input: &DecideInput) -> DecisionSummary {
    evaluate(&DecisionContext::of(input, Detail::Summary)).into_summary()
}

/// Decides a login. Plan and trace are empty if only a summary is wanted.
pub(crate) fn evaluate(context: &DecisionContext<'_>) -> Decision {
    let mut stages = Stages::of(context);
    let address = LoginEmail::of(context);

    let identity = objection_to_identity(context);
    stages.settle(Stage::Identity, identity, || {
        let actor = context
            .login
            .actor
            .iter()
            .map(|actor| Evidence::Actor { issuer: actor.issuer.clone(), subject: actor.subject.hashed() });
        actor.chain(context.login.unread_claims.iter().map(|claim| Evidence::ClaimUnread { claim: *claim })).collect()
    });
    if let Some(code) = identity {
        return refuse(context, &address, stages, Stage::Identity, code, Outcome::Denied {});
    }

    let active = context.connection.status == ConnectionStatus::Active;
    let lacks = context.lacks_authentication();
    let of_proof = lacks.as_ref().map(|_| ReasonCode::StepUpRequired);
    let objection =
        if active { objection_to_groups(context).or(of_proof) } else { Some(ReasonCode::ConnectionNotActive) };
    stages.settle(Stage::ConnectionStatus, objection, || {
        let connection = Evidence::Connection { id: context.connection.id, status: context.connection.status };
        let code = ReasonCode::StepUpRequired;
        let proof = lacks.filter(|_| objection == Some(code));
        let proof = proof.map(|lacks| Evidence::Authentication { organization_id: None, lacks, code });
        core::iter::once(connection).chain(proof).collect()
    });
    if let Some(code) = objection {
        return refuse(context, &address, stages, Stage::ConnectionStatus, code, Outcome::Denied {});
    }

    let account = account::find(context, &address);
    let mut change = Change::default();
    let (verdict, code, user) = match account {
        Account::Refused(code, user) => (Verdict::Denied, code, user),
        Account::ToConfirm(user, code) => (Verdict::Denied, code, Some(user)),
        Account::Conflict(user) => (Verdict::Denied, ReasonCode::IdentityConflict, Some(user)),
        Account::Linked(user) => (Verdict::Matched, ReasonCode::ReturningUser, Some(user)),
        Account::ToLink(user, None) => (Verdict::Matched, ReasonCode::AccountLinked, Some(user)),
        Account::ToLink(user, Some(_)) => (Verdict::Matched, ReasonCode::LinkConfirmed, Some(user)),
        Account::New(displaced) => (Verdict::Passed, ReasonCode::Ok, displaced),
    };
    if let Account::Linked(user) = account
        && !context.is_acted_for()
    {
        change = vouching::of_returning(context, &address, user);
    }
    stages.push(Stage::Account, verdict, code, || {
        let email = address.email().map(RedactedEmail::from);
        let email = Evidence::Email { address: email, evidence: address.evidence };
        let user = user.map(|user| Evidence::User { id: user.id, status: user.status });
        let holder = change.conflict.map(|holder| {
            let (id, code) = (holder.id, ReasonCode::EmailConflict);
            Evidence::EmailHolder { id, code }
        });
        core::iter::once(email).chain(user).chain(holder).collect()
    });
    match account {
        Account::Refused(..) => refuse(context, &address, stages, Stage::Account, code, Outcome::Denied {}),
        Account::ToConfirm(user, _) => {
            let outcome = Outcome::LinkConfirmationRequired { user_id: user.id };
            refuse(context, &address, stages, Stage::Account, code, outcome)
        }
        Account::Conflict(user) => conflict(context, &address, stages, user),
        Account::Linked(user) => known(context, &address, stages, user, code, Entry::Returning(change)),
        Account::ToLink(user, confirmation) => {
            let confirmation = confirmation.or(address.confirmation);
            known(context, &address, stages, user, code, Entry::Linked(confirmation))
        }
        Account::New(displaced) => newcomer(context, &address, stages, displaced),
    }
}

/// The way in which a person with an account comes to it.
enum Entry<'a> {
    /// The identity is linked. The user's address changes in this way.
    Returning(Change<'a>),
    /// The identity is linked now, and uses up this confirmation, if one is needed.
    Linked(Option<&'a LinkConfirmationFacts>),
}

/// Refuses a second subject of an issuer, and leaves it to an administrator.
fn conflict(context: &DecisionContext<'_>, address: &LoginEmail<'_>, stages: Stages, user: &UserFacts) -> Decision {
    let code = ReasonCode::IdentityConflict;
    let mut decision = refuse(context, address, stages, Stage::Account, code, Outcome::Denied {});
    if context.is_full() {
        let effect = vouching::open(context, address, IdentityConflictKind::SecondSubject, user.id, None);
        decision.plan.effects.insert(0, effect);
        // If the user has lost the address meanwhile, the person is new, and nobody has to decide.
        let (user_id, identity) = (user.id, context.login.key());
        let is_own = |email: &CanonicalEmail| address.email().is_some_and(|own| own.as_canonical() == email);
        let held = user.email.clone().filter(|email| user.email_verified && is_own(email));
        decision.plan.guards = held.map(|email| Guard::EmailVerified { user_id, email }).into_iter().collect();
        decision.plan.guards.push(Guard::IdentityUnlinked { identity });
        decision.plan.guards.extend(other_subject_guard(context, user));
        decision.plan.guards.extend(version_guards(context));
    }
    decision
}

/// Returns the reason why the login is not a well-formed login of a person by its connection, or
/// `None` if it is.
fn objection_to_identity(context: &DecisionContext<'_>) -> Option<ReasonCode> {
    let login = &context.login;
    if login.connection_id != context.connection.id
        || login.issuer != context.connection.issuer
        || !login.subject.is_well_formed()
    {
        Some(ReasonCode::IdentityInvalid)
    } else if login.subject_kind == SubjectKind::Machine {
        Some(ReasonCode::MachineSubject)
    } else {
        None
    }
}

/// Returns the reason why the login's groups do not suffice for its connection, or `None` if they
/// do.
fn objection_to_groups(context: &DecisionContext<'_>) -> Option<ReasonCode> {
    let required = &context.connection.required_groups;
    if context.login.groups_incomplete && context.policy.incomplete_groups == IncompleteGroups::Deny {
        Some(ReasonCode::GroupsIncomplete)
    } else if !required.is_empty() && !required.iter().any(|group| context.login.has_group(group)) {
        Some(ReasonCode::GroupMissing)
    } else {
        None
    }
}

/// Decides for a person without an account: bootstrap, then the strategies, then the access mode.
///
/// `displaced` is the user who loses the address to the person.
fn newcomer(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    mut stages: Stages,
    displaced: Option<&UserFacts>,
) -> Decision {
    let user = context.login.derived_user();
    let mut admission = begin_admission(context, address, user, displaced);
    let provisioned = Outcome::Provisioned { user_id: user };
    let addresses = PersonAddresses::of_newcomer(address);

    // The first match decides. If the policy reconciles, the strategies after it may still add
    // memberships, as they would at the very next login: returning must not change what the first
    // login has settled (property P3).
    let mut decided: Option<(Stage, ReasonCode, Outcome)> = None;
    let last = matches!(context.policy.bootstrap, Bootstrap::FirstUser { .. });
    if !last {
        let answer = bootstrap(context, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    // The objection of the strategy that came furthest, the first of those that came as far.
    let mut furthest = ReasonCode::NoMatchingStrategy;
    for strategy in context.policy.strategies.iter().copied() {
        if decided.is_some() && !context.policy.reconcile_on_login {
            break;
        }
        let stage = Stage::of(strategy);
        let mut answer = strategy::evaluate(strategy, context, &addresses, &mut admission, user, &[]);
        if answer.code.precedence() > furthest.precedence() {
            furthest = answer.code;
        }
        if decided.is_some() {
            answer.verdict = answer.verdict.without_denial();
        } else if let Some(Diversion::Sso(connection_id)) = answer.diversion {
            let code = answer.code;
            stages.add(stage, answer);
            return refuse(context, address, stages, stage, code, Outcome::SsoRequired { connection_id });
        } else if answer.verdict == Verdict::Matched {
            let outcome = match answer.diversion {
                Some(Diversion::Approval(organization_id)) => {
                    Outcome::ApprovalRequired { user_id: user, organization_id }
                }
                _ => provisioned.clone(),
            };
            decided = Some((stage, answer.code, outcome));
        }
        stages.add(stage, answer);
    }
    if last && decided.is_none() {
        let answer = bootstrap(context, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    if let Some((stage, code, outcome)) = decided {
        // A person whom a later strategy has made a member needs no approval.
        let outcome = if admission.has_memberships() { provisioned } else { outcome };
        return admit(context, address, stages, stage, code, outcome, admission, None);
    }

    by_access_mode(context, address, stages, furthest, admission, displaced)
}

/// Begins the admission of a new person: the account, its identity, and the code that proves its
/// address.
fn begin_admission<'a>(
    context: &DecisionContext<'a>,
    address: &LoginEmail<'_>,
    user: UserId,
    displaced: Option<&UserFacts>,
) -> Admission<'a> {
    let mut admission = Admission::new(context, user, true, PlatformRole::PlatformUser);
    admission.guard(|| Guard::UserAbsent { user_id: user });
    admission.guard(|| Guard::IdentityUnlinked { identity: context.login.key() });
    if context.is_full() {
        guards_of_the_address(context, address, displaced).into_iter().for_each(|guard| admission.guard(|| guard));
    }
    if let (Some(holder), Some(email)) = (displaced, address.email()) {
        let (user_id, email) = (holder.id, email.as_canonical());
        admission.effect(|| Effect::ReleaseEmail { user_id, email: email.clone(), updated_by: user });
    }
    admission.effect(|| Effect::CreateUser {
        user_id: user,
        email: address.email().cloned(),
        email_verified: address.is_verified(),
        profile: claimed_profile(context),
        created_by: user,
        updated_by: user,
    });
    admission.effect(|| link(context, address, user));
    if let Some(confirmation) = address.confirmation {
        admission.use_code(confirmation);
        admission.effect(|| confirmed(context, user, confirmation));
    }
    admission
}

/// Decides by the access mode for a new person whom no strategy admits. `furthest` is the objection
/// of the strategy that came furthest.
fn by_access_mode(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    mut stages: Stages,
    furthest: ReasonCode,
    mut admission: Admission<'_>,
    displaced: Option<&UserFacts>,
) -> Decision {
    let objection = if context.policy.require_verified_email { address.objection() } else { None };
    match context.policy.access_mode {
        AccessMode::Restricted => {
            stages.push(Stage::Access, Verdict::Denied, furthest, Vec::new);
            let mut decision = refuse(context, address, stages, Stage::Access, furthest, Outcome::Denied {});
            // The reason is for administrators. The person is told the same whatever it is.
            let by_sso = (admission.named == Some(ReasonCode::SsoRequired)).then_some(UserMessage::UseSso);
            let to_prove = address.can_be_proven().then_some(UserMessage::VerifyEmail);
            let told = told_of_invitation(&admission, address).or(by_sso).or(to_prove);
            decision.user_message = told.or(Some(UserMessage::AccessDenied));
            decision
        }
        AccessMode::Public => match objection.or_else(|| disposable(context, address)) {
            Some(code) => {
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new);
                refuse(context, address, stages, Stage::Access, code, Outcome::Denied {})
            }
            None => admit_newcomer(context, address, stages, ReasonCode::PublicAccess, admission),
        },
        AccessMode::Waitlist if context.facts.waitlist_approved && address.is_verified() => {
            if let Some(email) = address.email() {
                admission.guard(|| Guard::WaitlistApproved { email: email.as_canonical().clone() });
            }
            admit_newcomer(context, address, stages, ReasonCode::WaitlistApproved, admission)
        }
        AccessMode::Waitlist => match (objection.or_else(|| disposable(context, address)), address.email()) {
            (None, Some(email)) => {
                let code = ReasonCode::Waitlisted;
                stages.push(Stage::Access, Verdict::Matched, code, Vec::new);
                let mut decision = refuse(context, address, stages, Stage::Access, code, Outcome::Waitlisted {});
                decision.user_message = told_of_invitation(&admission, address).or(decision.user_message);
                if context.is_full() && !context.facts.waitlisted {
                    let effect = Effect::AddToWaitlist { email: email.as_canonical().clone(), added_at: context.now };
                    decision.plan.effects.insert(0, effect);
                    // A person who is admitted in another way in the meantime does not go on the
                    // waitlist.
                    decision.plan.guards = alloc::vec![Guard::IdentityUnlinked { identity: context.login.key() }];
                    decision.plan.guards.extend(guards_of_the_address(context, address, displaced));
                    decision.plan.guards.extend(version_guards(context));
                }
                decision
            }
            (objection, _) => {
                let code = objection.or_else(|| address.objection()).unwrap_or(ReasonCode::NoEmail);
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new);
                refuse(context, address, stages, Stage::Access, code, Outcome::Denied {})
            }
        },
    }
}

/// Returns the objection to a disposable address, if the policy refuses these.
fn disposable(context: &DecisionContext<'_>, address: &LoginEmail<'_>) -> Option<ReasonCode> {
    let is_refused = context.policy.disposable == DisposableEmail::Refuse
        && address.email().is_some_and(|email| classify(email.domain()) == DomainClass::Disposable);
    is_refused.then_some(ReasonCode::EmailDomainRefused)
}

/// Returns the guards under which the address is a new person's: nobody has proven it, or only the
/// user who loses it to another subject.
fn guards_of_the_address(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    displaced: Option<&UserFacts>,
) -> Vec<Guard> {
    let Some(email) = address.email().map(|email| email.as_canonical().clone()) else { return Vec::new() };
    let Some(holder) = displaced else { return alloc::vec![Guard::EmailUnclaimed { email }] };
    // Nobody else can prove the address while this user has it.
    let user_id = holder.id;
    let held = [Guard::UserActive { user_id }, Guard::EmailVerified { user_id, email }];
    held.into_iter().chain(other_subject_guard(context, holder)).collect()
}

/// Returns the message for a person who has to prove an address to get the invitation that the
/// login names: the invited one, or first their own.
fn told_of_invitation(admission: &Admission<'_>, address: &LoginEmail<'_>) -> Option<UserMessage> {
    match admission.named? {
        ReasonCode::InvitationCodeRequired | ReasonCode::InvitationCodeInvalid => Some(UserMessage::ClaimInvitation),
        ReasonCode::EmailUnverified if address.can_be_proven() => Some(UserMessage::VerifyEmail),
        _ => None,
    }
}

/// Creates a user whom no strategy admits, because the access mode allows it.
fn admit_newcomer(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    mut stages: Stages,
    code: ReasonCode,
    mut admission: Admission<'_>,
) -> Decision {
    let provisioned = Outcome::Provisioned { user_id: admission.user };
    stages.push(Stage::Access, Verdict::Matched, code, Vec::new);
    if context.policy.personal_organization {
        admission.create_organization("personal", MembershipSource::Manual);
    }
    admit(context, address, stages, Stage::Access, code, provisioned, admission, None)
}

/// Decides for a person with an account. They are admitted; bootstrap and strategies may add to
/// what they have.
fn known(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    mut stages: Stages,
    user: &UserFacts,
    code: ReasonCode,
    entry: Entry<'_>,
) -> Decision {
    let user_id = user.id;
    let stands = match entry {
        Entry::Linked(_) => user.email_verified,
        Entry::Returning(_) => vouching::stands(context, address, user),
    };
    let addresses = PersonAddresses::of_user(context, address, user, stands);
    let mut admission = Admission::new(context, user_id, false, user.platform_role);
    stages.note_of_account(|| {
        let noted = |membership: &OutOfReach| {
            let OutOfReach { organization_id, role, code } = *membership;
            match code {
                ReasonCode::StepUpRequired => Evidence::Authentication {
                    organization_id: Some(organization_id),
                    lacks: context.lacks_authentication_of(organization_id).unwrap_or_default(),
                    code,
                },
                _ => Evidence::Group { organization_id, role, code },
            }
        };
        admission.out_of_reach().iter().map(noted).collect()
    });
    admission.guard(|| Guard::UserActive { user_id });
    let outcome = match entry {
        Entry::Linked(confirmation) => {
            if let Some(email) = &user.email {
                admission.guard(|| Guard::EmailVerified { user_id, email: email.clone() });
            }
            admission.guard(|| Guard::IdentityUnlinked { identity: context.login.key() });
            admission.guard(|| Guard::NoOtherSubject { user_id, identity: context.login.key() });
            if let Some(confirmation) = confirmation {
                admission.use_code(confirmation);
            }
            admission.effect(|| link(context, address, user_id));
            if let Some(confirmation) = confirmation {
                admission.effect(|| confirmed(context, user_id, confirmation));
            }
            Outcome::Linked { user_id }
        }
        Entry::Returning(change) => {
            admission.guard(|| Guard::IdentityLinked { identity: context.login.key(), user_id });
            change.guards.into_iter().for_each(|guard| admission.guard(|| guard));
            change.effects.into_iter().for_each(|effect| admission.effect(|| effect));
            Outcome::Returning { user_id }
        }
    };
    if context.is_full() && !context.is_acted_for() {
        let profile = missing_profile(&user.profile, claimed_profile(context));
        if profile != Profile::default() {
            admission.effect(|| Effect::UpdateProfile { user_id, profile, updated_by: user_id });
        }
    }
    // Bootstrap without proof is only for new users: a user who was admitted in another way does
    // not become the owner by returning.
    // SECURITY: a user who returns through a connection that speaks for another organization's
    // domain stays signed in as before and gains no role or membership.
    // Somebody who acts on a person's behalf looks at what the person has: nothing is written.
    let gains = !address.foreign && !context.is_acted_for();
    if gains && !matches!(context.policy.bootstrap, Bootstrap::FirstUser { .. }) {
        let answer = bootstrap(context, address, &mut admission, user.id);
        stages.add(Stage::Bootstrap, answer);
    }
    if gains && context.policy.reconcile_on_login {
        // What a group no longer gives is taken first, so that every other way may still give it.
        let follows = context.policy.strategies.contains(&Strategy::Group) && context.mappings().next().is_some();
        let followed = if follows { admission.follow(&MappedRoles::of(context)) } else { Vec::new() };
        for strategy in context.policy.strategies.iter().copied() {
            let mut answer = strategy::evaluate(strategy, context, &addresses, &mut admission, user.id, &followed);
            answer.verdict = answer.verdict.without_denial();
            stages.add(Stage::of(strategy), answer);
        }
    } else if gains
        && context.policy.strategies.contains(&Strategy::Invitation)
        && let Some(answer) = strategy::claim_alone(context, &addresses, &mut admission, user.id)
    {
        stages.add(Stage::Invitation, answer);
    }
    admit(context, address, stages, Stage::Account, code, outcome, admission, Some(user))
}

/// Checks whether this person becomes the first platform owner, or one by a recovery token, and
/// grants the role if they do.
fn bootstrap(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> StrategyOutcome {
    let answer = |verdict, code| StrategyOutcome { verdict, code, evidence: Vec::new(), diversion: None };
    let not_matched = |code| answer(Verdict::NotMatched, code);
    let valid = |token: &&BootstrapTokenFacts| !token.used && context.now < token.expires_at;
    let presented = context.login.bootstrap_token.as_ref();
    let token = presented.and_then(|presented| {
        let tokens = context.facts.bootstrap_tokens.iter().filter(valid);
        tokens.filter(|token| token.token_hash.matches(presented)).min()
    });
    // `first_user` asks for no proof.
    let is_recovery =
        token.is_some_and(|token| token.recovery) && !matches!(context.policy.bootstrap, Bootstrap::FirstUser { .. });
    if context.facts.platform_owner_exists && !is_recovery {
        return not_matched(ReasonCode::OwnerExists);
    }
    let mut used = token.filter(|_| is_recovery);
    let code = match &context.policy.bootstrap {
        _ if is_recovery => ReasonCode::BootstrapTokenAccepted,
        Bootstrap::Closed {} => return not_matched(ReasonCode::BootstrapClosed),
        Bootstrap::Token {} => {
            if presented.is_none() {
                return not_matched(ReasonCode::NoBootstrapProof);
            }
            if token.is_none() {
                return not_matched(ReasonCode::BootstrapTokenInvalid);
            }
            used = token;
            ReasonCode::BootstrapTokenAccepted
        }
        Bootstrap::AllowList { emails } => {
            if !address.email().is_some_and(|email| emails.contains(email.as_canonical())) {
                return not_matched(ReasonCode::NoBootstrapProof);
            }
            // The address is the whole proof, so it must be verified even if the policy does not
            // require that elsewhere.
            if let Some(code) = address.objection() {
                return not_matched(code);
            }
            ReasonCode::BootstrapEmailAllowed
        }
        Bootstrap::FirstUser { .. } => ReasonCode::BootstrapFirstUser,
    };
    if context.policy.require_verified_email
        && let Some(code) = address.objection()
    {
        return not_matched(code);
    }
    if !is_recovery {
        admission.guard(|| Guard::NoPlatformOwner {});
    }
    if let Some(token) = used {
        admission.guard(|| Guard::BootstrapTokenUnused { token_hash: token.token_hash.clone() });
    }
    admission.grant(PlatformRole::PlatformOwner, user);
    if !is_recovery {
        admission.create_organization("bootstrap", MembershipSource::Bootstrap);
    }
    if let Some(token) = used {
        let (token_hash, used_at) = (&token.token_hash, context.now);
        admission.effect(|| Effect::ConsumeBootstrapToken { token_hash: token_hash.clone(), user_id: user, used_at });
    }
    answer(Verdict::Matched, code)
}

/// Returns the effect that links the login's identity, with its word.
fn link(context: &DecisionContext<'_>, address: &LoginEmail<'_>, user_id: UserId) -> Effect {
    Effect::LinkIdentity {
        user_id,
        connection_id: context.connection.id,
        identity: context.login.key(),
        email: address.email().map(|email| email.as_canonical().clone()),
        email_verified: address.vouched,
        // A token without an address says nothing, so an earlier one may still say something.
        stated_at: context.login.issued_at.filter(|_| address.is_asserted()),
        created_by: user_id,
    }
}

/// Returns the effect that keeps the time of a code on the user's address.
fn confirmed(context: &DecisionContext<'_>, user_id: UserId, confirmation: &LinkConfirmationFacts) -> Effect {
    let email = confirmation.email.clone();
    Effect::ConfirmEmail { user_id, email, confirmed_at: context.now, updated_by: user_id }
}

/// Returns the profile that the claims assert. Blank texts are ignored.
fn claimed_profile(context: &DecisionContext<'_>) -> Profile {
    let login = &context.login;
    Profile {
        name: login.name.clone().filter(|text| !text.as_str().trim().is_empty()),
        given_name: login.given_name.clone().filter(|text| !text.as_str().trim().is_empty()),
        family_name: login.family_name.clone().filter(|text| !text.as_str().trim().is_empty()),
        picture: login.picture.clone().filter(|text| !text.as_str().trim().is_empty()),
        phone_number: login.phone_number.clone().filter(|text| !text.as_str().trim().is_empty()),
    }
}

/// Returns the claimed fields that are not known yet. A claim never overwrites what a person or an
/// administrator has entered.
fn missing_profile(known: &Profile, claimed: Profile) -> Profile {
    Profile {
        name: claimed.name.filter(|_| known.name.is_none()),
        given_name: claimed.given_name.filter(|_| known.given_name.is_none()),
        family_name: claimed.family_name.filter(|_| known.family_name.is_none()),
        picture: claimed.picture.filter(|_| known.picture.is_none()),
        phone_number: claimed.phone_number.filter(|_| known.phone_number.is_none()),
    }
}

/// The verdicts so far, if a trace is wanted.
struct Stages(Option<Vec<StageVerdict>>);

impl Stages {
    fn of(context: &DecisionContext<'_>) -> Self {
        Self(context.is_full().then(Vec::new))
    }

    fn push(&mut self, stage: Stage, verdict: Verdict, code: ReasonCode, evidence: impl FnOnce() -> Vec<Evidence>) {
        if let Some(stages) = &mut self.0 {
            stages.push(StageVerdict { stage, verdict, code, evidence: evidence() });
        }
    }

    /// Adds evidence to the stage `account`.
    fn note_of_account(&mut self, evidence: impl FnOnce() -> Vec<Evidence>) {
        let mut stages = self.0.iter_mut().flatten();
        if let Some(account) = stages.find(|verdict| verdict.stage == Stage::Account) {
            account.evidence.extend(evidence());
        }
    }

    fn add(&mut self, stage: Stage, answer: StrategyOutcome) {
        self.push(stage, answer.verdict, answer.code, || answer.evidence);
    }

    fn settle(&mut self, stage: Stage, objection: Option<ReasonCode>, evidence: impl FnOnce() -> Vec<Evidence>) {
        let verdict = if objection.is_some() { Verdict::Denied } else { Verdict::Passed };
        self.push(stage, verdict, objection.unwrap_or(ReasonCode::Ok), evidence);
    }

    /// Builds the trace with every stage exactly once. Stages that were not evaluated keep their
    /// place in the order.
    fn into_trace(self, context: &DecisionContext<'_>, decided_by: Stage) -> Trace {
        let Some(mut given) = self.0 else { return Trace { decided_by, stages: Vec::new() } };
        let last = matches!(context.policy.bootstrap, Bootstrap::FirstUser { .. });
        let mut order = alloc::vec![Stage::Identity, Stage::ConnectionStatus, Stage::Account];
        order.extend((!last).then_some(Stage::Bootstrap));
        order.extend(context.policy.strategies.iter().copied().map(Stage::of));
        for stage in Strategy::ALL.iter().copied().map(Stage::of) {
            if !order.contains(&stage) {
                order.push(stage);
            }
        }
        order.extend(last.then_some(Stage::Bootstrap));
        order.push(Stage::Access);
        let mut stages = Vec::with_capacity(order.len());
        for stage in order {
            let (code, evidence) = (ReasonCode::NotEvaluated, Vec::new());
            let verdict = given.iter().position(|verdict| verdict.stage == stage).map(|at| given.swap_remove(at));
            stages.push(verdict.unwrap_or(StageVerdict { stage, verdict: Verdict::NotEvaluated, code, evidence }));
        }
        Trace { decided_by, stages }
    }
}

/// Returns the idempotency key of a login under the current connection and policy versions.
fn idempotency_key(context: &DecisionContext<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let version = context.connection.version.to_be_bytes();
    let policy = context.policy.version.to_be_bytes();
    let connection = context.connection.id.as_uuid();
    let parts: [&[u8]; 5] = [
        connection.as_bytes(),
        &version,
        context.login.issuer.as_str().as_bytes(),
        context.login.subject.as_str().as_bytes(),
        &policy,
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Returns the guards of every plan that changes more than the audit log.
fn version_guards(context: &DecisionContext<'_>) -> Vec<Guard> {
    alloc::vec![
        Guard::PolicyVersion { version: context.policy.version },
        Guard::ConnectionVersion { connection_id: context.connection.id, version: context.connection.version },
    ]
}

/// Returns the audit record of a decision.
///
/// A decision that admits nobody is recorded once per identity, address, reason and UTC day, so
/// that retries do not flood the audit log. A decision that admits somebody is recorded once per
/// plan, whose other effects are `plan` and claim the invitation `claimed` (our decision).
fn audit(
    context: &DecisionContext<'_>,
    key: &[u8; 32],
    outcome: &Outcome,
    reason: ReasonCode,
    email: Option<&EmailAddress>,
    (claimed, plan): (Option<InvitationId>, &[u8]),
) -> Effect {
    let user_id = outcome.signed_in_user();
    let when = if user_id.is_some() { context.now.seconds() } else { context.now.day() };
    let kind = outcome.kind();
    let address = email.map_or("", EmailAddress::canonical).as_bytes();
    let (outcome_code, reason_code) = (Code::name(&kind).as_bytes(), Code::name(&reason).as_bytes());
    let audit_id = AuditId::derive(&[key, outcome_code, reason_code, &when.to_be_bytes(), address, plan]);
    Effect::RecordAudit {
        audit_id,
        at: context.now,
        outcome: kind,
        reason,
        connection_id: context.connection.id,
        user_id,
        email: email.map(RedactedEmail::from),
        claimed_invitation_id: claimed,
    }
}

/// Builds a decision that admits nobody. It changes nothing but the audit log, except that the
/// caller may add to the plan.
fn refuse(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
) -> Decision {
    let user_message = match outcome.kind() {
        OutcomeKind::LinkConfirmationRequired => UserMessage::ConfirmAccount,
        OutcomeKind::Waitlisted if address.can_be_proven() => UserMessage::VerifyEmail,
        OutcomeKind::Waitlisted => UserMessage::AwaitingApproval,
        OutcomeKind::SsoRequired => UserMessage::UseSso,
        OutcomeKind::Denied if code == ReasonCode::DomainNotOwnedByConnection && is_invited_here(context, address) => {
            UserMessage::UseSso
        }
        OutcomeKind::Denied => match code.denial() {
            UserMessage::VerifyEmail if !address.can_be_proven() => UserMessage::AccessDenied,
            // An organization's requirement would give the organization away.
            UserMessage::StepUp if stage != Stage::ConnectionStatus => UserMessage::AccessDenied,
            message => message,
        },
        OutcomeKind::Returning | OutcomeKind::Provisioned | OutcomeKind::Linked | OutcomeKind::ApprovalRequired => {
            UserMessage::AccessDenied
        }
    };
    let step_up = if user_message == UserMessage::StepUp { context.policy.proof_to_ask_for(None) } else { None };
    let plan = if context.is_full() {
        let key = idempotency_key(context);
        let effects = alloc::vec![audit(context, &key, &outcome, code, address.email(), (None, &[]))];
        Plan { idempotency_key: hex(&key), guards: Vec::new(), effects }
    } else {
        Plan::default()
    };
    Decision {
        outcome,
        reason: code,
        user_message: Some(user_message),
        step_up,
        email_evidence: address.evidence,
        platform_role: PlatformRole::PlatformUser,
        memberships: Vec::new(),
        current_organization_id: None,
        plan,
        trace: stages.into_trace(context, stage),
    }
}

/// Returns `true` if the connection's own organization has an open invitation to the address.
///
/// SECURITY: an organization's provider can assert any address. It must not find out which ones
/// another organization has invited.
fn is_invited_here(context: &DecisionContext<'_>, address: &LoginEmail<'_>) -> bool {
    context.facts.invitations.iter().any(|invitation| {
        address.email().is_some_and(|email| *email.as_canonical() == invitation.email)
            && Some(invitation.organization_id) == context.connection.organization_id
            && invitation.status == InvitationStatus::Pending
            && context.now < invitation.expires_at
    })
}

/// Builds a decision that admits the person.
#[allow(clippy::too_many_arguments, reason = "one call for each way in, all of them in this file")]
fn admit(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
    mut admission: Admission<'_>,
    user: Option<&UserFacts>,
) -> Decision {
    let current = admission.settle_current_organization(user.and_then(|user| user.current_organization_id));
    let platform_role = admission.platform_role;
    let told = told_of_invitation(&admission, address);
    let proof_wanted = context.policy.require_verified_email && address.can_be_proven();
    let user_message = match outcome.kind() {
        _ if told.is_some() => told,
        OutcomeKind::ApprovalRequired => Some(UserMessage::AwaitingApproval),
        OutcomeKind::Returning if admission.is_pending() => Some(UserMessage::AwaitingApproval),
        OutcomeKind::Returning if proof_wanted && !admission.has_memberships() => Some(UserMessage::VerifyEmail),
        _ => None,
    };
    let (memberships, guards, effects) = admission.into_parts();
    let plan =
        if context.is_full() { plan_of(context, address, &outcome, code, guards, effects) } else { Plan::default() };
    Decision {
        outcome,
        reason: code,
        user_message,
        step_up: None,
        email_evidence: address.evidence,
        platform_role,
        memberships,
        current_organization_id: current,
        plan,
        trace: stages.into_trace(context, stage),
    }
}

/// Builds the plan of a decision that admits the person. It has no guards and no effects if nothing
/// changes.
fn plan_of(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    outcome: &Outcome,
    reason: ReasonCode,
    mut guards: Vec<Guard>,
    mut effects: Vec<Effect>,
) -> Plan {
    let key = idempotency_key(context);
    if effects.is_empty() {
        guards.clear();
    } else {
        // The conclusion about the address depends on these rules at their present versions.
        let proofs = address.ownership.iter().map(|rule| Guard::rule_version(rule));
        let proofs: Vec<Guard> = proofs.filter(|guard| !guards.contains(guard)).collect();
        guards.extend(proofs);
        guards.extend(version_guards(context));
        let plan = crate::json::write(&effects).into_bytes();
        let claimed = effects.iter().find_map(Effect::claimed_invitation);
        effects.push(audit(context, &key, outcome, reason, address.email(), (claimed, &plan)));
    }
    Plan { idempotency_key: hex(&key), guards, effects }
}
