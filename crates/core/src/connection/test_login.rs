//! Test logins of a connection, as the administrator who started one sees them.

pub mod claim_inspection;
pub mod run;
