//! The request bodies of the server's HTTP API, one file for each resource.

mod answer;
mod application;
mod connection;
mod domain;
mod explanation;
mod invitation;
mod member;
mod organization;
mod policy;
mod profile;
mod shown_text;
mod user;
mod waitlist;

pub use answer::*;
pub use application::*;
pub use connection::*;
pub use domain::*;
pub use explanation::*;
pub use invitation::*;
pub use member::*;
pub use organization::*;
pub use policy::*;
pub use profile::*;
pub use user::*;
pub use waitlist::*;
