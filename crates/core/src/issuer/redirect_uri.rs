//! Redirect URIs: their form at registration, and their comparison (§14.2).
//!
//! SECURITY: a requested URI is compared byte for byte. There is no normalization, wildcard or
//! pattern, because parsers disagree about all three (pitfalls C36 and C37).

use alloc::string::String;
use cora_wire_derive::{codes, record};
use url::Url;
use url::form_urlencoded;

use super::application::{Application, ApplicationKind, RegisteredRedirectUri};
use crate::text::RedirectUri;
use crate::time::UnixSeconds;

/// The reason why a redirect URI is not registered.
#[codes]
#[derive(thiserror::Error)]
pub enum RedirectUriError {
    /// It is longer than 2048 bytes, or empty.
    #[error("it is empty or longer than 2048 bytes")]
    TooLong,
    /// It has a byte that does not occur in a URI, or only encoded: a backslash, a control
    /// character, a space, `*`; or one of these encoded, or an incomplete escape.
    #[error("it has a character that is not valid in a redirect URI")]
    InvalidCharacter,
    /// It has a fragment, even an empty one.
    #[error("it has a fragment")]
    Fragment,
    /// It has a user or password.
    #[error("it has a user name")]
    Userinfo,
    /// Its scheme is not https, not http on loopback, and not an app's own.
    #[error("its scheme is not allowed")]
    Scheme,
    /// Its host is missing, or not written as every parser reads it, or an IP address.
    #[error("its host is missing or not in the form that browsers use")]
    Host,
    /// It leads to this machine, in an application that is neither `native` nor for development.
    #[error("it leads to this machine, and the application is neither native nor for development")]
    Loopback,
    /// Its port is not a number from 1 to 65535 in the shortest form, or the scheme's default one.
    #[error("its port is not a number in its shortest form, or the scheme's default one")]
    Port,
    /// Its path has a `.` or `..` segment, plain, encoded or with a parameter.
    #[error("its path has a `.` or `..` segment")]
    DotSegment,
    /// Its query has a parameter that answers carry.
    #[error("its query has a parameter that answers carry")]
    ResponseParameter,
}

/// The parameters of answers (RFC 6749 §4.1.2, RFC 9207, OpenID Connect Session Management 1.0,
/// OAuth 2.0 Form Post and JARM): a registered one would be read in place of Cora's.
const RESPONSE_PARAMETERS: [&str; 12] = [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "error_uri",
    "response",
    "session_state",
    "id_token",
    "access_token",
    "token_type",
    "expires_in",
];

/// Schemes that run or read something in the browser. None is a reversed domain name; they are
/// named so that a change of that rule does not admit them.
const DENIED_SCHEMES: [&str; 6] = ["javascript", "data", "vbscript", "file", "blob", "about"];

/// A redirect URI, taken apart by its delimiters alone (RFC 3986 §3).
struct Parts<'a> {
    scheme: &'a str,
    /// The text between `//` and the next `/` or `?`; `None` without `//`.
    authority: Option<&'a str>,
    path: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let (authority, rest) = match rest.strip_prefix("//") {
            None => (None, rest),
            Some(rest) => {
                let (authority, rest) = rest.split_at_checked(rest.find(['/', '?']).unwrap_or(rest.len()))?;
                (Some(authority), rest)
            }
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Some(Self { scheme, authority, path, query })
    }
}

/// Checks a URI that is to be registered for an application, as a redirect URI or as one to return
/// to after a logout.
///
/// # Errors
///
/// The first [`RedirectUriError`] in declaration order, except that a foreign scheme of a loopback
/// host is reported as `loopback`.
pub fn check_redirect_uri(text: &str, kind: ApplicationKind, development: bool) -> Result<(), RedirectUriError> {
    use RedirectUriError::{
        DotSegment, Fragment, Host, InvalidCharacter, ResponseParameter, Scheme, TooLong, Userinfo,
    };
    if text.is_empty() || text.len() > RedirectUri::MAX_BYTES {
        return Err(TooLong);
    }
    if !text.bytes().all(|byte| is_uri_byte(byte) || byte == b'#') || !are_escapes_sound(text) {
        return Err(InvalidCharacter);
    }
    if text.contains('#') {
        return Err(Fragment);
    }
    let parts = Parts::of(text).ok_or(Scheme)?;
    if parts.authority.is_some_and(|authority| authority.contains('@')) {
        return Err(Userinfo);
    }
    let is_local = kind == ApplicationKind::Native || development;
    match parts.scheme {
        "https" | "http" => check_web(text, &parts, is_local)?,
        scheme => check_app_scheme(scheme, &parts, kind)?,
    }
    if has_dot_segment(parts.authority.unwrap_or_default()) || has_dot_segment(parts.path) {
        return Err(DotSegment);
    }
    let names = parts.query.split(['&', ';']).flat_map(|piece| form_urlencoded::parse(piece.as_bytes()));
    if names.into_iter().any(|(name, _)| RESPONSE_PARAMETERS.contains(&&*name)) {
        return Err(ResponseParameter);
    }
    // An app's own scheme may have an authority, of which parsers drop an empty port.
    let is_web = matches!(parts.scheme, "https" | "http");
    if is_web || Url::parse(text).is_ok_and(|read| read.as_str() == text) { Ok(()) } else { Err(Host) }
}

