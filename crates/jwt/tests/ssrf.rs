//! Tests that the client of issuers' documents connects only to allowed hosts, and only for a
//! limited time, for any URL and any response.

#[path = "support/network.rs"]
mod network;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use cora_core::secret::Secret;
use cora_jwt::{Fetch, FetchError, FetchOptions, Form, HttpFetch, NameServers, PostForm, PublicResolver, UrlFault};
use network::{NameServer, Server, Step, Zone};

const SHORT: Duration = Duration::from_millis(300);
const LIMIT: usize = 1000;

/// Builds a client that never leaves loopback, with the default limits.
fn on_loopback() -> HttpFetch {
    HttpFetch::new(true).unwrap()
}

/// Builds a client with small limits, so that no test waits for them.
fn impatient() -> HttpFetch {
    let options =
        FetchOptions { allow_loopback_http: true, timeout: SHORT, max_bytes: LIMIT, ..FetchOptions::default() };
    HttpFetch::with(options).unwrap()
}

fn asking(server: &NameServer, allow_loopback_http: bool) -> HttpFetch {
    let name_servers = NameServers::Servers(vec![server.address]);
    HttpFetch::with(FetchOptions { allow_loopback_http, name_servers, ..FetchOptions::default() }).unwrap()
}

fn resolver(server: &NameServer, allow_loopback: bool) -> PublicResolver {
    let name_servers = NameServers::Servers(vec![server.address]);
    PublicResolver::new(name_servers, allow_loopback, Duration::from_secs(2))
}

fn zone<const N: usize>(names: [(&'static str, &[&[&'static str]]); N]) -> Zone {
    names.into_iter().map(|(name, rounds)| (name, rounds.iter().map(|round| round.to_vec()).collect())).collect()
}

async fn code(fetch: &HttpFetch, url: &str) -> &'static str {
    fetch.fetch(url).await.expect_err(url).code()
}

fn ok(headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\n{headers}\r\n{body}").into_bytes()
}

