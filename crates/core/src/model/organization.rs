//! Organizations.

use cora_wire_derive::{codes, record};

use crate::id::OrganizationId;
use crate::text::{DisplayName, IconName, OrganizationDescription, PictureUrl, Slug};

/// The status of an organization.
#[codes]
pub enum OrganizationStatus {
    /// The organization admits nobody.
    Inactive,
    /// The organization admits people.
    Active,
}

/// An organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct OrganizationFacts {
    /// The identifier of the organization.
    pub id: OrganizationId,
    /// The organization's status.
    pub status: OrganizationStatus,
    /// The organization's display name.
    pub name: DisplayName,
    /// The organization's slug.
    pub slug: Slug,
    /// The maximum number of members; unlimited when absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The number of active members whose accounts are active: nobody else takes a seat.
    #[serde(default)]
    pub seats_used: u32,
    /// The number of active members who own the organization.
    #[serde(default)]
    pub owner_count: u32,
}

/// The presentation of an organization, and of the application in it, in addition to its name and
/// logo. In a command, an absent field keeps its value and an empty text removes it.
#[record]
#[derive(Default, PartialOrd, Ord)]
pub struct OrganizationAbout {
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
