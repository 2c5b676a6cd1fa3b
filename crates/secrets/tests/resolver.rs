//! References resolve to what the operator allows, and to nothing else of the host.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::sync::Arc;

use cora_core::connection::secret::reference::SecretReference;
use cora_core::id::ConnectionId;
use cora_secrets::{
    AgentToken, KeyRing, MAX_SECRET_BYTES, Resolver, SealedSecret, Secret, SecretBinding, SecretError, SecretString,
    SecretsManager, SecretsManagerAgent, StoredSecrets,
};
use uuid::Uuid;

const KEYS: &str = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// A store of one secret.
#[derive(Default)]
struct Stored(Option<SealedSecret>);

impl StoredSecrets for Stored {
    async fn sealed_secret(&self, connection: ConnectionId, id: Uuid) -> Result<Option<SealedSecret>, SecretError> {
        let here =
            |sealed: &&SealedSecret| sealed.binding.secret_id == id && sealed.binding.connection_id == connection;
        Ok(self.0.as_ref().filter(here).cloned())
    }
}

fn connection(last: u128) -> ConnectionId {
    ConnectionId::from_uuid(Uuid::from_u128(last))
}

fn keys() -> KeyRing {
    KeyRing::parse(KEYS).unwrap()
}

async fn resolve(resolver: &Resolver, reference: &str, stored: &Stored) -> Result<String, SecretError> {
    resolve_for(resolver, None, reference, stored).await
}

async fn resolve_for(
    resolver: &Resolver,
    recipient: Option<&str>,
    reference: &str,
    stored: &Stored,
) -> Result<String, SecretError> {
    let reference = SecretReference::parse(reference).unwrap();
    resolver.resolve(connection(1), recipient, &reference, stored).await.map(|secret| secret.expose().to_owned())
}

#[tokio::test]
async fn variables_are_read_that_were_set_aside_for_connections() {
    let resolver =
        Resolver::new(None).with_variables(|name| (name != "CORA_SECRET_UNSET").then(|| format!("of {name}")));
    for name in ["OKTA_CLIENT_SECRET", "CLERK_SECRET_KEY", "CLERK_JWT_KEY", "CORA_SECRET_ACME"] {
        assert_eq!(resolve(&resolver, &format!("env:{name}"), &Stored::default()).await, Ok(format!("of {name}")));
    }
    let unset = resolve(&resolver, "env:CORA_SECRET_UNSET", &Stored::default()).await;
    assert_eq!(unset, Err(SecretError::NotFound));
}

#[tokio::test]
async fn secret_references_resolve_only_for_hosts_named_by_the_operator() {
    let resolver = Resolver::new(Some(keys()))
        .with_variables(|name| Some(format!("of {name}")))
        .with_recipients([String::from("acme.okta.com")]);
    let reference = "env:CORA_SECRET_OKTA";
    let found = resolve_for(&resolver, Some("acme.okta.com"), reference, &Stored::default()).await;
    assert_eq!(found, Ok("of CORA_SECRET_OKTA".into()));
    for recipient in [None, Some("evil.example"), Some("acme.okta.com.evil.example"), Some("okta.com")] {
        let refused = resolve_for(&resolver, recipient, reference, &Stored::default()).await;
        assert_eq!(refused, Err(SecretError::RecipientNotAllowed), "{recipient:?}");
    }
    let (id, plain) = (Uuid::from_u128(7), "kept");
    let binding = SecretBinding { connection_id: connection(1), secret_id: id, name: "clientSecret".into() };
    let stored = Stored(Some(keys().seal(binding, plain).unwrap()));
    let found = resolve_for(&resolver, Some("other.example"), &format!("stored:{id}"), &stored).await;
    assert_eq!(found, Ok(plain.into()), "a stored secret is bound otherwise");
}

#[tokio::test]
async fn the_hosts_own_variables_are_not_read() {
    let resolver = Resolver::new(None).with_variables(|name| Some(format!("of {name}")));
    for name in [
        "DATABASE_URL",
        "CORA_DATABASE",
        "CORA_SECRET_KEYS",
        "CORA_SECRET",
        "cora_secret_acme",
        "AWS_SESSION_TOKEN",
        "PATH",
    ] {
        let refused = resolve(&resolver, &format!("env:{name}"), &Stored::default()).await;
        assert_eq!(refused, Err(SecretError::ReferenceNotAllowed), "{name}");
    }
}

#[tokio::test]
async fn an_empty_secret_is_none() {
    let resolver = Resolver::new(None).with_variables(|_| Some(String::new()));
    let empty = resolve(&resolver, "env:CORA_SECRET_ACME", &Stored::default()).await;
    assert_eq!(empty, Err(SecretError::NotFound));
}

