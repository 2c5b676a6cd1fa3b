//! The stored data that a command needs.

use alloc::string::String;
use cora_wire_derive::record;

use crate::email::CanonicalEmail;
use crate::id::{ApplicationId, ConnectionId, DomainId, IdentityConflictId, InvitationId, OrganizationId, UserId};
use crate::text::Slug;

/// The stored data that a command needs in order to be decided.
#[record]
#[derive(Default)]
pub struct Subjects {
    /// An organization, and the actor's membership of it.
    pub organization: Option<OrganizationId>,
    /// A user, and their membership of the organization.
    pub user: Option<UserId>,
    /// An invitation. It determines the organization if none is named.
    pub invitation: Option<InvitationId>,
    /// A conflict. It determines the user if none is named.
    pub identity_conflict: Option<IdentityConflictId>,
    /// A domain rule.
    pub domain: Option<DomainId>,
    /// A domain name, for all rules with that name.
    pub domain_name: Option<String>,
    /// An address, for its open invitations and its place on the waitlist.
    pub email: Option<CanonicalEmail>,
    /// A slug, for its owner and for the slugs that begin with it.
    pub slug: Option<Slug>,
    /// A connection.
    pub connection: Option<ConnectionId>,
    /// A version of the policy.
    pub policy_version: Option<u32>,
    /// `true` if the expectations of the policy are needed.
    pub expectations: bool,
    /// An application, and its secrets.
    pub application: Option<ApplicationId>,
    /// `true` if everything that belongs to the user is needed.
    pub whole_user: bool,
}
