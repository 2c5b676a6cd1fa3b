//! The layer that verifies tokens.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cora_core::time::UnixSeconds;
use cora_core::token::{AcceptedToken, TokenError, TokenErrorCode};
use cora_jwt::{Verifier, VerifierConnection, authorization};
use tower::{Layer, Service};

use crate::refusal::{Refusal, RefusalCode};

/// A function that returns the current time.
pub type Clock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// Returns the time of this machine. A time before 1970 counts as 1970, when no token is valid yet.
pub fn system_clock() -> UnixSeconds {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    UnixSeconds::new(seconds).unwrap_or(UnixSeconds::MAX)
}

/// The connections whose tokens are accepted. They are read on each request, so that a disabled
/// connection rejects everyone from the next request on.
pub trait Connections: Send + Sync + 'static {
    /// Returns the connections as they are now.
    fn now(&self) -> Arc<[VerifierConnection]>;
}

impl Connections for Arc<[VerifierConnection]> {
    fn now(&self) -> Arc<[VerifierConnection]> {
        Arc::clone(self)
    }
}

impl<F: Fn() -> Arc<[VerifierConnection]> + Send + Sync + 'static> Connections for F {
    fn now(&self) -> Arc<[VerifierConnection]> {
        self()
    }
}

/// Verifies the bearer token of each request (RFC 6750 §2.1). A request without an acceptable token
/// is answered with 401 and does not reach the inner service. All other requests get a [`Token`]
/// extension.
#[derive(Clone)]
pub struct TokenLayer {
    shared: Arc<Shared>,
}

struct Shared {
    verifier: Verifier,
    connections: Box<dyn Connections>,
    clock: Clock,
}

impl TokenLayer {
    /// Creates a layer that accepts tokens of these connections, by the clock of this machine.
    pub fn new(verifier: Verifier, connections: impl Connections) -> Self {
        Self::with_clock(verifier, connections, Arc::new(system_clock))
    }

    /// Like [`new`](Self::new), but reads the time from `clock`.
    pub fn with_clock(verifier: Verifier, connections: impl Connections, clock: Clock) -> Self {
        Self { shared: Arc::new(Shared { verifier, connections: Box::new(connections), clock }) }
    }
}

impl Shared {
    async fn verify(&self, token: Result<String, TokenErrorCode>) -> Result<AcceptedToken, TokenError> {
        let (token, connections) = (token?, self.connections.now());
        self.verifier.verify_token(&token, &connections, (self.clock)()).await
    }
}

impl<S> Layer<S> for TokenLayer {
    type Service = TokenService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        TokenService { inner, shared: Arc::clone(&self.shared) }
    }
}

/// The service that [`TokenLayer`] wraps around another.
#[derive(Clone)]
pub struct TokenService<S> {
    inner: S,
    shared: Arc<Shared>,
}

impl<S> Service<Request> for TokenService<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        // `poll_ready` was called on this service, but not on its clone.
        let next = self.inner.clone();
        let mut ready = std::mem::replace(&mut self.inner, next);
        let shared = Arc::clone(&self.shared);
        let values = request.headers().get_all(header::AUTHORIZATION).iter().map(HeaderValue::as_bytes);
        let token = authorization::only_bearer(values).map(str::to_owned);
        // SECURITY: a `Token` that was inserted before this layer was not verified.
        request.extensions_mut().remove::<Token>();
        Box::pin(async move {
            match shared.verify(token).await {
                Ok(accepted) => {
                    request.extensions_mut().insert(Token(Arc::new(accepted)));
                    ready.call(request).await
                }
                Err(error) => Ok(Refusal::Token(error).into_response()),
            }
        })
    }
}

/// The verified token of a request.
#[derive(Debug, Clone)]
pub struct Token(pub Arc<AcceptedToken>);

impl<S: Send + Sync> FromRequestParts<S> for Token {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| {
            tracing::error!("a handler requires a verified token, but its route has no `TokenLayer`");
            RefusalCode::LayerMissing.into()
        })
    }
}
