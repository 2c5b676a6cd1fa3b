//! Authorization requests: their check, and the session that answers them (§14.3).

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use cora_wire_derive::{codes, record, union};
use url::form_urlencoded;

use super::application::{Application, ApplicationKind, Pkce};
use super::pkce::CodeChallenge;
use super::scope::Scope;
use super::session::{BrowserSessionFacts, ConnectionState};
use crate::id::{ApplicationId, ApplicationSessionId, BrowserSessionId, ConnectionId, OrganizationId, UserId};
use crate::json::Code;
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
    /// The active organization that `organization` names; absent if none is, or none is named.
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
    /// The login falls short of the proof that the policy requires of it, or of those who come into
    /// the organization that was asked for.
    StepUpRequired,
}

/// The most bytes of all parameters of a request, names and values as they are decoded.
pub const MAX_REQUEST_BYTES: usize = 8192;
/// The leeway for `auth_time` after the provider was asked, in seconds.
pub const AUTH_TIME_LEEWAY_SECONDS: u64 = 60;
/// The most values of `acr_values`.
const MAX_ACR_VALUES: usize = 20;

/// The parameters that are read. Others are ignored (OpenID Connect Core §3.1.2.1).
const READ: [&str; 20] = [
    "client_id",
    "redirect_uri",
    "request",
    "request_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "login_hint",
    "domain_hint",
    "id_token_hint",
    "acr_values",
    "ui_locales",
    "connection",
    "organization",
];

/// Returns the value of a parameter. `None` if it is absent, empty, or occurs more than once.
pub(super) fn once<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value).filter(|value| !value.is_empty()),
        _ => None,
    }
}

/// Returns `true` if a parameter occurs more than once, empty or not.
pub(super) fn is_repeated(pairs: &[(String, String)], name: &str) -> bool {
    pairs.iter().filter(|(known, _)| known == name).count() > 1
}

impl RequestNames {
    /// Reads the names in the decoded parameters of a request.
    pub fn of(pairs: &[(String, String)]) -> Self {
        Self {
            application_id: once(pairs, "client_id").and_then(ApplicationId::parse),
            connection_id: once(pairs, "connection").and_then(ConnectionId::parse),
            organization_id: once(pairs, "organization").and_then(OrganizationId::parse),
            id_token_hint: once(pairs, "id_token_hint").map(String::from),
        }
    }
}

/// Checks the decoded parameters of an authorization request, in the order of §14.3.
///
/// # Errors
///
/// [`AuthorizationRefusal::Page`] for the problems of application and redirect URI, after which the
/// browser is sent nowhere; [`AuthorizationRefusal::Redirect`] for all others.
pub fn check_authorization_request(
    pairs: &[(String, String)],
    facts: &RequestFacts,
    now: UnixSeconds,
) -> Result<AuthorizationRequest, AuthorizationRefusal> {
    let (application, redirect_uri) =
        addressee(pairs, facts, now).map_err(|code| AuthorizationRefusal::Page { code })?;
    content(pairs, facts, application, &redirect_uri).map_err(|(error, description)| AuthorizationRefusal::Redirect {
        redirect_uri,
        state: once(pairs, "state").and_then(RequestState::new),
        error,
        description: String::from(description),
    })
}

/// Returns the application and the redirect URI of a request, to which alone an answer may go.
fn addressee<'a>(
    pairs: &[(String, String)],
    facts: &'a RequestFacts,
    now: UnixSeconds,
) -> Result<(&'a Application, RedirectUri), AuthorizationPageCode> {
    let bytes = pairs.iter().flat_map(|(name, value)| [name, value]).map(String::len);
    if bytes.fold(0_usize, usize::saturating_add) > MAX_REQUEST_BYTES {
        return Err(AuthorizationPageCode::RequestTooLarge);
    }
    let id = RequestNames::of(pairs).application_id.ok_or(AuthorizationPageCode::ApplicationMissing)?;
    let application = facts.application.as_ref().filter(|application| application.id == id);
    let application = application.ok_or(AuthorizationPageCode::ApplicationUnknown)?;
    if !application.enabled {
        return Err(AuthorizationPageCode::ApplicationDisabled);
    }
    if application.kind == ApplicationKind::Service {
        return Err(AuthorizationPageCode::ApplicationWithoutPeople);
    }
    let requested = once(pairs, "redirect_uri").ok_or(AuthorizationPageCode::RedirectUriMissing)?;
    let redirect_uri = application.redirect_uri(requested, now);
    redirect_uri.map(|uri| (application, uri)).ok_or(AuthorizationPageCode::RedirectUriNotRegistered)
}

