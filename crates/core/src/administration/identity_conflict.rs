//! Conflicts about the owner of an address, which logins have entered in the queue.

use alloc::string::ToString;
use alloc::vec::Vec;
use cora_wire_derive::union;

use super::AdministrationReason as Reason;
use super::account_join::AccountJoin;
use super::audit::AdministrationAction as Action;
use super::command_row::CommandRow;
use super::consequence::{ConsequenceCode as Code, ConsequenceList, count};
use super::evaluation::{Evaluation, Permission, RuleResult};
use super::facts::IdentityConflictFacts;
use super::facts::Subjects;
use super::{MemberEffect, UserEffect};
use crate::capability::Capability;
use crate::email::CanonicalEmail;
use crate::id::{ConnectionId, IdentityConflictId, UserId};
use crate::identity::{IdentityKey, SubjectMapping};
use crate::model::identity_conflict::{IdentityConflictKind, IdentityConflictStatus};
use crate::model::membership::MembershipStatus;
use crate::model::user::{UserFacts, UserStatus};
use crate::redact::RedactedEmail;
use crate::text::{ChangeReason, Issuer};

/// A command about a conflict.
#[union(command)]
pub enum IdentityConflictCommand {
    /// Decide that the identity is the holder's: link it to them, and remove the link of their
    /// other subjects at the issuer. If the identity has an account of its own, join that account
    /// to the holder's.
    ResolveSamePerson {
        /// The conflict.
        conflict_id: IdentityConflictId,
    },
    /// Decide that the identity is another person's, to whom the address belongs now: the holder
    /// loses it, and keeps account and memberships.
    ResolveAnotherPerson {
        /// The conflict.
        conflict_id: IdentityConflictId,
    },
    /// Close the conflict without a change. It is opened again if it happens again.
    DismissIdentityConflict {
        /// The conflict.
        conflict_id: IdentityConflictId,
    },
}

/// An effect of a command about a conflict.
#[union(effect)]
pub enum IdentityConflictEffect {
    /// Link an identity to a user.
    LinkIdentity {
        /// The user.
        user_id: UserId,
        /// The connection of the identity's login.
        connection_id: ConnectionId,
        /// The identity.
        identity: IdentityKey,
        /// The canonical address that it vouched for; null if none.
        email: Option<CanonicalEmail>,
    },
    /// Make identities of one issuer those of another, with all that they remember. They are
    /// identities of the connection from then on.
    CarryIdentitiesOver {
        /// The connection.
        connection_id: ConnectionId,
        /// The former issuer.
        from: Issuer,
        /// The new issuer.
        to: Issuer,
        /// The subjects.
        subjects: Vec<SubjectMapping>,
    },
    /// Remove the link of an identity.
    UnlinkIdentity {
        /// The user.
        user_id: UserId,
        /// The identity.
        identity: IdentityKey,
    },
    /// Join two accounts of one person. The identities, memberships and requests become those of
    /// the account that stays, so do invitations that were accepted or are open by the other, and
    /// its unknown profile fields are filled in. The other account is deprovisioned. Open conflicts
    /// between the two are closed.
    JoinAccounts {
        /// The accounts, and what moves.
        join: AccountJoin,
    },
    /// Close a conflict.
    ResolveIdentityConflict {
        /// The conflict.
        conflict_id: IdentityConflictId,
        /// The status.
        status: IdentityConflictStatus,
        /// The actor's reason, in their own words.
        reason: Option<ChangeReason>,
    },
}

impl IdentityConflictCommand {
    /// Returns the permission that the command requires.
    pub(super) const fn permission(&self) -> Permission {
        match self {
            Self::ResolveSamePerson { .. }
            | Self::ResolveAnotherPerson { .. }
            | Self::DismissIdentityConflict { .. } => Permission::OperatorOr(Capability::UsersManage),
        }
    }

    /// Returns the row that the command changes or creates; see
    /// [`AdministrationCommand::row`](super::AdministrationCommand::row).
    pub(super) const fn row(&self) -> Option<CommandRow> {
        match self {
            Self::ResolveSamePerson { conflict_id }
            | Self::ResolveAnotherPerson { conflict_id }
            | Self::DismissIdentityConflict { conflict_id } => Some(CommandRow::IdentityConflict(*conflict_id)),
        }
    }

    /// Returns `true` if the command's row has no version before, or none that its actor has seen.
    pub(super) const fn creates_row(&self) -> bool {
        false
    }

    /// Returns the data that has to be loaded.
    pub(super) fn subjects(&self) -> Subjects {
        let (Self::ResolveSamePerson { conflict_id }
        | Self::ResolveAnotherPerson { conflict_id }
        | Self::DismissIdentityConflict { conflict_id }) = self;
        Subjects { identity_conflict: Some(*conflict_id), ..Subjects::default() }
    }

