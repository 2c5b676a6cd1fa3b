//! Decides which URLs and addresses may be connected to.

use std::net::IpAddr;

use cora_core::connection::host::is_public_address;
use url::{Host, Url};

use super::{FetchError, UrlFault};

/// Parses a URL and returns it if it may be fetched. A name in it is not resolved here; its
/// addresses are checked when they are used.
///
/// # Errors
///
/// Returns [`FetchError::UrlNotAllowed`] with the [`UrlFault`].
pub(super) fn allowed(text: &str, allow_loopback: bool) -> Result<Url, FetchError> {
    let url = Url::parse(text).map_err(|_| FetchError::UrlNotAllowed(UrlFault::Malformed))?;
    match fault(&url, allow_loopback) {
        None => Ok(url),
        Some(fault) => Err(FetchError::UrlNotAllowed(fault)),
    }
}

fn fault(url: &Url, allow_loopback: bool) -> Option<UrlFault> {
    let (public, loopback) = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            // RFC 6761 §6.3: every name under `localhost` is this machine.
            let local = name == "localhost" || name.ends_with(".localhost");
            (!local, local)
        }
        Some(Host::Ipv4(address)) => (is_public_address(address.into()), address.is_loopback()),
        Some(Host::Ipv6(address)) => (is_public_address(address.into()), address.is_loopback()),
        None if matches!(url.scheme(), "https" | "http") => return Some(UrlFault::Malformed),
        None => return Some(UrlFault::Scheme),
    };
    let loopback = allow_loopback && loopback;
    match url.scheme() {
        "https" => {}
        "http" if loopback => {}
        _ => return Some(UrlFault::Scheme),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Some(UrlFault::UserInformation);
    }
    if url.fragment().is_some() {
        return Some(UrlFault::Fragment);
    }
    (!public && !loopback).then_some(UrlFault::HostNotPublic)
}

/// Returns `true` if an address may be connected to.
pub(super) fn is_allowed(address: IpAddr, allow_loopback: bool) -> bool {
    is_public_address(address) || (allow_loopback && address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c21_plain_http_is_for_loopback_only_and_only_when_allowed() {
        for url in ["http://127.0.0.1:8080/keys", "http://localhost:8080/keys", "http://[::1]:8080/keys"] {
            assert!(allowed(url, true).is_ok() && allowed(url, false).is_err(), "{url}");
        }
        for url in ["http://login.acme.example/keys", "http://10.0.0.1/keys", "http://127.0.0.1.evil.example/keys"] {
            assert!(allowed(url, true).is_err(), "{url}");
        }
    }

    #[test]
    fn a_public_host_is_allowed_in_any_spelling() {
        for url in [
            "https://login.acme.example/oauth2/v1/keys?x=1",
            "HTTPS://LOGIN.ACME.EXAMPLE:8443/keys",
            "https://login.acme.example./keys",
            "https://[2606:4700::1111]/keys",
            "https://8.8.8.8/keys",
            "https://localhost.acme.example/keys",
        ] {
            assert!(allowed(url, false).is_ok(), "{url}");
        }
    }
}
