//! Checks URLs in settings: they must be absolute, use https, name a public host, and contain no
//! unexpected parts.
//!
//! A public name may still resolve to a private address, so code that fetches a URL must check the
//! resolved addresses again.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::net::IpAddr;
use url::{Host, Url};

use super::host::{host_is_loopback, is_private_name, is_public_address};
use super::report::ConnectionIssueCode;
use crate::domain::name::DomainName;
use crate::issue::shown::quote_shortened;

/// A URL in which no fault was found, split into its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CheckedUrl<'a> {
    /// The text as written.
    pub text: &'a str,
    /// The host in lower case.
    pub host: String,
    /// The port, if the URL names one other than the scheme's default.
    pub port: Option<u16>,
    /// The text after host and port, without the query. Empty, or starts with a slash.
    pub path: &'a str,
    /// `true` if the host is this machine.
    pub is_loopback: bool,
}

/// The optional parts that a URL may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct UrlRules {
    /// Allows an address of this machine, over plain http too.
    pub loopback: bool,
    /// Allows a query.
    pub query: bool,
}

/// A problem with a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UrlFault {
    /// The issue code.
    pub code: ConnectionIssueCode,
    /// The message for people.
    pub message: String,
    /// The remedy, as a sentence.
    pub help: String,
}

fn fault(code: ConnectionIssueCode, message: String, help: impl Into<String>) -> UrlFault {
    UrlFault { code, message, help: help.into() }
}

/// Checks a URL and splits it into its parts.
///
/// # Errors
///
/// Returns every fault of the URL; the list is never empty.
pub(super) fn check(text: &str, allowed: UrlRules) -> Result<CheckedUrl<'_>, Vec<UrlFault>> {
    let shown = quote_shortened(text);
    let invalid = |message: &str, help: &str| {
        Err(alloc::vec![fault(ConnectionIssueCode::InvalidUrl, format!("{shown} {message}"), help)])
    };
    if let Some(fault) = misspelt(text, &shown) {
        return Err(alloc::vec![fault]);
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return invalid("is not an absolute URL", "Begin it with `https://`.");
    };
    // URL parsers repair or drop a backslash and non-ASCII characters, each in its own way
    // (RFC 3986 §2).
    if !text.is_ascii() || text.contains('\\') {
        return invalid("has a character that is not valid in a URL", "Write names in their ASCII form (`xn--…`).");
    }
    let Ok(url) = Url::parse(text) else {
        return invalid("is not a URL", "Copy it from the provider's console.");
    };
    let Some(host) = url.host() else { return invalid("has no host", "Copy it from the provider's console.") };
    let mut faults = Vec::new();
    let is_loopback = host_is_loopback(&host);
    let is_https = scheme.eq_ignore_ascii_case("https");
    if !(is_https || (allowed.loopback && is_loopback && scheme.eq_ignore_ascii_case("http"))) {
        let help = "Use the `https://` address.";
        faults.push(fault(ConnectionIssueCode::NotHttps, format!("{shown} is not an https URL"), help));
    }
    if let Some(reason) = private_reason(&host).filter(|_| !(allowed.loopback && is_loopback)) {
        let help = "Use a host name that is reachable from the public internet.";
        faults.push(fault(ConnectionIssueCode::PrivateHost, format!("the host of {shown} {reason}"), help));
    } else if let Some(unreal) = invalid_name(&host).filter(|_| !is_loopback) {
        faults.push(fault(ConnectionIssueCode::InvalidUrl, format!("the host of {shown} {unreal}"), "Check the host."));
    }
    let part = |name: &str| {
        let help = format!("Remove the {name}.");
        fault(ConnectionIssueCode::UnexpectedUrlPart, format!("the URL contains a {name}"), help)
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    if authority.contains('@') {
        faults.push(part("user name"));
    }
    if text.contains('?') && !allowed.query {
        faults.push(part("query"));
    }
    if text.contains('#') {
        faults.push(part("fragment"));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    // Another spelling of the same URL is another issuer. Issuers are compared exactly, so they
    // have to be written in the normalized form.
    let normal = url.as_str();
    let is_normal = normal == text || normal.strip_suffix('/') == Some(text);
    if !is_normal {
        let help = "Write scheme and host in lower case, without the default port and without `.` or `..` in the path.";
        let message = format!("{shown} is not a normalized URL");
        return Err(alloc::vec![fault(ConnectionIssueCode::InvalidUrl, message, help)]);
    }
    let path = rest.get(authority.len()..).unwrap_or("").split('?').next().unwrap_or("");
    Ok(CheckedUrl { text, host: host.to_string(), port: url.port(), path, is_loopback })
}

/// Finds spelling mistakes that are common enough to have their own code.
fn misspelt(text: &str, shown: &str) -> Option<UrlFault> {
    let code = ConnectionIssueCode::MisspeltHost;
    if text.matches("://").count() > 1 {
        return Some(fault(code, format!("{shown} has `://` twice"), "Write the scheme once."));
    }
    let host = text.split_once("://").map_or(text, |(_, rest)| rest).split('/').next().unwrap_or("");
    if host.contains(".com.com") {
        return Some(fault(code, format!("the host of {shown} has `.com` twice"), "Write `.com` once."));
    }
    None
}

/// Returns the reason why a host has no public name, or `None` if it has one.
fn private_reason(host: &Host<&str>) -> Option<&'static str> {
    match host {
        Host::Ipv4(address) => Some(address_reason((*address).into())),
        Host::Ipv6(address) => Some(address_reason((*address).into())),
        Host::Domain(name) => is_private_name(name).then_some("is not on the public internet"),
    }
}

