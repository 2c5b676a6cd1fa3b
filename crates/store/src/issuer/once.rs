//! Identifiers of tokens that count once.

use cora_core::secret::TokenHash;
use cora_core::time::UnixSeconds;
use uuid::Uuid;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, seconds, sql};

/// Builds the statement that records the identifier (`jti`) of a token until the token expires. It
/// changes no row if the identifier was recorded before.
pub(super) fn first_use(owner: Uuid, id: &TokenHash, expires_at: UnixSeconds) -> Sql {
    let record = sql!(
        "INSERT INTO assertion_ids (owner_id, id_hash, expires_at) VALUES (@id(?1), ?2, @time(?3))
         ON CONFLICT (owner_id, id_hash) DO NOTHING"
    );
    record.bind(owner.to_string()).bind(id.to_string()).bind(seconds(expires_at))
}

impl Store {
    /// Records the identifier (`jti`) of an application's assertion, and returns `true` if it was
    /// not recorded before. `owner` is the application. It is kept until the assertion expires.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails. The assertion must not be accepted then.
    pub async fn first_use(&self, owner: Uuid, id: &TokenHash, expires_at: UnixSeconds) -> Result<bool, StoreError> {
        Ok(self.write_one(first_use(owner, id, expires_at)).await? == 1)
    }
}
