//! Changes that would let a refused person in, for administrators (docs/specification.md §8.4).

use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::code::ReasonCode;
use super::decide::summarize;
use super::decision::{DecisionSummary, MembershipView, Outcome, OutcomeKind};
use super::facts::{DecideInput, LinkConfirmationFacts};
use crate::capability::Capability;
use crate::connection::ConnectionStatus;
use crate::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use crate::model::domain_rule::EnrollmentMode;
use crate::model::identity_conflict::IdentityConflictStatus;
use crate::policy::{AccessMode, Strategy};
use crate::role::PlatformRole;
use crate::text::GroupName;

mod apply;
mod candidates;
#[cfg(test)]
mod tests;

/// The maximum number of single changes that are tried (our decision: a page shows no more).
const MAX_CANDIDATES: usize = 40;

/// The party that can make a change.
#[codes]
pub enum RemedyActor {
    /// The person who signs in.
    Person,
    /// An administrator of the identity provider.
    Provider,
    /// An administrator of the organization.
    Organization,
    /// An administrator of the platform.
    Platform,
}

/// The people whom a change concerns, from the fewest to the most.
#[codes]
pub enum RemedyReach {
    /// This person alone.
    Person,
    /// People of one organization, or with an address of its domain.
    Organization,
    /// Everybody who signs in.
    Everybody,
}

