//! Users of the platform, and addresses on the waitlist.

use alloc::string::ToString;
use alloc::vec::Vec;
use cora_wire_derive::union;

use super::AdministrationReason as Reason;
use super::audit::AdministrationAction as Action;
use super::command_row::CommandRow;
use super::consequence::{ConsequenceCode as Code, ConsequenceList};
use super::evaluation::{Evaluation, Permission, RuleResult};
use super::facts::Subjects;
use super::facts::WaitlistStatus;
use super::{IdentityConflictEffect, MemberEffect};
use crate::capability::Capability;
use crate::deprovisioning::{DeprovisionEffect, DeprovisionInput, deprovision};
use crate::email::CanonicalEmail;
use crate::id::{BrowserSessionId, UserId};
use crate::identity::IdentityKey;
use crate::model::user::{UserFacts, UserStatus};
use crate::redact::RedactedEmail;
use crate::role::PlatformRole;
use crate::secret::TokenHash;
use crate::time::UnixSeconds;

/// A command about users and the waitlist.
#[union(command)]
pub enum UserCommand {
    /// Approve an address on the waitlist. It is admitted at its next login, as under public
    /// access.
    ApproveWaitlisted {
        /// The canonical address.
        email: CanonicalEmail,
    },
    /// Deny an address on the waitlist. It stays on the list as denied, so that its next login does
    /// not ask again.
    DenyWaitlisted {
        /// The canonical address.
        email: CanonicalEmail,
    },
    /// Suspend a user for a time.
    SuspendUser {
        /// The user.
        user_id: UserId,
    },
    /// Restore a suspended or deprovisioned user. Memberships that were ended with the user are not
    /// restored. Those that a suspended user still has take a seat again, so each of their
    /// organizations needs a free one.
    RestoreUser {
        /// The user.
        user_id: UserId,
    },
    /// Change a user's role on the platform.
    SetPlatformRole {
        /// The user.
        user_id: UserId,
        /// The new role.
        role: PlatformRole,
    },
    /// Deprovision a user: end everything through which they could return.
    DeprovisionUser {
        /// The user.
        user_id: UserId,
    },
    /// End a user's sessions of the issuer. They may sign in again.
    EndUserSessions {
        /// The user.
        user_id: UserId,
        /// The browser session to end; all of them when absent.
        #[serde(default)]
        browser_session_id: Option<BrowserSessionId>,
    },
    /// Remove the link of an identity, and end the user's sessions. A new login by it does not
    /// restore it.
    UnlinkUserIdentity {
        /// The user.
        user_id: UserId,
        /// The identity.
        identity: IdentityKey,
    },
    /// Deprovision a user, and erase everything that says who they are. Their identifier stays, so
    /// that what they did is still known to be one person's. Only the operator gives this command.
    EraseUser {
        /// The user.
        user_id: UserId,
    },
    /// Issue a token by which a person becomes an owner although the platform has one. Only the
    /// operator gives this command.
    IssueRecoveryToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// Withdraw a bootstrap or recovery token. Only the operator gives this command.
    RevokeBootstrapToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
    },
}

/// An effect of a command about users and the waitlist.
#[union(effect)]
pub enum UserEffect {
    /// Take the address from a user.
    ReleaseUserEmail {
        /// The user.
        user_id: UserId,
    },
    /// Set the status of an address on the waitlist.
    SetWaitlistStatus {
        /// The canonical address.
        email: CanonicalEmail,
        /// The new status.
        status: WaitlistStatus,
    },
    /// Set the status of a user.
    SetUserStatus {
        /// The user.
        user_id: UserId,
        /// The new status.
        status: UserStatus,
    },
    /// Change a user's role on the platform.
    SetPlatformRole {
        /// The user.
        user_id: UserId,
        /// The new role.
        role: PlatformRole,
    },
    /// Deprovision a user.
    EndUser {
        /// The user.
        user_id: UserId,
        /// The changes that this takes, in this order.
        effects: Vec<DeprovisionEffect>,
    },
    /// Erase everything that says who a deprovisioned user is: profile, addresses, subjects, and
    /// what logs and invitations quote of them. The rows stay.
    EraseUser {
        /// The user.
        user_id: UserId,
    },
    /// Store the hash of a recovery token.
    IssueRecoveryToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
        /// The first moment at which it no longer counts.
        expires_at: UnixSeconds,
    },
    /// Delete a bootstrap or recovery token that is not used.
    RevokeBootstrapToken {
        /// The SHA-256 of the token.
        token_hash: TokenHash,
    },
    /// End a user's sessions of the issuer.
    EndSessions {
        /// The user.
        user_id: UserId,
        /// The browser session to end; all of them when null.
        browser_session_id: Option<BrowserSessionId>,
    },
}