#[tokio::test]
async fn files_of_the_folder_are_read_without_the_line_end() {
    let folder = tempfile::tempdir().unwrap();
    let resolver = Resolver::new(None).with_folder(folder.path());
    let file = folder.path().join("okta");
    let reference = format!("file:{}", file.display());
    for (content, secret) in
        [("hush", "hush"), ("hush\n", "hush"), ("hush\r\n", "hush"), ("hush\n\n", "hush\n"), (" hush ", " hush ")]
    {
        std::fs::write(&file, content).unwrap();
        assert_eq!(resolve(&resolver, &reference, &Stored::default()).await, Ok(secret.to_owned()), "{content:?}");
    }
    std::fs::write(&file, "x".repeat(MAX_SECRET_BYTES)).unwrap();
    assert!(resolve(&resolver, &reference, &Stored::default()).await.is_ok());
    for unreadable in [vec![b'x'; MAX_SECRET_BYTES + 1], vec![0xff, 0xfe]] {
        std::fs::write(&file, unreadable).unwrap();
        assert_eq!(resolve(&resolver, &reference, &Stored::default()).await, Err(SecretError::Unreadable));
    }
    let missing = format!("file:{}", folder.path().join("nothing").display());
    assert_eq!(resolve(&resolver, &missing, &Stored::default()).await, Err(SecretError::NotFound));
    let itself = format!("file:{}", folder.path().display());
    assert_eq!(resolve(&resolver, &itself, &Stored::default()).await, Err(SecretError::NotFound));
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_read() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("secrets");
    std::fs::create_dir(&folder).unwrap();
    let outside = place.path().join("shadow");
    std::fs::write(&outside, "hush").unwrap();
    std::fs::write(folder.join("real"), "mine").unwrap();
    symlink(&outside, folder.join("out")).unwrap();
    symlink(place.path(), folder.join("up")).unwrap();
    symlink(folder.join("real"), folder.join("in")).unwrap();
    let beside = place.path().join("secrets-of-others");
    std::fs::write(&beside, "hush").unwrap();

    let resolver = Resolver::new(None).with_folder(&folder);
    for path in [outside, beside, folder.join("out"), folder.join("up/shadow")] {
        let refused = resolve(&resolver, &format!("file:{}", path.display()), &Stored::default()).await;
        assert_eq!(refused, Err(SecretError::ReferenceNotAllowed), "{}", path.display());
    }
    // Links that stay in the folder, as Kubernetes lays out its secrets.
    let inside = resolve(&resolver, &format!("file:{}", folder.join("in").display()), &Stored::default()).await;
    assert_eq!(inside, Ok("mine".to_owned()));
}

#[tokio::test]
async fn the_machines_own_credentials_below_the_folder_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let resolver = Resolver::new(None).with_folder(folder.path());
    for place in ["kubernetes.io/serviceaccount", "eks.amazonaws.com/serviceaccount"] {
        let place = folder.path().join(place);
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join("token"), "hush").unwrap();
        let reference = format!("file:{}", place.join("token").display());
        assert_eq!(resolve(&resolver, &reference, &Stored::default()).await, Err(SecretError::ReferenceNotAllowed));
    }
    // Kubernetes keeps the data of a mounted secret in a folder next to the links to it.
    let data = folder.path().join("..2026_01_01");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("okta"), "mine").unwrap();
    symlink(data.join("okta"), folder.path().join("okta")).unwrap();
    let own = format!("file:{}", folder.path().join("okta").display());
    assert_eq!(resolve(&resolver, &own, &Stored::default()).await, Ok("mine".to_owned()));
}

#[tokio::test]
async fn a_stored_secret_is_the_connections_own_or_none() {
    let id = Uuid::from_u128(7);
    let reference = format!("stored:{id}");
    let seal = |connection_id, name: &str| {
        keys().seal(SecretBinding { connection_id, secret_id: id, name: name.to_owned() }, "hush").unwrap()
    };
    let resolver = Resolver::new(Some(keys()));
    let own = Stored(Some(seal(connection(1), "clientSecret")));
    assert_eq!(resolve(&resolver, &reference, &own).await, Ok("hush".to_owned()));
    let others = Stored(Some(seal(connection(2), "clientSecret")));
    assert_eq!(resolve(&resolver, &reference, &others).await, Err(SecretError::NotFound));
    // This imitates a row that was moved to another connection.
    let mut moved = seal(connection(2), "clientSecret");
    moved.binding.connection_id = connection(1);
    assert_eq!(resolve(&resolver, &reference, &Stored(Some(moved))).await, Err(SecretError::Unreadable));
    assert_eq!(resolve(&Resolver::new(None), &reference, &own).await, Err(SecretError::KeysMissing));
}

/// Answers one request as the agent would, and returns the request.
fn agent(status: &'static str, body: String) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://localhost:{}", listener.local_addr().unwrap().port());
    let asked = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !request.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
            let read = stream.read(&mut buffer).unwrap();
            request.extend_from_slice(&buffer[..read]);
        }
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        // The other side may already have closed the connection.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        String::from_utf8(request).unwrap()
    });
    (endpoint, asked)
}

async fn ask(status: &'static str, body: String, token: AgentToken, id: &str) -> (Result<String, SecretError>, String) {
    let (endpoint, asked) = agent(status, body);
    let manager = Arc::new(SecretsManagerAgent::new(&endpoint, token).unwrap());
    let resolver = Resolver::new(None).with_secrets_manager(manager);
    let secret = resolve(&resolver, &format!("aws-secretsmanager:{id}"), &Stored::default()).await;
    (secret, asked.join().unwrap())
}

