//! A request to the console's own endpoints.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use cora_core::secret::Secret;
use cora_core::time::UnixSeconds;
use serde::de::DeserializeOwned;

use super::{Host, guard};
use crate::app::App;
use crate::body;
use crate::envelope::RequestId;
use crate::error::{ApiError, ServerCode};
use crate::issuer::Issuer;
use crate::issuer::request::device;

/// A request to the console, by a page of its own or, at the callback, by the browser.
pub(super) struct ConsoleRequest {
    pub app: App,
    pub host: Arc<Host>,
    pub issuer: Option<Arc<Issuer>>,
    pub headers: HeaderMap,
    pub request_id: RequestId,
    /// The time at which the request came.
    pub now: UnixSeconds,
    peer: Option<IpAddr>,
}

impl FromRequestParts<App> for ConsoleRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let host = Host::of_request(parts).ok_or(ApiError::Server(ServerCode::IssuerNotConfigured))?;
        let request_id = parts.extensions.get::<RequestId>().cloned();
        Ok(Self {
            app: app.clone(),
            host: Arc::clone(host),
            issuer: Issuer::of_request(parts).map(Arc::clone),
            headers: parts.headers.clone(),
            request_id: request_id.ok_or(ApiError::Server(ServerCode::InternalError))?,
            now: (app.clock)(),
            peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip()),
        })
    }
}

impl ConsoleRequest {
    /// Returns the issuer, through which people sign in.
    pub fn issuer(&self) -> Result<&Arc<Issuer>, ApiError> {
        self.issuer.as_ref().ok_or(ApiError::Server(ServerCode::IssuerNotConfigured))
    }

    /// Counts a try of the client.
    pub fn count_try(&self) -> Result<(), ApiError> {
        self.host.count_try(self.peer, &self.headers)
    }

    /// Returns the secret of the session's cookie.
    pub fn secret(&self) -> Option<Secret> {
        self.host.cookies.session(&self.headers)
    }

    /// Returns a coarse name of the device.
    pub fn device(&self) -> Option<String> {
        device(&self.headers)
    }
}

/// A request of a page of the console.
pub(super) struct OwnPage(pub ConsoleRequest);

impl FromRequestParts<App> for OwnPage {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let request = ConsoleRequest::from_request_parts(parts, app).await?;
        if !guard::is_marked(&parts.headers) {
            return Err(ApiError::Server(ServerCode::CrossSiteRequest));
        }
        guard::check(&request.host, &parts.method, &parts.headers)?;
        Ok(Self(request))
    }
}

/// The JSON body of a request to the console. An empty one stands for the document without members.
pub(super) struct OwnBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for OwnBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let bytes = body::bytes(request, app).await?;
        let text: &[u8] = if bytes.trim_ascii().is_empty() { b"{}" } else { &bytes };
        // The body may hold a token, so nothing of it is quoted.
        let parsed = serde_json::from_slice(text);
        parsed.map(Self).map_err(|_| ApiError::input("", "the body is not the document that this endpoint takes"))
    }
}
