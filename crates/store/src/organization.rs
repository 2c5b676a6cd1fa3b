//! Organizations.

use cora_core::id::OrganizationId;

use crate::database::Store;
use crate::error::StoreError;

impl Store {
    /// Whether there is an organization of this identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_organization(&self, id: OrganizationId) -> Result<bool, StoreError> {
        let found = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = ?1)");
        Ok(found.bind(id.to_string()).fetch_one(&self.reader).await?)
    }
}
