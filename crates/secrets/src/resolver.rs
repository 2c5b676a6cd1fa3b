//! Following a reference to a secret, as far as the operator allows.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cora_core::connection::secret_reference::{SecretLocation, SecretReference};
use cora_core::id::ConnectionId;
use uuid::Uuid;

use crate::agent::SecretsManager;
use crate::error::SecretError;
use crate::file;
use crate::key_ring::{KEYS_VARIABLE, KeyRing, SealedSecret};
use cora_core::secret::Secret;

/// The variables that a reference may name beside those of [`VARIABLE_PREFIX`]: the providers' own names.
pub const ALLOWED_VARIABLES: [&str; 3] = ["OKTA_CLIENT_SECRET", "CLERK_SECRET_KEY", "CLERK_JWT_KEY"];

/// What the names of all other variables that a reference may name begin with. `CORA_SECRET_KEYS` is none of them.
pub const VARIABLE_PREFIX: &str = "CORA_SECRET_";

/// What the names of AWS Secrets Manager's secrets that a reference may name begin with, unless the operator says otherwise.
pub const SECRETS_MANAGER_PREFIX: &str = "cora/";

/// Where files with secrets are unless the operator says otherwise: the folder of Docker's and Kubernetes' secrets.
const FOLDER: &str = "/run/secrets";

type Variables = dyn Fn(&str) -> Option<String> + Send + Sync;

/// What keeps the sealed secrets.
pub trait StoredSecrets {
    /// The secret of an identifier, when it is this connection's.
    fn sealed_secret(
        &self,
        connection: ConnectionId,
        id: Uuid,
    ) -> impl Future<Output = Result<Option<SealedSecret>, SecretError>> + Send;
}

/// Follows references to secrets.
///
/// SECURITY: who may write a connection's settings chooses where its secret is sent. So a reference reaches what was set aside
/// for connections and nothing else of the host.
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
    /// A resolver of this host's variables and files, with the keys for stored secrets where there are some. AWS Secrets
    /// Manager is not asked.
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

    /// The same with another folder for files; an absolute path.
    #[must_use]
    pub fn with_folder(self, folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), ..self }
    }

    /// The same, asking AWS Secrets Manager too.
    #[must_use]
    pub fn with_secrets_manager(self, manager: Arc<dyn SecretsManager>) -> Self {
        Self { secrets_manager: Some(manager), ..self }
    }

    /// The same with another beginning of the names that AWS Secrets Manager is asked for; an empty one allows all.
    #[must_use]
    pub fn with_secrets_manager_prefix(self, prefix: impl Into<String>) -> Self {
        Self { secrets_manager_prefix: prefix.into(), ..self }
    }

    /// The same, sending secrets that references name to these hosts and no others: exact names, in lower case. Without, to any
    /// that a connection names. Stored secrets are bound to the provider that they were written for in any case.
    #[must_use]
    pub fn with_recipients(self, hosts: impl IntoIterator<Item = String>) -> Self {
        Self { recipients: Some(hosts.into_iter().collect()), ..self }
    }

    /// The same with other variables than the process has.
    #[must_use]
    pub fn with_variables(self, variables: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { variables: Arc::new(variables), ..self }
    }

    /// The keys for stored secrets.
    ///
    /// # Errors
    ///
    /// `secret_keys_missing`.
    pub fn keys(&self) -> Result<&KeyRing, SecretError> {
        self.keys.as_ref().ok_or(SecretError::KeysMissing)
    }

    /// The secret that a reference in a connection's settings leads to, to be sent to the host `recipient`; `None` when it is
    /// not known where.
    ///
    /// # Errors
    ///
    /// Any [`SecretError`].
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
        // A secret of nothing proves nothing, and is always a mistake.
        if secret.expose().is_empty() { Err(SecretError::NotFound) } else { Ok(secret) }
    }

    fn may_receive(&self, recipient: Option<&str>) -> bool {
        let Some(allowed) = &self.recipients else { return true };
        recipient.is_some_and(|host| allowed.iter().any(|one| one == host))
    }

    /// Whether a secret of AWS Secrets Manager is one for connections, by its name or ARN
    /// (`arn:aws:secretsmanager:{region}:{account}:secret:{name}-{six characters}`). What this machine may read beside is not.
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
