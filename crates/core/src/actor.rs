//! The actor who gives a command.

use cora_wire_derive::union;

use crate::id::UserId;

/// The actor who gives a command.
#[union(kind)]
pub enum Actor {
    /// A user with a session.
    User {
        /// The user's identifier.
        user_id: UserId,
    },
    /// The operator of the host, at its command line. A person who has the database and the keys of
    /// the platform needs no role on it.
    Operator {},
}

impl Actor {
    /// Returns the kind of the actor, as audit records name it: `user` or `operator`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::User { .. } => "user",
            Self::Operator {} => "operator",
        }
    }

    /// Returns the acting user, or `None` for the operator.
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::User { user_id } => Some(*user_id),
            Self::Operator {} => None,
        }
    }
}
