//! Random platforms, logins, decision inputs and commands to connections, as proptest strategies.
//!
//! Values come from small pools, so that they meet: an invitation is for the address that logs in,
//! a rule is for its domain, a time is one second off a boundary. [`platform`] builds consistent
//! states, as a store supplies them. [`decide_input`] draws facts independently, so they may be
//! inconsistent: a decision has to be sound on those too.

mod configuration;
mod connections;
mod facts;
mod input;
mod login;
mod platform;
mod stored;
mod values;

pub use configuration::{connection, policy};
pub use connections::{INLINE_SECRET, connection_actor, connection_command, issuer, settings, sound_settings};
pub use facts::facts;
pub use input::decide_input;
pub use login::login;
pub use platform::platform;
pub use stored::{domain_rule, invitation, user};
pub use values::{
    ISSUER, NOW, SUBJECTS, TOKEN, address, at, connection_id, numbered, organization_id, organization_role,
    platform_role, spelled_address, user_id,
};