#[tokio::test]
async fn c21_a_url_that_is_not_https_to_a_public_host_is_not_fetched() {
    use UrlFault::{Fragment, HostNotPublic, Malformed, Scheme, UserInformation};
    // No name is resolved before the URL is allowed, so no server is needed here.
    let fetch = HttpFetch::with(FetchOptions { name_servers: NameServers::Servers(vec![]), ..Default::default() });
    let fetch = fetch.unwrap();
    for (row, url, fault) in [
        ("private 10/8", "https://10.0.0.1/keys", HostNotPublic),
        ("private 172.16/12", "https://172.16.0.1/keys", HostNotPublic),
        ("private 172.16/12, its end", "https://172.31.255.254/keys", HostNotPublic),
        ("private 192.168/16", "https://192.168.1.1/keys", HostNotPublic),
        ("loopback", "https://127.0.0.1/keys", HostNotPublic),
        ("loopback elsewhere", "https://127.8.8.8:8443/keys", HostNotPublic),
        ("metadata of clouds", "https://169.254.169.254/latest/meta-data/", HostNotPublic),
        ("carrier NAT", "https://100.64.0.1/keys", HostNotPublic),
        ("metadata behind carrier NAT", "https://100.100.100.200/latest", HostNotPublic),
        ("this network", "https://0.0.0.0/keys", HostNotPublic),
        ("protocol assignments", "https://192.0.0.192/opc", HostNotPublic),
        ("documentation", "https://192.0.2.1/keys", HostNotPublic),
        ("6to4 relays", "https://192.88.99.1/keys", HostNotPublic),
        ("benchmarks", "https://198.18.0.1/keys", HostNotPublic),
        ("benchmarks, their end", "https://198.19.255.255/keys", HostNotPublic),
        ("multicast", "https://224.0.0.251/keys", HostNotPublic),
        ("reserved", "https://240.0.0.1/keys", HostNotPublic),
        ("broadcast", "https://255.255.255.255/keys", HostNotPublic),
        ("unspecified v6", "https://[::]/keys", HostNotPublic),
        ("loopback v6", "https://[::1]/keys", HostNotPublic),
        ("unique local", "https://[fd00:ec2::254]/latest", HostNotPublic),
        ("unique local fc00::/8", "https://[fc00::1]/keys", HostNotPublic),
        ("link local v6", "https://[fe80::1]/keys", HostNotPublic),
        ("link local v6, its end", "https://[febf::1]/keys", HostNotPublic),
        ("site local", "https://[fec0::1]/keys", HostNotPublic),
        ("multicast v6", "https://[ff02::1]/keys", HostNotPublic),
        ("mapped loopback", "https://[::ffff:127.0.0.1]/keys", HostNotPublic),
        ("mapped metadata", "https://[::ffff:169.254.169.254]/latest", HostNotPublic),
        ("mapped private in hexadecimal", "https://[::ffff:a00:1]/keys", HostNotPublic),
        ("NAT64 of private", "https://[64:ff9b::10.0.0.1]/keys", HostNotPublic),
        ("NAT64 of metadata", "https://[64:ff9b::a9fe:a9fe]/latest", HostNotPublic),
        ("NAT64 for local use", "https://[64:ff9b:1::8.8.8.8]/keys", HostNotPublic),
        ("6to4 of loopback", "https://[2002:7f00:1::]/keys", HostNotPublic),
        ("6to4 of public", "https://[2002:808:808::1]/keys", HostNotPublic),
        ("compatible loopback", "https://[::127.0.0.1]/keys", HostNotPublic),
        ("compatible public", "https://[::8.8.8.8]/keys", HostNotPublic),
        ("Teredo", "https://[2001:0:7f00:1::]/keys", HostNotPublic),
        ("ORCHID", "https://[2001:20::1]/keys", HostNotPublic),
        ("documentation v6", "https://[2001:db8::1]/keys", HostNotPublic),
        ("newer documentation v6", "https://[3fff::1]/keys", HostNotPublic),
        ("discard", "https://[100::1]/keys", HostNotPublic),
        ("decimal host", "https://2130706433/keys", HostNotPublic),
        ("octal host", "https://017700000001/keys", HostNotPublic),
        ("octal parts", "https://0177.0.0.1/keys", HostNotPublic),
        ("hexadecimal host", "https://0x7f000001/keys", HostNotPublic),
        ("hexadecimal part", "https://0x7f.1/keys", HostNotPublic),
        ("short host", "https://127.1/keys", HostNotPublic),
        ("zero", "https://0/keys", HostNotPublic),
        ("decimal metadata", "https://2852039166/latest", HostNotPublic),
        ("address with a trailing dot", "https://127.0.0.1./keys", HostNotPublic),
        ("full-width digits", "https://１２７.０.０.１/keys", HostNotPublic),
        ("circled digits", "https://①②⑦.0.0.1/keys", HostNotPublic),
        ("ideographic stops", "https://127。0。0。1/keys", HostNotPublic),
        ("escaped address", "https://%31%32%37.0.0.1/keys", HostNotPublic),
        ("backslashes", r"https:\\10.0.0.1\keys", HostNotPublic),
        ("tab in the host", "https://10.0.\t0.1/keys", HostNotPublic),
        ("localhost", "https://localhost/keys", HostNotPublic),
        ("localhost in capitals", "https://LOCALHOST/keys", HostNotPublic),
        ("under localhost", "https://foo.localhost/keys", HostNotPublic),
        ("localhost with a trailing dot", "https://localhost./keys", HostNotPublic),
        ("under localhost with a trailing dot", "https://foo.localhost./keys", HostNotPublic),
        ("escaped localhost", "https://%6cocalhost/keys", HostNotPublic),
        ("user", "https://user@login.acme.example/keys", UserInformation),
        ("user and password", "https://user:secret@login.acme.example/keys", UserInformation),
        ("password alone", "https://:secret@login.acme.example/keys", UserInformation),
        ("a host as user", "https://login.acme.example@169.254.169.254/latest", UserInformation),
        ("a host and port as user", "https://login.acme.example:443@10.0.0.1/keys", UserInformation),
        ("a backslash before the at sign", r"https://127.0.0.1\@login.acme.example/keys", HostNotPublic),
        ("fragment", "https://login.acme.example/keys#x", Fragment),
        ("empty fragment", "https://login.acme.example/keys#", Fragment),
        ("plain http", "http://login.acme.example/keys", Scheme),
        ("plain http to loopback", "http://127.0.0.1/keys", Scheme),
        ("file", "file:///etc/passwd", Scheme),
        ("file with a host", "file://login.acme.example/etc/passwd", Scheme),
        ("ftp", "ftp://login.acme.example/keys", Scheme),
        ("gopher", "gopher://login.acme.example:70/_GET", Scheme),
        ("web socket", "wss://login.acme.example/keys", Scheme),
        ("data", "data:application/json,{}", Scheme),
        ("javascript", "javascript:alert(1)", Scheme),
        ("unix socket", "unix:/run/docker.sock", Scheme),
        ("relative", "/keys", Malformed),
        ("without a scheme", "login.acme.example/keys", Malformed),
        ("scheme alone", "https://", Malformed),
        ("empty", "", Malformed),
        ("zone of an address", "https://[fe80::1%25eth0]/keys", Malformed),
        ("number too large", "https://99999999999/keys", Malformed),
        ("port too large", "https://login.acme.example:65536/keys", Malformed),
        ("space in the host", "https://login acme.example/keys", Malformed),
        ("null in the host", "https://login.acme.example%00.evil.example/keys", Malformed),
    ] {
        let form = Form { url, authorization: None, body: vec![] };
        let protected = fetch.fetch_protected(url, &Secret::new("secret")).await.expect_err(row);
        for error in [fetch.fetch(url).await.expect_err(row), fetch.post(form).await.expect_err(row), protected] {
            assert!(matches!(error, FetchError::UrlNotAllowed(found) if found == fault), "{row}: {error}");
        }
    }
}

