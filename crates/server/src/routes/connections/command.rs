//! Commands on connections.

use axum::response::{IntoResponse, Response};
use cora_axum::{Named, required};
use cora_core::administration::{Consequence, connection_consequences};
use cora_core::connection::ConnectionKind;
use cora_core::connection::lifecycle::{ConnectionChange, ConnectionCommand, ConnectionReason};
use cora_core::connection::report::{ConnectionIssue, ConnectionReport};
use cora_core::connection::secret::extraction::{put_reference, secret_errors, take_secrets};
use cora_core::connection::secret::reference::SecretReference;
use cora_core::connection::settings::validate::validate as validate_settings;
use cora_core::connection::settings::{ConnectionSettings, Settings};
use cora_core::id::{ConnectionId, OrganizationId};
use cora_core::issue::{Issue, IssueCode, Severity};
use cora_core::text::DisplayName;
use cora_secrets::{SealedSecret, SecretBinding};
use cora_store::{ChangeContext, ConnectionRow};
use cora_wire::request::{
    CreateConnectionRequest, MakeDefaultRequest, RollbackRequest, SaveConnectionRequest, SetSecretExpiryRequest,
    UseConnectionRequest, ValidateConnectionRequest,
};
use serde::Serialize;
use uuid::Uuid;

use super::{ConnectionName, not_found};
use crate::app::App;
use crate::body::{Body, OptionalBody};
use crate::caller::ConnectionCaller;
use crate::command::CommandQuery;
use crate::endpoint::{Answer, Description, Endpoint, Routes, post, put};
use crate::envelope::{Created, Success};
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(CREATE, create)
        .on(SAVE, save)
        .on(VALIDATE, validate)
        .on(ACTIVATE, activate)
        .on(DISABLE, disable)
        .on(MAKE_DEFAULT, make_default)
        .on(ROLL_BACK, roll_back)
        .on(SECRET_EXPIRY, set_secret_expiry)
}

/// The row as it is after a command, and the issues of its settings.
#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ConnectionChanged")]
pub(crate) struct Changed {
    #[serde(flatten)]
    row: ConnectionRow,
    outcome: ConnectionReason,
    issues: Vec<ConnectionIssue>,
    /// The consequences, in a dry run only. Nothing was written then.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Vec<Consequence>>,
}

/// The state of a connection after it was put into use or out of it, with the version to expect in
/// the next command.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionActivated")]
pub(crate) struct Activated {
    id: ConnectionId,
    provider_type: ConnectionKind,
    is_active: bool,
    /// `true` if the connection is the platform's default.
    is_default: bool,
    message: &'static str,
    outcome: ConnectionReason,
    version: Option<u32>,
    number: Option<u32>,
    /// The platform's default connection afterwards; null if the platform has no connection in use,
    /// or if nothing changed.
    default_connection_id: Option<ConnectionId>,
    /// The number of active users who could sign in before and cannot afterwards, because all their
    /// identities are at issuers that are not in use any more; null for a change of the default.
    users_without_way_in: Option<u32>,
    /// `true` if this would be the result, and nothing was written.
    dry_run: bool,
    /// The consequences, in a dry run only.
    #[serde(skip_serializing_if = "Option::is_none")]
    consequences: Option<Vec<Consequence>>,
}

/// A caller who writes connections.
pub(crate) type Writer<P = ()> = ConnectionCaller<required::IdpWrite, P>;

const CREATE: Endpoint = post("/admin/idp-config", "createConnection", "Create a connection.").refuses(&[409]);

async fn create(
    caller: Writer,
    query: CommandQuery,
    Body(request): Body<CreateConnectionRequest>,
) -> Result<Created<Changed>, ApiError> {
    if query.0.version.is_some() {
        return Err(ApiError::input("version", "a new connection has no version"));
    }
    let CreateConnectionRequest { provider_type, display_name, config, organization_id } = request;
    let given = Given { provider_type, display_name, config, organization_id };
    make(&caller, ConnectionId::from_uuid(Uuid::new_v4()), given, query).await.map(Created)
}