#[tokio::test]
async fn aws_secrets_manager_is_asked_by_its_agent() {
    let body = r#"{"ARN":"arn","Name":"cora/okta","SecretString":"hush \"1\"","VersionId":"v"}"#;
    let token = AgentToken::Value(Secret::new("the-token"));
    let (secret, asked) = ask("200 OK", body.to_owned(), token, "cora/okta+a@b").await;
    assert_eq!(secret, Ok("hush \"1\"".to_owned()));
    assert!(asked.starts_with("GET /secretsmanager/get?secretId=cora%2Fokta%2Ba%40b HTTP/1.1\r\n"), "{asked}");
    assert!(asked.to_lowercase().contains("x-aws-parameters-secrets-token: the-token\r\n"), "{asked}");
}

#[tokio::test]
async fn the_agents_token_is_read_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("awssmatoken");
    std::fs::write(&file, "of-the-file\n").unwrap();
    let (secret, asked) = ask("200 OK", r#"{"SecretString":"x"}"#.to_owned(), AgentToken::File(file), "cora/a").await;
    assert_eq!(secret, Ok("x".to_owned()));
    assert!(asked.to_lowercase().contains("x-aws-parameters-secrets-token: of-the-file\r\n"), "{asked}");
}

#[tokio::test]
async fn what_the_agent_does_not_give_is_told_apart() {
    let token = || AgentToken::Value(Secret::new("t"));
    let not_found = r#"{"__type":"ResourceNotFoundException","message":"no"}"#;
    for (status, body, error) in [
        ("400 Bad Request", not_found.to_owned(), SecretError::NotFound),
        ("404 Not Found", String::new(), SecretError::NotFound),
        ("403 Forbidden", String::from("no token"), SecretError::SourceUnavailable),
        ("500 Internal Server Error", String::new(), SecretError::SourceUnavailable),
        ("302 Found", String::new(), SecretError::SourceUnavailable),
        ("200 OK", String::from("not json"), SecretError::Unreadable),
        ("200 OK", String::from(r#"{"SecretBinary":"aHVzaA=="}"#), SecretError::Unreadable),
        ("200 OK", format!(r#"{{"SecretString":"{}"}}"#, "x".repeat(500_000)), SecretError::Unreadable),
    ] {
        let (secret, _) = ask(status, body, token(), "cora/a").await;
        assert_eq!(secret, Err(error), "{status}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://127.0.0.1:{}", nobody.local_addr().unwrap().port());
    drop(nobody);
    let manager = Arc::new(SecretsManagerAgent::new(&endpoint, token()).unwrap());
    let resolver = Resolver::new(None).with_secrets_manager(manager);
    let silence = resolve(&resolver, "aws-secretsmanager:cora/a", &Stored::default()).await;
    assert_eq!(silence, Err(SecretError::SourceUnavailable));
}

#[tokio::test]
async fn aws_secrets_manager_is_not_asked_unless_the_operator_says_so() {
    let refused = resolve(&Resolver::new(None), "aws-secretsmanager:cora/a", &Stored::default()).await;
    assert_eq!(refused, Err(SecretError::ReferenceNotAllowed));
}

#[tokio::test]
async fn only_aws_secrets_reserved_for_connections_are_read() {
    struct Everything;
    impl SecretsManager for Everything {
        fn secret_string<'a>(&'a self, id: &'a str) -> SecretString<'a> {
            Box::pin(async move { Ok(Secret::new(format!("of {id}"))) })
        }
    }
    let resolver = Resolver::new(None).with_secrets_manager(Arc::new(Everything));
    let arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
    for own in ["cora/okta", &format!("{arn}cora/okta-AbCdEf")] {
        let secret = resolve(&resolver, &format!("aws-secretsmanager:{own}"), &Stored::default()).await;
        assert_eq!(secret, Ok(format!("of {own}")));
    }
    for other in ["prod/database", "cora", "Cora/okta", "x:cora/okta", &format!("{arn}prod/database-AbCdEf"), arn] {
        let refused = resolve(&resolver, &format!("aws-secretsmanager:{other}"), &Stored::default()).await;
        assert_eq!(refused, Err(SecretError::ReferenceNotAllowed), "{other}");
    }
    let resolver = resolver.with_secrets_manager_prefix("prod/idp-");
    for (id, allowed) in [("prod/idp-okta", true), ("cora/okta", false)] {
        let secret = resolve(&resolver, &format!("aws-secretsmanager:{id}"), &Stored::default()).await;
        assert_eq!(secret.is_ok(), allowed, "{id}");
    }
}

#[test]
fn every_error_has_a_code_of_its_own() {
    let errors = [
        SecretError::KeysMissing,
        SecretError::KeysMalformed,
        SecretError::KeyUnknown,
        SecretError::Unreadable,
        SecretError::NotFound,
        SecretError::ReferenceNotAllowed,
        SecretError::SourceUnavailable,
    ];
    let mut codes = errors.map(SecretError::code).to_vec();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), errors.len());
    assert!(codes.iter().all(|code| code.starts_with("secret_")));
}
