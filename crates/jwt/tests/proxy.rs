//! Tests that exchanges go through the operator's proxy, and that hosts are checked before it is
//! asked.

#[path = "support/network.rs"]
mod network;

use cora_core::connection::host::allowed::AllowedHost;
use cora_jwt::{Fetch, FetchOptions, Form, HttpFetch, NameServers, PostForm, PublicResolver};
use network::{NameServer, Server, Step, Zone};
use std::time::Duration;

/// A client of a proxy that resolves no names itself: it has no name servers.
fn through(proxy: &Server, hosts: &[&str]) -> HttpFetch {
    let allowed_hosts = hosts.iter().map(|host| AllowedHost::parse(host).unwrap()).collect();
    let proxy = Some(format!("http://web:hunter2%21@{}", proxy.address).parse().unwrap());
    let name_servers = NameServers::Servers(Vec::new());
    HttpFetch::with(FetchOptions { allowed_hosts, proxy, name_servers, ..FetchOptions::default() }).unwrap()
}

async fn code(fetch: &HttpFetch, url: &str) -> &'static str {
    fetch.fetch(url).await.expect_err(url).code()
}

/// The address of a proxy at which nobody listens.
fn closed() -> String {
    format!("http://{}", std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap())
}

#[tokio::test]
async fn https_goes_through_the_proxy_by_connect_with_its_credentials() {
    // The tunnel leads to a server that speaks no TLS.
    let tunnel = vec![
        Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()),
        // The server speaks after the client, which reads the answer to CONNECT alone.
        Step::Pause(Duration::from_millis(300)),
        Step::Send(b"nothing that is TLS".to_vec()),
    ];
    let proxy = Server::start(tunnel).await;
    let fetch = through(&proxy, &[]);
    assert_eq!(code(&fetch, "https://login.acme.example/keys").await, "tls_failed");
    let form = Form { url: "https://login.acme.example:8443/token", authorization: None, body: b"code=secret".into() };
    assert_eq!(fetch.post(form).await.unwrap_err().code(), "tls_failed");
    let heads = proxy.heads();
    assert!(heads[0].starts_with("connect login.acme.example:443 http/1.1\r\n"), "{heads:?}");
    assert!(heads[1].starts_with("connect login.acme.example:8443 http/1.1\r\n"), "{heads:?}");
    for head in &heads {
        // `web:hunter2!`; the server of this test returns heads in lower case.
        assert!(head.contains("proxy-authorization: basic d2ViOmh1bnRlcjIh\r\n".to_lowercase().as_str()), "{head}");
        assert!(!head.contains("secret") && !head.contains("hunter2"), "{head}");
    }
    assert_eq!(proxy.connections(), 2);
}

#[tokio::test]
async fn plain_http_of_this_machine_goes_through_the_proxy_too() {
    let proxy = Server::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
    let options = FetchOptions {
        allow_loopback_http: true,
        proxy: Some(format!("http://{}", proxy.address).parse().unwrap()),
        ..FetchOptions::default()
    };
    let fetch = HttpFetch::with(options).unwrap();
    assert_eq!(fetch.fetch("http://127.0.0.1:9/keys").await.unwrap(), b"{}");
    assert!(proxy.heads()[0].starts_with("get http://127.0.0.1:9/keys http/1.1\r\n"), "{:?}", proxy.heads());
}

#[tokio::test]
async fn c21_the_proxy_is_not_asked_for_hosts_that_are_not_allowed() {
    let proxy = Server::answering("HTTP/1.1 200 OK\r\n\r\n").await;
    let fetch = through(&proxy, &["10.0.0.0/8", "sso.acme.internal", "*.svc.cluster.local"]);
    for url in [
        "https://vault.acme.internal/keys",
        "https://svc.cluster.local/keys",
        "https://keycloak/keys",
        "https://localhost/keys",
        "https://metadata.google.internal/computeMetadata/v1",
        "https://169.254.169.254/latest",
        "https://192.168.0.1/keys",
        "https://[::1]/keys",
        "http://sso.acme.internal/keys",
    ] {
        let error = fetch.fetch(url).await.expect_err(url);
        assert_eq!(error.code(), "url_not_allowed", "{url}");
    }
    let error = fetch.fetch("https://vault.acme.internal/keys").await.unwrap_err();
    assert!(error.help().unwrap().contains("--allow-provider-networks"));
    assert_eq!(proxy.connections(), 0);
    for url in
        ["https://sso.acme.internal/", "https://a.svc.cluster.local/", "https://10.0.0.1/", "https://acme.example/"]
    {
        assert_ne!(code(&fetch, url).await, "url_not_allowed", "{url}");
    }
    assert_eq!(proxy.connections(), 4);
}

