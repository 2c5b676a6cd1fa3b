//! Answers to addresses on the waitlist.

use cora_core::email::CanonicalEmail;
use cora_core::text::{ChangeReason, RawEmail};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::answer::BulkAnswer;

/// The body of `POST /admin/waitlist/bulk`, which answers many addresses on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerWaitlistRequest {
    /// The answers; at most 200.
    #[serde(deserialize_with = "cora_core::text::at_most::<200, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
    pub answers: Vec<WaitlistAnswer>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The answer to an address on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistAnswer {
    /// The address, as it was written. A text that is not an address is refused alone.
    pub email: RawEmail,
    /// The answer.
    pub answer: BulkAnswer,
}

/// The body of `POST /admin/waitlist/approve` and `…/deny`, which answer an address on the
/// waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistRequest {
    /// The address on the waitlist. Normalized to its canonical form.
    pub email: CanonicalEmail,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
