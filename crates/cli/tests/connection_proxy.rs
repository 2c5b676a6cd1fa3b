//! Providers on the operator's own network, and the operator's proxy: the command, a provider with
//! TLS and a proxy on this machine.

#[path = "../../jwt/tests/support/mod.rs"]
mod signing;
mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use serde_json::json;
use signing::{Signer, jwks};
use support::documents::{DISCOVERY, Documents, answer, discovery};
use support::{Place, ends, stderr, stdout};

/// A provider that speaks TLS on this machine, under names that its own certificate has.
struct Provider {
    address: SocketAddr,
    certificate: String,
}

impl Provider {
    fn new(names: &[&str], documents: impl FnOnce(SocketAddr) -> Documents) -> Self {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (documents, config) = (documents(address), Arc::new(config));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                answer(Stream::new(&mut connection, &mut stream.unwrap()), &documents);
            }
        });
        Self { address, certificate: made.cert.pem() }
    }
}

/// A proxy that connects every name to one address, and keeps the heads of its requests.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&heads);
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (mut client, kept) = (client.unwrap(), Arc::clone(&kept));
                std::thread::spawn(move || {
                    let mut head = Vec::new();
                    let mut byte = [0];
                    while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap_or_default() == 1 {
                        head.push(byte[0]);
                    }
                    kept.lock().unwrap().push(String::from_utf8(head).unwrap());
                    let mut server = TcpStream::connect(target).unwrap();
                    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").unwrap();
                    let (mut upward, mut downward) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                    std::thread::spawn(move || std::io::copy(&mut upward, &mut downward));
                    let _ = std::io::copy(&mut server, &mut client);
                    let _ = client.shutdown(std::net::Shutdown::Both);
                });
            }
        });
        Self { address, heads }
    }

    /// Returns the hosts that connections were asked for, in order.
    fn connects(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap();
        heads.iter().map(|head| head.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }
}

/// A folder with the settings of a connection and the certificate of its provider, which the
/// commands trust.
fn place(provider: &Provider, settings: &str) -> Place {
    let place = Place::new();
    place.file("ca.pem", &provider.certificate);
    place.file("it.yaml", settings);
    place
}

fn cora(place: &Place, arguments: &[&str]) -> Command {
    let mut cora = place.cora(arguments);
    cora.env("SSL_CERT_FILE", place.path("ca.pem"));
    // Set by nobody but the operator's own option.
    cora.env("HTTPS_PROXY", "http://127.0.0.1:9").env_remove("CORA_PROVIDER_PROXY");
    cora.env_remove("CORA_ALLOW_PROVIDER_NETWORKS");
    cora
}

fn run(place: &Place, arguments: &[&str]) -> Output {
    cora(place, arguments).output().unwrap()
}

fn oidc(issuer: &str) -> String {
    format!("kind: oidc\nsettings:\n  issuer: {issuer}\n  clientId: web\n")
}

