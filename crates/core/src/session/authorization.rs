//! What a session may do, asked in all the ways there are; the answers are [`can`]'s and those of the role tables.

use alloc::boxed::Box;
use cora_wire_derive::{codes, record};

use super::{AuthenticatedSession, UnifiedSession, can};
use crate::capability::{self, Capability};
use crate::id::OrganizationId;
use crate::role::{OrganizationRole, PlatformRole};

/// Whether a session may do something now.
#[codes]
pub enum Authorization {
    /// It may.
    Allowed,
    /// It may not.
    Denied,
    /// It might, but the user's roles have changed since it was opened: it has to be asked for again first.
    Stale,
}

/// What a session is asked for. Each thing that is named has to hold.
#[record]
#[derive(Default)]
pub struct Requirement {
    /// A capability: on the platform, or in the organization that is named.
    #[serde(default)]
    pub capability: Option<Capability>,
    /// This role on the platform, or a greater one.
    #[serde(default)]
    pub platform_role: Option<PlatformRole>,
    /// This role, or a greater one, in the organization that is named, else in the current one.
    #[serde(default)]
    pub organization_role: Option<OrganizationRole>,
    /// An organization; alone it asks for a membership.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// Whether a session has all that is asked for. One that is not authenticated has nothing, and who asks for nothing gets nothing: an empty requirement is a
/// mistake of the caller's, and the safe answer to it is no.
pub fn has(session: &UnifiedSession, requirement: &Requirement) -> bool {
    let UnifiedSession::Authenticated { session: known } = session else { return false };
    let Requirement { capability, platform_role, organization_role, organization_id } = *requirement;
    let mut answers = [
        capability.map(|capability| can(session, capability, organization_id)),
        platform_role.map(|role| known.platform_role >= role),
        organization_role.map(|role| role_in(known, organization_id.or(known.current_organization_id)) >= Some(role)),
        organization_id.map(|id| role_in(known, Some(id)).is_some()),
    ]
    .into_iter()
    .flatten()
    .peekable();
    answers.peek().is_some() && answers.all(|answer| answer)
}

fn role_in(session: &AuthenticatedSession, organization: Option<OrganizationId>) -> Option<OrganizationRole> {
    let id = organization?;
    // Of a membership that stands twice the smaller role counts.
    session
        .organizations
        .iter()
        .filter(|organization| organization.id == id)
        .map(|organization| organization.role)
        .min()
}

/// Whether a session may do something now, in an organization or on the platform.
///
/// `role_version` is the user's, read at this moment and from nothing that is kept; `None` when it was not read. What is sensitive
/// ([`capability::is_sensitive`]) is not done without it, nor by a session that carries another (pitfall C33).
pub fn authorize(
    session: &UnifiedSession,
    capability: Capability,
    organization: Option<OrganizationId>,
    role_version: Option<u32>,
) -> Authorization {
    let UnifiedSession::Authenticated { session: known } = session else { return Authorization::Denied };
    let is_stale = match role_version {
        Some(version) => version != known.role_version,
        None => capability::is_sensitive(capability),
    };
    match (can(session, capability, organization), is_stale) {
        (false, false) => Authorization::Denied,
        // Roles that have changed may allow it now.
        (_, true) => Authorization::Stale,
        (true, false) => Authorization::Allowed,
    }
}

/// The session as it works in another of its user's organizations, or in none; `None` when the user is no member there.
pub fn switch_organization(
    session: &AuthenticatedSession,
    organization: Option<OrganizationId>,
) -> Option<Box<AuthenticatedSession>> {
    let role = match organization {
        None => None,
        Some(id) => Some(role_in(session, Some(id))?),
    };
    Some(Box::new(AuthenticatedSession {
        current_organization_id: organization,
        capabilities: capability::union(session.platform_role, role),
        ..session.clone()
    }))
}
