//! Requests about connections to identity providers.

use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::Force;
use cora_core::connection::settings::Settings;
use cora_core::id::OrganizationId;
use cora_core::identity::SubjectMapping;
use cora_core::secret::PastedText;
use cora_core::text::{ChangeReason, DisplayName, Issuer};
use cora_core::time::UnixSeconds;
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `POST /admin/idp-config`, which creates a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateConnectionRequest {
    /// The kind of identity provider.
    pub provider_type: ConnectionKind,
    /// The name shown to people. At most 512 bytes.
    pub display_name: DisplayName,
    /// The provider's settings, as a JSON object. A secret is either a reference or a value; values
    /// are stored encrypted.
    pub config: Settings,
    /// The organization that owns the connection. Absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// The body of `PUT /admin/idp-config/{providerType}`, which replaces all settings of a connection,
/// or its name, or both.
///
/// If no connection of this kind exists, one of the platform is created. `config` is then required,
/// `version` must be absent, and `display_name` defaults to the provider's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveConnectionRequest {
    /// The new name shown to people, at most 512 bytes. Absent to keep the current one.
    #[serde(default)]
    pub display_name: Option<DisplayName>,
    /// The new settings, complete. Absent to keep the current ones.
    #[serde(default)]
    pub config: Option<Settings>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
}

/// The body of `POST /admin/idp-config/{providerType}/activate` and `…/disable`. The body may be
/// omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UseConnectionRequest {
    /// The number of the settings to use, the latest when absent. `disable` takes no number and
    /// refuses one.
    #[serde(default)]
    pub number: Option<u32>,
    /// The reason for overriding a safeguard: settings that are not tested, or a lockout of the
    /// administrators.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to learn the result, with the number of users who would have no way in any more, and
    /// write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The body of `POST /admin/idp-config/{providerType}/default`, which has an active connection be
/// the platform's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MakeDefaultRequest {
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
}

/// The body of `POST /admin/idp-config/{providerType}/rollback`, which puts earlier settings back
/// into use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollbackRequest {
    /// The number of the settings to use.
    pub number: u32,
    /// The reason for overriding a safeguard: settings that are not tested, or a lockout of the
    /// administrators.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to learn the result, with the number of users who would have no way in any more, and
    /// write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The body of `PUT /admin/idp-config/{providerType}/secret-expiry`: the time at which the provider
/// ends the secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetSecretExpiryRequest {
    /// The end of the secret, in seconds since the epoch. Absent to forget it.
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
    /// The number of the settings; absent for those in use, or else the latest.
    #[serde(default)]
    pub number: Option<u32>,
}

/// The body of `POST /admin/connections/{connectionId}/carry-over`, which makes identities of
/// another issuer those of the connection's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CarryOverRequest {
    /// The former issuer, or the identifier of a connection that has or had it.
    pub from: Issuer,
    /// The subjects to carry over, at most 1 000 000. If absent, all, each to the same subject.
    #[serde(default, deserialize_with = "cora_core::text::at_most_if_given::<1_000_000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000_000)))]
    pub subjects: Option<Vec<SubjectMapping>>,
    /// The number of the settings that determine the new issuer, the latest when absent.
    #[serde(default)]
    pub number: Option<u32>,
    /// `true` to decide only, and to write nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// `true` to proceed even if no administrator of the platform could sign in afterwards. Needs a
    /// reason.
    #[serde(default)]
    pub force: bool,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/idp-config/{providerType}/validate`, which checks settings without
/// storing them. Without a body, the latest stored settings are checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidateConnectionRequest {
    /// The settings to check. The latest stored ones when absent.
    #[serde(default)]
    pub config: Option<Settings>,
}

/// The body of `POST /admin/idp-config/suggest`: a text to make settings of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuggestConnectionRequest {
    /// The pasted text: an address, a document, a key, or settings. At most 65536 bytes. It is
    /// neither stored nor logged.
    pub text: PastedText,
}

/// The body of `POST /admin/idp-config/discover`: the issuer, or a text that leads to it. One of
/// them is required.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiscoverConnectionRequest {
    /// The issuer, or the address of its discovery document.
    #[serde(default)]
    pub issuer: Option<Issuer>,
    /// The pasted text. At most 65536 bytes.
    #[serde(default)]
    pub text: Option<PastedText>,
}

/// The body of `POST /admin/idp-config/check`: settings that are not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckSettingsRequest {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The settings. A secret among them is neither stored nor sent anywhere.
    pub config: Settings,
    /// The organization that would own the connection. Absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}
