//! Authorization requests: their check, and the session that answers them (§14.3).

use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};

use super::application::Application;
use super::pkce::CodeChallenge;
use super::scope::Scope;
use super::session::ConnectionState;
use crate::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, OrganizationId, UserId};
use crate::text::{AuthenticationContext, LoginHint, Nonce, RedirectUri, RequestState, UiLocales};
use crate::time::UnixSeconds;

/// A value of `prompt` (OpenID Connect Core §3.1.2.1).
#[codes]
pub enum Prompt {
    /// Nothing is shown to the person.
    None,
    /// The person authenticates again.
    Login,
    /// The person consents. Accepted and without effect: applications are the platform's own.
    Consent,
    /// The person chooses an account.
    SelectAccount,
}

/// The user and session that a valid `id_token_hint` names.
#[record]
#[derive(Copy)]
pub struct IdTokenHint {
    /// The user (`sub`).
    pub user_id: UserId,
    /// The application session (`sid`).
    pub application_session_id: ApplicationSessionId,
}

/// A valid authorization request. Kept in the flow while the person is at their provider.
#[record]
pub struct AuthorizationRequest {
    /// The application.
    pub application_id: ApplicationId,
    /// The redirect URI as requested, which matches a registered one.
    pub redirect_uri: RedirectUri,
    /// The application's `state`, given back as it came.
    #[serde(default)]
    pub state: Option<RequestState>,
    /// The `nonce` for the ID token.
    #[serde(default)]
    pub nonce: Option<Nonce>,
    /// The granted scopes, in the order of [`Scope::ALL`].
    pub scopes: Vec<Scope>,
    /// The code challenge.
    #[serde(default)]
    pub code_challenge: Option<CodeChallenge>,
    /// The values of `prompt`, each once, in declaration order.
    #[serde(default)]
    pub prompt: Vec<Prompt>,
    /// The greatest age of the person's authentication, in seconds.
    #[serde(default)]
    pub max_age: Option<u32>,
    /// The hint about the person, which chooses a connection and goes to the provider.
    #[serde(default)]
    pub login_hint: Option<LoginHint>,
    /// The hint about the person's domain, which chooses a connection.
    #[serde(default)]
    pub domain_hint: Option<LoginHint>,
    /// The session that the application's hint names.
    #[serde(default)]
    pub hint: Option<IdTokenHint>,
    /// The classes of authentication of which one is required (RFC 9470 §5), in order of
    /// preference; at most 20. Empty for any.
    #[serde(default, deserialize_with = "crate::text::at_most::<20, _, _>")]
    #[cfg_attr(feature = "schema", schemars(length(max = 20)))]
    pub acr_values: Vec<AuthenticationContext>,
    /// The languages that the person prefers.
    #[serde(default)]
    pub ui_locales: Option<UiLocales>,
    /// The connection that was asked for.
    #[serde(default)]
    pub connection_id: Option<ConnectionId>,
    /// The organization that was asked for.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
}

/// The facts that the check of a request depends on, loaded by the names of [`RequestNames`].
#[record]
#[derive(Default)]
pub struct RequestFacts {
    /// The application that `client_id` names; absent if there is none.
    #[serde(default)]
    pub application: Option<Application>,
    /// The connection that `connection` names; absent if there is none, or none is named.
    #[serde(default)]
    pub connection: Option<ConnectionState>,
    /// The active organization that `organization` names; absent if there is none, or none is named.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The content of `id_token_hint`, if it is an ID token of this issuer for this application,
    /// expired or not; absent if it is none, or none is given.
    #[serde(default)]
    pub hint: Option<IdTokenHint>,
}

/// The names in a request by which a host loads its [`RequestFacts`]. Each is absent if it is not
/// given exactly once, or malformed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RequestNames {
    /// The application (`client_id`).
    pub application_id: Option<ApplicationId>,
    /// The connection (`connection`).
    pub connection_id: Option<ConnectionId>,
    /// The organization (`organization`).
    pub organization_id: Option<OrganizationId>,
    /// The ID token (`id_token_hint`), which the host verifies.
    pub id_token_hint: Option<String>,
}

/// An error code in an application's answer (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6,
/// OpenID Connect Core Unmet Authentication Requirements 1.0).
#[codes]
pub enum AuthorizationErrorCode {
    /// The request is malformed.
    InvalidRequest,
    /// The application may not make such a request.
    UnauthorizedClient,
    /// The person is not admitted, or has turned back.
    AccessDenied,
    /// The response type is not `code`.
    UnsupportedResponseType,
    /// The scopes do not hold `openid`.
    InvalidScope,
    /// Cora has failed.
    ServerError,
    /// Cora, or the provider, cannot answer now.
    TemporarilyUnavailable,
    /// The person has to sign in, and nothing may be shown.
    LoginRequired,
    /// The person has to do something, and nothing may be shown.
    InteractionRequired,
    /// The person has to choose another account.
    AccountSelectionRequired,
    /// The provider cannot meet the required authentication.
    UnmetAuthenticationRequirements,
    /// Request objects are not supported.
    RequestNotSupported,
    /// References to request objects are not supported.
    RequestUriNotSupported,
}

/// The reason for a page of Cora's own. The browser is sent nowhere.
#[codes]
pub enum AuthorizationPageCode {
    /// The request is longer than 8 KiB.
    RequestTooLarge,
    /// There is no `client_id`, more than one, or one that is not an identifier.
    ApplicationMissing,
    /// No application has this `client_id`.
    ApplicationUnknown,
    /// The application is disabled.
    ApplicationDisabled,
    /// Nobody signs in to an application of the kind `service`.
    ApplicationWithoutPeople,
    /// There is no `redirect_uri`, or more than one.
    RedirectUriMissing,
    /// The `redirect_uri` is not registered, or has expired.
    RedirectUriNotRegistered,
}

/// The refusal of a request.
#[union(answer)]
pub enum AuthorizationRefusal {
    /// A page of Cora's own: the browser is sent nowhere.
    Page {
        /// The reason.
        code: AuthorizationPageCode,
    },
    /// An error for the application, at a redirect URI that matches a registered one.
    Redirect {
        /// The redirect URI as requested.
        redirect_uri: RedirectUri,
        /// The application's `state`; null if there is none, or it is the problem.
        state: Option<RequestState>,
        /// The error code.
        error: AuthorizationErrorCode,
        /// The explanation for developers: ASCII without quotes and backslashes (RFC 6749
        /// §4.1.2.1).
        description: String,
    },
}

/// The way to the provider that brought the person back for this very request.
#[record]
#[derive(Copy)]
pub struct FlowFacts {
    /// The browser session that the flow's callback began. Only that session profits from it.
    pub browser_session_id: BrowserSessionId,
    /// The beginning of the flow.
    pub began_at: UnixSeconds,
    /// `true` if the provider was asked to have the person log in again.
    pub asked_login: bool,
    /// `true` if the provider was asked to have the person choose an account.
    pub asked_select_account: bool,
}

/// An objection to a session as the answer to a request.
#[codes]
pub enum SessionObjection {
    /// There is no session, or it is over.
    NoSession,
    /// The person has to log in again.
    PromptLogin,
    /// The person has to choose an account.
    PromptSelectAccount,
    /// The person authenticated too long ago, or the provider does not say when.
    AuthenticationTooOld,
    /// The person authenticated in another way than required.
    AuthenticationMethod,
    /// The person came by another connection, or one that is not allowed.
    ConnectionMismatch,
    /// The person is not a member of the organization that was asked for.
    OrganizationMismatch,
    /// The person is not the user of the hint.
    OtherUser,
}
