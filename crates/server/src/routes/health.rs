//! `GET /health`: the process answers. `GET /ready`: it can do its work.

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Serialize;

use crate::app::App;
use crate::envelope::Success;
use crate::error::{ApiError, ServerCode};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/health", get(health)).route("/ready", get(ready))
}

#[derive(Serialize)]
struct Health {
    version: &'static str,
}

async fn health() -> impl IntoResponse {
    Success::new(Health { version: env!("CARGO_PKG_VERSION") })
}

#[derive(Serialize)]
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
