//! The order of evaluation.

use alloc::vec::Vec;
use sha2::{Digest, Sha256};

use super::account::{self, Account, Address};
use super::admission::Admission;
use super::case::{Case, Detail};
use super::code::{ReasonCode, UserMessage};
use super::decision::{Decision, DecisionSummary, Outcome, OutcomeKind};
use super::facts::{BootstrapTokenFacts, DecideInput, LinkConfirmationFacts};
use super::mapping::MappedRoles;
use super::plan::{Effect, Guard, Plan};
use super::strategy::{self, Answer, Special};
use super::trace::{Evidence, Stage, StageVerdict, Trace, Verdict};
use crate::connection::ConnectionStatus;
use crate::email::EmailAddress;
use crate::evidence::EmailEvidence;
use crate::id::{AuditId, OrganizationId, UserId};
use crate::identity::SubjectKind;
use crate::json::Code;
use crate::model::membership::MembershipSource;
use crate::model::user::{Profile, UserFacts};
use crate::policy::{AccessMode, Bootstrap, IncompleteGroups, Strategy};
use crate::redact::RedactedEmail;
use crate::role::{OrganizationRole, PlatformRole};
use crate::secret::hex;

/// Decides whether a login is admitted, into which organization, with which role, and explains the
/// decision.
///
/// Total and deterministic: every input has exactly one decision, regardless of the order of the
/// lists in its facts. A login that is not admitted is a decision, not an error. Source of the
/// order: our decision, because identity has to be settled before anything is granted, and proof
/// (bootstrap, invitation) has to come before circumstance (connection, domain).
pub fn decide(input: &DecideInput) -> Decision {
    evaluate(&Case::of(input, Detail::Whole))
}

/// Decides a login without building the plan and the trace, for callers that only need the outcome.
/// Applies the same rules as [`decide`] and skips the work that only plan and trace need.
pub fn summarize(input: &DecideInput) -> DecisionSummary {
    evaluate(&Case::of(input, Detail::Summary)).into_summary()
}

/// Decides a login. Plan and trace are empty if only a summary is wanted.
pub(crate) fn evaluate(case: &Case<'_>) -> Decision {
    let mut stages = Stages::of(case);
    let address = Address::of(case);

    let identity = objection_to_identity(case);
    stages.settle(Stage::Identity, identity, Vec::new);
    if let Some(code) = identity {
        return refuse(case, &address, stages, Stage::Identity, code, Outcome::Denied {});
    }

    let active = case.connection.status == ConnectionStatus::Active;
    let objection = if active { objection_to_groups(case) } else { Some(ReasonCode::ConnectionNotActive) };
    stages.settle(Stage::ConnectionStatus, objection, || {
        alloc::vec![Evidence::Connection { id: case.connection.id, status: case.connection.status }]
    });
    if let Some(code) = objection {
        return refuse(case, &address, stages, Stage::ConnectionStatus, code, Outcome::Denied {});
    }

    let account = account::find(case, &address);
    let (verdict, code, user) = match account {
        Account::Refused(code, user) => (Verdict::Denied, code, user),
        Account::ToConfirm(user, code) => (Verdict::Denied, code, Some(user)),
        Account::Linked(user) => (Verdict::Matched, ReasonCode::ReturningUser, Some(user)),
        Account::ToLink(user, None) => (Verdict::Matched, ReasonCode::AccountLinked, Some(user)),
        Account::ToLink(user, Some(_)) => (Verdict::Matched, ReasonCode::LinkConfirmed, Some(user)),
        Account::New => (Verdict::Passed, ReasonCode::Ok, None),
    };
    stages.push(Stage::Account, verdict, code, || {
        let email = address.email().map(RedactedEmail::from);
        let email = Evidence::Email { address: email, evidence: address.evidence };
        let user = user.map(|user| Evidence::User { id: user.id, status: user.status });
        core::iter::once(email).chain(user).collect()
    });
    match account {
        Account::Refused(..) => refuse(case, &address, stages, Stage::Account, code, Outcome::Denied {}),
        Account::ToConfirm(user, _) => {
            let outcome = Outcome::LinkConfirmationRequired { user_id: user.id };
            refuse(case, &address, stages, Stage::Account, code, outcome)
        }
        Account::Linked(user) => known(case, &address, stages, user, code, None),
        Account::ToLink(user, confirmation) => known(case, &address, stages, user, code, Some(confirmation)),
        Account::New => newcomer(case, &address, stages),
    }
}

