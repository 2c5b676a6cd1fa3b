//! The outcome of a login.

use cora_wire_derive::{codes, union};

use crate::id::{ConnectionId, OrganizationId, UserId};

/// The kinds of outcome. A closed list.
#[codes]
pub enum OutcomeKind {
    /// A known user has returned.
    Returning,
    /// A new user is created.
    Provisioned,
    /// The identity is linked to an existing user.
    Linked,
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired,
    /// A new user is created, and an organization has to approve their membership.
    ApprovalRequired,
    /// The person's address is on the waitlist.
    Waitlisted,
    /// The person has to sign in through another connection.
    SsoRequired,
    /// The login is denied.
    Denied,
}

/// The outcome of a login.
#[union(kind)]
pub enum Outcome {
    /// A known user has returned, possibly with memberships added.
    Returning {
        /// The user.
        user_id: UserId,
    },
    /// A new user is created.
    Provisioned {
        /// The new user.
        user_id: UserId,
    },
    /// The identity is linked to an existing user, possibly with memberships added.
    Linked {
        /// The user to whom the identity is linked.
        user_id: UserId,
    },
    /// The person has to confirm that an account is theirs.
    LinkConfirmationRequired {
        /// The user whose account would be linked. Must not be shown to the person before they have
        /// confirmed.
        user_id: UserId,
    },
    /// A new user is created, and an organization has to approve their membership.
    ApprovalRequired {
        /// The new user.
        user_id: UserId,
        /// The organization that has to approve. Must not be shown to the person.
        organization_id: OrganizationId,
    },
    /// The person's address is on the waitlist.
    Waitlisted {},
    /// The person has to sign in through another connection.
    SsoRequired {
        /// The connection that they have to use.
        connection_id: ConnectionId,
    },
    /// The login is denied.
    Denied {},
}

impl Outcome {
    /// Returns the kind of the outcome.
    pub const fn kind(&self) -> OutcomeKind {
        match self {
            Self::Returning { .. } => OutcomeKind::Returning,
            Self::Provisioned { .. } => OutcomeKind::Provisioned,
            Self::Linked { .. } => OutcomeKind::Linked,
            Self::LinkConfirmationRequired { .. } => OutcomeKind::LinkConfirmationRequired,
            Self::ApprovalRequired { .. } => OutcomeKind::ApprovalRequired,
            Self::Waitlisted {} => OutcomeKind::Waitlisted,
            Self::SsoRequired { .. } => OutcomeKind::SsoRequired,
            Self::Denied {} => OutcomeKind::Denied,
        }
    }

    /// Returns the user as whom the person is signed in, or `None` if they are not.
    pub const fn signed_in_user(&self) -> Option<UserId> {
        match self {
            Self::Returning { user_id }
            | Self::Provisioned { user_id }
            | Self::Linked { user_id }
            | Self::ApprovalRequired { user_id, .. } => Some(*user_id),
            Self::LinkConfirmationRequired { .. }
            | Self::Waitlisted {}
            | Self::SsoRequired { .. }
            | Self::Denied {} => None,
        }
    }
}
