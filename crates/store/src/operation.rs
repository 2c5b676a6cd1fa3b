//! What operators do with a whole database: find what it holds about a person, copy it, and compare
//! it with what the migrations make.

mod find;
mod person;
mod rows;
pub(crate) mod tables;

pub use find::FoundText;
pub use person::HeldData;
pub(crate) use person::MIN_SOUGHT_BYTES;
