//! The provisioning strategies: invitation, connection, group and domain.

use alloc::vec::Vec;
use core::cmp::Ordering;

use super::admission::{Admission, Followed, Offer};
use super::code::ReasonCode;
use super::context::DecisionContext;
use super::facts::LinkConfirmationFacts;
use super::known_users::presented;
use super::login_email::{LoginEmail, most_specific};
use super::mapping::MappedRoles;
use super::plan::Guard;
use super::proven::{PersonAddress, PersonAddresses};
use super::trace::{Evidence, Verdict};
use crate::domain::class::{DomainClass, classify};
use crate::id::{ConnectionId, DomainId, InvitationId, OrganizationId, UserId};
use crate::model::domain_rule::{DomainRuleFacts, EnrollmentMode, VerificationLevel};
use crate::model::invitation::{InvitationAcceptance, InvitationFacts, InvitationStatus};
use crate::model::membership::MembershipSource;
use crate::policy::{IdpOrganization, InvitationClaim, MultipleInvitations, Strategy};
use crate::role::OrganizationRole;
use crate::small_sort::sorted;

/// The result of a strategy.
pub(super) struct StrategyOutcome {
    pub verdict: Verdict,
    pub code: ReasonCode,
    pub evidence: Vec<Evidence>,
    /// An outcome for a new user other than `provisioned`.
    pub diversion: Option<Diversion>,
}

/// An outcome that only a domain rule has.
pub(super) enum Diversion {
    Approval(OrganizationId),
    Sso(ConnectionId),
}

impl StrategyOutcome {
    fn not_matched(code: ReasonCode, evidence: Vec<Evidence>) -> Self {
        Self { verdict: Verdict::NotMatched, code, evidence, diversion: None }
    }

    fn matched(code: ReasonCode, evidence: Vec<Evidence>) -> Self {
        Self { verdict: Verdict::Matched, code, evidence, diversion: None }
    }

    /// Combines the outcomes for two addresses of a person: the first match counts, else the first.
    fn followed_by(self, next: Self) -> Self {
        let is_late = self.verdict != Verdict::Matched && next.verdict == Verdict::Matched;
        let (mut kept, other) = if is_late { (next, self.evidence) } else { (self, next.evidence) };
        for evidence in other {
            if !kept.evidence.contains(&evidence) {
                kept.evidence.push(evidence);
            }
        }
        kept
    }
}

/// Evaluates one strategy. `followed` are the memberships that this login has lowered or ended.
pub(super) fn evaluate(
    strategy: Strategy,
    context: &DecisionContext<'_>,
    addresses: &PersonAddresses<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
    followed: &[Followed],
) -> StrategyOutcome {
    match strategy {
        Strategy::Invitation => invitation(context, addresses, admission, user),
        Strategy::Connection => connection(context, addresses.login, admission, user),
        Strategy::Group => group(context, addresses.login, admission, user, followed),
        Strategy::Domain => domain(context, addresses, admission, user),
    }
}

/// Returns the reason why an invitation cannot be used, before its organization is considered, or
/// `None` if it can.
///
/// SECURITY: a person who has an account becomes a member by consent alone. Otherwise anyone who
/// invites their address would read their profile (docs/specification.md §6.6). Opening the link,
/// which the login then names, is consent; so is accepting the invitation by a separate act.
fn unusable(
    context: &DecisionContext<'_>,
    address: &PersonAddress<'_>,
    invitation: &InvitationFacts,
    admission: &Admission<'_>,
    user: UserId,
) -> Option<ReasonCode> {
    let unasked = !admission.is_new && context.login.invitation_id != Some(invitation.id);
    closed(context, invitation)
        .or_else(|| unasked.then_some(ReasonCode::InvitationNeedsAcceptance))
        .or_else(|| objection_to_terms(context, invitation, user))
        .or_else(|| {
            let unproven = context.policy.require_verified_email && address.objection.is_some();
            unproven.then_some(ReasonCode::EmailUnverified)
        })
}

