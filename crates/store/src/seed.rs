//! Importing a whole configuration, and people to begin with, from one file.
//!
//! Seeding is idempotent: what the operator configures (policy, organizations, connections, domain rules, open invitations)
//! becomes as the file says, its version raised where something changed. What has become of people since (accepted
//! invitations, roles, removed memberships, linked identities) is never set back.

mod connection;
mod file;
mod import;

pub use file::{SeedConnection, SeedFile, SeedIdentity, SeedInvitation, SeedMembership, SeedOrganization, SeedUser};
pub use import::{SeedError, SeedOptions, SeedReport};
