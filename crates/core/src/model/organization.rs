//! Organizations.

use alloc::string::{String, ToString};
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

/// A text of a presentation, for the record of a change.
pub(crate) enum PresentedText {
    /// The text itself.
    Shown(Option<String>),
    /// A text that may name people, which the record does not show.
    Hidden(Option<String>),
}

impl OrganizationAbout {
    /// Returns the presentation with the changes that a command names.
    pub(crate) fn changed(&self, change: &Self) -> Self {
        fn text<T: Clone>(before: &Option<T>, change: &Option<T>, text: impl Fn(&T) -> &str) -> Option<T> {
            match change {
                Some(changed) => Some(changed).filter(|changed| !text(changed).is_empty()).cloned(),
                None => before.clone(),
            }
        }
        let Self { description, website_url, app_name, app_icon } = self;
        Self {
            description: text(description, &change.description, OrganizationDescription::as_str),
            website_url: text(website_url, &change.website_url, PictureUrl::as_str),
            app_name: text(app_name, &change.app_name, DisplayName::as_str),
            app_icon: text(app_icon, &change.app_icon, IconName::as_str),
        }
    }

    /// Returns the texts, each with its name.
    pub(crate) fn texts(&self) -> [(&'static str, PresentedText); 4] {
        fn text(text: &Option<impl ToString>) -> Option<String> {
            text.as_ref().map(ToString::to_string)
        }
        let Self { description, website_url, app_name, app_icon } = self;
        [
            ("description", PresentedText::Hidden(text(description))),
            ("websiteUrl", PresentedText::Shown(text(website_url))),
            ("appName", PresentedText::Shown(text(app_name))),
            ("appIcon", PresentedText::Shown(text(app_icon))),
        ]
    }
}
