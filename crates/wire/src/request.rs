//! The request bodies of the server's HTTP API.

use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::Force;
use cora_core::connection::settings::Settings;
use cora_core::domain::name::DomainName;
use cora_core::domain::pattern::DomainPattern;
use cora_core::email::CanonicalEmail;
use cora_core::evidence::VerifiedClaim;
use cora_core::expectation::PolicyExpectation;
use cora_core::id::{AuditId, ConnectionId, InvitationId, OrganizationId, UserId};
use cora_core::identity::{SubjectKind, SubjectMapping};
use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::issuer::application::ApplicationSettings;
use cora_core::permission::ApplicationPermissions;
use cora_core::policy::ProvisioningPolicy;
use cora_core::provisioning::facts::{EnrollmentMode, VerificationLevel};
use cora_core::role::{OrganizationRole, PlatformRole};
use cora_core::secret::{PastedText, PastedToken, PresentedToken};
use cora_core::text::{
    ChangeReason, DisplayName, GroupName, IconName, Issuer, OrganizationDescription, PhoneNumber, PictureUrl,
    ProviderOrganization, RawEmail, RedirectUri, RoleName, Slug, Subject, is_plain,
};
use cora_core::time::UnixSeconds;
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Builds the fault of a text that others see.
fn unfit(path: &str, message: &str, help: &str) -> Issue {
    Issue {
        code: IssueCode::InvalidValue,
        severity: Severity::Error,
        path: path.to_owned(),
        message: message.to_owned(),
        help: Some(help.to_owned()),
    }
}

/// Returns the fault of a picture that is no URL of the web. An empty text, which removes the
/// picture, is none.
fn fault_of_picture(path: &str, url: Option<&PictureUrl>) -> Option<Issue> {
    let is_unfit = url.is_some_and(|url| !url.as_str().is_empty() && !url.is_of_web());
    is_unfit.then(|| unfit(path, "this is not the URL of a picture", "Begin it with https:// and a host."))
}

/// Returns the faults of the presentation of an organization.
fn faults_of_organization<'a>(
    logo_url: Option<&PictureUrl>,
    website_url: Option<&PictureUrl>,
    (app_name, app_icon): (Option<&'a str>, Option<&'a str>),
) -> impl Iterator<Item = Issue> + use<> {
    let website = fault_of_picture("/websiteUrl", website_url)
        .map(|fault| Issue { message: "this is not the URL of a website".to_owned(), ..fault });
    let hidden = |path: &str, text: Option<&str>| {
        let help = "Remove line breaks, other control characters and marks of the text's direction.";
        text.is_some_and(|text| !is_plain(text)).then(|| unfit(path, "the text has a hidden character", help))
    };
    let [name, icon] = [hidden("/appName", app_name), hidden("/appIcon", app_icon)];
    [fault_of_picture("/logoUrl", logo_url), website, name, icon].into_iter().flatten()
}

fn report_of(issues: impl IntoIterator<Item = Issue>) -> Result<(), Report> {
    let issues: Vec<Issue> = issues.into_iter().collect();
    if issues.is_empty() { Ok(()) } else { Err(crate::report(issues)) }
}

impl UpdateProfileRequest {
    /// Checks the texts that others see.
    ///
    /// # Errors
    ///
    /// Returns the faults: hidden characters in the name or the phone number, and a picture that is
    /// no URL of the web.
    pub fn check(&self) -> Result<(), Report> {
        let has_hidden = self.full_name.as_ref().is_some_and(|name| !is_plain(name.as_str()));
        let name = has_hidden.then(|| {
            let help = "Remove line breaks, other control characters and marks of the text's direction.";
            unfit("/fullName", "the name has a hidden character", help)
        });
        let is_odd = |c: char| !(c.is_ascii_alphanumeric() || " +-().,/;:#*".contains(c));
        let phone = self.phone.as_ref().is_some_and(|phone| phone.as_str().contains(is_odd)).then(|| {
            let help = "Use digits, spaces, ASCII letters and + - ( ) . , / ; : # *.";
            unfit("/phone", "this is not a phone number", help)
        });
        let picture = fault_of_picture("/avatarUrl", self.avatar_url.as_ref());
        report_of([name, phone, picture].into_iter().flatten())
    }
}

impl CreateOrganizationRequest {
    /// Checks the URLs of the logo and the website, and the name and the icon of the application.
    ///
    /// # Errors
    ///
    /// Returns the faults: a logo or a website that is not a URL of the web, and hidden characters.
    pub fn check(&self) -> Result<(), Report> {
        let [logo_url, website_url] = [self.logo_url.as_ref(), self.website_url.as_ref()];
        let shown = (self.app_name.as_ref().map(DisplayName::as_str), self.app_icon.as_ref().map(IconName::as_str));
        report_of(faults_of_organization(logo_url, website_url, shown))
    }
}

