//! A second, plain and slow evaluation of a login, written from `docs/specification.md` and not
//! from the engine. The two are compared in `differential.rs`. One function per paragraph; the
//! numbers are sections of the specification, and quotations are from it.

mod access;
mod account;
mod address;
mod authentication;
mod bootstrap;
mod connection;
mod domain;
mod evidence;
mod groups;
mod invitation;
mod person;
mod proven;
pub mod reachable;
mod stored;
mod word;

use cora_core::connection::ConnectionStatus;
use cora_core::evidence::EmailEvidence;
use cora_core::id::OrganizationId;
use cora_core::identity::SubjectKind;
use cora_core::policy::authentication::StepUp;
use cora_core::policy::{Bootstrap, Strategy};
use cora_core::provisioning::code::{ReasonCode, UserMessage};
use cora_core::provisioning::decision::{MembershipView, Outcome};
use cora_core::provisioning::facts::InvitationStatus;
use cora_core::provisioning::plan::{Effect, Guard};
use cora_core::provisioning::trace::{Stage, Verdict};
use cora_core::role::PlatformRole;
use cora_core::{DecideInput, Decision};

use evidence::Email;
use person::Person;

/// The parts of a decision that are compared. Audit records, the key of the plan and the evidence
/// of the trace are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub outcome: Outcome,
    pub reason: ReasonCode,
    pub user_message: Option<UserMessage>,
    pub step_up: Option<StepUp>,
    pub email_evidence: EmailEvidence,
    pub platform_role: PlatformRole,
    pub memberships: Vec<MembershipView>,
    pub current_organization_id: Option<OrganizationId>,
    pub stages: Vec<(Stage, Verdict, ReasonCode)>,
    pub decided_by: Stage,
    /// All effects in order, without the audit record.
    pub effects: Vec<Effect>,
    /// As a set: sorted by their JSON, each once.
    pub guards: Vec<String>,
}

impl Expected {
    /// Returns the same parts of the engine's decision.
    pub fn of(decision: &Decision) -> Self {
        let stages = decision.trace.stages.iter().map(|stage| (stage.stage, stage.verdict, stage.code));
        let effects = decision.plan.effects.iter().filter(|effect| !matches!(effect, Effect::RecordAudit { .. }));
        Self {
            outcome: decision.outcome.clone(),
            reason: decision.reason,
            user_message: decision.user_message,
            step_up: decision.step_up.clone(),
            email_evidence: decision.email_evidence,
            platform_role: decision.platform_role,
            memberships: decision.memberships.clone(),
            current_organization_id: decision.current_organization_id,
            stages: stages.collect(),
            decided_by: decision.trace.decided_by,
            effects: effects.cloned().collect(),
            guards: as_set(&decision.plan.guards),
        }
    }
}

fn as_set(guards: &[Guard]) -> Vec<String> {
    let texts: std::collections::BTreeSet<String> = guards.iter().map(cora_wire::encode).collect();
    texts.into_iter().collect()
}

/// A verdict and its code.
pub type Said = (Verdict, ReasonCode);

const OK: Said = (Verdict::Passed, ReasonCode::Ok);
const NOT_EVALUATED: Said = (Verdict::NotEvaluated, ReasonCode::NotEvaluated);

/// §6: the whole order of evaluation.
pub fn evaluate(input: &DecideInput) -> Expected {
    let mut course = Course {
        input,
        email: Email::of(input),
        said: Vec::new(),
        queued: None,
        of_the_address: Vec::new(),
        of_claim: None,
        is_restricted: false,
    };
    let ending = course.run();
    course.conclude(ending)
}

/// The end of an evaluation: the deciding stage, the outcome, and the person if they are admitted.
struct Ending {
    by: Stage,
    outcome: Outcome,
    person: Option<Person>,
}

struct Course<'a> {
    input: &'a DecideInput,
    email: Email,
    said: Vec<(Stage, Said)>,
    /// The entry of the administrators' queue, and its guards.
    queued: Option<(Effect, Vec<Guard>)>,
    /// The guards under which the address is a new person's.
    of_the_address: Vec<Guard>,
    /// The message about an invitation that the person claims.
    of_claim: Option<UserMessage>,
    /// `true` if no stage has matched under `restricted`.
    is_restricted: bool,
}