struct Given {
    provider_type: ConnectionKind,
    display_name: DisplayName,
    config: Settings,
    organization_id: Option<OrganizationId>,
}

async fn make<P>(
    caller: &Writer<P>,
    connection_id: ConnectionId,
    given: Given,
    query: CommandQuery,
) -> Result<Changed, ApiError> {
    let Given { provider_type: kind, display_name, config, organization_id } = given;
    // The setup makes the connection by which the first owner signs in.
    if caller.is_setup() && organization_id.is_some() {
        return Err(ApiError::FORBIDDEN);
    }
    let (settings, secrets) = seal(&caller.app, connection_id, kind, config)?;
    let command = ConnectionCommand::Create { connection_id, kind, display_name, organization_id, settings };
    carry_out(caller, connection_id, command, secrets, query).await.map(Changed::from)
}

const SAVE: Endpoint =
    put("/admin/idp-config/{providerType}", "saveConnection", "Replace a connection's settings or name.")
        .refuses(&[409]);

/// The answer to `save`, which is documented as the one of a connection that exists.
pub(crate) enum Saved {
    Created(Changed),
    Changed(Changed),
}

impl IntoResponse for Saved {
    fn into_response(self) -> Response {
        match self {
            Self::Created(changed) => Created(changed).into_response(),
            Self::Changed(changed) => Success::new(changed).into_response(),
        }
    }
}

impl Answer for Saved {
    fn describe(description: &mut Description) {
        <Success<Changed>>::describe(description);
    }
}

pub(crate) async fn save(
    caller: Writer<ConnectionName>,
    query: CommandQuery,
    Body(request): Body<SaveConnectionRequest>,
) -> Result<Saved, ApiError> {
    let SaveConnectionRequest { display_name, config, version } = request;
    let query = query.or_body(version, false);
    let version = query.0.version;
    let record = match caller.path.record(&caller.app).await {
        // WHY: the database of the legacy CORA toolkit has a row for each kind from the start. Cora
        // creates it on the first write.
        Err(ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, .. }) => {
            // A caller who names a version has seen a connection, and does not mean to create one.
            let config = config.filter(|_| version.is_none());
            let (kind, config) = (caller.path.kind()?, config.ok_or_else(not_found)?);
            let display_name = display_name.unwrap_or_else(|| DisplayName::shortened(kind.display_name()));
            let given = Given { provider_type: kind, display_name, config, organization_id: None };
            // The identifier of a deleted connection is not used again.
            let usual = kind.platform_connection_id();
            let is_free = !caller.app.store.connection_was_deleted(usual).await?;
            let id = if is_free { usual } else { ConnectionId::from_uuid(Uuid::new_v4()) };
            return make(&caller, id, given, query).await.map(Saved::Created);
        }
        found => found?,
    };
    let (settings, secrets) = match config {
        None => (None, Vec::new()),
        Some(config) => {
            let (settings, secrets) = seal(&caller.app, record.id, record.kind, config)?;
            (Some(settings), secrets)
        }
    };
    let command = ConnectionCommand::Save { display_name, settings, expected_version: version };
    carry_out(&caller, record.id, command, secrets, query).await.map(Changed::from).map(Saved::Changed)
}

const VALIDATE: Endpoint =
    post("/admin/idp-config/{providerType}/validate", "validateConnection", "Validate settings.").refuses(&[409]);