    const fn status(&self) -> IdentityConflictStatus {
        match self {
            Self::ResolveSamePerson { .. } => IdentityConflictStatus::SamePerson,
            Self::ResolveAnotherPerson { .. } => IdentityConflictStatus::AnotherPerson,
            Self::DismissIdentityConflict { .. } => IdentityConflictStatus::Dismissed,
        }
    }
}

impl IdentityConflictEffect {
    /// Adds the consequences of the effect for people.
    pub(super) fn consequences(&self, list: &mut ConsequenceList<'_>) {
        match self {
            // The row says all of it, and nobody else notices.
            Self::ResolveIdentityConflict { .. } => {}
            Self::LinkIdentity { .. } => list.add(Code::IdentitiesLinked, 1, []),
            Self::CarryIdentitiesOver { subjects, .. } => {
                list.add_count(Code::IdentitiesLinked, count(subjects), []);
            }
            Self::UnlinkIdentity { .. } => list.add(Code::IdentitiesUnlinked, 1, []),
            Self::JoinAccounts { join } => {
                list.note(Code::AccountsJoined);
                list.add_count(Code::IdentitiesLinked, count(&join.identities), []);
                list.add_count(Code::IdentitiesUnlinked, count(&join.unlinked), []);
                let gained = join.memberships.iter().filter(|one| one.status == MembershipStatus::Active);
                list.add_count(Code::AccessGained, count(&gained.collect::<Vec<_>>()), []);
            }
        }
    }
}

impl<'a> Evaluation<'a> {
    pub(super) fn identity_conflict(&mut self, command: &IdentityConflictCommand) -> RuleResult {
        let conflict = self.facts.identity_conflict.as_ref().ok_or(Reason::ConflictNotFound)?;
        let status = command.status();
        // The holder: nobody decides about a person whose role on the platform is above their own.
        let holder = self.subject()?;
        if conflict.status == status {
            return Ok(());
        }
        if conflict.status != IdentityConflictStatus::Open {
            return Err(Reason::ConflictNotOpen);
        }
        match status {
            IdentityConflictStatus::SamePerson => self.same_person(conflict, holder)?,
            IdentityConflictStatus::AnotherPerson => self.another_person(conflict, holder)?,
            IdentityConflictStatus::Dismissed | IdentityConflictStatus::Open => {}
        }
        let (conflict_id, reason) = (conflict.id, self.input.reason.clone());
        self.audit_action(Action::IdentityConflictResolved)
            .audit_user(holder.id)
            .audit_target(conflict_id)
            .audit_code_change("status", Some(&conflict.status), Some(&status))
            .effect(IdentityConflictEffect::ResolveIdentityConflict { conflict_id, status, reason });
        Ok(())
    }

    fn same_person(&mut self, conflict: &'a IdentityConflictFacts, holder: &'a UserFacts) -> RuleResult {
        self.check_not_self(holder)?;
        if let Some(facts) = &conflict.joining {
            return self.join_accounts(conflict, facts, holder);
        }
        if conflict.kind != IdentityConflictKind::SecondSubject || conflict.linked_user_id.is_some() {
            return Err(Reason::ConflictNotApplicable);
        }
        if holder.status == UserStatus::Deprovisioned {
            return Err(Reason::UserNotActive);
        }
        let user_id = holder.id;
        for identity in &conflict.other_subjects {
            self.audit_change("identity", Some(identity.subject.as_str().to_string()), None)
                .effect(IdentityConflictEffect::UnlinkIdentity { user_id, identity: identity.clone() });
        }
        let (identity, email) = (conflict.identity.clone(), conflict.email.clone());
        self.audit_change("identity", None, Some(identity.subject.as_str().to_string()))
            .effect(IdentityConflictEffect::LinkIdentity {
                user_id,
                connection_id: conflict.connection_id,
                identity,
                email,
            })
            .effect(MemberEffect::RaiseRoleVersion { user_id });
        Ok(())
    }

    fn another_person(&mut self, conflict: &IdentityConflictFacts, holder: &UserFacts) -> RuleResult {
        self.check_not_self(holder)?;
        // The identity derives the holder's own account, so nobody else can come by it.
        if conflict.identity.user_id() == holder.id {
            return Err(Reason::ConflictNotApplicable);
        }
        if holder.email.is_some() && holder.email == conflict.email {
            let before = holder.email.as_ref().map(|email| RedactedEmail::from(email).as_str().to_string());
            self.audit_change("email", before, None).effect(UserEffect::ReleaseUserEmail { user_id: holder.id });
        }
        Ok(())
    }
}
