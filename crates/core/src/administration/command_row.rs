//! The row that a command changes, and the version that its caller may expect of it.

use super::AdministrationCommand;
use super::application::ApplicationCommand;
use super::domain::DomainCommand;
use super::evaluation::Evaluation;
use super::facts::AdministrationFacts;
use super::identity_conflict::IdentityConflictCommand;
use super::invitation::InvitationCommand;
use super::member::MemberCommand;
use super::organization::OrganizationCommand;
use super::user::UserCommand;
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

impl AdministrationCommand {
    /// Returns the row that the command changes or creates, or `None` if it concerns none that has
    /// an identifier: a membership request, an address on the waitlist, a token.
    pub const fn row(&self) -> Option<CommandRow> {
        match self {
            Self::Organization(
                OrganizationCommand::CreateOrganization { organization_id, .. }
                | OrganizationCommand::UpdateOrganization { organization_id, .. }
                | OrganizationCommand::CloseOrganization { organization_id }
                | OrganizationCommand::CloseAnyOrganization { organization_id }
                | OrganizationCommand::ReopenOrganization { organization_id }
                | OrganizationCommand::SetSeatLimit { organization_id, .. },
            ) => Some(CommandRow::Organization(*organization_id)),
            Self::Member(
                MemberCommand::AddMember { organization_id, user_id, .. }
                | MemberCommand::ChangeMemberRole { organization_id, user_id, .. }
                | MemberCommand::SetMemberApplicationRoles { organization_id, user_id, .. }
                | MemberCommand::FollowProvider { organization_id, user_id }
                | MemberCommand::AppointOwner { organization_id, user_id }
                | MemberCommand::RemoveMember { organization_id, user_id },
            ) => Some(CommandRow::Member(*organization_id, *user_id)),
            Self::Invitation(
                InvitationCommand::CreateInvitation { invitation_id, .. }
                | InvitationCommand::ResendInvitation { invitation_id, .. }
                | InvitationCommand::RevokeInvitation { invitation_id, .. }
                | InvitationCommand::AcceptInvitation { invitation_id, .. },
            ) => Some(CommandRow::Invitation(*invitation_id)),
            Self::Domain(
                DomainCommand::AddDomain { organization_id, domain_id, .. }
                | DomainCommand::ChangeDomain { organization_id, domain_id, .. }
                | DomainCommand::RecordDomainProof { organization_id, domain_id, .. }
                | DomainCommand::RemoveDomain { organization_id, domain_id },
            ) => Some(CommandRow::Domain(*organization_id, *domain_id)),
            Self::User(
                UserCommand::SuspendUser { user_id }
                | UserCommand::RestoreUser { user_id }
                | UserCommand::SetPlatformRole { user_id, .. }
                | UserCommand::DeprovisionUser { user_id }
                | UserCommand::EndUserSessions { user_id, .. }
                | UserCommand::UnlinkUserIdentity { user_id, .. }
                | UserCommand::EraseUser { user_id },
            ) => Some(CommandRow::User(*user_id)),
            Self::Policy(_) => Some(CommandRow::Policy),
            Self::IdentityConflict(
                IdentityConflictCommand::ResolveSamePerson { conflict_id }
                | IdentityConflictCommand::ResolveAnotherPerson { conflict_id }
                | IdentityConflictCommand::DismissIdentityConflict { conflict_id },
            ) => Some(CommandRow::IdentityConflict(*conflict_id)),
            Self::Application(ApplicationCommand::SetApplicationPermissions { application_id, .. }) => {
                Some(CommandRow::Permissions(*application_id))
            }
            Self::Application(
                ApplicationCommand::CreateApplication { application_id, .. }
                | ApplicationCommand::ChangeApplication { application_id, .. }
                | ApplicationCommand::AddApplicationSecret { application_id, .. }
                | ApplicationCommand::RemoveApplicationSecret { application_id, .. },
            ) => Some(CommandRow::Application(*application_id)),
            Self::Member(
                MemberCommand::ApproveMembershipRequest { .. } | MemberCommand::DenyMembershipRequest { .. },
            )
            | Self::User(
                UserCommand::ApproveWaitlisted { .. }
                | UserCommand::DenyWaitlisted { .. }
                | UserCommand::IssueRecoveryToken { .. }
                | UserCommand::RevokeBootstrapToken { .. },
            ) => None,
        }
    }

    /// Returns `true` if a caller may expect a version of the command's row. A command that creates
    /// its row has none before, and the invited person accepts what is there.
    pub const fn takes_version(&self) -> bool {
        let creates = matches!(
            self,
            Self::Organization(OrganizationCommand::CreateOrganization { .. })
                | Self::Invitation(
                    InvitationCommand::CreateInvitation { .. } | InvitationCommand::AcceptInvitation { .. }
                )
                | Self::Domain(DomainCommand::AddDomain { .. })
                | Self::Application(ApplicationCommand::CreateApplication { .. })
        );
        !creates && !matches!(self.row(), None | Some(CommandRow::IdentityConflict(_)))
    }
}

impl Evaluation<'_> {
    /// Returns `true` if the row has another version than the caller expects. A row that does not
    /// exist has none: the rules refuse it by its own reason.
    ///
    /// SECURITY: the invitation or rule of another organization does not exist for the actor, so
    /// its version is not compared either.
    pub(super) fn is_stale(&self) -> bool {
        let Some(expected) = self.input.version.filter(|_| self.input.command.takes_version()) else { return false };
        let current = self.input.command.row().and_then(|row| current_version(self.facts, row));
        current.is_some_and(|current| current != expected)
    }
}

fn current_version(facts: &AdministrationFacts, row: CommandRow) -> Option<u32> {
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
