//! The keys of the issuer, with their private parts sealed.

use cora_core::id::ConnectionId;
use cora_core::issuer::signing_key::{KeyStep, SigningKeyFacts, SigningKeyUse};
use cora_core::json::Code as _;
use cora_core::text::KeyId;
use cora_core::time::UnixSeconds;
use cora_secrets::{KeyRing, NONCE_BYTES, SealedSecret, SecretBinding, SecretError};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::audit::{Event, IssuerEvent, record};
use super::read;
use crate::connection::bytes;
use crate::database::Store;
use crate::error::{DatabaseError, StoreError};
use crate::sql::{seconds, sql};
use crate::transaction::{Transaction, in_transaction};

/// The name that the private part of a key is sealed under.
const SIGNING_KEY: &str = "signingKey";

/// A key to store.
#[derive(Debug, Clone)]
pub struct NewSigningKey {
    /// The identifier: the thumbprint of the public key, or of the secret.
    pub key_id: KeyId,
    /// The use.
    pub key_use: SigningKeyUse,
    /// The time from which it signs.
    pub active_at: UnixSeconds,
    /// The public key, as a JSON Web Key; `None` for a secret.
    pub public_jwk: Option<Value>,
    /// The private part, sealed for [`NewSigningKey::binding`].
    pub private: SealedSecret,
}

impl NewSigningKey {
    /// Returns the place that the private part of a key is sealed for. `id` is drawn at random.
    pub fn binding(id: Uuid) -> SecretBinding {
        // A key belongs to no connection.
        let connection_id = ConnectionId::from_uuid(Uuid::nil());
        SecretBinding { connection_id, secret_id: id, name: SIGNING_KEY.to_owned() }
    }
}

/// A key, as it is stored.
#[derive(Debug, Clone)]
pub struct StoredSigningKey {
    /// The identifier, the use and the times.
    pub facts: SigningKeyFacts,
    /// The public key, as a JSON Web Key; `None` for a secret.
    pub public_jwk: Option<Value>,
    /// The private part, sealed.
    pub private: SealedSecret,
    /// `true` if the operator asked for a successor, which was not published yet.
    pub is_rotation_asked: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Row {
    facts: SigningKeyFacts,
    public_jwk: Option<Value>,
    private_id: String,
    private_key_id: String,
    private_nonce: String,
    private_ciphertext: String,
    rotation_asked: bool,
}

impl Row {
    fn stored(self) -> Result<StoredSigningKey, StoreError> {
        let nonce = bytes(&self.private_nonce).and_then(|nonce| <[u8; NONCE_BYTES]>::try_from(nonce).ok());
        let parts = nonce.zip(bytes(&self.private_ciphertext)).zip(Uuid::try_parse(&self.private_id).ok());
        let ((nonce, ciphertext), id) = parts.ok_or(DatabaseError::reading("a sealed key"))?;
        Ok(StoredSigningKey {
            facts: self.facts,
            public_jwk: self.public_jwk,
            private: SealedSecret {
                binding: NewSigningKey::binding(id),
                key_id: self.private_key_id,
                nonce,
                ciphertext,
            },
            is_rotation_asked: self.rotation_asked,
        })
    }
}

const ROW: &str =
    "SELECT @object('facts', @object('keyId', kid, 'keyUse', key_use, 'publishedAt', @seconds(published_at),
        'activeAt', @seconds(active_at), 'retiredAt', @seconds(retired_at), 'withdrawnAt', @seconds(withdrawn_at)),
    'publicJwk', @json(public_jwk), 'privateId', private_id, 'privateKeyId', private_key_id,
    'privateNonce', @hex(private_nonce), 'privateCiphertext', @hex(private_ciphertext),
    'rotationAsked', @flag(rotation_asked)) FROM signing_keys ORDER BY published_at, kid";