/// Returns `true` for the characters of a URI (RFC 3986 §2) without `#` and `*`.
const fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b':'
                | b'/'
                | b'?'
                | b'['
                | b']'
                | b'@'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'+'
                | b','
                | b';'
                | b'='
                | b'%'
        )
}

/// Returns `true` if every `%` begins an escape, and none stands for a backslash, a control
/// character or a byte outside ASCII of which the meaning is open.
fn are_escapes_sound(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        let digits = rest.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        byte.is_some_and(|byte| !matches!(byte, b'\\' | 0..=0x1f | 0x7f))
    })
}

/// Checks scheme, host and port of a URI of the web.
fn check_web(text: &str, parts: &Parts<'_>, is_local: bool) -> Result<(), RedirectUriError> {
    use RedirectUriError::{Host, Loopback, Port, Scheme};
    let authority = parts.authority.filter(|authority| !authority.is_empty()).ok_or(Host)?;
    let (host, port) = split_port(authority);
    let is_loopback = is_loopback_host(host);
    if parts.scheme == "http" && !is_loopback {
        return Err(Scheme);
    }
    if !is_loopback && !is_public_form(host) {
        return Err(Host);
    }
    if is_loopback && !is_local {
        return Err(Loopback);
    }
    let default = if parts.scheme == "https" { 443 } else { 80 };
    if port.is_some_and(|port| parse_port(port).is_none_or(|port| port == default)) {
        return Err(Port);
    }
    // Every parser has to read the same host, such as a punycode label that is one.
    let read = Url::parse(text).ok();
    if read.as_ref().and_then(Url::host_str) == Some(host) { Ok(()) } else { Err(Host) }
}

/// Splits an authority without userinfo into host and port.
fn split_port(authority: &str) -> (&str, Option<&str>) {
    let after = authority.rfind(']').map_or(0, |bracket| bracket.saturating_add(1));
    let colon = authority.get(after..).and_then(|rest| rest.find(':')).map(|at| at.saturating_add(after));
    match colon.and_then(|at| authority.split_at_checked(at)) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => (authority, None),
    }
}

/// Returns a port from 1 to 65535 in its shortest form.
fn parse_port(text: &str) -> Option<u16> {
    let is_shortest = text.bytes().all(|digit| digit.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_shortest)
}

/// The loopback literals at which any port is free (RFC 8252 §7.3).
const LOOPBACK_LITERALS: [&str; 2] = ["127.0.0.1", "[::1]"];

/// Returns `true` for a host of this machine in one of its registrable spellings (RFC 6761 §6.3).
fn is_loopback_host(host: &str) -> bool {
    LOOPBACK_LITERALS.contains(&host)
        || host == "localhost"
        || host.strip_suffix(".localhost").is_some_and(|below| below.split('.').all(is_host_label))
}

/// Returns `true` for a name in the form that browsers write. The last label of a name does not
/// begin with a digit; browsers read a host that ends in a number as an IPv4 address (WHATWG URL,
/// "ends in a number").
fn is_public_form(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    host.len() <= 253 && host.split('.').all(is_host_label) && !last.starts_with(|first: char| first.is_ascii_digit())
}

fn is_host_label(label: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    (1..=63).contains(&label.len()) && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
}

/// Checks an app's own scheme (RFC 8252 §7.1): a reversed domain name with a dot, followed by a
/// path or an authority.
fn check_app_scheme(scheme: &str, parts: &Parts<'_>, kind: ApplicationKind) -> Result<(), RedirectUriError> {
    let is_reversed_name = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.contains('.')
        && scheme.split('.').all(|label| is_host_label(label) && !label.contains('_'));
    let is_followed = parts.authority.is_some() || parts.path.starts_with('/');
    let is_allowed = kind == ApplicationKind::Native && is_reversed_name && !DENIED_SCHEMES.contains(&scheme);
    if is_allowed && is_followed { Ok(()) } else { Err(RedirectUriError::Scheme) }
}

/// Returns `true` if a segment is `.` or `..` for some reader: encoded, encoded twice, with an
/// encoded separator, or before a parameter (`..;x`).
fn has_dot_segment(path: &str) -> bool {
    let mut decoded = path.to_ascii_lowercase();
    // Each round removes at least two bytes, so that it ends.
    while let Some(next) = decoded_once(&decoded) {
        decoded = next;
    }
    decoded.split('/').any(|segment| matches!(segment.split(';').next(), Some("." | "..")))
}

