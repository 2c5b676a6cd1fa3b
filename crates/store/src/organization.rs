//! Organizations.

use cora_core::id::OrganizationId;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

impl Store {
    /// Whether there is an organization of this identifier.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_organization(&self, id: OrganizationId) -> Result<bool, StoreError> {
        self.read_flag(sql("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(id.to_string())).await
    }
}
