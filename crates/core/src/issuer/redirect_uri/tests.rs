//! Tests of the form and the comparison of redirect URIs.

use super::RedirectUriError::{
    DotSegment, Fragment, Host, InvalidCharacter, Loopback, Port, ResponseParameter, Scheme, TooLong, Userinfo,
};
use super::*;
use ApplicationKind::{Native, Service, Spa, Web};
use alloc::format;
use proptest::prelude::*;

const REGISTERED: &str = "https://app.acme.example/cb";

fn at(seconds: u64) -> UnixSeconds {
    UnixSeconds::new(seconds).unwrap()
}

fn registered(uri: &str) -> RegisteredRedirectUri {
    RegisteredRedirectUri { uri: RedirectUri::new(uri).unwrap(), expires_at: None }
}

fn is_match(uri: &str, requested: &str, kind: ApplicationKind, development: bool) -> bool {
    matches(&registered(uri), requested, kind, development, at(1000))
}

#[test]
fn c36_usual_redirect_uris_can_be_registered() {
    for uri in [
        REGISTERED,
        "https://app.acme.example",
        "https://app.acme.example/",
        "https://app.acme.example:8443/api/auth/callback/cora?tenant=a%20b&x=1",
        "https://xn--bcher-kva.acme.example/cb",
        "https://intranet/cb",
        "https://preview-1_2.acme.example/a//b;c=1/...",
    ] {
        assert_eq!(check_redirect_uri(uri, Web, false), Ok(()), "{uri}");
        assert_eq!(check_redirect_uri(uri, Spa, false), Ok(()), "{uri}");
    }
}

#[test]
fn c36_registration_refuses_anything_that_two_parsers_could_read_differently() {
    let long = format!("{REGISTERED}/{}", "a".repeat(2048));
    for (uri, expected) in [
        ("", TooLong),
        (long.as_str(), TooLong),
        ("https://app.acme.example\\@evil.example/", InvalidCharacter),
        ("https://app.acme.example/ cb", InvalidCharacter),
        ("https://app.acme.example/cb\n", InvalidCharacter),
        ("https://app.acme.example/cb\0", InvalidCharacter),
        ("https://app.acme.example/*", InvalidCharacter),
        ("https://*.acme.example/cb", InvalidCharacter),
        ("https://bücher.example/cb", InvalidCharacter),
        ("https://app.acme.example/%5c", InvalidCharacter),
        ("https://app.acme.example/%0d%0aLocation:x", InvalidCharacter),
        ("https://app.acme.example/%", InvalidCharacter),
        ("https://app.acme.example/%2", InvalidCharacter),
        ("https://app.acme.example/%+1", InvalidCharacter),
        ("https://app.acme.example/<script>", InvalidCharacter),
        ("https://app.acme.example/cb#", Fragment),
        ("https://app.acme.example/cb#x", Fragment),
        ("https://u@app.acme.example/cb", Userinfo),
        ("https://u:p@app.acme.example/cb", Userinfo),
        ("https://a@b@app.acme.example/cb", Userinfo),
        ("https://@app.acme.example/cb", Userinfo),
        ("app.acme.example/cb", Scheme),
        ("/cb", Scheme),
        ("//app.acme.example/cb", Scheme),
        ("HTTPS://app.acme.example/cb", Scheme),
        ("ftp://app.acme.example/cb", Scheme),
        ("http://app.acme.example/cb", Scheme),
        ("http://10.0.0.1/cb", Scheme),
        ("https:app.acme.example/cb", Host),
        ("https:///cb", Host),
        ("https://", Host),
        ("https://App.acme.example/cb", Host),
        ("https://app.acme.example./cb", Host),
        ("https://.acme.example/cb", Host),
        ("https://app..acme.example/cb", Host),
        ("https://-app.acme.example/cb", Host),
        ("https://xn--a/cb", Host),
        ("https://10.0.0.1/cb", Host),
        ("https://203.0.113.7/cb", Host),
        ("https://2130706433/cb", Host),
        ("https://0x7f.1/cb", Host),
        ("https://127.1/cb", Host),
        ("https://[::ffff:127.0.0.1]/cb", Host),
        ("https://[2001:db8::1]/cb", Host),
        ("https://%61pp.acme.example/cb", Host),
        ("https://app.acme.example:443/cb", Port),
        ("https://app.acme.example:/cb", Port),
        ("https://app.acme.example:0/cb", Port),
        ("https://app.acme.example:08443/cb", Port),
        ("https://app.acme.example:65536/cb", Port),
        ("https://app.acme.example:8443:1/cb", Port),
        ("https://app.acme.example/a/../cb", DotSegment),
        ("https://app.acme.example/a/..;/cb", DotSegment),
        ("https://app.acme.example/a/..;x=1/cb", DotSegment),
        ("https://app.acme.example/a/.%2e/cb", DotSegment),
        ("https://app.acme.example/a/%2E%2e", DotSegment),
        ("https://app.acme.example/a/%252e%252E/cb", DotSegment),
        ("https://app.acme.example/a%2f..%2fcb", DotSegment),
        ("https://app.acme.example/a/..%3bx/cb", DotSegment),
        ("https://app.acme.example/./cb", DotSegment),
        ("https://app.acme.example/cb?code=1", ResponseParameter),
        ("https://app.acme.example/cb?x=1&state", ResponseParameter),
        ("https://app.acme.example/cb?x=1;iss=y", ResponseParameter),
        ("https://app.acme.example/cb?%63ode=1", ResponseParameter),
        ("https://app.acme.example/cb?error_description=x", ResponseParameter),
    ] {
        for kind in [Web, Spa, Service] {
            assert_eq!(check_redirect_uri(uri, kind, false), Err(expected), "{uri}");
        }
    }
}

