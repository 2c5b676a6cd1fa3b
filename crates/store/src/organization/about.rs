//! Writes the presentation of an organization.

use cora_core::id::OrganizationId;
use cora_core::model::organization::OrganizationAbout;

use crate::sql::{Sql, sql};

/// Builds the statement that writes the presentation of a stored organization, if it differs.
pub(crate) fn write_about(id: OrganizationId, about: &OrganizationAbout, now: i64) -> Sql {
    let OrganizationAbout { description, website_url, app_name, app_icon } = about;
    sql!(
        "UPDATE orgs SET updated_at = @time(?2),
            description = ?3, website_url = ?4, app_name = ?5, app_icon = ?6
         WHERE id = @id(?1) AND (description, website_url, app_name, app_icon) IS DISTINCT FROM (?3, ?4, ?5, ?6)"
    )
    .bind(id.to_string())
    .bind(now)
    .bind(description.as_ref().map(ToString::to_string))
    .bind(website_url.as_ref().map(ToString::to_string))
    .bind(app_name.as_ref().map(ToString::to_string))
    .bind(app_icon.as_ref().map(ToString::to_string))
}