/// Validates settings without storing them: those in the body, or else the latest stored ones.
async fn validate(
    caller: ConnectionCaller<required::IdpRead, ConnectionName>,
    OptionalBody(ValidateConnectionRequest { config }): OptionalBody<ValidateConnectionRequest>,
) -> Result<Success<ConnectionReport>, ApiError> {
    let (allow_loopback, allowed_hosts) = (caller.app.allow_loopback, caller.app.allowed_hosts.clone());
    let input = match config {
        Some(settings) if ConnectionId::parse(&caller.path.0).is_none() => {
            let kind = caller.path.kind()?;
            ConnectionSettings { kind, settings, organization_id: None, allow_loopback, allowed_hosts }
        }
        config => {
            let record = caller.path.record(&caller.app).await?;
            let latest = record.configurations.iter().find(|one| one.number == record.latest_number);
            let settings = config.or_else(|| latest.map(|one| one.settings.clone())).ok_or_else(not_found)?;
            let (kind, organization_id) = (record.kind, record.organization_id);
            ConnectionSettings { kind, settings, organization_id, allow_loopback, allowed_hosts }
        }
    };
    Ok(Success::new(validate_settings(&input)))
}

/// A caller who puts connections into use.
pub(crate) type Activator = ConnectionCaller<required::IdpActivate, ConnectionName>;

const ACTIVATE: Endpoint =
    post("/admin/idp-config/{providerType}/activate", "activateConnection", "Activate a connection.").refuses(&[409]);

pub(crate) async fn activate(
    caller: Activator,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<UseConnectionRequest>,
) -> Result<Success<Activated>, ApiError> {
    let UseConnectionRequest { number, force, version, dry_run } = request;
    let query = query.or_body(version, dry_run);
    let command = ConnectionCommand::Activate { number, force, expected_version: query.0.version };
    change_use(&caller, command, query, "the connection is now active").await
}

const DISABLE: Endpoint =
    post("/admin/idp-config/{providerType}/disable", "disableConnection", "Disable a connection.").refuses(&[409]);

async fn disable(
    caller: Writer<ConnectionName>,
    query: CommandQuery,
    OptionalBody(request): OptionalBody<UseConnectionRequest>,
) -> Result<Success<Activated>, ApiError> {
    let UseConnectionRequest { number, force, version, dry_run } = request;
    if number.is_some() {
        return Err(unused_number());
    }
    let query = query.or_body(version, dry_run);
    let command = ConnectionCommand::Disable { force, expected_version: query.0.version };
    change_use(&caller, command, query, "the connection is now disabled").await
}

const MAKE_DEFAULT: Endpoint = post(
    "/admin/idp-config/{providerType}/default",
    "makeDefaultConnection",
    "Make an active connection the platform's default.",
)
.refuses(&[409]);

async fn make_default(
    caller: Activator,
    query: CommandQuery,
    OptionalBody(MakeDefaultRequest { version }): OptionalBody<MakeDefaultRequest>,
) -> Result<Success<Activated>, ApiError> {
    let query = query.or_body(version, false);
    let command = ConnectionCommand::MakeDefault { expected_version: query.0.version };
    change_use(&caller, command, query, "the connection is now the default").await
}

fn unused_number() -> ApiError {
    let (code, path) = (IssueCode::UnknownField, "/number".to_owned());
    let message = "`number` is not allowed here".to_owned();
    let help = Some("Remove it.".to_owned());
    ApiError::Invalid(cora_wire::report(vec![Issue { code, severity: Severity::Error, path, message, help }]))
}

const ROLL_BACK: Endpoint =
    post("/admin/idp-config/{providerType}/rollback", "rollBackConnection", "Roll back to earlier settings.")
        .refuses(&[409]);

async fn roll_back(
    caller: Activator,
    query: CommandQuery,
    Body(RollbackRequest { number, force, version, dry_run }): Body<RollbackRequest>,
) -> Result<Success<Activated>, ApiError> {
    let query = query.or_body(version, dry_run);
    let command = ConnectionCommand::Rollback { number, force, expected_version: query.0.version };
    change_use(&caller, command, query, "the connection uses these settings again").await
}

const SECRET_EXPIRY: Endpoint = put(
    "/admin/idp-config/{providerType}/secret-expiry",
    "setSecretExpiry",
    "Record the time at which the provider ends the secret of a connection.",
)
.refuses(&[409]);