/// Returns a path with one more layer of `%2e`, `%2f`, `%3b` and `%25` taken off, or `None` if it
/// has none.
fn decoded_once(path: &str) -> Option<String> {
    const ESCAPES: [(&str, &str); 4] = [("%2e", "."), ("%2f", "/"), ("%3b", ";"), ("%25", "%")];
    let has_one = ESCAPES.iter().any(|(escape, _)| path.contains(escape));
    has_one.then(|| ESCAPES.iter().fold(String::from(path), |path, (escape, plain)| path.replace(escape, plain)))
}

/// Returns `true` if a requested URI is the registered one, which has not expired.
///
/// The one exception is the port of a loopback URI (RFC 8252 §7.3): where the registered URI is
/// `http` with a loopback literal, or with `localhost` in an application that is `native` or for
/// development, the requested one may have any port, or none.
pub fn matches(
    registered: &RegisteredRedirectUri,
    requested: &str,
    kind: ApplicationKind,
    development: bool,
    now: UnixSeconds,
) -> bool {
    if registered.expires_at.is_some_and(|expires_at| now >= expires_at) {
        return false;
    }
    let uri = registered.uri.as_str();
    let is_local = kind == ApplicationKind::Native || development;
    let hosts = LOOPBACK_LITERALS.into_iter().chain(is_local.then_some("localhost"));
    uri == requested
        || hosts.into_iter().any(|host| match (after_port(uri, host), after_port(requested, host)) {
            (Some(registered), Some(requested)) => registered == requested,
            _ => false,
        })
}

/// Returns the rest of a URI after `http://`, this host and a port, if it begins with these.
fn after_port<'a>(uri: &'a str, host: &str) -> Option<&'a str> {
    let rest = uri.strip_prefix("http://")?.strip_prefix(host)?;
    let rest = match rest.strip_prefix(':') {
        None => rest,
        Some(port) => {
            let end = port.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(port.len());
            let (port, rest) = port.split_at_checked(end)?;
            parse_port(port)?;
            rest
        }
    };
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}

/// A redirect URI as it is registered and as it is requested.
#[record]
pub struct RedirectUriInput {
    /// The present time.
    pub now: UnixSeconds,
    /// The kind of the application.
    pub kind: ApplicationKind,
    /// `true` if the application is for development.
    #[serde(default)]
    pub development: bool,
    /// The URI of the registration.
    pub registered: RegisteredRedirectUri,
    /// The URI of the request; the registered one when absent.
    #[serde(default)]
    pub requested: Option<String>,
}

/// The form of a registered redirect URI, and its comparison with a requested one.
#[record]
pub struct RedirectUriCheck {
    /// The reason why the URI is not registered; null if it can be.
    pub error: Option<RedirectUriError>,
    /// `true` if the requested URI matches one that can be registered.
    pub matches: bool,
}

/// Checks the URIs of a [`RedirectUriInput`].
pub fn report_redirect_uri(input: &RedirectUriInput) -> RedirectUriCheck {
    let RedirectUriInput { now, kind, development, registered, requested } = input;
    let uri = registered.uri.as_str();
    let error = check_redirect_uri(uri, *kind, *development).err();
    let is_match = matches(registered, requested.as_deref().unwrap_or(uri), *kind, *development, *now);
    RedirectUriCheck { error, matches: error.is_none() && is_match }
}

/// Returns a registered URI with parameters added to its query, in the form that applications read
/// (RFC 6749 appendix B).
pub fn with_parameters(uri: &RedirectUri, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    let (uri, query) = (uri.as_str(), query.finish());
    let separator = match uri.split_once('?') {
        _ if query.is_empty() => "",
        None => "?",
        Some((_, known)) if known.is_empty() || known.ends_with('&') => "",
        Some(_) => "&",
    };
    [uri, separator, &query].concat()
}

impl Application {
    /// Returns the requested redirect URI, if it matches a registered one.
    pub fn redirect_uri(&self, requested: &str, now: UnixSeconds) -> Option<RedirectUri> {
        self.registered(&self.redirect_uris, requested, now)
    }

    /// Returns the requested URI for after a logout, if it matches a registered one.
    pub fn post_logout_redirect_uri(&self, requested: &str, now: UnixSeconds) -> Option<RedirectUri> {
        self.registered(&self.post_logout_redirect_uris, requested, now)
    }

    fn registered(&self, uris: &[RegisteredRedirectUri], requested: &str, now: UnixSeconds) -> Option<RedirectUri> {
        let is_registered = uris.iter().any(|uri| matches(uri, requested, self.kind, self.development, now));
        RedirectUri::new(requested).filter(|_| is_registered)
    }
}

#[cfg(test)]
mod tests;
