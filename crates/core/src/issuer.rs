//! The issuer: Cora as the OpenID provider of applications (§14 of the specification).
//!
//! Pure decisions about requests, sessions, codes, tokens and keys. Hosts draw random numbers,
//! hash, sign, store and send. The profile is OAuth 2.1 with OpenID Connect Core 1.0.

pub mod application;
pub mod authorization;
pub mod claims;
pub mod client_authentication;
pub mod connection_choice;
pub mod kept_token;
pub mod logout;
pub mod own_token;
pub mod pkce;
pub mod redemption;
pub mod redirect_uri;
pub mod renewal;
pub mod rotation;
pub mod scope;
pub mod session;
pub mod sign_in_question;
pub mod signing_key;
pub mod step_up;

#[cfg(test)]
pub(crate) mod samples;