impl Course<'_> {
    fn say(&mut self, stage: Stage, said: Said) {
        self.said.push((stage, said));
    }

    fn run(&mut self) -> Ending {
        // §6.1
        let said = identity(self.input);
        self.say(Stage::Identity, said);
        if said.0 == Verdict::Denied {
            return denied(Stage::Identity);
        }
        // §6.2
        let said = connection_status(self.input);
        self.say(Stage::ConnectionStatus, said);
        if said.0 == Verdict::Denied {
            return denied(Stage::ConnectionStatus);
        }
        // §6.3, §6.4
        let account = account::account(self.input, &self.email);
        self.say(Stage::Account, account.said);
        self.queued = account.queued.map(|effect| (effect, account.guards));
        let (mut person, outcome) = match account.standing {
            account::Standing::Out(outcome) => return Ending { by: Stage::Account, outcome, person: None },
            account::Standing::In(person, outcome) => (person, Some(outcome)),
            account::Standing::Newcomer(person) => (person, None),
        };
        match outcome {
            Some(outcome) => self.of_somebody_who_is_in(person, outcome),
            None => self.of_a_newcomer(&mut person),
        }
    }

    /// §6.3: a user who returns, or was linked, gains by proof of bootstrap and by the strategies,
    /// and cannot lose.
    fn of_somebody_who_is_in(&mut self, mut person: Person, outcome: Outcome) -> Ending {
        // Our decision: an organization's connection that speaks for another's domain gives its
        // people nothing.
        if !self.email.is_foreign && self.input.login.actor.is_none() {
            self.bootstrap_with_proof(&mut person);
            if self.input.policy.reconcile_on_login {
                // §6.11: "Before the strategies, if the policy names the strategy `group`".
                let follows = self.input.policy.strategies.contains(&Strategy::Group);
                let taken = if follows { groups::follow(self.input, &mut person) } else { Vec::new() };
                for strategy in self.input.policy.strategies.clone() {
                    let (verdict, code) = self.strategy(strategy, &mut person, &taken).said();
                    let verdict = if verdict == Verdict::Denied { Verdict::NotMatched } else { verdict };
                    self.say(stage_of(strategy), (verdict, code));
                }
            } else if self.input.policy.strategies.contains(&Strategy::Invitation) {
                // "a claim is evaluated without `reconcileOnLogin` too"
                let claim = invitation::claim(self.input, &self.email, &mut person);
                if let Some(answer) = claim {
                    self.say(Stage::Invitation, answer.said());
                }
            }
        }
        self.told_of_claim(&person);
        Ending { by: Stage::Account, outcome, person: Some(person) }
    }

    /// §6.5 to §6.7.
    fn of_a_newcomer(&mut self, person: &mut Person) -> Ending {
        let mut by = None;
        if self.bootstrap_with_proof(person).0 == Verdict::Matched {
            by = Some((Stage::Bootstrap, provisioned(person)));
        }
        // §6.6: the first strategy that matches decides. The later ones add if the policy
        // reconciles.
        for strategy in self.input.policy.strategies.clone() {
            if by.is_some() && !self.input.policy.reconcile_on_login {
                break;
            }
            let answer = self.strategy(strategy, person, &[]);
            let (verdict, code) = answer.said();
            let stage = stage_of(strategy);
            match (&by, verdict) {
                (Some(_), Verdict::Denied) => self.say(stage, (Verdict::NotMatched, code)),
                (None, Verdict::Denied) => {
                    self.say(stage, (verdict, code));
                    return Ending { by: stage, outcome: answer.outcome(person), person: None };
                }
                (None, Verdict::Matched) => {
                    self.say(stage, (verdict, code));
                    by = Some((stage, answer.outcome(person)));
                }
                _ => self.say(stage, (verdict, code)),
            }
        }
        if let Some((by, outcome)) = by {
            self.told_of_claim(person);
            return Ending { by, outcome: settled(outcome, person), person: Some(person.clone()) };
        }
        // §6.5: `first_user` keeps its place after the strategies.
        if matches!(self.input.policy.bootstrap, Bootstrap::FirstUser { .. }) {
            let said = bootstrap::first_user(self.input, &self.email, person);
            self.say(Stage::Bootstrap, said);
            if said.0 == Verdict::Matched {
                self.told_of_claim(person);
                return Ending { by: Stage::Bootstrap, outcome: provisioned(person), person: Some(person.clone()) };
            }
        }
        // §6.7
        self.of_the_address = person.guards_of_the_address(self.input);
        let (said, outcome) = access::access(self.input, &self.email, person);
        // "The code is the objection that came furthest over all strategies, the one with the
        // greatest precedence", "and of equal ones that of the first strategy".
        let is_restricted = said.1 == ReasonCode::NoMatchingStrategy;
        let objections = self.said.iter().filter(|(stage, _)| is_strategy(*stage)).map(|(_, said)| said.1);
        let furthest = objections.rev().max_by_key(|code| code.precedence()).filter(|code| code.precedence() > 0);
        let code = furthest.filter(|_| is_restricted).unwrap_or(said.1);
        self.say(Stage::Access, (said.0, code));
        if !matches!(outcome, Outcome::Denied {}) || is_restricted {
            self.told_of_claim(person);
        }
        if matches!(outcome, Outcome::Denied {}) && person.has_to_use_sso {
            self.of_claim = Some(UserMessage::UseSso).filter(|_| is_restricted);
        }
        self.is_restricted = is_restricted;
        let person = outcome.signed_in_user().map(|_| person.clone());
        Ending { by: Stage::Access, outcome, person }
    }

    /// §6.10: "when a claim is `invitation_code_required` or `invitation_code_invalid`"; "when the
    /// invitation that the login names is `email_unverified`".
    fn told_of_claim(&mut self, person: &Person) {
        let own = person.has_to_verify && self.email.can_be_proven();
        self.of_claim = match person.has_to_prove {
            true => Some(UserMessage::ClaimInvitation),
            false => own.then_some(UserMessage::VerifyEmail),
        };
    }

    fn bootstrap_with_proof(&mut self, person: &mut Person) -> Said {
        if matches!(self.input.policy.bootstrap, Bootstrap::FirstUser { .. }) {
            return NOT_EVALUATED;
        }
        let said = bootstrap::with_proof(self.input, &self.email, person);
        self.say(Stage::Bootstrap, said);
        said
    }

    fn strategy(&self, strategy: Strategy, person: &mut Person, taken: &[ReasonCode]) -> Answer {
        match strategy {
            Strategy::Invitation => invitation::invitation(self.input, &self.email, person),
            Strategy::Connection => connection::connection(self.input, &self.email, person),
            Strategy::Group => groups::group(self.input, &self.email, person, taken),
            Strategy::Domain => domain::domain(self.input, &self.email, person),
        }
    }

    fn conclude(self, ending: Ending) -> Expected {
        let said = |stage| self.said.iter().find(|(said, _)| *said == stage).map_or(NOT_EVALUATED, |(_, said)| *said);
        let stages: Vec<_> = order(self.input).map(|stage| (stage, said(stage).0, said(stage).1)).collect();
        let reason = said(ending.by).1;
        let unverified = self.could_verify(&ending.outcome, reason, ending.person.as_ref());
        let mut expected = Expected {
            user_message: None,
            step_up: None,
            outcome: ending.outcome,
            reason,
            email_evidence: self.email.evidence,
            platform_role: PlatformRole::PlatformUser,
            memberships: Vec::new(),
            current_organization_id: None,
            stages,
            decided_by: ending.by,
            effects: Vec::new(),
            guards: Vec::new(),
        };
        let waits = self.waits_for_approval(&expected.outcome, ending.person.as_ref());
        expected.user_message = user_message(&expected.outcome, unverified, waits);
        if expected.outcome == (Outcome::Denied {}) {
            expected.user_message = self.told_otherwise(reason).or(expected.user_message);
        }
        if ending.by == Stage::ConnectionStatus && reason == ReasonCode::StepUpRequired {
            expected.step_up = Some(authentication::to_ask_for(self.input));
        }
        expected.user_message = self.of_claim.or(expected.user_message);
        if let Some((effect, guards)) = &self.queued {
            (expected.effects, expected.guards) = (vec![effect.clone()], as_set(guards));
        }
        match ending.person {
            Some(person) => person.write_down(self.input, &self.email, &mut expected),
            None => access::waiting(self.input, &self.email, &self.of_the_address, &mut expected),
        }
        expected
    }

    /// §6.10: "when the login's address can be proven by a code"; "whatever the provider says of
    /// it, on `denied` with `email_unverified`, `email_subaddressed` or `email_domain_refused`, or
    /// in the stage `access`, and on `waitlisted`";
    /// "with `requireVerifiedEmail`, on `returning` while the person is a member of no
    /// organization".
    fn could_verify(&self, outcome: &Outcome, reason: ReasonCode, person: Option<&Person>) -> bool {
        let concerned = match outcome {
            Outcome::Denied {} => {
                let of_the_address =
                    [ReasonCode::EmailUnverified, ReasonCode::EmailSubaddressed, ReasonCode::EmailDomainRefused];
                self.is_restricted || of_the_address.contains(&reason)
            }
            Outcome::Waitlisted {} => true,
            Outcome::Returning { .. } => {
                self.input.policy.require_verified_email && !person.is_some_and(Person::is_member_of_any)
            }
            _ => false,
        };
        concerned && self.email.can_be_proven()
    }

    /// §6.10: "on `denied` with `domain_not_owned_by_connection` when an open invitation to the
    /// address is to the organization of the connection"; "on `denied` with `identity_conflict`".
    fn told_otherwise(&self, reason: ReasonCode) -> Option<UserMessage> {
        let invited = self.input.facts.invitations.iter().any(|invitation| {
            self.email.canonical() == Some(invitation.email.as_str())
                && self.input.connection.organization_id == Some(invitation.organization_id)
                && invitation.status == InvitationStatus::Pending
                && self.input.now < invitation.expires_at
        });
        match reason {
            ReasonCode::IdentityConflict => Some(UserMessage::AskAdministrator),
            ReasonCode::StepUpRequired if !self.is_restricted => Some(UserMessage::StepUp),
            ReasonCode::DomainNotOwnedByConnection if invited => Some(UserMessage::UseSso),
            _ => None,
        }
    }

    /// Returns `true` if a returning user has asked to join an organization, now or earlier, and is
    /// not a member of any.
    fn waits_for_approval(&self, outcome: &Outcome, person: Option<&Person>) -> bool {
        let returns = matches!(outcome, Outcome::Returning { .. });
        let pending = !self.input.facts.pending_membership_requests.is_empty();
        let asked = |person: &Person| person.has_asked || pending;
        returns && person.is_some_and(|person| asked(person) && !person.is_member_of_any())
    }
}