/// Returns the reason why no login accepts an invitation, or `None` if one may.
fn closed(context: &DecisionContext<'_>, invitation: &InvitationFacts) -> Option<ReasonCode> {
    match invitation.status {
        InvitationStatus::Revoked => return Some(ReasonCode::InvitationRevoked),
        InvitationStatus::Accepted => return Some(ReasonCode::InvitationAlreadyAccepted),
        InvitationStatus::Expired => return Some(ReasonCode::InvitationExpired),
        // The time decides, here and now, even if no cleanup job has marked it as expired (pitfall
        // C06).
        InvitationStatus::Pending if context.now >= invitation.expires_at => {
            return Some(ReasonCode::InvitationExpired);
        }
        InvitationStatus::Pending => {}
    }
    if invitation.acceptance == InvitationAcceptance::Explicit {
        return Some(ReasonCode::InvitationNeedsAcceptance);
    }
    None
}

/// Returns the objection to the connection that an invitation names, or to its inviter.
fn objection_to_terms(context: &DecisionContext<'_>, invitation: &InvitationFacts, user: UserId) -> Option<ReasonCode> {
    if invitation.connection_id.is_some_and(|connection| connection != context.login.connection_id) {
        return Some(ReasonCode::InvitationConnectionMismatch);
    }
    if !invitation.is_authorized(user) {
        return Some(ReasonCode::InviterNotAuthorized);
    }
    None
}

/// Returns the membership that an invitation offers.
fn offer(invitation: &InvitationFacts) -> Offer {
    Offer {
        organization: invitation.organization_id,
        role: invitation.role,
        source: MembershipSource::Invitation,
        base: Some(invitation.role),
        by: invitation.inviter.as_ref().map_or(UserId::from_uuid(uuid::Uuid::nil()), |inviter| inviter.user_id),
        invited_at: Some(invitation.created_at),
    }
}

/// Orders the facts about invitations, the newest first. The identifier breaks ties, so that the
/// order of the facts has no influence.
fn newest_first(one: &InvitationFacts, other: &InvitationFacts) -> Ordering {
    other.created_at.cmp(&one.created_at).then_with(|| one.cmp(other))
}

fn invitation(
    context: &DecisionContext<'_>,
    addresses: &PersonAddresses<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> StrategyOutcome {
    let theirs = context.facts.invitations.iter().filter(|invitation| addresses.get(&invitation.email).is_some());
    let mut invitations = sorted(theirs, newest_first);
    invitations.dedup_by_key(|invitation| invitation.id);

    let newest_only = context.policy.multiple_invitations == MultipleInvitations::Newest;
    let mut codes = Codes(Vec::new());
    let mut usable: Vec<&InvitationFacts> = Vec::new();
    let mut newer_was_accepted = false;
    for invitation in &invitations {
        let Some(address) = addresses.of(&invitation.email) else { continue };
        match unusable(context, address, invitation, admission, user) {
            // If only the newest counts, a newer invitation that was accepted has superseded this
            // one for good.
            None if newest_only && newer_was_accepted => codes.set(invitation.id, ReasonCode::InvitationSuperseded),
            None => usable.push(invitation),
            Some(code) => {
                newer_was_accepted |= code == ReasonCode::InvitationAlreadyAccepted;
                codes.set(invitation.id, code);
            }
        }
    }
    let mut matched = None;
    for invitation in &usable {
        if codes.get(invitation.id).is_some() {
            continue;
        }
        if matched.is_some() && newest_only {
            codes.set(invitation.id, ReasonCode::InvitationSuperseded);
            continue;
        }
        // Several invitations to one organization make one membership, with the greatest of their
        // roles.
        let same = |other: &&&InvitationFacts| match context.policy.multiple_invitations {
            MultipleInvitations::AcceptAll => other.organization_id == invitation.organization_id,
            MultipleInvitations::Newest => other.id == invitation.id,
        };
        // WHY not only the greatest: an older one may precede a removal that a newer, smaller one
        // follows.
        let mut group: Vec<(&InvitationFacts, Result<(), ReasonCode>)> = Vec::new();
        for other in usable.iter().filter(same) {
            let at = group.partition_point(|(before, _)| before.role >= other.role);
            group.insert(at, (other, admission.check(&offer(other))));
        }
        // The greatest that can be used, or else the last, whose objection then applies to all of
        // them.
        let Some((best, check)) = group.iter().find(|(_, check)| check.is_ok()).or_else(|| group.last()) else {
            continue;
        };
        let code = match check.and_then(|()| admission.admit(&offer(best))) {
            Ok(()) => ReasonCode::InvitationAccepted,
            Err(code) => code,
        };
        let used = is_of_use(code);
        for (invitation, check) in &group {
            // An invitation from before a removal stays as it is: it neither counts nor is used up.
            let stale = *check == Err(ReasonCode::MembershipRemoved);
            if used && !stale {
                admission.rest_on(addresses.of(&invitation.email).map_or(&[], |address| &address.guards));
                admission.accept(invitation, None);
            }
            codes.set(invitation.id, if stale { ReasonCode::MembershipRemoved } else { code });
        }
        if used && matched != Some(ReasonCode::InvitationAccepted) {
            matched = Some(code);
        }
    }
    if let Some((invitation, code)) = claim(context, addresses, admission, user) {
        codes.set(invitation.id, code);
        invitations.push(invitation);
        if is_of_use(code) && matched != Some(ReasonCode::InvitationAccepted) {
            matched = Some(code);
        }
    }
    admission.named = context.login.invitation_id.and_then(|id| codes.get(id));
    outcome_of_invitations(context, addresses.login, matched, &invitations, &codes)
}

/// Evaluates only the invitation to another address that a returning person claims, if they claim
/// one.
pub(super) fn claim_alone(
    context: &DecisionContext<'_>,
    addresses: &PersonAddresses<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> Option<StrategyOutcome> {
    let (invitation, code) = claim(context, addresses, admission, user)?;
    admission.named = Some(code);
    let codes = Codes(alloc::vec![(invitation.id, code)]);
    Some(outcome_of_invitations(context, addresses.login, is_of_use(code).then_some(code), &[invitation], &codes))
}

/// Returns `true` if an invitation with this result is used up.
const fn is_of_use(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::InvitationAccepted | ReasonCode::AlreadyMember)
}

/// Returns the invitation that the login names, if it names one.
pub(super) fn named<'a>(context: &DecisionContext<'a>) -> Option<&'a InvitationFacts> {
    let named = context.login.invitation_id?;
    let facts = context.facts.invitations.iter().filter(|invitation| invitation.id == named);
    facts.min_by(|one, other| newest_first(one, other))
}