#[test]
fn c37_loopback_and_own_schemes_are_for_apps_and_development() {
    for uri in ["http://127.0.0.1/cb", "http://[::1]:3000/cb", "http://localhost:3000", "https://localhost/cb"] {
        assert_eq!(check_redirect_uri(uri, Native, false), Ok(()), "{uri}");
        assert_eq!(check_redirect_uri(uri, Web, true), Ok(()), "{uri}");
        assert_eq!(check_redirect_uri(uri, Spa, false), Err(Loopback), "{uri}");
        assert_eq!(check_redirect_uri(uri, Web, false), Err(Loopback), "{uri}");
    }
    assert_eq!(check_redirect_uri("http://shop.localhost:3000/cb", Web, true), Ok(()));
    for (uri, expected) in [
        ("http://127.0.0.2/cb", Scheme),
        ("http://127.1/cb", Scheme),
        ("http://2130706433/cb", Scheme),
        ("http://0x7f.1/cb", Scheme),
        ("http://[::ffff:127.0.0.1]/cb", Scheme),
        ("http://localhost./cb", Scheme),
        ("http://LOCALHOST/cb", Scheme),
        ("http://localhost.evil.example/cb", Scheme),
        ("http://127.0.0.1:80/cb", Port),
        ("http://127.0.0.1:0/cb", Port),
        ("http://127.0.0.1:80@evil.example/", Userinfo),
    ] {
        assert_eq!(check_redirect_uri(uri, Native, true), Err(expected), "{uri}");
    }
    for uri in ["com.acme.app:/cb", "com.acme.app://cb", "com.acme.app-2:/"] {
        assert_eq!(check_redirect_uri(uri, Native, false), Ok(()), "{uri}");
        assert_eq!(check_redirect_uri(uri, Spa, true), Err(Scheme), "{uri}");
    }
    for uri in [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://app.acme.example/1",
        "about:blank",
        "myapp:/cb",
        "com.acme.app:cb",
        "com.acme.app",
        "Com.Acme.App:/cb",
        "com..app:/cb",
        ".com.app:/cb",
        "1com.app:/cb",
        "view-source:https://app.acme.example",
    ] {
        assert_eq!(check_redirect_uri(uri, Native, true), Err(Scheme), "{uri}");
    }
    assert_eq!(check_redirect_uri("com.acme.app://u@cb", Native, false), Err(Userinfo));
    assert_eq!(check_redirect_uri("com.acme.app://cb:/x", Native, false), Err(Host));
    assert_eq!(check_redirect_uri("com.acme.app://../cb", Native, false), Err(DotSegment));
}

