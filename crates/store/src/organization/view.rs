//! An organization, as it is shown to a user.

use cora_core::id::OrganizationId;
use cora_core::model::organization::OrganizationAbout;
use cora_core::provisioning::facts::OrganizationStatus;
use cora_core::role::OrganizationRole;

use crate::row::{facts_template, rows};
use crate::sql::template::{Template, template};

rows! {
    /// An organization, as it is shown to a user. Times are UTC in RFC 3339.
    OrganizationView {
        /// The organization's identifier.
        id: OrganizationId = "<row>.id",
        /// The display name.
        name: String = "<row>.name",
        /// The slug: lower-case letters, digits and inner hyphens.
        slug: String = "<row>.slug",
        /// The URL of the logo.
        logo_url: Option<String> = "<row>.logo_url",
        /// The description.
        description: Option<String> = "<row>.description",
        /// The URL of the website.
        website_url: Option<String> = "<row>.website_url",
        /// The name under which the application is shown to the members.
        app_name: Option<String> = "<row>.app_name",
        /// The icon with which the application is shown to the members: a name or a URL.
        app_icon: Option<String> = "<row>.app_icon",
        /// The status. Only an active organization admits people.
        status: OrganizationStatus = "<row>.status",
        /// The user's role in the organization, or null if the user is not an active member.
        role: Option<OrganizationRole> = "<row>.role",
        /// The time at which the user joined, or null if the user is not an active member.
        joined_at: Option<String> = "@iso(<row>.joined_at)",
        /// The maximum number of active members, or null for no limit.
        seat_limit: Option<u32> = "<row>.seat_limit",
        /// The number of active members.
        seats_used: u32 = "<row>.seats_used",
        /// The time of creation.
        created_at: String = "@iso(<row>.created_at)",
        /// The version of the row, raised by each change.
        version: u32 = "<row>.version",
    }
}

/// The document of a view, from `orgs` joined with the role and the time of joining of the user who
/// sees it.
pub(crate) const ORGANIZATION_VIEW: Template = template!(OrganizationView::OBJECT);

facts_template! {
    /// The document of [`OrganizationAbout`], from `orgs`.
    ABOUT: OrganizationAbout, shown in OrganizationView {
        description = "<row>.description",
        website_url = "<row>.website_url",
        app_name = "<row>.app_name",
        app_icon = "<row>.app_icon",
    }
}