#[tokio::test]
async fn a_proxy_that_refuses_or_cannot_be_reached_is_named() {
    for status in ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"] {
        let proxy = Server::answering(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n")).await;
        let error = through(&proxy, &[]).fetch("https://login.acme.example/keys").await.unwrap_err();
        assert_eq!(error.code(), "proxy_failed", "{status}: {error}");
        assert!(error.help().unwrap().contains("--provider-proxy"));
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
    let options = FetchOptions { proxy: Some(closed().parse().unwrap()), ..FetchOptions::default() };
    assert_eq!(code(&HttpFetch::with(options).unwrap(), "https://login.acme.example/keys").await, "proxy_failed");
}

#[tokio::test]
async fn c21_an_allowed_name_or_network_keeps_its_addresses_and_never_those_of_metadata() {
    let zone: Zone = [
        ("sso.acme.internal", ["10.1.2.3", "169.254.169.254", "8.8.8.8"].as_slice()),
        ("within.acme.example", ["10.1.2.3", "192.168.0.1"].as_slice()),
        ("here.acme.example", ["127.0.0.1"].as_slice()),
        ("metadata.google.internal", ["169.254.169.254"].as_slice()),
        ("rebinding.acme.internal", ["100.100.100.200", "fd00:ec2::254", "168.63.129.16"].as_slice()),
    ]
    .into_iter()
    .map(|(name, addresses)| (name, vec![addresses.to_vec()]))
    .collect();
    let server = NameServer::start(zone).await;
    let resolver = |hosts: &[&str]| {
        let hosts = hosts.iter().map(|host| AllowedHost::parse(host).unwrap()).collect();
        let servers = NameServers::Servers(vec![server.address]);
        PublicResolver::new(servers, false, Duration::from_secs(2)).with_allowed_hosts(hosts)
    };
    for (hosts, name, expected) in [
        (&["sso.acme.internal"][..], "sso.acme.internal", &["10.1.2.3", "8.8.8.8"][..]),
        (&["*.acme.internal"], "SSO.acme.internal", &["10.1.2.3", "8.8.8.8"]),
        (&["10.0.0.0/8"], "sso.acme.internal", &["10.1.2.3", "8.8.8.8"]),
        (&["192.168.0.0/16"], "sso.acme.internal", &["8.8.8.8"]),
        (&["10.0.0.0/8"], "within.acme.example", &["10.1.2.3"]),
        (&["sso.acme.internal"], "within.acme.example", &[]),
        (&["127.0.0.0/8"], "here.acme.example", &["127.0.0.1"]),
        (&["*.internal", "0.0.0.0/0"], "metadata.google.internal", &[]),
        (&["*.internal", "0.0.0.0/0", "::/0"], "rebinding.acme.internal", &[]),
    ] {
        let found = resolver(hosts).addresses(name).await;
        let found = found.or_else(|error| if error.code() == "private_host" { Ok(Vec::new()) } else { Err(error) });
        let mut found: Vec<String> = found.unwrap().iter().map(ToString::to_string).collect();
        found.sort();
        assert_eq!(found, expected, "{hosts:?} {name}");
    }
}

#[tokio::test]
async fn c21_an_allowed_network_is_connected_to_over_https_only() {
    let target = Server::answering("nothing that is TLS").await;
    let allowed_hosts = vec![AllowedHost::parse("127.0.0.0/8").unwrap()];
    let fetch = HttpFetch::with(FetchOptions { allowed_hosts, ..FetchOptions::default() }).unwrap();
    assert_eq!(code(&fetch, &format!("https://{}/keys", target.address)).await, "tls_failed");
    assert_eq!(target.connections(), 1);
    assert_eq!(code(&fetch, &target.url()).await, "url_not_allowed");
    assert_eq!(target.connections(), 1);
}
