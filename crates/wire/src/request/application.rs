//! Requests about applications of the issuer.

use cora_core::issuer::application::ApplicationSettings;
use cora_core::permission::ApplicationPermissions;
use cora_core::text::{ChangeReason, RedirectUri};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `PUT /admin/applications/{applicationId}/permissions`, which replaces the
/// permissions and roles that an application defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPermissionsRequest {
    /// The permissions and roles, complete.
    pub defined: ApplicationPermissions,
    /// The version that the caller has seen. If the permissions have another, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to check the permissions and change nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/applications`, which registers an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateApplicationRequest {
    /// The settings. Absent ones have their defaults.
    pub settings: ApplicationSettings,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /admin/applications/{applicationId}`, which replaces all settings of an
/// application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeApplicationRequest {
    /// The new settings, complete. Absent ones have their defaults.
    pub settings: ApplicationSettings,
    /// The version of the application that the caller has seen. If it is out of date, the request
    /// is refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/applications/{applicationId}/secrets`. The body may be omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddSecretRequest {
    /// The lifetime of the secret, in seconds. It does not expire when absent.
    #[serde(default)]
    pub lifetime: Option<u32>,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/applications/{applicationId}/redirect-uris`, which registers one more
/// redirect URI, or gives a registered one another end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddRedirectUriRequest {
    /// The URI, compared byte for byte.
    pub uri: RedirectUri,
    /// The time for which it is registered, in seconds, such as the life of a preview. It does not
    /// expire when absent.
    #[serde(default)]
    pub lifetime: Option<u32>,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