#[tokio::test]
async fn c21_a_name_that_resolves_only_to_private_addresses_is_not_contacted() {
    let server = NameServer::start(zone([
        ("loopback.acme.example", &[&["127.0.0.1"]]),
        ("loopback6.acme.example", &[&["::1"]]),
        ("private.acme.example", &[&["10.0.0.1", "172.16.0.1", "192.168.0.1"]]),
        ("metadata.google.internal", &[&["169.254.169.254"]]),
        ("metadata", &[&["169.254.169.254"]]),
        ("unique-local.acme.example", &[&["fd00::1"]]),
        ("mapped.acme.example", &[&["::ffff:10.0.0.1"]]),
        ("mapped-loopback.acme.example", &[&["::ffff:127.0.0.1"]]),
        ("nat64.acme.example", &[&["64:ff9b::127.0.0.1"]]),
        ("compatible.acme.example", &[&["::127.0.0.1"]]),
        ("zero.acme.example", &[&["0.0.0.0", "::"]]),
        ("alias.acme.example", &[&["private.acme.example"]]),
        ("alias-of-alias.acme.example", &[&["alias.acme.example"]]),
        ("alias-of-loopback.acme.example", &[&["loopback.acme.example"]]),
    ]))
    .await;
    let target = Server::answering(ok("content-length: 2\r\n", "{}")).await;
    let (fetch, resolver) = (asking(&server, false), resolver(&server, false));
    for name in [
        "loopback.acme.example",
        "LOOPBACK.acme.example",
        "loopback.acme.example.",
        "loopback6.acme.example",
        "private.acme.example",
        "metadata.google.internal",
        "metadata",
        "unique-local.acme.example",
        "mapped.acme.example",
        "mapped-loopback.acme.example",
        "nat64.acme.example",
        "compatible.acme.example",
        "zero.acme.example",
        "alias.acme.example",
        "alias-of-alias.acme.example",
        "alias-of-loopback.acme.example",
    ] {
        let url = format!("https://{name}:{}/document", target.address.port());
        assert_eq!(code(&fetch, &url).await, "private_host", "{name}");
        assert_eq!(resolver.addresses(name).await.unwrap_err().code(), "private_host", "{name}");
    }
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn c21_localhost_is_loopback_whoever_is_asked() {
    let public = [["8.8.8.8"].as_slice()];
    let server = NameServer::start(zone([("localhost", &public), ("foo.localhost", &public)])).await;
    for name in ["localhost", "localhost.", "foo.localhost", "Foo.LocalHost"] {
        assert_eq!(resolver(&server, false).addresses(name).await.unwrap_err().code(), "private_host", "{name}");
        let found = resolver(&server, true).addresses(name).await.unwrap();
        assert!(found.iter().all(IpAddr::is_loopback), "{name}");
    }
    assert_eq!(server.count("localhost") + server.count("foo.localhost"), 0);
    let system = PublicResolver::new(NameServers::System, false, SHORT);
    assert_eq!(system.addresses("localhost").await.unwrap_err().code(), "private_host");
}

#[tokio::test]
async fn c21_only_public_addresses_are_used() {
    let server = NameServer::start(zone([
        ("mixed.acme.example", &[&["10.0.0.1", "8.8.8.8", "127.0.0.1", "fd00::1", "2606:4700::1111"]]),
        ("near.acme.example", &[&["10.255.255.1", "169.254.169.254", "fd00::1", "127.0.0.1"]]),
    ]))
    .await;
    let mut found = resolver(&server, false).addresses("mixed.acme.example").await.unwrap();
    found.sort();
    assert_eq!(found, ["8.8.8.8", "2606:4700::1111"].map(|address| address.parse::<IpAddr>().unwrap()));
    // With loopback allowed, the only connection goes to 127.0.0.1, whose server does not speak
    // TLS.
    let target = Server::answering("nothing that is TLS").await;
    let url = format!("https://near.acme.example:{}/document", target.address.port());
    assert_eq!(code(&asking(&server, true), &url).await, "tls_failed");
    assert_eq!(target.connections(), 1);
}

#[tokio::test]
async fn c21_a_name_that_is_bound_anew_is_checked_anew() {
    let rounds: &[&[&str]] = &[&["8.8.8.8"], &["127.0.0.1"], &["8.8.8.8"]];
    let server = NameServer::start(zone([
        ("rebinding.acme.example", rounds),
        ("near.acme.example", &[&["127.0.0.1"], &["10.0.0.1"], &["127.0.0.1"]]),
    ]))
    .await;
    let resolver = resolver(&server, false);
    let name = "rebinding.acme.example";
    assert_eq!(resolver.addresses(name).await.unwrap(), ["8.8.8.8".parse::<IpAddr>().unwrap()]);
    assert_eq!(resolver.addresses(name).await.unwrap_err().code(), "private_host");
    assert!(resolver.addresses(name).await.is_ok());

    // Loopback stands for the public internet here. The lookup that is checked is the one that is
    // connected to: each exchange makes one lookup, not one to check and another to connect.
    let target = Server::answering("nothing that is TLS").await;
    let fetch = asking(&server, true);
    let url = format!("https://near.acme.example:{}/document", target.address.port());
    for (exchange, (expected, connections)) in
        [("tls_failed", 1), ("private_host", 1), ("tls_failed", 2)].iter().enumerate()
    {
        assert_eq!(code(&fetch, &url).await, *expected);
        assert_eq!((target.connections(), server.count("near.acme.example")), (*connections, exchange + 1));
    }
}

#[tokio::test]
async fn c21_a_redirect_is_never_followed() {
    let (target, fetch) = (Server::answering(ok("content-length: 2\r\n", "{}")).await, on_loopback());
    for status in [300, 301, 302, 303, 304, 305, 307, 308, 399] {
        for location in [
            target.url(),
            "http://169.254.169.254/latest".into(),
            "https://login.acme.example/keys".into(),
            "/elsewhere".into(),
        ] {
            let answer = format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
            let server = Server::answering(answer).await;
            let form = Form { url: &server.url(), authorization: None, body: b"code=secret".to_vec() };
            let protected = fetch.fetch_protected(&server.url(), &Secret::new("secret")).await.unwrap_err();
            let got = fetch.fetch(&server.url()).await.unwrap_err();
            for error in [got, fetch.post(form).await.unwrap_err(), protected] {
                assert!(
                    matches!(error, FetchError::Redirect(found) if found == status),
                    "{status} {location}: {error}"
                );
            }
            assert_eq!(server.connections(), 3, "{status} {location}");
        }
    }
    assert_eq!(target.connections(), 0);
}

#[tokio::test]
async fn a_document_is_fetched_with_status_200_only() {
    let (server, fetch) = (Server::answering(ok("content-length: 2\r\n", "{}")).await, on_loopback());
    assert_eq!(fetch.fetch(&server.url()).await.unwrap(), b"{}");
    for status in [201, 204, 206, 400, 401, 403, 404, 429, 500, 503] {
        let server = Server::answering(format!("HTTP/1.1 {status} Status\r\ncontent-length: 0\r\n\r\n")).await;
        let error = fetch.fetch(&server.url()).await.unwrap_err();
        assert!(matches!(error, FetchError::Status(found) if found == status), "{error}");
    }
}

#[tokio::test]
async fn an_answer_to_a_form_is_returned_whatever_its_status() {
    let answer = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    let server = Server::answering(answer).await;
    let authorization = Some(cora_jwt::HeaderValue::from_static("Basic YWJj"));
    let form = Form { url: &server.url(), authorization, body: b"grant_type=authorization_code".to_vec() };
    assert!(!format!("{form:?}").contains("grant_type") && !format!("{form:?}").contains("YWJj"));
    let answer = on_loopback().post(form).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (400, b"{}".as_slice()));
    assert_eq!(answer.content_type.unwrap(), "application/json");
    let head = server.heads().remove(0);
    for line in
        ["post /document http/1.1", "authorization: basic ywjj", "content-type: application/x-www-form-urlencoded"]
    {
        assert!(head.contains(line), "{head}");
    }
}

