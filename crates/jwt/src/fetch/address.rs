//! Which URLs and addresses may be talked to.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

use super::{FetchError, UrlFault};

/// The URL, if it may be fetched. A name in it is not looked up here; its addresses are checked when they are used.
///
/// # Errors
///
/// [`FetchError::UrlNotAllowed`].
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
        Some(Host::Ipv4(address)) => (is_public(address.into()), address.is_loopback()),
        Some(Host::Ipv6(address)) => (is_public(address.into()), address.is_loopback()),
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

/// Whether an address may be connected to.
pub(super) fn is_allowed(address: IpAddr, allow_loopback: bool) -> bool {
    is_public(address) || (allow_loopback && address.is_loopback())
}

/// Whether an address belongs to the public internet (IANA special-purpose address registries for IPv4 and IPv6).
///
/// An IPv6 address that stands for an IPv4 address is as public as that one where the system or a translator of the network
/// takes it for that one: mapped (`::ffff:0:0/96`) and NAT64 (`64:ff9b::/96`, RFC 6052). Those whose time is over, 6to4,
/// Teredo and the IPv4-compatible ones, are not public.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.segments() {
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                is_public_v4(Ipv4Addr::new(a, b, c, d))
            }
            // Only 2000::/3 is given out to hosts, and of it not: 2001::/23 (protocols, Teredo among them), 2001:db8::/32 and
            // 3fff::/20 (documentation), 2002::/16 (6to4).
            [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
            [0x2002, ..] => false,
            [0x3fff, second, ..] => second >= 0x1000,
            [first, ..] => first & 0xe000 == 0x2000,
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        // 0.0.0.0/8 "this network"; multicast, reserved and broadcast.
        || a == 0
        || a >= 224
        // 100.64.0.0/10 behind a carrier's NAT; 192.0.0.0/24 protocols; 192.88.99.0/24 6to4 relays; 198.18.0.0/15 benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c21_ranges_end_where_they_end() {
        for (first, last) in [
            ("0.0.0.0", "0.255.255.255"),
            ("10.0.0.0", "10.255.255.255"),
            ("100.64.0.0", "100.127.255.255"),
            ("127.0.0.0", "127.255.255.255"),
            ("169.254.0.0", "169.254.255.255"),
            ("172.16.0.0", "172.31.255.255"),
            ("192.0.0.0", "192.0.0.255"),
            ("192.88.99.0", "192.88.99.255"),
            ("192.168.0.0", "192.168.255.255"),
            ("198.18.0.0", "198.19.255.255"),
        ] {
            let [first, last] = [first, last].map(|address| address.parse::<Ipv4Addr>().unwrap());
            let outside = [u32::from(first).wrapping_sub(1), u32::from(last) + 1].map(Ipv4Addr::from);
            assert!(!is_public_v4(first) && !is_public_v4(last), "{first}-{last}");
            for address in outside.into_iter().filter(|address| *address != Ipv4Addr::BROADCAST) {
                assert!(is_public_v4(address), "{address}");
            }
        }
        assert!(is_public_v4(Ipv4Addr::new(223, 255, 255, 255)) && !is_public_v4(Ipv4Addr::new(224, 0, 0, 0)));
        for (address, public) in [
            ("1fff:ffff::", false),
            ("2000::", true),
            ("2001:1ff::", false),
            ("2001:200::", true),
            ("2001:db7::", true),
            ("2001:db8::", false),
            ("2001:db9::", true),
            ("2003::", true),
            ("3ffe::", true),
            ("3fff:fff::", false),
            ("3fff:1000::", true),
            ("4000::", false),
            ("64:ff9b::808:808", true),
            ("::ffff:8.8.8.8", true),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
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