impl UpdateOrganizationRequest {
    /// Checks the URLs of the logo and the website, and the name and the icon of the application.
    ///
    /// # Errors
    ///
    /// Returns the faults: a logo or a website that is not a URL of the web, and hidden characters.
    pub fn check(&self) -> Result<(), Report> {
        let [logo_url, website_url] = [self.logo_url.as_ref(), self.website_url.as_ref()];
        let shown = (self.app_name.as_ref().map(DisplayName::as_str), self.app_icon.as_ref().map(IconName::as_str));
        report_of(faults_of_organization(logo_url, website_url, shown))
    }
}

/// The body of `POST /admin/idp-config`, which creates a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateConnectionRequest {
    /// The kind of identity provider.
    pub provider_type: ConnectionKind,
    /// The name shown to people. At most 512 bytes.
    pub display_name: DisplayName,
    /// The provider's settings, as a JSON object. A secret is either a reference or a value; values
    /// are stored encrypted.
    pub config: Settings,
    /// The organization that owns the connection. Absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// The body of `PUT /admin/idp-config/{providerType}`, which replaces all settings of a connection,
/// or its name, or both.
///
/// If no connection of this kind exists, one of the platform is created. `config` is then required,
/// `version` must be absent, and `display_name` defaults to the provider's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SaveConnectionRequest {
    /// The new name shown to people, at most 512 bytes. Absent to keep the current one.
    #[serde(default)]
    pub display_name: Option<DisplayName>,
    /// The new settings, complete. Absent to keep the current ones.
    #[serde(default)]
    pub config: Option<Settings>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
}

/// The body of `POST /admin/idp-config/{providerType}/activate` and `…/disable`. The body may be
/// omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UseConnectionRequest {
    /// The number of the settings to use, the latest when absent. `disable` takes no number and
    /// refuses one.
    #[serde(default)]
    pub number: Option<u32>,
    /// The reason for overriding a safeguard: settings that are not tested, or a lockout of the
    /// administrators.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to learn the result, with the number of users who would have no way in any more, and
    /// write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The body of `POST /admin/idp-config/{providerType}/default`, which has an active connection be
/// the platform's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MakeDefaultRequest {
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
}

/// The body of `POST /admin/idp-config/{providerType}/rollback`, which puts earlier settings back
/// into use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RollbackRequest {
    /// The number of the settings to use.
    pub number: u32,
    /// The reason for overriding a safeguard: settings that are not tested, or a lockout of the
    /// administrators.
    #[serde(default)]
    pub force: Option<Force>,
    /// The version of the connection that the caller has seen. If it is out of date, the request is
    /// refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to learn the result, with the number of users who would have no way in any more, and
    /// write nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// The body of `POST /admin/connections/{connectionId}/carry-over`, which makes identities of
/// another issuer those of the connection's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CarryOverRequest {
    /// The former issuer, or the identifier of a connection that has or had it.
    pub from: Issuer,
    /// The subjects to carry over, at most 1 000 000. If absent, all, each to the same subject.
    #[serde(default, deserialize_with = "cora_core::text::at_most_if_given::<1_000_000, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1_000_000)))]
    pub subjects: Option<Vec<SubjectMapping>>,
    /// The number of the settings that determine the new issuer, the latest when absent.
    #[serde(default)]
    pub number: Option<u32>,
    /// `true` to decide only, and to write nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// `true` to proceed even if no administrator of the platform could sign in afterwards. Needs a
    /// reason.
    #[serde(default)]
    pub force: bool,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /admin/idp-config/{providerType}/secret-expiry`: the time at which the provider
/// ends the secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetSecretExpiryRequest {
    /// The end of the secret, in seconds since the epoch. Absent to forget it.
    #[serde(default)]
    pub expires_at: Option<UnixSeconds>,
    /// The number of the settings; absent for those in use, or else the latest.
    #[serde(default)]
    pub number: Option<u32>,
}

/// The body of `POST /admin/idp-config/{providerType}/validate`, which checks settings without
/// storing them. Without a body, the latest stored settings are checked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ValidateConnectionRequest {
    /// The settings to check. The latest stored ones when absent.
    #[serde(default)]
    pub config: Option<Settings>,
}

/// The body of `POST /admin/idp-config/suggest`: a text to make settings of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuggestConnectionRequest {
    /// The pasted text: an address, a document, a key, or settings. At most 65536 bytes. It is
    /// neither stored nor logged.
    pub text: PastedText,
}

/// The body of `POST /admin/idp-config/discover`: the issuer, or a text that leads to it. One of
/// them is required.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DiscoverConnectionRequest {
    /// The issuer, or the address of its discovery document.
    #[serde(default)]
    pub issuer: Option<Issuer>,
    /// The pasted text. At most 65536 bytes.
    #[serde(default)]
    pub text: Option<PastedText>,
}

/// The body of `POST /admin/idp-config/check`: settings that are not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckSettingsRequest {
    /// The kind of provider.
    pub kind: ConnectionKind,
    /// The settings. A secret among them is neither stored nor sent anywhere.
    pub config: Settings,
    /// The organization that would own the connection. Absent for a connection of the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

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

/// The body of `PUT /profiles/me`: the fields that people may change in their own profile. An
/// absent field keeps its value; an empty string clears it. Roles, the address and its verification
/// are not among the fields, because people do not set those themselves (pitfall C24).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateProfileRequest {
    /// The full name. At most 512 bytes.
    #[serde(default)]
    pub full_name: Option<DisplayName>,
    /// The phone number, not parsed. At most 64 bytes.
    #[serde(default)]
    pub phone: Option<PhoneNumber>,
    /// The URL of a picture. At most 2048 bytes.
    #[serde(default)]
    pub avatar_url: Option<PictureUrl>,
    /// The organization to switch to. The user must be an active member of it.
    #[serde(default)]
    pub current_organization_id: Option<OrganizationId>,
}

/// The body of `POST /orgs`, which creates an organization. The caller becomes its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateOrganizationRequest {
    /// The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
    /// digit and no control characters.
    pub name: DisplayName,
    /// The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
    /// bytes. A free one is derived from the name when absent.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// The URL of a logo. At most 2048 bytes.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The description, at most 4096 bytes.
    #[serde(default)]
    pub description: Option<OrganizationDescription>,
    /// The URL of the website, at most 2048 bytes.
    #[serde(default)]
    pub website_url: Option<PictureUrl>,
    /// The name under which the application is shown to the members, at most 512 bytes.
    #[serde(default)]
    pub app_name: Option<DisplayName>,
    /// The icon with which the application is shown to the members: a name or a URL, at most 2048
    /// bytes.
    #[serde(default)]
    pub app_icon: Option<IconName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /orgs/{orgId}`, which changes how an organization is presented. An absent field
