//! Organizations, as they are shown to a user.

pub(crate) mod about;
pub(crate) mod view;

pub use view::OrganizationView;

use const_format::formatcp;
use cora_core::id::{OrganizationId, UserId};

use crate::administration::read;
use crate::database::Store;
use crate::error::StoreError;
use crate::sql::{Sql, sql};

/// The organizations, with the membership of the user whom they are shown to.
const VIEW: &str = "SELECT @view(seen) FROM (SELECT orgs.*, org_members.role, org_members.joined_at
    FROM orgs LEFT JOIN org_members ON org_members.org_id = orgs.id AND org_members.user_id = @id(?1)
        AND org_members.status = 'active') AS seen";

/// Builds the statement that reads an organization as a user sees it, or the operator.
pub(crate) fn organization_row(reader: Option<UserId>, id: OrganizationId) -> Sql {
    sql!(formatcp!("{VIEW} WHERE id = @id(?2)")).bind(reader.map(|reader| reader.to_string())).bind(id.to_string())
}

impl Store {
    /// Returns `true` if an organization with this identifier exists.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn has_organization(&self, id: OrganizationId) -> Result<bool, StoreError> {
        self.read_flag(sql!("SELECT EXISTS (SELECT 1 FROM orgs WHERE id = @id(?1))").bind(id.to_string())).await
    }

    /// Returns an organization as a user sees it, or `None` if it does not exist.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError`] if the database fails.
    pub async fn organization(
        &self,
        reader: UserId,
        id: OrganizationId,
    ) -> Result<Option<OrganizationView>, StoreError> {
        self.read_text(organization_row(Some(reader), id)).await?.as_deref().map(read).transpose()
    }
}
