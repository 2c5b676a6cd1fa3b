//! The routes, with the layers that apply to all of them.

mod applications;
mod audit;
mod bulk;
pub(crate) mod connections;
mod domains;
mod explain;
mod health;
mod identity_conflicts;
pub(crate) mod invitations;
mod logins;
mod members;
pub(crate) mod organizations;
mod overview;
mod policy;
pub(crate) mod profiles;
mod provisioning;
mod requests;
mod service;
mod supabase;
mod users;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::cors::{AllowHeaders, CorsLayer};
use tower_http::timeout::TimeoutLayer;

use crate::app::{App, Compatibility};
use crate::authenticate::{ACCESS_TOKEN, BOOTSTRAP_TOKEN, INVITATION, LINK_PROOF};
use crate::compatibility;
use crate::console::{self, Host};
use crate::endpoint::Routes;
use crate::envelope::{self, Envelope, REQUEST_ID};
use crate::error::{ApiError, ServerCode};
use crate::issuer::{self, Issuer};
use crate::login_record::{self, Upkeep};
use crate::outbox;
use crate::throttle::{self, Limits};

/// Maximum time for one request. It is longer than two fetches from an issuer may take.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Maximum time for which a browser may cache the answer to a preflight request.
const PREFLIGHT: Duration = Duration::from_secs(600);

fn documented() -> Routes {
    Routes::new()
        .merge(applications::routes())
        .merge(audit::routes())
        .merge(bulk::routes())
        .merge(connections::routes())
        .merge(domains::routes())
        .merge(explain::routes())
        .merge(health::routes())
        .merge(identity_conflicts::routes())
        .merge(invitations::routes())
        .merge(logins::routes())
        .merge(members::routes())
        .merge(organizations::routes())
        .merge(overview::routes())
        .merge(policy::routes())
        .merge(profiles::routes())
        .merge(provisioning::routes())
        .merge(requests::routes())
        .merge(service::routes())
        .merge(supabase::routes())
        .merge(users::routes())
}

/// Returns the routes of an application: Cora's own, and in their place those of the system that it
/// is compatible with.
fn routes_of(app: &App) -> Routes {
    match app.compatibility {
        None => documented(),
        Some(Compatibility::Cora) => documented().replaced_by(compatibility::routes()),
    }
}

/// Builds the OpenAPI document of the routes.
pub fn openapi() -> serde_json::Value {
    documented().finish().1.document()
}

/// Builds the router with all routes and the layers that apply to all of them.
pub fn router(app: App) -> Router {
    router_and_issuer(app).0
}

/// Builds the router of the console's own address, or `None` if it has none.
pub fn console_router(app: App) -> Option<Router> {
    Routers::of(app).console
}

/// Builds the router for a process that only runs while it answers, such as a function: what
/// [`serve`](crate::serve) does next to requests is done after them, before their answers. A
/// request that ends sessions waits for the applications that are told, at most 6 seconds, and one
/// that queues mails for the mail server, at most 12 seconds.
pub fn router_of_function(app: App) -> Router {
    let (router, issuer) = router_and_issuer(app.clone());
    let upkeep = Arc::new(Upkeep::default());
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let (app, issuer, upkeep) = (app.clone(), issuer.clone(), Arc::clone(&upkeep));
        async move {
            let response = next.run(request).await;
            outbox::run_once(&app).await;
            login_record::run_once(&app, &upkeep).await;
            if let Some(issuer) = issuer {
                issuer::run_once(&app, &issuer).await;
            }
            response
        }
    }))
}

/// Builds the router, and the issuer for the work that is done next to requests.
fn router_and_issuer(app: App) -> (Router, Option<Arc<Issuer>>) {
    let Routers { main, issuer, .. } = Routers::of(app);
    (main, issuer)
}

/// The routers of one process, which share its limits, and the issuer for the work that is done
/// next to requests.
pub(crate) struct Routers {
    /// The router of the public URL.
    pub main: Router,
    /// The router of the console's own address, if it has one. The main router has no console then.
    pub console: Option<Router>,
    pub issuer: Option<Arc<Issuer>>,
}