type Problem = (AuthorizationErrorCode, &'static str);

fn content(
    pairs: &[(String, String)],
    facts: &RequestFacts,
    application: &Application,
    redirect_uri: &RedirectUri,
) -> Result<AuthorizationRequest, Problem> {
    use AuthorizationErrorCode::{
        InvalidRequest, InvalidScope, RequestNotSupported, RequestUriNotSupported, UnsupportedResponseType,
    };
    let invalid = |description| (InvalidRequest, description);
    let given = |name| once(pairs, name);
    if given("request").is_some() {
        return Err((RequestNotSupported, "request objects are not supported"));
    }
    if given("request_uri").is_some() {
        return Err((RequestUriNotSupported, "references to request objects are not supported"));
    }
    match given("response_type") {
        Some("code") => {}
        None => return Err(invalid("response_type is missing or given twice")),
        Some(_) => return Err((UnsupportedResponseType, "response_type has to be code")),
    }
    if given("response_mode").is_some_and(|mode| mode != "query") {
        return Err(invalid("response_mode has to be query"));
    }
    if READ.into_iter().any(|name| is_repeated(pairs, name)) {
        return Err(invalid("a parameter is given twice"));
    }
    let state = bounded(given("state"), RequestState::new, "state is longer than 2048 bytes")?;
    let nonce = bounded(given("nonce"), Nonce::new, "nonce is longer than 512 bytes")?;
    let login_hint = bounded(given("login_hint"), LoginHint::new, "login_hint is longer than 512 bytes")?;
    let domain_hint = bounded(given("domain_hint"), LoginHint::new, "domain_hint is longer than 512 bytes")?;
    let ui_locales = bounded(given("ui_locales"), UiLocales::new, "ui_locales is longer than 512 bytes")?;
    let acr_values = bounded(given("acr_values"), classes, "acr_values has more than 20 values, or a long one")?;
    let scopes = Scope::of_list(given("scope").unwrap_or_default());
    if !scopes.contains(&Scope::Openid) {
        return Err((InvalidScope, "scope has to contain openid"));
    }
    let code_challenge = challenge(given("code_challenge"), given("code_challenge_method"))?;
    let is_required = application.kind.is_public() || application.pkce == Pkce::Required;
    if code_challenge.is_none() && (is_required || nonce.is_none()) {
        return Err(invalid("code_challenge is missing"));
    }
    let prompt = prompts(given("prompt").unwrap_or_default())?;
    let max_age = bounded(given("max_age"), seconds, "max_age is not a number of seconds")?;
    let named = RequestNames::of(pairs);
    if given("connection").is_some() {
        let connection = facts.connection.filter(|connection| Some(connection.id) == named.connection_id);
        if !connection.is_some_and(|connection| connection.is_active && application.allows(connection.id)) {
            return Err(invalid("connection is not one of this application"));
        }
    }
    if given("organization").is_some()
        && (named.organization_id.is_none() || facts.organization_id != named.organization_id)
    {
        return Err(invalid("organization is not known"));
    }
    if given("id_token_hint").is_some() && facts.hint.is_none() {
        return Err(invalid("id_token_hint is not an ID token of this issuer for this application"));
    }
    Ok(AuthorizationRequest {
        application_id: application.id,
        redirect_uri: redirect_uri.clone(),
        state,
        nonce,
        scopes,
        code_challenge,
        prompt,
        max_age,
        login_hint,
        domain_hint,
        hint: facts.hint.filter(|_| given("id_token_hint").is_some()),
        acr_values: acr_values.unwrap_or_default(),
        ui_locales,
        connection_id: named.connection_id,
        organization_id: named.organization_id,
    })
}

/// Reads a parameter, if it is given.
fn bounded<T>(
    text: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
    description: &'static str,
) -> Result<Option<T>, Problem> {
    text.map(|text| read(text).ok_or((AuthorizationErrorCode::InvalidRequest, description))).transpose()
}

fn classes(text: &str) -> Option<Vec<AuthenticationContext>> {
    let values = text.split(' ').filter(|value| !value.is_empty());
    let values: Vec<_> = values.map(AuthenticationContext::new).collect::<Option<_>>()?;
    (values.len() <= MAX_ACR_VALUES).then_some(values)
}

/// Reads a number of seconds. One that is too large counts as the largest.
fn seconds(text: &str) -> Option<u32> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().unwrap_or(u32::MAX))
}

