//! Members, and membership requests.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::union;

use super::AdministrationReason as Reason;
use super::audit::AdministrationAction as Action;
use super::command_row::CommandRow;
use super::consequence::{ConsequenceCode as Code, ConsequenceList, count};
use super::evaluation::{Evaluation, Permission, RuleResult, active};
use super::facts::Subjects;
use super::facts::{MembershipRequestFacts, RequestStatus};
use crate::capability::Capability;
use crate::id::{ApplicationId, MembershipId, OrganizationId, UserId};
use crate::model::membership::{MembershipFacts, MembershipSource, RoleSource};
use crate::model::organization::OrganizationStatus;
use crate::model::user::{UserFacts, UserStatus};
use crate::role::OrganizationRole;
use crate::text::RoleName;

/// A command about members and membership requests.
#[union(command)]
pub enum MemberCommand {
    /// Restore the membership of a former member. Anybody else has to be invited: nobody is made a
    /// member without their consent (our decision).
    AddMember {
        /// The organization.
        organization_id: OrganizationId,
        /// The user to add.
        user_id: UserId,
        /// The role in the organization.
        role: OrganizationRole,
    },
    /// Change a member's role. Group mappings leave it alone from then on.
    ChangeMemberRole {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The new role.
        role: OrganizationRole,
    },
    /// Replace the roles of an application that a member has in the organization.
    SetMemberApplicationRoles {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The application.
        application_id: ApplicationId,
        /// The roles, complete; at most 50.
        #[serde(deserialize_with = "crate::text::at_most::<50, _, _>")]
        #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
        roles: Vec<RoleName>,
    },
    /// Give a role that was changed by hand back to the group mappings. The role stays until the
    /// member's next login.
    FollowProvider {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
    },
    /// Make a member the owner of an organization none of whose owners is active. Only the platform
    /// gives this command, with a reason.
    AppointOwner {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
    },
    /// End a membership. Members may end their own.
    RemoveMember {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
    },
    /// Approve a membership request.
    ApproveMembershipRequest {
        /// The organization.
        organization_id: OrganizationId,
        /// The user who made the request.
        user_id: UserId,
        /// The role in the organization; that of the request when absent.
        #[serde(default)]
        role: Option<OrganizationRole>,
    },
    /// Deny a membership request.
    DenyMembershipRequest {
        /// The organization.
        organization_id: OrganizationId,
        /// The user who made the request.
        user_id: UserId,
    },
}

/// An effect of a command about members and membership requests.
#[union(effect)]
pub enum MemberEffect {
    /// Create a membership, or activate an ended one.
    PutMembership {
        /// The identifier of a new membership. An existing membership of this user keeps its own.
        membership_id: MembershipId,
        /// The organization.
        organization_id: OrganizationId,
        /// The user.
        user_id: UserId,
        /// The user's role in the organization.
        role: OrganizationRole,
        /// The source of the membership.
        source: MembershipSource,
    },
    /// Change a member's role. It is the administrator's from then on: group mappings leave it
    /// alone.
    ChangeMembershipRole {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The new role.
        role: OrganizationRole,
    },
    /// Give a member's role back to the group mappings.
    ReleaseMembershipRole {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The source of the role from then on: `group` if it is above the base.
        role_source: Option<RoleSource>,
    },
    /// End a membership. If the organization is the user's current one, they have none afterwards.
    RemoveMembership {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
    },
    /// Increment a user's role version, so that their sessions become stale.
    RaiseRoleVersion {
        /// The user.
        user_id: UserId,
    },
    /// Increment the role version of every member, so that their sessions become stale. Members
    /// whose current organization this is have none afterwards.
    RaiseRoleVersions {
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Set a user's current organization, if they have none.
    SetCurrentOrganization {
        /// The user.
        user_id: UserId,
        /// The organization.
        organization_id: OrganizationId,
    },
    /// Answer a membership request.
    SettleMembershipRequest {
        /// The organization.
        organization_id: OrganizationId,
        /// The user who made the request.
        user_id: UserId,
        /// The answer.
        status: RequestStatus,
    },
    /// Write the roles of an application that a member of an organization has there.
    SetMemberApplicationRoles {
        /// The organization.
        organization_id: OrganizationId,
        /// The member.
        user_id: UserId,
        /// The application.
        application_id: ApplicationId,
        /// The roles; none to take all of them.
        roles: Vec<RoleName>,
    },
}

impl MemberCommand {
    /// Returns the permission that the command requires.
    pub(super) const fn permission(&self) -> Permission {
        match self {
            Self::AddMember { .. }
            | Self::ChangeMemberRole { .. }
            | Self::SetMemberApplicationRoles { .. }
            | Self::FollowProvider { .. }
            | Self::ApproveMembershipRequest { .. }
            | Self::DenyMembershipRequest { .. } => Permission::Capability(Capability::MembersManage),
            Self::AppointOwner { .. } => Permission::Capability(Capability::OrganizationsManage),
            Self::RemoveMember { user_id, .. } => Permission::OwnOr(*user_id, Capability::MembersManage),
        }
    }

