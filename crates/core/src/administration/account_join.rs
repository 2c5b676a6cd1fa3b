//! The join of two accounts of one person, as an administrator decides it for a conflict.
//!
//! SECURITY: each identity of either account reaches afterwards what both accounts held together.
//! So nothing that somebody has ended comes back by a join, and nobody gives by it what they could
//! not give otherwise (docs/specification.md §12).

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::record;

use super::AdministrationReason as Reason;
use super::IdentityConflictEffect;
use super::evaluation::{Evaluation, RuleResult, active};
use super::facts::{AccountJoinFacts, IdentityConflictFacts, OwnedRequest};
use crate::id::{MembershipId, OrganizationId, UserId};
use crate::identity::IdentityKey;
use crate::json::Code;
use crate::model::membership::{MembershipFacts, MembershipStatus, RoleSource};
use crate::model::user::{UserFacts, UserStatus};
use crate::policy::ProvisioningPolicy;
use crate::role::{OrganizationRole, PlatformRole};
use crate::small_sort::sorted;

/// Two accounts of one person that become one, and what moves.
#[record]
pub struct AccountJoin {
    /// The account that stays: the holder's.
    pub user_id: UserId,
    /// The account that ends. It is deprovisioned, and has no identity.
    pub joined_user_id: UserId,
    /// The identities that become those of the account that stays, with all that they remember.
    pub identities: Vec<IdentityKey>,
    /// The identities whose link to the account that stays is removed: its other subjects at the
    /// issuer of the conflict.
    pub unlinked: Vec<IdentityKey>,
    /// The memberships of the account that stays, as far as they are new or change. An ended one
    /// keeps the person out.
    pub memberships: Vec<MembershipFacts>,
    /// The organizations whose membership requests become those of the account that stays.
    pub membership_requests: Vec<OrganizationId>,
    /// The role on the platform that the account that stays has afterwards.
    pub platform_role: PlatformRole,
}

impl<'a> Evaluation<'a> {
    /// Joins the claimant's account to the holder's.
    pub(super) fn join_accounts(
        &mut self,
        conflict: &'a IdentityConflictFacts,
        facts: &'a AccountJoinFacts,
        holder: &'a UserFacts,
    ) -> RuleResult {
        let claimant = &facts.claimant;
        if Some(claimant.id) != conflict.linked_user_id || claimant.id == holder.id {
            return Err(Reason::ConflictNotApplicable);
        }
        self.check_not_self(claimant)?;
        self.check_not_above(claimant)?;
        if holder.status != UserStatus::Active || claimant.status != UserStatus::Active {
            return Err(Reason::UserNotActive);
        }
        check_issuers(conflict, facts, holder)?;
        let memberships = self.joined_memberships(facts, holder)?;
        let stays_member = |organization: OrganizationId| {
            let mut held = facts.memberships.iter().filter(|held| held.user_id == holder.id).chain(&memberships);
            held.rfind(|held| held.organization_id == organization)
                .is_some_and(|held| held.status == MembershipStatus::Active)
        };
        let has_asked = |user_id: UserId, organization: OrganizationId| {
            facts.membership_requests.contains(&OwnedRequest { user_id, organization_id: organization })
        };
        let requests = facts.membership_requests.iter().filter(|request| request.user_id == claimant.id);
        let asked = sorted(requests.map(|request| &request.organization_id), Ord::cmp);
        let mut membership_requests: Vec<OrganizationId> = asked.into_iter().copied().collect();
        membership_requests.dedup();
        membership_requests.retain(|asked| !has_asked(holder.id, *asked) && !stays_member(*asked));
        let own = |user: UserId| {
            let owned = facts.identities.iter().filter(move |owned| owned.user_id == user);
            sorted(owned.map(|owned| &owned.identity), Ord::cmp).into_iter().cloned()
        };
        let identities: Vec<IdentityKey> = own(claimant.id).collect();
        let unlinked = own(holder.id).filter(|identity| identity.issuer == conflict.identity.issuer).collect();
        let join = AccountJoin {
            user_id: holder.id,
            joined_user_id: claimant.id,
            identities,
            unlinked,
            memberships,
            membership_requests,
            platform_role: holder.platform_role.max(claimant.platform_role),
        };
        self.record_join(facts, holder, &join);
        self.effect(IdentityConflictEffect::JoinAccounts { join });
        Ok(())
    }

    /// Records in the audit log what the account that stays gains and loses.
    fn record_join(&mut self, facts: &AccountJoinFacts, holder: &UserFacts, join: &AccountJoin) {
        self.audit_change("account", Some(join.joined_user_id.to_string()), Some(join.user_id.to_string()));
        for identity in &join.unlinked {
            self.audit_change("identity", Some(identity.subject.as_str().to_string()), None);
        }
        for identity in &join.identities {
            self.audit_change("identity", None, Some(identity.subject.as_str().to_string()));
        }
        self.audit_code_change("platformRole", Some(&holder.platform_role), Some(&join.platform_role));
        for membership in &join.memberships {
            let before = of(facts, holder.id, membership.organization_id);
            let field = format!("role in {}", membership.organization_id);
            let role = |held: &MembershipFacts| String::from(Code::name(&held.role));
            self.audit_change(&field, active(before).map(role), active(Some(membership)).map(role));
        }
    }

