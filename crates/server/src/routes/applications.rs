//! `/admin/applications`: the applications that sign people in through the issuer, and the sessions
//! of users in them.

use cora_axum::required;
use cora_core::administration::{AdministrationReason, ApplicationCommand, UserCommand};
use cora_core::id::{ApplicationId, ApplicationSecretId, BrowserSessionId, UserId};
use cora_core::issue::Severity;
use cora_core::issuer::application::{
    ApplicationContext, ApplicationReport, ApplicationSettings, RegisteredRedirectUri, check_application,
};
use cora_core::permission::check_permissions;
use cora_core::secret::{PresentedToken, TokenHash};
use cora_core::text::ChangeReason;
use cora_secrets::random_secret;
use cora_store::{ApplicationPermissionsRow, ApplicationRow, BrowserSessionRow};
use cora_wire::request::{
    AddRedirectUriRequest, AddSecretRequest, ChangeApplicationRequest, CreateApplicationRequest, ReasonRequest,
    SetPermissionsRequest,
};
use serde::Serialize;
use uuid::Uuid;

use crate::access::{OnCommand, Platform};
use crate::app::App;
use crate::body::{Body, OptionalBody};
use crate::caller::{Caller, List, PageQuery};
use crate::command::{CommandQuery, CommandResponse, NoRow};
use crate::endpoint::{Endpoint, Routes, delete, get, post, put};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(LIST, list)
        .on(CREATE, create)
        .on(ONE, show)
        .on(CHANGE, change)
        .on(ENABLE, enable)
        .on(DISABLE, disable)
        .on(ADD_REDIRECT_URI, add_redirect_uri)
        .on(ADD_SECRET, add_secret)
        .on(REMOVE_SECRET, remove_secret)
        .on(PERMISSIONS, permissions)
        .on(SET_PERMISSIONS, set_permissions)
        .on(SESSIONS, sessions)
        .on(END_SESSIONS, end_sessions)
        .on(END_SESSION, end_session)
}

/// The answer to a command about one application.
type Changed = Result<Success<CommandResponse<ApplicationRow>>, ApiError>;

/// A caller who changes one application.
type Writer<P = ApplicationId> = Caller<OnCommand<required::ApplicationWrite>, P>;

const LIST: Endpoint = get("/admin/applications", "applications", "List the applications.");

async fn list(
    caller: Caller<Platform<required::ApplicationRead>>,
    PageQuery(page): PageQuery,
) -> Result<Success<List<ApplicationRow>>, ApiError> {
    let rows = caller.app.store.applications(&page).await?;
    Ok(Success::new(List::of(rows, &page, |row: &ApplicationRow| row.id.to_string())))
}

const CREATE: Endpoint = post("/admin/applications", "createApplication", "Register an application.").refuses(&[409]);

/// Registers an application. The report on its settings tells which connections exist, so the
/// permission is checked before it is made.
async fn create(
    caller: Caller<Platform<required::ApplicationWrite>>,
    query: CommandQuery,
    Body(CreateApplicationRequest { settings, reason }): Body<CreateApplicationRequest>,
) -> Changed {
    let application_id = ApplicationId::from_uuid(Uuid::new_v4());
    let report = report(&caller.app, &settings).await?;
    let command = ApplicationCommand::CreateApplication { application_id, settings, report: report.clone() };
    let done = caller.command(command, reason, query).await.map_err(|error| with_issues(error, report))?;
    Ok(Success::new(done.with_row(AdministrationReason::ApplicationNotFound)?))
}

const ONE: Endpoint = get("/admin/applications/{applicationId}", "application", "Get an application.");

async fn show(
    caller: Caller<Platform<required::ApplicationRead>, ApplicationId>,
) -> Result<Success<ApplicationRow>, ApiError> {
    Ok(Success::new(load(&caller.app, caller.path).await?))
}

const CHANGE: Endpoint =
    put("/admin/applications/{applicationId}", "changeApplication", "Replace the settings of an application.")
        .refuses(&[409]);

async fn change(
    caller: Caller<Platform<required::ApplicationWrite>, ApplicationId>,
    query: CommandQuery,
    Body(ChangeApplicationRequest { settings, version, reason }): Body<ChangeApplicationRequest>,
) -> Changed {
    let report = report(&caller.app, &settings).await?;
    let command = ApplicationCommand::ChangeApplication {
        application_id: caller.path,
        settings,
        version,
        report: report.clone(),
    };
    let done = caller.command(command, reason, query).await.map_err(|error| with_issues(error, report))?;
    Ok(Success::new(done.with_row(AdministrationReason::ApplicationNotFound)?))
}

