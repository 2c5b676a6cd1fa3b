//! Decides which hosts are on the public internet (pitfall C21).
//!
//! A public name may still resolve to a private address, so code that connects must check the
//! resolved address again with [`is_public_address`].

pub mod allowed;
pub(crate) mod url_check;

use core::net::{IpAddr, Ipv4Addr};
use url::Host;

/// Names that are not in the public DNS: RFC 6761 (`localhost`, `invalid`, `test`), RFC 6762
/// (`local`, and in appendix G the names that private networks use), RFC 7686 (`onion`), RFC 8375
/// (`home.arpa`), RFC 9476 (`alt`), and ICANN's reserved `internal`. `arpa` is for the DNS itself.
const PRIVATE_SUFFIXES: [&str; 14] = [
    "localhost",
    "invalid",
    "test",
    "local",
    "localdomain",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "onion",
    "alt",
    "arpa",
    "internal",
];

/// Returns `true` if a name is not in the public DNS.
pub fn is_private_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    !name.contains('.') || is_private_suffix(name)
}

/// Returns `true` if a name is, or is below, a top level that is not in the public DNS.
pub(crate) fn is_private_suffix(name: &str) -> bool {
    PRIVATE_SUFFIXES.iter().any(|suffix| is_at_or_below(name, suffix))
}

/// Returns `true` if a host has a name in the public DNS. An IP address never has, in any notation:
/// providers have names, and certificates are issued for names.
pub(crate) fn host_is_public<S: AsRef<str>>(host: &Host<S>) -> bool {
    matches!(host, Host::Domain(name) if !is_private_name(name.as_ref()))
}

/// Returns `true` if a host is this machine (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
pub(crate) fn host_is_loopback<S: AsRef<str>>(host: &Host<S>) -> bool {
    match host {
        Host::Domain(name) => is_at_or_below(name.as_ref(), "localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// Returns `true` if a name equals another or is below it.
pub(crate) fn is_at_or_below(name: &str, other: &str) -> bool {
    name.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Returns `true` if an address belongs to the public internet (IANA special-purpose address
/// registries for IPv4 and IPv6).
///
/// An IPv6 address that embeds an IPv4 address is as public as the embedded one if the system or a
/// network translator treats it as such: mapped (`::ffff:0:0/96`) and NAT64 (`64:ff9b::/96`,
/// RFC 6052). The obsolete forms, 6to4, Teredo and IPv4-compatible addresses, are not public.
pub fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.segments() {
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
                is_public_v4(Ipv4Addr::new(a, b, c, d))
            }
            // Only 2000::/3 is assigned to hosts. Excluded from it are 2001::/23 (protocols,
            // including Teredo), 2001:db8::/32 and 3fff::/20 (documentation), and 2002::/16 (6to4).
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
        // 100.64.0.0/10 carrier-grade NAT; 192.0.0.0/24 protocols; 192.88.99.0/24 6to4 relays;
        // 198.18.0.0/15 benchmarks.
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    fn host(text: &str) -> Host<std::string::String> {
        Url::parse(&std::format!("https://{text}/")).unwrap().host().unwrap().to_owned()
    }

    #[test]
    fn c21_no_spelling_of_an_address_is_a_public_host() {
        for text in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "%31%32%37.0.0.1",
            "１２７.0.0.1",
            "127.0.0.1.",
            "169.254.169.254",
            "8.8.8.8",
            "[::1]",
            "[::ffff:169.254.169.254]",
            "[2606:4700::1111]",
        ] {
            assert!(!host_is_public(&host(text)), "{text}");
        }
    }

    #[test]
    fn c21_names_outside_the_public_dns_are_not_public() {
        for text in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "intranet",
            "metadata",
            "printer.local",
            "metadata.google.internal",
            "METADATA.GOOGLE.INTERNAL.",
            "router.lan",
            "nas.home.arpa",
            "login.acme.test",
        ] {
            assert!(!host_is_public(&host(text)), "{text}");
        }
        for text in ["login.acme.example", "internal.acme.example", "mylocal.example", "acme.okta.com."] {
            assert!(host_is_public(&host(text)), "{text}");
        }
    }

    #[test]
    fn this_machine_is_known_by_name_and_address() {
        for text in ["localhost", "idp.localhost", "127.0.0.1", "127.8.8.8", "0x7f.1", "[::1]"] {
            assert!(host_is_loopback(&host(text)), "{text}");
        }
        for text in ["localhost.acme.example", "mylocalhost", "10.0.0.1", "[::ffff:127.0.0.1]"] {
            assert!(!host_is_loopback(&host(text)), "{text}");
        }
    }

    #[test]
    fn c21_special_addresses_are_not_public() {
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2002:808:808::",
            "192.88.99.1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "ff02::1",
        ] {
            assert!(!is_public_address(text.parse().unwrap()), "{text}");
        }
        for text in [
            "8.8.8.8",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:200::1",
            "64:ff9b::808:808",
            "3fff:1000::1",
        ] {
            assert!(is_public_address(text.parse().unwrap()), "{text}");
        }
    }

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
            let outside = [u32::from(first).wrapping_sub(1), u32::from(last).wrapping_add(1)].map(Ipv4Addr::from);
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
            assert_eq!(is_public_address(address.parse().unwrap()), public, "{address}");
        }
    }
}