/// §6.1: "The login must name the connection it came by and exactly that connection's issuer." "A
/// machine is denied: `machine_subject`."
fn identity(input: &DecideInput) -> Said {
    let (login, connection) = (&input.login, &input.connection);
    let subject = login.subject.as_str();
    let well_formed = (1..=255).contains(&subject.chars().count()) && !subject.chars().any(char::is_control);
    if login.issuer != connection.issuer || login.connection_id != connection.id || !well_formed {
        return (Verdict::Denied, ReasonCode::IdentityInvalid);
    }
    if login.subject_kind == SubjectKind::Machine {
        return (Verdict::Denied, ReasonCode::MachineSubject);
    }
    OK
}

/// §6.2: "The connection must be `active`. Otherwise the login is denied:
/// `connection_not_active`."
fn connection_status(input: &DecideInput) -> Said {
    match input.connection.status {
        ConnectionStatus::Active => groups::kept_out(input).map_or(OK, |code| (Verdict::Denied, code)),
        _ => (Verdict::Denied, ReasonCode::ConnectionNotActive),
    }
}

/// The answer of a strategy.
#[derive(Clone, Copy)]
pub enum Answer {
    /// The strategy settles nothing.
    Not(ReasonCode),
    /// The strategy makes the person a member, or invites them.
    Admits(ReasonCode),
    /// The strategy asks an organization to admit them.
    Asks(OrganizationId),
    /// The person has to use another connection.
    Elsewhere(cora_core::id::ConnectionId),
}