impl UserCommand {
    /// Returns the permission that the command requires.
    pub(super) const fn permission(&self) -> Permission {
        match self {
            Self::ApproveWaitlisted { .. } | Self::DenyWaitlisted { .. } => {
                Permission::Capability(Capability::UsersManage)
            }
            Self::SuspendUser { .. }
            | Self::RestoreUser { .. }
            | Self::SetPlatformRole { .. }
            | Self::DeprovisionUser { .. }
            | Self::EndUserSessions { .. }
            | Self::UnlinkUserIdentity { .. } => Permission::OperatorOr(Capability::UsersManage),
            Self::EraseUser { .. } | Self::IssueRecoveryToken { .. } | Self::RevokeBootstrapToken { .. } => {
                Permission::Operator
            }
        }
    }

    /// Returns the row that the command changes or creates; see
    /// [`AdministrationCommand::row`](super::AdministrationCommand::row).
    pub(super) const fn row(&self) -> Option<CommandRow> {
        match self {
            Self::SuspendUser { user_id }
            | Self::RestoreUser { user_id }
            | Self::SetPlatformRole { user_id, .. }
            | Self::DeprovisionUser { user_id }
            | Self::EndUserSessions { user_id, .. }
            | Self::UnlinkUserIdentity { user_id, .. }
            | Self::EraseUser { user_id } => Some(CommandRow::User(*user_id)),
            Self::ApproveWaitlisted { .. }
            | Self::DenyWaitlisted { .. }
            | Self::IssueRecoveryToken { .. }
            | Self::RevokeBootstrapToken { .. } => None,
        }
    }

    /// Returns `true` if the command's row has no version before, or none that its actor has seen.
    pub(super) const fn creates_row(&self) -> bool {
        false
    }

    /// Returns the data that has to be loaded.
    pub(super) fn subjects(&self) -> Subjects {
        match self {
            Self::ApproveWaitlisted { email } | Self::DenyWaitlisted { email } => {
                Subjects { email: Some(email.clone()), ..Subjects::default() }
            }
            Self::SuspendUser { user_id }
            | Self::RestoreUser { user_id }
            | Self::SetPlatformRole { user_id, .. }
            | Self::EndUserSessions { user_id, .. } => Subjects { user: Some(*user_id), ..Subjects::default() },
            Self::DeprovisionUser { user_id }
            | Self::EraseUser { user_id }
            | Self::UnlinkUserIdentity { user_id, .. } => {
                Subjects { user: Some(*user_id), whole_user: true, ..Subjects::default() }
            }
            Self::IssueRecoveryToken { .. } | Self::RevokeBootstrapToken { .. } => Subjects::default(),
        }
    }
}

