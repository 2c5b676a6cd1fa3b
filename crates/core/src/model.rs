//! Users, organizations, memberships, invitations and domain rules, as decisions read them. Logins,
//! commands and the end of a user share these types.

pub mod domain_rule;
pub mod identity_conflict;
pub mod invitation;
pub mod membership;
pub mod organization;
pub mod user;