/// Examines the invitation to another address that the login names, accepts it if a mailed code
/// proves that the person reads that address's mail, and returns it with the result. Returns `None`
/// if the login names no such invitation.
///
/// SECURITY: a claim passes every check of an invitation to the person's own address. The code
/// counts for this identity, invitation and address only (pitfall C23).
fn claim<'a>(
    context: &DecisionContext<'a>,
    addresses: &PersonAddresses<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> Option<(&'a InvitationFacts, ReasonCode)> {
    let (email, invitation) = (addresses.login.email()?, named(context)?);
    // A fact to an address of the person is an invitation like others.
    let mut facts = context.facts.invitations.iter().filter(|other| other.id == invitation.id);
    if facts.any(|other| addresses.get(&other.email).is_some()) {
        return None;
    }
    let code = match proven_claim(context, addresses.login, admission, user, invitation) {
        Err(code) => code,
        Ok(ClaimProof { confirmation, rule }) => {
            let admitted = admission.admit(&offer(invitation));
            admission.accept(invitation, Some(email));
            admission.use_code(confirmation);
            if let Some(rule) = rule {
                admission.guard(|| Guard::rule_version(rule));
            }
            // The only objection that is left is that they are a member already.
            admitted.map_or(ReasonCode::AlreadyMember, |()| ReasonCode::InvitationAccepted)
        }
    };
    Some((invitation, code))
}

/// The facts on which an accepted claim rests.
struct ClaimProof<'a> {
    confirmation: &'a LinkConfirmationFacts,
    /// The rule that decides for the domain of the invited address.
    rule: Option<&'a DomainRuleFacts>,
}

