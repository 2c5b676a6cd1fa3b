//! The order of evaluation.

use alloc::vec::Vec;
use sha2::{Digest, Sha256};

use super::account::{self, Account, Address};
use super::admission::Admission;
use super::code::{ReasonCode, UserMessage};
use super::decision::{Decision, Outcome, OutcomeKind};
use super::facts::{BootstrapTokenFacts, DecideInput, MembershipSource, Profile, UserFacts};
use super::plan::{Effect, Guard, Plan};
use super::strategy::{self, Answer, Special};
use super::trace::{Evidence, Stage, StageVerdict, Trace, Verdict};
use crate::connection::ConnectionStatus;
use crate::email::EmailAddress;
use crate::evidence::EmailEvidence;
use crate::id::{AuditId, UserId};
use crate::identity::SubjectKind;
use crate::json::Code;
use crate::policy::{AccessMode, Bootstrap, Strategy};
use crate::redact::RedactedEmail;
use crate::role::PlatformRole;
use crate::secret::hex;

/// Decides who may come in, into which organization, as what, and says why.
///
/// Total and deterministic: every input has one decision, whatever the order of the lists in its facts. A login that is
/// not let in is a decision, not an error. Source of the order: our decision, because identity has to be settled before
/// anything is granted, and proof (bootstrap, invitation) has to come before circumstance (connection, domain).
pub fn decide(input: &DecideInput) -> Decision {
    let mut stages = Stages::default();
    let address = Address::of(input);

    let identity = objection_to_identity(input);
    stages.settle(Stage::Identity, identity, Vec::new());
    if let Some(code) = identity {
        return refuse(input, &address, stages, Stage::Identity, code, Outcome::Denied {});
    }

    let active = input.connection.status == ConnectionStatus::Active;
    let objection = (!active).then_some(ReasonCode::ConnectionNotActive);
    let evidence = Evidence::Connection { id: input.connection.id, status: input.connection.status };
    stages.settle(Stage::ConnectionStatus, objection, alloc::vec![evidence]);
    if let Some(code) = objection {
        return refuse(input, &address, stages, Stage::ConnectionStatus, code, Outcome::Denied {});
    }

    let email = Evidence::Email { address: address.email().map(RedactedEmail::from), evidence: address.evidence };
    let with_user = |user: &UserFacts| alloc::vec![email.clone(), Evidence::User { id: user.id, status: user.status }];
    match account::find(input, &address) {
        Account::Refused(code, user) => {
            let evidence = user.map_or_else(|| alloc::vec![email.clone()], with_user);
            stages.push(Stage::Account, Verdict::Denied, code, evidence);
            refuse(input, &address, stages, Stage::Account, code, Outcome::Denied {})
        }
        Account::ToConfirm(user) => {
            let code = ReasonCode::LinkConfirmationRequired;
            stages.push(Stage::Account, Verdict::Denied, code, with_user(user));
            let outcome = Outcome::LinkConfirmationRequired { user_id: user.id };
            refuse(input, &address, stages, Stage::Account, code, outcome)
        }
        Account::Linked(user) => {
            stages.push(Stage::Account, Verdict::Matched, ReasonCode::ReturningUser, with_user(user));
            known(input, &address, stages, user, false)
        }
        Account::ToLink(user) => {
            stages.push(Stage::Account, Verdict::Matched, ReasonCode::AccountLinked, with_user(user));
            known(input, &address, stages, user, true)
        }
        Account::New => {
            stages.push(Stage::Account, Verdict::Passed, ReasonCode::Ok, alloc::vec![email]);
            newcomer(input, &address, stages)
        }
    }
}

/// Why the login is not a well-formed login of a person by its connection, or `None` if it is.
fn objection_to_identity(input: &DecideInput) -> Option<ReasonCode> {
    let login = &input.login;
    let subject = login.subject.as_str();
    let well_formed = (1..=255).contains(&subject.chars().count()) && !subject.chars().any(char::is_control);
    if login.connection_id != input.connection.id || login.issuer != input.connection.issuer || !well_formed {
        Some(ReasonCode::IdentityInvalid)
    } else if login.subject_kind == SubjectKind::Machine {
        Some(ReasonCode::MachineSubject)
    } else {
        None
    }
}