fn challenge(challenge: Option<&str>, method: Option<&str>) -> Result<Option<CodeChallenge>, Problem> {
    let invalid = |description| Err((AuthorizationErrorCode::InvalidRequest, description));
    match (challenge, method) {
        (None, None) => Ok(None),
        (None, Some(_)) => invalid("code_challenge_method is given without code_challenge"),
        (Some(text), Some("S256")) => match CodeChallenge::new(text) {
            None => invalid("code_challenge is not 43 characters of base64url"),
            challenge => Ok(challenge),
        },
        (Some(_), _) => invalid("code_challenge_method has to be S256"),
    }
}

fn prompts(text: &str) -> Result<Vec<Prompt>, Problem> {
    const ALL: [Prompt; 4] = [Prompt::None, Prompt::Login, Prompt::Consent, Prompt::SelectAccount];
    let values: Vec<&str> = text.split(' ').filter(|value| !value.is_empty()).collect();
    let is_known = |value: &&str| ALL.iter().any(|prompt| Code::name(prompt) == *value);
    if !values.iter().all(is_known) {
        return Err((AuthorizationErrorCode::InvalidRequest, "prompt has an unknown value"));
    }
    let prompts: Vec<Prompt> = ALL.into_iter().filter(|prompt| values.contains(&Code::name(prompt))).collect();
    if prompts.len() > 1 && prompts.contains(&Prompt::None) {
        return Err((AuthorizationErrorCode::InvalidRequest, "prompt has none and another value"));
    }
    Ok(prompts)
}

/// Returns the first objection to a browser session as the answer to a request, or `None` if the
/// session answers.
///
/// `flow` is the way to the provider that this very request has taken; `None` before it took one.
pub fn session_objection(
    request: &AuthorizationRequest,
    application: &Application,
    session: Option<&BrowserSessionFacts>,
    flow: Option<&FlowFacts>,
    now: UnixSeconds,
) -> Option<SessionObjection> {
    use SessionObjection::{
        AuthenticationMethod, AuthenticationTooOld, ConnectionMismatch, NoSession, OrganizationMismatch, OtherUser,
        PromptLogin, PromptSelectAccount,
    };
    let is_young = |session: &&BrowserSessionFacts| {
        session.times.is_alive(now) && now < session.times.began_at.plus(application.session.absolute.into())
    };
    let Some(session) = session.filter(is_young) else { return Some(NoSession) };
    // Another session than the one that the flow began may be of an earlier sign-in, or another's.
    let flow = flow.filter(|flow| flow.browser_session_id == session.id);
    let organization = request.organization_id;
    let objections = [
        (PromptLogin, request.prompt.contains(&Prompt::Login) && !flow.is_some_and(|flow| flow.asked_login)),
        (
            PromptSelectAccount,
            request.prompt.contains(&Prompt::SelectAccount) && !flow.is_some_and(|flow| flow.asked_select_account),
        ),
        (AuthenticationTooOld, is_too_old(request, session.auth_time, flow, now)),
        (
            AuthenticationMethod,
            !request.acr_values.is_empty() && !session.acr.as_ref().is_some_and(|acr| request.acr_values.contains(acr)),
        ),
        (
            ConnectionMismatch,
            request.connection_id.is_some_and(|asked| asked != session.connection_id)
                || !application.allows(session.connection_id),
        ),
        (OrganizationMismatch, organization.is_some_and(|asked| !session.organizations.contains(&asked))),
        (OtherUser, request.hint.is_some_and(|hint| hint.user_id != session.user_id)),
    ];
    objections.into_iter().find(|(_, objects)| *objects).map(|(objection, _)| objection)
}