#[tokio::test]
async fn an_access_token_is_sent_as_the_bearer_token_and_any_status_is_an_answer() {
    let answer = "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
    let server = Server::answering(answer).await;
    let fetch = on_loopback();
    let answer = fetch.fetch_protected(&server.url(), &Secret::new("an-opaque.token")).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (401, b"{}".as_slice()));
    let head = server.heads().remove(0);
    for line in ["get /document http/1.1", "authorization: bearer an-opaque.token", "accept: application/json"] {
        assert!(head.contains(line), "{head}");
    }
    let error = fetch.fetch_protected(&server.url(), &Secret::new("a\nb")).await.unwrap_err();
    assert_eq!((error.code(), server.connections()), ("document_unusable", 1));
}

#[tokio::test]
async fn c21_a_fetch_sends_only_accept_and_host_on_a_connection_of_its_own() {
    // The connection stays open, and nobody answers a second request on it.
    let answer = Step::Send(ok("set-cookie: session=1\r\ncontent-length: 2\r\n", "{}"));
    let server = Server::start(vec![answer, Step::Pause(Duration::from_secs(9))]).await;
    let fetch = on_loopback();
    for _ in 0..2 {
        fetch.fetch(&server.url()).await.unwrap();
    }
    for head in server.heads() {
        let names: Vec<&str> =
            head.lines().skip(1).filter_map(|line| line.split_once(':')).map(|line| line.0).collect();
        assert_eq!(names, ["accept", "host"], "{head}");
    }
    assert_eq!(server.connections(), 2, "each exchange has a connection of its own");
}

