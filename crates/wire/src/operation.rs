//! The operations that hosts offer on JSON text, so that every host answers with the same bytes.

use cora_core::DecideInput;
use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery as check};
use cora_core::connection::lifecycle::{ChangeConnectionInput, change};
use cora_core::connection::settings::ConnectionSettings;
use cora_core::connection::settings::diff::{self, DiffSettingsInput};
use cora_core::connection::settings::form::{self, ConnectionFieldsInput};
use cora_core::connection::settings::validate::validate;
use cora_core::connection::suggestion::{self, SuggestConnectionInput};
use cora_core::email::EmailAddress;
use cora_core::id::OrganizationId;
use cora_core::issue::{IssueCode, Report};
use cora_core::issuer::application::{CheckApplicationInput, report_application};
use cora_core::issuer::authorization::{self, AuthorizationInput};
use cora_core::issuer::logout::{self, LogoutInput};
use cora_core::issuer::redemption::{RedemptionInput, report_redemption};
use cora_core::issuer::redirect_uri::{RedirectUriInput, report_redirect_uri};
use cora_core::issuer::renewal::{self, RefreshInput};
use cora_core::jwks::{LookUpKeyInput, look_up_key as look_up};
use cora_core::permission::{ApplicationPermissions, Permission};
use cora_core::policy::diff::{self as policy, DiffPolicyInput};
use cora_core::redirect::RedirectInput;
use cora_core::route::RouteInput;
use cora_core::session::{ReduceSessionInput, Requirement, UnifiedSession};
use cora_core::token::{AcceptTokenInput, TokenError};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::{decode, encode, issue, report};

/// A conformance case: a named input, the reason for the case, and the expected result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The behavior as a name, such as `an_expired_invitation_is_not_accepted`.
    pub name: String,
    /// The reason for the case.
    pub why: String,
    /// The input.
    pub input: DecideInput,
    /// The expected result. Not read here.
    #[serde(default)]
    pub expect: serde_json::Value,
}

/// The input of `can`: a session and the capability to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CanInput {
    /// The session.
    pub session: UnifiedSession,
    /// The capability to check, or the permission of the application.
    pub capability: Permission,
    /// The organization in which the capability is needed. Absent for the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// The input of `has`: a session and the requirement to check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HasInput {
    /// The session.
    pub session: UnifiedSession,
    /// The requirement to check.
    pub requirement: Requirement,
}

/// The input of `authorize`: a session, the capability to check, and the user's current role
/// version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorizeInput {
    /// The session.
    pub session: UnifiedSession,
    /// The capability to check, or the permission of the application.
    pub capability: Permission,
    /// The organization in which the capability is needed. Absent for the platform.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The user's current role version, read at this moment. Absent when it was not read.
    #[serde(default)]
    pub role_version: Option<u32>,
}

/// Decides on a [`DecideInput`] document. Returns a [`Decision`](cora_core::Decision) document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn decide(text: &[u8]) -> Result<String, Report> {
    decode::<DecideInput>(text).map(|input| encode(&cora_core::decide(&input)))
}

/// Parses a [`DecideInput`] document, or the input of a conformance case.
///
/// # Errors
///
/// A [`Report`] of the faults of the document.
pub fn decide_input(text: &[u8]) -> Result<DecideInput, Report> {
    let is_case = || crate::parse(text).is_ok_and(|node| node.member("input").is_some());
    match decode::<DecideInput>(text) {
        Err(_) if is_case() => decode::<Case>(text).map(|case| case.input),
        result => result,
    }
}

/// Explains the decision on a [`DecideInput`] document as a tree of text.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn explain(text: &[u8]) -> Result<String, Report> {
    decode::<DecideInput>(text).map(|input| cora_core::provisioning::explain::explain(&cora_core::decide(&input)))
}