fn address_reason(address: IpAddr) -> &'static str {
    if is_public_address(address) {
        "is an IP address, not a name"
    } else {
        "is an IP address that is not on the public internet"
    }
}

/// Returns the reason why the DNS cannot hold a name. A trailing dot is refused too.
fn invalid_name(host: &Host<&str>) -> Option<&'static str> {
    match host {
        Host::Domain(name) if name.ends_with('.') => Some("ends with a dot"),
        Host::Domain(name) if DomainName::parse(name).is_err() => Some("is not a domain name"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionIssueCode::{InvalidUrl, MisspeltHost, NotHttps, PrivateHost, UnexpectedUrlPart};

    const STRICT: UrlRules = UrlRules { loopback: false, query: false };

    fn codes(text: &str, allowed: UrlRules) -> Vec<ConnectionIssueCode> {
        check(text, allowed).err().into_iter().flatten().map(|fault| fault.code).collect()
    }

    #[test]
    fn a_public_https_url_is_taken_apart() {
        let address = check("https://login.acme.example:8443/a/b", STRICT).unwrap();
        assert_eq!((address.host.as_str(), address.port, address.path), ("login.acme.example", Some(8443), "/a/b"));
        assert_eq!(check("https://acme.example", STRICT).unwrap().path, "");
        assert_eq!(check("https://acme.example/", STRICT).unwrap().path, "/");
        let query = UrlRules { query: true, ..STRICT };
        assert_eq!(check("https://acme.example/a?p=b", query).unwrap().path, "/a");
    }

    #[test]
    fn relative_url_is_refused() {
        for text in [
            "",
            "acme.example",
            "//acme.example",
            "https:acme.example",
            "https:/acme.example",
            "https://",
            "https:///acme.example",
            "https://acme.example\\a",
            "https://bücher.example",
            "https://acme.example.",
            "https://a_b.example",
            "https://ACME.example",
            "HTTPS://acme.example",
            "https://acme.example:443",
            "https://acme.example/a/../b",
            "https://acme.example/%2e",
            "https://acme.1",
            "https://-acme.example",
            "https://acme.example:99999",
        ] {
            assert_eq!(codes(text, STRICT), [InvalidUrl], "{text}");
        }
    }

    #[test]
    fn c21_no_spelling_of_a_private_address_is_taken() {
        for host in [
            "localhost",
            "LOCALHOST",
            "a.localhost",
            "intranet",
            "printer.local",
            "metadata.google.internal",
            "router.lan",
            "nas.home.arpa",
            "acme.test",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::]",
            "[::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[2001:db8::1]",
            "8.8.8.8",
            "[2606:4700::1111]",
            "%31%32%37.0.0.1",
        ] {
            assert_eq!(codes(&format!("https://{host}/"), STRICT), [PrivateHost], "{host}");
        }
        let reason = |text| private_reason(&Url::parse(text).unwrap().host().unwrap());
        assert_eq!(reason("https://172.15.0.1"), Some("is an IP address, not a name"));
        assert_eq!(reason("https://172.32.0.1"), Some("is an IP address, not a name"));
        assert_eq!(reason("https://[2606:4700::1111]"), Some("is an IP address, not a name"));
        assert_eq!(reason("https://internal.acme.example"), None);
        assert_eq!(reason("https://mylocal"), Some("is not on the public internet"));
        assert_eq!(reason("https://my-lan.example"), None);
    }

    #[test]
    fn this_machine_is_taken_where_it_is_allowed_and_no_other() {
        let loopback = UrlRules { loopback: true, ..STRICT };
        for text in [
            "http://localhost:8080",
            "https://localhost",
            "http://127.0.0.1/a",
            "http://[::1]:3000",
            "http://idp.localhost",
        ] {
            assert!(check(text, loopback).is_ok_and(|address| address.is_loopback), "{text}");
            assert!(codes(text, STRICT).contains(&PrivateHost), "{text}");
        }
        assert_eq!(codes("http://acme.example", loopback), [NotHttps]);
        assert_eq!(codes("https://10.0.0.1", loopback), [PrivateHost]);
        assert_eq!(codes("http://[::ffff:127.0.0.1]", loopback), [NotHttps, PrivateHost]);
        assert_eq!(codes("ftp://localhost", loopback), [NotHttps]);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        assert_eq!(
            codes("http://ana@localhost/?a#b", STRICT),
            [NotHttps, PrivateHost, UnexpectedUrlPart, UnexpectedUrlPart, UnexpectedUrlPart]
        );
        assert_eq!(codes("https://https://acme.example", STRICT), [MisspeltHost]);
        assert_eq!(codes("https://acme.okta.com.com/oauth2/default", STRICT), [MisspeltHost]);
        assert_eq!(codes("acme.okta.com.com", STRICT), [MisspeltHost]);
    }
}
