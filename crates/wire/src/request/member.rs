//! Requests about the members of an organization, and about people who ask to be one.

use cora_core::id::UserId;
use cora_core::role::OrganizationRole;
use cora_core::text::{ChangeReason, RoleName};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::answer::BulkAnswer;

/// The body of `POST /orgs/{orgId}/members`, which adds a former member again. Anyone else has to
/// be invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddMemberRequest {
    /// The user to add, a former member of the organization.
    pub user_id: UserId,
    /// The role in the organization, at most the caller's own. `org_user` when absent.
    #[serde(default)]
    pub role: OrganizationRole,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /orgs/{orgId}/members/{userId}`, which changes a member's role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeRoleRequest {
    /// The new role in the organization, at most the caller's own.
    pub role: OrganizationRole,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /orgs/{orgId}/members/{userId}/application-roles/{applicationId}`, which
/// replaces the roles of an application that a member has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationRolesRequest {
    /// The roles, complete; at most 50. The caller has all permissions of each that is new.
    #[serde(deserialize_with = "cora_core::text::at_most::<50, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 50)))]
    pub roles: Vec<RoleName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /orgs/{orgId}/membership-requests/bulk`, which answers many requests to join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerRequestsRequest {
    /// The answers; at most 200.
    #[serde(deserialize_with = "cora_core::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub answers: Vec<MembershipAnswer>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The answer to a membership request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MembershipAnswer {
    /// The user who made the request.
    pub user_id: UserId,
    /// The answer.
    pub answer: BulkAnswer,
    /// The role in the organization, at most the caller's own; that of the request when absent.
    /// Without effect on a denial.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
}