async fn set_secret_expiry(
    caller: Writer<ConnectionName>,
    query: CommandQuery,
    OptionalBody(SetSecretExpiryRequest { expires_at, number }): OptionalBody<SetSecretExpiryRequest>,
) -> Result<Success<Changed>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    let command = ConnectionCommand::SetSecretExpiry { number, expires_at, expected_version: query.0.version };
    carry_out(&caller, id, command, Vec::new(), query).await.map(Changed::from).map(Success::new)
}

async fn change_use<C: Named>(
    caller: &ConnectionCaller<C, ConnectionName>,
    command: ConnectionCommand,
    query: CommandQuery,
    message: &'static str,
) -> Result<Success<Activated>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    let CarriedOut { change, row, consequences } = carry_out(caller, id, command, Vec::new(), query).await?;
    let dry_run = query.0.dry_run;
    Ok(Success::new(Activated {
        id,
        provider_type: row.provider_type,
        is_active: row.is_active,
        is_default: row.is_default,
        message: if dry_run { "nothing was changed" } else { message },
        outcome: change.reason,
        version: change.version,
        number: change.number,
        default_connection_id: change.default_connection,
        users_without_way_in: change.users_without_way_in,
        dry_run,
        consequences,
    }))
}

/// A command that was carried out, or decided in a dry run, with the connection as it is after it.
struct CarriedOut {
    change: ConnectionChange,
    row: ConnectionRow,
    consequences: Option<Vec<Consequence>>,
}

impl From<CarriedOut> for Changed {
    fn from(CarriedOut { change, row, consequences }: CarriedOut) -> Self {
        Self { row, outcome: change.reason, issues: change.issues, consequences }
    }
}

/// Carries out a command, or decides it in a dry run, or fails with the reason for the refusal.
async fn carry_out<C: Named, P>(
    caller: &ConnectionCaller<C, P>,
    id: ConnectionId,
    command: ConnectionCommand,
    secrets: Vec<SealedSecret>,
    query: CommandQuery,
) -> Result<CarriedOut, ApiError> {
    let (change, row) = decided(caller, id, command, &secrets, query).await?;
    let consequences = query.0.dry_run.then(|| connection_consequences(&change));
    Ok(CarriedOut { change, row: row.ok_or_else(not_found)?, consequences })
}

/// Carries out a command like [`carry_out`]. Returns the row as it is after it, or `None` if the
/// connection was deleted.
pub(super) async fn decided<C: Named, P>(
    caller: &ConnectionCaller<C, P>,
    id: ConnectionId,
    command: ConnectionCommand,
    secrets: &[SealedSecret],
    CommandQuery(options): CommandQuery,
) -> Result<(ConnectionChange, Option<ConnectionRow>), ApiError> {
    let (context, store) = (context(caller, &command)?, &caller.app.store);
    let (change, row) = store.run_connection_command(id, &command, &context, secrets, options.dry_run).await?;
    if change.reason == ConnectionReason::StaleVersion {
        let current = row.and_then(|row| serde_json::to_value(row).ok());
        return Err(ApiError::StaleVersion { current });
    }
    Ok((accepted(change)?, row))
}

/// Returns the context of a command that the caller gives now.
fn context<C: Named, P>(
    caller: &ConnectionCaller<C, P>,
    command: &ConnectionCommand,
) -> Result<ChangeContext, ApiError> {
    caller.states(Some(command.capability()))?;
    let app = &caller.app;
    let actor = caller.actor()?;
    let now = (app.clock)();
    let request_id = Some(caller.request_id.0.clone());
    let (allow_loopback, allowed_hosts) = (app.allow_loopback, app.allowed_hosts.clone());
    Ok(ChangeContext { now, actor, request_id, allow_loopback, allowed_hosts })
}

fn accepted(change: ConnectionChange) -> Result<ConnectionChange, ApiError> {
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
    let (allow_loopback, allowed_hosts) = (app.allow_loopback, app.allowed_hosts.clone());
    let given = ConnectionSettings { kind, settings, organization_id: None, allow_loopback, allowed_hosts };
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
