//! Changes of a person's own profile.

use cora_core::id::OrganizationId;
use cora_core::issue::Report;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl, is_plain};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::shown_text::{fault_of_picture, report_of, unfit};

/// The body of `PUT /profiles/me`: the fields that people may change in their own profile. An
/// absent field keeps its value; an empty string clears it. Roles, the address and its verification
/// are not among the fields, because people do not set those themselves (pitfall C24).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateProfileRequest {
    /// The full name. At most 512 bytes.
    #[serde(default)]
    pub full_name: Option<DisplayName>,
    /// The phone number, not parsed. It has a digit. At most 64 bytes.
    #[serde(default)]
    pub phone: Option<PhoneNumber>,
    /// The URL of a picture. At most 2048 bytes.
    #[serde(default)]
    pub avatar_url: Option<PictureUrl>,
    /// The organization to switch to. The user must be an active member of it.
    #[serde(default)]
    pub current_organization_id: Option<OrganizationId>,
}

impl UpdateProfileRequest {
    /// Checks the texts that others see.
    ///
    /// # Errors
    ///
    /// Returns the faults: hidden characters in the name or the phone number, and a picture that is
    /// no URL of the web.
    pub fn check(&self) -> Result<(), Report> {
        let has_hidden = self.full_name.as_ref().is_some_and(|name| !is_plain(name.as_str()));
        let name = has_hidden.then(|| {
            let help = "Remove line breaks, other control characters and marks of the text's direction.";
            unfit("/fullName", "the name has a hidden character", help)
        });
        let is_odd = |c: char| !(c.is_ascii_alphanumeric() || " +-().,/;:#*".contains(c));
        let is_number = |text: &str| text.is_empty() || text.contains(|c: char| c.is_ascii_digit());
        let phone = self.phone.as_ref().map(PhoneNumber::as_str);
        let phone = phone.is_some_and(|phone| phone.contains(is_odd) || !is_number(phone)).then(|| {
            let help = "Use digits, and if needed spaces, ASCII letters and + - ( ) . , / ; : # *.";
            unfit("/phone", "this is not a phone number", help)
        });
        let picture = fault_of_picture("/avatarUrl", self.avatar_url.as_ref());
        report_of([name, phone, picture].into_iter().flatten())
    }
}
