//! Commands on connections.

use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use cora_core::capability::Capability;
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionActor, ConnectionChange, ConnectionCommand, ConnectionReason};
use cora_core::connection::report::ConnectionIssue;
use cora_core::connection::secret_reference::SecretReference;
use cora_core::connection::secrets::{put_reference, secret_errors, take_secrets};
use cora_core::connection::settings::Settings;
use cora_core::connection::validate::{ConnectionSettings, validate as validate_settings};
use cora_core::id::{ConnectionId, OrganizationId};
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::text::DisplayName;
use cora_secrets::{SealedSecret, SecretBinding};
use cora_store::ChangeContext;
use cora_wire::request::{
    CreateConnectionRequest, RollbackRequest, SaveConnectionRequest, UseConnectionRequest, ValidateConnectionRequest,
};
use serde::Serialize;
use uuid::Uuid;

use super::row::Row;
use super::{find, not_found, record, row};
use crate::app::App;
use crate::authenticate::{SignedIn, require_capability};
use crate::body::{read, read_or_default};
use crate::envelope::{RequestId, Success};
use crate::error::{ApiError, ServerCode};

/// The row as it is after a command, and the issues of its settings.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionChanged")]
pub(super) struct Changed {
    #[serde(flatten)]
    row: Row,
    outcome: ConnectionReason,
    issues: Vec<ConnectionIssue>,
}

/// The answer of the legacy CORA toolkit to `activate`, with the version to expect in the next
/// command.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionActivated")]
pub(super) struct Activated {
    id: ConnectionId,
    provider_type: ConnectionKind,
    is_active: bool,
    message: &'static str,
    outcome: ConnectionReason,
    version: Option<u32>,
    number: Option<u32>,
}

pub(super) async fn create(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpWrite).await?;
    let request: CreateConnectionRequest = read(&body)?;
    let CreateConnectionRequest { provider_type, display_name, config, organization_id } = request;
    let given = Given { provider_type, display_name, config, organization_id };
    make(&app, &signed_in, &request_id, ConnectionId::from_uuid(Uuid::new_v4()), given).await
}

struct Given {
    provider_type: ConnectionKind,
    display_name: DisplayName,
    config: Settings,
    organization_id: Option<OrganizationId>,
}

async fn make(
    app: &App,
    signed_in: &SignedIn,
    request_id: &RequestId,
    connection_id: ConnectionId,
    given: Given,
) -> Result<(StatusCode, Success<Changed>), ApiError> {
    let Given { provider_type: kind, display_name, config, organization_id } = given;
    let (settings, secrets) = seal(app, connection_id, kind, config)?;
    let command = ConnectionCommand::Create { connection_id, kind, display_name, organization_id, settings };
    let change = carry_out(app, signed_in, request_id, connection_id, command, secrets).await?;
    let row = row(app, connection_id).await?;
    Ok((StatusCode::CREATED, Success::new(Changed { row, outcome: change.reason, issues: change.issues })))
}

pub(super) async fn save(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path(named): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpWrite).await?;
    let request: SaveConnectionRequest = read(&body)?;
    let SaveConnectionRequest { display_name, config, version } = request;
    let record = match record(&app, &named).await {
        // WHY: the database of the legacy CORA toolkit has a row for each kind from the start. Cora
        // creates it on the first write.
        Err(ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, .. }) => {
            // A caller who names a version has seen a connection, and does not mean to create one.
            let config = config.filter(|_| version.is_none());
            let (kind, config) =
                (ConnectionKind::from_name(&named).ok_or_else(not_found)?, config.ok_or_else(not_found)?);
            let display_name = display_name.unwrap_or_else(|| DisplayName::shortened(kind.display_name()));
            let given = Given { provider_type: kind, display_name, config, organization_id: None };
            return make(&app, &signed_in, &request_id, kind.platform_connection_id(), given).await;
        }
        found => found?,
    };
    let (settings, secrets) = match config {
        None => (None, Vec::new()),
        Some(config) => {
            let (settings, secrets) = seal(&app, record.id, record.kind, config)?;
            (Some(settings), secrets)
        }
    };
    let command = ConnectionCommand::Save { display_name, settings, expected_version: version };
    let change = carry_out(&app, &signed_in, &request_id, record.id, command, secrets).await?;
    let row = row(&app, record.id).await?;
    Ok((StatusCode::OK, Success::new(Changed { row, outcome: change.reason, issues: change.issues })))
}

/// Validates settings without storing them: those in the body, or else the latest stored ones.
pub(super) async fn validate(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let ValidateConnectionRequest { config } = read_or_default(&body)?;
    let allow_loopback = app.allow_loopback;
    let input = match config {
        Some(settings) if ConnectionId::parse(&named).is_none() => {
            let kind = ConnectionKind::from_name(&named).ok_or_else(not_found)?;
            ConnectionSettings { kind, settings, organization_id: None, allow_loopback }
        }
        config => {
            let record = record(&app, &named).await?;
            let latest = record.configurations.iter().find(|one| one.number == record.latest_number);
            let settings = config.or_else(|| latest.map(|one| one.settings.clone())).ok_or_else(not_found)?;
            let (kind, organization_id) = (record.kind, record.organization_id);
            ConnectionSettings { kind, settings, organization_id, allow_loopback }
        }
    };
    Ok(Success::new(validate_settings(&input)))
}

