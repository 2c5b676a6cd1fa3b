//! Checks whether the endpoints of a document may be called: https, a public host, and one that
//! belongs to the issuer (pitfall C21).

use alloc::format;
use alloc::string::String;
use url::{Host, Url};

use super::CheckDiscoveryInput;
use super::document::{DiscoveryDocument, endpoint_names};
use super::findings::{Findings, quoted};
use crate::connection::ConnectionKind;
use crate::connection::host::allowed::{AllowedHost, OPTION, allows_host};
use crate::connection::host::{host_is_loopback, host_is_public, is_at_or_below};
use crate::connection::report::issue::ConnectionIssueCode::{
    EndpointForeignHost, EndpointNotHttps, EndpointPrivateHost, InvalidUrl, UnexpectedUrlPart,
};
use crate::domain::class::{DomainClass, classify};
use crate::text::EndpointUrl;

const ASK: &str = "Ask the provider's operator; do not activate the connection until this is fixed.";

/// The hosts that are allowed although they are not public.
#[derive(Clone, Copy)]
pub(super) struct Allowed<'a> {
    /// `true` if this machine is, over plain http too.
    pub loopback: bool,
    /// Those that the operator names.
    pub hosts: &'a [AllowedHost],
}

impl<'a> From<&'a CheckDiscoveryInput> for Allowed<'a> {
    fn from(input: &'a CheckDiscoveryInput) -> Self {
        Self { loopback: input.allow_loopback, hosts: &input.allowed_hosts }
    }
}

/// Checks every endpoint that a document names.
pub(super) fn check_all(
    document: DiscoveryDocument<'_>,
    kind: ConnectionKind,
    issuer: &str,
    allowed: Allowed<'_>,
    findings: &mut Findings,
) {
    let issuer = Url::parse(issuer).ok();
    for name in endpoint_names() {
        let Some(text) = document.text(name) else { continue };
        let path = format!("/document/{name}");
        let Some(url) = check(text, &path, allowed, findings) else { continue };
        if let (Some(host), Some(issuer)) = (url.host(), issuer.as_ref().and_then(Url::host))
            && !belongs(kind, name, &host, &issuer)
        {
            let message = format!("`{name}` is on {}, which is not the issuer's", quoted(&format!("{host}")));
            let help = "Make sure that the provider controls this host: it receives codes or chooses the trusted keys.";
            findings.warning(EndpointForeignHost, path, message, help);
        }
    }
}

/// Returns the URL, or `None` after reporting its faults.
pub(super) fn check(text: &str, path: &str, allowed: Allowed<'_>, findings: &mut Findings) -> Option<Url> {
    let shown = quoted(text);
    // URL parsers repair or drop some characters, each in its own way: white space, backslashes,
    // non-ASCII characters, missing slashes (RFC 3986 §2 allows none of them).
    let is_strict = text.len() <= EndpointUrl::MAX_BYTES
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && text.split_once("://").is_some_and(|(_, rest)| !rest.starts_with('/'));
    let Some((url, host)) = Url::parse(text)
        .ok()
        .filter(|_| is_strict)
        .and_then(|url| url.host().map(|host| host.to_owned()).map(|host| (url, host)))
    else {
        findings.error(InvalidUrl, path, format!("{shown} is not an absolute URL"), ASK);
        return None;
    };
    let before = findings.0.len();
    let loopback = allowed.loopback && host_is_loopback(&host);
    if !(url.scheme() == "https" || (loopback && url.scheme() == "http")) {
        findings.error(EndpointNotHttps, path, format!("{shown} is not an https URL"), ASK);
    }
    if !(host_is_public(&host) || loopback || allows_host(allowed.hosts, &host)) {
        let message = match host {
            Host::Domain(_) => format!("the host of {shown} is not on the public internet"),
            Host::Ipv4(_) | Host::Ipv6(_) => format!("the host of {shown} is an IP address, not a name"),
        };
        let help = format!("Use a provider with a public host name, or have the operator allow the host (`{OPTION}`).");
        findings.error(EndpointPrivateHost, path, message, &help);
    }
    let authority = text.split_once("://").map_or("", |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
    for (is_there, part) in [(authority.contains('@'), "user name"), (url.fragment().is_some(), "fragment")] {
        if is_there {
            findings.error(UnexpectedUrlPart, path, format!("the URL contains a {part}"), ASK);
        }
    }
    (findings.0.len() == before).then_some(url)
}

/// Returns `true` if an endpoint's host is related to the issuer's: it is the same, one is below
/// the other, or the provider is known to use it as well.
///
/// Names with the same last two labels count as one owner's, unless others register names below
/// those labels (by the short list of suffixes). This is an indication, not proof, and so is the
/// warning that follows from it.
fn belongs(kind: ConnectionKind, endpoint: &str, host: &Host<&str>, issuer: &Host<&str>) -> bool {
    let (Host::Domain(name), Host::Domain(issuer_name)) = (host, issuer) else {
        return host == issuer || (host_is_loopback(host) && host_is_loopback(issuer));
    };
    let rules = kind.settings_rules();
    if rules.any_endpoint_host && endpoint != "jwks_uri" {
        return true;
    }
    is_at_or_below(name, issuer_name)
        || is_at_or_below(issuer_name, name)
        || rules.endpoint_domains.iter().any(|domain| is_at_or_below(name, domain))
        || (host_is_loopback(host) && host_is_loopback(issuer))
        || owner(name).is_some_and(|domain| owner(issuer_name) == Some(domain))
}

/// Returns the last two labels of a name, or three if others register names below the two.
fn owner(name: &str) -> Option<&str> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let last = |count: usize| {
        let at = name.rmatch_indices('.').nth(count.saturating_sub(1)).map(|(at, _)| at);
        at.and_then(|at| name.get(at.saturating_add(1)..)).or((name.split('.').count() == count).then_some(name))
    };
    last(2).filter(|domain| classify(domain) != DomainClass::PublicSuffix).or_else(|| last(3))
}

/// Returns the text of an endpoint in which no error was found.
pub(super) fn sound(document: Option<DiscoveryDocument<'_>>, name: &str, findings: &Findings) -> Option<String> {
    use crate::issue::Severity;
    let text = document?.text(name)?;
    let path = format!("/document/{name}");
    let is_wrong = findings.0.iter().any(|issue| issue.severity == Severity::Error && issue.path == path);
    (!is_wrong).then(|| String::from(text))
}
