//! The row that a command changes, and the version that its caller may expect of it.

use super::facts::AdministrationFacts;
use crate::id::{ApplicationId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId};

/// The row that a command changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandRow {
    /// An organization.
    Organization(OrganizationId),
    /// A membership, also an ended one.
    Member(OrganizationId, UserId),
    /// An invitation.
    Invitation(InvitationId),
    /// A domain rule of an organization.
    Domain(OrganizationId, DomainId),
    /// A user.
    User(UserId),
    /// A conflict. It has no version: it is decided once.
    IdentityConflict(IdentityConflictId),
    /// An application.
    Application(ApplicationId),
    /// The permissions and roles that an application defines.
    Permissions(ApplicationId),
    /// The policy in force.
    Policy,
}

/// Returns the version that a row has now, as far as the facts are about it.
pub(super) fn current_version(facts: &AdministrationFacts, row: CommandRow) -> Option<u32> {
    let versions = &facts.versions;
    let named = facts.organization.as_ref().map(|organization| organization.id);
    match row {
        CommandRow::Organization(id) => versions.organization.filter(|_| named == Some(id)),
        CommandRow::Member(organization_id, user_id) => {
            let membership = facts.user_membership.as_ref();
            let fits = membership.is_some_and(|membership| {
                membership.organization_id == organization_id && membership.user_id == user_id
            });
            versions.member.filter(|_| fits)
        }
        CommandRow::Invitation(_) => {
            let invitation = facts.invitation.as_ref();
            versions.invitation.filter(|_| invitation.map(|invitation| invitation.organization_id) == named)
        }
        CommandRow::Domain(organization_id, _) => {
            let rule = facts.domain.as_ref().filter(|rule| rule.organization_id == organization_id)?;
            Some(rule.version)
        }
        CommandRow::User(id) => versions.user.filter(|_| facts.user.as_ref().map(|user| user.id) == Some(id)),
        CommandRow::Application(_) => facts.application.as_ref().map(|application| application.version),
        CommandRow::Permissions(_) => facts.application.as_ref().map(|application| application.permissions_version),
        CommandRow::Policy => Some(facts.policy.version),
        CommandRow::IdentityConflict(_) => None,
    }
}