/// Returns the reason why the login is not a well-formed login of a person by its connection, or
/// `None` if it is.
fn objection_to_identity(case: &Case<'_>) -> Option<ReasonCode> {
    let login = &case.login;
    let subject = login.subject.as_str();
    let well_formed = (1..=255).contains(&subject.chars().count()) && !subject.chars().any(char::is_control);
    if login.connection_id != case.connection.id || login.issuer != case.connection.issuer || !well_formed {
        Some(ReasonCode::IdentityInvalid)
    } else if login.subject_kind == SubjectKind::Machine {
        Some(ReasonCode::MachineSubject)
    } else {
        None
    }
}

/// Returns the reason why the login's groups do not suffice for its connection, or `None` if they
/// do.
fn objection_to_groups(case: &Case<'_>) -> Option<ReasonCode> {
    let required = &case.connection.required_groups;
    if case.login.groups_incomplete && case.policy.incomplete_groups == IncompleteGroups::Deny {
        Some(ReasonCode::GroupsIncomplete)
    } else if !required.is_empty() && !required.iter().any(|group| case.login.has_group(group)) {
        Some(ReasonCode::GroupMissing)
    } else {
        None
    }
}

/// Decides for a person without an account: bootstrap, then the strategies, then the access mode.
fn newcomer(case: &Case<'_>, address: &Address<'_>, mut stages: Stages) -> Decision {
    let user = case.login.derived_user();
    let mut admission = Admission::new(case, user, true, PlatformRole::PlatformUser);
    admission.rely(|| Guard::UserAbsent { user_id: user });
    admission.rely(|| Guard::IdentityUnlinked { identity: case.login.key() });
    if let Some(email) = address.email() {
        admission.rely(|| Guard::EmailUnclaimed { email: email.as_canonical().clone() });
    }
    admission.perform(|| Effect::CreateUser {
        user_id: user,
        email: address.email().cloned(),
        email_verified: address.is_verified(),
        profile: claimed_profile(case),
        created_by: user,
        updated_by: user,
    });
    admission.perform(|| link(case, user));
    let provisioned = Outcome::Provisioned { user_id: user };

    // The first match decides. If the policy reconciles, the strategies after it may still add
    // memberships, as they would at the very next login: returning must not change what the first
    // login has settled (property P3).
    let mut decided: Option<(Stage, ReasonCode, Outcome)> = None;
    let last = matches!(case.policy.bootstrap, Bootstrap::FirstUser { .. });
    if !last {
        let answer = bootstrap(case, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    for strategy in case.policy.strategies.iter().copied() {
        if decided.is_some() && !case.policy.reconcile_on_login {
            break;
        }
        let stage = stage_of(strategy);
        let mut answer = strategy::evaluate(strategy, case, address, &mut admission, user, &[]);
        if decided.is_some() {
            answer.verdict = answer.verdict.without_denial();
        } else if let Some(Special::Sso(connection_id)) = answer.special {
            let code = answer.code;
            stages.add(stage, answer);
            return refuse(case, address, stages, stage, code, Outcome::SsoRequired { connection_id });
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
        let answer = bootstrap(case, address, &mut admission, user);
        decided = (answer.verdict == Verdict::Matched).then(|| (Stage::Bootstrap, answer.code, provisioned.clone()));
        stages.add(Stage::Bootstrap, answer);
    }
    if let Some((stage, code, outcome)) = decided {
        // A person whom a later strategy has made a member needs no approval.
        let outcome = if admission.has_memberships() { provisioned } else { outcome };
        return admit(case, address, stages, stage, code, outcome, admission, None);
    }

    let objection = if case.policy.require_verified_email { address.objection() } else { None };
    match case.policy.access_mode {
        AccessMode::Restricted => {
            let code = ReasonCode::NoMatchingStrategy;
            stages.push(Stage::Access, Verdict::Denied, code, Vec::new);
            refuse(case, address, stages, Stage::Access, code, Outcome::Denied {})
        }
        AccessMode::Public => match objection {
            Some(code) => {
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new);
                refuse(case, address, stages, Stage::Access, code, Outcome::Denied {})
            }
            None => let_in(case, address, stages, ReasonCode::PublicAccess, provisioned, admission),
        },
        AccessMode::Waitlist if case.facts.waitlist_approved && address.is_verified() => {
            if let Some(email) = address.email() {
                admission.rely(|| Guard::WaitlistApproved { email: email.as_canonical().clone() });
            }
            let_in(case, address, stages, ReasonCode::WaitlistApproved, provisioned, admission)
        }
        AccessMode::Waitlist => match (objection, address.email()) {
            (None, Some(email)) => {
                let code = ReasonCode::Waitlisted;
                stages.push(Stage::Access, Verdict::Matched, code, Vec::new);
                let mut decision = refuse(case, address, stages, Stage::Access, code, Outcome::Waitlisted {});
                if case.is_whole() && !case.facts.waitlisted {
                    let effect = Effect::AddToWaitlist { email: email.as_canonical().clone(), added_at: case.now };
                    decision.plan.effects.insert(0, effect);
                    // A person who is admitted in another way in the meantime does not go on the
                    // waitlist.
                    decision.plan.guards = alloc::vec![
                        Guard::IdentityUnlinked { identity: case.login.key() },
                        Guard::EmailUnclaimed { email: email.as_canonical().clone() },
                    ];
                    decision.plan.guards.extend(version_guards(case));
                }
                decision
            }
            (objection, _) => {
                let code = objection.or_else(|| address.objection()).unwrap_or(ReasonCode::NoEmail);
                stages.push(Stage::Access, Verdict::Denied, code, Vec::new);
                refuse(case, address, stages, Stage::Access, code, Outcome::Denied {})
            }
        },
    }
}

/// Creates a user whom no strategy admits, because the access mode allows it.
fn let_in(
    case: &Case<'_>,
    address: &Address<'_>,
    mut stages: Stages,
    code: ReasonCode,
    provisioned: Outcome,
    mut admission: Admission<'_>,
) -> Decision {
    stages.push(Stage::Access, Verdict::Matched, code, Vec::new);
    if case.policy.personal_organization {
        admission.found("personal", MembershipSource::Manual);
    }
    admit(case, address, stages, Stage::Access, code, provisioned, admission, None)
}

/// Decides for a person with an account. They are admitted; bootstrap and strategies may add to
/// what they have.
///
/// `to_link` is `Some` if the identity is not linked yet, and holds the confirmation that links it,
/// if one is needed.
fn known(
    case: &Case<'_>,
    address: &Address<'_>,
    mut stages: Stages,
    user: &UserFacts,
    code: ReasonCode,
    to_link: Option<Option<&LinkConfirmationFacts>>,
) -> Decision {
    let user_id = user.id;
    let mut admission = Admission::new(case, user_id, false, user.platform_role);
    stages.note_of_account(|| {
        let noted = |(organization_id, role): &(OrganizationId, OrganizationRole)| Evidence::Group {
            organization_id: *organization_id,
            role: *role,
            code: ReasonCode::GroupMissing,
        };
        admission.out_of_reach().iter().map(noted).collect()
    });
    admission.rely(|| Guard::UserActive { user_id });
    if let Some(confirmation) = to_link {
        if let Some(email) = &user.email {
            admission.rely(|| Guard::EmailVerified { user_id, email: email.clone() });
        }
        admission.rely(|| Guard::IdentityUnlinked { identity: case.login.key() });
        if let Some(confirmation) = confirmation {
            let used_at = case.now;
            admission.rely(|| Guard::LinkConfirmationPending { token_hash: confirmation.token_hash.clone() });
            admission.perform(|| Effect::ConsumeLinkConfirmation {
                token_hash: confirmation.token_hash.clone(),
                user_id,
                used_at,
            });
        }
        admission.perform(|| link(case, user_id));
    } else {
        admission.rely(|| Guard::IdentityLinked { identity: case.login.key(), user_id });
    }
    if case.is_whole() {
        let profile = missing_profile(&user.profile, claimed_profile(case));
        if profile != Profile::default() {
            admission.perform(|| Effect::UpdateProfile { user_id, profile, updated_by: user_id });
        }
    }
    // Bootstrap without proof is only for new users: a user who was admitted in another way does
    // not become the owner by returning.
    // SECURITY: a user who returns through a connection that speaks for another organization's
    // domain stays signed in as before and gains no role or membership.
    let gains = !address.foreign;
    if gains && !matches!(case.policy.bootstrap, Bootstrap::FirstUser { .. }) {
        let answer = bootstrap(case, address, &mut admission, user.id);
        stages.add(Stage::Bootstrap, answer);
    }
    if gains && case.policy.reconcile_on_login {
        // What a group no longer gives is taken first, so that every other way may still give it.
        let follows = case.policy.strategies.contains(&Strategy::Group) && case.mappings().next().is_some();
        let followed = if follows { admission.follow(&MappedRoles::of(case)) } else { Vec::new() };
        for strategy in case.policy.strategies.iter().copied() {
            let mut answer = strategy::evaluate(strategy, case, address, &mut admission, user.id, &followed);
            answer.verdict = answer.verdict.without_denial();
            stages.add(stage_of(strategy), answer);
        }
    }
    let outcome = if to_link.is_some() { Outcome::Linked { user_id } } else { Outcome::Returning { user_id } };
    admit(case, address, stages, Stage::Account, code, outcome, admission, Some(user))
}

/// Checks whether this person becomes the first platform owner, and grants the role if they do.
fn bootstrap(case: &Case<'_>, address: &Address<'_>, admission: &mut Admission<'_>, user: UserId) -> Answer {
    let answer = |verdict, code| Answer { verdict, code, evidence: Vec::new(), special: None };
    let not_matched = |code| answer(Verdict::NotMatched, code);
    if case.facts.platform_owner_exists {
        return not_matched(ReasonCode::OwnerExists);
    }
    let mut token: Option<&BootstrapTokenFacts> = None;
    let code = match &case.policy.bootstrap {
        Bootstrap::Closed {} => return not_matched(ReasonCode::BootstrapClosed),
        Bootstrap::Token {} => {
            let Some(presented) = &case.login.bootstrap_token else {
                return not_matched(ReasonCode::NoBootstrapProof);
            };
            let valid = |token: &&BootstrapTokenFacts| !token.used && case.now < token.expires_at;
            let tokens = case.facts.bootstrap_tokens.iter().filter(valid);
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
            // The address is the whole proof, so it must be verified even if the policy does not
            // require that elsewhere.
            if let Some(code) = address.objection() {
                return not_matched(code);
            }
            ReasonCode::BootstrapEmailAllowed
        }
        Bootstrap::FirstUser { .. } => ReasonCode::BootstrapFirstUser,
    };
    if case.policy.require_verified_email
        && let Some(code) = address.objection()
    {
        return not_matched(code);
    }
    admission.rely(|| Guard::NoPlatformOwner {});
    if let Some(token) = token {
        admission.rely(|| Guard::BootstrapTokenUnused { token_hash: token.token_hash.clone() });
    }
    admission.grant(PlatformRole::PlatformOwner, user);
    admission.found("bootstrap", MembershipSource::Bootstrap);
    if let Some(token) = token {
        let (token_hash, used_at) = (&token.token_hash, case.now);
        admission.perform(|| Effect::ConsumeBootstrapToken { token_hash: token_hash.clone(), user_id: user, used_at });
    }
    answer(Verdict::Matched, code)
}

fn link(case: &Case<'_>, user_id: UserId) -> Effect {
    Effect::LinkIdentity { user_id, connection_id: case.connection.id, identity: case.login.key(), created_by: user_id }
}

/// Returns the profile that the claims assert. Blank texts are ignored.
fn claimed_profile(case: &Case<'_>) -> Profile {
    let login = &case.login;
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

const fn stage_of(strategy: Strategy) -> Stage {
    match strategy {
        Strategy::Invitation => Stage::Invitation,
        Strategy::Connection => Stage::Connection,
        Strategy::Group => Stage::Group,
        Strategy::Domain => Stage::Domain,
    }
}

/// The verdicts so far, if a trace is wanted.
struct Stages(Option<Vec<StageVerdict>>);

impl Stages {
    fn of(case: &Case<'_>) -> Self {
        Self(case.is_whole().then(Vec::new))
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

    fn add(&mut self, stage: Stage, answer: Answer) {
        self.push(stage, answer.verdict, answer.code, || answer.evidence);
    }

    fn settle(&mut self, stage: Stage, objection: Option<ReasonCode>, evidence: impl FnOnce() -> Vec<Evidence>) {
        let verdict = if objection.is_some() { Verdict::Denied } else { Verdict::Passed };
        self.push(stage, verdict, objection.unwrap_or(ReasonCode::Ok), evidence);
    }

    /// Builds the trace with every stage exactly once. Stages that were not evaluated keep their
    /// place in the order.
    fn into_trace(self, case: &Case<'_>, decided_by: Stage) -> Trace {
        let Some(mut given) = self.0 else { return Trace { decided_by, stages: Vec::new() } };
        let last = matches!(case.policy.bootstrap, Bootstrap::FirstUser { .. });
        let mut order = alloc::vec![Stage::Identity, Stage::ConnectionStatus, Stage::Account];
        order.extend((!last).then_some(Stage::Bootstrap));
        order.extend(case.policy.strategies.iter().copied().map(stage_of));
        for stage in [Stage::Invitation, Stage::Connection, Stage::Group, Stage::Domain] {
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
fn idempotency_key(case: &Case<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let version = case.connection.version.to_be_bytes();
    let policy = case.policy.version.to_be_bytes();
    let connection = case.connection.id.as_uuid();
    let parts: [&[u8]; 5] = [
        connection.as_bytes(),
        &version,
        case.login.issuer.as_str().as_bytes(),
        case.login.subject.as_str().as_bytes(),
        &policy,
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Returns the guards of every plan that changes more than the audit log.
fn version_guards(case: &Case<'_>) -> Vec<Guard> {
    alloc::vec![
        Guard::PolicyVersion { version: case.policy.version },
        Guard::ConnectionVersion { connection_id: case.connection.id, version: case.connection.version },
    ]
}

/// Returns the audit record of a decision.
///
/// A decision that admits nobody is recorded once per identity, address, reason and UTC day, so
/// that retries do not flood the audit log. A decision that admits somebody is recorded once per
/// plan, whose other effects are `plan` (our decision).
fn audit(
    case: &Case<'_>,
    key: &[u8; 32],
    outcome: &Outcome,
    reason: ReasonCode,
    email: Option<&EmailAddress>,
    plan: &[u8],
) -> Effect {
    let user_id = outcome.signed_in_user();
    let when = if user_id.is_some() { case.now.seconds() } else { case.now.day() };
    let kind = outcome.kind();
    let address = email.map_or("", EmailAddress::canonical).as_bytes();
    let (outcome_code, reason_code) = (Code::name(&kind).as_bytes(), Code::name(&reason).as_bytes());
    let audit_id = AuditId::derive(&[key, outcome_code, reason_code, &when.to_be_bytes(), address, plan]);
    Effect::RecordAudit {
        audit_id,
        at: case.now,
        outcome: kind,
        reason,
        connection_id: case.connection.id,
        user_id,
        email: email.map(RedactedEmail::from),
    }
}

/// Builds a decision that admits nobody. It changes nothing but the audit log, except that the
/// caller may add to the plan.
fn refuse(
    case: &Case<'_>,
    address: &Address<'_>,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
) -> Decision {
    let user_message = match outcome.kind() {
        OutcomeKind::LinkConfirmationRequired => UserMessage::ConfirmAccount,
        OutcomeKind::Waitlisted => UserMessage::AwaitingApproval,
        OutcomeKind::SsoRequired => UserMessage::UseSso,
        OutcomeKind::Denied if address.evidence == EmailEvidence::Unverified && !address.claimed => code.denial(),
        OutcomeKind::Denied
        | OutcomeKind::Returning
        | OutcomeKind::Provisioned
        | OutcomeKind::Linked
        | OutcomeKind::ApprovalRequired => UserMessage::AccessDenied,
    };
    let plan = if case.is_whole() {
        let key = idempotency_key(case);
        let effects = alloc::vec![audit(case, &key, &outcome, code, address.email(), &[])];
        Plan { idempotency_key: hex(&key), guards: Vec::new(), effects }
    } else {
        Plan::default()
    };
    Decision {
        outcome,
        reason: code,
        user_message: Some(user_message),
        email_evidence: address.evidence,
        platform_role: PlatformRole::PlatformUser,
        memberships: Vec::new(),
        current_organization_id: None,
        plan,
        trace: stages.into_trace(case, stage),
    }
}

/// Builds a decision that admits the person.
#[allow(clippy::too_many_arguments, reason = "one call for each way in, all of them in this file")]
fn admit(
    case: &Case<'_>,
    address: &Address<'_>,
    stages: Stages,
    stage: Stage,
    code: ReasonCode,
    outcome: Outcome,
    mut admission: Admission<'_>,
    user: Option<&UserFacts>,
) -> Decision {
    let current = admission.settle_current_organization(user.and_then(|user| user.current_organization_id));
    let platform_role = admission.platform_role;
    let user_message = match outcome.kind() {
        OutcomeKind::ApprovalRequired => Some(UserMessage::AwaitingApproval),
        OutcomeKind::Returning if admission.waits() => Some(UserMessage::AwaitingApproval),
        _ => None,
    };
    let (memberships, guards, effects) = admission.into_parts();
    let plan = if case.is_whole() { plan_of(case, address, &outcome, code, guards, effects) } else { Plan::default() };
    Decision {
        outcome,
        reason: code,
        user_message,
        email_evidence: address.evidence,
        platform_role,
        memberships,
        current_organization_id: current,
        plan,
        trace: stages.into_trace(case, stage),
    }
}

/// Builds the plan of a decision that admits the person. It has no guards and no effects if nothing
/// changes.
fn plan_of(
    case: &Case<'_>,
    address: &Address<'_>,
    outcome: &Outcome,
    reason: ReasonCode,
    mut guards: Vec<Guard>,
    mut effects: Vec<Effect>,
) -> Plan {
    let key = idempotency_key(case);
    if effects.is_empty() {
        guards.clear();
    } else {
        // The conclusion about the address depends on these rules at their present versions.
        let proofs = address.ownership.iter().map(|rule| Guard::rule_version(rule));
        let proofs: Vec<Guard> = proofs.filter(|guard| !guards.contains(guard)).collect();
        guards.extend(proofs);
        guards.extend(version_guards(case));
        let plan = crate::json::write(&effects).into_bytes();
        effects.push(audit(case, &key, outcome, reason, address.email(), &plan));
    }
    Plan { idempotency_key: hex(&key), guards, effects }
}
