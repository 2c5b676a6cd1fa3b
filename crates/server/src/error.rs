//! Errors of requests, and their codes, statuses and messages.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cora_core::administration::{AdministrationReason, CarryOverConflict, CarryOverReason, RefusalKind};
use cora_core::connection::lifecycle::ConnectionReason;
use cora_core::connection::report::{ConnectionIssue, ConnectionIssueCode};
use cora_core::expectation::ExpectationFailure;
use cora_core::id::ConnectionId;
use cora_core::issue::{Issue, IssueCode, Report, Severity};
use cora_core::issuer::application::ApplicationIssue;
use cora_core::json::Code;
use cora_core::jwks::RETRY_SECONDS;
use cora_core::permission::PermissionIssue;
use cora_core::policy::authentication::StepUp;
use cora_core::provisioning::code::UserMessage;
use cora_core::token::{TokenError, TokenErrorCode};
use cora_store::{ApplyError, ChangeConnectionError, ProvisionError, StoreError};
use cora_wire_derive::Encode;
use serde::Serialize;

/// The server's own error codes. All other codes come from the core: token codes are answered with
/// 401, or 503 if the provider did not answer, and messages for users with 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Encode)]
#[serde(rename_all = "snake_case")]
pub enum ServerCode {
    /// The body or a header is invalid. `issues` lists the faults and their places.
    InvalidInput,
    /// The body is too long.
    InputTooLarge,
    /// The body did not come in time.
    BodyTooSlow,
    /// The resource does not exist.
    NotFound,
    /// The resource does not support the method.
    MethodNotAllowed,
    /// Several connections have this kind of provider. Name the connection by its identifier.
    AmbiguousProviderType,
    /// The test login has ended, has been used, or was begun with other settings.
    TestRunOver,
    /// No keys are configured to encrypt secrets with.
    SecretKeysMissing,
    /// The token from a mailbox is not valid, has been used, or has expired.
    MailboxTokenInvalid,
    /// This login does not need a confirmation: no account matches it, it is already linked, or the
    /// account cannot be confirmed.
    NothingToConfirm,
    /// Neither the subject nor the address of the past login is stored, so that it cannot be
    /// decided again.
    LoginNotKept,
    /// The idempotency key was used for a request with another body.
    IdempotencyKeyReused,
    /// The issuer is not in use: the service has no public URL or no keys to seal with.
    IssuerNotConfigured,
    /// Another origin caused a request to the console, or it lacks the console's mark.
    CrossSiteRequest,
    /// The session of the console was ended, or is over by time.
    ConsoleSessionOver,
    /// Other settings of the connection are active than those that the person signed in by.
    SessionSuperseded,
    /// The command is sensitive, and the person has to sign in again for it.
    ReauthenticationNeeded,
    /// The service has no key of a Supabase project.
    SupabaseNotConfigured,
    /// The login does not reach an organization of which the user is a member, and a token for
    /// Supabase would.
    OrganizationOutOfReach,
    /// The login lacks the proof that the policy requires of it or of the capability that it uses:
    /// another class or method of authentication, or a newer one (RFC 9470 §3).
    InsufficientUserAuthentication,
    /// The link to the console is not one of this platform, was used, or has expired.
    ConsoleLinkInvalid,
    /// The setup token is not one of this platform, was used, or has expired.
    SetupTokenInvalid,
    /// The platform has an owner, so it is set up already.
    OwnerExists,
    /// No mail server is configured.
    MailNotConfigured,
    /// No name server answered. Nothing was recorded.
    NameServerUnavailable,
    /// A service in place of the legacy CORA toolkit attaches no identity that a body names. A
    /// login proves its identity.
    IdentityByLoginOnly,
    /// A service in place of the legacy CORA toolkit changes no role of the caller's own account.
    RoleOfOwnAccount,
    /// A service in place of the legacy CORA toolkit lets administrators of the platform alone
    /// create organizations.
    OrganizationsByAdministrators,
    /// A service in place of the legacy CORA toolkit takes no domain as verified because a body
    /// says so.
    DomainByProofOnly,
    /// A service in place of the legacy CORA toolkit lets a domain make users only.
    DomainMakesUsers,
    /// A concurrent change occurred, or the request took too long. Nothing was written.
    TryAgain,
    /// The database is not available, or does not have this program's schema version.
    NotReady,
    /// An internal error. The log has the details under the request's identifier.
    InternalError,
}