#[tokio::test]
async fn c21_no_proxy_stands_between() {
    let proxy = Server::answering(ok("content-length: 2\r\n", "{}")).await;
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "a_document_is_fetched_with_status_200_only"]);
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        again.env(name, format!("http://{}", proxy.address));
    }
    let output = tokio::task::spawn_blocking(move || again.output()).await.unwrap().unwrap();
    assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
async fn c21_a_response_over_the_limit_is_refused_as_soon_as_it_is_known() {
    let options = FetchOptions { allow_loopback_http: true, max_bytes: LIMIT, ..FetchOptions::default() };
    let fetch = HttpFetch::with(options).unwrap();
    let (announced, at_once) = (Step::Send(ok("content-length: 1001\r\n", "")), Duration::ZERO);
    let chunked = Step::Send(ok("transfer-encoding: chunked\r\n", ""));
    let unending = Step::Send(ok("connection: close\r\n", ""));
    for (row, steps) in [
        ("announced", vec![announced, Step::Pause(Duration::from_secs(9))]),
        ("announced beyond all numbers", vec![Step::Send(ok("content-length: 999999999999999999\r\n", "{"))]),
        ("chunked without end", vec![chunked.clone(), Step::Forever(b"5\r\nabcde\r\n", at_once)]),
        ("without a length", vec![unending.clone(), Step::Forever(b"abcde", at_once)]),
        ("one byte too long", vec![unending.clone(), Step::Send(vec![b' '; LIMIT + 1])]),
        (
            "one chunk too long",
            vec![chunked, Step::Send(format!("3e9\r\n{}\r\n0\r\n\r\n", " ".repeat(LIMIT + 1)).into())],
        ),
    ] {
        let server = Server::start(steps).await;
        let error = fetch.fetch(&server.url()).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge(LIMIT)), "{row}: {error}");
    }
    let server = Server::start(vec![unending, Step::Send(vec![b' '; LIMIT])]).await;
    assert_eq!(fetch.fetch(&server.url()).await.unwrap().len(), LIMIT);
}

