//! The routes.

mod connections;
mod domains;
mod health;
mod invitations;
mod organizations;
mod policy;
mod profiles;
mod provisioning;
mod users;

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::envelope;
use crate::error::{ApiError, ServerCode};

/// How long one request may take. Longer than two fetches from an issuer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// All routes, with what is common to them.
pub fn router(app: App) -> Router {
    Router::new()
        .merge(connections::routes())
        .merge(domains::routes())
        .merge(health::routes())
        .merge(invitations::routes())
        .merge(organizations::routes())
        .merge(policy::routes())
        .merge(profiles::routes())
        .merge(provisioning::routes())
        .merge(users::routes())
        .fallback(async || ApiError::Server(ServerCode::NotFound))
        .method_not_allowed_fallback(async || ApiError::Server(ServerCode::MethodNotAllowed))
        .layer(DefaultBodyLimit::max(cora_wire::MAX_INPUT_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(middleware::from_fn(envelope::wrap))
        .with_state(app)
}