/// Lists what would let the person of a refused login in, for a [`DecideInput`] document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn remedies(text: &[u8]) -> Result<String, Report> {
    decode::<DecideInput>(text).map(|input| encode(&cora_core::provisioning::remedy::remedies(&input)))
}

/// Parses an e-mail address. Returns its original and its canonical form.
///
/// # Errors
///
/// `invalid_email`, which names the broken rule and does not quote the address.
pub fn parse_email(text: &str) -> Result<String, Report> {
    EmailAddress::parse(text)
        .map(|email| encode(&email))
        .map_err(|error| report(vec![issue(IssueCode::InvalidEmail, "", error.to_string(), None)]))
}

/// The reasons why [`accept_token`] returns no login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcceptTokenError {
    /// The document is faulty.
    Input(Report),
    /// The token is rejected.
    Token(TokenError),
}

/// Checks the header and claims of an [`AcceptTokenInput`] document. Returns an `AcceptedToken`
/// document.
///
/// # Errors
///
/// [`AcceptTokenError`] if the document is faulty or the token is rejected.
pub fn accept_token(text: &[u8]) -> Result<String, AcceptTokenError> {
    let input: AcceptTokenInput = decode(text).map_err(AcceptTokenError::Input)?;
    let AcceptTokenInput { now, connection, header, claims, userinfo } = input;
    cora_core::token::accept_completed(&header, &claims, userinfo.as_ref(), &connection, now)
        .map(|accepted| encode(&accepted))
        .map_err(AcceptTokenError::Token)
}

/// Returns `true` if the session meets the whole requirement of a [`HasInput`] document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn has(text: &[u8]) -> Result<bool, Report> {
    decode::<HasInput>(text).map(|input| cora_core::session::has(&input.session, &input.requirement))
}

/// Checks what a session may do now, for an [`AuthorizeInput`] document. Returns an `Authorization`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn authorize(text: &[u8]) -> Result<String, Report> {
    let AuthorizeInput { session, capability, organization_id, role_version } = decode(text)?;
    Ok(encode(&cora_core::session::authorize(&session, &capability, organization_id, role_version)))
}

/// Applies the event of a [`ReduceSessionInput`] document to its session. Returns a `SessionState`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn reduce_session(text: &[u8]) -> Result<String, Report> {
    decode::<ReduceSessionInput>(text).map(|input| encode(&cora_core::session::reduce_session(input)))
}

/// Resolves the redirect of a [`RedirectInput`] document. Returns a `RedirectTarget` document, or a
/// `RedirectError` document, which is a result too.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn safe_redirect(text: &[u8]) -> Result<String, Report> {
    let input = decode::<RedirectInput>(text)?;
    Ok(cora_core::redirect::safe_redirect(&input).map_or_else(|error| encode(&error), |target| encode(&target)))
}

/// Finds who may see the path of a [`RouteInput`] document. Returns a `RouteMatch` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn match_route(text: &[u8]) -> Result<String, Report> {
    decode::<RouteInput>(text).map(|input| encode(&cora_core::route::match_route(&input)))
}

/// Looks up the key for a [`LookUpKeyInput`] document. Returns a `KeyLookup` document, which states
/// what the host has to do.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn look_up_key(text: &[u8]) -> Result<String, Report> {
    decode::<LookUpKeyInput>(text).map(|input| encode(&look_up(&input)))
}

/// Validates a [`ConnectionSettings`] document. Returns a `ConnectionReport` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input. Faults of the settings themselves are in the returned
/// document.
pub fn validate_connection(text: &[u8]) -> Result<String, Report> {
    decode::<ConnectionSettings>(text).map(|input| encode(&validate(&input)))
}

/// Checks the provider's documents in a [`CheckDiscoveryInput`] document. Returns a
/// `DiscoveryReport` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input. Faults of the provider's documents are in the returned
/// document.
pub fn check_discovery(text: &[u8]) -> Result<String, Report> {
    decode::<CheckDiscoveryInput>(text).map(|input| encode(&check(&input)))
}