impl Answer {
    fn said(&self) -> Said {
        match self {
            Self::Not(code) => (Verdict::NotMatched, *code),
            Self::Admits(code) => (Verdict::Matched, *code),
            Self::Asks(_) => (Verdict::Matched, ReasonCode::DomainSuggests),
            Self::Elsewhere(_) => (Verdict::Denied, ReasonCode::SsoRequired),
        }
    }

    fn outcome(&self, person: &Person) -> Outcome {
        match self {
            Self::Asks(organization_id) => {
                Outcome::ApprovalRequired { user_id: person.id, organization_id: *organization_id }
            }
            Self::Elsewhere(connection_id) => Outcome::SsoRequired { connection_id: *connection_id },
            Self::Not(_) | Self::Admits(_) => provisioned(person),
        }
    }
}

fn provisioned(person: &Person) -> Outcome {
    Outcome::Provisioned { user_id: person.id }
}

/// Our decision: a person whom a later strategy made a member needs no approval.
fn settled(outcome: Outcome, person: &Person) -> Outcome {
    match outcome {
        Outcome::ApprovalRequired { .. } if person.is_member_of_any() => provisioned(person),
        other => other,
    }
}

fn denied(by: Stage) -> Ending {
    Ending { by, outcome: Outcome::Denied {}, person: None }
}

