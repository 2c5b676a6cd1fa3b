//! Behavior that all answers share: the envelope of the legacy CORA toolkit, the request's
//! identifier, and one log line per request.

use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use schemars::generate::SchemaGenerator;
use serde::Serialize;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::endpoint::{Answer, Description};
use crate::error::{ApiError, ServerCode};
use crate::metrics::Metrics;
use crate::own_form::OwnForm;

/// Default security headers. Answers are data: they are not to be rendered or framed. A route may
/// set its own values.
const SECURITY: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The routes whose successful answers are logged at the level DEBUG.
const PROBES: [&str; 2] = ["/health", "/ready"];

/// The header that carries the request's identifier.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The identifier of a request, for the audit records that it causes.
#[derive(Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// A successful answer with data.
#[derive(Serialize)]
pub(crate) struct Success<T> {
    success: bool,
    data: T,
}

impl<T: Serialize> Success<T> {
    pub(crate) const fn new(data: T) -> Self {
        Self { success: true, data }
    }

    pub(crate) fn into_data(self) -> T {
        self.data
    }
}

impl<T: Serialize> IntoResponse for Success<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

impl<T: JsonSchema> Answer for Success<T> {
    fn describe(description: &mut Description) {
        description.answer = Some((200, SchemaGenerator::subschema_for::<T>));
    }
}

/// The 201 answer to a request that created something, with data.
pub(crate) struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Success::new(self.0)).into_response()
    }
}

impl<T: JsonSchema> Answer for Created<T> {
    fn describe(description: &mut Description) {
        description.answer = Some((201, SchemaGenerator::subschema_for::<T>));
    }
}

/// The state of the layer that wraps requests.
#[derive(Clone)]
pub(crate) struct Envelope {
    /// The counters of the service.
    pub metrics: Metrics,
    /// Set if clients of the legacy CORA toolkit read the answers.
    pub is_compatible: bool,
}

/// Wraps every request: assigns an identifier, puts errors into the envelope, and writes one log
/// line.
///
/// WHY the server always assigns the identifier: one that the client sends would put the client's
/// text into the log. The log has the route's pattern, but never the requested URL, a header or a
/// body.
pub(crate) async fn wrap(
    State(Envelope { metrics, is_compatible }): State<Envelope>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = uuid::Uuid::new_v4().to_string();
    let method = match request.method().as_str() {
        known @ ("GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS") => known.to_owned(),
        _ => "other".to_owned(),
    };
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    // What is found out about a login is noted in the span: codes and identifiers, and the key ID
    // if the provider's keys have it.
    let span = tracing::info_span!(
        "request",
        request_id = %id,
        method,
        route,
        outcome = Empty,
        reason = Empty,
        connection_id = Empty,
        user_id = Empty,
        key_id = Empty
    );
    let metrics_of = (method.clone(), route.clone());
    async move {
        // RFC 9112 §3.2: a proxy in front may have read another one than the application behind.
        let is_ambiguous = request.headers().get_all(header::HOST).iter().nth(1).is_some();
        let mut response = match is_ambiguous {
            true => ApiError::header("host", "there are several").into_response(),
            false => next.run(request).await,
        };
        let own = response.extensions_mut().remove::<OwnForm>();
        let error = match own {
            Some(_) => None,
            None => response.extensions_mut().remove::<ApiError>().or_else(|| by_status(&response)),
        };
        let code = error.as_ref().map(ApiError::code).or_else(|| own.and_then(|own| own.code));
        if let Some(error) = error {
            let allow = response.headers_mut().remove(header::ALLOW);
            response = error.answer(&id, is_compatible);
            response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
        }
        let headers = response.headers_mut();
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        for (name, value) in SECURITY {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
        // A UUID is always a valid header value.
        headers.extend(HeaderValue::from_str(&id).map(|id| (REQUEST_ID, id)));
        metrics.answered(&metrics_of.0, &metrics_of.1, response.status().as_u16(), began.elapsed());
        let (status, milliseconds) = (response.status().as_u16(), began.elapsed().as_millis());
        let milliseconds = u64::try_from(milliseconds).unwrap_or(u64::MAX);
        // Probes ask every few seconds, and always the same.
        if PROBES.contains(&metrics_of.1.as_str()) && response.status().is_success() {
            tracing::debug!(status, code, milliseconds, "answered");
        } else {
            tracing::info!(status, code, milliseconds, "answered");
        }
        response
    }
    .instrument(span)
    .await
}

/// Returns the error for an answer that a layer or the router made instead of a route.
pub(crate) fn by_status(response: &Response) -> Option<ApiError> {
    let code = match response.status() {
        StatusCode::NOT_FOUND => ServerCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ServerCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ServerCode::InputTooLarge,
        StatusCode::SERVICE_UNAVAILABLE => ServerCode::TryAgain,
        status if status.is_client_error() => ServerCode::InvalidInput,
        status if status.is_server_error() => ServerCode::InternalError,
        _ => return None,
    };
    Some(ApiError::Server(code))
}