/// Decides the command in a [`ChangeConnectionInput`] document. Returns a `ConnectionChange`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn change_connection(text: &[u8]) -> Result<String, Report> {
    decode::<ChangeConnectionInput>(text).map(|input| encode(&change(&input)))
}

/// Returns the settings of the kind of a [`ConnectionFieldsInput`] document, for a form: a
/// `ConnectionFields` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn connection_fields(text: &[u8]) -> Result<String, Report> {
    decode::<ConnectionFieldsInput>(text).map(|input| encode(&form::connection_fields(input.kind)))
}

/// Suggests a kind of provider and its settings for the pasted text of a
/// [`SuggestConnectionInput`] document. Returns a `ConnectionSuggestion` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn suggest_connection(text: &[u8]) -> Result<String, Report> {
    decode::<SuggestConnectionInput>(text).map(|input| encode(&suggestion::suggest_connection(&input)))
}

/// Lists the differences between the settings of a [`DiffSettingsInput`] document. Returns a list
/// of `SettingChange` documents.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn diff_settings(text: &[u8]) -> Result<String, Report> {
    let DiffSettingsInput { kind, old, new } = decode(text)?;
    Ok(encode(&diff::diff_settings(kind, old.as_ref(), new.as_ref())))
}

/// Lists the differences between the policies of a [`DiffPolicyInput`] document. Returns a list of
/// `PolicyChange` documents.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn diff_policy(text: &[u8]) -> Result<String, Report> {
    decode::<DiffPolicyInput>(text).map(|DiffPolicyInput { old, new }| encode(&policy::diff_policy(&old, &new)))
}

/// Checks the settings in a [`CheckApplicationInput`] document. Returns an `ApplicationReport`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input. Faults of the settings themselves are in the returned
/// document.
pub fn check_application(text: &[u8]) -> Result<String, Report> {
    decode::<CheckApplicationInput>(text).map(|input| encode(&report_application(&input)))
}

/// Checks and compares the URIs of a [`RedirectUriInput`] document. Returns a `RedirectUriCheck`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn check_redirect_uri(text: &[u8]) -> Result<String, Report> {
    decode::<RedirectUriInput>(text).map(|input| encode(&report_redirect_uri(&input)))
}

/// Answers the request of an [`AuthorizationInput`] document. Returns an `AuthorizationAnswer`
/// document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn answer_authorization(text: &[u8]) -> Result<String, Report> {
    decode::<AuthorizationInput>(text).map(|input| encode(&authorization::answer_authorization(&input)))
}

/// Decides about the code of a [`RedemptionInput`] document. Returns a `Redemption` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn redeem(text: &[u8]) -> Result<String, Report> {
    decode::<RedemptionInput>(text).map(|input| encode(&report_redemption(&input)))
}

/// Decides about the refresh token of a [`RefreshInput`] document. Returns a `Refresh` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn refresh(text: &[u8]) -> Result<String, Report> {
    decode::<RefreshInput>(text).map(|input| encode(&renewal::refresh(&input)))
}

/// Decides about the logout request of a [`LogoutInput`] document. Returns a `Logout` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn decide_logout(text: &[u8]) -> Result<String, Report> {
    decode::<LogoutInput>(text).map(|input| encode(&logout::decide_logout(&input)))
}

/// Checks the permissions and roles of an [`ApplicationPermissions`] document. Returns a
/// `PermissionReport` document.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn check_permissions(text: &[u8]) -> Result<String, Report> {
    decode::<ApplicationPermissions>(text).map(|defined| encode(&cora_core::permission::check_permissions(&defined)))
}

/// Returns `true` if the session of a [`CanInput`] document has the capability.
///
/// # Errors
///
/// A [`Report`] of the faults of the input.
pub fn can(text: &[u8]) -> Result<bool, Report> {
    decode::<CanInput>(text)
        .map(|input| cora_core::session::can(&input.session, &input.capability, input.organization_id))
}