/// Returns what proves a claim.
///
/// # Errors
///
/// The objection to the claim.
fn proven_claim<'a>(
    context: &DecisionContext<'a>,
    address: &LoginEmail<'_>,
    admission: &Admission<'_>,
    user: UserId,
    invitation: &InvitationFacts,
) -> Result<ClaimProof<'a>, ReasonCode> {
    let refused = context.policy.invitation_claim == InvitationClaim::Address;
    let objection = closed(context, invitation)
        .or(refused.then_some(ReasonCode::InvitationClaimRefused))
        .or_else(|| objection_to_terms(context, invitation, user));
    if let Some(code) = objection {
        return Err(code);
    }
    if !address.is_verified() {
        return Err(ReasonCode::EmailUnverified);
    }
    let domain = invitation.email.domain();
    let rule = deciding_rule(context, domain, &context.rules(domain)).0.ok();
    let by_another_connection = |rule: &DomainRuleFacts| {
        rule.enrollment_mode == EnrollmentMode::EnterpriseSso
            && rule.verification >= VerificationLevel::Ownership
            && rule.connection_id.is_some_and(|connection| connection != context.login.connection_id)
    };
    if rule.is_some_and(by_another_connection) {
        return Err(ReasonCode::SsoRequired);
    }
    if let Err(code) = admission.check(&offer(invitation))
        && code != ReasonCode::AlreadyMember
    {
        return Err(code);
    }
    if context.login.link_proof.is_none() {
        return Err(ReasonCode::InvitationCodeRequired);
    }
    let sent_there = |confirmation: &&LinkConfirmationFacts| confirmation.email == invitation.email;
    let confirmation = presented(context, Some(invitation.id)).filter(sent_there).min();
    let confirmation = confirmation.ok_or(ReasonCode::InvitationCodeInvalid)?;
    Ok(ClaimProof { confirmation, rule })
}

fn outcome_of_invitations(
    context: &DecisionContext<'_>,
    login: &LoginEmail<'_>,
    matched: Option<ReasonCode>,
    invitations: &[&InvitationFacts],
    codes: &Codes,
) -> StrategyOutcome {
    let evidence = context.if_traced(|| {
        let with_code = |invitation: &&InvitationFacts| {
            let InvitationFacts { id, organization_id, .. } = **invitation;
            Some(Evidence::Invitation { id, organization_id, code: codes.get(id)? })
        };
        invitations.iter().filter_map(with_code).collect()
    });
    match matched {
        Some(code) => StrategyOutcome::matched(code, evidence),
        // The objection of the invitation that came furthest, in the order in which the objections
        // are checked.
        None => {
            let objections = codes.0.iter().map(|(_, code)| *code);
            let unreadable = login.objection().filter(|_| login.email().is_none());
            let none = unreadable.unwrap_or(ReasonCode::NoInvitation);
            let code = objections.max_by_key(|code| code.precedence()).unwrap_or(none);
            StrategyOutcome::not_matched(code, evidence)
        }
    }
}

/// The result of each invitation.
struct Codes(Vec<(InvitationId, ReasonCode)>);

impl Codes {
    fn get(&self, id: InvitationId) -> Option<ReasonCode> {
        self.0.iter().find(|(other, _)| *other == id).map(|(_, code)| *code)
    }

    fn set(&mut self, id: InvitationId, code: ReasonCode) {
        self.0.push((id, code));
    }
}

/// Returns the role reduced to a cap, and the evidence of the reduction if there was one.
fn capped(
    organization_id: OrganizationId,
    from: OrganizationRole,
    cap: OrganizationRole,
) -> (OrganizationRole, Option<Evidence>) {
    let to = from.min(cap);
    (to, (to < from).then_some(Evidence::RoleCapped { organization_id, from, to }))
}