impl Store {
    /// Lists the keys, those that were withdrawn too, by the time of their publication.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn signing_keys(&self) -> Result<Vec<StoredSigningKey>, StoreError> {
        read_all(self.read_texts(sql!(ROW)).await?)
    }

    /// Writes steps of the keys' schedule, which were decided on `expected`, with the keys that
    /// they create. Returns `false`, and writes nothing, if the stored keys are others by now: of
    /// several programs that start at once, one makes the first keys.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn apply_key_steps(
        &self,
        expected: &[SigningKeyFacts],
        steps: &[KeyStep],
        created: &[NewSigningKey],
        now: UnixSeconds,
    ) -> Result<bool, StoreError> {
        in_transaction!(self, |transaction| async {
            let stored = read_all(transaction.texts(sql!(ROW)).await?)?;
            if !stored.iter().map(|key| &key.facts).eq(expected) {
                return Ok(false);
            }
            for step in steps {
                match step {
                    KeyStep::Create { key_use, active_at } => {
                        let is_new = |key: &&NewSigningKey| key.key_use == *key_use && key.active_at == *active_at;
                        let key = created.iter().find(is_new).ok_or(DatabaseError::reading("a key for each step"))?;
                        insert(transaction, key, now).await?;
                    }
                    KeyStep::Activate { key_id, active_at } => {
                        let activate = sql!("UPDATE signing_keys SET active_at = @time(?2) WHERE kid = ?1");
                        transaction.execute(activate.bind(key_id.as_str()).bind(seconds(*active_at))).await?;
                    }
                    KeyStep::Retire { key_id, retired_at } => {
                        let retire = sql!("UPDATE signing_keys SET retired_at = @time(?2) WHERE kid = ?1");
                        transaction.execute(retire.bind(key_id.as_str()).bind(seconds(*retired_at))).await?;
                    }
                    KeyStep::Delete { key_id } => {
                        let delete = sql!("DELETE FROM signing_keys WHERE kid = ?1");
                        transaction.execute(delete.bind(key_id.as_str())).await?;
                    }
                }
            }
            Ok::<_, StoreError>(true)
        }
        .await)
    }

    /// Asks for a successor of each key of a use that signs, which the server publishes when it
    /// looks at the schedule next. Returns `false` if there is no key of the use, or a successor is
    /// published already.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn ask_key_rotation(&self, key_use: SigningKeyUse, now: UnixSeconds) -> Result<bool, StoreError> {
        let ask = sql!(
            "UPDATE signing_keys SET rotation_asked = ?3
             WHERE key_use = ?1 AND withdrawn_at IS NULL AND retired_at IS NULL AND active_at <= @time(?2)"
        );
        Ok(self.write_one(ask.bind(key_use.name()).bind(seconds(now)).bind(true)).await? > 0)
    }

    /// Withdraws a key: anything that it signed is refused from now on. The server makes a key in
    /// its place when it looks at the schedule next. Returns `false` if there is no such key, or it
    /// was withdrawn before.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn withdraw_signing_key(&self, key: &KeyId, now: UnixSeconds) -> Result<bool, StoreError> {
        let withdraw = sql!("UPDATE signing_keys SET withdrawn_at = @time(?2) WHERE kid = ?1 AND withdrawn_at IS NULL");
        let withdraw = withdraw.bind(key.as_str()).bind(seconds(now));
        in_transaction!(self, |transaction| async {
            if transaction.execute(withdraw.clone()).await? == 0 {
                return Ok(false);
            }
            record(transaction, &of_key(IssuerEvent::KeyWithdrawn, key, now)).await?;
            Ok::<_, StoreError>(true)
        }
        .await)
    }
}

fn read_all(rows: Vec<String>) -> Result<Vec<StoredSigningKey>, StoreError> {
    rows.iter().map(|row| read::<Row>(row)?.stored()).collect()
}

fn of_key(event: IssuerEvent, key: &KeyId, now: UnixSeconds) -> Event<'_> {
    let reason = key.as_str();
    Event { now, event, reason, application_id: None, user_id: None, session_id: None, request_id: None }
}

/// Inserts a key. The identifier is that of its content, so it was never another key's.
async fn insert(transaction: &mut Transaction, key: &NewSigningKey, now: UnixSeconds) -> Result<(), StoreError> {
    let insert = sql!(
        "INSERT INTO signing_keys (kid, key_use, public_jwk, private_id, private_key_id, private_nonce, private_ciphertext,
            published_at, active_at)
         VALUES (?1, ?2, @json(?3), @id(?4), ?5, ?6, ?7, @time(?8), @time(?9))"
    )
    .bind(key.key_id.as_str())
    .bind(key.key_use.name())
    .bind(key.public_jwk.as_ref().map(Value::to_string))
    .bind(key.private.binding.secret_id.to_string())
    .bind(&key.private.key_id)
    .bind(key.private.nonce.as_slice())
    .bind(&key.private.ciphertext)
    .bind(seconds(now))
    .bind(seconds(key.active_at));
    transaction.execute(insert).await?;
    // The successor is published, so nothing is asked for any more.
    let answered = sql!("UPDATE signing_keys SET rotation_asked = ?2 WHERE key_use = ?1 AND rotation_asked");
    transaction.execute(answered.bind(key.key_use.name()).bind(false)).await?;
    record(transaction, &of_key(IssuerEvent::KeyPublished, &key.key_id, now)).await
}

/// Seals the keys again that were sealed with another key than the ring's first one. Returns the
/// number of keys changed, or the identifier and the error of the first one that does not open.
pub(crate) async fn reseal(
    transaction: &mut Transaction,
    keys: &KeyRing,
) -> Result<Result<u64, (KeyId, SecretError)>, StoreError> {
    let mut changed = 0;
    for stored in read_all(transaction.texts(sql!(ROW)).await?)? {
        let resealed = match keys.reseal(&stored.private) {
            Ok(Some(resealed)) => resealed,
            Ok(None) => continue,
            Err(error) => return Ok(Err((stored.facts.key_id, error))),
        };
        let update = sql!(
            "UPDATE signing_keys SET private_key_id = ?2, private_nonce = ?3, private_ciphertext = ?4 WHERE kid = ?1"
        )
        .bind(stored.facts.key_id.as_str())
        .bind(&resealed.key_id)
        .bind(resealed.nonce.as_slice())
        .bind(&resealed.ciphertext);
        changed += transaction.execute(update).await?;
    }
    Ok(Ok(changed))
}
