//! Users of the platform.

use cora_wire_derive::{codes, record};

use crate::email::CanonicalEmail;
use crate::id::{OrganizationId, UserId};
use crate::role::PlatformRole;
use crate::text::{DisplayName, PhoneNumber, PictureUrl};
use crate::time::UnixSeconds;

/// The status of a user on the platform.
#[codes]
pub enum UserStatus {
    /// Deactivated for good. The user is never silently created again.
    Deprovisioned,
    /// Deactivated for a time.
    Suspended,
    /// Allowed to use the platform.
    Active,
}

/// An existing user.
#[record]
#[derive(PartialOrd, Ord)]
pub struct UserFacts {
    /// The identifier of the user.
    pub id: UserId,
    /// The user's status on the platform.
    pub status: UserStatus,
    /// The user's canonical e-mail address.
    #[serde(default)]
    pub email: Option<CanonicalEmail>,
    /// `true` if the address was proven to be the user's.
    #[serde(default)]
    pub email_verified: bool,
    /// The time at which a code that was mailed to the address proved it, in seconds since
    /// 1970-01-01T00:00:00Z; absent if none did, or if a provider has contradicted it since.
    #[serde(default)]
    pub email_confirmed_at: Option<UnixSeconds>,
    /// The user's role on the platform; `platform_user` when absent or null.
    #[serde(default, deserialize_with = "crate::role::or_user")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<PlatformRole>"))]
    pub platform_role: PlatformRole,
    /// The version of the user's roles, incremented when they change.
    #[serde(default)]
    pub role_version: u32,
    /// The user's current organization.
    #[serde(default)]
    pub current_organization_id: Option<OrganizationId>,
    /// The user's profile.
    #[serde(default)]
    pub profile: Profile,
}

/// The known profile of a person; each field may be unknown.
#[record]
#[derive(Default, PartialOrd, Ord)]
pub struct Profile {
    /// The full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The given name.
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// The family name.
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// The URL of a picture.
    #[serde(default)]
    pub picture: Option<PictureUrl>,
    /// The phone number.
    #[serde(default)]
    pub phone_number: Option<PhoneNumber>,
}
