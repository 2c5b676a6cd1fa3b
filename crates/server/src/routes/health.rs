//! `GET /health`: liveness. `GET /ready`: readiness.

use axum::extract::State;
use axum::response::IntoResponse;
use serde::Serialize;

use crate::app::App;
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};
use crate::openapi::{Routes, operation};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/health", health, operation("health", "Check that the process is running.").open().answers::<Health>())
        .get("/ready", ready, operation("ready", "Check that the service is ready.").open().answers::<Ready>())
}

#[derive(Serialize, schemars::JsonSchema)]
struct Health {
    version: &'static str,
}

async fn health() -> impl IntoResponse {
    Success::new(Health { version: env!("CARGO_PKG_VERSION") })
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Ready {
    schema_version: i64,
}

async fn ready(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    app.store.check_schema().await.map_err(|error| {
        tracing::error!(%error, "not ready");
        ApiError::Server(ServerCode::NotReady)
    })?;
    Ok(Success::new(Ready { schema_version: app.store.known_schema() }))
}