fn connection(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> StrategyOutcome {
    let connection = context.connection;
    let mut evidence =
        context.if_traced(|| alloc::vec![Evidence::Connection { id: connection.id, status: connection.status }]);
    let entry = match connection.organization_id {
        Some(_) => None,
        None => idp_organization(context),
    };
    let (organization, code) = match (connection.organization_id, entry) {
        (Some(organization), _) => (organization, ReasonCode::ConnectionAdmits),
        (None, Some(entry)) => (entry.organization_id, ReasonCode::IdpOrganizationAdmits),
        (None, None) => return StrategyOutcome::not_matched(ReasonCode::ConnectionNotBound, evidence),
    };
    if let Some(code) = objection_of_connection(context, address) {
        return StrategyOutcome::not_matched(code, evidence);
    }
    // A default is for those who join. It does not undo a role that an administrator has given a
    // member since.
    let given = entry.and_then(|entry| entry.role).unwrap_or_else(|| context.policy.default_role(organization));
    let default = if admission.is_member(organization) { OrganizationRole::OrgUser } else { given };
    let by_group = context.role_by_group(organization).filter(|_| !admission.is_stale(organization));
    let (role, reduced) = capped(organization, by_group.unwrap_or(default), OrganizationRole::CONNECTION_CAP);
    evidence.extend(reduced.filter(|_| context.is_full()));
    let base = Some(default.min(role));
    let offer = Offer { organization, role, source: MembershipSource::Connection, base, by: user, invited_at: None };
    match admission.admit(&offer) {
        Ok(()) => StrategyOutcome::matched(code, evidence),
        Err(code) => StrategyOutcome::not_matched(code, evidence),
    }
}

/// Returns the entry for the login's organization at the provider.
fn idp_organization<'a>(context: &DecisionContext<'a>) -> Option<&'a IdpOrganization> {
    let named = context.login.idp_organization.as_ref()?;
    context.policy.idp_organizations.iter().find(|entry| {
        entry.idp_organization == *named && entry.connection_id.is_none_or(|id| id == context.connection.id)
    })
}

/// Returns the objection to the address of a person whom the connection would admit.
fn objection_of_connection(context: &DecisionContext<'_>, address: &LoginEmail<'_>) -> Option<ReasonCode> {
    let connection = context.connection;
    if connection.organization_id.is_none() {
        address.objection().filter(|_| context.policy.require_verified_email)
    } else if connection.admits_without_email && !address.is_asserted() {
        None
    } else if connection.allow_outside_domains {
        let proven = address.is_verified() || (address.claimed && address.email().is_some());
        if context.policy.require_verified_email && !proven { address.objection() } else { None }
    } else if address.email().is_some() && !address.owned {
        Some(ReasonCode::OutsideOwnedDomains)
    } else {
        address.objection()
    }
}

fn group(
    context: &DecisionContext<'_>,
    address: &LoginEmail<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
    followed: &[Followed],
) -> StrategyOutcome {
    let mut evidence = context.if_traced(|| {
        let noted =
            |one: &Followed| Evidence::Group { organization_id: one.organization, role: one.role, code: one.code };
        followed.iter().map(noted).collect()
    });
    let lost = |code| followed.iter().any(|one| one.code == code).then_some(code);
    let taken = lost(ReasonCode::RoleLowered).or_else(|| lost(ReasonCode::MembershipEndedByGroup));
    let not_matched = |code, evidence| StrategyOutcome::not_matched(taken.unwrap_or(code), evidence);
    if context.mappings().next().is_none() {
        return not_matched(ReasonCode::NoGroupMapping, evidence);
    }
    if context.login.groups_incomplete {
        return not_matched(ReasonCode::GroupsIncomplete, evidence);
    }
    let roles = MappedRoles::of(context);
    let mut offers = roles.iter().filter(|(organization, _)| !admission.is_stale(*organization)).collect::<Vec<_>>();
    if offers.is_empty() {
        return not_matched(ReasonCode::NoGroupMapping, evidence);
    }
    if let Some(code) = objection_of_connection(context, address) {
        return not_matched(code, evidence);
    }
    let (mut admitted, mut furthest) = (false, ReasonCode::AlreadyMember);
    for (organization, role) in offers.drain(..) {
        let (role, reduced) = capped(organization, role, OrganizationRole::CONNECTION_CAP);
        let offer =
            Offer { organization, role, source: MembershipSource::Group, base: None, by: user, invited_at: None };
        let code = match admission.admit(&offer) {
            Ok(()) => {
                admitted = true;
                ReasonCode::GroupAdmits
            }
            Err(code) => {
                if code.precedence() > furthest.precedence() {
                    furthest = code;
                }
                code
            }
        };
        if context.is_full() {
            evidence.extend(reduced);
            evidence.push(Evidence::Group { organization_id: organization, role, code });
        }
    }
    if admitted { StrategyOutcome::matched(ReasonCode::GroupAdmits, evidence) } else { not_matched(furthest, evidence) }
}

