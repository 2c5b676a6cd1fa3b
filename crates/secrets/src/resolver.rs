//! Resolves references to secrets, as far as the operator allows.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cora_core::connection::secret::reference::{SecretLocation, SecretReference};
use cora_core::id::ConnectionId;
use uuid::Uuid;

use crate::agent::SecretsManager;
use crate::error::SecretError;
use crate::file;
use crate::key_ring::{KEYS_VARIABLE, KeyRing, SealedSecret};
use cora_core::secret::Secret;

/// The variables that a reference may name in addition to those that begin with
/// [`VARIABLE_PREFIX`]: the providers' own names.
pub const ALLOWED_VARIABLES: [&str; 3] = ["OKTA_CLIENT_SECRET", "CLERK_SECRET_KEY", "CLERK_JWT_KEY"];

/// The prefix of every other variable that a reference may name. `CORA_SECRET_KEYS` is excluded.
pub const VARIABLE_PREFIX: &str = "CORA_SECRET_";

/// The default prefix of the names of AWS Secrets Manager secrets that a reference may name.
pub const SECRETS_MANAGER_PREFIX: &str = "cora/";

/// The default folder of files with secrets, which is that of Docker's and Kubernetes' secrets.
const FOLDER: &str = "/run/secrets";

type Variables = dyn Fn(&str) -> Option<String> + Send + Sync;

/// A source of sealed secrets.
pub trait StoredSecrets {
    /// Returns the secret with this identifier if it belongs to this connection.
    fn sealed_secret(
        &self,
        connection: ConnectionId,
        id: Uuid,
    ) -> impl Future<Output = Result<Option<SealedSecret>, SecretError>> + Send;
}

/// Resolves references to secrets.
///
/// SECURITY: anyone who can write a connection's settings chooses the destination of its secret. A
/// reference therefore reaches only what was set aside for connections, and nothing else of the
/// host.
#[derive(Clone)]
pub struct Resolver {
    keys: Option<KeyRing>,
    variables: Arc<Variables>,
    folder: PathBuf,
    secrets_manager: Option<Arc<dyn SecretsManager>>,
    secrets_manager_prefix: String,
    recipients: Option<Arc<[String]>>,
}

impl Resolver {
    /// Builds a resolver of this host's variables and files, with the keys for stored secrets if
    /// the host has any. It does not ask AWS Secrets Manager.
    pub fn new(keys: Option<KeyRing>) -> Self {
        Self {
            keys,
            variables: Arc::new(|name| std::env::var(name).ok()),
            folder: PathBuf::from(FOLDER),
            secrets_manager: None,
            secrets_manager_prefix: SECRETS_MANAGER_PREFIX.to_owned(),
            recipients: None,
        }
    }

    /// Sets the folder for files, an absolute path.
    #[must_use]
    pub fn with_folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..self }
    }

    /// Allows references to AWS Secrets Manager, resolved through `manager`.
    #[must_use]
    pub fn with_secrets_manager(self, manager: Arc<dyn SecretsManager>) -> Self {
        Self { secrets_manager: Some(manager), ..self }
    }

    /// Sets the prefix of the names that may be requested from AWS Secrets Manager. An empty prefix
    /// allows all names.
    #[must_use]
    pub fn with_secrets_manager_prefix(self, prefix: impl Into<String>) -> Self {
        Self { secrets_manager_prefix: prefix.into(), ..self }
    }

    /// Restricts the hosts that referenced secrets may be sent to: exact names, in lower case.
    /// Without this, any host that a connection names is allowed. Stored secrets are always bound
    /// to the provider that they were written for.
    #[must_use]
    pub fn with_recipients(self, hosts: impl IntoIterator<Item = String>) -> Self {
        Self { recipients: Some(hosts.into_iter().collect()), ..self }
    }

    /// Replaces the process's environment variables.
    #[must_use]
    pub fn with_variables(self, variables: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { variables: Arc::new(variables), ..self }
    }

    /// Returns the keys for stored secrets.
    ///
    /// # Errors
    ///
    /// Returns `secret_keys_missing` if the host has none.
    pub fn keys(&self) -> Result<&KeyRing, SecretError> {
        self.keys.as_ref().ok_or(SecretError::KeysMissing)
    }

    /// Resolves the secret that a reference in a connection's settings points to. `recipient` is
    /// the host that the secret will be sent to, or `None` if it is unknown.
    ///
    /// # Errors
    ///
    /// Returns any [`SecretError`].
    pub async fn resolve(
        &self,
        connection: ConnectionId,
        recipient: Option<&str>,
        reference: &SecretReference,
        stored: &impl StoredSecrets,
    ) -> Result<Secret, SecretError> {
        let location = reference.location().ok_or(SecretError::ReferenceNotAllowed)?;
        if !matches!(location, SecretLocation::Stored(_)) && !self.may_receive(recipient) {
            return Err(SecretError::RecipientNotAllowed);
        }
        let secret = match location {
            SecretLocation::Environment(name) => self.variable(name)?,
            SecretLocation::File(path) => file::read(&self.folder, Path::new(path)).await?,
            SecretLocation::AwsSecretsManager(id) => {
                let manager = self.secrets_manager.as_ref().filter(|_| self.is_set_aside(id));
                manager.ok_or(SecretError::ReferenceNotAllowed)?.secret_string(id).await?
            }
            SecretLocation::Stored(id) => {
                let keys = self.keys()?;
                let id = Uuid::try_parse(id).map_err(|_| SecretError::NotFound)?;
                keys.open(&stored.sealed_secret(connection, id).await?.ok_or(SecretError::NotFound)?)?
            }
        };
        // An empty secret proves nothing, and is always a mistake.
        if secret.expose().is_empty() { Err(SecretError::NotFound) } else { Ok(secret) }
    }

    fn may_receive(&self, recipient: Option<&str>) -> bool {
        let Some(allowed) = &self.recipients else { return true };
        recipient.is_some_and(|host| allowed.iter().any(|one| one == host))
    }

    /// Returns `true` if a secret of AWS Secrets Manager is set aside for connections, judged by
    /// its name or ARN (`arn:aws:secretsmanager:{region}:{account}:secret:{name}-{six
    /// characters}`). Other secrets that this machine may read are not.
    fn is_set_aside(&self, id: &str) -> bool {
        let name = if id.starts_with("arn:") { id.splitn(7, ':').nth(6) } else { Some(id) };
        name.is_some_and(|name| name.starts_with(&self.secrets_manager_prefix))
    }

    fn variable(&self, name: &str) -> Result<Secret, SecretError> {
        let allowed = ALLOWED_VARIABLES.contains(&name) || name.starts_with(VARIABLE_PREFIX) && name != KEYS_VARIABLE;
        if !allowed {
            return Err(SecretError::ReferenceNotAllowed);
        }
        (self.variables)(name).map(Secret::new).ok_or(SecretError::NotFound)
    }
}
