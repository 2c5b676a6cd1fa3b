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

use crate::connection::host::allowed::{AllowedHost, OPTION, allows_host};
use crate::connection::host::{host_is_loopback, is_private_name, is_public_address};
use crate::connection::report::issue::ConnectionIssueCode;
use crate::domain::name::{DomainName, is_label};
use crate::issue::shown::quote_shortened;

/// A URL, split into its parts. If it has faults, the parts are those that it has without them, so
/// that a provider's rules find what else is wrong and nothing that follows from a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CheckedUrl {
    /// The text as written, or as it has to be written.
    pub text: String,
    /// The host in lower case.
    pub host: String,
    /// The port, if the URL names one other than the scheme's default.
    pub port: Option<u16>,
    /// The text after host and port, without the query. Empty, or starts with a slash.
    pub path: String,
    /// `true` if the host is this machine.
    pub is_loopback: bool,
}

/// The optional parts that a URL may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UrlRules<'a> {
    /// Allows an address of this machine, over plain http too.
    pub loopback: bool,
    /// Allows these hosts although they are not public.
    pub hosts: &'a [AllowedHost],
    /// Allows a query.
    pub query: bool,
}

/// A problem with a URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UrlFault {
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

/// Checks a URL, adds its faults, and splits it into its parts.
///
/// A URL whose only faults are its scheme, its spelling, a host that is not public and unexpected
/// parts still has a host and a path, in which a provider's rules may find more. `None` for a URL
/// without them.
pub(crate) fn check(text: &str, allowed: UrlRules<'_>, faults: &mut Vec<UrlFault>) -> Option<CheckedUrl> {
    let earlier = faults.len();
    let shown = quote_shortened(text);
    let mut invalid = |message: &str, help: &str| {
        faults.push(fault(ConnectionIssueCode::InvalidUrl, format!("{shown} {message}"), help));
        None
    };
    if let Some(fault) = misspelt(text, &shown) {
        faults.push(fault);
        return None;
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
    let is_loopback = host_is_loopback(&host);
    let (mut is_real, mut is_public) = (true, true);
    let is_https = scheme.eq_ignore_ascii_case("https");
    let is_local = allowed.loopback && is_loopback && scheme.eq_ignore_ascii_case("http");
    if !is_https && !is_local {
        let help = "Use the `https://` address.";
        faults.push(fault(ConnectionIssueCode::NotHttps, format!("{shown} is not an https URL"), help));
    }
    let is_allowed = (allowed.loopback && is_loopback) || allows_host(allowed.hosts, &host);
    if let Some(reason) = private_reason(&host).filter(|_| !is_allowed) {
        let help = format!("Use a public host name, or have the operator allow the host (`{OPTION}`).");
        faults.push(fault(ConnectionIssueCode::PrivateHost, format!("the host of {shown} {reason}"), help));
        is_public = false;
    } else if let Some(unreal) = invalid_name(&host).filter(|_| !is_loopback) {
        faults.push(fault(ConnectionIssueCode::InvalidUrl, format!("the host of {shown} {unreal}"), "Check the host."));
        is_real = false;
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
    let path = rest.get(authority.len()..).unwrap_or("").split(['?', '#']).next().unwrap_or("");
    // Another spelling of the same URL is another issuer. Issuers are compared exactly, so they
    // have to be written in the normalized form. An address of this network has many spellings, of
    // which none is right.
    if is_public && is_real && !is_normal(&url, text, authority, path) {
        let help = "Write scheme and host in lower case, without the default port and without `.` or `..` in the path.";
        let message = format!("{shown} is not a normalized URL");
        faults.push(fault(ConnectionIssueCode::InvalidUrl, message, help));
    }
    if !is_real {
        return None;
    }
    let host = host.to_string();
    if faults.len() == earlier {
        return Some(CheckedUrl {
            text: text.to_string(),
            host,
            port: url.port(),
            path: path.to_string(),
            is_loopback,
        });
    }
    let scheme = if is_local { "http" } else { "https" };
    let port = url.port().filter(|port| is_local || *port != HTTPS_PORT);
    let path = if path.is_empty() { String::new() } else { url.path().to_string() };
    let name = port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
    Some(CheckedUrl { text: format!("{scheme}://{name}{path}"), host, port, path, is_loopback })
}

/// The port of https, which URLs leave out.
const HTTPS_PORT: u16 = 443;

/// Returns `true` if scheme, host, port, path and query are written as URL parsers write them.
fn is_normal(url: &Url, text: &str, authority: &str, path: &str) -> bool {
    let host = authority.rsplit('@').next().unwrap_or("");
    let normal = match (url.host_str(), url.port()) {
        (Some(name), Some(port)) => format!("{name}:{port}"),
        (name, _) => name.unwrap_or("").to_string(),
    };
    let query = text.split('#').next().and_then(|text| text.split_once('?')).map(|(_, query)| query);
    let is_path = url.path() == path || (path.is_empty() && url.path() == "/");
    text.starts_with(url.scheme()) && normal == host && is_path && url.query() == query
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
        Host::Domain(name) if !is_label(name) && DomainName::parse(name).is_err() => Some("is not a domain name"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionIssueCode::{InvalidUrl, MisspeltHost, NotHttps, PrivateHost, UnexpectedUrlPart};

    fn check(text: &str, allowed: UrlRules<'_>) -> Result<CheckedUrl, Vec<UrlFault>> {
        let mut faults = Vec::new();
        super::check(text, allowed, &mut faults).filter(|_| faults.is_empty()).ok_or(faults)
    }

    const STRICT: UrlRules<'_> = UrlRules { loopback: false, hosts: &[], query: false };

    fn codes(text: &str, allowed: UrlRules<'_>) -> Vec<ConnectionIssueCode> {
        check(text, allowed).err().into_iter().flatten().map(|fault| fault.code).collect()
    }

    #[test]
    fn a_public_https_url_is_taken_apart() {
        let address = check("https://login.acme.example:8443/a/b", STRICT).unwrap();
        assert_eq!(
            (address.host.as_str(), address.port, address.path.as_str()),
            ("login.acme.example", Some(8443), "/a/b")
        );
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
    fn c21_a_host_of_the_operator_is_taken_over_https_and_no_other() {
        let hosts =
            ["sso.acme.internal", "*.svc.cluster.local", "keycloak"].map(|host| AllowedHost::parse(host).unwrap());
        let named = UrlRules { hosts: &hosts, ..STRICT };
        for text in ["https://sso.acme.internal", "https://a.svc.cluster.local:8443/a", "https://keycloak:8443"] {
            assert!(check(text, named).is_ok(), "{text}");
            assert_eq!(codes(text, STRICT), [PrivateHost], "{text}");
        }
        assert_eq!(codes("http://sso.acme.internal", named), [NotHttps]);
        assert_eq!(codes("https://other.acme.internal", named), [PrivateHost]);
        assert_eq!(codes("https://10.0.0.1", named), [PrivateHost]);

        // The addresses of a name are checked when they are connected to.
        let networks = ["10.0.0.0/8"].map(|host| AllowedHost::parse(host).unwrap());
        let within = UrlRules { hosts: &networks, ..STRICT };
        for text in ["https://10.0.0.1", "https://[::ffff:a00:1]", "https://sso.acme.internal"] {
            assert!(!codes(text, within).contains(&PrivateHost), "{text}");
        }
        for text in ["https://192.168.0.1", "https://169.254.169.254", "https://metadata.google.internal"] {
            assert_eq!(codes(text, within), [PrivateHost], "{text}");
        }
        let fault = check("https://sso.acme.internal", STRICT).unwrap_err().remove(0);
        assert!(fault.help.contains("--allow-provider-networks"), "{}", fault.help);
    }

    #[test]
    fn a_faulty_url_goes_on_as_it_has_to_be_written() {
        let repaired = |text: &str| super::check(text, STRICT, &mut Vec::new()).map(|address| address.text);
        for (text, expected) in [
            ("https://acme.example/a", "https://acme.example/a"),
            ("http://ana@ACME.example:443/a/../b/?c#d", "https://acme.example/b/"),
            ("HTTPS://Acme.Example", "https://acme.example"),
            ("http://acme.example:8443/", "https://acme.example:8443/"),
            ("http://localhost/realms/acme/", "https://localhost/realms/acme/"),
        ] {
            assert_eq!(repaired(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["acme.example", "https://-acme.example", "https://https://acme.example"] {
            assert_eq!(repaired(text), None, "{text}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        assert_eq!(
            codes("http://ana@localhost/?a#b", STRICT),
            [NotHttps, PrivateHost, UnexpectedUrlPart, UnexpectedUrlPart, UnexpectedUrlPart]
        );
        assert_eq!(codes("http://Login.acme.example", STRICT), [NotHttps, InvalidUrl]);
        assert_eq!(codes("https://ana@ACME.example/?a", STRICT), [UnexpectedUrlPart, UnexpectedUrlPart, InvalidUrl]);
        assert_eq!(codes("https://acme.example?a", STRICT), [UnexpectedUrlPart]);
        let query = UrlRules { query: true, ..STRICT };
        assert_eq!(codes("https://acme.example/?a='", query), [InvalidUrl]);
        assert_eq!(codes("https://https://acme.example", STRICT), [MisspeltHost]);
        assert_eq!(codes("https://acme.okta.com.com/oauth2/default", STRICT), [MisspeltHost]);
        assert_eq!(codes("acme.okta.com.com", STRICT), [MisspeltHost]);
    }
}
