//! The service as an operator runs it: set up, seeded, served and stopped with the command, and
//! called over HTTP.

#[path = "../../jwt/tests/support/mod.rs"]
mod signing;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use signing::{Signer, jwks};

const ISSUER: &str = "https://login.acme.example";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, command: &str) -> Command {
        let mut cora = Command::new(env!("CARGO_BIN_EXE_cora"));
        cora.arg(command).arg("--database").arg(self.path("cora.db")).env_remove("RUST_LOG");
        cora
    }

    fn run(&self, command: &str) -> Output {
        self.command(command).output().unwrap()
    }

    fn seed(&self, seed: &Value) -> Output {
        std::fs::write(self.path("seed.json"), seed.to_string()).unwrap();
        self.command("seed").arg("--allow-loopback-http").arg(self.path("seed.json")).output().unwrap()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running server, which is stopped at the end of the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    fn start_with(place: &Place, environment: &[(&str, &str)]) -> Self {
        let mut child = place
            .command("serve")
            .envs(environment.iter().copied())
            .args(["--allow-loopback-http", "--trace-for-users"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str, headers: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    /// Stops the server, and returns its exit code and its log.
    fn stop(mut self) -> (Option<i32>, String) {
        let kill = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(kill.success());
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves one document on loopback to any client, and returns its URL.
fn serve_document(document: Value) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 2048];
            let _ = stream.read(&mut request);
            let body = document.to_string();
            let length = body.len();
            let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        }
    });
    url
}

#[test]
fn the_first_owner_comes_in_by_the_token_of_init() {
    let place = Place::new();
    let init = place.run("init");
    assert!(init.status.success(), "{}", stderr(&init));
    let token = stdout(&init).trim().to_owned();
    assert_eq!(token.len(), 64);
    let stored = std::fs::read(place.path("cora.db")).unwrap();
    assert!(!stored.windows(64).any(|window| window == token.as_bytes()));

    let signer = Signer::rsa("key-1");
    let seed = json!({ "connections": [{
        "id": "00000000-0000-7000-8000-0000000000c1", "kind": "oidc", "displayName": "Sign-in", "issuer": ISSUER,
        "status": "active", "clientId": "web", "audiences": ["api"], "jwksUri": serve_document(jwks(&[&signer]))
    }] });
    assert_eq!(stdout(&place.seed(&seed)), "1 rows changed\n");
    assert_eq!(stdout(&place.seed(&seed)), "0 rows changed\n");

    let server = Server::start(&place);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let claims = json!({
        "iss": ISSUER, "sub": "ada", "aud": "api", "client_id": "web", "scope": "openid", "iat": now, "exp": now + 300,
        "email": "ada@acme.example", "email_verified": true
    });
    let bearer = format!("authorization: Bearer {}\r\n", signer.token(&claims));
    assert_eq!(server.get("/ready", "").0, 200);
    let health = |more: &[&str]| {
        let mut cora = Command::new(env!("CARGO_BIN_EXE_cora"));
        cora.args(["health", "--at", &server.address]).args(more).status().unwrap().code()
    };
    assert_eq!((health(&[]), health(&["--ready"])), (Some(0), Some(0)));
    assert_eq!(server.get("/profiles/me", "").0, 401);
    assert_eq!(server.get("/profiles/me", &bearer).0, 403);
    let (status, body) = server.get("/profiles/me", &format!("{bearer}x-cora-bootstrap-token: {token}\r\n"));
    assert_eq!(status, 200, "{body}");
    assert_eq!(body["data"]["platformRole"], "platform_owner");
    assert_eq!(body["data"]["explanation"]["trace"]["decidedBy"], "bootstrap");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0));
    assert!(log.contains("answered") && !log.contains('@') && !log.contains(&token), "{log}");

    // Stored data outlives the process, and nobody becomes a second owner.
    let server = Server::start(&place);
    assert_eq!(server.get("/profiles/me", &bearer).1["data"]["explanation"]["outcome"], "returning");
    let again = place.run("init");
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(stdout(&again), "");
    assert!(stderr(&again).contains("already has an owner"), "{}", stderr(&again));
}

