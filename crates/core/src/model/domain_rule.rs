//! Domain rules of an organization, and the proofs of their domains.

use alloc::vec::Vec;
use cora_wire_derive::{codes, record};

use crate::domain::class::DomainClass;
use crate::domain::pattern::DomainPattern;
use crate::id::{ConnectionId, DomainId, OrganizationId};
use crate::role::OrganizationRole;
use crate::text::GroupName;

/// The level of proof for a domain.
#[codes]
pub enum VerificationLevel {
    /// Somebody of the organization reads mail at an address of the domain.
    Affiliation,
    /// The organization controls the domain's DNS.
    Ownership,
}

/// The state of a domain's proof.
#[codes]
pub enum VerificationState {
    /// The proof was looked for and not found.
    Failed,
    /// The proof was found once, too long ago.
    Expired,
    /// The proof has not been found yet.
    Pending,
    /// The proof was found.
    Verified,
}

/// The enrollment of a person whose address matches a domain rule, ordered from the strictest mode
/// to the most generous.
#[codes]
pub enum EnrollmentMode {
    /// They have to sign in through the organization's connection. Needs proof of ownership.
    EnterpriseSso,
    /// They are not enrolled. Members are invited one by one.
    ManualInvitation,
    /// They are invited, and have to accept.
    AutomaticInvitation,
    /// A membership request is sent to the organization.
    AutomaticSuggestion,
    /// They become members. Needs proof of ownership.
    AutomaticMembership,
}

/// A domain rule of an organization.
#[record]
#[derive(PartialOrd, Ord)]
pub struct DomainRuleFacts {
    /// The identifier of the rule.
    pub id: DomainId,
    /// The organization whose rule it is.
    pub organization_id: OrganizationId,
    /// The pattern of domain names that the rule matches.
    pub pattern: DomainPattern,
    /// The class of the domain, by the complete lists at the time it was verified.
    #[serde(default)]
    pub class: DomainClass,
    /// The level of proof that was required.
    pub verification: VerificationLevel,
    /// The state of the proof.
    pub state: VerificationState,
    /// The enrollment of people whose address matches.
    pub enrollment_mode: EnrollmentMode,
    /// The role that the rule gives. A role above `org_user` is reduced to it; when absent, the
    /// policy's default role applies.
    #[serde(default)]
    pub role: Option<OrganizationRole>,
    /// The connection that `enterprise_sso` requires. Unused in the other modes.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The groups of which a person must have one to be enrolled by the rule; at most 100. Empty if
    /// none is required.
    #[serde(default, deserialize_with = "crate::text::at_most::<100, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 100)))]
    pub required_groups: Vec<GroupName>,
    /// The version, incremented by every change. A plan made under another version is not applied.
    #[serde(default)]
    pub version: u32,
}

impl DomainRuleFacts {
    /// Returns `true` if the domain is verified.
    pub fn is_verified(&self) -> bool {
        self.state == VerificationState::Verified
    }

    /// Returns `true` if an organization can own the domain: it is not a public provider, a
    /// disposable domain or a public suffix.
    pub fn is_of_a_company(&self) -> bool {
        self.class == DomainClass::Company && self.pattern.class() == DomainClass::Company
    }

    /// Returns `true` if it is proven that the organization owns the domain.
    pub fn proves_ownership(&self) -> bool {
        self.is_verified() && self.verification == VerificationLevel::Ownership && self.is_of_a_company()
    }
}
