//! `/admin/idp-config`: the connections, for administrators of the platform.
//! `GET /auth/active-connection`: the active connection, for everyone.
//!
//! Paths and rows use the names of the legacy CORA toolkit. `{providerType}` is a kind of provider
//! or the identifier of a connection. The identifier is needed if several connections have the same
//! kind.

mod command;
mod row;
mod test_login;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use cora_core::capability::Capability;
use cora_core::connection::lifecycle::{ConnectionReason, ConnectionRecord};
use cora_core::connection::public_view::{PublicConnection, for_verification, public_view};
use cora_core::connection::report::ConnectionReport;
use cora_core::connection::{Connection, ConnectionKind};
use cora_core::id::ConnectionId;
use cora_core::text::DisplayName;
use cora_jwt::KeyLocation;
use cora_store::{ConnectionAuditRow, TestRunRow};
use cora_wire::request::{
    CreateConnectionRequest, RollbackRequest, SaveConnectionRequest, UseConnectionRequest, ValidateConnectionRequest,
};
use serde::Serialize;

use crate::app::{App, TEST_CALLBACK};
use crate::authenticate::{key_source, require_capability};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::openapi::{Routes, operation};
use row::{Row, Version};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/auth/active-connection",
            active,
            operation("activeConnection", "Get the active connection.").open().answers::<ActiveConnectionView>(),
        )
        .get(
            TEST_CALLBACK,
            test_login::callback,
            operation("testCallback", "Receive the callback of a test login.")
                .open()
                .query(&CALLBACK)
                .shows(&[200])
                .refuses(409),
        )
        .get(
            "/admin/idp-config",
            list,
            operation("connections", "List connections.").needs(Capability::IdpRead).answers::<Vec<Row>>(),
        )
        .post(
            "/admin/idp-config",
            command::create,
            operation("createConnection", "Create a connection.")
                .needs(Capability::IdpWrite)
                .takes::<CreateConnectionRequest>()
                .creates::<command::Changed>()
                .refuses(409),
        )
        .get(
            "/admin/idp-config/{providerType}",
            show,
            operation("connection", "Get a connection by its provider kind or identifier.")
                .needs(Capability::IdpRead)
                .answers::<Row>()
                .refuses(409),
        )
        .put(
            "/admin/idp-config/{providerType}",
            command::save,
            operation("saveConnection", "Replace a connection's settings or name.")
                .needs(Capability::IdpWrite)
                .takes::<SaveConnectionRequest>()
                .answers::<command::Changed>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/validate",
            command::validate,
            operation("validateConnection", "Validate settings.")
                .needs(Capability::IdpRead)
                .may_take::<ValidateConnectionRequest>()
                .answers::<ConnectionReport>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/check",
            test_login::check,
            operation("checkConnection", "Fetch and check the provider's documents.")
                .needs(Capability::IdpRead)
                .answers::<test_login::Checked>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/test",
            test_login::begin,
            operation("beginTestLogin", "Start a test login.")
                .needs(Capability::IdpWrite)
                .answers::<test_login::Begun>()
                .refuses(409),
        )
        .get(
            "/admin/idp-config/{providerType}/tests/{testRun}",
            test_login::show,
            operation("testLogin", "Get a test login.").needs(Capability::IdpRead).answers::<TestRunRow>().refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/tests/{testRun}/token",
            test_login::present,
            operation("presentTestToken", "Submit a provider's token to a test login.")
                .needs(Capability::IdpWrite)
                .takes_text("application/jwt")
                .answers::<TestRunRow>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/activate",
            command::activate,
            operation("activateConnection", "Activate a connection.")
                .needs(Capability::IdpActivate)
                .may_take::<UseConnectionRequest>()
                .answers::<command::Activated>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/disable",
            command::disable,
            operation("disableConnection", "Disable a connection.")
                .needs(Capability::IdpActivate)
                .may_take::<UseConnectionRequest>()
                .answers::<command::Activated>()
                .refuses(409),
        )
        .post(
            "/admin/idp-config/{providerType}/rollback",
            command::roll_back,
            operation("rollBackConnection", "Roll back to earlier settings.")
                .needs(Capability::IdpActivate)
                .takes::<RollbackRequest>()
                .answers::<command::Activated>()
                .refuses(409),
        )
        .get(
            "/admin/idp-config/{providerType}/versions",
            versions,
            operation("connectionVersions", "List the versions of a connection's settings.")
                .needs(Capability::IdpRead)
                .answers::<Vec<Version>>()
                .refuses(409),
        )
        .get(
            "/admin/idp-config/{providerType}/audit",
            audit,
            operation("connectionAudit", "List a connection's audit records.")
                .needs(Capability::AuditRead)
                .answers::<Vec<ConnectionAuditRow>>()
                .refuses(409),
        )
}