fn is_strategy(stage: Stage) -> bool {
    matches!(stage, Stage::Invitation | Stage::Connection | Stage::Group | Stage::Domain)
}

fn stage_of(strategy: Strategy) -> Stage {
    match strategy {
        Strategy::Invitation => Stage::Invitation,
        Strategy::Connection => Stage::Connection,
        Strategy::Group => Stage::Group,
        Strategy::Domain => Stage::Domain,
    }
}

/// §8.1: "A trace has every stage exactly once, in the order of evaluation".
fn order(input: &DecideInput) -> impl Iterator<Item = Stage> {
    let mut strategies: Vec<Stage> = input.policy.strategies.iter().map(|strategy| stage_of(*strategy)).collect();
    for stage in [Stage::Invitation, Stage::Connection, Stage::Group, Stage::Domain] {
        if !strategies.contains(&stage) {
            strategies.push(stage);
        }
    }
    // §6.5: "Bootstrap without proof (`first_user`) is evaluated after the strategies".
    let last = matches!(input.policy.bootstrap, Bootstrap::FirstUser { .. });
    strategies.insert(if last { strategies.len() } else { 0 }, Stage::Bootstrap);
    let before = [Stage::Identity, Stage::ConnectionStatus, Stage::Account];
    before.into_iter().chain(strategies).chain([Stage::Access])
}

/// §6.10: "The person is told one of a smaller list, which gives away no organization and no
/// domain."
fn user_message(outcome: &Outcome, unverified: bool, waits: bool) -> Option<UserMessage> {
    match outcome {
        Outcome::Returning { .. } if waits => Some(UserMessage::AwaitingApproval),
        Outcome::Returning { .. } | Outcome::Waitlisted {} if unverified => Some(UserMessage::VerifyEmail),
        Outcome::Returning { .. } | Outcome::Linked { .. } | Outcome::Provisioned { .. } => None,
        Outcome::LinkConfirmationRequired { .. } => Some(UserMessage::ConfirmAccount),
        Outcome::ApprovalRequired { .. } | Outcome::Waitlisted {} => Some(UserMessage::AwaitingApproval),
        Outcome::SsoRequired { .. } => Some(UserMessage::UseSso),
        Outcome::Denied {} if unverified => Some(UserMessage::VerifyEmail),
        Outcome::Denied {} => Some(UserMessage::AccessDenied),
    }
}
