//! Verified tokens, sessions and capabilities for applications on axum, or on anything else that takes tower layers.
//!
//! [`TokenLayer`] verifies the token of each request and answers for those that may not be believed. Behind it handlers ask for
//! what they need in their arguments: [`Token`] for the token itself, [`Session`] for who it is, [`Allowed`] and [`AllowedIn`] for somebody
//! who may do a thing. A handler that names no such argument behind the layer still runs for verified tokens only.
//!
//! No rule is here: what is believed is [`cora_core::token`]'s to say, what a session may do
//! [`cora_core::session`]'s. The application says where sessions come from, by a [`SessionSource`].

mod capability;
mod refusal;
mod session;
mod token;

pub use capability::{Named, required};
pub use refusal::{Refusal, RefusalCode};
pub use session::{Allowed, AllowedIn, Asked, ORGANIZATION_PARAMETER, Session, SessionSource, Unavailable};
pub use token::{Clock, Connections, Token, TokenLayer, TokenService, system_clock};
