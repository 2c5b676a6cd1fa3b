//! The operations that hosts offer on JSON text, so that each of them answers with the same bytes.

use cora_core::capability::Capability;
use cora_core::connection::discovery::{CheckDiscoveryInput, check_discovery as check};
use cora_core::connection::life_cycle::{ChangeConnectionInput, change};
use cora_core::connection::validate::{ConnectionSettings, validate};
use cora_core::email::EmailAddress;
use cora_core::id::OrganizationId;
use cora_core::issue::{IssueCode, Report};
use cora_core::jwks::{LookUpKeyInput, look_up_key as look_up};
use cora_core::redirect::RedirectInput;
use cora_core::route::RouteInput;
use cora_core::session::{ReduceSessionInput, Requirement, UnifiedSession};
use cora_core::token::{AcceptTokenInput, TokenError};
use cora_core::{DecideInput, Decision};
use cora_wire_derive::{Decode, Encode};
use serde::{Deserialize, Serialize};

use crate::{decode, encode, issue, report};

/// A conformance case: a named input, why it is there, and what is expected of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// The behaviour, as a name: `an_expired_invitation_is_not_accepted`.
    pub name: String,
    /// Why the case is there.
    pub why: String,
    /// The input.
    pub input: DecideInput,
    /// What is expected; not read here.
    #[serde(default)]
    pub expect: serde_json::Value,
}

/// Whether a session may do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CanInput {
    /// The session.
    pub session: UnifiedSession,
    /// What it would do.
    pub capability: Capability,
    /// In which organization; on the platform when absent.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// A session and what it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HasInput {
    /// The session.
    pub session: UnifiedSession,
    /// What it is asked for.
    pub requirement: Requirement,
}

/// Whether a session may do something now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Decode, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuthorizeInput {
    /// The session.
    pub session: UnifiedSession,
    /// What it would do.
    pub capability: Capability,
    /// In which organization; on the platform when absent.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The user's role version, read at this moment; absent when it was not read.
    #[serde(default)]
    pub role_version: Option<u32>,
}

/// Decides on a [`DecideInput`] document and answers with a [`Decision`] document.
///
/// # Errors
///
/// The faults of the input.
pub fn decide(text: &[u8]) -> Result<String, Report> {
    decode::<DecideInput>(text).map(|input| encode(&cora_core::decide(&input)))
}

/// Decides on a [`DecideInput`] document, or on the input of a conformance case.
///
/// # Errors
///
/// The faults of the document.
pub fn decide_document(text: &[u8]) -> Result<Decision, Report> {
    let is_case = || crate::parse(text).is_ok_and(|node| node.member("input").is_some());
    let input = match decode::<DecideInput>(text) {
        Err(_) if is_case() => decode::<Case>(text).map(|case| case.input),
        result => result,
    };
    input.map(|input| cora_core::decide(&input))
}

/// Explains the decision on a [`DecideInput`] document as a tree of text.
///
/// # Errors
///
/// The faults of the input.
pub fn explain(text: &[u8]) -> Result<String, Report> {
    decode::<DecideInput>(text).map(|input| cora_core::provisioning::explain::explain(&cora_core::decide(&input)))
}

/// Reads an e-mail address and answers with its original and canonical form.
///
/// # Errors
///
/// `invalid_email`, saying which rule it breaks and not quoting it.
pub fn parse_email(text: &str) -> Result<String, Report> {
    EmailAddress::parse(text)
        .map(|email| encode(&email))
        .map_err(|error| report(vec![issue(IssueCode::InvalidEmail, "", error.to_string(), None)]))
}

/// Why [`accept_token`] has no login to answer with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AcceptTokenError {
    /// The document is faulty.
    Input(Report),
    /// The token is not believed.
    Token(TokenError),
}

/// Checks header and claims of an [`AcceptTokenInput`] document and answers with an `AcceptedToken` document.
///
/// # Errors
///
/// [`AcceptTokenError`].
pub fn accept_token(text: &[u8]) -> Result<String, AcceptTokenError> {
    let input: AcceptTokenInput = decode(text).map_err(AcceptTokenError::Input)?;
    cora_core::token::accept(&input.header, &input.claims, &input.connection, input.now)
        .map(|accepted| encode(&accepted))
        .map_err(AcceptTokenError::Token)
}

/// Whether a session has all that a [`HasInput`] document asks for.
///
/// # Errors
///
/// The faults of the input.
pub fn has(text: &[u8]) -> Result<bool, Report> {
    decode::<HasInput>(text).map(|input| cora_core::session::has(&input.session, &input.requirement))
}

/// Whether a session may do now what an [`AuthorizeInput`] document says: an `Authorization` document.
///
/// # Errors
///
/// The faults of the input.
pub fn authorize(text: &[u8]) -> Result<String, Report> {
    let AuthorizeInput { session, capability, organization_id, role_version } = decode(text)?;
    Ok(encode(&cora_core::session::authorize(&session, capability, organization_id, role_version)))
}

/// The state of a session after the event of a [`ReduceSessionInput`] document: a `SessionState` document.
///
/// # Errors
///
/// The faults of the input.
pub fn reduce_session(text: &[u8]) -> Result<String, Report> {
    decode::<ReduceSessionInput>(text).map(|input| encode(&cora_core::session::reduce_session(input)))
}

/// Where to go for a [`RedirectInput`] document: a `RedirectTarget` document, or a `RedirectError` document, which is an answer too.
///
/// # Errors
///
/// The faults of the input.
pub fn safe_redirect(text: &[u8]) -> Result<String, Report> {
    let input = decode::<RedirectInput>(text)?;
    Ok(cora_core::redirect::safe_redirect(&input).map_or_else(|error| encode(&error), |target| encode(&target)))
}

/// Who may see the path of a [`RouteInput`] document: a `RouteMatch` document.
///
/// # Errors
///
/// The faults of the input.
pub fn match_route(text: &[u8]) -> Result<String, Report> {
    decode::<RouteInput>(text).map(|input| encode(&cora_core::route::match_route(&input)))
}

/// Says what to do for a [`LookUpKeyInput`] document: a `KeyLookup` document.
///
/// # Errors
///
/// The faults of the input.
pub fn look_up_key(text: &[u8]) -> Result<String, Report> {
    decode::<LookUpKeyInput>(text).map(|input| encode(&look_up(&input)))
}

/// Looks a [`ConnectionSettings`] document over and answers with a `ConnectionReport` document.
///
/// # Errors
///
/// The faults of the input; those of the settings themselves are in the answer.
pub fn validate_connection(text: &[u8]) -> Result<String, Report> {
    decode::<ConnectionSettings>(text).map(|input| encode(&validate(&input)))
}

/// Looks the documents of a [`CheckDiscoveryInput`] document over and answers with a `DiscoveryReport` document.
///
/// # Errors
///
/// The faults of the input; those of the provider's documents are in the answer.
pub fn check_discovery(text: &[u8]) -> Result<String, Report> {
    decode::<CheckDiscoveryInput>(text).map(|input| encode(&check(&input)))
}

/// Decides what becomes of the command in a [`ChangeConnectionInput`] document and answers with a `ConnectionChange` document.
///
/// # Errors
///
/// The faults of the input.
pub fn change_connection(text: &[u8]) -> Result<String, Report> {
    decode::<ChangeConnectionInput>(text).map(|input| encode(&change(&input)))
}

/// Answers a [`CanInput`] document.
///
/// # Errors
///
/// The faults of the input.
pub fn can(text: &[u8]) -> Result<bool, Report> {
    decode::<CanInput>(text)
        .map(|input| cora_core::session::can(&input.session, input.capability, input.organization_id))
}