/// Returns `true` if the person has not authenticated recently enough for `max_age`, or for
/// `prompt=login` once the provider was asked.
fn is_too_old(
    request: &AuthorizationRequest,
    auth_time: Option<UnixSeconds>,
    flow: Option<&FlowFacts>,
    now: UnixSeconds,
) -> bool {
    // Counted from the beginning of the flow: with `max_age=0` nobody could return in time.
    let by_age = request.max_age.map(|max_age| {
        let (from, leeway) = flow.map_or((now, 0), |flow| (flow.began_at, AUTH_TIME_LEEWAY_SECONDS));
        (u64::from(max_age).saturating_add(leeway), from)
    });
    let by_login = flow.filter(|flow| flow.asked_login && request.prompt.contains(&Prompt::Login));
    let by_login = by_login.map(|flow| (AUTH_TIME_LEEWAY_SECONDS, flow.began_at));
    let is_future = |at: UnixSeconds| at > now.plus(AUTH_TIME_LEEWAY_SECONDS);
    by_age
        .into_iter()
        .chain(by_login)
        .any(|(age, from)| auth_time.is_none_or(|at| is_future(at) || at.plus(age) < from))
}

/// The next step after an objection.
#[union(step)]
pub enum ObjectionAnswer {
    /// The person signs in.
    SignIn {
        /// `true` if the provider is to be asked to have the person log in again.
        ask_login: bool,
        /// `true` if the provider is to be asked to have the person choose an account.
        ask_select_account: bool,
    },
    /// The application gets an error.
    Error {
        /// The error code.
        error: AuthorizationErrorCode,
    },
}

/// Returns the step that follows an objection. Nothing is shown with `prompt=none`, and a person
/// who has been at their provider for this request is not sent there again.
pub fn answer_for(
    objection: SessionObjection,
    request: &AuthorizationRequest,
    flow: Option<&FlowFacts>,
) -> ObjectionAnswer {
    use AuthorizationErrorCode::{
        AccessDenied, AccountSelectionRequired, InteractionRequired, LoginRequired, UnmetAuthenticationRequirements,
    };
    let is_silent = request.prompt.contains(&Prompt::None);
    if !is_silent && flow.is_none() {
        return ObjectionAnswer::SignIn {
            ask_login: request.prompt.contains(&Prompt::Login)
                || matches!(objection, SessionObjection::AuthenticationTooOld | SessionObjection::StepUpRequired),
            ask_select_account: request.prompt.contains(&Prompt::SelectAccount)
                || objection == SessionObjection::OtherUser,
        };
    }
    let error = match objection {
        SessionObjection::NoSession => LoginRequired,
        SessionObjection::PromptLogin | SessionObjection::AuthenticationTooOld | SessionObjection::StepUpRequired
            if is_silent =>
        {
            LoginRequired
        }
        SessionObjection::PromptSelectAccount | SessionObjection::OtherUser => AccountSelectionRequired,
        SessionObjection::PromptLogin
        | SessionObjection::AuthenticationTooOld
        | SessionObjection::StepUpRequired
        | SessionObjection::AuthenticationMethod => UnmetAuthenticationRequirements,
        SessionObjection::ConnectionMismatch | SessionObjection::OrganizationMismatch if is_silent => {
            InteractionRequired
        }
        SessionObjection::ConnectionMismatch | SessionObjection::OrganizationMismatch => AccessDenied,
    };
    ObjectionAnswer::Error { error }
}