/// A request that was refused or failed.
#[derive(Debug, Clone)]
pub enum ApiError {
    /// The token was rejected.
    Token(TokenError),
    /// The user is not admitted, or lacks a permission.
    NotAdmitted {
        /// The message for the user.
        message: UserMessage,
        /// The connection that the user has to sign in with, if that is the reason.
        connection_id: Option<ConnectionId>,
    },
    /// The input has faults.
    Invalid(Report),
    /// A command on a connection was refused.
    Connection {
        /// The reason for the refusal.
        reason: ConnectionReason,
        /// The issues of the settings.
        issues: Vec<ConnectionIssue>,
    },
    /// An administrator's command was refused.
    Administration(AdministrationReason),
    /// The row that a command changes was changed since the caller read it.
    StaleVersion {
        /// The row as it is now; absent if it is gone.
        current: Option<serde_json::Value>,
    },
    /// A policy does not meet its expectations.
    Expectations(Vec<ExpectationFailure>),
    /// The settings of an application have errors.
    Application(Vec<ApplicationIssue>),
    /// The permissions that an application defines have errors.
    Permissions(Vec<PermissionIssue>),
    /// A carry-over of identities was refused.
    CarryOver {
        /// The reason for the refusal.
        reason: CarryOverReason,
        /// The identities that cannot be carried over.
        conflicts: Vec<CarryOverConflict>,
    },
    /// The login lacks the required proof. The client asks the provider for it.
    StepUp(StepUp),
    /// The client exceeded the rate limit.
    TooManyRequests {
        /// Seconds until the client may try again.
        seconds: u64,
    },
    /// An error with one of the server's own codes.
    Server(ServerCode),
}

/// The body of an error, in the envelope of the legacy CORA toolkit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ErrorBody<'a> {
    success: bool,
    error: String,
    /// The same as `error`, for clients of CORA that read it here.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    code: &'static str,
    request_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_id: Option<ConnectionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<Issues<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<&'a serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failures: Option<&'a [ExpectationFailure]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<&'a [CarryOverConflict]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step_up: Option<&'a StepUp>,
}

