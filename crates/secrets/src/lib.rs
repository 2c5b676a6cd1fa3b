//! Secrets of connections: encrypted for the store, and resolved from references.
//!
//! [`KeyRing`] seals the secrets that are written to Cora, so that the store holds nothing readable
//! without the host's keys, and opens each only in the row that it was sealed for. [`Resolver`]
//! follows a [`SecretReference`](cora_core::connection::secret::reference::SecretReference) as far
//! as the operator allows: an administrator of connections must not read the host's own secrets
//! through a reference.
//!
//! WHY: XChaCha20-Poly1305 rather than the AES-GCM of the TLS library, because its nonces of 192
//! bits can be drawn at random for as long as a key is used. Hosts need not share a counter, and it
//! runs in constant time on any machine.

mod agent;
mod error;
mod file;
mod key_ring;
mod resolver;

pub use agent::{AgentToken, SecretString, SecretsManager, SecretsManagerAgent};
pub use cora_core::secret::Secret;
pub use error::SecretError;
pub use key_ring::{HashKey, KEYS_VARIABLE, KeyRing, NONCE_BYTES, SealedSecret, SecretBinding, random_secret};
pub use resolver::{ALLOWED_VARIABLES, Resolver, SECRETS_MANAGER_PREFIX, StoredSecrets, VARIABLE_PREFIX};

/// Maximum length of a secret, in bytes: the limit of AWS Secrets Manager.
pub const MAX_SECRET_BYTES: usize = 65_536;