/// keeps its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpdateOrganizationRequest {
    /// The name, at most 512 bytes. Surrounding white space is removed. Must contain a letter or a
    /// digit and no control characters.
    #[serde(default)]
    pub name: Option<DisplayName>,
    /// The short name in URLs: lower-case ASCII letters, digits and inner hyphens, at most 64
    /// bytes. No other organization may have it.
    #[serde(default)]
    pub slug: Option<Slug>,
    /// The URL of a logo, at most 2048 bytes. An empty string removes it.
    #[serde(default)]
    pub logo_url: Option<PictureUrl>,
    /// The description, at most 4096 bytes. An empty string removes it.
    #[serde(default)]
    pub description: Option<OrganizationDescription>,
    /// The URL of the website, at most 2048 bytes. An empty
    /// string removes it.
    #[serde(default)]
    pub website_url: Option<PictureUrl>,
    /// The name under which the application is shown to the members, at most 512 bytes. An empty
    /// string removes it.
    #[serde(default)]
    pub app_name: Option<DisplayName>,
    /// The icon with which the application is shown to the members: a name or a URL, at most 2048
    /// bytes. An empty string removes it.
    #[serde(default)]
    pub app_icon: Option<IconName>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /admin/orgs/{orgId}/seat-limit`, which limits the number of members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SeatLimitRequest {
    /// The maximum number of active members, not below the number of seats in use. Unlimited when
    /// absent.
    #[serde(default)]
    pub seat_limit: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

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

/// The body of `PUT /admin/applications/{applicationId}/permissions`, which replaces the
/// permissions and roles that an application defines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPermissionsRequest {
    /// The permissions and roles, complete.
    pub defined: ApplicationPermissions,
    /// The version that the caller has seen. If the permissions have another, nothing is changed.
    #[serde(default)]
    pub version: Option<u32>,
    /// `true` to check the permissions and change nothing.
    #[serde(default)]
    pub dry_run: bool,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

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

/// The body of `POST /admin/applications`, which registers an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateApplicationRequest {
    /// The settings. Absent ones have their defaults.
    pub settings: ApplicationSettings,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `PUT /admin/applications/{applicationId}`, which replaces all settings of an
/// application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeApplicationRequest {
    /// The new settings, complete. Absent ones have their defaults.
    pub settings: ApplicationSettings,
    /// The version of the application that the caller has seen. If it is out of date, the request
    /// is refused with `stale_version` and nothing is changed. Not checked when absent.
    #[serde(default)]
    pub version: Option<u32>,
    /// The reason for the change, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/applications/{applicationId}/secrets`. The body may be omitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddSecretRequest {
    /// The lifetime of the secret, in seconds. It does not expire when absent.
    #[serde(default)]
    pub lifetime: Option<u32>,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}

/// The body of `POST /admin/applications/{applicationId}/redirect-uris`, which registers one more
/// redirect URI, or gives a registered one another end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddRedirectUriRequest {
    /// The URI, compared byte for byte.
    pub uri: RedirectUri,
    /// The time for which it is registered, in seconds, such as the life of a preview. It does not
    /// expire when absent.
    #[serde(default)]
    pub lifetime: Option<u32>,
    /// The reason, for the audit log. At most 500 bytes.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
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

/// The body of `POST /admin/orgs/{orgId}/owner`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AppointOwnerRequest {
    /// The member who becomes the owner.
    pub user_id: UserId,
    /// The reason for the change, for the audit log. At most 500 bytes. Required.
    #[serde(default)]
    pub reason: Option<ChangeReason>,
}