pub(super) async fn activate(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path(named): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpActivate).await?;
    let UseConnectionRequest { number, force, version } = read_or_default(&body)?;
    let command = ConnectionCommand::Activate { number, force, expected_version: version };
    change_use(&app, &signed_in, &request_id, &named, command, "the connection is now active").await
}

pub(super) async fn disable(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path(named): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpActivate).await?;
    let UseConnectionRequest { number, force, version } = read_or_default(&body)?;
    if number.is_some() {
        return Err(unused_number());
    }
    let command = ConnectionCommand::Disable { force, expected_version: version };
    change_use(&app, &signed_in, &request_id, &named, command, "the connection is now disabled").await
}

fn unused_number() -> ApiError {
    let (code, path) = (IssueCode::UnknownField, "/number".to_owned());
    let message = "`number` is not allowed here".to_owned();
    let help = Some("Remove it.".to_owned());
    ApiError::Invalid(cora_wire::report(vec![Issue { code, severity: Severity::Error, path, message, help }]))
}

pub(super) async fn roll_back(
    State(app): State<App>,
    Extension(request_id): Extension<RequestId>,
    Path(named): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let signed_in = require_capability(&app, &headers, Capability::IdpActivate).await?;
    let RollbackRequest { number, force, version } = read(&body)?;
    let command = ConnectionCommand::Rollback { number, force, expected_version: version };
    change_use(&app, &signed_in, &request_id, &named, command, "the connection uses these settings again").await
}

async fn change_use(
    app: &App,
    signed_in: &SignedIn,
    request_id: &RequestId,
    named: &str,
    command: ConnectionCommand,
    message: &'static str,
) -> Result<Success<Activated>, ApiError> {
    let id = find(app, named).await?;
    let change = carry_out(app, signed_in, request_id, id, command, Vec::new()).await?;
    let row = row(app, id).await?;
    Ok(Success::new(Activated {
        id,
        provider_type: row.provider_type(),
        is_active: row.is_active(),
        message,
        outcome: change.reason,
        version: change.version,
        number: change.number,
    }))
}

/// Carries out a command, or fails with the reason for the refusal.
pub(super) async fn carry_out(
    app: &App,
    signed_in: &SignedIn,
    request_id: &RequestId,
    id: ConnectionId,
    command: ConnectionCommand,
    secrets: Vec<SealedSecret>,
) -> Result<ConnectionChange, ApiError> {
    let actor = ConnectionActor::User { user_id: signed_in.authenticated()?.user_id };
    let now = (app.clock)();
    let request_id = Some(request_id.0.clone());
    let context = ChangeContext { now, actor, request_id, allow_loopback: app.allow_loopback };
    let change = app.store.change_connection(id, &command, &context, &secrets).await?;
    if change.ok { Ok(change) } else { Err(ApiError::Connection { reason: change.reason, issues: change.issues }) }
}

/// Takes secrets out of the settings, encrypts them, and puts references in their place.
fn seal(
    app: &App,
    connection_id: ConnectionId,
    kind: ConnectionKind,
    settings: Settings,
) -> Result<(Settings, Vec<SealedSecret>), ApiError> {
    // WHY validate first: a secret that is malformed is dropped when secrets are taken out, and
    // would be lost silently.
    let allow_loopback = app.allow_loopback;
    let given = ConnectionSettings { kind, settings, organization_id: None, allow_loopback };
    let report = validate_settings(&given);
    // WHY also check errors that a draft may have: nobody sees a secret again once it is stored.
    if !report.storable || secret_errors(&report, kind).next().is_some() {
        let reason = ConnectionReason::SettingsNotStorable;
        return Err(ApiError::Connection { reason, issues: report.issues });
    }
    let (mut settings, written) = take_secrets(given.settings, kind);
    let mut sealed = Vec::new();
    for secret in written {
        let keys = app.secrets.keys().map_err(|_| ApiError::Server(ServerCode::SecretKeysMissing))?;
        let secret_id = Uuid::new_v4();
        let binding = SecretBinding { connection_id, secret_id, name: secret.name.to_owned() };
        let failed = |_| ApiError::Server(ServerCode::InternalError);
        sealed.push(keys.seal(binding, secret.value.expose()).map_err(failed)?);
        let reference = SecretReference::stored(&secret_id.to_string());
        let reference = reference.ok_or(ApiError::Server(ServerCode::InternalError))?;
        put_reference(&mut settings, kind, secret.name, &reference);
    }
    Ok((settings, sealed))
}