    /// Returns the memberships that the holder gets or that change, by organization.
    fn joined_memberships(&self, facts: &AccountJoinFacts, holder: &UserFacts) -> Result<Vec<MembershipFacts>, Reason> {
        let theirs = facts.memberships.iter().filter(|held| held.user_id == facts.claimant.id);
        for held in &facts.memberships {
            let organization = held.organization_id;
            let role = |user: UserId| active(of(facts, user, organization)).map(|held| held.role);
            self.check_conveyed(facts, organization, role(holder.id), role(facts.claimant.id))?;
        }
        let mut joined = Vec::new();
        for claimed in sorted(theirs, |one, other| one.organization_id.cmp(&other.organization_id)) {
            let known = of(facts, holder.id, claimed.organization_id);
            joined.extend(joined_membership(known, claimed, holder.id, &self.facts.policy)?);
        }
        Ok(joined)
    }

    /// Refuses a role above `org_user` that only one of the accounts has, unless the actor may give
    /// it: the identities of the other account get it.
    fn check_conveyed(
        &self,
        facts: &AccountJoinFacts,
        organization: OrganizationId,
        one: Option<OrganizationRole>,
        other: Option<OrganizationRole>,
    ) -> RuleResult {
        let greater = one.max(other);
        let conveys = one != other && greater > Some(OrganizationRole::OrgUser);
        let actor = self.actor().map(|actor| actor.id);
        let own = actor.and_then(|actor| {
            let mut held = facts.actor_memberships.iter();
            active(held.find(|held| held.user_id == actor && held.organization_id == organization))
        });
        let may_give = self.is_operator() || own.map(|held| held.role) >= greater;
        if conveys && !may_give { Err(Reason::RoleAboveOwn) } else { Ok(()) }
    }
}

/// Returns a user's membership of an organization.
fn of(facts: &AccountJoinFacts, user: UserId, organization: OrganizationId) -> Option<&MembershipFacts> {
    facts.memberships.iter().find(|held| held.user_id == user && held.organization_id == organization)
}

/// Refuses two accounts that would have two subjects at an issuer, which are two people (OpenID
/// Connect Core 1.0, section 5.7). At the issuer of the conflict, the identity takes the place of
/// the holder's.
fn check_issuers(conflict: &IdentityConflictFacts, facts: &AccountJoinFacts, holder: &UserFacts) -> RuleResult {
    let shared = facts.identities.iter().any(|one| {
        facts.identities.iter().any(|other| {
            let replaced = [one, other]
                .iter()
                .any(|owned| owned.user_id == holder.id && owned.identity.issuer == conflict.identity.issuer);
            one.identity.issuer == other.identity.issuer && one.identity != other.identity && !replaced
        })
    });
    if shared { Err(Reason::SecondSubject) } else { Ok(()) }
}

/// Returns the membership that the holder has after the join, or `None` if theirs stays as it is.
fn joined_membership(
    known: Option<&MembershipFacts>,
    claimed: &MembershipFacts,
    holder: UserId,
    policy: &ProvisioningPolicy,
) -> Result<Option<MembershipFacts>, Reason> {
    // A membership that a lost group has ended counts as if it had never been.
    let counts = |held: &&MembershipFacts| {
        held.status == MembershipStatus::Active || held.role_source != Some(RoleSource::Group)
    };
    let organization_id = claimed.organization_id;
    let id = MembershipId::derive(organization_id, holder);
    let moved = || MembershipFacts { id, user_id: holder, ..claimed.clone() };
    if !counts(&claimed) {
        return Ok(None);
    }
    let Some(known) = known.filter(counts) else { return Ok(Some(moved())) };
    match (known.status, claimed.status) {
        (MembershipStatus::Active, MembershipStatus::Active) => {
            let merged = merged(known, claimed, policy.default_role(organization_id));
            Ok((merged != *known).then_some(merged))
        }
        // Invitations from before the later removal do not bring the person back.
        (MembershipStatus::Removed, MembershipStatus::Removed) => {
            Ok((claimed.removed_at > known.removed_at).then(moved))
        }
        // Somebody has put the person out of the organization, and has not put the other account
        // out.
        _ => Err(Reason::MembershipRemoved),
    }
}

/// Merges two active memberships: the greater role, and of each part of its memory the one by which
/// nothing is taken that either account had.
fn merged(known: &MembershipFacts, claimed: &MembershipFacts, default: OrganizationRole) -> MembershipFacts {
    let role = known.role.max(claimed.role);
    let base = known.base(default).max(claimed.base(default));
    let is_manual = [known, claimed].iter().any(|held| held.role_source == Some(RoleSource::Manual));
    let by_group = base.is_none_or(|base| base < role);
    let source = if claimed.role > known.role { claimed.source } else { known.source };
    let role_source = if is_manual { Some(RoleSource::Manual) } else { by_group.then_some(RoleSource::Group) };
    let role_as_of = known.role_as_of.max(claimed.role_as_of);
    let same_memory = known.base(default) == base && known.role_source == role_source;
    let base_role = if same_memory && known.role == role { known.base_role } else { base };
    MembershipFacts { role, source, role_source, base_role, role_as_of, ..known.clone() }
}
