//! The check of an application's settings (§14.1): all problems at once.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use cora_wire_derive::{codes, record};
use serde_json::{Map, Value};
use url::Url;

use super::{ApplicationKind, ApplicationSettings, ClientAuthentication, Pkce, RegisteredRedirectUri, UpstreamTokens};
use crate::connection::host::allowed::AllowedHost;
use crate::connection::host::host_is_loopback;
use crate::connection::host::url_check::{self, UrlRules};
use crate::id::ConnectionId;
use crate::issue::Severity;
use crate::issue::shown::quote_shortened;
use crate::issuer::client_authentication::ASSERTION_ALGORITHMS;
use crate::issuer::redirect_uri::{RedirectUriError, check_redirect_uri};
use crate::issuer::session::SessionLengths;
use crate::jwks::{MAX_KEYS, key};
use crate::text::WebOrigin;

/// The code of a problem with an application's settings. A closed list.
#[codes]
pub enum ApplicationIssueCode {
    /// A name without a visible character.
    NameMissing,
    /// A `web`, `spa` or `native` application without a redirect URI.
    RedirectUriMissing,
    /// A `service` with a redirect URI.
    RedirectUriNotAllowed,
    /// A redirect URI that §14.2 refuses.
    RedirectUriInvalid,
    /// A text that is not an origin as browsers write it, or one that is not https, unless it is
    /// loopback in development.
    OriginInvalid,
    /// A public application with a secret or a key, or a confidential one without.
    AuthenticationNotAllowed,
    /// A public application whose requests would not need a code challenge.
    PkceRequired,
    /// A length out of its bounds, or one that could never apply.
    SessionLengthInvalid,
    /// A connection that is not stored.
    ConnectionUnknown,
    /// A back-channel logout URI that is not https to a public host.
    LogoutUriInvalid,
    /// A registered key that cannot be used, or none with `private_key_jwt`.
    KeyInvalid,
    /// A public application, or a `service`, that keeps the tokens of providers.
    UpstreamNotAllowed,
}

/// One problem with an application's settings.
#[record]
pub struct ApplicationIssue {
    /// The issue code.
    pub code: ApplicationIssueCode,
    /// The severity. Settings with an error are not stored.
    pub severity: Severity,
    /// A JSON Pointer (RFC 6901) into the settings, such as `/redirectUris/0/uri`.
    pub path: String,
    /// The message for people: lower case, no full stop, input in backticks.
    pub message: String,
    /// The remedy, as a sentence; null if there is none.
    pub help: Option<String>,
}

/// The facts that the check of an application's settings depends on.
#[record]
#[derive(Default)]
pub struct ApplicationContext {
    /// The lengths of browser sessions, as the operator has set them.
    #[serde(default)]
    pub browser_session: SessionLengths,
    /// The stored connections, or those of them that the settings name.
    #[serde(default)]
    pub connections: Vec<ConnectionId>,
    /// `true` to allow addresses of this machine for back-channel logout, over plain http too. For
    /// local testing.
    #[serde(default)]
    pub allow_loopback: bool,
    /// The hosts and networks that the operator allows although they are not public.
    #[serde(default)]
    pub allowed_hosts: Vec<AllowedHost>,
}

/// All problems of an application's settings.
#[record]
pub struct ApplicationReport {
    /// `true` if there is no error. Only such settings are stored.
    pub ok: bool,
    /// The problems, in the order of the settings.
    pub issues: Vec<ApplicationIssue>,
}

/// An application's settings, and the facts that their check depends on.
#[record]
pub struct CheckApplicationInput {
    /// The settings.
    pub settings: ApplicationSettings,
    /// The facts.
    #[serde(default)]
    pub context: ApplicationContext,
}

/// Checks the settings of a [`CheckApplicationInput`].
pub fn report_application(input: &CheckApplicationInput) -> ApplicationReport {
    check_application(&input.settings, &input.context)
}