/// The parameters that a provider sends back (RFC 6749 §4.1.2).
const CALLBACK: [(&str, &str); 3] = [
    ("state", "The state of the test login that was started."),
    ("code", "The authorization code."),
    ("error", "The provider's error code, if there is no authorization code."),
];

#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ActiveConnection")]
struct ActiveConnectionView {
    /// The connection as a browser needs it to begin a login. Null if no connection is active, or
    /// if the active one has no configuration.
    connection: Option<PublicConnection>,
    /// The connection and the key location with which its tokens are verified, in the form that
    /// `verify` of the npm package takes. Null if no connection is active.
    verification: Option<Verification>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Verification {
    connection: Connection,
    keys: Keys,
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Keys {
    JwksUri(String),
    DiscoveryUri(String),
    PublicKeyPem(String),
}

impl From<KeyLocation> for Keys {
    fn from(location: KeyLocation) -> Self {
        match location {
            KeyLocation::Keys(url) => Self::JwksUri(url),
            KeyLocation::Discovery(url) => Self::DiscoveryUri(url),
            KeyLocation::Pem(text) => Self::PublicKeyPem(text),
        }
    }
}

/// Returns the public view of the active connection. It is read from the database each time, so
/// that a change takes effect on the next request.
async fn active(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    let stored = app.store.active_platform_connection().await?;
    let Some(stored) = stored else {
        return Ok(Success::new(ActiveConnectionView { connection: None, verification: None }));
    };
    let begun_with = stored.configuration.as_ref().map(|configuration| {
        let (id, version) = (stored.connection.id, stored.connection.version);
        public_view(id, version, DisplayName::shortened(&stored.display_name), configuration, &stored.derived)
    });
    let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let verification = Verification { connection: for_verification(&stored.connection), keys: source.location.into() };
    Ok(Success::new(ActiveConnectionView { connection: begun_with, verification: Some(verification) }))
}

async fn list(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let rows: Vec<Row> = app.store.connections().await?.into_iter().map(Row::from).collect();
    Ok(Success::new(rows))
}

async fn show(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let id = find(&app, &named).await?;
    Ok(Success::new(row(&app, id).await?))
}

async fn versions(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::IdpRead).await?;
    let id = find(&app, &named).await?;
    let kind = row(&app, id).await?.provider_type();
    let versions = app.store.configuration_versions(id).await?;
    Ok(Success::new(versions.into_iter().map(|version| Version::new(version, kind)).collect::<Vec<_>>()))
}

/// Maximum number of audit records in one answer.
const MAX_AUDIT_RECORDS: u32 = 200;

async fn audit(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    require_capability(&app, &headers, Capability::AuditRead).await?;
    let id = find(&app, &named).await?;
    row(&app, id).await?;
    Ok(Success::new(app.store.connection_audit(id, MAX_AUDIT_RECORDS).await?))
}

/// Loads a connection's row. Fails with `connection_not_found`.
async fn row(app: &App, id: ConnectionId) -> Result<Row, ApiError> {
    app.store.connection(id).await?.map(Row::from).ok_or_else(not_found)
}

fn not_found() -> ApiError {
    ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, issues: Vec::new() }
}

/// Finds the connection that a path names: by its identifier, or by its kind if the platform has
/// only one connection of that kind.
async fn find(app: &App, named: &str) -> Result<ConnectionId, ApiError> {
    if let Some(id) = ConnectionId::parse(named) {
        return Ok(id);
    }
    let kind = ConnectionKind::from_name(named).ok_or_else(not_found)?;
    let found = app.store.connection_by_type(kind).await?;
    match found.as_slice() {
        [] => Err(not_found()),
        [only] => Ok(only.id),
        _ => Err(ApiError::Server(ServerCode::AmbiguousProviderType)),
    }
}

/// Loads the stored record of the connection that a path names.
async fn record(app: &App, named: &str) -> Result<ConnectionRecord, ApiError> {
    let id = find(app, named).await?;
    app.store.connection_record(id).await?.ok_or_else(not_found)
}
