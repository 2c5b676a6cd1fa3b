//! Decides which URLs and addresses may be connected to.

use std::net::Ipv4Addr;

use cora_core::connection::host::allowed::{allows_name, is_usable_address};
use cora_core::connection::host::is_private_name;
use url::{Host, Url};

use super::{FetchError, FetchOptions, UrlFault};

/// Parses a URL and returns it if it may be fetched. A name in it is not resolved here; its
/// addresses are checked when they are used.
///
/// # Errors
///
/// Returns [`FetchError::UrlNotAllowed`] with the [`UrlFault`].
pub(super) fn allowed(text: &str, options: &FetchOptions) -> Result<Url, FetchError> {
    let url = Url::parse(text).map_err(|_| FetchError::UrlNotAllowed(UrlFault::Malformed))?;
    match fault(&url, options) {
        None => Ok(url),
        Some(fault) => Err(FetchError::UrlNotAllowed(fault)),
    }
}

fn fault(url: &Url, options: &FetchOptions) -> Option<UrlFault> {
    let hosts = &options.allowed_hosts;
    let (usable, loopback) = match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            // RFC 6761 §6.3: every name under `localhost` is this machine.
            let local = name == "localhost" || name.ends_with(".localhost");
            let allowed = allows_name(hosts, name);
            // A proxy resolves names itself, so that no address can be checked.
            let usable = if options.proxy.is_some() {
                allowed || !is_private_name(name)
            } else {
                allowed || !local || is_usable_address(hosts, Ipv4Addr::LOCALHOST.into())
            };
            (usable, local)
        }
        Some(Host::Ipv4(address)) => (is_usable_address(hosts, address.into()), address.is_loopback()),
        Some(Host::Ipv6(address)) => (is_usable_address(hosts, address.into()), address.is_loopback()),
        None if matches!(url.scheme(), "https" | "http") => return Some(UrlFault::Malformed),
        None => return Some(UrlFault::Scheme),
    };
    let loopback = options.allow_loopback_http && loopback;
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
    (!usable && !loopback).then_some(UrlFault::HostNotPublic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cora_core::connection::host::allowed::AllowedHost;

    fn allowed(text: &str, allow_loopback_http: bool) -> Result<Url, FetchError> {
        super::allowed(text, &FetchOptions { allow_loopback_http, ..FetchOptions::default() })
    }

    fn options(hosts: &[&str], proxy: Option<&str>) -> FetchOptions {
        let allowed_hosts = hosts.iter().map(|host| AllowedHost::parse(host).unwrap()).collect();
        let proxy = proxy.map(|proxy| proxy.parse().unwrap());
        FetchOptions { allowed_hosts, proxy, ..FetchOptions::default() }
    }

    #[test]
    fn c21_behind_a_proxy_a_name_has_to_be_public_or_named() {
        let proxied = options(&["sso.acme.internal", "10.0.0.0/8"], Some("http://proxy.acme.internal:3128"));
        for url in ["https://login.acme.example/keys", "https://sso.acme.internal/keys", "https://10.0.0.1/keys"] {
            assert!(super::allowed(url, &proxied).is_ok(), "{url}");
        }
        for url in [
            "https://other.acme.internal/keys",
            "https://metadata.google.internal/",
            "https://keycloak/keys",
            "https://localhost/keys",
            "https://192.168.0.1/keys",
            "https://169.254.169.254/latest",
        ] {
            assert!(super::allowed(url, &proxied).is_err(), "{url}");
        }
    }

    #[test]
    fn c21_an_allowed_host_is_reached_over_https_only() {
        let allowing = options(&["10.0.0.0/8", "127.0.0.0/8"], None);
        for url in ["https://10.0.0.1/keys", "https://127.0.0.1/keys", "https://localhost/keys"] {
            assert!(super::allowed(url, &allowing).is_ok(), "{url}");
        }
        for url in ["http://10.0.0.1/keys", "http://127.0.0.1/keys", "http://localhost/keys", "https://192.168.0.1/"] {
            assert!(super::allowed(url, &allowing).is_err(), "{url}");
        }
    }

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