#[test]
fn c36_only_the_very_same_text_matches() {
    assert!(is_match(REGISTERED, REGISTERED, Web, false));
    for requested in [
        "https://app.acme.example/cb/",
        "https://app.acme.example/cb?x=1",
        "https://app.acme.example/cb?",
        "https://app.acme.example/cb#",
        "https://app.acme.example/CB",
        "https://app.acme.example/c%62",
        "https://app.acme.example//cb",
        "https://app.acme.example/cb/..;/x",
        "https://app.acme.example/x/../cb",
        "https://app.acme.example:443/cb",
        "https://app.acme.example:8443/cb",
        "https://app.acme.example./cb",
        "https://u@app.acme.example/cb",
        "https://a@b@app.acme.example/cb",
        "https://äpp.acme.example/cb",
        "https://app.acme.example.evil.example/cb",
        "https://app.acme.exampl",
        "HTTPS://app.acme.example/cb",
        "http://app.acme.example/cb",
        " https://app.acme.example/cb",
        "https://app.acme.example/cb ",
        "https://app.acme.example/cb\0",
        "",
    ] {
        assert!(!is_match(REGISTERED, requested, Web, true), "{requested}");
    }
}

#[test]
fn c37_only_the_port_of_a_loopback_literal_is_free() {
    for (uri, requested) in [
        ("http://127.0.0.1/cb", "http://127.0.0.1:51234/cb"),
        ("http://127.0.0.1:3000/cb?x=1", "http://127.0.0.1/cb?x=1"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:65535"),
        ("http://[::1]/cb", "http://[::1]:1/cb"),
    ] {
        assert!(is_match(uri, requested, Native, false), "{requested}");
    }
    let by_name = ("http://localhost:3000/cb", "http://localhost:3001/cb");
    assert!(is_match(by_name.0, by_name.1, Native, false));
    assert!(is_match(by_name.0, by_name.1, Web, true));
    assert!(!is_match(by_name.0, by_name.1, Web, false));
    for (uri, requested) in [
        ("http://127.0.0.1/cb", "http://127.1/cb"),
        ("http://127.0.0.1/cb", "http://2130706433/cb"),
        ("http://127.0.0.1/cb", "http://0x7f.1/cb"),
        ("http://127.0.0.1/cb", "http://[::ffff:127.0.0.1]/cb"),
        ("http://127.0.0.1/cb", "http://[::1]/cb"),
        ("http://127.0.0.1/cb", "http://localhost/cb"),
        ("http://127.0.0.1/cb", "https://127.0.0.1:3000/cb"),
        ("http://localhost/cb", "http://localhost./cb"),
        ("http://localhost/cb", "http://127.0.0.1/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:00080/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:+80/cb"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:3000/cb?x"),
        ("http://127.0.0.1/cb", "http://127.0.0.1:3000/CB"),
        ("http://127.0.0.1", "http://127.0.0.1.evil.example"),
        ("http://127.0.0.1", "http://127.0.0.1@evil.example"),
        ("https://localhost:3000/cb", "https://localhost:3001/cb"),
        ("com.acme.app:/cb", "com.acme.app://cb"),
        ("com.acme.app:/cb", "com.acme.app:/cb/"),
    ] {
        assert!(!is_match(uri, requested, Native, true), "{uri} {requested}");
    }
}

#[test]
fn an_expired_redirect_uri_does_not_match() {
    let preview = RegisteredRedirectUri { expires_at: Some(at(1000)), ..registered(REGISTERED) };
    assert!(matches(&preview, REGISTERED, Web, false, at(999)));
    assert!(!matches(&preview, REGISTERED, Web, false, at(1000)));
}

#[test]
fn answers_are_added_to_the_query() {
    let uri = |text| RedirectUri::new(text).unwrap();
    let answer = [("code", "a b"), ("iss", "https://id.acme.example")];
    for (registered, expected) in [
        (REGISTERED, "https://app.acme.example/cb?code=a+b&iss=https%3A%2F%2Fid.acme.example"),
        (
            "https://app.acme.example/cb?x=1",
            "https://app.acme.example/cb?x=1&code=a+b&iss=https%3A%2F%2Fid.acme.example",
        ),
        ("https://app.acme.example/cb?", "https://app.acme.example/cb?code=a+b&iss=https%3A%2F%2Fid.acme.example"),
        ("com.acme.app:/cb", "com.acme.app:/cb?code=a+b&iss=https%3A%2F%2Fid.acme.example"),
    ] {
        assert_eq!(with_parameters(&uri(registered), &answer), expected);
    }
    assert_eq!(with_parameters(&uri(REGISTERED), &[]), REGISTERED);
    let added = |text: &'static str| with_parameters(&uri(text), &[("code", "a b&c"), ("state", "é")]);
    assert_eq!(added("https://a.example/cb"), "https://a.example/cb?code=a+b%26c&state=%C3%A9");
    assert_eq!(added("https://a.example/cb?x=%2f"), "https://a.example/cb?x=%2f&code=a+b%26c&state=%C3%A9");
    assert_eq!(added("https://a.example/cb?"), "https://a.example/cb?code=a+b%26c&state=%C3%A9");
    assert_eq!(added("com.example.app:/cb"), "com.example.app:/cb?code=a+b%26c&state=%C3%A9");
}

fn kinds() -> impl Strategy<Value = ApplicationKind> {
    prop_oneof![Just(Web), Just(Spa), Just(Native), Just(Service)]
}

fn uris() -> impl Strategy<Value = alloc::string::String> {
    prop_oneof![
        "(https|http|com\\.acme\\.app|javascript):(//)?(app\\.acme\\.example|localhost|127\\.0\\.0\\.1|\\[::1\\]|evil)(:[0-9]{0,5})?[/a.%2e;?=&cod]{0,10}",
        "[a-z:/.@#?%\\\\ \\[\\]0-9*-]{0,30}",
        "\\PC{0,20}",
    ]
}

proptest! {
    /// P22: compares with an independent reading: two texts are the same, or two loopback URLs that
    /// a parser reads alike except for the port.
    #[test]
    fn p22_anything_that_matches_is_registered_or_differs_in_a_loopback_port(
        uri in uris(), requested in uris(), port in proptest::option::of(0_u32..70_000), kind in kinds(), development: bool,
    ) {
        let requested = match port {
            // Mostly the registered one with another port.
            Some(port) => uri.replacen("127.0.0.1", &format!("127.0.0.1:{port}"), 1),
            None => requested,
        };
        let Some(stored) = RedirectUri::new(&uri) else { return Ok(()) };
        let stored = RegisteredRedirectUri { uri: stored, expires_at: None };
        let is_match = matches(&stored, &requested, kind, development, at(1));
        prop_assert!(is_match || uri != requested);
        if is_match && uri != requested {
            let [known, asked] = [&uri, &requested].map(|text| Url::parse(text).unwrap());
            prop_assert!(known.scheme() == "http" && ["127.0.0.1", "[::1]", "localhost"].contains(&known.host_str().unwrap()));
            prop_assert_eq!(known.host_str(), asked.host_str());
            prop_assert_eq!(known[url::Position::BeforePath..].as_bytes(), asked[url::Position::BeforePath..].as_bytes());
            prop_assert!(asked.username().is_empty() && asked.port() != Some(0));
        }
    }

    /// P22: a registered URI is read by a browser's parser as it is written, so that the browser
    /// goes to the host that an administrator saw.
    #[test]
    fn p22_a_registered_redirect_uri_is_read_as_written(uri in uris(), kind in kinds(), development: bool) {
        if check_redirect_uri(&uri, kind, development).is_ok() {
            let read = Url::parse(&uri).unwrap();
            let written = read.as_str();
            prop_assert!(written == uri || written == format!("{uri}/") || written == uri.replacen('?', "/?", 1), "{} {}", uri, written);
            prop_assert!(read.username().is_empty() && read.password().is_none() && read.fragment().is_none());
            if read.scheme() == "http" {
                prop_assert!(kind == Native || development);
            }
        }
    }
}
