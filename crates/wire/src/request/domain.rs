//! Requests about domain rules and their proofs.

use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::ConnectionId;
use cora_core::provisioning::facts::{EnrollmentMode, VerificationLevel};
use cora_core::secret::PresentedToken;
use cora_core::text::{ChangeReason, GroupName};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `POST /orgs/{orgId}/email-domains`, which adds a domain rule to an organization. The
/// rule has no effect until the domain is verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddDomainRequest {
    /// The pattern that the rule matches: a domain name, or `*.` and a name for the names below it.
    /// A public suffix, a mail provider's domain and a disposable domain are refused.
    pub domain: DomainPattern,
    /// The proof that the rule requires: `affiliation` or `ownership`.
    pub verification: VerificationLevel,
    /// The effect of the rule on people whose address it matches. `enterprise_sso` and
    /// `automatic_membership` require `ownership`.
    pub enrollment_mode: EnrollmentMode,
    /// The connection that people have to sign in with. Required for `enterprise_sso`, refused for
    /// the other modes.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The groups of which a person must have one to be enrolled; at most 100. None is required if
    /// it is absent or empty.
    #[serde(default, deserialize_with = "cora_core::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub required_groups: Vec<GroupName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /orgs/{orgId}/email-domains/{domainId}`, which changes the effect of a domain
/// rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeDomainRequest {
    /// The effect of the rule on people whose address it matches. `enterprise_sso` and
    /// `automatic_membership` require `ownership`.
    pub enrollment_mode: EnrollmentMode,
    /// The connection that people have to sign in with. Required for `enterprise_sso`, refused for
    /// the other modes.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The groups of which a person must have one to be enrolled; at most 100. An empty list
    /// requires none. They stay as they are if it is absent.
    #[serde(default, deserialize_with = "cora_core::text::at_most_if_given::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub required_groups: Option<Vec<GroupName>>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /orgs/{orgId}/email-domains/{domainId}/mailbox`, which sends a token to a
/// mailbox of the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskMailboxRequest {
    /// The address of the mailbox. Its domain must be the rule's name without `*.`. Normalized to
    /// its canonical form.
    pub email: CanonicalEmail,
}

/// The body of `POST /admin/service/test-dns`, which looks up the records that prove a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestDnsRequest {
    /// The domain. The records are below it.
    pub domain: DomainName,
}

/// The body of `POST /orgs/{orgId}/email-domains/{domainId}/mailbox/proof`, which verifies the
/// domain by the token that was sent to a mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProveMailboxRequest {
    /// The token from the mail. At most 512 bytes.
    pub token: PresentedToken,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