/// A change that may let a person in.
#[union(kind)]
pub enum RemedyChange {
    /// The person enters the code that is mailed to their address, to that of the account, or to
    /// the invited one.
    EnterCode {},
    /// The person signs in by another connection. What comes of it is not decided here, because it
    /// depends on what that provider asserts.
    UseConnection {
        /// The connection.
        connection_id: ConnectionId,
    },
    /// The provider asserts that the address is verified.
    VerifyEmail {},
    /// The person signs in again with the proof that the policy requires.
    StepUp {},
    /// The person is added to a group at the provider.
    JoinGroup {
        /// The group.
        group: GroupName,
    },
    /// An administrator of the organization invites the address (`create_invitation`).
    CreateInvitation {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// An administrator of the organization sends the invitation again (`resend_invitation`).
    ResendInvitation {
        /// The organization.
        organization_id: OrganizationId,
        /// The invitation.
        invitation_id: InvitationId,
    },
    /// The address is approved on the waitlist (`approve_waitlisted`).
    ApproveWaitlist {},
    /// The user is allowed to use the platform again (`restore_user`).
    RestoreUser {
        /// The user.
        user_id: UserId,
    },
    /// The conflict about the address is decided.
    ResolveIdentityConflict {
        /// The user who holds the address.
        user_id: UserId,
        /// The decision: `same_person` or `another_person`.
        answer: IdentityConflictStatus,
    },
    /// The domain is verified.
    VerifyDomain {
        /// The organization.
        organization_id: OrganizationId,
        /// The domain rule.
        domain_id: DomainId,
    },
    /// The enrollment of people with an address of the domain is changed (`change_domain`).
    ChangeDomain {
        /// The organization.
        organization_id: OrganizationId,
        /// The domain rule.
        domain_id: DomainId,
        /// The new mode.
        enrollment_mode: EnrollmentMode,
    },
    /// The organization gets one more seat (`set_seat_limit`).
    RaiseSeatLimit {
        /// The organization.
        organization_id: OrganizationId,
        /// The new limit.
        seat_limit: u32,
    },
    /// The organization is opened again (`reopen_organization`).
    ReopenOrganization {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// The connection is activated.
    ActivateConnection {
        /// The connection.
        connection_id: ConnectionId,
    },
    /// The policy asks one more strategy, after the others.
    AddStrategy {
        /// The strategy.
        strategy: Strategy,
    },
    /// The policy offers a mailed code where an address has an account already
    /// (`accountLinking: confirm`).
    ConfirmLinks {},
    /// The policy lets people claim invitations to another address that they read the mail of
    /// (`invitationClaim: mailbox_code`).
    AllowInvitationClaims {},
    /// The policy reads a login whose groups are incomplete (`incompleteGroups: ignore_mappings`).
    IgnoreIncompleteGroups {},
    /// The policy accepts addresses with a subaddress (`subaddressing: allow`).
    AllowSubaddresses {},
    /// The policy accepts disposable addresses of people whom no strategy admits
    /// (`disposable: allow`).
    AllowDisposable {},
    /// The policy no longer blocks the domain of the address (`blockedDomains`).
    UnblockDomain {},
    /// The policy admits people whom no strategy admits.
    ChangeAccessMode {
        /// The new mode.
        access_mode: AccessMode,
    },
}

impl RemedyChange {
    /// Returns the party that can make the change, the capability that it requires of them, and the
    /// people whom it concerns.
    const fn terms(&self) -> (RemedyActor, Option<Capability>, RemedyReach) {
        match self {
            Self::EnterCode {} | Self::UseConnection { .. } | Self::StepUp {} => {
                (RemedyActor::Person, None, RemedyReach::Person)
            }
            Self::VerifyEmail {} | Self::JoinGroup { .. } => (RemedyActor::Provider, None, RemedyReach::Person),
            Self::CreateInvitation { .. } | Self::ResendInvitation { .. } => {
                (RemedyActor::Organization, Some(Capability::InvitationsManage), RemedyReach::Person)
            }
            Self::ApproveWaitlist {} | Self::RestoreUser { .. } | Self::ResolveIdentityConflict { .. } => {
                (RemedyActor::Platform, Some(Capability::UsersManage), RemedyReach::Person)
            }
            Self::VerifyDomain { .. } | Self::ChangeDomain { .. } => {
                (RemedyActor::Organization, Some(Capability::DomainsManage), RemedyReach::Organization)
            }
            Self::RaiseSeatLimit { .. } | Self::ReopenOrganization { .. } => {
                (RemedyActor::Platform, Some(Capability::OrganizationsManage), RemedyReach::Organization)
            }
            Self::ActivateConnection { .. } => {
                (RemedyActor::Platform, Some(Capability::IdpActivate), RemedyReach::Everybody)
            }
            Self::AddStrategy { .. }
            | Self::ConfirmLinks {}
            | Self::AllowInvitationClaims {}
            | Self::IgnoreIncompleteGroups {}
            | Self::AllowSubaddresses {}
            | Self::AllowDisposable {}
            | Self::UnblockDomain {}
            | Self::ChangeAccessMode { .. } => {
                (RemedyActor::Platform, Some(Capability::PolicyWrite), RemedyReach::Everybody)
            }
        }
    }

    /// Returns the people whom the change concerns.
    const fn reach(&self) -> RemedyReach {
        self.terms().2
    }
}

/// One change of a remedy, and who can make it.
#[record]
pub struct RemedyStep {
    /// The change.
    pub change: RemedyChange,
    /// The party that can make it.
    pub actor: RemedyActor,
    /// The capability that it requires; null if no administrator of Cora makes it.
    pub capability: Option<Capability>,
    /// The people whom it concerns.
    pub reach: RemedyReach,
}

impl From<RemedyChange> for RemedyStep {
    fn from(change: RemedyChange) -> Self {
        let (actor, capability, reach) = change.terms();
        Self { change, actor, capability, reach }
    }
}

/// The decision about the same login after a remedy.
#[record]
pub struct RemedyResult {
    /// The outcome, one that admits the person.
    pub outcome: OutcomeKind,
    /// The reason.
    pub reason: ReasonCode,
    /// The user's role on the platform.
    pub platform_role: PlatformRole,
    /// The user's active memberships, ordered by organization.
    pub memberships: Vec<MembershipView>,
}

impl From<DecisionSummary> for RemedyResult {
    fn from(summary: DecisionSummary) -> Self {
        let DecisionSummary { outcome, reason, platform_role, memberships, .. } = summary;
        Self { outcome: outcome.kind(), reason, platform_role, memberships }
    }
}

/// A change, or two together, that would let the person in.
#[record]
pub struct Remedy {
    /// The changes in the order in which they are made: one, or two if one alone does not suffice.
    pub steps: Vec<RemedyStep>,
    /// The decision after them; null if it depends on what another provider asserts.
    pub result: Option<RemedyResult>,
}

impl Remedy {
    /// Returns `true` if a change of this remedy concerns more people than the person of the login.
    pub fn concerns_others(&self) -> bool {
        self.steps.iter().any(|step| step.reach > RemedyReach::Person)
    }

    /// Returns `true` if the changes of this remedy that concern more people than one let the
    /// person of another login in, whom nothing lets in now. The changes that concern one person
    /// are not made.
    pub fn also_admits(&self, other: &DecideInput) -> bool {
        if summarize(other).outcome.signed_in_user().is_some() {
            return false;
        }
        let mut changed = other.clone();
        for step in self.steps.iter().filter(|step| step.reach > RemedyReach::Person) {
            step.change.apply(&mut changed);
        }
        summarize(&changed).outcome.signed_in_user().is_some()
    }
}

/// Lists the changes that would let the person of a refused login in: those of this person first,
/// then those of one organization, then those of everybody. Empty if the login is admitted, and if
/// nothing that is known here helps: a machine, a user who is deprovisioned, a login that its
/// provider has to correct.
///
/// Every remedy was tried: the login was decided again with the changes made. Pairs are tried only
/// if no single change suffices. Invitations are considered to the organizations among the facts;
/// a host may add others to them. A remedy shows organizations, rules and users that the person
/// must not learn of.
pub fn remedies(input: &DecideInput) -> Vec<Remedy> {
    let summary = summarize(input);
    if summary.outcome.signed_in_user().is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let elsewhere = candidates::connections(input, &summary.outcome);
    found.extend(elsewhere.into_iter().map(|connection_id| Remedy {
        steps: alloc::vec![RemedyChange::UseConnection { connection_id }.into()],
        result: None,
    }));
    let mut candidates = candidates::changes(input, &summary);
    candidates.truncate(MAX_CANDIDATES);
    // Stable: within one reach, the candidates keep their order.
    candidates.sort_by_key(RemedyChange::reach);
    let single = candidates.iter().filter_map(|change| attempt(input, [change]));
    let before = found.len();
    found.extend(single);
    if found.len() == before {
        for (at, first) in candidates.iter().enumerate() {
            let later = candidates.iter().skip(at.saturating_add(1));
            // A code is sent after the other change, which may be what makes it count.
            found.extend(later.filter_map(|second| match first {
                RemedyChange::EnterCode {} => attempt(input, [second, first]),
                _ => attempt(input, [first, second]),
            }));
        }
        found.sort_by_key(reach);
    }
    found
}

/// Returns the widest reach of a remedy's changes.
fn reach(remedy: &Remedy) -> Option<RemedyReach> {
    remedy.steps.iter().map(|step| step.reach).max()
}

/// Decides the login again with the changes made, and returns the remedy if it is admitted.
fn attempt<const N: usize>(input: &DecideInput, changes: [&RemedyChange; N]) -> Option<Remedy> {
    let mut changed = input.clone();
    for change in changes {
        change.apply(&mut changed);
    }
    let summary = summarize(&changed);
    summary.outcome.signed_in_user()?;
    let steps = changes.into_iter().cloned().map(RemedyStep::from).collect();
    Some(Remedy { steps, result: Some(summary.into()) })
}
