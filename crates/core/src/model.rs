//! What is stored of people and organizations, as decisions read it. Logins, commands and the end of
//! a user share these types.

pub mod domain_rule;
pub mod invitation;
pub mod membership;
pub mod organization;
pub mod user;
