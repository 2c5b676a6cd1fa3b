//! `/admin/idp-config`: the connections, for those who administer the platform; and `GET /auth/active-connection`, for
//! everybody.
//!
//! Paths and rows have CORA's names. `{providerType}` is a kind of provider, or the identifier of a connection, which is needed
//! where there are several of one kind.

mod command;
mod row;
mod test_login;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use cora_core::capability::Capability;
use cora_core::connection::life_cycle::{ConnectionReason, ConnectionRecord};
use cora_core::connection::public::{PublicConnection, for_verification, public};
use cora_core::connection::{Connection, ConnectionKind};
use cora_core::id::ConnectionId;
use cora_core::json::Code;
use cora_core::text::DisplayName;
use cora_jwt::KeyLocation;
use serde::Serialize;

use crate::app::{App, TEST_CALLBACK};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::sign_in::{allowed, key_source};
use row::{Row, Version};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/auth/active-connection", get(active))
        .route(TEST_CALLBACK, get(test_login::callback))
        .route("/admin/idp-config", get(list).post(command::create))
        .route("/admin/idp-config/{providerType}", get(one).put(command::save))
        .route("/admin/idp-config/{providerType}/validate", post(command::validate))
        .route("/admin/idp-config/{providerType}/check", post(test_login::check))
        .route("/admin/idp-config/{providerType}/test", post(test_login::begin))
        .route("/admin/idp-config/{providerType}/tests/{testRun}", get(test_login::one))
        .route("/admin/idp-config/{providerType}/tests/{testRun}/token", post(test_login::present))
        .route("/admin/idp-config/{providerType}/activate", post(command::activate))
        .route("/admin/idp-config/{providerType}/disable", post(command::disable))
        .route("/admin/idp-config/{providerType}/rollback", post(command::roll_back))
        .route("/admin/idp-config/{providerType}/versions", get(versions))
        .route("/admin/idp-config/{providerType}/audit", get(audit))
}

#[derive(Serialize)]
struct Active {
    /// What a login is begun with.
    connection: Option<PublicConnection>,
    /// What its tokens are verified with, as `verify` of the npm package takes it.
    verification: Option<Verification>,
}

#[derive(Serialize)]
struct Verification {
    connection: Connection,
    keys: Keys,
}

#[derive(Serialize)]
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

/// The connection that logins use, as everybody may see it. Read anew each time, so that a change counts at the next request.
async fn active(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    let stored = app.store.active_platform_connection().await?;
    let Some(stored) = stored else { return Ok(Success::new(Active { connection: None, verification: None })) };
    let begun_with = stored.configuration.as_ref().map(|configuration| {
        let (id, version) = (stored.connection.id, stored.connection.version);
        public(id, version, DisplayName::shortened(&stored.display_name), configuration, &stored.derived)
    });
    let source = key_source(&stored.connection.issuer, stored.configuration.as_ref(), &stored.derived);
    let verification = Verification { connection: for_verification(&stored.connection), keys: source.location.into() };
    Ok(Success::new(Active { connection: begun_with, verification: Some(verification) }))
}

async fn list(State(app): State<App>, headers: HeaderMap) -> Result<impl IntoResponse, ApiError> {
    allowed(&app, &headers, Capability::IdpRead).await?;
    let rows: Vec<Row> = app.store.connections().await?.into_iter().map(Row::from).collect();
    Ok(Success::new(rows))
}

async fn one(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    allowed(&app, &headers, Capability::IdpRead).await?;
    let id = find(&app, &named).await?;
    Ok(Success::new(row(&app, id).await?))
}

async fn versions(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    allowed(&app, &headers, Capability::IdpRead).await?;
    let id = find(&app, &named).await?;
    let kind = row(&app, id).await?.provider_type();
    let versions = app.store.configuration_versions(id).await?;
    Ok(Success::new(versions.into_iter().map(|version| Version::new(version, kind)).collect::<Vec<_>>()))
}

/// The greatest number of audit records in one answer.
const MAX_AUDIT_RECORDS: u32 = 200;

async fn audit(
    State(app): State<App>,
    Path(named): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiError> {
    allowed(&app, &headers, Capability::AuditRead).await?;
    let id = find(&app, &named).await?;
    row(&app, id).await?;
    Ok(Success::new(app.store.connection_audit(id, MAX_AUDIT_RECORDS).await?))
}

/// The row of a connection that is there.
async fn row(app: &App, id: ConnectionId) -> Result<Row, ApiError> {
    app.store.connection(id).await?.map(Row::from).ok_or_else(not_found)
}

fn not_found() -> ApiError {
    ApiError::Connection { reason: ConnectionReason::ConnectionNotFound, issues: Vec::new() }
}

/// The kind of provider that a text names.
fn kind(text: &str) -> Option<ConnectionKind> {
    ConnectionKind::ALL.into_iter().find(|kind| kind.name() == text)
}

/// The connection that a path names: by its identifier, or as the only one of the platform of that kind.
async fn find(app: &App, named: &str) -> Result<ConnectionId, ApiError> {
    if let Some(id) = ConnectionId::parse(named) {
        return Ok(id);
    }
    let kind = kind(named).ok_or_else(not_found)?;
    let found = app.store.connection_by_type(kind).await?;
    match found.as_slice() {
        [] => Err(not_found()),
        [only] => Ok(only.id),
        _ => Err(ApiError::Server(ServerCode::AmbiguousProviderType)),
    }
}

/// What is stored of a connection that is there.
async fn record(app: &App, named: &str) -> Result<ConnectionRecord, ApiError> {
    let id = find(app, named).await?;
    app.store.connection_record(id).await?.ok_or_else(not_found)
}
