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
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::routing::get;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::document::Routes;
use crate::envelope;
use crate::error::{ApiError, ServerCode};

/// How long one request may take. Longer than two fetches from an issuer.
const TIMEOUT: Duration = Duration::from_secs(15);

fn documented() -> Routes {
    Routes::new()
        .merge(connections::routes())
        .merge(domains::routes())
        .merge(health::routes())
        .merge(invitations::routes())
        .merge(organizations::routes())
        .merge(policy::routes())
        .merge(profiles::routes())
        .merge(provisioning::routes())
        .merge(users::routes())
}

/// What is said of the routes: an OpenAPI document.
pub fn openapi() -> serde_json::Value {
    documented().finish().1
}

/// All routes, with what is common to them.
pub fn router(app: App) -> Router {
    let (routes, document) = documented().finish();
    let document = Bytes::from(document.to_string());
    let document = get(async move || ([(CONTENT_TYPE, "application/json")], document));
    routes
        .route("/openapi.json", document)
        .fallback(async || ApiError::Server(ServerCode::NotFound))
        .method_not_allowed_fallback(async || ApiError::Server(ServerCode::MethodNotAllowed))
        .layer(DefaultBodyLimit::max(cora_wire::MAX_INPUT_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(middleware::from_fn(envelope::wrap))
        .with_state(app)
}
