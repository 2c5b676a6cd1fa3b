//! Requests about the provisioning policy.

use cora_core::expectation::PolicyExpectation;
use cora_core::policy::ProvisioningPolicy;
use cora_core::text::ChangeReason;
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `PUT /admin/policy`, which replaces the policy, and of `POST /admin/policy/lint`,
/// which reads `policy` only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SavePolicyRequest {
    /// The new policy. Its `version` is ignored.
    pub policy: ProvisioningPolicy,
    /// The version of the policy that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// Logins that every policy has to decide as they say, complete; at most 100. They stay as they
    /// are if absent.
    #[serde(default, deserialize_with = "cora_core::text::at_most_if_given::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub expectations: Option<Vec<PolicyExpectation>>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/policy/rollback`, which puts an earlier policy into force again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollBackPolicyRequest {
    /// The version of the policy to put into force.
    pub to: u32,
    /// The version of the policy that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
