//! Identifiers of tokens that count once.

use cora_core::secret::TokenHash;
use cora_core::time::UnixSeconds;
use uuid::Uuid;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{seconds, sql};

impl Store {
    /// Records the identifier (`jti`) of an application's assertion, or of a provider's logout
    /// token, and returns `true` if it was not recorded before. `owner` is the application or the
    /// connection. It is kept until the token expires.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The token must not be accepted then.
    pub async fn first_use(&self, owner: Uuid, id: &TokenHash, expires_at: UnixSeconds) -> Result<bool, StoreError> {
        let record = sql!(
            "INSERT INTO assertion_ids (owner_id, id_hash, expires_at) VALUES (@id(?1), ?2, @time(?3))
             ON CONFLICT (owner_id, id_hash) DO NOTHING"
        );
        let record = record.bind(owner.to_string()).bind(id.to_string()).bind(seconds(expires_at));
        Ok(self.write_one(record).await? == 1)
    }
}
