//! Sealed secrets: stored together with the settings that refer to them, and sealed again when the
//! host's key is replaced.

use const_format::formatcp;
use cora_core::connection::lifecycle::{ConnectionEffect, ConnectionPlan};
use cora_core::connection::secret::extraction::secret_destination;
use cora_core::connection::secret::reference::{SecretLocation, SecretReference};
use cora_core::connection::settings::Settings;
use cora_core::id::ConnectionId;
use cora_secrets::{KeyRing, SealedSecret, SecretBinding, SecretError, StoredSecrets};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::apply::configuration_of;
use super::context::{ChangeConnectionError, ChangeContext};
use super::read;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError, in_transaction_by};
use crate::issuer::{reseal_provider_tokens, reseal_signing_keys};
use crate::sql::{acting_user, seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// An error of sealing the stored secrets again. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ResealError {
    /// One of the secrets does not open, or cannot be sealed.
    #[error("stored secret {id} of connection {connection_id}: {error}")]
    Secret {
        /// The identifier of the connection.
        connection_id: String,
        /// The secret's identifier.
        id: String,
        /// The error of opening or sealing.
        #[source]
        error: SecretError,
    },
    /// One of the issuer's keys does not open, or cannot be sealed.
    #[error("signing key {id}: {error}")]
    SigningKey {
        /// The key's identifier.
        id: String,
        /// The error of opening or sealing.
        #[source]
        error: SecretError,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

in_transaction_by! {
    ResealError: ResealError::Store;
}

/// A row of `connection_secrets`.
#[derive(Deserialize)]
struct Row {
    id: String,
    idp_config_id: String,
    name: String,
    key_id: String,
    nonce: String,
    ciphertext: String,
}

/// The query of the rows, as JSON.
const ROW: &str =
    "SELECT @object('id', id, 'idp_config_id', idp_config_id, 'name', name, 'key_id', key_id, 'nonce', @hex(nonce),
    'ciphertext', @hex(ciphertext)) FROM connection_secrets";

/// Decodes hexadecimal digits.
pub(crate) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let byte = |&[high, low]: &[u8; 2]| Some(value(high)? << 4 | value(low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

impl Row {
    fn sealed(self) -> Option<SealedSecret> {
        let connection_id = ConnectionId::parse(&self.idp_config_id)?;
        let secret_id = Uuid::try_parse(&self.id).ok()?;
        Some(SealedSecret {
            binding: SecretBinding { connection_id, secret_id, name: self.name },
            key_id: self.key_id,
            nonce: bytes(&self.nonce)?.try_into().ok()?,
            ciphertext: bytes(&self.ciphertext)?,
        })
    }
}

impl StoredSecrets for Store {
    async fn sealed_secret(&self, connection: ConnectionId, id: Uuid) -> Result<Option<SealedSecret>, SecretError> {
        let secret = sql!(formatcp!("{ROW} WHERE id = @id(?1) AND idp_config_id = @id(?2)"));
        let row = self.read_text(secret.bind(id.to_string()).bind(connection.to_string())).await;
        let row = row.map_err(|_| SecretError::SourceUnavailable)?;
        let row = row.map(|row| read::<Row>(&row)).transpose().map_err(|_| SecretError::Unreadable)?;
        row.map(|row| row.sealed().ok_or(SecretError::Unreadable)).transpose()
    }
}

impl Store {
    /// Seals all stored secrets, the issuer's keys and the kept tokens of providers that were
    /// sealed with another key than the ring's first one with the first one, so that the other keys
    /// can be removed from the ring.
    /// Returns the number of secrets changed.
    ///
    /// # Errors
    ///
    /// Returns [`ResealError`]. Nothing was changed then.
    pub async fn reseal_secrets(&self, keys: &KeyRing) -> Result<u64, ResealError> {
        in_transaction!(self, |transaction| reseal(transaction, keys).await)
    }

    /// Counts the stored secrets of connections that another key than this one seals.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn secrets_sealed_by_others(&self, key_id: &str) -> Result<u64, StoreError> {
        let count = sql!("SELECT @text(count(*)) FROM connection_secrets WHERE key_id <> ?1");
        let count = self.read_text(count.bind(key_id)).await?.and_then(|count| count.parse().ok());
        count.ok_or_else(|| DatabaseError::reading("a count of secrets").into())
    }
}

async fn reseal(transaction: &mut Transaction, keys: &KeyRing) -> Result<u64, ResealError> {
    let others = sql!(formatcp!("{ROW} WHERE key_id <> ?1")).bind(keys.sealing_key_id());
    let mut changed = 0;
    for row in transaction.texts(others).await? {
        let row: Row = read(&row)?;
        let (connection_id, id) = (row.idp_config_id.clone(), row.id.clone());
        let resealed = row.sealed().ok_or(SecretError::Unreadable).and_then(|sealed| keys.reseal(&sealed));
        let resealed = resealed.map_err(|error| ResealError::Secret { connection_id, id, error })?;
        let Some(resealed) = resealed else { continue };
        let update = sql!("UPDATE connection_secrets SET key_id = ?2, nonce = ?3, ciphertext = ?4 WHERE id = @id(?1)")
            .bind(resealed.binding.secret_id.to_string())
            .bind(&resealed.key_id)
            .bind(resealed.nonce.as_slice())
            .bind(&resealed.ciphertext);
        changed += transaction.execute(update).await?;
    }
    let signing_keys = reseal_signing_keys(transaction, keys).await?;
    let signing_keys =
        signing_keys.map_err(|(id, error)| ResealError::SigningKey { id: id.as_str().to_owned(), error })?;
    Ok(changed + signing_keys + reseal_provider_tokens(transaction, keys).await?)
}

/// Stores the secrets that the plan's settings refer to.
///
/// # Errors
///
/// Returns [`ChangeConnectionError::SecretNotFound`] if the settings refer to a secret that is
/// neither given nor stored for the connection, and
/// [`ChangeConnectionError::SecretOfAnotherProvider`] if they would send a stored one elsewhere.
pub(super) async fn keep(
    transaction: &mut Transaction,
    plan: &ConnectionPlan,
    secrets: &[SealedSecret],
    context: &ChangeContext,
) -> Result<(), ChangeConnectionError> {
    for effect in &plan.effects {
        let ConnectionEffect::AddConfiguration { connection_id, number, settings, .. } = effect else { continue };
        for id in referenced(settings) {
            let here = |secret: &&SealedSecret| {
                secret.binding.secret_id == id && secret.binding.connection_id == *connection_id
            };
            if let Some(secret) = secrets.iter().find(here) {
                let store = sql!(
                    "INSERT INTO connection_secrets (id, idp_config_id, name, key_id, nonce, ciphertext, created_by,
                        created_at)
                     VALUES (@id(?1), @id(?2), ?3, ?4, ?5, ?6, @id(?7), @time(?8))
                     ON CONFLICT (id) DO NOTHING",
                )
                .bind(id.to_string())
                .bind(connection_id.to_string())
                .bind(&secret.binding.name)
                .bind(&secret.key_id)
                .bind(secret.nonce.as_slice())
                .bind(&secret.ciphertext)
                .bind(acting_user(&context.actor))
                .bind(seconds(context.now));
                transaction.execute(store).await?;
            }
            let stored =
                sql!("SELECT EXISTS (SELECT 1 FROM connection_secrets WHERE id = @id(?1) AND idp_config_id = @id(?2))");
            if !transaction.flag(stored.bind(id.to_string()).bind(connection_id.to_string())).await? {
                return Err(ChangeConnectionError::SecretNotFound);
            }
            if let Some(wanted) = destination(&mut *transaction, connection_id, settings).await?
                && let Some(known) = known_destination(&mut *transaction, connection_id, *number, id).await?
                && wanted != known
            {
                return Err(ChangeConnectionError::SecretOfAnotherProvider);
            }
        }
    }
    Ok(())
}

/// Returns the destination that the settings send the secret to. `None` if the settings have
/// errors, because they cannot be used then.
async fn destination(
    database: &mut Transaction,
    connection: &ConnectionId,
    settings: &Settings,
) -> Result<Option<String>, StoreError> {
    let configuration = configuration_of(database, connection, settings).await?;
    Ok(configuration.as_ref().map(secret_destination))
}

/// Returns the destination of a stored secret, taken from the earliest settings of the connection
/// that refer to it and determine one, except those with the given number.
///
/// SECURITY: a secret can be written, but never read. If it were kept when the settings name
/// another provider, anyone who may change the settings could still read it: a test login would
/// send it there. It therefore has to be written again for another provider.
async fn known_destination(
    database: &mut Transaction,
    connection: &ConnectionId,
    number: u32,
    id: Uuid,
) -> Result<Option<String>, StoreError> {
    let referring = sql!(
        "SELECT settings FROM platform_idp_config_versions
         WHERE idp_config_id = @id(?1) AND number <> ?2 AND @contains(settings, 'stored:' || ?3) ORDER BY number"
    );
    let referring = referring.bind(connection.to_string()).bind(number).bind(id.to_string());
    for settings in database.texts(referring).await? {
        let known = destination(database, connection, &read(&settings)?).await?;
        if known.is_some() {
            return Ok(known);
        }
    }
    Ok(None)
}

/// Returns the stored secrets that settings refer to.
pub(crate) fn referenced(settings: &Settings) -> Vec<Uuid> {
    settings
        .members()
        .values()
        .filter_map(Value::as_str)
        .filter_map(|text| match SecretReference::parse(text)?.location()? {
            SecretLocation::Stored(id) => Uuid::try_parse(id).ok(),
            _ => None,
        })
        .collect()
}
