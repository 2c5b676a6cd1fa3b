//! Operations on a whole database: find the data about a person, copy all data, and compare the
//! schema with that of the migrations.

mod audit;
mod backup;
mod copy;
mod drift;
mod find;
mod health;
mod person;
mod rows;
pub(crate) mod tables;
pub(crate) mod trigger;

pub use audit::{AuditFault, AuditReport};
pub use copy::{CopyError, CopyReport};
pub use drift::Drift;
pub use find::FoundText;
pub use health::{DatabasePath, OwnerFacts};
pub use person::HeldData;
pub(crate) use person::MIN_SOUGHT_BYTES;