/// Returns the rule that decides for a domain, or the objection to all of them, and the evidence of
/// all that match.
fn deciding_rule<'a>(
    context: &DecisionContext<'_>,
    domain: &str,
    rules: &[&'a DomainRuleFacts],
) -> (Result<&'a DomainRuleFacts, ReasonCode>, Vec<Evidence>) {
    let public = classify(domain) != DomainClass::Company;
    // SECURITY: if an organization owns the domain, the mailbox proof of another organization does
    // not count. The owner is the organization with the most specific proof: the owner of a parent
    // domain is another organization.
    let owners = most_specific(rules, DomainRuleFacts::proves_ownership);
    let owns = |organization: OrganizationId| owners.iter().any(|owner| owner.organization_id == organization);
    let counts = |rule: &DomainRuleFacts| rule.proves_ownership() || owners.is_empty() || owns(rule.organization_id);
    let eligible = |rule: &DomainRuleFacts| !public && rule.is_of_a_company() && rule.is_verified() && counts(rule);
    let best = most_specific(rules, eligible);
    let ambiguous =
        best.iter().any(|rule| best.first().is_some_and(|first| first.organization_id != rule.organization_id));
    // Among rules of one organization with one pattern, the strictest mode applies; the modes are
    // declared in that order.
    let deciding = best.iter().min_by_key(|rule| (rule.enrollment_mode, rule.id)).copied();
    let code = |rule: &DomainRuleFacts| {
        if public || !rule.is_of_a_company() {
            ReasonCode::PublicEmailDomain
        } else if !eligible(rule) {
            ReasonCode::DomainNotVerified
        } else if !best.iter().any(|other| other.id == rule.id) {
            ReasonCode::LessSpecific
        } else if ambiguous {
            ReasonCode::AmbiguousDomain
        } else if deciding.is_some_and(|deciding| deciding.id == rule.id) {
            ReasonCode::Ok
        } else {
            ReasonCode::LessSpecific
        }
    };
    let noted = |rule: &&DomainRuleFacts| Evidence::DomainRule {
        id: rule.id,
        organization_id: rule.organization_id,
        pattern: (&rule.pattern).into(),
        code: code(rule),
    };
    let evidence = context.if_traced(|| rules.iter().map(noted).collect());
    let result = match deciding {
        _ if public => Err(ReasonCode::PublicEmailDomain),
        Some(_) if ambiguous => Err(ReasonCode::AmbiguousDomain),
        Some(rule) => Ok(rule),
        None => {
            let objections = rules.iter().map(|rule| code(rule));
            Err(objections.max_by_key(|code| code.precedence()).unwrap_or(ReasonCode::NoDomainRule))
        }
    };
    (result, evidence)
}

fn domain(
    context: &DecisionContext<'_>,
    addresses: &PersonAddresses<'_>,
    admission: &mut Admission<'_>,
    user: UserId,
) -> StrategyOutcome {
    let unreadable = addresses.login.objection().filter(|_| addresses.login.email().is_none());
    let mut outcome = unreadable.map(|code| StrategyOutcome::not_matched(code, Vec::new()));
    // The rules that were applied to an earlier address. With one address there is none.
    let mut applied = addresses.has_others().then(Vec::new);
    for address in addresses.all() {
        let is_login = addresses.login.email().is_some_and(|email| email.as_canonical() == address.email);
        let others = if is_login { Vec::new() } else { context.rules(address.email.domain()) };
        let rules = if is_login { &addresses.login.rules } else { &others };
        let next = domain_of(context, address, rules, admission, user, &mut applied);
        outcome = Some(match outcome {
            None => next,
            Some(before) => before.followed_by(next),
        });
    }
    outcome.unwrap_or_else(|| StrategyOutcome::not_matched(ReasonCode::NoEmail, Vec::new()))
}