/// The faults of an input, or the issues of a connection, an application or its permissions.
#[derive(Serialize)]
#[serde(untagged)]
enum Issues<'a> {
    Input(&'a [Issue]),
    Connection(&'a [ConnectionIssue]),
    Application(&'a [ApplicationIssue]),
    Permissions(&'a [PermissionIssue]),
}

impl ApiError {
    /// The refusal of a caller who lacks a permission.
    pub(crate) const FORBIDDEN: Self = Self::NotAdmitted { message: UserMessage::AccessDenied, connection_id: None };

    /// Builds the error for a header that cannot be read.
    pub(crate) fn header(name: &str, message: &str) -> Self {
        Self::input("", &format!("header `{name}`: {message}"))
    }

    /// Builds the error for an invalid value. `path` is its place in the body, or empty if it is
    /// elsewhere.
    pub(crate) fn input(path: &str, message: &str) -> Self {
        let issue = Issue {
            code: IssueCode::InvalidValue,
            severity: Severity::Error,
            path: path.to_owned(),
            message: message.to_owned(),
            help: None,
        };
        Self::Invalid(Report { ok: false, issues: vec![issue] })
    }

    /// Returns the code that is answered and logged.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Token(error) => error.code.name(),
            Self::NotAdmitted { message, .. } => message.name(),
            Self::Connection { reason, .. } => reason.name(),
            Self::Administration(reason) => reason.name(),
            Self::StaleVersion { .. } => AdministrationReason::StaleVersion.name(),
            Self::Expectations(_) => AdministrationReason::PolicyExpectationsFail.name(),
            Self::Application(_) => AdministrationReason::ApplicationHasErrors.name(),
            Self::Permissions(_) => AdministrationReason::PermissionsHaveErrors.name(),
            Self::CarryOver { reason, .. } => reason.name(),
            Self::StepUp(_) => ServerCode::InsufficientUserAuthentication.name(),
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Invalid(report) if report.issues.iter().any(|issue| issue.code == IssueCode::InputTooLarge) => {
                ServerCode::InputTooLarge.name()
            }
            Self::Invalid(_) => ServerCode::InvalidInput.name(),
            Self::Server(code) => code.name(),
        }
    }

    /// Returns the HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Token(error) if error.code.is_temporary() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Token(_) | Self::StepUp(_) | Self::Server(ServerCode::InsufficientUserAuthentication) => {
                StatusCode::UNAUTHORIZED
            }
            Self::NotAdmitted { .. } => StatusCode::FORBIDDEN,
            Self::Connection { reason, .. } => connection_status(*reason),
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Administration(reason) => administration_status(*reason),
            Self::StaleVersion { .. } | Self::Expectations(_) => StatusCode::CONFLICT,
            Self::CarryOver { reason, .. } => carry_over_status(*reason),
            Self::Invalid(report) if report.issues.iter().any(|issue| issue.code == IssueCode::InputTooLarge) => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            Self::Application(_) | Self::Permissions(_) | Self::Invalid(_) | Self::Server(ServerCode::InvalidInput) => {
                StatusCode::BAD_REQUEST
            }
            Self::Server(ServerCode::InputTooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Server(
                ServerCode::IdentityByLoginOnly
                | ServerCode::RoleOfOwnAccount
                | ServerCode::OrganizationsByAdministrators
                | ServerCode::DomainByProofOnly
                | ServerCode::DomainMakesUsers
                | ServerCode::OrganizationOutOfReach,
            ) => StatusCode::FORBIDDEN,
            Self::Server(ServerCode::CrossSiteRequest) => StatusCode::FORBIDDEN,
            Self::Server(
                ServerCode::ConsoleSessionOver | ServerCode::SessionSuperseded | ServerCode::ReauthenticationNeeded,
            ) => StatusCode::UNAUTHORIZED,
            Self::Server(ServerCode::BodyTooSlow) => StatusCode::REQUEST_TIMEOUT,
            Self::Server(ServerCode::NotFound) => StatusCode::NOT_FOUND,
            Self::Server(ServerCode::MethodNotAllowed) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Server(
                ServerCode::AmbiguousProviderType
                | ServerCode::TestRunOver
                | ServerCode::SecretKeysMissing
                | ServerCode::MailboxTokenInvalid
                | ServerCode::IdempotencyKeyReused
                | ServerCode::IssuerNotConfigured
                | ServerCode::SupabaseNotConfigured
                | ServerCode::MailNotConfigured
                | ServerCode::ConsoleLinkInvalid
                | ServerCode::SetupTokenInvalid
                | ServerCode::OwnerExists
                | ServerCode::NothingToConfirm
                | ServerCode::LoginNotKept,
            ) => StatusCode::CONFLICT,
            Self::Server(ServerCode::TryAgain | ServerCode::NotReady | ServerCode::NameServerUnavailable) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Server(ServerCode::InternalError) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Token(error) => error.to_string(),
            Self::NotAdmitted { message, .. } => message.text().to_owned(),
            Self::Connection { reason, .. } => refusal(*reason).to_owned(),
            Self::Administration(reason) => reason.text().to_owned(),
            Self::StaleVersion { .. } => AdministrationReason::StaleVersion.text().to_owned(),
            Self::Expectations(_) => AdministrationReason::PolicyExpectationsFail.text().to_owned(),
            Self::Application(_) => AdministrationReason::ApplicationHasErrors.text().to_owned(),
            Self::Permissions(_) => AdministrationReason::PermissionsHaveErrors.text().to_owned(),
            Self::CarryOver { reason, .. } => reason.text().to_owned(),
            Self::TooManyRequests { seconds } => format!("too many requests; try again in {seconds} s"),
            Self::StepUp(_) | Self::Server(ServerCode::InsufficientUserAuthentication) => {
                "sign in again with the proof that is required".to_owned()
            }
            Self::Invalid(_) | Self::Server(ServerCode::InvalidInput) => "the input is not valid".to_owned(),
            Self::Server(ServerCode::InputTooLarge) => "the input is too long".to_owned(),
            Self::Server(ServerCode::BodyTooSlow) => "the body did not come within 5 seconds".to_owned(),
            Self::Server(ServerCode::NotFound) => "the resource does not exist".to_owned(),
            Self::Server(ServerCode::MethodNotAllowed) => "the resource does not support this method".to_owned(),
            Self::Server(ServerCode::AmbiguousProviderType) => {
                "several connections use this kind of provider; use the connection's identifier".to_owned()
            }
            Self::Server(ServerCode::TestRunOver) => {
                "the test login is over, or the connection has changed since it started; start another".to_owned()
            }
            Self::Server(ServerCode::SecretKeysMissing) => {
                "the service has no keys to store secrets; set CORA_SECRET_KEYS, or use a reference to the secret"
                    .to_owned()
            }
            Self::Server(ServerCode::MailboxTokenInvalid) => {
                "the token was not sent for this domain, was already used, or has expired; request another".to_owned()
            }
            Self::Server(ServerCode::IdempotencyKeyReused) => {
                "the idempotency key was used for another request; use a new key".to_owned()
            }
            Self::Server(ServerCode::NothingToConfirm) => "this login has nothing to confirm".to_owned(),
            Self::Server(ServerCode::LoginNotKept) => {
                "the person of this login is not stored; ask about a login with their address".to_owned()
            }
            Self::Server(ServerCode::IssuerNotConfigured) => {
                "applications cannot sign in through this service; set CORA_PUBLIC_URL and CORA_SECRET_KEYS".to_owned()
            }
            Self::Server(ServerCode::SupabaseNotConfigured) => {
                "this service has no key of a Supabase project; set CORA_SUPABASE_KEY".to_owned()
            }
            Self::Server(ServerCode::OrganizationOutOfReach) => {
                "this login does not reach one of your organizations; sign in as that organization requires".to_owned()
            }
            Self::Server(ServerCode::CrossSiteRequest) => {
                "only a page of the console, from its own origin, may make this request".to_owned()
            }
            Self::Server(ServerCode::ConsoleSessionOver) => "your session is over; sign in again".to_owned(),
            Self::Server(ServerCode::SessionSuperseded) => {
                "the sign-in settings have changed since you signed in; sign in again".to_owned()
            }
            Self::Server(ServerCode::ReauthenticationNeeded) => {
                "this command needs a recent sign-in; sign in again".to_owned()
            }
            Self::Server(ServerCode::ConsoleLinkInvalid) => {
                "the link was already used, or has expired; run `cora console link` again".to_owned()
            }
            Self::Server(ServerCode::SetupTokenInvalid) => {
                "the setup token was already used, or has expired; run `cora init` again".to_owned()
            }
            Self::Server(ServerCode::OwnerExists) => "the platform has an owner already; sign in".to_owned(),
            Self::Server(ServerCode::MailNotConfigured) => {
                "this service cannot send mail; set CORA_SMTP_URL and CORA_MAIL_FROM".to_owned()
            }
            Self::Server(ServerCode::NameServerUnavailable) => {
                "no name server answered and nothing was recorded; try again".to_owned()
            }
            Self::Server(ServerCode::IdentityByLoginOnly) => {
                "identities are linked by a login that proves them, never by a request that names them; sign in"
                    .to_owned()
            }
            Self::Server(ServerCode::RoleOfOwnAccount) => {
                "nobody changes their own role; ask an administrator of the platform".to_owned()
            }
            Self::Server(ServerCode::OrganizationsByAdministrators) => {
                "administrators of the platform create organizations; ask one of them for yours, or for an invitation"
                    .to_owned()
            }
            Self::Server(ServerCode::DomainByProofOnly) => {
                "a domain counts once its DNS record proves it; add it to the organization, then publish the record"
                    .to_owned()
            }
            Self::Server(ServerCode::DomainMakesUsers) => {
                "people join by a domain with the role `org_user`; raise a member's role afterwards".to_owned()
            }
            Self::Server(ServerCode::TryAgain) => UserMessage::TryAgain.text().to_owned(),
            Self::Server(ServerCode::NotReady) => "the server is not ready".to_owned(),
            Self::Server(ServerCode::InternalError) => "something went wrong on our side".to_owned(),
        }
    }

    /// Builds the complete answer.
    pub(crate) fn answer(&self, request_id: &str, is_compatible: bool) -> Response {
        let body = ErrorBody {
            success: false,
            error: self.message(),
            message: is_compatible.then(|| self.message()),
            code: self.code(),
            request_id,
            connection_id: match self {
                Self::NotAdmitted { connection_id, .. } => *connection_id,
                _ => None,
            },
            issues: match self {
                Self::Invalid(report) => Some(Issues::Input(&report.issues)),
                Self::Connection { issues, .. } if !issues.is_empty() => Some(Issues::Connection(issues)),
                Self::Application(issues) => Some(Issues::Application(issues)),
                Self::Permissions(issues) => Some(Issues::Permissions(issues)),
                _ => None,
            },
            current: match self {
                Self::StaleVersion { current } => current.as_ref(),
                _ => None,
            },
            failures: match self {
                Self::Expectations(failures) => Some(failures),
                _ => None,
            },
            conflicts: match self {
                Self::CarryOver { conflicts, .. } if !conflicts.is_empty() => Some(conflicts),
                _ => None,
            },
            step_up: match self {
                Self::StepUp(proof) => Some(proof),
                _ => None,
            },
        };
        let mut response = (self.status(), axum::Json(body)).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Token(error) if error.code.is_temporary() => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
            }
            // RFC 6750 §3.1: a request without a token gets no error code. The details are in the
            // body.
            Self::Token(error) => {
                let is_missing = error.code == TokenErrorCode::TokenMissing;
                let challenge = if is_missing { "Bearer" } else { "Bearer error=\"invalid_token\"" };
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
            }
            Self::StepUp(proof) => {
                if let Ok(challenge) = HeaderValue::from_str(&step_up_challenge(proof)) {
                    headers.insert(header::WWW_AUTHENTICATE, challenge);
                }
            }
            // RFC 9110 §15.5.2: a refusal for lack of authentication names its scheme.
            Self::Server(
                ServerCode::ConsoleSessionOver | ServerCode::SessionSuperseded | ServerCode::ReauthenticationNeeded,
            ) => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Cora-Console"));
            }
            Self::TooManyRequests { seconds } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::Server(ServerCode::TryAgain) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

