//! The families of administrators' commands. Each is declared in a file, with its commands, their
//! permissions and rules, its effects and their consequences. It takes part by its entry at the end
//! of this file.

use serde::{Deserialize, Serialize};

use super::command_row::CommandRow;
use super::consequence::ConsequenceList;
use super::evaluation::{Evaluation, Permission, RuleResult};
use super::facts::Subjects;
use super::{
    ApplicationCommand, ApplicationEffect, AuditEffect, DomainCommand, DomainEffect, IdentityConflictCommand,
    IdentityConflictEffect, InvitationCommand, InvitationEffect, MemberCommand, MemberEffect, OrganizationCommand,
    OrganizationEffect, PolicyCommand, PolicyEffect, UserCommand, UserEffect,
};
use crate::capability::Capability;
use crate::json::{Decode, Decoder, Encode, Encoder, Node, read};

/// Declares a type that is one of several, of which none shows in JSON.
macro_rules! untagged {
    ($(#[$doc:meta])* $name:ident { $first:ident($first_type:ident) $first_doc:expr, $($variant:ident($type:ident) $variant_doc:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "tsify", derive(tsify::Tsify))]
        #[serde(untagged)]
        pub enum $name {
            #[doc = $first_doc]
            $first($first_type),
            $(
                #[doc = $variant_doc]
                $variant($type),
            )*
        }

        impl Encode for $name {
            fn encode(&self, encoder: &mut Encoder) {
                match self {
                    Self::$first(one) => one.encode(encoder),
                    $(Self::$variant(one) => one.encode(encoder),)*
                }
            }
        }

        impl Decode for $name {
            fn decode(node: Option<&Node<'_>>, decoder: &mut Decoder) -> Self {
                $(if let Some(one) = node.and_then(read) {
                    return Self::$variant(one);
                })*
                // Refused here, if it is none of them.
                Self::$first(Decode::decode(node, decoder))
            }
        }

        impl From<$first_type> for $name {
            fn from(one: $first_type) -> Self {
                Self::$first(one)
            }
        }

        $(impl From<$type> for $name {
            fn from(one: $type) -> Self {
                Self::$variant(one)
            }
        })*
    };
}

/// Declares the families: the name of each, the method that has its rules, its commands and its
/// effects. What every family takes part in is made of the list.
macro_rules! families {
    ($($family:ident = $rules:ident($command:ident: $command_doc:literal, $effect:ident: $effect_doc:literal),)*) => {
        untagged! {
            /// A command. The host generates the identifiers of what it creates.
            ///
            /// In JSON, the family does not show: the member `command` names the command.
            AdministrationCommand { $($family($command) $command_doc,)* }
        }

        untagged! {
            /// One change. Its author is the actor, if a user, and its time is the time of the
            /// command.
            ///
            /// In JSON, the family does not show: the member `effect` names the effect.
            AdministrationEffect { $($family($effect) $effect_doc,)* Audit(AuditEffect) "The record of a command.", }
        }

        impl AdministrationCommand {
            /// Returns the permission that the command requires.
            pub(super) const fn permission(&self) -> Permission {
                match self {
                    $(Self::$family(command) => command.permission(),)*
                }
            }

            /// Returns the data that has to be loaded.
            pub fn subjects(&self) -> Subjects {
                match self {
                    $(Self::$family(command) => command.subjects(),)*
                }
            }

            /// Returns the row that the command changes or creates, or `None` if it concerns none
            /// that has an identifier: a membership request, an address on the waitlist, a token.
            pub const fn row(&self) -> Option<CommandRow> {
                match self {
                    $(Self::$family(command) => command.row(),)*
                }
            }

            const fn creates_row(&self) -> bool {
                match self {
                    $(Self::$family(command) => command.creates_row(),)*
                }
            }
        }

        impl AdministrationEffect {
            /// Adds the consequences of the effect for people.
            pub(super) fn consequences(&self, list: &mut ConsequenceList<'_>) {
                match self {
                    $(Self::$family(effect) => effect.consequences(list),)*
                    Self::Audit(AuditEffect::RecordAudit { .. }) => {}
                }
            }
        }

        impl<'a> Evaluation<'a> {
            /// Applies the rules of a command to its facts.
            pub(super) fn rules(&mut self, command: &'a AdministrationCommand) -> RuleResult {
                match command {
                    $(AdministrationCommand::$family(command) => self.$rules(command),)*
                }
            }
        }
    };
}

families! {
    Organization = organization(
        OrganizationCommand: "A command about organizations.",
        OrganizationEffect: "An effect of a command about organizations."
    ),
    Member = member(
        MemberCommand: "A command about members and membership requests.",
        MemberEffect: "An effect of a command about members and membership requests."
    ),
    Invitation = invitation(
        InvitationCommand: "A command about invitations.",
        InvitationEffect: "An effect of a command about invitations."
    ),
    Domain = domain(
        DomainCommand: "A command about domain rules.",
        DomainEffect: "An effect of a command about domain rules."
    ),
    User = user(
        UserCommand: "A command about users and the waitlist.",
        UserEffect: "An effect of a command about users and the waitlist."
    ),
    Policy = policy(
        PolicyCommand: "A command about the policy.",
        PolicyEffect: "An effect of a command about the policy."
    ),
    IdentityConflict = identity_conflict(
        IdentityConflictCommand: "A command about a conflict.",
        IdentityConflictEffect: "An effect of a command about a conflict."
    ),
    Application = application(
        ApplicationCommand: "A command about applications.",
        ApplicationEffect: "An effect of a command about applications."
    ),
}

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

    /// Returns `true` if a caller may expect a version of the command's row. A command that creates
    /// its row has none before, and the invited person accepts what is there.
    pub const fn takes_version(&self) -> bool {
        !self.creates_row() && !matches!(self.row(), None | Some(CommandRow::IdentityConflict(_)))
    }
}
