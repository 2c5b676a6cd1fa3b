//! Requests to explain a login.

use cora_core::evidence::VerifiedClaim;
use cora_core::id::{AuditId, ConnectionId, InvitationId, UserId};
use cora_core::identity::SubjectKind;
use cora_core::policy::ProvisioningPolicy;
use cora_core::secret::PastedToken;
use cora_core::text::{DisplayName, GroupName, Issuer, ProviderOrganization, RawEmail, Subject};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// The body of `POST /admin/explain`: the login to explain, and the policy to explain it under.
///
/// One of `user_id`, `audit_id` and `login` is required. `login` next to one of the others replaces
/// those members of the stored login that it has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainRequest {
    /// The user whose login is explained, as their identity was last seen.
    #[serde(default)]
    pub user_id: Option<UserId>,
    /// The record of the decision on a past login.
    #[serde(default)]
    pub audit_id: Option<AuditId>,
    /// A login that nobody has made.
    #[serde(default)]
    pub login: Option<HypotheticalLogin>,
    /// A policy that is not in force. The policy in force when absent.
    #[serde(default)]
    pub policy: Option<ProvisioningPolicy>,
}

/// A login that nobody has made. Members that are absent are those of the stored login, or else
/// those of a person who was never seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HypotheticalLogin {
    /// The connection. The platform's default connection when absent.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The issuer. The connection's when absent.
    #[serde(default)]
    pub issuer: Option<Issuer>,
    /// The subject. One that nobody has when absent.
    #[serde(default)]
    pub subject: Option<Subject>,
    /// The kind of the subject.
    #[serde(default)]
    pub subject_kind: Option<SubjectKind>,
    /// The address, as the provider would write it.
    #[serde(default)]
    pub email: Option<RawEmail>,
    /// The provider's claim that the address is verified. Any JSON is read.
    #[serde(default)]
    pub email_verified: Option<VerifiedClaim>,
    /// The full name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The given name.
    #[serde(default)]
    pub given_name: Option<DisplayName>,
    /// The family name.
    #[serde(default)]
    pub family_name: Option<DisplayName>,
    /// The groups at the provider; at most 1000.
    #[serde(default, deserialize_with = "cora_core::text::at_most_if_given::<1000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub groups: Option<Vec<GroupName>>,
    /// `true` if the person may have more groups than those listed.
    #[serde(default)]
    pub groups_incomplete: bool,
    /// The organization at the provider.
    #[serde(default)]
    pub idp_organization: Option<ProviderOrganization>,
    /// The invitation whose link the person opened.
    #[serde(default)]
    pub invitation_id: Option<InvitationId>,
}

/// The body of `POST /admin/explain/token`: a token of a provider, as it was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExplainTokenRequest {
    /// The token. It is verified, and neither stored nor logged. At most 16384 bytes.
    pub token: PastedToken,
    /// A policy that is not in force. The policy in force when absent.
    #[serde(default)]
    pub policy: Option<ProvisioningPolicy>,
}
