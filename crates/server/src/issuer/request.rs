//! A request to the issuer, with what its endpoints share.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use cora_core::text::ClientFingerprint;
use cora_core::time::UnixSeconds;
use sha2::{Digest as _, Sha256};

use super::Issuer;
use crate::app::App;
use crate::envelope::RequestId;
use crate::error::{ApiError, ServerCode};

/// A request to the issuer.
pub(crate) struct IssuerRequest {
    pub app: App,
    pub issuer: Arc<Issuer>,
    pub headers: HeaderMap,
    pub request_id: RequestId,
    /// The time at which the request came.
    pub now: UnixSeconds,
    peer: Option<IpAddr>,
}

impl FromRequestParts<App> for IssuerRequest {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let issuer = Issuer::of_request(parts).ok_or(ApiError::Server(ServerCode::IssuerNotConfigured))?;
        let request_id = parts.extensions.get::<RequestId>().cloned();
        Ok(Self {
            app: app.clone(),
            issuer: Arc::clone(issuer),
            headers: parts.headers.clone(),
            request_id: request_id.ok_or(ApiError::Server(ServerCode::InternalError))?,
            now: (app.clock)(),
            peer: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip()),
        })
    }
}

impl IssuerRequest {
    /// Counts the request by its address. Returns how many seconds the client has to wait, if it
    /// exceeds the rate limit.
    pub fn too_many_of_address(&self) -> Option<u64> {
        self.issuer.limits.of_address(self.peer, &self.headers)
    }

    /// Returns a coarse name of the client's network and agent, which only serves to tell two of
    /// them apart (specification §14.7).
    pub fn fingerprint(&self) -> Option<ClientFingerprint> {
        let network = self.issuer.limits.network(self.peer, &self.headers)?;
        let network = match network {
            // One subscriber's addresses change within such a network.
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0")
            }
            address @ IpAddr::V6(_) => address.to_string(),
        };
        let hash = Sha256::digest(format!("{network} {}", self.agent()));
        ClientFingerprint::new(&hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    /// Returns a coarse name of the device, such as `Firefox on Linux`, for the person's own list
    /// of sessions. Nothing of the header but these names is kept.
    pub fn device(&self) -> Option<String> {
        device(&self.headers)
    }

    fn agent(&self) -> &str {
        agent(&self.headers)
    }
}

/// Browsers by the sign in their `User-Agent`; the first that fits counts, because most browsers
/// name others too.
const BROWSERS: [(&str, &str); 5] =
    [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
/// Systems by the sign in the `User-Agent`; the first that fits counts.
const SYSTEMS: [(&str, &str); 6] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

fn agent(headers: &HeaderMap) -> &str {
    headers.get(axum::http::header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Returns the coarse name of the device that a request comes from.
pub(crate) fn device(headers: &HeaderMap) -> Option<String> {
    device_of(agent(headers))
}

fn device_of(agent: &str) -> Option<String> {
    let named =
        |names: &[(&str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_coarsely() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox on Linux")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
                Some("Edge on Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                Some("Safari on iPhone"),
            ),
            ("curl/8.5.0", None),
        ] {
            assert_eq!(device_of(agent).as_deref(), name, "{agent}");
        }
    }
}