/// Checks an application's settings and reports every problem, in the order of the settings.
pub fn check_application(settings: &ApplicationSettings, context: &ApplicationContext) -> ApplicationReport {
    let mut issues = Issues::default();
    if settings.name.as_str().trim().is_empty() {
        let message = String::from("the name is empty");
        issues.add(ApplicationIssueCode::NameMissing, "/name", message, "Name the application as people know it.");
    }
    check_redirect_uris(settings, &mut issues);
    for (at, origin) in settings.origins.iter().enumerate() {
        if !is_origin(origin, settings.development) {
            let shown = quote_shortened(origin.as_str());
            let help = "Write scheme, host and port as in the address bar, such as `https://app.acme.example`.";
            let message = format!("{shown} is not an origin of https");
            issues.add(ApplicationIssueCode::OriginInvalid, &format!("/origins/{at}"), message, help);
        }
    }
    for (at, connection) in settings.connections.iter().enumerate() {
        if !context.connections.contains(connection) {
            let message = format!("there is no connection `{connection}`");
            let help = "Name connections by their identifiers, or none to allow all.";
            issues.add(ApplicationIssueCode::ConnectionUnknown, &format!("/connections/{at}"), message, help);
        }
    }
    check_authentication(settings, &mut issues);
    if settings.kind.is_public() && settings.pkce == Pkce::Nonce {
        let message = String::from("a public application needs a code challenge in every request");
        issues.add(ApplicationIssueCode::PkceRequired, "/pkce", message, "Set `pkce` to `required`.");
    }
    check_lengths(settings.session, context.browser_session, &mut issues);
    if let Some(uri) = &settings.back_channel_logout_uri {
        let rules = UrlRules { loopback: context.allow_loopback, hosts: &context.allowed_hosts, query: true };
        let mut faults = Vec::new();
        url_check::check(uri.as_str(), rules, &mut faults);
        for fault in faults {
            let path = "/backChannelLogoutUri";
            issues.add(ApplicationIssueCode::LogoutUriInvalid, path, fault.message, &fault.help);
        }
    }
    if settings.upstream == UpstreamTokens::Keep && settings.kind != ApplicationKind::Web {
        let message = String::from("only a server that people sign in to can ask for the tokens of their provider");
        let help = "Set `upstream` to `forget`, or choose the kind `web`.";
        issues.add(ApplicationIssueCode::UpstreamNotAllowed, "/upstream", message, help);
    }
    ApplicationReport { ok: issues.0.is_empty(), issues: issues.0 }
}

#[derive(Default)]
struct Issues(Vec<ApplicationIssue>);

impl Issues {
    fn add(&mut self, code: ApplicationIssueCode, path: &str, message: String, help: &str) {
        let (path, help) = (String::from(path), Some(String::from(help)));
        self.0.push(ApplicationIssue { code, severity: Severity::Error, path, message, help });
    }
}

fn check_redirect_uris(settings: &ApplicationSettings, issues: &mut Issues) {
    let lists: [(&str, &[RegisteredRedirectUri]); 2] =
        [("/redirectUris", &settings.redirect_uris), ("/postLogoutRedirectUris", &settings.post_logout_redirect_uris)];
    for (path, uris) in lists {
        if settings.kind == ApplicationKind::Service {
            if !uris.is_empty() {
                let message = String::from("nobody signs in to an application of the kind `service`");
                let help = "Remove the URIs, or choose the kind `web`.";
                issues.add(ApplicationIssueCode::RedirectUriNotAllowed, path, message, help);
            }
            continue;
        }
        if path == "/redirectUris" && uris.is_empty() {
            let message = String::from("the application has no redirect URI");
            let help = "Name the URI to which the application expects people to return.";
            issues.add(ApplicationIssueCode::RedirectUriMissing, path, message, help);
        }
        for (at, registered) in uris.iter().enumerate() {
            let uri = registered.uri.as_str();
            if let Err(error) = check_redirect_uri(uri, settings.kind, settings.development) {
                let message = format!("{} cannot be registered: {error}", quote_shortened(uri));
                let path = format!("{path}/{at}/uri");
                issues.add(ApplicationIssueCode::RedirectUriInvalid, &path, message, remedy(error));
            }
        }
    }
}

