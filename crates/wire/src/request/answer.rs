//! Members and bodies that several resources share.

use cora_core::text::ChangeReason;
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// An answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkAnswer {
    /// Approve it.
    Approve,
    /// Deny it.
    Deny,
}

/// The body of requests that take a reason at most. The body may be omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReasonRequest {
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
