//! The commands of administrators, by family. Each family is declared next to its rules, with its
//! permissions.

use serde::{Deserialize, Serialize};

use super::application::ApplicationCommand;
use super::domain::DomainCommand;
use super::evaluation::Permission;
use super::identity_conflict::IdentityConflictCommand;
use super::invitation::InvitationCommand;
use super::member::MemberCommand;
use super::organization::OrganizationCommand;
use super::policy::PolicyCommand;
use super::subjects::Subjects;
use super::user::UserCommand;
use crate::capability::Capability;
use crate::json::{Decode, Decoder, Encode, Encoder, Node, read};

/// A command. The host generates the identifiers of what it creates.
///
/// In JSON, the family does not show: the member `command` names the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum AdministrationCommand {
    /// A command about organizations.
    Organization(OrganizationCommand),
    /// A command about members and membership requests.
    Member(MemberCommand),
    /// A command about invitations.
    Invitation(InvitationCommand),
    /// A command about domain rules.
    Domain(DomainCommand),
    /// A command about users and the waitlist.
    User(UserCommand),
    /// A command about the policy.
    Policy(PolicyCommand),
    /// A command about a conflict.
    IdentityConflict(IdentityConflictCommand),
    /// A command about applications.
    Application(ApplicationCommand),
}

/// Implements what every family takes part in. A family that is not listed does not compile.
macro_rules! families {
    ($first:ident($first_command:ident), $($family:ident($command:ident)),*) => {
        impl AdministrationCommand {
            /// Returns the permission that the command requires.
            pub(super) const fn permission(&self) -> Permission {
                match self {
                    Self::$first(command) => command.permission(),
                    $(Self::$family(command) => command.permission(),)*
                }
            }

            /// Returns the data that has to be loaded.
            pub fn subjects(&self) -> Subjects {
                match self {
                    Self::$first(command) => command.subjects(),
                    $(Self::$family(command) => command.subjects(),)*
                }
            }
        }

        impl Encode for AdministrationCommand {
            fn encode(&self, encoder: &mut Encoder) {
                match self {
                    Self::$first(command) => command.encode(encoder),
                    $(Self::$family(command) => command.encode(encoder),)*
                }
            }
        }

        impl Decode for AdministrationCommand {
            fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
                $(if let Some(command) = node.and_then(read) {
                    return Self::$family(command);
                })*
                // Refused here, if it is of no family.
                Self::$first(Decode::decode(node, decoder))
            }
        }

        impl From<$first_command> for AdministrationCommand {
            fn from(command: $first_command) -> Self {
                Self::$first(command)
            }
        }

        $(impl From<$command> for AdministrationCommand {
            fn from(command: $command) -> Self {
                Self::$family(command)
            }
        })*
    };
}

families!(
    Organization(OrganizationCommand),
    Member(MemberCommand),
    Invitation(InvitationCommand),
    Domain(DomainCommand),
    User(UserCommand),
    Policy(PolicyCommand),
    IdentityConflict(IdentityConflictCommand),
    Application(ApplicationCommand)
);

impl AdministrationCommand {
    /// Returns the capability that a command requires, before anything is loaded. Either the
    /// actor's role on the platform or their role in the named organization has to grant it. `None`
    /// if the requirement depends on the user concerned, or is only that the actor is active or the
    /// operator.
    pub const fn capability(&self) -> Option<Capability> {
        match self.permission() {
            Permission::Capability(capability) | Permission::OperatorOr(capability) => Some(capability),
            Permission::OwnOr(..) | Permission::Active | Permission::Operator => None,
        }
    }
}