#[test]
fn a_provider_on_the_intranet_is_checked_through_the_proxy() {
    const ISSUER: &str = "https://sso.corp.acme.internal";
    let keys = jwks(&[&Signer::rsa("key-1")]);
    let provider =
        Provider::new(&["sso.corp.acme.internal"], |_| vec![(DISCOVERY, discovery(ISSUER)), ("/keys", keys)]);
    let proxy = Proxy::to(provider.address);
    let place = place(&provider, &oidc(ISSUER));
    let url = format!("http://web:hunter2@{}", proxy.address);

    // c21: the name is not public, and nobody has allowed it.
    let output = run(&place, &["connection", "check", "--provider-proxy", &url, "it.yaml"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[private_host]"), "{}", stdout(&output));
    assert!(stdout(&output).contains("--allow-provider-networks"), "{}", stdout(&output));
    assert!(proxy.connects().is_empty());

    let allowing = ["--allow-provider-networks", "*.corp.acme.internal"];
    let arguments = [&["connection", "check", "--provider-proxy", &url, "it.yaml"], &allowing[..]].concat();
    let output = run(&place, &arguments);
    ends(&output, 0);
    assert!(stdout(&output).contains("it.yaml: the connection can work"), "{}", stdout(&output));
    assert_eq!(proxy.connects(), ["CONNECT sso.corp.acme.internal:443", "CONNECT sso.corp.acme.internal:443"]);
    let heads = proxy.heads.lock().unwrap().join("").to_lowercase();
    assert!(heads.contains("proxy-authorization: basic d2viomh1bnrlcji=\r\n"), "{heads}");
    assert!(!(stdout(&output) + &stderr(&output)).contains("hunter2"));

    // The same from the environment.
    let mut command = cora(&place, &["connection", "check", "it.yaml"]);
    command.env("CORA_PROVIDER_PROXY", &url).env("CORA_ALLOW_PROVIDER_NETWORKS", "10.0.0.0/8,sso.corp.acme.internal");
    ends(&command.output().unwrap(), 0);
    assert_eq!(proxy.connects().len(), 4);
}

#[test]
fn c21_a_network_in_the_list_allows_no_name_behind_the_proxy() {
    const ISSUER: &str = "https://sso.corp.acme.internal";
    let provider = Provider::new(&["sso.corp.acme.internal"], |_| vec![(DISCOVERY, discovery(ISSUER))]);
    let proxy = Proxy::to(provider.address);
    let place = place(&provider, &oidc(ISSUER));
    let url = format!("http://{}", proxy.address);
    let arguments = ["connection", "check", "--allow-provider-networks", "10.0.0.0/8", "--provider-proxy", &url];
    let output = run(&place, &[&arguments[..], &["it.yaml"]].concat());
    ends(&output, 1);
    assert!(stdout(&output).contains("error[url_not_allowed]"), "{}", stdout(&output));
    assert!(stdout(&output).contains("--allow-provider-networks"), "{}", stdout(&output));
    assert!(proxy.connects().is_empty());
}

#[test]
fn a_provider_in_an_allowed_network_is_reached_without_a_proxy() {
    let keys = jwks(&[&Signer::rsa("key-1")]);
    let provider = Provider::new(&["127.0.0.1"], |address| {
        vec![(DISCOVERY, discovery(&format!("https://{address}"))), ("/keys", keys)]
    });
    let place = place(&provider, &oidc(&format!("https://{}", provider.address)));
    let output = run(&place, &["connection", "check", "it.yaml"]);
    ends(&output, 1);
    assert!(stdout(&output).contains("error[private_host]"), "{}", stdout(&output));
    ends(&run(&place, &["connection", "check", "--allow-provider-networks", "10.0.0.0/8", "it.yaml"]), 1);
    ends(&run(&place, &["connection", "check", "--allow-provider-networks", "127.0.0.0/8", "it.yaml"]), 0);

    // The other commands take the list too, and a connection goes live only where it is given.
    let allowing = ["--allow-provider-networks", "127.0.0.0/8"];
    let with = |arguments: &[&str]| run(&place, &[arguments, &allowing[..]].concat());
    ends(&run(&place, &["migrate", "--database", "cora.db"]), 0);
    ends(&run(&place, &["connection", "validate", "it.yaml"]), 1);
    ends(&with(&["connection", "validate", "it.yaml"]), 0);
    ends(&with(&["connection", "import", "--database", "cora.db", "it.yaml"]), 0);
    ends(&with(&["connection", "check", "--database", "cora.db", "oidc"]), 0);
    let activate = ["connection", "activate", "--database", "cora.db", "oidc", "--force", "--reason", "first"];
    let refused = run(&place, &activate);
    ends(&refused, 1);
    assert!(stderr(&refused).contains("--allow-provider-networks"), "{}", stderr(&refused));
    ends(&with(&activate), 0);
    let shown = with(&["connection", "show", "--database", "cora.db", "oidc"]);
    ends(&shown, 0);
    assert!(!stdout(&shown).contains("private_host"), "{}", stdout(&shown));
}

#[test]
fn keys_are_fetched_by_another_name_than_the_issuers() {
    const ISSUER: &str = "https://sso.acme.example/realms/acme";
    let keys = jwks(&[&Signer::rsa("key-1")]);
    let names = ["sso.acme.example", "keycloak.identity.svc.cluster.local"];
    let provider = Provider::new(&names, |_| {
        let mut document = discovery(ISSUER);
        document["jwks_uri"] = json!(format!("{ISSUER}/protocol/openid-connect/certs"));
        vec![("/realms/acme/.well-known/openid-configuration", document), ("/certs", keys)]
    });
    let proxy = Proxy::to(provider.address);
    let settings = "kind: keycloak\nsettings:\n  serverUrl: https://sso.acme.example\n  realm: acme\n  clientId: web\n  \
                    jwksUri: https://keycloak.identity.svc.cluster.local/certs\n";
    let place = place(&provider, settings);
    let url = format!("http://{}", proxy.address);
    let arguments = ["connection", "check", "--provider-proxy", &url, "it.yaml", "--allow-provider-networks"];
    let output = run(&place, &[&arguments[..], &["*.svc.cluster.local"]].concat());
    ends(&output, 0);
    assert!(stdout(&output).contains("warning[jwks_uri_mismatch]"), "{}", stdout(&output));
    assert_eq!(proxy.connects(), ["CONNECT sso.acme.example:443", "CONNECT keycloak.identity.svc.cluster.local:443"]);
}

#[test]
fn a_proxy_or_network_that_cannot_be_used_ends_the_command_by_its_code() {
    let place = Place::new();
    place.file("it.yaml", &oidc("https://login.acme.example"));
    for (proxy, code) in [
        ("socks5://web:hunter2@proxy.acme.internal:1080", "proxy_scheme_unsupported"),
        ("proxy.acme.internal:3128", "proxy_malformed"),
        ("http://web:hunter2@proxy.acme.internal/path", "proxy_unexpected_part"),
    ] {
        for command in [
            &["connection", "check", "it.yaml", "--provider-proxy", proxy][..],
            &["serve", "--database", "none.db", "--provider-proxy", proxy],
        ] {
            let output = place.cora(command).output().unwrap();
            ends(&output, 1);
            let told = stderr(&output);
            assert!(told.contains(code) && told.contains("--provider-proxy") && told.contains(". "), "{told}");
            assert!(!told.contains("hunter2") && !told.contains("none.db") && stdout(&output).is_empty(), "{told}");
        }
    }
    for (network, code) in [
        ("10.0.0.1/8", "network_malformed"),
        ("https://sso.acme.internal", "network_malformed"),
        ("169.254.169.254", "host_never_allowed"),
        ("*.com", "suffix_public"),
        ("a b", "host_malformed"),
    ] {
        for command in [
            &["connection", "check", "it.yaml", "--allow-provider-networks", network][..],
            &["serve", "--database", "none.db", "--allow-provider-networks", network],
            &["seed", "--database", "none.db", "--allow-provider-networks", network, "it.yaml"],
        ] {
            let output = place.cora(command).output().unwrap();
            ends(&output, 2);
            assert!(stderr(&output).contains(code), "{}", stderr(&output));
            assert!(stderr(&output).contains("--allow-provider-networks"), "{}", stderr(&output));
        }
    }
    // From a file of settings, with the place and without the value.
    place.file("cora.toml", "database = 'none.db'\nallow-provider-networks = ['10.0.0.0/8', 'hunter2/9']\n");
    let output = place.cora(&["serve", "--config", "cora.toml"]).output().unwrap();
    ends(&output, 2);
    let told = stderr(&output);
    assert!(told.contains("cora.toml: allow-provider-networks: ") && told.contains("network_malformed"), "{told}");
    assert!(!told.contains("hunter2"), "{told}");
}
