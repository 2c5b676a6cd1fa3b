//! Secrets of connections: encrypted for the store, and found where a reference says.
//!
//! [`KeyRing`] seals what was written to Cora, so that the store holds nothing that can be read without the host's keys, and
//! opens it in the row that it was sealed for and in no other. [`Resolver`] follows a
//! [`SecretReference`](cora_core::connection::secret_reference::SecretReference), as far as the operator allows: whoever
//! administers connections must not read the host's own secrets by way of a reference.
//!
//! WHY XChaCha20-Poly1305 and not the AES-GCM that the TLS library brings: its nonces of 192 bits can be drawn at random for as
//! long as a key is used, so that no counter has to be kept between hosts, and it runs in constant time on any machine.

mod agent;
mod error;
mod file;
mod key_ring;
mod resolver;

pub use agent::{AgentToken, SecretString, SecretsManager, SecretsManagerAgent};
pub use cora_core::secret::Secret;
pub use error::SecretError;
pub use key_ring::{KEYS_VARIABLE, KeyRing, NONCE_BYTES, SealedSecret, SecretBinding};
pub use resolver::{ALLOWED_VARIABLES, Resolver, SECRETS_MANAGER_PREFIX, StoredSecrets, VARIABLE_PREFIX};

/// The greatest length of a secret in bytes: that of AWS Secrets Manager.
pub const MAX_SECRET_BYTES: usize = 65_536;