/// Returns the application's error for an error of the provider, or `None` if the person sees a
/// page instead (§14.4). `code` is the provider's error code (RFC 6749 §4.1.2.1, OpenID Connect
/// Core §3.1.2.6).
pub fn of_provider_error(code: &str) -> Option<AuthorizationErrorCode> {
    match code {
        // The person has turned back.
        "access_denied" => Some(AuthorizationErrorCode::AccessDenied),
        "login_required" => Some(AuthorizationErrorCode::LoginRequired),
        "interaction_required" | "consent_required" | "account_selection_required" => {
            Some(AuthorizationErrorCode::InteractionRequired)
        }
        "temporarily_unavailable" | "server_error" => Some(AuthorizationErrorCode::TemporarilyUnavailable),
        _ => None,
    }
}

/// An authorization request as it arrives, and the facts behind it.
#[record]
pub struct AuthorizationInput {
    /// The time of the request.
    pub now: UnixSeconds,
    /// The query, or the body of a form, as the browser sent it.
    pub query: String,
    /// The facts that the request names.
    pub facts: RequestFacts,
    /// The browser's session; absent if it has none.
    #[serde(default)]
    pub session: Option<BrowserSessionFacts>,
    /// The way to the provider that this very request has taken; absent before it took one.
    #[serde(default)]
    pub flow: Option<FlowFacts>,
}

/// The answer to an authorization request, before the login of the session is decided again.
#[union(answer)]
pub enum AuthorizationAnswer {
    /// A page of Cora's own: the browser is sent nowhere.
    Page {
        /// The reason.
        code: AuthorizationPageCode,
    },
    /// An error for the application.
    Redirect {
        /// The redirect URI as requested.
        redirect_uri: RedirectUri,
        /// The application's `state`; null if there is none, or it is the problem.
        state: Option<RequestState>,
        /// The error code.
        error: AuthorizationErrorCode,
        /// The explanation for developers; null if there is nothing to explain.
        description: Option<String>,
    },
    /// The person signs in.
    SignIn {
        /// The request, which the flow keeps.
        request: Box<AuthorizationRequest>,
        /// The reason why no session answers.
        objection: SessionObjection,
        /// `true` if the provider is to be asked to have the person log in again.
        ask_login: bool,
        /// `true` if the provider is to be asked to have the person choose an account.
        ask_select_account: bool,
    },
    /// The browser's session answers, once its login is decided again.
    Session {
        /// The request.
        request: Box<AuthorizationRequest>,
    },
}

/// Answers an authorization request: its check, then the objections to the session.
pub fn answer_authorization(input: &AuthorizationInput) -> AuthorizationAnswer {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(input.query.as_bytes()).into_owned().collect();
    let request = match check_authorization_request(&pairs, &input.facts, input.now) {
        Ok(request) => request,
        Err(AuthorizationRefusal::Page { code }) => return AuthorizationAnswer::Page { code },
        Err(AuthorizationRefusal::Redirect { redirect_uri, state, error, description }) => {
            return AuthorizationAnswer::Redirect { redirect_uri, state, error, description: Some(description) };
        }
    };
    let Some(application) = &input.facts.application else {
        return AuthorizationAnswer::Page { code: AuthorizationPageCode::ApplicationUnknown };
    };
    let (session, flow) = (input.session.as_ref(), input.flow.as_ref());
    let Some(objection) = session_objection(&request, application, session, flow, input.now) else {
        return AuthorizationAnswer::Session { request: Box::new(request) };
    };
    match answer_for(objection, &request, flow) {
        ObjectionAnswer::SignIn { ask_login, ask_select_account } => {
            AuthorizationAnswer::SignIn { request: Box::new(request), objection, ask_login, ask_select_account }
        }
        ObjectionAnswer::Error { error } => AuthorizationAnswer::Redirect {
            redirect_uri: request.redirect_uri,
            state: request.state,
            error,
            description: None,
        },
    }
}

#[cfg(test)]
mod tests;
