//! Verified tokens, sessions and capabilities for axum applications, or anything else that takes
//! tower layers.
//!
//! [`TokenLayer`] verifies the token of each request, and answers requests whose token is not
//! accepted. Behind it, handlers take what they need as arguments: [`Token`] for the token itself,
//! [`Session`] for the user's session, and [`Allowed`] or [`AllowedIn`] for a user with a
//! capability. A handler without such an argument still runs only for verified tokens.
//!
//! Behind Cora's own issuer, [`CoraIssuer`] is all that a service needs: handlers take
//! [`CoraUser`].
//!
//! This crate makes no rules: [`cora_core::token`] decides which tokens are accepted, and
//! [`cora_core::session`] what a session may do. The application provides sessions with a
//! [`SessionSource`].

mod capability;
mod issuer;
mod refusal;
mod session;
mod token;

pub use capability::{Named, Requires, required};
pub use issuer::{CoraIssuer, CoraUser, IssuerFault};
pub use refusal::{Refusal, RefusalCode};
pub use session::{Allowed, AllowedIn, Asked, ORGANIZATION_PARAMETER, Session, SessionSource, Unavailable};
pub use token::{Clock, Connections, Token, TokenLayer, TokenService, system_clock};