/// Returns the challenge that asks a client for another proof (RFC 9470 §3). A class that a header
/// cannot carry is left to the body.
fn step_up_challenge(proof: &StepUp) -> String {
    let mut challenge = "Bearer error=\"insufficient_user_authentication\"".to_owned();
    let is_plain = |acr: &&str| acr.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\');
    let acr_values: Vec<&str> = proof.acr_values.iter().map(|acr| acr.as_str()).filter(is_plain).collect();
    if !acr_values.is_empty() {
        challenge.push_str(&format!(", acr_values=\"{}\"", acr_values.join(" ")));
    }
    if let Some(age) = proof.max_age {
        challenge.push_str(&format!(", max_age={age}"));
    }
    challenge
}

/// Returns the status of a refusal of a command on a connection.
fn connection_status(reason: ConnectionReason) -> StatusCode {
    match reason {
        ConnectionReason::ConnectionNotFound | ConnectionReason::ConfigurationNotFound => StatusCode::NOT_FOUND,
        ConnectionReason::SettingsNotStorable | ConnectionReason::ReasonMissing => StatusCode::BAD_REQUEST,
        ConnectionReason::ConnectionExists
        | ConnectionReason::StaleVersion
        | ConnectionReason::NotValidated
        | ConnectionReason::NotTested
        | ConnectionReason::IssuerInUse
        | ConnectionReason::WouldLockOutAdmins
        | ConnectionReason::NotActive
        | ConnectionReason::NotOfPlatform
        | ConnectionReason::SecretMissing
        | ConnectionReason::NotADraft
        | ConnectionReason::ConnectionReferenced
        // Not refusals; nothing answers with these.
        | ConnectionReason::Created
        | ConnectionReason::Saved
        | ConnectionReason::Unchanged
        | ConnectionReason::TestRecorded
        | ConnectionReason::Activated
        | ConnectionReason::RolledBack
        | ConnectionReason::Disabled
        | ConnectionReason::MadeDefault
        | ConnectionReason::SecretExpirySet
        | ConnectionReason::Deleted => StatusCode::CONFLICT,
    }
}

