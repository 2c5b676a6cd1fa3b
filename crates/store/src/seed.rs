//! Imports a whole configuration, and initial users, from one file.
//!
//! Seeding is idempotent. Everything that the operator configures (policy, organizations,
//! connections, domain rules, open invitations) is set to the content of the file, and its version
//! is raised if it changed. Later changes to people's data (accepted invitations, roles, removed
//! memberships, linked identities) are never reverted. Every change is on record as the operator's.

mod connection;
mod error;
mod file;
mod import;
mod organization;
mod record;

pub use error::{SeedError, SeedOptions};
pub use file::{SeedApplication, SeedConnection, SeedFile, SeedIdentity, SeedInvitation, SeedMembership, SeedUser};
pub use import::SeedReport;
pub use organization::SeedOrganization;
