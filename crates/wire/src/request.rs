//! The bodies of requests, in CORA's names.

use cora_core::connection::ConnectionKind;
use cora_core::connection::life_cycle::Force;
use cora_core::connection::settings::Settings;
use cora_core::id::OrganizationId;
use cora_core::text::{DisplayName, PhoneNumber, PictureUrl};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::{Definitions, Document};

/// `POST /admin/idp-config`: make a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CreateConnectionRequest {
    /// The kind of provider.
    pub provider_type: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// Its settings; secrets as references, or as values that are stored encrypted.
    pub config: Settings,
    /// The organization whose connection it is; absent for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// `PUT /admin/idp-config/{providerType}`: other settings, all of them, or another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SaveConnectionRequest {
    /// The name; absent when it stays.
    #[serde(default)]
    pub display_name: Option<DisplayName>,
    /// The settings; absent when they stay.
    #[serde(default)]
    pub config: Option<Settings>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/activate`, `…/disable`: no body does as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UseConnectionRequest {
    /// The number of the settings to use; the latest when absent. Means nothing for `disable`, and is refused there.
    #[serde(default)]
    pub number: Option<u32>,
    /// Why it is to be done in spite of a safeguard.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/rollback`: earlier settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RollbackRequest {
    /// The number of the settings to use.
    pub number: u32,
    /// Why it is to be done in spite of a safeguard.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/validate`: settings to look over, without storing them. No body looks over what is
/// stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ValidateConnectionRequest {
    /// The settings; the latest stored ones when absent.
    #[serde(default)]
    pub config: Option<Settings>,
}

/// `PUT /profiles/me`: what people may change of their own profile. What is absent stays, and an empty text takes away what there was. Roles, address and its verification are not among it: those
/// are somebody else's to say (pitfall C24).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UpdateProfileRequest {
    /// Full name.
    #[serde(default)]
    pub full_name: Option<DisplayName>,
    /// Phone number.
    #[serde(default)]
    pub phone: Option<PhoneNumber>,
    /// Picture.
    #[serde(default)]
    pub avatar_url: Option<PictureUrl>,
    /// The organization to work in; one that the user is an active member of.
    #[serde(default)]
    pub current_org_id: Option<OrganizationId>,
}

macro_rules! documents {
    ($($name:ident),*) => {$(
        impl Document for $name {
            const SCHEMA: &'static str = stringify!($name);
            const DEFINITIONS: &'static Definitions = Definitions::ADMINISTRATION;
        }
    )*};
}

documents!(
    CreateConnectionRequest,
    SaveConnectionRequest,
    UseConnectionRequest,
    RollbackRequest,
    ValidateConnectionRequest,
    UpdateProfileRequest
);