    /// Returns the row that the command changes or creates; see
    /// [`AdministrationCommand::row`](super::AdministrationCommand::row).
    pub(super) const fn row(&self) -> Option<CommandRow> {
        match self {
            Self::AddMember { organization_id, user_id, .. }
            | Self::ChangeMemberRole { organization_id, user_id, .. }
            | Self::SetMemberApplicationRoles { organization_id, user_id, .. }
            | Self::FollowProvider { organization_id, user_id }
            | Self::AppointOwner { organization_id, user_id }
            | Self::RemoveMember { organization_id, user_id } => Some(CommandRow::Member(*organization_id, *user_id)),
            Self::ApproveMembershipRequest { .. } | Self::DenyMembershipRequest { .. } => None,
        }
    }

    /// Returns `true` if the command's row has no version before, or none that its actor has seen.
    pub(super) const fn creates_row(&self) -> bool {
        false
    }

    /// Returns the data that has to be loaded.
    pub(super) fn subjects(&self) -> Subjects {
        match self {
            Self::SetMemberApplicationRoles { organization_id, user_id, application_id, .. } => Subjects {
                organization: Some(*organization_id),
                user: Some(*user_id),
                application: Some(*application_id),
                ..Subjects::default()
            },
            Self::AddMember { organization_id, user_id, .. }
            | Self::ChangeMemberRole { organization_id, user_id, .. }
            | Self::FollowProvider { organization_id, user_id }
            | Self::AppointOwner { organization_id, user_id }
            | Self::RemoveMember { organization_id, user_id }
            | Self::ApproveMembershipRequest { organization_id, user_id, .. }
            | Self::DenyMembershipRequest { organization_id, user_id } => {
                Subjects { organization: Some(*organization_id), user: Some(*user_id), ..Subjects::default() }
            }
        }
    }
}

impl MemberEffect {
    /// Adds the consequences of the effect for people.
    pub(super) fn consequences(&self, list: &mut ConsequenceList<'_>) {
        match self {
            // The row says all of it, and nobody else notices.
            Self::RaiseRoleVersion { .. }
            | Self::RaiseRoleVersions { .. }
            | Self::SetCurrentOrganization { .. }
            | Self::SettleMembershipRequest { .. } => {}
            Self::PutMembership { .. } => {
                // The founder of an organization takes no seat of an existing one.
                if let Some(name) = list.organization_name() {
                    list.add(Code::AccessGained, 1, [name]);
                    list.add(Code::SeatsUsed, 1, []);
                }
            }
            Self::ChangeMembershipRole { user_id, role, .. } => {
                let memberships = [list.facts.user_membership.as_ref(), list.facts.actor_membership.as_ref()];
                let before = memberships.into_iter().flatten().find(|membership| membership.user_id == *user_id);
                list.role(before.is_some_and(|before| before.role > *role));
            }
            Self::ReleaseMembershipRole { .. } => list.note(Code::RoleFollowsProvider),
            Self::RemoveMembership { .. } => {
                let name = list.organization_name();
                list.add(Code::AccessLost, 1, name);
                list.add(Code::SeatsFreed, 1, []);
            }
            Self::SetMemberApplicationRoles { roles, .. } => {
                let before = &list.facts.user_application_roles;
                let names = |of: &[RoleName], without: &[RoleName]| -> Vec<String> {
                    of.iter().filter(|role| !without.contains(role)).map(|role| role.as_str().to_string()).collect()
                };
                let (lost, gained) = (names(before, roles), names(roles, before));
                list.add_count(Code::ApplicationRolesLost, count(&lost), lost);
                list.add_count(Code::ApplicationRolesGained, count(&gained), gained);
            }
        }
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn member(&mut self, command: &MemberCommand) -> RuleResult {
        match *command {
            MemberCommand::SetMemberApplicationRoles { ref roles, application_id, .. } => {
                self.set_application_roles(application_id, roles)
            }
            MemberCommand::AddMember { role, .. } => self.add_member(role),
            MemberCommand::ChangeMemberRole { role, .. } => self.change_role(role),
            MemberCommand::FollowProvider { .. } => self.follow_provider(),
            MemberCommand::AppointOwner { user_id, .. } => self.appoint_owner(user_id),
            MemberCommand::RemoveMember { user_id, .. } => self.remove_member(user_id),
            MemberCommand::ApproveMembershipRequest { role, .. } => self.answer_request(RequestStatus::Approved, role),
            MemberCommand::DenyMembershipRequest { .. } => self.answer_request(RequestStatus::Rejected, None),
        }
    }

    fn add_member(&mut self, role: OrganizationRole) -> RuleResult {
        let membership = self.facts.user_membership.as_ref().ok_or(Reason::InvitationNeeded)?;
        if active(Some(membership)).is_some() {
            return Err(Reason::AlreadyMember);
        }
        let user = self.active_user()?;
        self.check_role_within_own(role)?;
        self.audit_action(Action::MemberAdded);
        self.take_in(user, role, MembershipSource::Manual)
    }

    fn change_role(&mut self, role: OrganizationRole) -> RuleResult {
        let membership = self.standing_membership()?;
        self.check_role_within_own(role)?;
        self.check_role_within_own(membership.role)?;
        if membership.role == role {
            return Ok(());
        }
        self.keeps_an_owner(membership)?;
        let MembershipFacts { organization_id, user_id, .. } = *membership;
        self.audit_action(Action::MemberRoleChanged)
            .audit_organization(organization_id)
            .audit_user(user_id)
            .audit_code_change("role", Some(&membership.role), Some(&role))
            .effect(MemberEffect::ChangeMembershipRole { organization_id, user_id, role })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    /// Makes a member the owner where nobody else could. The platform gives nobody access that they
    /// do not have: the person is a member, and the actor is another.
    fn appoint_owner(&mut self, user_id: UserId) -> RuleResult {
        self.require_reason()?;
        let organization = self.require_organization()?;
        if organization.status != OrganizationStatus::Active {
            return Err(Reason::OrganizationInactive);
        }
        if self.input.actor.user_id() == Some(user_id) {
            return Err(Reason::OwnAccount);
        }
        if self.facts.active_owner_count != Some(0) {
            return Err(Reason::OwnerActive);
        }
        let membership = self.standing_membership()?;
        self.active_user()?;
        let (organization_id, role) = (organization.id, OrganizationRole::OrgOwner);
        self.audit_action(Action::MemberRoleChanged)
            .audit_organization(organization_id)
            .audit_user(user_id)
            .audit_code_change("role", Some(&membership.role), Some(&role))
            .effect(MemberEffect::ChangeMembershipRole { organization_id, user_id, role })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    /// Replaces the application's roles of a member. The actor has all that a role gives to give
    /// it; taking one needs no more than their own rank, because it gives nobody anything.
    fn set_application_roles(&mut self, application_id: ApplicationId, roles: &[RoleName]) -> RuleResult {
        let membership = self.standing_membership()?;
        self.check_role_within_own(membership.role)?;
        let defined = &self.registered()?.permissions;
        let facts = self.facts;
        let before: Vec<RoleName> =
            facts.user_application_roles.iter().filter(|role| defined.has_role(role)).cloned().collect();
        let held = self.role().map(|role| defined.in_organization(role, &facts.actor_application_roles));
        let held = held.unwrap_or_default();
        // In the order of their definition, each once.
        let after: Vec<RoleName> =
            defined.roles.iter().map(|role| role.id.clone()).filter(|role| roles.contains(role)).collect();
        if roles.iter().any(|role| !defined.has_role(role)) {
            return Err(Reason::ApplicationRoleNotFound);
        }
        let given = after.iter().filter(|role| !before.contains(role));
        if given.flat_map(|role| defined.of_role(role)).any(|permission| !held.contains(&permission)) {
            return Err(Reason::RoleAboveOwn);
        }
        if before.len() == after.len() && before.iter().all(|role| after.contains(role)) {
            return Ok(());
        }
        let list = |roles: &[RoleName]| {
            let names: Vec<&str> = roles.iter().map(RoleName::as_str).collect();
            (!names.is_empty()).then(|| names.join(", "))
        };
        let MembershipFacts { organization_id, user_id, .. } = *membership;
        self.audit_action(Action::MemberApplicationRolesChanged)
            .audit_organization(organization_id)
            .audit_user(user_id)
            .audit_target(application_id)
            .audit_change("applicationRoles", list(&before), list(&after))
            .effect(MemberEffect::SetMemberApplicationRoles { organization_id, user_id, application_id, roles: after })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    fn follow_provider(&mut self) -> RuleResult {
        let membership = self.standing_membership()?;
        self.check_role_within_own(membership.role)?;
        if membership.role_source != Some(RoleSource::Manual) {
            return Ok(());
        }
        let MembershipFacts { organization_id, user_id, role, source, base_role, .. } = *membership;
        // Without a base the membership is a mapping's alone. Other ways are their own base.
        let by_group = base_role.map_or(source == MembershipSource::Group, |base| base < role);
        self.audit_action(Action::MemberRoleReleased)
            .audit_organization(organization_id)
            .audit_user(user_id)
            .audit_code_change("roleSource", Some(&RoleSource::Manual), None)
            .effect(MemberEffect::ReleaseMembershipRole {
                organization_id,
                user_id,
                role_source: by_group.then_some(RoleSource::Group),
            });
        Ok(())
    }

    fn remove_member(&mut self, user_id: UserId) -> RuleResult {
        let membership = self.standing_membership()?;
        if self.input.actor.user_id() != Some(user_id) {
            self.check_role_within_own(membership.role)?;
        }
        self.keeps_an_owner(membership)?;
        let organization_id = membership.organization_id;
        self.audit_action(Action::MemberRemoved)
            .audit_organization(organization_id)
            .audit_user(user_id)
            .audit_code_change("role", Some(&membership.role), None)
            .effect(MemberEffect::RemoveMembership { organization_id, user_id })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    fn answer_request(&mut self, status: RequestStatus, given: Option<OrganizationRole>) -> RuleResult {
        let organization_id = self.require_organization()?.id;
        let MembershipRequestFacts { status: before, role } =
            *self.facts.membership_request.as_ref().ok_or(Reason::RequestNotFound)?;
        if before != RequestStatus::Pending {
            return Err(Reason::RequestNotPending);
        }
        let user = self.facts.user.as_ref().ok_or(Reason::UserNotFound)?;
        let user_id = user.id;
        if status == RequestStatus::Approved {
            let user = self.active_user()?;
            let role = given.unwrap_or(role);
            self.check_role_within_own(role)?;
            self.audit_action(Action::MembershipRequestApproved);
            if active(self.facts.user_membership.as_ref()).is_none() {
                // Only a domain rule creates a membership request.
                self.take_in(user, role, MembershipSource::Domain)?;
            }
        } else {
            self.audit_action(Action::MembershipRequestDenied);
        }
        self.audit_organization(organization_id).audit_user(user_id).effect(MemberEffect::SettleMembershipRequest {
            organization_id,
            user_id,
            status,
        });
        Ok(())
    }

    /// Makes a user a member.
    pub(super) fn take_in(&mut self, user: &UserFacts, role: OrganizationRole, source: MembershipSource) -> RuleResult {
        let organization = self.require_organization()?;
        self.check_free_seat(organization)?;
        let (organization_id, user_id) = (organization.id, user.id);
        self.audit_organization(organization_id)
            .audit_user(user_id)
            .audit_code_change("role", None, Some(&role))
            .effect(MemberEffect::PutMembership {
                membership_id: MembershipId::derive(organization_id, user_id),
                organization_id,
                user_id,
                role,
                source,
            })
            .effect(MemberEffect::SetCurrentOrganization { user_id, organization_id })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    /// Returns the user concerned, if they are active.
    pub(super) fn active_user(&self) -> Result<&'a UserFacts, Reason> {
        let user = self.facts.user.as_ref().ok_or(Reason::UserNotFound)?;
        if user.status == UserStatus::Active { Ok(user) } else { Err(Reason::UserNotActive) }
    }

    fn standing_membership(&self) -> Result<&'a MembershipFacts, Reason> {
        active(self.facts.user_membership.as_ref()).ok_or(Reason::MemberNotFound)
    }

    /// Refuses a change that would leave the organization without an owner.
    fn keeps_an_owner(&self, membership: &MembershipFacts) -> RuleResult {
        let last = membership.role == OrganizationRole::OrgOwner && self.require_organization()?.owner_count <= 1;
        if last { Err(Reason::LastOwner) } else { Ok(()) }
    }
}