impl UserEffect {
    /// Adds the consequences of the effect for people.
    pub(super) fn consequences(&self, list: &mut ConsequenceList<'_>) {
        let concerned = list.concerned;
        match self {
            // Nobody else notices.
            Self::IssueRecoveryToken { .. } | Self::RevokeBootstrapToken { .. } => {}
            Self::ReleaseUserEmail { .. } => list.note(Code::AddressReleased),
            Self::SetWaitlistStatus { status: WaitlistStatus::Approved, .. } => list.note(Code::AddressAdmitted),
            Self::SetWaitlistStatus { status: WaitlistStatus::Pending | WaitlistStatus::Denied, .. } => {
                list.note(Code::AddressWaitsAgain);
            }
            Self::SetUserStatus { status: UserStatus::Active, .. } => {
                list.add_all(Code::AccessGained, &concerned.memberships);
            }
            Self::SetUserStatus { status: UserStatus::Suspended | UserStatus::Deprovisioned, .. } => {
                list.add_all(Code::AccessLost, &concerned.memberships);
                list.add_count(Code::SessionsEnd, concerned.sessions, []);
            }
            Self::SetPlatformRole { user_id, role } => {
                let users = [list.facts.user.as_ref(), list.facts.actor.as_ref()];
                let before = users.into_iter().flatten().find(|user| user.id == *user_id);
                list.role(before.is_some_and(|before| before.platform_role > *role));
            }
            Self::EndUser { effects, .. } => end_of_user(list, effects),
            Self::EraseUser { .. } => list.note(Code::PersonErased),
            Self::EndSessions { .. } => list.add_count(Code::SessionsEnd, concerned.sessions, []),
        }
    }
}