impl Routers {
    pub fn of(app: App) -> Self {
        let (all, per_client) = (app.max_concurrent, app.max_concurrent_per_client);
        let limits = Limits::new(all, per_client, app.rate_limit.as_ref(), app.trusted_proxies.clone());
        let limits = Arc::new(limits);
        let issuer = Issuer::of(&app, &limits);
        let host = Host::of(&app, &limits);
        let router = |app: App, host: Option<Arc<Host>>| {
            routed(app, &limits).layer(Extension(host)).layer(Extension(issuer.clone()))
        };
        if app.console_url.is_none() {
            return Self { main: router(app, host), console: None, issuer };
        }
        // SECURITY: no path, and no cookie, of the console counts at the public URL then.
        let main = router(app.clone().console(None), None);
        let console = app.console.is_some().then(|| router(app, host));
        Self { main, console, issuer }
    }
}

fn routed(app: App, limits: &Arc<Limits>) -> Router {
    let cross_origin = CorsLayer::new()
        .allow_origin(app.cross_origins.clone())
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(allowed_headers(&app))
        .expose_headers([REQUEST_ID, RETRY_AFTER])
        .max_age(PREFLIGHT);
    let (routes, operations) = routes_of(&app).finish();
    // Built on the first request, which most processes never get.
    let document = LazyLock::new(move || Bytes::from(operations.document().to_string()));
    let document = Arc::new(document);
    let document = get(async move || ([(CONTENT_TYPE, "application/json")], Bytes::clone(&document)));
    let api = routes
        .route("/openapi.json", document)
        .fallback(async || ApiError::Server(ServerCode::NotFound))
        .method_not_allowed_fallback(async || ApiError::Server(ServerCode::MethodNotAllowed));
    // Outside of the envelope, which rebuilds answers. The issuer has origins of its own.
    let api = layered(api, &app, limits).layer(cross_origin);
    let of_issuer = limited(issuer::routes(), limits).layer(middleware::from_fn(issuer::refusal::in_own_form));
    let api = api.merge(enveloped(of_issuer, &app));
    let api = if app.console.is_some() { api.merge(layered(console::routes(), &app, limits)) } else { api };
    api.with_state(app)
}

/// Returns the headers that pages of other origins may send. CORA's functions allowed any, and its
/// clients may set headers of their own.
fn allowed_headers(app: &App) -> AllowHeaders {
    if app.compatibility.is_some() {
        return AllowHeaders::mirror_request();
    }
    AllowHeaders::list([
        AUTHORIZATION,
        CONTENT_TYPE,
        ACCESS_TOKEN,
        BOOTSTRAP_TOKEN,
        LINK_PROOF,
        INVITATION,
        HeaderName::from_static("idempotency-key"),
    ])
}

/// Adds the layers that apply to all routes.
fn layered(routes: Router<App>, app: &App, limits: &Arc<Limits>) -> Router<App> {
    enveloped(limited(routes, limits), app)
}

/// Adds the limits of size, time, number and rate.
fn limited(routes: Router<App>, limits: &Arc<Limits>) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(cora_wire::MAX_INPUT_BYTES))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(middleware::from_fn_with_state(Arc::clone(limits), throttle::throttle))
}

/// Adds what all answers share: the envelope, the request's identifier, and the log line.
fn enveloped(routes: Router<App>, app: &App) -> Router<App> {
    let wrapping = Envelope { metrics: app.metrics(), is_compatible: app.compatibility.is_some() };
    routes.layer(middleware::from_fn_with_state(wrapping, envelope::wrap))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::openapi::path_parameters;

    #[test]
    fn handler_takes_the_identifiers_of_its_path_and_no_other() {
        let (_, operations) = documented().finish();
        for (endpoint, description) in &operations.0 {
            let parameters = path_parameters(endpoint.path).len();
            assert_eq!(description.path_ids, parameters, "{}", endpoint.path);
        }
    }

    #[test]
    fn operation_has_a_name_of_its_own() {
        let (_, operations) = documented().finish();
        let names: BTreeSet<&str> = operations.0.iter().map(|(endpoint, _)| endpoint.id).collect();
        assert_eq!(names.len(), operations.0.len());
    }
}
