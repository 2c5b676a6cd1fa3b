//! Requests about the users of the platform and their identities.

use cora_core::role::PlatformRole;
use cora_core::text::ChangeReason;
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `PUT /admin/users/{userId}/role`, which changes a user's role on the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlatformRoleRequest {
    /// The new role on the platform, at most the caller's own.
    pub role: PlatformRole,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/identity-conflicts/{conflictId}/same-person`. The body may be omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SamePersonRequest {
    /// `true` to write nothing, and to answer with the account that would be joined.
    #[serde(default)]
    pub dry_run: bool,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
