//! The bodies of requests, in CORA's names.

use cora_core::connection::ConnectionKind;
use cora_core::connection::life_cycle::Force;
use cora_core::connection::settings::Settings;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::id::{ConnectionId, OrganizationId, UserId};
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{EnrollmentMode, VerificationLevel};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::secret::PresentedToken;
use cora_core::text::{ChangeReason, DisplayName, PhoneNumber, PictureUrl, Slug};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::{Definitions, Document};

/// `POST /admin/idp-config`: make a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CreateConnectionRequest {
    /// The kind of provider.
    pub provider_type: ConnectionKind,
    /// Its name for people.
    pub display_name: DisplayName,
    /// Its settings; secrets as references, or as values that are stored encrypted.
    pub config: Settings,
    /// The organization whose connection it is; absent for the platform's.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// `PUT /admin/idp-config/{providerType}`: other settings, all of them, or another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SaveConnectionRequest {
    /// The name; absent when it stays.
    #[serde(default)]
    pub display_name: Option<DisplayName>,
    /// The settings; absent when they stay.
    #[serde(default)]
    pub config: Option<Settings>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/activate`, `…/disable`: no body does as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UseConnectionRequest {
    /// The number of the settings to use; the latest when absent. Means nothing for `disable`, and is refused there.
    #[serde(default)]
    pub number: Option<u32>,
    /// Why it is to be done in spite of a safeguard.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/rollback`: earlier settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RollbackRequest {
    /// The number of the settings to use.
    pub number: u32,
    /// Why it is to be done in spite of a safeguard.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
}

/// `POST /admin/idp-config/{providerType}/validate`: settings to look over, without storing them. No body looks over what is
/// stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ValidateConnectionRequest {
    /// The settings; the latest stored ones when absent.
    #[serde(default)]
    pub config: Option<Settings>,
}

/// `PUT /profiles/me`: what people may change of their own profile. What is absent stays, and an empty text takes away what there was. Roles, address and its verification are not among it: those
/// are somebody else's to say (pitfall C24).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UpdateProfileRequest {
    /// Full name.
    #[serde(default)]
    pub full_name: Option<DisplayName>,
    /// Phone number.
    #[serde(default)]
    pub phone: Option<PhoneNumber>,
    /// Picture.
    #[serde(default)]
    pub avatar_url: Option<PictureUrl>,
    /// The organization to work in; one that the user is an active member of.
    #[serde(default)]
    pub current_org_id: Option<OrganizationId>,
}

/// `POST /orgs`: found an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CreateOrganizationRequest {
    /// Its name.
    pub name: DisplayName,
    /// Its slug; made from the name when absent.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// Its logo.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /orgs/{orgId}`: what an organization is called; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct UpdateOrganizationRequest {
    /// Its name.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// Its slug.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// Its logo; an empty text takes it away.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /admin/orgs/{orgId}/seat-limit`: how many members an organization may have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SeatLimitRequest {
    /// How many; any number when absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/members`: take in again who was a member before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AddMemberRequest {
    /// Whom.
    pub user_id: UserId,
    /// As what.
    #[serde(default)]
    pub role: OrganizationRole,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /orgs/{orgId}/members/{userId}`: another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ChangeRoleRequest {
    /// Which.
    pub role: OrganizationRole,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/invites`: invite an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct CreateInvitationRequest {
    /// Whom.
    pub email: CanonicalEmail,
    /// As what.
    #[serde(default)]
    pub role: OrganizationRole,
    /// As what on the platform.
    #[serde(default)]
    pub platform_role: PlatformRole,
    /// The connection that it has to be accepted by.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// For how long; as long as the policy says when absent.
    #[serde(default)]
    pub lifetime_seconds: Option<u32>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/invites/{inviteId}/resend`: open an invitation for another while. No body does as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ResendInvitationRequest {
    /// For how long; as long as the policy says when absent.
    #[serde(default)]
    pub lifetime_seconds: Option<u32>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/email-domains`: say that a domain is the organization's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AddDomainRequest {
    /// What the rule matches: a name, or `*.` and a name.
    pub domain: DomainPattern,
    /// What is to be proven.
    pub verification: VerificationLevel,
    /// What the rule does.
    pub enrollment_mode: EnrollmentMode,
    /// For `enterprise_sso`: the connection that people have to come by.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /orgs/{orgId}/email-domains/{domainId}`: what a domain rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ChangeDomainRequest {
    /// What it does.
    pub enrollment_mode: EnrollmentMode,
    /// For `enterprise_sso`: the connection that people have to come by.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/email-domains/{domainId}/mailbox`: send a token to a mailbox of the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct AskMailboxRequest {
    /// The mailbox.
    pub email: CanonicalEmail,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /orgs/{orgId}/email-domains/{domainId}/mailbox/proof`: the token that came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ProveMailboxRequest {
    /// The token.
    pub token: PresentedToken,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /admin/users/{userId}/role`: another role on the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct PlatformRoleRequest {
    /// Which.
    pub role: PlatformRole,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /admin/waitlist/approve`, `…/deny`: an address on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct WaitlistRequest {
    /// Which.
    pub email: CanonicalEmail,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `PUT /admin/policy`: another policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct SavePolicyRequest {
    /// The policy; its `version` means nothing here.
    pub policy: ProvisioningPolicy,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// `POST /admin/policy/rollback`: an earlier policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct RollBackPolicyRequest {
    /// Which version.
    pub to: u32,
    /// The version that was seen; when it is another by now, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// What needs nothing but a reason, and not even that: no body does as well.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub struct ReasonRequest {
    /// Why, for the audit log.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

macro_rules! documents {
    ($($name:ident),*) => {$(
        impl Document for $name {
            const SCHEMA: &'static str = stringify!($name);
            const DEFINITIONS: &'static Definitions = Definitions::REQUESTS;
        }
    )*};
}

documents!(
    CreateConnectionRequest,
    SaveConnectionRequest,
    UseConnectionRequest,
    RollbackRequest,
    ValidateConnectionRequest,
    UpdateProfileRequest,
    CreateOrganizationRequest,
    UpdateOrganizationRequest,
    SeatLimitRequest,
    AddMemberRequest,
    ChangeRoleRequest,
    CreateInvitationRequest,
    ResendInvitationRequest,
    AddDomainRequest,
    ChangeDomainRequest,
    AskMailboxRequest,
    ProveMailboxRequest,
    PlatformRoleRequest,
    WaitlistRequest,
    SavePolicyRequest,
    RollBackPolicyRequest,
    ReasonRequest
);