/// A person without an account: bootstrap, then the strategies, then what the access mode leaves.
fn newcomer(input: &DecideInput, address: &Address, mut stages: Stages) -> Decision {
    let user = UserId::derive(&input.login.key());
    let mut admission = Admission::new(input, user, true, PlatformRole::PlatformUser);
    admission.guards.push(Guard::UserAbsent { user_id: user });
    admission.guards.push(Guard::IdentityUnlinked { identity: input.login.key() });
    admission.guards.extend(address.email().map(|email| Guard::EmailUnclaimed { email: email.as_canonical().clone() }));
    admission.effects.push(Effect::CreateUser {
        user_id: user,
        email: address.email().cloned(),
        email_verified: address.is_verified(),
        profile: claimed_profile(input),
        created_by: user,
        updated_by: user,
    });
    admission.effects.push(link(input, user));
    let provisioned = Outcome::Provisioned { user_id: user };

    // The first that matches decides. The strategies after it may still add memberships where the policy reconciles, as
    // they would at the very next login: coming back must not change what coming in has settled (property P3).
    let mut decided: Option<(Stage, ReasonCode, Outcome)> = None;
    let last = matches!(input.policy.bootstrap, Bootstrap::FirstUser {});
    if !last {
        let answer = bootstrap(input, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    for strategy in input.policy.strategies.iter().copied() {
        if decided.is_some() && !input.policy.reconcile_on_login {
            break;
        }
        let stage = stage_of(strategy);
        let mut answer = strategy::evaluate(strategy, input, address, &mut admission, user);
        if decided.is_some() {
            answer.verdict = answer.verdict.without_denial();
        } else if let Some(Special::Sso(connection_id)) = answer.special {
            let code = answer.code;
            stages.add(stage, answer);
            return refuse(input, address, stages, stage, code, Outcome::SsoRequired { connection_id });
        } else if answer.verdict == Verdict::Matched {
            let outcome = match answer.special {
                Some(Special::Approval(organization_id)) => {
                    Outcome::ApprovalRequired { user_id: user, organization_id }
                }
                _ => provisioned.clone(),
            };
            decided = Some((stage, answer.code, outcome));
        }
        stages.add(stage, answer);
    }
    if last && decided.is_none() {
        let answer = bootstrap(input, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    if let Some((stage, code, outcome)) = decided {
        // Nobody has to approve of a person whom a later strategy has made a member.
        let outcome = if admission.has_memberships() { provisioned } else { outcome };
        return admit(input, address, stages, stage, code, outcome, admission, None);
    }

    let objection = if input.policy.require_verified_email { address.objection() } else { None };
    match input.policy.access_mode {
        AccessMode::Restricted => {
            let code = ReasonCode::NoMatchingStrategy;
            stages.push(Stage::Access, Verdict::Denied, code, Vec::new());
            refuse(input, address, stages, Stage::Access, code, Outcome::Denied {})
        }
        AccessMode::Public => match objection {
            Some(code) => {
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new());
                refuse(input, address, stages, Stage::Access, code, Outcome::Denied {})
            }
            None => {
                let code = ReasonCode::PublicAccess;
                stages.push(Stage::Access, Verdict::Matched, code, Vec::new());
                if input.policy.personal_organization {
                    admission.found("personal", MembershipSource::Manual);
                }
                admit(input, address, stages, Stage::Access, code, provisioned, admission, None)
            }
        },
        AccessMode::Waitlist => match (objection, address.email()) {
            (None, Some(email)) => {
                let code = ReasonCode::Waitlisted;
                stages.push(Stage::Access, Verdict::Matched, code, Vec::new());
                let mut decision = refuse(input, address, stages, Stage::Access, code, Outcome::Waitlisted {});
                if !input.facts.waitlisted {
                    let effect = Effect::AddToWaitlist { email: email.as_canonical().clone(), added_at: input.now };
                    decision.plan.effects.insert(0, effect);
                    decision.plan.guards = version_guards(input);
                }
                decision
            }
            (objection, _) => {
                let code = objection.or_else(|| address.objection()).unwrap_or(ReasonCode::NoEmail);
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new());
                refuse(input, address, stages, Stage::Access, code, Outcome::Denied {})
            }
        },
    }
}

/// A person with an account: they are in; bootstrap and strategies may add to what they have.
fn known(input: &DecideInput, address: &Address, mut stages: Stages, user: &UserFacts, to_link: bool) -> Decision {
    let mut admission = Admission::new(input, user.id, false, user.platform_role);
    admission.guards.push(Guard::UserActive { user_id: user.id });
    if to_link {
        let email = address.email().map(|email| email.as_canonical().clone());
        admission.guards.extend(email.map(|email| Guard::EmailVerified { user_id: user.id, email }));
        admission.guards.push(Guard::IdentityUnlinked { identity: input.login.key() });
        admission.effects.push(link(input, user.id));
    } else {
        admission.guards.push(Guard::IdentityLinked { identity: input.login.key(), user_id: user.id });
    }
    let missing = missing_profile(&user.profile, claimed_profile(input));
    if missing != Profile::default() {
        admission.effects.push(Effect::UpdateProfile { user_id: user.id, profile: missing, updated_by: user.id });
    }
    // Without any proof it is only for somebody who is new: those who were let in otherwise are not raised by coming back.
    // SECURITY: who comes back by a connection that speaks for another organization's domain is who they were, and no more.
    let gains = !address.foreign;
    if gains && !matches!(input.policy.bootstrap, Bootstrap::FirstUser {}) {
        let answer = bootstrap(input, address, &mut admission, user.id);
        stages.add(Stage::Bootstrap, answer);
    }
    if gains && input.policy.reconcile_on_login {
        for strategy in input.policy.strategies.iter().copied() {
            let mut answer = strategy::evaluate(strategy, input, address, &mut admission, user.id);
            answer.verdict = answer.verdict.without_denial();
            stages.add(stage_of(strategy), answer);
        }
    }
    let (outcome, code) = if to_link {
        (Outcome::Linked { user_id: user.id }, ReasonCode::AccountLinked)
    } else {
        (Outcome::Returning { user_id: user.id }, ReasonCode::ReturningUser)
    };
    admit(input, address, stages, Stage::Account, code, outcome, admission, Some(user))
}

/// Whether this person founds the platform.
fn bootstrap(input: &DecideInput, address: &Address, admission: &mut Admission<'_>, user: UserId) -> Answer {
    let answer = |verdict, code| Answer { verdict, code, evidence: Vec::new(), special: None };
    let not_matched = |code| answer(Verdict::NotMatched, code);
    if input.facts.platform_owner_exists {
        return not_matched(ReasonCode::OwnerExists);
    }
    let mut token: Option<&BootstrapTokenFacts> = None;
    let code = match &input.policy.bootstrap {
        Bootstrap::Closed {} => return not_matched(ReasonCode::BootstrapClosed),
        Bootstrap::Token {} => {
            let Some(presented) = &input.login.bootstrap_token else {
                return not_matched(ReasonCode::NoBootstrapProof);
            };
            let valid = |token: &&BootstrapTokenFacts| !token.used && input.now < token.expires_at;
            let tokens = input.facts.bootstrap_tokens.iter().filter(valid);
            token = tokens.filter(|token| token.token_hash.matches(presented)).min();
            if token.is_none() {
                return not_matched(ReasonCode::BootstrapTokenInvalid);
            }
            ReasonCode::BootstrapTokenAccepted
        }
        Bootstrap::AllowList { emails } => {
            if !address.email().is_some_and(|email| emails.contains(email.as_canonical())) {
                return not_matched(ReasonCode::NoBootstrapProof);
            }
            // The address is the whole proof, so it must be proven, whatever the policy asks for elsewhere.
            if let Some(code) = address.objection() {
                return not_matched(code);
            }
            ReasonCode::BootstrapEmailAllowed
        }
        Bootstrap::FirstUser {} => ReasonCode::BootstrapFirstUser,
    };
    if input.policy.require_verified_email
        && let Some(code) = address.objection()
    {
        return not_matched(code);
    }
    admission.guards.push(Guard::NoPlatformOwner {});
    admission.grant(PlatformRole::PlatformOwner, user);
    admission.found("bootstrap", MembershipSource::Bootstrap);
    if let Some(token) = token {
        let token_hash = token.token_hash.clone();
        admission.effects.push(Effect::ConsumeBootstrapToken { token_hash, user_id: user, used_at: input.now });
    }
    answer(Verdict::Matched, code)
}

fn link(input: &DecideInput, user_id: UserId) -> Effect {
    Effect::LinkIdentity {
        user_id,
        connection_id: input.connection.id,
        identity: input.login.key(),
        created_by: user_id,
    }
}

/// What the claims say of the person; an empty text says nothing.
fn claimed_profile(input: &DecideInput) -> Profile {
    let login = &input.login;
    Profile {
        name: login.name.clone().filter(|text| !text.as_str().trim().is_empty()),
        given_name: login.given_name.clone().filter(|text| !text.as_str().trim().is_empty()),
        family_name: login.family_name.clone().filter(|text| !text.as_str().trim().is_empty()),
        picture: login.picture.clone().filter(|text| !text.as_str().trim().is_empty()),
        phone_number: login.phone_number.clone().filter(|text| !text.as_str().trim().is_empty()),
    }
}

/// The claimed parts that are not known yet. What a person or an administrator has written is not overwritten by a claim.
fn missing_profile(known: &Profile, claimed: Profile) -> Profile {
    Profile {
        name: claimed.name.filter(|_| known.name.is_none()),
        given_name: claimed.given_name.filter(|_| known.given_name.is_none()),
        family_name: claimed.family_name.filter(|_| known.family_name.is_none()),
        picture: claimed.picture.filter(|_| known.picture.is_none()),
        phone_number: claimed.phone_number.filter(|_| known.phone_number.is_none()),
    }
}

const fn stage_of(strategy: Strategy) -> Stage {
    match strategy {
        Strategy::Invitation => Stage::Invitation,
        Strategy::Connection => Stage::Connection,
        Strategy::Domain => Stage::Domain,
    }
}

/// The verdicts so far.
#[derive(Default)]
struct Stages(Vec<StageVerdict>);

impl Stages {
    fn push(&mut self, stage: Stage, verdict: Verdict, code: ReasonCode, evidence: Vec<Evidence>) {
        self.0.push(StageVerdict { stage, verdict, code, evidence });
    }

    fn add(&mut self, stage: Stage, answer: Answer) {
        self.push(stage, answer.verdict, answer.code, answer.evidence);
    }

    fn settle(&mut self, stage: Stage, objection: Option<ReasonCode>, evidence: Vec<Evidence>) {
        let verdict = if objection.is_some() { Verdict::Denied } else { Verdict::Passed };
        self.push(stage, verdict, objection.unwrap_or(ReasonCode::Ok), evidence);
    }

    /// The trace with every stage exactly once: those not asked stand where they would have been.
    fn into_trace(mut self, input: &DecideInput, decided_by: Stage) -> Trace {
        let last = matches!(input.policy.bootstrap, Bootstrap::FirstUser {});
        let mut order = alloc::vec![Stage::Identity, Stage::ConnectionStatus, Stage::Account];
        order.extend((!last).then_some(Stage::Bootstrap));
        order.extend(input.policy.strategies.iter().copied().map(stage_of));
        for stage in [Stage::Invitation, Stage::Connection, Stage::Domain] {
            if !order.contains(&stage) {
                order.push(stage);
            }
        }
        order.extend(last.then_some(Stage::Bootstrap));
        order.push(Stage::Access);
        let mut stages = Vec::with_capacity(order.len());
        for stage in order {
            let (code, evidence) = (ReasonCode::NotEvaluated, Vec::new());
            let given = self.0.iter().position(|verdict| verdict.stage == stage).map(|at| self.0.swap_remove(at));
            stages.push(given.unwrap_or(StageVerdict { stage, verdict: Verdict::NotEvaluated, code, evidence }));
        }
        Trace { decided_by, stages }
    }
}

/// The key of a login under the present versions.
fn idempotency_key(input: &DecideInput) -> [u8; 32] {
    let mut hash = Sha256::new();
    let version = input.connection.version.to_be_bytes();
    let policy = input.policy.version.to_be_bytes();
    let connection = input.connection.id.as_uuid();
    let parts: [&[u8]; 5] = [
        connection.as_bytes(),
        &version,
        input.login.issuer.as_str().as_bytes(),
        input.login.subject.as_str().as_bytes(),
        &policy,
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// What has to hold for every plan that changes more than the audit log.
fn version_guards(input: &DecideInput) -> Vec<Guard> {
    alloc::vec![
        Guard::PolicyVersion { version: input.policy.version },
        Guard::ConnectionVersion { connection_id: input.connection.id, version: input.connection.version },
    ]
}

/// The record of a decision.
///
/// A decision that lets nobody in is recorded once per identity, address, reason and UTC day, so that trying again does not
/// flood the audit log; one that does is recorded once per plan, whose other effects are `plan` (our decision).
fn audit(
    input: &DecideInput,
    key: &[u8; 32],
    outcome: &Outcome,
    reason: ReasonCode,
    email: Option<&EmailAddress>,
    plan: &[u8],
) -> Effect {
    let user_id = outcome.signed_in_user();
    let when = if user_id.is_some() { input.now.seconds() } else { input.now.day() };
    let kind = outcome.kind();
    let address = email.map_or("", EmailAddress::canonical).as_bytes();
    let (outcome_code, reason_code) = (Code::name(&kind).as_bytes(), Code::name(&reason).as_bytes());
    let audit_id = AuditId::derive(&[key, outcome_code, reason_code, &when.to_be_bytes(), address, plan]);
    Effect::RecordAudit {
        audit_id,
        at: input.now,
        outcome: kind,
        reason,
        connection_id: input.connection.id,
        user_id,
        email: email.map(RedactedEmail::from),
    }
}

/// A decision that lets nobody in and changes nothing but the audit log.
fn refuse(
    input: &DecideInput,
    address: &Address,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
) -> Decision {
    let user_message = match outcome.kind() {
        OutcomeKind::LinkConfirmationRequired => UserMessage::ConfirmAccount,
        OutcomeKind::Waitlisted => UserMessage::AwaitingApproval,
        OutcomeKind::SsoRequired => UserMessage::UseSso,
        _ => {
            let about_email = matches!(code, ReasonCode::EmailUnverified | ReasonCode::NoMatchingStrategy);
            let unproven = address.evidence == EmailEvidence::Unverified && !address.claimed;
            if about_email && unproven { UserMessage::VerifyEmail } else { UserMessage::AccessDenied }
        }
    };
    let key = idempotency_key(input);
    let effects = alloc::vec![audit(input, &key, &outcome, code, address.email(), &[])];
    Decision {
        outcome,
        reason: code,
        user_message: Some(user_message),
        email_evidence: address.evidence,
        platform_role: PlatformRole::PlatformUser,
        memberships: Vec::new(),
        current_organization_id: None,
        plan: Plan { idempotency_key: hex(&key), guards: Vec::new(), effects },
        trace: stages.into_trace(input, stage),
    }
}

/// A decision that lets the person in.
#[allow(clippy::too_many_arguments, reason = "one call for each way in, all of them in this file")]
fn admit(
    input: &DecideInput,
    address: &Address,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
    mut admission: Admission<'_>,
    user: Option<&UserFacts>,
) -> Decision {
    let current = admission.settle_current_organization(user.and_then(|user| user.current_organization_id));
    let platform_role = admission.platform_role;
    let (memberships, mut guards, mut effects) = admission.into_memberships();
    let key = idempotency_key(input);
    if effects.is_empty() {
        guards.clear();
    } else {
        // What the address proves, it proves by these.
        let proofs: Vec<Guard> = address.ownership.iter().filter(|guard| !guards.contains(guard)).cloned().collect();
        guards.extend(proofs);
        guards.extend(version_guards(input));
        let plan = crate::json::write(&effects).into_bytes();
        effects.push(audit(input, &key, &outcome, code, address.email(), &plan));
    }
    let asks = |effect: &Effect| matches!(effect, Effect::RequestMembership { .. });
    let asked = !input.facts.pending_membership_requests.is_empty() || effects.iter().any(asks);
    let waiting = memberships.is_empty() && asked;
    let user_message = match outcome.kind() {
        OutcomeKind::ApprovalRequired => Some(UserMessage::AwaitingApproval),
        OutcomeKind::Returning if waiting => Some(UserMessage::AwaitingApproval),
        _ => None,
    };
    Decision {
        outcome,
        reason: code,
        user_message,
        email_evidence: address.evidence,
        platform_role,
        memberships,
        current_organization_id: current,
        plan: Plan { idempotency_key: hex(&key), guards, effects },
        trace: stages.into_trace(input, stage),
    }
}
