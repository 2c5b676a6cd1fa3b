//! `/admin/idp-config`: the connections, for administrators of the platform.
//! `GET /auth/active-connection`: the active connections, for everyone.
//!
//! `{providerType}` is a kind of provider or the identifier of a connection. The identifier is
//! needed if several connections have the same kind.

mod carry_over;
pub(crate) mod command;
mod deletion;
mod health;
mod test_login;
mod unsaved;

use cora_axum::required;
use cora_core::connection::configuration::public_view::{PublicConnection, for_verification, public_view};
use cora_core::connection::lifecycle::{ConnectionReason, ConnectionRecord};
use cora_core::connection::{Connection, ConnectionKind};
use cora_core::id::ConnectionId;
use cora_core::text::DisplayName;
use cora_jwt::KeyLocation;
use cora_store::{ConfigurationRow, ConnectionAuditRow, ConnectionRow, ListPage, StoredConnection};
use serde::Serialize;

use crate::app::App;
use crate::authenticate::key_source;
use crate::caller::{ConnectionCaller, Open};
use crate::endpoint::{Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::list_query::{ListOf, lists};
use crate::path::PathId;

lists! {
    /// Audit records of a connection.
    ConnectionAudit = AUDIT_OF_CONNECTION,
    /// Versions of a connection's settings.
    ConnectionVersions = CONNECTION_VERSIONS,
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .on(ACTIVE, active)
        .on(LIST, list)
        .on(ONE, show)
        .on(VERSIONS, versions)
        .on(AUDIT, audit)
        .merge(carry_over::routes())
        .merge(command::routes())
        .merge(deletion::routes())
        .merge(health::routes())
        .merge(test_login::routes())
        .merge(unsaved::routes())
}

/// The name of a connection in a path: its identifier, or its kind of provider.
pub(crate) struct ConnectionName(String);

impl PathId for ConnectionName {
    fn parse(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

impl ConnectionName {
    /// Finds the connection: by its identifier, or by its kind if the platform has only one
    /// connection of that kind.
    pub(crate) async fn find(&self, app: &App) -> Result<ConnectionId, ApiError> {
        if let Some(id) = ConnectionId::parse(&self.0) {
            return Ok(id);
        }
        let found = app.store.connection_by_type(self.kind()?).await?;
        match found.as_slice() {
            [] => Err(not_found()),
            [only] => Ok(only.id),
            _ => Err(ApiError::Server(ServerCode::AmbiguousProviderType)),
        }
    }

    /// Returns the kind of provider. Fails with `connection_not_found` if the name is another.
    pub(crate) fn kind(&self) -> Result<ConnectionKind, ApiError> {
        ConnectionKind::from_name(&self.0).ok_or_else(not_found)
    }

    /// Loads the stored record of the connection.
    pub(crate) async fn record(&self, app: &App) -> Result<ConnectionRecord, ApiError> {
        let id = self.find(app).await?;
        app.store.connection_record(id).await?.ok_or_else(not_found)
    }
}

const ACTIVE: Endpoint = get("/auth/active-connection", "activeConnection", "Get the active connections.");

#[derive(Serialize, schemars::JsonSchema)]
#[schemars(rename = "ActiveConnection")]
struct ActiveConnectionView {
    /// The default connection as a browser needs it to begin a login. Null if no connection is
    /// active, or if the default one has no configuration.
    connection: Option<PublicConnection>,
    /// The default connection and the key location with which its tokens are verified, in the form
    /// that `verify` of the npm package takes. Null if no connection is active.
    verification: Option<Verification>,
    /// All connections that people may sign in with, the default first.
    connections: Vec<ConnectionChoice>,
}

/// A connection of the platform in use.
#[derive(Clone, Serialize, schemars::JsonSchema)]
struct ConnectionChoice {
    /// `true` for the default: the one to offer first.
    default: bool,
    /// The connection as a browser needs it to begin a login. Null if it has no configuration.
    connection: Option<PublicConnection>,
    /// The connection and the key location with which its tokens are verified.
    verification: Verification,
}

impl ConnectionChoice {
    fn of(stored: &StoredConnection) -> Self {
        let connection = stored.configuration.as_ref().map(|configuration| {
            let (id, version) = (stored.connection.id, stored.connection.version);
            public_view(id, version, DisplayName::shortened(&stored.display_name), configuration, &stored.derived)
        });
        let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
        let verification =
            Verification { connection: for_verification(&stored.connection), keys: source.location.into() };
        Self { default: false, connection, verification }
    }
}

#[derive(Clone, Serialize, schemars::JsonSchema)]
struct Verification {
    connection: Connection,
    keys: Keys,
}

#[derive(Clone, Serialize, schemars::JsonSchema)]
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

/// Returns the public view of the active connections. It is read from the database each time, so
/// that a change takes effect on the next request.
async fn active(request: Open) -> Result<Success<ActiveConnectionView>, ApiError> {
    let stored = request.app.store.active_platform_connections().await?;
    let mut connections: Vec<ConnectionChoice> = stored.iter().map(ConnectionChoice::of).collect();
    if let Some(default) = connections.first_mut() {
        default.default = true;
    }
    let default = connections.first().cloned();
    Ok(Success::new(ActiveConnectionView {
        connection: default.as_ref().and_then(|default| default.connection.clone()),
        verification: default.map(|default| default.verification),
        connections,
    }))
}

const LIST: Endpoint = get("/admin/idp-config", "connections", "List connections.");

async fn list(caller: ConnectionCaller<required::IdpRead>) -> Result<Success<Vec<ConnectionRow>>, ApiError> {
    Ok(Success::new(caller.app.store.connections().await?))
}

const ONE: Endpoint =
    get("/admin/idp-config/{providerType}", "connection", "Get a connection by its provider kind or identifier.")
        .refuses(&[409]);

async fn show(caller: ConnectionCaller<required::IdpRead, ConnectionName>) -> Result<Success<ConnectionRow>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    Ok(Success::new(row(&caller.app, id).await?))
}

const VERSIONS: Endpoint = get(
    "/admin/idp-config/{providerType}/versions",
    "connectionVersions",
    "List the versions of a connection's settings.",
)
.refuses(&[409]);

async fn versions(
    caller: ConnectionCaller<required::IdpRead, ConnectionName>,
    query: ListOf<ConnectionVersions>,
) -> Result<Success<ListPage<ConfigurationRow>>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    row(&caller.app, id).await?;
    Ok(Success::new(caller.app.store.connection_versions(id, query.0).await?))
}

const AUDIT: Endpoint = get(
    "/admin/idp-config/{providerType}/audit",
    "connectionAudit",
    "List a connection's audit records, newest first.",
)
.refuses(&[409]);

async fn audit(
    caller: ConnectionCaller<required::AuditRead, ConnectionName>,
    query: ListOf<ConnectionAudit>,
) -> Result<Success<ListPage<ConnectionAuditRow>>, ApiError> {
    let id = caller.path.find(&caller.app).await?;
    row(&caller.app, id).await?;
    Ok(Success::new(caller.app.store.audit_of_connection(id, query.0).await?))
}

/// Loads a connection's row. Fails with `connection_not_found`.
async fn row(app: &App, id: ConnectionId) -> Result<ConnectionRow, ApiError> {
    app.store.connection(id).await?.ok_or_else(not_found)
}

fn not_found() -> ApiError {
    ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, issues: Vec::new() }
}