#[test]
fn migrating_twice_is_the_same_as_once() {
    let place = Place::new();
    let first = place.run("migrate");
    assert!(first.status.success(), "{}", stderr(&first));
    assert_eq!(stdout(&place.run("migrate")), stdout(&first));
}

#[test]
fn serving_and_seeding_need_a_database() {
    let place = Place::new();
    for output in [place.run("serve"), place.seed(&json!({}))] {
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("no database exists at this path"), "{}", stderr(&output));
    }
    assert!(!place.path("cora.db").exists());
}

#[test]
fn bad_input_ends_with_exit_code_two_and_says_where() {
    let place = Place::new();
    assert!(place.run("migrate").status.success());
    let unknown_user = json!({ "invitations": [{
        "email": "ivan@partner.example", "organizationId": "00000000-0000-7000-8000-0000000000a1",
        "invitedBy": "00000000-0000-7000-8000-000000000001", "expiresAt": 1
    }] });
    for (seed, path) in [(json!({ "user": [] }), ""), (json!([]), ""), (unknown_user, "/invitations/0")] {
        let output = place.seed(&seed);
        assert_eq!(output.status.code(), Some(2), "{seed}");
        let report: Value = serde_json::from_str(&stderr(&output)).unwrap();
        assert_eq!(report["issues"][0]["path"], path);
        assert!(!stderr(&output).contains("ivan@"));
    }
    let missing = place.command("seed").arg(place.path("nothing.json")).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn bad_usage_ends_with_exit_code_two() {
    for arguments in [&["serve"][..], &["no-such-command"], &["serve", "--database", "x", "--listen", "nowhere"], &[]] {
        let output =
            Command::new(env!("CARGO_BIN_EXE_cora")).args(arguments).env_remove("CORA_DATABASE").output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn each_command_explains_itself_with_examples() {
    for command in ["migrate", "init", "seed", "serve", "health", "evaluate", "explain", "schema", "completions"] {
        let output = Command::new(env!("CARGO_BIN_EXE_cora")).args([command, "--help"]).output().unwrap();
        assert!(output.status.success() && stdout(&output).contains("Examples:"), "{command}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let output = Command::new(env!("CARGO_BIN_EXE_cora")).args(["completions", shell]).output().unwrap();
        assert!(output.status.success() && stdout(&output).contains("evaluate"), "{shell}");
    }
}

/// Starts an OpenTelemetry collector (OTLP over HTTP). Its channel yields each request as bytes,
/// with the head before the body.
fn collector() -> (String, std::sync::mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, received) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
                head += &line;
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            sender.send([head.as_bytes(), &body].concat()).ok();
        }
    });
    (url, received)
}

#[test]
fn request_traces_are_exported_without_tokens_and_personal_data() {
    let place = Place::new();
    assert!(place.run("migrate").status.success());
    let (url, received) = collector();
    let server = Server::start_with(&place, &[("OTEL_EXPORTER_OTLP_ENDPOINT", &url)]);
    let (status, _) =
        server.get("/profiles/me?email=ivan@partner.example", "authorization: Bearer hunter2.hunter2.hunter2\r\n");
    assert_eq!(status, 401);
    // Remaining traces are sent at the end.
    assert_eq!(server.stop().0, Some(0));
    let sent: Vec<u8> = received.try_iter().flatten().collect();
    let sent = String::from_utf8_lossy(&sent);
    assert!(sent.starts_with("POST /v1/traces "), "{sent}");
    for part in ["cora", "/profiles/me", "request_id", "token_malformed"] {
        assert!(sent.contains(part), "{part}: {sent}");
    }
    assert!(!sent.contains("hunter2") && !sent.contains("ivan"), "{sent}");
}

#[test]
fn a_collector_that_is_not_there_keeps_nobody_waiting() {
    let place = Place::new();
    assert!(place.run("migrate").status.success());
    let server = Server::start_with(&place, &[("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")]);
    assert_eq!(server.get("/health", "").0, 200);
}