/// Returns the status of a refusal of an administrator's command.
fn administration_status(reason: AdministrationReason) -> StatusCode {
    match reason.refusal() {
        RefusalKind::NotAllowed => StatusCode::FORBIDDEN,
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Invalid => StatusCode::BAD_REQUEST,
        RefusalKind::Conflict => StatusCode::CONFLICT,
    }
}

/// Returns the status of a refusal of a carry-over.
fn carry_over_status(reason: CarryOverReason) -> StatusCode {
    match reason {
        CarryOverReason::NotAllowed => StatusCode::FORBIDDEN,
        CarryOverReason::ConnectionNotFound => StatusCode::NOT_FOUND,
        CarryOverReason::MappingInvalid | CarryOverReason::ReasonMissing => StatusCode::BAD_REQUEST,
        CarryOverReason::IssuerMissing
        | CarryOverReason::SameIssuer
        | CarryOverReason::CarryOverConflicts
        | CarryOverReason::WouldLockOutAdmins
        // Not refusals; nothing answers with these.
        | CarryOverReason::CarriedOver
        | CarryOverReason::Unchanged => StatusCode::CONFLICT,
    }
}

/// Passes the error on to the envelope, which knows the request's identifier.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<TokenError> for ApiError {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if error.is_busy() {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(cause, "the database is busy, or cannot be reached");
            return Self::Server(ServerCode::TryAgain);
        }
        if error.is_text_refused() {
            return Self::input("", "a text contains a character that cannot be stored, such as U+0000");
        }
        if let StoreError::List(fault) = &error {
            return Self::input(&fault.parameter, &fault.message);
        }
        // WHY not every source: the source of an unreadable row may contain an email address. The
        // database's own error does not.
        match &error {
            StoreError::Database(cause) => tracing::error!(%error, %cause, "the store failed"),
            StoreError::Unreadable { .. } | StoreError::ConnectionMissing | StoreError::List(_) => {
                tracing::error!(%error, "the store failed")
            }
        }
        Self::Server(ServerCode::InternalError)
    }
}