/// Returns the remedy for a refused redirect URI.
const fn remedy(error: RedirectUriError) -> &'static str {
    match error {
        RedirectUriError::TooLong => "Register a URI of 1 to 2048 bytes.",
        RedirectUriError::InvalidCharacter => {
            "Register each URI in full, as it is requested; there are no wildcards, and names are written as `xn--…`."
        }
        RedirectUriError::Fragment => "Remove the `#` and anything after it.",
        RedirectUriError::Userinfo => "Remove the user name before the `@`.",
        RedirectUriError::Scheme => {
            "Use https; an app's own scheme is a reversed domain name (`com.example.app`) in a `native` application."
        }
        RedirectUriError::Host => "Write a host name in lower case, without a dot at its end, and no IP address.",
        RedirectUriError::Loopback => "Mark the application as one for `development`, or use https and a public name.",
        RedirectUriError::Port => "Leave the scheme's default port out.",
        RedirectUriError::DotSegment => "Write the path without `.` and `..`.",
        RedirectUriError::ResponseParameter => "Remove the parameter; the answer brings its own.",
    }
}

/// Returns `true` for an origin as browsers write it (RFC 6454 §6.2), of https, or of loopback in
/// development.
fn is_origin(origin: &WebOrigin, development: bool) -> bool {
    let Ok(url) = Url::parse(origin.as_str()) else { return false };
    let is_loopback = url.host().is_some_and(|host| host_is_loopback(&host));
    let is_allowed = match url.scheme() {
        "https" => !is_loopback || development,
        "http" => is_loopback && development,
        _ => false,
    };
    // A URL may have a `*` in its host; here it would look like a pattern, which there is none of.
    is_allowed && url.origin().ascii_serialization() == origin.as_str() && !origin.as_str().contains('*')
}

fn check_authentication(settings: &ApplicationSettings, issues: &mut Issues) {
    use ApplicationIssueCode::{AuthenticationNotAllowed, KeyInvalid};
    let authentication = settings.authentication();
    let is_none = authentication == ClientAuthentication::None;
    if settings.kind.is_public() != is_none {
        let (message, help) = if settings.kind.is_public() {
            ("a public application cannot keep a secret or a key", "Set `authentication` to `none`.")
        } else {
            ("an application with a server authenticates", "Set `authentication` to `secret` or `private_key_jwt`.")
        };
        issues.add(AuthenticationNotAllowed, "/authentication", String::from(message), help);
    }
    match (&settings.keys, authentication == ClientAuthentication::PrivateKeyJwt) {
        (Some(_), false) => {
            let message = String::from("the keys are not used by this way of authentication");
            issues.add(AuthenticationNotAllowed, "/keys", message, "Remove the keys, or choose `private_key_jwt`.");
        }
        (None, true) => {
            let message = String::from("no key is registered");
            issues.add(KeyInvalid, "/keys", message, "Register the application's public keys as a JSON Web Key Set.");
        }
        (Some(keys), true) => check_keys(keys, issues),
        (None, false) => {}
    }
}

fn check_keys(keys: &Map<String, Value>, issues: &mut Issues) {
    let help = "Register public keys for RS256, PS256, ES256 or EdDSA, each with a `kid` of its own.";
    let items = keys.get("keys").and_then(Value::as_array).filter(|items| (1..=MAX_KEYS).contains(&items.len()));
    let Some(items) = items else {
        let message = format!("this is not a JSON Web Key Set of 1 to {MAX_KEYS} keys");
        return issues.add(ApplicationIssueCode::KeyInvalid, "/keys", message, help);
    };
    let id = |item: &Value| item.get("kid").and_then(Value::as_str).map(String::from);
    for (at, item) in items.iter().enumerate() {
        let Some(problem) = problem_of_key(item).or_else(|| {
            let is_named = items.len() == 1 || id(item).is_some();
            let is_repeated = id(item).is_some() && items.iter().filter(|other| id(other) == id(item)).count() > 1;
            (!is_named || is_repeated).then(|| String::from("among several keys it has no `kid` of its own"))
        }) else {
            continue;
        };
        let path = format!("/keys/keys/{at}");
        issues.add(ApplicationIssueCode::KeyInvalid, &path, format!("the key cannot be used: {problem}"), help);
    }
}

