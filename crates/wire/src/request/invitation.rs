//! Requests about invitations.

use cora_core::email::CanonicalEmail;
use cora_core::id::ConnectionId;
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::text::{ChangeReason, RawEmail};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `POST /orgs/{orgId}/invites`, which invites an address to an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateInvitationRequest {
    /// The address to invite. Normalized to its canonical form.
    pub email: CanonicalEmail,
    /// The role in the organization that the invitation grants, at most the caller's own.
    /// `org_user` when absent.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role on the platform that the invitation grants, at most the caller's own.
    /// `platform_user` when absent.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// The connection that has to be used to accept the invitation. Any connection when absent.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The lifetime of the invitation in seconds, from 3600 (an hour) to 7776000 (90 days). The
    /// policy's `invitationLifetimeSeconds` when absent.
    #[serde(default)]
    pub lifetime_seconds: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /orgs/{orgId}/invites/bulk`, which invites many addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InviteAllRequest {
    /// The invitations; at most 200.
    #[serde(deserialize_with = "cora_core::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub rows: Vec<InvitedRow>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// An invitation of a request with many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvitedRow {
    /// The address to invite, as it was written. A text that is not an address is refused alone.
    pub email: RawEmail,
    /// The role in the organization that the invitation grants, at most the caller's own.
    /// `org_user` when absent.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The role on the platform that the invitation grants, at most the caller's own.
    /// `platform_user` when absent.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// The connection that has to be used to accept the invitation. Any connection when absent.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The lifetime of the invitation in seconds, from 3600 (an hour) to 7776000 (90 days). The
    /// policy's `invitationLifetimeSeconds` when absent.
    #[serde(default)]
    pub lifetime_seconds: Option<u32>,
}

/// The body of `POST /orgs/{orgId}/invites/{inviteId}/resend`, which renews an invitation. The body
/// may be omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResendInvitationRequest {
    /// The lifetime in seconds from now, from 3600 (an hour) to 7776000 (90 days). The policy's
    /// `invitationLifetimeSeconds` when absent.
    #[serde(default)]
    pub lifetime_seconds: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