#[tokio::test]
async fn c21_an_answer_that_takes_too_long_is_given_up() {
    let fetch = impatient();
    let (slowly, long) = (Duration::from_millis(20), Duration::from_secs(9));
    let head = |headers| Step::Send(ok(headers, ""));
    for (row, steps) in [
        ("silence", vec![Step::Pause(long)]),
        ("half a head", vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent".to_vec()), Step::Pause(long)]),
        ("dripping head", vec![Step::Send(b"HTTP/1.1 200 OK\r\nx: ".to_vec()), Step::Forever(b"x", slowly)]),
        ("interim answers without end", vec![Step::Forever(b"HTTP/1.1 103 Early Hints\r\n\r\n", slowly)]),
        ("no body", vec![head("content-length: 2\r\n"), Step::Pause(long)]),
        ("dripping body", vec![head("content-length: 900\r\n"), Step::Forever(b" ", slowly)]),
        ("dripping chunks", vec![head("transfer-encoding: chunked\r\n"), Step::Forever(b"1\r\n \r\n", slowly)]),
        (
            "dripping chunk extension",
            vec![head("transfer-encoding: chunked\r\n"), Step::Send(b"1;".to_vec()), Step::Forever(b"x", slowly)],
        ),
        ("body that stays open", vec![head("connection: close\r\n"), Step::Send(b"{}".to_vec()), Step::Pause(long)]),
    ] {
        let (server, begun) = (Server::start(steps).await, Instant::now());
        let url = server.url();
        let form = Form { url: &url, authorization: None, body: vec![] };
        let access_token = Secret::new("secret");
        let (got, posted, protected) =
            tokio::join!(fetch.fetch(&url), fetch.post(form), fetch.fetch_protected(&url, &access_token));
        for error in [got.unwrap_err(), posted.unwrap_err(), protected.unwrap_err()] {
            assert!(matches!(error, FetchError::TimedOut(SHORT)), "{row}: {error}");
        }
        assert!((SHORT..4 * SHORT).contains(&begun.elapsed()), "{row}: {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn c21_an_answer_that_is_not_what_it_says_is_refused() {
    let fetch = on_loopback();
    for (row, answer) in [
        ("shorter than announced", ok("content-length: 5\r\n", "{}")),
        ("chunks that break off", ok("transfer-encoding: chunked\r\n", "5\r\n{}")),
        ("chunks without the last", ok("transfer-encoding: chunked\r\n", "2\r\n{}\r\n")),
        ("chunk of no length", ok("transfer-encoding: chunked\r\n", "x\r\n{}\r\n0\r\n\r\n")),
        ("chunk of too great a length", ok("transfer-encoding: chunked\r\n", "ffffffffffffffff0\r\n{}")),
        ("two lengths", ok("content-length: 2\r\ncontent-length: 3\r\n", "{} ")),
        ("a length that is none", ok("content-length: -1\r\n", "{}")),
        ("no HTTP", b"SSH-2.0-OpenSSH\r\n".to_vec()),
        ("HTTP of another time", b"{}".to_vec()),
        ("nothing", vec![]),
        ("too many headers", ok(&"x: y\r\n".repeat(1000), "{}")),
    ] {
        let server = Server::answering(answer).await;
        assert_eq!(code(&fetch, &server.url()).await, "answer_interrupted", "{row}");
    }
    // Bytes after the announced length are not part of this response, nor of the next one.
    let server =
        Server::answering(ok("content-length: 2\r\n", "{}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil")).await;
    for _ in 0..2 {
        assert_eq!(fetch.fetch(&server.url()).await.unwrap(), b"{}");
    }
}

#[tokio::test]
async fn c21_a_compressed_answer_is_not_unpacked() {
    let fetch = on_loopback();
    for encoding in ["gzip", "br", "zstd", "deflate", "GZIP", "identity, gzip"] {
        let headers = format!("content-encoding: {encoding}\r\ncontent-length: 2\r\n");
        let server = Server::answering(ok(&headers, "{}")).await;
        assert_eq!(code(&fetch, &server.url()).await, "answer_compressed", "{encoding}");
    }
    let server = Server::answering(ok("content-encoding: identity\r\ncontent-length: 2\r\n", "{}")).await;
    assert_eq!(fetch.fetch(&server.url()).await.unwrap(), b"{}");
}

#[tokio::test]
async fn c30_bytes_that_are_no_answer_are_refused() {
    let fetch = impatient();
    use proptest::strategy::{Strategy, ValueTree};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let bytes = proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200);
    for _ in 0..50 {
        let mut answer = bytes.new_tree(&mut runner).unwrap().current();
        let server = Server::answering(answer.clone()).await;
        assert!(fetch.fetch(&server.url()).await.is_err(), "{answer:?}");
        answer.splice(0..0, *b"HTTP/1.1 200 OK\r\n");
        let server = Server::answering(answer).await;
        let _ = fetch.fetch(&server.url()).await;
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_talked_to_is_said_to_be_so() {
    let server =
        NameServer::start(zone([("near.acme.example", &[&["127.0.0.1"]]), ("empty.acme.example", &[&[]])])).await;
    let fetch = asking(&server, true);
    assert_eq!(code(&fetch, "https://unknown.acme.example/keys").await, "host_not_found");
    assert_eq!(code(&fetch, "https://empty.acme.example/keys").await, "host_not_found");
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(code(&fetch, &format!("http://{closed}/keys")).await, "host_unreachable");
    assert_eq!(code(&fetch, &format!("https://near.acme.example:{}/keys", closed.port())).await, "host_unreachable");
    let plain = Server::answering(ok("content-length: 2\r\n", "{}")).await;
    assert_eq!(code(&fetch, &format!("https://{}/keys", plain.address)).await, "tls_failed");
}

#[tokio::test]
async fn c30_a_name_server_that_fails_is_no_panic() {
    let (silent, babbling) = (NameServer::saying(b"").await, NameServer::saying(b"babble").await);
    for (row, servers) in [
        ("none", vec![]),
        ("silent", vec![silent.address]),
        ("babbling", vec![babbling.address]),
        ("nobody there", vec!["127.0.0.1:1".parse().unwrap()]),
    ] {
        let begun = Instant::now();
        let resolver = PublicResolver::new(NameServers::Servers(servers.clone()), false, SHORT / 4);
        let error = resolver.addresses("login.acme.example").await.unwrap_err();
        assert_eq!(error.code(), "name_server_failed", "{row}");
        let options =
            FetchOptions { name_servers: NameServers::Servers(servers), timeout: SHORT, ..Default::default() };
        let error = HttpFetch::with(options).unwrap().fetch("https://login.acme.example/keys").await.unwrap_err();
        assert!(["name_server_failed", "timed_out"].contains(&error.code()), "{row}: {error}");
        assert!(begun.elapsed() < 8 * SHORT, "{row}: {:?}", begun.elapsed());
    }
    let server = NameServer::start(Zone::new()).await;
    for name in ["", ".", "..", "a..b", "-", "*", &"a".repeat(64), &"a.".repeat(200), "x y", "\0", "ä.example"] {
        assert!(resolver(&server, true).addresses(name).await.is_err(), "{name:?}");
    }
}