const ENABLE: Endpoint =
    post("/admin/applications/{applicationId}/enable", "enableApplication", "Switch an application on.")
        .refuses(&[409]);

async fn enable(
    caller: Caller<Platform<required::ApplicationWrite>, ApplicationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Changed {
    edit(caller, (reason, query), |settings, _| settings.enabled = true).await
}

const DISABLE: Endpoint = post(
    "/admin/applications/{applicationId}/disable",
    "disableApplication",
    "Switch an application off. Nobody signs in to it, and no session of it is renewed.",
)
.refuses(&[409]);

async fn disable(
    caller: Caller<Platform<required::ApplicationWrite>, ApplicationId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Changed {
    edit(caller, (reason, query), |settings, _| settings.enabled = false).await
}

const ADD_REDIRECT_URI: Endpoint = post(
    "/admin/applications/{applicationId}/redirect-uris",
    "addRedirectUri",
    "Register one more redirect URI, for a time or for good.",
)
.refuses(&[409]);

async fn add_redirect_uri(
    caller: Caller<Platform<required::ApplicationWrite>, ApplicationId>,
    query: CommandQuery,
    Body(AddRedirectUriRequest { uri, lifetime, reason }): Body<AddRedirectUriRequest>,
) -> Changed {
    edit(caller, (reason, query), |settings, now| {
        // An end that has passed is not kept, so that previews do not fill the list.
        settings.redirect_uris.retain(|one| one.uri != uri && one.expires_at.is_none_or(|end| now < end));
        let expires_at = lifetime.map(|lifetime| now.plus(lifetime.into()));
        settings.redirect_uris.push(RegisteredRedirectUri { uri, expires_at });
    })
    .await
}

const ADD_SECRET: Endpoint = post(
    "/admin/applications/{applicationId}/secrets",
    "addApplicationSecret",
    "Add a secret to an application. It is shown this once.",
)
.refuses(&[409]);

/// A new secret, and the application.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(inline)]
struct WithSecret {
    /// The identifier of the secret.
    #[serde(rename = "secretId")]
    secret_id: ApplicationSecretId,
    /// The secret. It is not stored, and not shown again. Null in a dry run, which makes none.
    secret: Option<String>,
    #[serde(flatten)]
    application: ApplicationRow,
}

async fn add_secret(
    caller: Writer,
    query: CommandQuery,
    OptionalBody(AddSecretRequest { lifetime, reason }): OptionalBody<AddSecretRequest>,
) -> Result<Success<CommandResponse<WithSecret>>, ApiError> {
    let internal = || ApiError::Server(ServerCode::InternalError);
    let secret = random_secret().map_err(|_| internal())?;
    let presented = PresentedToken::new(secret.expose()).ok_or_else(internal)?;
    let secret_id = ApplicationSecretId::from_uuid(Uuid::new_v4());
    let now = (caller.app.clock)();
    let command = ApplicationCommand::AddApplicationSecret {
        application_id: caller.path,
        secret_id,
        secret_hash: TokenHash::of(&presented),
        expires_at: lifetime.map(|lifetime| now.plus(lifetime.into())),
    };
    let done = caller.command(command, reason, query).await?;
    let application = done.row(AdministrationReason::ApplicationNotFound)?;
    let secret = (!done.dry_run).then(|| secret.expose().to_owned());
    Ok(Success::new(done.with(WithSecret { secret_id, secret, application })))
}

const REMOVE_SECRET: Endpoint = delete(
    "/admin/applications/{applicationId}/secrets/{secretId}",
    "removeApplicationSecret",
    "Remove a secret of an application. Requests with it fail from then on.",
);

async fn remove_secret(
    caller: Writer<(ApplicationId, ApplicationSecretId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Changed {
    let (application_id, secret_id) = caller.path;
    let command = ApplicationCommand::RemoveApplicationSecret { application_id, secret_id };
    let done = caller.command(command, reason, query).await?;
    Ok(Success::new(done.with_row(AdministrationReason::ApplicationNotFound)?))
}

const PERMISSIONS: Endpoint = get(
    "/admin/applications/{applicationId}/permissions",
    "applicationPermissions",
    "Get the permissions and roles that an application defines.",
);

async fn permissions(
    caller: Caller<Platform<required::ApplicationRead>, ApplicationId>,
) -> Result<Success<ApplicationPermissionsRow>, ApiError> {
    Ok(Success::new(load_permissions(&caller.app, caller.path).await?))
}

const SET_PERMISSIONS: Endpoint = put(
    "/admin/applications/{applicationId}/permissions",
    "setApplicationPermissions",
    "Replace the permissions and roles that an application defines. Owners of the platform only.",
)
.refuses(&[409]);

async fn set_permissions(
    caller: Writer,
    query: CommandQuery,
    Body(SetPermissionsRequest { defined, version, dry_run, reason }): Body<SetPermissionsRequest>,
) -> Result<Success<CommandResponse<ApplicationPermissionsRow>>, ApiError> {
    let report = check_permissions(&defined);
    let command =
        ApplicationCommand::SetApplicationPermissions { application_id: caller.path, permissions: defined, version };
    let query = query.or_body(None, dry_run);
    let done = caller.command(command, reason, query).await.map_err(|error| match error {
        ApiError::Administration(AdministrationReason::PermissionsHaveErrors) => {
            let errors = report.issues.into_iter().filter(|issue| issue.severity == Severity::Error);
            ApiError::Permissions(errors.collect())
        }
        error => error,
    })?;
    Ok(Success::new(done.with_row(AdministrationReason::ApplicationNotFound)?))
}

async fn load_permissions(app: &App, id: ApplicationId) -> Result<ApplicationPermissionsRow, ApiError> {
    app.store.application_permissions(id).await?.ok_or_else(|| AdministrationReason::ApplicationNotFound.into())
}

const SESSIONS: Endpoint =
    get("/admin/users/{userId}/sessions", "userSessions", "List the sessions of a user that are alive, newest first.");

async fn sessions(
    caller: Caller<Platform<required::UsersRead>, UserId>,
) -> Result<Success<List<BrowserSessionRow>>, ApiError> {
    let items = caller.app.store.sessions_of_user(caller.path, (caller.app.clock)()).await?;
    Ok(Success::new(List { items, next: None }))
}

const END_SESSIONS: Endpoint =
    post("/admin/users/{userId}/sessions/end", "endUserSessions", "End all sessions of a user.").refuses(&[409]);

async fn end_sessions(
    caller: Caller<OnCommand<required::UsersManage>, UserId>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let command = UserCommand::EndUserSessions { user_id: caller.path, browser_session_id: None };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

const END_SESSION: Endpoint = post(
    "/admin/users/{userId}/sessions/{sessionId}/end",
    "endUserSession",
    "End one session of a user, in all its applications.",
)
.refuses(&[409]);

async fn end_session(
    caller: Caller<OnCommand<required::UsersManage>, (UserId, BrowserSessionId)>,
    query: CommandQuery,
    OptionalBody(ReasonRequest { reason }): OptionalBody<ReasonRequest>,
) -> Result<Success<CommandResponse<NoRow>>, ApiError> {
    let (user_id, session) = caller.path;
    let command = UserCommand::EndUserSessions { user_id, browser_session_id: Some(session) };
    Ok(Success::new(caller.command(command, reason, query).await?.without_row()))
}

/// Changes some settings of an application, as it is stored now.
async fn edit(
    caller: Caller<Platform<required::ApplicationWrite>, ApplicationId>,
    (reason, query): (Option<ChangeReason>, CommandQuery),
    edit: impl FnOnce(&mut ApplicationSettings, cora_core::time::UnixSeconds),
) -> Changed {
    let row = load(&caller.app, caller.path).await?;
    let mut settings = row.settings;
    edit(&mut settings, (caller.app.clock)());
    let request = ChangeApplicationRequest { settings, version: Some(row.version), reason };
    change(caller, query, Body(request)).await
}

async fn load(app: &App, id: ApplicationId) -> Result<ApplicationRow, ApiError> {
    app.store.application(id).await?.ok_or_else(|| AdministrationReason::ApplicationNotFound.into())
}

/// Checks settings with the facts of this host.
async fn report(app: &App, settings: &ApplicationSettings) -> Result<ApplicationReport, ApiError> {
    let context = ApplicationContext {
        connections: app.store.stored_connections(&settings.connections).await?,
        browser_session: app.session_lengths,
        allow_loopback: app.allow_loopback,
        allowed_hosts: app.allowed_hosts.clone(),
    };
    Ok(check_application(settings, &context))
}

/// Adds the issues to a refusal because of them.
fn with_issues(error: ApiError, report: ApplicationReport) -> ApiError {
    match error {
        ApiError::Administration(AdministrationReason::ApplicationHasErrors) => ApiError::Application(report.issues),
        error => error,
    }
}
