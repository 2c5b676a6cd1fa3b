//! The names by which the provider may be addressed.

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::page::Page;

/// Returns `true` if the value of a `Host` header is `localhost`, `127.0.0.1` or `[::1]`, with any
/// port.
///
/// SECURITY: a page of the internet can have a name of its own lead to this machine (DNS
/// rebinding). The browser then sends that name, which is none of these.
pub fn is_loopback_host(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        let is_name = host.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name));
        let port = host.get(name.len()..).filter(|_| is_name);
        port.is_some_and(|port| port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
    })
}

fn is_port(text: &str) -> bool {
    // Digits alone: the parser accepts a sign.
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Refuses a request to another name with 421 (RFC 9110 §15.5.20).
pub(crate) async fn only_loopback(request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_none() && host.is_some_and(is_loopback_host) {
        return next.run(request).await;
    }
    let text = "The development provider is for this machine alone. Open it as http://localhost.";
    let page = Page::new("Wrong address", text).status(StatusCode::MISDIRECTED_REQUEST);
    page.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in ["localhost", "LocalHost:4456", "127.0.0.1", "127.0.0.1:1", "[::1]:65535", "[::1]"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in [
            "",
            "localhost.acme.example",
            "acme.example",
            "localhost:",
            "localhost:x",
            "localhost:+1",
            "localhost:65536",
            "127.0.0.1.acme.example",
            "127.0.0.2",
            "[::1",
            "::1",
            "a@localhost",
            "ſocalhost",
        ] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
