//! `GET /health`: liveness. `GET /ready`: readiness.

use serde::Serialize;

use crate::caller::Open;
use crate::endpoint::{Endpoint, Routes, get};
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

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
}

const READY: Endpoint = get("/ready", "ready", "Check that the service is ready.");

async fn ready(request: Open) -> Result<Success<Ready>, ApiError> {
    let store = &request.app.store;
    store.check_schema().await.map_err(|error| {
        tracing::error!(%error, "not ready");
        ApiError::Server(ServerCode::NotReady)
    })?;
    store.check_writable().await.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::error!(%error, cause, "not ready to write");
        ApiError::Server(ServerCode::NotReady)
    })?;
    Ok(Success::new(Ready { schema_version: store.known_schema() }))
}