impl From<ChangeConnectionError> for ApiError {
    fn from(error: ChangeConnectionError) -> Self {
        match error {
            ChangeConnectionError::SecretNotFound | ChangeConnectionError::SecretOfAnotherProvider => {
                Self::Connection {
                    reason: ConnectionReason::SettingsNotStorable,
                    issues: vec![ConnectionIssue {
                        code: ConnectionIssueCode::SecretReferenceForm,
                        severity: Severity::Error,
                        path: String::new(),
                        message: error.to_string(),
                        help: Some(
                            "Store the secret again, or use a reference to a secret that is stored elsewhere."
                                .to_owned(),
                        ),
                    }],
                }
            }
            ChangeConnectionError::OrganizationNotFound => Self::Invalid(cora_wire::report(vec![Issue {
                code: IssueCode::InvalidValue,
                severity: Severity::Error,
                path: "/organizationId".to_owned(),
                message: error.to_string(),
                help: Some("Name an organization of this platform, or leave it out.".to_owned()),
            }])),
            ChangeConnectionError::GuardFailed(_) => {
                tracing::warn!(%error, "a command has to be retried");
                Self::Server(ServerCode::TryAgain)
            }
            ChangeConnectionError::Store(error) => error.into(),
        }
    }
}

impl From<ProvisionError> for ApiError {
    fn from(error: ProvisionError) -> Self {
        match error {
            ProvisionError::ConnectionChanged | ProvisionError::Contended(_) => {
                tracing::warn!(%error, "a login has to be retried");
                Self::Server(ServerCode::TryAgain)
            }
            ProvisionError::Store(error) | ProvisionError::Apply(ApplyError::Store(error)) => error.into(),
            ProvisionError::Apply(error) => {
                tracing::error!(%error, "a plan was not applied");
                Self::Server(ServerCode::InternalError)
            }
        }
    }
}

/// Returns the reason for which a command on a connection is refused, for administrators.
const fn refusal(reason: ConnectionReason) -> &'static str {
    match reason {
        ConnectionReason::ConnectionNotFound => "the connection does not exist",
        ConnectionReason::ConnectionExists => "a connection with this identifier already exists",
        ConnectionReason::StaleVersion => "the connection has changed since you read it; reload and try again",
        ConnectionReason::SettingsNotStorable => {
            "the settings contain values that must not be stored; nothing was written"
        }
        ConnectionReason::ConfigurationNotFound => "the connection has no settings with this number",
        ConnectionReason::NotValidated => "the settings have errors",
        ConnectionReason::NotTested => "these settings have no successful test login; run a test login first",
        ConnectionReason::IssuerInUse => {
            "another active connection has this issuer and nothing that tells their tokens apart"
        }
        ConnectionReason::WouldLockOutAdmins => {
            "no owner or administrator of the platform could sign in afterwards; run a test login as one of them first"
        }
        ConnectionReason::ReasonMissing => "overriding a safeguard requires a reason",
        ConnectionReason::NotActive => "the connection is not active",
        ConnectionReason::NotOfPlatform => "an organization's connection cannot be the platform's default",
        ConnectionReason::SecretMissing => "the settings refer to no secret",
        ConnectionReason::NotADraft => "the connection was in use or tried, so it stays on record; disable it instead",
        ConnectionReason::ConnectionReferenced => {
            "a domain rule, an invitation, an identity or the policy names the connection"
        }
        // These are not refusals.
        ConnectionReason::Created
        | ConnectionReason::Saved
        | ConnectionReason::Unchanged
        | ConnectionReason::TestRecorded
        | ConnectionReason::Activated
        | ConnectionReason::RolledBack
        | ConnectionReason::Disabled
        | ConnectionReason::MadeDefault
        | ConnectionReason::SecretExpirySet
        | ConnectionReason::Deleted => "done",
    }
}