/// Evaluates the strategy `domain` for one address and the rules that match it. `applied` are the
/// rules that were applied to an earlier address of the person, if they have several.
fn domain_of(
    context: &DecisionContext<'_>,
    address: &PersonAddress<'_>,
    rules: &[&DomainRuleFacts],
    admission: &mut Admission<'_>,
    user: UserId,
    applied: &mut Option<Vec<DomainId>>,
) -> StrategyOutcome {
    let email = address.email;
    let (rule, mut evidence) = deciding_rule(context, email.domain(), rules);
    let rule = match rule {
        Ok(rule) => rule,
        Err(code) => return StrategyOutcome::not_matched(code, evidence),
    };
    let mode = rule.enrollment_mode;
    if mode == EnrollmentMode::ManualInvitation {
        return StrategyOutcome::not_matched(ReasonCode::DomainManualInvitation, evidence);
    }
    let needs_ownership = matches!(mode, EnrollmentMode::AutomaticMembership | EnrollmentMode::EnterpriseSso);
    if needs_ownership && rule.verification < VerificationLevel::Ownership {
        return StrategyOutcome::not_matched(ReasonCode::DomainNotVerified, evidence);
    }
    // SECURITY: a domain never speaks for a person whose address is not proven, even if the policy
    // does not require a verified address elsewhere (pitfall C05).
    if let Some(code) = address.objection {
        return StrategyOutcome::not_matched(code, evidence);
    }
    if let Some(applied) = applied {
        if applied.contains(&rule.id) {
            return StrategyOutcome::not_matched(ReasonCode::NoDomainRule, evidence);
        }
        applied.push(rule.id);
    }
    let lacks_group = !rule.required_groups.is_empty() && !context.has_any(rule.organization_id, &rule.required_groups);
    if mode == EnrollmentMode::EnterpriseSso {
        match rule.connection_id {
            None => return StrategyOutcome::not_matched(ReasonCode::ConnectionNotBound, evidence),
            Some(connection) if connection != context.login.connection_id => {
                return StrategyOutcome {
                    verdict: Verdict::Denied,
                    code: ReasonCode::SsoRequired,
                    evidence,
                    diversion: Some(Diversion::Sso(connection)),
                };
            }
            Some(_) => {}
        }
    }
    if lacks_group {
        return StrategyOutcome::not_matched(ReasonCode::GroupMissing, evidence);
    }
    let organization = rule.organization_id;
    let role = rule.role.unwrap_or_else(|| context.policy.default_role(organization));
    let (role, reduced) = capped(organization, role, OrganizationRole::DOMAIN_CAP);
    evidence.extend(reduced.filter(|_| context.is_full()));
    let base = Some(role);
    let offer = Offer { organization, role, source: MembershipSource::Domain, base, by: user, invited_at: None };
    let result = match mode {
        EnrollmentMode::AutomaticMembership | EnrollmentMode::EnterpriseSso => {
            admission.admit(&offer).map(|()| (ReasonCode::DomainAdmits, None))
        }
        EnrollmentMode::AutomaticInvitation => {
            let invited = admission.check(&offer).and_then(|()| admission.invite(rule, email, role));
            invited.map(|()| (ReasonCode::DomainInvites, None))
        }
        EnrollmentMode::AutomaticSuggestion => admission.check(&offer).map(|()| {
            admission.request(organization, role);
            (ReasonCode::DomainSuggests, Some(Diversion::Approval(organization)))
        }),
        EnrollmentMode::ManualInvitation => Err(ReasonCode::DomainManualInvitation),
    };
    match result {
        Ok((code, diversion)) => {
            if matches!(mode, EnrollmentMode::AutomaticInvitation | EnrollmentMode::AutomaticSuggestion) {
                admission.guard_place(organization);
            }
            admission.rest_on(&address.guards);
            admission.rest_on(&[Guard::rule_version(rule)]);
            StrategyOutcome { diversion, ..StrategyOutcome::matched(code, evidence) }
        }
        Err(code) => StrategyOutcome::not_matched(code, evidence),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_role_that_is_reduced_is_said_to_be() {
        let organization_id = OrganizationId::from_uuid(uuid::Uuid::nil());
        let (user, admin, owner) = (OrganizationRole::OrgUser, OrganizationRole::OrgAdmin, OrganizationRole::OrgOwner);
        assert_eq!(capped(organization_id, user, admin), (user, None));
        assert_eq!(capped(organization_id, admin, admin), (admin, None));
        let reduced = Evidence::RoleCapped { organization_id, from: owner, to: admin };
        assert_eq!(capped(organization_id, owner, admin), (admin, Some(reduced)));
    }
}
