//! The database of a command, as an operator names it, and what is said when it cannot be used.

mod support;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, Stream};
use support::{Place, ends, json, stderr, stdout};

/// A server that speaks PostgreSQL's protocol up to the log-in, in TLS, and refuses everybody.
struct TlsServer {
    address: SocketAddr,
    certificate: String,
}

impl TlsServer {
    fn new(name: &str) -> Self {
        let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let config = Arc::new(config);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, config) = (stream.unwrap(), Arc::clone(&config));
                std::thread::spawn(move || {
                    // SSLRequest, and the answer that it is had.
                    stream.read_exact(&mut [0; 8]).ok()?;
                    stream.write_all(b"S").ok()?;
                    let mut connection = ServerConnection::new(config).unwrap();
                    let mut tls = Stream::new(&mut connection, &mut stream);
                    tls.read_exact(&mut [0; 4]).ok()?;
                    let fields = b"SFATAL\0C28P01\0Mpassword authentication failed for user \"cora\"\0\0";
                    let length = u32::try_from(fields.len() + 4).unwrap().to_be_bytes();
                    tls.write_all(&[b"E".as_slice(), &length, fields].concat()).ok()?;
                    tls.flush().ok()
                });
            }
        });
        Self { address, certificate: made.cert.pem() }
    }
}

#[test]
fn the_server_is_checked_by_the_certificates_of_the_url_and_by_its_name() {
    let place = Place::new();
    let server = TlsServer::new("localhost");
    place.file("ca.pem", &server.certificate);
    let said = |host: &str, parameters: &str| {
        let url = format!("postgresql://cora:hunter2@{host}:{}/cora?{parameters}", server.address.port());
        let output = place.cora(&["migrate", "--database", &url]).output().unwrap();
        ends(&output, 1);
        let said = stderr(&output);
        assert!(said.contains(&format!("`postgresql://{host}:")) && !said.contains("hunter2"), "{said}");
        said
    };
    let trusted = "hostaddr=127.0.0.1&sslrootcert=ca.pem";
    for mode in ["require", "verify-ca", "verify-full"] {
        let refused = said("localhost", &format!("hostaddr=127.0.0.1&sslmode={mode}"));
        assert!(refused.contains("invalid peer certificate"), "{refused}");
        let logged_in = said("localhost", &format!("{trusted}&sslmode={mode}"));
        assert!(logged_in.contains("28P01: the user or the password is wrong"), "{logged_in}");
        // The name is always checked.
        let elsewhere = said("db.acme.example", &format!("{trusted}&sslmode={mode}"));
        assert!(elsewhere.contains("invalid peer certificate"), "{elsewhere}");
    }
}

#[test]
fn no_place_of_something_else_becomes_a_file_and_no_password_is_shown() {
    let place = Place::new();
    for (text, words) in [
        ("host=db.acme.example password=hunter2", "keywords and values are not read"),
        ("sqlite:hunter2.db", "named by its path alone"),
        ("mysql://cora:hunter2@db/cora", "something else than PostgreSQL"),
        ("", "the path of a file"),
    ] {
        for command in ["migrate", "init", "serve"] {
            let output = place.cora(&[command, "--database", text]).output().unwrap();
            ends(&output, 2);
            let by_option = stderr(&output);
            let output = place.cora(&[command]).env("CORA_DATABASE", text).output().unwrap();
            ends(&output, 2);
            for said in [by_option, stderr(&output)] {
                assert!(said.contains(words) && !said.contains("hunter2"), "{command} {text}: {said}");
            }
        }
    }
    let output = place.cora(&["migrate", "--database", "postgresql://cora:hunter2@db/cora?schema=x"]).output().unwrap();
    ends(&output, 1);
    let said = stderr(&output);
    assert!(said.contains("`postgresql://db/cora` cannot be used: this PostgreSQL URL cannot be used"), "{said}");
    assert!(said.contains("the parameter `schema` is not supported") && !said.contains("hunter2"), "{said}");
    assert_eq!(std::fs::read_dir(place.path("")).unwrap().count(), 0, "a file was made");
}

