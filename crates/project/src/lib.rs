//! Projects that Cora makes and keeps up to date: the project file, the manifests of modules, their
//! order, their routes, the files that follow from them, and the zips that are deployed.
//!
//! Everything here is a function of texts. The crate reads no file, clock or environment: a host
//! such as `cora project` reads the files, asks for a [`plan::Plan`], and carries it out.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::todo)
)]

pub mod addition;
pub mod archive;
pub mod artifact;
pub mod closure;
pub mod code;
pub mod file;
pub mod finding;
pub mod lock;
pub mod made;
pub mod manifest;
pub mod merge;
pub mod name;
pub mod named;
pub mod plan;
pub mod read;
pub mod requirement;
pub mod resolution;
pub mod route;
pub mod secret;
pub mod secret_use;
pub mod setup;
pub mod standard;
pub mod table;
pub mod variable;
pub mod variable_use;
pub mod wheel;

/// Returns the version of Cora, which is in the lock of each project.
pub const fn cora_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
