//! Requests about organizations.

use cora_core::administration::OrganizationCommand;
use cora_core::id::{OrganizationId, UserId};
use cora_core::issue::{Issue, Report};
use cora_core::model::organization::OrganizationAbout;
use cora_core::text::{ChangeReason, DisplayName, IconName, OrganizationDescription, PictureUrl, Slug, is_plain};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::shown_text::{fault_of_picture, report_of, unfit};

/// The body of `POST /orgs`, which creates an organization. The caller becomes its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateOrganizationRequest {
    /// The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
    /// digit and no control characters.
    pub name: DisplayName,
    /// The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
    /// bytes. A free one is derived from the name when absent.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// The URL of a logo. At most 2048 bytes.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The description, at most 4096 bytes.
    #[serde(default)]
    pub description: Option<OrganizationDescription>,
    /// The URL of the website, at most 2048 bytes.
    #[serde(default)]
    pub website_url: Option<PictureUrl>,
    /// The name under which the application is shown to the members, at most 512 bytes.
    #[serde(default)]
    pub app_name: Option<DisplayName>,
    /// The icon with which the application is shown to the members: a name or a URL, at most 2048
    /// bytes.
    #[serde(default)]
    pub app_icon: Option<IconName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /orgs/{orgId}`, which changes how an organization is presented. An absent field
/// keeps its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateOrganizationRequest {
    /// The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
    /// digit and no control characters.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
    /// bytes. No other organization may have it.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// The URL of a logo, at most 2048 bytes. An empty string removes it.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The description, at most 4096 bytes. An empty string removes it.
    #[serde(default)]
    pub description: Option<OrganizationDescription>,
    /// The URL of the website, at most 2048 bytes. An empty
    /// string removes it.
    #[serde(default)]
    pub website_url: Option<PictureUrl>,
    /// The name under which the application is shown to the members, at most 512 bytes. An empty
    /// string removes it.
    #[serde(default)]
    pub app_name: Option<DisplayName>,
    /// The icon with which the application is shown to the members: a name or a URL, at most 2048
    /// bytes. An empty string removes it.
    #[serde(default)]
    pub app_icon: Option<IconName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /admin/orgs/{orgId}/seat-limit`, which limits the number of members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeatLimitRequest {
    /// The maximum number of active members, not below the number of seats in use. Unlimited when
    /// absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

impl CreateOrganizationRequest {
    fn about(&self) -> OrganizationAbout {
        OrganizationAbout {
            description: self.description.clone(),
            website_url: self.website_url.clone(),
            app_name: self.app_name.clone(),
            app_icon: self.app_icon.clone(),
        }
    }

    /// Checks the URLs of the logo and the website, and the name and the icon of the application.
    ///
    /// # Errors
    ///
    /// Returns the faults: a logo or a website that is not a URL of the web, and hidden characters.
    pub fn check(&self) -> Result<(), Report> {
        report_of(faults_of_presentation(self.logo_url.as_ref(), &self.about()))
    }

    /// Returns the command, and the reason for it.
    pub fn into_command(self, organization_id: OrganizationId) -> (OrganizationCommand, Option<ChangeReason>) {
        let about = self.about();
        let Self { name, slug, logo_url, description: _, website_url: _, app_name: _, app_icon: _, reason } = self;
        (OrganizationCommand::CreateOrganization { organization_id, name, slug, logo_url, about }, reason)
    }
}

impl UpdateOrganizationRequest {
    fn about(&self) -> OrganizationAbout {
        OrganizationAbout {
            description: self.description.clone(),
            website_url: self.website_url.clone(),
            app_name: self.app_name.clone(),
            app_icon: self.app_icon.clone(),
        }
    }

    /// Checks the URLs of the logo and the website, and the name and the icon of the application.
    ///
    /// # Errors
    ///
    /// Returns the faults: a logo or a website that is not a URL of the web, and hidden characters.
    pub fn check(&self) -> Result<(), Report> {
        report_of(faults_of_presentation(self.logo_url.as_ref(), &self.about()))
    }

    /// Returns the command, and the reason for it.
    pub fn into_command(self, organization_id: OrganizationId) -> (OrganizationCommand, Option<ChangeReason>) {
        let about = self.about();
        let Self { name, slug, logo_url, description: _, website_url: _, app_name: _, app_icon: _, reason } = self;
        (OrganizationCommand::UpdateOrganization { organization_id, name, slug, logo_url, about }, reason)
    }
}

/// Returns the faults of a presentation. A description may have line breaks and any characters.
fn faults_of_presentation(logo_url: Option<&PictureUrl>, about: &OrganizationAbout) -> Vec<Issue> {
    let OrganizationAbout { description: _, website_url, app_name, app_icon } = about;
    let website = fault_of_picture("/websiteUrl", website_url.as_ref())
        .map(|fault| Issue { message: "this is not the URL of a website".to_owned(), ..fault });
    let hidden = |path: &str, text: Option<&str>| {
        let help = "Remove line breaks, other control characters and marks of the text's direction.";
        text.is_some_and(|text| !is_plain(text)).then(|| unfit(path, "the text has a hidden character", help))
    };
    let name = hidden("/appName", app_name.as_ref().map(DisplayName::as_str));
    let icon = hidden("/appIcon", app_icon.as_ref().map(IconName::as_str));
    [fault_of_picture("/logoUrl", logo_url), website, name, icon].into_iter().flatten().collect()
}

/// The body of `POST /admin/orgs/{orgId}/owner`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppointOwnerRequest {
    /// The member who becomes the owner.
    pub user_id: UserId,
    /// The reason for the change, for the audit log. At most 500 bytes. Required.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