#[test]
fn options_of_postgres_are_refused_with_a_file() {
    let place = Place::new();
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    for option in ["--database-connections=5", "--database-pooled"] {
        let output = place.cora(&["serve", "--database", "cora.db", option]).output().unwrap();
        ends(&output, 1);
        assert!(stderr(&output).contains("apply to PostgreSQL"), "{}", stderr(&output));
    }
    for connections in ["0", "-1", "65536", "many"] {
        let option = format!("--database-connections={connections}");
        ends(&place.cora(&["serve", "--database", "cora.db", &option]).output().unwrap(), 2);
    }
}

#[test]
fn of_eight_processes_that_make_a_database_at_once_all_succeed() {
    for round in 0..3 {
        let place = Place::new();
        let started: Vec<_> = (0..8)
            .map(|number| {
                let command = if number % 2 == round % 2 { "migrate" } else { "init" };
                let mut cora = place.cora(&[command, "--database", "cora.db"]);
                cora.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for process in started {
            ends(&process.wait_with_output().unwrap(), 0);
        }
        let output = place.cora(&["migrate", "--check", "--database", "cora.db"]).output().unwrap();
        ends(&output, 0);
        assert_eq!(stdout(&output), "up to date\n");
    }
}

#[test]
fn audit_logs_are_exported_and_pruned_from_the_command_line() {
    let place = Place::new();
    ends(&place.cora(&["migrate", "--database", "cora.db"]).output().unwrap(), 0);
    let audit = |words: &[&str]| {
        let output = place.cora(&[&["audit"], words, &["--database", "cora.db"]].concat()).output().unwrap();
        (output.status.code(), output)
    };
    let (code, output) = audit(&["export", "--log", "logins"]);
    assert_eq!((code, stdout(&output).as_str()), (Some(0), ""));
    let (code, output) = audit(&["prune", "--log", "logins", "--before", "2026-01-01"]);
    assert_eq!((code, stderr(&output).as_str()), (Some(0), "there is nothing to delete\n"));
    let (code, output) = audit(&["prune", "--log", "logins", "--before", "2500-01-01"]);
    assert_eq!(code, Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("in the future"));
    let (code, _) = audit(&["export", "--log", "logins", "--actor", "00000000-0000-4000-8000-000000000001"]);
    assert_eq!(code, Some(1));
    for wrong in [["--before", "2026-02-30"], ["--before", "yesterday"]] {
        assert_eq!(audit(&[&["prune", "--log", "issuer"], &wrong[..]].concat()).0, Some(2));
    }
    let add = ["application", "add", "--name", "Web", "--kind", "web", "--redirect-uri", "https://app.acme.example/cb"];
    ends(&place.cora(&[&add[..], &["--database", "cora.db"]].concat()).output().unwrap(), 0);
    let (_, output) = audit(&["export", "--log", "commands"]);
    let exported = stdout(&output);
    let actions =
        exported.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["action"].clone());
    assert_eq!(actions.collect::<Vec<_>>(), ["application_registered", "application_secret_added"]);
    // Only what is older than now can be pruned.
    std::thread::sleep(std::time::Duration::from_secs(2));
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs().to_string();
    let (code, output) = audit(&["prune", "--log", "commands", "--before", &now, "--reason", "kept for two seconds"]);
    let pruned = json(&output);
    assert_eq!((code, &pruned["records"], &pruned["reason"]), (Some(0), &2.into(), &"kept for two seconds".into()));
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, exported.as_bytes());
    let digest: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(pruned["digest"], digest);
    let (_, output) = audit(&["prunings"]);
    assert_eq!(json(&output), pruned);
    assert_eq!(stdout(&audit(&["export", "--log", "commands"]).1), "");
}
