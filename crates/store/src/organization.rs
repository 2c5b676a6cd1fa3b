//! Queries of organizations.

use cora_core::id::OrganizationId;

use crate::database::Store;
use crate::error::StoreError;
use crate::sql::sql;

impl Store {
    /// Returns `true` if an organization with this identifier exists.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn has_organization(&self, id: OrganizationId) -> Result<bool, StoreError> {
        self.read_flag(sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(id.to_string())).await
    }
}
