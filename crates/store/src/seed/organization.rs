//! Imports an organization of a seed file: its form there, and the statement that writes it.

use cora_core::id::OrganizationId;
use cora_core::json::Code;
use cora_core::model::organization::OrganizationAbout;
use cora_core::provisioning::facts::OrganizationStatus;
use cora_core::text::{DisplayName, IconName, OrganizationDescription, PictureUrl, Slug};
use serde::Deserialize;

use crate::organization::about::write_about;
use crate::sql::{Sql, sql};

/// An organization.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeedOrganization {
    /// The organization's identifier.
    pub id: OrganizationId,
    /// The display name.
    pub name: DisplayName,
    /// The slug.
    pub slug: Slug,
    /// The status. Only an active organization admits people. Default: active.
    #[serde(default = "active_organization")]
    pub status: OrganizationStatus,
    /// The maximum number of members. Unlimited if missing.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The URL of the logo.
    #[serde(default)]
    pub logo_url: Option<String>,
    /// The description.
    #[serde(default)]
    pub description: Option<OrganizationDescription>,
    /// The URL of the website.
    #[serde(default)]
    pub website_url: Option<PictureUrl>,
    /// The name under which the application is shown to the members.
    #[serde(default)]
    pub app_name: Option<DisplayName>,
    /// The icon with which the application is shown to the members.
    #[serde(default)]
    pub app_icon: Option<IconName>,
}

const fn active_organization() -> OrganizationStatus {
    OrganizationStatus::Active
}

impl SeedOrganization {
    /// Builds the statement that creates the organization, or changes it if it differs, without its
    /// presentation.
    pub(super) fn statement(&self, now: i64) -> Sql {
        sql!(
            "INSERT INTO orgs (id, name, slug, status, seat_limit, logo_url, created_at, updated_at)
             VALUES (@id(?1), ?2, ?3, ?4, ?5, ?6, @time(?7), @time(?7))
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, slug = excluded.slug, status = excluded.status,
                seat_limit = excluded.seat_limit, logo_url = excluded.logo_url, updated_at = excluded.updated_at
             WHERE (orgs.name, orgs.slug, orgs.status, orgs.seat_limit, orgs.logo_url)
                IS DISTINCT FROM (excluded.name, excluded.slug, excluded.status, excluded.seat_limit, excluded.logo_url)",
        )
        .bind(self.id.to_string())
        .bind(self.name.as_str())
        .bind(self.slug.as_str())
        .bind(self.status.name())
        .bind(self.seat_limit)
        .bind(self.logo_url.as_deref())
        .bind(now)
    }

    /// Builds the statement that writes the organization's presentation, if it differs.
    pub(super) fn about_statement(&self, now: i64) -> Sql {
        let about = OrganizationAbout {
            description: self.description.clone(),
            website_url: self.website_url.clone(),
            app_name: self.app_name.clone(),
            app_icon: self.app_icon.clone(),
        };
        write_about(self.id, &about, now)
    }
}