fn problem_of_key(item: &Value) -> Option<String> {
    let Some(jwk) = item.as_object() else { return Some(String::from("it is not an object")) };
    if let Some(member) = key::private_member(jwk) {
        return Some(format!("it has its private part `{member}`, which only the application may know"));
    }
    match key::verifying(jwk) {
        Err(key::Objection(_, problem)) => Some(problem),
        Ok(algorithms) if algorithms.iter().any(|algorithm| ASSERTION_ALGORITHMS.contains(algorithm)) => None,
        Ok(_) => Some(String::from("its algorithm is not allowed")),
    }
}

/// The least and greatest lengths of an application's sessions, in seconds.
const IDLE_SECONDS: core::ops::RangeInclusive<u32> = 300..=2_592_000;
const ABSOLUTE_SECONDS: core::ops::RangeInclusive<u32> = 300..=31_536_000;

fn check_lengths(lengths: SessionLengths, browser: SessionLengths, issues: &mut Issues) {
    const CODE: ApplicationIssueCode = ApplicationIssueCode::SessionLengthInvalid;
    let bounds = [("idle", lengths.idle, IDLE_SECONDS), ("absolute", lengths.absolute, ABSOLUTE_SECONDS)];
    for (name, seconds, allowed) in bounds {
        if !allowed.contains(&seconds) {
            let (least, most) = (allowed.start(), allowed.end());
            let message = format!("`{name}` is {seconds} seconds, not {least} to {most}");
            issues.add(CODE, &format!("/session/{name}"), message, "Choose a length within the bounds.");
        }
    }
    if lengths.idle > lengths.absolute {
        let message = String::from("`idle` is greater than `absolute`, so that it never applies");
        issues.add(CODE, "/session/idle", message, "Set `idle` to `absolute` or less.");
    }
    // The default is not a wish: it ends with the browser's session.
    let is_default = lengths.absolute == SessionLengths::default().absolute;
    if lengths.absolute > browser.absolute && !is_default {
        let message = format!("`absolute` is greater than that of browser sessions ({} seconds)", browser.absolute);
        let help = "Have the operator lengthen browser sessions, or shorten this one.".to_string();
        issues.add(CODE, "/session/absolute", message, &help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::samples::{connection_id, settings};
    use crate::text::{DisplayName, EndpointUrl, RedirectUri};
    use ApplicationIssueCode::{
        AuthenticationNotAllowed, ConnectionUnknown, KeyInvalid, LogoutUriInvalid, NameMissing, OriginInvalid,
        PkceRequired, RedirectUriInvalid, RedirectUriMissing, RedirectUriNotAllowed, SessionLengthInvalid,
        UpstreamNotAllowed,
    };
    use serde_json::json;

    fn codes(change: impl FnOnce(&mut ApplicationSettings)) -> Vec<(ApplicationIssueCode, String)> {
        let mut settings = settings();
        change(&mut settings);
        let report = check_application(&settings, &ApplicationContext::default());
        assert_eq!(report.ok, report.issues.is_empty());
        report.issues.into_iter().map(|issue| (issue.code, issue.path)).collect()
    }

    fn only(code: ApplicationIssueCode, path: &str) -> Vec<(ApplicationIssueCode, String)> {
        alloc::vec![(code, String::from(path))]
    }

    fn uri(text: &str) -> Vec<RegisteredRedirectUri> {
        alloc::vec![RegisteredRedirectUri { uri: RedirectUri::new(text).unwrap(), expires_at: None }]
    }

    #[test]
    fn each_problem_has_its_code_and_path() {
        assert_eq!(codes(|_| ()), []);
        assert_eq!(codes(|of| of.name = DisplayName::new(" ").unwrap()), only(NameMissing, "/name"));
        assert_eq!(codes(|of| of.redirect_uris.clear()), only(RedirectUriMissing, "/redirectUris"));
        assert_eq!(
            codes(|of| of.redirect_uris = uri("https://*.acme.example/cb")),
            only(RedirectUriInvalid, "/redirectUris/0/uri")
        );
        assert_eq!(
            codes(|of| of.post_logout_redirect_uris = uri("http://localhost/")),
            only(RedirectUriInvalid, "/postLogoutRedirectUris/0/uri")
        );
        assert_eq!(codes(|of| of.connections.push(connection_id(1))), only(ConnectionUnknown, "/connections/0"));
        assert_eq!(codes(|of| of.pkce = Pkce::Nonce), only(PkceRequired, "/pkce"));
        let secret = Some(ClientAuthentication::Secret);
        assert_eq!(codes(|of| of.authentication = secret), only(AuthenticationNotAllowed, "/authentication"));
        let service = codes(|of| of.kind = ApplicationKind::Service);
        assert_eq!(
            service,
            [
                (RedirectUriNotAllowed, String::from("/redirectUris")),
                (RedirectUriNotAllowed, String::from("/postLogoutRedirectUris"))
            ]
        );
        let unauthenticated = codes(|of| {
            of.kind = ApplicationKind::Web;
            of.authentication = Some(ClientAuthentication::None);
        });
        assert_eq!(unauthenticated, only(AuthenticationNotAllowed, "/authentication"));
        assert_eq!(codes(|of| of.kind = ApplicationKind::Web), []);
    }

    #[test]
    fn c63_an_origin_is_written_as_browsers_send_it() {
        for (origin, development, is_fine) in [
            ("https://app.acme.example", false, true),
            ("https://app.acme.example:8443", false, true),
            ("http://localhost:3000", true, true),
            ("http://127.0.0.1:3000", true, true),
            ("http://localhost:3000", false, false),
            ("https://localhost:3000", false, false),
            ("http://app.acme.example", true, false),
            ("https://app.acme.example/", false, false),
            ("https://app.acme.example:443", false, false),
            ("https://App.acme.example", false, false),
            ("https://u@app.acme.example", false, false),
            ("https://*.acme.example", false, false),
            ("app.acme.example", false, false),
            ("null", true, false),
            ("*", true, false),
            ("", true, false),
        ] {
            let found = codes(|of| {
                of.origins = alloc::vec![WebOrigin::new(origin).unwrap()];
                of.development = development;
            });
            assert_eq!(found.is_empty(), is_fine, "{origin}");
            assert!(found.iter().all(|(code, path)| *code == OriginInvalid && path == "/origins/0"));
        }
    }

    #[test]
    fn c52_a_length_that_never_applies_is_refused() {
        let of = |idle, absolute| codes(|of| of.session = SessionLengths { idle, absolute });
        assert_eq!(of(300, 300), []);
        assert_eq!(of(604_800, 2_592_000), []);
        assert_eq!(of(299, 300), only(SessionLengthInvalid, "/session/idle"));
        assert_eq!(of(301, 300), only(SessionLengthInvalid, "/session/idle"));
        assert_eq!(of(300, 2_592_001), only(SessionLengthInvalid, "/session/absolute"));
        let browser_session = SessionLengths { idle: 3600, absolute: 31_536_000 };
        let context = ApplicationContext { browser_session, ..ApplicationContext::default() };
        let mut long = settings();
        long.session = SessionLengths { idle: 2_592_000, absolute: 31_536_000 };
        assert!(check_application(&long, &context).ok);
        long.session.absolute = 31_536_001;
        assert_eq!(check_application(&long, &context).issues.len(), 2);
        let short = ApplicationContext { browser_session: SessionLengths { idle: 300, absolute: 3600 }, ..context };
        assert!(check_application(&settings(), &short).ok, "the default is no wish");
    }

    #[test]
    fn c47_a_logout_uri_is_https_to_a_public_host() {
        let of = |text: &str| codes(|of| of.back_channel_logout_uri = EndpointUrl::new(text));
        assert_eq!(of("https://shop.acme.example/logout?app=1"), []);
        for text in [
            "http://shop.acme.example/logout",
            "https://169.254.169.254/",
            "https://[::ffff:10.0.0.1]/",
            "https://localhost/",
            "https://shop.acme.example/#x",
            "https://u@shop.acme.example/",
        ] {
            assert_eq!(of(text), only(LogoutUriInvalid, "/backChannelLogoutUri"), "{text}");
        }
    }

    #[test]
    fn c57_only_public_keys_for_asymmetric_algorithms_are_registered() {
        let p256 = json!({ "kty": "EC", "crv": "P-256", "kid": "1",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" });
        let with = |change: Value| {
            let mut key = p256.clone();
            key.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            key
        };
        let of = |keys: Value| {
            codes(|of| {
                of.kind = ApplicationKind::Web;
                of.authentication = Some(ClientAuthentication::PrivateKeyJwt);
                of.keys = keys.as_object().cloned();
            })
        };
        assert_eq!(of(json!({ "keys": [p256] })), []);
        assert_eq!(of(json!({ "keys": [p256, with(json!({ "kid": "2" }))] })), []);
        assert_eq!(of(Value::Null), only(KeyInvalid, "/keys"));
        assert_eq!(of(json!({ "keys": [] })), only(KeyInvalid, "/keys"));
        assert_eq!(of(json!({ "keys": ["x"] })), only(KeyInvalid, "/keys/keys/0"));
        assert_eq!(of(json!({ "keys": [with(json!({ "d": "secret" }))] })), only(KeyInvalid, "/keys/keys/0"));
        assert_eq!(of(json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }] })), only(KeyInvalid, "/keys/keys/0"));
        assert_eq!(of(json!({ "keys": [with(json!({ "use": "enc" }))] })), only(KeyInvalid, "/keys/keys/0"));
        assert_eq!(of(json!({ "keys": [p256, p256] })).len(), 2);
        assert_eq!(of(json!({ "keys": [p256, with(json!({ "kid": null }))] })), only(KeyInvalid, "/keys/keys/1"));
        let unused = codes(|of| of.keys = json!({ "keys": [p256] }).as_object().cloned());
        assert_eq!(unused, only(AuthenticationNotAllowed, "/keys"));
    }

    #[test]
    fn settings_and_application_are_the_same() {
        let settings = settings();
        let id = crate::issuer::samples::application_id(1);
        let application = settings.clone().into_application(id);
        assert_eq!(application.authentication, ClientAuthentication::None);
        let again = ApplicationSettings::from(application.clone());
        assert_eq!(again.clone().into_application(id), application);
        assert_eq!(again, ApplicationSettings { authentication: Some(ClientAuthentication::None), ..settings });
    }

    #[test]
    fn c53_only_a_server_that_people_sign_in_to_keeps_the_tokens_of_providers() {
        let of = |kind, authentication| {
            codes(|settings| {
                settings.upstream = UpstreamTokens::Keep;
                settings.kind = kind;
                settings.authentication = Some(authentication);
                if kind == ApplicationKind::Service {
                    settings.redirect_uris.clear();
                    settings.post_logout_redirect_uris.clear();
                }
            })
        };
        assert_eq!(of(ApplicationKind::Web, ClientAuthentication::Secret), []);
        for (kind, authentication) in [
            (ApplicationKind::Spa, ClientAuthentication::None),
            (ApplicationKind::Native, ClientAuthentication::None),
            (ApplicationKind::Service, ClientAuthentication::Secret),
        ] {
            assert_eq!(of(kind, authentication), only(UpstreamNotAllowed, "/upstream"), "{kind:?}");
        }
        assert_eq!(settings().upstream, UpstreamTokens::Forget, "off unless it is asked for");
    }
}