/// Adds the consequences of deprovisioning a user.
fn end_of_user(list: &mut ConsequenceList<'_>, effects: &[DeprovisionEffect]) {
    for effect in effects {
        match effect {
            DeprovisionEffect::SwitchOff { .. } => {
                list.add_all(Code::AccessLost, &list.concerned.memberships);
                list.add_count(Code::SessionsEnd, list.concerned.sessions, []);
            }
            DeprovisionEffect::RemoveMembership { .. } => list.add(Code::SeatsFreed, 1, []),
            DeprovisionEffect::RevokeInvitation { .. } => list.add(Code::InvitationsWithdrawn, 1, []),
            DeprovisionEffect::WithdrawMembershipRequest { .. } => list.add(Code::RequestsWithdrawn, 1, []),
            DeprovisionEffect::KeepIdentityBarred { .. } => list.add(Code::IdentitiesBarred, 1, []),
            // Sessions at the provider are its own, and the rest concerns nobody else.
            DeprovisionEffect::EndSession { .. }
            | DeprovisionEffect::RevokeToken { .. }
            | DeprovisionEffect::RemoveFromWaitlist {}
            | DeprovisionEffect::RecordAudit { .. } => {}
        }
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn user(&mut self, command: &UserCommand) -> RuleResult {
        match command {
            UserCommand::ApproveWaitlisted { email } => self.approve_waitlisted(email),
            UserCommand::DenyWaitlisted { email } => self.deny_waitlisted(email),
            UserCommand::SuspendUser { .. } => self.suspend(),
            UserCommand::RestoreUser { .. } => self.restore(),
            UserCommand::SetPlatformRole { role, .. } => self.set_platform_role(*role),
            UserCommand::DeprovisionUser { .. } => self.deprovision(),
            UserCommand::EndUserSessions { browser_session_id, .. } => self.end_sessions(*browser_session_id),
            UserCommand::UnlinkUserIdentity { identity, .. } => self.unlink_identity(identity),
            UserCommand::EraseUser { .. } => self.erase(),
            UserCommand::IssueRecoveryToken { token_hash, expires_at } => {
                self.issue_recovery_token(token_hash, *expires_at)
            }
            UserCommand::RevokeBootstrapToken { token_hash } => self.revoke_token(token_hash),
        }
    }

    fn approve_waitlisted(&mut self, email: &CanonicalEmail) -> RuleResult {
        let before = self.facts.waitlist.as_ref().ok_or(Reason::NotWaitlisted)?;
        let status = WaitlistStatus::Approved;
        if *before != status {
            self.audit_action(Action::WaitlistApproved)
                .audit_target(RedactedEmail::from(email).as_str())
                .audit_code_change("status", Some(before), Some(&status))
                .effect(UserEffect::SetWaitlistStatus { email: email.clone(), status });
        }
        Ok(())
    }

    fn deny_waitlisted(&mut self, email: &CanonicalEmail) -> RuleResult {
        let before = self.facts.waitlist.as_ref().ok_or(Reason::NotWaitlisted)?;
        let status = WaitlistStatus::Denied;
        if *before != status {
            self.audit_action(Action::WaitlistDenied)
                .audit_target(RedactedEmail::from(email).as_str())
                .audit_code_change("status", Some(before), Some(&status))
                .effect(UserEffect::SetWaitlistStatus { email: email.clone(), status });
        }
        Ok(())
    }

    /// Ends sessions. Whether any is alive is not asked, because one may begin at this moment.
    fn end_sessions(&mut self, browser_session_id: Option<BrowserSessionId>) -> RuleResult {
        let user_id = self.subject()?.id;
        self.audit_action(Action::UserSessionsEnded).audit_user(user_id);
        if let Some(session) = browser_session_id {
            self.audit_target(session);
        }
        self.effect(UserEffect::EndSessions { user_id, browser_session_id });
        Ok(())
    }

    fn suspend(&mut self) -> RuleResult {
        let user = self.subject()?;
        match user.status {
            UserStatus::Suspended => return Ok(()),
            UserStatus::Deprovisioned => return Err(Reason::UserNotActive),
            UserStatus::Active => {}
        }
        self.check_not_self(user)?;
        self.check_platform_owner_remains(user)?;
        self.set_user_status(user, UserStatus::Suspended, Action::UserSuspended);
        Ok(())
    }

    fn restore(&mut self) -> RuleResult {
        let user = self.subject()?;
        if user.status != UserStatus::Active {
            if self.facts.policy.enforce_seats && !self.facts.full_organizations.is_empty() {
                return Err(Reason::SeatLimitReached);
            }
            self.set_user_status(user, UserStatus::Active, Action::UserRestored);
            // A deprovisioned user held no address, and somebody else may have it by now.
            if user.status == UserStatus::Deprovisioned && self.facts.email_held_by_another {
                let (user_id, before) = (user.id, user.email.as_ref().map(RedactedEmail::from));
                self.audit_change("email", before.map(|email| email.as_str().to_string()), None)
                    .effect(UserEffect::ReleaseUserEmail { user_id });
            }
        }
        Ok(())
    }

    fn set_user_status(&mut self, user: &UserFacts, status: UserStatus, action: Action) {
        let user_id = user.id;
        self.audit_action(action)
            .audit_user(user_id)
            .audit_code_change("status", Some(&user.status), Some(&status))
            .effect(UserEffect::SetUserStatus { user_id, status })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
    }

    fn set_platform_role(&mut self, role: PlatformRole) -> RuleResult {
        let user = self.subject()?;
        if user.status != UserStatus::Active {
            return Err(Reason::UserNotActive);
        }
        if role > self.platform_role() && !self.is_operator() {
            return Err(Reason::RoleAboveOwn);
        }
        if user.platform_role == role {
            return Ok(());
        }
        self.check_platform_owner_remains(user)?;
        let user_id = user.id;
        self.audit_action(Action::PlatformRoleChanged)
            .audit_user(user_id)
            .audit_code_change("platformRole", Some(&user.platform_role), Some(&role))
            .effect(UserEffect::SetPlatformRole { user_id, role })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    fn deprovision(&mut self) -> RuleResult {
        let user = self.subject()?;
        self.check_not_self(user)?;
        let effects = self.ending(user)?;
        if !effects.is_empty() {
            let user_id = user.id;
            self.audit_action(Action::UserDeprovisioned)
                .audit_user(user_id)
                .audit_target(user_id.to_string())
                .audit_code_change("status", Some(&user.status), Some(&UserStatus::Deprovisioned))
                .effect(UserEffect::EndUser { user_id, effects })
                .effect(MemberEffect::RaiseRoleVersion { user_id });
        }
        Ok(())
    }

    /// Returns the effects that end a user; empty if the user is deprovisioned already.
    fn ending(&self, user: &UserFacts) -> Result<Vec<DeprovisionEffect>, Reason> {
        let input = DeprovisionInput {
            now: self.input.now,
            user: user.clone(),
            actor_id: self.input.actor.user_id(),
            facts: self.facts.held.clone(),
        };
        match deprovision(&input) {
            // The command's record, which holds its reason, is the only audit record.
            Ok(plan) => {
                let is_change = |effect: &DeprovisionEffect| !matches!(effect, DeprovisionEffect::RecordAudit { .. });
                Ok(plan.effects.into_iter().filter(is_change).collect())
            }
            Err(refusal) if refusal.last_platform_owner => Err(Reason::LastPlatformOwner),
            Err(_) => Err(Reason::LastOwner),
        }
    }

    /// Erases a user. A repetition is not `unchanged`, because what was written about an erased
    /// person since then is erased by it.
    fn erase(&mut self) -> RuleResult {
        let user = self.subject()?;
        let effects = self.ending(user)?;
        let user_id = user.id;
        self.audit_action(Action::UserErased).audit_user(user_id).audit_code_change(
            "status",
            Some(&user.status),
            Some(&UserStatus::Deprovisioned),
        );
        if !effects.is_empty() {
            self.effect(UserEffect::EndUser { user_id, effects });
        }
        self.effect(UserEffect::EraseUser { user_id }).effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    /// Removes the link of an identity. The record does not name it: a subject says who a person
    /// is, and records stay. Only the operator removes the last one, after which the user cannot
    /// sign in: an administrator ends a user by what says so.
    fn unlink_identity(&mut self, identity: &IdentityKey) -> RuleResult {
        let user = self.subject()?;
        self.check_not_self(user)?;
        if self.facts.held.identities.contains(identity) {
            if self.facts.held.identities.len() == 1 && !self.is_operator() {
                return Err(Reason::LastIdentity);
            }
            let user_id = user.id;
            self.audit_action(Action::IdentityUnlinked)
                .audit_user(user_id)
                .audit_change("issuer", Some(identity.issuer.as_str().to_string()), None)
                .effect(IdentityConflictEffect::UnlinkIdentity { user_id, identity: identity.clone() })
                .effect(UserEffect::EndSessions { user_id, browser_session_id: None })
                .effect(MemberEffect::RaiseRoleVersion { user_id });
        }
        Ok(())
    }

    fn issue_recovery_token(&mut self, token_hash: &TokenHash, expires_at: UnixSeconds) -> RuleResult {
        self.audit_action(Action::RecoveryTokenIssued)
            .audit_target(token_hash)
            .effect(UserEffect::IssueRecoveryToken { token_hash: token_hash.clone(), expires_at });
        Ok(())
    }

    fn revoke_token(&mut self, token_hash: &TokenHash) -> RuleResult {
        self.audit_action(Action::BootstrapTokenRevoked)
            .audit_target(token_hash)
            .effect(UserEffect::RevokeBootstrapToken { token_hash: token_hash.clone() });
        Ok(())
    }

    /// Returns the user concerned, unless their role on the platform is greater than the actor's.
    /// Nobody's is greater than the operator's.
    pub(super) fn subject(&self) -> Result<&'a UserFacts, Reason> {
        let user = self.facts.user.as_ref().ok_or(Reason::UserNotFound)?;
        self.check_not_above(user)?;
        Ok(user)
    }

    /// Refuses a user whose role on the platform is greater than the actor's.
    pub(super) fn check_not_above(&self, user: &UserFacts) -> RuleResult {
        let above = user.platform_role > self.platform_role() && !self.is_operator();
        if above { Err(Reason::RoleAboveOwn) } else { Ok(()) }
    }

    pub(super) fn check_not_self(&self, user: &UserFacts) -> RuleResult {
        if self.input.actor.user_id() == Some(user.id) { Err(Reason::OwnAccount) } else { Ok(()) }
    }

    /// Refuses a change that would leave the platform without an owner.
    fn check_platform_owner_remains(&self, user: &UserFacts) -> RuleResult {
        let last = user.platform_role == PlatformRole::PlatformOwner
            && user.status == UserStatus::Active
            && self.facts.platform_owner_count <= 1;
        if last { Err(Reason::LastPlatformOwner) } else { Ok(()) }
    }
}
