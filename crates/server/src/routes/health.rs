//! `GET /health`: liveness. `GET /ready`: readiness.

use serde::Serialize;

use crate::caller::Open;
use crate::endpoint::{Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::ApiError;

pub(super) fn routes() -> Routes {
    Routes::new().on(HEALTH, health).on(READY, ready)
}

#[derive(Serialize, schemars::JsonSchema)]
struct Health {
    version: &'static str,
}

const HEALTH: Endpoint = get("/health", "health", "Check that the process is running.");

async fn health(_: Open) -> Result<Success<Health>, ApiError> {
    Ok(Success::new(Health { version: env!("CARGO_PKG_VERSION") }))
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Ready {
    schema_version: i64,
    /// The number of connections whose users cannot sign in, because their provider gave no signing
    /// keys since this process was started.
    connections_without_keys: usize,
}

const READY: Endpoint = get("/ready", "ready", "Check that the service is ready.");

async fn ready(request: Open) -> Result<Success<Ready>, ApiError> {
    let app = &request.app;
    app.readiness.check(&app.store).await.map_err(ApiError::Server)?;
    let connections_without_keys = app.verifier.sources_without_keys();
    Ok(Success::new(Ready { schema_version: app.store.known_schema(), connections_without_keys }))
}
