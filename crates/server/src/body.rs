//! Request bodies as arguments of handlers.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use cora_wire::Document;
use schemars::JsonSchema;
use schemars::generate::SchemaGenerator;

use crate::app::App;
use crate::endpoint::{Argument, Description};
use crate::error::{ApiError, ServerCode};
use crate::throttle;

/// Maximum time for the body of a request. It is shorter than the time a request may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A JSON body. If it is refused, the error lists all faults.
pub(crate) struct Body<T>(pub T);

/// A JSON body that may be empty, which stands for the document without members.
pub(crate) struct OptionalBody<T>(pub T);

/// A body with a token (`application/jwt`, RFC 7519 §10.3.1).
pub(crate) struct TokenBody(pub Bytes);

impl<T: Document> FromRequest<App> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        read(&bytes(request, app).await?).map(Self)
    }
}

impl<T: JsonSchema> Argument for Body<T> {
    fn describe(description: &mut Description) {
        description.body = Some((SchemaGenerator::subschema_for::<T>, "application/json", true));
    }
}

impl<T: Document + Default> FromRequest<App> for OptionalBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = bytes(request, app).await?;
        if bytes.is_empty() { Ok(Self(T::default())) } else { read(&bytes).map(Self) }
    }
}

impl<T: JsonSchema> Argument for OptionalBody<T> {
    fn describe(description: &mut Description) {
        description.body = Some((SchemaGenerator::subschema_for::<T>, "application/json", false));
    }
}

impl FromRequest<App> for TokenBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        bytes(request, app).await.map(Self)
    }
}

impl Argument for TokenBody {
    fn describe(description: &mut Description) {
        description.body = Some((SchemaGenerator::subschema_for::<String>, "application/jwt", true));
    }
}

/// Reads the body of a request. While its client is waited for, the request holds no permit, so
/// that clients that send slowly keep nobody out.
///
/// # Errors
///
/// Fails with `body_too_slow` if the body does not come in time, with `input_too_large` if it is
/// too long, and with `try_again` if too many requests are in progress after it came.
pub(crate) async fn bytes(request: Request, app: &App) -> Result<Bytes, ApiError> {
    let mut reading = pin!(Bytes::from_request(request, app));
    let read = match poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await {
        Poll::Ready(read) => read,
        Poll::Pending => {
            throttle::release_permit();
            let read = tokio::time::timeout(TIMEOUT, reading).await;
            let read = read.map_err(|_| ApiError::Server(ServerCode::BodyTooSlow))?;
            throttle::renew_permit()?;
            read
        }
    };
    read.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::Server(ServerCode::InputTooLarge),
        _ => ApiError::Server(ServerCode::InvalidInput),
    })
}

fn read<T: Document>(body: &[u8]) -> Result<T, ApiError> {
    cora_wire::decode(body).map_err(ApiError::Invalid)
}
